"""Over random histories the commands agree with each other, and what was known stays what was known."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Tier

Book = Any
Step = tuple[Any, ...]

ACCOUNTS = ("acme", "globex")
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2018, 12, 31))
AMOUNTS = st.decimals(Decimal(-5000), Decimal(9000), places=2)
STEPS = st.one_of(
    st.tuples(st.just("pay"), st.sampled_from(ACCOUNTS), AMOUNTS, DAYS, st.integers(0, 400)),
    st.tuples(st.just("move"), st.sampled_from(ACCOUNTS), st.sampled_from(Tier), DAYS),
    st.tuples(st.just("withdraw"), st.integers(0, 30)),
    st.tuples(st.just("correct"), st.integers(0, 30), AMOUNTS),
)
HISTORIES = st.tuples(
    st.lists(STEPS, max_size=8),
    st.lists(STEPS, max_size=8),
    st.dates(dt.date(2016, 6, 1), dt.date(2019, 1, 1)),
)
ASKED = ("list", "report revenue", "why acme", "timeline acme", "show globex", "decisions")


class Model:
    """What the ledger should say of revenue, kept as plainly as can be."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.payments: dict[str, tuple[str, dt.date, Decimal]] = {}  # live ones, by fact
        for account in ACCOUNTS:
            book.record(account, AccountOpened(account.title()), "2016-01-01")

    def take(self, step: Step) -> None:
        kind, *given = step
        live = sorted(self.payments)
        if kind == "pay":
            account, amount, day, late = given
            fact = self.book.pay(account, str(amount), str(day), late=late)
            self.payments[fact.reference] = account, day, amount
        elif kind == "move":
            account, tier, day = given
            self.book.record(account, TierMoved(tier, override=True), str(day), reason="plan")
        elif live:
            reference = live[given[0] % len(live)]
            account, day, _ = self.payments.pop(reference)
            if kind == "withdraw":
                self.book.withdraw(reference, "typed twice")
            else:
                facts = self.book.correct(reference, "wrong", amount=Money(given[1], "GBP"))
                self.payments[facts[-1].reference] = account, day, given[1]

    def revenue(self, by: dt.date) -> dict[tuple[str, int], tuple[str, int, int]]:
        found: dict[tuple[str, int], list[Decimal]] = defaultdict(list)
        for account, day, amount in self.payments.values():
            if day <= by:
                found[account, day.year].append(amount)
        return {
            key: (f"{sum(amounts):.2f}", len(amounts), sum(1 for a in amounts if a < 0))
            for key, amounts in found.items()
        }


@settings(max_examples=30, deadline=None)
@given(HISTORIES)
def test_histories(new_book: Callable[[], Book], history: tuple[list[Step], list[Step], dt.date]) -> None:
    first, then, day = history
    book = new_book()
    model = Model(book)
    for step in first:
        model.take(step)
    position = book.head
    clocks = ("--as-of", str(day), "--known-at", f"@{position}")
    answers = {asked: book.run(*asked.split(), *clocks, "--json").stdout for asked in ASKED}
    for step in then:
        model.take(step)

    for asked, answer in answers.items():
        assert book.run(*asked.split(), *clocks, "--json").stdout == answer, f"{asked} changed"

    report = book.rows("report", "revenue", "--as-of", str(day))
    assert model.revenue(day) == {
        (r["account"], r["year"]): (r["net"]["amount"], r["payments"], r["credits"]) for r in report
    }
    years = {(r["account"], r["year"]): r["net"]["amount"] for r in report}
    for row in book.rows("list", "--as-of", str(day)):
        account = row["account"]
        assert row["revenue"]["amount"] == years.get((account, day.year), "0.00")
        why = book.json("why", account, "--as-of", str(day), code=1)["data"]
        show = book.json("show", account, "--as-of", str(day))["data"]
        for key in ("status", "standing"):
            assert row[key] == why[key] == show[key]
        for key in ("tier_assigned", "tier_indicated"):
            assert row[key] == show[key]
        told = book.rows("timeline", account, "--as-of", str(day), "--type", "RevenueRecorded")
        live = [r["fact"] for r in told if r["withdrawn_by"] is None]
        assert sorted(live) == sorted(
            fact for fact, (a, on, _) in model.payments.items() if a == account and on <= day
        )
    book.ledger.close()


def test_of_two_moves_on_one_day_the_second_stands_though_the_first_is_corrected(book: Book) -> None:
    first = book.record("acme", TierMoved(Tier.CORE, override=True), "2018-03-01", reason="plan")
    book.record("acme", TierMoved(Tier.STRATEGIC, override=True), "2018-03-01", reason="plan")
    book.correct(first.reference, "wrong tier", tier=Tier.GREENFIELD)
    [acme, _] = book.rows("list", "--as-of", "2018")
    assert acme["tier_assigned"] == "strategic"


def test_a_late_payment_changes_what_was_true_and_not_what_was_known(book: Book) -> None:
    before = book.head
    known = ("--as-of", "2017", "--known-at", f"@{before}", "--json")
    answers = [
        book.run(*asked, *known).stdout for asked in (["list"], ["report", "revenue"], ["why", "acme"])
    ]
    book.record("acme", RevenueRecorded(Money(Decimal("7.77"), "GBP")), "2017-12-31", late=3000)
    assert book.rows("list", "--as-of", "2017")[0]["revenue"]["amount"] == "250007.77"
    again = [book.run(*asked, *known).stdout for asked in (["list"], ["report", "revenue"], ["why", "acme"])]
    assert again == answers
    on_the_day = book.rows("list", "--as-of", "2017", "--known-at", "2024-01-02")
    assert on_the_day[0]["revenue"]["amount"] == "250000.00"


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_same_question_has_the_same_bytes_under_any_hash_seed_zone_and_locale(
    major: Book, form: str
) -> None:
    asked = ["list", "show acme", "why acme", "timeline acme", "decisions", "diff acme --as-of 2023..2024"]
    flag = ["--json"] if form == "json" else []

    def answers(seed: str, zone: str, locale: str) -> list[bytes]:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        found = []
        for each in asked:
            clock = [] if "--as-of" in each else ["--as-of", "2024"]
            command = [sys.executable, "-m", "majoracct.cli", "--ledger", str(major.path), *each.split()]
            done = subprocess.run([*command, *clock, *flag], env=environment, capture_output=True, check=True)
            found.append(done.stdout)
        return found

    assert answers("1", "UTC", "C") == answers("2", "Pacific/Auckland", "C.UTF-8")

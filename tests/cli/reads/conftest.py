"""A small ledger on a real file, made by hand, and the program to ask it with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field
from click.testing import CliRunner, Result

from majoracct.cli import root
from majoracct.cli.session import Session
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.profile import (
    AccountOpened,
    AccountRenamed,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import QualificationGranted, QualificationOpened
from majoracct.domain.account.relationships import BuyingFunction, InfluenceLinked, LinkKind, identify
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.kernel import AccountEvent, Assurance, Fact
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Aim, Level, Terms, Tier
from majoracct.ledger import Ledger

GBP = "GBP"
TODAY = dt.datetime(2025, 6, 30, 12, tzinfo=dt.UTC)


def gbp(amount: str) -> Money:
    return Money(Decimal(amount), GBP)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@define
class Book:
    """A ledger on a file, recorded on days of our choosing, and asked by the program itself."""

    path: Path
    now: dt.datetime = dt.datetime(2024, 1, 2, 9, tzinfo=dt.UTC)
    ids: Iterator[int] = field(factory=count)
    ledger: Ledger = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.ledger = Ledger.create(
            self.path,
            currency=GBP,
            zone="Europe/London",
            by="kim",
            ledger_id="l1",
            clock=self.clock,
            new_id=self.new_id,
        )

    def clock(self) -> dt.datetime:
        return self.now

    def new_id(self) -> str:
        return f"id{next(self.ids)}"

    def record(
        self,
        account: str,
        event: AccountEvent[Any],
        on: str,
        *,
        late: int = 0,
        by: str = "kim",
        role: str = "account manager",
        reason: str = "",
    ) -> Fact:
        """Record on the day it was true, or so many days later."""
        self.at(on, late)
        desk = self.ledger.desk(by=by, role=role, assurance=Assurance.ASSERTED, channel="cli")
        return desk.on(day(on), reason=reason).record(account, event)

    def at(self, on: str, late: int = 0) -> None:
        self.now = max(
            self.now, dt.datetime.combine(day(on), dt.time(9), dt.UTC) + dt.timedelta(days=late)
        ) + dt.timedelta(seconds=1)

    def pay(self, account: str, amount: str, on: str, *, late: int = 0) -> Fact:
        return self.record(account, RevenueRecorded(gbp(amount)), on, late=late)

    def adopt(self, terms: Terms, on: str, reason: str = "") -> Fact:
        return (
            self.ledger.desk(by="dana", role="head of sales")
            .on(day(on), reason=reason)
            .adopt(PolicyAdopted(terms))
        )

    def withdraw(self, reference: str, reason: str) -> list[Fact]:
        return self.ledger.desk(by="sam", role="controller").on(reason=reason).withdraw(reference)

    def correct(self, reference: str, reason: str, **changes: Any) -> list[Fact]:
        return self.ledger.desk(by="sam", role="controller").on(reason=reason).correct(reference, **changes)

    def merge(self, account: str, into: str, on: str) -> None:
        self.at(on)
        self.ledger.desk(by="kim").on(day(on)).carry_out(account, merge, into=into)

    @property
    def head(self) -> int:
        return self.ledger.position()

    # Asking

    def run(self, *arguments: str) -> Result:
        """Run the program as on 30 June 2025, after everything that was recorded."""
        session = Session(
            {"ledger": str(self.path), "actor": "kim"},
            clock=lambda: max(TODAY, self.now),
            new_id=self.new_id,
        )
        return CliRunner().invoke(root, list(arguments), obj=session, prog_name="majoracct")

    def text(self, *arguments: str, code: int = 0) -> str:
        result = self.run(*arguments)
        assert result.exit_code == code, result.output
        return result.stdout

    def json(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text(*arguments, "--json", code=code))
        return found

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json(*arguments)["rows"]
        return found


def qualify(book: Book, account: str = "acme") -> None:
    """Record, in March and April 2024, all that the five criteria ask for."""

    def person(name: str, title: str, level: Level) -> str:
        desk = book.ledger.desk(by="kim", role="account manager").on(day("2024-03-01"))
        facts = desk.carry_out(
            account, identify, name=name, function=BuyingFunction.FINANCE, level=level, title=title
        )
        found: str = facts[0].event.person  # type: ignore[attr-defined]  # it identifies somebody
        return found

    book.at("2024-03-01")
    ann = person("Ann Lee", "CFO", Level.C_LEVEL)
    bob = person("Bob Ray", "Finance Director", Level.EXECUTIVE)
    book.record(account, OrgChartFiled(), "2024-03-02")
    book.record(account, PrecisFiled(("water",), "Runs the water works."), "2024-03-02")
    book.record(account, FinancialStatementFiled(StatementKind.BALANCE_SHEET), "2024-03-02")
    done = book.record(account, DeliveryCompleted(successful=True, title="Billing"), "2024-03-03").reference
    for measure in Measure:
        result = ValueDocumented(
            measure, f"{measure.value} of billing", "31% fewer late payments", project=done
        )
        book.record(account, result, "2024-03-04")
    book.record(account, SponsorNamed(ann, "CFO", "capital spend"), "2024-03-05")
    book.record(account, InfluenceLinked(bob, ann, LinkKind.REPORTS_TO), "2024-03-06")
    next_one = OpportunityIdentified("Metering", gbp("300000"), day("2025-09-30"))
    opportunity = book.record(account, next_one, "2024-03-07").reference
    book.record(account, PlanDrafted("Water 2025", (opportunity,)), "2024-03-08")
    for aim in Aim:
        book.record(
            account, ActionAdded(f"Do it for {aim.value}", aim, "kim", day("2024-12-01")), "2024-04-02"
        )


@pytest.fixture(scope="session")
def new_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Book]:
    """Return what makes a ledger with nothing but its settings and the shipped policy."""
    return lambda: Book(tmp_path_factory.mktemp("book") / "book.db")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A ledger with a policy of 250,000 GBP from 2017 on, and two accounts that paid since 2017."""
    made = Book(tmp_path / "book.db")
    made.adopt(Terms(gbp("250000")), "2017-01-01", "board, 12 December")
    made.record("acme", AccountOpened("Acme Holdings"), "2017-02-01")
    made.record("globex", AccountOpened("Globex"), "2017-03-01")
    made.pay("acme", "300000.10", "2017-06-30")
    made.pay("acme", "-50000.10", "2017-07-01")
    made.pay("globex", "1200.00", "2018-05-05")
    made.record("acme", AccountRenamed("Acme Water"), "2019-01-01", reason="their letter")
    yield made
    made.ledger.close()


@pytest.fixture
def major(book: Book) -> Book:
    """The same, with acme granted major status on 3 April 2024, and a tier assigned by override."""
    qualify(book)
    book.record("acme", QualificationOpened(), "2024-04-03", by="dana", role="sales executive")
    book.record("acme", QualificationGranted(), "2024-04-03", by="dana", role="head of sales", reason="board")
    book.record("acme", TierMoved(Tier.CORE, override=True), "2024-05-01", late=40, reason="account plan")
    return book

"""Findings: their order, their ids, and which count against what was accepted."""

from __future__ import annotations

import datetime as dt

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.adapters.storage.memory import MemoryStore
from majoracct.domain.checks.finding import (
    Accepted,
    AccountCheck,
    Examined,
    Finding,
    PortfolioCheck,
    Raised,
    Severity,
    findings,
    weigh,
)
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Programme
from majoracct.ledger import Ledger
from majoracct.testing.given import DAY, given
from majoracct.testing.histories import Step, play, steps, ticking

STORY = given()
EXAMINED = Examined(STORY.programme, STORY.programme[Policy].terms, lambda _: DAY)
LOW = AccountCheck("low-one", Severity.LOW, "m", "c", lambda a, e: [Raised("x", about="2"), Raised("y")])
HIGH = AccountCheck("high-one", Severity.HIGH, "m", "c", lambda a, e: [Raised(a.key)])
ALSO = AccountCheck("also-high", Severity.HIGH, "m", "c", lambda a, e: [Raised(a.key)])
OF_ALL = PortfolioCheck("of-all", Severity.HIGH, "m", "c", lambda a, e: [Raised(str(len(a)))])
ACCOUNTS = [STORY.account.other(key) for key in ("acme", "bolt")]


class TestFindings:
    def test_come_the_gravest_first_then_by_account_and_check_as_each_is_raised(self) -> None:
        assert [f.id for f in findings([LOW, OF_ALL, HIGH, ALSO], ACCOUNTS, EXAMINED)] == [
            "also-high:acme",
            "high-one:acme",
            "also-high:bolt",
            "high-one:bolt",
            "of-all:programme",
            "low-one:acme:2",
            "low-one:acme",
            "low-one:bolt:2",
            "low-one:bolt",
        ]

    def test_of_all_are_not_made_of_some(self) -> None:
        assert findings([OF_ALL], ACCOUNTS, EXAMINED, portfolio=False) == []


class TestEveryCheck:
    @settings(max_examples=30, deadline=None, derandomize=True, database=None)
    @for_all(steps(max_size=60))
    def test_finds_the_same_twice_each_by_an_id_of_its_own(self, history: list[Step]) -> None:
        store = MemoryStore("ledger-1")
        with Ledger.establish(store, currency="GBP", by="kim", clock=ticking()) as ledger:
            play(ledger, history)

            def found() -> list[Finding]:
                past = ledger.past().fetch_all()
                programme = Programme(PROGRAMME, DAY, past)
                examined = Examined(programme, programme[Policy].terms, ledger.day_of)
                return findings(checks(), ledger.accounts(as_of=DAY, past=past), examined)

            ids = [each.id for each in found()]
            assert len(ids) == len(set(ids))
            assert [(f.id, f.raised) for f in found()] == [(f.id, f.raised) for f in found()]


IDS = st.sampled_from([f"high-one:{key}" for key in "abcd"])
DAYS = st.none() | st.sampled_from([DAY - dt.timedelta(1), DAY, DAY + dt.timedelta(1)])


class TestWeighing:
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(st.sets(IDS), st.dictionaries(IDS, DAYS))
    def test_each_finding_counts_or_is_accepted_and_each_entry_has_one_fate(
        self, ids: set[str], days: dict[str, dt.date | None]
    ) -> None:
        found = [Finding(HIGH, id_.partition(":")[2], Raised("x")) for id_ in sorted(ids)]
        accepted = [Accepted(id_, "known", day) for id_, day in sorted(days.items())]
        weighed = weigh(found, accepted, DAY)
        assert weighed.found == tuple(found)
        assert {f.id for f in weighed.counted} | {f.id for f, _ in weighed.accepted} == ids
        assert all(f.id == each.id and each.holds(DAY) for f, each in weighed.accepted)
        fates = [
            *(each for _, each in weighed.accepted),
            *weighed.expired,
            *weighed.unmatched,
        ]
        assert sorted(fates, key=lambda each: each.id) == accepted
        assert {each.id for each in weighed.unmatched} == days.keys() - ids
        assert not any(each.holds(DAY) for each in weighed.expired)

    def test_an_entry_holds_up_to_its_last_day(self) -> None:
        entry = Accepted("high-one:acme", "known", DAY)
        assert [entry.holds(DAY + dt.timedelta(n)) for n in (-1, 0, 1)] == [True, True, False]

    def test_an_entry_is_looked_for_by_its_check_in_its_account(self) -> None:
        entry = Accepted("high-one:acme:acme@3", "known")
        assert entry.looked_for([LOW, HIGH])
        assert entry.looked_for([HIGH], "acme")
        assert not entry.looked_for([HIGH], "acm")
        assert not entry.looked_for([LOW], "acme")
        assert Accepted("high-one:acme", "known").looked_for([HIGH], "acme")

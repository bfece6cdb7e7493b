"""What the rows of the views say, held against what the other reads say."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all

from majoracct import Ledger
from majoracct.adapters.views import refreshing
from majoracct.domain.account.qualification import QualificationOpened, QualificationRefused
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.assessments.decisions import population
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.programme.periods import PeriodClosed
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.seen import Account
from majoracct.testing.eventful import eventful
from majoracct.testing.given import money
from majoracct.testing.histories import Step, play

Maker = Callable[[], Ledger]
TODAY = dt.date(2024, 6, 2)

histories = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def refresh(ledger: Ledger, path: Path, *, rebuild: bool = False) -> None:
    refreshing.refresh(ledger, ledger.past(), TODAY, path, rebuild=rebuild)


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.requirement("B-D4")
class TestVW6:
    def test_the_programmes_decisions_and_what_was_late_are_among_them(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        desk = ledger.desk(by="ida", role="controller").on(dt.date(2024, 6, 1), reason="May is done")
        desk.adopt(PeriodClosed(dt.date(2024, 5, 20)))
        desk.on(dt.date(2024, 5, 2)).record("bolt", RevenueRecorded(money("5")))
        refresh(ledger, path)
        found = "SELECT fact, account, decision, type, late_override FROM decisions"
        assert rows(path, found) == [
            ("programme@1", None, "adopt", "PolicyAdopted", 0),
            ("acme@5", "acme", "tier", "TierMoved", 0),
            ("programme@2", None, "close", "PeriodClosed", 0),
            ("bolt@3", "bolt", "late", "RevenueRecorded", 1),
        ]

    def test_who_proposed_one_is_told(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        kim = ledger.desk(by="kim", role="sales executive").on(dt.date(2022, 6, 1))
        kim.record("acme", QualificationOpened())
        dana = ledger.desk(by="dana", role="head of sales").on(dt.date(2022, 7, 1), reason="too small")
        dana.record("acme", QualificationRefused())
        refresh(ledger, path)
        columns = "recorded_by, role, proposal, proposer, proposer_role"
        found = rows(path, f"SELECT {columns} FROM decisions WHERE decision = 'refuse'")
        assert found == [("dana", "head of sales", "acme@6", "kim", "sales executive")]

    @histories
    @for_all(history=eventful())
    def test_they_are_the_whole_population(self, make: Maker, tmp_path: Path, history: list[Step]) -> None:
        ledger, path = make(), tmp_path / "views.db"
        play(ledger, history[: len(history) // 2])
        refresh(ledger, path, rebuild=True)
        play(ledger, history[len(history) // 2 :])
        refresh(ledger, path)
        facts = list(ledger.store.facts())
        told = rows(
            path,
            "SELECT coalesce(account, 'programme'), fact, decision, override, late_override, type, lag_days, "
            "proposal, withdrawn_by FROM decisions",
        )
        assert told == [
            (
                each.account,
                each.fact.reference,
                each.decision,
                int(each.override),
                int(each.late),
                type(each.fact.event).__name__,
                each.lag,
                each.proposal.reference if each.proposal else None,
                each.withdrawn_by,
            )
            for each in population(facts, Limits.of(facts, ledger.day_of))
        ]


@pytest.mark.requirement("X-11")
class TestVW8APayment:
    SQL = (
        "SELECT amount, currency, told, told_minor, rate FROM revenue WHERE account = 'bolt' ORDER BY 1 DESC"
    )

    def test_is_told_as_stated_and_in_the_ledgers_currency(self, ledger: Ledger, tmp_path: Path) -> None:
        path, day = tmp_path / "views.db", dt.date(2022, 2, 1)
        desk = ledger.desk(by="kim", role="controller").on(day, reason="the bank's rates")
        rate = desk.adopt(ExchangeRateRecorded("USD", "GBP", Decimal("0.8")))
        desk.record("bolt", RevenueRecorded(money("10", "USD")))
        refresh(ledger, path)
        home = ("100.10", "GBP", "100.10", 10010, None)
        assert rows(path, self.SQL) == [home, ("10.00", "USD", "8.00", 800, rate.reference)]
        paid = by_year(Account("bolt", TODAY, ledger.past()))[2022].net
        assert rows(path, "SELECT sum(told_minor) FROM revenue WHERE account = 'bolt'") == [(paid * 100,)]
        desk.withdraw(rate.reference)
        refresh(ledger, path)
        assert rows(path, self.SQL) == [home, ("10.00", "USD", None, None, None)]

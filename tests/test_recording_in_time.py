"""Closed periods and the limit of lateness, whichever way something is recorded (K9, K10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from attrs import evolve

from majoracct import Ledger
from majoracct.desk import Desk
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.kernel import Actor
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.policy import LimitsLoosened, PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import BooksClosed, RecordedTooLate
from majoracct.ports import Command, Receipt
from majoracct.requests import Request
from majoracct.testing.given import money

NOW = dt.datetime(2024, 6, 20, 9, tzinfo=dt.UTC)
EARLY = dt.date(2024, 1, 1)
CLOSED = dt.date(2024, 5, 31)
OPEN = dt.date(2024, 6, 1)
PAID = RevenueRecorded(money("5"))
TERMS = evolve(Terms.shipped("GBP"), recording=RecordingTerms(30))

pytestmark = pytest.mark.requirement("B-D4")


class Clock:
    """A clock that stands until it is set."""

    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """Yield a ledger in New York, whose books are closed through May; acme@2 is a payment of May."""
    with Ledger.create(
        tmp_path / "book.db", currency="GBP", zone="America/New_York", by="kim", clock=clock
    ) as ledger:
        desk = ledger.desk(by="kim").on(EARLY)
        for key in ("acme", "bolt"):
            desk.record(key, AccountOpened(key.title()))
        desk.on(CLOSED).record("acme", PAID)
        desk.on(OPEN).record("acme", PAID)
        desk.on(NOW.date(), reason="May is done").adopt(PeriodClosed(CLOSED))
        yield ledger


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    return ledger.desk(by="kim").on(CLOSED, reason="found later")


@pytest.fixture
def entitled(ledger: Ledger) -> Desk:
    return ledger.desk(by="ida", role="controller").on(CLOSED, reason="found later")


WAYS: dict[str, Callable[[Desk], object]] = {
    "record": lambda d: d.record("acme", PAID),
    "adopt": lambda d: d.adopt(NamedAccountTargetSet(3, dt.date(2024, 12, 31))),
    "withdraw": lambda d: d.withdraw("acme@2"),
    "correct": lambda d: d.correct("acme@2", amount=money("6")),
    "move out of it": lambda d: d.correct("acme@2", on=OPEN),
    "move into it": lambda d: d.correct("acme@3", on=CLOSED),
    "carry out": lambda d: d.carry_out("bolt", merge, into="acme"),
    "record all": lambda d: d.record_all([Request("acme", PAID, CLOSED)]),
    "rehearse": lambda d: d.on(rehearsal=True).record("acme", PAID),
}


@pytest.mark.parametrize("way", WAYS)
class TestK9InAClosedPeriod:
    def test_nobody_gets_round_it(self, ledger: Ledger, desk: Desk, way: str) -> None:
        head = ledger.store.head()
        with pytest.raises(BooksClosed):
            WAYS[way](desk)
        assert ledger.store.head() == head

    def test_who_may_override_does(self, entitled: Desk, way: str) -> None:
        WAYS[way](entitled)

    def test_once_reopened_everybody_does(self, ledger: Ledger, desk: Desk, way: str) -> None:
        ledger.desk(by="ida", role="controller").on(NOW.date(), reason="audit").adopt(PeriodReopened())
        WAYS[way](desk)

    def test_nor_by_a_policy_of_their_own(self, ledger: Ledger, desk: Desk, way: str) -> None:
        """Whoever may override by policy is not changed by who may not."""
        mine = evolve(Terms.shipped("GBP"), recording=RecordingTerms(None, ("seller",)))
        with pytest.raises(LimitsLoosened):
            evolve(desk, actor=Actor("kim", "seller")).on(NOW.date()).adopt(PolicyAdopted(mine))
        with pytest.raises(BooksClosed):
            WAYS[way](evolve(desk, actor=Actor("kim", "seller")))


class TestK9ElseWhere:
    def test_after_it_recording_goes_on(self, ledger: Ledger, desk: Desk) -> None:
        desk.on(OPEN).record("acme", PAID)
        desk.correct("acme@3", amount=money("6"))
        assert by_year(ledger.account("acme"))[2024].payments == 3

    def test_a_row_of_an_import_is_a_refusal_like_any_other(self, desk: Desk) -> None:
        chunk = [Request("acme", PAID, day, command_id=str(day)) for day in (CLOSED, OPEN)]
        (done,) = desk.record_chunks([chunk], pass_over=True, likely_new=True)
        assert [(at, type(no)) for at, no in done.refusals] == [(0, BooksClosed)]
        assert [fact.on for fact in done.facts()] == [OPEN]

    def test_what_is_on_record_is_repeated_though_it_was_closed_since(self, desk: Desk) -> None:
        asked = desk.on(OPEN, command_id="c-1")
        once = asked.record("acme", PAID)
        desk.on(NOW.date()).adopt(PeriodClosed(OPEN))
        assert asked.record("acme", PAID) == once

    def test_what_is_possible_says_so(self, desk: Desk) -> None:
        found = {p.verb: p.refusal for p in desk.possible("acme")}
        assert isinstance(found["revenue record"], BooksClosed)
        assert isinstance(found["stakeholder identify"], BooksClosed)
        assert {p.verb: p.refusal for p in desk.on(OPEN).possible("acme")}["revenue record"] is None

    def test_who_was_judged_before_it_closed_is_judged_again(
        self, ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        append = ledger.store.append
        overtaken: list[Mapping[str, int]] = []

        def slowly(
            commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
        ) -> Receipt:
            if not overtaken:
                overtaken.append(heads)
                ledger.desk(by="ida").on(NOW.date(), reason="June, too").adopt(PeriodClosed(OPEN))
            return append(commands, heads, now, head)

        monkeypatch.setattr(ledger.store, "append", slowly)
        with pytest.raises(BooksClosed, match="through 2024-06-01"):
            desk.on(OPEN).record("acme", PAID)

    def test_what_is_recorded_on_its_day_conflicts_with_nothing_of_the_programme(
        self, ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        append = ledger.store.append
        read: list[bool] = []

        def watched(
            commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
        ) -> Receipt:
            read.append("programme" in heads)
            return append(commands, heads, now, head)

        monkeypatch.setattr(ledger.store, "append", watched)
        desk.on(NOW.date()).record("acme", PAID)
        desk.on(OPEN).record("acme", PAID)
        assert read == [False, True]


class TestK10LaterThanPolicyAllows:
    @pytest.fixture
    def limited(self, ledger: Ledger) -> Ledger:
        """Return the ledger with its books open again, and a limit of 30 days from 20 June on."""
        boss = ledger.desk(by="ida", role="controller").on(NOW.date(), reason="from now on")
        boss.adopt(PeriodReopened())
        boss.adopt(PolicyAdopted(TERMS))
        return ledger

    @pytest.mark.parametrize("way", ["record", "withdraw", "move out of it", "move into it", "carry out"])
    def test_nobody_gets_round_it(self, limited: Ledger, desk: Desk, clock: Clock, way: str) -> None:
        clock.now = NOW + dt.timedelta(days=10)  # 30 June: 30 days after 31 May
        WAYS[way](desk.on(rehearsal=True))
        clock.now += dt.timedelta(days=1)
        with pytest.raises(RecordedTooLate, match="31 days before 2024-07-01"):
            WAYS[way](desk)

    def test_the_day_of_recording_is_the_ledgers(self, limited: Ledger, desk: Desk, clock: Clock) -> None:
        clock.now = dt.datetime(2024, 7, 1, 3, tzinfo=dt.UTC)  # 30 June, eleven in the evening, in New York
        desk.record("acme", PAID)
        clock.now = dt.datetime(2024, 7, 1, 5, tzinfo=dt.UTC)
        with pytest.raises(RecordedTooLate):
            desk.record("acme", PAID)

    def test_a_limit_asks_nothing_of_what_a_ledger_begins_with(self, tmp_path: Path) -> None:
        with Ledger.create(tmp_path / "another.db", currency="GBP", by="kim") as ledger:
            desk = ledger.desk(by="kim", role="controller").on(dt.date.min)
            fact = desk.adopt(PolicyAdopted(TERMS))
            assert desk.on(reason="a slip").correct(fact.reference, terms=Terms.shipped("GBP"))

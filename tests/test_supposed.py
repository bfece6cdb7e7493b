"""What is supposed is as if it were so, and is never recorded: over random histories."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.views.refreshing import in_memory, refresh
from majoracct.domain.account.profile import AccountOpened, AccountRenamed
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import PROGRAMME, Actor, Refused
from majoracct.domain.money import Money
from majoracct.domain.programme.periods import PeriodClosed
from majoracct.domain.programme.policy import Policy, PolicyAdopted, TermImpossible
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import EVER, AccountUnknown, BooksClosed, Programme
from majoracct.ledger import Ledger, Request
from majoracct.supposed import SupposedFacts, assume, recorded_at
from majoracct.testing.histories import Recording, Step, answer, play, steps, ticking

CALM = settings(max_examples=25, deadline=None, derandomize=True, database=None)
KIM = Actor("kim", "sales executive")
DAYS = (dt.date(2019, 6, 30), dt.date(2024, 1, 1), EVER)


def terms(threshold: str) -> Terms:
    return evolve(Terms.shipped("GBP"), threshold=Money(Decimal(threshold), "GBP"))


def made(history: list[Step]) -> Ledger:
    ledger = Ledger.create("memory:", currency="GBP", by="kim", clock=ticking())
    play(ledger, history)
    return ledger


def supposed(ledger: Ledger, known_at: int | None = None) -> SupposedFacts:
    return SupposedFacts(ledger.store, ledger.position(known_at))


def in_order(requests: list[Step]) -> list[Request]:
    """Return the recordings among REQUESTS, as a file of lines would ask for them."""
    return [
        Request(PROGRAMME if isinstance(r.event, NamedAccountTargetSet) else r.account, r.event, r.on)
        for r in requests
        if isinstance(r, Recording) and not isinstance(r.event, PolicyAdopted)
    ]


class TestAssumed:
    @CALM
    @given(history=steps(), then=steps())
    def test_facts_are_as_if_they_had_been_recorded(self, history: list[Step], then: list[Step]) -> None:
        with made(history) as ledger:
            desk = ledger.desk(by="kim", role="sales executive").on(reason="what if")
            for request in in_order(then):
                past = supposed(ledger)
                before = ledger.position()
                try:
                    found: Any = [f.reference for f in assume(desk, [request], past)]
                except Refused as no:
                    found = no.to_dict()
                told = answer(past, DAYS)
                assert ledger.position() == before
                try:
                    really: Any = [f.reference for f in desk.record_all([request])]
                except Refused as no:
                    really = no.to_dict()
                assert found == really
                assert told == answer(ledger.past(), DAYS)

    @CALM
    @given(history=steps(), threshold=st.sampled_from(["1", "250000", "5000000"]))
    def test_a_policy_is_as_if_it_alone_had_been_adopted(self, history: list[Step], threshold: str) -> None:
        with made([s for s in history if not isinstance(getattr(s, "event", None), PolicyAdopted)]) as ledger:
            past = supposed(ledger)
            past.under(terms(threshold), "strict.toml", KIM)
            told = {key: (*said[:6], said[6].terms) for key, said in answers(past).items()}
            desk = ledger.desk(by="kim", role="sales executive")
            desk.on(dt.date.min, reason="what if").adopt(PolicyAdopted(terms(threshold)))
            really = {key: (*said[:6], said[6].terms) for key, said in answers(ledger.past()).items()}
            assert told == really


def answers(past: Any) -> dict[Any, Any]:
    return dict(answer(past, DAYS))


@pytest.fixture
def ledger() -> Ledger:
    """Return a ledger with two policies after the shipped one, and acme."""
    found = Ledger.create("memory:", currency="GBP", by="kim", clock=ticking())
    desk = found.desk(by="kim")
    for year, threshold in ((2017, "250000"), (2020, "2000000")):
        desk.on(dt.date(year, 1, 1), reason="board").adopt(PolicyAdopted(terms(threshold)))
    desk.on(dt.date(2018, 1, 1)).record("acme", AccountOpened("Acme"))
    return found


class TestUnderAPolicy:
    def test_it_is_in_force_on_every_day_in_the_place_of_all_others(self, ledger: Ledger) -> None:
        past = supposed(ledger)
        past.under(terms("7"), "seven.toml", KIM)
        for day in (dt.date.min, dt.date(2017, 1, 1), dt.date(2020, 1, 1), EVER):
            found = Programme(PROGRAMME, day, past)[Policy]
            assert (found.terms.threshold, found.fact) == (Money(Decimal(7), "GBP"), "seven.toml")
        policies = [f for f in past.live(PROGRAMME) if isinstance(f.event, PolicyAdopted)]
        assert policies == [past.fact("seven.toml")]

    def test_what_was_adopted_is_still_found_by_name(self, ledger: Ledger) -> None:
        past = supposed(ledger)
        past.under(terms("7"), "seven.toml", KIM)
        fact = past.fact("programme@2")
        assert fact is not None
        assert fact.on == dt.date(2017, 1, 1)

    def test_one_that_could_not_be_adopted_is_refused(self, ledger: Ledger) -> None:
        with pytest.raises(TermImpossible):
            supposed(ledger).under(terms("0"), "nothing.toml", KIM)

    def test_the_programme_s_versions_go_on(self, ledger: Ledger) -> None:
        past = supposed(ledger)
        past.under(terms("7"), "seven.toml", KIM)
        desk = ledger.desk(by="kim")
        request = Request(PROGRAMME, NamedAccountTargetSet(3, dt.date(2024, 12, 31)), dt.date(2024, 1, 1))
        assert [f.reference for f in assume(desk, [request], past)] == ["programme@4"]


class TestAssumedFacts:
    def test_are_never_too_late_as_nothing_is_recorded(self, ledger: Ledger) -> None:
        ledger.desk(by="kim").on(reason="May is done").adopt(PeriodClosed(dt.date(2024, 5, 31)))
        paid = Request("acme", RevenueRecorded(Money(Decimal(5), "GBP")), dt.date(2024, 5, 1))
        desk = ledger.desk(by="kim")
        with pytest.raises(BooksClosed):
            desk.on(rehearsal=True).record_all([paid])
        assert len(assume(desk, [paid], supposed(ledger))) == 1

    def test_come_after_what_was_known_and_when_that_was_recorded(self, ledger: Ledger) -> None:
        facts = list(ledger.store.facts())
        past = supposed(ledger, known_at=3)
        [fact] = assume(
            ledger.desk(by="ann"), [Request("new", AccountOpened("New"), dt.date(2024, 1, 1))], past
        )
        assert (fact.position, fact.reference, fact.by) == (4, "new@1", "ann")
        assert fact.recorded_at == facts[2].recorded_at
        assert past.streams == ["ledger", "new", "programme"]
        assert past.assumed == [fact]

    def test_what_came_later_is_not_known_to_them(self, ledger: Ledger) -> None:
        rename = Request("acme", AccountRenamed("Acme Water"), dt.date(2024, 1, 1))
        assert assume(ledger.desk(by="kim"), [rename], supposed(ledger))
        with pytest.raises(AccountUnknown) as refused:
            assume(ledger.desk(by="kim"), [rename], supposed(ledger, known_at=4))
        assert refused.value.at == 0

    def test_one_whose_id_is_on_record_by_then_is_passed_over(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim")
        paid = Request(
            "acme", RevenueRecorded(Money(Decimal(5), "GBP")), dt.date(2024, 1, 1), command_id="c1"
        )
        before = ledger.position()
        desk.record_all([paid])
        assert assume(desk, [paid], supposed(ledger)) == []
        assert [f.reference for f in assume(desk, [paid], supposed(ledger, before))] == ["acme@2"]

    def test_what_is_refused_leaves_the_past_as_it_was(self, ledger: Ledger) -> None:
        day, past = dt.date(2024, 1, 1), supposed(ledger)
        desk = ledger.desk(by="kim")
        [first] = assume(desk, [Request("acme", AccountRenamed("Acme Water"), day)], past)
        then = [Request("acme", AccountRenamed("Acme Gas"), day), Request("none", AccountRenamed("X"), day)]
        for _ in range(2):
            with pytest.raises(AccountUnknown) as refused:
                assume(desk, then, past)
            assert refused.value.at == 1
            assert (past.head("acme"), past.next_position) == (first.version, first.position + 1)
            assert past.assumed == [first]
            assert [f for f in past.live("acme") if f.position >= first.position] == [first]

    def test_nothing_is_recorded_on_what_is_supposed(self, ledger: Ledger) -> None:
        past = supposed(ledger)
        past.under(terms("7"), "seven.toml", KIM)
        desk, before = ledger.desk(by="kim"), ledger.position()
        request = Request("acme", AccountRenamed("Acme Water"), dt.date(2024, 1, 1))
        assert [f.reference for f in desk.rehearse([request], past).facts()] == ["acme@2"]
        assert ledger.position() == before
        for once in (desk.on(command_id="c1"), desk.on(expect=1)):
            with pytest.raises(ValueError, match="several requests state their own ids"):
                once.rehearse([request], past)

    @pytest.mark.parametrize("position", [1, 2, 4, 5])
    def test_the_instant_of_a_position(self, ledger: Ledger, position: int) -> None:
        facts = list(ledger.store.facts())
        assert recorded_at(ledger.store, position) == facts[position - 1].recorded_at


class TestOnRecord:
    def test_is_what_nothing_was_supposed_in(self, ledger: Ledger) -> None:
        past = supposed(ledger)
        assert ledger.past().on_record
        assert past.on_record
        rename = Request("acme", AccountRenamed("Acme Water"), dt.date(2024, 1, 1))
        assume(ledger.desk(by="kim"), [rename], past)
        assert not past.on_record
        past = supposed(ledger)
        past.under(terms("7"), "seven.toml", KIM)
        assert not past.on_record

    def test_alone_is_written_to_a_file_of_views(self, ledger: Ledger, tmp_path: Path) -> None:
        day, path, past = dt.date(2024, 1, 1), tmp_path / "views.db", supposed(ledger)
        past.under(terms("7"), "seven.toml", KIM)
        with pytest.raises(ValueError, match="what is only supposed"):
            refresh(ledger, past, day, path)
        assert not path.exists()
        with closing(in_memory(ledger, past, day)) as asked:
            assert asked.execute("SELECT count(*) FROM accounts").fetchone() == (1,)
        assert refresh(ledger, supposed(ledger), day, path).how == "made"

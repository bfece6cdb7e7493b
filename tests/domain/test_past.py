"""A fold that learns facts one by one is the fold of all of them, whatever their order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as every
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified, OpportunityWon
from majoracct.domain.account.profile import AccountRenamed, Profile
from majoracct.domain.account.revenue import Revenue, RevenueRecorded
from majoracct.domain.kernel import AccountEvent, Fact, FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.past import AsKnown, Facts, Past, Without

EVENTS: st.SearchStrategy[AccountEvent] = st.one_of(  # type: ignore[type-arg]  # of any topic
    st.builds(OpportunityIdentified, st.sampled_from(["Meters", "Pumps"])),
    st.builds(OpportunityWon, st.sampled_from(["a@1", "a@2", "a@3"])),
    st.builds(AccountRenamed, st.sampled_from(["Apex", "Zenith"])),
    st.builds(RevenueRecorded, st.integers(-5, 5).map(lambda n: Money(Decimal(n), "GBP"))),
)
TOLD = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 5), st.sampled_from(["", "09:30:00"]), EVENTS),
    max_size=12,
)
STREAMS = [("a",), ("b",), ("a", "b")]


def _facts(told: list[tuple[str, int, str, AccountEvent]]) -> list[Fact]:  # type: ignore[type-arg]  # of any topic
    versions = dict.fromkeys("ab", 0)
    found = []
    for position, (stream, day, time, event) in enumerate(told, start=1):
        versions[stream] += 1
        on = dt.date(2024, 1, day)
        found.append(Fact(stream, versions[stream], position, event, on, "kim", time=time))
    return found


def _folds(past: Past) -> list[object]:
    topics = (Opportunities, Profile, Revenue)
    folds = [past.fold(topic, streams) for topic in topics for streams in STREAMS]
    return [(list(f.days), list(f.states), [fact.reference for fact in f.facts]) for f in folds]


@every(TOLD)
def test_facts_learnt_between_two_readings_fold_in_their_place(
    told: list[tuple[str, int, str, AccountEvent]],  # type: ignore[type-arg]  # of any topic
) -> None:
    facts = _facts(told)
    past = Facts()
    for fact in facts:
        past.add(fact)
        if fact.version % 2:
            _folds(past)
    assert _folds(past) == _folds(Facts(facts))


def test_what_comes_last_changes_the_state_once_however_often_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = []
    change = RevenueRecorded.change

    def counted(event: RevenueRecorded, state: Revenue, fact: Fact) -> Revenue:
        changed.append(fact.reference)
        return change(event, state, fact)

    monkeypatch.setattr(RevenueRecorded, "change", counted)
    event, past = RevenueRecorded(Money(Decimal(1), "GBP")), Facts()
    for number in range(1, 51):  # all of one day, as what a ledger says of itself is
        past.add(Fact("a", number, number, event, dt.date(2024, 1, 1), "kim"))
        past.fold(Revenue, ("a",))
    assert len(changed) == 50


@every(TOLD, st.integers(0, 12))
def test_facts_that_are_forgotten_leave_no_trace(
    told: list[tuple[str, int, str, AccountEvent]],  # type: ignore[type-arg]  # of any topic
    kept: int,
) -> None:
    facts = _facts(told)
    past = Facts()
    for fact in facts:
        past.add(fact)
        _folds(past)
    past.forget(facts[kept:])
    assert _folds(past) == _folds(Facts(facts[:kept]))


def test_a_withdrawal_is_learnt_like_any_fact() -> None:
    first = Fact("a", 1, 1, OpportunityIdentified("Meters"), dt.date(2024, 1, 1), "kim")
    past = Facts([first])
    assert len(past.fold(Opportunities, ("a",)).days) == 1
    past.add(Fact("a", 2, 2, FactWithdrawn("a@1"), dt.date(2024, 1, 1), "kim"))
    assert not past.fold(Opportunities, ("a",)).days


@every(TOLD, st.sets(st.integers(0, 11), max_size=3))
def test_without_certain_facts_it_is_the_past_in_which_they_were_never_recorded(
    told: list[tuple[str, int, str, AccountEvent]],  # type: ignore[type-arg]  # of any topic
    which: set[int],
) -> None:
    facts = _facts(told)
    gone = [fact for nth, fact in enumerate(facts) if nth in which]
    past = Facts(facts)
    less, never = Without(past, gone), Facts([f for f in facts if f not in gone], past.known_at)
    assert _folds(less) == _folds(never)
    assert [f.reference for f in less.live("a")] == [f.reference for f in never.live("a")]
    assert (less.known_at, less.next_position) == (past.known_at, past.next_position)
    assert [less.fact(f.reference) for f in facts] == [None if f in gone else f for f in facts]
    assert _folds(past) == _folds(Facts(facts))


def test_what_does_not_touch_a_topic_is_not_folded_again() -> None:
    facts = _facts([("a", 1, "", AccountRenamed("Apex")), ("a", 2, "", OpportunityIdentified("Meters"))])
    past = Facts(facts)
    less = Without(past, facts[:1])
    assert less.fold(Opportunities, ("a",)) is past.fold(Opportunities, ("a",))
    assert less.fold(Profile, ("a",)) is less.fold(Profile, ("a",))
    assert (less.head("a"), less.withdrawals("a")) == (2, {})


@every(TOLD, st.lists(st.integers(0, 11), unique=True, max_size=4), st.integers(0, 16))
def test_as_known_earlier_it_is_what_was_recorded_by_then(
    told: list[tuple[str, int, str, AccountEvent]],  # type: ignore[type-arg]  # of any topic
    gone: list[int],
    known_at: int,
) -> None:
    facts = _facts(told)
    for index in gone:
        if index < len(told):
            target, version = facts[index], 1 + sum(f.stream == facts[index].stream for f in facts)
            withdrawal = FactWithdrawn(target.reference)
            facts.append(Fact(target.stream, version, len(facts) + 1, withdrawal, target.on, "kim"))
    earlier, then = AsKnown(Facts(facts), known_at), Facts(facts, known_at)
    assert _folds(earlier) == _folds(then)
    assert (earlier.known_at, earlier.next_position) == (known_at, known_at + 1)
    for stream in "ab":
        assert earlier.head(stream) == then.head(stream)
        assert earlier.first_day(stream) == then.first_day(stream)
        assert earlier.withdrawals(stream) == then.withdrawals(stream)
    assert [earlier.fact(f.reference) for f in facts] == [then.fact(f.reference) for f in facts]

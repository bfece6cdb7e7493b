"""The rules of cadences, one class a rule: the one rule by which whatever is held again is judged."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.cadences import (
    CadenceOfNothing,
    CadenceSet,
    CadenceUnchanged,
    Held,
    Span,
    in_force,
    own,
    periods,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.programme.discipline_tables import Ceremony
from majoracct.testing.given import given, on

CALL, REVIEW = Ceremony.STATUS_CALL, Ceremony.BUSINESS_REVIEW
EVERY_TEN = CadenceSet(REVIEW, 10)


def day(number: int) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=number)


@pytest.mark.requirement("X-5")
class TestTQ3ACadence:
    def test_is_of_a_day_at_least(self) -> None:
        given().when(CadenceSet(REVIEW, 0)).then_refused(CadenceOfNothing)

    def test_is_set_anew_only_where_it_differs(self) -> None:
        given(EVERY_TEN).when(EVERY_TEN).then_refused(CadenceUnchanged, "acme@1 says so")
        after = given(EVERY_TEN).when(CadenceSet(REVIEW, 20)).then()
        found = own(after.account, REVIEW)
        assert found is not None
        assert found.days == 20
        given(EVERY_TEN).when(CadenceSet(CALL, 10)).then()


@pytest.mark.requirement("X-5")
class TestTQ4WhatIsInForce:
    def test_policys_until_the_account_sets_its_own(self) -> None:
        story = given(on("2024-02-01", EVERY_TEN), on("2024-03-01", CadenceSet(REVIEW, 20)))
        spell = (dt.date(2024, 1, 1), dt.date.max)
        found = in_force(story.account, REVIEW, 92, [spell])
        assert [(s.start.isoformat(), s.days) for s in found] == [
            ("2024-01-01", 92),
            ("2024-02-01", 10),
            ("2024-03-01", 20),
        ]
        assert [s.days for s in in_force(story.account, CALL, 31, [spell])] == [31]

    def test_what_was_set_before_the_spell_began_is_in_force_from_its_first_day(self) -> None:
        story = given(on("2024-01-01", EVERY_TEN))
        spells = [(dt.date(2023, 1, 1), dt.date(2023, 6, 1)), (dt.date(2024, 2, 1), dt.date(2024, 3, 1))]
        assert [s.days for s in in_force(story.account, REVIEW, 92, spells)] == [92, 10]

    def test_not_what_an_account_set_that_merged_into_it(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2024-01-01", AccountOpened("Bolt"), EVERY_TEN, to="bolt"),
            on("2024-02-01", AccountMerged("acme"), to="bolt"),
            on("2024-02-01", AccountAbsorbed("bolt")),
        )
        assert own(story.account, REVIEW) is None


@pytest.mark.requirement("X-5")
class TestTQ5Periods:
    def test_are_kept_missed_or_running(self) -> None:
        found = periods([Span(day(0), dt.date.max, 10)], [Held(day(9), "a@1"), Held(day(20), "a@2")], day(35))
        assert [(w.kept, w.missed, w.running) for w in found] == [
            (True, False, False),
            (False, True, False),
            (True, False, False),
            (False, False, True),
        ]
        assert [w.meetings for w in found] == [("a@1",), (), ("a@2",), ()]

    def test_one_cut_short_is_not_due_but_counts_where_it_was_kept(self) -> None:
        cut = [Span(day(0), day(15), 10)]
        assert len(periods(cut, [], day(40))) == 1
        assert len(periods(cut, [Held(day(12), "a@1")], day(40))) == 2

    def test_late_when_all_of_it_was_recorded_late(self) -> None:
        span = [Span(day(0), dt.date.max, 10)]
        late, in_time = Held(day(1), "a@1", late=True), Held(day(2), "a@2")
        assert periods(span, [late], day(5))[0].late
        assert not periods(span, [late, in_time], day(5))[0].late
        assert not periods(span, [], day(5))[0].late

    @settings(deadline=None, derandomize=True, database=None, max_examples=60)
    @for_all(
        st.lists(st.integers(0, 90), max_size=12).map(sorted),
        st.lists(st.integers(1, 40), min_size=1, max_size=3),
        st.integers(0, 90),
    )
    def test_nothing_held_keeps_two(self, held: list[int], lengths: list[int], seen: int) -> None:
        spans, start = [], 0
        for length in lengths:
            spans.append(Span(day(start), day(start + 30), length))
            start += 30
        there = [Held(day(n), f"a@{i}") for i, n in enumerate(held) if n <= seen]
        found = periods(spans, there, day(seen))
        told = [fact for week in found for fact in week.meetings]
        assert told == [h.fact for h in there if h.on < spans[-1].end]
        assert all(w.kept + w.missed + (w.running and not w.kept) == 1 for w in found)
        assert all(a.start < b.start for a, b in itertools.pairwise(found))

"""The rules of how actions are to be done, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.action_plan import (
    ActionPlan,
    ActionPrioritised,
    ActionRescheduled,
    ActionSequenced,
    ComesAfterItself,
    FundsImpossible,
    NoRank,
    NotAnotherDay,
    NotBefore,
    ReschedulingUnexplained,
    ResourcesAllocated,
    ResourcesUnstated,
    due_day,
    overdue,
    prioritised,
    waits_for,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.plan import (
    ActionAdded,
    ActionClosed,
    ActionCompleted,
    ActionDropped,
    ActionUnknown,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import DAY, Given, given, money, on

JUNE, JULY = dt.date(2024, 6, 1), dt.date(2024, 7, 1)
ONE, TWO, THREE = (ActionAdded(task, Aim.TRUST, due=JUNE) for task in ("visit", "paper", "trial"))
ALL = on("2024-04-01", ONE, TWO, THREE)  # acme@1 to acme@3
ARRANGING: list[AccountEvent[ActionPlan]] = [
    ResourcesAllocated("acme@1", none_needed=True),
    ActionSequenced("acme@1", ("acme@2",)),
    ActionPrioritised("acme@1", 1),
    ActionRescheduled("acme@1", JULY),
]


def told(*events: Any) -> Given:
    """Return the story of three actions, acme@1 to acme@3, due in June, to which EVENTS happened."""
    return given(ALL, on(DAY, *events, reason="snow")).because("snow")


@pytest.mark.requirement("J-A0")
class TestAX1OnlyAnOpenAction:
    @pytest.mark.parametrize("arranging", ARRANGING)
    def test_is_arranged(self, arranging: AccountEvent[Any]) -> None:
        given().because("snow").when(arranging).then_refused(ActionUnknown)
        for closed in (ActionCompleted("acme@1"), ActionDropped("acme@1")):
            told(closed).when(arranging).then_refused(ActionClosed)
        after = told().when(arranging).then()
        assert after[ActionPlan].of("acme@1").facts == ("acme@4",)

    def test_arranged_it_stays_in_the_account_it_merges_into(self) -> None:
        into = on("2024-06-01", AccountOpened("Bolt"), AccountAbsorbed("acme"), to="bolt")
        story = told(*ARRANGING).then_given(into, on("2024-06-01", AccountMerged("bolt")))
        kept = story.about("bolt").on("2024-06-01")[ActionPlan].of("acme@1")
        assert (kept.rank, kept.after, len(kept.moves), kept.resources is None) == (1, ("acme@2",), 1, False)

    @pytest.mark.parametrize("arranging", ARRANGING)
    def test_replay_bears_one_that_is_missing(self, arranging: AccountEvent[Any]) -> None:
        story = given(arranging)
        assert overdue(story.account) == {}
        assert waits_for("acme@1", story.account) == ()


@pytest.mark.requirement("J-A3")
class TestAX2WhatItTakes:
    def test_is_said(self) -> None:
        told().when(ResourcesAllocated("acme@1")).then_refused(ResourcesUnstated, "Nothing says")
        told().when(ResourcesAllocated("acme@1", means=" ")).then_refused(ResourcesUnstated)

    def test_is_not_something_and_nothing(self) -> None:
        both = ResourcesAllocated("acme@1", money("5"), none_needed=True)
        told().when(both).then_refused(ResourcesUnstated, "needs nothing")

    def test_is_above_nothing_in_the_ledgers_currency(self) -> None:
        told().when(ResourcesAllocated("acme@1", money("0"))).then_refused(FundsImpossible)
        told().when(ResourcesAllocated("acme@1", money("-1"))).then_refused(FundsImpossible)
        told().when(ResourcesAllocated("acme@1", money("1", "USD"))).then_refused(ForeignCurrency)

    def test_an_explicit_none_is_kept_apart_from_silence(self) -> None:
        assert told()[ActionPlan].of("acme@1").resources is None
        none = told(ResourcesAllocated("acme@1", none_needed=True))[ActionPlan].of("acme@1").resources
        assert none is not None
        assert none.none_needed

    @pytest.mark.requirement("X-11")
    def test_what_no_rate_tells_is_not_nothing(self) -> None:
        takes = told(ResourcesAllocated("acme@1", money("5", "USD")))[ActionPlan].of("acme@1").resources
        assert takes is not None
        assert (takes.funds, takes.none_needed) == (None, False)

    def test_the_latest_word_stands(self) -> None:
        story = told(
            ResourcesAllocated("acme@1", none_needed=True),
            ResourcesAllocated("acme@1", money("5"), " a van "),
        )
        said = story[ActionPlan].of("acme@1").resources
        assert said is not None
        assert (said.funds, said.means, said.none_needed, said.fact) == (money("5"), "a van", False, "acme@5")

    def test_is_told_as_it_was_said(self) -> None:
        for event, says in (
            (ResourcesAllocated("acme@1", money("5")), "Action {action} takes {funds}[ and {means}]"),
            (ResourcesAllocated("acme@1", means="a van"), "Action {action} takes {means}"),
            (ResourcesAllocated("acme@1", none_needed=True), "Action {action} needs no resources"),
        ):
            assert event.telling() == says


@pytest.mark.requirement("J-A0")
class TestAX3Sequence:
    def test_comes_after_actions_of_the_plan(self) -> None:
        told().when(ActionSequenced("acme@1", ("acme@9",))).then_refused(NotBefore)
        told(ActionDropped("acme@2")).when(ActionSequenced("acme@1", ("acme@2",))).then_refused(NotBefore)
        told(ActionCompleted("acme@2")).when(ActionSequenced("acme@1", ("acme@2",))).then()

    def test_never_after_itself(self) -> None:
        told().when(ActionSequenced("acme@1", ("acme@1",))).then_refused(ComesAfterItself)
        chain = told(ActionSequenced("acme@2", ("acme@1",)), ActionSequenced("acme@3", ("acme@2",)))
        chain.when(ActionSequenced("acme@1", ("acme@3",))).then_refused(ComesAfterItself)

    def test_nor_through_what_was_told_of_a_later_day(self) -> None:
        later = given(ALL, on("2024-06-01", ActionSequenced("acme@2", ("acme@1",))))
        later.on(DAY).when(ActionSequenced("acme@1", ("acme@2",))).then_refused(ComesAfterItself)

    def test_waits_for_what_is_open_of_it(self) -> None:
        story = told(ActionSequenced("acme@3", ("acme@1", "acme@2")))
        assert waits_for("acme@3", story.account) == ("acme@1", "acme@2")
        assert waits_for("acme@3", story.then_given(ActionDropped("acme@1")).account) == ("acme@2",)
        assert waits_for("acme@3", story.then_given(ActionCompleted("acme@2")).account) == ("acme@1",)
        freed = story.when(ActionSequenced("acme@3")).then()
        assert waits_for("acme@3", freed.account) == ()

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=8))
    def test_whatever_was_let_through_there_is_a_first_action(self, pairs: list[tuple[int, int]]) -> None:
        story = told()
        for action, other in pairs:
            before = story[ActionPlan].of(f"acme@{action}").after
            outcome = story.when(ActionSequenced(f"acme@{action}", (*before, f"acme@{other}")))
            story = outcome.story if outcome.refusal is None else story
        assert any(not waits_for(f"acme@{n}", story.account) for n in (1, 2, 3))


@pytest.mark.requirement("J-B4")
class TestAX4Priority:
    def test_is_1_at_the_highest(self) -> None:
        for rank in (0, -1):
            told().when(ActionPrioritised("acme@1", rank)).then_refused(NoRank)
        assert told(ActionPrioritised("acme@1", 1))[ActionPlan].of("acme@1").rank == 1

    def test_is_set_once_every_open_action_has_one_and_they_differ(self) -> None:
        first, second = ActionPrioritised("acme@1", 1), ActionPrioritised("acme@2", 2)
        assert prioritised(told(first, second).account) is False
        assert prioritised(told(first, second, ActionPrioritised("acme@3", 2)).account) is True
        assert prioritised(told(first, second, ActionCompleted("acme@3")).account) is True

    def test_is_none_where_all_come_first(self) -> None:
        story = told(*(ActionPrioritised(f"acme@{n}", 1) for n in (1, 2, 3)))
        assert prioritised(story.account) is False

    def test_of_a_single_action_is_any_and_of_none_unknown(self) -> None:
        single = given(ONE, ActionPrioritised("acme@1", 4))
        assert prioritised(single.account) is True
        assert prioritised(single.then_given(ActionCompleted("acme@1")).account) is None


@pytest.mark.requirement("J-A2")
class TestAX5Rescheduling:
    MOVED = ActionRescheduled("acme@1", JULY)

    def test_is_to_another_day_that_is_not_past(self) -> None:
        told().when(ActionRescheduled("acme@1", JUNE)).then_refused(NotAnotherDay, "already")
        told().when(ActionRescheduled("acme@1", dt.date(2024, 4, 30))).then_refused(NotAnotherDay, "before")
        told().when(ActionRescheduled("acme@1", DAY)).then()

    def test_says_why(self) -> None:
        told().because("").when(self.MOVED).then_refused(ReschedulingUnexplained)

    def test_moves_the_day_openly(self) -> None:
        story = told(self.MOVED)
        assert due_day("acme@1", story.account) == JULY
        assert due_day("acme@1", story.on("2024-04-30").account) == JUNE
        moves = story[ActionPlan].of("acme@1").moves
        assert [(m.due, m.on, m.fact) for m in moves] == [(JULY, DAY, "acme@4")]

    def test_decides_what_is_overdue(self) -> None:
        story = told(self.MOVED, ActionCompleted("acme@3"))
        assert overdue(story.on(JUNE).account) == {}
        assert overdue(story.on("2024-06-02").account) == {"acme@2": JUNE}
        assert overdue(story.on("2024-07-02").account) == {"acme@2": JUNE, "acme@1": JULY}

    def test_gives_a_day_to_one_that_had_none(self) -> None:
        undated = given(on("2024-04-01", ActionAdded("call", Aim.TRUST)))
        assert due_day("acme@1", undated.account) is None
        after = undated.because("asked for").when(ActionRescheduled("acme@1", JUNE)).then()
        assert due_day("acme@1", after.account) == JUNE

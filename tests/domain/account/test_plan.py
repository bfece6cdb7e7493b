"""The rules of the plan and its actions, one class a rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet, GoalUnknown
from majoracct.domain.account.opportunities import (
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.outcomes import (
    BenefitQuantified,
    OutcomeKind,
    OutcomeTargeted,
    QuantificationConfirmed,
)
from majoracct.domain.account.plan import (
    ActionAdded,
    ActionClosed,
    ActionCompleted,
    ActionDropped,
    ActionForNoOutcome,
    ActionUnknown,
    AlreadyPlanned,
    DueBeforePlanned,
    NoPlan,
    NotPlanned,
    OpportunityPlanned,
    OpportunityUnplanned,
    OwnerByName,
    Plan,
    PlanDrafted,
    PlanUntitled,
    SupportsNoSponsor,
    TaskMissing,
    jointly,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.terms import Aim, PlanningFunction
from majoracct.testing.given import DAY, given, money, on

DEAL = OpportunityIdentified("a deal")
PLANNED = OpportunityPlanned("acme@1")
ACTION = ActionAdded("visit", Aim.TRUST)
CLOSING: list[AccountEvent[Plan]] = [ActionCompleted("acme@1"), ActionDropped("acme@1")]


@pytest.mark.requirement("B-Q4")
class TestPL1OnePlanAtATime:
    def test_it_has_a_title(self) -> None:
        given().when(PlanDrafted(" ")).then_refused(PlanUntitled)

    def test_the_one_drafted_last_takes_over_with_its_own_opportunities(self) -> None:
        story = given(DEAL, DEAL, PlanDrafted("first", ("acme@1", "acme@2")))
        after = story.when(PlanDrafted("second", ("acme@2",))).then()
        assert (after[Plan].title, after[Plan].fact) == ("second", "acme@4")
        assert list(after[Plan].opportunities) == ["acme@2"]

    def test_actions_outlast_it(self) -> None:
        assert len(given(ACTION).when(PlanDrafted("a")).then()[Plan].actions) == 1

    def test_nothing_enters_a_plan_that_was_not_drafted(self) -> None:
        given(DEAL).when(PLANNED).then_refused(NoPlan, "acme has no plan on 2024-05-01")
        given(on("2024-01-01", DEAL), PlanDrafted("a")).on("2024-04-30").when(PLANNED).then_refused(NoPlan)


@pytest.mark.requirement("B-Q4")
class TestPL2OpenAndOnce:
    def test_not_one_that_is_unknown(self) -> None:
        given().when(PlanDrafted("a", ("acme@9",))).then_refused(OpportunityUnknown)
        given(PlanDrafted("a")).when(OpportunityPlanned("acme@9")).then_refused(OpportunityUnknown)

    def test_not_one_that_is_decided(self) -> None:
        lost = given(DEAL, OpportunityLost("acme@1"))
        lost.when(PlanDrafted("a", ("acme@1",))).then_refused(OpportunityDecided)
        lost.then_given(PlanDrafted("a")).when(PLANNED).then_refused(OpportunityDecided)

    def test_not_twice(self) -> None:
        given(DEAL).when(PlanDrafted("a", ("acme@1", "acme@1"))).then_refused(AlreadyPlanned)
        given(DEAL, PlanDrafted("a", ("acme@1",))).when(PLANNED).then_refused(AlreadyPlanned)

    def test_once(self) -> None:
        after = given(DEAL, PlanDrafted("a")).when(PLANNED).then()
        assert dict(after[Plan].opportunities.items()) == {"acme@1": "acme@3"}

    def test_and_out_of_it_what_is_in_it(self) -> None:
        story = given(DEAL, PlanDrafted("a", ("acme@1",)))
        after = story.when(OpportunityUnplanned("acme@1")).then()
        assert len(after[Plan].opportunities) == 0
        after.when(OpportunityUnplanned("acme@1")).then_refused(NotPlanned, "acme@1 is not in the plan")
        after.when(PLANNED).then()

    def test_replay_bears_what_is_missing(self) -> None:
        assert given(OpportunityUnplanned("acme@9"), PLANNED)[Plan].fact == ""


@pytest.mark.requirement("B-Q5")
class TestPL3AnAction:
    def test_says_what_is_to_be_done(self) -> None:
        given().when(ActionAdded(" ", Aim.TRUST)).then_refused(TaskMissing)

    def test_for_an_aim(self) -> None:
        for aim in Aim:
            after = given().when(ActionAdded("visit", aim)).then()
            assert after[Plan].actions["acme@2"].aim is aim


@pytest.mark.requirement("B-Q5")
class TestPL4AnActionIsClosedOnce:
    @pytest.mark.parametrize("close", CLOSING)
    def test_not_one_that_is_unknown(self, close: AccountEvent[Plan]) -> None:
        given().when(close).then_refused(ActionUnknown, "acme has no action acme@1")
        given(ACTION).on("2024-04-30").when(close).then_refused(ActionUnknown)

    @pytest.mark.parametrize("close", CLOSING)
    @pytest.mark.parametrize("closed", CLOSING)
    def test_not_one_that_is_closed(self, close: AccountEvent[Plan], closed: AccountEvent[Plan]) -> None:
        given(ACTION, closed).when(close).then_refused(
            ActionClosed, "“visit” was (completed|dropped) on 2024"
        )

    @pytest.mark.parametrize("close", CLOSING)
    def test_one_that_is_open(self, close: AccountEvent[Plan]) -> None:
        action = given(ACTION).when(close).then()[Plan].actions["acme@1"]
        assert DAY in (action.completed, action.dropped)
        assert None in (action.completed, action.dropped)

    @pytest.mark.parametrize("close", CLOSING)
    def test_replay_bears_one_that_is_missing(self, close: AccountEvent[Plan]) -> None:
        assert len(given(close)[Plan].actions) == 0


ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
SPONSORS = SponsorNamed("p1", "CFO", "spend")
SAVED = OutcomeTargeted(OutcomeKind.COST, "fewer late payments")


@pytest.mark.requirement("C-O4", "B-P4")
class TestPL5WhatAnActionWorksFor:
    def test_is_an_outcome_on_record(self) -> None:
        action = ActionAdded("visit", Aim.TRUST, outcome="acme@2")
        given(ANA).when(action).then_refused(ActionForNoOutcome, "no outcome acme@2")
        given(ANA, SAVED).on("2024-04-30").when(action).then_refused(ActionForNoOutcome)
        given(ANA, SAVED).when(action).then()

    def test_somebody_we_know_sees_to_it_over_there(self) -> None:
        action = ActionAdded("visit", Aim.TRUST, customer_owner="p1")
        given().when(action).then_refused(StakeholderUnknown)
        given(ANA, StakeholderLeft("p1")).when(action).then_refused(StakeholderGone)
        given(ANA).when(action).then()

    def test_it_supports_only_an_active_sponsor(self) -> None:
        action = ActionAdded("brief the board", Aim.ADVOCACY, supports="p1")
        given(ANA).when(action).then_refused(SupportsNoSponsor, "p1 does not sponsor us on 2024-05-01")
        for end in (SponsorshipEnded("p1"), StakeholderLeft("p1")):
            given(ANA, SPONSORS, end).when(action).then_refused(SupportsNoSponsor)
        given(ANA, SPONSORS).when(action).then()

    def test_all_of_which_is_kept(self) -> None:
        service = PlanningFunction.SERVICE
        action = ActionAdded("visit", Aim.TRUST, "kim", DAY, "acme@3", "p1", "p1", service)
        kept = given(ANA, SPONSORS, SAVED).when(action).then()[Plan].actions["acme@4"]
        assert (kept.owner, kept.due, kept.outcome) == ("kim", DAY, "acme@3")
        assert (kept.customer_owner, kept.supports, kept.function) == ("p1", "p1", service)


@pytest.mark.requirement("C-O4")
class TestPL6Jointly:
    OURS = ActionAdded("train the clerks", Aim.TRUST, "kim", outcome="acme@2")
    THEIRS = ActionAdded("clear the backlog", Aim.TRUST, outcome="acme@2", customer_owner="p1")
    AGREED = (BenefitQuantified("acme@2", money("5000")), QuantificationConfirmed("acme@2", "p1"))

    def joint(self, *told: AccountEvent[Any]) -> bool:
        return jointly(given(ANA, SAVED, *told).account)["acme@2"].joint

    def test_both_sides_own_an_action_for_a_figure_both_hold(self) -> None:
        assert self.joint(*self.AGREED, self.OURS, self.THEIRS)
        work = jointly(given(ANA, SAVED, *self.AGREED, self.OURS, self.THEIRS).account)["acme@2"]
        assert (work.confirmed, work.ours, work.theirs) == (True, ("acme@5",), ("acme@6",))

    def test_in_one_action_or_two(self) -> None:
        together = ActionAdded("clear it", Aim.TRUST, "kim", outcome="acme@2", customer_owner="p1")
        assert self.joint(*self.AGREED, together)

    def test_not_without_any_one_of_these(self) -> None:
        nobody = ActionAdded("clear it", Aim.TRUST, " ", outcome="acme@2")
        for told in (
            (self.OURS, self.THEIRS),
            (self.AGREED[0], self.OURS, self.THEIRS),
            (*self.AGREED, self.AGREED[0], self.OURS, self.THEIRS),
            (*self.AGREED, self.OURS),
            (*self.AGREED, self.THEIRS),
            (*self.AGREED, nobody, self.THEIRS),
        ):
            assert not self.joint(*told)

    def test_what_was_dropped_does_not_count_and_what_was_completed_does(self) -> None:
        told = (*self.AGREED, self.OURS, self.THEIRS)
        for ours_or_theirs in ("acme@5", "acme@6"):
            assert not self.joint(*told, ActionDropped(ours_or_theirs))
            assert self.joint(*told, ActionCompleted(ours_or_theirs))

    def test_nor_do_actions_for_something_else(self) -> None:
        other = (ActionAdded("visit", Aim.TRUST, "kim"), ActionAdded("call", Aim.TRUST, customer_owner="p1"))
        work = jointly(given(ANA, SAVED, *self.AGREED, *other).account)["acme@2"]
        assert (work.ours, work.theirs) == ((), ())
        assert jointly(given(ANA, *other).account) == {}


class TestPL7OwnedByAnId:
    @pytest.mark.parametrize("owner", ["Ann Bligh", " Ann\tBligh "])
    def test_not_by_a_name(self, owner: str) -> None:
        given().when(ActionAdded("visit", Aim.TRUST, owner)).then_refused(OwnerByName, "is what somebody is")

    @pytest.mark.parametrize("owner", ["kim", "s7", None])
    def test_of_one_word_or_by_nobody(self, owner: str | None) -> None:
        given().when(ActionAdded("visit", Aim.TRUST, owner)).then()


@pytest.mark.requirement("J-A0")
class TestPL8TheGoalAnActionWorksFor:
    GOAL = GoalSet(GoalKind.ADVISER, "asked before needs form", DAY)

    def test_stands(self) -> None:
        action = ActionAdded("visit", Aim.TRUST, goal="acme@1")
        given().when(action).then_refused(GoalUnknown)
        given(self.GOAL, GoalDropped("acme@1")).when(action).then_refused(GoalUnknown)
        after = given(self.GOAL).when(action).then()
        assert [each.goal for each in after.account[Plan].actions.values()] == ["acme@1"]


@pytest.mark.requirement("J-A2")
class TestPL9DueOnADayToCome:
    def test_is_not_due_before_it_is_planned(self) -> None:
        past = ActionAdded("visit", Aim.TRUST, due=DAY - timedelta(days=1))
        given().when(past).then_refused(DueBeforePlanned)
        today = given().when(ActionAdded("visit", Aim.TRUST, due=DAY)).then()
        assert [each.due for each in today.account[Plan].actions.values()] == [DAY]

"""The rules of the plan and its actions, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.opportunities import (
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.plan import (
    ActionAdded,
    ActionClosed,
    ActionCompleted,
    ActionDropped,
    ActionUnknown,
    AlreadyPlanned,
    NoPlan,
    NotPlanned,
    OpportunityPlanned,
    OpportunityUnplanned,
    Plan,
    PlanDrafted,
    PlanUntitled,
    TaskMissing,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import DAY, given, on

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

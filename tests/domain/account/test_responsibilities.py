"""The rules of who answers for what a plan holds, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.functional_plans import FunctionalPlanAttached
from majoracct.domain.account.goal_progress import GoalReached
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.account.responsibilities import (
    ItemKind,
    NotInThePlan,
    ResponsibilitySet,
    held,
    responsible,
    unowned,
)
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft, StaffReturned
from majoracct.domain.programme.terms import Aim, PlanningFunction
from majoracct.testing.given import Given, given, on

DUE = dt.date(2024, 12, 31)
UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")


def planned(owner: str | None = None) -> Given:
    """Return the story of a plan with an opportunity, acme@1, a goal, an action, service's plan, acme@5."""
    return given(
        UNA,
        VIC,
        OpportunityIdentified("depots"),
        PlanDrafted("two years", ("acme@1",)),
        GoalSet(GoalKind.ADVISER, "asked first", DUE),
        ActionAdded("visit", Aim.TRUST, owner),
        FunctionalPlanAttached(PlanningFunction.SERVICE, "repairs"),
    )


@pytest.mark.requirement("J-B2")
class TestJP1SomebodyAnswersForAnItem:
    @pytest.mark.parametrize(
        ("item", "kind"),
        [
            ("acme@1", ItemKind.OPPORTUNITY),
            ("acme@3", ItemKind.GOAL),
            ("acme@4", ItemKind.ACTION),
            ("acme@5", ItemKind.FUNCTIONAL_PLAN),
        ],
    )
    def test_that_the_plan_holds(self, item: str, kind: ItemKind) -> None:
        assert held(planned().account)[item].kind is kind
        after = planned().when(ResponsibilitySet(item, "s1")).then()
        assert responsible(item, after.account) == ("s1", "acme@6")

    def test_not_for_a_goal_that_was_reached(self) -> None:
        story = planned().then_given(on("2024-05-02", GoalReached("acme@3", "they ask first")))
        assert ("acme@3" in held(story.on("2024-05-01").account)) is True
        assert ("acme@3" in held(story.on("2024-05-02").account)) is False

    def test_not_for_one_it_does_not_hold_or_no_more(self) -> None:
        planned().when(ResponsibilitySet("acme@9", "s1")).then_refused(NotInThePlan)
        for item, gone in (
            ("acme@1", OpportunityWon("acme@1")),
            ("acme@3", GoalDropped("acme@3")),
            ("acme@4", ActionCompleted("acme@4")),
            ("acme@4", ActionDropped("acme@4")),
        ):
            after = planned().then_given(gone)
            after.when(ResponsibilitySet(item, "s1")).then_refused(NotInThePlan)

    def test_is_one_of_ours(self) -> None:
        planned().when(ResponsibilitySet("acme@3", "s9")).then_refused(NotOnStaff)
        gone = planned().then_given(StaffLeft("s1"))
        gone.when(ResponsibilitySet("acme@3", "s1")).then_refused(LeftUs)


@pytest.mark.requirement("J-B2")
class TestJP2WhoeverWasNamedLast:
    def test_answers_for_it(self) -> None:
        story = planned().then_given(ResponsibilitySet("acme@3", "s1"), ResponsibilitySet("acme@3", "s2"))
        assert responsible("acme@3", story.account) == ("s2", "acme@7")

    def test_until_they_leave_us_and_not_again_when_they_return(self) -> None:
        story = planned().then_given(ResponsibilitySet("acme@3", "s1"))
        left = story.then_given(on("2024-06-01", StaffLeft("s1")))
        assert responsible("acme@3", left.on("2024-05-31").account) == ("s1", "acme@6")
        assert responsible("acme@3", left.on("2024-06-01").account) is None
        back = left.then_given(on("2024-07-01", StaffReturned("s1")))
        assert responsible("acme@3", back.on("2024-07-02").account) is None

    def test_an_actions_owner_until_another_was_named(self) -> None:
        assert responsible("acme@4", planned("kim").account) == ("kim", "acme@4")
        assert responsible("acme@4", planned(" ").account) is None
        other = planned("kim").then_given(ResponsibilitySet("acme@4", "s2"))
        assert responsible("acme@4", other.account) == ("s2", "acme@6")

    def test_an_owner_known_to_have_left_does_not(self) -> None:
        left = planned("s1").then_given(on("2024-06-01", StaffLeft("s1")))
        assert responsible("acme@4", left.on("2024-05-31").account) == ("s1", "acme@4")
        assert responsible("acme@4", left.on("2024-06-01").account) is None

    def test_what_nobody_answers_for_is_named(self) -> None:
        assert list(unowned(planned("kim").account)) == ["acme@3", "acme@1", "acme@5"]
        all_ = (ResponsibilitySet(item, "s1") for item in ("acme@1", "acme@3", "acme@5"))
        assert unowned(planned("kim").then_given(*all_).account) == {}

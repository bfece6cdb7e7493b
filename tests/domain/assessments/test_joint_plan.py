"""The rules of what a plan holds and lacks, one class a rule."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.action_plan import (
    ActionPrioritised,
    ActionRescheduled,
    ActionSequenced,
    ResourcesAllocated,
)
from majoracct.domain.account.alignment import OfferingAligned
from majoracct.domain.account.analyses import AnalysisFiled
from majoracct.domain.account.contributions import PlanContributed
from majoracct.domain.account.cycles import CycleOpened
from majoracct.domain.account.functional_plans import FunctionalPlanAttached
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost
from majoracct.domain.account.ownership import PlanOwnershipAccepted
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
)
from majoracct.domain.account.profile import OrgChartFiled, PrecisFiled
from majoracct.domain.account.responsibilities import ResponsibilitySet
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.joint_plan import JointPlan, goalless, incomplete, joint_plan
from majoracct.domain.programme.programme_tables import AnalysisKind
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, PlanningFunction, Seat, Terms
from majoracct.testing.given import DAY, Given, given, money

TERMS = Terms.shipped("GBP")
DUE = DAY.replace(month=12)


@pytest.mark.requirement("J-A1", "J-A2", "J-A3")
class TestJP17AWholeAction:
    NONE_NEEDED = ResourcesAllocated("acme@1", none_needed=True)

    @staticmethod
    def lacks(*told: Any) -> tuple[str, ...]:
        return incomplete(given(*told).account).get("acme@1", ())

    def test_says_who_by_when_and_with_what(self) -> None:
        assert self.lacks(ActionAdded("visit", Aim.TRUST)) == ("owner", "due day", "resources")
        assert self.lacks(ActionAdded("visit", Aim.TRUST, "kim")) == ("due day", "resources")
        assert self.lacks(ActionAdded("visit", Aim.TRUST, "kim", DUE)) == ("resources",)

    @pytest.mark.parametrize("said", [{"funds": money("5")}, {"means": "a van"}, {"none_needed": True}])
    def test_an_explicit_none_counts_as_funds_and_means_do(self, said: dict[str, Any]) -> None:
        whole = (ActionAdded("visit", Aim.TRUST, "kim", DUE), ResourcesAllocated("acme@1", **said))
        assert incomplete(given(*whole).account) == {}

    def test_who_and_when_may_be_said_later(self) -> None:
        later = (
            StaffIdentified("s1", "Una"),
            ActionAdded("visit", Aim.TRUST),
            self.NONE_NEEDED,
            ResponsibilitySet("acme@1", "s1"),
            ActionRescheduled("acme@1", DUE),
        )
        assert self.lacks(*later) == ()

    @pytest.mark.parametrize("closed", [ActionCompleted("acme@1"), ActionDropped("acme@1")])
    def test_what_is_closed_lacks_nothing(self, closed: Any) -> None:
        assert incomplete(given(ActionAdded("visit", Aim.TRUST), closed).account) == {}


@pytest.mark.requirement("J-A0")
class TestJP18WorksForAGoal:
    GOAL = GoalSet(GoalKind.ADVISER, "asked first", DUE)

    def test_that_stands(self) -> None:
        linked = (self.GOAL, ActionAdded("visit", Aim.TRUST, goal="acme@1"), ActionAdded("call", Aim.TRUST))
        assert goalless(given(*linked).account) == ("acme@3",)
        assert goalless(given(*linked, GoalDropped("acme@1")).account) == ("acme@2", "acme@3")
        assert goalless(given(*linked, ActionCompleted("acme@3")).account) == ()


WHOLE: tuple[Any, ...] = (
    StaffIdentified("s1", "Una"),
    StaffIdentified("s2", "Vic"),
    TeamFormed(),  # acme@1
    MemberSeated("s1", Seat.ACCOUNT_MANAGER),
    MemberSeated("s2", Seat.MARKETING),
    CycleOpened("2024", DUE),
    OpportunityIdentified("depots"),  # acme@5
    GoalSet(GoalKind.ADVISER, "asked first", DUE),
    PlanDrafted("two years", ("acme@5",)),  # acme@7
    OfferingAligned("acme@5", "planner", "late trains"),
    ActionAdded("visit", Aim.TRUST, "s1", DUE, goal="acme@6"),  # acme@9
    ResourcesAllocated("acme@9", none_needed=True),
    ActionPrioritised("acme@9", 1),
    ResponsibilitySet("acme@5", "s1"),
    ResponsibilitySet("acme@6", "s2"),
    CriticalSuccessFactorRecorded(2024, "no late train"),
    CustomerProjectInventoried(2024, "signals"),
    OrgChartFiled(),
    PrecisFiled(("rail",), "They run trains."),
    AnalysisFiled(AnalysisKind.FINANCIALS, "2024Q1", "their report"),
)
SAID = (
    PlanContributed("s1"),
    PlanContributed("s2"),
    PlanOwnershipAccepted("s1"),
    PlanOwnershipAccepted("s2"),
)


def whole(*left_out: Any) -> Given:
    story = given(*(each for each in WHOLE if each not in left_out))
    for each in SAID:
        story = story if each in left_out else story.when(each).then()
    return story


def plan(story: Given) -> JointPlan:
    return joint_plan(story.account, TERMS)


@pytest.mark.requirement("J-B3", "S-F4")
class TestJP19OpportunitiesAndProblems:
    def test_one_in_the_plan_is_matched_or_lacks_it(self) -> None:
        found = plan(whole())
        matched = found.aligned["acme@5"]
        assert matched is not None
        assert matched.offering == "planner"
        bare = plan(given(OpportunityIdentified("depots"), PlanDrafted("a", ("acme@1",))))
        assert bare.aligned == {"acme@1": None}
        (section,) = [s for s in bare.sections if s.name == "opportunities"]
        assert (section.holds, section.lacks) == (False, ("the problem that depots solves",))
        assert section.facts == ("acme@2",)

    def test_one_that_is_open_and_not_in_the_plan_is_named(self) -> None:
        story = whole().then_given(OpportunityIdentified("yards"))
        assert plan(story).unplanned == (story.last.reference,)
        lost = story.then_given(OpportunityLost(story.last.reference))
        assert plan(lost).unplanned == ()

    def test_a_plan_without_any_lacks_one(self) -> None:
        (section,) = [s for s in plan(given(PlanDrafted("a"))).sections if s.name == "opportunities"]
        assert section.lacks == ("an opportunity",)


@pytest.mark.requirement("J-B1", "J-B2", "J-B4", "J-B6", "J-D3", "J-O1", "J-P1", "S-F1", "S-F2", "S-F3")
class TestJP20Whole:
    def test_a_plan_that_lacks_nothing(self) -> None:
        found = plan(whole())
        assert found.lacking == ()
        assert found.whole

    @pytest.mark.parametrize(
        ("left_out", "section", "lacks"),
        [
            (SAID[0], "authors", ("account manager",)),
            (SAID[1], "authors", ("marketing",)),
            (SAID[2], "ownership", ("acceptance by 1 of 2 members",)),
        ],
    )
    def test_names_what_it_lacks(self, left_out: Any, section: str, lacks: tuple[str, ...]) -> None:
        found = plan(whole(left_out))
        assert found.lacking == (section,)
        assert not found.whole
        assert [s.lacks for s in found.sections if s.name == section] == [lacks]

    @pytest.mark.parametrize(
        ("more", "lacking"),
        [
            (ActionAdded("call", Aim.TRUST, "s1", DUE), ("actions", "priorities")),
            (ActionSequenced("acme@9"), ()),
            (GoalSet(GoalKind.REVENUE, "a", DUE, money("5")), ("responsibilities",)),
            (GoalDropped("acme@6"), ("goals", "actions")),
            (FunctionalPlanAttached(PlanningFunction.SERVICE, "repairs"), ("responsibilities",)),
        ],
    )
    def test_whatever_is_added_has_to_be_whole_too(self, more: Any, lacking: tuple[str, ...]) -> None:
        assert plan(whole().then_given(more)).lacking == lacking

    @pytest.mark.parametrize(
        ("left_out", "what"),
        [
            (WHOLE[-5], "critical success factors"),
            (WHOLE[-4], "key projects"),
            (WHOLE[-3], "organisation chart"),
            (WHOLE[-2], "précis"),
            (WHOLE[-1], "analyses"),
        ],
    )
    def test_names_what_of_their_business_is_not_known(self, left_out: Any, what: str) -> None:
        found = plan(whole(left_out))
        assert found.lacking == ("understanding",)
        assert [s.lacks for s in found.sections if s.name == "understanding"] == [(f"fresh {what}",)]

    def test_what_is_unknown_is_lacking(self) -> None:
        found = plan(given(PlanDrafted("a")))
        assert {s.name: s.holds for s in found.sections} == {
            "cycle": False,
            "authors": None,
            "goals": False,
            "opportunities": False,
            "actions": False,
            "priorities": None,
            "responsibilities": True,
            "ownership": None,
            "understanding": False,
            "upkeep": True,
        }
        assert {"authors", "priorities", "ownership"} <= set(found.lacking)

    def test_a_plan_of_deals_lacks_relationships(self) -> None:
        deals = (GoalSet(GoalKind.REVENUE, name, DUE, money("5")) for name in ("a", "b"))
        (goals,) = [s for s in plan(whole().then_given(*deals)).sections if s.name == "goals"]
        assert (goals.holds, goals.lacks) == (False, ("more goals about relationships",))

    def test_time_alone_undoes_it(self) -> None:
        later = plan(whole().on("2024-08-01"))
        assert later.lacking == ("upkeep",)
        year = plan(whole().on("2025-05-02"))
        assert year.lacking == ("cycle", "understanding", "upkeep")

    def test_without_a_plan_there_is_nothing_to_be_whole(self) -> None:
        found = plan(given())
        assert (found.sections, found.whole) == ((), False)

    def test_policy_says_from_where_on(self) -> None:
        terms = evolve(TERMS, plan=evolve(TERMS.plan, stale_days=10))
        assert joint_plan(whole().on("2024-05-12").account, terms).lacking == ("upkeep",)

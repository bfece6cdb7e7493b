"""What a plan says on a day, item by item."""

from __future__ import annotations

import datetime as dt

from majoracct.domain.account.access import IssueAnswered, IssueKind, IssueRecorded
from majoracct.domain.account.action_plan import (
    ActionPrioritised,
    ActionRescheduled,
    ActionSequenced,
    ResourcesAllocated,
)
from majoracct.domain.account.alignment import OfferingAligned
from majoracct.domain.account.functional_plans import FunctionalPlanAttached
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, ActionDropped, PlanDrafted
from majoracct.domain.account.plan_document import plan_document
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.responsibilities import ResponsibilitySet
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, PlanningFunction
from majoracct.testing.given import given, money, on

DUE = dt.date(2025, 12, 31)
DEAL = on("2024-01-01", OpportunityIdentified("depots", money("400,000")))
DRAFT = on("2024-02-01", PlanDrafted("two years", ("acme@1",)))
GOAL = on("2024-02-02", GoalSet(GoalKind.ADVISER, "asked before needs form", DUE))
WORK = on("2024-02-03", ActionAdded("a day in the depot", Aim.TRUST, owner="kim", due=DUE, goal="acme@3"))


def test_without_a_plan_it_says_nothing() -> None:
    assert plan_document(given(DEAL, GOAL).account) == ()


def test_it_says_what_the_plan_its_goals_opportunities_and_actions_say() -> None:
    found = plan_document(given(DEAL, DRAFT, GOAL, WORK).account)
    assert [(item.kind, item.id) for item in found] == [
        ("plan", "acme@2"),
        ("goal", "acme@3"),
        ("opportunity", "acme@1"),
        ("action", "acme@4"),
    ]
    assert found[0].fields == (("title", "two years"),)
    assert found[1].fields == (("kind", GoalKind.ADVISER), ("what", "asked before needs form"), ("due", DUE))
    assert found[2].get("value") == money("400,000")
    assert found[3].get("goal") == "acme@3"
    assert found[3].get("completed") is None
    assert found[3].facts == ("acme@4",)


def test_what_was_dropped_is_no_part_of_it() -> None:
    gone = on("2024-03-01", GoalDropped("acme@3"), ActionDropped("acme@4"))
    story = given(DEAL, DRAFT, GOAL, WORK, gone)
    assert [item.kind for item in plan_document(story.account)] == ["plan", "opportunity"]
    assert len(plan_document(story.on("2024-02-15").account)) == 4


def test_an_action_is_as_it_was_arranged_last() -> None:
    later = dt.date(2026, 3, 1)
    arranged = on(
        "2024-03-01",
        StaffIdentified("s1", "Una"),
        ResourcesAllocated("acme@4", money("5"), "a van"),
        ActionPrioritised("acme@4", 1),
        ActionRescheduled("acme@4", later),
        ResponsibilitySet("acme@4", "s1"),
    )
    action = plan_document(given(DEAL, DRAFT, GOAL, WORK, arranged).account)[3]
    assert [action.get(name) for name in ("due", "owner", "funds", "means", "rank")] == [
        later,
        "s1",
        money("5"),
        "a van",
        1,
    ]
    assert action.facts == ("acme@4", "acme@5", "acme@6", "acme@7", "acme@8")
    before = plan_document(given(DEAL, DRAFT, GOAL, WORK, arranged).on("2024-02-29").account)[3]
    assert [before.get(name) for name in ("due", "owner", "funds", "none_needed")] == [DUE, "kim", None, None]


def test_that_it_needs_nothing_and_what_it_comes_after_is_said() -> None:
    first = on("2024-02-04", ActionAdded("call", Aim.TRUST), ResourcesAllocated("acme@5", none_needed=True))
    second = on("2024-02-05", ActionSequenced("acme@4", ("acme@5",)))
    found = {item.id: item for item in plan_document(given(DEAL, DRAFT, GOAL, WORK, first, second).account)}
    assert found["acme@5"].get("none_needed") is True
    assert found["acme@4"].get("after") == ("acme@5",)


def test_what_answers_which_problem_is_part_of_it_and_an_executives_issue_is_not() -> None:
    said = on("2024-02-04", OfferingAligned("acme@1", "planner", "late trains"))
    item = plan_document(given(DEAL, DRAFT, said).account)[1]
    assert (item.get("offering"), item.get("problem")) == ("planner", "late trains")
    assert item.facts == ("acme@1", "acme@3")
    issue = on(
        "2024-01-01",
        StakeholderIdentified("p1", BuyingFunction.FINANCE),
        IssueRecorded("p1", IssueKind.POLITICAL, "the board"),
        IssueAnswered("acme@2", "planner"),
        OpportunityIdentified("depots", issue="acme@2"),
    )
    created = plan_document(given(issue, on("2024-02-01", PlanDrafted("a", ("acme@4",)))).account)[1]
    assert created.fields == (("title", "depots"),)


def test_the_plans_of_functions_are_part_of_it() -> None:
    service = on(
        "2024-02-04", FunctionalPlanAttached(PlanningFunction.SERVICE, "repairs", support=("a van",))
    )
    item = plan_document(given(DEAL, DRAFT, service).account)[-1]
    assert (item.kind, item.id) == ("functional-plan", "acme@3")
    assert item.fields == (
        ("function", PlanningFunction.SERVICE),
        ("title", "repairs"),
        ("support", ("a van",)),
    )

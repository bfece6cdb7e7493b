"""What a plan says on a day, item by item."""

from __future__ import annotations

import datetime as dt

from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, ActionDropped, PlanDrafted
from majoracct.domain.assessments.plan_document import plan_document
from majoracct.domain.programme.terms import Aim
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

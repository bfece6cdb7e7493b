"""A silent change: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from tests.domain.account.test_approval import MARKETING, SALES, agreed, reviewed
from tests.domain.account.test_review import ACTION, DUE, REVIEW, SUBMIT, planned
from tests.domain.assessments.test_baseline import LATER, MOVE, REDATED

from majoracct.domain.account.action_plan import ActionPrioritised
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.checks.approved_changed_silently import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import Given, corrected, money, on

GOAL = GoalSet(GoalKind.REVENUE, "a year of theirs", DUE, money("100,000"))


def _wanted() -> Given:
    """Return the story of a plan with a goal, acme@7, that was approved."""
    story = planned(on("2024-02-01", GOAL))
    for event in (SUBMIT, REVIEW, SALES):
        story = story.when(event).then()
    return story.on("2024-03-02").when(MARKETING).then()


def _says(story: Given, *happened: Any) -> list[str]:
    return [found.says for found in story.then_given(*happened).on("2024-05-01").raised(CHECK)]


@pytest.mark.requirement("J-R1", "S-F7")
class TestApprovedChangedSilently:
    def test_raised_by_anything_lowered_without_a_word(self) -> None:
        [lowered] = _says(_wanted(), corrected("acme@7", evolve(GOAL, amount=money("10"))))
        told = "was approved with amount 100,000.00 GBP, and is now 10.00 GBP: its record was changed"
        assert lowered == f"goal “a year of theirs” {told}"
        [taken] = _says(agreed(), FactWithdrawn("acme@6"))
        assert "was approved with none needed, and is now not so: its record was changed" in taken
        [passed] = _says(agreed(), corrected("acme@5", evolve(ACTION, owner="s2")))
        assert "was approved with owner Kim, and is now Ada" in passed

    def test_names_only_what_was_changed_without_a_word(self) -> None:
        ranked = on("2024-04-01", ActionPrioritised("acme@5", 1))
        [found] = _says(agreed(), ranked, corrected("acme@5", evolve(ACTION, task="less", due=LATER)))
        told = "was approved with task a day in the depot, and is now less: its record was changed"
        assert found == f"action “less” {told}"

    def test_raised_by_what_was_taken_back_or_came_back(self) -> None:
        assert _says(_wanted(), FactWithdrawn("acme@7")) == [
            "goal “a year of theirs” was approved, and its record was withdrawn or corrected"
        ]
        dropped = planned(on("2024-02-01", GOAL, GoalDropped("acme@7")))
        for event in (SUBMIT, REVIEW, SALES, MARKETING):
            dropped = dropped.when(event).then()
        [found] = _says(dropped, FactWithdrawn("acme@8"))
        assert found.startswith("goal “a year of theirs” was not approved, and is there because")

    def test_not_by_what_was_said_openly_nor_by_what_another_finding_tells(self) -> None:
        assert _says(_wanted(), on("2024-04-01", GoalDropped("acme@7"))) == []
        assert _says(agreed(), MOVE, on("2024-04-01", ActionPrioritised("acme@5", 1))) == []
        assert _says(agreed(), REDATED) == []
        assert _says(agreed(), FactWithdrawn("acme@5")) == []
        assert _says(reviewed(), corrected("acme@5", evolve(ACTION, task="less"))) == []

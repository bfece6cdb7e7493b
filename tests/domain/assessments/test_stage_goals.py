"""What the account manager is there for, and how far it is reached: one class a rule."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.insider import InsiderEvidenceRecorded, InsiderKind
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityReopened, OpportunityWon
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
    CustomerYearSet,
    PlanningInclusionRecorded,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.assessments.stage_goals import Goal, Reached, stage_goals
from majoracct.domain.kernel import Event
from majoracct.domain.programme.tables import InsiderTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, on

TERMS = Terms.shipped("GBP")
DEPOT = OpportunityIdentified("Depot")
WON = OpportunityWon("acme@1")
NEXT = OpportunityIdentified("Yard")
EXPERT = InsiderEvidenceRecorded(InsiderKind.INDUSTRY_EXPERTISE, "wrote their standard")
ALIGNED = InsiderEvidenceRecorded(InsiderKind.EXECUTIVE_ALIGNMENT, "shares the chair's concern")
ANA = on("2022-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE))


def goal(which: Goal, story: Given, terms: Terms = TERMS) -> Reached:
    return next(g for g in stage_goals(story.account, terms) if g.goal is which)


SPRUNG = evolve(NEXT, sprung_from="acme@1", origin=Origin.CREATION)


def radiating(*events: Told) -> Given:
    """Return the story of a win on the first of February, acme@2."""
    return given(on("2024-01-01", DEPOT), on("2024-02-01", WON), *events)


@pytest.mark.requirement("B-T2")
class TestSG1Radiating:
    def test_is_unknown_of_an_account_without_an_opportunity(self) -> None:
        assert goal(Goal.RADIATE, given()).reached is None

    def test_is_not_before_something_was_won(self) -> None:
        assert goal(Goal.RADIATE, given(DEPOT)).reached is False
        assert goal(Goal.RADIATE, given(DEPOT, WON, OpportunityReopened("acme@1"))).reached is False

    def test_is_not_by_a_win_alone(self) -> None:
        found = goal(Goal.RADIATE, radiating())
        assert (found.reached, found.facts, found.lacking) == (False, ("acme@2",), ("a step on from it",))

    def test_is_by_a_step_on_from_it(self) -> None:
        found = goal(Goal.RADIATE, radiating(on("2024-03-01", SPRUNG)))
        assert (found.reached, found.facts, found.lacking) == (True, ("acme@2", "acme@3"), ())

    def test_is_not_by_demand_that_was_answered(self) -> None:
        reaction = on("2024-03-01", evolve(NEXT, origin=Origin.REACTION))
        assert goal(Goal.RADIATE, radiating(reaction)).reached is False

    def test_is_not_once_we_are_outside_again(self) -> None:
        story = radiating(on("2024-03-01", SPRUNG))
        assert goal(Goal.RADIATE, story.on("2024-08-27")).reached is True
        outside = goal(Goal.RADIATE, story.on("2024-08-28"))
        assert (outside.reached, outside.lacking) == (False, ("a recent step",))

    def test_is_unknown_where_nobody_said_how_what_came_since_came_about(self) -> None:
        story = radiating(on("2024-08-15", NEXT))
        assert goal(Goal.RADIATE, story.on("2024-09-30")).reached is None


@pytest.mark.requirement("B-T2")
class TestSG2Insiders:
    def test_we_are_by_both_kinds_of_evidence(self) -> None:
        found = goal(Goal.INSIDER, given(EXPERT, ALIGNED))
        assert (found.reached, found.facts) == (True, ("acme@1", "acme@2"))

    def test_we_are_not_by_one(self) -> None:
        found = goal(Goal.INSIDER, given(EXPERT))
        assert (found.reached, found.lacking) == (False, ("executive alignment shown",))

    def test_it_is_unknown_where_nothing_was_ever_shown(self) -> None:
        assert goal(Goal.INSIDER, given()).reached is None

    def test_evidence_counts_as_long_as_policy_says(self) -> None:
        story = given(on("2022-05-01", EXPERT, ALIGNED))
        assert goal(Goal.INSIDER, story.on("2024-05-01")).reached is True
        assert goal(Goal.INSIDER, story.on("2024-05-02")).reached is False
        short = evolve(TERMS, insider=InsiderTerms(evidence_months=12))
        assert goal(Goal.INSIDER, story.on("2024-05-01"), short).reached is False


@pytest.mark.requirement("B-T2")
class TestSG3Inertia:
    def planning(self, year: int, day: str) -> Given:
        three = (
            PlanningInclusionRecorded(year, ("p1",)),
            CriticalSuccessFactorRecorded(year, "one ledger"),
            CustomerProjectInventoried(year, "new foundry"),
        )
        return given(ANA, on(day, *three))

    def test_is_of_the_current_year(self) -> None:
        story = self.planning(2024, "2023-12-01")
        assert goal(Goal.INERTIA, story.on("2024-12-31")).reached is True
        assert goal(Goal.INERTIA, story.on("2025-01-01")).reached is None
        assert goal(Goal.INERTIA, story.on("2023-12-31")).reached is None

    def test_is_of_the_year_the_customer_is_in(self) -> None:
        story = self.planning(2023, "2023-03-01").then_given(on("2022-01-01", CustomerYearSet(4)))
        assert goal(Goal.INERTIA, story.on("2024-03-31")).reached is True
        assert goal(Goal.INERTIA, story.on("2024-04-01")).reached is None

    def test_is_not_where_it_came_late_or_in_part(self) -> None:
        late = goal(Goal.INERTIA, self.planning(2024, "2024-01-02"))
        assert (late.reached, len(late.lacking)) == (False, 3)
        part = goal(Goal.INERTIA, given(on("2023-12-01", CriticalSuccessFactorRecorded(2024, "one ledger"))))
        assert (part.reached, part.lacking) == (
            False,
            ("a part in their planning by 2024-01-01", "their projects by 2024-01-01"),
        )

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_has_an_answer_at_either_end_of_the_calendar(self, day: str) -> None:
        story = given(on("0001-01-01", CustomerYearSet(4)))
        assert goal(Goal.INERTIA, story.on(day)).reached is None


@pytest.mark.requirement("B-T2")
@any_of(st.lists(st.sampled_from([DEPOT, NEXT, EXPERT, ALIGNED]), max_size=5))
def test_what_is_reached_cites_facts_and_what_is_not_says_what_it_lacks(events: list[Event[Any]]) -> None:
    for each in stage_goals(given(*events).account, TERMS):
        assert each.facts if each.reached else each.lacking

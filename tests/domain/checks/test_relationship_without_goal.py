"""Relationship without goal: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.relationship_without_goal import CHECK
from majoracct.domain.programme.plan_tables import PlanScope, PlanTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

DUE, TIE = dt.date(2024, 12, 31), GoalKind.RELATIONSHIP
PEOPLE = (
    on("2024-01-01", AccountOpened("Tern"), to="tern"),
    on("2024-01-01", StaffIdentified("hal", "Hal")),
    on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE)),
)
THEIRS = on("2024-01-02", GoalSet(TIE, "closer", DUE, person="p1"))
OURS = on("2024-01-02", GoalSet(TIE, "closer", DUE, colleague="hal"))
PARTNER = on("2024-01-02", GoalSet(TIE, "closer", DUE, partner="tern"))


@pytest.mark.requirement("S-F6")
class TestRelationshipWithoutGoal:
    def test_raised_of_the_sides_that_no_goal_strengthens(self) -> None:
        (found,) = given(*PEOPLE, THEIRS).on("2024-02-01").raised(CHECK)
        assert found.says == "No goal to come strengthens a relationship with colleagues or at a partner's"
        assert found.facts == ("acme@2",)

    def test_not_where_each_side_has_one(self) -> None:
        assert given(*PEOPLE, THEIRS, OURS, PARTNER).on("2024-02-01").raised(CHECK) == []
        (found,) = given(*PEOPLE, THEIRS, OURS).on("2024-02-01").raised(CHECK)
        assert found.says == "No goal to come strengthens a relationship at a partner's"

    def test_without_goals_only_of_accounts_that_policy_counts(self) -> None:
        assert given().on("2024-02-01").raised(CHECK) == []
        every = evolve(Terms.shipped("GBP"), plan=PlanTerms(scope=PlanScope.EVERY))
        assert len(given().under(every).on("2024-02-01").raised(CHECK)) == 1

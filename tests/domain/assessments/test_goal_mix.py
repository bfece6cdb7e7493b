"""The rules of which kinds of goals an account has, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.cover import FunctionAssigned
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import ActionAdded, ActionDropped
from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.assessments.goal_mix import goal_mix, objectives, single_places, supported_by
from majoracct.domain.programme.goal_tables import GoalSide, GoalTerms, Objective
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, Level, PlanningFunction, SellingFunction, Terms, Tier
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
DUE = dt.date(2024, 12, 31)


def goal(kind: GoalKind, day: str = "2024-01-02", **more: Any) -> Told:
    if kind.in_money:
        more.setdefault("amount", money("100"))
    return on(day, GoalSet(kind, "a goal", more.pop("due", DUE), **more))


REVENUE = goal(GoalKind.REVENUE)


@pytest.mark.requirement("R-0")
class TestGT9MoreThanRevenue:
    @pytest.mark.parametrize(
        ("goals", "alone"),
        [
            ((), None),
            ((REVENUE,), True),
            ((REVENUE, REVENUE), True),
            ((REVENUE, goal(GoalKind.OTHER)), False),
            ((REVENUE, goal(GoalKind.AVERAGE_DEAL)), False),
        ],
    )
    def test_every_one_asks_for_revenue_alone_or_not(
        self, goals: tuple[Told, ...], alone: bool | None
    ) -> None:
        assert goal_mix(given(*goals).on("2024-02-01").account, TERMS).revenue_only is alone

    def test_of_those_to_come_that_stand(self) -> None:
        past = goal(GoalKind.OTHER, due=dt.date(2024, 3, 1))
        story = given(REVENUE, past)
        alone = [goal_mix(story.on(day).account, TERMS).revenue_only for day in ("2024-03-01", "2024-03-02")]
        assert alone == [False, True]
        dropped = given(REVENUE, goal(GoalKind.OTHER), on("2024-02-01", GoalDropped("acme@2")))
        assert goal_mix(dropped.on("2024-02-01").account, TERMS).revenue_only is True


@pytest.mark.requirement("S-F6", "R-G1")
class TestGT10Sides:
    PEOPLE = (
        on("2024-01-01", AccountOpened("Tern"), to="tern"),
        on("2024-01-01", StaffIdentified("hal", "Hal")),
        on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE)),
    )

    def lacking(self, *goals: Told, terms: Terms = TERMS) -> tuple[GoalSide, ...]:
        return goal_mix(given(*self.PEOPLE, *goals).on("2024-02-01").account, terms).lacking

    def test_names_those_without_a_goal(self) -> None:
        assert self.lacking() == (GoalSide.CUSTOMER, GoalSide.INTERNAL, GoalSide.PARTNER)
        assert self.lacking(goal(GoalKind.RELATIONSHIP, person="p1")) == (GoalSide.INTERNAL, GoalSide.PARTNER)
        assert self.lacking(goal(GoalKind.RELATIONSHIP, colleague="hal")) == (
            GoalSide.CUSTOMER,
            GoalSide.PARTNER,
        )
        assert self.lacking(goal(GoalKind.RELATIONSHIP, partner="tern")) == (
            GoalSide.CUSTOMER,
            GoalSide.INTERNAL,
        )

    def test_only_of_goals_about_relationships(self) -> None:
        assert GoalSide.CUSTOMER in self.lacking(goal(GoalKind.ADVISER, person="p1"))

    def test_which_are_wanted_is_policy(self) -> None:
        some = evolve(TERMS, goals=GoalTerms(sides=(GoalSide.PARTNER,)))
        assert self.lacking(terms=some) == (GoalSide.PARTNER,)


def tier(which: Tier) -> Told:
    return on("2024-01-01", TierMoved(which, override=True), reason="judged")


def called(story: Given, terms: Terms = TERMS, day: str = "2024-02-01") -> dict[Objective, tuple[str, ...]]:
    return {each.objective: each.goals for each in objectives(story.on(day).account, terms)}


class TestGT11ObjectivesOfTheTier:
    @pytest.mark.requirement("R-O1")
    def test_strategic_to_become_the_adviser_they_trust(self) -> None:
        assert called(given(tier(Tier.STRATEGIC))) == {Objective.ADVISER: ()}
        story = given(tier(Tier.STRATEGIC), REVENUE, goal(GoalKind.ADVISER))
        assert called(story) == {Objective.ADVISER: ("acme@3",)}
        assert called(story, day="2025-01-01") == {Objective.ADVISER: ()}

    @pytest.mark.requirement("R-O2")
    def test_core_agreements_and_ties_higher_up(self) -> None:
        people = (
            on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)),
            on("2024-01-01", StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.MIDDLE_MANAGER)),
        )
        story = given(
            tier(Tier.CORE),
            *people,
            goal(GoalKind.RELATIONSHIP, person="p2"),
            goal(GoalKind.RELATIONSHIP, person="p1"),
            goal(GoalKind.AGREEMENT),
        )
        assert called(story) == {Objective.AGREEMENT: ("acme@6",), Objective.SENIOR_TIES: ("acme@5",)}
        gone = story.then_given(on("2024-01-20", StakeholderLeft("p1")))
        assert called(gone)[Objective.SENIOR_TIES] == ()

    @pytest.mark.requirement("R-O3")
    def test_beachhead_larger_sales(self) -> None:
        story = given(tier(Tier.BEACHHEAD), REVENUE, goal(GoalKind.AVERAGE_DEAL))
        assert called(story) == {Objective.LARGER_DEALS: ("acme@3",)}

    @pytest.mark.requirement("R-O3")
    def test_larger_than_the_average_was_when_the_goal_was_set(self) -> None:
        won = on("2024-01-01", OpportunityIdentified("one", money("100")), OpportunityWon("acme@2"))
        asked = [goal(GoalKind.AVERAGE_DEAL, amount=money(amount)) for amount in ("100", "101")]
        assert called(given(tier(Tier.BEACHHEAD), won, *asked)) == {Objective.LARGER_DEALS: ("acme@5",)}

    def test_greenfield_what_policy_adds(self) -> None:
        assert called(given()) == {}
        more = evolve(TERMS, goals=GoalTerms(greenfield=(Objective.REFERENCES,)))
        story = given(goal(GoalKind.REFERENCE, count=1))
        assert called(story, more) == {Objective.REFERENCES: ("acme@1",)}


@pytest.mark.requirement("R-O4")
class TestGT12NewAreas:
    LEEDS = on("2024-01-01", PresenceRecorded(Dimension.GEOGRAPHY, "Leeds"))

    def wanted(self, *told: Told, terms: Terms = TERMS) -> tuple[str, ...] | None:
        return called(given(tier(Tier.CORE), *told), terms).get(Objective.NEW_AREAS)

    def test_are_called_for_in_a_single_geography_or_organisation(self) -> None:
        assert self.wanted() is None
        assert self.wanted(self.LEEDS) == ()
        assert self.wanted(on("2024-01-01", PresenceRecorded(Dimension.ORGANISATION, "yards"))) == ()
        assert self.wanted(on("2024-01-01", PresenceRecorded(Dimension.PROCESS, "yards"))) is None
        assert (
            self.wanted(self.LEEDS, on("2024-01-01", PresenceRecorded(Dimension.GEOGRAPHY, "York"))) is None
        )
        assert single_places(given(self.LEEDS).on("2024-01-02").account) == {Dimension.GEOGRAPHY: "acme@1"}

    def test_only_of_core_accounts(self) -> None:
        assert Objective.NEW_AREAS not in called(given(tier(Tier.BEACHHEAD), self.LEEDS))

    @pytest.mark.parametrize(
        ("areas", "due", "answered"),
        [
            (("York",), dt.date(2025, 1, 2), True),
            (("York", "Hull"), dt.date(2025, 1, 2), True),
            (("York", "Hull", "Ripon"), dt.date(2025, 1, 2), False),
            (("York",), dt.date(2025, 1, 3), False),
        ],
    )
    def test_one_or_two_within_a_year_answer(
        self, areas: tuple[str, ...], due: dt.date, answered: bool
    ) -> None:
        enter = goal(GoalKind.BREADTH, areas=areas, dimension=Dimension.GEOGRAPHY, due=due)
        assert self.wanted(self.LEEDS, enter) == (("acme@3",) if answered else ())
        loose = evolve(TERMS, goals=GoalTerms(areas=3, areas_months=13))
        assert self.wanted(self.LEEDS, enter, terms=loose) == ("acme@3",)

    def test_more_places_without_naming_them_do_not(self) -> None:
        assert self.wanted(self.LEEDS, goal(GoalKind.BREADTH, count=2, dimension=Dimension.GEOGRAPHY)) == ()


@pytest.mark.requirement("R-U3")
class TestGT13Support:
    def test_by_actions_of_marketing_and_service(self) -> None:
        def action(task: str, function: PlanningFunction | None, **more: Any) -> ActionAdded:
            return ActionAdded(task, Aim.TRUST, function=function, goal="acme@1", **more)

        story = given(
            goal(GoalKind.ADVISER),
            on("2024-01-02", StaffIdentified("mo", "Mo")),
            on("2024-01-03", action("campaign", PlanningFunction.MARKETING)),
            on("2024-01-03", action("helpdesk", PlanningFunction.SERVICE)),
            on("2024-01-03", action("visit", PlanningFunction.SALES)),
            on("2024-01-03", action("mailing", PlanningFunction.MARKETING)),
            on("2024-01-03", ActionAdded("aside", Aim.TRUST, function=PlanningFunction.MARKETING)),
            on("2024-01-04", ActionDropped("acme@5")),
            on("2024-01-05", action("health", PlanningFunction.CUSTOMER_SUCCESS)),
            on("2024-01-05", action("feature", PlanningFunction.PRODUCT)),
        )
        found = supported_by(story.on("2024-02-01").account)
        assert found == {
            "acme@1": {SellingFunction.MARKETING: ("acme@2",), SellingFunction.SERVICE: ("acme@3", "acme@8")}
        }

    def test_and_of_what_those_of_marketing_answer_for(self) -> None:
        story = given(
            goal(GoalKind.ADVISER),
            on("2024-01-02", StaffIdentified("mo", "Mo")),
            on("2024-01-02", TeamFormed()),
            on("2024-01-02", FunctionAssigned("mo", SellingFunction.MARKETING)),
            on("2024-01-03", ActionAdded("paper", Aim.TRUST, owner="mo", goal="acme@1")),
        )
        (found,) = supported_by(story.on("2024-02-01").account).values()
        assert found[SellingFunction.MARKETING] == ("acme@4",)

"""The rules of what a plan is about and what comes after a win, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ActivityLogged, Focus, SellingProcess
from majoracct.domain.account.analyses import AnalysisFiled
from majoracct.domain.account.cover import FunctionAssigned
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import ActionAdded, ActionDropped
from majoracct.domain.account.planning_cycle import CriticalSuccessFactorRecorded
from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.plan_balance import Split, growth_after_wins, plan_balance, understanding
from majoracct.domain.programme.plan_tables import PlanTerms
from majoracct.domain.programme.programme_tables import AnalysisKind
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, PlanningFunction, Seat, SellingFunction, Terms
from majoracct.testing.given import Given, given, money, on

TERMS = Terms.shipped("GBP")
DUE = dt.date(2024, 12, 31)
ENDED = dt.date(2023, 12, 31)
ADVISER = GoalSet(GoalKind.ADVISER, "asked first", DUE)
REVENUE = GoalSet(GoalKind.REVENUE, "grow", DUE, money("500,000"))
OTHER = GoalSet(GoalKind.OTHER, "tidy up", DUE)


@pytest.mark.requirement("S-F1")
class TestJP14RelationshipsOrDeals:
    def test_goals_by_their_kind_those_dropped_aside(self) -> None:
        found = plan_balance(given(ADVISER, REVENUE, REVENUE, OTHER, GoalDropped("acme@3")).account, TERMS)
        assert found.goals == Split(1, 1, 1)
        assert (found.goals.share, found.only_deals) == (Decimal("0.5"), False)

    def test_a_plan_of_deals_has_less_than_policys_share(self) -> None:
        deals = given(ADVISER, REVENUE, REVENUE).account
        assert plan_balance(deals, TERMS).only_deals is True
        third = evolve(TERMS, plan=PlanTerms(relationship_share=Decimal("0.33")))
        assert plan_balance(deals, third).only_deals is False

    def test_without_either_it_is_unknown(self) -> None:
        for story in (given(), given(OTHER)):
            found = plan_balance(story.account, TERMS)
            assert (found.goals.share, found.actions.share, found.activity.share) == (None, None, None)
            assert found.only_deals is None

    def test_actions_by_their_goal_else_by_whom_they_are_with(self) -> None:
        told: tuple[Any, ...] = (
            StakeholderIdentified("p1", BuyingFunction.FINANCE),
            ADVISER,
            REVENUE,
            ActionAdded("a", Aim.TRUST, goal="acme@2"),
            ActionAdded("b", Aim.TRUST, goal="acme@3", customer_owner="p1"),
            ActionAdded("c", Aim.TRUST, customer_owner="p1"),
            ActionAdded("d", Aim.TRUST, supports="p1"),
            ActionAdded("e", Aim.TRUST),
            ActionAdded("f", Aim.TRUST, goal="acme@3"),
            ActionDropped("acme@9"),
        )
        assert plan_balance(given(*told).account, TERMS).actions == Split(3, 1, 1)

    def test_activity_by_what_was_said_else_by_what_it_served(self) -> None:
        def done(focus: Focus | None = None, serves: str | None = None) -> ActivityLogged:
            return ActivityLogged(SellingProcess.SELLING, "visit", focus=focus, serves=serves)

        told = (
            ADVISER,
            OpportunityIdentified("depots"),
            done(Focus.RELATIONSHIP, "acme@2"),
            done(Focus.OPPORTUNITY, "acme@1"),
            done(serves="acme@1"),
            done(serves="acme@2"),
            done(),
        )
        found = plan_balance(given(*told).account, TERMS).activity
        assert found == Split(2, 2, 1)

    def test_activity_of_policys_months(self) -> None:
        old = on("2023-05-01", ActivityLogged(SellingProcess.SELLING, "visit", focus=Focus.OPPORTUNITY))
        assert plan_balance(given(old).on("2024-05-01").account, TERMS).activity.deals == 1
        assert plan_balance(given(old).on("2024-05-02").account, TERMS).activity.deals == 0


@pytest.mark.requirement("J-D2")
class TestJP15GrowthAfterAWin:
    WON = (
        on("2024-01-01", GoalSet(GoalKind.ADVISER, "asked first", DUE)),
        on("2024-01-10", OpportunityIdentified("depots"), OpportunityWon("acme@2")),
    )

    def missing(self, *told: Any, day: str = "2024-04-10") -> bool | None:
        (won,) = growth_after_wins(given(*self.WON, *told).on(day).account, TERMS)
        return won.missing

    @staticmethod
    def act(
        day: str, function: PlanningFunction | None, owner: str | None = None, goal: str | None = "acme@1"
    ) -> Any:
        return on(day, ActionAdded("train", Aim.TRUST, owner, function=function, goal=goal))

    def test_is_missing_once_policys_days_have_passed(self) -> None:
        assert self.missing(day="2024-04-09") is None
        assert self.missing() is True

    @pytest.mark.parametrize("function", list(PlanningFunction))
    def test_takes_a_function_outside_sales(self, function: PlanningFunction) -> None:
        found = self.missing(self.act("2024-01-10", function))
        assert found is (function in (PlanningFunction.SALES, PlanningFunction.CHANNEL))

    def test_on_the_day_or_after_and_not_dropped(self) -> None:
        service = PlanningFunction.SERVICE
        assert self.missing(self.act("2024-01-09", service)) is True
        dropped = on("2024-02-01", ActionDropped("acme@4"))
        assert self.missing(self.act("2024-01-10", service), dropped) is True
        assert self.missing(self.act("2024-04-10", service)) is False

    def test_the_function_may_be_that_of_who_answers_for_it(self) -> None:
        serves = on(
            "2024-01-01", StaffIdentified("s1", "Una"), FunctionAssigned("s1", SellingFunction.SERVICE)
        )
        assert self.missing(serves, self.act("2024-01-10", None, "s1")) is False
        assert self.missing(serves, self.act("2024-01-10", PlanningFunction.SALES, "s1")) is True

    @pytest.mark.parametrize(
        ("seat", "found"),
        [
            (Seat.ACCOUNT_MANAGER, True),
            (Seat.PORTFOLIO_REP, True),
            (Seat.CHANNEL_SALES, True),
            (Seat.MARKETING, False),
            (Seat.CUSTOMER_SUCCESS, False),
            (Seat.PRODUCT, False),
            (Seat.SUBJECT_EXPERT, False),
        ],
    )
    def test_or_that_of_the_seat_they_hold(self, seat: Seat, *, found: bool) -> None:
        seated = on("2024-01-01", StaffIdentified("s1", "Una"), TeamFormed(), MemberSeated("s1", seat))
        assert self.missing(seated, self.act("2024-01-10", None, "s1")) is found
        as_sales = on("2024-01-01", FunctionAssigned("s1", SellingFunction.SALES))
        assert self.missing(seated, as_sales, self.act("2024-01-10", None, "s1")) is True

    def test_is_unknown_where_nothing_tells_the_function(self) -> None:
        assert self.missing(self.act("2024-01-10", None)) is None
        assert self.missing(self.act("2024-01-10", None, "s1")) is None
        assert self.missing(self.act("2024-01-09", None)) is True
        service = self.act("2024-02-01", PlanningFunction.SERVICE)
        assert self.missing(self.act("2024-01-10", None), service) is False

    def test_it_is_for_a_goal_that_stands(self) -> None:
        service = PlanningFunction.SERVICE
        assert self.missing(self.act("2024-01-10", service, goal=None)) is True
        assert self.missing(self.act("2024-01-10", None, goal=None)) is True
        dropped = on("2024-02-01", GoalDropped("acme@1"))
        assert self.missing(self.act("2024-01-10", service), dropped) is True

    def test_each_win_has_its_own(self) -> None:
        second = on("2024-03-01", OpportunityIdentified("yards"), OpportunityWon("acme@4"))
        late, again = (self.act(day, PlanningFunction.SERVICE) for day in ("2024-03-02", "2024-03-03"))
        for told, grown in (
            ((late,), [("depots", False, "acme@6"), ("yards", True, None)]),
            ((late, again), [("depots", False, "acme@6"), ("yards", False, "acme@7")]),
        ):
            found = growth_after_wins(given(*self.WON, second, *told).on("2024-07-01").account, TERMS)
            assert [(w.title, w.missing, w.action) for w in found] == grown


@pytest.mark.requirement("J-O1")
class TestJP16WhatWeKnowOfTheirBusiness:
    FACTOR = on("2024-01-10", CriticalSuccessFactorRecorded(2024, "no late train"))
    CHART = on("2023-01-10", OrgChartFiled())

    def fresh(self, story: Given, day: str) -> dict[str, bool]:
        return {k.what: k.fresh for k in understanding(story.on(day).account, TERMS)}

    def test_is_fresh_for_policys_months(self) -> None:
        story = given(self.FACTOR, self.CHART)
        assert self.fresh(story, "2024-01-10") == {
            "critical success factors": True,
            "key projects": False,
            "organisation chart": True,
            "précis": False,
            "analyses": False,
        }
        assert not self.fresh(story, "2024-01-11")["organisation chart"]
        assert self.fresh(story, "2025-01-10")["critical success factors"]
        assert not self.fresh(story, "2025-01-11")["critical success factors"]

    def test_an_analysis_is_as_old_as_the_period_it_tells_of(self) -> None:
        filed = on("2024-06-01", AnalysisFiled(AnalysisKind.FINANCIALS, "2023", "report", ends=ENDED))
        assert self.fresh(given(filed), "2024-12-31")["analyses"]
        assert not self.fresh(given(filed), "2025-01-01")["analyses"]

    def test_by_what_was_learned_last(self) -> None:
        again = on("2024-06-01", CriticalSuccessFactorRecorded(2025, "no lost parcel"))
        (factors, *_) = understanding(given(self.FACTOR, again).on("2024-07-01").account, TERMS)
        assert (factors.count, factors.last, factors.facts) == (2, dt.date(2024, 6, 1), ("acme@2",))

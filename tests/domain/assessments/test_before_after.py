"""The rules of before and after, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.cocreation import CoCreationSessionHeld, Depth
from majoracct.domain.account.investment import CostOfSalesRecorded
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.participation import CustomerParticipantJoined
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.assessments.before_after import (
    Change,
    Comparison,
    Measure,
    before_after,
    began,
    window,
)
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
PEOPLE = on(
    "2020-01-01",
    AccountOpened("Acme"),
    StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL),
    StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.MIDDLE_MANAGER),
    StakeholderIdentified("p3", BuyingFunction.FINANCE),
    StaffIdentified("s1", "Kim"),
)
HELD = on("2023-01-01", CoCreationSessionHeld("delays", Depth.EXPLORING_WHY, ("p1",), ("s1",)))  # acme@5
THREE = ("02-01", "05-01", "08-01")


def met(year: int, *people: str) -> list[Told]:
    return [on(f"{year}-{day}", ActivityLogged(SellingProcess.SELLING, "a call", people)) for day in THREE]


def story(*told: Any, day: str = "2024-06-01") -> Given:
    return given(PEOPLE, HELD, *told).on(day)


def measured(measure: Measure, *told: Any, day: str = "2024-06-01", terms: Terms = TERMS) -> Comparison:
    (found,) = [c for c in before_after(story(*told, day=day).account, terms) if c.measure is measure]
    return found


@pytest.mark.requirement("S-C3")
class TestBA1SinceTheyTookPart:
    def test_or_of_the_first_planning_activity_with_somebody_of_theirs(self) -> None:
        alone = on("2022-10-01", ActivityLogged(SellingProcess.PLANNING, "a draft"))
        sold = on("2022-11-01", ActivityLogged(SellingProcess.SELLING, "a call", ("p1",)))
        planned = on("2022-12-01", ActivityLogged(SellingProcess.PLANNING, "a workshop", ("p1",)))
        assert began(story(alone, sold, planned).account) == (dt.date(2022, 12, 1), "acme@8")

    def test_is_the_day_of_the_first_seat_or_session(self) -> None:
        assert began(story().account) == (dt.date(2023, 1, 1), "acme@5")
        joined = on("2022-12-01", CustomerParticipantJoined("p1", cycle="acme@9"))
        assert began(story(joined).account) == (dt.date(2022, 12, 1), "acme@6")

    def test_of_an_account_that_merged_in_too(self) -> None:
        joined = on("2022-12-01", CustomerParticipantJoined("p1", cycle="acme@9"))
        merged = on("2023-02-01", AccountMerged("bolt")), on("2023-02-01", AccountAbsorbed("acme"), to="bolt")
        found = began(story(joined, *merged).about("bolt").account)
        assert found == (dt.date(2022, 12, 1), "acme@6")

    def test_of_who_never_did_nothing_is_compared(self) -> None:
        alone = given(PEOPLE, *met(2022, "p1"))
        assert (began(alone.account), before_after(alone.account, TERMS)) == (None, [])


@pytest.mark.requirement("S-C3")
class TestBA2AsManyMonths:
    def months(self, day: str, opened: str = "2020-01-01") -> int:
        found = window(given(evolve(PEOPLE, on=dt.date.fromisoformat(opened)), HELD).on(day).account, TERMS)
        assert found is not None
        return found.months

    def test_as_policy_says_on_either_side(self) -> None:
        found = window(story().account, TERMS)
        assert found is not None
        assert (found.months, found.start, found.since, found.end) == (
            12,
            dt.date(2022, 1, 1),
            dt.date(2023, 1, 1),
            dt.date(2024, 1, 1),
        )

    def test_no_more_than_have_passed_since(self) -> None:
        assert [self.months(day) for day in ("2023-05-30", "2023-05-31", "2023-12-30", "2023-12-31")] == [
            4,
            5,
            11,
            12,
        ]

    def test_no_more_than_it_was_on_record_before(self) -> None:
        assert [self.months("2024-06-01", day) for day in ("2022-01-01", "2022-01-02", "2022-12-31")] == [
            12,
            11,
            0,
        ]

    def test_with_too_few_nothing_is_compared(self) -> None:
        told = (*met(2022, "p1"), *met(2023, "p1"))
        assert measured(Measure.ATTENDANCES, *told, day="2023-03-30").after.cases == 0
        early = measured(Measure.ATTENDANCES, *told, day="2023-03-31")
        assert (early.before.cases, early.after.cases) == (0, 2)
        assert measured(Measure.ATTENDANCES, *told).change is Change.BETTER


@pytest.mark.requirement("S-C3")
class TestBA3Insufficient:
    def test_are_fewer_cases_than_policy_asks_for_on_either_side(self) -> None:
        few = measured(Measure.ATTENDANCES, *met(2022, "p1")[:2], *met(2023, "p1"))
        assert [few.before.value, few.before.cases, few.after.value] == [None, 2, 4]
        assert few.change is None
        terms = evolve(TERMS, engagement=EngagementTerms(compared_least=2))
        enough = measured(Measure.ATTENDANCES, *met(2022, "p1")[:2], *met(2023, "p1"), terms=terms)
        assert [enough.before.value, enough.change] == [2, Change.BETTER]

    def test_what_was_recorded_outside_the_months_is_no_case(self) -> None:
        told = (*met(2021, "p1"), *met(2022, "p1"), *met(2023, "p1"), *met(2024, "p1"))
        found = measured(Measure.ATTENDANCES, *told, day="2025-01-01")
        assert [found.before.value, found.after.value] == [3, 4]


@pytest.mark.requirement("S-C3")
class TestEachMeasure:
    def test_attendances_count_everybody_who_took_part_once_each_time(self) -> None:
        found = measured(Measure.ATTENDANCES, *met(2022, "p1", "p2", "p2"), *met(2023))
        assert [found.before.value, found.after.value, found.change] == [6, 1, Change.WORSE]

    def test_senior_meetings_are_those_with_an_executive(self) -> None:
        found = measured(Measure.SENIOR_MEETINGS, *met(2022, "p2"), *met(2023, "p2"))
        assert [found.before.value, found.after.value] == [0, 1]  # the session had one

    def test_decision_days_are_the_median_and_fewer_is_better(self) -> None:
        def decided(start: str, end: str, first: int) -> list[Told]:
            return [
                on(start, *[OpportunityIdentified("a")] * 4),
                *(
                    on(dt.date.fromisoformat(end) + dt.timedelta(10 * n), OpportunityWon(f"acme@{first + n}"))
                    for n in range(4)
                ),
            ]

        told = (*decided("2022-01-01", "2022-06-01", 6), *decided("2023-02-01", "2023-03-01", 14))
        found = measured(Measure.DECISION_DAYS, *told)
        assert [found.before.value, found.after.value, found.change] == [166, 43, Change.BETTER]
        assert (found.before.cases, found.after.cases) == (4, 4)

    def test_deal_size_is_the_mean_of_what_was_won_and_is_of_known_worth(self) -> None:
        def won(year: int, first: int, *values: str | None) -> Told:
            deals = [OpportunityIdentified("a", money(v) if v else None) for v in values]
            wins = [OpportunityWon(f"acme@{first + n}") for n in range(len(values))]
            return on(f"{year}-02-01", *deals, *wins)

        told = (won(2022, 6, "10", "20", "30", None), won(2023, 14, "10", "10", "20"))
        found = measured(Measure.DEAL_SIZE, *told)
        assert [found.before.value, found.before.cases] == [20, 3]
        assert (found.after.value, found.change) == (Decimal(40) / 3, Change.WORSE)

    def test_margin_is_its_share_of_revenue_and_unknown_without_costs(self) -> None:
        def year(number: int, cost: str | None) -> list[Told]:
            paid = [on(f"{number}-{day}", RevenueRecorded(money("100"))) for day in THREE]
            costs = [on(f"{number}-{day}", CostOfSalesRecorded(money(cost))) for day in THREE if cost]
            return paid + costs

        found = measured(Measure.MARGIN, *year(2022, "50"), *year(2023, "40"))
        assert (found.before.value, found.after.value) == (Decimal("0.5"), Decimal("0.6"))
        assert found.change is Change.BETTER
        unknown = measured(Measure.MARGIN, *year(2022, None), *year(2023, "40"))
        assert (unknown.before.value, unknown.change) == (None, None)

    def test_satisfaction_is_the_share_of_those_asked_in_the_months(self) -> None:
        def asked(day: str, *how: Satisfaction) -> Told:
            return on(day, *(SatisfactionAssessed(f"p{n + 1}", each) for n, each in enumerate(how)))

        low, high = Satisfaction.PARTLY, Satisfaction.SATISFIED
        before, after = asked("2022-06-01", low, high, low), asked("2023-06-01", high, high, low)
        found = measured(Measure.SATISFACTION, before, after)
        assert (found.before.value, found.after.value) == (Decimal(1) / 3, Decimal(2) / 3)
        assert found.change is Change.BETTER
        assert measured(Measure.SATISFACTION, asked("2021-06-01", low, low, low), after).before.cases == 0

    def test_the_same_is_said_to_be_the_same(self) -> None:
        found = measured(Measure.SENIOR_MEETINGS, *met(2022, "p1"), *met(2023, "p1")[:2])
        assert [found.before.value, found.after.value, found.change] == [3, 3, Change.SAME]

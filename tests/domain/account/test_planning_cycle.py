"""The rules of the customer's planning cycle."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
    CustomerYearSet,
    NobodyPlansWithUs,
    NoSuchMonth,
    NoSuchYear,
    PlannedUnstated,
    PlanningInclusionRecorded,
    inertia,
    planned,
    year_start,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.kernel import Event
from majoracct.testing.given import given, on

ANA = on("2023-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE))
PART = PlanningInclusionRecorded(2025, ("p1",))
FACTOR = CriticalSuccessFactorRecorded(2025, "one ledger for all plants")
PROJECT = CustomerProjectInventoried(2025, "new foundry", "about 4 million")

pytestmark = pytest.mark.requirement("B-N2")


class TestCY1TheirYear:
    @pytest.mark.parametrize("month", [0, 13])
    def test_starts_in_a_month_there_is(self, month: int) -> None:
        given().when(CustomerYearSet(month)).then_refused(NoSuchMonth)

    @pytest.mark.parametrize("month", [1, 4, 12])
    def test_starts_in_the_month_set(self, month: int) -> None:
        after = given().when(CustomerYearSet(month)).then()
        assert year_start(after.account, 2025) == dt.date(2025, month, 1)

    def test_starts_in_january_when_none_is(self) -> None:
        assert year_start(given(CustomerYearSet(4)).on("2024-04-30").account, 2025) == dt.date(2025, 1, 1)

    def test_is_its_own_not_that_of_one_that_merged_into_it(self) -> None:
        story = given(
            AccountOpened("Acme"),
            CustomerYearSet(4),
            on("2024-05-02", AccountOpened("Bolt"), CustomerYearSet(9), FACTOR, to="bolt"),
            on("2024-06-01", AccountAbsorbed("bolt")),
            on("2024-06-01", AccountMerged("acme"), to="bolt"),
        ).on("2024-07-01")
        assert year_start(story.account, 2025) == dt.date(2025, 4, 1)
        assert planned(story.account, 2025) == []


class TestCY2PartOfTheirPlanning:
    def test_through_somebody(self) -> None:
        given(ANA).when(PlanningInclusionRecorded(2025, ())).then_refused(NobodyPlansWithUs)
        given(ANA).when(PART).then()

    def test_through_people_known_here_every_one(self) -> None:
        given(ANA).when(PlanningInclusionRecorded(2025, ("p1", "p2"))).then_refused(StakeholderUnknown, "p2")
        given(ANA, StakeholderLeft("p1")).when(PART).then_refused(StakeholderGone)

    def test_not_through_somebody_whose_identification_was_withdrawn(self) -> None:
        story = given(ANA, PART).because("no such person")
        assert inertia(story.account, 2025).missing == ("factors", "projects")
        gone = story.when_withdrawing("acme@1").then()
        assert inertia(gone.account, 2025).missing == ("planning", "factors", "projects")


class TestCY3WhatIsPlanned:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_is_said(self, blank: str) -> None:
        given().when(CriticalSuccessFactorRecorded(2025, blank)).then_refused(PlannedUnstated, "factor")
        given().when(CustomerProjectInventoried(2025, blank)).then_refused(PlannedUnstated, "project")

    def test_is_kept_with_what_they_set_aside(self) -> None:
        (found,) = planned(given().when(PROJECT).then().account, 2025)
        assert (found.what, found.budget, found.fact) == ("new foundry", "about 4 million", "acme@2")


class TestCY4AYearOfTheCalendar:
    @pytest.mark.parametrize("year", [0, 9999])
    def test_no_other(self, year: int) -> None:
        for event in (
            PlanningInclusionRecorded(year, ("p1",)),
            CriticalSuccessFactorRecorded(year, "speed"),
            CustomerProjectInventoried(year, "foundry"),
        ):
            given(ANA).when(event).then_refused(NoSuchYear)


class TestCY5Inertia:
    def test_takes_all_three(self) -> None:
        found = inertia(given(ANA, PART, FACTOR, PROJECT).account, 2025)
        assert found.holds
        assert found.in_time == {"planning": "acme@2", "factors": "acme@3", "projects": "acme@4"}
        assert (found.starts, found.missing, found.late) == (dt.date(2025, 1, 1), (), {})

    def test_not_two(self) -> None:
        for left_out, missing in ((PART, "planning"), (FACTOR, "factors"), (PROJECT, "projects")):
            story = given(ANA, *(e for e in (PART, FACTOR, PROJECT) if e is not left_out))
            found = inertia(story.account, 2025)
            assert (found.holds, found.missing) == (False, (missing,))

    def test_on_the_day_the_year_starts_and_not_after(self) -> None:
        story = given(ANA, PART, FACTOR)
        for day, holds in (("2025-01-01", True), ("2025-01-02", False)):
            found = inertia(story.then_given(on(day, PROJECT)).on("2025-02-01").account, 2025)
            assert (found.holds, found.missing) == (holds, ())
            assert found.late == ({} if holds else {"projects": "acme@4"})

    def test_by_the_customers_year_not_ours(self) -> None:
        story = given(ANA, PART, FACTOR, on("2025-03-31", PROJECT)).on("2025-06-01")
        assert not inertia(story.account, 2025).holds
        assert inertia(story.then_given(CustomerYearSet(4)).account, 2025).holds

    def test_not_by_what_is_planned_for_another_year(self) -> None:
        story = given(ANA, PART, FACTOR, PROJECT)
        assert inertia(story.account, 2026).missing == ("planning", "factors", "projects")

    def test_a_second_that_comes_late_takes_nothing_away(self) -> None:
        story = given(ANA, PART, FACTOR, PROJECT, on("2025-02-01", PROJECT)).on("2025-03-01")
        assert inertia(story.account, 2025).in_time["projects"] == "acme@4"
        assert inertia(story.account, 2025).late == {}

    @drawn(st.permutations([PART, FACTOR, PROJECT]), st.integers(1, 12))
    def test_in_whatever_order_each_is_in_time_late_or_missing(
        self, told: list[Event[Any]], month: int
    ) -> None:
        days = ("2024-12-31", "2025-01-01", "2025-07-01")
        happened = [on(day, event) for day, event in zip(days, told, strict=True)]
        story = given(ANA, CustomerYearSet(month), *happened)
        for known, day in enumerate(days, start=1):
            found = inertia(story.on(day).account, 2025)
            assert len(found.in_time) + len(found.late) == known == 3 - len(found.missing)
        assert inertia(story.on("2025-07-01").account, 2025).holds == (month >= 7)

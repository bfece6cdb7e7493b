"""Inertia year by year: the rules of the assessment, one class a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.contracts import ContractEnded, ContractRenewed, ContractSigned
from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost, OpportunityWon
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
    CustomerYearSet,
    PlanningInclusionRecorded,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderLeft,
    Trend,
)
from majoracct.domain.assessments.inertia import (
    Retention,
    Year,
    retained,
    retention,
    support,
    year,
    year_of,
    years,
    years_of_all,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.testing.given import Given, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
KIM = StaffIdentified("s1", "Kim")
PLANNED = PlanningInclusionRecorded(2024, ("p1",))
FACTOR = CriticalSuccessFactorRecorded(2024, "no train late")
PROJECT = CustomerProjectInventoried(2024, "new depot")
ALL_THREE = (PLANNED, FACTOR, PROJECT)
LOYAL = LoyaltyAssessed("p1", "s1", LoyaltyLevel.STRONG)
EARLIER = "2023-06-01"
PEOPLE = given(on(EARLIER, KIM, ANA, BO))
INERTIA = PEOPLE.then_given(on("2023-12-01", *ALL_THREE))
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def of(story: Given, which: int = 2024) -> Year:
    return year(story.account, which)


@pytest.mark.requirement("B-N2")
class TestINR1LackingOnceTheYearHasStarted:
    def test_in_time_when_all_three_were_there(self) -> None:
        assert (of(INERTIA).in_time, of(INERTIA).started) == (True, True)
        assert of(INERTIA.on("2023-12-01")).in_time is True

    def test_open_until_the_year_starts(self) -> None:
        story = PEOPLE.then_given(on("2023-12-01", PLANNED))
        assert of(story.on("2023-12-31")).in_time is None
        assert of(story.on("2024-01-01")).in_time is False

    def test_not_when_one_came_late(self) -> None:
        story = PEOPLE.then_given(on("2024-01-01", PLANNED, FACTOR), on("2024-01-02", PROJECT))
        assert of(story).in_time is False
        assert list(of(story).inertia.late) == ["projects"]

    def test_years_are_the_customers(self) -> None:
        story = INERTIA.then_given(on(EARLIER, CustomerYearSet(4)))
        days = ("2024-03-31", "2024-04-01", "2023-12-31")
        assert [year_of(story.account, dt.date.fromisoformat(d)) for d in days] == [2023, 2024, 2023]
        assert of(story.on("2024-03-31")).started is False
        assert of(story.on("2024-04-01")).started is True

    def test_the_first_and_the_last_day_of_the_calendar_fall_in_a_year(self) -> None:
        story = given(on(dt.date.min, CustomerYearSet(4)))
        assert year_of(story.account, dt.date.min) == 1
        assert support(story.on(dt.date.max).account, year_of(story.account, dt.date.max)) == ((), ())


@pytest.mark.requirement("B-N6")
class TestINR2CarriedByTheLoyalInThePlanning:
    def test_who_are_loyal_to_one_of_ours(self) -> None:
        story = INERTIA.then_given(on("2024-02-01", LOYAL))
        assert [(tie.person, tie.to) for tie in of(story).loyal] == [("p1", "s1")]
        assert of(story).people == ("p1",)

    def test_not_by_somebody_loyal_who_has_no_part_in_it(self) -> None:
        story = INERTIA.then_given(on("2024-02-01", LoyaltyAssessed("p2", "s1", LoyaltyLevel.STRONG)))
        assert of(story).loyal == ()

    def test_not_by_somebody_who_is_loyal_to_some_extent(self) -> None:
        story = INERTIA.then_given(on("2024-02-01", LoyaltyAssessed("p1", "s1", LoyaltyLevel.SOME)))
        assert of(story).loyal == ()

    def test_not_by_loyalty_to_one_who_left_us(self) -> None:
        story = INERTIA.then_given(on("2024-02-01", LOYAL), on("2024-03-01", StaffLeft("s1")))
        assert of(story).loyal == ()
        assert len(of(story.on("2024-02-29")).loyal) == 1

    def test_on_the_last_day_of_a_year_that_is_over(self) -> None:
        story = INERTIA.then_given(on("2024-12-31", LOYAL), on("2025-01-01", StakeholderLeft("p1")))
        assert len(of(story.on("2026-05-01")).loyal) == 1
        late = INERTIA.then_given(on("2025-01-01", LOYAL)).on("2026-05-01")
        assert of(late).loyal == ()


@pytest.mark.requirement("B-N6")
class TestINR3ClaimedAndCarriedByNobody:
    def test_is_a_finding(self) -> None:
        assert of(INERTIA).unsupported
        assert not of(INERTIA.then_given(on("2024-02-01", LOYAL))).unsupported

    def test_where_there_is_no_inertia_nothing_is_claimed(self) -> None:
        assert not of(PEOPLE.then_given(on("2023-12-01", PLANNED, FACTOR))).unsupported


@pytest.mark.requirement("B-N6")
class TestINR6UnknownWhereLoyaltyCannotBeRead:
    ERASED = LoyaltyAssessed("p1", "s1", Erased.here)

    def test_is_no_finding_and_no_carrying(self) -> None:
        found = of(INERTIA.then_given(on("2024-02-01", self.ERASED)))
        assert (found.loyal, found.carried, found.unsupported) == ((), Erased.here, False)

    def test_says_why_it_cannot_be_read(self) -> None:
        sealed = evolve(self.ERASED, level=Erased.sealed)
        assert of(INERTIA.then_given(on("2024-02-01", sealed))).carried is Erased.sealed

    def test_of_those_in_the_planning_only(self) -> None:
        aside = LoyaltyAssessed("p2", "s1", Erased.here)
        found = of(INERTIA.then_given(on("2024-02-01", aside)))
        assert (found.carried, found.unsupported) == (False, True)

    def test_not_where_somebody_else_is_known_to_be_loyal(self) -> None:
        both = evolve(PLANNED, people=("p1", "p2"))
        story = PEOPLE.then_given(on("2023-12-01", both, FACTOR, PROJECT))
        strong = LoyaltyAssessed("p2", "s1", LoyaltyLevel.STRONG)
        assert of(story.then_given(on("2024-02-01", self.ERASED, strong))).carried is True

    @pytest.mark.parametrize("loyal_one_first", [True, False])
    def test_is_counted_neither_way(self, loyal_one_first: bool) -> None:
        found = [of(INERTIA.then_given(on("2024-02-01", told))) for told in (LOYAL, self.ERASED)]
        (all_of,) = years_of_all(found if loyal_one_first else found[::-1])
        assert (all_of.held, all_of.carried) == (2, Erased.here)

    def test_nor_where_nothing_is_claimed(self) -> None:
        unclaimed = PEOPLE.then_given(on("2023-12-01", PLANNED, FACTOR), on("2024-02-01", self.ERASED))
        (all_of,) = years_of_all([of(unclaimed)])
        assert (all_of.held, all_of.carried) == (0, 0)


BID = OpportunityIdentified("Depots")


def signed(times: int) -> Given:
    """Return a story of so many contracts, acme@3, acme@6 and so on."""
    each = (
        (BID, OpportunityWon(f"acme@{3 * n + 1}"), ContractSigned(f"acme@{3 * n + 1}", "Depots"))
        for n in range(times)
    )
    return given(*(on("2020-01-01", *events) for events in each))


@pytest.mark.requirement("B-N3")
class TestINR4TheTendencyToStay:
    def test_is_the_share_of_renewals(self) -> None:
        story = signed(3).then_given(
            on("2023-02-01", ContractRenewed("acme@3"), ContractRenewed("acme@6"), ContractEnded("acme@9")),
            on("2024-02-01", ContractRenewed("acme@3")),
        )
        found = retention(story.account)
        assert found == {
            2023: Retention(2, 1, 0, ("acme@10", "acme@11", "acme@12")),
            2024: Retention(1, 0, 0, ("acme@13",)),
        }
        assert found[2023].tendency == Decimal(2) / Decimal(3)
        assert retained(story.account).tendency == Decimal(3) / Decimal(4)

    def test_of_nothing_renewed_or_ended_there_is_none(self) -> None:
        assert retained(signed(1).account).tendency is None
        assert of(INERTIA).retention.tendency is None

    def test_what_went_to_competitors_stands_beside(self) -> None:
        story = signed(1).then_given(
            on("2023-02-01", ContractEnded("acme@3", "Rival")),
            on("2023-03-01", BID, OpportunityLost("acme@5", "Rival"), CompetitorEngaged("Rival")),
        )
        assert retention(story.account) == {2023: Retention(0, 1, 2, ("acme@4", "acme@6"))}

    def test_goes_by_the_customers_year(self) -> None:
        story = signed(1).then_given(
            on("2020-01-01", CustomerYearSet(4)), on("2024-03-31", ContractRenewed("acme@3"))
        )
        assert list(retention(story.account)) == [2023]
        assert [each.year for each in years(story.account)] == [2023]

    @fast
    @for_all(st.lists(st.tuples(st.booleans(), st.integers(2021, 2024)), max_size=6))
    def test_of_several_accounts_and_years_is_the_sum_of_each(self, told: list[tuple[bool, int]]) -> None:
        story = signed(6)
        for nth, (renewed, when) in enumerate(told):
            contract = f"acme@{3 * nth + 3}"
            story = story.then_given(
                on(f"{when}-02-01", ContractRenewed(contract) if renewed else ContractEnded(contract))
            )
        every = years_of_all([*years(story.account), *years(story.account)])
        renewals = sum(renewed for renewed, _ in told)
        assert retained(story.account).renewals == renewals
        assert sum(each.retention.renewals for each in every) == 2 * renewals
        assert sum(each.retention.ends for each in every) == 2 * (len(told) - renewals)
        assert [each.year for each in every] == sorted({when for _, when in told})


@pytest.mark.requirement("B-N3")
class TestINR5TheTrend:
    def kept(self, *told: tuple[int, Sequence[bool]]) -> Given:
        story, nth = signed(sum(len(renewed) for _, renewed in told)), 0
        for when, renewed in told:
            for each in renewed:
                contract = f"acme@{3 * nth + 3}"
                event = ContractRenewed(contract) if each else ContractEnded(contract)
                story, nth = story.then_given(on(f"{when}-02-01", event)), nth + 1
        return story

    def test_is_against_the_last_year_that_has_a_tendency(self) -> None:
        story = self.kept((2020, [False]), (2021, [True, False]), (2023, [True]), (2024, [False]))
        story = story.then_given(on("2022-02-01", CriticalSuccessFactorRecorded(2022, "no train late")))
        told = [(each.year, each.trend) for each in years(story.account)]
        assert told == [
            (2020, None),
            (2021, Trend.ROSE),
            (2022, None),
            (2023, Trend.ROSE),
            (2024, Trend.FELL),
        ]
        assert [each.trend for each in years_of_all(years(story.account))] == [trend for _, trend in told]

    def test_stays_where_nothing_changed(self) -> None:
        assert [y.trend for y in years(self.kept((2021, [True]), (2022, [True])).account)] == [
            None,
            Trend.STAYED,
        ]

    def test_of_all_accounts_counts_those_with_inertia_and_those_carried(self) -> None:
        carried = INERTIA.then_given(on("2024-02-01", LOYAL))
        lacking = PEOPLE.then_given(on("2023-12-01", PLANNED))
        (found,) = years_of_all(of(story) for story in (INERTIA, carried, lacking))
        assert (found.year, found.accounts, found.held, found.carried) == (2024, 3, 2, 1)

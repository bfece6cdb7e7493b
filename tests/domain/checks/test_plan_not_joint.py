"""Plan not joint: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.contributions import PlanContributed
from majoracct.domain.account.cycles import CycleOpened
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.plan_not_joint import CHECK
from majoracct.domain.programme.plan_tables import PlanTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import PlanningFunction, Seat, Terms
from majoracct.testing.given import Given, given, on

TEAM = on(
    "2024-01-01",
    StaffIdentified("s1", "Una"),
    StaffIdentified("s2", "Vic"),
    TeamFormed(),
    MemberSeated("s1", Seat.ACCOUNT_MANAGER),
    MemberSeated("s2", Seat.SALES_CONSULTANT),
    CycleOpened("2024", dt.date(2024, 12, 31)),  # acme@4
)
PLAN = PlanDrafted("two years")
UNA, VIC = PlanContributed("s1"), PlanContributed("s2")
MARKETING = PlanContributed("s2", PlanningFunction.MARKETING)


def made(*contributions: PlanContributed) -> Given:
    story = given(TEAM, PLAN)
    for each in contributions:
        story = story.when(each).then()
    return story


@pytest.mark.requirement("J-D3", "J-P1")
class TestPlanNotJoint:
    def test_raised_without_a_seat_that_sells_or_marketing(self) -> None:
        (found,) = made(UNA).raised(CHECK)
        assert found.says == "Nobody contributed to the plan as sales consultant and marketing"
        assert (found.facts, found.about) == (("acme@6",), "acme@4")
        (found,) = made(UNA, VIC).raised(CHECK)
        assert found.says == "Nobody contributed to the plan as marketing"

    def test_not_once_all_of_them_have(self) -> None:
        assert made(UNA, VIC, MARKETING).raised(CHECK) == []

    def test_raised_of_one_person_alone(self) -> None:
        terms = evolve(Terms.shipped("GBP"), plan=PlanTerms(authors=(Seat.SALES_CONSULTANT,)))
        (found,) = made(VIC, MARKETING).under(terms).raised(CHECK)
        assert found.says == "One person alone contributed to the plan"

    def test_not_of_seats_that_policy_does_not_ask(self) -> None:
        terms = evolve(Terms.shipped("GBP"), plan=PlanTerms(authors=(Seat.SALES_CONSULTANT,)))
        assert made(UNA, VIC, MARKETING).under(terms).raised(CHECK) == []

    def test_not_where_it_is_unknown(self) -> None:
        assert given(PLAN).raised(CHECK) == []
        assert given(TEAM).raised(CHECK) == []

"""The rules of who made a plan, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from majoracct.domain.account.contributions import (
    ContributesForNobody,
    Contributions,
    NoCycleToContributeTo,
    PlanContributed,
    jointly_made,
)
from majoracct.domain.account.cover import FunctionAssigned
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.programme.plan_tables import PlanTerms
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import PlanningFunction, Seat, SellingFunction
from majoracct.testing.given import Given, given, on

END = dt.date(2024, 12, 31)
AUTHORS = PlanTerms().authors
MARKETING = PlanningFunction.MARKETING
TEAM = on(
    "2024-01-01",
    *(StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim", "Xan"), 1)),
    TeamFormed(),
    MemberSeated("s1", Seat.ACCOUNT_MANAGER),
    MemberSeated("s2", Seat.PORTFOLIO_REP),
    MemberSeated("s3", Seat.PORTFOLIO_REP),
)
TEAM_OF_ONE: tuple[Any, ...] = (
    *(StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim", "Xan"), 1)),
    TeamFormed(),
    MemberSeated("s1", Seat.ACCOUNT_MANAGER),
)
OPENED = on("2024-01-02", CycleOpened("2024", END))  # acme@5


def planning(*events: Any) -> Given:
    """Return the story of a team of an account manager and two reps, in a cycle, to which EVENTS happened."""
    return given(TEAM, OPENED, *events)


def made(story: Given) -> Any:
    return jointly_made(story.account, AUTHORS)


UNA, VIC = PlanContributed("s1"), PlanContributed("s2")
XAN = PlanContributed("s4", MARKETING, "personas")


@pytest.mark.requirement("J-D3", "J-P1")
class TestJP6ToTheCycleThatRuns:
    def test_not_without_one(self) -> None:
        given(TEAM).when(UNA).then_refused(NoCycleToContributeTo)
        closed = planning(on("2024-03-01", CycleClosed("acme@5")))
        closed.when(UNA).then_refused(NoCycleToContributeTo)

    def test_by_one_of_ours(self) -> None:
        planning().when(PlanContributed("s9")).then_refused(NotOnStaff)
        planning(StaffLeft("s1")).when(UNA).then_refused(LeftUs)

    def test_is_the_cycles_alone(self) -> None:
        story = planning().when(UNA).then().then_given(on("2024-12-31", CycleClosed("acme@5")))
        again = story.then_given(on("2025-01-02", CycleOpened("2025", dt.date(2025, 12, 31))))
        assert [c.person for c in made(story.on("2024-06-01")).made] == ["s1"]
        assert made(again.on("2025-02-01")).made == ()

    def test_a_predecessors_is_not_its_successors(self) -> None:
        told = planning().when(UNA).then()
        into = (AccountOpened("Bolt"), AccountAbsorbed("acme"))
        merged = told.then_given(on("2024-06-01", *into, to="bolt"), on("2024-06-01", AccountMerged("bolt")))
        assert len(merged.on("2024-05-31")[Contributions].items) == 1
        assert len(merged.about("bolt").on("2024-06-01")[Contributions].items) == 0


@pytest.mark.requirement("J-P1", "J-B1")
class TestJP7ForAFunction:
    def test_they_say_have_or_sit_for(self) -> None:
        stated = PlanContributed("s1", PlanningFunction.CORPORATE)
        sits = on("2024-01-03", MemberSeated("s4", Seat.PRODUCT))
        has = on("2024-01-03", FunctionAssigned("s1", SellingFunction.SERVICE))
        for events, function in (
            ((UNA,), PlanningFunction.SALES),
            ((sits, PlanContributed("s4")), PlanningFunction.PRODUCT),
            ((has, UNA), PlanningFunction.SERVICE),
            ((has, stated), PlanningFunction.CORPORATE),
        ):
            *before, last = events
            (found,) = made(planning(*before).when(last).then()).made
            assert found.function is function

    def test_one_there_is(self) -> None:
        planning().when(PlanContributed("s4")).then_refused(ContributesForNobody)
        planning().when(XAN).then()

    def test_those_represented_are_told(self) -> None:
        story = planning().when(UNA).then().when(XAN).then()
        assert made(story).functions == (MARKETING, PlanningFunction.SALES)
        assert [(c.person, c.seats, c.what) for c in made(story).made] == [
            ("s1", (Seat.ACCOUNT_MANAGER,), ""),
            ("s4", (), "personas"),
        ]


@pytest.mark.requirement("J-D3", "J-P1")
class TestJP8Jointly:
    def all_but(self, *left_out: PlanContributed) -> Given:
        story = planning()
        for each in (UNA, VIC, XAN):
            story = story if each in left_out else story.when(each).then()
        return story

    def test_every_seated_sales_role_and_marketing(self) -> None:
        assert made(self.all_but()).joint is True
        assert made(self.all_but()).lacking == ()

    def test_no_two_functions_will_do(self) -> None:
        lacking = made(self.all_but(VIC))
        assert (lacking.joint, lacking.lacking, lacking.marketing) == (False, (Seat.PORTFOLIO_REP,), True)
        assert made(self.all_but(UNA)).lacking == (Seat.ACCOUNT_MANAGER,)

    def test_nor_sales_without_marketing(self) -> None:
        lacking = made(self.all_but(XAN))
        assert (lacking.joint, lacking.lacking, lacking.marketing) == (False, (), False)

    def test_who_sat_there_then_or_sits_there_now_speaks_for_the_seat(self) -> None:
        later = on(
            "2024-05-02", MemberReleased("s1", Seat.ACCOUNT_MANAGER), MemberSeated("s2", Seat.ACCOUNT_MANAGER)
        )
        assert made(self.all_but().then_given(later).on("2024-06-01")).joint is True
        assert made(self.all_but(UNA).then_given(later).on("2024-06-01")).joint is True

    def test_who_speaks_for_a_function_speaks_from_no_seat_of_another(self) -> None:
        found = made(self.all_but(UNA).when(PlanContributed("s1", PlanningFunction.CORPORATE)).then())
        assert (found.joint, found.lacking) == (False, (Seat.ACCOUNT_MANAGER,))
        assert (
            made(self.all_but(UNA).when(PlanContributed("s1", PlanningFunction.SALES)).then()).joint is True
        )

    def test_marketing_speaks_from_its_seat_where_that_is_held(self) -> None:
        story = given(TEAM, on("2024-01-01", MemberSeated("s4", Seat.MARKETING)), OPENED)
        for each in (UNA, VIC, PlanContributed("s1", MARKETING)):
            story = story.when(each).then()
        assert (made(story).joint, made(story).marketing) == (False, False)
        assert made(story.when(PlanContributed("s4")).then()).joint is True

    def test_one_person_makes_none_jointly(self) -> None:
        story = given(on("2024-01-01", *TEAM_OF_ONE), OPENED)
        alone = story.when(UNA).then().when(PlanContributed("s1", MARKETING)).then()
        assert (made(alone).lacking, made(alone).marketing, made(alone).joint) == ((), True, False)
        assert made(alone.when(XAN).then()).joint is True

    def test_policy_names_the_seats(self) -> None:
        found = jointly_made(self.all_but(VIC).account, (Seat.ACCOUNT_MANAGER,))
        assert found.joint is True

    def test_unknown_without_a_cycle_or_anybody_in_sales(self) -> None:
        assert made(given(TEAM)).joint is None
        assert made(given(TEAM)).made == ()
        assert jointly_made(self.all_but().account, (Seat.REGIONAL_SALES,)).joint is None

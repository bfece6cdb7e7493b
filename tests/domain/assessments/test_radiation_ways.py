"""Radiation: from where we come in, what stands in the way, and the tree of wins; one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    Opportunities,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityWon,
)
from majoracct.domain.account.plan import (
    ActionAdded,
    ActionCompleted,
    ActionDropped,
    OpportunityPlanned,
    PlanDrafted,
)
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.genealogy import Fate, tree
from majoracct.domain.assessments.radiation import (
    Approach,
    Barrier,
    Hurdle,
    approach,
    barriers,
)
from majoracct.domain.kernel import AccountEvent, FactWithdrawn
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import ExperienceStated, StaffIdentified
from majoracct.domain.programme.tables import RadiationTerms
from majoracct.domain.programme.terms import Aim, Level, Seat, Terms
from majoracct.testing.given import DAY, Given, Told, corrected, given, money, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.MIDDLE_MANAGER)
CY = StakeholderIdentified("p3", BuyingFunction.OPERATIONS)
PEOPLE = on("2022-01-01", ANA, BO, CY)  # acme@1 to acme@3
DEAL = OpportunityIdentified("the first", money("100"))
ASKED = OpportunityIdentified("asked for", origin=Origin.REACTION, trigger="RFP 7")
CREATED = OpportunityIdentified("created", origin=Origin.CREATION)
UNTOLD = OpportunityIdentified("untold")
# acme@4 is identified, and won by acme@5 on 2023-01-01.
FIRST = (PEOPLE, on("2022-06-01", DEAL), on("2023-01-01", OpportunityWon("acme@4")))
SPRUNG = OpportunityIdentified("the next", sprung_from="acme@4")
TERMS = Terms.shipped("GBP")


def terms(story: Given) -> Terms:
    return story.programme[Policy].terms


def day(number: int) -> dt.date:
    """Return the day so many days after the first win."""
    return dt.date(2023, 1, 1) + dt.timedelta(days=number)


@pytest.mark.requirement("B-R6")
class TestRD5TheApproach:
    THROUGH_ANA, THROUGH_BO, THROUGH_CY = (
        OpportunityIdentified("through somebody", entry=person) for person in ("p1", "p2", "p3")
    )

    def way(self, *events: AccountEvent[Any]) -> Approach | None:
        return approach(given(PEOPLE, *events).account, TERMS).approach

    def test_is_top_down_when_more_came_in_through_executives(self) -> None:
        assert self.way(self.THROUGH_ANA) is Approach.TOP_DOWN
        assert self.way(self.THROUGH_ANA, self.THROUGH_ANA, self.THROUGH_BO) is Approach.TOP_DOWN

    def test_else_bottom_up(self) -> None:
        assert self.way(self.THROUGH_BO) is Approach.BOTTOM_UP
        assert self.way(self.THROUGH_ANA, self.THROUGH_BO) is Approach.BOTTOM_UP

    def test_unknown_when_no_entry_is_known(self) -> None:
        assert self.way() is None
        story = given(PEOPLE, UNTOLD, self.THROUGH_CY)
        found = approach(story.account, TERMS)
        assert (found.approach, found.unknown, found.facts) == (None, 2, ("acme@5",))

    def test_of_new_ones_by_policy(self) -> None:
        story = given(PEOPLE, on("2023-02-01", self.THROUGH_BO), on("2023-06-01", self.THROUGH_ANA))
        found = [approach(story.on(day).account, TERMS).approach for day in ("2024-02-01", "2024-02-02")]
        assert found == [Approach.BOTTOM_UP, Approach.TOP_DOWN]
        brief = evolve(TERMS, radiation=RadiationTerms(approach_months=3))
        assert approach(story.on("2023-09-02").account, brief).approach is None

    def test_by_where_they_stood_on_the_day(self) -> None:
        sponsor = on("2024-03-01", SponsorNamed("p2", "head", "plants"))
        story = given(PEOPLE, on("2024-02-01", self.THROUGH_BO), sponsor)
        assert approach(story.account, TERMS).approach is Approach.BOTTOM_UP
        later = story.then_given(*(on("2024-03-02", self.THROUGH_BO) for _ in range(2)))
        assert approach(later.account, TERMS).approach is Approach.TOP_DOWN

    def test_though_they_left_that_very_day(self) -> None:
        story = given(PEOPLE, self.THROUGH_ANA, StakeholderLeft("p1"))
        assert approach(story.account, TERMS).approach is Approach.TOP_DOWN

    def test_among_the_people_of_the_account_that_found_it(self) -> None:
        story = given(
            on("2024-02-01", ANA, self.THROUGH_ANA, to="globex"),
            on("2024-03-01", AccountMerged("acme"), to="globex"),
            on("2024-03-01", AccountAbsorbed("globex")),
        )
        assert approach(story.account, TERMS).executives == 1


@pytest.mark.requirement("B-R7")
class TestRD6ThePlan:
    def found(self, *events: AccountEvent[Any] | Told) -> list[Hurdle]:
        story = given(*events)
        return [h for h in barriers(story.account, TERMS) if h.barrier.value.startswith("plan")]

    def test_is_missing(self) -> None:
        assert self.found() == [Hurdle(Barrier.PLAN_MISSING)]
        assert self.found(on("2024-05-02", PlanDrafted("a plan"))) == [Hurdle(Barrier.PLAN_MISSING)]

    def test_looks_ahead_by_created_demand(self) -> None:
        assert self.found(CREATED, PlanDrafted("a plan", ("acme@1",))) == []
        assert self.found(CREATED, PlanDrafted("a plan"), OpportunityPlanned("acme@1")) == []

    def test_not_by_what_is_not_on_record_any_more(self) -> None:
        story = given(CREATED, PlanDrafted("a plan", ("acme@1",)), FactWithdrawn("acme@1"))
        assert next(h.barrier for h in barriers(story.account, TERMS)) is Barrier.PLAN_NOT_PROACTIVE

    def test_or_by_an_open_action(self) -> None:
        assert self.found(PlanDrafted("a plan"), ActionAdded("call", Aim.TRUST)) == []

    @pytest.mark.parametrize(
        "events",
        [
            (),
            (CREATED,),
            (ASKED, OpportunityPlanned("acme@2")),
            (UNTOLD, OpportunityPlanned("acme@2")),
            (CREATED, OpportunityPlanned("acme@2"), OpportunityLost("acme@2")),
            (ActionAdded("call", Aim.TRUST), ActionCompleted("acme@2")),
            (ActionAdded("call", Aim.TRUST), ActionDropped("acme@2")),
        ],
    )
    def test_else_it_does_not(self, events: tuple[AccountEvent[Any], ...]) -> None:
        expected = [Hurdle(Barrier.PLAN_NOT_PROACTIVE, ("acme@1",))]
        assert self.found(PlanDrafted("a plan"), *events) == expected


@pytest.mark.requirement("B-R7")
class TestRD7TheAccountManager:
    FORMED = on("2023-01-01", StaffIdentified("s1", "Una"), QualificationGranted(override=True), TeamFormed())
    SEATED = on("2023-06-01", MemberSeated("s1", Seat.ACCOUNT_MANAGER))  # acme@3

    def found(self, story: Given) -> list[Hurdle]:
        return [h for h in barriers(story.account, terms(story)) if h.barrier.value.startswith("manager")]

    def since(self, day: str, seat: Seat = Seat.ACCOUNT_MANAGER) -> Given:
        stated = ExperienceStated("s1", seat, dt.date.fromisoformat(day))
        return given(self.FORMED, self.SEATED, on("2024-01-01", stated))

    def test_is_missing(self) -> None:
        missing = [Hurdle(Barrier.MANAGER_MISSING)]
        assert self.found(given()) == missing
        assert self.found(given(self.FORMED, MemberSeated("s1", Seat.PROJECT_MANAGER))) == missing
        released = given(self.FORMED, self.SEATED, MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        assert self.found(released) == missing

    def test_is_experienced_from_policys_years_on(self) -> None:
        assert self.found(self.since("2021-05-01")) == []
        short = [Hurdle(Barrier.MANAGER_INEXPERIENCED, ("acme@3", "programme@3"))]
        assert self.found(self.since("2021-05-02")) == short
        one = evolve(TERMS, radiation=RadiationTerms(experience_years=1))
        assert self.found(self.since("2023-05-01").under(one)) == []

    def test_by_the_years_in_this_seat_too(self) -> None:
        story = given(self.FORMED, self.SEATED)
        assert self.found(story.on("2026-06-01")) == []

    def test_unknown_when_nothing_says(self) -> None:
        unknown = [Hurdle(Barrier.EXPERIENCE_UNKNOWN, ("acme@3",))]
        assert self.found(given(self.FORMED, self.SEATED)) == unknown
        assert self.found(self.since("2010-01-01", Seat.PROJECT_MANAGER)) == unknown
        formed = on("2023-01-01", QualificationGranted(override=True), TeamFormed())
        later = given(formed, self.SEATED, on("2024-09-01", StaffIdentified("s1", "Una")))
        assert self.found(later) == unknown


@pytest.mark.requirement("B-R1")
class TestGE1TheTree:
    def test_stands_each_below_the_win_it_sprang_from(self) -> None:
        story = given(
            *FIRST,
            on("2023-02-01", ASKED),  # acme@6
            on("2023-03-01", evolve(SPRUNG, title="second", entry="p1", origin=Origin.CREATION)),  # acme@7
            on("2023-04-01", OpportunityWon("acme@7"), OpportunityLost("acme@6", "Rival")),
            on("2023-05-01", evolve(SPRUNG, title="third", sprung_from="acme@7")),
            on("2023-06-01", evolve(SPRUNG, title="fourth")),
        )
        found = tree(story.account)
        assert [(b.title, b.depth, b.sprung_from, b.days, b.fate) for b in found] == [
            ("the first", 0, None, None, Fate.WON),
            ("second", 1, "acme@4", 59, Fate.WON),
            ("third", 2, "acme@7", 30, Fate.OPEN),
            ("fourth", 1, "acme@4", 151, Fate.OPEN),
            ("asked for", 0, None, None, Fate.LOST),
        ]
        second = found[1]
        assert (second.origin, second.entry, second.high) == (Origin.CREATION, "p1", True)
        assert (second.identified, second.decided) == (dt.date(2023, 3, 1), dt.date(2023, 4, 1))
        assert (found[0].value, second.value, second.facts) == (money("100"), None, ("acme@7", "acme@8"))

    def test_bears_a_source_that_is_not_on_record(self) -> None:
        [found] = tree(given(evolve(SPRUNG, sprung_from="acme@9")).account)
        assert (found.depth, found.sprung_from, found.days) == (0, None, None)

    def test_bears_two_that_spring_from_each_other(self) -> None:
        story = given(
            DEAL,
            OpportunityWon("acme@1"),
            evolve(SPRUNG, sprung_from="acme@1"),
            OpportunityWon("acme@3"),
            corrected("acme@1", evolve(DEAL, sprung_from="acme@3")),
        )
        assert [(b.opportunity, b.depth) for b in tree(story.account)] == [("acme@1", 0), ("acme@3", 1)]

    @settings(max_examples=60, deadline=None)
    @for_all(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=9))
    def test_holds_every_opportunity_once_below_its_source(self, told: list[tuple[int, int]]) -> None:
        events = [
            on(day(late), evolve(SPRUNG, sprung_from=f"acme@{source}" if source else None))
            for source, late in told
        ]
        account = given(*events).on(day(9)).account
        found = tree(account)
        assert sorted(b.opportunity for b in found) == sorted(account[Opportunities].items)
        depths = {b.opportunity: b.depth for b in found}
        below = [b for b in found if b.depth]
        assert all(b.depth == depths[b.sprung_from or ""] + 1 for b in below)


def test_nothing_is_said_of_a_day_before() -> None:
    story = given(*FIRST, on(DAY, SPRUNG))
    assert len(tree(story.on("2024-04-30").account)) == 1

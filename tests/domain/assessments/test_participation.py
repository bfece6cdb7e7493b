"""The rules of the customer's participation by cycle, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.challenges import (
    BroughtUp,
    ChallengeAddressed,
    CustomerChallengeIdentified,
    Facing,
)
from majoracct.domain.account.cocreation import CoCreationSessionHeld, Depth
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.participation import (
    CommitmentTo,
    CustomerParticipantJoined,
    CycleCommitmentMade,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, Trend
from majoracct.domain.assessments.participation import (
    Attendance,
    Taking,
    cycle_at,
    engagements,
    of_predecessors_too,
    participation,
)
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, Told, given, on

TERMS = Terms.shipped("GBP")
PEOPLE = on(
    "2022-01-01",
    StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL),  # acme@1
    StakeholderIdentified("p2", BuyingFunction.OPERATIONS),
    StaffIdentified("s1", "Kim"),
)
FIRST = on("2022-02-01", CycleOpened("2022", dt.date(2022, 12, 31)))  # acme@3
CLOSED = on("2023-01-01", CycleClosed("acme@3"))
SECOND = on("2023-01-01", CycleOpened("2023", dt.date(2023, 12, 31)))  # acme@5
JOINED = CustomerParticipantJoined("p1", cycle="acme@3")
DO = CycleCommitmentMade(CommitmentTo.ACTION, "clear the backlog", person="p1", cycle="acme@3")


def held(day: str, *people: str) -> Told:
    return on(day, CoCreationSessionHeld("delays", Depth.EXPLORING_WHY, people, ("s1",)))


def planned(day: str, *people: str, process: SellingProcess = SellingProcess.PLANNING) -> Told:
    return on(day, ActivityLogged(process, "the year ahead", people))


def cycles(*told: Any, day: str = "2022-12-01", terms: Terms = TERMS) -> list[Taking]:
    return participation(given(PEOPLE, FIRST, *told).on(day).account, terms)


@pytest.mark.requirement("S-C4")
class TestPP1AnEngagement:
    def test_is_a_session_or_a_planning_activity_with_people_of_theirs(self) -> None:
        told = (
            held("2022-03-01", "p1", "p2"),
            planned("2022-04-01", "p2"),
            planned("2022-05-01"),
            planned("2022-06-01", "p1", process=SellingProcess.SELLING),
        )
        (one,) = cycles(*told)
        assert [(e.on, e.people, e.session) for e in one.engagements] == [
            (dt.date(2022, 3, 1), ("p1", "p2"), True),
            (dt.date(2022, 4, 1), ("p2",), False),
        ]
        assert (one.attendances, one.people, one.executives) == (3, ("p1", "p2"), ("p1",))

    def test_counts_somebody_named_twice_once(self) -> None:
        (one,) = cycles(planned("2022-04-01", "p2", "p2"))
        assert one.attendances == 1

    def test_belongs_to_the_cycle_that_ran_on_its_day(self) -> None:
        told = (CLOSED, SECOND, held("2022-01-31", "p1"), held("2022-12-31", "p1"), held("2023-01-01", "p2"))
        found = cycles(*told, day="2023-06-01")
        assert [[e.on.isoformat() for e in one.engagements] for one in found] == [
            ["2022-12-31"],
            ["2023-01-01"],
        ]

    def test_belongs_to_none_where_none_ran(self) -> None:
        story = given(PEOPLE, FIRST, on("2022-06-01", CycleClosed("acme@3"))).on("2023-01-01")
        assert cycle_at(story.account, dt.date(2022, 6, 1)) is not None
        for day in (dt.date(2022, 1, 31), dt.date(2022, 6, 2)):
            assert cycle_at(story.account, day) is None

    def test_of_a_predecessor_counts_with_who_was_an_executive_there(self) -> None:
        story = given(
            PEOPLE,
            held("2022-03-01", "p1"),
            on("2022-04-01", AccountMerged("bolt")),
            on("2022-04-01", AccountAbsorbed("acme"), to="bolt"),
        )
        told = on("2022-01-01", CycleOpened("theirs", dt.date(2022, 12, 31)), to="bolt")
        bolt = story.then_given(told).about("bolt").on("2022-05-01").account
        (none,) = participation(bolt, TERMS)
        assert none.attendance is Attendance.ABSENT
        (one,) = engagements(bolt)
        assert (one.people, one.executives) == (("p1",), ("p1",))

    @settings(deadline=None, derandomize=True, database=None, max_examples=25)
    @any_of(st.lists(st.integers(0, 800), max_size=8))
    def test_each_belongs_to_one_cycle_at_most(self, days: list[int]) -> None:
        start = dt.date(2022, 1, 1)
        told = [held((start + dt.timedelta(day)).isoformat(), "p1") for day in days]
        story = given(PEOPLE, FIRST, CLOSED, SECOND, *told).on("2024-12-31")
        within = [e.fact for one in participation(story.account, TERMS) for e in one.engagements]
        assert len(set(within)) == len(within) == sum(t.on >= dt.date(2022, 2, 1) for t in told)


@pytest.mark.requirement("S-C2")
class TestPP2Absent:
    def test_where_nobody_of_theirs_took_part(self) -> None:
        (one,) = cycles(planned("2022-03-01"))
        assert (one.attendance, one.people, one.days) == (Attendance.ABSENT, (), 303)

    def test_not_once_somebody_did(self) -> None:
        assert cycles(planned("2022-03-01", "p2"))[0].attendance is not Attendance.ABSENT

    def test_until_the_day(self) -> None:
        assert cycles(planned("2022-03-01", "p2"), day="2022-02-28")[0].attendance is Attendance.ABSENT


@pytest.mark.requirement("S-C5")
class TestPP3AtTheTable:
    def test_where_somebody_holds_a_seat(self) -> None:
        (one,) = cycles(on("2022-03-01", JOINED))
        assert one.attendance is Attendance.AT_THE_TABLE
        assert [(seat.person, seat.fact) for seat in one.seats] == [("p1", "acme@4")]
        assert one.people == ("p1",)

    def test_else_it_was_left_to_the_account_manager(self) -> None:
        assert cycles(held("2022-03-01", "p1"))[0].attendance is Attendance.LEFT_TO_MANAGER

    def test_a_seat_is_of_its_cycle_alone(self) -> None:
        found = cycles(on("2022-03-01", JOINED), CLOSED, SECOND, day="2023-06-01")
        assert [one.attendance for one in found] == [Attendance.AT_THE_TABLE, Attendance.ABSENT]


@pytest.mark.requirement("S-C4")
class TestPP4KeptGoing:
    TWICE = (held("2022-03-01", "p1"), held("2022-04-01", "p1"))
    COMMITTED = on("2022-04-01", DO)

    def test_with_two_engagements_and_a_commitment(self) -> None:
        (one,) = cycles(*self.TWICE, self.COMMITTED)
        assert (one.kept_going, one.facts) == (True, ("acme@3", "acme@4", "acme@5", "acme@6"))

    def test_not_with_fewer_once_it_is_over(self) -> None:
        for told in (self.TWICE, (self.TWICE[0], self.COMMITTED)):
            assert cycles(*told)[0].kept_going is None
            assert cycles(*told, day="2022-12-31")[0].kept_going is None
            assert cycles(*told, day="2023-01-01")[0].kept_going is False
            assert cycles(*told, on("2022-05-01", CycleClosed("acme@3")))[0].kept_going is False

    def test_or_as_many_as_policy_asks(self) -> None:
        terms = evolve(TERMS, engagement=EngagementTerms(engagements=3, commitments=1))
        assert cycles(*self.TWICE, self.COMMITTED, terms=terms)[0].kept_going is None
        easier = evolve(TERMS, engagement=EngagementTerms(engagements=1))
        assert cycles(self.TWICE[0], self.COMMITTED, terms=easier)[0].kept_going is True

    def test_what_was_withdrawn_does_not_count(self) -> None:
        (one,) = cycles(*self.TWICE, self.COMMITTED, FactWithdrawn("acme@6"))
        assert one.kept_going is None


@pytest.mark.requirement("S-C9")
class TestPP5Trend:
    def story(self, first: int, second: int, *more: Any) -> Given:
        told = [held(f"2022-0{3 + n}-01", "p1") for n in range(first)]
        told += [held(f"2023-0{3 + n}-01", "p1", "p2") for n in range(second)]
        return given(PEOPLE, FIRST, CLOSED, SECOND, *told, *more)

    @pytest.mark.parametrize(
        ("first", "second", "trend"), [(1, 1, Trend.ROSE), (2, 1, Trend.STAYED), (3, 1, Trend.FELL)]
    )
    def test_against_the_cycle_before(self, first: int, second: int, trend: Trend) -> None:
        found = participation(self.story(first, second).on("2024-01-01").account, TERMS)
        assert [one.trend for one in found] == [None, trend]

    def test_not_while_it_runs(self) -> None:
        found = participation(self.story(1, 1).on("2023-12-31").account, TERMS)
        assert [one.trend for one in found] == [None, None]


@pytest.mark.requirement("S-C9")
class TestPP6WhatTheyBroughtUp:
    RAISED = CustomerChallengeIdentified(Facing.CHALLENGE, "late trains", BroughtUp.CUSTOMER, "p1")

    def test_counts_with_the_cycle_and_is_addressed_by_the_day(self) -> None:
        told = (
            on("2022-03-01", self.RAISED, self.RAISED),
            on("2023-02-01", ChallengeAddressed("acme@4", "a timetable")),
        )
        (before,) = cycles(*told)
        assert ([each.fact for each in before.raised], before.addressed) == (["acme@4", "acme@5"], 0)
        (after,) = cycles(*told, day="2023-02-01")
        assert (len(after.raised), after.addressed, after.facts[-1]) == (2, 1, "acme@5")

    def test_and_with_no_other(self) -> None:
        found = cycles(CLOSED, SECOND, on("2023-02-01", self.RAISED), day="2023-06-01")
        assert [len(one.raised) for one in found] == [0, 1]

    def test_not_what_we_saw_ourselves_or_a_predecessor_faced(self) -> None:
        ours = CustomerChallengeIdentified(Facing.CHALLENGE, "late trains", BroughtUp.US)
        assert cycles(on("2022-03-01", ours))[0].raised == ()
        merged = (
            on("2022-04-01", AccountMerged("acme"), to="bolt"),
            on("2022-04-01", AccountAbsorbed("bolt")),
        )
        theirs = on("2022-03-01", self.RAISED, to="bolt")
        assert cycles(theirs, *merged)[0].raised == ()


@pytest.mark.requirement("S-C2", "X-10")
class TestPP7OfPredecessors:
    MERGED = (
        on("2022-06-01", AccountMerged("bolt")),
        on("2022-06-01", AccountAbsorbed("acme"), to="bolt"),
    )
    THEIRS = on("2022-01-15", CycleOpened("theirs", dt.date(2022, 12, 31)), to="bolt")

    def story(self, day: str) -> Given:
        told = on("2022-03-01", JOINED)
        return given(PEOPLE, FIRST, told, self.THEIRS, *self.MERGED).about("bolt").on(day)

    def test_are_told_from_the_merger_on(self) -> None:
        before, after = self.story("2022-05-31"), self.story("2022-06-01")
        assert [each.account for each in of_predecessors_too(before.account, TERMS)] == ["bolt"]
        own, told = of_predecessors_too(after.account, TERMS)
        assert (own.account, told.account, told.cycle) == ("bolt", "acme", "acme@3")
        assert told.people == ("p1",)

    def test_as_they_stood_on_its_day(self) -> None:
        told = of_predecessors_too(self.story("2023-06-01").account, TERMS)
        assert [(each.account, each.over, each.kept_going, each.days) for each in told] == [
            ("bolt", True, False, 502),
            ("acme", False, None, 120),
        ]

    def test_the_account_itself_is_held_to_its_own(self) -> None:
        assert [each.account for each in participation(self.story("2023-06-01").account, TERMS)] == ["bolt"]

"""The rules of the account's team, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import (
    FocusUnstated,
    MemberReleased,
    MemberSeated,
    NoTeam,
    NotYetMajor,
    SeatNotHeld,
    SeatTaken,
    Team,
    TeamFocused,
    TeamFormed,
    Vacancy,
    members,
    seated,
    vacancies,
    vacant,
)
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import BeforeStatus, TeamTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
SINGLE = (Seat.INTERNAL_SPONSOR, Seat.ACCOUNT_MANAGER, Seat.PROJECT_MANAGER)
MANAGES = MemberSeated("s1", Seat.ACCOUNT_MANAGER)
WARN = evolve(Terms.shipped("GBP"), team=TeamTerms(BeforeStatus.WARN))


def formed(*events: object) -> Given:
    return given(on("2024-01-01", UNA, VIC, QualificationGranted(), TeamFormed()), *events)  # type: ignore[arg-type]


@pytest.mark.requirement("B-T0")
class TestTE1FormedOnceMajor:
    def test_not_before(self) -> None:
        given().when(TeamFormed()).then_refused(NotYetMajor, "acme is not major on 2024-05-01")

    def test_not_after_the_status_was_revoked(self) -> None:
        story = given(on("2024-01-01", QualificationGranted(), QualificationRevoked()))
        story.when(TeamFormed()).then_refused(NotYetMajor)

    def test_once_it_is(self) -> None:
        after = given(QualificationGranted()).when(TeamFormed("railways")).then().account[Team]
        assert (after.formed, after.vertical) == (dt.date(2024, 5, 1), "railways")

    def test_before_that_where_policy_only_warns(self) -> None:
        given().under(WARN).when(TeamFormed()).then()

    def test_formed_anew_it_keeps_its_day_and_its_focus(self) -> None:
        team = formed(TeamFocused("railways"), TeamFormed()).account[Team]
        assert (team.formed, team.vertical) == (dt.date(2024, 1, 1), "railways")


@pytest.mark.requirement("B-T0", "B-T4")
class TestTE2ASeatInATeam:
    def test_not_without_a_team(self) -> None:
        given(UNA, QualificationGranted()).when(MANAGES).then_refused(NoTeam, "acme has no team")
        given(UNA).when(TeamFocused("railways")).then_refused(NoTeam)

    def test_not_by_a_stranger_or_one_who_left(self) -> None:
        formed().when(MemberSeated("s9", Seat.ACCOUNT_MANAGER)).then_refused(NotOnStaff)
        formed(StaffLeft("s1")).when(MANAGES).then_refused(LeftUs)

    def test_held_from_its_day_though_we_identified_them_later(self) -> None:
        story = given(on("2024-01-01", QualificationGranted(), TeamFormed()), on("2024-09-01", UNA, VIC))
        after = story.when(MANAGES).then()
        assert [m.person for m in seated(after.account, Seat.ACCOUNT_MANAGER)] == ["s1"]
        assert Seat.ACCOUNT_MANAGER not in vacancies(after.account)
        after.when(MemberSeated("s2", Seat.ACCOUNT_MANAGER)).then_refused(SeatTaken)

    def test_experts_are_seated_where_wanted(self) -> None:
        after = formed(MemberSeated("s1", Seat.SUBJECT_EXPERT)).when(MemberSeated("s2", Seat.SUBJECT_EXPERT))
        assert [m.person for m in seated(after.then().account, Seat.SUBJECT_EXPERT)] == ["s1", "s2"]


@pytest.mark.requirement("B-T1", "B-T2", "B-T3")
class TestTE3OneAtATime:
    @pytest.mark.parametrize("seat", SINGLE)
    def test_not_two_in_one_seat(self, seat: Seat) -> None:
        story = formed(MemberSeated("s1", seat))
        story.when(MemberSeated("s2", seat)).then_refused(SeatTaken, f"s1 is {seat.value} of acme since")
        story.when(MemberSeated("s1", seat)).then_refused(SeatTaken)

    def test_nobody_twice_an_expert(self) -> None:
        expert = MemberSeated("s1", Seat.SUBJECT_EXPERT)
        formed(expert).when(expert).then_refused(SeatTaken)

    @pytest.mark.parametrize("end", [MemberReleased("s1", Seat.ACCOUNT_MANAGER), StaffLeft("s1")])
    def test_the_next_once_the_seat_is_free(self, end: object) -> None:
        after = formed(MANAGES, end).when(MemberSeated("s2", Seat.ACCOUNT_MANAGER)).then()
        assert [m.person for m in seated(after.account, Seat.ACCOUNT_MANAGER)] == ["s2"]

    def test_one_person_may_hold_two(self) -> None:
        after = formed(MANAGES).when(MemberSeated("s1", Seat.PROJECT_MANAGER)).then()
        assert [m.seat for m in members(after.account)] == [Seat.ACCOUNT_MANAGER, Seat.PROJECT_MANAGER]

    @any_of(st.permutations([(p, s) for p in ("s1", "s2") for s in SINGLE]))
    def test_whoever_comes_first_holds_it(self, wanted: list[tuple[str, Seat]]) -> None:
        story = formed()
        for person, seat in wanted:
            if not seated(story.account, seat):
                story = story.when(MemberSeated(person, seat)).then()
            else:
                story.when(MemberSeated(person, seat)).then_refused(SeatTaken)
        assert len(members(story.account)) == len(SINGLE)
        assert vacancies(story.account) == {}


@pytest.mark.requirement("B-T6")
class TestTE4SeatsAreGivenUp:
    def test_not_one_that_is_not_held(self) -> None:
        formed(MANAGES).when(MemberReleased("s2", Seat.ACCOUNT_MANAGER)).then_refused(
            SeatNotHeld, "s2 is not account-manager of acme"
        )

    def test_and_then_nobody_holds_it_since_that_day(self) -> None:
        story = formed(
            on("2024-02-01", MANAGES), on("2024-03-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        )
        assert vacancies(story.account)[Seat.ACCOUNT_MANAGER] == dt.date(2024, 3, 1)
        assert Seat.ACCOUNT_MANAGER not in vacancies(formed(on("2024-02-01", MANAGES)).account)

    def test_and_by_leaving_us(self) -> None:
        story = formed(on("2024-02-01", MANAGES), on("2024-04-01", StaffLeft("s1")))
        assert vacancies(story.account)[Seat.ACCOUNT_MANAGER] == dt.date(2024, 4, 1)

    def test_a_seat_never_taken_is_vacant_since_the_team_was_formed(self) -> None:
        assert vacancies(formed().account) == dict.fromkeys(SINGLE, dt.date(2024, 1, 1))

    def test_of_several_things_that_left_it_so_the_last_is_told(self) -> None:
        story = formed(
            on("2024-02-01", MANAGES),
            on("2024-03-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER)),
            on("2024-03-02", MemberSeated("s2", Seat.ACCOUNT_MANAGER)),
        ).then_given(on("2024-04-01", StaffLeft("s2")))
        left = vacant(story.account)[Seat.ACCOUNT_MANAGER]
        assert left == Vacancy(dt.date(2024, 4, 1), story.last.reference)
        again = story.then_given(
            on("2024-04-10", MANAGES), on("2024-04-20", MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        )
        assert vacant(again.account)[Seat.ACCOUNT_MANAGER].fact == again.last.reference

    def test_without_a_team_there_is_no_seat_to_be_vacant(self) -> None:
        assert vacancies(given().account) == {}


@pytest.mark.requirement("B-S5")
class TestTE5AFocus:
    def test_names_an_industry(self) -> None:
        formed().when(TeamFocused(" ")).then_refused(FocusUnstated)
        assert formed().when(TeamFocused("railways")).then().account[Team].vertical == "railways"

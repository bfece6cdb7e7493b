"""The rules of the account's team, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import (
    CapacityOfNoSeat,
    CapacityUnchanged,
    FocusUnstated,
    MemberCapacitySet,
    MemberReleased,
    MemberSeated,
    NoTeam,
    NotYetMajor,
    SeatNotHeld,
    SeatTaken,
    Team,
    TeamDisbanded,
    TeamFocused,
    TeamFormed,
    TeamStands,
    Vacancy,
    account_owner,
    members,
    seated,
    vacancies,
    vacant,
)
from majoracct.domain.programme.discipline_tables import DisciplineTerms
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft, StaffReturned
from majoracct.domain.programme.tables import BeforeStatus, TeamTerms
from majoracct.domain.programme.terms import Capacity, Seat, Terms
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

    def test_not_even_when_the_one_before_is_recorded_late(self) -> None:
        story = formed(on("2024-04-01", MANAGES))
        late = story.on("2024-02-01").when(MemberSeated("s2", Seat.ACCOUNT_MANAGER)).then()
        assert [m.person for m in seated(late.on("2024-03-31").account, Seat.ACCOUNT_MANAGER)] == ["s2"]
        assert [m.person for m in seated(late.on("2024-05-01").account, Seat.ACCOUNT_MANAGER)] == ["s1"]
        released = late.on("2024-05-01").account[Team].released
        assert [(r.person, r.on, r.fact) for r in released] == [("s2", dt.date(2024, 4, 1), "acme@3")]

    @any_of(st.permutations([("s1", 2), ("s2", 3), ("s1", 4), ("s2", 5)]))
    def test_not_in_whatever_order_they_are_told(self, told: list[tuple[str, int]]) -> None:
        story = formed(*(on(f"2024-{m:02}-01", MemberSeated(p, Seat.ACCOUNT_MANAGER)) for p, m in told))
        for month, person in enumerate(["s1", "s2", "s1", "s2"], start=2):
            held = seated(story.on(f"2024-{month:02}-15").account, Seat.ACCOUNT_MANAGER)
            assert [m.person for m in held] == [person]

    def test_not_when_two_teams_merge(self) -> None:
        theirs = on("2024-02-01", QualificationGranted(), TeamFormed(), MANAGES, to="bolt")
        ours = on("2024-03-01", MemberSeated("s2", Seat.ACCOUNT_MANAGER))
        joined = on("2024-04-01", AccountAbsorbed("bolt")), on("2024-04-01", AccountMerged("acme"), to="bolt")
        account = formed(theirs, ours, *joined).account
        assert [m.person for m in seated(account, Seat.ACCOUNT_MANAGER)] == ["s2"]

    def test_held_also_before_the_day_on_which_we_identified_who_holds_it(self) -> None:
        story = given(
            on("2024-01-01", QualificationGranted(), TeamFormed(), MANAGES), on("2024-05-01", UNA, VIC)
        )
        before = story.on("2024-02-01")
        assert [m.person for m in members(before.account)] == ["s1"]
        before.when(MemberSeated("s2", Seat.ACCOUNT_MANAGER)).then_refused(SeatTaken, "s1 is account-manager")

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

    def test_and_not_again_by_a_release_that_comes_after_the_first(self) -> None:
        story = formed(
            on("2024-02-01", MANAGES),
            on("2024-04-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER)),
            on("2024-03-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER)),
        )
        assert vacancies(story.account)[Seat.ACCOUNT_MANAGER] == dt.date(2024, 3, 1)

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


@pytest.mark.requirement("B-T0")
class TestTE6ATeamEnds:
    TOLD = TeamDisbanded(teams=("acme@2",))

    def test_only_where_there_is_one(self) -> None:
        given(QualificationGranted()).when(TeamDisbanded()).then_refused(NoTeam)

    def test_is_not_formed_while_it_stands(self) -> None:
        formed().when(TeamFormed()).then_refused(TeamStands, "acme has a team since 2024-01-01")

    def test_and_leaves_nobody_in_a_seat_and_no_seat_empty(self) -> None:
        story = formed(TeamFocused("railways"), MANAGES).when(TeamDisbanded()).then()
        team = story.account[Team]
        assert (team.formed, team.vertical, members(story.account)) == (None, "", [])
        assert vacancies(story.account) == {}
        assert [(r.person, r.fact) for r in team.released] == [("s1", story.last.reference)]
        story.when(MANAGES).then_refused(NoTeam)

    def test_and_the_next_begins_with_every_seat_empty_since_its_day(self) -> None:
        story = formed(on("2024-02-01", MANAGES), on("2024-03-01", self.TOLD), on("2024-04-01", TeamFormed()))
        assert vacancies(story.account) == dict.fromkeys(SINGLE, dt.date(2024, 4, 1))

    def test_a_predecessors_ended_before_it_merged_leaves_ours_as_it_is(self) -> None:
        theirs = given(
            on("2024-01-01", UNA, VIC, QualificationGranted(), TeamFormed(), TeamFocused("rail")),
            on("2024-02-01", QualificationGranted(), TeamFormed(), to="bolt"),
            on("2024-02-02", MemberSeated("s2", Seat.PROJECT_MANAGER), to="bolt"),
            on("2024-02-03", MANAGES),
            on("2024-03-01", TeamDisbanded(teams=("bolt@2",)), to="bolt"),
            on("2024-04-01", AccountAbsorbed("bolt")),
            on("2024-04-01", AccountMerged("acme"), to="bolt"),
        )
        team = theirs.account[Team]
        assert (team.formed, team.vertical) == (dt.date(2024, 1, 1), "rail")
        assert [m.person for m in members(theirs.account)] == ["s1"]
        after = theirs.when(TeamDisbanded()).then().account
        assert (after[Team].formed, members(after)) == (None, [])


@pytest.mark.requirement("B-T6")
class TestTE7WhoLeftUs:
    BACK = StaffReturned("s1")

    def test_is_not_seated_again_by_coming_back(self) -> None:
        story = formed(
            on("2024-02-01", MANAGES), on("2024-03-01", StaffLeft("s1")), on("2024-04-01", self.BACK)
        )
        assert [m.person for m in members(story.on("2024-02-29").account)] == ["s1"]
        assert members(story.account) == []
        left = vacant(story.account)[Seat.ACCOUNT_MANAGER]
        assert (left.since, left.fact) == (dt.date(2024, 3, 1), "programme@4")

    def test_but_by_being_seated(self) -> None:
        story = formed(
            on("2024-02-01", MANAGES), on("2024-03-01", StaffLeft("s1")), on("2024-04-01", self.BACK)
        )
        assert [m.person for m in members(story.when(MANAGES).then().account)] == ["s1"]


@pytest.mark.requirement("S-G5")
class TestTQ1PartTimeThenDedicated:
    RUNS = MemberSeated("s1", Seat.PROGRAMME_MANAGER, Capacity.PART_TIME)
    WHOLLY = MemberCapacitySet("s1", Seat.PROGRAMME_MANAGER, Capacity.DEDICATED)

    def test_begun_beside_other_work_and_dedicated_later(self) -> None:
        story = formed(MANAGES, on("2024-02-01", self.RUNS), on("2024-04-01", self.WHOLLY))
        for day, capacity, since in (
            ("2024-03-31", Capacity.PART_TIME, "2024-02-01"),
            ("2024-05-01", Capacity.DEDICATED, "2024-04-01"),
        ):
            (held,) = seated(story.on(day).account, Seat.PROGRAMME_MANAGER)
            assert (held.capacity, held.since) == (capacity, dt.date(2024, 2, 1))
            assert held.capacity_since == dt.date.fromisoformat(since)

    def test_unknown_until_somebody_says(self) -> None:
        assert seated(formed(MANAGES).account, Seat.ACCOUNT_MANAGER)[0].capacity is None

    def test_only_of_a_seat_they_hold(self) -> None:
        formed(self.RUNS).when(evolve(self.WHOLLY, person="s2")).then_refused(CapacityOfNoSeat)
        formed(MANAGES).when(self.WHOLLY).then_refused(CapacityOfNoSeat, "is not programme-manager")

    def test_not_said_twice(self) -> None:
        formed(self.RUNS, self.WHOLLY).when(self.WHOLLY).then_refused(CapacityUnchanged)

    def test_not_handed_on_with_the_seat(self) -> None:
        released = MemberReleased("s1", Seat.PROGRAMME_MANAGER)
        story = formed(self.RUNS, self.WHOLLY, released, MemberSeated("s1", Seat.PROGRAMME_MANAGER))
        assert seated(story.account, Seat.PROGRAMME_MANAGER)[0].capacity is None


class TestTQ2SeatsByPolicy:
    @pytest.mark.requirement("X-12")
    def test_another_seat_is_needed_where_policy_says_so(self) -> None:
        needs = DisciplineTerms(needed=(Seat.INTERNAL_SPONSOR, Seat.PROGRAMME_MANAGER))
        story = formed().under(evolve(Terms.shipped("GBP"), discipline=needs))
        assert list(vacancies(story.account)) == [Seat.INTERNAL_SPONSOR, Seat.PROGRAMME_MANAGER]
        held = story.then_given(MemberSeated("s1", Seat.PROGRAMME_MANAGER))
        assert list(vacancies(held.account)) == [Seat.INTERNAL_SPONSOR]

    @pytest.mark.requirement("X-12")
    def test_one_person_may_hold_both_duties_and_give_up_one(self) -> None:
        both = formed(MemberSeated("s1", Seat.INTERNAL_SPONSOR), MemberSeated("s1", Seat.GOVERNANCE_OWNER))
        after = both.when(MemberReleased("s1", Seat.GOVERNANCE_OWNER)).then()
        assert [m.seat for m in members(after.account)] == [Seat.INTERNAL_SPONSOR]

    @pytest.mark.requirement("X-7")
    def test_whoever_answers_for_the_account_fills_the_seat_of_one_who_does(self) -> None:
        led = formed(MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER))
        assert Seat.ACCOUNT_MANAGER not in vacancies(led.account)
        assert Seat.ACCOUNT_MANAGER in vacancies(formed(MemberSeated("s1", Seat.MARKETING)).account)

    @pytest.mark.requirement("X-7")
    def test_who_answers_for_it_is_the_first_of_policys_seats(self) -> None:
        led = formed(MANAGES, MemberSeated("s2", Seat.STRATEGIC_ACCOUNT_MANAGER))
        owner = account_owner(led.account)
        assert owner is not None
        assert owner.person == "s2"
        field = DisciplineTerms(owners=(Seat.ACCOUNT_MANAGER, Seat.STRATEGIC_ACCOUNT_MANAGER))
        other = account_owner(led.under(evolve(Terms.shipped("GBP"), discipline=field)).account)
        assert other is not None
        assert other.person == "s1"
        assert account_owner(formed(MemberSeated("s1", Seat.MARKETING)).account) is None

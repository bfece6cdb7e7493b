"""How an account is governed, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.domain.account.governance import (
    MeetingHeld,
    MeetingKind,
    Rag,
    RecordAttested,
    StatusReported,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.ownership import PlanOwnershipAccepted
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.governing import Answered, Governed, Weeks, governed, weeks_of_all
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import Given, Told, given, on

STAFF = on("2023-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Kit"))
MAJOR = on("2024-01-01", QualificationGranted())  # acme@1
# The first week is that of 2024-01-01: acme@2 to acme@4.
TEAM = on("2024-01-01", TeamFormed(), MemberSeated("s1", Seat.INTERNAL_SPONSOR), PlanDrafted("grow"))
BEGUN = (STAFF, MAJOR, TEAM)

# Another account has a team of its own since 2023, and merges into the first.
THEIRS = (
    on("2023-06-01", QualificationGranted(), to="bolt"),
    on("2023-06-01", TeamFormed(), MemberSeated("s2", Seat.INTERNAL_SPONSOR), to="bolt"),
)
JOINED = (
    on("2024-01-15", AccountMerged("acme"), to="bolt"),
    on("2024-01-15", AccountAbsorbed("bolt")),
)


def found(story: Given, learned: dt.date = dt.date(2024, 1, 1)) -> Governed:
    """Return how the account is governed, the ledger having LEARNED of it all on that day."""
    return governed(story.account, story.programme[Policy].terms, lambda _: learned)


def met(day: str) -> Told:
    return on(day, MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1"))


@pytest.mark.requirement("B-G1")
class TestGG1NoLongerDue:
    def test_is_a_week_in_which_status_was_revoked_or_had_been(self) -> None:
        story = given(*BEGUN, on("2024-01-17", QualificationRevoked())).on("2024-02-29")
        assert found(story).missed == (dt.date(2024, 1, 1), dt.date(2024, 1, 8))
        assert found(story).counted_to == dt.date(2024, 1, 16)
        assert found(story.on("2024-01-16")).counted_to is None

    def test_until_it_is_granted_again(self) -> None:
        revoked, granted = on("2024-01-10", QualificationRevoked()), on("2024-01-29", QualificationGranted())
        story = given(*BEGUN, revoked, granted).on("2024-02-06")
        assert [str(day) for day in found(story).missed] == ["2024-01-01", "2024-01-29"]
        assert found(story).counted_to is None

    def test_but_one_in_which_the_team_met_all_the_same_is_kept(self) -> None:
        story = given(*BEGUN, on("2024-01-02", QualificationRevoked()), met("2024-01-16")).on("2024-02-29")
        assert (found(story).weeks, found(story).missed) == (Weeks(kept=1), ())

    def test_nor_is_one_in_which_the_account_had_merged_away(self) -> None:
        story = given(*BEGUN, on("2024-01-17", AccountMerged("bolt"))).on("2024-02-29")
        assert found(story).missed == (dt.date(2024, 1, 1), dt.date(2024, 1, 8))

    def test_nor_is_one_that_began_without_status(self) -> None:
        revoked, granted = on("2024-01-10", QualificationRevoked()), on("2024-01-18", QualificationGranted())
        story = given(*BEGUN, revoked, granted).on("2024-01-29")
        assert [str(day) for day in found(story).missed] == ["2024-01-01", "2024-01-22"]

    def test_while_a_team_before_status_is_due_to_meet(self) -> None:
        assert found(given(STAFF, TEAM).on("2024-01-09")).weeks == Weeks(missed=1, running=1)


@pytest.mark.requirement("B-G1")
class TestGG2AWeek:
    def test_is_kept_late_missed_or_running(self) -> None:
        story = given(*BEGUN, met("2024-01-03"), met("2024-01-17")).on("2024-01-23")
        assert found(story).weeks == Weeks(kept=2, missed=1, running=1)
        assert found(story).missed == (dt.date(2024, 1, 8),)
        assert found(story).meetings == ("acme@5", "acme@6")

    def test_is_late_when_it_was_recorded_long_after(self) -> None:
        story = given(*BEGUN, met("2024-01-03")).on("2024-01-07")
        assert found(story, dt.date(2024, 1, 10)).weeks == Weeks(kept=1)
        assert found(story, dt.date(2024, 1, 11)).weeks == Weeks(late=1)

    def test_is_kept_by_the_team_of_its_own_day_whatever_merged_into_the_account_since(self) -> None:
        theirs = on("2024-01-10", MeetingHeld(MeetingKind.TEAM_WEEKLY, "s2"), to="bolt")
        joined = given(*BEGUN, *THEIRS, theirs, *JOINED).on("2024-01-23")
        assert found(joined).missed == tuple(dt.date(2024, 1, day) for day in (1, 8, 15))
        assert (found(joined).weeks.kept, found(joined).meetings) == (0, ())

    def test_is_due_from_the_day_the_account_had_a_team_be_it_another_s(self) -> None:
        joined = given(STAFF, on("2023-06-01", PlanDrafted("grow")), *THEIRS, *JOINED).on("2024-01-23")
        assert found(joined).missed == (dt.date(2024, 1, 15),)

    @for_all(st.lists(st.builds(Weeks, *[st.integers(0, 60)] * 4)))
    def test_of_several_accounts_add_up(self, each: list[Weeks]) -> None:
        assert weeks_of_all(each).due == sum(one.due for one in each)
        assert weeks_of_all(each).missed == sum(one.missed for one in each)


@pytest.mark.requirement("B-G2")
class TestGG3TheRecord:
    def test_is_answered_for_once_or_never(self) -> None:
        story = given(*BEGUN, on("2024-01-05", RecordAttested("s1", upto=3, known_at=5)))
        assert found(given(*BEGUN)).answered is Answered.NONE
        assert found(story.on("2024-04-05")).answered is Answered.CURRENT
        assert found(story.on("2024-04-06")).answered is Answered.OUT_OF_DATE


@pytest.mark.requirement("B-T5")
class TestGG4ThePlan:
    PLAN = "acme@4"
    MANAGER = on("2024-01-01", MemberSeated("s2", Seat.ACCOUNT_MANAGER))

    def test_is_the_members_when_each_accepted_it_and_somebody_answers_for_it(self) -> None:
        one = on("2024-01-02", PlanOwnershipAccepted("s1", plan=self.PLAN))
        both = on("2024-01-03", PlanOwnershipAccepted("s2", plan=self.PLAN))
        story = given(*BEGUN, self.MANAGER, one)
        assert (found(story).joint, found(story).members) == (False, 2)
        assert found(story).owned.outstanding == ("s2",)
        assert found(story.then_given(both)).joint is True
        assert found(given(*BEGUN, one)).joint is False

    def test_has_a_member_once_whatever_the_seats(self) -> None:
        twice = on("2024-01-01", MemberSeated("s1", Seat.ACCOUNT_MANAGER))
        assert found(given(*BEGUN, twice)).members == 1

    def test_is_nobodys_to_own_without_members_or_a_plan(self) -> None:
        assert found(given(STAFF, MAJOR, on("2024-01-01", PlanDrafted("grow")))).joint is None
        assert found(given(STAFF, MAJOR, on("2024-01-01", *TEAM.events[:2]))).joint is None


@pytest.mark.requirement("B-G3")
class TestGG5TheLastReport:
    def test_stands_whatever_the_call(self) -> None:
        said = [
            on("2024-02-01", StatusReported("programme@5", Rag.RED, "later", "s1")),
            on("2024-01-15", StatusReported("programme@9", Rag.GREEN, "earlier", "s1")),
        ]
        last = found(given(*BEGUN, *said))
        assert last.reported is not None
        assert (last.call, last.reported.text) == ("programme@5", "later")
        assert (found(given(*BEGUN)).call, found(given(*BEGUN)).reported) == (None, None)

    def test_is_the_one_recorded_last_of_several_on_a_day(self) -> None:
        said = [
            on("2024-02-01", StatusReported(f"programme@{n}", Rag.RED, f"call {n}", "s1")) for n in (9, 10)
        ]
        assert found(given(*BEGUN, *said)).call == "programme@10"


@pytest.mark.requirement("B-T0")
class TestGG6ATeamFormedEarly:
    def test_is_one_formed_while_the_account_was_not_major(self) -> None:
        assert found(given(STAFF, on("2023-12-31", TeamFormed()), MAJOR)).early is True
        assert found(given(STAFF, TEAM)).early is True
        assert found(given(*BEGUN)).early is False
        assert found(given(STAFF, MAJOR)).early is False
        revoked = on("2024-01-02", QualificationRevoked())
        assert found(given(STAFF, MAJOR, revoked, on("2024-01-03", TeamFormed()))).early is True

    def test_is_the_one_the_account_had_first_whichever_merged_into_it_since(self) -> None:
        formed = on("2023-05-01", TeamFormed(), to="bolt")
        assert found(given(*BEGUN, formed, *JOINED).on("2024-02-01")).early is False

    def test_is_not_one_it_got_of_an_account_that_was_major(self) -> None:
        assert found(given(STAFF, on("2023-01-01", PlanDrafted("grow")), *THEIRS, *JOINED)).early is False


@pytest.mark.requirement("B-G1")
class TestAnEmptySeat:
    def test_of_the_internal_sponsor_is_told_with_since_when(self) -> None:
        story = given(*BEGUN, on("2024-01-20", MemberReleased("s1", Seat.INTERNAL_SPONSOR)))
        assert found(story).vacant == dt.date(2024, 1, 20)
        assert found(given(*BEGUN)).vacant is None

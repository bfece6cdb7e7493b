"""Missed cadence: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.cadences import CadenceSet
from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.goal_setting_overdue import CHECK as NOT_AGREED_ON
from majoracct.domain.checks.missed_cadence import CHECK
from majoracct.domain.checks.unreported_on_status_call import CHECK as LEFT_OUT
from majoracct.domain.programme.discipline_tables import CadenceTerms, Ceremony, DisciplineTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import given, on

MAJOR = on("2024-01-01", StaffIdentified("s1", "Kim"), QualificationGranted())
REVIEW = MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s1", attendees=("p1",))
REVIEWS = evolve(
    Terms.shipped("GBP"),
    discipline=DisciplineTerms(cadence=CadenceTerms(raised=(Ceremony.BUSINESS_REVIEW,))),
)


@pytest.mark.requirement("X-5")
class TestMissedCadence:
    def test_raised_when_it_was_not_held_in_a_period(self) -> None:
        story = given(MAJOR, on("2024-02-01", REVIEW)).under(REVIEWS).on("2024-07-03")
        (found,) = story.raised(CHECK)
        assert found.says == (
            "In 1 of 2 periods of 92 days since 2024-01-01 there was no business review, last in that from "
            "2024-04-02"
        )
        assert (found.facts, found.about) == (("acme@1",), "business-review")

    def test_not_on_the_last_day_it_may_be(self) -> None:
        assert given(MAJOR, on("2024-02-01", REVIEW)).under(REVIEWS).on("2024-07-02").raised(CHECK) == []

    def test_raised_of_each_that_policy_names(self) -> None:
        found = given(MAJOR).on("2024-07-03").raised(CHECK)
        assert [each.about for each in found] == ["status-call", "business-review"]

    def test_raised_by_the_accounts_own_cadence(self) -> None:
        own = on("2024-01-01", CadenceSet(Ceremony.BUSINESS_REVIEW, 10))
        (found,) = given(MAJOR, own).under(REVIEWS).on("2024-01-11").raised(CHECK)
        assert found.facts == ("acme@2", "acme@1")

    def test_not_of_the_teams_own_meeting(self) -> None:
        every = DisciplineTerms(cadence=CadenceTerms(raised=(Ceremony.TEAM_MEETING,)))
        seated = on("2024-01-01", TeamFormed(), MemberSeated("s1", Seat.INTERNAL_SPONSOR))
        story = given(MAJOR, seated).under(evolve(Terms.shipped("GBP"), discipline=every))
        assert story.raised(CHECK) == []

    def test_not_of_goals_not_agreed_on_which_are_told_by_themselves(self) -> None:
        terms = DisciplineTerms(cadence=CadenceTerms(raised=(Ceremony.GOAL_SETTING,)))
        story = given(MAJOR).under(evolve(Terms.shipped("GBP"), discipline=terms)).on("2025-07-03")
        assert len(story.raised(NOT_AGREED_ON)) == 1
        assert story.raised(CHECK) == []

    def test_not_of_a_call_that_left_it_out_which_is_told_by_itself(self) -> None:
        terms = DisciplineTerms(cadence=CadenceTerms(raised=(Ceremony.STATUS_CALL,)))
        story = given(MAJOR).under(evolve(Terms.shipped("GBP"), discipline=terms)).on("2024-02-20")
        assert [found.about for found in story.raised(CHECK)] == ["status-call"]
        for day, raised in (("2024-01-01", 0), ("2024-01-31", 0), ("2024-02-01", 1)):
            called = story.then_given(on(day, StatusCallHeld("first"))).on("2024-02-20")
            assert len(called.raised(LEFT_OUT)) == 1
            assert len(called.raised(CHECK)) == raised

    def test_not_of_an_account_that_is_not_major(self) -> None:
        assert given(on("2024-01-01", StaffIdentified("s1", "Kim"))).on("2025-01-01").raised(CHECK) == []

"""Meeting back-dated: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.meeting_back_dated import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import GovernanceTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Told, given, on

TEAM = on("2024-04-01", StaffIdentified("s1", "Kim"), TeamFormed(), MemberSeated("s1", Seat.INTERNAL_SPONSOR))


def met(day: str, recorded: str) -> Told:
    return on(day, MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1"), recorded=recorded)


@pytest.mark.requirement("B-G1")
class TestMeetingBackDated:
    def test_raised_when_a_meeting_was_recorded_later_than_policy_has_it(self) -> None:
        story = given(TEAM, met("2024-04-03", "2024-04-03"), met("2024-04-10", "2024-04-18"))
        (found,) = story.raised(CHECK)
        assert found.says == (
            "In 1 of 2 weeks since 2024-04-01 in which the team met its sponsor,"
            " that was recorded more than 7 days later, last in that of 2024-04-08"
        )
        assert (found.facts, found.about) == (("acme@4",), "")

    def test_not_when_it_was_recorded_on_the_last_day_it_may_be(self) -> None:
        assert given(TEAM, met("2024-04-10", "2024-04-17")).raised(CHECK) == []

    def test_not_when_another_of_that_week_was_recorded_in_time(self) -> None:
        story = given(TEAM, met("2024-04-10", "2024-04-18"), met("2024-04-11", "2024-04-18"))
        assert story.raised(CHECK) == []

    def test_in_as_many_days_as_policy_gives(self) -> None:
        terms = evolve(Terms.shipped("GBP"), governance=GovernanceTerms(recorded_days=8))
        assert given(TEAM, met("2024-04-10", "2024-04-18")).under(terms).raised(CHECK) == []

    def test_not_once_it_is_longer_ago_than_policy_looks_back(self) -> None:
        story = given(TEAM, met("2024-04-03", "2024-05-03"))
        assert len(story.on("2025-04-01").raised(CHECK)) == 1
        assert story.on("2025-04-02").raised(CHECK) == []

"""Meeting missed: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.team import MemberSeated, TeamDisbanded, TeamFormed
from majoracct.domain.checks.meeting_missed import CHECK
from majoracct.domain.programme.discipline_tables import DisciplineTerms, DutyTerms
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import FindingTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Told, given, on

TEAM = on("2024-04-01", StaffIdentified("s1", "Kim"), TeamFormed(), MemberSeated("s1", Seat.INTERNAL_SPONSOR))


def met(day: str) -> Told:
    return on(day, MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1"))


@pytest.mark.requirement("B-G1")
class TestMeetingMissed:
    def test_raised_when_the_team_did_not_meet_in_a_week(self) -> None:
        (found,) = given(TEAM, met("2024-04-03"), met("2024-04-16")).on("2024-04-22").raised(CHECK)
        assert found.says == (
            "In 1 of 3 weeks since 2024-04-01 the team did not meet its internal sponsor, "
            "last in that of 2024-04-08"
        )
        assert (found.facts, found.about) == (("acme@1",), "")

    @pytest.mark.requirement("X-12")
    def test_names_whom_policy_has_meet_the_team(self) -> None:
        meets = (Seat.PROGRAMME_MANAGER, Seat.INTERNAL_SPONSOR)
        duties = DisciplineTerms(duties=DutyTerms(meets=meets))
        policy = on("2024-01-01", PolicyAdopted(evolve(Terms.shipped("GBP"), discipline=duties)))
        (found,) = given(policy, TEAM).on("2024-04-10").raised(CHECK)
        assert "did not meet its programme manager or internal sponsor, last" in found.says

    def test_not_when_it_met_on_the_last_day_of_it(self) -> None:
        story = given(TEAM, met("2024-04-03"), met("2024-04-14"), met("2024-04-16"))
        assert story.on("2024-04-22").raised(CHECK) == []

    def test_not_while_the_week_lasts(self) -> None:
        story = given(TEAM, met("2024-04-03"))
        assert story.on("2024-04-14").raised(CHECK) == []
        assert len(story.on("2024-04-15").raised(CHECK)) == 1

    def test_not_once_it_is_longer_ago_than_policy_looks_back(self) -> None:
        story = given(TEAM, on("2024-04-08", TeamDisbanded(teams=("acme@1",))))
        assert len(story.on("2025-04-01").raised(CHECK)) == 1
        assert story.on("2025-04-02").raised(CHECK) == []
        terms = evolve(Terms.shipped("GBP"), findings=FindingTerms(governed_months=13))
        assert [found.facts for found in story.under(terms).on("2025-04-02").raised(CHECK)] == [()]

    def test_not_without_a_team(self) -> None:
        assert given(on("2024-04-01", StaffIdentified("s1", "Kim"))).raised(CHECK) == []

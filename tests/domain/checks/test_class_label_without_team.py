"""Class label without a team: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.class_labels import ClassLabelGiven, ClassLabelTaken
from majoracct.domain.account.team import MemberSeated, NotYetMajor, TeamFormed
from majoracct.domain.checks.class_label_without_team import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

UNA = on("2024-01-01", StaffIdentified("s1", "Una"))
TEAM = on("2024-01-01", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))
CALLED = ClassLabelGiven("global")


@pytest.mark.requirement("J-D1", "X-6")
class TestClassLabelWithoutTeam:
    def test_raised_while_nobody_sits_in_a_team(self) -> None:
        (found,) = given(CALLED, ClassLabelGiven("named"), ClassLabelGiven("core")).raised(CHECK)
        assert found.says == "It is called global and named, and has no team"
        assert (found.facts, found.about) == (("acme@1", "acme@2"), "")
        (formed,) = given(CALLED, on("2024-01-01", TeamFormed())).raised(CHECK)
        assert formed.says == "It is called global, and nobody sits in its team"

    def test_its_remedy_is_open_to_an_account_that_is_not_major(self) -> None:
        story = given(CALLED)
        assert isinstance(story.when(TeamFormed()).refusal, NotYetMajor)
        assert "`qualify grant`" in CHECK.clear

    def test_not_once_somebody_does(self) -> None:
        assert given(UNA, TEAM, CALLED).raised(CHECK) == []

    def test_not_by_a_label_that_asks_for_none_or_was_taken_away(self) -> None:
        assert given(ClassLabelGiven("national")).raised(CHECK) == []
        assert given(on("2024-04-01", CALLED), ClassLabelTaken("global")).raised(CHECK) == []

"""Coaching missed: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.coaching_missed import CHECK
from majoracct.domain.programme.coaching import CoachingHeld
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))
TEAM = on("2024-01-15", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))
HELD = on("2024-02-01", CoachingHeld("s1", "s2", "reviews"))


@pytest.mark.requirement("S-W1")
class TestCoachingMissed:
    def test_raised_when_it_was_due(self) -> None:
        (found,) = given(STAFF, TEAM).on("2024-04-16").raised(CHECK)
        assert found.says == "Una was never coached; coaching was due by 2024-04-15"
        assert (found.facts, found.about) == (("acme@2",), "s1")

    def test_not_on_the_day(self) -> None:
        assert given(STAFF, TEAM).on("2024-04-15").raised(CHECK) == []

    def test_raised_after_the_last(self) -> None:
        assert given(STAFF, TEAM, HELD).on("2024-05-01").raised(CHECK) == []
        (found,) = given(STAFF, TEAM, HELD).on("2024-05-02").raised(CHECK)
        assert found.says == "Una was coached last on 2024-02-01; coaching was due by 2024-05-01"
        assert found.facts == ("acme@2", "programme@4")

"""Programme manager missing: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.programme_manager_missing import CHECK
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Capacity, Seat
from majoracct.testing.given import given

TEAM = (StaffIdentified("s1", "Kim"), TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))
RUNS = MemberSeated("s1", Seat.PROGRAMME_MANAGER, Capacity.PART_TIME)


@pytest.mark.requirement("S-G4")
class TestProgrammeManagerMissing:
    def test_raised_when_nobody_runs_the_team(self) -> None:
        (found,) = given(*TEAM).raised(CHECK)
        assert found.says == "Nobody runs the account team as its programme manager"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_not_when_an_existing_member_does_part_time(self) -> None:
        assert given(*TEAM, RUNS).raised(CHECK) == []

    def test_raised_once_they_left_us(self) -> None:
        assert len(given(*TEAM, RUNS, StaffLeft("s1")).raised(CHECK)) == 1

    def test_not_without_a_team(self) -> None:
        assert given().raised(CHECK) == []

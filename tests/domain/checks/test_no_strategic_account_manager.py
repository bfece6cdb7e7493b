"""No strategic account manager: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamDisbanded, TeamFormed
from majoracct.domain.checks.no_strategic_account_manager import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

SAM = MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER)
MAJOR = (StaffIdentified("s1", "Kim"), QualificationGranted(), TeamFormed())


@pytest.mark.requirement("S-M1")
class TestNoStrategicAccountManager:
    def test_raised_when_a_major_account_has_none(self) -> None:
        (found,) = given(*MAJOR, MemberSeated("s1", Seat.ACCOUNT_MANAGER)).raised(CHECK)
        assert found.says == "The account is major, and no strategic account manager leads it"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_raised_again_once_the_seat_was_given_up(self) -> None:
        gone = MemberReleased("s1", Seat.STRATEGIC_ACCOUNT_MANAGER)
        assert len(given(*MAJOR, SAM, gone).raised(CHECK)) == 1

    def test_not_while_one_leads_it(self) -> None:
        assert given(*MAJOR, SAM).raised(CHECK) == []

    def test_raised_while_a_team_stands_for_an_account_that_is_not_major(self) -> None:
        (found,) = given(*MAJOR, QualificationRevoked()).raised(CHECK)
        assert found.says == "The account has a team, and no strategic account manager leads it"
        assert found.facts == ("acme@2",)

    def test_not_of_an_account_outside_the_programme(self) -> None:
        assert given(*MAJOR, QualificationRevoked(), TeamDisbanded(teams=("acme@2",))).raised(CHECK) == []
        assert given().raised(CHECK) == []

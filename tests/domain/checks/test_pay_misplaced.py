"""Pay misplaced: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.pay_misplaced import CHECK
from majoracct.domain.programme.compensation import CompensationAssigned, CompensationModelDefined, ModelKind
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

HUNTING = CompensationModelDefined("Hunt", ModelKind.HUNTER, "new", "wins", "commission")
KEEPING = CompensationModelDefined("Keep", ModelKind.ACCOUNT_TEAM, "yearly", "promises", "salary")
TEAM = (StaffIdentified("s1", "Kim"), TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))


@pytest.mark.requirement("B-C1")
class TestPayMisplaced:
    def test_raised_when_a_member_is_paid_as_hunters_are(self) -> None:
        (found,) = given(*TEAM, HUNTING, CompensationAssigned("s1", "programme@3")).raised(CHECK)
        assert found.says == "Kim is paid as hunters are, by Hunt"
        assert (found.facts, found.about) == (("acme@2", "programme@4", "programme@3"), "s1")

    def test_not_when_paid_by_an_account_team_s_model(self) -> None:
        assert given(*TEAM, KEEPING, CompensationAssigned("s1", "programme@3")).raised(CHECK) == []

    def test_raised_when_paid_by_none(self) -> None:
        (found,) = given(*TEAM, KEEPING).raised(CHECK)
        assert found.says == "Kim is paid by no model in use"

    def test_not_of_somebody_in_no_seat(self) -> None:
        assert given(*TEAM[:2], HUNTING, CompensationAssigned("s1", "programme@3")).raised(CHECK) == []

"""Pay unfit: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.pay_unfit import CHECK
from majoracct.domain.programme.compensation import CompensationAssigned, CompensationModelDefined, ModelKind
from majoracct.domain.programme.discipline_tables import PayMeasure
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

QUOTAS = (PayMeasure.QUARTERLY_QUOTA, PayMeasure.ANNUAL_QUOTA)
PILLAR = CompensationModelDefined("Pillar", ModelKind.PORTFOLIO_REP, "orders", "share", "commission", QUOTAS)
TEAM = (StaffIdentified("s1", "Kim"), PILLAR, CompensationAssigned("s1", "programme@3"), TeamFormed())


@pytest.mark.requirement("S-W2")
class TestPayUnfit:
    def test_raised_when_who_leads_over_years_is_paid_by_the_quarter(self) -> None:
        (found,) = given(*TEAM, MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER)).raised(CHECK)
        assert found.says == (
            "Kim, strategic account manager, is paid by Pillar, which is for portfolio reps"
        )
        assert (found.facts, found.about) == (("programme@3",), "strategic-account-manager:s1")

    def test_not_when_the_model_was_made_for_the_seat(self) -> None:
        assert given(*TEAM, MemberSeated("s1", Seat.PORTFOLIO_REP)).raised(CHECK) == []

    def test_not_without_a_seat(self) -> None:
        assert given(*TEAM).raised(CHECK) == []

"""Reports to account owner: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.reports_to_account_owner import CHECK
from majoracct.domain.programme.reporting_lines import LineKind, ReportsToSet
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

TEAM = (
    StaffIdentified("s1", "Kim"),
    StaffIdentified("s2", "Una"),
    TeamFormed(),
    MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER),
    MemberSeated("s2", Seat.PORTFOLIO_REP),
)


@pytest.mark.requirement("S-M6")
class TestReportsToAccountOwner:
    def test_raised_when_a_rep_reports_by_a_solid_line(self) -> None:
        (found,) = given(*TEAM, ReportsToSet("s2", "s1", LineKind.SOLID)).raised(CHECK)
        assert found.says == (
            "Una, portfolio rep, reports to Kim, who answers for the account, by a solid line"
        )
        assert (found.facts, found.about) == (("acme@3", "programme@4"), "s2")

    def test_not_by_a_dotted_one(self) -> None:
        assert given(*TEAM, ReportsToSet("s2", "s1", LineKind.DOTTED)).raised(CHECK) == []

    def test_not_to_somebody_else(self) -> None:
        third = StaffIdentified("s3", "Vic")
        assert given(*TEAM, third, ReportsToSet("s2", "s3", LineKind.SOLID)).raised(CHECK) == []

    def test_not_where_nobody_answers_for_the_account(self) -> None:
        line = ReportsToSet("s2", "s1", LineKind.SOLID)
        assert given(*TEAM[:3], TEAM[4], line).raised(CHECK) == []

"""Programme unfunded: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.team import TeamFormed
from majoracct.domain.checks.programme_unfunded import CHECK
from majoracct.domain.programme.funding import ProgrammeFundingCommitted, ProgrammeFundingWithdrawn
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given, on

UNA = on("2024-01-01", StaffIdentified("s1", "Una"))  # programme@2
TEAM = on("2024-02-01", TeamFormed())
FUNDED = on("2024-01-01", ProgrammeFundingCommitted("s1", dt.date(2026, 12, 31)))  # programme@3


@pytest.mark.requirement("X-13", "S-Y1")
class TestProgrammeUnfunded:
    def test_raised_while_an_account_is_in_it(self) -> None:
        (found,) = given(UNA, TEAM).raised(CHECK)
        assert found.says == (
            "The programme runs, accounts in it: 1; and no funding that was committed for 2 years or more "
            "runs for people and process"
        )
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_raised_by_funding_for_less(self) -> None:
        short = on("2024-01-01", ProgrammeFundingCommitted("s1", dt.date(2025, 12, 30)))
        (found,) = given(UNA, TEAM, short).raised(CHECK)
        assert found.facts == ("programme@3", "acme@1")

    def test_not_while_it_is_funded(self) -> None:
        assert given(UNA, TEAM, FUNDED).on("2026-12-31").raised(CHECK) == []
        assert len(given(UNA, TEAM, FUNDED).on("2027-01-01").raised(CHECK)) == 1
        assert len(given(UNA, TEAM, FUNDED, ProgrammeFundingWithdrawn("programme@3")).raised(CHECK)) == 1

    def test_not_before_an_account_is_in_it(self) -> None:
        assert given(UNA, TEAM).on("2024-01-31").raised(CHECK) == []

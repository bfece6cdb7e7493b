"""Directive conflicts: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.commitments import MemberCommitted
from majoracct.domain.account.directives import ConflictingDirectiveReported, ConflictingDirectiveSettled
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.checks.directive_conflicts import CHECK
from majoracct.domain.programme.reporting_lines import LineKind, ReportsToSet
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given, on

BEGUN = on(
    "2024-02-01",
    StaffIdentified("s1", "Kim"),
    StaffIdentified("s2", "Una"),
    OpportunityIdentified("the plant"),
    OpportunityIdentified("licences"),
    MemberCommitted("s1", "a demonstration", dt.date(2024, 6, 1), serves="acme@1"),
)
TOLD = on("2024-03-01", ConflictingDirectiveReported("s1", "s2", "sell licences", "acme@3", "acme@2"))


@pytest.mark.requirement("S-G2")
class TestDirectiveConflicts:
    def test_raised_while_nobody_settled_it(self) -> None:
        (found,) = given(BEGUN, TOLD).raised(CHECK)
        assert found.says == "Kim was told by Una: “sell licences”"
        assert (found.facts, found.about) == (("acme@4",), "acme@4")

    @pytest.mark.requirement("S-V6")
    @pytest.mark.parametrize(
        ("serves", "said"),
        [("acme@2", ", and followed that"), ("acme@1", ", and kept to what the team agreed")],
    )
    def test_raised_with_what_the_member_followed(self, serves: str, said: str) -> None:
        line = on("2024-02-02", ReportsToSet("s1", "s2", LineKind.SOLID))
        did = ActivityLogged(SellingProcess.SELLING, "a visit", members=("s1",), serves=serves)
        (found,) = given(BEGUN, line, TOLD, on("2024-03-05", did)).raised(CHECK)
        assert found.says == f"Kim was told by direct manager Una: “sell licences”{said}"
        assert found.facts == ("acme@4", "acme@5")

    def test_not_once_it_was_settled(self) -> None:
        assert given(BEGUN, TOLD, ConflictingDirectiveSettled("acme@4")).raised(CHECK) == []

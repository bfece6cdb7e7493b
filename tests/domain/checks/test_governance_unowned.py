"""Governance unowned: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.checks.governance_unowned import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

TEAM = (StaffIdentified("s1", "Kim"), StaffIdentified("s2", "Una"), TeamFormed())
ONE, TWO = MemberSeated("s1", Seat.GOVERNANCE_OWNER), MemberSeated("s2", Seat.GOVERNANCE_OWNER)


@pytest.mark.requirement("S-G6")
class TestGovernanceUnowned:
    def test_raised_when_nobody_owns_it(self) -> None:
        (found,) = given(*TEAM).raised(CHECK)
        assert found.says == "Nobody owns the team's facilitation and governance"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_raised_when_two_do(self) -> None:
        (found,) = given(*TEAM, ONE, TWO).raised(CHECK)
        assert found.says == "Kim and Una own the team's facilitation and governance, where one should"
        assert found.facts == ("acme@2", "acme@3")

    def test_not_when_one_does(self) -> None:
        assert given(*TEAM, ONE).raised(CHECK) == []
        released = MemberReleased("s1", Seat.GOVERNANCE_OWNER)
        assert given(*TEAM, ONE, TWO, released).raised(CHECK) == []

    def test_not_without_a_team(self) -> None:
        assert given().raised(CHECK) == []

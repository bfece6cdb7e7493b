"""Sponsor without executives: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.cover import ContactAssigned, FunctionAssigned
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.sponsor_without_executives import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Level, Seat, SellingFunction
from majoracct.testing.given import Given, given


def looking_after(level: Level) -> Given:
    """Return the story of an internal sponsor who looks after somebody of a LEVEL."""
    return given(
        StaffIdentified("s1", "Kim"),
        TeamFormed(),
        MemberSeated("s1", Seat.INTERNAL_SPONSOR),
        StakeholderIdentified("p1", BuyingFunction.CORPORATE, level, "Ana"),
        FunctionAssigned("s1", SellingFunction.CORPORATE),
        ContactAssigned("s1", "p1"),
    )


@pytest.mark.requirement("B-T1")
class TestSponsorWithoutExecutives:
    def test_raised_when_the_internal_sponsor_looks_after_none(self) -> None:
        (found,) = looking_after(Level.SENIOR_MANAGER).raised(CHECK)
        assert found.says == "Kim is internal sponsor, and looks after no executive there"
        assert (found.facts, found.about) == (("acme@2",), "s1")

    def test_not_when_looking_after_one(self) -> None:
        assert looking_after(Level.EXECUTIVE).raised(CHECK) == []

    def test_not_without_an_internal_sponsor(self) -> None:
        assert given(TeamFormed()).raised(CHECK) == []

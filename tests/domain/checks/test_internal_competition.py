"""Internal competition: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.crews import BidTeamAssigned
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.overlaps import OverlapFlagged, OverlapSettled
from majoracct.domain.checks.internal_competition import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given

BEGUN = (
    StaffIdentified("s1", "Kim"),
    StaffIdentified("s2", "Una"),
    OpportunityIdentified("cloud"),
    OpportunityIdentified("on site"),
    OverlapFlagged("acme@1", "acme@2", "failing records"),
)


@pytest.mark.requirement("S-M7")
class TestInternalCompetition:
    def test_raised_when_different_people_work_on_them(self) -> None:
        crews = BidTeamAssigned("acme@1", ("s1",)), BidTeamAssigned("acme@2", ("s2",))
        (found,) = given(*BEGUN, *crews).raised(CHECK)
        assert found.says == ("“cloud” (Kim) and “on site” (Una) address the same problem: failing records")
        assert (found.facts, found.about) == (("acme@3", "acme@1", "acme@2"), "acme@3")

    def test_raised_when_nobody_is_named(self) -> None:
        (found,) = given(*BEGUN).raised(CHECK)
        assert found.says.startswith("“cloud” (nobody named) and")

    def test_not_when_the_same_people_do(self) -> None:
        crews = BidTeamAssigned("acme@1", ("s1",)), BidTeamAssigned("acme@2", ("s1",))
        assert given(*BEGUN, *crews).raised(CHECK) == []

    def test_not_once_it_was_settled(self) -> None:
        assert given(*BEGUN, OverlapSettled("acme@3")).raised(CHECK) == []

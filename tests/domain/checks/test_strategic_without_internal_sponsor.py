"""Strategic without an internal sponsor: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.strategic_without_internal_sponsor import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat, Tier
from majoracct.testing.given import given, on

TEAM = given(on("2024-01-01", StaffIdentified("s1", "Kim"), TeamFormed()))
STRATEGIC = TierMoved(Tier.STRATEGIC, override=True)


@pytest.mark.requirement("B-T1")
class TestStrategicWithoutInternalSponsor:
    def test_raised_when_the_seat_is_empty(self) -> None:
        (found,) = TEAM.then_given(STRATEGIC).raised(CHECK)
        assert found.facts == ("acme@2",)

    def test_not_once_somebody_holds_it(self) -> None:
        seated = on("2024-02-01", MemberSeated("s1", Seat.INTERNAL_SPONSOR))
        assert TEAM.then_given(seated, STRATEGIC).raised(CHECK) == []

    def test_not_in_another_tier(self) -> None:
        assert TEAM.then_given(TierMoved(Tier.CORE, override=True)).raised(CHECK) == []

"""Tier differs: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.checks.tier_differs import CHECK
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import given, money, on

PAID = on("2024-01-01", RevenueRecorded(money("10")))


@pytest.mark.requirement("R-T5")
class TestTierDiffers:
    def test_raised_when_the_facets_indicate_another_since(self) -> None:
        (found,) = given(TierMoved(Tier.GREENFIELD), PAID).raised(CHECK)
        assert found.says == "It is assigned the greenfield tier, and its facets indicate beachhead"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_not_when_they_indicate_the_same(self) -> None:
        assert given(TierMoved(Tier.GREENFIELD)).raised(CHECK) == []
        assert given(PAID, TierMoved(Tier.BEACHHEAD)).raised(CHECK) == []

    def test_raised_by_an_override(self) -> None:
        (found,) = given(TierMoved(Tier.CORE, override=True)).raised(CHECK)
        assert "the core tier, by override, and" in found.says

    def test_not_where_none_was_assigned(self) -> None:
        assert given(PAID).raised(CHECK) == []

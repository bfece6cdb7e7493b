"""Untapped, not sought: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.whitespace import Provider, WhitespaceCellSet
from majoracct.domain.checks.untapped_not_sought import CHECK
from majoracct.testing.given import given

RIVALS = WhitespaceCellSet("Depots", "crews", Provider.COMPETITOR, "Rival plc")
SALE = OpportunityIdentified("crews for depots", offering="crews")


@pytest.mark.requirement("R-O5")
class TestUntappedNotSought:
    def test_raised_once_an_offering(self) -> None:
        theirs = WhitespaceCellSet("Yards", "crews", Provider.IN_HOUSE)
        (found,) = given(RIVALS, theirs).raised(CHECK)
        assert found.says == "crews is untapped in Depots, Yards, and no open opportunity is for it"
        assert (found.facts, found.about) == (("acme@1", "acme@2"), "crews")

    @pytest.mark.parametrize("provider", [Provider.US, Provider.UNKNOWN])
    def test_not_where_it_is_ours_or_nobody_knows(self, provider: Provider) -> None:
        assert given(WhitespaceCellSet("Depots", "crews", provider)).raised(CHECK) == []

    def test_not_while_an_opportunity_is_for_it(self) -> None:
        assert given(RIVALS, SALE).raised(CHECK) == []
        assert len(given(RIVALS, SALE, OpportunityWon("acme@2")).raised(CHECK)) == 1

"""Rogue action: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.directives import RogueActionFlagged
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost, OpportunityWon
from majoracct.domain.checks.rogue_action import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given, on

BEGUN = on("2024-02-01", StaffIdentified("s1", "Kim"), OpportunityIdentified("the plant"))
ROGUE = on("2024-03-01", RogueActionFlagged("s1", "a discount", "acme@1"))


@pytest.mark.requirement("S-G3")
class TestRogueAction:
    def test_raised_while_what_it_harmed_is_open(self) -> None:
        (found,) = given(BEGUN, ROGUE).raised(CHECK)
        assert found.says == "Kim went rogue (“a discount”), harming “the plant”, which is open still"
        assert (found.facts, found.about) == (("acme@2", "acme@1"), "acme@2")

    def test_raised_when_it_was_lost(self) -> None:
        (found,) = given(BEGUN, ROGUE, on("2024-04-01", OpportunityLost("acme@1"))).raised(CHECK)
        assert found.says.endswith("harming “the plant”, which was lost on 2024-04-01")

    def test_not_when_it_was_won_all_the_same(self) -> None:
        assert given(BEGUN, ROGUE, on("2024-04-01", OpportunityWon("acme@1"))).raised(CHECK) == []

    def test_not_once_it_is_longer_ago_than_policy_looks_back(self) -> None:
        assert len(given(BEGUN, ROGUE).on("2025-03-01").raised(CHECK)) == 1
        assert given(BEGUN, ROGUE).on("2025-03-02").raised(CHECK) == []

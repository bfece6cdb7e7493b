"""Playbooks alike: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.checks.playbooks_alike import CHECK
from majoracct.domain.programme.playbooks import PlaybookDefined
from majoracct.domain.programme.terms import Tier
from majoracct.domain.programme.tier_tables import Maturity
from majoracct.testing.given import given

NEW = PlaybookDefined("one", "two", "three", "four", Maturity.NEW)


@pytest.mark.requirement("R-2")
class TestPlaybooksAlike:
    def test_raised_of_each_pair_that_shares_a_part(self) -> None:
        old = PlaybookDefined("a", "b", " Three", "Four ", Maturity.ESTABLISHED)
        (found,) = given(NEW, old).raised(CHECK)
        assert found.says == "New and established customers have the same selling, support"
        assert (found.facts, found.about) == (("programme@2", "programme@3"), "new-established")

    def test_not_where_every_part_differs(self) -> None:
        assert given(NEW, PlaybookDefined("a", "b", "c", "d", Maturity.ESTABLISHED)).raised(CHECK) == []

    def test_not_of_a_tier_or_of_one_alone(self) -> None:
        core = PlaybookDefined("one", "two", "three", "four", tier=Tier.CORE)
        assert given(NEW, core).raised(CHECK) == []

"""Misalignment unresolved: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.misalignment import MisalignmentRecorded, MisalignmentResolved, Settlement
from majoracct.domain.checks.misalignment_unresolved import CHECK
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

APART = on("2024-01-01", MisalignmentRecorded("punctuality", "licences"))


@pytest.mark.requirement("S-C7")
class TestMisalignmentUnresolved:
    def test_raised_when_it_stands_for_longer_than_policy_lets(self) -> None:
        (found,) = given(APART).on("2024-02-01").raised(CHECK)
        assert found.says == "Their focus is punctuality, our offer licences, for 31 days"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_before(self) -> None:
        assert given(APART).on("2024-01-31").raised(CHECK) == []
        terms = evolve(Terms.shipped("GBP"), engagement=EngagementTerms(misaligned_days=31))
        assert given(APART).under(terms).on("2024-02-01").raised(CHECK) == []

    def test_not_once_it_is_settled(self) -> None:
        settled = MisalignmentResolved("acme@1", Settlement.OFFER_WITHDRAWN)
        assert given(APART, settled).raised(CHECK) == []

"""The rules of alignment, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.misalignment import MisalignmentRecorded, MisalignmentResolved, Settlement
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost
from majoracct.domain.assessments.alignment import mismatches
from majoracct.testing.given import given, money, on

DEAL = on("2024-01-01", OpportunityIdentified("licences", money("90")))
APART = on("2024-02-01", MisalignmentRecorded("punctuality", "licences", "acme@1"))
SETTLED = on("2024-03-01", MisalignmentResolved("acme@2", Settlement.NO_MISALIGNMENT))


@pytest.mark.requirement("S-C7")
class TestAL1Stands:
    def test_until_it_is_settled(self) -> None:
        (found,) = mismatches(given(DEAL, APART, SETTLED).on("2024-02-29").account)
        assert (found.stands, found.days, found.facts) == (True, 28, ("acme@2",))
        (after,) = mismatches(given(DEAL, APART, SETTLED).account)
        assert (after.stands, after.days, after.facts) == (False, 29, ("acme@2", "acme@3"))


@pytest.mark.requirement("S-C7")
class TestAL2AtStake:
    def test_is_what_the_opportunity_would_bring(self) -> None:
        (found,) = mismatches(given(DEAL, APART).account)
        assert found.stake == money("90")

    def test_while_both_stand(self) -> None:
        for end in (SETTLED, on("2024-03-01", OpportunityLost("acme@1"))):
            assert mismatches(given(DEAL, APART, end).account)[0].stake is None

    def test_unknown_without_an_opportunity_or_its_worth(self) -> None:
        unvalued = on("2024-01-01", OpportunityIdentified("licences"))
        assert mismatches(given(unvalued, APART).account)[0].stake is None
        (alone,) = mismatches(given(MisalignmentRecorded("punctuality", "licences")).account)
        assert (alone.stake, alone.opportunity, alone.stands) == (None, None, True)

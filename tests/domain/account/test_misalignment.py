"""The rules of misalignment, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.misalignment import (
    MisalignmentRecorded,
    MisalignmentResolved,
    Misalignments,
    MisalignmentUnstated,
    NoMisalignmentStands,
    Settlement,
)
from majoracct.domain.account.opportunities import (
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderUnknown,
)
from majoracct.testing.given import DAY, given

DEAL = OpportunityIdentified("licences")
APART = MisalignmentRecorded("punctuality", "licences")
SETTLED = MisalignmentResolved("acme@1", Settlement.OFFER_CHANGED)


@pytest.mark.requirement("S-C7")
class TestMI1FocusAndOffer:
    def test_says_both(self) -> None:
        given().when(evolve(APART, focus=" ")).then_refused(MisalignmentUnstated)
        given().when(evolve(APART, offer=" ")).then_refused(MisalignmentUnstated)
        found = given().when(APART).then()[Misalignments].items["acme@2"]
        assert (found.focus, found.offer, found.settled) == ("punctuality", "licences", None)


@pytest.mark.requirement("S-C7")
class TestMI2WhatItMeets:
    def test_is_an_opportunity_that_is_open(self) -> None:
        apart = evolve(APART, opportunity="acme@1")
        given().when(apart).then_refused(OpportunityUnknown)
        given(DEAL, OpportunityLost("acme@1")).when(apart).then_refused(OpportunityDecided)
        given(DEAL).when(apart).then()

    def test_told_by_somebody_we_know(self) -> None:
        told = evolve(APART, person="p1")
        given().when(told).then_refused(StakeholderUnknown)
        given(StakeholderIdentified("p1", BuyingFunction.CORPORATE)).when(told).then()


@pytest.mark.requirement("S-C7")
class TestMI3Settled:
    def test_only_what_stands(self) -> None:
        given().when(SETTLED).then_refused(NoMisalignmentStands, "acme@1 is no misalignment of acme")
        given(APART, SETTLED).when(SETTLED).then_refused(NoMisalignmentStands, "was settled on 2024-05-01")

    def test_says_how(self) -> None:
        found = given(APART).when(SETTLED).then()[Misalignments].items["acme@1"]
        assert (found.settled, found.how, found.settled_fact) == (DAY, Settlement.OFFER_CHANGED, "acme@2")

    def test_replay_bears_one_that_is_missing(self) -> None:
        assert len(given(SETTLED)[Misalignments].items) == 0

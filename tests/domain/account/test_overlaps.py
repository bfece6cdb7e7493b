"""The rules of overlaps, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.opportunities import (
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.overlaps import (
    NoOverlap,
    OverlapFlagged,
    OverlapOfOne,
    OverlapSettled,
    OverlapStands,
    ProblemUnstated,
    standing,
)
from majoracct.testing.given import given, on

A, B = OpportunityIdentified("cloud"), OpportunityIdentified("on site")
BOTH = OverlapFlagged("acme@1", "acme@2", "failing records")
LOST = OpportunityLost("acme@1")


@pytest.mark.requirement("S-M7")
class TestOV1TwoOpenOpportunities:
    def test_for_one_problem(self) -> None:
        ((_, found),) = standing(given(A, B).when(BOTH).then().account)
        assert found.problem == "failing records"
        given(A, B).when(evolve(BOTH, problem=" ")).then_refused(ProblemUnstated)

    def test_two_of_them(self) -> None:
        given(A, B).when(evolve(BOTH, other="acme@1")).then_refused(OverlapOfOne)

    def test_both_open(self) -> None:
        given(A).when(BOTH).then_refused(OpportunityUnknown)
        given(A, B, LOST).when(BOTH).then_refused(OpportunityDecided)


@pytest.mark.requirement("S-M7")
class TestOV2Once:
    def test_whichever_is_named_first(self) -> None:
        story = given(A, B, BOTH)
        story.when(BOTH).then_refused(OverlapStands)
        story.when(OverlapFlagged("acme@2", "acme@1", "records")).then_refused(OverlapStands)
        story.then_given(OverlapSettled("acme@3")).when(BOTH).then()


@pytest.mark.requirement("S-M7")
class TestOV3Settled:
    def test_it_stands_no_longer(self) -> None:
        after = given(A, B, BOTH).when(OverlapSettled("acme@3")).then()
        assert standing(after.account) == []
        after.when(OverlapSettled("acme@3")).then_refused(NoOverlap)

    def test_nor_once_one_was_decided(self) -> None:
        story = given(A, B, BOTH, on("2024-06-01", LOST))
        assert len(standing(story.account)) == 1
        assert standing(story.on("2024-06-01").account) == []

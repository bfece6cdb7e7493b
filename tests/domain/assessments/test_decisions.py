"""Decisions: which facts are decisions, and what is said of each."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.decisions import DECISION_TYPES, Decision, decided
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import Given, given, on


def _decided(story: Given) -> list[Decision]:
    return decided(story.facts, lambda _: dt.date(2024, 5, 11))


@pytest.mark.requirement("B-D4", "B-Q6")
def test_every_kind_of_decision_is_one_in_the_order_recorded() -> None:
    story = given(
        on("2024-05-05", QualificationOpened()),
        on("2024-05-04", QualificationRefused()),
        QualificationGranted(override=True, policy="programme@1"),
        QualificationReviewed(),
        QualificationRevoked(),
    )
    found = _decided(story)
    assert [d.decision for d in found] == ["refuse", "grant", "review", "revoke"]
    assert [d.override for d in found] == [False, True, False, False]
    assert [d.lag for d in found] == [7, 10, 10, 10]
    assert found[1].policy == "programme@1"


def test_a_move_of_tier_decides_only_by_override() -> None:
    story = given(TierMoved(Tier.GREENFIELD), TierMoved(Tier.CORE, override=True))
    assert [(d.decision, d.fact.reference) for d in _decided(story)] == [("tier", "acme@2")]


def test_one_that_was_withdrawn_says_by_what() -> None:
    story = given(QualificationRefused(), FactWithdrawn("acme@1"))
    assert [d.withdrawn_by for d in _decided(story)] == ["acme@2"]


def test_the_types_are_stored_names() -> None:
    assert set(DECISION_TYPES) >= {"QualificationGranted", "TierMoved"}

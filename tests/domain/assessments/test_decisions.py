"""Decisions: which facts are decisions, and what is said of each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.approval import PlanApproved, PlanRejected
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.review import PlanSubmitted
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.decisions import DECISION_TYPES, Decision, decided, population
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import EARLY, Given, corrected, given, on
from majoracct.testing.histories import ACCOUNTS, facts


def _decided(story: Given) -> list[Decision]:
    """Return the decisions of a story, but for the shipped policy."""
    return decided(story.facts, lambda _: dt.date(2024, 5, 11))[1:]


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


def test_a_rule_set_is_a_decision_of_the_programme_that_nobody_proposed() -> None:
    story = given(PeriodClosed(EARLY), PeriodReopened())
    (first, *rest) = decided(story.facts, lambda _: dt.date(2024, 5, 11))
    assert [(d.account, d.decision, d.proposal) for d in (first, *rest)] == [
        ("programme", "adopt", None),
        ("programme", "close", None),
        ("programme", "reopen", None),
    ]
    assert first.lag == 0


@pytest.mark.requirement("B-D4", "B-Q0")
class TestWhoProposed:
    OPENED = on("2024-04-01", QualificationOpened(), by="sue", role="sales executive")

    def proposals(self, *happened: Any) -> list[str | None]:
        """Return the openings behind the decisions."""
        found = [d.proposal for d in _decided(given(*happened))]
        return [fact.reference if fact else None for fact in found]

    def test_is_whoever_opened_what_is_granted_reviewed_and_revoked(self) -> None:
        happened = (self.OPENED, QualificationGranted(), QualificationReviewed(), QualificationRevoked())
        assert self.proposals(*happened) == ["acme@1"] * 3

    def test_is_nobody_once_it_was_settled(self) -> None:
        again = QualificationGranted(override=True)
        assert self.proposals(self.OPENED, QualificationRefused(), again) == ["acme@1", None]
        assert self.proposals(self.OPENED, QualificationRevoked(), again) == ["acme@1", None]
        later = (QualificationRefused(), QualificationOpened(), QualificationGranted())
        assert self.proposals(self.OPENED, *later) == ["acme@1", "acme@3"]

    def test_is_not_who_opened_it_afterwards(self) -> None:
        after = on("2024-06-01", QualificationOpened())
        assert self.proposals(after, QualificationGranted()) == [None]
        assert self.proposals(QualificationGranted(), self.OPENED) == [None]

    def test_is_who_had_by_what_was_known_then(self) -> None:
        assert self.proposals(self.OPENED, QualificationGranted(), FactWithdrawn("acme@1")) == ["acme@1"]
        assert self.proposals(self.OPENED, FactWithdrawn("acme@1"), QualificationGranted()) == [None]
        settled = (QualificationRefused(), FactWithdrawn("acme@2"), QualificationGranted())
        assert self.proposals(self.OPENED, *settled) == ["acme@1", "acme@1"]

    def test_is_the_same_of_a_corrected_decision(self) -> None:
        told = (self.OPENED, QualificationGranted(), corrected("acme@2", QualificationRefused()))
        assert self.proposals(*told) == ["acme@1", "acme@1"]

    def test_is_nobody_of_a_move_of_tier(self) -> None:
        assert self.proposals(self.OPENED, TierMoved(Tier.CORE, override=True)) == [None]

    def test_is_of_the_same_account(self) -> None:
        bolt = on("2024-04-01", QualificationOpened(), to="bolt")
        assert self.proposals(bolt, QualificationGranted()) == [None]


fast = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("B-D4", "B-Q6")
class TestTheListIsComplete:
    """Whatever happened: no decision is missing, none is told twice, and their positions add up."""

    @fast
    @for_all(facts(max_size=30))
    def test_against_the_facts_themselves(self, known: list[Fact]) -> None:
        found = decided(known, lambda _: dt.date(2024, 6, 1))
        expected = [
            f.position
            for f in known
            if (type(f.event).__name__ in DECISION_TYPES and getattr(f.event, "override", True) is not False)
            or type(f.event) is QualificationGranted
        ]
        assert [d.fact.position for d in found] == expected
        gone = {f.event.target for f in known if isinstance(f.event, FactWithdrawn)}
        assert {d.fact.reference for d in found if d.withdrawn_by} == gone & {d.fact.reference for d in found}

    @fast
    @for_all(facts(max_size=30), st.integers(0, 400))
    def test_and_what_was_late_is_told_once(self, known: list[Fact], limit: int) -> None:
        story = given().under(evolve(Terms.shipped("GBP"), recording=RecordingTerms(limit)))
        ruled = [f for f in story.facts if f.stream == PROGRAMME]
        mine = [f for f in known if f.stream in ACCOUNTS]
        held = [*ruled, *(evolve(f, position=f.position + 9) for f in mine)]
        recorded = dt.date(2024, 6, 1)
        expected = {f.reference for f in mine if (recorded - f.on).days > limit}
        found = population(held, Limits.of(held, lambda _: recorded))
        assert {d.fact.reference for d in found if d.late} == expected
        assert len(found) == len({d.fact.position for d in found})


def test_an_approval_of_a_plan_is_one_that_its_submission_proposed_whatever_was_decided_on_status() -> None:
    story = given(
        QualificationOpened(),
        PlanSubmitted("s1"),
        QualificationRefused(),
        PlanApproved("s2", "sales executive"),
        PlanRejected("s3", "product", "not built yet"),
    )
    found = _decided(story)
    assert [d.decision for d in found] == ["refuse", "approve-plan", "reject-plan"]
    assert [d.proposal.reference if d.proposal else None for d in found] == ["acme@1", "acme@2", "acme@2"]
    assert [d.on_status for d in found] == [True, False, False]

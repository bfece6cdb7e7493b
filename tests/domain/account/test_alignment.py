"""The rules of what of ours answers which problem, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.access import ExecutiveAccessGained, IssueAnswered, IssueKind, IssueRecorded
from majoracct.domain.account.alignment import AlignmentUnstated, OfferingAligned, OutcomeNotWanted, aligned
from majoracct.domain.account.opportunities import (
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.outcomes import OutcomeKind, OutcomeTargeted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import given

DEAL = OpportunityIdentified("depots")
SOLVES = OfferingAligned("acme@1", "rail planner", "late trains")


@pytest.mark.requirement("S-F4")
class TestJP3WhatAnswersWhich:
    def test_is_said_of_an_opportunity_that_is_open(self) -> None:
        given().when(SOLVES).then_refused(OpportunityUnknown)
        given(DEAL, OpportunityLost("acme@1")).when(SOLVES).then_refused(OpportunityDecided)
        found = aligned("acme@1", given(DEAL).when(SOLVES).then().account)
        assert found is not None
        assert (found.offering, found.problem, found.facts) == ("rail planner", "late trains", ("acme@2",))

    def test_in_words_both(self) -> None:
        for half in (OfferingAligned("acme@1", " ", "late"), OfferingAligned("acme@1", "planner", "")):
            given(DEAL).when(half).then_refused(AlignmentUnstated)

    def test_the_latest_word_stands(self) -> None:
        again = OfferingAligned("acme@1", "signals", "late trains")
        found = aligned("acme@1", given(DEAL, SOLVES, again).account)
        assert found is not None
        assert found.offering == "signals"

    def test_nobody_said_so_is_unknown(self) -> None:
        assert aligned("acme@1", given(DEAL).account) is None
        assert aligned("acme@9", given(DEAL).account) is None


@pytest.mark.requirement("S-F4")
class TestJP4AnOutcomeTheyWant:
    def test_is_on_record(self) -> None:
        wanted = OfferingAligned("acme@1", "rail planner", "late trains", outcome="acme@2")
        given(DEAL).when(wanted).then_refused(OutcomeNotWanted)
        story = given(DEAL, OutcomeTargeted(OutcomeKind.COST, "fewer penalties")).when(wanted).then()
        found = aligned("acme@1", story.account)
        assert found is not None
        assert found.outcome == "acme@2"


@pytest.mark.requirement("S-F4")
class TestJP5AnAnsweredIssue:
    ISSUE = (
        StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL),
        ExecutiveAccessGained("p1"),
        IssueRecorded("p1", IssueKind.POLITICAL, "the board"),
    )
    ANSWER = IssueAnswered("acme@3", "our planner")
    CREATED = OpportunityIdentified("depots", origin=Origin.CREATION, issue="acme@3")

    def test_aligns_the_opportunity_created_from_it(self) -> None:
        found = aligned("acme@5", given(*self.ISSUE, self.ANSWER, self.CREATED).account)
        assert found is not None
        assert (found.offering, found.problem, found.issue) == ("our planner", None, "acme@3")
        assert found.facts == ("acme@5", "acme@3", "acme@4")

    def test_unless_nothing_answers_it(self) -> None:
        assert aligned("acme@4", given(*self.ISSUE, self.CREATED).account) is None

    def test_and_what_was_said_of_it_comes_first(self) -> None:
        story = given(*self.ISSUE, self.ANSWER, self.CREATED, OfferingAligned("acme@5", "signals", "delays"))
        found = aligned("acme@5", story.account)
        assert found is not None
        assert found.offering == "signals"

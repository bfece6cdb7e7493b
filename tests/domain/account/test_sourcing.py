"""The rules of where demand came from, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.access import ExecutiveAccessGained, IssueAnswered, IssueKind, IssueRecorded
from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import (
    IssueUnanswered,
    LeadCreatesDemand,
    LeadUnknown,
    NotCreated,
    Origin,
    TriggerMissing,
    TriggerWithoutReaction,
)
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import given, on

REACTION, CREATION = Origin.REACTION, Origin.CREATION
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
ISSUE = IssueRecorded("p1", IssueKind.EMOTIONAL, "She is tired of surprises.")
CHAIN = (ANA, ExecutiveAccessGained("p1"), ISSUE, IssueAnswered("acme@3", "forecasts"))


@pytest.mark.requirement("B-P2")
class TestO5AReactionNamesItsTrigger:
    @pytest.mark.parametrize("trigger", [None, "", " "])
    def test_or_is_refused(self, trigger: str | None) -> None:
        given().when(OpportunityIdentified("a", origin=REACTION, trigger=trigger)).then_refused(
            TriggerMissing
        )

    def test_and_then_keeps_it(self) -> None:
        after = given().when(OpportunityIdentified("a", origin=REACTION, trigger="RFP 7")).then()
        found = after[Opportunities].items["acme@2"]
        assert (found.origin, found.trigger) == (REACTION, "RFP 7")

    @pytest.mark.parametrize("origin", [CREATION, None])
    def test_and_nothing_else_has_one(self, origin: Origin | None) -> None:
        given().when(OpportunityIdentified("a", origin=origin, trigger="RFP 7")).then_refused(
            TriggerWithoutReaction, "“RFP 7” sets off a reaction"
        )
        given().when(OpportunityIdentified("a", origin=origin)).then()


@pytest.mark.requirement("B-P3")
class TestO6OfAnAnsweredIssue:
    FOUND = OpportunityIdentified("a", origin=CREATION, issue="acme@3")

    def test_not_of_one_that_is_unknown(self) -> None:
        given(ANA).when(self.FOUND).then_refused(IssueUnanswered, "no issue acme@3 answered by 2024-05-01")

    def test_not_of_one_that_nothing_answers_yet(self) -> None:
        given(*CHAIN[:3]).when(self.FOUND).then_refused(IssueUnanswered)
        story = given(on("2024-01-01", *CHAIN[:3]), on("2024-06-01", CHAIN[3]))
        story.when(self.FOUND).then_refused(IssueUnanswered)

    def test_of_one_that_is_answered(self) -> None:
        after = given(*CHAIN).when(self.FOUND).then()
        assert after[Opportunities].items["acme@5"].issue == "acme@3"

    @pytest.mark.parametrize("origin", [REACTION, None])
    def test_and_is_created(self, origin: Origin | None) -> None:
        trigger = "RFP 7" if origin else None
        given(*CHAIN).when(
            OpportunityIdentified("a", origin=origin, trigger=trigger, issue="acme@3")
        ).then_refused(NotCreated)


@pytest.mark.requirement("B-P6")
class TestO7ALeadIsAnActivity:
    BRIEFING = ActivityLogged(SellingProcess.SELLING, "a briefing", ("p1",))

    def test_on_record(self) -> None:
        found = OpportunityIdentified("a", origin=CREATION, lead="acme@2")
        given(ANA).when(found).then_refused(LeadUnknown, "acme has no activity acme@2")
        given(ANA, self.BRIEFING).on("2024-04-30").when(found).then_refused(LeadUnknown)
        after = given(ANA, self.BRIEFING).when(found).then()
        assert after[Opportunities].items["acme@3"].lead == "acme@2"

    @pytest.mark.parametrize("origin", [REACTION, None])
    def test_selling_to_executives_creates(self, origin: Origin | None) -> None:
        found = OpportunityIdentified("a", origin=origin, trigger="RFP" if origin else None, lead="acme@2")
        given(ANA, self.BRIEFING).when(found).then_refused(LeadCreatesDemand)
        given(ANA, ActivityLogged(SellingProcess.SERVICING, "a call", ("p1",))).when(found).then()

"""The rules of directives and rogue actions, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ActivityLogged, SellingProcess, ServesNothing
from majoracct.domain.account.commitments import MemberCommitted
from majoracct.domain.account.directives import (
    AgainstNoCommitment,
    ConflictingDirectiveReported,
    ConflictingDirectiveSettled,
    DirectiveEmpty,
    DirectiveFromSelf,
    Directives,
    FlaggedAlready,
    NoDirective,
    NothingHarmed,
    NotTheirActivity,
    RogueActionFlagged,
    RogueUnstated,
)
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import Given, given

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
BIG = OpportunityIdentified("the whole plant")
PROMISED = MemberCommitted("s1", "a demonstration", dt.date(2024, 6, 1), serves="acme@1")
TOLD = ConflictingDirectiveReported("s1", "s2", "sell licences this quarter")
ROGUE = RogueActionFlagged("s1", "a discount of their own", "acme@1")


def told(*events: object) -> Given:
    return given(UNA, VIC, BIG, *events)  # type: ignore[arg-type]


@pytest.mark.requirement("S-G2")
class TestDV1ADirective:
    def test_says_something_from_another_of_ours(self) -> None:
        told().when(evolve(TOLD, content=" ")).then_refused(DirectiveEmpty)
        told().when(evolve(TOLD, manager="s1")).then_refused(DirectiveFromSelf)
        told().when(evolve(TOLD, manager="s9")).then_refused(NotOnStaff)
        told().when(evolve(TOLD, member="s9")).then_refused(NotOnStaff)
        assert told().when(TOLD).then()[Directives].items["acme@2"].manager == "s2"


@pytest.mark.requirement("S-V6")
class TestDV2AgainstACommitment:
    def test_of_that_member(self) -> None:
        after = told(PROMISED).when(evolve(TOLD, against="acme@2", instead="acme@1")).then()
        assert after[Directives].items["acme@3"].against == "acme@2"
        told().when(evolve(TOLD, against="acme@2")).then_refused(AgainstNoCommitment)
        theirs = evolve(PROMISED, member="s2")
        told(theirs).when(evolve(TOLD, against="acme@2")).then_refused(AgainstNoCommitment, "s1 made no")

    def test_for_the_sake_of_something_on_record(self) -> None:
        told().when(evolve(TOLD, instead="acme@9")).then_refused(ServesNothing)


@pytest.mark.requirement("S-G2")
class TestDV3Settled:
    def test_once(self) -> None:
        settle = ConflictingDirectiveSettled("acme@2")
        after = told(TOLD).when(settle).then()
        assert after[Directives].items["acme@2"].settled == dt.date(2024, 5, 1)
        after.when(settle).then_refused(NoDirective)
        told().when(settle).then_refused(NoDirective)


@pytest.mark.requirement("S-G3")
class TestRT1ARogueAction:
    def test_says_what_was_done_and_what_it_harmed(self) -> None:
        told().when(evolve(ROGUE, what="")).then_refused(RogueUnstated)
        told().when(evolve(ROGUE, harmed="acme@9")).then_refused(NothingHarmed)
        told().when(evolve(ROGUE, member="s9")).then_refused(NotOnStaff)
        assert told().when(ROGUE).then()[Directives].rogue["acme@2"].harmed == "acme@1"


@pytest.mark.requirement("S-G3")
class TestRT2TheActivityItWas:
    VISIT = ActivityLogged(SellingProcess.SELLING, "a visit", members=("s1",))

    def test_is_theirs(self) -> None:
        told(self.VISIT).when(evolve(ROGUE, activity="acme@2")).then()
        told(self.VISIT).when(evolve(ROGUE, member="s2", activity="acme@2")).then_refused(NotTheirActivity)
        told().when(evolve(ROGUE, activity="acme@2")).then_refused(NotTheirActivity)

    def test_or_nobody_said_whose_it_was(self) -> None:
        anybodys = ActivityLogged(SellingProcess.SELLING, "a visit")
        told(anybodys).when(evolve(ROGUE, activity="acme@2")).then()


@pytest.mark.requirement("S-G3")
class TestRT3FlaggedOnce:
    def test_by_the_same_words_of_the_same_member_and_opportunity(self) -> None:
        again = evolve(ROGUE, what=" A discount of their own")
        told(ROGUE).when(again).then_refused(FlaggedAlready, "acme@2")
        told(ROGUE).when(evolve(ROGUE, what="another discount")).then()
        told(ROGUE).when(evolve(ROGUE, member="s2")).then()

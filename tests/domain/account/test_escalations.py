"""The rules of escalations, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.escalations import (
    AlreadyTakenUp,
    EscalationNotOpen,
    Escalations,
    EscalationTakenUp,
    EscalationUnstated,
    IssueEscalated,
    IssueResolved,
    ResolutionUnstated,
    TakenUpByAnother,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderUnknown
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana")
ISSUE = IssueEscalated("late invoices")
STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))
SPONSORED = on("2024-01-01", TeamFormed(), MemberSeated("s1", Seat.INTERNAL_SPONSOR))  # acme@1, acme@2
RAISED = on("2024-04-01", ISSUE)  # acme@3
TAKEN = EscalationTakenUp("acme@3", "s1")


@pytest.mark.requirement("S-A4")
class TestES1SaysWhatTheIssueIs:
    def test_not_nothing(self) -> None:
        given().when(IssueEscalated(" ")).then_refused(EscalationUnstated)

    def test_raised_by_somebody_we_know_or_by_nobody(self) -> None:
        given().when(IssueEscalated("late", "p1")).then_refused(StakeholderUnknown)
        story = given(ANA, IssueEscalated("late", "p1"), on("2024-04-01", ISSUE))
        assert [(e.fact, e.raised_by) for _, e in story[Escalations].in_order] == [
            ("acme@3", None),
            ("acme@2", "p1"),
        ]

    def test_is_told_of_the_account_it_merged_into(self) -> None:
        story = given(
            AccountOpened("Acme"),
            on("2024-04-01", AccountOpened("Bolt"), ISSUE, to="bolt"),
            on("2024-04-02", AccountMerged("acme"), to="bolt"),
            on("2024-04-02", AccountAbsorbed("bolt")),
        )
        assert list(story[Escalations].items) == ["bolt@2"]
        assert not story.on("2024-04-01")[Escalations].items


@pytest.mark.requirement("S-A4", "B-T1")
class TestES2TheInternalSponsorTakesItUp:
    def test_and_nobody_else(self) -> None:
        story = given(STAFF, SPONSORED, RAISED)
        story.when(EscalationTakenUp("acme@3", "s2")).then_refused(
            TakenUpByAnother, "s2 is not internal sponsor of acme"
        )
        found = story.when(TAKEN).then()[Escalations].items["acme@3"]
        assert (found.taken_up, found.taken_up_by, found.taken_up_fact) == (story.day, "s1", "acme@4")

    def test_once(self) -> None:
        story = given(STAFF, SPONSORED, RAISED).when(TAKEN).then()
        story.when(TAKEN).then_refused(AlreadyTakenUp, "s1 took it up on 2024-05-01")


@pytest.mark.requirement("S-A4")
class TestES3OnlyWhatIsOpenIsResolved:
    def test_once_and_it_is_said_how(self) -> None:
        story = given(STAFF, SPONSORED, RAISED)
        story.when(IssueResolved("acme@3", " ")).then_refused(ResolutionUnstated)
        done = story.when(IssueResolved("acme@3", "sent again")).then()
        assert done[Escalations].items["acme@3"].resolved_fact == "acme@4"
        done.when(IssueResolved("acme@3", "again")).then_refused(EscalationNotOpen, "was resolved on")
        done.when(TAKEN).then_refused(EscalationNotOpen)

    def test_not_what_nobody_raised(self) -> None:
        given().when(IssueResolved("acme@3", "sent")).then_refused(EscalationNotOpen, "is no escalation")


@pytest.mark.requirement("S-A4")
class TestES4Late:
    def test_after_the_days_while_nobody_took_it_up(self) -> None:
        story = given(STAFF, SPONSORED, RAISED)
        found = story[Escalations].items["acme@3"]
        assert found.days(dt.date(2024, 4, 15)) == 14
        assert not found.late(dt.date(2024, 4, 15), 14)
        assert found.late(dt.date(2024, 4, 16), 14)

    @pytest.mark.parametrize("then", [TAKEN, IssueResolved("acme@3", "sent again")])
    def test_not_once_it_was_taken_up_or_resolved(self, then: EscalationTakenUp | IssueResolved) -> None:
        found = given(STAFF, SPONSORED, RAISED).when(then).then()[Escalations].items["acme@3"]
        assert not found.late(dt.date(2025, 1, 1), 14)

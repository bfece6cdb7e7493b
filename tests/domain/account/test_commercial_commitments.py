"""The rules of commercial commitments, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.commercial_commitments import (
    CommercialCommitmentEnded,
    CommercialCommitmentMade,
    CommercialCommitments,
    CommitmentKind,
    CommitmentNotRunning,
    CommitmentOverAtOnce,
    CommitmentUnstated,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderUnknown
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana")
MADE = CommercialCommitmentMade(CommitmentKind.PLATFORM, "ours", dt.date(2026, 12, 31))
ENDED = CommercialCommitmentEnded("acme@1")


@pytest.mark.requirement("S-A7")
class TestCC1SaysWhatWasSettledOn:
    def test_not_nothing_and_by_nobody_unknown(self) -> None:
        given().when(CommercialCommitmentMade(CommitmentKind.PLATFORM, " ")).then_refused(CommitmentUnstated)
        settled = CommercialCommitmentMade(CommitmentKind.PLATFORM, "ours", settled_by="p1")
        given().when(settled).then_refused(StakeholderUnknown)
        given(ANA).when(settled).then()

    @pytest.mark.parametrize("kind", CommitmentKind)
    def test_of_each_kind_by_its_fact(self, kind: CommitmentKind) -> None:
        story = given().when(CommercialCommitmentMade(kind, "ours")).then()
        ((key, found),) = story[CommercialCommitments].in_order
        assert (key, found.kind, found.runs(dt.date.max)) == ("acme@2", kind, True)

    def test_is_told_of_the_account_it_merged_into(self) -> None:
        story = given(
            AccountOpened("Acme"),
            on("2024-04-01", AccountOpened("Bolt"), MADE, to="bolt"),
            on("2024-04-02", AccountMerged("acme"), to="bolt"),
            on("2024-04-02", AccountAbsorbed("bolt")),
        )
        assert list(story[CommercialCommitments].items) == ["bolt@2"]
        assert not story.on("2024-04-01")[CommercialCommitments].items


@pytest.mark.requirement("S-A7")
class TestCC2ItsTerm:
    def test_ends_after_the_day_it_was_made(self) -> None:
        for day, fine in ((dt.date(2024, 5, 1), False), (dt.date(2024, 5, 2), True)):
            outcome = given().when(CommercialCommitmentMade(CommitmentKind.TECHNOLOGY, "ours", day))
            outcome.then() if fine else outcome.then_refused(CommitmentOverAtOnce)

    def test_and_it_runs_to_its_last_day(self) -> None:
        found = given(MADE)[CommercialCommitments].items["acme@1"]
        assert found.runs(dt.date(2026, 12, 31))
        assert not found.runs(dt.date(2027, 1, 1))


@pytest.mark.requirement("S-A7")
class TestCC3OnlyOneThatRunsIsEnded:
    def test_once(self) -> None:
        story = given(on("2024-04-01", MADE)).when(ENDED).then()
        assert not story[CommercialCommitments].items["acme@1"].runs(story.day)
        story.when(ENDED).then_refused(CommitmentNotRunning)

    def test_not_one_whose_term_is_over_or_that_is_unknown(self) -> None:
        given().when(ENDED).then_refused(CommitmentNotRunning)
        given(MADE).on("2027-01-01").when(ENDED).then_refused(CommitmentNotRunning)

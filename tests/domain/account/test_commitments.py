"""The rules of commitments within the team, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ServesNothing
from majoracct.domain.account.commitments import (
    CommitmentAlreadyDue,
    CommitmentEmpty,
    CommitmentNotOpen,
    Commitments,
    MemberCommitmentKept,
    MemberCommitmentMissed,
    MemberCommitted,
    NotYetMissed,
)
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import Given, given, on

UNA = StaffIdentified("s1", "Una")
JUNE = dt.date(2024, 6, 1)
DEMO = MemberCommitted("s1", "a demonstration", JUNE)


def told(*events: object) -> Given:
    return given(UNA, *events)  # type: ignore[arg-type]


@pytest.mark.requirement("S-V5")
class TestCI1ACommitment:
    def test_says_what_by_a_day_to_come(self) -> None:
        told().when(evolve(DEMO, what=" ")).then_refused(CommitmentEmpty)
        told().when(evolve(DEMO, due=dt.date(2024, 4, 30))).then_refused(CommitmentAlreadyDue)
        told().when(evolve(DEMO, due=dt.date(2024, 5, 1))).then()

    def test_is_made_by_one_of_ours_to_one_of_ours(self) -> None:
        given().when(DEMO).then_refused(NotOnStaff)
        told().when(evolve(DEMO, to="s9")).then_refused(NotOnStaff)

    def test_for_something_on_record(self) -> None:
        told(OpportunityIdentified("signalling")).when(evolve(DEMO, serves="acme@1")).then()
        told().when(evolve(DEMO, serves="acme@9")).then_refused(ServesNothing)


@pytest.mark.requirement("S-V5")
class TestCI2WhatCameOfIt:
    KEPT, MISSED = MemberCommitmentKept("acme@1"), MemberCommitmentMissed("acme@1")

    def test_kept_in_time_or_late(self) -> None:
        story = told(on("2024-05-01", DEMO))
        for day, in_time in (("2024-06-01", True), ("2024-06-02", False)):
            after = story.on(day).when(self.KEPT).then()[Commitments].items["acme@1"]
            assert (after.kept, after.in_time) == (dt.date.fromisoformat(day), in_time)

    def test_missed_no_sooner_than_it_was_due(self) -> None:
        story = told(on("2024-05-01", DEMO))
        story.on("2024-05-31").when(self.MISSED).then_refused(NotYetMissed, "due by 2024-06-01")
        assert story.on(JUNE).when(self.MISSED).then()[Commitments].items["acme@1"].missed == JUNE

    def test_missed_for_something_else_on_record(self) -> None:
        story = told(on("2024-05-01", DEMO), OpportunityIdentified("licences")).on("2024-06-02")
        after = story.when(MemberCommitmentMissed("acme@1", "acme@2")).then()
        assert after[Commitments].items["acme@1"].instead == "acme@2"
        story.when(MemberCommitmentMissed("acme@1", "acme@7")).then_refused(ServesNothing)

    def test_once(self) -> None:
        kept = told(on("2024-05-01", DEMO), on(JUNE, self.KEPT)).on(JUNE)
        kept.when(self.KEPT).then_refused(CommitmentNotOpen)
        kept.when(self.MISSED).then_refused(CommitmentNotOpen, "acme@2 says what came of it")
        told().when(self.KEPT).then_refused(CommitmentNotOpen, "has no commitment")

"""The rules of messages, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ServesNothing
from majoracct.domain.account.messages import (
    DeviationUnsaid,
    MessageApproved,
    MessageDeviationNoted,
    MessageDeviationSettled,
    MessageEmpty,
    Messages,
    MessageUnchanged,
    MessageUnknown,
    MessageUsed,
    NoDeviation,
    PlaceUnstated,
    in_force,
    superseded,
)
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import Given, given, on

UNA = StaffIdentified("s1", "Una")
SAFE = MessageApproved("Why us", "Fewer failures", "s1")
USED = MessageUsed("acme@1", "s1", "in a proposal")
OTHER = MessageDeviationNoted("acme@1", "s1", "Lower price", "on the phone")


def told(*events: object) -> Given:
    return given(UNA, *events)  # type: ignore[arg-type]


@pytest.mark.requirement("S-V2")
class TestME1AMessage:
    @pytest.mark.parametrize("blank", ["title", "text"])
    def test_has_a_title_and_says_something(self, blank: str) -> None:
        empty = MessageApproved("", "Fewer failures", "s1") if blank == "title" else evolve(SAFE, text=" ")
        told().when(empty).then_refused(MessageEmpty)

    def test_is_approved_by_one_of_ours(self) -> None:
        given().when(SAFE).then_refused(NotOnStaff)
        assert told().when(SAFE).then()[Messages].items["acme@2"].by == "s1"


@pytest.mark.requirement("S-V2")
class TestME2Versions:
    def test_the_latest_is_in_force_on_any_day(self) -> None:
        next_one = MessageApproved("why  us", "No failure at all", "s1")
        story = told(
            on("2024-01-01", SAFE, MessageApproved("Price", "Fair", "s1")), on("2024-03-01", next_one)
        )
        assert [m.text for _, m in in_force(story.on("2024-02-01").account)] == ["Fair", "Fewer failures"]
        assert [m.text for _, m in in_force(story.account)] == ["Fair", "No failure at all"]

    def test_not_the_same_again(self) -> None:
        told(SAFE).when(MessageApproved("Why us", "fewer  failures", "s1")).then_refused(MessageUnchanged)

    def test_one_said_after_the_next_was_approved_was_superseded(self) -> None:
        next_one = MessageApproved("Why us", "No failure at all", "s1")
        story = told(SAFE, USED, next_one, USED, MessageUsed("acme@3", "s1", "on stage"))
        uses = story[Messages].uses
        assert [superseded(uses[f"acme@{n}"], story.account) for n in (2, 4, 5)] == [False, True, False]


@pytest.mark.requirement("S-V2")
class TestME3UsedOnceApproved:
    @pytest.mark.parametrize("said", [USED, OTHER])
    def test_not_before_or_by_a_stranger_or_nowhere(self, said: MessageUsed | MessageDeviationNoted) -> None:
        told().when(said).then_refused(MessageUnknown)
        told(SAFE).when(evolve(said, member="s9")).then_refused(NotOnStaff)
        told(SAFE).when(evolve(said, where=" ")).then_refused(PlaceUnstated)
        told(SAFE).when(said).then()

    def test_in_whatever_initiative(self) -> None:
        found = OpportunityIdentified("signalling")
        after = told(SAFE, found).when(evolve(USED, serves="acme@2")).then()
        assert after[Messages].uses["acme@3"].serves == "acme@2"
        stray = told(SAFE, found).when(evolve(OTHER, serves="acme@2")).then()
        assert stray[Messages].deviations["acme@3"].serves == "acme@2"
        for said in (USED, OTHER):
            told(SAFE, found).when(evolve(said, serves="acme@7")).then_refused(ServesNothing)


@pytest.mark.requirement("S-V2")
class TestME4Deviations:
    def test_say_what_was_said(self) -> None:
        told(SAFE).when(evolve(OTHER, said="")).then_refused(DeviationUnsaid)

    def test_stand_until_they_are_settled_once(self) -> None:
        story = told(SAFE, OTHER)
        settle = MessageDeviationSettled("acme@2")
        after = story.when(settle).then()
        assert after[Messages].deviations["acme@2"].settled is not None
        after.when(settle).then_refused(NoDeviation)
        told(SAFE).when(settle).then_refused(NoDeviation)

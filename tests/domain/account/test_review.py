"""The rules of a plan's review: put forward whole, presented by its owner, agreed on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.action_plan import ActionRescheduled, ResourcesAllocated
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, PlanDrafted
from majoracct.domain.account.plan_document import digest_of, plan_document
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.review import (
    AgreementRecorded,
    AgreementUnstated,
    AlreadySubmitted,
    MayNotCreate,
    NoSuchAction,
    NotAsSubmitted,
    NotAtTheReview,
    NothingToSubmit,
    PlanIncomplete,
    PlanReviewHeld,
    PlanSubmitted,
    PresenterNotOwner,
    Reviews,
    ReviewUnknown,
    ThereTwice,
)
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.programme.review_tables import AgreementTopic, ReviewTerms
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.domain.programme.terms import Aim, Seat, Terms
from majoracct.testing.given import Given, corrected, given, on

FIRST, DUE = dt.date(2024, 1, 1), dt.date(2024, 6, 1)
OURS = [StaffIdentified(f"s{n}", name) for n, name in enumerate(("Kim", "Ada", "Sal", "Mia"), 1)]
MANAGES = MemberSeated("s1", Seat.ACCOUNT_MANAGER)
TEAM = on(FIRST, *OURS, QualificationGranted(), TeamFormed(), MANAGES)  # acme@1 to acme@3
ACTION = ActionAdded("a day in the depot", Aim.TRUST, owner="s1", due=DUE)
WHOLE = on("2024-02-01", PlanDrafted("Grow"), ACTION, ResourcesAllocated("acme@5", none_needed=True))
SUBMIT = PlanSubmitted("s1")
REVIEW = PlanReviewHeld("s1", ("s3", "s4"), ("acme@5",))


def planned(*events: Any) -> Given:
    """Return the story of an account whose plan is whole, told up to acme@6, to which EVENTS happened."""
    return given(TEAM, WHOLE, *events).on("2024-03-01")


def submitted() -> Given:
    """Return that story once the plan was submitted, in acme@7."""
    return planned().when(SUBMIT).then()


def under(**terms: Any) -> Terms:
    """Return the shipped policy with other TERMS of review."""
    return evolve(Terms.shipped("GBP"), review=ReviewTerms(**terms))


@pytest.mark.requirement("J-R1", "J-O3")
class TestQV1SubmittedWhole:
    def test_not_without_a_plan_or_an_action(self) -> None:
        given(TEAM).when(SUBMIT).then_refused(NothingToSubmit)
        given(TEAM, PlanDrafted("Grow")).when(SUBMIT).then_refused(PlanIncomplete, "no action")

    @pytest.mark.parametrize(
        ("action", "lacks"), [({"owner": None}, "owner"), ({"due": None}, "due day"), ({}, "resources")]
    )
    def test_not_while_an_open_action_lacks_one_of_its_parts(
        self, action: dict[str, Any], lacks: str
    ) -> None:
        story = given(TEAM, PlanDrafted("Grow"), evolve(ACTION, **action))
        if lacks != "resources":
            story = story.then_given(ResourcesAllocated("acme@5", means="two days"))
        story.when(SUBMIT).then_refused(PlanIncomplete, f"lacks its {lacks}")

    def test_nothing_needed_is_an_answer_and_what_is_done_lacks_nothing(self) -> None:
        planned().when(SUBMIT).then()
        done = given(TEAM, PlanDrafted("Grow"), evolve(ACTION, owner=None), ActionCompleted("acme@5"))
        done.when(SUBMIT).then()

    def test_it_pins_what_the_plan_said_and_what_was_known(self) -> None:
        story = submitted()
        event: Any = story.last.event
        assert event.digest == digest_of(plan_document(story.account))
        assert (event.plan, event.known_at) == ("acme@4", story.last.position - 1)
        assert event.policy == "programme@1"


@pytest.mark.requirement("J-P2")
class TestQV2SubmittedByWhoMayCreate:
    def test_in_the_capacity_of_a_seat_they_hold(self) -> None:
        event: Any = submitted().last.event
        assert event.acting == "account manager"

    def test_or_in_the_one_they_state(self) -> None:
        event: Any = planned().when(PlanSubmitted("s2", "Account-Executive")).then().last.event
        assert event.acting == "account executive"

    def test_those_who_join_the_review_do_not_create_unless_policy_lets_them(self) -> None:
        by_channel = PlanSubmitted("s2", "channel sales")
        planned().when(by_channel).then_refused(MayNotCreate, "submits as channel sales")
        planned().when(PlanSubmitted("s2")).then_refused(MayNotCreate, "nobody in particular")
        planned().under(under(creating=("channel sales",))).when(by_channel).then()

    def test_not_by_anybody_else(self) -> None:
        planned().when(PlanSubmitted("s9", "marketing")).then_refused(NotOnStaff)


class TestQV3SubmittedOnce:
    def test_not_again_while_it_says_the_same(self) -> None:
        submitted().when(SUBMIT).then_refused(AlreadySubmitted, "acme@7")
        submitted().then_given(ActionCompleted("acme@5")).when(SUBMIT).then_refused(AlreadySubmitted)

    def test_again_once_it_changed(self) -> None:
        later = submitted().because("their year moved")
        later.when(ActionRescheduled("acme@5", dt.date(2024, 9, 1))).then().when(SUBMIT).then()


@pytest.mark.requirement("J-R2")
class TestQV4PresentedByItsOwner:
    def test_only_of_the_plan_as_submitted(self) -> None:
        planned().when(REVIEW).then_refused(NotAsSubmitted, "was not submitted")
        moved = submitted().then_given(on("2024-02-20", PlanDrafted("Grow more")))
        moved.when(REVIEW).then_refused(NotAsSubmitted, "changed since")

    def test_by_who_holds_the_seat_that_owns_the_account(self) -> None:
        story = submitted()
        story.when(evolve(REVIEW, presenter="s2")).then_refused(PresenterNotOwner, "by s1, account-manager")
        story.when(REVIEW).then()
        unowned = story.then_given(on("2024-02-20", MemberReleased("s1", Seat.ACCOUNT_MANAGER)))
        unowned.when(REVIEW).then_refused(PresenterNotOwner, "Seat an owner")

    def test_by_somebody_else_where_policy_lets_them(self) -> None:
        submitted().under(under(owner_presents=False)).when(evolve(REVIEW, presenter="s2")).then()

    def test_the_first_seat_that_policy_names_owns_it(self) -> None:
        led = submitted().then_given(on("2024-02-20", MemberSeated("s2", Seat.STRATEGIC_ACCOUNT_MANAGER)))
        led.when(REVIEW).then_refused(PresenterNotOwner, "by s2, strategic-account-manager")

    @pytest.mark.parametrize("attendees", [("s1",), ("s3", "s1"), ("s3", "s3")])
    def test_to_each_once_and_never_to_who_presents_it(self, attendees: tuple[str, ...]) -> None:
        submitted().when(evolve(REVIEW, attendees=attendees)).then_refused(ThereTwice, "named twice")

    def test_to_people_of_ours_going_through_actions_of_the_plan(self) -> None:
        held = submitted().when(REVIEW).then()
        review = held[Reviews].held.get("acme@8")
        assert review is not None
        assert (review.there, review.actions, review.submission) == (
            ("s1", "s3", "s4"),
            ("acme@5",),
            "acme@7",
        )
        submitted().when(evolve(REVIEW, attendees=("s9",))).then_refused(NotOnStaff)
        submitted().when(evolve(REVIEW, actions=("acme@4",))).then_refused(NoSuchAction)


@pytest.mark.requirement("J-R3", "J-B5")
class TestQV5AgreedByThoseWhoWereThere:
    AGREED = AgreementRecorded("acme@8", AgreementTopic.TIMING, "the pilot ends in June", ("s1", "s3"))

    def held(self) -> Given:
        return submitted().when(REVIEW).then()

    def test_of_a_review_that_was_held(self) -> None:
        submitted().when(self.AGREED).then_refused(ReviewUnknown)

    def test_it_says_what_and_who(self) -> None:
        self.held().when(evolve(self.AGREED, what=" ")).then_refused(AgreementUnstated, "says nothing")
        self.held().when(evolve(self.AGREED, agreed_by=())).then_refused(AgreementUnstated, "Nobody")
        self.held().when(evolve(self.AGREED, agreed_by=("s2",))).then_refused(NotAtTheReview, "s2")

    def test_the_review_keeps_each_with_its_fact(self) -> None:
        review = self.held().when(self.AGREED).then()[Reviews].held["acme@8"]
        [agreed] = review.agreements
        assert (agreed.topic, agreed.by, agreed.fact) == (AgreementTopic.TIMING, ("s1", "s3"), "acme@9")

    def test_of_a_review_that_was_withdrawn_nothing_is_left(self) -> None:
        gone = self.held().when(self.AGREED).then().then_given(corrected("acme@8", PlanDrafted("Grow")))
        assert gone[Reviews].held.get("acme@8") is None

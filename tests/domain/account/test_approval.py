"""The rules of a plan's approval: of the very document reviewed, by all who have to, never by its author."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st
from tests.domain.account.test_review import ACTION, DUE, FIRST, REVIEW, TEAM, submitted, under

from majoracct.domain.account.action_plan import ActionRescheduled
from majoracct.domain.account.approval import (
    AlreadySaid,
    Approvals,
    ApprovedAlready,
    ApprovesTwice,
    AuthorApproves,
    MayNotApprove,
    NotReviewed,
    PlanApproved,
    PlanRejected,
    RejectionUnexplained,
    approvals,
    approved,
    belated,
)
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.plan import ActionAdded, ActionCompleted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.review import NothingToSubmit, PlanReviewHeld, PlanSubmitted
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.review_tables import ReviewTerms
from majoracct.domain.programme.staff import NotOnStaff
from majoracct.domain.programme.terms import Aim, Terms
from majoracct.testing.given import Given, corrected, given, on

SALES, MARKETING = PlanApproved("s3", "sales executive"), PlanApproved("s4", "Marketing-Executive")
NO = PlanRejected("s4", "marketing executive", "no persona is named")


def reviewed() -> Given:
    """Return the story of a plan that was submitted, in acme@7, and reviewed, in acme@8."""
    return submitted().when(REVIEW).then()


def agreed() -> Given:
    """Return that story once both executives approved, in acme@9 and acme@10."""
    return reviewed().when(SALES).then().on("2024-03-02").when(MARKETING).then()


@pytest.mark.requirement("J-R1")
class TestQV6OfTheVeryDocumentReviewed:
    def test_not_without_a_plan_or_a_review(self) -> None:
        given(TEAM).when(SALES).then_refused(NothingToSubmit)
        submitted().when(SALES).then_refused(NotReviewed, "no review was held")
        submitted().when(NO).then_refused(NotReviewed)

    def test_not_once_it_says_something_else(self) -> None:
        changed = reviewed().then_given(on("2024-03-01", ActionAdded("another", Aim.TRUST)))
        changed.when(SALES).then_refused(NotReviewed, "it changed since")
        corrected_since = reviewed().then_given(corrected("acme@5", evolve(ACTION, due=dt.date(2024, 7, 1))))
        corrected_since.when(SALES).then_refused(NotReviewed, "it changed since")

    def test_though_it_is_carried_out_meanwhile(self) -> None:
        reviewed().then_given(on("2024-03-01", ActionCompleted("acme@5"))).when(SALES).then()

    def test_it_pins_the_document_the_review_and_who_had_to(self) -> None:
        story = reviewed().when(SALES).then()
        event: Any = story.last.event
        submission: Any = next(f.event for f in story.facts if f.reference == "acme@7")
        assert event.digest == submission.digest
        assert (event.review, event.plan, event.known_at) == ("acme@8", "acme@4", story.last.position - 1)
        assert event.required == ("sales executive", "marketing executive")

    def test_what_is_learned_later_makes_it_no_approval_of_something_else(self) -> None:
        later = agreed().then_given(corrected("acme@5", evolve(ACTION, due=dt.date(2024, 7, 1))))
        judged = SecondJudgement(later.past)
        refused = {fact.reference for fact, _ in judged.refusals("acme", dt.date(2025, 1, 1))}
        assert not refused & {"acme@7", "acme@8", "acme@9", "acme@10"}


@pytest.mark.requirement("J-P2", "J-R1")
class TestQV7InACapacityThatMay:
    def test_those_who_have_to_and_those_who_join(self) -> None:
        for capacity in ("sales executive", "channel sales", "product", "customer success"):
            reviewed().when(PlanApproved("s3", capacity)).then()

    def test_not_those_who_only_create(self) -> None:
        reviewed().when(PlanApproved("s3", "account manager")).then_refused(MayNotApprove, "account manager")
        reviewed().when(PlanRejected("s3", "account manager", "no")).then_refused(MayNotApprove)
        reviewed().when(PlanApproved("s9", "sales executive")).then_refused(NotOnStaff)

    def test_those_who_join_the_review_may_reject_whether_or_not_they_approve(self) -> None:
        only = reviewed().under(under(may_approve=("product",)))
        only.when(PlanApproved("s3", "channel sales")).then_refused(MayNotApprove)
        only.when(PlanRejected("s3", "channel sales", "no partner is named")).then()


@pytest.mark.requirement("J-R1")
class TestQV8FourEyes:
    MINE = PlanApproved("s1", "sales executive")

    def test_never_by_who_submitted_it(self) -> None:
        reviewed().when(self.MINE).then_refused(AuthorApproves, "s1 submitted it")

    def test_unless_policy_lets_them(self) -> None:
        reviewed().under(under(four_eyes=False)).when(self.MINE).then()

    def test_who_submitted_it_may_still_reject_it(self) -> None:
        reviewed().when(PlanRejected("s1", "product", "it is not ready")).then()


class TestQV9OnceInOneCapacity:
    def test_nobody_approves_in_two(self) -> None:
        one = reviewed().when(SALES).then()
        one.when(PlanApproved("s3", "marketing executive")).then_refused(ApprovesTwice, "sales executive")

    def test_no_capacity_says_the_same_twice(self) -> None:
        one = reviewed().when(SALES).then()
        one.when(PlanApproved("s2", "Sales  Executive")).then_refused(AlreadySaid, "acme@9")
        reviewed().when(NO).then().when(NO).then_refused(AlreadySaid)


@pytest.mark.requirement("J-R1")
class TestQV10ApprovedByAllWhoHaveTo:
    def test_once_the_last_of_them_did(self) -> None:
        assert approved(reviewed().when(SALES).then().account) is None
        found = approved(agreed().account)
        assert found is not None
        assert (found.fact, found.on, found.plan) == ("acme@10", dt.date(2024, 3, 2), "acme@4")
        assert [voice.capacity for voice in found.voices] == ["marketing executive", "sales executive"]

    def test_by_whomever_policy_adds(self) -> None:
        wanted = under(must_approve=("sales executive", "marketing executive", "legal"))
        both = agreed().under(wanted)
        three = reviewed().under(wanted).when(SALES).then().when(MARKETING).then()
        assert approved(three.account) is None
        assert approved(three.when(PlanApproved("s2", "legal")).then().account) is not None
        assert approved(both.account) is not None  # what policy wants by now undoes nothing

    def test_not_while_the_last_word_of_anybody_is_no(self) -> None:
        refused = reviewed().when(NO).then().when(SALES).then()
        assert approved(refused.account) is None
        assert approved(refused.when(MARKETING).then().account) is not None
        outsider = reviewed().when(PlanRejected("s2", "product", "not built yet")).then()
        both = outsider.when(SALES).then().when(MARKETING).then()
        assert approved(both.account) is None

    def test_then_nothing_more_is_said_of_it(self) -> None:
        agreed().when(NO).then_refused(ApprovedAlready)
        agreed().when(PlanApproved("s2", "product")).then_refused(ApprovedAlready)

    def test_a_change_makes_a_document_to_be_approved_anew(self) -> None:
        moved = agreed().because("their year moved").when(ActionRescheduled("acme@5", dt.date(2024, 9, 1)))
        again = moved.then().when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        whole = again.when(SALES).then().when(MARKETING).then()
        assert [each.fact for each in approvals(whole[Approvals])] == ["acme@10", "acme@15"]
        found = approved(whole.account)
        assert found is not None
        assert found.fact == "acme@15"
        before = approved(whole.on("2024-03-01").known_at(12).account)
        assert before is None

    def test_what_the_plan_says_again_after_another_was_approved_is_approved_anew(self) -> None:
        moved = agreed().because("their year moved").when(ActionRescheduled("acme@5", dt.date(2024, 9, 1)))
        other = moved.then().when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        other = other.when(SALES).then().when(MARKETING).then()
        back = other.because("it moved back").when(ActionRescheduled("acme@5", DUE)).then()
        back = back.when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        once = back.when(SALES).then()
        assert [each.fact for each in approvals(once[Approvals])] == ["acme@10", "acme@15"]
        once.when(SALES).then_refused(AlreadySaid)
        once.when(PlanApproved("s3", "marketing executive")).then_refused(ApprovesTwice)
        whole = once.when(MARKETING).then()
        first, _, again = approvals(whole[Approvals])
        assert (again.digest, again.fact) == (first.digest, "acme@20")
        assert approved(whole.account) == again
        whole.when(NO).then_refused(ApprovedAlready)

    def test_it_is_of_one_account_and_does_not_pass_to_one_it_merges_into(self) -> None:
        other = agreed().then_given(on(FIRST, AccountOpened("Bolt"), to="bolt")).on("2024-04-01")
        merged = other.when(merge, into="bolt").then()
        assert approved(merged.about("bolt").account) is None

    @settings(deadline=None, derandomize=True, database=None, max_examples=60)
    @any_of(
        st.lists(
            st.tuples(
                st.booleans(),
                st.sampled_from(["s2", "s3", "s4"]),
                st.sampled_from(["sales executive", "marketing executive", "product"]),
            ),
            max_size=8,
        )
    )
    def test_whoever_says_what_it_is_approved_just_when_all_did_and_nobody_says_no(
        self, said: list[tuple[bool, str, str]]
    ) -> None:
        story, words = reviewed(), dict[str, tuple[bool, str]]()
        done = False
        for yes, who, capacity in said:
            event = PlanApproved(who, capacity) if yes else PlanRejected(who, capacity, "no")
            outcome = story.when(event)
            if outcome.refusal is None:
                assert not done
                story, words[capacity] = outcome.then(), (yes, who)
            done = {"sales executive", "marketing executive"} <= set(words) and all(
                y for y, _ in words.values()
            )
            assert (approved(story.account) is not None) is done
        assert len({who for yes, who in words.values() if yes}) == sum(yes for yes, _ in words.values())


class TestQV11ARejectionSaysWhy:
    def test_or_it_is_refused(self) -> None:
        reviewed().when(evolve(NO, why=" ")).then_refused(RejectionUnexplained)
        [voice] = reviewed().when(NO).then()[Approvals].voices
        assert (voice.why, voice.approves) == ("no persona is named", False)


def _late(story: Given, capacity: str = "product") -> Given:
    """Return STORY once it was told that, before the last approval, somebody had said no."""
    said = story.on("2024-03-01").when(PlanRejected("s2", capacity, "a late no"))
    return said.then().on("2024-05-01")


@pytest.mark.requirement("J-R1")
class TestQV12WhatIsToldAfterwards:
    @pytest.mark.parametrize("capacity", ["product", "sales executive", "marketing executive"])
    def test_undoes_no_approval(self, capacity: str) -> None:
        story = agreed()
        late = _late(story, capacity)
        assert approved(late.account) == approved(story.on("2024-05-01").account)
        assert [voice.fact for voice in belated(late[Approvals])] == ["acme@11"]

    def test_though_a_day_of_the_approval_was_corrected_since(self) -> None:
        late = _late(agreed())
        yes: Any = next(f.event for f in late.facts if f.reference == "acme@10")
        moved = late.then_given(corrected("acme@10", yes, on="2024-03-03")).on("2024-05-01")
        found = approved(moved.account)
        assert found is not None
        assert found.on == dt.date(2024, 3, 3)

    def test_counts_once_who_gave_the_approval_withdraws_it(self) -> None:
        late = _late(agreed())
        again = late.then_given(FactWithdrawn("acme@10")).on("2024-05-01").when(MARKETING).then()
        assert approved(again.account) is None
        assert belated(again[Approvals]) == []

    def test_is_not_what_was_told_late_while_others_were_still_to_approve(self) -> None:
        story = reviewed().on("2024-03-02").when(SALES).then()
        refused = _late(story).on("2024-03-02")
        assert approved(refused.when(MARKETING).then().account) is None

    def test_is_not_what_was_told_late_of_another_document(self) -> None:
        story = agreed()
        first = approved(story.account)
        assert first is not None
        moved = story.on("2024-04-01").because("x").when(ActionRescheduled("acme@5", dt.date(2024, 9, 1)))
        other = moved.then().when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        no = other.when(PlanRejected("s2", "product", "not built yet")).then()
        assert belated(no[Approvals]) == []
        assert approved(no.when(SALES).then().when(MARKETING).then().account) == first


def test_the_shipped_policy_asks_both_executives_and_four_eyes() -> None:
    assert Terms.shipped("GBP").review == ReviewTerms()
    assert ReviewTerms().must_approve == ("sales executive", "marketing executive")
    assert ReviewTerms().four_eyes

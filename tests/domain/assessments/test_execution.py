"""Execution: what became of what was approved, by its own days, and how much of it was done in time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st
from tests.domain.account.test_approval import MARKETING, SALES, agreed, reviewed
from tests.domain.account.test_review import ACTION, DUE, FIRST, REVIEW, SUBMIT, TEAM, planned, submitted

from majoracct.domain.account.action_plan import ActionRescheduled, ResourcesAllocated
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.account.review import AgreementRecorded
from majoracct.domain.assessments.execution import (
    Execution,
    Outcome,
    alignment,
    executed,
    execution,
    lacks_to_execute,
)
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.review_tables import AgreementTopic, ReviewTerms
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import Given, corrected, given, on

TERMS = ReviewTerms()
LATER = dt.date(2024, 9, 1)
MOVE = on("2024-04-01", ActionRescheduled("acme@5", LATER), reason="their year moved")


def _of(story: Given, terms: ReviewTerms = TERMS) -> Execution:
    found = execution(story.account, terms)
    assert found is not None
    return found


def _outcome(day: str, *events: Any) -> Outcome:
    """Return what became by DAY of the one action, due 2024-06-01, once EVENTS happened."""
    [action] = _of(agreed().then_given(*events).on(day)).actions
    return action.outcome


def several(done: list[str | None]) -> Given:
    """Return the story of an approved plan with an action for each day of DONE, None where it is not done."""
    added: list[Any] = []
    for number, _ in enumerate(done):
        key = f"acme@{5 + 2 * number}"
        added += [evolve(ACTION, task=f"step {number}"), ResourcesAllocated(key, none_needed=True)]
    story = given(TEAM, on("2024-02-01", PlanDrafted("Grow"), *added)).on("2024-03-01")
    whole = story.when(SUBMIT).then().when(evolve(REVIEW, actions=())).then().when(SALES).then()
    told = [on(day, ActionCompleted(f"acme@{5 + 2 * n}")) for n, day in enumerate(done) if day]
    return whole.when(MARKETING).then().then_given(*told)


@pytest.mark.requirement("S-F7")
class TestXC1WhatIsToBeCarriedOut:
    def test_nothing_before_the_approval(self) -> None:
        assert execution(reviewed().account, TERMS) is None

    def test_not_what_was_done_when_it_was_approved(self) -> None:
        done = planned(on("2024-02-20", ActionCompleted("acme@5"))).when(SUBMIT).then()
        whole = done.when(REVIEW).then().when(SALES).then().when(MARKETING).then()
        assert _of(whole.on("2025-01-01")).actions == ()

    def test_nor_what_was_added_since(self) -> None:
        added = agreed().then_given(on("2024-04-01", ActionAdded("another", Aim.TRUST, due=DUE)))
        assert [each.id for each in _of(added.on("2025-01-01")).actions] == ["acme@5"]

    def test_is_due_once_its_day_is_past(self) -> None:
        assert _of(agreed().on("2024-06-01")).due == ()
        assert len(_of(agreed().on("2024-06-02")).due) == 1


@pytest.mark.requirement("S-F7")
class TestXC2WhatBecameOfEach:
    def test_in_time_or_late_by_the_day_that_was_approved(self) -> None:
        assert _outcome("2024-07-01", on("2024-06-01", ActionCompleted("acme@5"))) is Outcome.IN_TIME
        assert _outcome("2024-07-01", on("2024-06-02", ActionCompleted("acme@5"))) is Outcome.LATE
        assert _outcome("2024-07-01", MOVE, on("2024-06-20", ActionCompleted("acme@5"))) is Outcome.LATE

    def test_open(self) -> None:
        assert _outcome("2024-06-01") is Outcome.TO_COME
        assert _outcome("2024-06-02") is Outcome.OVERDUE
        assert _outcome("2024-06-02", MOVE) is Outcome.REDATED
        assert _outcome("2024-09-02", MOVE) is Outcome.OVERDUE

    def test_dropped_or_withdrawn(self) -> None:
        assert _outcome("2024-07-01", on("2024-04-01", ActionDropped("acme@5"))) is Outcome.DROPPED
        [gone] = _of(agreed().then_given(FactWithdrawn("acme@5")).on("2024-07-01")).actions
        assert (gone.outcome, gone.silent, gone.counts) == (Outcome.DROPPED, True, True)

    def test_a_day_that_was_rewritten_moves_no_deadline(self) -> None:
        rewritten = agreed().then_given(corrected("acme@5", evolve(ACTION, due=LATER)))
        [action] = _of(
            rewritten.then_given(on("2024-08-01", ActionCompleted("acme@5"))).on("2025-01-01")
        ).actions
        assert (action.outcome, action.due, action.now, action.silent) == (Outcome.LATE, DUE, LATER, True)

    def test_names_the_facts_that_say_so(self) -> None:
        [action] = _of(
            agreed().then_given(on("2024-05-01", ActionCompleted("acme@5"))).on("2024-07-01")
        ).actions
        assert action.facts == ("acme@5", "acme@6", "acme@11")


@pytest.mark.requirement("S-F7")
class TestXC3TheRate:
    def test_is_unknown_while_nothing_is_due(self) -> None:
        found = _of(agreed().on("2024-05-01"))
        assert (found.rate, found.effective) == (None, None)

    @settings(deadline=None, derandomize=True, database=None, max_examples=25)
    @any_of(
        st.lists(st.sampled_from(["2024-05-01", "2024-06-01", "2024-06-02", None]), min_size=1, max_size=4)
    )
    def test_is_the_share_done_in_time_of_what_is_due(self, done: list[str | None]) -> None:
        found = _of(several(done).on("2025-01-01"))
        in_time = sum(day in ("2024-05-01", "2024-06-01") for day in done)
        assert found.rate == Decimal(in_time) / len(done)
        assert sum(found.count(outcome) for outcome in Outcome) == len(found.due) == len(done)


@pytest.mark.requirement("S-F7")
class TestXC4EffectivelyExecuted:
    def test_where_the_rate_comes_up_to_policys_share(self) -> None:
        four_of_five = several(["2024-05-01"] * 4 + [None]).on("2025-01-01")
        assert _of(four_of_five).effective is True
        assert _of(four_of_five, evolve(TERMS, effective_share=Decimal("0.81"))).effective is False


@pytest.mark.requirement("S-F7")
class TestXC5BesideTheSurvey:
    def test_of_the_plans_whose_rate_is_known(self) -> None:
        good, bad = several(["2024-05-01"]).on("2025-01-01"), several([None]).on("2025-01-01")
        unknown = agreed().on("2024-05-01")
        found = executed([_of(good), _of(bad), _of(unknown), None], TERMS)
        assert (found.effective, found.known, found.share) == (1, 2, Decimal("0.5"))
        assert found.benchmark == Decimal("0.11")
        assert executed([None], TERMS).share is None


@pytest.mark.requirement("J-O3")
class TestXC6Executable:
    def test_is_whole_and_approved_as_it_is(self) -> None:
        assert lacks_to_execute(agreed().account) == ()

    def test_else_it_says_what_it_lacks(self) -> None:
        assert lacks_to_execute(given(TEAM).account) == ("a plan",)
        drafted = given(TEAM, on(FIRST, PlanDrafted("Grow")))
        assert lacks_to_execute(drafted.account) == ("an action", "the approval of what it says")
        bare = drafted.then_given(ActionAdded("call", Aim.TRUST))
        assert lacks_to_execute(bare.account)[0] == "the owner, due day, resources of “call”"
        assert lacks_to_execute(reviewed().account) == ("the approval of what it says",)

    def test_what_drifted_is_to_be_approved_again(self) -> None:
        moved = agreed().then_given(MOVE).on("2024-05-01")
        assert lacks_to_execute(moved.account) == ("the approval of what it says",)


@pytest.mark.requirement("J-R3", "J-B5")
class TestXC7AlignedWhereEverybodyAgreed:
    def test_topic_by_topic(self) -> None:
        timing = AgreementRecorded("acme@8", AgreementTopic.TIMING, "the pilot ends in June", ("s1", "s3"))
        more = AgreementRecorded("acme@8", AgreementTopic.TIMING, "as above", ("s4",))
        one = agreed().then_given(on("2024-03-03", timing)).on("2024-05-01")
        found = {each.topic: each for each in alignment(one.account, TERMS) or ()}
        assert found[AgreementTopic.TIMING].outstanding == ("s4",)
        assert not found[AgreementTopic.RESOURCES].agreed
        after = one.then_given(on("2024-03-04", more))
        both = {each.topic: each for each in alignment(after.account, TERMS) or ()}[AgreementTopic.TIMING]
        assert both.whole
        assert [(each.fact, each.what) for each in both.said] == [
            ("acme@11", "the pilot ends in June"),
            ("acme@12", "as above"),
        ]

    def test_is_unknown_without_a_review(self) -> None:
        assert alignment(submitted().account, TERMS) is None

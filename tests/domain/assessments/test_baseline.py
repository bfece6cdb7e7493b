"""The baseline: what was approved, made again, and how the plan differs from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st
from tests.domain.account.test_approval import MARKETING, NO, SALES, agreed, reviewed
from tests.domain.account.test_review import ACTION, DUE, TEAM, planned, submitted

from majoracct.domain.account.action_plan import ActionPrioritised, ActionRescheduled, ResourcesAllocated
from majoracct.domain.account.approval import PlanApproved
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.account.plan_document import PlanItem, digest_of, plan_document
from majoracct.domain.account.profile import AccountRenamed
from majoracct.domain.account.responsibilities import ResponsibilitySet
from majoracct.domain.account.review import PlanReviewHeld, PlanSubmitted
from majoracct.domain.assessments.baseline import Change, ReviewStanding, baseline, review_standing
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.staff import StaffLeft
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import Given, corrected, given, money, on

LATER = dt.date(2024, 9, 1)
MOVE = on("2024-04-01", ActionRescheduled("acme@5", LATER), reason="their year moved")
REDATED = corrected("acme@5", evolve(ACTION, due=LATER))


def _base(story: Given) -> Any:
    found = baseline(story.account)
    assert found is not None
    return found


def _drift(*events: Any) -> list[Any]:
    """Return what differs from the baseline on 2024-05-01, once EVENTS happened after the approval."""
    return list(_base(agreed().then_given(*events).on("2024-05-01")).drift)


@pytest.mark.requirement("J-R1")
class TestBL1TheDocumentApproved:
    def test_none_before_all_approved(self) -> None:
        assert baseline(submitted().account) is None

    def test_is_what_the_plan_said_that_day_as_known_then(self) -> None:
        before = plan_document(agreed().account)
        changed = agreed().then_given(MOVE, REDATED, on("2024-02-10", ActionAdded("told late", Aim.TRUST)))
        found = _base(changed.on("2024-05-01"))
        assert found.document == before
        assert found.intact

    def test_says_when_it_is_not_what_was_approved(self) -> None:
        approved = agreed().last.event
        assert isinstance(approved, PlanApproved)
        other = evolve(approved, digest="0" * 64)
        facts = agreed().facts[:-2]
        story = evolve(agreed(), facts=facts).then_given(
            on("2024-03-01", evolve(other, person="s3", capacity="sales executive")), on("2024-03-02", other)
        )
        assert not _base(story).intact

    def test_is_by_both_clocks(self) -> None:
        story = agreed().on("2024-05-01")
        assert baseline(story.on("2024-03-01").account) is None
        assert baseline(story.known_at(story.last.position - 1).account) is None


@pytest.mark.requirement("J-R1", "S-F7")
class TestBL2Drift:
    def test_is_item_by_item_and_field_by_field(self) -> None:
        goal = GoalSet(GoalKind.REVENUE, "a year's revenue", LATER, money("2,000,000"))
        dropped = ActionDropped("acme@5")
        found = _drift(on("2024-04-01", goal, dropped), on("2024-04-02", PlanDrafted("Grow more")))
        assert [(d.what.kind, d.change) for d in found] == [
            ("plan", Change.DROPPED),
            ("action", Change.DROPPED),
            ("plan", Change.ADDED),
            ("goal", Change.ADDED),
        ]

    def test_tells_each_field_before_and_now(self) -> None:
        [found] = _drift(MOVE, on("2024-04-02", ResponsibilitySet("acme@5", "s2")))
        assert found.change is Change.CHANGED
        assert [(a.field, a.before, a.now) for a in found.altered] == [
            ("due", DUE, LATER),
            ("owner", "s1", "s2"),
        ]

    def test_being_carried_out_is_none(self) -> None:
        assert _drift(on("2024-04-01", ActionCompleted("acme@5"))) == []

    @settings(deadline=None, derandomize=True, database=None, max_examples=80)
    @any_of(
        st.lists(
            st.sampled_from(
                [
                    MOVE,
                    REDATED,
                    on("2024-04-02", ActionRescheduled("acme@5", DUE), reason="back again"),
                    on("2024-04-03", ActionCompleted("acme@5")),
                    on("2024-04-03", ActionDropped("acme@5")),
                    on("2024-02-15", ActionAdded("told late", Aim.TRUST)),
                    on("2024-02-15", GoalSet(GoalKind.ADVISER, "asked first", LATER)),
                    on("2024-04-05", GoalDropped("acme@11")),
                    on("2024-04-05", AccountRenamed("Acme & Sons")),
                    on("2024-04-06", ResourcesAllocated("acme@5", funds=money("1,000"))),
                    on("2024-04-06", PlanDrafted("Grow more")),
                ]
            ),
            max_size=4,
            unique_by=id,
        )
    )
    def test_there_is_none_just_when_both_have_one_digest(self, events: list[Any]) -> None:
        story = agreed().then_given(*events).on("2024-05-01")
        found = _base(story)
        assert found.intact
        assert (not found.drift) is (digest_of(plan_document(story.account)) == found.approval.digest)
        if not events:
            assert not found.drift


@pytest.mark.requirement("S-F7")
class TestBL3OpenlyOrSilently:
    def test_a_rescheduling_is_open_and_a_correction_is_not(self) -> None:
        [moved], [rewritten] = _drift(MOVE), _drift(REDATED)
        assert (moved.redated.open, moved.open) == (True, True)
        assert (rewritten.redated.open, rewritten.open) == (False, False)
        assert rewritten.facts == ("acme@11", "acme@6", "acme@12")

    def test_nor_is_the_correction_of_a_rescheduling(self) -> None:
        story = planned(MOVE).because("x")
        again = story.on("2024-04-02")
        whole = again.when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        approved = whole.when(SALES).then().when(MARKETING).then()
        moved = approved.then_given(corrected("acme@7", ActionRescheduled("acme@5", dt.date(2025, 1, 1))))
        [found] = _base(moved.on("2024-05-01")).drift
        assert not found.redated.open

    @pytest.mark.requirement("X-11")
    def test_nor_is_that_of_a_rate_that_tells_an_amount(self) -> None:
        rate = on("2024-01-01", ExchangeRateRecorded("USD", "GBP", Decimal("0.5")))
        takes = on("2024-04-01", ResourcesAllocated("acme@5", money("10", "USD")))
        story = planned(rate, takes).because("x").on("2024-04-02")
        whole = story.when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        approved = whole.when(SALES).then().when(MARKETING).then()
        (told,) = (f.reference for f in approved.facts if isinstance(f.event, ExchangeRateRecorded))
        other = approved.then_given(corrected(told, ExchangeRateRecorded("USD", "GBP", Decimal("0.8"))))
        [found] = _base(other.on("2024-05-01")).drift
        assert [(a.field, a.now, a.open) for a in found.altered] == [("funds", money("8"), False)]

    def test_another_fact_about_it_does_not_make_a_silent_change_of_day_open(self) -> None:
        [found] = _drift(REDATED, on("2024-04-02", ResourcesAllocated("acme@5", means="two days")))
        assert not found.redated.open
        assert {a.field: a.open for a in found.altered}["means"]

    def test_nor_does_what_was_told_about_it_before_the_approval(self) -> None:
        [found] = _drift(corrected("acme@5", evolve(ACTION, task="send a brochure")))
        assert [(a.field, a.open) for a in found.altered] == [("task", False)]

    def test_nor_of_one_that_was_told_since(self) -> None:
        [found] = _drift(MOVE, corrected("acme@11", ActionRescheduled("acme@5", dt.date(2025, 12, 31))))
        assert (found.redated.now, found.redated.open) == (dt.date(2025, 12, 31), False)
        assert _drift(MOVE, corrected("acme@11", MOVE.events[0]))[0].open

    def test_each_field_is_judged_by_itself(self) -> None:
        ranked = on("2024-04-01", ActionPrioritised("acme@5", 1))
        [found] = _drift(ranked, corrected("acme@5", evolve(ACTION, task="send a brochure")))
        assert [(a.field, a.open) for a in found.altered] == [("rank", True), ("task", False)]

    def test_what_was_told_openly_before_the_approvals_but_of_a_day_after_them_is_open(self) -> None:
        early = planned(MOVE).because("x").when(PlanSubmitted("s1")).then().when(PlanReviewHeld("s1")).then()
        whole = early.when(SALES).then().when(MARKETING).then()
        means = corrected("acme@6", ResourcesAllocated("acme@5", means="a car"))
        [found] = _base(whole.then_given(means).on("2024-05-01")).drift
        told = {a.field: a.open for a in found.altered}
        assert told == {"due": True, "means": False, "none_needed": False}

    def test_taking_back_what_was_approved_is_silent_and_what_was_told_since_is_not(self) -> None:
        other = on("2024-04-02", ActionRescheduled("acme@5", dt.date(2024, 10, 1)))
        [moved] = _drift(MOVE, other, FactWithdrawn("acme@12"))
        assert (moved.redated.now, moved.redated.open) == (LATER, True)
        [taken] = _drift(FactWithdrawn("acme@6"))
        assert [(a.field, a.open) for a in taken.altered] == [("none_needed", False)]

    def test_what_follows_from_elsewhere_was_not_rewritten(self) -> None:
        [found] = _drift(on("2024-04-01", StaffLeft("s1")))
        assert [(a.field, a.now, a.open) for a in found.altered] == [("owner", None, True)]


@pytest.mark.requirement("S-F7")
class TestBL4Dropped:
    def test_openly_or_by_withdrawing_it(self) -> None:
        [dropped] = _drift(on("2024-04-01", ActionDropped("acme@5")))
        [gone] = _drift(FactWithdrawn("acme@5"))
        assert (dropped.change, dropped.open) == (Change.DROPPED, True)
        assert (gone.change, gone.open) == (Change.DROPPED, False)
        assert (dropped.facts, gone.facts) == (("acme@5", "acme@6", "acme@11"), ("acme@11", "acme@6"))

    def test_one_that_was_corrected_first_and_dropped_then_was_not_withdrawn(self) -> None:
        [found] = _drift(corrected("acme@5", ACTION), on("2024-04-01", ActionDropped("acme@5")))
        assert found.open


def test_how_far_the_review_has_come() -> None:
    unplanned = given(TEAM)
    again = agreed().because("x").when(ActionRescheduled("acme@5", LATER)).then()
    stories = {
        ReviewStanding.NO_PLAN: unplanned,
        ReviewStanding.DRAFT: planned(),
        ReviewStanding.SUBMITTED: submitted(),
        ReviewStanding.REVIEWED: reviewed(),
        ReviewStanding.REJECTED: reviewed().when(NO).then(),
        ReviewStanding.APPROVED: agreed(),
        ReviewStanding.DRIFTED: again,
    }
    assert {standing: review_standing(story.account) for standing, story in stories.items()} == {
        standing: standing for standing in ReviewStanding
    }


class TestADigest:
    FIELDS = (("title", "Grow"), ("value", money("1.50")), ("share", Decimal("0.50")), ("after", ("a@1",)))

    def test_is_of_what_is_said_in_whatever_order(self) -> None:
        one, two = PlanItem("plan", "a@1", self.FIELDS, ("a@1",)), PlanItem("goal", "a@2", (), ("a@2",))
        other = PlanItem("plan", "a@1", self.FIELDS[::-1], ("a@9",))
        assert digest_of([one, two]) == digest_of([two, other])
        assert digest_of([]) == ""

    def test_is_stable_across_releases(self) -> None:
        item = PlanItem("action", "a@1", (*self.FIELDS, ("due", DUE), ("aim", Aim.TRUST), ("n", 2)), ("a@1",))
        assert digest_of([item]) == "3fc0ae5c1fce15ac7802c1d42d62a7ed5d6cc61084f364b16dbaeef9c04be432"

    @pytest.mark.parametrize(
        "value", [("title", "Grow!"), ("value", money("1.51")), ("share", Decimal("0.5001")), ("after", ())]
    )
    def test_is_another_whatever_else_is_said(self, value: tuple[str, Any]) -> None:
        fields = tuple(value if name == value[0] else (name, kept) for name, kept in self.FIELDS)
        one, other = (PlanItem("plan", "a@1", each, ()) for each in (self.FIELDS, fields))
        assert digest_of([one]) != digest_of([other])

    def test_what_no_plan_states_is_an_error(self) -> None:
        with pytest.raises(TypeError, match="no float"):
            digest_of([PlanItem("plan", "a@1", (("share", 0.5),), ())])

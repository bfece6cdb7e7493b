"""The rules of feedback, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.action_plan import ActionPrioritised, ActionRescheduled, ResourcesAllocated
from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.feedback import (
    CustomerFeedbackReceived,
    Feedback,
    FeedbackKind,
    ItemStatus,
    NothingSaid,
    NotSpokenOf,
    confirmed,
)
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderNotYetIdentified,
    StakeholderUnknown,
)
from majoracct.domain.account.responsibilities import ResponsibilitySet
from majoracct.domain.assessments.editions import given as editions_given
from majoracct.domain.kernel import AccountEvent, Erased
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import Given, Told, corrected, given, money, on

DUE = dt.date(2025, 12, 31)
GOAL = GoalSet(GoalKind.ADVISER, "asked before needs form", DUE)
ACTION = ActionAdded("a day in the depot", Aim.TRUST, owner="kim", goal="acme@3", due=DUE)
# acme@1 is a person, acme@2 the plan, acme@3 a goal, acme@4 an action
PLANNED = on(
    "2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("a"), GOAL, ACTION
)
UNA = on("2024-01-01", StaffIdentified("s1", "Una"))
KINDS = tuple(FeedbackKind)


def planned(*more: Told) -> Given:
    return given(UNA, PLANNED, *more)


def of(
    item: str, kind: FeedbackKind = FeedbackKind.CONFIRMATION, text: str | None = None
) -> CustomerFeedbackReceived:
    return CustomerFeedbackReceived(item, kind, "p1", text)


def sure(story: Given, item: str = "acme@4") -> Given:
    """Return STORY once the ITEM was confirmed."""
    return story.when(of(item)).then()


def status(story: Given, item: str = "acme@4") -> ItemStatus:
    return confirmed(story.account)[item].status


@pytest.mark.requirement("J-C3")
class TestFB1OfAnItem:
    def test_that_is_in_the_plan_on_the_day(self) -> None:
        planned().when(of("acme@1")).then_refused(NotSpokenOf)
        planned(on("2024-02-01", GoalDropped("acme@3"))).when(of("acme@3")).then_refused(NotSpokenOf)
        for item in ("acme@2", "acme@3", "acme@4"):
            planned().when(of(item)).then()

    def test_or_that_was_in_an_edition_they_were_given(self) -> None:
        told = planned().on("2024-02-05").when(PlanItemReleased("acme@3", "grow together")).then()
        shown = told.when(CustomerEditionIssued(("p1",))).then()
        gone = shown.then_given(
            on("2024-02-07", GoalDropped("acme@3")), on("2024-02-07", ActionDropped("acme@4"))
        )
        pity = of("acme@3", FeedbackKind.FEEDBACK, "pity")
        after = gone.on("2024-02-08").when(pity).then()
        assert [said.item for _, said in after[Feedback].in_order] == ["acme@3"]
        (one,) = editions_given(after.account)
        assert [said.text for said in one.heard] == ["pity"]
        gone.on("2024-02-08").when(of("acme@4")).then_refused(NotSpokenOf)
        assert "acme@3" not in confirmed(gone.on("2024-02-08").when(of("acme@3")).then().account)


@pytest.mark.requirement("J-C3")
class TestFB2BySomebodyOfTheirs:
    @pytest.mark.parametrize("person", ["p9", "s1"])
    def test_whom_we_know(self, person: str) -> None:
        said = CustomerFeedbackReceived("acme@4", FeedbackKind.CONFIRMATION, person)
        planned().when(said).then_refused(StakeholderUnknown)

    def test_by_the_day(self) -> None:
        later = planned(on("2024-06-01", StakeholderIdentified("p2", BuyingFunction.FINANCE)))
        said = CustomerFeedbackReceived("acme@4", FeedbackKind.CONFIRMATION, "p2")
        later.when(said).then_refused(StakeholderNotYetIdentified)
        later.on("2024-06-01").when(said).then()


@pytest.mark.requirement("J-C3")
class TestFB3SaysSomething:
    @pytest.mark.parametrize("kind", [FeedbackKind.FEEDBACK, FeedbackKind.CLARIFICATION])
    def test_feedback_and_a_clarification(self, kind: FeedbackKind) -> None:
        planned().when(of("acme@4", kind)).then_refused(NothingSaid, kind.value)
        planned().when(of("acme@4", kind, " ")).then_refused(NothingSaid)
        after = planned().when(of("acme@4", kind, "rather in May")).then()
        assert [said.text for _, said in after[Feedback].in_order] == ["rather in May"]

    def test_also_once_it_was_erased(self) -> None:
        gone = CustomerFeedbackReceived("acme@4", FeedbackKind.FEEDBACK, "p1", Erased.here)
        planned().when(gone).then()

    def test_a_confirmation_need_not(self) -> None:
        planned().when(of("acme@4")).then()


@pytest.mark.requirement("S-C1", "J-C3")
class TestFB4HypothesisOrTheirs:
    def test_each_item_is_a_hypothesis_until_somebody_of_theirs_confirms_it(self) -> None:
        before = confirmed(planned().account)
        assert {key: each.status for key, each in before.items()} == dict.fromkeys(
            ("acme@2", "acme@3", "acme@4"), ItemStatus.HYPOTHESIS
        )
        after = sure(planned())
        assert status(after) is ItemStatus.CONFIRMED
        assert status(after, "acme@3") is ItemStatus.HYPOTHESIS
        said = confirmed(after.account)["acme@4"].confirmed
        assert said is not None
        assert (said.person, said.fact) == ("p1", "acme@5")
        assert status(after.on("2024-04-30")) is ItemStatus.HYPOTHESIS

    @pytest.mark.parametrize("kind", [FeedbackKind.FEEDBACK, FeedbackKind.CLARIFICATION])
    def test_feedback_confirms_nothing(self, kind: FeedbackKind) -> None:
        after = planned().when(of("acme@4", kind, "rather in May")).then()
        assert status(after) is ItemStatus.HYPOTHESIS
        assert status(sure(planned()).when(of("acme@4", kind, "go on")).then()) is ItemStatus.CONFIRMED

    @pytest.mark.parametrize(
        "changed",
        [
            corrected("acme@4", evolve(ACTION, task="a week in the depot")),
            corrected("acme@4", evolve(ACTION, due=dt.date(2026, 1, 31))),
            corrected("acme@4", evolve(ACTION, customer_owner="p1")),
            on("2024-05-01", ActionRescheduled("acme@4", dt.date(2026, 1, 31))),
        ],
    )
    def test_what_says_something_else_by_now_is_one_again(self, changed: Told) -> None:
        assert status(sure(planned()).then_given(changed)) is ItemStatus.CHANGED

    @pytest.mark.parametrize(
        "event",
        [
            ActionCompleted("acme@4"),
            ResourcesAllocated("acme@4", money("5")),
            ActionPrioritised("acme@4", 1),
            ResponsibilitySet("acme@4", "s1"),
        ],
    )
    def test_how_we_go_about_it_and_what_came_of_it_changes_nothing(
        self, event: AccountEvent[object]
    ) -> None:
        assert status(sure(planned()).then_given(on("2024-05-01", event))) is ItemStatus.CONFIRMED

    def test_back_to_what_it_was_it_is_theirs_again(self) -> None:
        moved = on("2024-05-01", ActionRescheduled("acme@4", dt.date(2026, 1, 31)))
        back = on("2024-05-01", ActionRescheduled("acme@4", DUE))
        story = sure(planned()).then_given(moved)
        assert status(story) is ItemStatus.CHANGED
        assert status(story.then_given(back)) is ItemStatus.CONFIRMED
        assert status(sure(story)) is ItemStatus.CONFIRMED

    def test_other_words_for_them_are_another_item_to_them(self) -> None:
        told = planned().when(PlanItemReleased("acme@4", "try it in one depot")).then()
        after = sure(told)
        again = after.when(PlanItemReleased("acme@4", "move every depot")).then()
        assert status(again) is ItemStatus.CHANGED

    def test_nor_are_words_theirs_that_nobody_had_released_when_they_confirmed_it(self) -> None:
        told = sure(planned())
        assert status(told.when(PlanItemReleased("acme@4", "try it")).then()) is ItemStatus.CHANGED
        assert status(told.when(PlanItemReleased("acme@4")).then()) is ItemStatus.CONFIRMED

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.lists(st.tuples(st.sampled_from(["acme@2", "acme@3", "acme@4"]), st.sampled_from(KINDS))))
    def test_whatever_was_heard_only_what_was_confirmed_is_theirs(
        self, heard: list[tuple[str, FeedbackKind]]
    ) -> None:
        story = planned()
        for item, kind in heard:
            story = story.when(of(item, kind, "so")).then()
        theirs = {item for item, kind in heard if kind is FeedbackKind.CONFIRMATION}
        found = confirmed(story.account)
        assert {key for key, each in found.items() if each.status is ItemStatus.CONFIRMED} == theirs
        assert len(story[Feedback].in_order) == len(heard)

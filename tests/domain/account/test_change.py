"""The rules of change, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.change import (
    Adoption,
    BehaviourExpectationSet,
    BehaviourObserved,
    BehaviourUnknown,
    ChangeGoalSet,
    ChangeQuestion,
    ChangeQuestionAnswered,
    ChangeUnstated,
    HowBeforeWhy,
    InitiativeEnd,
    InitiativeEnded,
    InitiativeOpened,
    InitiativeOver,
    InitiativeRestsOnNothing,
    Initiatives,
    InitiativeUnknown,
    InitiativeUntitled,
    managed,
    unanswered,
)
from majoracct.domain.account.cocreation import CoCreationSessionHeld, Depth, SessionUnknown
from majoracct.domain.account.delivery import DeliveryStarted
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderUnknown,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import DAY, given

OPENED = InitiativeOpened("records into signals")
WHY = ChangeQuestionAnswered("acme@1", ChangeQuestion.WHY_CHANGE, "half the delays repeat")
NOW = ChangeQuestionAnswered("acme@1", ChangeQuestion.WHY_NOW, "the regulator asks")
HOW = ChangeQuestionAnswered("acme@1", ChangeQuestion.HOW, "by a pilot")
GOAL = ChangeGoalSet("acme@1", "a third fewer", dt.date(2025, 5, 1))
EXPECTED = BehaviourExpectationSet("acme@1", "station managers", "log each cause")
SEEN = BehaviourObserved("acme@1", "acme@2", Adoption.PARTLY)
FAILED = InitiativeEnded("acme@1", InitiativeEnd.FAILED)
TOLD: list[AccountEvent[Initiatives]] = [WHY, GOAL, EXPECTED, SEEN, FAILED]


@pytest.mark.requirement("S-B5")
class TestCH1AnInitiative:
    def test_has_a_title(self) -> None:
        given().when(InitiativeOpened(" ")).then_refused(InitiativeUntitled)

    def test_rests_only_on_what_is_on_record(self) -> None:
        deal, project = OpportunityIdentified("a deal"), DeliveryStarted("a project")
        on_deal, on_project = InitiativeOpened("a", "acme@1"), InitiativeOpened("a", project="acme@1")
        given().when(on_deal).then_refused(InitiativeRestsOnNothing, "opportunity acme@1")
        given().when(on_project).then_refused(InitiativeRestsOnNothing, "project acme@1")
        given(deal).on("2024-04-30").when(on_deal).then_refused(InitiativeRestsOnNothing)
        assert given(deal).when(on_deal).then()[Initiatives].items["acme@2"].opportunity == "acme@1"
        assert given(project).when(on_project).then()[Initiatives].items["acme@2"].project == "acme@1"


@pytest.mark.requirement("S-B2", "S-B3")
class TestCH2WhyBeforeHow:
    def test_how_waits_for_both_reasons(self) -> None:
        given(OPENED).when(HOW).then_refused(HowBeforeWhy, "before why change and why now")
        given(OPENED, WHY).when(HOW).then_refused(HowBeforeWhy, "before why now")
        given(OPENED, NOW).when(HOW).then_refused(HowBeforeWhy, "before why change")

    def test_and_comes_after_them(self) -> None:
        after = given(OPENED, WHY, NOW).when(HOW).then()[Initiatives].items["acme@1"]
        assert unanswered(after) == ()
        assert {key: reply.fact for key, reply in after.answers.items()} == {
            "why-change": "acme@2",
            "why-now": "acme@3",
            "how": "acme@4",
        }

    def test_a_reason_of_a_later_day_is_none_yet(self) -> None:
        given(OPENED, WHY, NOW).on("2024-04-30").when(HOW).then_refused(InitiativeUnknown)

    @settings(deadline=None, derandomize=True, database=None, max_examples=30)
    @any_of(st.lists(st.sampled_from([WHY, NOW, HOW]), max_size=6))
    def test_in_whatever_order_one_tries(self, told: list[ChangeQuestionAnswered]) -> None:
        story = given(OPENED)
        for event in told:
            done = story.when(event)
            story = story if done.refusal else done.story
            found = story[Initiatives].items["acme@1"].answers
            assert "how" not in found or {"why-change", "why-now"} <= set(found)


@pytest.mark.requirement("S-B2", "S-B4")
class TestCH3WhatIsSaid:
    @pytest.mark.parametrize(
        "empty",
        [
            evolve(WHY, answer=" "),
            evolve(GOAL, what=" "),
            evolve(EXPECTED, group=" "),
            evolve(EXPECTED, expected=" "),
        ],
    )
    def test_says_something(self, empty: AccountEvent[Initiatives]) -> None:
        given(OPENED).when(empty).then_refused(ChangeUnstated)

    def test_by_somebody_we_know_in_a_session_that_was_held(self) -> None:
        given(OPENED).when(evolve(WHY, person="p1")).then_refused(StakeholderUnknown)
        given(OPENED).when(evolve(WHY, session="acme@3")).then_refused(SessionUnknown)
        ana = StakeholderIdentified("p1", BuyingFunction.CORPORATE)
        held = CoCreationSessionHeld("delays", Depth.EXPLORING_WHY, ("p1",), ("s1",))
        story = given(OPENED, ana, StaffIdentified("s1", "Kim"), held)
        after = story.when(evolve(WHY, person="p1", session="acme@3")).then()
        reply = after[Initiatives].items["acme@1"].answers["why-change"]
        assert (reply.person, reply.session, reply.fact) == ("p1", "acme@3", "acme@4")

    def test_a_change_is_managed_once_it_has_a_goal_and_expects_behaviour(self) -> None:
        for told, holds in (((), False), ((GOAL,), False), ((EXPECTED,), False), ((GOAL, EXPECTED), True)):
            assert managed(given(OPENED, *told)[Initiatives].items["acme@1"]) is holds


@pytest.mark.requirement("S-B5")
class TestCH4UntilItEnds:
    @pytest.mark.parametrize("told", TOLD)
    def test_not_of_one_that_is_unknown(self, told: AccountEvent[Initiatives]) -> None:
        given().when(told).then_refused(InitiativeUnknown, "acme has no initiative acme@1")

    @pytest.mark.parametrize("told", TOLD)
    def test_not_of_one_that_has_ended(self, told: AccountEvent[Initiatives]) -> None:
        given(OPENED, EXPECTED, FAILED).when(told).then_refused(InitiativeOver, "ended on 2024-05-01")

    def test_it_keeps_how_it_ended(self) -> None:
        found = given(OPENED).when(FAILED).then()[Initiatives].items["acme@1"]
        assert (found.ended, found.end, found.end_fact) == (DAY, InitiativeEnd.FAILED, "acme@2")

    @pytest.mark.parametrize("told", TOLD)
    def test_replay_bears_one_that_is_missing(self, told: AccountEvent[Initiatives]) -> None:
        assert len(given(told)[Initiatives].items) == 0


@pytest.mark.requirement("S-B4")
class TestCH5WhatIsObserved:
    def test_was_expected(self) -> None:
        given(OPENED, GOAL).when(SEEN).then_refused(BehaviourUnknown, "expects no behaviour acme@2")

    def test_and_the_last_look_counts(self) -> None:
        looked = given(OPENED, EXPECTED, SEEN).when(evolve(SEEN, adoption=Adoption.ADOPTED)).then()
        behaviour = looked[Initiatives].items["acme@1"].behaviours["acme@2"]
        assert (behaviour.seen, behaviour.seen_fact) == (Adoption.ADOPTED, "acme@4")

    def test_replay_bears_one_that_is_missing(self) -> None:
        assert len(given(OPENED, SEEN)[Initiatives].items["acme@1"].behaviours) == 0

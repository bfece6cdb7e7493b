"""Which functions and channels have a role in a plan, one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.coverage import Channel, ChannelSet
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.assessments.functions import Part, Role, in_plan, roles
from majoracct.domain.programme.terms import Aim, PlanningFunction
from majoracct.testing.given import Given, given, on

TELL = ActionAdded("Tell the trade", Aim.ADVOCACY, function=PlanningFunction.MARKETING)


def role(story: Given, part: Part, *others: str) -> Role:
    [found] = [
        each
        for each in roles([story.account, *(story.account.other(key) for key in others)])
        if each.part is part
    ]
    return found


@pytest.mark.requirement("C-W1")
class TestFU1AFunction:
    def test_by_an_action_of_its_own(self) -> None:
        story = given(TELL, TELL, ActionCompleted("acme@1"), PlanDrafted("Rollout"))
        found = role(story, PlanningFunction.MARKETING)
        assert (found.accounts, found.open_actions, found.none) == (("acme",), 1, False)

    def test_not_by_one_that_was_dropped_or_is_nobody_s(self) -> None:
        story = given(TELL, ActionDropped("acme@1"), ActionAdded("Wait", Aim.TRUST), PlanDrafted("Rollout"))
        assert role(story, PlanningFunction.MARKETING).none
        assert in_plan(story.account) == {}

    def test_not_in_a_plan_there_is_not(self) -> None:
        assert role(given(TELL), PlanningFunction.MARKETING).none


@pytest.mark.requirement("C-W1")
class TestFU2AChannel:
    def test_where_an_account_sold_to_through_it_has_a_plan(self) -> None:
        story = given(ChannelSet(Channel.INSIDE), TELL)
        assert role(story, Channel.INSIDE).none
        found = role(story.then_given(PlanDrafted("Rollout")), Channel.INSIDE)
        assert (found.accounts, found.open_actions) == (("acme",), 1)

    def test_with_the_actions_that_are_open(self) -> None:
        story = given(ChannelSet(Channel.INSIDE), TELL, TELL, PlanDrafted("Rollout"))
        done = story.then_given(ActionCompleted("acme@2"))
        assert role(done, Channel.INSIDE).open_actions == 1


@pytest.mark.requirement("C-W1")
class TestFU3NoneIsNamed:
    def test_every_function_and_channel_is_told_of(self) -> None:
        found = roles([given(TELL, PlanDrafted("Rollout")).account])
        assert [each.part for each in found] == [*PlanningFunction, *Channel]
        assert [each.part for each in found if not each.none] == [PlanningFunction.MARKETING]

    @drawn(
        st.lists(st.tuples(st.sampled_from(["acme", "b"]), st.sampled_from([*PlanningFunction])), max_size=8)
    )
    def test_the_whole_is_what_each_account_says(self, added: list[tuple[str, PlanningFunction]]) -> None:
        story = given(
            PlanDrafted("Rollout"),
            on("2024-05-01", PlanDrafted("Depots"), to="b"),
            *(on("2024-05-01", ActionAdded("Act", Aim.TRUST, function=each), to=key) for key, each in added),
        )
        seen = [story.account.other(key) for key in ("acme", "b")]
        for found in roles(seen):
            each = [in_plan(account) for account in seen]
            assert found.open_actions == sum(plan.get(found.part, 0) for plan in each)
            assert len(found.accounts) == sum(found.part in plan for plan in each)

"""The rules of the roadmap, one class a rule."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.action_plan import ActionPrioritised, ActionRescheduled, ActionSequenced
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted, MilestoneSlipped
from majoracct.domain.account.functional_plans import FunctionalPlanAttached
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped, PlanDrafted
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.roadmap import Standing, Step, StepKind, roadmap
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, PlanningFunction, Seat
from majoracct.testing.given import given, on

SERVICE, SALES = PlanningFunction.SERVICE, PlanningFunction.SALES


def act(task: str, due: dt.date | None = None, function: PlanningFunction | None = None) -> ActionAdded:
    return ActionAdded(task, Aim.TRUST, due=due, function=function)


def steps(*told: Any, day: str = "2024-05-01") -> tuple[Step, ...]:
    return roadmap(given(*told).on(day).account)


JUNE, JULY = dt.date(2024, 6, 1), dt.date(2024, 7, 1)


@pytest.mark.requirement("J-O2")
class TestRM1EverythingOnce:
    def test_actions_functional_plans_projects_and_slipped_milestones(self) -> None:
        found = steps(
            PlanDrafted("two years"),
            act("visit", JUNE, SALES),
            FunctionalPlanAttached(SERVICE, "repairs", ends=JULY),
            DeliveryStarted("depots"),
            MilestoneSlipped("acme@4", "first depot", JUNE, JULY),
            MilestoneSlipped("acme@4", "first depot", JULY, dt.date(2024, 8, 1)),
        )
        assert [(s.kind, s.id, s.due) for s in found] == [
            (StepKind.ACTION, "acme@2", JUNE),
            (StepKind.FUNCTIONAL_PLAN, "acme@3", JULY),
            (StepKind.MILESTONE, "acme@4/first depot", dt.date(2024, 8, 1)),
            (StepKind.DELIVERY, "acme@4", None),
        ]
        assert [s.facts for s in found] == [("acme@2",), ("acme@3",), ("acme@6",), ("acme@4",)]

    def test_what_was_dropped_is_no_part_of_it(self) -> None:
        assert steps(act("visit"), ActionDropped("acme@1")) == ()

    def test_with_what_is_known_of_each(self) -> None:
        moved = on("2024-05-01", ActionRescheduled("acme@1", JULY), reason="snow")
        (step,) = steps(act("visit", JUNE), ActionPrioritised("acme@1", 2), moved)
        assert (step.due, step.rank, step.moved) == (JULY, 2, 1)
        assert step.facts == ("acme@1", "acme@2", "acme@3")

    def test_how_each_stands(self) -> None:
        done, late, waiting, to_come, undated = steps(
            act("done", JUNE),
            ActionCompleted("acme@1"),
            act("late", dt.date(2024, 6, 2)),
            act("waiting", JULY),
            act("to come", dt.date(2024, 7, 2)),
            act("undated"),
            ActionSequenced("acme@4", ("acme@3",)),
            day="2024-06-03",
        )
        assert [s.standing for s in (done, late, waiting, to_come, undated)] == [
            Standing.DONE,
            Standing.OVERDUE,
            Standing.WAITING,
            Standing.OPEN,
            Standing.UNDATED,
        ]
        assert (done.done, waiting.waits_for) == (dt.date(2024, 5, 1), ("acme@3",))

    def test_what_nobody_says_was_done_is_over(self) -> None:
        plan = (PlanDrafted("two years"), FunctionalPlanAttached(SERVICE, "repairs", ends=JUNE))
        assert [s.standing for s in steps(*plan, day="2024-06-01")] == [Standing.OPEN]
        assert [(s.standing, s.done) for s in steps(*plan, day="2024-06-02")] == [(Standing.OVER, None)]
        slip = (DeliveryStarted("depots"), MilestoneSlipped("acme@1", "first", JUNE, JULY))
        assert steps(*slip, day="2024-07-02")[0].standing is Standing.OVERDUE
        over = steps(*slip, on("2024-07-02", DeliveryCompleted(True, "acme@1")), day="2024-07-02")
        assert [s.standing for s in over] == [Standing.OVER, Standing.DONE]


@pytest.mark.requirement("J-O2")
class TestRM2ByFunctionThenByDay:
    def test_what_has_no_day_comes_last_and_what_has_no_function_after_all(self) -> None:
        found = steps(
            act("e", JUNE),
            act("d", None, SERVICE),
            act("c", JULY, SERVICE),
            act("b", JUNE, SERVICE),
            act("a", JULY, SALES),
        )
        assert "".join(s.what for s in found) == "abcde"

    @pytest.mark.parametrize(
        ("seat", "function"),
        [
            (Seat.PRODUCT, PlanningFunction.PRODUCT),
            (Seat.CUSTOMER_SUCCESS, PlanningFunction.CUSTOMER_SUCCESS),
            (Seat.CHANNEL_SALES, PlanningFunction.CHANNEL),
        ],
    )
    def test_those_who_join_the_sellers_have_a_function_of_their_own(
        self, seat: Seat, function: PlanningFunction
    ) -> None:
        found = steps(
            on("2024-01-01", StaffIdentified("s1", "Una"), TeamFormed(), MemberSeated("s1", seat)),
            on("2024-01-02", ActionAdded("a", Aim.TRUST, "s1"), act("b", JUNE, SERVICE)),
        )
        assert [(s.what, s.function) for s in found] == [("b", SERVICE), ("a", function)]

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(
        st.lists(
            st.tuples(
                st.sampled_from([*PlanningFunction, None]),
                st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))),
            ),
            max_size=6,
        )
    )
    def test_every_action_is_in_it_once_in_order(self, told: list[tuple[Any, Any]]) -> None:
        found = steps(*(act(str(n), due, function) for n, (function, due) in enumerate(told)))
        assert sorted(s.what for s in found) == [str(n) for n in range(len(told))]
        functions = [list(PlanningFunction).index(s.function) if s.function else 9 for s in found]
        assert functions == sorted(functions)
        for one, other in pairwise(found):
            if one.function is other.function:
                assert one.due is None or other.due is None or one.due <= other.due
                assert one.due is not None or other.due is None


@pytest.mark.requirement("J-A0")
class TestRM3OutOfOrder:
    AFTER = ActionSequenced("acme@1", ("acme@2",))

    def out(self, first: dt.date | None, second: dt.date | None, *more: Any) -> tuple[str, ...]:
        found = {s.id: s for s in steps(act("a", first), act("b", second), self.AFTER, *more)}
        return found["acme@1"].out_of_order

    def test_to_be_done_before_what_it_comes_after(self) -> None:
        assert self.out(JUNE, JULY) == ("acme@2",)
        assert self.out(JULY, JUNE) == ()
        assert self.out(JUNE, JUNE) == ()

    def test_is_unknown_without_a_day_and_over_once_done(self) -> None:
        assert self.out(None, JULY) == ()
        assert self.out(JUNE, None) == ()
        assert self.out(JUNE, JULY, ActionCompleted("acme@2")) == ()
        assert self.out(JUNE, JULY, ActionCompleted("acme@1")) == ()

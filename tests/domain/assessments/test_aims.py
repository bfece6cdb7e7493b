"""Which actions serve which aim, and which ends the aims serve."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped
from majoracct.domain.assessments.aims import AimServed, End, aims, served, uncovered
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import given, on

TRUST, ADVOCACY = ActionAdded("Meet the board", Aim.TRUST), ActionAdded("Write it up", Aim.ADVOCACY)


@pytest.mark.requirement("B-D3")
class TestEachAim:
    def test_is_served_by_actions_open_completed_and_dropped(self) -> None:
        story = given(TRUST, TRUST, TRUST, ActionCompleted("acme@2"), ActionDropped("acme@3"))
        assert aims(story.account)[Aim.TRUST] == AimServed(("acme@1",), ("acme@2",), ("acme@3",))
        assert aims(story.account)[Aim.CONFIDENCE] == AimServed()

    def test_is_not_covered_by_what_was_dropped(self) -> None:
        story = given(TRUST, ADVOCACY, ActionDropped("acme@1"), ActionCompleted("acme@2"))
        assert uncovered(story.account) == [Aim.CONFIDENCE, Aim.DEPENDENCE, Aim.TRUST]

    def test_is_seen_on_the_day(self) -> None:
        story = given(on("2024-03-01", TRUST), on("2024-04-01", ActionDropped("acme@1")))
        assert Aim.TRUST in uncovered(story.account)
        assert Aim.TRUST not in uncovered(story.on("2024-03-31").account)

    @any_of(st.lists(st.tuples(st.sampled_from(Aim), st.sampled_from(["open", "completed", "dropped"]))))
    def test_has_every_action_planned_for_it_in_one_place(self, planned: list[tuple[Aim, str]]) -> None:
        ends = {"completed": ActionCompleted, "dropped": ActionDropped}
        added = [ActionAdded("do it", aim) for aim, _ in planned]
        closed = [
            ends[state](f"acme@{n}") for n, (_, state) in enumerate(planned, start=1) if state != "open"
        ]
        found = aims(given(*added, *closed).account)
        for aim, by in found.items():
            for state in ("open", "completed", "dropped"):
                want = [f"acme@{n}" for n, each in enumerate(planned, start=1) if each == (aim, state)]
                assert list(getattr(by, state)) == want


@pytest.mark.requirement("B-D3")
class TestTheTwoEnds:
    def test_are_served_by_all_four_aims(self) -> None:
        assert [end.means for end in End] == [tuple(Aim)] * 2

    def test_by_those_that_are_covered(self) -> None:
        assert served(given(TRUST, ADVOCACY).account) == {end: [Aim.ADVOCACY, Aim.TRUST] for end in End}
        assert served(given().account) == {end: [] for end in End}

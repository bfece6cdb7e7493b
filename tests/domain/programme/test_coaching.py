"""The rules of coaching, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.programme.coaching import (
    CoachedByOneself,
    CoachedOnNothing,
    Coaching,
    CoachingHeld,
    coaching_due,
)
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import given, on

STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))
HELD = CoachingHeld("s1", "s2", "running a review")
SINCE = dt.date(2024, 1, 31)


@pytest.mark.requirement("S-W1")
class TestPG1CoachedByAnotherOfOurs:
    def test_both_with_us_and_on_something(self) -> None:
        given(on("2024-01-01", StaffIdentified("s1", "Una"))).when(HELD).then_refused(NotOnStaff, "s2")
        given(on("2024-01-01", StaffIdentified("s2", "Ben"))).when(HELD).then_refused(NotOnStaff, "s1")
        given(STAFF).when(CoachingHeld("s1", "s1", "reviews")).then_refused(CoachedByOneself)
        given(STAFF).when(CoachingHeld("s1", "s2", " ")).then_refused(CoachedOnNothing)

    def test_each_by_its_fact_earliest_first(self) -> None:
        story = given(STAFF, HELD, on("2024-04-01", HELD))
        assert [held.fact for held in story.programme[Coaching].of("s1")] == ["programme@5", "programme@4"]
        assert story.programme[Coaching].of("s2") == []


@pytest.mark.requirement("S-W1")
class TestPG2WhenItIsDue:
    def test_months_after_they_took_up_the_work(self) -> None:
        assert coaching_due(given(STAFF).programme, "s1", SINCE, 3) == dt.date(2024, 4, 30)

    def test_or_after_the_last(self) -> None:
        story = given(STAFF, on("2024-04-01", HELD), on("2024-02-01", HELD))
        assert coaching_due(story.programme, "s1", SINCE, 3) == dt.date(2024, 7, 1)
        assert coaching_due(story.programme, "s1", dt.date(2024, 4, 15), 3) == dt.date(2024, 7, 15)

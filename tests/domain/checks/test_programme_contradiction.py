"""A contradiction in the programme: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.checks.programme_contradiction import CHECK
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft, StaffReturned
from majoracct.testing.given import given, on

STORY = given(on("2024-01-01", StaffIdentified("s1", "Kim")), on("2024-03-01", StaffLeft("s1")))


@pytest.mark.requirement("B-D4")
class TestProgrammeContradiction:
    def test_raised_when_he_is_told_to_have_left_before(self) -> None:
        (found,) = STORY.then_given(on("2024-02-01", StaffLeft("s1"))).raised(CHECK)
        assert found.says == "Kim left us (2024-03-01): Kim left us on 2024-02-01 (ST2)"
        assert (found.facts, found.about) == (("programme@3",), "programme@3")

    def test_not_when_he_came_back_in_between(self) -> None:
        story = STORY.then_given(on("2024-02-01", StaffLeft("s1")), on("2024-02-15", StaffReturned("s1")))
        assert story.raised(CHECK) == []

    def test_not_before_the_day_of_the_fact(self) -> None:
        assert STORY.then_given(on("2024-02-01", StaffLeft("s1"))).on("2024-02-29").raised(CHECK) == []

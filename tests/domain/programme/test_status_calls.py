"""The rule of status calls."""

from __future__ import annotations

import pytest

from majoracct.domain.programme.status_calls import CallUnnamed, StatusCallHeld, StatusCalls
from majoracct.testing.given import given, on


@pytest.mark.requirement("B-G3")
class TestSC1ACallIsNamed:
    @pytest.mark.parametrize("name", ["", " "])
    def test_not_without_a_name(self, name: str) -> None:
        given().when(StatusCallHeld(name)).then_refused(CallUnnamed)

    def test_with_one_and_known_by_its_fact(self) -> None:
        story = given(on("2024-04-01", StatusCallHeld("April")), on("2024-03-01", StatusCallHeld("March")))
        calls = story.programme[StatusCalls].in_order()
        assert [(key, call.name) for key, call in calls] == [
            ("programme@3", "March"),
            ("programme@2", "April"),
        ]
        assert not story.on("2024-02-29").programme[StatusCalls].calls

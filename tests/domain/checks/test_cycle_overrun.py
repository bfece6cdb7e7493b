"""Cycle overrun: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.checks.cycle_overrun import CHECK
from majoracct.testing.given import given, on

CYCLE = on("2024-01-01", CycleOpened("2024", dt.date(2024, 12, 31)))


@pytest.mark.requirement("S-F2", "S-C4")
class TestCycleOverrun:
    def test_raised_once_its_last_day_has_passed(self) -> None:
        (found,) = given(CYCLE).on("2025-01-01").raised(CHECK)
        assert found.says == "The planning cycle 2024 was to be closed by 2024-12-31, and still runs"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_on_its_last_day(self) -> None:
        assert given(CYCLE).on("2024-12-31").raised(CHECK) == []

    def test_not_when_it_was_closed_or_the_next_one_runs(self) -> None:
        closed = on("2025-02-15", CycleClosed("acme@1"))
        story = given(CYCLE, closed)
        assert len(story.on("2025-02-14").raised(CHECK)) == 1
        assert story.on("2025-02-15").raised(CHECK) == []
        following = on("2025-02-15", CycleOpened("2025", dt.date(2025, 12, 31)))
        assert story.then_given(following).on("2025-03-01").raised(CHECK) == []

    def test_not_without_one(self) -> None:
        assert given().raised(CHECK) == []

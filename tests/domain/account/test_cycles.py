"""The rules of the account's planning cycles, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.cycles import (
    CycleClosed,
    CycleEndsAtOnce,
    CycleOpened,
    CycleRuns,
    CycleUnnamed,
    NoCycleRuns,
    cycle_on,
)
from majoracct.testing.given import DAY, given, on

END = dt.date(2025, 3, 31)
FIRST = on("2024-04-01", CycleOpened("2024", END))


@pytest.mark.requirement("S-F2", "S-C4")
class TestPC1NameAndEnd:
    def test_it_has_a_name(self) -> None:
        given().when(CycleOpened(" ", END)).then_refused(CycleUnnamed)

    def test_it_ends_after_the_day_it_was_opened(self) -> None:
        given().when(CycleOpened("2024", DAY)).then_refused(CycleEndsAtOnce)
        given().when(CycleOpened("2024", DAY + dt.timedelta(1))).then()


@pytest.mark.requirement("S-C4")
class TestPC2OneAtATime:
    def test_the_next_waits_for_the_one_before(self) -> None:
        given(FIRST).on("2024-05-01").when(CycleOpened("again", END)).then_refused(CycleRuns, "2024")

    def test_once_that_was_closed_it_follows(self) -> None:
        closed = given(FIRST, on("2025-03-31", CycleClosed("acme@1")))
        after = closed.on("2025-04-01").when(CycleOpened("2025", dt.date(2026, 3, 31))).then()
        running = cycle_on(after.account)
        assert running is not None
        assert running[1].name == "2025"

    def test_on_every_day_it_is_known_which_ran(self) -> None:
        told = given(FIRST, on("2025-03-31", CycleClosed("acme@1")))
        found = [cycle_on(told.on(day).account) for day in ("2024-03-31", "2024-04-01", "2025-03-31")]
        assert [each[1].name if each else None for each in found] == [None, "2024", None]


@pytest.mark.requirement("S-C4")
class TestPC3OnlyOneThatRunsIsClosed:
    def test_none_that_was_never_opened(self) -> None:
        given().when(CycleClosed("acme@1")).then_refused(NoCycleRuns)

    def test_and_none_twice(self) -> None:
        closed = given(FIRST, on("2024-04-15", CycleClosed("acme@1")))
        closed.on("2024-05-01").when(CycleClosed("acme@1")).then_refused(NoCycleRuns, "2024-04-15")

"""Which target a year has: the next one set in it, and none that was set for another year."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.programme.targets import NamedAccountTargetSet, Target, target_on
from majoracct.testing.given import given

POLICYS = Target(12, dt.date(2024, 12, 31))


@pytest.mark.requirement("B-D2")
class TestATargetOfAnotherYear:
    @pytest.mark.parametrize("by", [dt.date(2025, 1, 1), dt.date(2025, 6, 30)])
    def test_is_not_this_years_when_it_is_a_later_one(self, by: dt.date) -> None:
        story = given(NamedAccountTargetSet(20, by))
        assert target_on(story.programme) == POLICYS
        assert target_on(story.on("2024-12-31").programme) == POLICYS
        assert target_on(story.on("2025-01-01").programme).count == 20

    def test_is_not_this_years_when_this_years_is_behind_us(self) -> None:
        story = given(
            NamedAccountTargetSet(5, dt.date(2024, 6, 30)), NamedAccountTargetSet(20, dt.date(2025, 6, 30))
        )
        assert target_on(story.on("2024-07-01").programme) == POLICYS

    def test_is_not_this_years_when_it_is_an_earlier_one(self) -> None:
        story = given(NamedAccountTargetSet(5, dt.date(2024, 6, 30)))
        assert target_on(story.on("2025-01-01").programme) == Target(12, dt.date(2025, 12, 31))


@pytest.mark.requirement("B-D2")
class TestTheNextInTheYear:
    STORY = given(
        *(
            NamedAccountTargetSet(count, dt.date(2024, month, day))
            for count, month, day in ((4, 12, 31), (2, 6, 30), (3, 9, 30), (1, 5, 1))
        )
    )

    @pytest.mark.parametrize(
        ("day", "count"),
        [
            ("2024-05-01", 1), ("2024-05-02", 2), ("2024-06-30", 2), ("2024-07-01", 3),
            ("2024-10-01", 4), ("2024-12-31", 4),
        ],
    )  # fmt: skip
    def test_counts_through_its_own_day(self, day: str, count: int) -> None:
        assert target_on(self.STORY.on(day).programme).count == count

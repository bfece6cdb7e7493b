"""The rule of targets."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.targets import (
    NamedAccountTargetSet,
    Target,
    TargetEmpty,
    TargetPast,
    target_on,
)
from majoracct.domain.programme.terms import TargetTerms, Terms
from majoracct.testing.given import given, on

YEAR_END = dt.date(2024, 12, 31)


@pytest.mark.requirement("B-D2")
class TestT1AtLeastOne:
    @pytest.mark.parametrize("count", [0, -3])
    def test_not_none(self, count: int) -> None:
        given().when(NamedAccountTargetSet(count, YEAR_END)).then_refused(TargetEmpty)

    def test_one(self) -> None:
        after = given().when(NamedAccountTargetSet(1, YEAR_END)).then()
        assert target_on(after.programme) == Target(1, YEAR_END, "programme@2")


@pytest.mark.requirement("B-D2")
class TestT2SetByItsDay:
    def test_not_for_a_day_that_is_past(self) -> None:
        late = given().on("2025-01-01")
        late.when(NamedAccountTargetSet(9, YEAR_END)).then_refused(TargetPast, "2024-12-31 is past")

    def test_on_its_day_still(self) -> None:
        after = given().on("2024-12-31").when(NamedAccountTargetSet(9, YEAR_END)).then()
        assert target_on(after.programme).count == 9


@pytest.mark.requirement("B-D2")
class TestTheTargetOnADay:
    def test_is_policys_when_none_was_set(self) -> None:
        assert target_on(given().programme) == Target(12, YEAR_END)
        by_june = evolve(Terms.shipped("GBP"), targets=TargetTerms(8, 6, 30))
        assert target_on(given(PolicyAdopted(by_june)).programme) == Target(8, dt.date(2024, 6, 30))

    def test_is_the_next_one_set_for_the_year(self) -> None:
        story = given(
            NamedAccountTargetSet(9, YEAR_END),
            NamedAccountTargetSet(5, dt.date(2024, 6, 30)),
            NamedAccountTargetSet(20, dt.date(2025, 6, 30)),
        )
        for day, count in (("2024-05-01", 5), ("2024-06-30", 5), ("2024-07-01", 9), ("2025-01-01", 20)):
            assert target_on(story.on(day).programme).count == count
        assert target_on(story.on("2025-07-01").programme) == Target(12, dt.date(2025, 12, 31))

    def test_counts_from_the_day_it_was_set(self) -> None:
        story = given(on("2024-05-02", NamedAccountTargetSet(9, YEAR_END)))
        assert target_on(story.programme).count == 12
        assert target_on(story.on("2024-05-02").programme).count == 9

    def test_set_again_for_a_day_replaces_the_one_before(self) -> None:
        story = given(NamedAccountTargetSet(9, YEAR_END), NamedAccountTargetSet(10, YEAR_END))
        assert target_on(story.programme) == Target(10, YEAR_END, "programme@3")

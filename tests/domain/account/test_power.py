"""The rules of power, one class a rule."""

from __future__ import annotations

import itertools

import pytest

from majoracct.domain.account.power import Leverage, Power, PowerAssessed, Powers, leverage
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
    Strength,
)
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
HIGH = PowerAssessed("p1", Power.HIGH)


@pytest.mark.requirement("B-P5")
class TestPW1OfSomebodyKnown:
    def test_not_of_a_stranger(self) -> None:
        given().when(HIGH).then_refused(StakeholderUnknown, "p1 is no stakeholder of acme")

    def test_not_of_one_who_left(self) -> None:
        given(ANA, StakeholderLeft("p1")).when(HIGH).then_refused(StakeholderGone)

    def test_as_judged_last_by_the_day(self) -> None:
        story = given(on("2024-01-01", ANA, PowerAssessed("p1", Power.LOW))).when(HIGH).then()
        assert (story[Powers].of["p1"].power, story[Powers].of["p1"].fact) == (Power.HIGH, "acme@3")
        assert story.on("2024-04-30")[Powers].of["p1"].power is Power.LOW


@pytest.mark.requirement("B-P5")
class TestLeverage:
    @pytest.mark.parametrize(
        ("power", "expected"),
        [
            (Power.LOW, (Leverage.NONE,) * 5),
            (Power.MEDIUM, (Leverage.NONE, *(Leverage.SOME,) * 4)),
            (Power.HIGH, (Leverage.NONE, Leverage.SOME, Leverage.SOME, Leverage.STRONG, Leverage.STRONG)),
        ],
    )
    def test_comes_of_power_and_strength_together(self, power: Power, expected: tuple[Leverage, ...]) -> None:
        assert tuple(leverage(power, strength) for strength in Strength) == expected

    def test_is_unknown_while_either_is(self) -> None:
        assert [leverage(power, None) for power in (*Power, None)] == [None] * 4
        assert [leverage(None, strength) for strength in Strength] == [None] * 5

    def test_never_shrinks_as_either_grows(self) -> None:
        ladder = list(Leverage)

        def height(power: Power, strength: Strength) -> int:
            found = leverage(power, strength)
            assert found is not None
            return ladder.index(found)

        for power in Power:
            rungs = [height(power, strength) for strength in Strength]
            assert rungs == sorted(rungs)
        for strength in Strength:
            rungs = [height(power, strength) for power in Power]
            assert rungs == sorted(rungs)
        assert {leverage(p, s) for p, s in itertools.product(Power, Strength)} == set(Leverage)

"""What an account gets that others do not, and its cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.investment import InvestmentMade, Purpose
from majoracct.domain.account.resources import InvestmentCommitted, ResourceGranted, ResourceKind
from majoracct.domain.assessments.extras import extras, total
from majoracct.testing.given import given, money, on

DESK = on("2024-01-01", ResourceGranted(ResourceKind.CONCIERGE, "a line to the developers"))  # acme@1
PILOT = on("2024-02-01", InvestmentCommitted("a pilot", money("50")))  # acme@2
LOOSE = InvestmentMade(Purpose.TEAM, money("9"))
PAID = evolve(LOOSE, pays_for="acme@1")


@pytest.mark.requirement("S-A1", "S-A3")
class TestRG5WhatAResourceCosts:
    def test_unknown_while_nobody_recorded_it(self) -> None:
        (found,) = extras(given(DESK).account)
        assert (found.kind, found.cost, found.spending, found.runs) == ("concierge", None, (), True)

    def test_what_was_spent_on_it(self) -> None:
        found = extras(given(DESK, PILOT, PAID, PAID).account)
        assert [(each.cost, each.spending) for each in found] == [
            (Decimal(18), ("acme@3", "acme@4")),
            (None, ()),
        ]


@pytest.mark.requirement("S-A2")
class TestRG6AnInvestmentByItself:
    def test_that_pays_for_nothing_on_record_is_told_once(self) -> None:
        found = extras(given(DESK, PILOT, LOOSE, evolve(LOOSE, pays_for="acme@9")).account)
        assert [each.what for each in found] == ["a line to the developers", "a pilot", "team", "team"]
        committed = found[1]
        assert (committed.kind, committed.committed, committed.runs) == ("investment", Decimal(50), None)


@pytest.mark.requirement("S-A1", "S-W6")
class TestRG7TheCostOfAll:
    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(
        spent=st.lists(st.tuples(st.sampled_from(["acme", "bolt"]), st.integers(1, 9), st.integers(0, 3)))
    )
    def test_is_the_sum_of_each(self, spent: list[tuple[str, int, int]]) -> None:
        story = given(DESK, PILOT)
        for key, amount, target in spent:
            paid = InvestmentMade(
                Purpose.RESOURCES, money(str(amount)), None, f"{key}@{target}" if target else None
            )
            story = story.then_given(on("2024-03-01", paid, to=key))
        acme, bolt = extras(story.account), extras(story.account.other("bolt"))
        assert total([*acme, *bolt])[0] == sum(amount for _, amount, _ in spent)
        (cost, unknown), (other, more) = total(acme), total(bolt)
        assert total([*acme, *bolt]) == (cost + other, unknown + more)

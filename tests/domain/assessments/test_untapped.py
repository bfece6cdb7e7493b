"""The rules of what is untapped, one class a rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.whitespace import Cell, Provider, WhitespaceCellSet
from majoracct.domain.assessments.untapped import Amount, reach, reach_of
from majoracct.domain.money import Money
from majoracct.testing.given import given, money

CELLS = [
    WhitespaceCellSet("A", "crews", Provider.US, spend=money("100")),
    WhitespaceCellSet("B", "crews", Provider.COMPETITOR, "Rival plc", money("250")),
    WhitespaceCellSet("C", "crews", Provider.COMPETITOR, spend=money("50")),
    WhitespaceCellSet("D", "crews", Provider.IN_HOUSE),
    WhitespaceCellSet("E", "crews", Provider.UNKNOWN, spend=money("70")),
    WhitespaceCellSet("F", "crews", Provider.NONE, spend=money("0")),
]


@pytest.mark.requirement("R-O5")
class TestWH7MoneyAddsUpWhereItIsKnown:
    def test_and_how_many_cells_are_not_priced_is_told(self) -> None:
        found = reach_of(given(*CELLS).account)
        assert found.ours == Amount(1, Decimal(100), 0)
        assert found.untapped == Amount(4, Decimal(300), 1)
        assert found.unknown == Amount(1, Decimal(70), 0)
        assert found.rivals == {"": Amount(1, Decimal(50), 0), "Rival plc": Amount(1, Decimal(250), 0)}

    def test_a_competitor_is_one_however_it_is_written(self) -> None:
        named = [("A", "Rival"), ("B", " rival"), ("C", "RIVAL")]
        cells = [WhitespaceCellSet(u, "crews", Provider.COMPETITOR, n, money("100")) for u, n in named]
        assert reach_of(given(*cells).account).rivals == {"Rival": Amount(3, Decimal(300), 0)}

    def test_what_nobody_set_is_unknown_and_no_money(self) -> None:
        story = given(CELLS[0], PresenceRecorded(Dimension.ORGANISATION, "Z"))
        assert reach_of(story.account).unknown == Amount(1, Decimal(0), 1)

    def test_a_unit_of_which_no_offering_is_known_is_no_cell(self) -> None:
        assert reach([Cell("Z", None)]).unknown == Amount()

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @drawn(
        st.lists(
            st.builds(
                Cell,
                st.just("A"),
                st.just("crews"),
                st.sampled_from(Provider),
                spend=st.one_of(st.none(), st.builds(Money, st.integers(0, 99).map(Decimal), st.just("GBP"))),
            )
        )
    )
    def test_the_parts_are_the_whole(self, cells: list[Cell]) -> None:
        found = reach(cells)
        parts = (found.ours, found.untapped, found.unknown)
        assert sum(part.cells for part in parts) == len(cells)
        assert sum(part.spend for part in parts) == sum(c.spend.amount for c in cells if c.spend)
        assert sum(part.unpriced for part in parts) == sum(c.spend is None for c in cells)


@pytest.mark.requirement("R-O5")
class TestWH8Penetration:
    def test_is_our_share_of_what_is_known(self) -> None:
        found = reach_of(given(*CELLS).account)
        assert (found.penetration, found.share_of_spend) == (Decimal("0.2"), Decimal("0.25"))

    def test_unknown_where_nothing_is(self) -> None:
        found = reach_of(given(CELLS[4]).account)
        assert (found.penetration, found.share_of_spend) == (None, None)

    @pytest.mark.parametrize("side", [Provider.US, Provider.COMPETITOR])
    def test_the_share_of_spend_is_unknown_where_all_of_one_side_is(self, side: Provider) -> None:
        priced = {Provider.US: Provider.COMPETITOR, Provider.COMPETITOR: Provider.US}[side]
        unpriced = WhitespaceCellSet("A", "crews", side)
        told = WhitespaceCellSet("B", "crews", priced, spend=money("100"))
        found = reach_of(given(unpriced, told).account)
        assert (found.penetration, found.share_of_spend) == (Decimal("0.5"), None)
        assert [found.share_of_spend_of(rival) for rival in found.rivals.values()] == [None]
        assert {found.ours.worth, found.untapped.worth} == {None, Decimal(100)}
        found = reach_of(given(told).account)
        assert found.share_of_spend == (1 if priced is Provider.US else 0)

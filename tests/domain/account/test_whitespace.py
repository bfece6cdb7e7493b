"""The rules of whitespace, one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost
from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.account.whitespace import (
    CellUnnamed,
    CompetitorOutOfPlace,
    Provider,
    SpendBelowNothing,
    WhitespaceCellSet,
    sought,
    sought_by,
    untapped,
    whitespace,
)
from majoracct.testing.given import Given, given, money, on

CELL = WhitespaceCellSet("Depots", "crews", Provider.COMPETITOR, "Rival plc", money("250"))


def told(story: Given) -> list[tuple[str, str | None, str]]:
    return [(cell.unit, cell.offering, cell.provider.value) for cell in whitespace(story.account)]


@pytest.mark.requirement("R-O5")
class TestWH1ACellNamesBoth:
    @pytest.mark.parametrize(("unit", "offering"), [("", "crews"), (" ", "crews"), ("Depots", " ")])
    def test_a_unit_and_an_offering(self, unit: str, offering: str) -> None:
        given().when(WhitespaceCellSet(unit, offering, Provider.US)).then_refused(CellUnnamed)

    def test_kept_with_the_fact(self) -> None:
        (cell,) = whitespace(given(CELL).account)
        assert (cell.unit, cell.offering, cell.competitor) == ("Depots", "crews", "Rival plc")
        assert (cell.spend, cell.fact) == (money("250"), "acme@1")


class TestWH2Spend:
    def test_is_not_below_nothing(self) -> None:
        for amount in ("-1", "-0.01"):
            cell = WhitespaceCellSet("Depots", "crews", Provider.US, spend=money(amount))
            given().when(cell).then_refused(SpendBelowNothing)
        given().when(WhitespaceCellSet("Depots", "crews", Provider.NONE, spend=money("0"))).then()

    def test_in_the_ledgers_currency(self) -> None:
        cell = WhitespaceCellSet("Depots", "crews", Provider.US, spend=money("1", "USD"))
        given().when(cell).then_refused(ForeignCurrency)


class TestWH3ACompetitor:
    @pytest.mark.parametrize("provider", [p for p in Provider if p is not Provider.COMPETITOR])
    def test_is_named_only_where_one_provides(self, provider: Provider) -> None:
        cell = WhitespaceCellSet("Depots", "crews", provider, "Rival plc")
        given().when(cell).then_refused(CompetitorOutOfPlace, provider.value)

    def test_by_its_name_without_spaces_around_it(self) -> None:
        cells = [
            WhitespaceCellSet(u, "crews", Provider.COMPETITOR, n) for u, n in (("A", " Rival "), ("B", " "))
        ]
        assert [cell.competitor for cell in whitespace(given(*cells).account)] == ["Rival", None]

    def test_need_not_be(self) -> None:
        given().when(WhitespaceCellSet("Depots", "crews", Provider.COMPETITOR)).then()


@pytest.mark.requirement("R-O5")
class TestWH4SetAnew:
    def test_takes_the_place_of_the_one_before_whole(self) -> None:
        again = WhitespaceCellSet(" depots", "Crews ", Provider.US)
        (cell,) = whitespace(given(CELL, again).account)
        assert (cell.provider, cell.competitor, cell.spend) == (Provider.US, None, None)
        assert cell.fact == "acme@2"

    def test_on_a_day_as_it_was_then(self) -> None:
        story = given(
            on("2024-01-01", CELL), on("2024-03-01", WhitespaceCellSet("Depots", "crews", Provider.US))
        )
        assert told(story.on("2024-02-01")) == [("Depots", "crews", "competitor")]
        assert told(story) == [("Depots", "crews", "us")]


@pytest.mark.requirement("R-O5")
class TestWH5Untapped:
    @pytest.mark.parametrize(
        ("provider", "expected"),
        [
            (Provider.US, False),
            (Provider.COMPETITOR, True),
            (Provider.IN_HOUSE, True),
            (Provider.NONE, True),
            (Provider.UNKNOWN, None),
        ],
    )
    def test_is_what_is_not_with_us_and_known(self, provider: Provider, expected: object) -> None:
        assert provider.untapped is expected
        found = untapped(given(WhitespaceCellSet("Depots", "crews", provider)).account)
        assert len(found) == (expected is True)

    def test_sought_by_open_opportunities_for_the_offering(self) -> None:
        sale = OpportunityIdentified("crews for all", offering=" Crews")
        story = given(CELL, OpportunityIdentified("other", offering="payroll"), sale)
        cell = untapped(story.account)[0]
        assert sought_by(cell, story.account) == ("acme@3",)
        assert sought_by(cell, story.when(OpportunityLost("acme@3")).then().account) == ()


@pytest.mark.requirement("R-O5")
class TestWH6EveryUnitByEveryOffering:
    def test_what_nobody_set_is_unknown(self) -> None:
        story = given(
            CELL,
            PresenceRecorded(Dimension.ORGANISATION, "Stations"),
            OpportunityIdentified("pay", offering="payroll"),
        )
        assert told(story) == [
            ("Depots", "crews", "competitor"),
            ("Depots", "payroll", "unknown"),
            ("stations", "crews", "unknown"),
            ("stations", "payroll", "unknown"),
        ]

    def test_a_unit_without_any_offering_is_told(self) -> None:
        assert told(given(PresenceRecorded(Dimension.PROCESS, "buying"))) == [("buying", None, "unknown")]

    def test_a_unit_of_a_cell_that_we_are_present_in_is_one(self) -> None:
        story = given(CELL, PresenceRecorded(Dimension.ORGANISATION, "DEPOTS"))
        assert told(story) == [("Depots", "crews", "competitor")]

    def test_each_in_one_spelling(self) -> None:
        cells = [
            WhitespaceCellSet("Paris", "mail", Provider.US),
            WhitespaceCellSet(" paris", "Pay", Provider.US),
        ]
        assert len({unit for unit, _, _ in told(given(*cells))}) == 1

    @settings(deadline=None, derandomize=True, database=None, max_examples=25)
    @drawn(st.permutations([(u, o) for u in ("a", "b") for o in ("x", "y")]), st.integers(1, 4))
    def test_in_whatever_order_they_were_set(self, pairs: list[tuple[str, str]], some: int) -> None:
        cells = [WhitespaceCellSet(u, o, Provider.US) for u, o in pairs[:some]]
        found = whitespace(given(*cells).account)
        units, offerings = {u for u, _ in pairs[:some]}, {o for _, o in pairs[:some]}
        assert [(c.unit, c.offering) for c in found] == [
            (u, o) for u in sorted(units) for o in sorted(offerings)
        ]
        assert sum(c.provider is Provider.US for c in found) == some


@pytest.mark.requirement("R-O5")
class TestWH9WhetherAUnitIsSought:
    def test_is_unknown_while_an_opportunity_is_for_the_offering(self) -> None:
        story = given(CELL, OpportunityIdentified("crews for others", offering="crews"))
        assert sought(untapped(story.account)[0], story.account) is None

    def test_and_is_not_where_none_is(self) -> None:
        story = given(CELL, OpportunityIdentified("other", offering="payroll"))
        assert sought(untapped(story.account)[0], story.account) is False

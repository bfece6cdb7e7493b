"""A policy file states what differs; everything wrong with it is said at once, with its line."""

from __future__ import annotations

import enum
import types
import typing
from decimal import Decimal
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from majoracct.adapters.exchange.policy_file import PolicyFileError, read_policy, write_policy
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import (
    AimsRule,
    Facet,
    QualificationTerms,
    TargetTerms,
    Terms,
    TierTerms,
)

SHIPPED = Terms.shipped("GBP")


def faults(text: str) -> list[str]:
    with pytest.raises(PolicyFileError) as error:
        read_policy(text, "GBP", "p.toml")
    assert str(error.value).startswith("p.toml: ")
    return [str(fault) for fault in error.value.faults]


class TestReading:
    def test_nothing_stated_is_the_shipped_policy(self) -> None:
        assert read_policy("", "GBP") == SHIPPED

    @pytest.mark.parametrize("said", ['"250000"', '"250000.00"', '"250000 GBP"', "250000", "250_000"])
    def test_money(self, said: str) -> None:
        assert read_policy(f"threshold = {said}", "GBP") == evolve(
            SHIPPED, threshold=Money(Decimal(250_000), "GBP")
        )

    def test_only_what_differs_changes(self) -> None:
        terms = read_policy(
            """
            [qualification]
            statement_months = 36
            aims = "any"
            opening_roles = ["sales director"]
            [tiers]
            core = ["breadth"]  # and nothing else
            late_share = 0.25
            large_spend = "1.50 USD"
            """,
            "GBP",
        )
        assert terms == Terms(
            SHIPPED.threshold,
            QualificationTerms(("sales director",), statement_months=36, aims=AimsRule.ANY),
            TierTerms(
                core=(Facet.BREADTH,),
                late_share=Decimal("0.25"),
                large_spend=Money(Decimal("1.50"), "USD"),
            ),
        )


class TestWhatIsWrong:
    def test_is_said_all_at_once_and_by_line(self) -> None:
        text = """threshold = 250000.5
treshold = 1
[tiers]
window_years = "3"
late_share = 1.5
core = [
  "breadth",
  "breath",
]
[target]
month = 2
"""
        assert [fault.partition(":")[0] for fault in faults(text)] == [
            "line 1", "line 2", "line 4", "line 5", "line 8", "line 10",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("treshold = 1", "line 1: unknown key treshold: the nearest is threshold"),
            (
                "\n[tiers]\nwindow_year = 1",
                "line 3: unknown key tiers.window_year: the nearest is tiers.window_years",
            ),
            ("tiers.breath = 1", "line 1: unknown key tiers.breath: the nearest is tiers.breadth"),
            ("tiers = { breath = 1 }", "line 1: unknown key tiers.breath"),
            ("threshold = 1.5", "line 1: threshold is money"),
            ("threshold = true", "line 1: threshold is money"),
            ('threshold = "1e9"', "line 1: threshold is no money"),
            ('threshold = "NaN"', "line 1: threshold is no money"),
            ('threshold = "1.234"', "line 1: threshold is no money"),
            ('threshold = "1,000"', "line 1: threshold is no money"),
            ("qualification = 3", "line 1: qualification is a table: write [qualification]"),
            ("[tiers]\nbreadth = 2.0", "line 2: tiers.breadth is a whole number"),
            ("[tiers]\nbreadth = true", "line 2: tiers.breadth is a whole number"),
            ('[tiers]\ncore = "breadth"', "line 2: tiers.core is a list"),
            ('[tiers]\nmid_levels = ["boss"]', "line 2: tiers.mid_levels takes"),
            ("[tiers]\nmid_levels = [1]", "line 2: tiers.mid_levels takes"),
            ("[tiers]\nlate_share = nan", "line 2: tiers.late_share is a share from 0 to 1"),
            ('[tiers]\nlate_share = "half"', "line 2: tiers.late_share is a share"),
            ('[qualification]\naims = "most"', "line 2: qualification.aims takes all, any"),
            ('[qualification]\nopening_roles = [" "]', "line 2: qualification.opening_roles is text"),
            ("[targets]\nmonth = 13", "line 2: targets.month is 1 to 12"),
            ("[targets]\nmonth = 2\nday = 29", "line 3: targets.day: no year is sure"),
            ("[targets]\nmonth = 2", "targets.day: no year is sure"),
            pytest.param(f"threshold = {'9' * 5000}", "a number in it is too long", id="digits"),
            pytest.param(f"threshold = 0x{'9' * 5000}", "line 1: threshold is a number that", id="hex"),
            ("[tiers]\nbreadth = 1000000000000000000", "line 2: tiers.breadth is a number that nothing"),
            ("threshold =", "line 1: it is not TOML"),
            ("threshold = 1\nthreshold = 2", "it is not TOML"),
            ("a = [\n\n", "it is not TOML"),
        ],
    )
    def test_is_named(self, text: str, says: str) -> None:
        (fault,) = faults(text)
        assert says in fault


MONEY = st.builds(
    Money,
    st.decimals(-(10**14), 10**14, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["GBP", "USD"]),
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-5, 10**6),
    str: st.text(min_size=1).filter(str.strip),
    Decimal: st.decimals(0, 1, places=3),
    Money: MONEY,
}


def some(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a field annotated with HINT, whatever table it stands in."""
    if typing.get_origin(hint) is tuple:
        return st.lists(some(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, types.UnionType):
        return st.none() | some(typing.get_args(hint)[0])
    if hint is TargetTerms:  # the one table whose numbers must be a day
        return st.builds(TargetTerms, PLAIN[int], st.integers(1, 12), st.integers(1, 28))
    if hint in PLAIN:
        return PLAIN[hint]
    if issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{a.name: some(hints[a.name]) for a in attrs.fields(hint)})


@given(some(Terms))
def test_what_is_written_reads_back_the_same(terms: Terms) -> None:
    assert read_policy(write_policy(terms, "GBP"), "GBP") == terms

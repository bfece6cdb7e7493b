"""A policy file states what differs; everything wrong with it is said at once, with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from majoracct.adapters.exchange.policy_file import PolicyFileError, read_policy, write_policy
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import (
    AimsRule,
    Facet,
    Level,
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
            ("threshold =", "line 1: it is not TOML"),
            ("threshold = 1\nthreshold = 2", "it is not TOML"),
            ("a = [\n\n", "it is not TOML"),
        ],
    )
    def test_is_named(self, text: str, says: str) -> None:
        (fault,) = faults(text)
        assert says in fault


def _some(kind: type[Facet | Level]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(kind)).map(tuple)


COUNTS = st.integers(-5, 10**6)
MONEY = st.builds(
    Money,
    st.decimals(-(10**14), 10**14, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["GBP", "USD"]),
)
TERMS = st.builds(
    Terms,
    MONEY,
    st.builds(
        QualificationTerms,
        st.lists(st.text(min_size=1).filter(str.strip)).map(tuple),
        COUNTS,
        COUNTS,
        COUNTS,
        _some(Level),
        st.sampled_from(AimsRule),
    ),
    st.builds(
        TierTerms,
        _some(Facet),
        _some(Facet),
        COUNTS,
        st.none() | MONEY,
        COUNTS,
        COUNTS,
        COUNTS,
        _some(Level),
        _some(Level),
        COUNTS,
        st.decimals(0, 1, places=3),
        COUNTS,
    ),
    st.builds(TargetTerms, COUNTS, st.integers(1, 12), st.integers(1, 28)),
)


@given(TERMS)
def test_what_is_written_reads_back_the_same(terms: Terms) -> None:
    assert read_policy(write_policy(terms, "GBP"), "GBP") == terms

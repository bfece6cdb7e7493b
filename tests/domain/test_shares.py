"""Shares: as rules compare them, as programs are told them, and as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majoracct.domain.shares import percent, rounded, share_of, stated


def test_of_nothing_there_is_no_share() -> None:
    assert share_of(0, 0) is None
    assert (rounded(None), percent(None)) == (None, "")


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_rule_compares_what_was_not_rounded(part: int, whole: int) -> None:
    found = share_of(part, whole)
    assert found is not None
    assert (found >= Decimal("0.5")) == (2 * part >= whole)


def test_programs_are_told_it_to_a_millionth() -> None:
    assert str(rounded(share_of(1, 3))) == "0.333333"
    assert str(rounded(Decimal("0.0000005"))) == "0.000000"


@pytest.mark.parametrize(("share", "read"), [("0.9995", "100.0%"), ("0.1265", "12.6%"), ("1", "100.0%")])
def test_people_read_tenths_of_a_hundredth_rounded_half_even(share: str, read: str) -> None:
    assert percent(Decimal(share)) == read


@pytest.mark.parametrize(
    ("share", "read"), [("0.8", "80%"), ("0.125", "12.5%"), ("1", "100%"), ("0.10", "10%")]
)
def test_policy_states_no_digit_in_vain(share: str, read: str) -> None:
    assert stated(Decimal(share)) == read

"""Ids: 15 characters become 18, and an id that lost its capitals is found out."""

from __future__ import annotations

import string

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.adapters.exchange.salesforce.ids import SalesforceIdError, full_id

SHORT = st.text(string.ascii_letters + string.digits, min_size=15, max_size=15)


@pytest.mark.parametrize(
    ("short", "full"),
    [("a0D30000001n7Pi", "a0D30000001n7PiEAI"), ("001000000000000", "001000000000000AAA")],
)
def test_the_published_way_of_lengthening(short: str, full: str) -> None:
    assert full_id(short) == full_id(full) == full


@for_all(SHORT, SHORT)
def test_ids_stay_apart_without_capitals(one: str, other: str) -> None:
    if one != other:
        assert full_id(one).lower() != full_id(other).lower()


@for_all(SHORT)
def test_one_that_lost_its_capitals_does_not_check(short: str) -> None:
    full = full_id(short)
    mangled = full[:15].lower() + full[15:]
    if mangled != full:
        with pytest.raises(SalesforceIdError, match="does not check"):
            full_id(mangled)


@pytest.mark.parametrize(
    "text", ["", "001", "a0D30000001n7P", "a0D30000001n7Pi6AI", "a0D3000-001n7Pi", "é" * 15]
)
def test_other_text_is_no_id(text: str) -> None:
    with pytest.raises(SalesforceIdError, match="no id"):
        full_id(text)


def test_of_another_kind_of_record() -> None:
    with pytest.raises(SalesforceIdError, match="begins 001"):
        full_id("a0D30000001n7Pi", "001")

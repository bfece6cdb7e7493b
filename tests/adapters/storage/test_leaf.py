"""The leaf: its format, byte by byte, since auditors write their own program from the description."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.storage.leaf import entry, hasher, leaf

ROW = (1820, "acme", 3, "RevenueRecorded", 1, b'{"on":"2024-05-01"}', 1714550400000000, "c-1", 0)

numbers = st.integers(-(2**63), 2**63 - 1)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
rows = st.tuples(numbers, texts, numbers, texts, numbers, st.binary(max_size=5000), numbers, texts, numbers)


class TestTheFormat:
    def test_the_entry_is_its_items_each_after_its_length(self) -> None:
        items = [
            b"majoracct/leaf/v1",
            b"ledger-1",
            b"1820",
            b"acme",
            b"3",
            b"RevenueRecorded",
            b"1",
            b"1714550400000000",
            b"c-1",
            b"0",
            b'{"on":"2024-05-01"}',
        ]
        told = b"".join(len(item).to_bytes(8, "big") + item for item in items)
        assert entry("ledger-1", *ROW) == told

    def test_the_leaf_is_the_hash_of_a_zero_byte_and_the_entry(self) -> None:
        assert leaf("ledger-1", *ROW) == sha256(b"\x00" + entry("ledger-1", *ROW)).digest()

    def test_it_never_changes(self) -> None:
        """A ledger written years ago must verify; this value may never be edited."""
        digest = "dc784872784a8862e74add32d1f0a67670786d2d48afcc6dc6a03339d3007d77"
        assert leaf("ledger-1", *ROW).hex() == digest

    @pytest.mark.parametrize("place", range(9))
    def test_every_field_counts(self, place: int) -> None:
        other = (1821, "bolt", 4, "RevenueMoved", 2, b"{}", 1714550400000001, "c-2", 1)[place]
        changed = (*ROW[:place], other, *ROW[place + 1 :])
        assert leaf("ledger-1", *changed) != leaf("ledger-1", *ROW)  # type: ignore[arg-type]

    def test_the_ledger_counts(self) -> None:
        assert leaf("ledger-2", *ROW) != leaf("ledger-1", *ROW)

    def test_what_moves_across_a_border_counts(self) -> None:
        one = leaf("l", 1, "ab", 1, "c", 1, b"", 1, "d", 1)
        two = leaf("l", 1, "a", 1, "bc", 1, b"", 1, "d", 1)
        assert one != two


class TestTheQuickOne:
    @settings(deadline=None)  # other tests run beside it
    @given(st.lists(rows, max_size=4))
    def test_it_gives_the_plain_leaf(
        self, some: list[tuple[int, str, int, str, int, bytes, int, str, int]]
    ) -> None:
        quick = hasher("ledger-1")
        for row in (*some, *reversed(some)):
            assert quick(*row) == leaf("ledger-1", *row)

    def test_damaged_text_is_hashed_as_the_bytes_it_was(self) -> None:
        damaged = b"ac\xffe".decode("utf-8", "surrogateescape")
        row = (1, damaged, *ROW[2:])
        assert hasher("l")(*row) == leaf("l", *row)
        assert b"ac\xffe" in entry("l", *row)

    @pytest.mark.parametrize("length", [4095, 4096, 70_000])
    def test_long_items_have_their_length(self, length: int) -> None:
        row = (1, "s" * length, 1, "t", 1, b"b" * length, 1, "c" * length, 0)
        assert hasher("l")(*row) == leaf("l", *row)

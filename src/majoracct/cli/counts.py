"""Counts in words: so many of a thing, and the payments that are in no sum."""

from __future__ import annotations

__all__ = ["besides", "counted", "untold_too"]


def counted(number: int, one: str, several: str = "") -> str:
    """Return NUMBER of a thing in words: 1 account, 2 accounts; SEVERAL where it takes more than an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def besides(untold: int) -> str:
    """Return what stands after a sum of revenue when no rate tells so many payments besides (X-11)."""
    return f" and {counted(untold, 'payment')} that no rate tells" if untold else ""


def untold_too(untold: int) -> str:
    """Return the same as it stands in a cell of a table."""
    return f" +{untold:,} untold" if untold else ""

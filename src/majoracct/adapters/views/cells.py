"""Cells: days, instants and money as the columns of the views hold them, and what a row is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from majoracct.domain.money import Money, decimals

__all__ = ["Made", "Row", "day_text", "instant", "money"]

Row: TypeAlias = dict[str, Any]
Made: TypeAlias = Iterator[tuple[str, Row]]  # each row with the table it is of

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def instant(microseconds: int) -> str:
    """Return an instant, in MICROSECONDS since 1970 UTC, as RFC 3339 writes it."""
    at = _EPOCH + dt.timedelta(microseconds=microseconds)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def day_text(day: dt.date | None) -> str | None:
    """Return DAY as text; None where there is none."""
    return None if day is None else day.isoformat()


def money(name: str, amount: Money | None, currency: str = "currency") -> Row:
    """Return AMOUNT as the three columns of the field called NAME."""
    if amount is None:
        return {name: None, f"{name}_minor": None, currency: None}
    minor = int(amount.amount.scaleb(decimals(amount.currency)))
    return {name: amount.exact, f"{name}_minor": minor, currency: amount.currency}

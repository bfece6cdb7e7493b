"""Cells: what Salesforce's exports write for an instant, a day, an amount, or yes and no.

Data Loader, the API and the weekly export differ in small ways, and so does a file that went through a
spreadsheet. Each form that has one reading is read; a day such as 03/04/2024 has two, and is not.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final

from majoracct.adapters.exchange.reading import shortened

__all__ = ["CellError", "amount", "day", "instant", "yes"]

_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?\Z", re.ASCII
)
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?)?\Z", re.ASCII)
_AMOUNT: Final = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?(?:[eE][+-]?\d{1,2})?\Z", re.ASCII)
_LARGEST: Final = Decimal(10) ** 15
_YES_NO: Final = {"true": True, "1": True, "false": False, "0": False, "": False}
_YEARS: Final = (1900, 2200)


class CellError(ValueError):
    """A cell cannot be read; the message says why."""


def instant(cell: str) -> dt.datetime:
    """Return the instant in CELL, to the second; one that names no zone is in UTC. Raises CellError."""
    found = _INSTANT.match(cell)
    if found is None:
        raise CellError(f"{shortened(cell)} is no instant written as YYYY-MM-DDTHH:MM:SS with its zone")
    date, time, zone = found.groups()
    try:
        read = dt.datetime.fromisoformat(f"{date}T{time}{zone or 'Z'}").astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise CellError(f"{shortened(cell)} is no instant of the calendar") from None
    _of_our_time(cell, read.date())
    return read


def day(cell: str) -> dt.date | None:
    """Return the day in CELL; None when it is empty. A day is in no zone. Raises CellError."""
    if not cell:
        return None
    found = _DAY.match(cell)
    if found is None:
        raise CellError(f"{shortened(cell)} is not a day written as YYYY-MM-DD")
    try:
        read = dt.date.fromisoformat(found[1])
    except ValueError:
        raise CellError(f"{shortened(cell)} is not a day of the calendar") from None
    _of_our_time(cell, read)
    return read


def _of_our_time(cell: str, read: dt.date) -> None:
    if not _YEARS[0] <= read.year <= _YEARS[1]:
        raise CellError(f"{shortened(cell)} is before {_YEARS[0]} or after {_YEARS[1]}: is its year right?")


def amount(cell: str) -> Decimal | None:
    """Return the amount in CELL, exactly; None when it is empty. 1.2E7 is how a large one is written.

    Zeros at the end of its decimals say nothing, and are left out. Raises CellError.
    """
    if not cell:
        return None
    if not _AMOUNT.match(cell):
        raise CellError(f"{shortened(cell)} is not an amount: it is written as 1234.56")
    read = Decimal(cell)
    if not -_LARGEST < read < _LARGEST:
        raise CellError(f"{shortened(cell)} is too large for an amount")
    text = f"{read:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) or Decimal(0)


def yes(cell: str) -> bool:
    """Return whether CELL says yes; an empty one says no. Raises CellError."""
    try:
        return _YES_NO[cell.strip().lower()]
    except KeyError:
        raise CellError(f"{shortened(cell)} is neither true nor false") from None

"""Cells: how a value is read from text, exactly as the map declares it, and how it is written again.

Every reader returns the value and its canonical text, which goes into a row's identity: the same
value, written another way by a spreadsheet, has the same text. What cannot be read is `RowRejected`.
"""

from __future__ import annotations

import datetime as dt
import re
import string
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias

from majoracct.adapters.exchange.map_events import DAY_FORMATS, FieldRule
from majoracct.adapters.exchange.reading import shortened
from majoracct.domain.calendar import PeriodError
from majoracct.domain.kernel import unseen
from majoracct.domain.money import Money, MoneyError, decimals, read_amount

__all__ = ["Days", "Read", "RowRejected", "filled", "reader", "slug", "sound_text"]

Read: TypeAlias = Callable[[str], tuple[Any, str]]

_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
_LONG_DAY: Final = re.compile(
    rf"({'|'.join(_WEEKDAYS)}), ({'|'.join(_MONTHS)}) ([0-9]{{2}}), ([0-9]{{4}})\Z", re.ASCII
)
_DAYS: Final = (dt.date(1900, 1, 1), dt.date(2200, 12, 31))  # others are slips of the pen
# What a spreadsheet writes where it has no value, or no room for it.
_ERROR: Final = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)\Z")
_NOT_OF_KEYS: Final = re.compile(r"[^a-z0-9]+", re.ASCII)
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?\Z", re.ASCII)
_EXACT: Final = Context(prec=60)
_BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}


class RowRejected(Exception):  # noqa: N818 - the row is rejected; the file goes on
    """A row makes no fact: the column that stands in the way ("" for the whole row), and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


# Fields


def reader(rule: FieldRule, column: str, currency: str) -> Read:
    """Return the reader of cells in COLUMN as RULE declares; money is in CURRENCY unless it says another."""
    found: dict[str, Callable[[], Read]] = {
        "text": lambda: lambda cell: (text := sound_text(cell.strip(), column), text),
        "money": lambda: _money(rule, column, rule.currency or currency),
        "day": lambda: Days(column, rule.formats).read,
        "enum": lambda: _word(rule.words, column, "one of"),
        "boolean": lambda: _word(_BOOLEANS, column, "yes or no:"),
        "integer": lambda: _number(rule.scale, column, _WHOLE, int),
        "decimal": lambda: _number(rule.scale, column, None, Decimal),
    }
    return found[rule.type]()


def sound_text(text: str, column: str) -> str:
    """Return TEXT in Unicode's composed form. Raises RowRejected when it is no text anybody wrote."""
    if _ERROR.match(text.upper()):
        raise RowRejected(column, f"{shortened(text)} is a spreadsheet's error, and says nothing")
    if not text.isprintable() and any(unseen(character) for character in text):
        raise RowRejected(column, f"{shortened(text)} holds control characters")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _money(rule: FieldRule, column: str, currency: str) -> Read:
    places = decimals(currency)
    point = -1 - places  # where an amount with all its decimals has its point
    quantum, scale = Decimal(1).scaleb(-places), rule.scale

    def read(cell: str) -> tuple[Money, str]:
        try:
            if scale != 1:
                # Exactly; Money refuses what is finer than the currency, unless it is only zeros.
                scaled = _EXACT.multiply(_decimal(cell), scale)
                whole = scaled.quantize(quantum, context=_EXACT)
                return (money := Money(whole if whole == scaled else scaled, currency)), money.exact
            amount, text = read_amount(cell), cell
            if text[point : point + 1] != "." or not amount:
                # Written another way than we would; -0.00 is nothing, too.
                text = Money(amount or abs(amount), currency).exact
                amount = Decimal(text)
            return Money(amount, currency), text
        except MoneyError as error:
            reason = str(error) if len(cell) <= 60 else f"{shortened(cell)} is not an amount"
            if scale != 1 and _DECIMAL.match(cell):  # the error speaks of what the file does not have
                reason = f"{shortened(cell)}, times {scale:,}: {error}"
            raise RowRejected(column, reason) from None

    return read


def _decimal(cell: str) -> Decimal:
    """Return the number written in CELL, exactly. Raises MoneyError."""
    if not _DECIMAL.match(cell):
        raise MoneyError(f"{cell!r} is not a number: write it as 1234.56")
    return Decimal(cell)


def _number(scale: int, column: str, form: re.Pattern[str] | None, kind: type[Any]) -> Read:
    def read(cell: str) -> tuple[Any, str]:
        if form is not None and not form.match(cell):
            raise RowRejected(column, f"{shortened(cell)} is no whole number: write it as 1234")
        try:
            number = _EXACT.multiply(_decimal(cell), scale).normalize(_EXACT)
        except MoneyError:
            raise RowRejected(column, f"{shortened(cell)} is no number: write it as 1234.56") from None
        text = f"{number or abs(number):f}"
        return kind(text), text

    return read


def _word(words: Mapping[str, Any], column: str, said: str) -> Read:
    def read(cell: str) -> tuple[Any, str]:
        if cell not in words:
            reason = f"{shortened(cell)} is not {said} {', '.join(words)}: alias it to what it means"
            raise RowRejected(column, reason)
        return words[cell], cell

    return read


def filled(template: str, cells: Mapping[str, str]) -> str:
    """Return TEMPLATE with CELLS, by column, in their places."""
    return "".join(
        text + ("" if name is None else cells[name])
        for text, name, _, _ in string.Formatter().parse(template)
    )


# Days


class Days:
    """The days written in a column; each different cell is read once."""

    def __init__(self, column: str, formats: tuple[str, ...]) -> None:
        self.column = column
        self._formats = formats
        self.known: dict[str, tuple[dt.date, str]] = {}

    def read(self, cell: str) -> tuple[dt.date, str]:
        """Return the day, and how we write it. Raises RowRejected."""
        return self.known.get(cell) or self._read(cell)

    def _read(self, cell: str) -> tuple[dt.date, str]:
        if not cell:
            raise RowRejected(self.column, "it says no day")
        for written in self._formats:
            try:
                day = _READERS[written](cell)
            except PeriodError as error:
                raise RowRejected(self.column, str(error)) from None
            if day is not None:
                if not _DAYS[0] <= day <= _DAYS[1]:
                    raise RowRejected(
                        self.column,
                        f"{shortened(cell)} is {day}, and days are from {_DAYS[0].year} to "
                        f"{_DAYS[1].year}: is its year right?",
                    )
                found = self.known[cell] = (day, day.isoformat())
                return found
        raise RowRejected(
            self.column, f"{shortened(cell)} is not a day written as {' or '.join(self._formats)}"
        )


# Each returns None for text of another form, and raises PeriodError for a day there never was.


def _in_numbers(written: str) -> Callable[[str], dt.date | None]:
    """Return a reader of days WRITTEN as numbers, such as DD/MM/YYYY."""
    form = re.escape(written)
    for part, digits in (("YYYY", 4), ("MM", 2), ("DD", 2)):
        form = form.replace(part, f"(?P<{part}>[0-9]{{{digits}}})")
    pattern = re.compile(form + r"\Z", re.ASCII)

    def read(cell: str) -> dt.date | None:
        found = pattern.match(cell)
        if found is None:
            return None
        try:
            return dt.date(int(found["YYYY"]), int(found["MM"]), int(found["DD"]))
        except ValueError:
            raise PeriodError(f"{cell!r} is not a day of the calendar") from None

    return read


def _long_day(cell: str) -> dt.date | None:
    """Read ``Wednesday, May 04, 2022``, in English whatever the locale."""
    found = _LONG_DAY.match(cell)
    if found is None:
        return None
    weekday, month, number, year = found.groups()
    try:
        day = dt.date(int(year), _MONTHS.index(month) + 1, int(number))
    except ValueError:
        raise PeriodError(f"{cell!r} is not a day of the calendar") from None
    if _WEEKDAYS[day.weekday()] != weekday:
        raise PeriodError(f"{cell!r} contradicts itself: {day} was a {_WEEKDAYS[day.weekday()]}")
    return day


_READERS: Final[dict[str, Callable[[str], dt.date | None]]] = {
    written: _long_day if "Weekday" in written else _in_numbers(written) for written in DAY_FORMATS
}


# Keys


def slug(name: str) -> str:
    """Return NAME as a key: lower case, without accents, other characters than letters and digits as dashes.

    A letter that has no form among a to z makes the result no key, rather than a shorter one.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    if any(c.isalnum() and not c.isascii() for c in plain):
        return ""
    return _NOT_OF_KEYS.sub("-", plain).strip("-")

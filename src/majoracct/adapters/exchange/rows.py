"""Rows: what a map makes of one row of a file, or why it makes nothing of it.

A row is identified by the digest of its mapped values in their canonical form (the account's key,
the day as YYYY-MM-DD, the amount with all its decimals, the source details with their line breaks as
line feeds and in Unicode's composed form) and by how many rows like it came before it in the file. So
a re-saved file, 22800 for 22800.00, names the same rows, and identical rows of one file stay several.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from hashlib import blake2b
from operator import itemgetter
from typing import Final, NamedTuple

from majoracct.adapters.exchange.mapping import DAY_FORMATS, Map
from majoracct.adapters.exchange.reading import Sheet, shortened
from majoracct.domain.account.profile import KEY, AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.calendar import PeriodError
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.domain.money import Money, MoneyError, decimals, read_amount
from majoracct.requests import Request

__all__ = ["Mapped", "RowMapper", "RowRejected", "slug"]

_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
_LONG_DAY: Final = re.compile(
    rf"({'|'.join(_WEEKDAYS)}), ({'|'.join(_MONTHS)}) ([0-9]{{2}}), ([0-9]{{4}})\Z", re.ASCII
)
_KEY_LIMIT: Final = 64  # as KEY has it
_DAYS: Final = (dt.date(1900, 1, 1), dt.date(2200, 12, 31))  # others are slips of the pen
# What a spreadsheet writes where it has no value, or no room for it.
_ERROR: Final = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)\Z")
_NOT_OF_KEYS: Final = re.compile(r"[^a-z0-9]+", re.ASCII)


class RowRejected(Exception):  # noqa: N818 - the row is rejected; the file goes on
    """A row makes no fact: the column that stands in the way ("" for the whole row), and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


class Mapped(NamedTuple):
    """A row that can be recorded. A plain tuple: there is one for each row of the file."""

    line: int
    cells: list[str]
    id: str  # its command id
    key: str  # the account's
    day: dt.date
    amount: Decimal
    details: tuple[str, ...]  # what the columns of source detail say


class RowMapper:
    """Maps the rows of one file, in their order; it counts the rows that are alike."""

    def __init__(self, map_: Map, sheet: Sheet, currency: str) -> None:
        """Prepare for SHEET. Raises UnusableFileError when a column the map reads is missing."""
        at = dict(zip(map_.columns, sheet.require(map_.columns), strict=True))
        amount = map_.fields["amount"].column
        self.map = map_
        self.currency = currency
        self.names: dict[str, str] = {}  # of the accounts, by key, as first spelt
        self.spellings: dict[str, set[str]] = {}  # further ones, by key
        self.repeated = 0  # rows like an earlier one
        self._width = len(sheet.header)
        self._main = _picker([at[map_.account], at[map_.day], at[amount]])
        self._details = _picker([at[name] for name in map_.source])
        self._decimals = decimals(currency)
        self._point = -1 - self._decimals  # where an amount with all its decimals has its point
        self._keys: dict[str, str] = {}  # by cell; only cells that are no rejects are kept
        self._days: dict[str, tuple[dt.date, str]] = {}
        self._rules: dict[str, list[tuple[frozenset[str], str]]] = {}
        for rule in map_.rejects:
            self._rules.setdefault(rule.column, []).append((rule.equals, rule.reason))
        kept = (map_.account, map_.day)  # looked at once for each different cell
        self._row_rules = [
            (at[column], column, frozenset[str]().union(*(equals for equals, _ in rules)))
            for column, rules in self._rules.items()
            if column not in kept
        ]
        self._seen: set[bytes] = set()
        self._again: dict[bytes, int] = {}  # how often, of those seen twice or more
        self._prefix = f"{map_.identity}:"

    def map_row(self, line: int, cells: list[str]) -> Mapped:
        """Return the row on LINE, mapped. Raises RowRejected."""
        if len(cells) != self._width:
            raise RowRejected("", f"it has {len(cells)} cells, and the header has {self._width}")
        for at, column, unwanted in self._row_rules:
            if cells[at] in unwanted:
                self._reject_by_rule(column, cells[at])
        named, dated, text = self._main(cells)
        key = self._keys.get(named) or self._key(named)
        day, iso = self._days.get(dated) or self._day(dated)
        try:
            amount = read_amount(text)
            if text[self._point : self._point + 1] != "." or not amount:
                # Written another way than we would; -0.00 is nothing, too.
                text = Money(amount or abs(amount), self.currency).exact
                amount = Decimal(text)
        except MoneyError as error:
            column = self.map.fields["amount"].column
            reason = str(error) if len(text) <= 60 else f"{shortened(text)} is not an amount"
            raise RowRejected(column, reason) from None
        # No cell holds a NUL, so no two different rows are the same text.
        details = self._details(cells)
        said = "\0".join((key, iso, text, *details))
        if "\r" in said:  # of a file saved on another system
            said = said.replace("\r\n", "\n").replace("\r", "\n")
        if not said.isascii():
            said = unicodedata.normalize("NFC", said)
        raw = blake2b(said.encode(), digest_size=16).digest()
        number = "1"
        if raw in self._seen:
            self._again[raw] = again = self._again.get(raw, 1) + 1
            number = str(again)
            self.repeated += 1
        else:
            self._seen.add(raw)
        return Mapped(line, cells, f"{self._prefix}{raw.hex()}:{number}", key, day, amount, details)

    def request(self, row: Mapped) -> Request:
        """Return the request that records ROW."""
        _, _, id_, key, day, amount, details = row
        source = dict(zip(self.map.source, details, strict=True))
        if "" in details:  # an empty cell says nothing
            source = {name: detail for name, detail in source.items() if detail}
        return Request(key, RevenueRecorded(Money(amount, self.currency)), day, id_, source=source)

    def opening(self, row: Mapped) -> Request:
        """Return the request that opens the account of ROW, the first to name it, on its day."""
        return Request(
            row.key, AccountOpened(self.names[row.key]), row.day, f"{self._prefix}account:{row.key}"
        )

    def _reject_by_rule(self, column: str, cell: str) -> None:
        for equals, reason in self._rules.get(column, ()):
            if cell in equals:
                raise RowRejected(column, f"{shortened(cell)}: {reason}" if cell else reason)

    def _key(self, cell: str) -> str:
        column = self.map.account
        self._reject_by_rule(column, cell)
        name = self.map.aliases.get(cell, cell).strip()
        if _ERROR.match(name.upper()):
            raise RowRejected(column, f"{shortened(name)} is a spreadsheet's error, and no name")
        if not name.isprintable():
            raise RowRejected(column, f"{shortened(name)} is no name: it holds control characters")
        key = slug(name) if self.map.key == "slug" else name
        if len(key) > _KEY_LIMIT:
            raise RowRejected(
                column,
                f"{shortened(name)} makes a key of {len(key)} characters, and a key has at most {_KEY_LIMIT} "
                "characters: give it a shorter name, under [account.aliases]",
            )
        if not KEY.match(key):
            raise RowRejected(
                column, f"{shortened(name)} makes no key: give it a name that does, under [account.aliases]"
            )
        if key in (LEDGER, PROGRAMME):
            raise RowRejected(column, f"{key!r} is kept for the ledger's own use: alias it to another name")
        if self.names.setdefault(key, name) != name:
            self.spellings.setdefault(key, set()).add(name)
        self._keys[cell] = key
        return key

    def _day(self, cell: str) -> tuple[dt.date, str]:
        column = self.map.day
        self._reject_by_rule(column, cell)
        for written in self.map.formats:
            try:
                day = _READERS[written](cell)
            except PeriodError as error:
                raise RowRejected(column, str(error)) from None
            if day is not None:
                if not _DAYS[0] <= day <= _DAYS[1]:
                    raise RowRejected(
                        column,
                        f"{shortened(cell)} is {day}, and payments are from {_DAYS[0].year} to "
                        f"{_DAYS[1].year}: is its year right?",
                    )
                found = self._days[cell] = (day, day.isoformat())
                return found
        raise RowRejected(
            column, f"{shortened(cell)} is not a day written as {' or '.join(self.map.formats)}"
        )


def _picker(places: Sequence[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return a function that picks the cells at PLACES."""
    if len(places) > 1:
        return itemgetter(*places)  # of several, a tuple
    return lambda cells: tuple(cells[at] for at in places)


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


def slug(name: str) -> str:
    """Return NAME as a key: lower case, without accents, other characters than letters and digits as dashes.

    A letter that has no form among a to z makes the result no key, rather than a shorter one.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    if any(c.isalnum() and not c.isascii() for c in plain):
        return ""
    return _NOT_OF_KEYS.sub("-", plain).strip("-")

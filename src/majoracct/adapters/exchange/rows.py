"""Rows: what a map makes of one row of a file, or why it makes nothing of it.

A row becomes one event or several, each a command of its own, whose id is the row's identity and the
event's name. So when a row grows from one export to the next, only what is new of it is recorded.

What identifies a row is either a column, or its values: then it is the digest of what is made of it in
canonical form (the account's key, the day as YYYY-MM-DD, an amount with all its decimals, the source
details with their line breaks as line feeds and in Unicode's composed form) and how many rows like it
came before it in the file. So a re-saved file, 22800 for 22800.00, names the same rows, and identical
rows of one file stay several. Of a row that a column identifies, an event that is recorded when changed
has the digest of its own values in its id.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Final, NamedTuple

from majoracct.adapters.exchange.cells import RowRejected, slug, sound_text
from majoracct.adapters.exchange.making import Maker, Making
from majoracct.adapters.exchange.mapping import Map
from majoracct.adapters.exchange.reading import Sheet, UnusableFileError, shortened
from majoracct.domain.account.profile import KEY, AccountOpened
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.requests import Request

__all__ = ["Making", "Mapped", "RowMapper", "RowRejected", "slug"]

_KEY_LIMIT: Final = 64  # as KEY has it
_ID_LIMIT: Final = 200  # characters of a cell that identifies a row


class Mapped(NamedTuple):
    """A row that can be recorded. A plain tuple: there is one for each row of the file."""

    line: int
    cells: list[str]
    id: str  # its identity: its events' command ids begin with it
    key: str  # the account's
    made: Sequence[Making]  # its events, in order
    details: tuple[str, ...]  # what the columns of source detail say

    @property
    def anchor(self) -> str:
        """The command id by which the row is known to be on record, whatever its values; "" when none is."""
        return next((making.id for making in self.made if not making.maker.changes), "")


class RowMapper:
    """Maps the rows of one file, in their order; it counts the rows that are alike."""

    def __init__(self, map_: Map, sheet: Sheet, currency: str, on: dt.date | None = None) -> None:
        """Prepare for SHEET. on: the day of events that no column dates.

        Raises UnusableFileError when the map does not recognise it, a column the map reads is missing,
        or the map needs a day and none is given.
        """
        table = map_.table_of(sheet)
        if on is None and table.needs_day:
            raise UnusableFileError(
                sheet.name,
                f"the map {shortened(map_.name, quoted=False)} takes the day of some {table.name} from --on, "
                "since the file does not say it: give the day, such as that of the export",
            )
        at = dict(zip(table.columns, sheet.require(table.columns), strict=True))
        self.map = map_
        self.table = table
        self.sheet = sheet
        self.on = on
        self.currency = currency
        self.names: dict[str, str] = {}  # of the accounts, by key, as first spelt
        self.spellings: dict[str, set[str]] = {}  # further ones, by key
        self.repeated = 0  # rows like an earlier one
        self._width = len(sheet.header)
        self._makers = [Maker(rule, table, at, currency, on) for rule in table.events]
        self._several = len(self._makers) > 1
        # Rows of which one event is made, whatever they say: the most common kind, and the quickest.
        alone = len(self._makers) == 1 and not table.identified_by and table.events[0].when is None
        self._only = self._makers[0] if alone and not table.events[0].name else None
        self._account_at = at[table.account]
        self._identified_at = at[table.identified_by] if table.identified_by else None
        self._details = _picker([at[name] for name in table.source])
        self._keys: dict[str, str] = {}  # by cell; only cells that are no rejects are kept
        self._rules: dict[str, list[tuple[frozenset[str], str]]] = {}
        for rule in table.rejects:
            self._rules.setdefault(rule.column, []).append((rule.equals, rule.reason))
        self._row_rules = [
            (at[column], column, frozenset[str]().union(*(equals for equals, _ in rules)))
            for column, rules in self._rules.items()
            if column != table.account  # looked at once for each different cell
        ]
        self._seen: set[bytes] = set()
        self._again: dict[bytes, int] = {}  # how often, of those seen twice or more
        self._lines: dict[str, int] = {}  # of the rows that a column identifies
        self._prefix = f"{table.identity}:"

    @property
    def grows(self) -> bool:
        """Whether a row may say more, or other things, the next time it comes."""
        return self._identified_at is not None

    def map_row(self, line: int, cells: list[str]) -> Mapped:
        """Return the row on LINE, mapped. Raises RowRejected."""
        if len(cells) != self._width:
            raise RowRejected("", f"it has {len(cells)} cells, and the header has {self._width}")
        for at, column, unwanted in self._row_rules:
            if cells[at] in unwanted:
                self._reject_by_rule(column, cells[at])
        named = cells[self._account_at]
        key = self._keys.get(named) or self._key(named)
        if (only := self._only) is not None:
            day, iso = only.day(cells)
            values, texts = only.read(cells)
            details = self._details(cells)
            id_ = self._by_values("\0".join((key, iso, *texts, *details)))
            return Mapped(line, cells, id_, key, (Making(only, id_, day, values),), details)
        return self._several_of(line, cells, key)

    def _several_of(self, line: int, cells: list[str], key: str) -> Mapped:
        """Return the row on LINE, which may become several events."""
        said = [key]
        made: list[tuple[Maker, dt.date, Sequence[Any], str, Sequence[str]]] = []
        for maker in self._makers:
            if not maker.applies(cells) or (made and any(maker.name == m.name for m, *_ in made)):
                continue
            day, iso = maker.day(cells)
            values, texts = maker.read(cells)
            if self._several:
                said.append(maker.name)
            said.append(iso)
            said += texts
            made.append((maker, day, values, iso, texts))
        if not made:
            raise self._makes_nothing(cells)
        details = self._details(cells)
        if self._identified_at is None:
            id_ = self._by_values("\0".join((*said, *details)))
        else:
            id_ = self._by_column(line, cells[self._identified_at])
        return Mapped(
            line,
            cells,
            id_,
            key,
            [
                Making(m, f"{id_}{m.suffix}{_version(iso, texts) if m.changes else ''}", day, values)
                for m, day, values, iso, texts in made
            ],
            details,
        )

    def ids(self, mapped: Sequence[Mapped]) -> list[str]:
        """Return the command ids by which MAPPED may be on record."""
        ids = [making.id for row in mapped for making in row.made]
        return ids + [id_ for row in mapped for id_ in self.unsaid(row)] if self.grows else ids

    def unsaid(self, row: Mapped) -> set[str]:
        """Return the command ids of events that ROW may have made once, and does not make as it is now."""
        ids = {row.id + maker.suffix for maker in self._makers if not maker.changes}
        return ids - {making.id for making in row.made}

    def requests(self, row: Mapped) -> list[Request]:
        """Return the requests that record ROW: an event each, all of them or none."""
        source = dict(zip(self.table.source, row.details, strict=True))
        if "" in row.details:  # an empty cell says nothing
            source = {name: detail for name, detail in source.items() if detail}
        if not self._several:
            return [Request(row.key, m.event(), m.day, m.id, source=source) for m in row.made]
        return [
            Request(
                row.key,
                making.event(),
                making.day,
                making.id,
                source=source,
                refers={name: row.id + suffix for name, suffix in making.maker.facts.items()},
                together=row.id,
            )
            for making in row.made
        ]

    def opening(self, row: Mapped) -> Request:
        """Return the request that opens the account of ROW, the first to name it, on its day."""
        return Request(
            row.key, AccountOpened(self.names[row.key]), row.made[0].day, f"{self._prefix}account:{row.key}"
        )

    # What identifies a row

    def _by_values(self, said: str) -> str:
        # No cell holds a NUL, so no two different rows are the same text.
        if "\r" in said or not said.isascii():
            said = _plain(said)
        raw = blake2b(said.encode(), digest_size=16).digest()
        number = "1"
        if raw in self._seen:
            self._again[raw] = again = self._again.get(raw, 1) + 1
            number = str(again)
            self.repeated += 1
        else:
            self._seen.add(raw)
        return f"{self._prefix}{raw.hex()}:{number}"

    def _by_column(self, line: int, cell: str) -> str:
        column = self.table.identified_by
        id_ = sound_text(cell.strip(), column)
        if not id_:
            raise RowRejected(column, "it says nothing, and it is what identifies the row")
        if len(id_) > _ID_LIMIT:
            raise RowRejected(
                column, f"{shortened(id_)} is too long: an id has at most {_ID_LIMIT} characters"
            )
        if (before := self._lines.setdefault(id_, line)) != line:
            raise RowRejected(column, f"{shortened(id_)} identifies row {before} already")
        return self._prefix + id_

    # What rejects it

    def _makes_nothing(self, cells: list[str]) -> RowRejected:
        """Return why nothing is made of a row of these CELLS: no event's condition holds."""
        conditions = [rule.when for rule in self.table.events if rule.when is not None]
        column = conditions[0].column
        cell = cells[self.sheet.header.index(column)]
        words = sorted({w for condition in conditions if condition.column == column for w in condition.among})
        return RowRejected(column, f"{shortened(cell)} makes no event: the map knows {', '.join(words)}")

    def _reject_by_rule(self, column: str, cell: str) -> None:
        for equals, reason in self._rules.get(column, ()):
            if cell in equals:
                raise RowRejected(column, f"{shortened(cell)}: {reason}" if cell else reason)

    def _key(self, cell: str) -> str:
        column = self.table.account
        self._reject_by_rule(column, cell)
        aliases = self.table.aliases.get(column, {})
        name = aliases.get(cell, cell).strip()
        if not name.isprintable():
            raise RowRejected(column, f"{shortened(name)} is no name: it holds control characters")
        sound_text(name, column)
        key = slug(name) if self.table.key == "slug" else name
        if len(key) > _KEY_LIMIT:
            raise RowRejected(
                column,
                f"{shortened(name)} makes a key of {len(key)} characters, and a key has at most {_KEY_LIMIT} "
                "characters: give it a shorter name, by an alias",
            )
        if not KEY.match(key):
            raise RowRejected(
                column, f"{shortened(name)} makes no key: give it a name that does, by an alias"
            )
        if key in (LEDGER, PROGRAMME):
            raise RowRejected(column, f"{key!r} is kept for the ledger's own use: alias it to another name")
        if self.names.setdefault(key, name) != name:
            self.spellings.setdefault(key, set()).add(name)
        self._keys[cell] = key
        return key


def _plain(text: str) -> str:
    """Return TEXT as any system would have saved it."""
    if "\r" in text:  # of a file saved on another system
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _version(iso: str, texts: Sequence[str]) -> str:
    """Return what tells the values of one event from those it had before: part of its id."""
    text = _plain("\0".join((iso, *texts)))
    return f":{blake2b(text.encode(), digest_size=16).hexdigest()}"


def _picker(places: Sequence[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return a function that picks the cells at PLACES."""
    if len(places) > 1:
        return itemgetter(*places)  # of several, a tuple
    return lambda cells: tuple(cells[at] for at in places)

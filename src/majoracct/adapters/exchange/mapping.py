"""Mapping files: how the columns of somebody's CSV become facts. Nothing is guessed.

A map is TOML. It declares one table for each kind of file it reads: by which columns that is
recognised, which column names the account and how its key is made, what a row becomes and on which
day, the type of each field, what is kept as source detail, which cells are rejected out of hand, and
what identifies a row. A map of a single table may leave out the words [[table]] and [[table.event]].
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from majoracct.adapters.exchange.map_events import DAY_FORMATS, NAME, EventRule, event_rule
from majoracct.adapters.exchange.map_keys import Keys, MappingFileError
from majoracct.adapters.exchange.reading import (
    Sheet,
    UnusableFileError,
    delimited_otherwise,
    shortened,
)

__all__ = ["DAY_FORMATS", "Map", "MappingFileError", "RejectRule", "TableMap", "read_map", "shipped_maps"]

_KEYS: Final = ("slug", "exact")
_UNKNOWN: Final = ("open", "reject")
_SHIPPED: Final = resources.files("majoracct.adapters.exchange") / "maps"
_SIZE_LIMIT: Final = 1_000_000  # bytes


@frozen
class RejectRule:
    """Cells of a column that are rejected out of hand, and why."""

    column: str
    equals: frozenset[str]
    reason: str


@frozen
class TableMap:
    """What a map says of one kind of file.

    name: what messages call it. recognised: the columns by which a file is one; all must be there.
    account: the column that names the account. key: how its key is made of the name, slug or exact.
    opens: whether an account nobody knows is opened when a row first names it; else the row is rejected.
    aliases: by column, what a cell stands for, by its exact text. events: what a row becomes, in order.
    source: the columns kept as source detail. identity: the name that is part of every row's identity.
    identified_by: the column that identifies a row; "" when its values do. rejects: cells rejected.
    """

    name: str
    recognised: tuple[str, ...]
    account: str
    key: str
    opens: bool
    aliases: Mapping[str, Mapping[str, str]]
    events: tuple[EventRule, ...]
    source: tuple[str, ...]
    identity: str
    identified_by: str
    rejects: tuple[RejectRule, ...]

    @property
    def columns(self) -> list[str]:
        """Every column the table reads, once each: the account's, the events', then the rest."""
        return list(dict.fromkeys([*self.made_of, *self.source, *(rule.column for rule in self.rejects)]))

    @property
    def made_of(self) -> list[str]:
        """The columns that rows and their identities are made of, source details aside."""
        of_events = [column for event in self.events for column in event.columns]
        return [self.account, *of_events, *([self.identified_by] if self.identified_by else [])]

    @property
    def needs_day(self) -> bool:
        """Whether the day of some event is the one the import is given."""
        return any(not event.day for event in self.events)


@frozen
class Map:
    """A mapping file, read.

    name: as it was asked for. tables: in the order in which their files are imported.
    """

    name: str
    tables: tuple[TableMap, ...]

    def place_of(self, sheet: Sheet) -> int:
        """Return which of the tables SHEET is. Raises UnusableFileError unless it is exactly one."""
        header = set(sheet.header)
        fitting = [at for at, table in enumerate(self.tables) if header.issuperset(table.recognised)]
        if len(fitting) == 1:
            return fitting[0]
        told = "; ".join(f"{table.name} by {', '.join(table.recognised)}" for table in self.tables)
        name = shortened(self.name, quoted=False)
        if fitting:
            kinds = " and ".join(self.tables[at].name for at in fitting)
            raise UnusableFileError(sheet.name, f"the map {name} takes it for {kinds}: it recognises {told}")
        there = ", ".join(shortened(column) for column in sheet.header[:20])
        hint = delimited_otherwise(sheet.header) or self._nearly(sheet.header)
        what = (
            f"it is none of the files that the map {name} recognises ({told}): the header has {there}{hint}"
        )
        raise UnusableFileError(sheet.name, what, row=1)

    def _nearly(self, header: Sequence[str]) -> str:
        """Return which table a file of that HEADER is nearest to, and what it lacks; "" when none is near."""
        lacking = {table.name: [c for c in table.recognised if c not in header] for table in self.tables}
        nearest = min(self.tables, key=lambda table: len(lacking[table.name]) / len(table.recognised))
        missing = lacking[nearest.name]
        if len(missing) == len(nearest.recognised):
            return ""
        near = difflib.get_close_matches(missing[0], header, n=1)
        like = f", to which {shortened(near[0])} comes nearest" if near else ""
        return f"; for {nearest.name} it lacks {', '.join(missing)}{like}"

    def table_of(self, sheet: Sheet) -> TableMap:
        """Return the table that SHEET is. Raises as `place_of` does."""
        return self.tables[self.place_of(sheet)]


def shipped_maps() -> list[str]:
    """Return the names of the maps that come with the program."""
    return sorted(entry.name[:-5] for entry in _SHIPPED.iterdir() if entry.name.endswith(".toml"))


def read_map(named: str) -> Map:
    """Return the map NAMED: a shipped one, or a path. Raises MappingFileError."""
    if named in shipped_maps():
        return _parsed((_SHIPPED / f"{named}.toml").read_text(encoding="utf-8"), named)
    path = Path(named)
    if not path.is_file():
        from majoracct.adapters.exchange.salesforce.declared import NAME  # of a kind of its own

        known = sorted([*shipped_maps(), NAME])
        near = difflib.get_close_matches(named, known, n=1)
        hint = f": did you mean {near[0]}?" if near else "."
        raise MappingFileError(
            f"there is no map {shortened(named)}, shipped or in a file{hint} Shipped: {', '.join(known)}"
        )
    try:
        content = path.read_bytes()
        if len(content) > _SIZE_LIMIT:
            raise MappingFileError(f"{path}: too large for a map")
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise MappingFileError(f"{path}: it cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise MappingFileError(f"{path}: byte {error.start} is not UTF-8") from None
    return _parsed(text, named)


def _parsed(text: str, name: str) -> Map:
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingFileError(f"{name}: it is not TOML: {error}") from None
    if "table" not in document:
        return Map(name, (_single(name, document),))
    top = Keys(name, "", document, "table")
    keys = ("name", "recognised", "account", "aliases", "event", "source", "identity", "reject")
    given = top.tables("table", *keys)
    if not given:
        raise top.wrong("table", "is empty: a map has a table for each kind of file")
    tables = tuple(_table(each, list(_events(each))) for each in given)
    for what, said in (("name", [t.name for t in tables]), ("identity.name", [t.identity for t in tables])):
        if len(set(said)) < len(said):
            raise top.wrong(f"table.{what}", "is the same for two tables: tell them apart")
    return Map(name, tables)


def _single(name: str, document: Mapping[str, Any]) -> TableMap:
    """Return the table of a map that has one, whose rows become one event each."""
    keys = Keys(name, "", document, "event", "account", "day", "fields", "source", "identity", "reject")
    return _table(keys, [event_rule(keys, alone=True)])


def _events(table: Keys) -> list[EventRule]:
    given = table.tables("event", "event", "name", "when", "day", "recorded", "fields")
    if not given:
        raise table.wrong("event", "is missing: say what a row becomes, under [[table.event]]")
    events = [event_rule(each, alone=len(given) == 1) for each in given]
    for keys, event in zip(given, events, strict=True):
        alike = [other for other in events if other.name == event.name]
        if len(alike) > 1 and not all(other.when for other in alike):
            raise keys.wrong("name", f"{event.name!r} is given twice: each then needs a `when`")
        if len({(other.event, other.changes) for other in alike}) > 1:
            raise keys.wrong("name", f"{event.name!r} is given to events of two kinds: name them apart")
    before: list[str] = []  # those that may be named
    for keys, event in zip(given, events, strict=True):
        for field, rule in event.fields.items():
            if rule.type == "fact" and rule.fact not in before:
                there = f"there are {', '.join(before)}" if before else "there is none"
                what = f"is {shortened(rule.fact)}: it names an event above this one, recorded once; {there}"
                raise keys.wrong(f"fields.{field}.fact", what)
        if event.name and not event.changes and event.name not in before:
            before.append(event.name)
    return events


def _table(keys: Keys, events: Sequence[EventRule]) -> TableMap:
    identity = keys.table("identity", "from", "name", "column")
    by_column = identity.word("from", ("row", "column")) == "column"
    if not by_column and "column" in identity:
        raise identity.wrong("column", 'is read only where identity.from is "column"')
    if not by_column and any(event.changes for event in events):
        raise keys.wrong("event.recorded", 'is "when-changed", which needs identity.from = "column"')
    account = keys.table("account", "column", "key", "unknown", "aliases")
    name = keys.text("name", "rows")
    if not NAME.match(name):
        raise keys.wrong("name", f"is {shortened(name)}: up to 30 small letters, digits and dashes")
    made = TableMap(
        name,
        tuple(keys.table("recognised", "columns").texts("columns")) if keys.path else (),
        account.text("column"),
        account.word("key", _KEYS),
        account.word("unknown", _UNKNOWN, "open") == "open",
        _aliases(keys, account),
        tuple(events),
        tuple(keys.table("source", "columns").texts("columns")) if "source" in keys else (),
        identity.text("name"),
        identity.text("column") if by_column else "",
        tuple(_rejects(keys)),
    )
    read = {*made.made_of, *made.source, *made.recognised}
    named = [("reject.column:", rule.column) for rule in made.rejects]
    for where, column in [*named, *(("aliases:", column) for column in made.aliases)]:
        if column not in read:
            raise keys.wrong(where, f"{shortened(column)} is no column that the map reads")
    return made


def _aliases(keys: Keys, account: Keys) -> dict[str, Mapping[str, str]]:
    """Return what cells stand for, by column; of the account's, the single table says it in its place."""
    found: dict[str, Mapping[str, str]] = {}
    if "aliases" in keys:
        columns = keys.table("aliases", *keys.content["aliases"])
        found = {column: columns.aliases(column) for column in columns.content}
    if named := account.aliases("aliases"):
        column = account.text("column")
        found[column] = {**found.get(column, {}), **named}
    return found


def _rejects(keys: Keys) -> list[RejectRule]:
    rules = []
    for rule in keys.tables("reject", "column", "equals", "reason"):
        equals = frozenset(rule.texts("equals", empty=True))
        rules.append(RejectRule(rule.text("column"), equals, rule.text("reason")))
    return rules

"""Mapping files: how the columns of somebody's CSV become facts. Nothing is guessed.

A map is TOML. It declares which event a row becomes, which column names the account and how its key
is made, which column says the day and in which formats, the type of each field of the event, what
is kept as source detail, which cells are rejected out of hand, and what identifies a row. A key the
format does not have is an error that names the file, the key and the nearest one it does have.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from majoracct.adapters.exchange.reading import shortened

__all__ = ["DAY_FORMATS", "FieldRule", "Map", "MappingFileError", "RejectRule", "read_map", "shipped_maps"]

DAY_FORMATS: Final = (
    "YYYY-MM-DD",
    "Weekday, Month DD, YYYY",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "YYYYMMDD",
)
_READ_ALIKE: Final = {"DD/MM/YYYY", "MM/DD/YYYY"}  # 03/04/2024 is a day in both
_KEYS: Final = ("slug", "exact")
_EVENTS: Final = {
    "RevenueRecorded": {"amount": "money"}
}  # what a row can become, and the types of its fields
_IDENTITIES: Final = ("row",)
_SHIPPED: Final = resources.files("majoracct.adapters.exchange") / "maps"
_SIZE_LIMIT: Final = 1_000_000  # bytes


class MappingFileError(Exception):
    """A map cannot be used: the message names the file and the key, and what would be right."""


@frozen
class FieldRule:
    """A field of the event: the column it is read from, and its declared type."""

    column: str
    type: str


@frozen
class RejectRule:
    """Cells of a column that are rejected out of hand, and why."""

    column: str
    equals: frozenset[str]
    reason: str


@frozen
class Map:
    """A mapping file, read.

    name: as it was asked for. event: the stored name of what a row becomes.
    account: the column that names the account. key: how its key is made of the name, slug or exact.
    aliases: what a cell of that column stands for, by its exact text.
    day: the column of the day the fact was true. formats: how days are written.
    fields: the event's fields by name. source: the columns kept as source detail.
    identity: the name that is part of every row's identity. rejects: cells rejected out of hand.
    """

    name: str
    event: str
    account: str
    key: str
    aliases: Mapping[str, str]
    day: str
    formats: tuple[str, ...]
    fields: Mapping[str, FieldRule]
    source: tuple[str, ...]
    identity: str
    rejects: tuple[RejectRule, ...]

    @property
    def columns(self) -> list[str]:
        """Every column the map reads, once each: the account's, the day's, the fields', then the rest."""
        named = [self.account, self.day, *(f.column for f in self.fields.values()), *self.source]
        return list(dict.fromkeys([*named, *(rule.column for rule in self.rejects)]))


def shipped_maps() -> list[str]:
    """Return the names of the maps that come with the program."""
    return sorted(entry.name[:-5] for entry in _SHIPPED.iterdir() if entry.name.endswith(".toml"))


def read_map(named: str) -> Map:
    """Return the map NAMED: a shipped one, or a path. Raises MappingFileError."""
    if named in shipped_maps():
        return _parsed((_SHIPPED / f"{named}.toml").read_text(encoding="utf-8"), named)
    path = Path(named)
    if not path.is_file():
        near = difflib.get_close_matches(named, shipped_maps(), n=1)
        hint = f": did you mean {near[0]}?" if near else "."
        raise MappingFileError(
            f"there is no map {shortened(named)}, shipped or in a file{hint} "
            f"Shipped: {', '.join(shipped_maps())}"
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
    top = _Table(name, "", document, "event", "account", "day", "fields", "source", "identity", "reject")
    event = top.word("event", tuple(_EVENTS))
    account = top.table("account", "column", "key", "aliases")
    day = top.table("day", "column", "formats")
    identity = top.table("identity", "from", "name")
    identity.word("from", _IDENTITIES)
    source = top.table("source", "columns") if "source" in document else None
    made = Map(
        name,
        event,
        account.text("column"),
        account.word("key", _KEYS),
        account.aliases("aliases"),
        day.text("column"),
        tuple(day.words("formats", DAY_FORMATS)),
        _fields(top, event),
        tuple(source.texts("columns")) if source else (),
        identity.text("name"),
        tuple(_rejects(top)),
    )
    if set(made.formats) >= _READ_ALIKE:
        raise MappingFileError(
            f"{name}: day.formats: 03/04/2024 is a day in both {' and '.join(sorted(_READ_ALIKE))}"
        )
    for rule in made.rejects:
        if rule.column not in (
            made.account,
            made.day,
            *(f.column for f in made.fields.values()),
            *made.source,
        ):
            raise MappingFileError(
                f"{name}: reject.column: {shortened(rule.column)} is no column that the map reads"
            )
    return made


def _fields(top: _Table, event: str) -> dict[str, FieldRule]:
    types = _EVENTS[event]
    tables = top.table("fields", *types)
    found = {}
    for field, type_ in types.items():
        rule = tables.table(field, "column", "type")
        found[field] = FieldRule(rule.text("column"), rule.word("type", (type_,)))
    return found


def _rejects(top: _Table) -> list[RejectRule]:
    given = top.content.get("reject", [])
    if not (isinstance(given, list) and all(isinstance(entry, dict) for entry in given)):
        raise top.wrong("reject", "is a list of tables: write [[reject]]")
    rules = []
    for entry in given:
        rule = _Table(top.file, "reject.", entry, "column", "equals", "reason")
        equals = frozenset(rule.texts("equals", empty=True))
        rules.append(RejectRule(rule.text("column"), equals, rule.text("reason")))
    return rules


class _Table:
    """A table of a map, which knows its file and where in it it stands."""

    def __init__(self, file: str, path: str, content: Mapping[str, Any], *keys: str) -> None:
        self.file = file
        self.path = path
        self.content = content
        for key in content:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.0)
                raise MappingFileError(
                    f"{file}: unknown key {shortened(path + key, quoted=False)}: "
                    f"the nearest is {path}{near[0]}, of {', '.join(keys)}"
                )

    def wrong(self, key: str, what: str) -> MappingFileError:
        return MappingFileError(f"{self.file}: {self.path}{key} {what}")

    def table(self, key: str, *keys: str) -> _Table:
        found = self._given(key)
        if not isinstance(found, dict):
            raise self.wrong(key, f"is a table: write [{self.path}{key}]")
        return _Table(self.file, f"{self.path}{key}.", found, *keys)

    def text(self, key: str) -> str:
        found = self._given(key)
        if not isinstance(found, str) or not found:
            raise self.wrong(key, "is text, in quotes")
        return found

    def word(self, key: str, words: Sequence[str]) -> str:
        return self._one_of(key, self.text(key), words)

    def texts(self, key: str, *, empty: bool = False) -> list[str]:
        found = self._given(key)
        if not isinstance(found, list) or not all(isinstance(t, str) and (t or empty) for t in found):
            raise self.wrong(key, "is a list of texts, each in quotes")
        if len(set(found)) < len(found):
            raise self.wrong(key, "says one thing twice")
        return found

    def words(self, key: str, words: Sequence[str]) -> list[str]:
        found = [self._one_of(key, text, words) for text in self.texts(key)]
        if not found:
            raise self.wrong(key, f"is empty: it takes {' or '.join(map(repr, words))}")
        return found

    def aliases(self, key: str) -> dict[str, str]:
        found = self.content.get(key, {})
        if not isinstance(found, dict) or not all(isinstance(v, str) and v for v in found.values()):
            raise self.wrong(key, "is a table of texts: what a cell says = what it stands for")
        return found

    def _given(self, key: str) -> Any:
        if key not in self.content:
            raise self.wrong(key, "is missing")
        return self.content[key]

    def _one_of(self, key: str, text: str, words: Sequence[str]) -> str:
        if text not in words:
            near = difflib.get_close_matches(text, words, n=1, cutoff=0.0)[0]
            raise self.wrong(key, f"is {shortened(text)}: the nearest it takes is {near!r}")
        return text

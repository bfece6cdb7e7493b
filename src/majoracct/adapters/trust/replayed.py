"""Read models held against replay: a file of views, and the views that the ledger makes now.

A file of views is a cache, and no part of the record; but people read it instead. It is held against views
made anew, in memory, of what was known at the position it stands at and for its day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from attrs import Factory, define

from majoracct.adapters.views import file
from majoracct.adapters.views.refreshing import in_memory
from majoracct.adapters.views.tables import TABLES, Table
from majoracct.domain.kernel import Erased
from majoracct.ledger import Ledger
from majoracct.ports import LedgerError

__all__ = ["Compared", "hold_views"]

_SEALED: Final = str(Erased.sealed)
_ERASED: Final = str(Erased.here)
_HIDING: Final = re.compile(f"{re.escape(_SEALED)}|{re.escape(_ERASED)}")
_PAGE: Final = 1000  # rows read at once


@define
class Compared:
    """What a file of views came to: what is wrong with it, and what was not compared.

    stood: the position it stands at, when it was compared; else 0.
    sealed, erased: how many cells hold what cannot be read here, and what was erased since.
    """

    problems: list[str] = Factory(list)
    notes: list[str] = Factory(list)
    stood: int = 0
    sealed: int = 0
    erased: int = 0


def hold_views(ledger: Ledger, path: Path) -> Compared:
    """Return how the views at PATH differ from those that LEDGER, which is sound, makes anew.

    Where there are none, nothing differs. Damage is reported, not raised; nothing is written.
    """
    found = Compared()
    try:
        if file.is_ours(path):
            with contextlib.closing(file.connect(path)) as connection:
                connection.execute("BEGIN")  # one state of it, whoever refreshes it meanwhile
                _hold(ledger, path, connection, found)
    except (file.ViewsError, LedgerError) as why:
        found.notes.append(f"the views were not compared: {why}")
    except (sqlite3.Error, ValueError) as why:
        found.problems.append(str(file.damaged(path, why)))
    return found


def _hold(ledger: Ledger, path: Path, there: sqlite3.Connection, found: Compared) -> None:
    before = file.state(there)
    if before is None or before.program != file.program():
        made_by = "another version" if before is None else f"version {before.program}"
        found.notes.append(f"the views in {path} were not compared: {made_by} of this program made them")
        return
    if before.ledger != ledger.id:
        found.notes.append(f"the views in {path} are of another ledger, {before.ledger}")
        return
    if before.position > (head := ledger.store.head()):
        found.problems.append(
            f"the views in {path} stand at @{before.position}, and the ledger ends at @{head}: facts were "
            "cut off, or an older state was restored"
        )
        return
    past, day = ledger.past(before.position), dt.date.fromisoformat(before.day)
    with contextlib.closing(in_memory(ledger, past, day)) as anew:
        for table in TABLES:
            if differs := _first_difference(table, there, anew, found):
                found.problems.append(
                    f"the views in {path} are not what replay says: {table.name}, {differs}. The ledger "
                    f"itself is sound: `majoracct views -o {path} --rebuild` makes them anew"
                )
    found.stood = before.position
    if found.sealed:
        found.notes.append(
            f"{found.sealed:,} cells of the views in {path} were not compared, for they tell of people: "
            "the key store is not at hand, or was not when they were made"
        )
    if found.erased:
        found.notes.append(
            f"{found.erased:,} cells of the views in {path} tell of people who were erased: "
            f"`majoracct views -o {path} --rebuild` removes them"
        )


def _first_difference(
    table: Table, there: sqlite3.Connection, anew: sqlite3.Connection, found: Compared
) -> str:
    """Return the first row of TABLE that is not there as it is made anew, and how; "" when there is none."""
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in table.key]
    for theirs, ours in zip_longest(_rows(there, table), _rows(anew, table)):
        if theirs == ours:
            continue
        if theirs is None:
            return f"{_called(places, ours)} is missing"
        if ours is None:
            return f"{_called(places, theirs)} is one too many"
        if (their := _called(places, theirs)) != (our := _called(places, ours)):
            return f"{their} stands where {our} belongs"
        for name, cell, made in zip(names, theirs, ours, strict=True):
            if cell != made and not _hidden(name, cell, made, found):
                return f"{name} of {our}"
    return ""


def _rows(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(column.name for column in table.columns)
    query = f"SELECT {columns} FROM {table.name} ORDER BY {', '.join(table.key)}"  # noqa: S608 - our own names
    cursor = connection.execute(query)
    while page := cursor.fetchmany(_PAGE):
        yield from page


def _called(places: list[int], row: tuple[Any, ...]) -> str:
    return " ".join(str(row[place]) for place in places)


def _hidden(name: str, cell: Any, made: Any, found: Compared) -> bool:
    """Return whether CELL differs from the one MADE anew by no more than what is hidden; count it then."""
    if name == "keys":  # who made them may have had the key store at hand
        return "" in (cell, made)
    if name == "body":
        return _public(cell) == _public(made)  # its summary is counted
    there, anew = str(cell), str(made)
    if _ERASED in there and _ERASED not in anew:  # an erasure holds for every view there is
        return False
    if not _may_say(there, anew) and not _may_say(anew, there):
        return False
    if _SEALED in there + anew:
        found.sealed += 1
    else:
        found.erased += 1
    return True


def _may_say(hidden: str, told: str) -> bool:
    """Return whether HIDDEN, in which something is, says the same as TOLD where nothing is."""
    first, *others = _HIDING.split(hidden)
    if not others:
        return False
    if _HIDING.search(told):  # each hides something else, and of neither there is more to know
        return True
    around = ".*".join(map(re.escape, (first, *others)))
    return re.fullmatch(around, told, re.DOTALL) is not None


def _public(body: object) -> object:
    """Return BODY, of a fact, with no more of what is personal than whom it is about."""
    try:
        told = json.loads(str(body))
        event = told["event"].items()
    except (ValueError, LookupError, AttributeError, TypeError):
        return body
    public = {
        name: value["person"] if isinstance(value, dict) and "person" in value else value
        for name, value in event
    }
    return {**told, "event": public}

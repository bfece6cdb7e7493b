"""Refreshing the views: a projection that follows the ledger, position by position.

The position the tables stand at is kept among them, and changes in the same transaction as the
rows. What was recorded since touches accounts, and the rows of their families are told anew; what
the programme recorded touches all.

Rules
  VW1  However a file came about, it holds what one made anew would hold.
  VW2  Its intervals say of every day what replay says of that day.
  VW3  A file that is not ours is never written over; one of another ledger, or of a state of the
       ledger that was lost, is made anew.
  VW4  Killed half-way, a refresh leaves the file as it was.
  VW7  A file made before somebody was erased, or with other keys at hand, is not gone on from: it is made
       anew; and no file is left that an erasure overtook while it was made.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from attrs import define, frozen

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.views import file
from majoracct.adapters.views.cells import Made
from majoracct.adapters.views.file import State, ViewsError
from majoracct.adapters.views.intervals import policy_rows
from majoracct.adapters.views.rows import Family, Source, family_rows, finding_rows, stream_rows
from majoracct.adapters.views.tables import TABLES
from majoracct.domain.assessments.history import known, staff
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.book.persons import PersonErased
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact
from majoracct.domain.seen import EVER, Account, Programme
from majoracct.ledger import Ledger
from majoracct.stored import StoredFacts

__all__ = ["Refreshed", "ViewsError", "in_memory", "refresh"]

_INSERT: Final = {
    table.name: f"INSERT INTO {table.name} ({', '.join(c.name for c in table.columns)}) "
    f"VALUES ({', '.join(f':{c.name}' for c in table.columns)})"
    for table in TABLES
}
_CHUNK: Final = 1000  # rows written at once
_OTHER_SHAPE: Final = "its tables are those of another version"


@frozen
class Refreshed:
    """What a refresh came to: the position the tables stand at, the day of the findings, and how.

    how: made, refreshed or current. why: what spoke against going on from the tables there were, if
    something did. rewritten: of how many accounts the rows were written, findings aside.
    """

    position: int
    day: dt.date
    how: str
    why: str = ""
    rewritten: int = 0


def refresh(
    ledger: Ledger, past: StoredFacts, on: dt.date, path: Path, *, rebuild: bool = False
) -> Refreshed:
    """Bring the file of views at PATH to what is known in PAST; make it when there is none.

    on: the day for which findings are made. rebuild: make it anew, whatever is there.
    Killed half-way, it leaves the file as it was. Raises ViewsError when something else is at PATH,
    or the file is damaged or cannot be written, and ValueError when not all of PAST is on record: the
    file would tell of it as if it were. `in_memory` may be asked what if.
    """
    if not past.on_record:
        raise ValueError("a file of views holds what is on record: ask in memory of what is only supposed")
    while True:
        try:
            found = _refreshed(_Writer(ledger, past, on), path, rebuild=rebuild)
        except ViewsError:
            if erased_since(ledger, past.known_at) is None:
                raise  # else what we were writing was removed by who erased
        else:
            if erased_since(ledger, found.position) is None:
                return found
        # Somebody was erased while it was written: what was read of them before may be in it.
        past, rebuild = ledger.past(), True


def _refreshed(writer: _Writer, path: Path, *, rebuild: bool) -> Refreshed:
    there = file.is_ours(path)
    if rebuild or not there:
        return _made(writer, path)
    try:
        with contextlib.closing(file.connect(path, writing=True)) as connection:
            found = writer.go_on(connection)
    except (sqlite3.Error, UnicodeDecodeError) as why:
        raise file.damaged(path, why) from why
    return _made(writer, path, found) if isinstance(found, str) else found


def _made(writer: _Writer, path: Path, why: str = "") -> Refreshed:
    file.make(path, writer.write_all, getattr(writer.ledger.store, "path", None))
    return Refreshed(writer.past.known_at, writer.on, "made", why, len(writer.tellers))


def in_memory(ledger: Ledger, past: StoredFacts, on: dt.date) -> sqlite3.Connection:
    """Return a connection to views of what is known in PAST, kept nowhere; on: as of `refresh`."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _Writer(ledger, past, on).write_all(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def mark(ledger: Ledger, position: int) -> str:
    """Return a hash of the fact at POSITION as it is stored, whatever of it can be read: its leaf."""
    leaf = (0, position - 1)
    return ledger.store.subtrees((leaf,))[leaf].hex()


def erased_since(ledger: Ledger, position: int) -> str | None:
    """Return the first fact after POSITION by which somebody was erased; None when nobody was."""
    erasures = ledger.store.facts(LEDGER, types=(PersonErased.__name__,))
    return next((fact.reference for fact in erasures if fact.position > position), None)


def keys_at_hand(ledger: Ledger) -> str:
    """Return the id of the key store that opens what is personal in LEDGER; "" without one."""
    return "" if ledger.store.vault is None else ledger.store.vault.id


@define(slots=False)
class _Writer:
    """Writes what is known in PAST of a LEDGER; on: the day for which findings are made."""

    ledger: Ledger
    past: StoredFacts
    on: dt.date

    @cached_property
    def tellers(self) -> dict[str, str]:
        """Every account's key, and that of the one which tells of it in the end; reads everything."""
        past = self.past.fetch_all()
        keys = [stream for stream in past.streams if stream not in (LEDGER, PROGRAMME)]
        return {key: remaining(Account(key, EVER, past)).key for key in keys}

    @cached_property
    def source(self) -> Source:
        """What rows are made from."""
        day_of = self.ledger.day_of
        limits = Limits.of(known(self.past, (PROGRAMME,)), day_of)
        return Source(self.past, staff(self.past), limits, day_of, Codec())

    # Anew

    def write_all(self, connection: sqlite3.Connection) -> None:
        """Make the tables and write every row, in one transaction."""
        file.make_tables(connection)
        with _transaction(connection):
            self._write_families(connection, self.tellers)
            self._write_rest(connection)

    # Going on

    def go_on(self, connection: sqlite3.Connection) -> Refreshed | str:
        """Go on from the tables there are; return why that cannot be, when it cannot."""
        if (found := self._settled(file.state(connection))) is not None:
            return found
        with _transaction(connection):
            before = file.state(connection)  # another refresh may have been faster
            if before is None:
                return _OTHER_SHAPE
            if (found := self._settled(before)) is not None:
                return found
            rewritten = self._catch_up(connection, before)
        return Refreshed(self.past.known_at, self.on, "refreshed", "", rewritten)

    def _settled(self, before: State | None) -> Refreshed | str | None:
        """Return why the tables cannot be gone on from, that they need not be, or None: on they go."""
        if before is None or (why := self._strange(before)):
            return why if before else _OTHER_SHAPE
        current = (before.position, before.day) == (self.past.known_at, str(self.on))
        if current or before.position > self.past.known_at:  # others may have seen more than we did
            return Refreshed(before.position, dt.date.fromisoformat(before.day), "current")
        return None

    def _strange(self, before: State) -> str:
        """Return why the tables are not of this ledger, or not ours to go on from; "" when they are."""
        if before.ledger != self.ledger.id:
            return f"it tells of another ledger, {before.ledger}"
        if before.program != file.program():
            return f"version {before.program} of this program made it"
        if not self._stands(before):
            return f"@{before.position} is not what it was: an older state of the ledger was restored"
        if (erasure := erased_since(self.ledger, before.position)) is not None:
            return f"somebody was erased since, by {erasure}"
        if before.keys != keys_at_hand(self.ledger):
            return "it was made with other keys at hand, or without"
        return ""

    def _stands(self, before: State) -> bool:
        """Return whether the ledger still holds, at the tables' position, the fact it held then."""
        stream, _, version = before.fact.rpartition("@")
        fact = self.ledger.store.fact(stream, int(version))
        return fact is not None and mark(self.ledger, fact.position) == before.mark

    def _catch_up(self, connection: sqlite3.Connection, before: State) -> int:
        streams = self.past.fetch_all().streams
        touched = {s for s in streams if any(f.position > before.position for f in known(self.past, (s,)))}
        accounts = set(self.tellers) if PROGRAMME in touched else touched & set(self.tellers)
        accounts = self._relatives(accounts)
        self._clear(connection, accounts)
        self._write_families(connection, accounts)
        self._write_rest(connection)
        return len(accounts)

    def _relatives(self, accounts: Iterable[str]) -> set[str]:
        """Return ACCOUNTS and the rest of their families.

        As they are: what told of an account before and does so no longer was told of that itself.
        """
        tellers = {self.tellers[key] for key in accounts}
        return {key for key, teller in self.tellers.items() if teller in tellers}

    def _clear(self, connection: sqlite3.Connection, accounts: Iterable[str]) -> None:
        """Remove the rows of ACCOUNTS, those of the ledger and the programme, and all that are nobody's."""
        keys = [(key,) for key in (*sorted(accounts), LEDGER, PROGRAMME)]
        for table in reversed(TABLES):  # those that are referred to last
            where = f" WHERE {table.by} = ?"
            if not table.by:
                connection.execute(f"DELETE FROM {table.name}")
                continue
            if table.by == "fact":
                where = f" WHERE {table.by} IN (SELECT fact FROM facts WHERE stream = ?)"
            connection.executemany(f"DELETE FROM {table.name}{where}", keys)

    # Rows

    def _write_families(self, connection: sqlite3.Connection, accounts: Iterable[str]) -> None:
        members: dict[str, list[str]] = {}
        for key in sorted(accounts):
            members.setdefault(self.tellers[key], []).append(key)
        for teller, keys in sorted(members.items()):
            family = Family(teller, tuple(keys))
            _write(connection, family_rows(self.source, family))

    def _write_rest(self, connection: sqlite3.Connection) -> None:
        """Write what is no account's: other facts, policies, findings, and what all was made from."""
        past = self.past
        for stream in (LEDGER, PROGRAMME):
            _write(connection, stream_rows(self.source, (stream,)))
        _write(connection, policy_rows(past))
        accounts = self.ledger.accounts(as_of=self.on, past=past)
        _write(connection, finding_rows(accounts, Programme(PROGRAMME, self.on, past), self.ledger.day_of))
        last = self._last()
        state = {
            "ledger": self.ledger.id,
            "position": past.known_at,
            "fact": last.reference,
            "mark": mark(self.ledger, last.position) if past.on_record else "",  # what is supposed has none
            "day": str(self.on),
            "program": file.program(),
            "keys": keys_at_hand(self.ledger),
        }
        _write(connection, iter([("meta", state)]))

    def _last(self) -> Fact:
        """Return the fact at the position, whatever became of it."""
        past = self.past
        tips = (past.fact(f"{stream}@{past.head(stream)}") for stream in past.streams)
        return max((fact for fact in tips if fact), key=lambda fact: fact.position)


def _write(connection: sqlite3.Connection, made: Made) -> None:
    waiting: dict[str, list[dict[str, object]]] = {}
    for table, row in made:
        rows = waiting.setdefault(table, [])
        rows.append(row)
        if len(rows) == _CHUNK:
            connection.executemany(_INSERT[table], rows)
            rows.clear()
    for table, rows in waiting.items():
        connection.executemany(_INSERT[table], rows)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # what went wrong says more
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")

"""An index that leaves a row out hides nothing: rows are read from the table, and through no index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from majoracct.adapters.storage import sqlite
from majoracct.adapters.trust.verify import verify
from majoracct.testing.store_contract import NOW, paid, record


def doctor(path: Path) -> None:
    """Put in the place of the index of streams and versions one that lacks the second row."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run = connection.execute
        run("CREATE TABLE other (stream TEXT NOT NULL, version INTEGER NOT NULL, UNIQUE (stream, version))")
        run("INSERT INTO other (rowid, stream, version) SELECT position, stream, version FROM events")
        run("DELETE FROM other WHERE rowid = 2")
        roots = dict(run("SELECT name, rootpage FROM sqlite_schema WHERE name LIKE 'sqlite_autoindex%_1'"))
        run("PRAGMA writable_schema=ON")
        mine, theirs = "sqlite_autoindex_events_1", "sqlite_autoindex_other_1"
        for name, root in ((mine, roots[theirs]), (theirs, roots[mine])):
            run("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (root, name))


class TestADoctoredIndex:
    def test_hides_no_row_and_is_found(self, tmp_path: Path) -> None:
        path = tmp_path / "book.db"
        with closing(sqlite.create(path, "ledger-1", NOW)) as store:
            record(store, "acme", paid(), paid(), paid())
        doctor(path)
        with closing(sqlite.open_ledger(path)) as store:
            assert store.fact("acme", 2) is None  # the index hides it from whoever reads through it
            assert [row.position for row in store.rows()] == [1, 2, 3]
            found = verify(store)
            assert found.facts == 3
            assert not found.sound

"""What must hold of a ledger after whatever befell it."""

from __future__ import annotations

import itertools
from collections import Counter
from contextlib import closing
from pathlib import Path

from majoracct.adapters.storage import sqlite_file as file
from majoracct.adapters.storage.sqlite import SQLiteStore, open_ledger
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.verify import verify

__all__ = ["refuse_unsound", "stored"]


def refuse_unsound(book: Path) -> None:
    """Assert that the ledger verifies, its streams have no gap, and its tree is over its leaves."""
    with closing(open_ledger(book)) as store:
        assert verify(store).problems == ()
        _refuse_gaps(store)
        tree = merkle.Tree()
        grown = itertools.chain.from_iterable(tree.add(row.leaf) for row in store.rows())
        older = store._format < file.FORMAT  # such a file has no tree yet
        assert list(store.tree()) == ([] if older else sorted(grown))


def _refuse_gaps(store: SQLiteStore) -> None:
    versions: Counter[str] = Counter()
    for position, row in enumerate(store.rows(), 1):
        versions[row.stream] += 1
        assert (row.position, row.version) == (position, versions[row.stream])


def stored(book: Path) -> Counter[str]:
    """Return how many facts each command recorded, by its id."""
    with closing(open_ledger(book)) as store:
        return Counter(row.command_id for row in store.rows())

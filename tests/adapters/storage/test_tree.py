"""The tree that is kept: that of the leaves at every size, however they came, for O(log n) rows an append."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.storage import engine, memory, sqlite
from majoracct.adapters.storage.sqlite_file import connect_to_write
from majoracct.adapters.storage.tree import completed
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.seal import root_at
from majoracct.ports import EventStore, Subtree
from majoracct.testing.appends import NOW, paid, record

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=60)
MOST = 1000  # facts

cuttings = st.lists(st.integers(1, 70), min_size=1, max_size=40)


def leaf(index: int) -> bytes:
    return sha256(b"%d" % index).digest()


class Kept:
    """Subtrees that are kept, the plainest way; what is read of them is noted."""

    def __init__(self) -> None:
        self.nodes: dict[Subtree, bytes] = {}
        self.read: list[Subtree] = []

    def of(self, wanted: Collection[Subtree]) -> Mapping[Subtree, bytes]:
        self.read += wanted
        return {each: self.nodes[each] for each in wanted}

    def grow(self, size: int, leaves: Sequence[bytes]) -> int:
        """Keep what LEAVES complete after SIZE others; return how many rows that is."""
        for index, each in enumerate(leaves, size):
            assert self.nodes.setdefault((0, index), each) == each
        made = completed(size, leaves, self.of)
        assert {(level, number) for level, number, _ in made}.isdisjoint(self.nodes)
        self.nodes.update(((level, number), hash_) for level, number, hash_ in made)
        return len(made)


def hold(store: EventStore) -> None:
    """Hold the tree of STORE against that of its leaves, at every size, and row by row."""
    tree, complete = merkle.Tree(), []
    for size, row in enumerate(store.rows(), 1):
        complete += tree.add(row.leaf)
        assert root_at(store, size) == tree.root()
    assert list(store.tree()) == sorted(complete)


class TestWhatAnAppendCompletes:
    @given(cuttings)
    @PROPERTY
    def test_is_the_same_tree_however_it_is_cut(self, cutting: list[int]) -> None:
        cut, whole, size = Kept(), Kept(), 0
        for count in cutting:
            cut.grow(size, [leaf(index) for index in range(size, size + count)])
            size += count
            expected = merkle.root(map(leaf, range(size)))
            assert merkle.range_hash(0, size, cut.of) == expected
        whole.grow(0, list(map(leaf, range(size))))
        assert cut.nodes == whole.nodes

    def test_of_one_fact_is_a_row_a_level_and_as_much_is_read(self) -> None:
        kept, written = Kept(), 0
        for size in range(MOST):
            kept.read.clear()
            rows = kept.grow(size, [leaf(size)])
            # The levels that the new leaf completes: the ones at the end of the size, in binary.
            assert rows == len(kept.read) == ((size + 1) & -(size + 1)).bit_length() - 1
            assert rows <= size.bit_length()
            written += rows
        assert written < MOST

    def test_nothing_is_completed_by_nothing(self) -> None:
        assert completed(5, [], Kept().of) == []


class TestWhatIsKept:
    @given(cutting=cuttings)
    @settings(PROPERTY, max_examples=15)
    def test_in_memory_is_the_tree_of_the_leaves_at_every_size(self, cutting: list[int]) -> None:
        with closing(memory.create("", "ledger-1", NOW)) as store:
            for count in cutting:
                record(store, "acme", *[paid()] * count)
            hold(store)

    @given(cutting=cuttings)
    @settings(PROPERTY, max_examples=6)
    def test_in_a_file_is_the_tree_of_the_leaves_at_every_size(
        self, tmp_path_factory: pytest.TempPathFactory, cutting: list[int]
    ) -> None:
        path = tmp_path_factory.mktemp("tree") / "book.db"
        with closing(sqlite.create(path, "ledger-1", NOW)) as store:
            for count in cutting:
                record(store, "acme", *[paid()] * count)
            hold(store)

    def test_after_a_thousand_appends_of_one_fact(self, traced: tuple[EventStore, set[str]]) -> None:
        store, statements = traced
        for size in range(MOST):
            statements.clear()
            record(store, "acme", paid())
            complete = ((size + 1) & -(size + 1)).bit_length() - 1
            kinds = Counter(" ".join(each.split()[:4]) for each in statements)
            assert kinds["INSERT INTO tree VALUES"] == complete
            # Its left neighbours: a leaf, and then a subtree a level.
            assert kinds["SELECT hash FROM tree"] == max(complete - 1, 0)
            assert kinds["SELECT leaf FROM events"] == min(complete, 1)
            assert len(statements) <= 10 + 2 * size.bit_length()
        hold(store)

    def test_is_found_by_its_key(self, tmp_path: Path) -> None:
        path = tmp_path / "book.db"
        with closing(sqlite.create(path, "ledger-1", NOW)), closing(sqlite3.connect(path)) as connection:
            for query in (
                "SELECT hash FROM tree WHERE level = ? AND number = ?",
                "SELECT leaf FROM events WHERE position = ? AND 1 = ?",
            ):
                [(*_, how)] = connection.execute(f"EXPLAIN QUERY PLAN {query}", (1, 1)).fetchall()
                assert how.startswith("SEARCH")
                assert "PRIMARY KEY" in how


@pytest.fixture
def traced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[EventStore, set[str]]]:
    """Yield a store in a file, and the statements that its appends run, as they are run."""
    statements: set[str] = set()  # a guard is traced as the statement that fires it, once more

    def connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
        connection = connect_to_write(path, busy_seconds)
        connection.set_trace_callback(statements.add)
        return connection

    monkeypatch.setattr(engine, "connect_to_write", connect)
    with closing(sqlite.create(tmp_path / "book.db", "ledger-1", NOW)) as store:
        yield store, statements

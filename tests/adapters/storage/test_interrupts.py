"""An append that is interrupted anywhere is whole or absent, and the next one goes through at once."""

from __future__ import annotations

import gc
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import ConnectionPool
from eventsourcing.sqlite import SQLiteConnection, SQLiteTransaction

from majoracct.adapters.storage import engine as engine_module
from majoracct.adapters.storage import sqlite_append as sqlite_module
from majoracct.adapters.storage.engine import LedgerConnection, LedgerPool
from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.adapters.trust.verify import verify
from majoracct.ports import BusyError
from majoracct.testing.store_contract import NOW, paid, record

# Every step an append takes through the library, and whether it is on record when that step is done.
STEPS: list[tuple[Any, str, bool]] = [
    (LedgerPool, "get_connection", False),
    (ConnectionPool, "get_connection", False),
    (ConnectionPool, "_get_connection", False),
    (LedgerPool, "_get_connection", False),
    (LedgerPool, "_create_connection", False),
    (LedgerConnection, "cursor", False),
    (SQLiteConnection, "cursor", False),
    (SQLiteTransaction, "__enter__", False),
    (engine_module, "append_rows", False),
    (LedgerConnection, "commit", True),
    (SQLiteConnection, "commit", True),
    (LedgerPool, "put_connection", True),
    (ConnectionPool, "put_connection", True),
]


# A warm pool has its connection already, and makes none.
CASES = [(*step, warm) for step in STEPS for warm in (False, True) if not (warm and "_create" in step[1])]


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """An interrupt may strand a connection just made; Python 3.13 warns when it is collected."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    path = tmp_path / "book.db"
    create(path, "ledger-1", NOW).close()
    with closing(open_ledger(path, busy_seconds=2)) as store:
        yield store


def interrupted(step: Callable[..., Any], *, after: bool, by: type[BaseException]) -> Callable[..., Any]:
    def stop(*args: Any, **kwargs: Any) -> Any:
        if after:
            step(*args, **kwargs)
        raise by

    return stop


class TestAnInterruptedAppend:
    @pytest.mark.parametrize("by", [KeyboardInterrupt, SystemExit, MemoryError])
    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize(
        ("where", "name", "done", "warm"), CASES, ids=lambda v: getattr(v, "__name__", str(v))
    )
    def test_is_whole_or_absent_and_the_next_goes_through(
        self,
        store: SQLiteStore,
        monkeypatch: pytest.MonkeyPatch,
        where: Any,
        name: str,
        done: bool,
        warm: bool,
        after: bool,
        by: type[BaseException],
    ) -> None:
        if warm:
            record(store, "acme", paid(), id_="first")
        before = store.head()
        with monkeypatch.context() as patch:
            patch.setattr(where, name, interrupted(getattr(where, name), after=after, by=by))
            with pytest.raises(by):
                record(store, "bolt", paid(), paid(), id_="stopped")
        found = len(store.of_command("stopped"))
        committed = done and (after or name == "put_connection")
        assert found == (2 if committed else 0)
        begun = time.monotonic()
        record(store, "acme", paid(), id_="next")
        with closing(open_ledger(store.path, busy_seconds=0.1)) as other:
            record(other, "acme", paid(), id_="another's")
        assert time.monotonic() - begun < 1.5
        assert store.head() == before + found + 2
        assert verify(store).sound

    def test_those_who_waited_their_turn_get_it(
        self, store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inside, go = threading.Event(), threading.Event()
        real = sqlite_module.append_rows
        stopped: list[BaseException] = []

        def held(*args: Any) -> Any:
            if threading.current_thread().name == "stopped":
                inside.set()
                go.wait(5)
                raise KeyboardInterrupt
            return real(*args)

        def lose_the_turn(pool: LedgerPool, conn: Any) -> None:
            if threading.current_thread().name == "stopped" and not pool._closed:
                raise KeyboardInterrupt
            put(pool, conn)

        put = LedgerPool.put_connection
        monkeypatch.setattr(engine_module, "append_rows", held)
        monkeypatch.setattr(LedgerPool, "put_connection", lose_the_turn)

        def work(stream: str) -> None:
            try:
                record(store, stream, paid())
            except BaseException as why:  # noqa: BLE001 - looked at below
                stopped.append(why)

        first = threading.Thread(target=work, args=("stopped",), name="stopped")
        others = [threading.Thread(target=work, args=(f"s{n}",)) for n in range(3)]
        first.start()
        assert inside.wait(5)
        for other in others:
            other.start()
        time.sleep(0.1)
        begun = time.monotonic()
        go.set()
        for thread in (first, *others):
            thread.join(10)
        assert time.monotonic() - begun < 1.5
        assert [type(why) for why in stopped] == [KeyboardInterrupt]
        assert store.streams(store.head()) == ["s0", "s1", "s2"]


class TestABusyFile:
    def test_one_that_others_keep_locked_is_busy(self, store: SQLiteStore) -> None:
        with closing(open_ledger(store.path, busy_seconds=0.1)) as other:
            record(other, "acme", paid())
            connection = store._writer().datastore.pool.get_connection(is_writer=True)
            connection.cursor().execute("BEGIN IMMEDIATE")
            with pytest.raises(BusyError, match="busy"):
                record(other, "acme", paid())
            connection.rollback()
            store._writer().datastore.pool.put_connection(connection)
            record(other, "acme", paid())

    def test_one_that_too_many_threads_write_to_is_busy(self, tmp_path: Path) -> None:
        create(tmp_path / "b.db", "ledger-1", NOW).close()
        with closing(open_ledger(tmp_path / "b.db", busy_seconds=0.1)) as store:
            pool = store._writer().datastore.pool
            connection = pool.get_connection(is_writer=True)
            with pytest.raises(BusyError, match="threads"):
                record(store, "acme", paid())
            pool.put_connection(connection)
            record(store, "acme", paid())

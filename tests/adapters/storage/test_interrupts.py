"""An append that is interrupted anywhere is whole or absent, and the next one goes through at once."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from eventsourcing import persistence
from eventsourcing import sqlite as library

from majoracct.adapters.storage import engine as engine_module
from majoracct.adapters.storage import sqlite_append as sqlite_module
from majoracct.adapters.storage import sqlite_tree as tree_module
from majoracct.adapters.storage.engine import LedgerPool
from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.adapters.trust.verify import verify
from majoracct.ports import BusyError, LedgerClosedError
from majoracct.testing.store_contract import NOW, paid, record

# Where an append runs once its turn comes: ours, and the library's.
FILES = {module.__file__ for module in (engine_module, sqlite_module, tree_module, persistence, library)}


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


@contextmanager
def interrupted(at: int, by: type[BaseException]) -> Iterator[list[str]]:
    """Raise BY at the step numbered AT of an append: before a line of it, or as one of its calls returns."""
    steps: list[str] = []

    def look(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in FILES:
            return None
        if event in ("line", "return"):
            steps.append(f"{frame.f_code.co_name}:{frame.f_lineno} {event}")
            if len(steps) == at:
                raise by
        return look

    before = sys.gettrace()
    gc.disable()  # to let go of an engine that is left takes steps, too
    sys.settrace(look)
    try:
        yield steps
    finally:
        sys.settrace(before)
        gc.enable()


class TestAnInterruptedAppend:
    @pytest.mark.parametrize("by", [KeyboardInterrupt, SystemExit, MemoryError])
    @pytest.mark.parametrize("warm", [False, True])  # a warm engine has its connection already
    def test_at_any_step_is_whole_or_absent_and_the_next_goes_through(
        self, tmp_path: Path, warm: bool, by: type[BaseException]
    ) -> None:
        outcomes = []
        for at in itertools.count(1):
            path = tmp_path / f"{at}.db"
            create(path, "ledger-1", NOW).close()
            with closing(open_ledger(path, busy_seconds=2)) as store:
                store._writer()
                if warm:
                    record(store, "acme", paid(), id_="first")
                before = store.head()
                try:
                    with interrupted(at, by) as steps:
                        record(store, "bolt", paid(), paid(), id_="stopped")
                except by:
                    pass
                else:
                    assert len(steps) < at
                    break
                found = len(store.of_command("stopped"))
                assert found in (0, 2), steps
                outcomes.append(found)
                begun = time.monotonic()
                record(store, "acme", paid(), id_="next")
                with closing(open_ledger(path, busy_seconds=0.1)) as other:
                    record(other, "acme", paid(), id_="another's")
                assert time.monotonic() - begun < 1.5, steps
                assert store.head() == before + found + 2
                assert verify(store).sound
        assert len(outcomes) > 40
        assert outcomes == sorted(outcomes)  # absent up to its commit, and whole from there on
        assert set(outcomes) == {0, 2}

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


class TestTurns:
    def test_who_had_one_waits_behind_those_who_wait(self, store: SQLiteStore) -> None:
        pool = store._writer().datastore.pool
        mine, order = pool.writer(), []

        def wait() -> None:
            theirs = pool.writer()
            order.append("theirs")
            pool.put_connection(theirs)

        thread = threading.Thread(target=wait)
        thread.start()
        while pool._next.acquire(blocking=False):  # until the other one is next
            pool._next.release()
        pool.put_connection(mine)
        mine = pool.writer()  # at once, before the other one wakes
        order.append("mine")
        pool.put_connection(mine)
        thread.join(5)
        assert order == ["theirs", "mine"]

    def test_one_that_is_had_while_the_store_is_closed_is_finished(self, store: SQLiteStore) -> None:
        pool = store._writer().datastore.pool
        connection, told = pool.writer(), []

        def wait() -> None:
            try:
                record(store, "bolt", paid())
            except LedgerClosedError as why:
                told.append(why)

        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.1)
        store.close()
        connection.sqlite.execute("SELECT 1")
        assert not connection.closed
        pool.put_connection(connection)
        thread.join(5)
        assert told
        assert connection.closed

    def test_an_append_within_an_append_is_refused_and_harms_nothing(
        self, store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What handles a signal may be anything, and comes anywhere."""
        real = sqlite_module.append_rows

        def handled(*given: Any) -> Any:
            with pytest.raises(BusyError):
                record(store, "bolt", paid(), id_="within")
            return real(*given)

        with monkeypatch.context() as patch:
            patch.setattr(engine_module, "append_rows", handled)
            record(store, "acme", paid(), paid(), id_="around")
        assert (len(store.of_command("around")), store.head()) == (2, 2)
        record(store, "bolt", paid(), id_="within")


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
            connection = pool.writer()
            with pytest.raises(BusyError, match="threads"):
                record(store, "acme", paid())
            pool.put_connection(connection)
            record(store, "acme", paid())

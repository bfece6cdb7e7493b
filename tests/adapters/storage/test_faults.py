"""A file among processes, kills, limits and rights it lacks: nothing acknowledged is ever lost.

Children are forked, so that a kill costs milliseconds; each opens the ledger itself.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

import majoracct.adapters.storage.engine  # noqa: F401 - children without rights could not load it
from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.mergers import AccountSplit
from majoracct.domain.kernel import Fact
from majoracct.ports import ConflictError, ForkedLedgerError, LedgerClosedError, LedgerFaultError
from majoracct.testing.store_contract import NOW, paid, record

resource = pytest.importorskip("resource", reason="processes are forked here")

KILLS = 40
NOBODY = 65534


class Child:
    """A process of its own doing WORK, which is given a function that tells the parent a line."""

    def __init__(self, work: Callable[[Callable[[str], None]], None]) -> None:
        self.reader, writer = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: none is ours
            self.pid = os.fork()
        if not self.pid:
            os.close(self.reader)
            status = 1
            try:
                work(partial(self._tell, writer))
                status = 0
            except BaseException:  # noqa: BLE001 - nothing of the test may run on in the child
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        os.close(writer)

    @staticmethod
    def _tell(writer: int, line: str) -> None:
        os.write(writer, f"{line}\n".encode())

    def lines(self) -> list[str]:
        """Wait for the child to end and return what it told."""
        with os.fdopen(self.reader, encoding="utf-8") as told:
            lines = told.read().split("\n")[:-1]
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return lines


def succeed(work: Callable[[Callable[[str], None]], None]) -> list[str]:
    """Return what a child that does WORK tells; it must end well."""
    child = Child(work)
    lines = child.lines()
    assert child.status == 0
    return lines


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    create(path, "ledger-1", NOW).close()
    return path


class TestProcesses:
    def test_eight_that_append_to_one_stream_lose_and_double_nothing(self, book: Path) -> None:
        processes, each = 8, 25

        def work(name: int) -> Callable[[Callable[[str], None]], None]:
            def append(tell: Callable[[str], None]) -> None:
                with closing(open_ledger(book)) as store:
                    for number in range(each):
                        token = f"{name}-{number}"
                        while True:
                            try:
                                receipt = record(store, "acme", AccountSplit(token), paid(), id_=token)
                            except ConflictError as why:
                                if "stands at version" in str(why):
                                    continue
                                raise  # busy: at once, where a transaction reads before it writes
                            tell(f"{token} {receipt.first_position}")
                            break

            return append

        children = [Child(work(name)) for name in range(processes)]
        told = dict(line.split() for child in children for line in child.lines())
        assert [child.status for child in children] == [0] * processes
        with closing(open_ledger(book)) as store:
            facts = list(store.facts())
            assert verify(store).sound
        assert [fact.position for fact in facts] == list(range(1, 2 * processes * each + 1))
        assert [fact.version for fact in facts] == [fact.position for fact in facts]
        assert told == {fact.command_id: str(fact.position) for fact in facts if not fact.ordinal}
        assert len(told) == processes * each

    def test_a_child_opens_the_ledger_again(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            record(store, "acme", paid())

            def work(tell: Callable[[str], None]) -> None:
                for use in (store.head, lambda: record(store, "acme", paid()), lambda: list(store.rows())):
                    with pytest.raises(ForkedLedgerError, match="fork"):
                        use()
                store.close()  # harmless
                with closing(open_ledger(book)) as own:
                    record(own, "acme", paid(), id_="the child's")
                    tell(str(own.head()))

            assert succeed(work) == ["2"]
            record(store, "acme", paid(), id_="the parent's")
            assert store.head() == 3


class TestThreads:
    def test_closing_under_threads_that_read_and_record_ends_them_well(self, book: Path) -> None:
        """Closing a connection of sqlite3 that another thread is using crashes the process."""

        def work(tell: Callable[[str], None]) -> None:
            chance = random.Random(3)  # noqa: S311 - the same moments every time
            acknowledged = 0
            for turn in range(20):
                store = open_ledger(book)
                unexpected: list[BaseException] = []
                done: list[int] = []

                def use(
                    name: int,
                    store: SQLiteStore = store,
                    turn: int = turn,
                    done: list[int] = done,
                    unexpected: list[BaseException] = unexpected,
                ) -> None:
                    try:
                        for number in range(10_000):
                            if name % 2:
                                list(store.facts())
                            else:
                                record(store, f"s{name}", paid(), id_=f"{turn}-{name}-{number}")
                                done.append(1)
                    except LedgerClosedError:
                        pass
                    except BaseException as why:  # noqa: BLE001 - told to the parent
                        unexpected.append(why)

                threads = [threading.Thread(target=use, args=(name,)) for name in range(4)]
                for thread in threads:
                    thread.start()
                time.sleep(chance.random() * 0.02)
                store.close()
                for thread in threads:
                    thread.join()
                assert unexpected == []
                acknowledged += len(done)
            with closing(open_ledger(book)) as store:
                assert store.head() == acknowledged
                assert verify(store).sound
            tell("well")

        assert succeed(work) == ["well"]


class TestKills:
    def test_what_was_acknowledged_survives_and_the_rest_is_whole_or_absent(self, book: Path) -> None:
        chance = random.Random(7)  # noqa: S311 - the same kills every time
        acknowledged: dict[str, int] = {}
        in_flight: dict[str, int] = {}

        for kill in range(KILLS):

            def work(tell: Callable[[str], None], kill: int = kill) -> None:
                with closing(open_ledger(book)) as store:
                    for number in range(100_000):
                        token, size = f"{kill}-{number}", (1, 3, 7)[number % 3]
                        tell(f"try {token} {size}")
                        events = [AccountSplit("x" * (10 + 5000 * (number % 2)))] * size
                        record(store, f"s{number % 2}", *events, id_=token)
                        tell(f"ack {token} {size}")

            child = Child(work)
            select.select([child.reader], [], [], 30)  # it has begun
            time.sleep(chance.random() * 0.02)
            os.kill(child.pid, signal.SIGKILL)
            tried: dict[str, int] = {}
            for line in child.lines():
                word, token, size = line.split()
                tried[token] = int(size)
                if word == "ack":
                    acknowledged[token] = tried.pop(token)
            in_flight |= tried

        assert len(in_flight) > KILLS * 0.3, "too few kills met an append"
        with closing(open_ledger(book)) as store:
            found = verify(store)
            stored: dict[str, int] = {}
            for fact in store.facts():
                stored[fact.command_id] = stored.get(fact.command_id, 0) + 1
            record(store, "s0", paid())
        assert found.sound, found.problems
        assert {token: stored.get(token) for token in acknowledged} == acknowledged
        rest = {token: size for token, size in stored.items() if token not in acknowledged}
        assert rest.items() <= in_flight.items()


class TestLimits:
    def test_a_file_that_may_not_grow_is_a_fault_and_recording_goes_on_when_it_may(self, book: Path) -> None:
        def work(tell: Callable[[str], None]) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
            with closing(open_ledger(book)) as store:

                def fill() -> None:
                    while True:
                        record(store, "acme", *[AccountSplit("x" * 500)] * 10)
                        acknowledged.append(10)

                acknowledged: list[int] = []
                with pytest.raises(LedgerFaultError, match=r"book\.db.*(limit|full)"):
                    fill()
                done = sum(acknowledged)
                assert done
                assert store.head() == done
                assert verify(store).sound
                resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
                record(store, "acme", paid())
                assert store.head() == done + 1
                tell(str(done))

        (done,) = succeed(work)
        with closing(open_ledger(book)) as store:
            assert store.head() == int(done) + 1
            assert verify(store).sound


@pytest.fixture
def shelf() -> Iterator[Path]:
    """Return a folder that others may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="majoracct-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def unprivileged(work: Callable[[], None]) -> None:
    """Do WORK as somebody to whom rights apply."""

    def as_nobody(tell: Callable[[str], None]) -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    succeed(as_nobody)


class TestRights:
    @pytest.fixture
    def book(self, shelf: Path) -> Path:
        path = shelf / "book.db"
        with closing(create(path, "ledger-1", NOW)) as store:
            record(store, "acme", paid(), paid())
        return path

    def test_a_read_only_file_in_a_read_only_folder_is_read_and_verified_and_not_written(
        self, book: Path
    ) -> None:
        book.chmod(0o444)
        book.parent.chmod(0o555)

        def work() -> None:
            with closing(open_ledger(book)) as store:
                assert [fact.version for fact in store.facts("acme")] == [1, 2]
                assert verify(store).sound
                with pytest.raises(LedgerFaultError, match=r"book\.db.*read.?only"):
                    record(store, "acme", paid())
                assert store.head() == 2

        unprivileged(work)
        assert [entry.name for entry in book.parent.iterdir()] == ["book.db"]

    def test_a_read_only_file_in_a_folder_one_may_write_to_is_read(self, book: Path) -> None:
        book.chmod(0o444)
        book.parent.chmod(0o777)

        def work() -> None:
            with closing(open_ledger(book)) as store:
                assert verify(store).sound
                with pytest.raises(LedgerFaultError, match=r"book\.db"):
                    record(store, "acme", paid())

        unprivileged(work)
        with closing(open_ledger(book)) as store:
            if os.getuid() == 0:
                record(store, "acme", paid())
            assert store.head() >= 2

    def test_a_reader_leaves_nothing_that_keeps_the_owner_from_writing(self, book: Path) -> None:
        """SQLite's own log, made by a reader, belongs to the reader."""
        book.chmod(0o444)
        book.parent.chmod(0o777)

        def work() -> None:
            store = open_ledger(book)
            assert verify(store).sound
            os._exit(0)  # it is not even closed

        unprivileged(work)
        assert [entry.name for entry in book.parent.iterdir()] == ["book.db"]
        book.chmod(0o644)
        with closing(open_ledger(book)) as store:
            record(store, "acme", paid())

    def test_an_answer_its_file_changed_under_is_withheld(self, book: Path) -> None:
        book.parent.chmod(0o777)
        book.chmod(0o444)

        def work() -> None:
            with closing(open_ledger(book)) as store:
                rows = store.rows()
                next(rows)
                book.rename(book.with_name("moved.db"))  # to who looks, as good as a writer
                with pytest.raises(ConflictError, match=r"book\.db was written to while"):
                    list(rows)

        unprivileged(work)

    def test_commits_that_are_still_in_the_log_are_seen_from_a_read_only_folder(self, book: Path) -> None:
        """Reading without the log, as read-only media demand, would miss them."""
        with closing(open_ledger(book)) as writer:
            record(writer, "acme", paid())
            assert Path(f"{book}-wal").stat().st_size
            book.parent.chmod(0o555)

            def work() -> None:
                with closing(open_ledger(book)) as store:
                    assert store.head() == 3

            unprivileged(work)

    def test_a_reader_on_a_read_only_folder_sees_what_others_write_later(self, book: Path) -> None:
        book.parent.chmod(0o555)
        ask, asked = os.pipe()
        told, tell = os.pipe()

        def work() -> None:
            with closing(open_ledger(book)) as store:
                assert store.head() == 2
                os.write(tell, b"x")
                os.read(ask, 1)
                assert store.head() == 3

        def later(tell_: Callable[[str], None]) -> None:
            os.read(told, 1)
            book.parent.chmod(0o755)
            with closing(open_ledger(book)) as store:
                record(store, "acme", paid())
            book.parent.chmod(0o555)
            os.write(asked, b"x")

        writer = Child(later)
        unprivileged(work)
        writer.lines()
        assert writer.status == 0
        for end in (ask, asked, told, tell):
            os.close(end)

    def test_a_file_one_may_not_read_is_a_fault_that_says_so(self, book: Path) -> None:
        book.chmod(0o000)

        def work() -> None:
            with pytest.raises(LedgerFaultError, match=r"book\.db may not be read by you"):
                open_ledger(book)

        unprivileged(work)

    def test_creating_in_a_read_only_folder_is_a_fault_that_leaves_nothing(self, shelf: Path) -> None:
        shelf.chmod(0o555)

        def work() -> None:
            with pytest.raises(LedgerFaultError, match=r"new\.db.*[Pp]ermission"):
                create(shelf / "new.db", "ledger-2", NOW)

        unprivileged(work)
        assert list(shelf.iterdir()) == []


class TestDamage:
    @pytest.mark.parametrize("part", [0.99, 0.5, 0.01])
    def test_a_file_cut_short_gives_no_wrong_answer_and_does_not_verify(
        self, book: Path, part: float
    ) -> None:
        with closing(open_ledger(book)) as store:
            record(store, "acme", *[AccountSplit("x" * 300)] * 500)
            whole = list(store.facts())
        content = book.read_bytes()
        book.write_bytes(content[: int(len(content) * part)])

        def read() -> list[Fact]:
            with closing(open_ledger(book)) as store:
                assert not verify(store).sound
                return list(store.facts())

        with suppress(LedgerFaultError):
            assert read() == whole  # what was cut off was an index

    def test_damage_met_while_appending_is_a_fault(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            record(store, "acme", *[AccountSplit("x" * 300)] * 500)
        with closing(sqlite3.connect(book)) as connection:
            root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").fetchone()[
                0
            ]
        damaged = bytearray(book.read_bytes())
        damaged[(root - 1) * 4096 : root * 4096] = bytes(4096)
        book.write_bytes(damaged)
        with (
            closing(open_ledger(book)) as store,
            pytest.raises(LedgerFaultError, match=r"cannot write to .*book\.db.*verify"),
        ):
            store.append([], {"acme": 500}, NOW)

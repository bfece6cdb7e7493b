"""The key store is made whole or not at all, opened by its own key only, and forgets for good."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from majoracct.adapters.storage import placing
from majoracct.adapters.trust import key_store_file
from majoracct.adapters.trust.note import CryptographyMissingError
from majoracct.adapters.trust.vault import KeyStore, create, open_key_store
from majoracct.ports import BusyError, ConflictError, ForkedLedgerError, KeyStoreError, Vault
from majoracct.testing.vault_contract import VaultContract

WRAPPING, ANOTHER = bytes(range(32)), bytes(32)
PLACE = b"acme\n3\nSponsorNamed\ntitle"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.keys"


@pytest.fixture
def store(path: Path) -> Iterator[KeyStore]:
    with closing(create(path, "ledger-1", WRAPPING)) as store:
        yield store


def again(store: KeyStore, wrapping: bytes = WRAPPING) -> KeyStore:
    """Return the same file opened once more, as by another process."""
    return open_key_store(store.path, wrapping)


def with_key(store: KeyStore, *people: str) -> None:
    for person in people:
        store.commitment(person)
    store.keep()


def wrapped(path: Path) -> dict[str, bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT person, wrapped FROM keys").fetchall())


def altered(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def in_a_child(work: Callable[[], object]) -> int:
    """Return how a child that does WORK ended: 0, or what it was killed by."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)  # whatever was raised
    status = os.waitpid(child, 0)[1]
    assert not os.WIFEXITED(status) or status == 0, "the child failed"
    return status


def killed_after(steps: int) -> Callable[..., None]:
    """Return what kills this process when it is called once more than STEPS times."""
    left = iter(range(steps))

    def step(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def make_and_die(path: Path, after: int) -> None:
    """Make a key store at PATH, and be killed after so many steps of it."""
    step, real, place = killed_after(after), key_store_file.connect, placing.put_in_place

    def connect(path: Path) -> sqlite3.Connection:
        step()
        connection = real(path)
        connection.set_trace_callback(step)
        return connection

    def put_in_place(draft: Path, path: Path) -> None:
        step()
        place(draft, path)
        step()

    key_store_file.connect = connect
    vars(key_store_file)["put_in_place"] = put_in_place
    key_store_file.create_file(path, "ledger-1", WRAPPING)


def forget_and_die(path: Path, person: str, after: int) -> None:
    """Forget PERSON, and be killed after so many statements of it."""
    store = open_key_store(path, WRAPPING)
    with store._reading() as connection:
        connection.set_trace_callback(killed_after(after))
    store.forget(person)


class TestTheFileKeepsTheContract(VaultContract):
    @pytest.fixture
    def vault(self, tmp_path: Path) -> Iterator[Vault]:
        with closing(create(tmp_path / "contract.keys", "ledger-1", WRAPPING)) as vault:
            yield vault


class TestMaking:
    def test_killed_in_the_middle_it_leaves_no_half_file(self, path: Path) -> None:
        """Killed before every statement in turn, and before and after it gets its name."""
        for at in range(30):
            status = in_a_child(lambda: make_and_die(path, at))  # noqa: B023 - called at once
            if path.exists():
                with closing(open_key_store(path, WRAPPING)) as store:
                    assert store.ledger_id == "ledger-1"
                    assert store.integrity() == []
                path.unlink()
            if status == 0:
                assert at > 6, "it was hardly killed in between"
                return
        pytest.fail("it was killed to the last")


class TestOpening:
    def test_another_wrapping_key_opens_nothing(self, store: KeyStore) -> None:
        with_key(store, "p1")
        sealed = store.seal("p1", b"Ann", PLACE)
        with closing(again(store, ANOTHER)) as other:
            for use in (
                lambda: other.unseal("p1", sealed, PLACE),
                lambda: other.commitment("p1"),
                lambda: other.seal("p1", b"Ann", PLACE),
                lambda: other.digest("p1", b"Ann"),
                lambda: other.rewrap(WRAPPING),
            ):
                with pytest.raises(KeyStoreError, match="wrapping key does not open"):
                    use()
            other.commitment("p2")
            with pytest.raises(KeyStoreError, match="wrapping key does not open"):
                other.keep()
        assert store.people() == ["p1"]

    def test_no_wrapping_key_is_asked_for_before_something_is_read(self, store: KeyStore) -> None:
        with_key(store, "p1")
        sealed = store.seal("p1", b"Ann", PLACE)
        asked: list[bytes] = []

        def wrapping() -> bytes:
            asked.append(WRAPPING)
            return WRAPPING

        with closing(open_key_store(store.path, wrapping)) as lazy:
            assert (lazy.id, lazy.ledger_id) == (store.id, "ledger-1")
            assert lazy.people() == ["p1"]
            assert lazy.unseal("p9", sealed, PLACE) is None
            lazy.forget("p9")
            assert asked == []
            assert lazy.unseal("p1", sealed, PLACE) == b"Ann"
            assert lazy.unseal("p1", sealed, PLACE) == b"Ann"
            assert len(asked) == 1

    def test_opening_loads_no_cryptography(self, store: KeyStore) -> None:
        code = (
            "import sys, pathlib; from majoracct.adapters.trust.vault import open_key_store\n"
            f"open_key_store(pathlib.Path({str(store.path)!r}), bytes(32)).close()\n"
            "print([name for name in sys.modules if name.startswith('cryptography')])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"

    def test_without_the_library_it_says_what_to_install(
        self, store: KeyStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_key(store, "p1")
        sealed = store.seal("p1", b"Ann", PLACE)
        for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
            monkeypatch.setitem(sys.modules, name, None)
        with closing(again(store)) as other:
            assert other.people() == ["p1"]
            with pytest.raises(CryptographyMissingError, match=r"majoracct\[trust\]"):
                other.unseal("p1", sealed, PLACE)
        with pytest.raises(CryptographyMissingError):
            create(store.path.with_name("new"), "ledger-1", WRAPPING)
        assert not store.path.with_name("new").exists()

    def test_a_forked_process_may_not_use_it(self, store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
        with_key(store, "p1")
        with monkeypatch.context() as child:
            child.setattr(os, "getpid", lambda: -1)
            for use in (store.people, lambda: store.commitment("p1"), lambda: store.forget("p1")):
                with pytest.raises(ForkedLedgerError, match="fork"):
                    use()
            store.close()  # the parent's connection is left alone
        assert store.people() == ["p1"]

    def test_closed_it_is_opened_again_when_it_is_used(self, store: KeyStore) -> None:
        with_key(store, "p1")
        before = store.commitment("p1")
        store.close()
        assert store.commitment("p1") == before


class TestDamage:
    def test_a_key_that_was_altered_is_refused_and_never_made_anew(self, store: KeyStore) -> None:
        with_key(store, "p1", "p2")
        sealed = store.seal("p1", b"Ann", PLACE)
        altered(store.path, "UPDATE keys SET wrapped = ? WHERE person = 'p1'", b"x" * 40)
        assert store.unseal("p1", sealed, PLACE) is None
        for use in (
            lambda: store.commitment("p1"),
            lambda: store.seal("p1", b"Ann", PLACE),
            lambda: store.kept("p1"),
            lambda: store.rewrap(ANOTHER),
        ):
            with pytest.raises(KeyStoreError, match=r"key of p1 .* is damaged"):
                use()
        assert store.people() == ["p1", "p2"]
        assert store.kept("p2") is not None  # rewrapping changed nothing

    def test_another_persons_key_is_shown_by_its_commitment(self, store: KeyStore) -> None:
        with_key(store, "p1", "p2")
        mine = store.commitment("p1")
        altered(store.path, "UPDATE keys SET wrapped = ? WHERE person = 'p1'", wrapped(store.path)["p2"])
        assert store.kept("p1") not in (mine, None)

    def test_a_damaged_file_is_one_clear_error(self, store: KeyStore) -> None:
        with_key(store, *(f"p{number}" for number in range(200)))
        store.close()
        whole = store.path.read_bytes()
        for cut in (len(whole) // 2, 4096, 600):
            store.path.write_bytes(whole[:cut])
            try:
                with closing(again(store)) as other:
                    found = other.integrity()
            except KeyStoreError as why:
                found = [str(why)]
                assert "Restore a backup" in found[0]
            assert found

    def test_somebody_who_keeps_it_locked_is_waited_for_and_named(
        self, store: KeyStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            monkeypatch.setattr(key_store_file, "_BUSY_SECONDS", 0.01)
            store.close()
            with pytest.raises(BusyError, match="busy"):
                store.people()


class TestTogether:
    def test_whoever_makes_a_key_second_is_told_and_gets_the_first(self, store: KeyStore) -> None:
        with closing(again(store)) as other:
            store.commitment("p1")
            lost = other.commitment("p1")
            other.commitment("p2")
            store.keep()
            with pytest.raises(ConflictError, match="run it again"):
                other.keep()
            assert other.commitment("p1") == store.commitment("p1") != lost
            assert other.people() == ["p1"]  # whole or nothing
            with_key(other, "p2")
            assert store.people() == ["p1", "p2"]

    def test_a_key_somebody_else_kept_goes_before_one_just_made(self, store: KeyStore) -> None:
        """Left over from a command that was refused, it must neither seal nor be committed to."""
        with closing(again(store)) as other:
            store.commitment("p1")
            with_key(other, "p1")
            sealed = other.seal("p1", b"Ann", PLACE)
            assert store.unseal("p1", sealed, PLACE) == b"Ann"
            assert store.commitment("p1") == other.commitment("p1")

    def test_what_another_process_forgets_is_gone_here_at_once(self, store: KeyStore) -> None:
        with_key(store, "p1")
        sealed = store.seal("p1", b"Ann", PLACE)
        assert store.unseal("p1", sealed, PLACE) == b"Ann"
        with closing(again(store)) as other:
            other.forget("p1")
        assert store.unseal("p1", sealed, PLACE) is None
        assert store.digest("p1", b"Ann") is None
        with pytest.raises(KeyStoreError, match="no key of p1"):
            store.seal("p1", b"Ann", PLACE)


class TestForgetting:
    def test_nothing_of_the_key_is_left_in_any_file(self, store: KeyStore) -> None:
        people = [f"person-{number * 7919 % 300:04}" for number in range(300)]
        for person in people:
            with_key(store, person)  # one at a time, so that pages split
        before = wrapped(store.path)
        assert all(before[person] in store.path.read_bytes() for person in people)  # what would be found
        for person in people[::2]:
            store.forget(person)
            left = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
            assert before[person] not in left
            assert person.encode() not in left
        assert sorted(people[1::2]) == store.people()

    @pytest.mark.parametrize("after", range(4))
    def test_killed_in_the_middle_it_is_all_there_or_gone(self, store: KeyStore, after: int) -> None:
        with_key(store, "p1", "p2")
        key, sealed = wrapped(store.path)["p1"], store.seal("p1", b"Ann", PLACE)
        store.close()
        in_a_child(lambda: forget_and_die(store.path, "p1", after))
        with closing(again(store)) as resumed:
            assert resumed.unseal("p1", sealed, PLACE) in (b"Ann", None)
            assert resumed.people() in (["p1", "p2"], ["p2"])
            resumed.forget("p1")
            assert resumed.unseal("p1", sealed, PLACE) is None
        assert all(key not in file.read_bytes() for file in store.path.parent.iterdir())
        assert [file.name for file in store.path.parent.iterdir()] == [store.path.name]

    @pytest.mark.parametrize("pages", [1, 2, 3])
    def test_killed_while_it_writes_it_is_rolled_back_and_can_be_finished(
        self, store: KeyStore, pages: int
    ) -> None:
        """A journal stays beside the file, with the key in it, and is gone once the file was opened."""
        with_key(store, *(f"p{number}" for number in range(400)))
        key = wrapped(store.path)["p7"]
        store.close()

        def write_and_die() -> None:
            with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
                connection.execute("PRAGMA cache_size=1")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(f"DELETE FROM keys WHERE person GLOB 'p{pages}*' OR person = 'p7'")
                connection.execute("UPDATE keys SET wrapped = randomblob(40)")
                os.kill(os.getpid(), signal.SIGKILL)

        in_a_child(write_and_die)
        journal = Path(f"{store.path}-journal")
        assert journal.stat().st_size > 0
        with closing(again(store)) as resumed:
            assert len(resumed.people()) == 400
            assert resumed.kept("p7") is not None
            resumed.forget("p7")
            assert resumed.kept("p7") is None
        assert not journal.exists()
        assert key not in store.path.read_bytes()


class TestRewrapping:
    def test_the_keys_stay_and_only_the_new_one_opens_them(self, store: KeyStore) -> None:
        with_key(store, "p1", "p2")
        before, sealed = store.commitment("p1"), store.seal("p1", b"Ann", PLACE)
        old = wrapped(store.path)
        store.rewrap(ANOTHER)
        assert store.unseal("p1", sealed, PLACE) == b"Ann"
        with closing(again(store, ANOTHER)) as reopened:
            assert reopened.commitment("p1") == before
        with closing(again(store)) as stale, pytest.raises(KeyStoreError, match="wrapping key"):
            stale.commitment("p1")
        assert all(key not in store.path.read_bytes() for key in old.values())

    def test_whoever_has_it_open_asks_again(self, store: KeyStore) -> None:
        with_key(store, "p1")
        sealed = store.seal("p1", b"Ann", PLACE)
        current = [WRAPPING]
        with closing(open_key_store(store.path, lambda: current[-1])) as other:
            assert other.unseal("p1", sealed, PLACE) == b"Ann"
            store.rewrap(ANOTHER)
            with pytest.raises(KeyStoreError, match="wrapping key does not open"):
                other.unseal("p1", sealed, PLACE)
            current.append(ANOTHER)
            assert other.unseal("p1", sealed, PLACE) == b"Ann"

    def test_by_no_key_it_is_refused_and_nothing_changes(self, store: KeyStore) -> None:
        with_key(store, "p1")
        with pytest.raises(KeyStoreError, match="32 bytes"):
            store.rewrap(b"short")
        with closing(again(store)) as other:
            assert other.kept("p1") == store.commitment("p1")

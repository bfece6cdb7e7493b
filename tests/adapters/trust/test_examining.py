"""What is unsafe around a ledger is found, each kind of thing by what it is; nothing is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from majoracct import Ledger
from majoracct.adapters.storage.sqlite import open_ledger
from majoracct.adapters.trust import examining
from majoracct.adapters.trust.examining import Examined, Installation, Severity, examine, has_log_reset_fault
from majoracct.adapters.trust.keys import make_signing_key, make_wrapping_key, wrapping_key_from
from majoracct.adapters.trust.vault import KeyStore, create, open_key_store
from majoracct.adapters.views.refreshing import refresh
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.book.persons import KeyStoreAttached, PersonErased, Persons
from majoracct.domain.kernel import LEDGER
from majoracct.domain.seen import EVER, Book
from majoracct.ledger import microseconds
from majoracct.ports import LedgerFaultError

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
ALWAYS = {"sqlite-version", "never-vouched-for"}  # of this machine, and of a ledger nobody has sealed yet
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


class Place:
    """A ledger with Ann (p1) and Bo (p2), its key store and wrapping key, each in a folder of its own."""

    def __init__(self, root: Path, *, sealed: bool = True) -> None:
        self.ledger, self.keys, self.wrapping = (
            root / "book" / "book.db",
            root / "keys" / "k",
            root / "w" / "w",
        )
        for path in (self.ledger, self.keys, self.wrapping):
            path.parent.mkdir()
        make_wrapping_key(self.wrapping)
        create(self.keys, "ledger-1", wrapping_key_from(self.wrapping)).close()
        with Ledger.create(
            self.ledger,
            currency="GBP",
            by="kim",
            ledger_id="ledger-1",
            vault=self.vault() if sealed else None,
            clock=lambda: NOW,
        ) as ledger:
            desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1))
            desk.record("acme", AccountOpened("Acme"))
            for person, name in (("p1", "Ann Bligh-Fournier"), ("p2", "Bo Ek")):
                desk.record("acme", StakeholderIdentified(person, BuyingFunction.FINANCE, name=name))

    def vault(self) -> KeyStore:
        return open_key_store(self.keys, wrapping_key_from(self.wrapping))

    def open(self) -> Ledger:
        return Ledger.open(self.ledger, vault=self.vault(), clock=lambda: NOW)

    def erase(self, person: str, *, forget: bool = True) -> None:
        with self.open() as ledger:
            known = Book(LEDGER, EVER, ledger.past())[Persons].commitments[person]
            desk = ledger.desk(by="dee", role="data protection officer").on(reason="asked to be")
            desk.note(PersonErased(person, known))
            if forget and ledger.store.vault is not None:
                ledger.store.vault.forget(person)

    def views(self) -> Path:
        path = self.ledger.with_name("book.views.db")
        with self.open() as ledger:
            refresh(ledger, ledger.past(), NOW.date(), path)
        return path

    def examined(self, **settings: Any) -> Examined:
        given = {
            "key_store": self.keys,
            "wrapping_key": lambda: wrapping_key_from(self.wrapping),
            "wrapping_key_file": self.wrapping,
            **settings,
        }
        return examine(
            Installation(self.ledger, lambda: open_ledger(self.ledger), microseconds(NOW), **given)
        )

    def found(self, **settings: Any) -> dict[str, list[str]]:
        """Return what is found but for what always is: whom or what each kind is about."""
        kinds: dict[str, list[str]] = {}
        for each in self.examined(**settings).findings:
            if each.id not in ALWAYS:
                kinds.setdefault(each.id, []).append(each.person or Path(each.where).name)
        return kinds


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def altered(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def everything(root: Path) -> dict[str, str]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class TestASoundOne:
    def test_has_nothing_to_be_done(self, place: Place) -> None:
        assert place.found() == {}
        examined = place.examined()
        assert (examined.ledger, examined.head) == ("ledger-1", 8)
        assert "key store" in " ".join(examined.looked_at)

    def test_is_not_written_to(self, place: Place, tmp_path: Path) -> None:
        place.erase("p1", forget=False)
        place.views()
        before = everything(tmp_path)
        place.examined()
        assert everything(tmp_path) == before

    def test_shows_neither_names_nor_keys(self, tmp_path: Path) -> None:
        place = Place(tmp_path, sealed=False)
        said = repr(place.examined())
        assert "no-key-store" in said
        assert "Bligh" not in said
        assert place.wrapping.read_text().split()[-1] not in said


class TestLibraries:
    @pytest.mark.parametrize(
        ("version", "faulty"),
        [
            ((3, 6, 23), False),
            ((3, 7, 0), True),
            ((3, 40, 1), True),
            ((3, 44, 5), True),
            ((3, 44, 6), False),
            ((3, 45, 0), True),
            ((3, 50, 6), True),
            ((3, 50, 7), False),
            ((3, 51, 0), True),
            ((3, 51, 2), True),
            ((3, 51, 3), False),
            ((3, 52, 0), False),
        ],
    )
    def test_versions_whose_log_can_be_reset_wrongly(
        self, version: tuple[int, int, int], *, faulty: bool
    ) -> None:
        assert has_log_reset_fault(version) is faulty

    def test_such_a_version_is_a_warning(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
        found = {each.id: each.severity for each in place.examined().findings}
        assert found["sqlite-version"] is Severity.WARNING
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
        assert "sqlite-version" not in {each.id for each in place.examined().findings}

    def test_a_build_that_does_not_do_as_it_is_told_is_an_error(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(examining, "writing_pragmas", lambda: ("PRAGMA synchronous=NORMAL",))
        assert set(place.found()) == {"sqlite-build"}


class TestFiles:
    def test_no_ledger_at_all_is_no_fault(self, place: Place) -> None:
        place.ledger.unlink()
        assert place.found() == {"ledger-missing": ["book.db"]}

    @pytest.mark.parametrize("content", [b"", b"words\n" * 500])
    def test_what_is_no_ledger_is_an_error(self, place: Place, content: bytes) -> None:
        place.ledger.write_bytes(content)
        assert "ledger-unreadable" in place.found()

    @posix
    def test_what_everybody_may_write_to(self, place: Place) -> None:
        place.ledger.chmod(0o666)
        assert place.found() == {"ledger-writable-by-others": ["book.db"]}
        place.ledger.chmod(0o644)
        place.ledger.parent.chmod(0o777)
        assert place.found() == {"folder-writable-by-others": ["book"]}
        place.ledger.parent.chmod(0o1777)
        assert place.found() == {}

    @pytest.mark.parametrize(
        ("end", "content", "kind"),
        [
            ("-wal", b"", "log-empty"),
            ("-wal", b"x" * 64, "log-foreign"),
            ("-wal", bytes.fromhex("377f0682002de218") + (512).to_bytes(4, "big") + bytes(20), "log-foreign"),
            ("-journal", b"x", "journal-foreign"),
        ],
    )
    def test_what_sqlite_would_take_for_its_own(
        self, place: Place, end: str, content: bytes, kind: str
    ) -> None:
        Path(f"{place.ledger}{end}").write_bytes(content)
        assert kind in place.found()

    def test_a_log_in_use_is_none_of_that(self, place: Place) -> None:
        with place.open() as ledger:
            ledger.desk(by="kim").record("bolt", AccountOpened("Bolt"))
            assert Path(f"{place.ledger}-wal").stat().st_size
            assert place.found() == {}

    def test_drafts_that_nobody_writes_any_more(self, place: Place) -> None:
        with subprocess.Popen([sys.executable, "-c", ""]) as ended:
            pass
        left = [
            f".report.csv.{ended.pid}.draft",
            ".majoracct-0123456789abcdef.new",
            ".rejects.csv.0123456789abcdef.new",
            f".k.{os.getpid()}.draft",
        ]
        for name in left:
            place.ledger.with_name(name).write_bytes(b"x")
        place.keys.with_name(f".k.{os.getppid()}.draft").write_bytes(b"x")
        found = place.found()
        assert sorted(found["draft-left"]) == sorted(left)
        assert found["draft"] == [f".k.{os.getppid()}.draft"]

    def test_facts_nobody_vouches_for(self, place: Place) -> None:
        with closing(open_ledger(place.ledger)) as store:
            store.keep_checkpoint(6, b"note")
        [said] = [each for each in place.examined().findings if each.id == "not-vouched-for"]
        assert (said.severity, said.what[:13], said.what[-15:]) == (
            Severity.NOTE,
            "2 facts came ",
            "the first today",
        )
        with closing(open_ledger(place.ledger)) as store:
            store.keep_checkpoint(8, b"note")
        assert [e.id for e in place.examined().findings if "vouched" in e.id] == []


class TestKeysInFiles:
    @posix
    def test_that_others_may_get_at(self, place: Place) -> None:
        place.wrapping.chmod(0o640)
        assert place.found()["key-exposed"] == ["w"]

    def test_that_are_not_there(self, place: Place, tmp_path: Path) -> None:
        assert place.found(signing_key_file=tmp_path / "none") == {"key-file-missing": ["none"]}

    def test_beside_what_they_protect(self, place: Place) -> None:
        make_signing_key(place.ledger.with_name("signing"))
        make_wrapping_key(place.keys.with_name("wrapping"))
        assert place.found() == {
            "signing-key-beside-ledger": ["signing"],
            "wrapping-key-beside-key-store": ["wrapping"],
        }

    def test_a_key_store_beside_the_ledger_is_worth_a_word(self, place: Place) -> None:
        beside = place.keys.rename(place.ledger.with_name("book.keys"))
        assert place.found(key_store=beside) == {"key-store-beside-ledger": ["book.keys"]}


class TestKeyStore:
    def test_missing_though_attached(self, place: Place) -> None:
        place.keys.unlink()
        assert place.found() == {"key-store-missing": ["k"]}
        assert place.found(key_store=None) == {"key-store-unnamed": ["book.db"]}

    def test_of_another_ledger_or_another_one(self, place: Place, tmp_path: Path) -> None:
        wrapping = wrapping_key_from(place.wrapping)
        for name, ledger in (("other", "ledger-2"), ("second", "ledger-1")):
            create(tmp_path / "keys" / name, ledger, wrapping).close()
            assert place.found(key_store=tmp_path / "keys" / name) == {"key-store-foreign": [name]}

    def test_damaged_or_refused(self, place: Place) -> None:
        if os.name == "posix":
            place.keys.chmod(0o644)
            assert place.found() == {"key-store-unusable": ["k"]}
            place.keys.chmod(0o600)
        place.keys.write_bytes(b"words\n" * 999)
        assert place.found() == {"key-store-unusable": ["k"]}

    def test_interrupted_it_is_not_opened(self, place: Place) -> None:
        place.keys.with_name("k-journal").write_bytes(b"x")
        assert place.found() == {"key-store-interrupted": ["k-journal"]}
        assert place.keys.with_name("k-journal").exists()

    def test_without_cryptography_it_is_not_the_wrapping_key_that_is_wrong(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.keywrap", None)
        [said] = [e for e in place.examined().findings if e.id == "wrapping-key-unusable"]
        assert "pip install" in said.what
        assert said.remedy == "Install it, to read or record what is personal."

    def test_another_wrapping_key(self, place: Place) -> None:
        assert place.found(wrapping_key=lambda: bytes(32)) == {"wrapping-key-unusable": ["k"]}
        assert place.found(wrapping_key=None) == {"wrapping-key-unnamed": ["k"]}

    def test_a_key_that_is_gone(self, place: Place) -> None:
        with closing(place.vault()) as vault:
            vault.forget("p2")
        assert place.found() == {"key-missing": ["p2"]}
        # An older copy of the ledger looks the same: who was erased must not be brought back by what we say.
        [said] = [each for each in place.examined().findings if each.id == "key-missing"]
        assert "`majoracct person erase p2` again" in said.remedy

    def test_a_key_that_is_another(self, place: Place) -> None:
        with closing(place.vault()) as vault:
            vault.forget("p2")
            vault.commitment("p2")
            vault.keep()
        assert place.found() == {"key-differs": ["p2"]}

    def test_a_key_that_is_damaged(self, place: Place) -> None:
        altered(place.keys, "UPDATE keys SET wrapped = zeroblob(40) WHERE person = 'p2'")
        assert place.found() == {"key-damaged": ["p2"]}

    def test_a_key_of_nobody(self, place: Place) -> None:
        with closing(place.vault()) as vault:
            vault.commitment("p9")
            vault.keep()
        assert place.found() == {"key-unknown": ["p9"]}

    def test_keys_of_many_nobodies_are_one_note(self, place: Place) -> None:
        with closing(place.vault()) as vault:
            for number in range(5):
                vault.commitment(f"p9{number}")
            vault.keep()
        [said] = [each for each in place.examined().findings if each.id == "key-unknown"]
        assert said.what.startswith("it keeps 5 keys, of p90, p91, p92 and 2 more, of whom ")

    def test_one_that_was_never_attached(self, tmp_path: Path) -> None:
        assert "key-store-not-attached" in Place(tmp_path, sealed=False).found()


class TestErasures:
    def test_finished_it_is_nothing(self, place: Place) -> None:
        place.erase("p1")
        assert place.found() == {}

    def test_unfinished_while_the_key_is_there(self, place: Place) -> None:
        place.erase("p1", forget=False)
        [said] = [e for e in place.examined().findings if e.severity is Severity.ERROR]
        assert (said.id, said.person) == ("erasure-unfinished", "p1")
        assert "majoracct person erase p1" in said.remedy

    def test_a_copy_of_their_key_in_our_folders(self, place: Place) -> None:
        shutil.copy(place.keys, place.ledger.with_name("monday"))
        assert place.found() == {}
        place.erase("p1")
        assert place.found() == {"key-copied": ["p1"]}

    def test_views_made_before_it(self, place: Place) -> None:
        path = place.views()
        assert b"Bligh" in path.read_bytes()  # what is at stake
        assert place.found() == {}
        place.erase("p1")
        assert place.found() == {"views-older-than-erasure": ["p1"]}
        place.views()
        assert place.found() == {}

    def test_values_recorded_before_there_was_a_key_store(self, tmp_path: Path) -> None:
        place = Place(tmp_path, sealed=False)
        assert place.found(key_store=None) == {"no-key-store": ["book.db"]}
        with place.open() as ledger:
            assert ledger.store.vault is not None
            desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="an error")
            desk.note(KeyStoreAttached(ledger.store.vault.id))
            assert place.found() == {"recorded-in-clear": ["book.db"]}
            desk.correct("acme@2", name="Ann Bligh-Fournier")
        place.erase("p1")
        found = place.found()
        assert found["erased-in-clear"] == ["p1"]
        assert found["recorded-in-clear"] == ["book.db"]

    def test_values_recorded_before_the_field_was_known_to_be_personal(self, tmp_path: Path) -> None:
        place = Place(tmp_path, sealed=False)
        altered(place.ledger, "DROP TRIGGER events_update")
        altered(
            place.ledger,
            "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), "
            """'{"person":"p1","clear":"Ann Bligh-Fournier"}', '"Ann Bligh-Fournier"') AS BLOB)""",
        )
        [said] = [each for each in place.examined(key_store=None).findings if each.id == "no-key-store"]
        assert said.what.startswith("2 personal values of p1, p2 ")

    @pytest.mark.parametrize("where", ["", "-journal", "-wal"])
    def test_their_words_in_a_file_of_ours(self, tmp_path: Path, where: str) -> None:
        place = Place(tmp_path, sealed=False)
        with place.open() as ledger:
            assert ledger.store.vault is not None
            desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="an error")
            desk.note(KeyStoreAttached(ledger.store.vault.id))
            desk.correct("acme@2", name="Ann Bligh-Fournier")
        place.erase("p1")
        views = place.views()
        assert "residue" not in place.found()
        with Path(f"{views}{where}").open("ab") as file:
            file.write(b"\0" * (1 << 20) + b"Ann Bligh-Fournier")
        assert place.found()["residue"] == ["p1"]

    def test_what_an_older_program_recorded_is_in_the_clear_too(self, tmp_path: Path) -> None:
        place = Place(tmp_path, sealed=False)
        altered(place.ledger, "DROP TRIGGER events_update")
        altered(  # as of the days before a name was known to be personal
            place.ledger,
            "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), ?, ?) AS BLOB)",
            '{"person":"p1","clear":"Ann Bligh-Fournier"}',
            '"Ann Bligh-Fournier"',
        )
        (said,) = (e for e in place.examined(key_store=None).findings if e.id == "no-key-store")
        assert said.what.startswith("2 personal values of p1, p2 are kept in the clear")

    def test_their_words_are_found_however_they_are_written(self, tmp_path: Path) -> None:
        place = Place(tmp_path, sealed=False)
        ann = StakeholderIdentified("p3", BuyingFunction.FINANCE, name="Änn Ölund")
        with Ledger.open(place.ledger, clock=lambda: NOW) as ledger:
            ledger.desk(by="kim").on(dt.date(2024, 5, 1)).record("acme", ann)
        with place.open() as ledger:
            assert ledger.store.vault is not None
            desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="an error")
            desk.note(KeyStoreAttached(ledger.store.vault.id))
            desk.correct("acme@4", name="Änn Ölund")
        place.erase("p3")
        views = place.views()
        assert "residue" not in place.found()
        with views.open("ab") as file:
            file.write(json.dumps("Änn Ölund").encode())
        assert place.found()["residue"] == ["p3"]


def test_a_ledger_that_fails_while_it_is_read_is_said_to(place: Place) -> None:
    def fail() -> Any:
        raise LedgerFaultError("it cannot be read")

    store = open_ledger(place.ledger)
    store.rows = fail  # type: ignore[method-assign, assignment]
    found = examine(Installation(place.ledger, lambda: store, microseconds(NOW)))
    assert "ledger-unreadable" in {each.id for each in found.findings}

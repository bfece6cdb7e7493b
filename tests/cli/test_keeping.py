"""`backup` and `restore`: what they say of a copy, what they refuse, and what stands afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from majoracct.adapters.storage.sqlite import open_ledger
from majoracct.adapters.trust.keys import make_signing_key, wrapping_key_from
from majoracct.adapters.trust.merkle import root
from majoracct.adapters.trust.note import Checkpoint, sign
from majoracct.adapters.trust.vault import open_key_store

Run = Callable[..., Result]


@pytest.fixture
def note(book: Run, tmp_path: Path) -> Path:
    """Return a checkpoint of the first three facts of the ledger, signed by `key`."""
    with closing(open_ledger(tmp_path / "majoracct.db")) as store:
        leaves = [row.leaf for row in store.rows()]
        ledger = store.ledger_id
    signer = make_signing_key(tmp_path / "key", "ours")
    head = Checkpoint(f"majoracct/{ledger}", 3, root(leaves[:3]))
    (tmp_path / "last.note").write_bytes(sign(head.text(), signer))
    return tmp_path / "last.note"


class TestBackup:
    def test_copies_and_says_what_vouches_for_the_copy(self, book: Run, note: Path, tmp_path: Path) -> None:
        said = book("backup", "copy.db", "--checkpoint", note, "--key", "key.pub").stdout.splitlines()
        assert said[0].startswith("Backed up to copy.db: ledger id1, 4 facts, up to @4, recorded 2024-06-01T")
        assert said[2:] == [
            "A checkpoint vouches for it up to @3, signed by ours.",
            "Nobody vouches for 1 later fact.",
        ]
        assert (tmp_path / "copy.db").is_file()

    def test_without_a_key_it_does_not_say_that_somebody_signed(self, book: Run, note: Path) -> None:
        said = book("backup", "copy.db", "--checkpoint", note).stdout
        assert "said to be signed by ours+" in said

    def test_goes_without_a_checkpoint_and_says_so(self, book: Run) -> None:
        assert "No checkpoint vouches for it." in book("backup", "copy.db").stdout

    def test_as_json(self, book: Run, note: Path) -> None:
        found = json.loads(
            book("backup", "copy.db", "--checkpoint", note, "--key", "key.pub", "--json").stdout
        )
        assert found["schema"] == "majoracct.backup.1"
        data = found["data"]
        assert (data["facts"], data["vouched_for"], data["signed_by"], data["lost"]) == (4, 3, ["ours"], 0)

    def test_writes_over_nothing(self, book: Run, tmp_path: Path) -> None:
        before = (tmp_path / "majoracct.db").read_bytes()
        assert "must be kept" in book("backup", "majoracct.db", code=2).stderr
        assert (tmp_path / "majoracct.db").read_bytes() == before

    @pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
    @pytest.mark.parametrize("whose", ["majoracct.db", "people.keys"])
    def test_takes_no_name_that_is_for_sqlite_to_write(
        self, book: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str, end: str
    ) -> None:
        monkeypatch.setenv("MAJORACCT_KEY_STORE", "people.keys")
        for command in (("backup", whose + end), ("keygen", "-o", whose + end)):
            assert "must be kept: name another file" in book(*command, code=2).stderr
        assert not (tmp_path / (whose + end)).exists()

    def test_where_there_is_no_folder_is_bad_input(self, book: Run) -> None:
        assert "there is no folder" in book("backup", "none/copy.db", code=2).stderr
        book("backup", "copy.db")
        assert "there is no folder" in book("--ledger", "none/b.db", "restore", "copy.db", code=2).stderr

    def test_of_a_ledger_that_is_in_no_file_is_refused(self, run: Run) -> None:
        assert "in no file" in run("--ledger", "postgresql://host/book", "backup", "x", code=2).stderr

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (("--key", "key.pub"), "name that too, with --checkpoint"),
            (("--checkpoint", "none.note"), "--checkpoint none.note cannot be read: No such file"),
            (("--checkpoint", "key.pub"), "--checkpoint key.pub is no checkpoint: the note has no signature"),
            (("--checkpoint", "last.note", "--key", "last.note"), "last.note"),
        ],
    )
    def test_bad_input_is_one_error_and_no_file(
        self, book: Run, note: Path, given: tuple[str, ...], said: str
    ) -> None:
        told = book("backup", "copy.db", *given, code=2).stderr
        assert said in told
        assert told.count("error:") == 1
        assert not note.with_name("copy.db").exists()

    def test_a_checkpoint_it_does_not_agree_with_is_a_no(self, book: Run, note: Path) -> None:
        book("--ledger", "other.db", "init", "--currency", "GBP")
        told = book("--ledger", "other.db", "backup", "copy.db", "--checkpoint", note, code=1).stderr
        assert told.startswith("error: copy.db was not made: ")
        assert "is of majoracct/id1, not majoracct/id" in told
        assert not note.with_name("copy.db").exists()


class TestRestore:
    def test_makes_a_ledger_one_can_record_in(self, book: Run, note: Path) -> None:
        book("backup", "copy.db")
        said = book(
            "--ledger", "new.db", "restore", "copy.db", "--checkpoint", note, "--key", "key.pub"
        ).stdout
        assert said.startswith("Restored to new.db: ledger id1, 4 facts, up to @4")
        book("--ledger", "new.db", "account", "open", "brown", "--name", "Brown", "--on", "2024-03-01")
        assert "5 facts checked" in book("--ledger", "new.db", "verify", code=7).stdout

    def test_that_nothing_vouches_for_is_no_success(self, book: Run) -> None:
        book("backup", "copy.db")
        assert (
            "No checkpoint vouches for it." in book("--ledger", "new.db", "restore", "copy.db", code=7).stdout
        )

    def test_writes_over_no_ledger(self, book: Run, tmp_path: Path) -> None:
        book("backup", "copy.db")
        book("account", "open", "brown", "--name", "Brown", "--on", "2024-03-01")
        assert "majoracct.db exists" in book("restore", "copy.db", code=2).stderr
        assert "5 facts checked" in book("verify", code=7).stdout

    def test_facts_that_would_be_lost_are_said_and_take_consent(
        self, book: Run, note: Path, tmp_path: Path
    ) -> None:
        with closing(open_ledger(tmp_path / "majoracct.db")) as store:
            farther = Checkpoint(f"majoracct/{store.ledger_id}", 6, b"\7" * 32)
        signer = make_signing_key(tmp_path / "another", "theirs")
        (tmp_path / "farther.note").write_bytes(sign(farther.text(), signer))
        book("backup", "copy.db")
        given = ("--ledger", "new.db", "restore", "copy.db", "--checkpoint", "farther.note")
        told = book(*given, code=1).stderr
        assert "ends at @4, and a checkpoint vouches for @6: 2 facts would be lost" in told
        assert "--although-lost" in told
        assert not (tmp_path / "new.db").exists()
        said = book(*given, "--checkpoint", note, "--although-lost").stdout
        assert "LOST: 2 facts, @5 to @6, which a checkpoint vouches for" in said
        assert "vouches for it up to @3" in said

    def test_says_that_views_beside_it_tell_of_another_state(self, book: Run, tmp_path: Path) -> None:
        book("backup", "copy.db")
        book("account", "open", "brown", "--name", "Brown", "--on", "2024-03-01")
        book("views")
        (tmp_path / "majoracct.db").unlink()
        told = book("restore", "copy.db", code=7).stderr
        assert "majoracct.views.db tells of another state: `majoracct views --rebuild`" in told


class TestAKeyStore:
    @pytest.fixture
    def book(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
        """Return a command line on a ledger that knows Ann Lee and Bo Carr, whose names are sealed."""
        run("keygen", "-o", "key", "--name", "ours")
        run("keygen", "--wrapping", "-o", "wrap")
        monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", str(tmp_path / "wrap"))
        monkeypatch.setenv("MAJORACCT_KEY_STORE", str(tmp_path / "people.keys"))
        run("--actor", "kim", "init", "--currency", "GBP")
        run("account", "open", "acme", "--name", "Acme Ltd", "--on", "2024-01-01")
        for name in ("Ann Lee", "Bo Carr"):
            run(
                *"stakeholder identify acme --function finance --on 2024-02-01 --title CFO --name".split(),
                name,
            )
        return run

    def erase(self, book: Run, who: str) -> None:
        book("person", "erase", who, "--reason", "asked", "--role", "data protection officer")

    def seal(self, book: Run, name: str) -> None:
        book("checkpoint", "--signing-key", "key", "-o", name)

    def ids(self, book: Run) -> dict[str, str]:
        people = json.loads(book("person", "list", "--json").stdout)["rows"]
        return {person["name"]: person["person"] for person in people}

    def test_that_came_back_loses_the_keys_of_the_erased_again(self, book: Run, tmp_path: Path) -> None:
        keys = (tmp_path / "people.keys").read_bytes()
        bo = self.ids(book)["Bo Carr"]
        self.erase(book, "Bo Carr")
        self.seal(book, "head.note")
        book("backup", "copy.db", "--checkpoint", "head.note")
        (tmp_path / "majoracct.db").unlink()
        (tmp_path / "people.keys").write_bytes(keys)
        said = book("restore", "copy.db", "--checkpoint", "head.note", "--key", "key.pub").stdout
        assert f"Destroyed the keys again of who was erased: {bo}" in said
        with closing(open_key_store(tmp_path / "people.keys", wrapping_key_from(tmp_path / "wrap"))) as store:
            assert bo not in store.people()
        assert self.ids(book).keys() == {"Ann Lee", "[erased]"}

    def test_keeps_them_while_nobody_vouches_for_the_erasure(self, book: Run, tmp_path: Path) -> None:
        keys = (tmp_path / "people.keys").read_bytes()
        bo = self.ids(book)["Bo Carr"]
        self.erase(book, "Bo Carr")
        book("backup", "copy.db")
        (tmp_path / "people.keys").write_bytes(keys)
        said = book("--ledger", "new.db", "restore", "copy.db", code=7).stdout
        assert f"Erased, by what nobody vouches for, and the key is there: `person erase`: {bo}" in said
        assert (tmp_path / "people.keys").read_bytes() == keys

    def test_names_whose_key_is_gone_though_nothing_says_why(self, book: Run, tmp_path: Path) -> None:
        book("backup", "copy.db")
        bo = self.ids(book)["Bo Carr"]
        self.erase(book, "Bo Carr")
        found = json.loads(book("--ledger", "new.db", "restore", "copy.db", "--json", code=7).stdout)
        assert found["data"]["keys_missing"] == [bo]

    def test_of_another_ledger_is_refused_and_nothing_is_made(
        self, book: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        book("backup", "copy.db")
        monkeypatch.setenv("MAJORACCT_KEY_STORE", str(tmp_path / "others.keys"))
        book("--ledger", "others.db", "init", "--currency", "GBP")
        told = book("--ledger", "new.db", "restore", "copy.db", code=2).stderr
        assert "the key store is of the ledger" in told
        assert not (tmp_path / "new.db").exists()

"""`checkpoint`: whose key signs, where the note goes, what is said of it, and what is never written over."""

from __future__ import annotations

import json
import shlex
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from majoracct.adapters.storage.sqlite import SQLiteStore, open_ledger
from majoracct.adapters.trust import keys
from majoracct.adapters.trust.note import Checkpoint, Signer, open_note, sign
from majoracct.adapters.trust.seal import checkpoint_in
from majoracct.ports import BusyError

Run = Callable[..., Result]


@pytest.fixture
def signing(book: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a command line with a ledger of four facts, and a signing key elsewhere."""
    monkeypatch.setenv("MAJORACCT_SIGNING_KEY_FILE", str(key(tmp_path)))
    return book


def key(tmp_path: Path, name: str = "ours") -> Path:
    """Return where a signing key of that NAME is, apart from the ledger."""
    path = tmp_path / "keys" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        keys.make_signing_key(path, name)
    return path


def kept(tmp_path: Path) -> list[bytes]:
    store = open_ledger(tmp_path / "majoracct.db")
    try:
        return [note for _, note in store.checkpoints()]
    finally:
        store.close()


class TestTheNote:
    def test_goes_to_standard_output_and_the_rest_is_said_beside_it(
        self, signing: Run, tmp_path: Path
    ) -> None:
        done = signing("checkpoint")
        note = done.stdout_bytes
        assert kept(tmp_path) == [note]
        opened = open_note(note, [keys.verifier_from(tmp_path / "keys" / "ours.pub")])
        found = Checkpoint.parse(opened.text)
        assert (found.size, opened.names) == (5, ("ours",))
        root = opened.text.split("\n")[2]
        assert done.stderr == f"Checkpoint of @5, root {root}, signed by ours; the first that is kept\n"

    def test_goes_to_a_file(self, signing: Run, tmp_path: Path) -> None:
        done = signing("checkpoint", "-o", "last.note")
        assert done.stdout == ""
        assert [(tmp_path / "last.note").read_bytes()] == kept(tmp_path)
        assert done.stderr.splitlines()[1].startswith("Wrote last.note. Keep a copy where")
        assert not list(tmp_path.glob(".*draft"))

    def test_that_cannot_be_kept_just_now_says_what_is_on_record(
        self, signing: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_: object) -> None:
            raise BusyError("the ledger is busy. Try again.")

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(SQLiteStore, "keep_checkpoint", busy)
            said = signing("checkpoint", code=5).stderr
        assert said == (
            "error: the ledger is busy. Try again: "
            "the manifest ledger@2 is on record, and is signed over then\n"
        )
        assert "Checkpoint of @5, " in signing("checkpoint").stderr

    def test_replaces_the_earlier_one(self, signing: Run, tmp_path: Path) -> None:
        signing("checkpoint", "-o", "last.note")
        (tmp_path / "last.note").chmod(0o640)
        signing("account", "open", "bolt", "--name", "Bolt")
        done = signing("checkpoint", "-o", "last.note")
        assert "Checkpoint of @7" in done.stderr
        assert "; 2 facts since the one before, @5" in done.stderr
        assert (tmp_path / "last.note").read_bytes() == kept(tmp_path)[1]
        assert stat.S_IMODE((tmp_path / "last.note").stat().st_mode) == 0o640

    def test_is_the_same_again_when_nothing_was_recorded(self, signing: Run, tmp_path: Path) -> None:
        first = signing("checkpoint")
        again = signing("checkpoint")
        assert again.stdout_bytes == first.stdout_bytes
        assert "; nothing was recorded since" in again.stderr
        assert len(kept(tmp_path)) == 1

    def test_is_one_document_if_asked(self, signing: Run, tmp_path: Path) -> None:
        done = signing("checkpoint", "--json", "-o", "last.note")
        document = json.loads(done.stdout)
        [note] = kept(tmp_path)
        assert (document["schema"], document["ledger"]) == ("majoracct.checkpoint.1", "id1")
        assert document["data"] == {
            "size": 5,
            "root": checkpoint_in(note).root.hex(),
            "manifest": "ledger@2",
            "signed_by": "ours",
            "public_key": str(keys.signer_from(key(tmp_path)).verifier),
            "new": True,
            "before": None,
            "later": 0,
            "file": "last.note",
            "note": note.decode(),
        }
        assert (tmp_path / "last.note").read_bytes() == note

    def test_may_be_of_a_manifest_that_was_left_unsigned(
        self, signing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MAJORACCT_SIGNING_COMMAND", f"{sys.executable} -c 'raise SystemExit(3)'")
        monkeypatch.delenv("MAJORACCT_SIGNING_KEY_FILE")
        said = signing("checkpoint", "--key", f"{key(tmp_path)}.pub", code=2).stderr
        assert "gave exit code 3" in said
        assert kept(tmp_path) == []
        signing("account", "open", "bolt", "--name", "Bolt")
        done = signing("checkpoint", "--signing-key", key(tmp_path))
        assert "Checkpoint of @5" in done.stderr
        assert "1 fact recorded after it: run it again" in done.stderr


class TestTheKey:
    def test_without_one_all_ways_to_one_are_named_and_nothing_is_recorded(
        self, book: Run, tmp_path: Path
    ) -> None:
        said = book("checkpoint", code=2).stderr
        for way in (
            "--signing-key",
            "MAJORACCT_SIGNING_KEY_FILE",
            "MAJORACCT_SIGNING_COMMAND",
            "majoracct keygen",
        ):
            assert way in said
        assert said.count("error:") == 1
        assert "4 facts checked" in book("verify", code=7).stdout

    def test_the_option_goes_before_the_setting(self, signing: Run, tmp_path: Path) -> None:
        assert "signed by another" in signing("checkpoint", "--signing-key", key(tmp_path, "another")).stderr

    def test_is_a_setting_of_the_configuration(self, book: Run, tmp_path: Path) -> None:
        (tmp_path / "majoracct.toml").write_text('signing_key_file = "keys/ours"\n')
        key(tmp_path)
        assert "signed by ours" in book("checkpoint").stderr

    def test_may_be_a_commands(self, book: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        script = tmp_path / "hook.py"
        script.write_text(
            "import sys\n"
            "from majoracct.adapters.trust.keys import signer_from\n"
            "from majoracct.adapters.trust.note import sign\n"
            "sys.stdout.buffer.write(sign(sys.stdin.buffer.read().decode(), signer_from(sys.argv[1])))\n"
        )
        command = shlex.join([sys.executable, str(script), str(key(tmp_path))])
        monkeypatch.setenv("MAJORACCT_SIGNING_COMMAND", command)
        assert "--key: the signing command is held against" in book("checkpoint", code=2).stderr
        public = f"{key(tmp_path)}.pub"
        done = book("checkpoint", "--key", public)
        assert open_note(done.stdout_bytes, [keys.verifier_from(Path(public))]).names == ("ours",)
        said = book("checkpoint", "--key", f"{key(tmp_path, 'another')}.pub", code=2).stderr
        assert "gave what another did not sign" in said

    def test_must_be_the_public_one_that_was_named(self, signing: Run, tmp_path: Path) -> None:
        said = signing("checkpoint", "--key", f"{key(tmp_path, 'another')}.pub", code=2).stderr
        assert "--key: that is not the public key of" in said
        signing("checkpoint", "--key", f"{key(tmp_path)}.pub")

    def test_others_may_get_at_is_refused(self, signing: Run, tmp_path: Path) -> None:
        key(tmp_path).chmod(0o644)
        assert "others may get at this key" in signing("checkpoint", code=2).stderr
        assert kept(tmp_path) == []

    def test_beside_the_ledger_is_warned_of(self, book: Run, tmp_path: Path) -> None:
        keys.make_signing_key(tmp_path / "key", "beside")
        said = book("checkpoint", "--signing-key", "key").stderr
        assert "key is in the ledger's folder: who can write the ledger could sign it" in said

    def test_elsewhere_is_not(self, signing: Run) -> None:
        assert "folder" not in signing("checkpoint").stderr


class TestWhatIsNeverWrittenOver:
    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("majoracct.db", "must be kept"),
            ("majoracct.db-wal", "must be kept"),
            ("keys/ours", "must be kept"),
            ("keys", "it is a folder"),
            ("nowhere/last.note", "there is no folder"),
            ("-", "it is no file"),
            ("plan.txt", "it is no checkpoint: the note has no signature"),
            ("empty", "it is no checkpoint"),
            ("hello.note", "it is no checkpoint: this is no checkpoint"),
            ("other.note", "it is a checkpoint of another ledger, majoracct/other"),
        ],
    )
    def test_is_anything_but_a_checkpoint_of_this_ledger(
        self, signing: Run, tmp_path: Path, name: str, why: str
    ) -> None:
        (tmp_path / "plan.txt").write_text("precious\n")
        (tmp_path / "empty").touch()
        signer = Signer.generate("x")
        (tmp_path / "hello.note").write_bytes(sign("hello\n", signer))
        other = Checkpoint("majoracct/other", 5, b"r" * 32)
        (tmp_path / "other.note").write_bytes(sign(other.text(), signer))
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        said = signing("checkpoint", "-o", name, code=2).stderr
        assert said.startswith(f"error: -o {name}: ")
        assert why in said
        assert said.count("\n") == 1
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before

    def test_is_one_that_the_ledger_contradicts(self, signing: Run, tmp_path: Path) -> None:
        """It is the evidence: writing over it would take it away."""
        signing("checkpoint", "-o", "last.note")
        ahead = Checkpoint("majoracct/id1", 9, b"r" * 32)
        held = sign(ahead.text(), Signer.generate("x"))
        (tmp_path / "last.note").write_bytes(held)
        said = signing("checkpoint", "-o", "last.note", code=9).stderr
        assert "last.note: the checkpoint vouches for @9, and the ledger ends at @5: it was cut short" in said
        assert "keep that file" in said
        assert (tmp_path / "last.note").read_bytes() == held

    def test_is_a_later_one(self, signing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from majoracct.adapters.trust import seal

        made = seal.checkpoint

        def overtaken(*arguments: object, **more: object) -> seal.Sealed:
            found = made(*arguments, **more)  # type: ignore[arg-type]
            monkeypatch.setattr(seal, "checkpoint", made)
            signing("account", "open", "bolt", "--name", "Bolt")
            signing("checkpoint", "-o", "last.note")
            return found

        monkeypatch.setattr(seal, "checkpoint", overtaken)
        said = signing("checkpoint", "-o", "last.note", code=2).stderr
        assert "-o last.note: it is a later checkpoint, of @7, and this one is of @5" in said
        assert [(tmp_path / "last.note").read_bytes()] == kept(tmp_path)[1:]

    def test_is_half_of_it(self, signing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        signing("checkpoint", "-o", "last.note")
        before = (tmp_path / "last.note").read_bytes()
        signing("account", "open", "bolt", "--name", "Bolt")

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("majoracct.cli.targets.os.fsync", full)
            said = signing("checkpoint", "-o", "last.note", code=2).stderr
        assert "last.note cannot be written: No space left on device. The checkpoint is kept" in said
        assert (tmp_path / "last.note").read_bytes() == before
        assert not list(tmp_path.glob(".*draft"))
        signing("checkpoint", "-o", "last.note")
        assert [before, (tmp_path / "last.note").read_bytes()] == kept(tmp_path)


class TestALedgerThat:
    def test_is_not_there(self, run: Run, tmp_path: Path) -> None:
        said = run("checkpoint", "--signing-key", key(tmp_path), code=2).stderr
        assert "there is no ledger at" in said

    def test_nobody_may_write_to_says_so_once(
        self, signing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import sqlite3

        from majoracct.adapters.storage import engine, sqlite_file

        def read_only(path: Path, busy_seconds: float = 0) -> sqlite3.Connection:
            return sqlite_file.connect_to_read(path)

        monkeypatch.setattr(engine, "connect_to_write", read_only)
        said = signing("checkpoint", "-o", "last.note", code=9).stderr
        assert said.count("error:") == 1
        assert "You may read the file, but not write to it" in said
        assert not (tmp_path / "last.note").exists()

    def test_was_altered_is_not_signed(self, signing: Run, tmp_path: Path) -> None:
        import sqlite3
        from contextlib import closing

        signing("checkpoint")
        with closing(sqlite3.connect(tmp_path / "majoracct.db")) as connection:
            connection.execute("DROP TRIGGER tree_update")
            connection.execute("UPDATE tree SET hash = zeroblob(32) WHERE level = 2")
            connection.commit()
        said = signing("checkpoint", code=9).stderr
        assert "up to @5: it was altered. Nothing was signed: run `majoracct verify`." in said
        assert len(kept(tmp_path)) == 1


class TestTheManifest:
    def test_is_told_with_the_rest_and_by_no_account(self, signing: Run) -> None:
        signing("checkpoint")
        assert "Manifest of 3 streams recorded" in signing("timeline", "--all").stdout
        assert "Manifest" not in signing("timeline", "acme").stdout
        rows = json.loads(signing("timeline", "--all", "--json").stdout)["rows"]
        assert [row["type"] for row in rows if row["fact"] == "ledger@2"] == ["ManifestRecorded"]
        for words in ("list", "show acme", "decisions", "diff --all --as-of 2024-01..2024-06", "views"):
            signing(*words.split())

    def test_cannot_be_withdrawn(self, signing: Run) -> None:
        signing("checkpoint")
        said = signing("withdraw", "ledger@2", "--reason", "a mistake", code=4).stderr
        assert "refused by rule CK2: ledger@2 may have been signed" in said

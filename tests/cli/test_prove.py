"""`prove`: a bundle that verifies, registered before the file has its name."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from majoracct.adapters.trust import bundle
from majoracct.adapters.trust.bundle_file import Bundle
from majoracct.adapters.trust.bundle_report import BundleReport
from majoracct.adapters.trust.keys import verifier_from
from majoracct.domain.book.bundles import BundleIssued
from majoracct.ledger import Ledger

Run = Callable[..., Result]


@pytest.fixture
def sealed(book: Run) -> Run:
    """Return the command line on a ledger that knows acme, with a checkpoint kept."""
    book("keygen", "-o", "key")
    book("checkpoint", "--signing-key", "key", "-o", "head.note")
    return book


def verified(file: str) -> BundleReport:
    return bundle.verify(Path(file).read_bytes(), [verifier_from("key.pub")])


def issued(folder: Path = Path()) -> list[BundleIssued]:
    with contextlib.closing(Ledger.open(folder / "majoracct.db")) as ledger:
        return [f.event for f in ledger.store.facts("ledger") if isinstance(f.event, BundleIssued)]


class TestProve:
    def test_writes_a_bundle_that_verifies_and_registers_it(self, sealed: Run) -> None:
        done = sealed("prove", "acme", "-o", "acme.evidence", "--as-of", "2024-05-01", "--to", "the auditors")
        assert verified("acme.evidence").vouched
        (found,) = issued()
        data = Path("acme.evidence").read_bytes()
        assert (found.accounts, str(found.as_of), found.recipient) == (
            ("acme",),
            "2024-05-01",
            "the auditors",
        )
        assert (found.sha256, found.redacted, found.size) == (sha256(data).hexdigest(), False, 5)
        assert "BundleIssued  Evidence bundle of acme issued to the auditors, up to @5" in done.stdout
        assert found.sha256 in done.stderr

    def test_without_registering_the_ledger_stays_as_it_is(self, sealed: Run) -> None:
        before = Path("majoracct.db").read_bytes()
        sealed("prove", "Acme Ltd", "--no-register", "-o", "acme.evidence")
        assert verified("acme.evidence").vouched
        assert Path("majoracct.db").read_bytes() == before

    def test_a_ledger_nobody_may_write_can_be_proven(
        self, sealed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Root writes everywhere, so as root a child gives up its rights first; it has all it imports."""
        folder = Path(tempfile.mkdtemp())
        shutil.copy(tmp_path / "majoracct.db", folder / "majoracct.db")
        (folder / "majoracct.db").chmod(0o444)
        (folder / "out").mkdir()
        (folder / "out").chmod(0o777)
        folder.chmod(0o555)
        sealed("prove", "acme", "-o", "loaded.evidence")
        monkeypatch.chdir(folder)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                if os.geteuid() == 0:
                    os.setuid(65534)
                sealed("prove", "acme", "--no-register", "-o", "out/acme.evidence")
                sealed("prove", "acme", "-o", "out/other.evidence", code=9)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        found = sorted(path.name for path in (folder / "out").iterdir())
        folder.chmod(0o755)
        shutil.rmtree(folder)
        assert (status, found) == (0, ["acme.evidence"])

    def test_the_program_says_it_in_one_document(self, sealed: Run) -> None:
        found = json.loads(sealed("prove", "acme", "-o", "acme.evidence", "--json").stdout)
        assert found["schema"] == "majoracct.proved.1"
        assert found["data"] == {
            "file": "acme.evidence",
            "bytes": Path("acme.evidence").stat().st_size,
            "sha256": issued()[0].sha256,
            "accounts": ["acme"],
            "as_of": "2024-06-01",
            "size": 5,
            "redacted": False,
            "recipient": None,
            "registered": "ledger@3",
        }

    def test_takes_the_place_of_an_earlier_bundle_and_of_nothing_else(self, sealed: Run) -> None:
        for _ in range(2):
            sealed("prove", "acme", "-o", "acme.evidence", "--no-register")
        before = {name: Path(name).read_bytes() for name in ("key", "head.note")}
        for name in before:
            said = sealed("prove", "acme", "-o", name, code=2).stderr
            assert said == f"error: -o {name}: it is no evidence bundle: name another file\n"
        assert {name: Path(name).read_bytes() for name in before} == before
        assert issued() == []

    def test_what_cannot_be_read_is_named_by_its_option(self, sealed: Run) -> None:
        said = sealed("prove", "acme", "--checkpoint", "none", "-o", "acme.evidence", code=2).stderr
        why = "cannot be read: No such file or directory: name another file"
        assert said == f"error: --checkpoint none {why}\n"
        said = sealed("prove", "acme", "-o", "-", code=2).stderr
        assert said == "error: -o -: it is no file: name one\n"

    def test_an_account_is_taken_once_however_it_is_named(self, sealed: Run) -> None:
        sealed("prove", "acme", "Acme Ltd", "-o", "acme.evidence")
        assert verified("acme.evidence").accounts == ("acme",)

    def test_what_came_after_the_checkpoint_is_counted_and_left_out(self, sealed: Run) -> None:
        sealed("account", "rename", "acme", "--name", "Acme plc", "--on", "2024-05-02")
        done = sealed("prove", "acme", "-o", "acme.evidence")
        assert "1 fact of acme recorded after that checkpoint" in done.stderr
        assert b"Acme plc" not in Path("acme.evidence").read_bytes()
        sealed("checkpoint", "--signing-key", "key")
        again = sealed("prove", "acme", "-o", "acme.evidence")
        assert "recorded after" not in again.stderr
        assert b"Acme plc" in Path("acme.evidence").read_bytes()

    def test_an_earlier_checkpoint_can_be_named(self, sealed: Run) -> None:
        sealed("account", "rename", "acme", "--name", "Acme plc", "--on", "2024-05-02")
        sealed("checkpoint", "--signing-key", "key")
        sealed("prove", "acme", "-o", "acme.evidence", "--checkpoint", "head.note")
        assert verified("acme.evidence").size == 5

    def test_a_merged_account_is_told_by_its_successor(self, sealed: Run) -> None:
        sealed("account", "open", "bolt", "--name", "Bolt plc", "--on", "2024-01-01")
        sealed("account", "merge", "acme", "--into", "bolt", "--on", "2024-05-02")
        sealed("checkpoint", "--signing-key", "key")
        done = sealed("prove", "acme", "-o", "bolt.evidence")
        assert "acme merged into bolt on 2024-05-02: this is bolt" in done.stderr
        found = Bundle.parse(Path("bolt.evidence").read_bytes())
        assert [head.stream for head in found.heads] == ["acme", "bolt"]


class TestSealed:
    """Where the ledger has a key store."""

    @pytest.fixture
    def kept(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
        run("keygen", "-o", "key")
        run("keygen", "--wrapping", "-o", "wrap")
        monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", "wrap")
        monkeypatch.setenv("MAJORACCT_KEY_STORE", "keys.db")
        run("init", "--currency", "GBP", "--key-store", "keys.db")
        run("account", "open", "acme", "--name", "Acme Ltd", "--on", "2024-01-01")
        run(*"stakeholder identify acme --function finance --on 2024-02-01 --name".split(), "Ann Lee")
        run("checkpoint", "--signing-key", "key")
        return run

    def test_what_is_personal_can_be_read_by_whoever_gets_it(self, kept: Run) -> None:
        done = kept("prove", "acme", "-o", "acme.evidence")
        assert b"Ann Lee" in Path("acme.evidence").read_bytes()
        assert verified("acme.evidence").vouched
        assert "stays sealed" not in done.stderr

    def test_redacted_it_cannot_and_verifies_all_the_same(self, kept: Run) -> None:
        kept("prove", "acme", "-o", "acme.evidence", "--redact")
        assert b"Ann Lee" not in Path("acme.evidence").read_bytes()
        assert verified("acme.evidence").vouched
        assert verified("acme.evidence").sealed == 1
        assert issued()[0].redacted

    def test_without_the_keys_at_hand_it_says_what_stays_sealed(
        self, kept: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("MAJORACCT_KEY_STORE")
        done = kept("prove", "acme", "-o", "acme.evidence")
        assert "What is personal of 1 person stays sealed in it: their keys are not at hand" in done.stderr
        assert verified("acme.evidence").vouched


class TestNotProven:
    """One clear line, the right code, and nothing half written or registered."""

    @pytest.fixture(autouse=True)
    def nothing_is_left(self, tmp_path: Path) -> Any:
        yield
        assert not list(tmp_path.glob("*.evidence"))
        assert not list(tmp_path.glob(".*.draft"))
        assert issued(tmp_path) == []

    def test_without_a_checkpoint(self, book: Run) -> None:
        assert "run `majoracct checkpoint`" in book("prove", "acme", "-o", "a.evidence", code=3).stderr

    def test_an_account_recorded_after_it(self, sealed: Run) -> None:
        sealed("account", "open", "bolt", "--name", "Bolt plc", "--on", "2024-01-01")
        said = sealed("prove", "bolt", "-o", "b.evidence", code=3).stderr
        assert "bolt was recorded after the checkpoint of @5" in said

    def test_an_account_there_is_not(self, sealed: Run) -> None:
        assert "no account answers" in sealed("prove", "nobody", "-o", "n.evidence", code=3).stderr

    def test_a_day_before_there_was_anything(self, sealed: Run) -> None:
        said = sealed("prove", "acme", "-o", "a.evidence", "--as-of", "2019-01-01", code=3).stderr
        assert "nothing was true of acme by 2019-01-01" in said

    def test_a_ledger_in_the_clear_redacted(self, sealed: Run) -> None:
        said = sealed("prove", "acme", "-o", "a.evidence", "--redact", code=2).stderr
        assert "nothing can be left out" in said

    def test_a_recipient_nobody_registers(self, sealed: Run) -> None:
        said = sealed("prove", "acme", "-o", "a.evidence", "--no-register", "--to", "x", code=2).stderr
        assert "leave out --no-register, or --to" in said

    @pytest.mark.parametrize("file", ["majoracct.db", "head.note", "key.pub", "missing"])
    def test_a_checkpoint_that_is_none(self, sealed: Run, file: str) -> None:
        Path("other.note").write_bytes(
            Path("head.note").read_bytes().replace(b"majoracct/", b"majoracct/not")
        )
        given = "other.note" if file == "head.note" else file
        sealed("prove", "acme", "-o", "a.evidence", "--checkpoint", given, code=2)

    @pytest.mark.parametrize(
        "file", ["majoracct.db", "majoracct.db-wal", ".", "no/such/folder.evidence", "-"]
    )
    def test_where_no_file_may_be_written(self, sealed: Run, file: str) -> None:
        before = Path("majoracct.db").read_bytes()
        sealed("prove", "acme", "-o", file, code=2)
        assert Path("majoracct.db").read_bytes() == before

    def test_the_checkpoint_it_rests_on_is_not_written_over(self, sealed: Run) -> None:
        before = Path("head.note").read_bytes()
        sealed("prove", "acme", "-o", "head.note", "--checkpoint", "head.note", code=2)
        assert Path("head.note").read_bytes() == before

    def test_a_ledger_that_was_altered_is_a_fault(self, sealed: Run) -> None:
        with contextlib.closing(sqlite3.connect("majoracct.db")) as file, file:
            guards = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in guards:
                file.execute(f"DROP TRIGGER {name}")
            file.execute("UPDATE events SET body = CAST(replace(body, 'Acme Ltd', 'Acme Inc') AS BLOB)")
        said = sealed("prove", "acme", "-o", "a.evidence", code=9).stderr
        assert "does not agree with the checkpoint" in said
        assert "Run `majoracct verify`" in said


class TestOrder:
    """What is registered before the file has its name leaves no bundle that the ledger knows nothing of."""

    def test_when_registering_fails_there_is_no_file(
        self, sealed: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("majoracct.desk.Desk.note", fails)
        sealed("prove", "acme", "-o", "acme.evidence", code=2)
        assert [path.name for path in Path().iterdir() if "evidence" in path.name] == []

    def test_when_it_is_registered_the_whole_draft_is_there_and_the_file_is_not(
        self, sealed: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from majoracct.desk import Desk

        seen: list[tuple[bool, str]] = []
        note = Desk.note

        def watched(desk: Desk, event: Any) -> Any:
            (draft,) = Path().glob(".*.draft")
            there = Path("acme.evidence").exists()
            seen.append((there, sha256(draft.read_bytes()).hexdigest()))
            return note(desk, event)

        monkeypatch.setattr(Desk, "note", watched)
        sealed("prove", "acme", "-o", "acme.evidence")
        assert seen == [(False, issued()[0].sha256)]

    def test_when_the_name_cannot_be_given_it_says_what_registered_it(
        self, sealed: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> None:
            raise OSError(13, "Permission denied")

        monkeypatch.setattr(Path, "replace", fails)
        said = sealed("prove", "acme", "-o", "acme.evidence", code=2).stderr
        assert "ledger@3 registered it all the same" in said


class TestTheOneWhoGetsIt:
    """They have the file, the public key and the program: no ledger, no key store, no network."""

    @pytest.fixture
    def elsewhere(self, sealed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
        sealed("prove", "acme", "-o", "acme.evidence")
        there = tmp_path / "elsewhere"
        there.mkdir()
        for name in ("acme.evidence", "key.pub", "head.note"):
            (there / name).write_bytes((tmp_path / name).read_bytes())
        monkeypatch.chdir(there)
        return sealed

    def test_verifies_it_against_the_key(self, elsewhere: Run) -> None:
        said = elsewhere("verify", "acme.evidence", "--key", "key.pub").stdout
        assert "2 facts of the accounts' own: each as recorded, and none is missing." in said
        elsewhere("verify", "acme.evidence", "--checkpoint", "head.note")

    def test_is_told_when_nothing_outside_vouches_for_it(self, elsewhere: Run) -> None:
        assert "Nothing outside the bundle" in elsewhere("verify", "acme.evidence", code=7).stdout

    def test_is_told_when_it_was_altered(self, elsewhere: Run) -> None:
        data = Path("acme.evidence").read_bytes()
        Path("acme.evidence").write_bytes(data.replace(b"Ann Lee", b"Eve Lee", 1))
        said = elsewhere("verify", "acme.evidence", "--key", "key.pub", code=1).stdout
        assert "NOT VERIFIED" in said
        assert "from line" in said

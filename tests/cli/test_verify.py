"""`verify` at the command line: what is given, what is said, how it ends, and that nothing is written."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from majoracct.adapters.storage import sqlite_file
from majoracct.adapters.trust import bundle_check, keys
from majoracct.adapters.trust.bundle_report import BundleReport
from majoracct.adapters.trust.note import Checkpoint, sign
from majoracct.testing.forging import Means, forge

Run = Callable[..., Result]


@pytest.fixture
def sealed(book: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a command line with a ledger of five facts, sealed: its checkpoint and its keys elsewhere."""
    (tmp_path / "keys").mkdir()
    keys.make_signing_key(tmp_path / "keys" / "ours", "ours")
    monkeypatch.setenv("MAJORACCT_SIGNING_KEY_FILE", str(tmp_path / "keys" / "ours"))
    book("checkpoint", "-o", "keys/head.txt")
    return book


def pay(run: Run) -> None:
    run(*"revenue record acme --amount 10.00 --on 2024-03-01".split())


def files(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


class TestVouchedFor:
    def test_a_checkpoint_and_its_key(self, sealed: Run) -> None:
        done = sealed("verify", "--checkpoint", "keys/head.txt", "--key", "keys/ours.pub")
        lines = done.stdout.split("\n")
        assert lines[0].startswith("5 facts checked; head @5, recorded 2024-06-01T12:")
        assert lines[2:4] == [
            "Up to @5 it is what the checkpoint keys/head.txt vouches for: ours signed it.",
            "No fact came later.",
        ]
        assert done.stderr == ""

    def test_later_facts_are_counted(self, sealed: Run) -> None:
        for said in (
            "1 later fact, @6, nobody vouches for.",
            "2 later facts, from @6 on, nobody vouches for.",
        ):
            pay(sealed)
            assert said in sealed("verify", "--checkpoint", "keys/head.txt", "--key", "keys/ours.pub").stdout

    def test_a_key_may_be_given_as_it_is_and_several_of_both(self, sealed: Run, tmp_path: Path) -> None:
        pay(sealed)
        sealed("checkpoint", "-o", "keys/later.txt")
        keys.make_signing_key(tmp_path / "keys" / "other")
        literal = (tmp_path / "keys" / "ours.pub").read_text(encoding="utf-8").strip()
        done = sealed(
            *("verify", "--checkpoint", "keys/head.txt", "--checkpoint", "keys/later.txt"),
            *("--key", literal, "--key", "keys/other.pub"),
        )
        assert "Up to @7 it is what the checkpoint keys/later.txt vouches for: ours signed it." in done.stdout
        assert "Up to @5 it is what the checkpoint keys/head.txt vouches for: ours signed it." in done.stdout

    def test_without_a_key_it_is_said_who_claims_to_have_signed(self, sealed: Run) -> None:
        told = sealed("verify", "--checkpoint", "keys/head.txt").stdout
        assert "what the checkpoint keys/head.txt vouches for.\n  It says that ours+" in told
        assert "signed it: NOT CHECKED, since no --key was given.\n" in told

    def test_as_a_document(self, sealed: Run) -> None:
        pay(sealed)
        done = sealed("verify", "--checkpoint", "keys/head.txt", "--key", "keys/ours.pub", "--json")
        document = json.loads(done.stdout)
        data = document["data"]
        assert document["schema"] == "majoracct.verify.1"
        assert {name: data[name] for name in ("kind", "sound", "vouched_for", "vouched_to", "unvouched")} == {
            "kind": "ledger",
            "sound": True,
            "vouched_for": True,
            "vouched_to": 5,
            "unvouched": 1,
        }
        kept, given = data["checkpoints"]
        assert (kept["file"], given["file"]) == (None, "keys/head.txt")
        assert (given["size"], given["agrees"], given["verified"]) == (5, True, ["ours"])
        assert given["root"] == kept["root"] != data["root"]
        assert (data["problems"], data["problem_count"], data["views_at"]) == ([], 0, None)


class TestNotVouchedFor:
    def test_nothing_given(self, sealed: Run) -> None:
        told = sealed("verify", code=7).stdout
        assert "Nothing outside the ledger vouches for it" in told

    def test_a_key_alone_says_what_it_shows_and_what_it_cannot(self, sealed: Run) -> None:
        pay(sealed)
        told = sealed("verify", "--key", "keys/ours.pub", code=7).stdout
        assert (
            "The checkpoint kept here for @5 is signed by ours:\n"
            "  up to there nobody without that key altered a fact.\n"
        ) in told
        assert (
            "Whether it was cut short behind that, later checkpoints with it, cannot be seen from here"
            in told
        )

    def test_a_key_that_signed_nothing_here(self, sealed: Run, tmp_path: Path) -> None:
        keys.make_signing_key(tmp_path / "keys" / "other")
        told = sealed("verify", "--key", "keys/other.pub", code=7).stdout
        assert "No checkpoint kept here is signed by the key given." in told
        assert "Nothing outside the ledger vouches for it" in told


class TestAltered:
    def test_what_was_rewritten_is_found_by_who_kept_a_checkpoint(self, sealed: Run, tmp_path: Path) -> None:
        forge(tmp_path / "majoracct.db", lambda rows: rows[:4], Means.CHECKPOINTS)
        assert "Nothing outside" in sealed("verify", code=7).stdout
        told = sealed("verify", "--checkpoint", "keys/head.txt", code=1).stdout
        assert "ALTERED OR DAMAGED: 1 problem, the first first\n" in told
        said = "  @5: cut short: the checkpoint keys/head.txt vouches for @5, the ledger ends at @4\n"
        assert said in told

    def test_a_signature_of_somebody_else(self, sealed: Run, tmp_path: Path) -> None:
        keys.make_signing_key(tmp_path / "keys" / "other")
        told = sealed("verify", "--checkpoint", "keys/head.txt", "--key", "keys/other.pub", code=1).stdout
        assert "the checkpoint keys/head.txt is not signed by the key given" in told

    def test_a_checkpoint_of_another_ledger(self, sealed: Run) -> None:
        sealed("--ledger", "other.db", "init", "--currency", "GBP")
        told = sealed("--ledger", "other.db", "verify", "--checkpoint", "keys/head.txt", code=1).stdout
        assert "the checkpoint keys/head.txt is of majoracct/id1, and this ledger is majoracct/" in told

    def test_a_file_too_damaged_to_open_is_altered_and_no_fault_of_ours(
        self, sealed: Run, tmp_path: Path
    ) -> None:
        path = tmp_path / "majoracct.db"
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        for words in (("verify",), ("verify", "majoracct.db")):
            told = sealed(*words, code=1).stdout
            assert "ALTERED OR DAMAGED" in told
            assert "was cut short" in told
        data = json.loads(sealed("verify", "--json", code=1).stdout)["data"]
        assert (data["sound"], data["problem_count"]) == (False, 1)

    def test_problems_are_counted_and_come_in_order(self, sealed: Run, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "majoracct.db")) as connection:
            connection.execute("DROP TRIGGER events_update")
            connection.execute("UPDATE events SET leaf = zeroblob(32)")
            connection.execute(sqlite_file.GUARDS["events_update"])
            connection.commit()
        assert "ALTERED OR DAMAGED: 5 problems, the first first" in sealed("verify", code=1).stdout


class TestInputThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("verify", "none.db"), "none.db cannot be read: No such file or directory"),
            (("verify", "keys"), "keys cannot be read: Is a directory"),
            (("verify", "notes.txt"), "notes.txt is neither a ledger nor an evidence bundle"),
            (("verify", "empty.txt"), "empty.txt is neither a ledger nor an evidence bundle"),
            (("verify", "--checkpoint", "none.txt"), "--checkpoint none.txt cannot be read: No such file"),
            (("verify", "--checkpoint", "notes.txt"), "--checkpoint notes.txt is no checkpoint: "),
            (("verify", "--checkpoint", "nothing.txt"), "is over no fact, and vouches for nothing"),
            (("verify", "--key", "none.pub"), "none.pub: the key cannot be read"),
            (("verify", "--key", "keys/ours"), "this is a signing key, and never to be given away"),
            (("verify", "majoracct.db", "-o", "majoracct.db"), "-o majoracct.db: that is majoracct.db"),
            (("verify", "--checkpoint", "keys/head.txt", "-o", "keys/head.txt"), "which must be kept"),
            (("verify", "--key", "keys/ours.pub", "-o", "keys/ours.pub"), "which must be kept"),
        ],
    )
    def test_is_said_in_one_line(
        self, sealed: Run, tmp_path: Path, words: tuple[str, ...], said: str
    ) -> None:
        (tmp_path / "notes.txt").write_text("my notes\n", encoding="utf-8")
        (tmp_path / "empty.txt").touch()
        signer = keys.signer_from(tmp_path / "keys" / "ours")
        nothing = Checkpoint("majoracct/id1", 0, hashlib.sha256().digest())
        (tmp_path / "nothing.txt").write_bytes(sign(nothing.text(), signer))
        done = sealed(*words, code=2)
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


class TestAFile:
    def test_a_backup_is_verified_instead_of_the_ledger(self, sealed: Run, tmp_path: Path) -> None:
        shutil.copyfile(tmp_path / "majoracct.db", tmp_path / "keys" / "backup.db")
        pay(sealed)
        done = sealed("verify", "keys/backup.db", "--checkpoint", "keys/head.txt", "--key", "keys/ours.pub")
        assert done.stdout.startswith("5 facts checked")

    def test_without_any_ledger_here(
        self, sealed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert sealed("verify", "../majoracct.db", "--checkpoint", "../keys/head.txt").exit_code == 0

    def test_nothing_is_written_anywhere(self, sealed: Run, tmp_path: Path) -> None:
        sealed("views")
        before = files(tmp_path) | files(tmp_path / "keys")
        sealed("verify", "--checkpoint", "keys/head.txt", "--key", "keys/ours.pub")
        assert files(tmp_path) | files(tmp_path / "keys") == before

    def test_a_bundle_is_told_by_what_is_in_it(self, sealed: Run, tmp_path: Path) -> None:
        sealed("prove", "acme", "-o", "acme.txt")
        done = sealed("verify", "acme.txt", "--key", "keys/ours.pub")
        assert done.exit_code == 0
        assert sealed("verify", "acme.txt", code=7).stdout
        assert sealed("verify", "acme.txt", "--checkpoint", "keys/head.txt").exit_code == 0
        data = json.loads(sealed("verify", "acme.txt", "--key", "keys/ours.pub", "--json").stdout)["data"]
        assert data["kind"] == "bundle"
        bundle = (tmp_path / "acme.txt").read_bytes()
        (tmp_path / "acme.txt").write_bytes(bundle.replace(b"acme", b"bcme", 1))
        sealed("verify", "acme.txt", "--key", "keys/ours.pub", code=1)

    def test_a_bundle_takes_one_checkpoint(self, sealed: Run) -> None:
        sealed("prove", "acme", "-o", "acme.txt")
        given = ("--checkpoint", "keys/head.txt", "--checkpoint", "keys/head.txt")
        assert "against one checkpoint" in sealed("verify", "acme.txt", *given, code=2).stderr

    def test_no_more_is_read_of_a_bundle_than_one_may_have(
        self, sealed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sealed("prove", "acme", "-o", "acme.txt")
        size = (tmp_path / "acme.txt").stat().st_size
        monkeypatch.setattr("majoracct.adapters.trust.bundle_file.MOST_BYTES", size - 100)
        read: list[int] = []

        def verify(data: bytes, *given: object) -> BundleReport:
            read.append(len(data))
            return bundle_check.verify(data)

        monkeypatch.setattr("majoracct.adapters.trust.bundle.verify", verify)
        told = sealed("verify", "acme.txt", "--key", "keys/ours.pub", code=1).stdout
        assert f"a bundle is at most {size - 100:,} bytes, and this is more" in told
        assert read == [size - 99]


class TestViews:
    def test_beside_the_ledger_are_held_against_replay(self, sealed: Run, tmp_path: Path) -> None:
        sealed("views")
        assert "The views beside it say what replay says, up to @5." in sealed("verify", code=7).stdout
        with closing(sqlite3.connect(tmp_path / "majoracct.views.db")) as connection:
            connection.execute("UPDATE accounts SET name = 'Acme'")
            connection.commit()
        told = sealed("verify", code=1).stdout
        assert "are not what replay says: accounts, name of acme" in told

    def test_need_no_key_store_that_cannot_be_reached(
        self, sealed: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sealed("views")
        monkeypatch.setenv("MAJORACCT_KEY_STORE", "gone.db")
        told = sealed("verify", "--checkpoint", "keys/head.txt").stdout
        assert "The views beside it say what replay says" in told

    def test_are_compared_with_the_key_store_where_it_is_at_hand(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys.make_wrapping_key(tmp_path / "wrapping")
        monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", str(tmp_path / "wrapping"))
        run("init", "--currency", "GBP", "--key-store", "keys.db")
        monkeypatch.setenv("MAJORACCT_KEY_STORE", "keys.db")
        run("account", "open", "acme", "--name", "Acme Ltd", "--on", "2024-01-01")
        identify = "stakeholder identify acme --function finance --on 2024-02-01 --title CFO --name"
        run(*identify.split(), "Ann Lee")
        run("views")
        told = run("verify", code=7).stdout
        assert "The views beside it say what replay says" in told
        assert "To note" not in told
        keys.make_wrapping_key(tmp_path / "another")
        for name, value in (
            ("MAJORACCT_WRAPPING_KEY_FILE", "another"),
            ("MAJORACCT_WRAPPING_KEY_FILE", "gone"),
            ("MAJORACCT_WRAPPING_KEY_FILE", ""),
            ("MAJORACCT_WRAPPING_COMMAND", "false"),
            ("MAJORACCT_KEY_STORE", "gone.db"),
            ("MAJORACCT_KEY_STORE", ""),
        ):
            monkeypatch.setenv(name, value)
            assert "for they tell of people: the key store is not at hand" in run("verify", code=7).stdout

"""What befalls files: cut short, emptied, replaced, a log of another time or ledger.

Never a traceback, never a write, and never success: without a checkpoint, 7 is the best there is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.merkle import root
from majoracct.adapters.trust.note import Checkpoint, Signer, sign
from majoracct.domain.account.mergers import AccountSplit
from majoracct.testing.store_contract import NOW, paid, record

FACTS = 300


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        record(store, "acme", *[AccountSplit("x" * 100)] * FACTS)
    return path


def majoracct(book: Path, *arguments: str) -> CompletedProcess[str]:
    """Run the program in a process of its own, as somebody would who found the file so."""
    before = book.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "majoracct.cli", "--ledger", str(book), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.count("error:") == (done.returncode not in (0, 1, 7) or "backup" in arguments)
    assert book.read_bytes() == before, "it was written to"
    return done


CUT: dict[str, Callable[[bytes], bytes]] = {
    "to 99 %": lambda whole: whole[: len(whole) * 99 // 100],
    "to 99 %, filled up with nothing": lambda whole: whole[: len(whole) * 99 // 100].ljust(len(whole), b"\0"),
    "to 50 %": lambda whole: whole[: len(whole) // 2],
    "to 50 %, filled up with nothing": lambda whole: whole[: len(whole) // 2].ljust(len(whole), b"\0"),
    "to 1 %": lambda whole: whole[: len(whole) // 100],
    "to nothing": lambda whole: b"",
    "to junk": lambda whole: b"junk" * 5000,
    "to nothing but a header": lambda whole: whole[:100].ljust(len(whole), b"\0"),
}


@pytest.mark.parametrize("cut", CUT)
def test_a_file_cut_short_is_no_ledger_or_does_not_verify(book: Path, cut: str) -> None:
    book.write_bytes(CUT[cut](book.read_bytes()))
    assert majoracct(book, "verify").returncode in (1, 9)
    assert majoracct(book, "backup", str(book.with_name("copy.db"))).returncode in (1, 9)
    assert not book.with_name("copy.db").exists()


def log_of(book: Path, saved: Path) -> None:
    """Save the log beside BOOK while somebody records two facts more, which end up in the file."""
    with closing(open_ledger(book)) as store:
        record(store, "acme", paid(), paid())
        shutil.copy(f"{book}-wal", saved)


def noted(book: Path) -> str:
    """Return the file of a checkpoint of BOOK as it is, which somebody else keeps."""
    with closing(open_ledger(book)) as store:
        head = Checkpoint(
            f"majoracct/{store.ledger_id}", store.head(), root(row.leaf for row in store.rows())
        )
    note = book.with_name("kept.note")
    note.write_bytes(sign(head.text(), Signer.generate("ours")))
    return str(note)


class TestALogThatIsNotItsOwn:
    def test_of_another_time_hides_nothing_from_a_checkpoint(self, book: Path, tmp_path: Path) -> None:
        saved = tmp_path / "saved-wal"
        log_of(book, saved)
        with closing(open_ledger(book)) as store:
            for _ in range(40):
                record(store, "acme", *[AccountSplit("y" * 100)] * 10)
        whole = FACTS + 2 + 400
        note = noted(book)
        assert majoracct(book, "verify", "--checkpoint", note).returncode == 0
        shutil.copy(saved, f"{book}-wal")
        assert majoracct(book, "verify", "--checkpoint", note).returncode in (1, 9)
        done = majoracct(book, "verify")
        assert done.returncode in (1, 7, 9)
        if done.returncode == 7:  # older pages, all of them: as if what came later had been cut off
            assert f"{whole:,} facts" not in done.stdout
        without_log(book)
        assert f"{whole} facts" in majoracct(book, "verify").stdout

    def test_of_another_ledger_is_reported_or_is_that_ledger(self, book: Path, tmp_path: Path) -> None:
        other = tmp_path / "other" / "book.db"
        other.parent.mkdir()
        create(other, "ledger-2", NOW).close()
        note = noted(book)
        log_of(other, Path(f"{book}-wal"))
        assert majoracct(book, "verify", "--checkpoint", note).returncode in (1, 9)
        done = majoracct(book, "verify")
        assert done.returncode in (1, 7, 9)
        if done.returncode == 7:
            assert "ledger ledger-2" in done.stdout
        without_log(book)
        assert "ledger ledger-1" in majoracct(book, "verify").stdout

    def test_that_was_never_one_is_passed_over(self, book: Path) -> None:
        Path(f"{book}-wal").write_bytes(b"junk" * 3000)
        assert f"{FACTS} facts" in majoracct(book, "verify").stdout

    @pytest.mark.parametrize("cut", [0.99, 0.5, 0.01])
    def test_cut_short_takes_whole_appends_with_it(self, book: Path, cut: float) -> None:
        """A commit in the log is whole, or it is not there."""
        saved = book.with_name("saved")
        with closing(open_ledger(book)) as store:
            for _ in range(20):
                record(store, "acme", *[AccountSplit("y" * 100)] * 7)
            shutil.copy(f"{book}-wal", saved)
            shutil.copy(book, book.with_name("file"))
        book.with_name("file").replace(book)
        content = saved.read_bytes()
        Path(f"{book}-wal").write_bytes(content[: int(len(content) * cut)])
        Path(f"{book}-shm").unlink(missing_ok=True)
        done = majoracct(book, "verify")
        assert done.returncode == 7
        facts = int(done.stdout.split(" ", 1)[0].replace(",", ""))
        assert FACTS <= facts < FACTS + 140
        assert (facts - FACTS) % 7 == 0


def without_log(book: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{book}{end}").unlink(missing_ok=True)

"""A file that may not grow: whatever an append was about to write, it is whole or nothing, and said."""

from __future__ import annotations

import resource
import shutil
import signal
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.killing import Say, killed_at
from tests.faults.ledgers import refuse_unsound, stored

from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.backup import copy
from majoracct.domain.account.mergers import AccountSplit
from majoracct.ports import LedgerFaultError
from majoracct.testing.store_contract import NOW, paid, record

BODIES = 40
NEVER = 1_000_000_000


def limited(most: int) -> tuple[int, int]:
    """Let no file of this process grow beyond MOST bytes; return what held before."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    return soft, hard


@pytest.mark.parametrize("part", range(4))
def test_an_append_that_meets_the_limit_anywhere_leaves_nothing_half(tmp_path: Path, part: int) -> None:
    """The log and the file are cut off at one place after another, many of them within a page."""
    base = tmp_path / "base.db"
    with closing(create(base, "ledger-1", NOW)) as store:
        record(store, "acme", *[paid()] * 3)
    size = base.stat().st_size
    refused = 0
    for number in range(12):
        folder = tmp_path / str(number)
        folder.mkdir()
        book = folder / "book.db"
        shutil.copy(base, book)

        def work(say: Say, book: Path = book, most: int = 777 + (4 * number + part) * size // 24) -> None:
            say.begins("fill")
            with closing(open_ledger(book)) as store:
                before = limited(most)
                try:
                    record(store, "acme", *[AccountSplit("x" * 2000)] * BODIES, id_="filled")
                    say.done("filled")
                except LedgerFaultError as why:
                    say.done(f"refused {why}")
                assert store.head() in (3, 3 + BODIES)
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
                record(store, "acme", paid(), id_="later")

        ended = killed_at(work, NEVER)
        assert ended.alive
        (said,) = ended.done
        found = stored(book)
        assert found["filled"] == (BODIES if said == "filled" else 0)
        assert found["later"] == 1
        refuse_unsound(book)
        if said != "filled":
            refused += 1
            assert "book.db" in said
    assert refused > 3


def test_a_backup_that_meets_the_limit_is_not_made(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    with closing(create(book, "ledger-1", NOW)) as store:
        record(store, "acme", *[AccountSplit("x" * 2000)] * 100)

    def work(say: Say) -> None:
        limited(100_000)
        say.begins("copy")
        with pytest.raises(LedgerFaultError, match=r"copy .*book\.db to .*copy\.db"):
            copy(book, tmp_path / "copy.db")
        say.done("refused")

    assert killed_at(work, NEVER).done == ("refused",)
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.db"]
    refuse_unsound(book)

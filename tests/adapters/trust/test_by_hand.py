"""The script of the docs that verifies without our program: what it must not let pass."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from majoracct.adapters.storage.sqlite import create
from majoracct.adapters.trust.note import Checkpoint, Signer, sign
from majoracct.adapters.trust.seal import root_at
from majoracct.testing.forging import untyped
from majoracct.testing.store_contract import NOW, paid, record

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "verify-by-hand.md"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the path of a ledger of five facts; the script, a checkpoint and a public key are beside it."""
    with closing(create(tmp_path / "book.db", "ledger-1", NOW)) as store:
        for number in range(5):
            record(store, "acme", paid(), now=NOW + number)
        signer = Signer("signer.example", bytes(range(32)))
        text = Checkpoint("majoracct/ledger-1", 5, root_at(store, 5)).text()
        (tmp_path / "last.note").write_bytes(sign(text, signer))
        (tmp_path / "sign.pub").write_text(str(signer.verifier), encoding="utf-8")
    found = re.search(r"`by_hand.py`:\n\n```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    (tmp_path / "by_hand.py").write_text(found[1], encoding="utf-8")
    return tmp_path / "book.db"


def said(book: Path) -> str:
    done = subprocess.run(
        [sys.executable, "by_hand.py", book.name, "last.note", "sign.pub"],
        cwd=book.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == (done.stderr == "")
    return done.stdout + done.stderr


def test_what_was_signed_passes(book: Path) -> None:
    assert said(book) == "ledger-1: up to @5 as signer.example signed it; 0 later, which nobody vouches for\n"


@pytest.mark.parametrize("column", ["type", "command_id"])
def test_the_same_bytes_of_another_type_do_not(book: Path, column: str) -> None:
    """Their leaf is the same, and a command that asks for a name finds no fact of that name."""
    untyped(book, "events", f"UPDATE events SET {column} = CAST({column} AS BLOB) WHERE position = 3")
    assert "@3 has a column of another type" in said(book)


def test_a_body_that_is_text_does_not(book: Path) -> None:
    untyped(book, "events", "UPDATE events SET body = CAST(body AS TEXT) WHERE position = 3")
    assert "@3 has a column of another type" in said(book)

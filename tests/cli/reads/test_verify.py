"""`verify`: what it found, and that nothing outside vouches for it."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

Book = Any


def _tamper(book: Book, position: int) -> None:
    """Change a body from outside, as somebody with the file in hand would."""
    file = sqlite3.connect(book.path, isolation_level=None)
    for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f'DROP TRIGGER "{name}"')
    (body,) = file.execute("SELECT body FROM events WHERE position = ?", (position,)).fetchone()
    changed = body.replace(b"300000.10", b"900000.10")
    assert changed != body
    file.execute("UPDATE events SET body = ? WHERE position = ?", (changed, position))
    file.close()


def test_a_sound_record_is_verified_and_vouched_for_by_nothing(book: Book) -> None:
    told = book.text("verify", code=7)
    assert f"{book.head} facts checked; head @{book.head}" in told
    assert "Nothing outside the ledger vouches for it" in told
    data = book.json("verify", code=7)["data"]
    assert (data["sound"], data["vouched_for"], data["facts"], data["problems"]) == (
        True,
        False,
        book.head,
        [],
    )


def test_a_body_edited_behind_our_back_is_found_and_named(book: Book) -> None:
    position = next(r["position"] for r in book.rows("timeline", "acme") if r["fact"] == "acme@2")
    _tamper(book, position)
    assert f"@{position}: " in book.text("verify", code=1)
    data = book.json("verify", code=1)["data"]
    assert data["problems"][0]["position"] == position
    assert not data["sound"]


def test_it_writes_nothing(book: Book) -> None:
    book.ledger.close()
    before = hashlib.sha256(book.path.read_bytes()).hexdigest()
    book.run("verify")
    assert hashlib.sha256(book.path.read_bytes()).hexdigest() == before

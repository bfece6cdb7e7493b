"""Killed anywhere in an append: what was acknowledged is there, the rest is whole or absent."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.killing import Killed, Say, Work, in_flight_share, killed_after, killed_at, steps
from tests.faults.ledgers import refuse_unsound, stored

import majoracct.adapters.storage.engine  # noqa: F401 - children need not load it anew
from majoracct.adapters.storage import sqlite_file as file
from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.domain.account.mergers import AccountSplit
from majoracct.testing.store_contract import NOW, paid, record

pytest.importorskip("resource", reason="processes are forked here")

SIZES = (1, 3, 7)  # facts of a command
KILLS = 50  # of each of four


def size_of(token: str) -> int:
    return SIZES[int(token.rpartition("-")[2]) % 3]


def appending(book: Path, name: str, most: int = 1000) -> Work:
    """Return work that records command after command, NAME-0 and so on, small ones and large ones."""

    def work(say: Say) -> None:
        with closing(open_ledger(book)) as store:
            for number in range(most):
                token = f"{name}-{number}"
                events = [AccountSplit("x" * (10 + 5000 * (number % 2)))] * size_of(token)
                say.begins(token)
                record(store, f"s{number % 2}", *events, id_=token)
                say.done(token)

    return work


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        record(store, "s0", *[paid()] * 5)
    return path


@pytest.mark.parametrize("seed", range(4))
def test_at_any_instant(book: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same kills every time
    killed: list[Killed] = []
    for kill in range(KILLS):
        killed.append(killed_after(appending(book, str(kill)), chance.random() * 0.02))
        if kill % 10 == 0:
            refuse_unsound(book)
    assert in_flight_share(killed) > 0.3
    refuse_unsound(book)
    found = stored(book)
    done = {token for each in killed for token in each.done}
    assert {token: found[token] for token in done} == {token: size_of(token) for token in done}
    for token in {token for each in killed for token in each.begun} - done:
        assert found[token] in (0, size_of(token)), f"{token} is there in part"


def copies(book: Path) -> Iterator[Path]:
    """Yield the file at BOOK, in a folder of its own each time: a log left by the last kill is not there."""
    content = book.read_bytes()
    number = 0
    while True:
        number += 1
        folder = book.parent / str(number)
        folder.mkdir()
        path = folder / "book.db"
        path.write_bytes(content)
        yield path
        shutil.rmtree(folder)


def killed_at_every_step(book: Path, token_count: int) -> set[tuple[int, ...]]:
    """Kill the appends of so many commands before each of their steps; return how much of them was there."""
    seen = set()
    fresh = copies(book)
    last = steps(appending(next(fresh), "a", token_count))
    for step in range(1, last + 1):
        path = next(fresh)
        killed = killed_at(appending(path, "a", token_count), step)
        refuse_unsound(path)
        found = stored(path)
        for token in killed.begun:
            assert found[token] in (0, size_of(token))
        assert all(found[token] == size_of(token) for token in killed.done)
        seen.add(tuple(found[f"a-{number}"] for number in range(token_count)))
        with closing(open_ledger(path)) as store:  # recording goes on from wherever it stopped
            record(store, "s0", paid(), id_="later")
        refuse_unsound(path)
    return seen


class TestAtEveryStep:
    def test_of_two_appends(self, book: Path) -> None:
        assert killed_at_every_step(book, 2) == {(0, 0), (1, 0), (1, 3)}

    def test_of_the_first_append_to_a_file_of_the_first_format(self, book: Path) -> None:
        """That one makes the tree, too."""
        make_older(book)
        assert killed_at_every_step(book, 1) == {(0,), (1,)}


def make_older(book: Path) -> None:
    """Make the file at BOOK what the first format was: without a tree, and without checkpoints."""
    tables, guards = file.parts(file.FORMAT)
    old_tables, old_guards = file.parts(1)
    with closing(file.connect_to_write(book)) as connection:
        for name in guards.keys() - old_guards.keys():
            connection.execute(f"DROP TRIGGER {name}")
        for name in tables.keys() - old_tables.keys():
            connection.execute(f"DROP TABLE {name}")
        ledger_id, created_at = connection.execute("SELECT id, created_at FROM ledger").fetchone()
        connection.execute("DROP TRIGGER ledger_update")
        digest = file.header_digest(ledger_id, 1, created_at)
        connection.execute("UPDATE ledger SET format = 1, digest = ?", (digest,))
        connection.execute(guards["ledger_update"])
    with closing(open_ledger(book)) as store:
        assert list(store.tree()) == []

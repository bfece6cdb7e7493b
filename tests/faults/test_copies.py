"""Killed while it is backed up or restored, a ledger is what it was, and the copy is whole or absent."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.killing import Killed, Say, Work, in_flight_share, killed_after, killed_at, steps
from tests.faults.ledgers import refuse_unsound

from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.backup import copy
from majoracct.testing.store_contract import NOW, paid, record

pytest.importorskip("resource", reason="processes are forked here")

FACTS = 200


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        record(store, "acme", *[paid()] * FACTS)
    return path


def copying(book: Path, target: Path) -> Work:
    def work(say: Say) -> None:
        say.begins("copy")
        copy(book, target)
        say.done("copy")

    return work


def refuse_half(book: Path, folder: Path, killed: Killed) -> None:
    """Assert that what stands by the name of the copy is one, and that the next one is not hindered."""
    there = (folder / "copy.db").exists()
    assert there or not killed.done
    if there:
        refuse_unsound(folder / "copy.db")
        with closing(open_ledger(folder / "copy.db")) as store:
            assert store.head() == FACTS
    assert copy(book, folder / "again.db").facts == FACTS
    refuse_unsound(book)


def test_at_every_step(book: Path, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    last = steps(copying(book, tmp_path / "whole" / "copy.db"))
    seen = set()
    for step in range(1, last + 1, 3):
        folder = tmp_path / str(step)
        folder.mkdir()
        refuse_half(book, folder, killed_at(copying(book, folder / "copy.db"), step))
        seen.add((folder / "copy.db").exists())
        shutil.rmtree(folder)
    assert seen == {False, True}


@pytest.mark.parametrize("seed", range(5))
def test_at_any_instant(book: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same kills every time
    killed = []
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        killed.append(killed_after(copying(book, folder / "copy.db"), chance.random() * 0.02))
        refuse_half(book, folder, killed[-1])
        shutil.rmtree(folder)
    assert in_flight_share(killed) > 0.3

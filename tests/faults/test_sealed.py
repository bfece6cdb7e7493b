"""Killed anywhere while something personal is recorded: nothing is stored that its key was not kept for."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.killing import Say, Work, killed_at, steps
from tests.faults.ledgers import refuse_unsound

import majoracct.adapters.storage.engine  # noqa: F401 - children need not load it anew
from majoracct.adapters.trust import vault
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.book.persons import PersonKeyCommitted
from majoracct.domain.kernel import LEDGER
from majoracct.ledger import Ledger

pytest.importorskip("resource", reason="processes are forked here")

WRAPPING = bytes(range(32))
ANN = StakeholderIdentified("p7", BuyingFunction.FINANCE, name="Ann Bligh", title="CFO")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a folder with a ledger that knows an account, and its key store."""
    folder = tmp_path / "base"
    folder.mkdir()
    with (
        closing(vault.create(folder / "people.keys", "ledger-1", WRAPPING)) as keys,
        Ledger.create(folder / "book.db", currency="GBP", by="kim", vault=keys) as ledger,
    ):
        ledger.desk(by="kim").on(ledger.today()).record("acme", AccountOpened("Acme"))
    return folder


def record(folder: Path) -> None:
    with (
        closing(vault.open_key_store(folder / "people.keys", WRAPPING)) as keys,
        Ledger.open(folder / "book.db", vault=keys) as ledger,
    ):
        desk = ledger.desk(by="kim").on(ledger.today(), command_id="ann")
        desk.record("acme", ANN)


def recording(folder: Path) -> Work:
    def work(say: Say) -> None:
        say.begins("ann")
        record(folder)
        say.done("ann")

    return work


def told(folder: Path) -> list[StakeholderIdentified]:
    """Return what is recorded of Ann, read with the keys that were kept."""
    with (
        closing(vault.open_key_store(folder / "people.keys", WRAPPING)) as keys,
        Ledger.open(folder / "book.db", vault=keys) as ledger,
    ):
        committed = {
            fact.event.person: fact.event.commitment
            for fact in ledger.store.facts(LEDGER)
            if isinstance(fact.event, PersonKeyCommitted)
        }
        assert all(keys.commitment(person) == made for person, made in committed.items())
        events = [fact.event for fact in ledger.store.facts("acme")]
        return [event for event in events if isinstance(event, StakeholderIdentified)]


def test_at_every_step(shelf: Path, tmp_path: Path) -> None:
    def fresh(name: str) -> Path:
        return Path(shutil.copytree(shelf, tmp_path / name))

    last = steps(recording(fresh("whole")))
    seen = set()
    for step in range(1, last + 1, 2):
        folder = fresh(str(step))
        killed = killed_at(recording(folder), step)
        refuse_unsound(folder / "book.db")
        there = told(folder)
        assert there in ([], [ANN])
        assert there or not killed.done
        seen.add(len(there))
        record(folder)  # the same command again: its first result, or what was not recorded
        assert told(folder) == [ANN]
        refuse_unsound(folder / "book.db")
    assert seen == {0, 1}

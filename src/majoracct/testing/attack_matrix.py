"""The attack matrix, measured: seven forgeries by four forgers, and what verifying says of each.

A ledger of some 1,500 facts is recorded as anybody would record it, with a checkpoint after two thirds of
it and one at its end. For each cell a copy is forged, and verified with what whoever verifies holds:
nothing, the last checkpoint, or an older one, and the public key.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Final

from attrs import frozen

from majoracct.adapters.trust.note import Signer, Verifier
from majoracct.adapters.trust.seal import checkpoint
from majoracct.adapters.trust.verify import Verification, verify
from majoracct.adapters.trust.vouching import read
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.money import Money
from majoracct.ledger import Ledger, Request
from majoracct.testing.forging import ATTACKS, Means, forge

__all__ = ["BENIGN", "COLUMNS", "Book", "Column", "make_book", "measured"]

BENIGN: Final = "VACUUM (benign)"
_ACCOUNTS: Final = 20
_OLDER: Final = 1_000  # payments before the older checkpoint
_LATER: Final = 500  # and after it
_AT_ONCE: Final = 50


@frozen
class Column:
    """A forger, and what whoever verifies holds: "", "last" or "older"."""

    title: str
    means: Means
    anchor: str = ""


COLUMNS: Final = (
    Column("A", Means.ROWS),
    Column("B", Means.TREE),
    Column("C, no anchor", Means.CHECKPOINTS),
    Column("C, last checkpoint held outside", Means.CHECKPOINTS, "last"),
    Column("D, last held outside", Means.KEY, "last"),
    Column("D, only an older one held", Means.KEY, "older"),
)


@frozen
class Book:
    """A sound ledger at PATH, who signs it, and its checkpoints as somebody else keeps them."""

    path: Path
    signer: Signer
    anchors: dict[str, bytes]

    @property
    def verifier(self) -> Verifier:
        """The public key."""
        return self.signer.verifier

    def verified(self, path: Path, anchor: str) -> Verification:
        """Return what verifying the file at PATH finds, for whoever holds ANCHOR and the public key."""
        from majoracct.adapters.storage.sqlite import open_ledger

        outside = [read(self.anchors[anchor], f"{anchor}.txt")] if anchor else []
        with closing(open_ledger(path)) as store:
            return verify(store, checkpoints=outside, keys=[self.verifier] if anchor else [])

    def attacked(self, attack: str, column: Column, folder: Path) -> Verification:
        """Return what is found in a copy of it, in FOLDER, once the forger of COLUMN has done ATTACK."""
        victim = folder / "attacked.db"
        shutil.copyfile(self.path, victim)
        if attack == BENIGN:
            with closing(sqlite3.connect(victim)) as connection:
                connection.execute("VACUUM")
        else:
            forge(victim, ATTACKS[attack], column.means, self.signer)
        return self.verified(victim, column.anchor)


def make_book(folder: Path) -> Book:
    """Record a ledger in FOLDER, and have it sealed twice."""
    path, signer = folder / "book.db", Signer.generate("signer.example")
    seconds, ids = itertools.count(), itertools.count(1)

    def clock() -> dt.datetime:
        return dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC) + dt.timedelta(seconds=next(seconds))

    with Ledger.create(
        path, currency="GBP", by="kim", clock=clock, new_id=lambda: f"id{next(ids)}"
    ) as ledger:
        desk = ledger.desk(by="kim", role="sales operations")
        keys = [f"account-{number:02d}" for number in range(_ACCOUNTS)]
        first = dt.date(2024, 1, 1)
        desk.record_all([Request(key, AccountOpened(f"Account {key[-2:]}"), first) for key in keys])
        anchors = {}
        for name, count in (("older", _OLDER), ("last", _LATER)):
            for start in range(0, count, _AT_ONCE):
                desk.record_all([_payment(keys, number) for number in range(start, start + _AT_ONCE)])
            anchors[name] = checkpoint(ledger, desk, signer).note
    return Book(path, signer, anchors)


def _payment(keys: list[str], number: int) -> Request:
    day = dt.date(2024, 1, 1) + dt.timedelta(days=number % 150)
    return Request(keys[number * 7 % len(keys)], RevenueRecorded(Money(Decimal(number), "GBP")), day)


def measured(book: Book, folder: Path) -> Iterator[tuple[str, list[bool]]]:
    """Yield each attack on BOOK, and the benign change, each with whether it is found, column by column."""
    for attack in (*ATTACKS, BENIGN):
        yield attack, [not book.attacked(attack, column, folder).sound for column in COLUMNS]

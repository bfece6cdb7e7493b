"""Ledgers in files, whose views are made."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import money
from majoracct.testing.histories import ticking

Maker = Callable[[], Ledger]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """Yield what creates a ledger in a new file, on a clock that ticks."""
    made: list[Ledger] = []
    names = itertools.count()

    def create() -> Ledger:
        while made:  # one at a time is open
            made.pop().close()
        where = tmp_path / f"{next(names)}.db"
        made.append(Ledger.create(where, currency="GBP", by="kim", clock=ticking()))
        return made[-1]

    yield create
    while made:
        made.pop().close()


@pytest.fixture
def ledger(make: Maker) -> Ledger:
    """Return a ledger in which acme and bolt are open and paid, and acme has a tier and a sponsor."""
    ledger = make()
    desk = ledger.desk(by="kim", role="sales executive").on(dt.date(2022, 1, 1), reason="a start")
    for key in ("acme", "bolt"):
        desk.record(key, AccountOpened(key.title()))
        desk.record(key, RevenueRecorded(money("100.10")))
    desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee"))
    desk.record("acme", SponsorNamed("p1", "CFO", "capital spend"))
    desk.record("acme", TierMoved(Tier.CORE, override=True))
    return ledger

"""Appends to a store, as short as its tests need them."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import Event, Fact
from majoracct.domain.money import Money
from majoracct.ports import Command, EventStore, Receipt

__all__ = ["DAY", "NOW", "command", "paid", "record"]

NOW = 1_714_550_400_000_000  # 2024-05-01T08:00:00Z, in microseconds
DAY = dt.date(2024, 5, 1)

_ids = itertools.count(1)


def paid(amount: str = "1.01", currency: str = "GBP") -> RevenueRecorded:
    """Return an event that every ledger has many of."""
    return RevenueRecorded(Money(Decimal(amount), currency))


def command(*facts: tuple[str, int, Event[Any]], id_: str | None = None, **said: Any) -> Command:
    """Return a command of FACTS: stream, version and event each. SAID: the facts' other attributes."""
    rest = {"on": DAY, "by": "kim", **said}
    return Command(
        id_ or f"command-{next(_ids)}",
        tuple(Fact(stream, version, 0, event, **rest) for stream, version, event in facts),
    )


def record(
    store: EventStore, stream: str, *events: Event[Any], now: int = NOW, id_: str | None = None
) -> Receipt:
    """Append EVENTS to STREAM, wherever it stands, as one command."""
    head = store.heads((stream,), store.head())[stream]
    facts = [(stream, version, event) for version, event in enumerate(events, head + 1)]
    return store.append([command(*facts, id_=id_)], {stream: head}, now)

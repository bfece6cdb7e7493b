"""What the ledger holds of a record just before a moment, to hold an export against."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import TypeVar

from majoracct.adapters.exchange.salesforce.steps import Moment
from majoracct.stored import StoredFacts

__all__ = ["before"]

State = TypeVar("State")


def before(past: StoredFacts, streams: tuple[str, ...], topic: type[State], moment: Moment | None) -> State:
    """Return what TOPIC of STREAMS had come to before MOMENT; in the end, when there is none."""
    fold = past.fold(topic, streams)
    if moment is None:
        return fold.on(dt.date.max)
    day, _ = moment
    state = fold.on(day - dt.timedelta(days=1))
    for fact in fold.facts[bisect_left(fold.facts, day, key=lambda fact: fact.on) :]:
        if (fact.on, fact.time) >= moment:
            break
        state = fact.event.change(state, fact)
    return state

"""Which account tells of another that merged: what an export says of the one is recorded on the other."""

from __future__ import annotations

import datetime as dt

from majoracct.domain.account.mergers import Mergers
from majoracct.domain.past import Past

__all__ = ["teller", "tellers"]


def teller(past: Past, stream: str, day: dt.date) -> str:
    """Return the account that tells of STREAM on DAY: itself, or what it had merged into by then."""
    while (successor := past.fold(Mergers, (stream,)).on(day).successor) is not None:
        stream = successor
    return stream


def tellers(past: Past, stream: str) -> tuple[str, ...]:
    """Return every account that tells of STREAM, the last of them first, and itself at the end."""
    found = [stream]
    while (successor := past.fold(Mergers, (found[0],)).on(dt.date.max).successor) is not None:
        found.insert(0, successor)
    return tuple(found)

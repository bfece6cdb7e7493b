"""Keeping: what has become of each promise, from what was said, measured and corrected.

Rules
  KE1  A promise for which nobody agreed to a benchmark is nebulous.                         C-R2
  KE2  It is kept when every benchmark is reached, by results later than our last breach.    C-R1
  KE3  It is broken when we said so, or a benchmark has failed; mended once corrected since. C-R3
  KE4  Delivery is the share kept of the promises whose day has come, or whose fate is known. B-D5
"""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from majoracct.domain.account.expectations import Expectation, latest, verdict
from majoracct.domain.account.promises import Promises, benchmarks_of, broken, last_failure
from majoracct.domain.shares import share_of

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class PromiseStanding(enum.Enum):
    """What has become of a promise."""

    NEBULOUS = "nebulous"  # no benchmark says what would keep it (C-R2)
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    MENDED = "mended"  # broken, and something was corrected since
    RENEGED = "reneged"  # the customer took the agreement back


# What follows

_REACHED: Final = (Expectation.MET, Expectation.EXCEEDED)
_KNOWN: Final = (
    PromiseStanding.KEPT,
    PromiseStanding.BROKEN,
    PromiseStanding.MENDED,
    PromiseStanding.RENEGED,
)


def standing(account: Account, promise: str) -> PromiseStanding:
    """Return what has become of PROMISE by the day. Raises KeyError when it is not on record."""
    if account[Promises].promises[promise].reneged:
        return PromiseStanding.RENEGED
    if broken(account, promise):
        return PromiseStanding.BROKEN
    if _reached(account, promise):
        return PromiseStanding.KEPT
    if last_failure(account, promise) is not None:
        return PromiseStanding.MENDED
    return PromiseStanding.OPEN if benchmarks_of(account, promise) else PromiseStanding.NEBULOUS


def _reached(account: Account, promise: str) -> bool:
    """Return whether every benchmark of PROMISE is reached, by results later than our last breach of it."""
    agreed = [benchmark for _, benchmark in benchmarks_of(account, promise)]
    breaches = account[Promises].promises[promise].breaches
    results = [latest(b, account.on) for b in agreed if verdict(b, account.on) in _REACHED]
    later = [r for r in results if r and (not breaches or r.turn.moment > breaches[-1].moment)]
    return bool(agreed) and len(later) == len(agreed)


def due(account: Account, promise: str) -> bool:
    """Return whether PROMISE is to be judged on the day: its day has come, or its fate is known.

    A promise that names no day is due with the last of its benchmarks; without any, it never is.
    """
    agreed = benchmarks_of(account, promise)
    day = account[Promises].promises[promise].due or max((b.due for _, b in agreed), default=None)
    return (day is not None and day <= account.on) or standing(account, promise) in _KNOWN


def delivery_ratio(account: Account, opportunity: str) -> Decimal | None:
    """Return the share of the promises due for OPPORTUNITY that are kept; None when none is due."""
    made = [key for key, p in sorted(account[Promises].promises.items()) if p.opportunity == opportunity]
    judged = [key for key in made if due(account, key)]
    kept = [key for key in judged if standing(account, key) is PromiseStanding.KEPT]
    return share_of(len(kept), len(judged))

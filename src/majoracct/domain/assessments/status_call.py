"""Status call: which major accounts were reported on a call of the programme, and which were not.

Rules
  CALL1  Every account that was major on the day of the call is to be reported on it, also one that has
         merged into another or lost its status since.                                         B-G3
  CALL2  It was reported when its internal sponsor said so for that call, then or later.         B-G3
  CALL3  How regular the calls are is told by the days from each to the next.                    B-G3
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.governance import Governance, Reported
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.standing import called
from majoracct.domain.programme.status_calls import StatusCalls
from majoracct.domain.seen import Account, Programme

__all__ = ["Call", "OnCall", "calls", "on_call", "unasked"]


@frozen
class Call:
    """A status call: its id, its name and day, and the days since the one before.

    fact: what says now that it was held; another than its id once it was corrected.
    """

    key: str
    fact: str
    name: str
    on: dt.date
    days: int | None


@frozen
class OnCall:
    """An account that was to be reported on a call, and how it was; None: it was not.

    status: the fact that had made it major.
    """

    account: str
    name: str
    status: str
    reported: Reported | None


def calls(programme: Programme) -> list[Call]:
    """Return the status calls held by the day, earliest first (B-G3)."""
    found: list[Call] = []
    for key, held in programme[StatusCalls].in_order():
        days = (held.on - found[-1].on).days if found else None
        found.append(Call(key, held.fact, held.name, held.on, days))
    return found


def on_call(account: Account, call: Call) -> list[OnCall]:
    """Return how ACCOUNT, and those that have merged into it, were reported on CALL, if they were to be."""
    return [
        OnCall(one.key, called(one), _status(one, call), _report(one, call)) for one in _due(account, call)
    ]


def _due(account: Account, call: Call) -> Iterable[Account]:
    for stream in account.streams:
        one = account.other(stream)
        then = one.at(call.on)
        if then.merged_into is None and then[Qualification].status is Status.MAJOR:
            yield one


def _status(account: Account, call: Call) -> str:
    return account.at(call.on)[Qualification].fact


def _report(account: Account, call: Call) -> Reported | None:
    return account[Governance].reports.get(call.key)


def unasked(account: Account, call: Call) -> list[str]:
    """Return which of ACCOUNT and those that merged into it were reported on CALL without being major."""
    due = {one.key for one in _due(account, call)}
    each = (account.other(stream) for stream in account.streams)
    return [one.key for one in each if one.key not in due and _report(one, call) is not None]

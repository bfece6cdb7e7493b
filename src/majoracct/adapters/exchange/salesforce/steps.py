"""Steps: what is to be recorded for a row, one fact each, and known again by its id.

A step's id is made of the ids of Salesforce: that of the history's row for a change, that of the record
and what happened for the others. So a later export brings only what is new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from attrs import define, frozen

from majoracct.adapters.exchange.salesforce.files import Row
from majoracct.domain.kernel import Event
from majoracct.domain.seen import Account, Proposal
from majoracct.requests import Request

__all__ = ["Days", "Moment", "Step", "step_id"]

Moment: TypeAlias = tuple[dt.date, str]  # a day of the ledger's, and the time of day; "" when there is none


def step_id(id_: str, what: str = "") -> str:
    """Return the id of what happened to a record, or of the change that the row ID_ of a history tells."""
    return f"salesforce:{id_}:{what}" if what else f"salesforce:{id_}"


@frozen
class Step:
    """One fact that a row brings, unless it is on record."""

    row: Row
    id: str
    what: Event[Any] | Callable[[Account], Proposal]
    when: Moment
    known_on: dt.date | None  # the day Salesforce knew it
    source: Mapping[str, str]
    opens: str = ""  # the key of the account it opens
    about: str = ""  # the id of the step that identifies the opportunity it is about
    named: bool = False  # whether other steps are about what it identifies

    def request(self, stream: str, reason: str) -> Request:
        """Return what is asked of the desk."""
        (on, time), source = self.when, {name: said for name, said in self.source.items() if said}
        return Request(
            stream,
            self.what,
            on,
            self.id,
            reason or self.row.file.sheet.name,
            time=time,
            source=source,
            source_known=self.known_on,
            refers={"opportunity": self.about} if self.about else {},
            together=self.id if self.named else "",
        )


@define
class Days:
    """Instants as days and times of a zone, for the facts of one record, one after the other.

    Where clocks are put back, a later instant has an earlier time of day: it is given the time before it.
    """

    zone: ZoneInfo
    last: Moment = (dt.date.min, "")

    def at(self, instant: dt.datetime) -> Moment:
        """Return the day and time of INSTANT, not before the last one."""
        there = instant.astimezone(self.zone)
        return self.by(there.date(), f"{there:%H:%M:%S}")

    def by(self, day: dt.date, time: str = "") -> Moment:
        """Return DAY and TIME, not before the last one."""
        self.last = max(self.last, (day, time))
        return self.last

    def day(self, instant: dt.datetime) -> dt.date:
        """Return the day of INSTANT."""
        return instant.astimezone(self.zone).date()

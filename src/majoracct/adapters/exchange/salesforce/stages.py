"""Stages: which of them say that an opportunity is won or lost.

The map names them, or the rows of Opportunity tell, by IsClosed and IsWon. A history has only names.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from attrs import frozen

from majoracct.adapters.exchange.reading import UnusableFileError, shortened
from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.records import OpportunityRecord

__all__ = ["Outcome", "Stages"]


class Outcome(enum.Enum):
    """How an opportunity stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@frozen
class Stages:
    """What each stage says, by its name."""

    said: dict[str, Outcome]

    def of(self, stage: str) -> Outcome:
        """Return how an opportunity in STAGE stands."""
        return self.said.get(stage, Outcome.OPEN)

    @classmethod
    def told_by(cls, declared: Declared, records: Iterable[OpportunityRecord]) -> Stages:
        """Return what the map and the RECORDS say; rows that contradict the map are rejected.

        Raises UnusableFileError when two rows contradict each other, and the map does not settle it.
        """
        said = dict.fromkeys(declared.won, Outcome.WON) | dict.fromkeys(declared.lost, Outcome.LOST)
        first: dict[str, OpportunityRecord] = {}
        for record in records:
            row, stage = record.row, record.stage
            told = _told(record)
            if told is None:
                if record.closed and stage not in said:
                    row.reject(
                        "IsClosed",
                        f"it is decided, and nothing says how: name {shortened(stage)} under [stages]",
                    )
                continue
            if said.setdefault(stage, told) is told:
                first.setdefault(stage, record)
            elif stage in declared.won | declared.lost:
                row.reject(
                    "StageName",
                    f"it is {told.value}, and by the map {shortened(stage)} says {said[stage].value}",
                )
            else:
                raise UnusableFileError(
                    row.file.sheet.name,
                    f"in stage {shortened(stage)} it is {told.value}, and {said[stage].value} at "
                    f"{first[stage].row.place}: say which it means in a map of your own, under [stages]",
                    row=row.line,
                    column="StageName",
                )
        return cls(said)


def _told(record: OpportunityRecord) -> Outcome | None:
    """Return how the row says that it stands; None when it does not say."""
    if record.won:
        return Outcome.WON
    if record.closed is False:
        return Outcome.OPEN
    return Outcome.LOST if record.closed and record.won is False else None

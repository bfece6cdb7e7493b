"""The history of an opportunity: of the fields that are kept, from its start, and where it does not meet.

Changes of other fields say nothing that is recorded here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, Self, TypeVar

from attrs import frozen

from majoracct.adapters.exchange.cells import RowRejected
from majoracct.adapters.exchange.salesforce import cells
from majoracct.adapters.exchange.salesforce.files import Row
from majoracct.adapters.exchange.salesforce.records import (
    Export,
    FieldChange,
    OpportunityRecord,
    read_cell,
)
from majoracct.adapters.exchange.salesforce.replay import Change, Replayed, replay

__all__ = ["KEPT", "OpportunityHistory", "written"]

KEPT: Final = ("Amount", "CloseDate", "StageName")

Value = TypeVar("Value")


@frozen
class OpportunityHistory:
    """What an opportunity was worth, when it was to close and in which stage it was, from its start."""

    amounts: Replayed[Decimal | None]
    closes: Replayed[dt.date | None]
    stages: Replayed[str]
    rows: dict[str, Row]

    @classmethod
    def of(cls, record: OpportunityRecord, export: Export) -> Self:
        """Return the history of RECORD; rows that cannot be read are rejected, and gaps noted."""
        history = export.histories.get(record.id, [])
        rows = {change.id: change.row for change in history}
        return cls(
            _replayed("Amount", cells.amount, record.amount, history, record.row, rows),
            _replayed("CloseDate", cells.day, record.closes, history, record.row, rows),
            _replayed("StageName", str, record.stage, history, record.row, rows),
            rows,
        )

    def row(self, change: Change[Any]) -> Row:
        """Return the row that tells of CHANGE."""
        return self.rows[change.id]


def _replayed(
    column: str,
    read: Callable[[str], Value],
    now: Value,
    history: list[FieldChange],
    row: Row,
    rows: dict[str, Row],
) -> Replayed[Value]:
    changes = []
    for each in history:
        if each.field == column:
            try:
                old, new = read_cell(each.row, "OldValue", read), read_cell(each.row, "NewValue", read)
            except RowRejected as no:
                each.row.reject(no.column, no.reason)
            else:
                changes.append(Change(each.created, each.id, old, new))
    told = replay(changes, now)
    for gap in told.gaps:
        says, held = written(gap.says), written(gap.held)
        if gap.change is None:
            row.odds.append((column, f"it is {says}, and its history leaves it at {held}"))
        else:
            rows[gap.change.id].odds.append(
                ("OldValue", f"{column} was {says} by this row, and {held} by the one before")
            )
    return told


def written(value: object) -> str:
    """Return VALUE as a message says it."""
    return (
        "none"
        if value in (None, "")
        else f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else str(value)
    )

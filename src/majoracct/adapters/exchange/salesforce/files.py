"""Files: which object of Salesforce a CSV file holds, told by its columns, and one row of it.

Columns are named as the object reference names its fields; an exporter may write them in capitals.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Final

from attrs import define, field, frozen

from majoracct.adapters.exchange.reading import (
    Sheet,
    UnusableFileError,
    delimited_otherwise,
    shortened,
)

__all__ = ["File", "Object", "Row", "recognised"]

_CHANGES: Final = ("Id", "CreatedDate", "Field", "OldValue", "NewValue")


class Object(enum.Enum):
    """The objects that are read, in the order in which one rests on another."""

    ACCOUNT = "Account"
    CONTACT = "Contact"
    OPPORTUNITY = "Opportunity"
    ACCOUNT_HISTORY = "AccountHistory"
    OPPORTUNITY_HISTORY = "OpportunityFieldHistory"

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns by which it is known, and without which it cannot be read."""
        return _NEEDS[self]

    @property
    def prefix(self) -> str:
        """How ids of its records begin; those of every history begin alike."""
        return _PREFIXES.get(self, "017")

    @property
    def history_of(self) -> Object | None:
        """The object whose history it is."""
        return {Object.ACCOUNT_HISTORY: Object.ACCOUNT, Object.OPPORTUNITY_HISTORY: Object.OPPORTUNITY}.get(
            self
        )


_PREFIXES: Final = {Object.ACCOUNT: "001", Object.CONTACT: "003", Object.OPPORTUNITY: "006"}
_NEEDS: Final = {
    Object.ACCOUNT: ("Id", "Name", "CreatedDate"),
    Object.CONTACT: ("Id", "AccountId", "LastName", "CreatedDate"),
    Object.OPPORTUNITY: ("Id", "AccountId", "Name", "StageName", "Amount", "CloseDate", "CreatedDate"),
    Object.ACCOUNT_HISTORY: (*_CHANGES, "AccountId"),
    Object.OPPORTUNITY_HISTORY: (*_CHANGES, "OpportunityId"),
}
_NAMES: Final = {name.lower() for needs in _NEEDS.values() for name in needs} | {"opportunityid"}
# Of every other object that is read, or that could be taken for it.
_NOT_OF_ACCOUNTS: Final = ("AccountId", "OpportunityId", "LastName", "StageName", "Field")


@frozen
class File:
    """A sheet, what it holds, and where its columns stand, by their names in small letters."""

    sheet: Sheet
    object: Object
    columns: dict[str, int]

    @property
    def name(self) -> str:
        """The name of the object."""
        return self.object.value


@define(eq=False)
class Row:
    """One row, and what came of it.

    column, reason: what is in the way of it, or of some of it.
    new, known: facts recorded for it now, and before.
    odds: what in it does not meet what was there, column and telling.
    """

    file: File
    line: int
    cells: list[str]
    column: str = ""
    reason: str = ""
    new: int = 0
    known: int = 0
    odds: list[tuple[str, str]] = field(factory=list)

    def cell(self, column: str) -> str:
        """Return the cell of COLUMN, without spaces around it; "" when the file has no such column."""
        at = self.file.columns.get(column.lower())
        return "" if at is None else self.cells[at].strip()

    def has(self, column: str) -> bool:
        """Return whether the file has the COLUMN."""
        return column.lower() in self.file.columns

    def reject(self, column: str, reason: str) -> None:
        """Say what is in the way, unless something else was before."""
        if not self.reason:
            self.column, self.reason = column, reason

    @property
    def place(self) -> str:
        """Where it stands, as in Account.csv:3."""
        return f"{self.file.sheet.name}:{self.line}"


def recognised(sheets: Sequence[Sheet]) -> list[File]:
    """Return SHEETS as files of an export.

    Raises UnusableFileError when one is none, and when a history is without what it is the history of.
    """
    files = [_recognised(sheet) for sheet in sheets]
    given = {file.object for file in files}
    for file in files:
        whole = file.object.history_of
        if whole is not None and whole not in given:
            raise UnusableFileError(
                file.sheet.name,
                f"it is the history of {whole.value}, and says nothing without it: give that file, too",
            )
    return files


def _recognised(sheet: Sheet) -> File:
    columns: dict[str, int] = {}
    for at, name in enumerate(sheet.header):
        if name and columns.setdefault(name.strip().lower(), at) != at:
            raise UnusableFileError(
                sheet.name, "the header names it twice, in capitals and not", row=1, column=name
            )
    for object_ in reversed(Object):  # the choosiest first
        if all(name.lower() in columns for name in object_.needs) and not (
            object_ is Object.ACCOUNT and any(name.lower() in columns for name in _NOT_OF_ACCOUNTS)
        ):
            return File(sheet, object_, columns)
    likely = max(Object, key=lambda o: sum(name.lower() in columns for name in o.needs) / len(o.needs))
    missing = [name for name in likely.needs if name.lower() not in columns]
    lacks = f"; {likely.value} would have {', '.join(missing)} as well" if missing else ""
    labels = [name for name in sheet.header if " " in name and name.replace(" ", "").lower() in _NAMES]
    if labels:
        lacks += (
            f". {shortened(labels[0])} is a label, as in a report: export with the names of the fields, "
            "such as by Data Loader"
        )
    lacks += delimited_otherwise(sheet.header)
    there = ", ".join(shortened(name, quoted=False) for name in sheet.header[:20])
    raise UnusableFileError(
        sheet.name,
        f"by its columns it is none of {', '.join(o.value for o in Object)}{lacks}. The header has {there}",
        row=1,
    )

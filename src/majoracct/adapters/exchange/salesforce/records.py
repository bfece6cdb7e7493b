"""Records: the rows of an export, read, and gathered by what they are about.

A row that cannot be read is rejected, and so is one that rests on a row that is not there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from attrs import define, field, frozen

from majoracct.adapters.exchange.cells import RowRejected
from majoracct.adapters.exchange.salesforce import cells
from majoracct.adapters.exchange.salesforce.files import File, Object, Row
from majoracct.adapters.exchange.salesforce.ids import SalesforceIdError, full_id

__all__ = ["AccountRecord", "ContactRecord", "Export", "FieldChange", "OpportunityRecord", "read_cell"]

Read = TypeVar("Read")
_AT_ONCE: Final = 1000  # rows read between two reports of progress


@frozen
class AccountRecord:
    """A row of Account."""

    row: Row
    id: str
    created: dt.datetime
    name: str


@frozen
class ContactRecord:
    """A row of Contact. account: the id of its account."""

    row: Row
    id: str
    created: dt.datetime
    account: str
    name: str


@frozen
class OpportunityRecord:
    """A row of Opportunity, as it stands. closed, won: None where the file does not say."""

    row: Row
    id: str
    created: dt.datetime
    account: str
    name: str
    stage: str
    amount: Decimal | None
    closes: dt.date | None
    closed: bool | None
    won: bool | None


@frozen
class FieldChange:
    """A row of a history. of: the id of the record. old, new: as written."""

    row: Row
    id: str
    created: dt.datetime
    of: str
    field: str
    old: str
    new: str


Record: TypeAlias = AccountRecord | ContactRecord | OpportunityRecord | FieldChange


@define
class Export:
    """What the files of one export hold.

    rows: all of them, in the order of the files. Of the others, those that can be read, by id.
    histories: the changes of each record, by its id. begun: records whose history holds their creation.
    """

    rows: list[Row] = field(factory=list)
    accounts: dict[str, AccountRecord] = field(factory=dict)
    contacts: dict[str, ContactRecord] = field(factory=dict)
    opportunities: dict[str, OpportunityRecord] = field(factory=dict)
    histories: dict[str, list[FieldChange]] = field(factory=dict)
    begun: set[str] = field(factory=set)
    rejected: dict[str, Row] = field(factory=dict)  # rows that were rejected and have an id

    @classmethod
    def read(cls, files: Sequence[File], progress: Callable[[int], None] | None = None) -> Export:
        """Return what FILES hold; rows that are rejected say why."""
        export = cls()
        changes: dict[str, FieldChange] = {}
        for file in files:
            for some in _batches(file):
                for row in some:
                    export.rows.append(row)
                    export._take(row, changes)
                if progress is not None:
                    progress(len(some))
        for change in changes.values():
            export._gather(change)
        return export

    def _take(self, row: Row, changes: dict[str, FieldChange]) -> None:
        try:
            record = _record(row)
        except RowRejected as no:
            row.reject(no.column, no.reason)
            with contextlib.suppress(SalesforceIdError):
                self.rejected.setdefault(full_id(row.cell("Id")), row)
            return
        match record:
            case AccountRecord():
                _put(self.accounts, record)
            case ContactRecord():
                _put(self.contacts, record)
            case OpportunityRecord():
                _put(self.opportunities, record)
            case FieldChange():
                _put(changes, record)

    def _gather(self, change: FieldChange) -> None:
        whole = change.row.file.object.history_of
        known = self.accounts if whole is Object.ACCOUNT else self.opportunities
        column = f"{whole.value}Id" if whole else ""
        if change.of not in known:
            if (row := self.rejected.get(change.of)) is not None:
                change.row.reject(column, f"its record was rejected, at {row.place}")
            else:
                change.row.reject(column, f"no row of {column[:-2]} has the id {change.of}")
        elif change.created < known[change.of].created:
            change.row.reject("CreatedDate", f"its record was created later, at {known[change.of].row.place}")
        elif change.field == "created":
            self.begun.add(change.of)
        else:
            self.histories.setdefault(change.of, []).append(change)


AnyRecord = TypeVar("AnyRecord", bound=Record)


def _put(known: dict[str, AnyRecord], record: AnyRecord) -> None:
    if (first := known.setdefault(record.id, record)) is not record:
        record.row.reject("Id", f"{record.id} stands at {first.row.place} already")


def _batches(file: File) -> Iterator[list[Row]]:
    rows = (Row(file, line, cells_) for line, cells_ in file.sheet.read())
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def read_cell(row: Row, column: str, read: Callable[[str], Read]) -> Read:
    """Return what READ makes of ROW's cell of COLUMN. Raises RowRejected."""
    try:
        return read(row.cell(column))
    except (cells.CellError, SalesforceIdError) as error:
        raise RowRejected(column, str(error)) from None


def _record(row: Row) -> Record:
    width = len(row.file.sheet.header)
    if len(row.cells) != width:
        raise RowRejected("", f"it has {len(row.cells)} cells, and the header has {width}")
    kind = row.file.object
    if read_cell(row, "IsDeleted", cells.yes):
        raise RowRejected("IsDeleted", "it was deleted: it is in the recycle bin")
    id_ = read_cell(row, "Id", lambda cell: full_id(cell, kind.prefix))
    created = read_cell(row, "CreatedDate", cells.instant)
    if kind is Object.ACCOUNT:
        return AccountRecord(row, id_, created, _text(row, "Name"))
    if kind is Object.CONTACT:
        name = row.cell("Name") or f"{row.cell('FirstName')} {row.cell('LastName')}".strip()
        return ContactRecord(row, id_, created, _account(row), name)
    if kind is Object.OPPORTUNITY:
        return OpportunityRecord(
            row,
            id_,
            created,
            _account(row),
            _text(row, "Name"),
            _text(row, "StageName"),
            read_cell(row, "Amount", cells.amount),
            read_cell(row, "CloseDate", cells.day),
            read_cell(row, "IsClosed", cells.yes) if row.cell("IsClosed") else None,
            read_cell(row, "IsWon", cells.yes) if row.cell("IsWon") else None,
        )
    column, prefix = ("AccountId", "001") if kind is Object.ACCOUNT_HISTORY else ("OpportunityId", "006")
    of = read_cell(row, column, lambda cell: full_id(cell, prefix))
    return FieldChange(row, id_, created, of, _text(row, "Field"), row.cell("OldValue"), row.cell("NewValue"))


def _text(row: Row, column: str) -> str:
    said = row.cell(column)
    if not said:
        raise RowRejected(column, "it is empty")
    return said


def _account(row: Row) -> str:
    if not row.cell("AccountId"):
        raise RowRejected("AccountId", "it belongs to no account")
    return read_cell(row, "AccountId", lambda cell: full_id(cell, "001"))

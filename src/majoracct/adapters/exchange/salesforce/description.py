"""What an export says of the customer itself: industry, parent, size. A state, without a history.

It is told by the day the record was last modified, and again when a later export says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from attrs import asdict

from majoracct.adapters.exchange.cells import RowRejected
from majoracct.adapters.exchange.salesforce import cells
from majoracct.adapters.exchange.salesforce.files import Row
from majoracct.adapters.exchange.salesforce.ids import SalesforceIdError, full_id
from majoracct.adapters.exchange.salesforce.past import before
from majoracct.adapters.exchange.salesforce.records import AccountRecord, read_cell
from majoracct.adapters.exchange.salesforce.steps import Days, Step, step_id
from majoracct.domain.account.profile import FirmographicsRecorded, Profile
from majoracct.domain.money import Money, MoneyError
from majoracct.stored import StoredFacts

__all__ = ["description"]


def description(
    record: AccountRecord,
    others: Mapping[str, AccountRecord],
    currency: str,
    past: StoredFacts,
    stream: str,
    days: Days,
) -> Step | None:
    """Return the step that describes RECORD; None when it says nothing, or nothing else than the ledger.

    others: the accounts of the export, of which one may be its parent. Raises RowRejected.
    """
    row = record.row
    event = _event(row, others, currency)
    stated = event.stated
    if not stated:
        return None
    on_record = asdict(before(past, (stream,), Profile, None).firmographics, recurse=False)
    held = {name: on_record[name] for name in stated if on_record[name] is not None}
    if held == stated:
        row.known += 1
        return None
    modified = row.cell("LastModifiedDate")
    if not modified and held:
        differ = ", ".join(sorted(name for name in stated if held.get(name) != stated[name]))
        row.odds.append(("", f"{differ}: the ledger says otherwise, and no LastModifiedDate says since when"))
        return None
    at = read_cell(row, "LastModifiedDate", cells.instant) if modified else record.created
    said = "\0".join(f"{name}={stated[name]}" for name in sorted(stated))
    digest = blake2b(f"{at.isoformat()}\0{said}".encode(), digest_size=8).hexdigest()
    source = {"LastModifiedDate": modified, "assumed": "" if modified else "the day"}
    own = Days(days.zone)
    when = own.at(max(at, record.created))
    return Step(row, step_id(record.id, f"described:{digest}"), event, when, own.day(at), source)


def _event(row: Row, others: Mapping[str, AccountRecord], currency: str) -> FirmographicsRecorded:
    amount = read_cell(row, "AnnualRevenue", cells.amount)
    try:
        turnover = Money(amount, row.cell("CurrencyIsoCode") or currency) if amount else None
    except MoneyError as error:
        raise RowRejected("AnnualRevenue", str(error)) from None
    place = ", ".join(filter(None, (row.cell("BillingCity"), row.cell("BillingCountry"))))
    return FirmographicsRecorded(
        sector=row.cell("Industry") or None,
        parent=_parent(row, others),
        turnover=turnover,
        employees=_whole(row, "NumberOfEmployees"),
        founded=_whole(row, "YearStarted"),
        location=place or None,
    )


def _parent(row: Row, others: Mapping[str, AccountRecord]) -> str | None:
    """Return the name of the account it belongs to, where the export has it."""
    if not row.cell("ParentId"):
        return None
    try:
        found = others.get(full_id(row.cell("ParentId"), "001"))
    except SalesforceIdError as error:
        raise RowRejected("ParentId", str(error)) from None
    return found.name if found else None


def _whole(row: Row, column: str) -> int | None:
    number = read_cell(row, column, cells.amount)
    if not number:
        return None
    if number != int(number):
        raise RowRejected(column, f"{row.cell(column)!r} is no whole number")
    return int(number)

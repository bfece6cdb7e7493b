"""Accounts of an export: which account of the ledger each is, and what its rows bring.

An account is known again by its id in Salesforce. Its key is its name in small letters, and where two
have one name, the one created later has its id in its key as well. That an account of the ledger is the
customer of that name is nothing we guess: then it is said by the map, or by `account link`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from attrs import define, field

from majoracct.adapters.exchange.cells import RowRejected, slug
from majoracct.adapters.exchange.salesforce.description import description
from majoracct.adapters.exchange.salesforce.files import Row
from majoracct.adapters.exchange.salesforce.ids import SalesforceIdError, full_id
from majoracct.adapters.exchange.salesforce.past import before
from majoracct.adapters.exchange.salesforce.records import AccountRecord, Export, FieldChange
from majoracct.adapters.exchange.salesforce.replay import Change, Replayed, replay
from majoracct.adapters.exchange.salesforce.steps import Days, Step, step_id
from majoracct.domain.account.profile import (
    KEY,
    AccountOpened,
    AccountRenamed,
    ExternalIdRecorded,
    Profile,
)
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.stored import StoredFacts

__all__ = ["KEPT", "SYSTEM", "Places", "account_steps", "linked_accounts"]

SYSTEM: Final = "salesforce"
KEPT: Final = "Name"
_SLUG_LIMIT: Final = 45  # characters of a key that stand before an id


def linked_accounts(past: StoredFacts, streams: Collection[str]) -> dict[str, str]:
    """Return the accounts of STREAMS that are known to Salesforce: keys, by id."""
    linked: dict[str, str] = {}
    for stream in sorted(streams):
        for fact in past.live(stream, Profile):
            event = fact.event
            if isinstance(event, ExternalIdRecorded) and event.system.strip().lower() == SYSTEM:
                try:
                    linked.setdefault(full_id(event.id.strip()), stream)
                except SalesforceIdError:
                    continue
    return linked


@define
class Places:
    """Where accounts are recorded.

    opened: keys by id, as earlier imports opened them. linked: as the ledger says, in any way.
    chosen: as the map says. streams: keys, as they are settled, by id.
    """

    past: StoredFacts
    opened: Mapping[str, str]
    linked: Mapping[str, str]
    chosen: Mapping[str, str]
    streams: dict[str, str] = field(factory=dict)
    _taken: dict[str, str] = field(factory=dict)  # ids by key

    def __attrs_post_init__(self) -> None:
        self.streams = {**self.linked, **self.opened}
        self._taken = {key: id_ for id_, key in self.streams.items()}

    def settle(self, record: AccountRecord) -> str | None:
        """Return the key of the account of RECORD; None when it is rejected, and its row says why."""
        if (known := self.streams.get(record.id)) is not None:
            return known
        if (chosen := self.chosen.get(record.id)) is not None:
            if (other := self._taken.get(chosen)) is not None:
                record.row.reject("Id", f"the map makes it {chosen}, which is {other} in Salesforce already")
                return None
            return self._take(record, chosen)
        key = slug(record.name)
        if not KEY.match(key) or key in (LEDGER, PROGRAMME):
            key = f"{key[:_SLUG_LIMIT]}-{record.id.lower()}".strip("-")
        if key in self._taken:
            key = f"{key[:_SLUG_LIMIT].rstrip('-')}-{record.id.lower()}"
        if self.past.head(key):
            record.row.reject(
                KEPT,
                f"{key} is in the ledger, and not known to Salesforce by this id. If it is the same "
                f"customer: majoracct account link {key} --system {SYSTEM} --id {record.id}; if not, choose "
                "a key for it in a map of your own, under [accounts.keys]",
            )
            return None
        return self._take(record, key)

    def _take(self, record: AccountRecord, key: str) -> str:
        self.streams[record.id] = key
        self._taken[key] = record.id
        return key


def account_steps(
    record: AccountRecord, export: Export, places: Places, stream: str, days: Days, currency: str
) -> Iterator[Step]:
    """Yield what the row and the history of RECORD bring."""
    told = _told(record, export)
    first, known_on = days.at(record.created), days.day(record.created)
    source = {"Id": record.id, "CreatedDate": record.row.cell("CreatedDate")}
    if record.id not in places.linked or record.id in places.opened:
        if not places.past.head(stream) or record.id in places.opened:
            assumed = "" if record.id in export.begun else "Name, which may have been another before"
            opened = AccountOpened(told.start)
            yield Step(
                record.row,
                step_id(record.id, "opened"),
                opened,
                first,
                known_on,
                {**source, "assumed": assumed},
                stream,
            )
        link = ExternalIdRecorded(SYSTEM, record.id)
        yield Step(record.row, step_id(record.id, "linked"), link, first, known_on, source)
    else:
        record.row.known += 1
    if places.past.head(stream):
        _against_the_ledger(record, told, export, places, stream, days)
    try:
        described = description(record, export.accounts, currency, places.past, stream, days)
        yield from [described] if described else []
    except RowRejected as no:
        record.row.reject(no.column, no.reason)
    for change in told.changes:
        row = _row_of(change, export.histories[record.id])
        yield Step(
            row,
            step_id(change.id),
            AccountRenamed(change.new),
            days.at(change.at),
            days.day(change.at),
            {name: row.cell(name) for name in ("Field", "OldValue", "NewValue", "CreatedDate")},
        )


def _told(record: AccountRecord, export: Export) -> Replayed[str]:
    changes = []
    for change in export.histories.get(record.id, ()):
        if change.field == KEPT:
            if change.new:
                changes.append(Change(change.created, change.id, change.old, change.new))
            else:
                change.row.reject("NewValue", "an account has a name")
    told = replay(changes, record.name)
    for gap in told.gaps:
        if gap.change is None:
            said = f"it is {gap.says!r}, and its history leaves it at {gap.held!r}"
            record.row.odds.append((KEPT, said))
        else:
            row = _row_of(gap.change, export.histories[record.id])
            said = f"Name was {gap.says!r} by this row, and {gap.held!r} by the one before"
            row.odds.append(("OldValue", said))
    return told


def _against_the_ledger(
    record: AccountRecord, told: Replayed[str], export: Export, places: Places, stream: str, days: Days
) -> None:
    """Note where what the ledger holds is not what the history says was there before its first change."""
    first = told.changes[0] if told.changes else None
    fresh = Days(days.zone)
    held = before(places.past, (stream,), Profile, fresh.at(first.at) if first else None).name
    if not held or held == told.start:
        return
    if first is None:
        said = f"it is {told.start!r}, the ledger has {held!r}, and no history says when it was renamed"
        record.row.odds.append((KEPT, said))
    else:
        row = _row_of(first, export.histories[record.id])
        row.odds.append(("OldValue", f"Name was {told.start!r} by this row, and the ledger has {held!r}"))


def _row_of(change: Change[str], history: list[FieldChange]) -> Row:
    return next(each.row for each in history if each.id == change.id)

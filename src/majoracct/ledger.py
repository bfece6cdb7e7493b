"""The ledger as an embedding application uses it: open it, see accounts on any day, record at a desk."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import secrets
from collections.abc import Callable
from typing import Any, Final, Self, TypeAlias
from zoneinfo import ZoneInfo

from majoracct.desk import Desk
from majoracct.domain.book.settings import LedgerCreated, Settings
from majoracct.domain.kernel import LEDGER, PROGRAMME, Actor, Assurance
from majoracct.domain.seen import EVER, Account, Book, Programme
from majoracct.ports import EventStore, NotFoundError
from majoracct.requests import Request
from majoracct.stored import StoredFacts

__all__ = ["Clock", "Desk", "Ledger", "Request", "StoredFacts"]

Clock: TypeAlias = Callable[[], dt.datetime]

# Where the adapter of each kind of ledger is. Named, not imported: this floor is below theirs.
_ADAPTERS: Final = {
    "sqlite": "majoracct.adapters.storage.sqlite",
    "memory": "majoracct.adapters.storage.memory",
}


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def microseconds(instant: dt.datetime) -> int:
    """Return INSTANT in microseconds since 1970 UTC."""
    return (instant - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


def _new_id() -> str:
    return secrets.token_hex(12)


class Ledger:
    """A book of record. One per process, safe for its threads; open it again after a fork."""

    def __init__(
        self, store: EventStore, *, clock: Clock = _utc_now, new_id: Callable[[], str] = _new_id
    ) -> None:
        """Use STORE. `open` and `create` are the usual ways to a ledger.

        clock: returns the present instant, with its zone.
        new_id: returns an id never returned before.
        """
        self.store = store
        self._clock = clock
        self._new_id = new_id
        self._settings: Settings | None = None

    @classmethod
    def open(
        cls, url: str | os.PathLike[str], *, clock: Clock = _utc_now, new_id: Callable[[], str] = _new_id
    ) -> Self:
        """Open the ledger at URL: a path, ``sqlite:///book.db`` or ``sqlite:////srv/book.db``.

        Raises LedgerMissingError when there is none, LedgerFaultError when it cannot be read.
        """
        adapter, place = _adapter(url)
        return cls(adapter.open_ledger(place), clock=clock, new_id=new_id)

    @classmethod
    def create(
        cls,
        url: str | os.PathLike[str],
        *,
        currency: str,
        zone: str = "UTC",
        fiscal_year_start: int = 1,
        by: str,
        role: str = "",
        assurance: Assurance = Assurance.ASSERTED,
        ledger_id: str | None = None,
        clock: Clock = _utc_now,
        new_id: Callable[[], str] = _new_id,
    ) -> Self:
        """Create a ledger at URL, with the shipped policy in force from the first day of the calendar.

        currency: of money that names none, an ISO 4217 code.
        zone: the IANA zone of the ledger's days.
        fiscal_year_start: the month in which its fiscal years start.
        Raises LedgerExistsError when something is there already.
        """
        from majoracct.domain.programme.policy import PolicyAdopted
        from majoracct.domain.programme.terms import Terms

        terms = Terms.shipped(currency)
        adapter, place = _adapter(url)
        now = clock()
        store = adapter.create(place, ledger_id or new_id(), microseconds(now))
        ledger = cls(store, clock=clock, new_id=new_id)
        today = now.astimezone(ZoneInfo(zone)).date()
        desk = ledger.desk(by=by, role=role, assurance=assurance).on(today)
        desk.record_all(
            [
                Request(LEDGER, LedgerCreated(currency, zone, fiscal_year_start), today),
                Request(PROGRAMME, PolicyAdopted(terms), dt.date.min, reason="the shipped policy"),
            ]
        )
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ledger."""
        self.store.close()

    # Reading

    @property
    def id(self) -> str:
        """The ledger's id, given at its creation."""
        return self.store.ledger_id

    @property
    def settings(self) -> Settings:
        """Its currency, zone and fiscal calendar."""
        if self._settings is None:
            self._settings = Book(LEDGER, EVER, StoredFacts(self.store, self.store.head()))[Settings]
        return self._settings

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its days."""
        return ZoneInfo(self.settings.zone)

    def now(self) -> dt.datetime:
        """Return the present instant."""
        return self._clock()

    def instant(self) -> int:
        """Return the present instant, in microseconds since 1970 UTC."""
        return microseconds(self._clock())

    def new_id(self) -> str:
        """Return an id never returned before."""
        return self._new_id()

    def today(self) -> dt.date:
        """Return the present day in the ledger's zone."""
        return self._clock().astimezone(self.zone).date()

    def day_of(self, recorded_at: int) -> dt.date:
        """Return the day, in the ledger's zone, of an instant in microseconds since 1970 UTC."""
        instant = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=recorded_at)
        return instant.astimezone(self.zone).date()

    def position(self, known_at: int | dt.datetime | None = None) -> int:
        """Return the position KNOWN_AT means: the last one, a position, or the last at an instant.

        Raises NotFoundError for a position or an instant outside the ledger.
        """
        head = self.store.head()
        if known_at is None:
            return head
        if isinstance(known_at, int):
            if not 1 <= known_at <= head:
                raise NotFoundError(f"@{known_at} is no position of this ledger: they run from @1 to @{head}")
            return known_at
        if known_at > self._clock():
            raise NotFoundError(
                f"{known_at.isoformat()} has not come yet: what will be known then is not known"
            )
        position = self.store.position_at(microseconds(known_at))
        if position == 0:
            first = next(self.store.facts(at=1))
            raise NotFoundError(
                f"nothing was known at {known_at.isoformat()}: "
                f"this ledger begins on {self.day_of(first.recorded_at)}"
            )
        return position

    def past(self, known_at: int | dt.datetime | None = None) -> StoredFacts:
        """Return what the ledger held at a position or instant; by default, now."""
        return StoredFacts(self.store, self.position(known_at))

    def account(
        self,
        key: str,
        *,
        as_of: dt.date | None = None,
        known_at: int | dt.datetime | None = None,
        past: StoredFacts | None = None,
    ) -> Account:
        """Return the account KEY as it stood on a day (today), as known at a position or instant (now).

        past: what was read already, to read no more than once.
        Raises NotFoundError when it is not known, or not yet on that day.
        """
        past = past or self.past(known_at)
        day = as_of or self.today()
        account = Account(key, day, past)
        first = account.since if key not in (LEDGER, PROGRAMME) else None
        if first is None:
            raise NotFoundError(f"no account {key!r} was known at @{past.known_at}")
        if first > day:
            raise NotFoundError(f"{key} is first known on {first}, after {day}")
        return account

    def accounts(
        self, *, as_of: dt.date | None = None, known_at: int | dt.datetime | None = None
    ) -> list[Account]:
        """Return every account there was on a day, by key; merged accounts are told by their successor."""
        past = self.past(known_at).fetch_all()
        day = as_of or self.today()
        found = (Account(s, day, past) for s in past.streams if s not in (LEDGER, PROGRAMME))
        return [a for a in found if (a.since or EVER) <= day and a.merged_into is None]

    def programme(
        self, *, as_of: dt.date | None = None, known_at: int | dt.datetime | None = None
    ) -> Programme:
        """Return the programme as it stood on a day, as known at a position or instant."""
        return Programme(PROGRAMME, as_of or self.today(), self.past(known_at))

    # Recording

    def desk(
        self,
        *,
        by: str,
        role: str = "",
        assurance: Assurance = Assurance.HOST_APPLICATION,
        channel: str = "library",
    ) -> Desk:
        """Return a desk at which somebody records; one per request.

        by: who, as the host knows them. role: the capacity in which.
        assurance: how far that is assured; a host that did not authenticate says so.
        """
        return Desk(self, Actor(by, role, assurance), channel)


def _adapter(url: str | os.PathLike[str]) -> tuple[Any, str]:
    text = os.fspath(url)
    scheme, separator, rest = text.partition(":")
    if separator and scheme in _ADAPTERS:
        place = rest.removeprefix("///") if rest.startswith("///") else rest
        return importlib.import_module(_ADAPTERS[scheme]), place
    if "://" in text:
        raise NotFoundError(f"no storage adapter for {scheme}: there are {', '.join(sorted(_ADAPTERS))}")
    return importlib.import_module(_ADAPTERS["sqlite"]), text

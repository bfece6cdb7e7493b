"""The ledger as an embedding application uses it: open it, see accounts on any day, record at a desk."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self, TypeAlias
from zoneinfo import ZoneInfo

from majoracct.desk import Desk
from majoracct.domain.book.persons import KeyStoreAttached
from majoracct.domain.book.settings import LedgerCreated, Settings
from majoracct.domain.kernel import LEDGER, PROGRAMME, Actor, Assurance
from majoracct.domain.seen import EVER, Account, Book, Programme, judge
from majoracct.ports import EventStore, LedgerError, LedgerExistsError, NotFoundError, Vault
from majoracct.requests import Request
from majoracct.sealing import Sealer
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
        """Use STORE, which holds a ledger. `open`, `create` and `establish` are the usual ways to one.

        clock: returns the present instant, with its zone.
        new_id: returns an id never returned before.
        """
        self.store = store
        self.sealer = Sealer(store.vault, set())
        self._clock = clock
        self._new_id = new_id
        self._settings: Settings | None = None

    @classmethod
    def open(
        cls,
        url: str | os.PathLike[str],
        *,
        vault: Vault | None = None,
        clock: Clock = _utc_now,
        new_id: Callable[[], str] = _new_id,
    ) -> Self:
        """Open the ledger at URL: a path, ``sqlite:///book.db`` or ``sqlite:////srv/book.db``.

        vault: what seals and opens what is personal, where the ledger has a key store.
        Raises LedgerMissingError when there is none, LedgerFaultError when it cannot be read, KeyStoreError
        when VAULT is another ledger's.
        """
        adapter, place = _adapter(url)
        return cls(adapter.open_ledger(place, vault=vault), clock=clock, new_id=new_id)

    @classmethod
    def create(
        cls,
        url: str | os.PathLike[str],
        *,
        currency: str,
        zone: str = "UTC",
        fiscal_year_start: int = 1,
        until: dt.date | None = None,
        by: str,
        role: str = "",
        assurance: Assurance = Assurance.ASSERTED,
        ledger_id: str | None = None,
        vault: Vault | None = None,
        clock: Clock = _utc_now,
        new_id: Callable[[], str] = _new_id,
    ) -> Self:
        """Create a ledger at URL, with the shipped policy in force from the first day of the calendar.

        currency: of money that names none, an ISO 4217 code.
        zone: the IANA zone of the ledger's days.
        fiscal_year_start: the month in which its fiscal years start.
        until: the last day of a closed period it tells of; a question that names no day is asked of it.
        vault: what seals what is personal; it names the ledger's id. None: that is kept in the clear.
        Raises LedgerExistsError when something is there already, and what `establish` raises. When it
        raises, it leaves nothing behind.
        """
        adapter, place = _adapter(url)
        now = clock()
        first = _first_requests(LedgerCreated(currency, zone, fiscal_year_start, until), by, now)
        if vault is not None:
            first.append(Request(LEDGER, KeyStoreAttached(vault.id), first[0].on))
        ledger_id = ledger_id or (vault.ledger_id if vault is not None else new_id())
        store = adapter.create(place, ledger_id, microseconds(now), vault=vault)
        ledger = cls(store, clock=clock, new_id=new_id)
        try:
            ledger.desk(by=by, role=role, assurance=assurance).record_all(first)
        except BaseException:
            _discard(store)
            raise
        return ledger

    @classmethod
    def establish(
        cls,
        store: EventStore,
        *,
        currency: str,
        zone: str = "UTC",
        fiscal_year_start: int = 1,
        by: str,
        role: str = "",
        assurance: Assurance = Assurance.ASSERTED,
        clock: Clock = _utc_now,
        new_id: Callable[[], str] = _new_id,
    ) -> Self:
        """Make an empty STORE of one's own a ledger, as `create` does; from then on, ``Ledger(store)`` is it.

        Raises LedgerExistsError when the store holds facts, Refused (L3), MoneyError for the currency,
        and ValueError for a zone there is not or an actor without a name; then nothing was recorded.
        """
        first = _first_requests(LedgerCreated(currency, zone, fiscal_year_start), by, clock())
        if head := store.head():
            raise LedgerExistsError(f"the store holds a ledger already, up to @{head}: take an empty one")
        ledger = cls(store, clock=clock, new_id=new_id)
        ledger.desk(by=by, role=role, assurance=assurance).record_all(first)
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ledger, and of the keys of its people."""
        self.store.close()
        if self.store.vault is not None:
            self.store.vault.close()

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
        """Return the present day in the ledger's zone; of a closed period, its last day."""
        today = self._clock().astimezone(self.zone).date()
        return min(today, self.settings.until or today)

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
        instant = microseconds(known_at)
        # A clock that was set back has yet to reach instants that are on record: those did come. Past
        # the last of them is an instant when everything was recorded before it.
        if known_at > self._clock() and self.store.position_at(instant - 1) >= head:
            raise NotFoundError(
                f"{known_at.isoformat()} has not come yet: what will be known then is not known"
            )
        position = self.store.position_at(instant)
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

    def _past(self, past: StoredFacts | None, known_at: int | dt.datetime | None) -> StoredFacts:
        if past is None:
            return self.past(known_at)
        if known_at is not None:
            raise ValueError("past says what was known already: give past or known_at, not both")
        return past

    def account(
        self,
        key: str,
        *,
        as_of: dt.date | None = None,
        known_at: int | dt.datetime | None = None,
        past: StoredFacts | None = None,
    ) -> Account:
        """Return the account KEY as it stood on a day (today), as known at a position or instant (now).

        past: what was read already, to read no more than once; it has its position, so give one or the other.
        Raises NotFoundError when it is not known, or not yet on that day.
        """
        past = self._past(past, known_at)
        day = as_of or self.today()
        account = Account(key, day, past)
        first = account.since if key not in (LEDGER, PROGRAMME) else None
        if first is None:
            raise NotFoundError(f"no account {key!r} was known at @{past.known_at}")
        if first > day:
            raise NotFoundError(f"{key} is first known on {first}, after {day}")
        return account

    def accounts(
        self,
        *,
        as_of: dt.date | None = None,
        known_at: int | dt.datetime | None = None,
        past: StoredFacts | None = None,
    ) -> list[Account]:
        """Return every account there was on a day, by key; merged accounts are told by their successor.

        past: what was read already; give it or known_at.
        """
        past = self._past(past, known_at).fetch_all()
        day = as_of or self.today()
        found = (Account(s, day, past) for s in past.streams if s not in (LEDGER, PROGRAMME))
        return [a for a in found if _begun(a) and a.merged_into is None]

    def programme(
        self,
        *,
        as_of: dt.date | None = None,
        known_at: int | dt.datetime | None = None,
        past: StoredFacts | None = None,
    ) -> Programme:
        """Return the programme as it stood on a day, as known at a position or instant.

        past: what was read already; give it or known_at.
        """
        return Programme(PROGRAMME, as_of or self.today(), self._past(past, known_at))

    # Recording

    def desk(
        self,
        *,
        by: str,
        role: str = "",
        assurance: Assurance = Assurance.ASSERTED,
        channel: str = "library",
    ) -> Desk:
        """Return a desk at which somebody records; one per request.

        by: who, as the host knows them. role: the capacity in which.
        assurance: how far that is assured; only a host that authenticated them says HOST_APPLICATION.
        """
        return Desk(self, Actor(by, role, assurance), channel)


def _begun(account: Account) -> bool:
    """Return whether anything that is not withdrawn was true of ACCOUNT by its day."""
    first = account.since
    return first is not None and first <= account.on


def _first_requests(created: LedgerCreated, by: str, now: dt.datetime) -> list[Request]:
    """Return what a ledger begins with. Raises whatever stands in its way, before anything is made."""
    from majoracct.domain.programme.policy import PolicyAdopted
    from majoracct.domain.programme.terms import Terms

    terms = Terms.shipped(created.currency)
    if not by.strip():
        raise ValueError("nobody creates the ledger: say by whom")
    try:
        today = now.astimezone(ZoneInfo(created.zone)).date()
    except (LookupError, ValueError, OSError):  # unknown, outside the zones' folder, a folder itself
        raise ValueError(f"{created.zone!r} is no time zone: name one, such as Europe/London") from None
    judge(created, Book(LEDGER, today))
    return [
        Request(LEDGER, created, today),
        Request(PROGRAMME, PolicyAdopted(terms), dt.date.min, reason="the shipped policy"),
    ]


def _discard(store: EventStore) -> None:
    """Close STORE, which was made just now, and remove its file; one that holds anything stays."""
    with contextlib.suppress(LedgerError, OSError):  # what went wrong before says more
        empty = store.head() == 0
        store.close()
        path = getattr(store, "path", None)  # a store that is not in a file has none
        if empty and isinstance(path, Path):
            for beside in ("", "-wal", "-shm", "-journal"):
                Path(f"{path}{beside}").unlink(missing_ok=True)


def _adapter(url: str | os.PathLike[str]) -> tuple[Any, str]:
    text = os.fspath(url)
    scheme, separator, rest = text.partition(":")
    if separator and scheme in _ADAPTERS:
        place = rest.removeprefix("///")
        host = rest.startswith("//") and not rest.startswith("///")  # what two slashes mean in a URL
        if scheme == "sqlite" and (host or not place):
            raise NotFoundError(
                f"{text} names no file: write sqlite:///book.db for one in the current folder, "
                "sqlite:////srv/book.db for one from the root"
            )
        return importlib.import_module(_ADAPTERS[scheme]), place
    if "://" in text:
        raise NotFoundError(f"no storage adapter for {scheme}: there are {', '.join(sorted(_ADAPTERS))}")
    return importlib.import_module(_ADAPTERS["sqlite"]), text

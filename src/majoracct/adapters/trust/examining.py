"""Examining an installation: the libraries, the files and keys around a ledger, and what is unsafe there.

The record itself is `verify`'s to judge, and the business `check`'s. Nothing here writes, and nothing is
raised for what is found: whatever stands in the way of looking is a finding itself.
"""

from __future__ import annotations

import contextlib
import enum
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from majoracct.adapters.storage.sqlite_file import (
    FORMAT,
    connect_to_read,
    header,
    is_settled,
    writing_pragmas,
)
from majoracct.ports import EventStore, LedgerError, LedgerMissingError
from majoracct.stored import StoredFacts

__all__ = ["Examined", "Finding", "Installation", "Severity", "examine", "has_log_reset_fault"]


class Severity(enum.Enum):
    """How much a finding matters, the gravest first."""

    ERROR = "error"  # something must be done
    WARNING = "warning"  # something should be
    NOTE = "note"  # worth knowing

    @property
    def rank(self) -> int:
        """Its place among the severities, the gravest 0."""
        return list(Severity).index(self)


@frozen
class Finding:
    """Something found: where, what, and what to do about it.

    id: which kind of thing, for programs. person: whom it is about, by id; "" for nobody.
    """

    severity: Severity
    id: str
    where: str
    what: str
    remedy: str
    person: str = ""


@frozen
class Installation:
    """What there is to be examined, as the settings name it.

    ledger: its file; None when it is in no file of ours.
    open_ledger: opens its store without keys; raises as opening does.
    wrapping_key: gives the key that opens the key store; None when no setting says where it is.
    now: the instant, in microseconds since 1970 UTC.
    """

    ledger: Path | None
    open_ledger: Callable[[], EventStore]
    now: int
    key_store: Path | None = None
    wrapping_key: Callable[[], bytes] | None = None
    wrapping_key_file: Path | None = None
    signing_key_file: Path | None = None


@define
class Examined:
    """What was found, and what was looked at, in words.

    ledger: its id; None when it could not be opened. head: its last position.
    """

    findings: list[Finding] = field(factory=list)
    looked_at: list[str] = field(factory=list)
    ledger: str | None = None
    head: int | None = None

    def error(self, id_: str, where: object, what: str, remedy: str, person: str = "") -> None:
        """Take note of what must be seen to."""
        self.findings.append(Finding(Severity.ERROR, id_, str(where), what, remedy, person))

    def warning(self, id_: str, where: object, what: str, remedy: str, person: str = "") -> None:
        """Take note of what should be seen to."""
        self.findings.append(Finding(Severity.WARNING, id_, str(where), what, remedy, person))

    def note(self, id_: str, where: object, what: str, remedy: str, person: str = "") -> None:
        """Take note of what is worth knowing."""
        self.findings.append(Finding(Severity.NOTE, id_, str(where), what, remedy, person))


def examine(installation: Installation) -> Examined:
    """Return what is found in INSTALLATION, the gravest first."""
    from majoracct.adapters.trust.examining_files import examine_files, examine_folders, examine_keys
    from majoracct.adapters.trust.examining_people import examine_people

    found = Examined()
    _libraries(found)
    examine_keys(installation, found)
    if installation.ledger is not None and installation.ledger.exists():
        examine_files(installation.ledger, found)
    examine_folders(installation, found)
    with _ledger(installation, found) as store:
        if store is not None:
            _vouched_for(store, installation, found)
            examine_people(store, installation, found)
    found.findings.sort(key=lambda each: (each.severity.rank, each.id, each.where, each.person))
    return found


# The libraries


def has_log_reset_fault(version: tuple[int, int, int]) -> bool:
    """Return whether SQLite of VERSION can lose commits when a log is reset while others write.

    See https://sqlite.org/wal.html#walresetbug: 3.7.0 to 3.51.2, mended in 3.44.6 and 3.50.7, too.
    """
    if (3, 44, 6) <= version < (3, 45, 0) or (3, 50, 7) <= version < (3, 51, 0):
        return False
    return (3, 7, 0) <= version < (3, 51, 3)


# What a connection that writes must be set to, whatever the build's own defaults.
_SAFE: Final = {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "recursive_triggers": 1}


def _libraries(found: Examined) -> None:
    version = sqlite3.sqlite_version
    found.looked_at.append(f"SQLite {version}")
    if has_log_reset_fault(sqlite3.sqlite_version_info):
        found.warning(
            "sqlite-version",
            f"SQLite {version}",
            "this version can, rarely, damage a file that several connections write to just as its log is "
            "reset (sqlite.org/wal.html#walresetbug)",
            "Use Python with SQLite 3.51.3, 3.50.7 or 3.44.6, or newer; until then, `verify` often.",
        )
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for pragma in writing_pragmas():
            connection.execute(pragma)
        for name, wanted in _SAFE.items():
            if (value := connection.execute(f"PRAGMA {name}").fetchone()[0]) != wanted:
                found.error(
                    "sqlite-build",
                    f"SQLite {version}",
                    f"this build does not let {name} be {wanted}: it stays {value}",
                    "Use another build of SQLite: with this one, facts may be lost, or what was erased stay.",
                )
    try:
        import cryptography
    except ImportError:
        found.note(
            "cryptography-missing",
            "Python",
            "nothing can be signed, verified by a signature, sealed or unsealed here",
            "pip install 'majoracct[trust]', if any of that is to be done here.",
        )
    else:
        found.looked_at.append(f"cryptography {cryptography.__version__}")


# The ledger


@contextlib.contextmanager
def _ledger(installation: Installation, found: Examined) -> Iterator[EventStore | None]:
    """Yield the store, or None when it cannot be opened, or turns out not to be readable to the end."""
    where = installation.ledger or "the ledger"
    try:
        store = installation.open_ledger()
    except LedgerMissingError as why:
        found.note("ledger-missing", where, str(why), "Nothing, if there is to be none here.")
        yield None
        return
    except LedgerError as why:
        found.error("ledger-unreadable", where, str(why), "See to that first: nothing in it was examined.")
        yield None
        return
    with contextlib.closing(store):
        found.ledger = store.ledger_id
        try:
            found.head = store.head()
            found.looked_at.append(f"ledger {where} ({store.ledger_id}, up to @{found.head})")
            _readable(store, installation.ledger, found)
            yield store
        except LedgerError as why:
            found.error("ledger-unreadable", where, str(why), "Run `majoracct verify`, or restore a backup.")


def _readable(store: EventStore, ledger: Path | None, found: Examined) -> None:
    """Take note of what makes this program read the ledger only, or change its file."""
    if ledger is not None:
        with contextlib.closing(connect_to_read(ledger, settled=is_settled(ledger))) as connection:
            format_ = header(connection, ledger)[1]
        if format_ < FORMAT:
            found.note(
                "format-older",
                ledger,
                f"the file has format {format_}, and is made format {FORMAT} by whoever records next",
                "Nothing; programs older than this one will not read it then.",
            )
    if (newer := StoredFacts(store, store.head()).newer) is not None:
        found.warning(
            "facts-newer",
            ledger or "the ledger",
            f"{newer.reference}, {newer.type}, is of a newer program or a plug-in that is not loaded",
            "Use that program, or name the plug-in: this one only reads the ledger.",
        )


_DAY: Final = 86_400_000_000  # microseconds
_LONG: Final = 31  # days


def _vouched_for(store: EventStore, installation: Installation, found: Examined) -> None:
    """Take note of how much of the ledger no checkpoint vouches for, and since when."""
    head, where = store.head(), installation.ledger or "the ledger"
    last = max((size for size, _ in store.checkpoints()), default=0)
    what_to_do = "`majoracct checkpoint -o FILE`, and give FILE to somebody else to keep."
    if not head or last >= head:
        return
    if not last:
        found.warning(
            "never-vouched-for",
            where,
            f"no checkpoint was ever made: nobody could tell if any of {head:,} facts were altered",
            what_to_do,
        )
        return
    first = next(row for row in store.facts(at=last + 1) if row.position == last + 1)
    days = max(0, installation.now - first.recorded_at) // _DAY
    facts = "1 fact" if head - last == 1 else f"{head - last:,} facts"
    ago = "today" if not days else f"{days:,} day{'' if days == 1 else 's'} ago"
    said = f"{facts} came after the last checkpoint, of @{last}, the first {ago}"
    tell = found.warning if days >= _LONG else found.note
    tell("not-vouched-for", where, said, what_to_do)

"""Examining keys and people: whose keys are there, match and are no longer needed; what is in the clear.

Rows are read as they are stored, and files as bytes: what a view would hide is what is looked for.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from majoracct.adapters.trust.examining import Examined, Installation
from majoracct.adapters.trust.examining_files import companion, files_beside
from majoracct.adapters.trust.holding import Kept, Value, values
from majoracct.adapters.trust.key_copies import keys_in
from majoracct.adapters.trust.note import CryptographyMissingError
from majoracct.adapters.trust.residue import Wanted, found_in, needles
from majoracct.adapters.trust.vault import KeyStore, open_key_store
from majoracct.adapters.views.file import begins_like_views, connect
from majoracct.domain.book.persons import Persons
from majoracct.domain.kernel import LEDGER
from majoracct.domain.seen import EVER, Book
from majoracct.ports import EventStore, LedgerError
from majoracct.stored import StoredFacts

__all__ = ["examine_people"]

_BESIDE: Final = ("", "-wal", "-journal")


def examine_people(store: EventStore, installation: Installation, found: Examined) -> None:
    """Take note of what is wrong with the keys of the people in STORE, and with what is said of them."""
    known = StoredFacts(store, store.head())
    persons = Book(LEDGER, EVER, known)[Persons]
    if persons.store:
        _keys(persons, installation, found)
    elif installation.key_store is not None:
        found.warning(
            "key-store-not-attached",
            installation.key_store,
            "a key store is named, and the ledger was never given one: what is personal is not recorded",
            "`majoracct person seal` attaches one; or take the setting out.",
        )
    clear = _in_the_clear(store)
    _kept_in_clear(clear, persons, installation, found)
    erased = {person: _position(known, said) for person, said in persons.erased.items()}
    if erased:
        _views(store, erased, clear, installation, found)
        _copies(store.ledger_id, erased, installation, found)


def _position(known: StoredFacts, reference: str) -> int:
    fact = known.fact(reference)
    return 0 if fact is None else fact.position


# Keys


def _keys(persons: Persons, installation: Installation, found: Examined) -> None:
    where = installation.key_store
    if where is None:
        found.warning(
            "key-store-unnamed",
            installation.ledger or "the ledger",
            f"it seals what is personal with the key store {persons.store}, and none is named: all of it is "
            "shown [sealed] here, and nothing personal can be recorded",
            "Name it, in MAJORACCT_KEY_STORE or majoracct.toml, where that is to be done.",
        )
        return
    if (journal := companion(where, "-journal")).exists() and journal.stat().st_size:
        found.error(
            "key-store-interrupted",
            journal,
            "somebody was interrupted while writing the key store; a key meant to be destroyed may be here",
            "Any command that reads something personal plays it back; then run `majoracct doctor` again.",
        )
        return  # to open it would be to write
    try:
        with contextlib.closing(open_key_store(where, installation.wrapping_key or _no_key)) as vault:
            found.looked_at.append(f"key store {where} ({vault.id})")
            _kept(vault, persons, installation, found)
    except LedgerError as why:
        kind = "key-store-unusable" if where.exists() else "key-store-missing"
        found.error(
            kind, where, str(why), "Until that is mended, nothing personal can be read or recorded here."
        )


def _no_key() -> bytes:
    raise LedgerError("no setting says where the wrapping key is")


def _kept(vault: KeyStore, persons: Persons, installation: Installation, found: Examined) -> None:
    if (vault.id, vault.ledger_id) != (persons.store, found.ledger):
        found.error(
            "key-store-foreign",
            vault.path,
            f"it is {vault.id}, of the ledger {vault.ledger_id}; this ledger's key store is {persons.store}",
            "Name the one that belongs to this ledger.",
        )
        return
    for line in vault.integrity():
        found.error("key-store-damaged", vault.path, line, "Restore a backup of it.")
    kept = vault.people()
    for person in sorted(set(kept) & set(persons.erased)):
        found.error(
            "erasure-unfinished",
            vault.path,
            f"{person} was erased by {persons.erased[person]}, and their key is still here",
            f"`majoracct person erase {person}` finishes it.",
            person,
        )
    if unknown := sorted(set(kept) - set(persons.commitments)):
        found.note(
            "key-unknown",
            vault.path,
            f"it keeps {_keys_of(unknown)}, of whom the ledger knows nothing: a command was interrupted, or "
            "somebody else was faster, or this ledger is an older copy",
            "Nothing: no fact here is sealed with them.",
            unknown[0] if len(unknown) == 1 else "",
        )
    live = sorted(set(persons.commitments) - set(persons.erased))
    for person in sorted(set(live) - set(kept)):
        found.error(
            "key-missing",
            vault.path,
            f"the key of {person} is gone, and no erasure is on record: what it sealed cannot be read",
            f"If they were erased and this ledger is an older copy, `majoracct person erase {person}` again. "
            "If nobody ever asked for it, restore a backup of the key store that has it.",
            person,
        )
    _match(vault, sorted(set(live) & set(kept)), persons, installation, found)


def _match(
    vault: KeyStore, live: list[str], persons: Persons, installation: Installation, found: Examined
) -> None:
    """Hold the key of everybody LIVE against what the ledger commits to."""
    if installation.wrapping_key is None:
        found.warning(
            "wrapping-key-unnamed",
            vault.path,
            "no setting says where the wrapping key is: keys were counted, and not held against the ledger",
            "Name it, in MAJORACCT_WRAPPING_KEY_FILE, where personal data are read or recorded.",
        )
        return
    if (why := _refused(vault)) is not None:
        missing = isinstance(why, CryptographyMissingError)
        remedy = (
            "Install it, to read or record what is personal." if missing else "Give the one it was made with."
        )
        found.error("wrapping-key-unusable", vault.path, str(why), remedy)
        return
    for person in live:
        try:
            same = vault.kept(person) == persons.commitments[person]
        except LedgerError as why:
            found.error("key-damaged", vault.path, str(why), "Restore a backup of the key store.", person)
            continue
        if not same:
            found.error(
                "key-differs",
                vault.path,
                f"the key of {person} is not the one that the ledger commits to",
                "Restore a backup of the key store that has theirs, and find out who put another there.",
                person,
            )


def _refused(vault: KeyStore) -> Exception | None:
    """Return why the wrapping key does not open VAULT; None when it does."""
    try:
        vault.unlock()
    except Exception as why:  # noqa: BLE001 - of a file, a command, a setting, a library: each says what it is
        return why
    return None


# In the clear


def _in_the_clear(store: EventStore) -> dict[str, list[Value]]:
    """Return, by person, what the rows say of them in the clear."""
    found: dict[str, list[Value]] = {}
    for value in values(store):
        if value.kept is Kept.CLEAR:
            found.setdefault(value.person, []).append(value)
    return found


def _kept_in_clear(
    clear: Mapping[str, Sequence[Value]], persons: Persons, installation: Installation, found: Examined
) -> None:
    where = installation.ledger or "the ledger"
    for person in sorted(set(clear) & set(persons.erased)):
        kept = clear[person]
        found.error(
            "erased-in-clear",
            where,
            f"{person} was erased, and {_values(len(kept))} of theirs, the first in {kept[0].fact}, came "
            "before the ledger had a key store: shown nowhere, they stand in its bytes",
            "Nothing of ours removes them. Keep the file from others, or begin another ledger without them.",
            person,
        )
    rest = {person: kept for person, kept in clear.items() if person not in persons.erased}
    if not rest:
        return
    count, told = sum(map(len, rest.values())), _some(sorted(rest))
    if persons.store:
        found.warning(
            "recorded-in-clear",
            where,
            f"{_values(count)} of {told} came before the ledger had a key store, and can never be erased",
            "Nothing: know it when one of them asks to be erased.",
        )
    else:
        found.note(
            "no-key-store",
            where,
            f"{_values(count)} of {told} are kept in the clear: nobody of them can be erased",
            "Attach a key store (`majoracct person seal`): what is recorded from then on is sealed.",
        )


def _values(count: int) -> str:
    return f"{count:,} personal value{'' if count == 1 else 's'}"


def _keys_of(people: list[str]) -> str:
    return f"a key of {people[0]}" if len(people) == 1 else f"{len(people):,} keys, of {_some(people)}"


def _some(people: list[str], shown: int = 3) -> str:
    more = f" and {len(people) - shown:,} more" if len(people) > shown else ""
    return ", ".join(people[:shown]) + more


# What is left of whoever was erased


def _views(
    store: EventStore,
    erased: Mapping[str, int],
    clear: Mapping[str, Sequence[Value]],
    installation: Installation,
    found: Examined,
) -> None:
    """Take note of views made before somebody was erased, and of files in which their words stand."""
    said = [value for person in sorted(erased) for value in clear.get(person, ())]
    texts = needles(said, by=lambda value: value.person)
    remedy = "`majoracct person erase` of any of them removes it; so does deleting it."
    for path in files_beside(installation.ledger, installation.key_store):
        made = _made_from(path, store.ledger_id)
        older = sorted(person for person, position in erased.items() if made is not None and made < position)
        if older:
            found.error(
                "views-older-than-erasure",
                path,
                f"made at @{made}, before {_some(older)} was erased: it may still name them",
                remedy,
                older[0] if len(older) == 1 else "",
            )
        elif begins_like_views(path):
            for each in (Path(f"{path}{end}") for end in _BESIDE):
                for person in sorted(_met(each, texts)):
                    found.error(
                        "residue",
                        each,
                        f"something said of {person}, who was erased, stands in it",
                        remedy,
                        person,
                    )


def _copies(ledger_id: str, erased: Mapping[str, int], installation: Installation, found: Examined) -> None:
    """Take note of files, apart from the key store, that hold a key of somebody who was erased."""
    store = installation.key_store
    for path in files_beside(installation.ledger, store):
        if store is not None and path == Path(os.path.realpath(store)):
            continue
        what, people = keys_in(path, ledger_id)
        if still := sorted(people & erased.keys()):
            found.error(
                "key-copied",
                path,
                f"it is {what}, with keys of {_some(still)}, erased since: it opens what was sealed of them",
                "Remove it. What must be kept is kept where the ledger is not.",
                still[0] if len(still) == 1 else "",
            )


def _made_from(path: Path, ledger_id: str) -> int | None:
    """Return the position that the file of views at PATH was made from, if it is one of this ledger's."""
    if not begins_like_views(path):
        return None
    try:
        with contextlib.closing(connect(path)) as connection:
            row = connection.execute("SELECT ledger, position FROM meta").fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        return 0  # nobody can say from what: as if from nothing
    return int(row[1]) if row and row[0] == ledger_id else None


def _met(path: Path, texts: Wanted) -> set[str]:
    """Return the people of whom one of TEXTS stands in the bytes of the file at PATH."""
    with contextlib.suppress(OSError):
        return found_in(path, texts)
    return set()

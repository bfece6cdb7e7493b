"""Sealing what is recorded of people: which keys an append needs, and that it has them.

Where a ledger has a key store, whatever is personal is sealed with the key of the person it is about, and
the first such fact brings the commitment to their key along, in its own command.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import define, evolve

from majoracct.domain.book.persons import PersonKeyCommitted, Persons, not_erased
from majoracct.domain.kernel import LEDGER, Erased, Event, Fact
from majoracct.domain.seen import Book, fields_of, people_of
from majoracct.ports import CommandReusedError, ConflictError, KeyStoreError, Vault
from majoracct.stored import StoredFacts

__all__ = ["Sealer", "another_key_store", "fingerprint", "same_request", "told_of"]


def told_of(event: Event[Any]) -> str:
    """Return whom EVENT says something personal of, whether it can be read or not; "" for nobody."""
    personal = fields_of(type(event), "personal")
    if any(getattr(event, name) not in (None, "") for name in personal):
        return str(getattr(event, type(event).subject) or "")
    return ""


def another_key_store(store: str) -> KeyStoreError:
    """Return the error that the key store at hand is not STORE, which the ledger has; "" if it has none."""
    return KeyStoreError(
        f"this ledger seals what is personal with the key store {store}: name it, "
        "with --key-store, in MAJORACCT_KEY_STORE or as key_store in majoracct.toml"
        if store
        else "this ledger has no key store yet: attach the one you named"
    )


@define
class Sealer:
    """What stands between what is admitted and what is stored.

    committed: people whose keys are known to be committed to, so that the ledger need not be asked.
    """

    vault: Vault | None
    committed: set[str]

    def missing(
        self, event: Event[Any], day: dt.date, past: StoredFacts, *, rehearsal: bool
    ) -> PersonKeyCommitted | None:
        """Return the commitment that EVENT, about to be recorded on PAST, has to bring along, if any.

        rehearsal: it is not about to be recorded.
        Raises Refused (PE6) for somebody who was erased, KeyStoreError when what is personal in it cannot be
        sealed as the ledger demands.
        """
        person = told_of(event)
        if not person:
            return None
        values = [getattr(event, name) for name in fields_of(type(event), "personal")]
        if any(value is Erased.sealed for value in values) and not rehearsal:
            raise KeyStoreError(
                f"{type(event).__name__} holds what is sealed, and would be lost: name the key store"
            )
        if all(value in (None, "") or isinstance(value, Erased) for value in values):
            return None
        if self.vault is not None and person in self.committed:
            return None
        book = Book(LEDGER, day, past)
        not_erased(person, book)
        if rehearsal:
            return None
        with _unless_overtaken(past):
            return self._commitment(person, book.ever[Persons])

    def _commitment(self, person: str, persons: Persons) -> PersonKeyCommitted | None:
        """Return the commitment to PERSON's key, unless it is on record. Raises KeyStoreError."""
        if self.vault is None and not persons.store:
            return None
        if self.vault is None or self.vault.id != persons.store:
            raise another_key_store(persons.store)
        known = persons.commitments.get(person)
        if known is None:
            return PersonKeyCommitted(person, self.vault.commitment(person))
        has = (
            self.vault.digest(person, b"") is not None
        )  # or else it was made for this very append, or is made in vain
        if self.vault.commitment(person) != known:
            raise KeyStoreError(
                f"the key store holds another key of {person} than the ledger knows: run `majoracct doctor`"
                if has
                else f"the key store has no key of {person} any more: run `majoracct doctor`"
            )
        return None

    def marked(self, facts: Sequence[Fact], asked: str) -> list[Fact]:
        """Return FACTS as the request ASKED for has made them, where the caller chose its id."""
        if not asked:
            return list(facts)
        made = fingerprint(facts, self.vault, asked) or ""
        return [evolve(fact, fingerprint=made) for fact in facts]

    @contextlib.contextmanager
    def sealing(self, facts: Sequence[Fact], past: StoredFacts) -> Iterator[None]:
        """Keep the keys that FACTS, admitted on PAST, are sealed with; note, once they are appended, whose.

        Raises ConflictError when another process made a key, or destroyed one, since they were admitted.
        """
        if self.vault is None:
            yield
            return
        self._keep([f.event for f in facts if isinstance(f.event, PersonKeyCommitted)], self.vault)
        people = {person for fact in facts if (person := told_of(fact.event))}
        try:
            with _unless_overtaken(past):
                yield
        except KeyStoreError as why:
            if lost := self.committed & people:  # the ledger was not asked about these: it is, next time
                self.committed -= lost
                raise ConflictError(f"{why}: somebody else destroyed it just now") from why
            raise
        self.committed |= people

    def _keep(self, committed: Sequence[PersonKeyCommitted], vault: Vault) -> None:
        """Keep the keys that are COMMITTED to, and hold them against what is kept then."""
        if committed:
            vault.keep([each.person for each in committed])
        for each in committed:
            if vault.commitment(each.person) != each.commitment:
                raise ConflictError(f"another process made a key for {each.person}: run it again")


@contextlib.contextmanager
def _unless_overtaken(past: StoredFacts) -> Iterator[None]:
    """Raise ConflictError where a key is missing, and what PAST knew of keys is no longer all there is.

    Who erases somebody says so before the key is destroyed; asked again, the ledger tells.
    """
    try:
        yield
    except KeyStoreError as why:
        if past.overtaken(LEDGER):
            raise ConflictError(f"{why}; but the ledger was written to meanwhile") from why
        raise


def fingerprint(facts: Iterable[Fact], vault: Vault | None, asked: str) -> str | None:
    """Return what tells the request that recorded FACTS from another one under the same command id.

    A plain digest of what was said of people, or of whom they were called by, would outlive them, for anybody
    to try guesses against; so the keys of all whom FACTS name take part, and how many did stands before it.
    None is returned once that of somebody of whom something personal is said is not at hand.
    """
    known = list(facts)
    if vault is None:
        return None if any(_unread(fact.event) for fact in known) else _plain(asked)
    told = {person for fact in known if (person := told_of(fact.event))}
    made, keys = _plain(asked), 0
    for person in sorted(told.union(*(people_of(fact.event) for fact in known))):
        keyed = vault.digest(person, asked.encode() + made.encode())
        if keyed is not None:
            made, keys = keyed[:32], keys + 1
        elif person in told:
            return None
    return f"{keys}:{made}" if keys else made


def _plain(asked: str) -> str:
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def _unread(event: Event[Any]) -> bool:
    """Return whether EVENT holds something personal that cannot be read here."""
    return any(isinstance(getattr(event, name), Erased) for name in fields_of(type(event), "personal"))


def same_request(before: list[Fact], vault: Vault | None, asked: str, command_id: str) -> list[Fact]:
    """Return the facts recorded BEFORE under COMMAND_ID, unless ASKED is another request.

    Raises CommandReusedError.
    """
    made, stored = fingerprint(before, vault, asked), before[0].fingerprint
    if made is not None and _keys_in(stored) not in (0, _keys_in(made)):
        made = None  # somebody's key is not at hand, or was not when it was recorded
    # What was recorded before the ledger had a key store has a plain one.
    if made is not None and stored not in (made, _plain(asked)):
        raise CommandReusedError(
            f"command {command_id!r} recorded {before[0].reference} for another request: use another id"
        )
    return before


def _keys_in(made: str) -> int:
    """Return how many people's keys take part in the fingerprint MADE."""
    keys, _, _ = made.rpartition(":")
    return int(keys or 0)

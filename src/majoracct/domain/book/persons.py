"""Persons: the keys their personal data are sealed with, and who was erased.

What is personal is sealed with a key for each person, which is kept apart from the ledger. Here is only
what commits to the keys, so that nobody can present another one later that tells another story, and who
was erased, which holds for every position, before and after.

Rules
  PE1  A ledger has one key store, for good.
  PE2  Somebody's key is committed to once.
  PE3  Only who policy names erases somebody (`recording.erase_roles`), saying why.
  PE4  Who is erased was known under a key, and is erased once.
  PE5  Nothing of this is ever withdrawn.
  PE6  Nothing personal is recorded of somebody who was erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Fact, LedgerEvent, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Book

# What we know


@frozen
class Persons:
    """Which key store the ledger has, the commitments to keys, and the erasures, by person.

    store: the key store's id; "" while personal data are kept in the clear.
    since: the fact that says so.
    """

    store: str = ""
    since: str = ""
    commitments: Map[str, str] = field(factory=Map)
    erased: Map[str, str] = field(factory=Map)  # the fact that says so, by person


# Why not


class KeyStoreAttachedAlready(Refused):
    rule = "PE1"


class KeyCommittedAlready(Refused):
    rule = "PE2"


class NotEntitledToErase(Refused):
    rule = "PE3"


class NothingToErase(Refused):
    rule = "PE4"


class KeysStay(Refused):
    rule = "PE5"


class PersonWasErased(Refused):
    rule = "PE6"


# What happened


class _AboutKeys(LedgerEvent[Persons]):
    """What was said of keys stays said."""

    topic = Persons
    verb = ""

    def release(self, fact: Fact, seen: Book) -> None:
        raise KeysStay(f"{fact.reference} says what became of keys, and stays", "Nothing takes its place.")


@frozen
class KeyStoreAttached(_AboutKeys):
    """The ledger was given a key store: from here on, what is personal is sealed.

    store: the key store's id.
    """

    says = "Key store {store} attached: what is personal is sealed from here on"

    store: str

    def admit(self, book: Book) -> None:
        if before := book.ever[Persons].store:
            raise KeyStoreAttachedAlready(f"The ledger has the key store {before}", "Name that one.")

    def change(self, state: Persons, fact: Fact) -> Persons:
        return evolve(state, store=self.store, since=fact.reference)


@frozen
class PersonKeyCommitted(_AboutKeys):
    """Somebody's personal data are sealed with a key that this commits to.

    person: whose.
    commitment: SHA-256 (hex) of ``majoracct/person-key/v1``, the person's id and the key.
    """

    says = "Key of {person} committed to"

    person: PersonId
    commitment: str

    def admit(self, book: Book) -> None:
        if self.person in book.ever[Persons].commitments:
            raise KeyCommittedAlready(f"The key of {self.person} is committed to", "Seal with that one.")

    def change(self, state: Persons, fact: Fact) -> Persons:
        return evolve(state, commitments=state.commitments.insert(self.person, self.commitment))


@frozen
class PersonErased(_AboutKeys):
    """Somebody was erased: their key is destroyed, and nothing personal of them can be read any more.

    person: who.
    commitment: what committed to the key that is destroyed.
    """

    says = "{person} erased"

    person: PersonId
    commitment: str

    def admit(self, book: Book) -> None:
        from majoracct.domain.programme.policy import Policy, overrides

        roles = book.at(book.recorded or book.on).programme[Policy].terms.recording.erase_roles
        if not overrides(book.actor.role, roles):
            raise NotEntitledToErase(
                f"{book.actor.id} records as {book.actor.role or 'nobody in particular'}, who erases nobody",
                f"Have it recorded as {' or '.join(roles)}.",
            )
        if not book.reason.strip():
            raise NotEntitledToErase(f"Nobody says why {self.person} is erased", "Say why.")
        persons = book.ever[Persons]
        if not persons.store:
            raise NothingToErase(
                "The ledger has no key store: what is personal in it is in the clear, and stays",
                "Attach one, so that it is sealed from then on: person seal.",
            )
        if self.person in persons.erased:
            raise NothingToErase(f"{self.person} was erased by {persons.erased[self.person]}", "It is done.")
        if persons.commitments.get(self.person) != self.commitment:
            raise NothingToErase(f"The ledger knows no such key of {self.person}", "Name somebody it knows.")

    def change(self, state: Persons, fact: Fact) -> Persons:
        return evolve(state, erased=state.erased.insert(self.person, fact.reference))


# What follows


def not_erased(person: str, book: Book) -> None:
    """Raise PersonWasErased when nothing personal of PERSON may be recorded any more (PE6)."""
    if (said := book.ever[Persons].erased.get(person)) is not None:
        raise PersonWasErased(
            f"{person} was erased by {said}: nothing personal is recorded of them again",
            "Identify them anew, if you must, under another id.",
        )

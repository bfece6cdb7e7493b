"""Imports: which files were read into the ledger, by which map, and what came of each row."""

from __future__ import annotations

from attrs import frozen

from majoracct.domain.kernel import Fact, LedgerEvent

# What we know


@frozen
class Imports:
    """The imports that recorded something, by the reference of the fact that says so."""

    facts: tuple[str, ...] = ()


# What happened


@frozen
class ImportFinished(LedgerEvent[Imports]):
    """A file was imported: some of its rows were new and were recorded.

    file: the file's name, without its folder.
    sha256: the digest of its bytes (hex).
    map: the mapping file it was read by.
    recorded: rows recorded by this run.
    known: rows that were on record before.
    rejected: rows that could not be read.
    """

    topic = Imports
    verb = ""
    says = "Imported {file} by {map}: {recorded} rows recorded, {known} known before, {rejected} rejected"

    file: str
    sha256: str
    map: str
    recorded: int
    known: int
    rejected: int

    def change(self, state: Imports, fact: Fact) -> Imports:
        return Imports((*state.facts, fact.reference))

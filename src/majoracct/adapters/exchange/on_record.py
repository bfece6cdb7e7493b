"""What is on record of a row that is imported again: whether it stands, and whether the file now differs.

A fact is compared with what the map makes of the row today: its day, where a column gives it, and its
fields. What was corrected since is left as corrected, and not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from majoracct.adapters.exchange.making import Making
from majoracct.adapters.exchange.mergers import teller, tellers
from majoracct.adapters.exchange.rows import Mapped, RowRejected
from majoracct.domain.kernel import Fact, FactWithdrawn
from majoracct.ledger import Ledger, StoredFacts

__all__ = ["Change", "OnRecord"]


@frozen
class Change:
    """A row that says something else than is on record: which row, which fact, what it says and said."""

    file: str
    row: int
    fact: str
    what: str


@frozen
class OnRecord:
    """The facts of rows that were imported before."""

    ledger: Ledger
    past: StoredFacts
    withdrawals: dict[str, dict[str, Fact]] = field(factory=dict)  # by stream

    def gone(self, stream: str) -> dict[str, Fact]:
        """Return the withdrawals of STREAM, by the reference of the fact withdrawn."""
        found = self.withdrawals.get(stream)
        if found is None:
            found = self.withdrawals[stream] = self.past.withdrawals(stream)
        return found

    def fate(self, reference: str) -> str:
        """Return what became of the fact REFERENCE: withdrawn, corrected, or "" while it stands."""
        gone = self.gone(reference.rpartition("@")[0])
        if reference not in gone:
            return ""
        fact: str | None = reference
        while fact is not None and (by := gone.get(fact)) is not None:
            # Whatever corrected it may itself have been withdrawn: the end of the chain decides.
            fact = by.event.replaced_by if isinstance(by.event, FactWithdrawn) else None
        return "withdrawn" if fact is None else "corrected"

    def too_early(self, row: Mapped) -> tuple[str, str] | None:
        """Return what of ROW is dated before what it is about, column and telling; None when nothing is."""
        made = {making.id: making for making in row.made}
        for making in row.made:
            for suffix in making.maker.facts.values():
                id_ = row.id + suffix
                if (rests := made.get(id_)) is not None:
                    day = rests.day
                    told = f"which is said by {rests.maker.day_column or '--on'}: one of the two is wrong"
                elif (fact := self._standing(id_)) is not None:
                    day = fact.on
                    told = f"the day of {fact.reference}, which it is about: if the file is right, majoracct "
                    told += f"correct {fact.reference} --on DAY"
                else:
                    continue
                if making.day < day:
                    return making.maker.day_column, f"{making.day} is before {day}, {told}"
        return None

    def _standing(self, id_: str) -> Fact | None:
        """Return the fact of the command ID_, or what corrected it last."""
        found = self.ledger.store.known([id_]).get(id_)
        reference = f"{found[0]}@{found[1]}" if found else None
        while reference is not None and (by := self.gone(reference.rpartition("@")[0]).get(reference)):
            reference = by.event.replaced_by if isinstance(by.event, FactWithdrawn) else None
        if reference is None:
            return None
        stream, _, version = reference.rpartition("@")
        return self.ledger.store.fact(stream, int(version))

    def stopped(self, row: Mapped, known: Mapping[str, str]) -> bool:
        """Return whether something new of ROW would name a fact that was withdrawn.

        known: the facts on record of the row, by command id.
        """
        named = {row.id + suffix for m in row.made if m.id not in known for suffix in m.maker.facts.values()}
        return any(self.fate(known[id_]) == "withdrawn" for id_ in named & known.keys())

    def key(self, row: Mapped, known: Mapping[str, str], column: str) -> str:
        """Return the account on which the rest of ROW is recorded: the one that tells of it on that day.

        Raises RowRejected when ROW is on record for another account than it now names.
        """
        for reference in known.values():
            stream = reference.rpartition("@")[0]
            if stream == row.key:
                continue
            if row.key not in tellers(self.past, stream):
                raise RowRejected(
                    column, f"it was recorded for {stream}, as {reference}, and the row now names {row.key}"
                )
            return teller(self.past, stream, min(m.day for m in row.made if m.id not in known))
        return row.key

    def changes(
        self, row: Mapped, known: Mapping[str, str], unsaid: Mapping[str, str], file: str
    ) -> list[Change]:
        """Return what ROW says otherwise than the facts on record of it, KNOWN by command id.

        unsaid: further facts on record, of events that the row does not make any more.
        """
        found = []
        for making in row.made:
            reference = known.get(making.id)
            if reference is None or making.maker.changes or self.fate(reference):
                continue
            stream, _, version = reference.rpartition("@")
            fact = self.ledger.store.fact(stream, int(version))
            if fact is None:
                continue
            told = list(_differences(making, fact))
            if row.key not in tellers(self.past, stream):
                told.append(f"account was {stream}, is {row.key}")
            if told:
                found.append(Change(file, row.line, reference, "; ".join(told)))
        gone = "it is on record, and the row does not say so any more"
        still = [reference for reference in sorted(unsaid.values()) if not self.fate(reference)]
        return found + [Change(file, row.line, reference, gone) for reference in still]


def _differences(making: Making, fact: Fact) -> list[str]:
    maker, event = making.maker, fact.event
    if type(event) is not maker.kind:
        return [f"was {type(event).__name__}, is {maker.kind.__name__}"]
    told = []
    # A fact of another condition had its day from elsewhere: that it came to this one is no change.
    same = maker.when is None or maker.made_of(fact.source.get(maker.when.column))
    if maker.dated and same and making.day != fact.on:
        told.append(f"day was {fact.on}, is {making.day}")
    for name, value in zip(maker.names, making.values, strict=True):
        before = getattr(event, name)
        if before != value:
            told.append(f"{name} was {_said(before)}, is {_said(value)}")
    return told


def _said(value: Any) -> str:
    return "not stated" if value is None else str(getattr(value, "value", value))

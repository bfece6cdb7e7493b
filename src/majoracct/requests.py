"""What is asked of a desk, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from majoracct.domain import index
from majoracct.domain.kernel import Event, Evidence, Fact, Refused
from majoracct.domain.seen import Account, Proposal, Seen, require
from majoracct.ports import Command, Receipt

__all__ = ["Possibility", "Recorded", "Request", "possibilities"]


@frozen
class Request:
    """One command of a batch: what to record, about what, true when, and what the source said.

    stream: an account's key, or "programme" for a programme event.
    what: an event, or a procedure that was given its arguments.
    command_id: the request's identity; a request whose id is on record is not recorded again.
    time: the source's time of day (HH:MM:SS), where it has one.
    source: what the source said beside it.
    """

    stream: str
    what: Event[Any] | Callable[[Account], Proposal]
    on: dt.date
    command_id: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    time: str = ""
    source: Mapping[str, str] = field(factory=dict)
    source_known: dt.date | None = None


@frozen
class Recorded:
    """What came of a chunk of requests."""

    commands: tuple[Command, ...]
    receipt: Receipt | None  # None when there was nothing to append
    known: Mapping[str, tuple[str, int]] = field(factory=dict)  # ids on record before: stream and version
    refusals: tuple[tuple[int, Refused], ...] = ()  # by the request's index in the chunk

    def facts(self) -> list[Fact]:
        """Return the facts as they stand in the ledger; as proposed, when nothing was appended."""
        if self.receipt is None:
            return [fact for command in self.commands for fact in command.facts]
        facts: list[Fact] = []
        for command in self.commands:
            for ordinal, fact in enumerate(command.facts):
                facts.append(
                    evolve(
                        fact,
                        position=self.receipt.first_position + len(facts),
                        recorded_at=self.receipt.recorded_at,
                        command_id=command.id,
                        ordinal=ordinal,
                        schema=type(fact.event).schema,
                    )
                )
        return facts


@frozen
class Possibility:
    """A kind of event, and the refusal that stands in its way whatever its fields, if one does."""

    type: str
    verb: str
    help: str
    refusal: Refused | None


def possibilities(account: Seen) -> list[Possibility]:
    """Return every event an account can have, and what stands in the way of it, whatever its fields."""
    found = []
    for entry in index.events():
        if entry.kind != "account" or not entry.verb:
            continue
        refusal = None
        try:
            require(index.event_class(entry.type), account)
        except Refused as no:
            refusal = no
        found.append(Possibility(entry.type, entry.verb, entry.help, refusal))
    return found

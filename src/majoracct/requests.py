"""What is asked of a desk, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from majoracct.domain import index
from majoracct.domain.kernel import AccountEvent, Event, Evidence, Fact, Refused
from majoracct.domain.seen import Proposal, Seen, require
from majoracct.ports import Command, Receipt

__all__ = ["Possibility", "Recorded", "Request", "possibilities"]


@frozen
class Request:
    """One command of a batch: what to record, about what, true when, and what the source said.

    stream: an account's key, or "programme" for a programme event.
    what: an event, or a procedure that was given its arguments.
    command_id: the request's identity; a request whose id is on record is not recorded again.
    asked: the request in the caller's own words, where the caller chose the id: another request of
        the same id is then a conflict.
    time: the source's time of day (HH:MM:SS), where it has one.
    source: what the source said beside it.
    """

    stream: str
    what: Event[Any] | Callable[[Any], Proposal]
    on: dt.date
    command_id: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    time: str = ""
    source: Mapping[str, str] = field(factory=dict)
    source_known: dt.date | None = None
    asked: str = ""


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
    """Something that can be recorded, and the refusal that stands in its way whatever its fields.

    type: the event's stored name; "" for a procedure.
    """

    type: str
    verb: str
    help: str
    refusal: Refused | None


def possibilities(account: Seen) -> list[Possibility]:
    """Return what can be recorded about an account, and what stands in its way whatever its fields.

    By verb; several events at once, as in identifying somebody, are a procedure and have no type.
    What stands in the way of certain fields only is known when they are.
    """
    kinds: list[tuple[str, str, str, type[Event[Any]]]] = [
        (e.type, e.verb, e.help, index.event_class(e.type))
        for e in index.events()
        if e.kind == "account" and e.verb
    ]
    kinds += [("", p.verb, p.help, AccountEvent) for p in index.procedures() if p.kind == "account"]
    found = []
    for type_name, verb, said, kind in sorted(kinds, key=lambda each: each[1]):
        refusal = None
        try:
            require(kind, account)
        except Refused as no:
            refusal = no
        found.append(Possibility(type_name, verb, said, refusal))
    return found

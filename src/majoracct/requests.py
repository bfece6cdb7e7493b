"""What is asked of a desk, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from attrs import define, evolve, field, frozen

from majoracct.domain import index
from majoracct.domain.kernel import AccountEvent, Event, Evidence, Fact, Refused
from majoracct.domain.seen import NamedFactMissing, OneOfSeveral, Proposal, Seen, require
from majoracct.ports import Command, CommandReusedError, EventStore, Receipt
from majoracct.stored import StoredFacts

__all__ = ["Possibility", "Recorded", "Request", "Together", "possibilities", "proposed"]

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


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
    refers: fields of the event that name the fact of another request, each with that one's command id.
    together: requests that follow one another and say the same here are recorded all, or none.
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
    refers: Mapping[str, str] = _NONE
    together: str = ""


def proposed(request: Request, seen: Seen) -> Proposal:
    """Return what REQUEST proposes of what is SEEN: its event, or all that its procedure makes.

    Raises OneOfSeveral (K6) for half of what a procedure makes.
    """
    what = request.what
    if not isinstance(what, Event):
        return what(seen)
    if what.half:
        raise OneOfSeveral(
            f"{type(what).__name__} is half of what happened", "Carry out the procedure that makes both."
        )
    return ((request.stream, what),)


@define
class Together:
    """Requests of a chunk, judged one after the other; those of a group are recorded all, or none."""

    store: EventStore
    past: StoredFacts
    commands: list[Command]  # those admitted so far, of every group
    given: set[str] = field(factory=set)  # ids of the requests so far
    made: dict[str, str] = field(factory=dict)  # facts that later requests may name, by command id
    name: str = ""
    start: int = 0  # where this group's commands begin
    undone: bool = False

    def undone_before(self, request: Request) -> bool:
        """Go on to REQUEST, and return whether one of its group was refused.

        Raises CommandReusedError when an earlier request has its id.
        """
        if request.command_id:
            if request.command_id in self.given:
                raise CommandReusedError(f"two requests were given the id {request.command_id!r}")
            self.given.add(request.command_id)
        if request.together != self.name:
            self.name, self.start, self.undone = request.together, len(self.commands), False
        return self.undone

    def naming(self, request: Request) -> Request:
        """Return REQUEST, its event naming the facts of the requests it refers to. Raises Refused (K8)."""
        what = request.what
        if not request.refers:
            return request
        if not isinstance(what, Event):
            raise TypeError("only an event names the facts of other requests")
        names = {}
        for name, command_id in request.refers.items():
            reference = self.made.get(command_id)
            if reference is None:
                before = self.store.known([command_id]).get(command_id)
                if before is None:
                    raise NamedFactMissing(
                        f"What it speaks of, {command_id}, is not on record", "Record that first."
                    )
                reference = f"{before[0]}@{before[1]}"
            names[name] = reference
        return evolve(request, what=evolve(what, **names))

    def admitted(self, request: Request, command: Command) -> None:
        """Add the COMMAND that REQUEST has become."""
        self.commands.append(command)
        if request.command_id:
            self.made[request.command_id] = command.facts[0].reference

    def undo(self) -> None:
        """Unlearn what was admitted of the group: one of it was refused."""
        if self.name:
            self.undone = True
            for command in reversed(self.commands[self.start :]):
                self.past.forget(command.facts)
                self.made.pop(command.id, None)
            del self.commands[self.start :]


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

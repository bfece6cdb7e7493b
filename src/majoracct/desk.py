"""The desk at which an actor records. A command is load, admit, append.

It loads what its rules read as the ledger held it at one position, admits its events there, and
appends them if no stream it read has moved on; when one has, the whole command runs again on
fresh knowledge. Nothing that saw a failure is used again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from attrs import evolve, frozen

from majoracct.attempts import Attempts
from majoracct.domain.kernel import (
    LEDGER,
    PROGRAMME,
    AccountEvent,
    Actor,
    Event,
    Evidence,
    Fact,
    FactWithdrawn,
    LedgerEvent,
    ProgrammeEvent,
    Refused,
)
from majoracct.domain.seen import (
    Account,
    Book,
    OneOfSeveral,
    Programme,
    Proposal,
    judge,
    kept,
    may_be_moved,
    may_be_withdrawn,
)
from majoracct.ports import Command, ConflictError, LedgerNewerError, Receipt
from majoracct.requests import Possibility, Recorded, Request, Together, possibilities, proposed
from majoracct.sealing import same_request
from majoracct.stored import StoredFacts

if TYPE_CHECKING:
    from majoracct.ledger import Ledger

__all__ = ["Desk", "Possibility", "Recorded", "Request"]

P = ParamSpec("P")
About = TypeVar("About", Account, Programme, Book)


@frozen
class Desk:
    """Where one actor records, on a day, for a reason. Immutable: `on` returns another desk."""

    ledger: Ledger
    actor: Actor
    channel: str = "library"
    day: dt.date | None = None  # None: today, in the ledger's zone
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    command_id: str = ""  # the caller's id of the request, so that repeating it is safe
    expect: int | None = None  # the version at which the stream was last seen
    rehearsal: bool = False  # judge, and append nothing

    def on(
        self,
        day: dt.date | None = None,
        *,
        reason: str | None = None,
        evidence: Collection[Evidence] | None = None,
        command_id: str | None = None,
        expect: int | None = None,
        rehearsal: bool | None = None,
    ) -> Desk:
        """Return a desk that records what was true on DAY.

        reason: why it is recorded. evidence: what was shown for it.
        command_id: the request's id: repeating the request returns its first result.
        expect: record only if the stream still stands at this version.
        rehearsal: admit or refuse as ever, but append nothing.
        """
        return evolve(
            self,
            day=day or self.day,
            reason=self.reason if reason is None else reason,
            evidence=self.evidence if evidence is None else tuple(evidence),
            command_id=self.command_id if command_id is None else command_id,
            expect=self.expect if expect is None else expect,
            rehearsal=self.rehearsal if rehearsal is None else rehearsal,
        )

    def record(self, account: str, event: AccountEvent[Any]) -> Fact:
        """Record that EVENT happened to ACCOUNT, and return the fact.

        Raises Refused by the rule that forbids it, ConflictError when others would not let it through.
        """
        return self._single(account, event)

    def adopt(self, event: ProgrammeEvent[Any]) -> Fact:
        """Record that EVENT happened to the programme. Raises as `record` does."""
        return self._single(PROGRAMME, event)

    def note(self, event: LedgerEvent[Any]) -> Fact:
        """Record what concerns the book itself. Raises as `record` does."""
        return self._single(LEDGER, event)

    def carry_out(
        self,
        stream: str,
        procedure: Callable[Concatenate[About, P], Proposal],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> list[Fact]:
        """Record all that PROCEDURE proposes of STREAM, whoever's it is, or nothing."""

        def propose(seen: About) -> Proposal:
            return procedure(seen, *args, **kwargs)

        asked = (f"{procedure.__module__}.{procedure.__qualname__}", args, sorted(kwargs.items()))
        return self._one_command(stream, asked, lambda day: [Request(stream, propose, day)])

    def record_all(self, requests: Sequence[Request]) -> list[Fact]:
        """Record REQUESTS in one append, each judged with those before it already recorded.

        A request has its own day and command id; one whose id is on record already is passed over.
        The first refusal is raised, with the request's index in its `at`, and nothing is recorded.
        """
        return next(self.record_chunks([requests])).facts()

    def record_chunks(
        self,
        chunks: Iterable[Sequence[Request]],
        *,
        pass_over: bool = False,
        likely_new: bool = False,
    ) -> Iterator[Recorded]:
        """Record CHUNKS of requests, one append each, and yield what came of each once it is durable.

        A chunk's requests are judged with those before them already recorded; one whose command id
        is on record is passed over.
        pass_over: pass over a refused request too, and report it; else the first refusal is raised.
        likely_new: few of the ids are on record, so look them up only once the store or a rule says no.
        """
        past = None
        for chunk in chunks:
            recorded, past = self._chunk(chunk, past, pass_over=pass_over, likely_new=likely_new)
            yield recorded

    def rehearse(self, requests: Sequence[Request], past: StoredFacts) -> Recorded:
        """Judge REQUESTS on top of PAST, each with those before it, and leave their facts in it.

        Nothing is appended, ever. Raises as `record_all` does; PAST is then as it was.
        """
        begun, desk = past.next_position, self.on(rehearsal=True)
        try:
            return desk._chunk(requests, past, pass_over=False, likely_new=False)[0]  # noqa: SLF001 - a desk, too
        except BaseException:
            past.forget_from(begun)
            raise

    def withdraw(self, reference: str) -> list[Fact]:
        """Withdraw the fact called REFERENCE, and what its command recorded on other streams.

        A withdrawal takes its target's day; the desk's own plays no part.
        Raises Refused (K3 to K5) and NotFoundError.
        """

        def withdrawals(past: StoredFacts) -> list[Fact]:
            target = past.named(reference)
            gone = past.withdrawals
            group = [f for f in past.together(target) if f.reference not in gone(f.stream)] or [target]
            facts = [self._withdrawal(past, f, None) for f in group]
            for each in group:
                self._released(past, each)
            return facts

        stream = reference.rpartition("@")[0]
        return self._attempt(stream, ("withdraw", reference), withdrawals)

    def correct(self, reference: str, *, on: dt.date | None = None, **changes: Any) -> list[Fact]:
        """Withdraw the fact called REFERENCE and record it again with CHANGES, in one append.

        on: the day it was true, if that is what changes; the desk's own day plays no part.
        Raises Refused (K3 to K6, and whatever rule the corrected event meets), NotFoundError, and
        TypeError for a field the event does not have.
        """

        def correction(past: StoredFacts) -> list[Fact]:
            target = past.named(reference)
            if len(past.together(target)) > 1:
                raise OneOfSeveral(
                    f"{reference} is one of several facts recorded together on several streams",
                    "Withdraw them, and record them again.",
                )
            day = on or target.on
            may_be_moved(target, day, self._see(past, target.stream, day))
            replacement = f"{target.stream}@{past.head(target.stream) + 2}"
            withdrawal = self._withdrawal(past, target, replacement)
            event = evolve(target.event, **changes)
            same_day = day == target.on
            request = Request(
                target.stream,
                event,
                day,
                evidence=self.evidence or target.evidence,
                time=target.time if same_day else "",
                source=target.source,
                source_known=target.source_known,
            )
            fact = self._admit(past, target.stream, event, request, kept(target, day, event, past))
            fact = evolve(
                fact,
                corrects=target.reference,
                origin=target.id,
                inherited_place=target.place if same_day else 0,
            )
            self._released(past, target)
            return [withdrawal, fact, *self._keys_for(past, [fact])]

        stream = reference.rpartition("@")[0]
        asked = ("correct", reference, on, sorted(changes.items()))
        return self._attempt(stream, asked, correction)

    def possible(self, account: str) -> list[Possibility]:
        """Return every event an account can have, and what stands in the way of it, whatever its fields."""
        return possibilities(self._see(self._past(), account, self.day or self.ledger.today()))

    # How a command runs

    def _single(self, stream: str, event: Event[Any]) -> Fact:
        return self._one_command(stream, repr(event), lambda day: [Request(stream, event, day)])[0]

    def _one_command(
        self, stream: str, asked: object, requests: Callable[[dt.date], list[Request]]
    ) -> list[Fact]:
        def admitted(past: StoredFacts) -> list[Fact]:
            day = self.day or self.ledger.today()
            return [fact for request in requests(day) for fact in self._admit_all(past, request)]

        return self._attempt(stream, asked, admitted)

    def _attempt(
        self, stream: str, asked: object, admitted: Callable[[StoredFacts], list[Fact]]
    ) -> list[Fact]:
        """Run one command until it is recorded, refused, or known to have been recorded before."""
        store, vault = self.ledger.store, self.ledger.store.vault
        asked_for = self._asked(stream, asked) if self.command_id else ""
        command_id = self.command_id or self.ledger.new_id()
        attempts = Attempts()
        for _ in attempts:
            if self.command_id and (before := store.of_command(command_id)):
                return same_request(before, vault, asked_for, command_id)
            past = self._past()
            if self.expect is not None and past.head(stream) != self.expect:
                raise ConflictError(
                    f"{stream} stands at version {past.head(stream)}, not {self.expect}: look at it again"
                )
            try:
                facts = self.ledger.sealer.marked(admitted(past), asked_for)
                if self.rehearsal:
                    return facts
                commands = (Command(command_id, tuple(facts)),)
                return Recorded(commands, self._append(past, commands)).facts()
            except ConflictError as conflict:
                if before := store.of_command(command_id):  # a twin won, or the commit went through unnoticed
                    return same_request(before, vault, asked_for, command_id)
                attempts.met(conflict)
        raise AssertionError  # the attempts end by recording, or by raising

    def _chunk(
        self, requests: Sequence[Request], past: StoredFacts | None, *, pass_over: bool, likely_new: bool
    ) -> tuple[Recorded, StoredFacts]:
        if self.expect is not None or self.command_id:
            raise ValueError("expect and command_id are of one request: several requests state their own ids")
        store = self.ledger.store
        attempts = Attempts()
        for attempt in attempts:
            looked_up = attempt > 0 or not likely_new or self.rehearsal
            ids = [r.command_id for r in requests if r.command_id] if looked_up else []
            known = store.known(ids) if ids else {}
            self._same_as_before(requests, known)
            past = self._past(past)
            try:
                commands, refusals = self._judged(requests, past, known, pass_over=pass_over and looked_up)
                if refusals and not looked_up:
                    past = None  # what was refused may be on record, and then no rule is asked
                    continue
                if refusals and not pass_over:
                    raise refusals[0][1]
                if not commands or self.rehearsal:
                    return Recorded(tuple(commands), None, known, tuple(refusals)), past
                receipt = self._append(past, commands)
            except ConflictError as conflict:
                attempts.met(conflict)
                past = None
                continue
            past.settle(receipt.first_position + sum(len(c.facts) for c in commands) - 1)
            return Recorded(tuple(commands), receipt, known, tuple(refusals)), past
        raise AssertionError  # the attempts end by recording, or by raising

    def _same_as_before(self, requests: Sequence[Request], known: Collection[str]) -> None:
        """Raise CommandReusedError when an id that is on record was given to another request."""
        for request in requests:
            if request.asked and request.command_id in known:
                before = self.ledger.store.of_command(request.command_id)
                same_request(before, self.ledger.store.vault, self._asked_by(request), request.command_id)

    def _judged(
        self,
        requests: Sequence[Request],
        past: StoredFacts,
        known: Collection[str],
        *,
        pass_over: bool,
    ) -> tuple[list[Command], list[tuple[int, Refused]]]:
        """Return the commands for those of REQUESTS that are admitted, and the refusals of the others.

        pass_over: go on after a refusal; else the first one ends it.
        """
        commands: list[Command] = []
        refusals: list[tuple[int, Refused]] = []
        group = Together(self.ledger.store, past, commands)
        for at, request in enumerate(requests):
            if request.command_id in known or group.undone_before(request):
                continue
            try:
                facts = self._admit_all(past, group.naming(request))
            except Refused as no:
                no.at = at
                refusals.append((at, no))
                if not pass_over:
                    break
                group.undo()
            else:
                group.admitted(request, Command(request.command_id or self.ledger.new_id(), facts))
        return commands, refusals

    def _append(self, past: StoredFacts, commands: Sequence[Command]) -> Receipt:
        if past.newer is not None:
            raise LedgerNewerError(
                f"{past.newer.reference}, {past.newer.type}, was recorded by a newer program or a plug-in "
                "that is not loaded: this one only reads this ledger"
            )
        facts = [fact for command in commands for fact in command.facts]
        # A decision that rests on facts of its own append pins their positions, which nobody else may take.
        pins = any(f.event.whole or (getattr(f.event, "known_at", 0) or 0) > past.known_at for f in facts)
        head = past.known_at if pins else None
        with self.ledger.sealer.sealing(facts, past):
            return self.ledger.store.append(commands, past.read, self.ledger.instant(), head)

    def _admit_all(self, past: StoredFacts, request: Request) -> tuple[Fact, ...]:
        seen = self._see(past, request.stream, request.on, request)
        if not isinstance(request.what, Event):
            seen = evolve(seen, fresh=self.ledger.new_id())
        facts: list[Fact] = []
        try:
            for stream, event in proposed(request, seen):
                facts.append(self._admit(past, stream, event, request, {}))
            facts += self._keys_for(past, facts)
        except Refused:
            past.forget(facts)  # or what is judged next would be judged with half of it recorded
            raise
        return tuple(self.ledger.sealer.marked(facts, request.asked and self._asked_by(request)))

    def _keys_for(self, past: StoredFacts, facts: Sequence[Fact]) -> Iterator[Fact]:
        """Yield the commitments to keys that FACTS, just admitted, bring along; learn them, too."""
        missing, day = self.ledger.sealer.missing, past.recorded or facts[0].on
        for fact in tuple(facts):
            if (needed := missing(fact.event, day, past, rehearsal=self.rehearsal)) is not None:
                yield self._admit(past, LEDGER, needed, Request(LEDGER, needed, day), {})

    def _admit(
        self, past: StoredFacts, stream: str, event: Event[Any], request: Request, stays: Mapping[str, Any]
    ) -> Fact:
        """Judge one event against what is known so far, learn it, and return it as a fact to be recorded."""
        seen = self._see(past, stream, request.on, request)
        event = judge(event, seen, stays)
        actor = self.actor
        fact = Fact(
            stream,
            past.head(stream) + 1,
            past.next_position,
            event,
            request.on,
            actor.id,
            actor.role,
            actor.assurance,
            self.channel,
            seen.reason,
            seen.evidence,
            time=request.time,
            source=request.source,
            source_known=request.source_known,
        )
        past.add(fact)
        return fact

    def _withdrawal(self, past: StoredFacts, target: Fact, replaced_by: str | None) -> Fact:
        stream = target.stream
        may_be_withdrawn(target, self._see(past, stream, target.on))
        event = FactWithdrawn(target.reference, replaced_by)
        actor = self.actor
        fact = Fact(
            stream,
            past.head(stream) + 1,
            past.next_position,
            event,
            target.on,
            actor.id,
            actor.role,
            actor.assurance,
            self.channel,
            self.reason,
            self.evidence,
        )
        past.add(fact)
        return fact

    def _released(self, past: StoredFacts, target: Fact) -> None:
        """Raise Refused when what is left once TARGET is withdrawn must not be left so."""
        target.event.release(target, self._see(past, target.stream, target.on))

    def _see(
        self, past: StoredFacts, stream: str, day: dt.date, request: Request | None = None
    ) -> Account | Programme | Book:
        kind: type[Account | Programme | Book] = (
            Programme if stream == PROGRAMME else Book if stream == LEDGER else Account
        )
        reason, evidence = self.reason, self.evidence
        if request is not None:
            reason, evidence = request.reason or reason, request.evidence or evidence
        return kind(stream, day, past, self.actor, reason, evidence, recorded=past.recorded)

    def _past(self, past: StoredFacts | None = None) -> StoredFacts:
        """Return what is known now, or PAST, which was already, as something is recorded on it today."""
        past = past or StoredFacts(self.ledger.store, self.ledger.store.head())
        # What a ledger begins with is recorded before its zone is known, and is never late.
        past.record_on(self.ledger.day_of(self.ledger.instant()) if past.known_at else None)
        return past

    def _asked(self, stream: str, asked: object) -> str:
        actor = self.actor
        return repr((stream, asked, self.day, self.reason, actor.id, actor.role, self.evidence))

    def _asked_by(self, request: Request) -> str:
        return self._asked(request.stream, (request.asked, request.on, request.reason, request.evidence))

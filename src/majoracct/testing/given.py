"""Given, when, then: rules tested on the pure domain, without storage.

    given(ANA, BO).when(ANA_SPONSORS).then()
    given(ANA, ANA_SPONSORS).when(ANA_SPONSORS).then_refused(AlreadySponsoring, "p1")
    given(on("2022-05-01", OrgChartFiled())).on("2024-05-02").account[Profile]

What is given happened to the account ``acme`` on `DAY`, told by Kim, unless said otherwise: the
first event is acme@1, the second acme@2. An account of which nothing is given was opened, and
nothing else happened to it. The ledger is in GBP, under the shipped policy, unless `under` says
another. Events of the programme and of the book go where they belong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, Self, TypeAlias, TypeVar

from attrs import evolve, frozen

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.book.settings import LedgerCreated
from majoracct.domain.calendar import read_day
from majoracct.domain.checks.finding import AccountCheck, Check, Examined, Raised
from majoracct.domain.kernel import (
    LEDGER,
    PROGRAMME,
    Actor,
    Event,
    Evidence,
    Fact,
    FactWithdrawn,
    LedgerEvent,
    ProgrammeEvent,
    Refused,
)
from majoracct.domain.money import Money
from majoracct.domain.past import Facts
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Book, Programme, Proposal, judge, may_be_withdrawn

__all__ = [
    "DAY",
    "EARLY",
    "KIM",
    "Corrected",
    "Given",
    "Outcome",
    "Told",
    "corrected",
    "given",
    "money",
    "on",
]

State = TypeVar("State")
R = TypeVar("R", bound=Refused)
Day: TypeAlias = dt.date | str

_EPOCH: Final = dt.date(1970, 1, 1)
DAY: Final = dt.date(2024, 5, 1)
EARLY: Final = dt.date(2000, 1, 1)  # when an account is opened of which nothing is given
KIM: Final = Actor("kim", "account manager")


def _day(day: Day) -> dt.date:
    return read_day(day) if isinstance(day, str) else day


def money(amount: str, currency: str = "GBP") -> Money:
    """Return an AMOUNT of money: ``money("100")``, ``money("1,000,000")``."""
    return Money(Decimal(amount.replace(",", "")), currency)


# What happened


@frozen
class Told:
    """Events that happened on one day, as somebody told them."""

    events: tuple[Event[Any], ...]
    on: dt.date
    to: str | None = None  # the stream; None: the account of the story
    actor: Actor = KIM
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    time: str = ""
    recorded: dt.date | None = None  # None: before any day that matters


@frozen
class Corrected:
    """A fact withdrawn and replaced by another, in one append."""

    reference: str
    event: Event[Any]
    on: dt.date | None = None  # None: the day it had


Happened: TypeAlias = Event[Any] | Told | Corrected


def on(
    day: Day,
    *events: Event[Any],
    to: str | None = None,
    by: str = KIM.id,
    role: str = KIM.role,
    reason: str = "",
    evidence: Iterable[Evidence] = (),
    time: str = "",
    recorded: Day | None = None,
) -> Told:
    """Return EVENTS as having happened on DAY.

    to: the account they happened to. by, role, reason, evidence: on whose word, and why.
    time: the source's time of day (HH:MM:SS). recorded: the day (UTC) the ledger learned it.
    """
    learned = None if recorded is None else _day(recorded)
    return Told(events, _day(day), to, Actor(by, role), reason, tuple(evidence), time, learned)


def corrected(reference: str, event: Event[Any], *, on: Day | None = None) -> Corrected:
    """Return the fact called REFERENCE as withdrawn, and replaced by EVENT.

    on: the day, if that was corrected.
    """
    return Corrected(reference, event, None if on is None else _day(on))


def _instant(day: dt.date | None) -> int:
    """Return when DAY begins, in microseconds since 1970 UTC; 0 for None."""
    return 0 if day is None else (day - _EPOCH) // dt.timedelta(microseconds=1)


def _day_of(instant: int) -> dt.date:
    return _EPOCH + dt.timedelta(microseconds=instant)


class _Scribe:
    """Writes down what happened, as a ledger would that refuses nothing."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.facts = list(facts)

    def _write(self, stream: str, event: Event[Any], told: Told, **more: Any) -> None:
        fact = Fact(
            stream,
            1 + sum(1 for f in self.facts if f.stream == stream),
            len(self.facts) + 1,
            event,
            told.on,
            told.actor.id,
            told.actor.role,
            told.actor.assurance,
            reason=told.reason,
            evidence=told.evidence,
            time=told.time,
            recorded_at=_instant(told.recorded) + (len(self.facts) + 1) * 1_000_000,
        )
        self.facts.append(evolve(fact, **more))

    def _called(self, reference: str) -> Fact:
        for fact in self.facts:
            if fact.reference == reference:
                return fact
        raise LookupError(f"nothing that was given is called {reference}")

    def take(self, happened: Happened, account: str) -> None:
        """Write down what HAPPENED; to ACCOUNT, where it does not say to whom."""
        if isinstance(happened, Corrected):
            target = self._called(happened.reference)
            day = happened.on or target.on
            told = Told((), target.on, reason="a correction")
            version = 2 + sum(1 for f in self.facts if f.stream == target.stream)
            self._write(target.stream, FactWithdrawn(target.reference, f"{target.stream}@{version}"), told)
            self._write(
                target.stream,
                happened.event,
                evolve(told, on=day, evidence=target.evidence),
                corrects=target.reference,
                origin=target.id,
                inherited_place=target.place if day == target.on else 0,
            )
            return
        told = happened if isinstance(happened, Told) else Told((happened,), DAY)
        for event in told.events:
            if isinstance(event, FactWithdrawn):
                target = self._called(event.target)
                self._write(
                    target.stream, event, evolve(told, on=target.on, reason=told.reason or "an error")
                )
            elif isinstance(event, ProgrammeEvent):
                self._write(PROGRAMME, event, told)
            elif isinstance(event, LedgerEvent):
                self._write(LEDGER, event, told)
            else:
                self._write(told.to or account, event, told)


# The story


@frozen
class Given:
    """An account to which certain things happened. Immutable: every step returns another story."""

    facts: tuple[Fact, ...]
    key: str = "acme"
    day: dt.date = DAY
    actor: Actor = KIM
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    position: int | None = None  # None: everything is known
    recorded: dt.date | None = None  # None: nobody asks whether it is recorded in time

    def on(self, day: Day) -> Self:
        """See and record on DAY."""
        return evolve(self, day=_day(day))

    def recorded_on(self, day: Day) -> Self:
        """Record on DAY what was true on the day of the story."""
        return evolve(self, recorded=_day(day))

    def about(self, key: str) -> Self:
        """See, and record about, the account KEY."""
        return evolve(self, key=key)

    def by(self, who: str, role: str = "") -> Self:
        """Record as WHO, in the capacity of ROLE."""
        return evolve(self, actor=Actor(who, role))

    def because(self, reason: str) -> Self:
        """Record for a REASON."""
        return evolve(self, reason=reason)

    def showing(self, *names: str) -> Self:
        """Record with documents called NAMES as evidence."""
        return evolve(self, evidence=tuple(Evidence(name) for name in names))

    def known_at(self, position: int) -> Self:
        """See what was known at POSITION; the first thing given has position 3."""
        return evolve(self, position=position)

    def under(self, terms: Terms) -> Self:
        """Put TERMS in force from the first day of the calendar, instead of the shipped policy."""
        facts = (
            evolve(f, event=PolicyAdopted(terms)) if f.reference == f"{PROGRAMME}@1" else f
            for f in self.facts
        )
        return evolve(self, facts=tuple(facts))

    def then_given(self, *happened: Happened) -> Self:
        """Let more have HAPPENED, recorded after the rest."""
        scribe = _Scribe(self.facts)
        for each in happened:
            scribe.take(each, self.key)
        return evolve(self, facts=tuple(scribe.facts))

    # What is seen

    @property
    def past(self) -> Facts:
        """What is known."""
        return Facts(self.facts, self.position)

    @property
    def account(self) -> Account:
        """The account as it stood on the day, seen by who records."""
        return Account(
            self.key, self.day, self.past, self.actor, self.reason, self.evidence, "1", self.recorded
        )

    @property
    def programme(self) -> Programme:
        """The programme as it stood on the day, seen by who records."""
        return Programme(
            PROGRAMME, self.day, self.past, self.actor, self.reason, self.evidence, recorded=self.recorded
        )

    @property
    def book(self) -> Book:
        """The book of record, seen by who records."""
        return Book(
            LEDGER, self.day, self.past, self.actor, self.reason, self.evidence, recorded=self.recorded
        )

    def __getitem__(self, topic: type[State]) -> State:
        return self.account[topic]

    @property
    def last(self) -> Fact:
        """The fact recorded last."""
        return self.facts[-1]

    def raised(self, check: Check) -> list[Raised]:
        """Return what CHECK finds on the day: in the account, or in all there are."""
        programme = self.programme
        examined = Examined(programme, programme[Policy].terms, _day_of)
        if isinstance(check, AccountCheck):
            return list(check.find(self.account, examined))
        keys = sorted({f.stream for f in self.facts} - {PROGRAMME, LEDGER})
        return list(check.find([self.account.other(key) for key in keys], examined))

    # When

    def when(self, what: Event[Any] | Callable[..., Proposal], **arguments: Any) -> Outcome:
        """Judge WHAT is to be recorded: an event, or a procedure and the ARGUMENTS it is given."""
        proposal: Proposal = (
            ((self._stream(what), what),) if isinstance(what, Event) else what(self.account, **arguments)
        )
        story = self
        for stream, event in proposal:
            try:
                admitted = judge(event, story.seen(stream))
            except Refused as no:
                return Outcome(story, no)
            story = evolve(story, facts=story._with(stream, admitted))
        return Outcome(story, None)

    def when_withdrawing(self, reference: str) -> Outcome:
        """Judge whether the fact called REFERENCE can be withdrawn."""
        target = self.past.fact(reference)
        if target is None:
            raise LookupError(f"nothing that was given is called {reference}")
        try:
            may_be_withdrawn(target, self.seen(target.stream))
            left = self.then_given(FactWithdrawn(reference))
            target.event.release(target, left.seen(target.stream))
        except Refused as no:
            return Outcome(self, no)
        return Outcome(left, None)

    def _stream(self, event: Event[Any]) -> str:
        kinds = ((ProgrammeEvent, PROGRAMME), (LedgerEvent, LEDGER))
        return next((stream for kind, stream in kinds if isinstance(event, kind)), self.key)

    def seen(self, stream: str) -> Account | Programme | Book:
        """Return what is seen of a STREAM: an account's key, "programme" or "ledger"."""
        if stream == PROGRAMME:
            return self.programme
        return self.book if stream == LEDGER else self.account.other(stream)

    def _with(self, stream: str, event: Event[Any]) -> tuple[Fact, ...]:
        scribe = _Scribe(self.facts)
        scribe.take(Told((event,), self.day, stream, self.actor, self.reason, self.evidence), stream)
        return tuple(scribe.facts)


def given(*happened: Happened, to: str = "acme", opened: bool = True) -> Given:
    """Return the story in which these things, and no others, HAPPENED.

    to: the account. opened: whether it was opened, if nothing else is given of it.
    """
    scribe = _Scribe()
    scribe.take(Told((LedgerCreated("GBP"),), EARLY), to)
    scribe.take(Told((PolicyAdopted(Terms.shipped("GBP")),), dt.date.min), to)
    for each in happened:
        scribe.take(each, to)
    if opened and not any(fact.stream == to for fact in scribe.facts):
        scribe.take(Told((AccountOpened(to.title()),), EARLY), to)
    return Given(tuple(scribe.facts), to)


@frozen
class Outcome:
    """What came of recording something: a story that goes on, or a refusal."""

    story: Given
    refusal: Refused | None

    def then(self, *expected: Event[Any]) -> Given:
        """Return the story as it goes on. Raises AssertionError when it was refused.

        expected: the events recorded last, pinned fields filled in, if that is what matters.
        """
        if self.refusal is not None:
            raise AssertionError(f"it was refused: {self.refusal}")
        recorded = tuple(fact.event for fact in self.story.facts[-len(expected) :]) if expected else ()
        if recorded != expected:
            raise AssertionError(f"recorded: {recorded}, expected: {expected}")
        return self.story

    def then_refused(self, kind: type[R], match: str = "") -> R:
        """Return the refusal, of this KIND. Raises AssertionError when there is none.

        match: a regular expression found in what it says.
        """
        if self.refusal is None:
            raise AssertionError(f"it was admitted, where {kind.__name__} was expected")
        if type(self.refusal) is not kind:
            raise AssertionError(
                f"expected {kind.__name__}, got {type(self.refusal).__name__}: {self.refusal}"
            )
        if not re.search(match, str(self.refusal)):
            raise AssertionError(f"{str(self.refusal)!r} does not match {match!r}")
        return self.refusal

"""Random histories, for hypothesis: events of every kind, back-dated, withdrawn, corrected, merged.

`facts` makes facts that no rule has judged: replay must bear them all. `steps` makes requests;
`play` puts them to a ledger, whatever store it is on, and passes over what the rules refuse. Both
draw from few accounts, people and days, so that things meet. Values are made from the annotations
of an event's fields, as commands are, so a plug-in's events take part without a line.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs
from attrs import frozen
from hypothesis import strategies as st

from majoracct.desk import Desk
from majoracct.domain import index
from majoracct.domain.account.mergers import merge
from majoracct.domain.kernel import (
    LEDGER,
    PROGRAMME,
    AccountEvent,
    Actor,
    Erased,
    Event,
    Evidence,
    Fact,
    FactWithdrawn,
    Mark,
    ProgrammeEvent,
    Refused,
)
from majoracct.domain.money import Money
from majoracct.domain.past import Past
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import EVER, Account
from majoracct.ledger import Ledger
from majoracct.ports import NotFoundError

__all__ = [
    "ACCOUNTS",
    "FIRST",
    "ROLE",
    "Correcting",
    "Merging",
    "Recording",
    "Step",
    "Withdrawing",
    "answer",
    "days",
    "event",
    "facts",
    "one_of",
    "play",
    "steps",
    "ticking",
]

ACCOUNTS: Final = ("acme", "bolt", "civic")
PEOPLE: Final = ("p1", "p2", "p3")
FIRST: Final = dt.datetime(2024, 6, 1, 9, tzinfo=dt.UTC)  # when a history's first step is recorded
ROLE: Final = "sales executive"  # in which they are recorded
REASON: Final = "a random history"
SHOWN: Final = (Evidence("minutes.pdf", 1024, "ab" * 32),)


# Values and events


def days() -> st.SearchStrategy[dt.date]:
    """Return days of a few years; often the same few, so that things happen on one day."""
    few = st.sampled_from([dt.date(y, m, 1) for y in (2022, 2023, 2024) for m in (1, 5)])
    return st.one_of(few, st.dates(dt.date(2020, 1, 1), dt.date(2024, 5, 31)))


def _terms() -> st.SearchStrategy[Terms]:
    thresholds = st.sampled_from(["1000", "250000", "1000000"])
    return thresholds.map(lambda amount: Terms(Money(Decimal(amount), "GBP")))


_PLAIN: Final[dict[Any, Callable[[], st.SearchStrategy[Any]]]] = {
    str: lambda: st.sampled_from(["one", "two", "three"]),
    int: lambda: st.integers(0, 3),
    bool: st.booleans,
    dt.date: lambda: st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31)),
    Decimal: lambda: st.sampled_from([Decimal("0.5"), Decimal(1)]),
    Money: lambda: st.sampled_from(["-500", "0.01", "400", "600000", "1000000"]).map(
        lambda amount: Money(Decimal(amount), "GBP")
    ),
    Terms: _terms,
}


# By name, where that says more than the annotation.
_NAMED: Final[dict[str, Callable[[], st.SearchStrategy[Any]]]] = {
    **dict.fromkeys(("predecessor", "successor", "new", "parent"), lambda: st.sampled_from(ACCOUNTS)),
    "year": lambda: st.integers(2020, 2027),  # those of the days
}


def _references() -> st.SearchStrategy[str]:
    return st.builds("{}@{}".format, st.sampled_from(ACCOUNTS), st.integers(1, 9))


def _marked_value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    pools = {"person": st.sampled_from(PEOPLE), "fact": _references()}
    for mark in hint.__metadata__:
        if mark == Mark("personal"):
            told = hint.__metadata__[-1]
            said = st.sampled_from(["Ann", "Bo"]) if told is str else _value(name, told)
            return st.one_of(said, st.just(Erased.here))
        if isinstance(mark, Mark):
            return pools[mark.of]
    return _value(name, typing.get_args(hint)[0])


def _value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _marked_value(name, hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(st.none() if part is type(None) else _value(name, part) for part in parts))
    if origin is tuple:
        return st.lists(_value(name, parts[0]), min_size=1, max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(list(hint))
    if name in _NAMED:
        return _NAMED[name]()
    if hint not in _PLAIN:
        raise TypeError(f"no random value for {name}: {hint}")
    return _PLAIN[hint]()


def event(kind: type[Event[Any]]) -> st.SearchStrategy[Event[Any]]:
    """Return events of one KIND, their pinned fields left to be filled in."""
    hints = typing.get_type_hints(kind, include_extras=True)
    asked: dict[str, st.SearchStrategy[Any]] = {
        a.name: _value(a.name, hints[a.name]) for a in attrs.fields(kind) if not a.metadata.get("pinned")
    }
    return st.builds(kind, **asked)


def _kinds(base: type[Event[Any]]) -> list[type[Event[Any]]]:
    classes = (index.event_class(entry.type) for entry in index.events())
    return [cls for cls in classes if issubclass(cls, base)]


def one_of(base: type[Event[Any]] = AccountEvent) -> st.SearchStrategy[Event[Any]]:
    """Return events of every kind known that derives from BASE."""
    return st.sampled_from(_kinds(base)).flatmap(event)


# Facts nobody judged


@st.composite
def facts(draw: st.DrawFn, *, max_size: int = 16) -> list[Fact]:
    """Return facts in the order they were recorded, as no rule would have let them through.

    What they speak of may not exist; they come in any order of days, are withdrawn and corrected.
    """
    heads = dict.fromkeys((*ACCOUNTS, PROGRAMME, LEDGER), 0)
    made: list[Fact] = []

    def write(stream: str, what: Event[Any], day: dt.date, **more: Any) -> None:
        heads[stream] += 1
        fact = Fact(stream, heads[stream], len(made) + 1, what, day, "kim", "sales executive", **more)
        made.append(attrs.evolve(fact, recorded_at=len(made) + 1))

    for _ in range(draw(st.integers(1, max_size))):
        gone = {f.event.target for f in made if isinstance(f.event, FactWithdrawn)}
        live = [f for f in made if not isinstance(f.event, FactWithdrawn) and f.reference not in gone]
        choice = draw(st.integers(0, 9)) if live else 9
        if choice < 2:
            target = draw(st.sampled_from(live))
            replaced_by = f"{target.stream}@{heads[target.stream] + 2}" if choice else None
            write(target.stream, FactWithdrawn(target.reference, replaced_by), target.on)
            if replaced_by:
                day = draw(st.one_of(st.just(target.on), days()))
                place = target.place if day == target.on else 0
                again = draw(event(type(target.event)))
                write(
                    target.stream,
                    again,
                    day,
                    corrects=target.reference,
                    origin=target.id,
                    inherited_place=place,
                )
        elif choice == 2:
            write(PROGRAMME, draw(one_of(ProgrammeEvent)), draw(days()))
        else:
            time = draw(st.sampled_from(["", "", "09:00:00"]))
            write(draw(st.sampled_from(ACCOUNTS)), draw(one_of()), draw(days()), time=time)
    return made


# Requests


@frozen
class Recording:
    """Record EVENT about ACCOUNT, or the programme."""

    account: str
    event: Event[Any]
    on: dt.date


@frozen
class Withdrawing:
    """Withdraw one of the facts there are, counted round."""

    nth: int


@frozen
class Correcting:
    """Correct one of the facts there are by the fields of another request, counted round."""

    nth: int
    donor: int
    on: dt.date | None


@frozen
class Merging:
    """Merge one account into another."""

    account: str
    into: str
    on: dt.date


Step: TypeAlias = Recording | Withdrawing | Correcting | Merging


def _recordings() -> st.SearchStrategy[Step]:
    # What brings things about comes as often as all that happens to them afterwards.
    births = st.sampled_from(
        [
            index.event_class(name)
            for name in (
                "AccountOpened",
                "RevenueRecorded",
                "TierMoved",
                "StakeholderIdentified",
                "OpportunityIdentified",
                "PlanDrafted",
                "ActionAdded",
                "DeliveryCompleted",
            )
        ]
    ).flatmap(event)
    return st.builds(Recording, st.sampled_from(ACCOUNTS), st.one_of(births, one_of()), days())


def steps(*, max_size: int = 14) -> st.SearchStrategy[list[Step]]:
    """Return requests to be put to a ledger, in order; the first open two accounts."""
    opening = index.event_class("AccountOpened")
    opened: list[Step] = [
        Recording(name, opening(name.title()), dt.date(2020, 1, 1))  # type: ignore[call-arg]  # the class has a name
        for name in ACCOUNTS[:2]
    ]
    index_ = st.integers(0, 40)
    one: st.SearchStrategy[Step] = st.one_of(
        _recordings(),
        _recordings(),
        _recordings(),
        st.builds(Withdrawing, index_),
        st.builds(Correcting, index_, index_, st.one_of(st.none(), days())),
        st.builds(Recording, st.just(PROGRAMME), event(PolicyAdopted), days()),
        st.builds(Merging, st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), days()),
    )
    return st.lists(one, min_size=6, max_size=max_size).map(lambda more: [*opened, *more])


def ticking(start: dt.datetime = FIRST) -> Callable[[], dt.datetime]:
    """Return a clock that is an hour later whenever it is read."""
    hours = itertools.count()
    return lambda: start + dt.timedelta(hours=next(hours))


def play(ledger: Ledger, requests: Sequence[Step]) -> list[Fact]:
    """Put REQUESTS to LEDGER and return the facts recorded; what a rule refuses is passed over."""
    recorded: list[Fact] = []
    donors = [step.event for step in requests if isinstance(step, Recording)]
    for step in requests:
        desk = ledger.desk(by="kim", role=ROLE).on(reason=REASON, evidence=SHOWN)
        try:
            recorded += _put(desk, step, list(ledger.store.facts()), donors)
        except (Refused, NotFoundError):
            continue
    return recorded


def _put(desk: Desk, step: Step, known: list[Fact], donors: list[Event[Any]]) -> list[Fact]:
    if isinstance(step, Merging):
        return desk.on(step.on).carry_out(step.account, merge, into=step.into)
    if isinstance(step, Recording):
        desk = desk.on(step.on)
        if isinstance(step.event, ProgrammeEvent):
            return [desk.adopt(step.event)]
        return [desk.record(step.account, typing.cast("AccountEvent[Any]", step.event))]
    target = known[step.nth % len(known)]
    if isinstance(step, Withdrawing):
        return desk.withdraw(target.reference)
    alike = [donor for donor in donors if type(donor) is type(target.event)]
    changes: dict[str, Any] = {}
    if alike:
        donor = alike[step.donor % len(alike)]
        pinned = {a.name for a in attrs.fields(type(donor)) if a.metadata.get("pinned")}
        changes = {n: v for n, v in attrs.asdict(donor, recurse=False).items() if n not in pinned}
    return desk.correct(target.reference, on=step.on, **changes)


# Answers


def _topics() -> list[type[Any]]:
    kinds = (index.event_class(e.type) for e in index.events() if e.kind == "account")
    return sorted({kind.topic for kind in kinds}, key=lambda topic: topic.__name__)


def answer(past: Past, on: Iterable[dt.date] = (EVER,)) -> dict[tuple[str, dt.date], object]:
    """Return all that PAST says of every account on each of the days ON: what two views are compared by."""
    told: dict[tuple[str, dt.date], object] = {}
    for day, key in itertools.product(on, ACCOUNTS):
        account = Account(key, day, past, Actor("kim"))
        told[key, day] = (
            account.since,
            account.head,
            account.streams,
            account.merged_into,
            [fact.reference for fact in account.facts],
            {topic.__name__: account[topic] for topic in _topics()},
            account.programme[index.event_class("PolicyAdopted").topic],
        )
    return told

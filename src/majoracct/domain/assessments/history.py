"""History: everything the ledger knows of an account, in the order it was true (B-D4).

What was withdrawn stays in its place, and so does who withdrew it: a history that forgets its
mistakes cannot be audited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Past
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.rates import ExchangeRateRecorded, home_currency
from majoracct.domain.programme.staff import Staff

__all__ = ["Entry", "history", "known", "lag", "names_of", "rules", "staff", "withdrawals_in"]


@frozen
class Entry:
    """A fact as a history tells it.

    topic: the file of the domain it belongs to; a withdrawal belongs to its target's.
    summary: the sentence that tells it.
    lag: days from the day it was true to the day it was recorded; below 0 when that day was still to come.
    withdrawal: the fact that withdrew it, if one did.
    """

    fact: Fact
    topic: str
    summary: str
    lag: int
    withdrawal: Fact | None = None


def known(past: Past, streams: Iterable[str], topic: type[Any] | None = None) -> list[Fact]:
    """Return every fact known of STREAMS, whatever its day: live, withdrawn, and the withdrawals.

    topic: only of the live facts, those of this topic.
    """
    found: list[Fact] = []
    for stream in streams:
        found += past.live(stream, topic)
        for target, withdrawal in past.withdrawals(stream).items():
            gone = past.fact(target)
            found += [gone, withdrawal] if gone else [withdrawal]
    return found


def rules(past: Past, currencies: Iterable[str]) -> list[Fact]:
    """Return every fact known of the programme by which an account is judged: live, withdrawn, withdrawals.

    It is judged by policies, and by what the CURRENCIES its money was stated in exchange for.
    """
    told = {home_currency(past), *currencies}

    def judges(fact: Fact) -> bool:
        said = past.fact(fact.event.target) if isinstance(fact.event, FactWithdrawn) else fact
        if said is None:
            return False
        if isinstance(said.event, ExchangeRateRecorded):
            return {said.event.base, said.event.quote} <= told
        return said.event.topic is Policy

    return [fact for fact in known(past, (PROGRAMME,)) if judges(fact)]


def staff(past: Past) -> list[Fact]:
    """Return the facts that make our own people known, which an account's history tells by name."""
    return [
        f
        for f in known(past, (PROGRAMME,), Staff)
        if not isinstance(f.event, FactWithdrawn) and f.event.introduces
    ]


def names_of(past: Past, streams: Iterable[str]) -> Names:
    """Return what the people and things that STREAMS tell of, and our own people, are called.

    The first of STREAMS is the account's own: what it calls somebody goes before what a predecessor does.
    """
    told = tuple(streams)
    return Names.of([*known(past, told), *staff(past)], *told[:1])


def withdrawals_in(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return the withdrawals among FACTS, by the reference of the fact withdrawn."""
    return {f.event.target: f for f in facts if isinstance(f.event, FactWithdrawn)}


def history(facts: Iterable[Fact], names: Names, day_of: Callable[[int], dt.date]) -> list[Entry]:
    """Return FACTS, withdrawn ones and withdrawals too, as a history tells them: as they were true.

    day_of: returns the day of an instant in microseconds since 1970 UTC.
    Within a day they go by the source's time of day, then by place; a withdrawal comes with its
    target's time, by its own position.
    """
    held = {f.reference: f for f in facts}
    withdrawn = withdrawals_in(held.values())

    def target(fact: Fact) -> Fact | None:
        return held.get(fact.event.target) if isinstance(fact.event, FactWithdrawn) else None

    def order(fact: Fact) -> tuple[dt.date, str, int, int]:
        return fact.on, (target(fact) or fact).time, fact.place, fact.position

    return [
        Entry(
            fact=fact,
            topic=_topic(target(fact) or fact),
            summary=tell(fact, names, target(fact)),
            lag=lag(fact, day_of),
            withdrawal=withdrawn.get(fact.reference),
        )
        for fact in sorted(held.values(), key=order)
    ]


def lag(fact: Fact, day_of: Callable[[int], dt.date]) -> int:
    """Return the days from the day FACT was true to the day it was recorded.

    What holds from the first day of the calendar, as the first policy does, is not late.
    """
    return 0 if fact.on == dt.date.min else (day_of(fact.recorded_at) - fact.on).days


def _topic(fact: Fact) -> str:
    return type(fact.event).__module__.rpartition(".")[2]

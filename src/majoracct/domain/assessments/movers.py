"""Movers: which facts made the difference between two views of an account.

Rules
  DI5  What was learned later about a day is the facts recorded in between that tell of the account, of the
       policy, or of what its money exchanges for: whatever their day, what was withdrawn and the
       withdrawals, too.                                                                      B-D4, X-11
  DI6  For each thing that differs between two positions, those are named whose learning moved it; the
       facts of one command are learned together.                                                 B-D4
  DI7  For each thing that differs between two days, the facts of the days between that moved it are
       named, and time alone where it did.                                                        B-D4
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from attrs import frozen

from majoracct.domain.account.mergers import AccountAbsorbed
from majoracct.domain.assessments.changes import Picture, between, picture
from majoracct.domain.assessments.history import known, rules
from majoracct.domain.assessments.moments import moments
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact
from majoracct.domain.past import Facts, Past, money_of
from majoracct.domain.programme.policy import NoPolicy
from majoracct.domain.seen import Account

__all__ = ["MOST", "Mover", "learned", "moved_by_days", "moved_by_learning"]

MOST: Final = 400  # commands whose learning is judged one by one: each takes a judgement of the account


@frozen
class Mover:
    """What moved a thing: facts, in the order they did, and whether time alone did at some point."""

    facts: tuple[str, ...] = ()
    time_alone: bool = False


def learned(past: Past, key: str, since: int) -> list[Fact]:
    """Return what was recorded after the position SINCE and tells of the account KEY, as recorded (DI5)."""
    told = known(past, _tellers(past, key))
    told += rules(past, _currencies(told))
    return sorted((f for f in told if f.position > since), key=lambda f: f.position)


def moved_by_learning(account: Account, since: int) -> dict[str, Mover] | None:
    """Return what moved each thing about ACCOUNT, by its key, as more was learned from SINCE on (DI6).

    None when more than MOST commands were learned: too much to judge piece by piece.
    """
    past = account.past
    new = {fact.position for fact in learned(past, account.key, since)}
    everything = known(past, (*_tellers(past, account.key), PROGRAMME, LEDGER))
    apart = Facts([f for f in everything if f.position <= since])
    later = _commands(sorted((f for f in everything if f.position > since), key=lambda f: f.position))
    telling = [any(f.position in new for f in facts) for facts in later]
    if sum(telling) > MOST:
        return None
    last = _seen(account, apart)
    movers: dict[str, Mover] = {}
    for facts, tells in zip(later, telling, strict=True):
        for fact in facts:
            apart.add(fact)
        if tells:
            now = _seen(account, apart)
            _note(movers, last, now, [f.reference for f in facts])
            last = now
    return movers


def moved_by_days(account: Account, since: dt.date, day_of: Callable[[int], dt.date]) -> dict[str, Mover]:
    """Return what moved each thing about ACCOUNT, by its key, from the day SINCE up to its own (DI7).

    day_of: returns the day of an instant in microseconds since 1970 UTC.
    """
    movers: dict[str, Mover] = {}
    for moment in moments(account, day_of, since):
        _note(movers, moment.before, moment.after, [e.fact.reference for e in moment.entries])
    return movers


def _note(
    movers: dict[str, Mover], before: Picture | None, after: Picture | None, facts: Sequence[str]
) -> None:
    """Add to the MOVERS of each thing that differs: FACTS, or time alone without any."""
    for key in between(before, after, all_told=True):
        found = movers.get(key) or Mover()
        movers[key] = Mover((*found.facts, *facts), found.time_alone or not facts)


def _commands(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Return FACTS, which are in the order recorded, by the command that recorded them."""
    found: list[list[Fact]] = []
    for fact in facts:
        if found and fact.command_id and found[-1][-1].command_id == fact.command_id:
            found[-1].append(fact)
        else:
            found.append([fact])
    return found


def _seen(account: Account, past: Past) -> Picture | None:
    seen = Account(account.key, account.on, past)
    since = seen.since
    if since is None or since > seen.on:
        return None
    try:
        return picture(seen)
    except NoPolicy:
        return None


def _tellers(past: Past, key: str) -> list[str]:
    """Return the streams that tell of the account KEY on any day, by mergers withdrawn since, too."""
    found = [key]
    for stream in found:  # grows as predecessors of predecessors are found
        joined = [f.event.predecessor for f in known(past, (stream,)) if isinstance(f.event, AccountAbsorbed)]
        found += dict.fromkeys(s for s in joined if s not in found)
    return found


def _currencies(facts: Iterable[Fact]) -> set[str]:
    """Return the currencies of the money that FACTS state."""
    stated = (getattr(f.event, name) for f in facts for name in money_of(type(f.event)))
    return {money.currency for money in stated if money is not None}

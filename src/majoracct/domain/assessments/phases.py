"""Phases: of each engagement, the sale we make, the promise we fulfil and the customer we grow.

An engagement is an opportunity and what followed of it. Its phases overlap, and an account is in all
that are open in any of its engagements. They follow from what was signed, promised, delivered and
won: nobody records a phase. A day is judged by the account that told of the engagement on that day,
which may have merged into another since.

Rules
  PH1  Each engagement has three phases of its own; an account is in a phase while one of them is.  C-P0
  PH2  We are making the sale from the day an opportunity was identified until its contract is signed, or
       it is lost.                                                                              C-P1
  PH3  We are fulfilling from the day the contract of a win is signed, and never sooner: a project begun
       before begins no phase.                                                                  C-P2 C-P4
  PH4  We fulfil until each of its promises is kept, mended or taken back, and each of its projects is
       completed; where there is neither, until its contract runs no longer; and in no case longer than
       until its contract was ended.                                                            C-P2
  PH5  We are growing from the day of the win, whatever is delivered or slips, until its contract runs no
       longer; while none is signed, that goes on. Where policy has us fulfil first, as it stands on the
       day asked, we are growing only while a signed engagement is fulfilled.            C-P3 B-R2 X-2
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import astuple, frozen

from majoracct.domain.account.contracts import Contract, Contracts, begun
from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.keeping import PromiseStanding, standing
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.promises import Promises
from majoracct.domain.assessments.spans import after, remaining, spans
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["Phase", "PhaseOpen", "TimeInPhases", "in_phases", "open_phases", "phases", "time_in_phases"]

_TOPICS: Final = (Opportunities, Contracts, Promises, Delivery)
_NAMING: Final = ("opportunity", "contract", "promise", "project", "benchmark")
_SETTLED: Final = (PromiseStanding.KEPT, PromiseStanding.MENDED, PromiseStanding.RENEGED)


class Phase(enum.Enum):
    """The three phases of an engagement."""

    MAKING = "making"  # the sale
    FULFILLING = "fulfilling"  # the promise of the sale
    GROWING = "growing"  # the customer


# What is answered


@frozen
class PhaseOpen:
    """That a phase of an engagement was open, from SINCE up to but not including UNTIL.

    until: None while it is open. days: on how many days it was, the day asked included.
    sprung: the day of the first opportunity that sprang from a win, where it is growing.
    facts: what says that there is an engagement, a contract or a win; and what sprang from it first.
    """

    account: str
    engagement: str
    title: str
    phase: Phase
    since: dt.date
    until: dt.date | None
    days: int
    sprung: dt.date | None
    facts: tuple[str, ...]


@frozen
class TimeInPhases:
    """How many engagements a phase is open in, and on how many days it was, in each of them."""

    engagements: int = 0
    days: int = 0

    def plus(self, other: TimeInPhases) -> TimeInPhases:
        """Return the two together."""
        return TimeInPhases(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


# What follows


def in_phases(key: str, account: Account, *, overlap: bool = True) -> tuple[Phase, ...]:
    """Return the phases that the engagement of opportunity KEY is in, on the day of ACCOUNT.

    overlap: whether we are growing before what was promised is fulfilled.
    """
    found = account[Opportunities].items.get(key)
    if found is None:
        return ()
    signed = [c for _, c in account[Contracts].in_order() if c.opportunity == key]
    runs = any(c.running(account.on) for c in signed)
    anchored = key in begun(account)
    phases = []
    if found.lost is None and not anchored:
        phases.append(Phase.MAKING)
    if anchored and not (_ended(signed) or _fulfilled(key, account, runs=runs)):
        phases.append(Phase.FULFILLING)
    fulfilled = anchored and Phase.FULFILLING not in phases
    if found.won is not None and (runs or not signed) and (overlap or fulfilled):
        phases.append(Phase.GROWING)
    return tuple(phases)


def _overlap(account: Account) -> bool:
    """Return whether policy, on the day of ACCOUNT, has us grow before what was promised is fulfilled."""
    return account.programme[Policy].terms.tensions.grow_before_delivered


def _ended(signed: list[Contract]) -> bool:
    return bool(signed) and all(contract.ended is not None for contract in signed)


def _fulfilled(key: str, account: Account, *, runs: bool) -> bool:
    promised = [p for p, promise in account[Promises].promises.items() if promise.opportunity == key]
    projects = [p for p in account[Delivery].projects.values() if p.opportunity == key]
    if not (promised or projects):
        return not runs
    kept = all(standing(account, promise) in _SETTLED for promise in promised)
    return kept and all(p.completed is not None for p in projects)


def phases(account: Account) -> list[PhaseOpen]:
    """Return every phase of every engagement of ACCOUNT up to its day, each time it was open."""
    turns = _turns(account)
    return [
        found
        for key, _ in account[Opportunities].in_order()
        for found in _unfolded(key, account, turns.get(key, set()))
    ]


def _unfolded(key: str, account: Account, turns: set[dt.date]) -> Iterator[PhaseOpen]:
    home, mergers = account.other(key.rpartition("@")[0]), set(account.changes(Mergers))
    days = sorted(turns | mergers | set(home.changes(Mergers)))
    overlap = _overlap(account)
    held = {
        day: in_phases(key, remaining(home.at(day)), overlap=overlap) for day in days if day <= account.on
    }
    for phase in Phase:
        cited, sprung = _facts(key, account, phase)
        for span in spans(lambda day: phase in held[day], held, account.on):  # noqa: B023 - used at once
            yield PhaseOpen(
                account.key,
                key,
                account[Opportunities].items[key].title,
                phase,
                span.start,
                span.end,
                span.days(account.on),
                sprung,
                cited,
            )


def _turns(account: Account) -> dict[str, set[dt.date]]:
    """Return, by opportunity, the days on which a phase of its engagement may begin or end."""
    of: dict[str, str] = {}  # a thing of an engagement: its opportunity
    found: dict[str, set[dt.date]] = {}
    for topic in _TOPICS:
        for fact in account.fold(topic).facts:
            names = [name for field in _NAMING if (name := getattr(fact.event, field, None))]
            key = fact.id if topic is Opportunities and not names else None
            key = key or next((of.get(name, name) for name in names), None)
            if key is not None:
                of.setdefault(fact.id, key)
                found.setdefault(key, set()).add(fact.on)
                found[key] |= {
                    d for name in ("ends", "due") for d in _around(getattr(fact.event, name, None))
                }
    return found


def _around(day: dt.date | None) -> Iterable[dt.date]:
    return (day, after(day, 1)) if day else ()


def _facts(key: str, account: Account, phase: Phase) -> tuple[tuple[str, ...], dt.date | None]:
    """Return what says that the engagement is in PHASE, and when something first sprang from it."""
    items = account[Opportunities].items
    found = items[key]
    if phase is Phase.MAKING:
        return (found.fact,), None
    if phase is Phase.FULFILLING:
        return tuple(c.fact for c in _signed(key, account)), None
    sprung = [o for _, o in account[Opportunities].in_order() if o.sprung_from == key][:1]
    cited = (*([found.decided] if found.decided else []), *(o.fact for o in sprung))
    return cited, sprung[0].on if sprung else None


def _signed(key: str, account: Account) -> list[Contract]:
    return [c for _, c in account[Contracts].in_order() if c.opportunity == key][:1]


def open_phases(account: Account) -> dict[Phase, tuple[str, ...]]:
    """Return the phases ACCOUNT is in on the day, each with the engagements that are."""
    overlap = _overlap(account)
    held = {key: in_phases(key, account, overlap=overlap) for key, _ in account[Opportunities].in_order()}
    found = {phase: tuple(key for key, each in held.items() if phase in each) for phase in Phase}
    return {phase: engagements for phase, engagements in found.items() if engagements}


def time_in_phases(found: Iterable[PhaseOpen]) -> dict[Phase, TimeInPhases]:
    """Return what the phases of one account, or of several, add up to."""
    total = dict.fromkeys(Phase, TimeInPhases())
    for each in found:
        total[each.phase] = total[each.phase].plus(TimeInPhases(int(each.until is None), each.days))
    return total

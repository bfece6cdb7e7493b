"""Dominance: whether we do better than expected, and the customer has no need of our competitors.

Rules
  DOM1  We outperform when, of the expectations measured by the day, at least the share that policy
        asks was exceeded, by its margin; with none measured it is unknown. One that is behind, its day
        still to come, says nothing yet.                                                      B-N1
  DOM2  The customer turned away when, within policy's months, it turned to a competitor, or we lost it
        an opportunity or a contract. Else it stayed if somebody looked within them; if nobody did, it
        is unknown.                                                                           B-N1
  DOM3  We dominate when we outperform and the customer stayed. Either failing, we do not; else, either
        unknown, it is unknown.                                                               B-N1
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.competition import checked, engagements
from majoracct.domain.account.contracts import Contracts
from majoracct.domain.account.criteria import by_version
from majoracct.domain.account.expectations import Expectation, latest, verdict
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.promises import Promises
from majoracct.domain.calendar import first_within
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Away", "AwayBy", "Dominance", "Performance", "dominant", "performance", "turned_away"]


class AwayBy(enum.Enum):
    """How the customer turned to a competitor."""

    ENGAGED = "engaged"
    OPPORTUNITY = "opportunity"  # that we lost to one
    CONTRACT = "contract"  # that ended and went to one

    @property
    def lost(self) -> bool:
        """Whether we lost something by it."""
        return self is not AwayBy.ENGAGED


# What is answered


@frozen
class Away:
    """The customer turned to a competitor of ours."""

    competitor: str
    by: AwayBy
    on: dt.date
    fact: str


@frozen
class Performance:
    """How many expectations were measured by the day, and exceeded; the facts that measured them last.

    Those that are behind are not among them.
    """

    exceeded: int
    measured: int
    facts: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """The share of those measured that was exceeded; None when none was measured."""
        return share_of(self.exceeded, self.measured)


@frozen
class Dominance:
    """Whether we dominate an account: yes, no, or None: unknown.

    outperforms, stayed: its two halves, each of which may be unknown.
    because: what each half rests on, in words. facts: in facts.
    """

    holds: bool | None
    outperforms: bool | None
    stayed: bool | None
    performance: Performance
    because: tuple[str, ...]
    facts: tuple[str, ...]


# What follows


def performance(account: Account, terms: Terms) -> Performance:
    """Return how many of the expectations measured by the day were exceeded."""
    measured: list[tuple[str, Expectation]] = []
    agreed = sorted(account[Promises].benchmarks.values(), key=lambda b: (b.on, b.place))
    for benchmark in agreed:
        result = latest(benchmark, account.on)
        said = verdict(benchmark, account.on, terms.promises.exceed_margin)
        if result is not None and said is not Expectation.BEHIND:
            measured.append((result.turn.fact, said))
    exceeded = sum(1 for _, said in measured if said is Expectation.EXCEEDED)
    return Performance(exceeded, len(measured), tuple(fact for fact, _ in measured))


def turned_away(account: Account, since: dt.date = dt.date.min) -> list[Away]:
    """Return when the customer turned to a competitor, from SINCE on, earliest first.

    An opportunity or a contract of which nobody says that a competitor has it tells of none.
    """
    found = [Away(e.competitor, AwayBy.ENGAGED, e.on, e.fact) for e in engagements(account, since)]
    for opportunity in account[Opportunities].items.values():
        lost, to = opportunity.lost, (opportunity.lost_to or "").strip()
        if lost and to and opportunity.decided:
            found.append(Away(to, AwayBy.OPPORTUNITY, lost, opportunity.decided))
    for contract in account[Contracts].items.values():
        ended, to = contract.ended, (contract.to or "").strip()
        if ended and to:
            found.append(Away(to, AwayBy.CONTRACT, ended, contract.ended_fact))
    return sorted((a for a in found if a.on >= since), key=lambda a: (a.on, by_version(a.fact)))


def _outperforms(found: Performance, terms: Terms) -> bool | None:
    return None if found.share is None else found.share >= terms.insider.exceeded_share


def _all(halves: tuple[bool | None, ...]) -> bool | None:
    if False in halves:
        return False
    return None if None in halves else True


def dominant(account: Account, terms: Terms) -> Dominance:
    """Return whether we dominate ACCOUNT on the day, under TERMS (B-N1)."""
    since = first_within(account.on, terms.insider.competition_months)
    found, away, looked = performance(account, terms), turned_away(account, since), checked(account, since)
    outperforms = _outperforms(found, terms)
    stayed = False if away else (True if looked else None)
    because = [f"{found.exceeded} of {found.measured} expectations exceeded"]
    if not found.measured:
        because = ["no expectation was measured"]
    if away:
        because += [f"turned to {a.competitor} on {a.on}" for a in away]
    elif looked:
        because.append(f"no competitor found on {looked[-1].on}")
    else:
        because.append(f"nobody looked for competitors since {since}")
    rests_on = [a.fact for a in away] or [c.fact for c in looked[-1:]]
    return Dominance(
        _all((outperforms, stayed)),
        outperforms,
        stayed,
        found,
        tuple(because),
        tuple(dict.fromkeys((*found.facts, *rests_on))),
    )

"""Trust: how likely the executives of an account are to come to trust us, from how we did so far (B-I2).

Rules
  TL1  Expectations count as met or not by what was measured: met as soon as a result reaches them, missed
       once their day has come.                                                    B-I2
  TL2  Promises count once they are due; kept are those that are kept today.       B-I2
  TL3  One relationship with an executive that fell within policy's months tells for all; else one that
       rose.                                                                       B-I2
  TL4  Unlikely, where a share is below policy's lower mark or a relationship fell. Likely, where some share
       is known, all that are reach the upper mark, and a relationship rose. Unknown, where nothing is.
       In all other cases between the two.                                         B-I2
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.access import is_executive
from majoracct.domain.account.expectations import Expectation, latest, verdict
from majoracct.domain.account.keeping import PromiseStanding, due, standing
from majoracct.domain.account.promises import Promises, benchmarks_of
from majoracct.domain.account.relationships import Relationships, Stakeholder, Trend
from majoracct.domain.assessments.ladders import trend
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Likelihood", "Shown", "Trust", "trust"]


class Likelihood(enum.Enum):
    """How likely something is."""

    UNKNOWN = "unknown"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@frozen
class Shown:
    """How many of how many went well, and the facts that say so."""

    good: int
    of: int
    facts: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """The share that went well; None when there are none."""
        return share_of(self.good, self.of)


@frozen
class Trust:
    """How likely executives are to come to trust us, and what that rests on.

    trend: how relationships with executives went; None when nobody judged one twice, or lately.
    """

    account: str
    likelihood: Likelihood
    expectations: Shown
    promises: Shown
    trend: Trend | None
    trend_facts: tuple[str, ...]


def trust(account: Account, terms: Terms) -> Trust:
    """Return how likely the executives of ACCOUNT are to come to trust us, judged under TERMS (B-I2)."""
    expectations, promises = _expectations(account), _promises(account)
    went, facts = _relationships(account, terms)
    known = [share for share in (expectations.share, promises.share) if share is not None]
    likelihood = _likelihood(known, went, terms)
    return Trust(account.key, likelihood, expectations, promises, went, facts)


def _likelihood(known: list[Decimal], went: Trend | None, terms: Terms) -> Likelihood:
    if not known and went is None:
        return Likelihood.UNKNOWN
    if went is Trend.FELL or any(share < terms.trust.low for share in known):
        return Likelihood.LOW
    if known and went is Trend.ROSE and all(share >= terms.trust.high for share in known):
        return Likelihood.HIGH
    return Likelihood.MEDIUM


def _expectations(account: Account) -> Shown:
    facts: list[str] = []
    good, of = 0, 0
    agreed = sorted(account[Promises].benchmarks.values(), key=lambda b: (b.on, b.place))
    for benchmark in agreed:
        result, said = latest(benchmark, account.on), verdict(benchmark, account.on)
        if result is None or said is Expectation.BEHIND:
            continue
        good, of = good + (said is not Expectation.MISSED), of + 1
        facts += [benchmark.fact, result.turn.fact]
    return Shown(good, of, tuple(facts))


def _promises(account: Account) -> Shown:
    made = account[Promises].promises
    judged = [(key, made[key]) for key in made if due(account, key)]
    facts: list[str] = []
    kept = 0
    for key, promise in sorted(judged, key=lambda item: (item[1].on, item[1].place)):
        kept += standing(account, key) is PromiseStanding.KEPT
        turns = [*promise.breaches, *promise.mends, *([promise.reneged] if promise.reneged else [])]
        agreed = [benchmark for _, benchmark in benchmarks_of(account, key)]
        measured = [r.turn.fact for b in agreed if (r := latest(b, account.on))]
        facts += [promise.fact, *(t.fact for t in turns), *measured]
    return Shown(kept, len(judged), tuple(dict.fromkeys(facts)))


def _relationships(account: Account, terms: Terms) -> tuple[Trend | None, tuple[str, ...]]:
    """Return how relationships with executives went, and the judgements that say so."""
    since = add_months(account.on, -terms.trust.trend_months)
    people = account[Relationships].people
    went = {
        p: way
        for p in sorted(people)
        if is_executive(p, account) and (way := trend(people[p], since)) is not None
    }
    for worst in (Trend.FELL, Trend.ROSE, Trend.STAYED):
        of = [people[p] for p, way in went.items() if way is worst]
        if of:
            return worst, tuple(dict.fromkeys(f for s in of for f in _ends(s, since)))
    return None, ()


def _ends(somebody: Stakeholder, since: dt.date) -> tuple[str, str]:
    """Return the facts of the two judgements between which a relationship went some way."""
    before = [judged for judged in somebody.judged if judged.on <= since]
    first = before[-1] if before else somebody.judged[0]
    return first.fact, somebody.judged[-1].fact

"""Candidates for major status: each by its score, who are the best, and who lack a track record.

Rules
  RC1  The score is what the strong rows weigh, less what the weak ones do; what is unassessed counts for
       nothing, and the share that was assessed stands beside it.                  C-K0
  RC2  A row to which policy gives no weight is left out.                          C-K0
  RC3  Candidates rank by score; of two with one score the better comes first, then the first key. C-K0 C-M2
  RC4  The best are customers already, satisfied and trusting: a sponsor is content and none is less,
       nobody there is dissatisfied, and the sponsors stand well by us.            C-M2
  RC5  A track record takes a first purchase, as long ago as policy asks, and a measured result: a
       benchmark reached, or a success with figures.                               C-M3
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.candidacy import CandidateRow
from majoracct.domain.account.delivery import successes
from majoracct.domain.account.expectations import Expectation, latest, verdict
from majoracct.domain.account.promises import Promises
from majoracct.domain.account.relationships import Relationships, Strength
from majoracct.domain.account.satisfaction import Satisfaction, moods
from majoracct.domain.account.sponsorship import active
from majoracct.domain.account.value import linked
from majoracct.domain.assessments.candidate_rows import Answer, RowAnswer, answers, first_purchase
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = [
    "Candidate",
    "Goodwill",
    "TrackRecord",
    "candidate",
    "goodwill",
    "ranked",
    "track_record",
    "weight",
]


@frozen
class Goodwill:
    """Whether they are what the best candidates are (C-M2); None where nobody judged it.

    customer: whether they have bought from us for some time. satisfied, trusting: their sponsors.
    facts: what says so.
    """

    customer: bool
    satisfied: bool | None
    trusting: bool | None
    facts: tuple[str, ...]

    @property
    def best(self) -> bool:
        """Whether they are all three."""
        return self.customer and self.satisfied is True and self.trusting is True


@frozen
class TrackRecord:
    """What a track record lacks, and the facts that make up the rest (C-M3)."""

    lacks: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def sufficient(self) -> bool:
        """Whether it lacks nothing."""
        return not self.lacks


@frozen
class Candidate:
    """An account as a candidate: the rows that weigh something, and what they come to.

    score: strong rows less weak ones, by weight. assessed, weight: of the rows that are not unassessed,
        and of all.
    """

    account: str
    rows: tuple[RowAnswer, ...]
    score: int
    assessed: int
    weight: int
    goodwill: Goodwill
    record: TrackRecord

    @property
    def share_assessed(self) -> Decimal | None:
        """How much of the table, by weight, was assessed; None when nothing weighs anything."""
        return share_of(self.assessed, self.weight)


def weight(row: CandidateRow, terms: Terms) -> int:
    """Return what ROW weighs under TERMS."""
    found: int = getattr(terms.candidates.weights, row.name.lower())
    return found


def candidate(account: Account, terms: Terms) -> Candidate:
    """Return how ACCOUNT looks as a candidate on its day, judged under TERMS (C-K0)."""
    table = answers(account, terms)
    rows = tuple(found for found in table if weight(found.row, terms))
    return Candidate(
        account.key,
        rows,
        sum(found.answer.sign * weight(found.row, terms) for found in rows),
        sum(weight(found.row, terms) for found in rows if found.answer is not Answer.UNASSESSED),
        sum(weight(found.row, terms) for found in rows),
        goodwill(account, table),
        track_record(account, terms),
    )


def ranked(accounts: Iterable[Account], terms: Terms) -> list[Candidate]:
    """Return ACCOUNTS as candidates, the strongest first."""
    found = [candidate(account, terms) for account in accounts]
    return sorted(found, key=lambda c: (-c.score, not c.goodwill.best, c.account))


def goodwill(account: Account, table: Iterable[RowAnswer]) -> Goodwill:
    """Return whether ACCOUNT is what the best candidates are; TABLE: how it does in each row (C-M2)."""
    bought = next(found for found in table if found.row is CandidateRow.CURRENT_CUSTOMER)
    people, asked, sponsors = account[Relationships].people, moods(account), active(account)
    judged = [people[p] for p in sponsors if people[p].strength is not None]
    content = [asked[p].satisfaction.content for p in sponsors if p in asked]
    unhappy = [m.fact for m in asked.values() if m.satisfaction is Satisfaction.DISSATISFIED]
    trusting = [s.strength.rank >= Strength.GOOD.rank for s in judged if s.strength]
    facts = (
        *bought.facts,
        *(asked[p].fact for p in sponsors if p in asked),
        *unhappy,
        *(s.strength_fact for s in judged),
    )
    return Goodwill(
        bought.answer is Answer.STRONG,
        False if unhappy else all(content) if content else None,
        all(trusting) if trusting else None,
        tuple(dict.fromkeys(facts)),
    )


def track_record(account: Account, terms: Terms) -> TrackRecord:
    """Return what the track record of ACCOUNT lacks under TERMS, so that trust has nothing to rest on."""
    first, results = first_purchase(account), _results(account)
    months = terms.candidates.tenure_months
    lacks = [] if first else ["a purchase"]
    if first and account.on < add_months(first[0], months):
        lacks.append(f"{months} months as a customer")
    if not results:
        lacks.append("a measured result")
    return TrackRecord(tuple(lacks), (*((first[1],) if first else ()), *results))


def _results(account: Account) -> tuple[str, ...]:
    """Return the facts of what was measured and reached: benchmarks, and successes with figures."""
    reached = (Expectation.MET, Expectation.EXCEEDED)
    agreed = sorted(account[Promises].benchmarks.values(), key=lambda b: (b.on, b.place))
    found = [
        fact
        for b in agreed
        if verdict(b, account.on) in reached and (result := latest(b, account.on))
        for fact in (b.fact, result.turn.fact)
    ]
    for key, project in successes(account):
        if figures := linked(account, key):
            found += [project.fact, *figures.values()]
    return tuple(dict.fromkeys(found))

"""Hindsight: what the ledger learned after a decision was taken, and whether it would still stand.

A decision pins the position whose knowledge it was taken on. What was recorded after that, and is
dated no later than its day, may speak for or against it; nothing is decided anew by that.

Rules
  HI1  Learned later are late facts, withdrawals and corrections of what the criteria read by the
       accounts told of on its day, or of the course of the status before it, and policies adopted
       later, that come before the decision by their day and place.                        B-D4
  HI2  A decision is judged again on what comes before it, as now known, under the policy it pinned and under
       the one now known to have been in force then.                                      B-D4
  HI3  A grant stands while all five hold, a refusal or revocation while they do not; what went the
       other way when it was taken rests on its reason, and nothing learned undoes that.  B-Q6
  HI4  Whatever the criteria say, none stands that the rules would not let through now, as when what it
       answered was withdrawn.                                                            B-Q6
  HI5  A review that upheld the status is looked back on as the decision that gave it is.  C-T6
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, cast

from attrs import frozen

from majoracct.domain.account.criteria import CRITERIA, Verdict, judged
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.qualification import (
    CriteriaUnmet,
    Qualification,
    QualificationGranted,
    QualificationReviewed,
    Status,
)
from majoracct.domain.assessments.history import known, rules
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn, Refused
from majoracct.domain.past import Past, order
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Hindsight", "Learned", "Rejudged", "Way", "hindsight", "upheld"]


class Way(enum.Enum):
    """How a fact that was learned after a decision bears on its day."""

    LATE = "late"  # it was true by then, and nobody had recorded it
    WITHDRAWN = "withdrawn"  # it takes back what was known
    CORRECTED = "corrected"  # it replaces what was known
    POLICY = "policy"  # it adopts a policy for a day that had passed


@frozen
class Learned:
    """A fact that was recorded after a decision, and how it bears on its day.

    input: whether it withdraws or corrects a fact that the decision had pinned as one it rested on, or a
    later link of that one's corrections.
    """

    fact: Fact
    way: Way
    input: bool


@frozen
class Rejudged:
    """A decision's day as now known, judged under a policy.

    policy: the fact that adopted it. stands: None when the decision rests on its reason alone.
    """

    policy: str
    verdicts: tuple[Verdict, ...]
    stands: bool | None


@frozen
class Hindsight:
    """What a decision on an account's status looks like now.

    then: the verdicts it pinned. under: judged again, under the policy pinned, then, if it is
    another, under the one now known to have been in force. obstacle: what other than the criteria
    stands in its way as now known; None: nothing does.
    """

    decision: Fact
    then: tuple[Verdict, ...]
    learned: tuple[Learned, ...]
    under: tuple[Rejudged, ...]
    obstacle: str | None = None

    @property
    def stands(self) -> bool | None:
        """Whether it would still stand under every policy it is judged by; None: it rests on its reason."""
        found = [each.stands for each in self.under]
        return None if None in found else all(found)


def hindsight(account: Account, facts: Sequence[Fact] = ()) -> Hindsight | None:
    """Return how the decision that gave ACCOUNT its status on the day looks now; None without one.

    facts: all that is known of the account's streams, withdrawn or not, where they are read already.
    """
    return _looked_back(account, account[Qualification].fact, facts)


def upheld(account: Account, facts: Sequence[Fact] = ()) -> Hindsight | None:
    """Return how the review that ACCOUNT's major status rests on looks now; None without one (HI5).

    facts: as for `hindsight`.
    """
    stands = account[Qualification]
    return _looked_back(account, stands.review, facts) if stands.status is Status.MAJOR else None


def _looked_back(account: Account, decision: str, facts: Sequence[Fact]) -> Hindsight | None:
    fact = account.past.fact(decision)
    if fact is None or getattr(fact.event, "known_at", None) is None:
        return None
    event: Any = fact.event
    # What followed it on its day is not held against it.
    judgement = SecondJudgement(account.past)
    then = cast("Account", judgement.met(fact))
    told = facts or known(account.past, account.streams)
    told = [*(f for f in told if f.stream in then.streams), *rules(account.past, _currencies(account))]
    refusal = judgement.refusal(fact)
    obstacle = None if refusal is None or isinstance(refusal, CriteriaUnmet) else refusal
    return Hindsight(
        fact,
        event.verdicts,
        tuple(_learned(fact, told, account)),
        tuple(
            _rejudged(event, then, obstacle, *policy)
            for policy in _policies(event.policy, account.past, then)
        ),
        obstacle.obstacle if obstacle else None,
    )


def _learned(decision: Fact, told: Sequence[Fact], account: Account) -> list[Learned]:
    """Return what of the facts TOLD was recorded after DECISION was judged and bears on its day."""
    event: Any = decision.event
    held = {f.reference: f for f in told}
    inputs = {fact.id for reference in event.inputs if (fact := account.past.fact(reference))}
    found = []
    for fact in sorted(told, key=lambda f: f.position):
        said = held.get(fact.event.target) if isinstance(fact.event, FactWithdrawn) else fact
        before = held.get(fact.corrects or "")
        # A fact that was corrected to a later day was taken away from the day it had.
        place = min(order(each) for each in (said or fact, before) if each)
        if (
            fact.position > event.known_at
            and place < order(decision)
            and said is not None
            and _bears_on(said, decision)
        ):
            replaces = isinstance(fact.event, FactWithdrawn) or before is not None
            found.append(Learned(fact, _way(fact), input=replaces and said.id in inputs))
    return found


def _currencies(account: Account) -> frozenset[str]:
    """Return the currencies of what the criteria read, as stated of ACCOUNT."""
    topics = {topic for criterion in CRITERIA for topic in criterion.reads}
    stated = (account.past.stated(topic, account.streams).currencies for topic in topics)
    return frozenset[str]().union(*stated)


def _bears_on(fact: Fact, decision: Fact) -> bool:
    """Return whether FACT, or what it withdraws, is of those that a DECISION of its day may rest on."""
    topic = fact.event.topic
    if fact.stream == PROGRAMME:
        return True  # one of the rules it is judged by
    if topic is Qualification:  # its own course
        return fact.stream == decision.stream and fact.id != decision.id
    carried = fact.stream == decision.stream or fact.event.carries_over
    return carried and topic in {Mergers, *(topic for criterion in CRITERIA for topic in criterion.reads)}


def _way(fact: Fact) -> Way:
    if isinstance(fact.event, FactWithdrawn):
        return Way.WITHDRAWN
    if isinstance(fact.event, PolicyAdopted):
        return Way.POLICY
    return Way.CORRECTED if fact.corrects else Way.LATE


def _policies(pinned: str | None, past: Past, then: Account) -> list[tuple[str, Terms]]:
    """Return the policies to judge by: the one pinned, and the one now known to be in force THEN."""
    now = then.programme[Policy]
    adopted = past.fact(pinned) if pinned else None
    found = [(pinned, adopted.event.terms)] if adopted and pinned else []  # type: ignore[attr-defined]  # it adopts one
    if now.adopted is not None and now.fact != pinned:
        found.append((now.fact, now.adopted))
    return found


def _rejudged(event: Any, then: Account, obstacle: Refused | None, policy: str, terms: Terms) -> Rejudged:
    verdicts = judged(then, terms)
    met_then, met_now = (all(v.holds for v in each) for each in (event.verdicts, verdicts))
    wanted = isinstance(event, (QualificationGranted, QualificationReviewed))
    if obstacle is not None:
        return Rejudged(policy, verdicts, stands=False)
    if getattr(event, "override", False) or met_then is not wanted:
        return Rejudged(policy, verdicts, None)
    return Rejudged(policy, verdicts, met_now is wanted)

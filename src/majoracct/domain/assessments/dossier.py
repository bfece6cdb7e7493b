"""The dossier: why an account is major on a day, or what is missing, as a proof.

Every claim in it can be tried: take a fact it names away, replay, and judge.

Rules
  DO1  A criterion would fail without a fact when the same history less that fact alone fails it.  B-Q6
  DO2  All five hold since the first day of the unbroken run on which they all did.               B-Q6
  DO3  The last fact to arrive is the one of that day, by its place, before which not all held.   B-Q6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from majoracct.domain.account.criteria import CRITERIA, Criterion, Verdict, holds_since
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.demands import Margin, demand, margins
from majoracct.domain.assessments.shortfall import Shortfall
from majoracct.domain.assessments.standing import called
from majoracct.domain.kernel import Fact
from majoracct.domain.money import Money
from majoracct.domain.past import Without, order
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["CriterionHeld", "Dossier", "dossier", "without"]

_PLANNED: Final = next(criterion for criterion in CRITERIA if criterion.id == "Q4")


@frozen
class CriterionHeld:
    """A criterion: what policy asks for, the verdict, since when it holds without a break, and how firmly.

    fails_without: each fact whose sole absence would make it fail on the day, in the order they were true.
    margins: how much more there is than it asks for. Both are empty when it does not hold.
    """

    title: str
    demand: str
    verdict: Verdict
    since: dt.date | None
    fails_without: tuple[str, ...] = ()
    margins: tuple[Margin, ...] = ()


@frozen
class Dossier:
    """Why an account is major on a day, or why it is not.

    since: since when all five criteria hold without a break; None when they do not.
    completed_by: the fact whose arrival completed the five then.
    policy: the fact that adopted the policy judged by; None when its terms were not those in force.
    """

    account: str
    name: str
    status: Status
    since: dt.date | None
    completed_by: str | None
    policy: str | None
    threshold: Money
    criteria: tuple[CriterionHeld, ...]

    @property
    def met(self) -> bool:
        """Whether all five criteria hold."""
        return all(c.verdict.holds for c in self.criteria)


def dossier(account: Account, terms: Terms) -> Dossier:
    """Return why ACCOUNT is major, or is not, judged under TERMS."""
    criteria = tuple(_held(account, terms, criterion) for criterion in CRITERIA)
    all_since = [c.since for c in criteria if c.since]
    in_force = account.programme[Policy]
    since = max(all_since) if len(all_since) == len(CRITERIA) else None
    return Dossier(
        account=account.key,
        name=called(account),
        status=account[Qualification].status,
        since=since,
        completed_by=_last_to_arrive(account.at(since), terms) if since else None,
        policy=in_force.fact if in_force.adopted == terms else None,
        threshold=terms.threshold,
        criteria=criteria,
    )


def without(account: Account, gone: Iterable[Fact]) -> Account:
    """Return ACCOUNT as it would be had the facts GONE never been recorded."""
    return evolve(account, past=Without(account.past, gone))


def _held(account: Account, terms: Terms, criterion: Criterion) -> CriterionHeld:
    verdict = criterion.judge(account, terms)
    found = CriterionHeld(criterion.title, demand(criterion.id, terms), verdict, None)
    if not verdict.holds:
        return found
    return evolve(
        found,
        since=holds_since(account, criterion, terms),
        fails_without=_fails_without(account, terms, criterion, verdict),
        margins=margins(criterion.id, account, terms),
    )


def _rests_on(account: Account, terms: Terms, criterion: Criterion, verdict: Verdict) -> tuple[Fact, ...]:
    """Return the facts that a VERDICT which holds may fall with: its grounds, or else all there are."""
    if criterion.rests is None:
        return tuple(account.facts)
    return criterion.rests(account, terms, verdict).facts


def _fails_without(account: Account, terms: Terms, criterion: Criterion, verdict: Verdict) -> tuple[str, ...]:
    """Return the facts whose sole absence makes CRITERION fail, each tried by a replay without it."""
    plan = Shortfall(account, terms) if criterion is _PLANNED else None

    def fails(fact: Fact) -> bool:
        settled = plan.without(fact) if plan else None
        return not criterion.judge(without(account, [fact]), terms).holds if settled is None else settled

    rests = sorted(_rests_on(account, terms, criterion, verdict), key=order)
    return tuple(fact.reference for fact in rests if fails(fact))


def _last_to_arrive(account: Account, terms: Terms) -> str | None:
    """Return the fact of the account's day before which not all five held; they do as the day ends.

    Looked for from the end of the day: what comes after a fact is taken away with it, and only what the
    verdicts rest on is tried.
    """
    of_day = _of_the_day(account)
    seen, last = account, None
    while True:
        verdicts = [(criterion, criterion.judge(seen, terms)) for criterion in CRITERIA]
        if not all(verdict.holds for _, verdict in verdicts):
            return last.reference if last else None
        rests = (f for each in verdicts for f in _rests_on(seen, terms, *each))
        last = max((f for f in rests if f.on == account.on), key=order, default=None)
        if last is None:
            return None
        seen = without(account, [f for f in of_day if order(f) >= order(last)])


def _of_the_day(account: Account) -> list[Fact]:
    """Return the facts of the account's own day on which a criterion can rest."""
    topics = {topic for criterion in CRITERIA for topic in criterion.reads}
    folds = [account.fold(topic) for topic in topics]
    folds += [account.past.fold(Mergers, (stream,)) for stream in account.streams]
    return [f for found in folds for f in found.until(account.on) if f.on == account.on]

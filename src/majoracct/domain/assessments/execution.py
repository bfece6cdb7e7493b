"""Execution: what became of the plan that was approved, and how much of it was done in time.

It is held against the baseline, never against what the plan says by now: a day that was moved since moves
no deadline.

Rules
  XC1  What is to be carried out are the actions of the baseline that were not done when it was approved; one
       is due once its day of the baseline is past.                                            S-F7
  XC2  An action done by that day was done in time, else late. One that is not done was dropped,
       put on another day that is still to come, or is overdue.                                S-F7
  XC3  The execution rate is the share of those due that were done in time; unknown while none is due.  S-F7
  XC4  A plan is effectively executed where its rate comes up to policy's share; unknown where that is.  S-F7
  XC5  Of all plans whose rate is known, the share effectively executed stands beside the survey's.  S-F7
  XC6  A plan is executable when it has an action, each open one is whole, and all who had to approved what
       it says by the day.                                                                     J-O3
  XC7  Those at the review of the baseline are aligned on a topic where each of them agreed on it; unknown
       without a review.                                                               J-R3 J-B5
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.approval import approved
from majoracct.domain.account.plan import ActionCompleted, Plan, plan_in_force
from majoracct.domain.account.plan_document import PlanItem, lacking, plan_document
from majoracct.domain.account.review import Agreement, Review, Reviews
from majoracct.domain.assessments.baseline import (
    Baseline,
    Change,
    Drift,
    ReviewStanding,
    baseline,
    review_standing,
    standing,
)
from majoracct.domain.programme.review_tables import AgreementTopic, ReviewTerms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = [
    "Aligned",
    "Carried",
    "Executed",
    "Execution",
    "Outcome",
    "alignment",
    "executed",
    "execution",
    "lacks_to_execute",
]


class Outcome(enum.Enum):
    """What became of an action of the baseline."""

    IN_TIME = "in-time"
    LATE = "late"
    REDATED = "redated"  # not done, and put on a day still to come
    DROPPED = "dropped"
    OVERDUE = "overdue"
    TO_COME = "to-come"  # not done, and its day is not past


@frozen
class Carried:
    """An action of the baseline: when it was to be done, when it is now, and when it was done.

    due: None where the baseline named no day, against the rules. counts: whether it is due. silent: whether
    its day was changed, or it was taken back, without saying so.
    """

    id: str
    task: str
    owner: str | None
    due: dt.date | None
    now: dt.date | None
    done: dt.date | None
    outcome: Outcome
    counts: bool
    silent: bool
    facts: tuple[str, ...]


@frozen
class Execution:
    """What became of an account's approved plan.

    rate: the share of what was due that was done in time. effective: whether that is enough.
    """

    baseline: Baseline
    actions: tuple[Carried, ...]
    rate: Decimal | None
    effective: bool | None

    def count(self, outcome: Outcome) -> int:
        """Return how many of the actions that are due came to OUTCOME."""
        return sum(each.outcome is outcome for each in self.due)

    @property
    def due(self) -> tuple[Carried, ...]:
        """The actions whose day of the baseline is past."""
        return tuple(each for each in self.actions if each.counts)


def execution(account: Account, terms: ReviewTerms) -> Execution | None:
    """Return what became of the account's approved plan by the day; None when none was approved (S-F7)."""
    base = baseline(account)
    if base is None:
        return None
    now = {item.id: item for item in plan_document(account) if item.kind == "action"}
    differs = {each.what.id: each for each in base.drift if each.what.kind == "action"}
    done = _done(account)
    planned = [item for item in base.document if item.kind == "action" and not item.get("completed")]
    found = tuple(
        _carried(item, now.get(item.id), differs.get(item.id), account, done.get(item.id)) for item in planned
    )
    due = [each for each in found if each.counts]
    rate = share_of(sum(each.outcome is Outcome.IN_TIME for each in due), len(due))
    return Execution(base, found, rate, None if rate is None else rate >= terms.effective_share)


def _done(account: Account) -> dict[str, str]:
    """Return the facts that say that actions were done by the day, by action."""
    told = account.fold(Plan).until(account.on)
    return {f.event.action: f.reference for f in told if isinstance(f.event, ActionCompleted)}


def _carried(
    item: PlanItem, current: PlanItem | None, differs: Drift | None, account: Account, done: str | None
) -> Carried:
    there = account[Plan].actions.get(item.id)
    due, now = item.get("due"), current.get("due") if current else None
    completed = there.completed if there else None
    past = due is not None and due < account.on
    if completed is not None:
        outcome = Outcome.IN_TIME if due is None or completed <= due else Outcome.LATE
    elif there is None or there.dropped is not None:
        outcome = Outcome.DROPPED
    elif not past:
        outcome = Outcome.TO_COME
    else:
        outcome = Outcome.REDATED if now is not None and now >= account.on else Outcome.OVERDUE
    moved = differs.redated if differs else None
    gone = differs is not None and differs.change is Change.DROPPED and not differs.open
    since = differs.facts if differs else current.facts if current else ()
    facts = (*item.facts, *since, *([done] if done else ()))
    return Carried(
        id=item.id,
        task=item.get("task"),
        owner=item.get("owner"),
        due=due,
        now=now,
        done=completed,
        outcome=outcome,
        counts=past,
        silent=gone or (moved is not None and not moved.open),
        facts=standing(facts, account),
    )


@frozen
class Executed:
    """How many plans were effectively executed, of those with a known rate; the share beside the survey's."""

    effective: int
    known: int
    share: Decimal | None
    benchmark: Decimal


def executed(plans: Iterable[Execution | None], terms: ReviewTerms) -> Executed:
    """Return how many of PLANS were effectively executed, beside what a survey found (S-F7)."""
    known = [each.effective for each in plans if each is not None and each.effective is not None]
    return Executed(sum(known), len(known), share_of(sum(known), len(known)), terms.benchmark)


def lacks_to_execute(account: Account) -> tuple[str, ...]:
    """Return what the account's plan lacks to be carried out; nothing where it is executable (J-O3)."""
    if plan_in_force(account) is None:
        return ("a plan",)
    actions = [item for item in plan_document(account) if item.kind == "action"]
    missing = [
        f"the {', '.join(lacks)} of “{item.get('task')}”" for item in actions if (lacks := lacking(item))
    ]
    reviewed = review_standing(account)
    return (
        *(() if actions else ("an action",)),
        *missing,
        *(() if reviewed is ReviewStanding.APPROVED else ("the approval of what it says",)),
    )


@frozen
class Aligned:
    """Whether those at a review agreed on a topic: who did, who has not, and what, fact by fact."""

    topic: AgreementTopic
    agreed: tuple[str, ...]
    outstanding: tuple[str, ...]
    said: tuple[Agreement, ...]

    @property
    def whole(self) -> bool:
        """Whether everybody who was there agreed."""
        return not self.outstanding


def alignment(account: Account, terms: ReviewTerms) -> tuple[Aligned, ...] | None:
    """Return how far the review of the approved plan, else the last one held, secured agreement (J-R3).

    None when no review was held.
    """
    last = approved(account)
    state = account[Reviews]
    digest = last.digest if last else None
    found = state.of(digest) if digest else None
    held = sorted(state.held.items(), key=lambda each: (each[1].on, each[1].place))
    review = found or (held[-1] if held else None)
    return tuple(_aligned(review[1], topic) for topic in terms.agreed) if review else None


def _aligned(review: Review, topic: AgreementTopic) -> Aligned:
    about = [each for each in review.agreements if each.topic is topic]
    by = {person for each in about for person in each.by}
    return Aligned(
        topic,
        tuple(p for p in review.there if p in by),
        tuple(p for p in review.there if p not in by),
        tuple(about),
    )

"""Baseline: the plan as it was approved, and how what it says by a day differs from that.

Nothing is copied: the document approved is made again of what was known when the last of those who had to
approve it did.

Rules
  BL1  The baseline is the document approved last: of the day of its approval, as known then. It says what
       was approved while it has the digest that was pinned.                                    J-R1
  BL2  Drift is what the plan says by the day that the baseline did not, item by item and field by field.
       There is none just when both have one digest.                                        J-R1 S-F7
  BL3  What differs was said openly where the plan would say so, too, had nothing been corrected or withdrawn
       since: what was known then stands as it did, and what was told since says what it said first.
       Otherwise it was changed silently.                                               S-F7 J-A2
  BL4  What is no longer in the plan was dropped, openly or silently alike.                     S-F7
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from majoracct.domain.account.approval import Approval, Approvals, approved
from majoracct.domain.account.functional_plans import FunctionalPlanDetached, FunctionalPlans
from majoracct.domain.account.goals import GoalDropped, Goals
from majoracct.domain.account.plan import ActionDropped, OpportunityUnplanned, Plan, PlanDrafted
from majoracct.domain.account.plan_document import PlanItem, digest_of, plain, plan_document
from majoracct.domain.account.review import Reviews, capacity_of
from majoracct.domain.kernel import PROGRAMME, Event
from majoracct.domain.money import Money
from majoracct.domain.past import AsKnown
from majoracct.domain.programme.review_tables import ReviewTerms
from majoracct.domain.seen import Account
from majoracct.domain.uncorrected import Uncorrected

__all__ = [
    "Altered",
    "Baseline",
    "Change",
    "Drift",
    "ReviewStanding",
    "awaited",
    "baseline",
    "drift",
    "review_standing",
    "standing",
    "stated",
]


class Change(enum.Enum):
    """How an item of the plan differs from the baseline."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"


class ReviewStanding(enum.Enum):
    """How far the review of what the plan says by the day has come."""

    NO_PLAN = "no-plan"
    DRAFT = "draft"  # what it says was not submitted
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"  # and not yet approved by all who have to
    REJECTED = "rejected"  # somebody's last word on it is no
    APPROVED = "approved"
    DRIFTED = "drifted"  # it said something else when it was approved


@frozen
class Altered:
    """A field of an item that says something else now; None: it is not stated. open: whether it was said."""

    field: str
    before: Any
    now: Any
    open: bool


@frozen
class Drift:
    """An item of the plan that differs from the baseline.

    what: the item as it is now, or was when it was dropped. open: whether all of it was said openly.
    facts: those behind it, then and now, with what dropped it; for what was withdrawn since, the withdrawal.
    """

    what: PlanItem
    change: Change
    altered: tuple[Altered, ...]
    open: bool
    facts: tuple[str, ...]

    @property
    def redated(self) -> Altered | None:
        """The day it was put on, where that differs."""
        return next((each for each in self.altered if each.field == "due"), None)


@frozen
class Baseline:
    """The plan as it was approved.

    intact: whether, made again, it has the digest that was approved. drift: how the plan differs by the day.
    """

    approval: Approval
    document: tuple[PlanItem, ...]
    intact: bool
    drift: tuple[Drift, ...]


def baseline(account: Account) -> Baseline | None:
    """Return the plan as it was approved last, and its drift by the day; None when none was approved."""
    approval = approved(account)
    if approval is None:
        return None
    then = evolve(account.at(approval.on), past=AsKnown(account.past, approval.known_at))
    document = plan_document(then)
    return Baseline(
        approval,
        document,
        digest_of(document) == approval.digest,
        drift(document, then, account),
    )


def drift(before: tuple[PlanItem, ...], then: Account, account: Account) -> tuple[Drift, ...]:
    """Return how the account's plan by the day differs from what it said BEFORE, as known THEN.

    What was there comes in its order, then what was added.
    """
    was, now = _by_id(before), _by_id(plan_document(account))
    if {key: item.said for key, item in was.items()} == {key: item.said for key, item in now.items()}:
        return ()
    told = Uncorrected(account.past, then.past, (*account.streams, PROGRAMME))  # whose rates tell money
    openly = _by_id(plan_document(evolve(account, past=told)))
    return tuple(_differing(was, now, openly, then, account))


def standing(facts: Iterable[str], account: Account) -> tuple[str, ...]:
    """Return FACTS, each once; in place of one that was withdrawn, what withdrew it."""
    past = account.past
    gone = ((fact, past.withdrawals(fact.rpartition("@")[0]).get(fact)) for fact in facts)
    return tuple(dict.fromkeys(withdrawal.reference if withdrawal else fact for fact, withdrawal in gone))


def stated(value: Any, called: Mapping[str, str]) -> str:
    """Return the VALUE of a field in words: facts and people as they are CALLED."""
    if value is None:
        return "unstated"
    if isinstance(value, tuple):
        return ", ".join(stated(each, called) for each in value)
    said = str(value if isinstance(value, Money) else plain(value))
    return called.get(said, said)


def _by_id(document: tuple[PlanItem, ...]) -> dict[tuple[str, str], PlanItem]:
    return {(item.kind, item.id): item for item in document}


def _differing(
    before: Mapping[tuple[str, str], PlanItem],
    now: Mapping[tuple[str, str], PlanItem],
    openly: Mapping[tuple[str, str], PlanItem],
    then: Account,
    account: Account,
) -> Iterator[Drift]:
    for key, was in before.items():
        if key not in now:
            facts = standing((*was.facts, *_dropping(was, then, account)), account)
            yield Drift(was, Change.DROPPED, (), key not in openly, facts)
        elif was.said != now[key].said:
            altered = tuple(_altered(was, now[key], openly.get(key)))
            facts = standing((*was.facts, *now[key].facts), account)
            yield Drift(now[key], Change.CHANGED, altered, all(each.open for each in altered), facts)
    for key, item in now.items():
        if key not in before:
            yield Drift(item, Change.ADDED, (), open=key in openly, facts=item.facts)


def _dropping(was: PlanItem, then: Account, account: Account) -> Iterator[str]:
    """Yield what dropped the item that WAS there THEN, fact by fact."""
    for topic in (Plan, Goals, FunctionalPlans):
        before = {f.reference for f in then.past.fold(topic, then.streams).until(then.on)}
        for fact in account.past.fold(topic, account.streams).until(account.on):
            if fact.reference not in before and _drops(fact.event, was):
                yield fact.reference


def _drops(event: Event[Any], was: PlanItem) -> bool:
    """Return whether EVENT takes the item that WAS there out of the plan."""
    match event:
        case ActionDropped():
            return event.action == was.id
        case GoalDropped():
            return event.goal == was.id
        case OpportunityUnplanned():
            return event.opportunity == was.id
        case FunctionalPlanDetached():
            return was.kind == "functional-plan" and event.function is was.get("function")
        case PlanDrafted():
            return was.kind == "plan" or (was.kind == "opportunity" and was.id not in event.opportunities)
    return False


def _altered(was: PlanItem, item: PlanItem, openly: PlanItem | None) -> Iterator[Altered]:
    then, now, told = was.said, item.said, openly.said if openly else {}
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield Altered(name, was.get(name), item.get(name), told.get(name) == now.get(name))


def review_standing(account: Account) -> ReviewStanding:
    """Return how far the review of what the plan says by the day has come."""
    digest = digest_of(plan_document(account))
    last = approved(account)
    submitted = account[Reviews].submitted
    words = account[Approvals].last_words(digest)
    if not digest:
        return ReviewStanding.NO_PLAN
    if last is not None and last.digest == digest:
        return ReviewStanding.APPROVED
    if any(not voice.approves for voice in words.values()):
        return ReviewStanding.REJECTED
    if account[Reviews].of(digest) is not None:
        return ReviewStanding.REVIEWED
    if submitted is not None and submitted[1].digest == digest:
        return ReviewStanding.SUBMITTED
    return ReviewStanding.DRIFTED if last is not None else ReviewStanding.DRAFT


def awaited(account: Account, terms: ReviewTerms) -> tuple[str, ...]:
    """Return the capacities whose approval the document that was reviewed still needs, under TERMS.

    Nothing while what the plan says by the day was not reviewed, or is approved.
    """
    if review_standing(account) not in (ReviewStanding.REVIEWED, ReviewStanding.REJECTED):
        return ()
    words = account[Approvals].last_words(digest_of(plan_document(account)))
    wanted = {capacity_of(each): None for each in terms.must_approve}
    no = dict.fromkeys(name for name, voice in sorted(words.items()) if not voice.approves)
    return tuple(name for name in {**wanted, **no} if name not in words or not words[name].approves)

"""Baseline: the plan as it was approved, and how what it says by a day differs from that.

Nothing is copied: the document approved is made again of what was known when the last of those who had to
approve it did.

Rules
  BL1  The baseline is the document approved last: of the day of its approval, as known then. It says what
       was approved while it has the digest that was pinned.                                    J-R1
  BL2  Drift is what the plan says by the day that the baseline did not, item by item and field by field.
       There is none just when both have one digest.                                        J-R1 S-F7
  BL3  An action was put on another day openly where a rescheduling that was recorded since says so;
       otherwise, where what the baseline says was corrected or withdrawn, its day was changed silently. So
       was any other field of which nothing else was said since.                         S-F7 J-A2
  BL4  What is no longer in the plan was dropped; silently, where the fact that made it was withdrawn.  S-F7
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from majoracct.domain.account.action_plan import ActionPlan
from majoracct.domain.account.approval import Approval, Approvals, approved
from majoracct.domain.account.plan_document import PlanItem, digest_of, plan_document
from majoracct.domain.account.review import Reviews, capacity_of
from majoracct.domain.past import AsKnown
from majoracct.domain.programme.review_tables import ReviewTerms
from majoracct.domain.seen import Account

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

    what: the item as it is now, or was when it was dropped. open: whether all of it was said openly; what
    was corrected or withdrawn since was not. facts: those behind it, then and now; for what was withdrawn
    since, the withdrawal.
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
        drift(document, account, approval.known_at),
    )


def drift(before: tuple[PlanItem, ...], account: Account, known_at: int) -> tuple[Drift, ...]:
    """Return how the account's plan by the day differs from what it said BEFORE, as known at KNOWN_AT.

    What was there comes in its order, then what was added.
    """
    now = plan_document(account)
    return tuple(_differing(_by_id(before), _by_id(now), account, known_at))


def standing(facts: Iterable[str], account: Account) -> tuple[str, ...]:
    """Return FACTS, each once; in place of one that was withdrawn, what withdrew it."""
    past = account.past
    gone = ((fact, past.withdrawals(fact.rpartition("@")[0]).get(fact)) for fact in facts)
    return tuple(dict.fromkeys(withdrawal.reference if withdrawal else fact for fact, withdrawal in gone))


def _by_id(document: tuple[PlanItem, ...]) -> dict[tuple[str, str], PlanItem]:
    return {(item.kind, item.id): item for item in document}


def _differing(
    before: Mapping[tuple[str, str], PlanItem],
    now: Mapping[tuple[str, str], PlanItem],
    account: Account,
    known_at: int,
) -> Iterator[Drift]:
    for key, was in before.items():
        if key not in now:
            facts = standing(was.facts, account)
            yield Drift(was, Change.DROPPED, (), not _withdrawn(was, account), facts)
        elif was.said != now[key].said:
            altered = tuple(_altered(was, now[key], account, known_at))
            facts = standing((*was.facts, *now[key].facts), account)
            yield Drift(now[key], Change.CHANGED, altered, all(each.open for each in altered), facts)
    for key, item in now.items():
        if key not in before:
            yield Drift(item, Change.ADDED, (), open=True, facts=item.facts)


def _altered(was: PlanItem, item: PlanItem, account: Account, known_at: int) -> Iterator[Altered]:
    then, now = was.said, item.said
    mended = any(fact in account.past.withdrawals(fact.rpartition("@")[0]) for fact in was.facts)
    said = _since(item.facts, account, known_at) or not mended
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            openly = said
            if name == "due" and item.kind == "action":
                moves = account[ActionPlan].of(item.id).moves
                last = [move.fact for move in moves if move.due == item.get("due")][-1:]
                openly = _since(last, account, known_at) or not mended
            yield Altered(name, was.get(name), item.get(name), openly)


def _since(facts: tuple[str, ...] | list[str], account: Account, known_at: int) -> bool:
    """Return whether one of FACTS was told since, anew: it corrects none."""
    told = (account.past.fact(reference) for reference in facts)
    return any(fact is not None and fact.position > known_at and fact.corrects is None for fact in told)


def _withdrawn(item: PlanItem, account: Account) -> bool:
    """Return whether the fact that made ITEM was withdrawn, and no correction of it stands."""
    gone = account.past.withdrawals(item.id.rpartition("@")[0])
    reference: str | None = item.id
    while reference in gone:
        withdrawal: Any = gone[reference].event
        reference = withdrawal.replaced_by
    return reference is None


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

"""Feedback: what the customer says of the plan, and which of its items they confirmed.

Until somebody of theirs confirms it, what a plan says is our hypothesis.

Rules
  FB1  What is said is said of an item that is in the plan on the day, or in an edition given by then.  J-C3
  FB2  It is said by somebody of theirs whom we know by the day.                                J-C3
  FB3  Feedback and a clarification say something; a confirmation need not.                    J-C3
  FB4  An item is the customer's, too, from a confirmation on, while it says what it said then, in words for
       them that are no others: where none were released then, its own; before, and once it says something
       else, it is a hypothesis.                                                           S-C1 J-C3
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.editions import Editions, made_again, words
from majoracct.domain.account.plan_document import PlanItem, plan_document
from majoracct.domain.account.redaction import own_words
from majoracct.domain.account.relationships import known_by_then
from majoracct.domain.account.review import known_first
from majoracct.domain.kernel import (
    AccountEvent,
    Erased,
    Fact,
    FactRef,
    Map,
    Personal,
    PersonId,
    Refused,
    pinned,
    present,
)

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# How we mean to go about it, which the customer has no part in.
_OUR_WAY: Final = ("owner", "aim", "function", "funds", "means", "none_needed", "after", "rank", "supports")


class FeedbackKind(enum.Enum):
    """What the customer gave us on an item (J-C3)."""

    CONFIRMATION = "confirmation"
    FEEDBACK = "feedback"
    CLARIFICATION = "clarification"


class ItemStatus(enum.Enum):
    """Whose an item of the plan is (S-C1)."""

    CONFIRMED = "customer-confirmed"
    CHANGED = "changed-since"  # confirmed, and says something else by now: a hypothesis again
    HYPOTHESIS = "hypothesis"


# What we know


@frozen
class Said:
    """What somebody of theirs said of an item.

    content: the digest of what the item said. shown: that of the words released for it; "": none were.
    """

    item: str
    kind: FeedbackKind
    person: str
    text: str | Erased | None
    content: str
    shown: str
    on: dt.date
    place: int
    fact: str


@frozen
class Feedback:
    """What the customer said of the plan, by fact."""

    said: Map[str, Said] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Said]]:
        """What was said, by id, earliest first."""
        return sorted(self.said.items(), key=lambda each: (each[1].on, each[1].place))


# Why not


class NotSpokenOf(Refused):
    rule = "FB1"


class NothingSaid(Refused):
    rule = "FB3"


def _known_to_them(item: str, account: Account) -> None:
    """Raise Refused unless ITEM is in the plan on the day, or in an edition given by then."""
    if any(each.id == item for each in plan_document(account)) or shown_in(item, account):
        return
    raise NotSpokenOf(
        f"{item} is not in the plan of {account.key} on {account.on}, nor in an edition given by then",
        "Name what they spoke of.",
    )


# What happened


@frozen
class CustomerFeedbackReceived(AccountEvent[Feedback]):
    """Somebody at the customer confirmed an item of the plan, commented on it or cleared it up (J-C3).

    item: which: the plan, a goal, an opportunity, an action or a function's plan.
    kind: what they gave us.
    person: who of theirs.
    text: what they said, in their words.
    """

    topic = Feedback
    verb = "plan hear"
    says = "Heard from {person} on {item}: {kind}"
    schema = 2

    item: FactRef
    kind: FeedbackKind
    person: PersonId
    text: Personal[str] | None = None
    content: str = pinned("", of=("on", "item"))
    shown: str = pinned("", of=("on", "item"))
    known_at: int | None = pinned(of=())

    def pin(self, account: Account) -> Self:
        then = known_first(self.known_at, account)
        found = next((each for each in plan_document(then) if each.id == self.item), None)
        if found is None:
            return evolve(self, known_at=then.known_at)
        said = words([found], then).get(found.id)
        shown = _digest(said) if said else ""
        return evolve(self, content=content_of(found), shown=shown, known_at=then.known_at)

    def admit(self, account: Account) -> None:
        _known_to_them(self.item, account)
        known_by_then(self.person, account)
        if self.kind is not FeedbackKind.CONFIRMATION and not present(self.text):
            raise NothingSaid(f"A {self.kind.value} says something", "State what they said: --text.")

    def change(self, state: Feedback, fact: Fact) -> Feedback:
        said = Said(
            self.item,
            self.kind,
            self.person,
            self.text,
            self.content,
            self.shown,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, said=state.said.insert(fact.id, said))


# What follows


def shown_in(item: str, account: Account) -> str | None:
    """Return the first edition given by the day that ITEM was in; None: it was in none."""
    for _, issued in account[Editions].in_order:
        if any(each.id == item for each in made_again(issued, account).items):
            return issued.fact
    return None


def content_of(item: PlanItem) -> str:
    """Return the digest of what ITEM says, how we go about it and what came of it aside."""
    said = {name: text for name, text in item.said.items() if name not in _OUR_WAY}
    return _digest(json.dumps([item.kind, said], ensure_ascii=True, sort_keys=True))


def _digest(text: Any) -> str:
    return hashlib.sha256(str(text).encode()).hexdigest()


@frozen
class Standing:
    """Whose an item of the plan is on the day.

    confirmed: what confirmed it last, whether or not it still says that; None: nobody did.
    """

    item: PlanItem
    status: ItemStatus
    confirmed: Said | None


def confirmed(account: Account) -> dict[str, Standing]:
    """Return each item of the plan on the day, by id in its order, and whether it is a hypothesis (S-C1)."""
    document = plan_document(account)
    shown = words(document, account)
    heard = [said for _, said in account[Feedback].in_order if said.kind is FeedbackKind.CONFIRMATION]
    return {item.id: _standing(item, shown.get(item.id), heard) for item in document}


def _standing(item: PlanItem, shown: str | None, heard: Iterable[Said]) -> Standing:
    of = [said for said in heard if said.item == item.id]
    now, words_now = content_of(item), _digest(shown) if shown else ""
    holds = [s for s in of if s.content == now and words_now in ("", s.shown or _digest(own_words(item)))]
    if holds:
        return Standing(item, ItemStatus.CONFIRMED, holds[-1])
    return Standing(item, ItemStatus.CHANGED if of else ItemStatus.HYPOTHESIS, of[-1] if of else None)

"""Editions: what the customer may read of the plan, in which words, and which edition was given to whom.

An edition is not kept: it is made again of what was known when it was given, and has the digest pinned then.

Rules
  ED5  Words are released for an item that is in the plan on the day, and say something.       J-C1
  ED6  Words are released, and an edition is given, in a capacity that policy lets share.         J-C2
  ED7  Words that are released give away nothing that is kept inside.                      J-C1 X-9
  ED8  Words leave while the item says what it said when they were released, and they still keep to ED7;
       what was released is withheld once, and released anew only in other words.            J-C1
  ED9  An edition says something: at least one item of the plan leaves.                       J-C1
  ED10  It is given to somebody of theirs whom we know by the day, each named once.               J-C1
  ED11  A review that it is given in is a business review with the customer, held by the day.     J-C2
  ED12  Where policy says so, only a plan that was approved, as it stands, is shown, and only in a review
       that whoever receives it was at, or within so many days of it.                        J-C2 J-R1
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.approval import approved
from majoracct.domain.account.governance import Governance, Meeting, MeetingKind
from majoracct.domain.account.kept_inside import given_away, kept_inside
from majoracct.domain.account.plan_document import PlanItem, plan_document
from majoracct.domain.account.redaction import Edition, Held, held_back, own_words, redact
from majoracct.domain.account.relationships import known_by_then
from majoracct.domain.account.review import among, capacity_of, known_first, pins
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, PersonId, Refused, pinned
from majoracct.domain.past import AsKnown
from majoracct.domain.programme.edition_tables import EditionTerms, Strictness
from majoracct.domain.programme.policy import Policy

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Released:
    """What the customer may read for an item.

    wording: the words; None: the item's own. text: the digest of what the item said in our words.
    """

    wording: str | None
    text: str
    on: dt.date
    fact: str


@frozen
class Issued:
    """That an edition was given.

    recipients: to whom of theirs. meeting: the review it was given in. document: the digest of the plan it
    was made of. digest: its own. known_at, policy: what it was made of. by: who gave it, as recorded.
    held: where a text stood that was held back; None: what is held back by its day.
    """

    account: str
    recipients: tuple[str, ...]
    meeting: str | None
    plan: str
    document: str
    digest: str
    known_at: int
    policy: str
    held: tuple[str, ...] | None
    by: str
    on: dt.date
    place: int
    fact: str


@frozen
class Editions:
    """The words released, by item, and the editions given, by fact."""

    released: Map[str, Released] = field(factory=Map)
    issued: Map[str, Issued] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Issued]]:
        """The editions given, by id, earliest first."""
        return sorted(self.issued.items(), key=lambda each: (each[1].on, each[1].place))


# Why not


class NotInPlan(Refused):
    rule = "ED5"


class WordsMissing(Refused):
    rule = "ED5"


class MayNotShare(Refused):
    rule = "ED6"


class WordsGiveAway(Refused):
    rule = "ED7"


class AlreadyReleased(Refused):
    rule = "ED8"


class NotReleased(Refused):
    rule = "ED8"


class NothingToShare(Refused):
    rule = "ED9"


class NobodyReceives(Refused):
    rule = "ED10"


class NamedTwice(Refused):
    rule = "ED10"


class NoSuchBusinessReview(Refused):
    rule = "ED11"


class SharedUnapproved(Refused):
    rule = "ED12"


class SharedOutsideReview(Refused):
    rule = "ED12"


def terms_of(account: Account) -> EditionTerms:
    """Return the terms of editions in force on the day; those that are shipped where none are."""
    adopted = account.programme[Policy].adopted
    return adopted.edition if adopted else EditionTerms()


def item_here(item: str, account: Account) -> PlanItem:
    """Return the ITEM of the plan on the day. Raises NotInPlan."""
    found = next((each for each in plan_document(account) if each.id == item), None)
    if found is None:
        raise NotInPlan(f"{item} is not in the plan of {account.key} on {account.on}", "Name what is.")
    return found


def _may_share(account: Account) -> None:
    roles = terms_of(account).sharing_roles
    if not among(capacity_of(account.actor.role), roles):
        raise MayNotShare(
            f"{account.actor.id} records as {account.actor.role or 'nobody in particular'}",
            f"Say in which role: {' or '.join(roles)} may share with the customer.",
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# What happened


@frozen
class PlanItemReleased(AccountEvent[Editions]):
    """An item of the plan was released for the customer, in words for them (J-C1).

    item: which: the plan, a goal, an opportunity, an action or a function's plan.
    wording: what they read; the item's own words, when not stated. Public: names nobody.
    """

    topic = Editions
    verb = "plan release"
    says = "Released for the customer: {item}[, as “{wording}”]"
    carries_over = False  # it was meant for that customer's people
    schema = 2

    item: FactRef
    wording: str | None = None
    text: str = pinned("", of=("on", "item"))
    known_at: int | None = pinned(of=())

    def pin(self, account: Account) -> Self:
        then = known_first(self.known_at, account)
        found = next((each for each in plan_document(then) if each.id == self.item), None)
        return evolve(self, text=_digest(own_words(found)) if found else "", known_at=then.known_at)

    def admit(self, account: Account) -> None:
        _may_share(account)
        item = item_here(self.item, account)
        shown = own_words(item) if self.wording is None else self.wording
        if not shown.strip():
            raise WordsMissing("The customer would read nothing", "Say it in words for them.")
        if gives := given_away(shown, kept_inside(account)):
            raise WordsGiveAway(f"The words {gives.told}: {gives.fact}", "Say it in other words: --wording.")
        held = account[Editions].released.get(self.item)
        if held and (held.wording, held.text) == (self.wording, self.text):
            raise AlreadyReleased(f"{self.item} was released so: {held.fact}", "Nothing needs recording.")

    def change(self, state: Editions, fact: Fact) -> Editions:
        found = Released(self.wording, self.text, fact.on, fact.reference)
        return evolve(state, released=state.released.insert(self.item, found))


@frozen
class PlanItemWithheld(AccountEvent[Editions]):
    """An item of the plan is for the customer no longer; what was given stays given (J-C1).

    item: which.
    """

    topic = Editions
    verb = "plan withhold"
    says = "Withheld from the customer: {item}"
    carries_over = False

    item: FactRef

    def admit(self, account: Account) -> None:
        if self.item not in account[Editions].released:
            raise NotReleased(f"{self.item} is not released on {account.on}", "Nothing needs recording.")

    def change(self, state: Editions, fact: Fact) -> Editions:
        return evolve(state, released=state.released.discard(self.item))


@frozen
class CustomerEditionIssued(AccountEvent[Editions]):
    """An edition of the plan, without what is internal, was given to people of the customer's (J-C1).

    recipients: to whom of theirs.
    meeting: the business review it was given in (J-C2).
    """

    topic = Editions
    verb = "plan issue"
    says = "Edition of the plan given to {recipients}[, in {meeting}]"
    schema = 2

    recipients: tuple[PersonId, ...]
    meeting: FactRef | None = None
    plan: FactRef | None = pinned()
    document: str = pinned("")
    digest: str = pinned("")
    known_at: int | None = pinned(of=())
    policy: str | None = pinned()
    held: tuple[str, ...] | None = pinned()

    def pin(self, account: Account) -> Self:
        if self.digest:
            return self  # judged again: it is about what was given then, whatever was learned since
        then = known_first(self.known_at, account)
        about = pins("", self.known_at, account)
        held = tuple(each.place for each in held_here(then))
        made = {"document": about["digest"], "digest": edition(then, held).digest, "held": held}
        return evolve(self, **{**about, **made})

    def admit(self, account: Account) -> None:
        _may_share(account)
        if not self.digest:
            raise NothingToShare(
                f"Nothing of the plan of {account.key} may leave on {account.on}",
                "Release what the customer may read: plan release.",
            )
        if not self.recipients:
            raise NobodyReceives("Nobody is named who receives it", "Name at least one of theirs.")
        for person in self.recipients:
            known_by_then(person, account)
            if self.recipients.count(person) > 1:
                raise NamedTwice(f"{person} is named twice", "Name everybody once.")
        if self.meeting and self.meeting not in _reviews(account):
            raise NoSuchBusinessReview(
                f"{self.meeting} is no business review of {account.key} by {account.on}",
                "Record it first: meeting hold --kind quarterly-business-review.",
            )
        terms = terms_of(account)
        if terms.unapproved is Strictness.REFUSE and not shows_approved(self.document, account):
            raise SharedUnapproved(
                f"What the plan of {account.key} says on {account.on} was not approved",
                "Have it approved first: plan submit, plan review, plan approve.",
            )
        why = outside_review(self.recipients, self.meeting, account)
        if why and terms.outside_review is Strictness.REFUSE:
            raise SharedOutsideReview(
                f"It is given outside a business review: {why}", "Give it in one that all of them are at."
            )

    def change(self, state: Editions, fact: Fact) -> Editions:
        found = Issued(
            fact.stream,
            self.recipients,
            self.meeting,
            self.plan or "",
            self.document,
            self.digest,
            self.known_at or 0,
            self.policy or "",
            self.held,
            fact.by,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, issued=state.issued.insert(fact.id, found))


# What follows


def edition(account: Account, held: Collection[str] | None = None) -> Edition:
    """Return what the customer may read of the plan on the day, under the policy in force (J-C1).

    held: what was held back when it was given, of one that is made again; None: what is held back now.
    """
    document = plan_document(account)
    back = tuple(each.place for each in held_here(account)) if held is None else held
    return redact(document, terms_of(account), _released(document, account), back)


def made_again(issued: Issued, account: Account) -> Edition:
    """Return what an edition said, of what was known when it was given."""
    return edition(as_given(issued, account), issued.held)  # what was erased since gives nothing away


def as_given(issued: Issued, account: Account) -> Account:
    """Return the account as it stood, and was known, when an edition was given."""
    one = account.other(issued.account).at(issued.on)
    return evolve(one, past=AsKnown(account.past, issued.known_at))


def held_here(account: Account) -> tuple[Held, ...]:
    """Return what would leave on the day, and gives away what is kept inside (ED15)."""
    document = plan_document(account)
    released = _released(document, account)
    return tuple(held_back(document, terms_of(account), released, kept_inside(account)))


def words(document: Iterable[PlanItem], account: Account) -> dict[str, str]:
    """Return the words that may leave on the day, by item of DOCUMENT (ED8)."""
    inside = kept_inside(account)
    released = _released(document, account)
    return {key: said for key, said in released.items() if not given_away(said, inside)}


def _released(document: Iterable[PlanItem], account: Account) -> dict[str, str]:
    found = ((item, account[Editions].released.get(item.id)) for item in document)
    return {
        item.id: own_words(item) if held.wording is None else held.wording
        for item, held in found
        if held and held.text == _digest(own_words(item))
    }


def lapsed(account: Account) -> dict[str, Released]:
    """Return what was released and may leave no longer, by item of the plan on the day (ED8)."""
    document = plan_document(account)
    leave = words(document, account)
    found = ((item.id, account[Editions].released.get(item.id)) for item in document)
    return {key: held for key, held in found if held and key not in leave}


def shows_approved(document: str, account: Account) -> bool:
    """Return whether the DOCUMENT of this digest is what was approved last, by the day (ED12)."""
    approval = approved(account)
    return approval is not None and approval.digest == document


def outside_review(recipients: Iterable[str], meeting: str | None, account: Account) -> str:
    """Return why what is given on the day to RECIPIENTS is given outside a review; "" when it is in one."""
    held = _reviews(account).get(meeting or "")
    if held is None:
        return f"{meeting} is no business review that stands" if meeting else "no review is named"
    if (days := (account.on - held.on).days) > (limit := terms_of(account).review_days):
        return f"{days} days after {held.on}, where policy allows {limit}"
    absent = [person for person in recipients if person not in held.attendees]
    return f"{', '.join(absent)} not at the one of {held.on}" if absent else ""


def _reviews(account: Account) -> dict[str, Meeting]:
    meetings = account[Governance].meetings.items()
    return {key: held for key, held in meetings if held.kind is MeetingKind.BUSINESS_REVIEW}

"""Review: how an account's plan is put forward and presented, and what is agreed on then.

What is reviewed is what the plan said: each event pins the digest of the document it is about, and the
position it was known at. Who approves it is told in `approval`.

Rules
  QV1  A plan is submitted whole: it has an action, and each open one says who answers for it, by when
       it is done, and what it takes.                                                    J-R1 J-O3
  QV2  It is submitted by one of ours in a capacity that policy lets create plans: the one they state, else
       that of a seat they hold.                                                              J-P2
  QV3  What says the same as what was submitted last is not submitted again.                  J-R1
  QV4  A review is held of the plan as it was submitted; where policy says so, its owner presents it; who
       was there is named once.                                                              J-R2
  QV5  An agreement says what it is, and is of people of ours who were at the review.    J-R3 J-B5
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.account.plan_document import digest_of, lacking, plan_document
from majoracct.domain.account.team import account_owner, members
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, StaffId, pinned
from majoracct.domain.past import AsKnown
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.review_tables import AgreementTopic, ReviewTerms
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Submission:
    """That a plan was put forward for review, by whom, in which capacity."""

    plan: str
    digest: str
    author: str
    capacity: str
    on: dt.date
    place: int
    fact: str


@frozen
class Agreement:
    """What was agreed on at a review, and by whom."""

    topic: AgreementTopic
    what: str
    by: tuple[str, ...]
    on: dt.date
    fact: str


@frozen
class Review:
    """That a plan was presented, by whom, to whom.

    submission: the one that put it forward. actions: those of the plan that were gone through.
    """

    submission: str
    digest: str
    presenter: str
    attendees: tuple[str, ...]
    actions: tuple[str, ...]
    on: dt.date
    place: int
    fact: str
    agreements: tuple[Agreement, ...] = ()

    @property
    def there(self) -> tuple[str, ...]:
        """Who was at it, the presenter first."""
        return tuple(dict.fromkeys((self.presenter, *self.attendees)))


@frozen
class Reviews:
    """The submissions and reviews of the account's plan, each by its fact."""

    submissions: Map[str, Submission] = field(factory=Map)
    held: Map[str, Review] = field(factory=Map)

    @property
    def submitted(self) -> tuple[str, Submission] | None:
        """What was submitted last, by its id."""
        return max(self.submissions.items(), key=lambda each: (each[1].on, each[1].place), default=None)

    def of(self, digest: str) -> tuple[str, Review] | None:
        """Return the last review of the document with this DIGEST, by its id; None when none was held."""
        found = [(key, review) for key, review in self.held.items() if review.digest == digest]
        return max(found, key=lambda each: (each[1].on, each[1].place), default=None)


# Why not


class NothingToSubmit(Refused):
    rule = "QV1"


class PlanIncomplete(Refused):
    rule = "QV1"


class MayNotCreate(Refused):
    rule = "QV2"


class AlreadySubmitted(Refused):
    rule = "QV3"


class NotAsSubmitted(Refused):
    rule = "QV4"


class PresenterNotOwner(Refused):
    rule = "QV4"


class ThereTwice(Refused):
    rule = "QV4"


class NoSuchAction(Refused):
    rule = "QV4"


class ReviewUnknown(Refused):
    rule = "QV5"


class AgreementUnstated(Refused):
    rule = "QV5"


class NotAtTheReview(Refused):
    rule = "QV5"


def capacity_of(text: str) -> str:
    """Return the capacity in TEXT in one way of writing: a seat's account-manager is an account manager."""
    return " ".join(text.casefold().replace("-", " ").split())


def among(capacity: str, *lists: tuple[str, ...]) -> bool:
    """Return whether CAPACITY is in one of the LISTS of policy."""
    return capacity in {capacity_of(each) for listed in lists for each in listed}


def terms_of(account: Account) -> ReviewTerms:
    """Return the terms of review in force on the day."""
    return account.programme[Policy].terms.review


def planned(account: Account) -> None:
    """Raise NothingToSubmit when no plan is in force on the day."""
    if plan_in_force(account) is None:
        raise NothingToSubmit(f"{account.key} has no plan on {account.on}", "Draft one first: plan draft.")


def known_first(known_at: int | None, account: Account) -> Account:
    """Return ACCOUNT as it was known when what is about its plan was first recorded, KNOWN_AT; else as it is.

    Moved to another day, too, it is about the document as it was known to those who saw it.
    """
    return account if known_at is None else evolve(account, past=AsKnown(account.past, known_at))


def pins(digest: str, known_at: int | None, account: Account) -> dict[str, Any]:
    """Return what an event about the plan as it is pins: plan, digest, known_at and policy.

    Nothing when it is judged again, by the DIGEST it pinned: it is about the document that was there,
    whatever was learned since.
    """
    if digest:
        return {}
    then = known_first(known_at, account)
    return {
        "plan": plan_in_force(then),
        "digest": digest_of(plan_document(then)),
        "known_at": then.known_at,
        "policy": then.programme[Policy].fact,
    }


# What happened


@frozen(kw_only=True)
class _OfDocument(AccountEvent[Reviews]):
    """What is about the plan as it was: it pins the document's digest and what was known then."""

    topic = Reviews
    carries_over = False  # another account's plan was another document

    plan: FactRef | None = pinned()
    digest: str = pinned("")
    known_at: int | None = pinned(of=())
    policy: str | None = pinned()

    @classmethod
    def require(cls, account: Account) -> None:
        planned(account)

    def pin(self, account: Account) -> Self:
        return evolve(self, **pins(self.digest, self.known_at, account))


@frozen
class PlanSubmitted(_OfDocument):
    """The plan was submitted for review, as it stands (J-R1 J-P2).

    author: who answers for what it says.
    capacity: in which capacity, where it is not that of a seat they hold. Public: names nobody.
    """

    verb = "plan submit"
    says = "{author} submitted the plan[ as {acting}]"

    author: StaffId
    capacity: str | None = None
    acting: str = pinned("", of=("on", "author", "capacity"))

    def pin(self, account: Account) -> Self:
        return evolve(super().pin(account), acting=self._acting(account))

    def _acting(self, account: Account) -> str:
        if self.capacity is not None:
            return capacity_of(self.capacity)
        seats = (capacity_of(m.seat.value) for m in members(account) if m.person == self.author)
        return next((seat for seat in seats if among(seat, terms_of(account).creating)), "")

    def admit(self, account: Account) -> None:
        known_staff(self.author, account.programme)
        document = plan_document(account)
        if not any(item.kind == "action" for item in document):
            raise PlanIncomplete(f"The plan of {account.key} holds no action", "Add one: action add.")
        for item in document:
            if missing := lacking(item):
                raise PlanIncomplete(
                    f"“{item.get('task')}” ({item.id}) lacks its {', '.join(missing)}",
                    "Say who answers for it (plan assign), by when it is done (correct), and what it takes, "
                    "nothing being an answer (action resource).",
                )
        creating = terms_of(account).creating
        if not among(self.acting, creating):
            raise MayNotCreate(
                f"{self.author} submits as {self.acting or 'nobody in particular'}",
                f"Say in which capacity: {' or '.join(creating)} may submit a plan.",
            )
        last = account[Reviews].submitted
        if last is not None and last[1].digest == self.digest:
            raise AlreadySubmitted(f"The plan says what it said in {last[0]}", "Have it reviewed.")

    def change(self, state: Reviews, fact: Fact) -> Reviews:
        found = Submission(
            self.plan or "", self.digest, self.author, self.acting, fact.on, fact.place, fact.reference
        )
        return evolve(state, submissions=state.submissions.insert(fact.id, found))


@frozen
class PlanReviewHeld(_OfDocument):
    """A formal review of the plan was held: its owner presented it (J-R2).

    presenter: who.
    attendees: who else of ours was there.
    actions: the actions of the plan that were gone through.
    """

    verb = "plan review"
    says = "{presenter} presented the plan[ to {attendees}]"

    presenter: StaffId
    attendees: tuple[StaffId, ...] = ()
    actions: tuple[FactRef, ...] = ()
    submission: FactRef | None = pinned()

    def pin(self, account: Account) -> Self:
        last = account[Reviews].submitted
        return evolve(super().pin(account), submission=last[0] if last else None)

    def admit(self, account: Account) -> None:
        submitted = account[Reviews].submissions.get(self.submission or "")
        if submitted is None or submitted.digest != self.digest:
            what = "changed since it was submitted" if submitted else "was not submitted"
            raise NotAsSubmitted(f"The plan of {account.key} {what}", "Submit it as it is: plan submit.")
        there = (self.presenter, *self.attendees)
        for person in there:
            known_staff(person, account.programme)
            if there.count(person) > 1:
                raise ThereTwice(f"{person} is named twice", "Name everybody once; the presenter is there.")
        owner = account_owner(account)
        if terms_of(account).owner_presents and (owner is None or self.presenter != owner.person):
            raise PresenterNotOwner(
                f"{self.presenter} does not answer for {account.key} on {account.on}",
                f"Have it presented by {owner.person}, {owner.seat.value}."
                if owner
                else "Seat an owner: team seat.",
            )
        held = {item.id for item in plan_document(account) if item.kind == "action"}
        for action in self.actions:
            if action not in held:
                raise NoSuchAction(f"{action} is no action of the plan on {account.on}", "Name one that is.")

    def change(self, state: Reviews, fact: Fact) -> Reviews:
        found = Review(
            self.submission or "",
            self.digest,
            self.presenter,
            self.attendees,
            self.actions,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, held=state.held.insert(fact.id, found))


@frozen
class AgreementRecorded(AboutThing[Reviews, Review]):
    """Those at a review agreed on resources, timing or execution (J-R3 J-B5).

    review: which review.
    about: on which of the three: resources, timing or execution.
    what: what was agreed. Public: names nobody.
    agreed_by: who of those at the review agreed.
    """

    topic = Reviews
    thing = "review"
    kept_in = "held"
    verb = "plan agree"
    says = "Agreed on {about} at {review}, by {agreed_by}: {what}"
    carries_over = False

    review: FactRef
    about: AgreementTopic
    what: str
    agreed_by: tuple[StaffId, ...]

    def admit(self, account: Account) -> None:
        review = account[Reviews].held.get(self.review)
        if review is None:
            raise ReviewUnknown(f"{self.review} is no review of {account.key}", "Hold it first: plan review.")
        if not self.what.strip():
            raise AgreementUnstated("The agreement says nothing", "Say what was agreed.")
        if not self.agreed_by:
            raise AgreementUnstated("Nobody agreed", "Name who did.")
        for person in self.agreed_by:
            if person not in review.there:
                raise NotAtTheReview(
                    f"{person} was not at {self.review}", f"Those who were: {', '.join(review.there)}."
                )

    def alter(self, found: Review, fact: Fact) -> Review:
        agreed = Agreement(self.about, self.what, self.agreed_by, fact.on, fact.reference)
        return evolve(found, agreements=(*found.agreements, agreed))


# What follows


def authors(state: Reviews, digest: str) -> set[str]:
    """Return who submitted the document with this DIGEST."""
    return {each.author for each in state.submissions.values() if each.digest == digest}

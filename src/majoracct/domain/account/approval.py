"""Approval: who approved the plan as it was reviewed, who rejected it, and whether all who had to did.

What is approved is a document: what the plan comes to say afterwards is drift, and undoes no approval.

Rules
  QV6  Only the very document that a review was held of is approved or rejected.              J-R1
  QV7  Who approves acts in a capacity that policy lets approve; who rejects, in one that it lets review or
       approve.                                                                          J-P2 J-R1
  QV8  Unless policy says otherwise, nobody approves what they submitted.                     J-R1
  QV9  Nobody approves a document in two capacities, and no capacity says the same of it twice.  J-R1
  QV10  A document is approved once every capacity that had to, by the policy then in force, approved it and
        nobody's last word on it is no. Nothing more is said of it until another document is approved;
        then what was said before counts no more.                                          J-R1
  QV11  A rejection says why.                                                                 J-R1
  QV12  What was said before a document was approved, and is told only afterwards, undoes no approval: that
        stands until who gave it withdraws it.                                                  J-R1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.review import (
    Reviews,
    among,
    authors,
    capacity_of,
    known_first,
    pins,
    planned,
    terms_of,
)
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Refused, StaffId, pinned
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Voice:
    """What somebody said of a document, in a capacity.

    why: of a rejection. required: the capacities that had to approve, by the policy then in force.
    """

    approves: bool
    person: str
    capacity: str
    plan: str
    digest: str
    known_at: int
    review: str
    required: tuple[str, ...]
    on: dt.date
    place: int
    fact: str
    id: str
    why: str = ""


@frozen
class Approvals:
    """What was said of the account's plans, in order."""

    voices: tuple[Voice, ...] = ()

    def last_words(self, digest: str) -> dict[str, Voice]:
        """Return what each capacity said last of the document with DIGEST since another was approved."""
        since = 0
        for approval in approvals(self):
            if approval.digest != digest:
                since = 1 + next(n for n, voice in enumerate(self.voices) if voice.fact == approval.fact)
        return {voice.capacity: voice for voice in self.voices[since:] if voice.digest == digest}


# Why not


class NotReviewed(Refused):
    rule = "QV6"


class MayNotApprove(Refused):
    rule = "QV7"


class AuthorApproves(Refused):
    rule = "QV8"


class ApprovesTwice(Refused):
    rule = "QV9"


class AlreadySaid(Refused):
    rule = "QV9"


class ApprovedAlready(Refused):
    rule = "QV10"


class RejectionUnexplained(Refused):
    rule = "QV11"


# What happened


@frozen(kw_only=True)
class _OfReview(AccountEvent[Approvals]):
    """What is about the plan as it was reviewed; it pins the review, the document, and who had to approve."""

    topic = Approvals
    carries_over = False  # another account's plan was another document

    plan: FactRef | None = pinned()
    digest: str = pinned("")
    known_at: int | None = pinned(of=())
    policy: str | None = pinned()
    review: FactRef | None = pinned()
    required: tuple[str, ...] = pinned(())

    @classmethod
    def require(cls, account: Account) -> None:
        planned(account)


@frozen
class _Voiced(_OfReview):
    """What an interested party said of the document that was reviewed."""

    person: StaffId
    capacity: str = field(converter=capacity_of)

    def pin(self, account: Account) -> Self:
        about = evolve(self, **pins(self.digest, self.known_at, account))
        then = known_first(self.known_at, account)
        found = account[Reviews].of(about.digest)
        return evolve(
            about,
            review=found[0] if found else None,
            required=tuple(capacity_of(each) for each in terms_of(then).must_approve),
        )

    def admit(self, account: Account) -> None:
        known_staff(self.person, account.programme)
        state = account[Approvals]
        if self.review is None:
            held = "it changed since it was" if account[Reviews].held else "no review was held"
            raise NotReviewed(
                f"What the plan of {account.key} says was not reviewed: {held}",
                "Submit it and hold a review: plan submit, plan review.",
            )
        if any(each.digest == self.digest for each in list(approvals(state))[-1:]):
            raise ApprovedAlready("All who had to approved that document", "Change the plan, and submit it.")
        said = state.last_words(self.digest).get(self.capacity)
        if said is not None and said.approves is isinstance(self, PlanApproved):
            raise AlreadySaid(f"The {self.capacity} said so: {said.fact}", "Nothing needs recording.")

    def _voice(self, fact: Fact, why: str = "") -> Voice:
        return Voice(
            isinstance(self, PlanApproved),
            self.person,
            self.capacity,
            self.plan or "",
            self.digest,
            self.known_at or 0,
            self.review or "",
            self.required,
            fact.on,
            fact.place,
            fact.reference,
            fact.id,
            why,
        )

    def change(self, state: Approvals, fact: Fact) -> Approvals:
        return evolve(state, voices=(*state.voices, self._voice(fact)))


@frozen
class PlanApproved(_Voiced):
    """Somebody approved the plan as it was reviewed, in a capacity (J-R1 J-P2).

    person: who.
    capacity: in which capacity, such as sales executive. Public: names nobody.
    """

    verb = "plan approve"
    says = "{person} approved the plan as {capacity}"

    def admit(self, account: Account) -> None:
        super().admit(account)
        terms = terms_of(account)
        if not among(self.capacity, terms.must_approve, terms.may_approve):
            raise MayNotApprove(
                f"Policy does not let a {self.capacity} approve a plan",
                f"Those who may: {', '.join(dict.fromkeys((*terms.must_approve, *terms.may_approve)))}.",
            )
        if terms.four_eyes and self.person in authors(account[Reviews], self.digest):
            raise AuthorApproves(f"{self.person} submitted it", "Have somebody else approve it.")
        for voice in account[Approvals].last_words(self.digest).values():
            if voice.approves and voice.person == self.person:
                raise ApprovesTwice(
                    f"{self.person} approved it as {voice.capacity}: {voice.fact}",
                    "Have somebody else approve it in the other capacity.",
                )


@frozen
class PlanRejected(_Voiced):
    """Somebody rejected the plan as it was reviewed, in a capacity (J-R1 J-P2).

    person: who.
    capacity: in which capacity, such as marketing executive. Public: names nobody.
    why: what stands in the way. Public: names nobody.
    """

    verb = "plan reject"
    says = "{person} rejected the plan as {capacity}: {why}"

    why: str

    def admit(self, account: Account) -> None:
        super().admit(account)
        terms = terms_of(account)
        if not among(self.capacity, terms.must_approve, terms.may_approve, terms.reviewing):
            raise MayNotApprove(
                f"Policy does not let a {self.capacity} review a plan",
                f"Those who may: {', '.join(dict.fromkeys((*terms.must_approve, *terms.reviewing)))}.",
            )
        if not self.why.strip():
            raise RejectionUnexplained("A rejection without a reason mends nothing", "Say what is missing.")

    def change(self, state: Approvals, fact: Fact) -> Approvals:
        return evolve(state, voices=(*state.voices, self._voice(fact, self.why)))


# What follows


@frozen
class Approval:
    """That a document was approved by all who had to, on the day the last of them said so.

    fact: what they said; on it the document is made again, as known at known_at.
    voices: who approved, by capacity, in order.
    """

    plan: str
    digest: str
    on: dt.date
    place: int
    known_at: int
    fact: str
    id: str
    voices: tuple[Voice, ...]


def approvals(state: Approvals) -> Iterator[Approval]:
    """Yield each approval by all who had to, earliest first (QV10)."""
    late = belated(state)
    return _approvals(voice for voice in state.voices if voice not in late)


def belated(state: Approvals) -> list[Voice]:
    """Return what was said of a document before it was approved, and told only afterwards (QV12)."""
    told = list[Voice]()
    late = list[Voice]()
    for voice in sorted(state.voices, key=lambda each: int(each.id.rpartition("@")[2])):
        known = sorted(told, key=_order)
        after = (each.digest for each in _approvals(known) if _order(voice) < (each.on, each.place))
        (late if next(after, None) == voice.digest else told).append(voice)
    return late


def _order(voice: Voice) -> tuple[dt.date, int]:
    return voice.on, voice.place


def _approvals(voices: Iterable[Voice]) -> Iterator[Approval]:
    said: dict[str, dict[str, Voice]] = {}
    last = ""
    for voice in voices:
        words = said.setdefault(voice.digest, {})
        words[voice.capacity] = voice
        whole = all(name in words for name in voice.required)
        if voice.digest != last and whole and all(word.approves for word in words.values()):
            last, said = voice.digest, {voice.digest: words}
            by = tuple(words[name] for name in sorted(words))
            yield Approval(
                voice.plan, voice.digest, voice.on, voice.place, voice.known_at, voice.fact, voice.id, by
            )


def approved(account: Account) -> Approval | None:
    """Return the last approval of a plan of the account by the day; None when there was none."""
    return next(reversed(list(approvals(account[Approvals]))), None)

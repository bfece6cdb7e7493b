"""Qualification: the decisions taken on an account's major status. The five criteria are in `criteria`.

Rules
  Q0  A qualification is opened by a sales or business-development executive, when none is open.  B-Q0
  Q6  Major status is granted when all five hold on the day; otherwise only by override.          B-Q6
  Q7  An override says why.                                                                       B-Q6
  Q8  Only what is open is granted or refused, and only major status is reviewed or revoked.      X-10
  Q10  Only an account on a side that policy counts is put forward; another is major only by override.  C-D1
  Q11  A review holds for the status it upheld, not for one that is granted afterwards.           C-T6
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final, Self

from attrs import evolve, frozen

from majoracct.domain.account.coverage import counted, relation
from majoracct.domain.account.criteria import Verdict, by_version, judged
from majoracct.domain.kernel import AccountEvent, Fact, Refused, pinned
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Status(enum.Enum):
    """The recorded major status."""

    NONE = "none"
    OPEN = "open"
    REFUSED = "refused"
    MAJOR = "major"
    REVOKED = "revoked"


# What we know


@frozen
class Qualification:
    """The recorded status, the fact that gave it, and the role that opened what is open.

    reviewed, review: when the status was upheld last, if it was, and the fact that says so.
    """

    status: Status = Status.NONE
    fact: str = ""
    opened_as: str = ""
    reviewed: dt.date | None = None
    review: str = ""


# Why not


class OpenerNotEntitled(Refused):
    rule = "Q0"


class CriteriaUnmet(Refused):
    rule = "Q6"


class OverrideUnexplained(Refused):
    rule = "Q7"


class AlreadyMajor(Refused):
    rule = "Q8"


class AlreadyOpened(Refused):
    rule = "Q8"


class NotOpen(Refused):
    rule = "Q8"


class NotMajor(Refused):
    rule = "Q8"


class SideNotCounted(Refused):
    rule = "Q10"


def _no_customer(account: Account) -> SideNotCounted | None:
    """Return why the account cannot be put forward: on its side, policy counts no customers."""
    terms = account.programme[Policy].terms
    if counted(account, terms):
        return None
    word = relation(account)
    return SideNotCounted(
        f"{account.key} stands to us as {word.value.replace('-', ' ')}, on the {word.side.value} side, "
        "which policy does not count",
        "State another relation, if that is wrong, or adopt a policy that counts the side.",
    )


# What happened


class _StatusEvent(AccountEvent[Qualification]):
    """What changes the status; it belongs to one account, and is not inherited by a merger."""

    topic = Qualification
    carries_over = False


def entitled(role: str, terms: Terms) -> bool:
    """Return whether whoever acts in ROLE may open a qualification, under TERMS (B-Q0)."""
    return role.strip().casefold() in {r.casefold() for r in terms.qualification.opening_roles}


@frozen
class QualificationOpened(_StatusEvent):
    """Somebody put the account forward as a major account (B-Q0)."""

    verb = "qualify open"
    says = "Qualification opened"

    @classmethod
    def require(cls, account: Account) -> None:
        status = account[Qualification].status
        if status is Status.MAJOR:
            raise AlreadyMajor(f"{account.key} is major on {account.on}", "Review or revoke that status.")
        if status is Status.OPEN:
            raise AlreadyOpened(f"The qualification of {account.key} is open", "Grant or refuse it.")
        if no := _no_customer(account):
            raise no
        terms = account.programme[Policy].terms
        if not entitled(account.actor.role, terms):
            raise OpenerNotEntitled(
                f"{account.actor.id} records as {account.actor.role or 'nobody in particular'}",
                f"Say in which role: {' or '.join(terms.qualification.opening_roles)} may open one.",
            )

    def change(self, state: Qualification, fact: Fact) -> Qualification:
        return Qualification(Status.OPEN, fact.reference, fact.role)


_TAKEN: Final = ("on", "override")  # what says otherwise is another decision


@frozen
class _Decision(_StatusEvent):
    """A decision pins what it was taken on: the policy, what was known, the facts and the verdicts."""

    policy: str | None = pinned(of=_TAKEN)
    known_at: int | None = pinned(of=_TAKEN)
    inputs: tuple[str, ...] = pinned((), of=_TAKEN)
    verdicts: tuple[Verdict, ...] = pinned((), of=_TAKEN)

    def pin(self, account: Account) -> Self:
        policy = account.programme[Policy]
        verdicts = judged(account, policy.terms)
        inputs = sorted({fact for verdict in verdicts for fact in verdict.facts}, key=by_version)
        return evolve(
            self,
            policy=policy.fact,
            known_at=account.known_at,
            inputs=tuple(inputs),
            verdicts=verdicts,
        )


@frozen
class QualificationGranted(_Decision):
    """Major status was granted (B-Q6).

    override: grant it although it was not opened or not every criterion holds; the reason says why.
    """

    verb = "qualify grant"
    says = "Granted major status"

    override: bool = False

    @classmethod
    def require(cls, account: Account) -> None:
        if account[Qualification].status is Status.MAJOR:
            raise AlreadyMajor(f"{account.key} is major on {account.on}", "Review or revoke that status.")

    def pin(self, account: Account) -> Self:
        decided = super().pin(account)
        return evolve(
            decided, override=self.override and self._obstacle(account, decided.verdicts) is not None
        )

    def _obstacle(self, account: Account, verdicts: tuple[Verdict, ...]) -> Refused | None:
        if no := _no_customer(account):
            return no
        qualification = account[Qualification]
        if qualification.status is not Status.OPEN:
            return NotOpen(
                f"No qualification of {account.key} is open on {account.on}",
                "Have a sales or business-development executive open it, or override and say why.",
            )
        if not entitled(qualification.opened_as, account.programme[Policy].terms):
            return OpenerNotEntitled(
                f"The qualification of {account.key} was opened as {qualification.opened_as or 'nobody'}",
                "Have it opened by somebody entitled to, or override and say why.",
            )
        unmet = [v for v in verdicts if not v.holds]
        if unmet:
            return CriteriaUnmet(
                f"{account.key} does not meet "
                + "; ".join(f"{v.id} (missing: {', '.join(v.missing)})" for v in unmet)
                + f" on {account.on}",
                "Record what is missing, or override and say why.",
            )
        return None

    def admit(self, account: Account) -> None:
        obstacle = self._obstacle(account, self.verdicts)
        if obstacle is None:
            return
        if not self.override:
            raise obstacle
        if not account.reason.strip():
            raise OverrideUnexplained("An override without a reason cannot be judged later", "Say why.")

    def telling(self) -> str:
        return self.says + (" by override" if self.override else ", all five criteria holding")

    def change(self, state: Qualification, fact: Fact) -> Qualification:
        return evolve(state, status=Status.MAJOR, fact=fact.reference, reviewed=None, review="")


@frozen
class QualificationRefused(_Decision):
    """Major status was refused, by somebody (B-Q6)."""

    verb = "qualify refuse"
    says = "Refused major status"

    @classmethod
    def require(cls, account: Account) -> None:
        if account[Qualification].status is not Status.OPEN:
            raise NotOpen(f"No qualification of {account.key} is open on {account.on}", "Open one first.")

    def change(self, state: Qualification, fact: Fact) -> Qualification:
        return evolve(state, status=Status.REFUSED, fact=fact.reference)


@frozen
class QualificationReviewed(_Decision):
    """Major status was looked at again, and upheld (X-10; not from the sources)."""

    verb = "qualify review"
    says = "Reviewed and upheld major status"

    @classmethod
    def require(cls, account: Account) -> None:
        _is_major(account)

    def change(self, state: Qualification, fact: Fact) -> Qualification:
        return evolve(state, reviewed=fact.on, review=fact.reference)


@frozen
class QualificationRevoked(_Decision):
    """Major status was taken back (X-10; not from the sources)."""

    verb = "qualify revoke"
    says = "Revoked major status"

    @classmethod
    def require(cls, account: Account) -> None:
        _is_major(account)

    def change(self, state: Qualification, fact: Fact) -> Qualification:
        return evolve(state, status=Status.REVOKED, fact=fact.reference)


def _is_major(account: Account) -> None:
    if account[Qualification].status is not Status.MAJOR:
        raise NotMajor(f"{account.key} is not major on {account.on}", "Open a qualification.")

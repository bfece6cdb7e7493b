"""Coverage: by whom and through which channel the account is handled, and what it is to us.

Rules
  CV1  The account's owner is one of our own people, until they leave us.                     C-T6
  CV2  Strategic significance says why, and comes with evidence.                              C-D2
  CV3  It is declared once, until it is ended.                                                C-D2
  CV4  The side follows from the relation; an account of which none is stated is a customer.  C-D1
  CV5  The owner, channel and relation stated last stand.                                     C-T6 C-D1
  CV6  An account counts as a customer when it stands on a side that policy counts.           C-D1
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import evolve, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Refused, StaffId
from majoracct.domain.programme.staff import known_staff, still
from majoracct.domain.programme.tables import Side
from majoracct.domain.programme.terms import Terms

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

Word = TypeVar("Word")


class Channel(enum.Enum):
    """Through whom we sell."""

    DIRECT = "direct"
    PARTNER = "partner"
    INSIDE = "inside"


class Relation(enum.Enum):
    """What an account is to us (C-D1)."""

    CUSTOMER = "customer"
    END_USER = "end-user"
    PARTNERSHIP = "partnership"
    ALLIANCE = "alliance"
    JOINT_VENTURE = "joint-venture"
    DISTRIBUTION = "distribution"

    @property
    def side(self) -> Side:
        """The side it belongs to."""
        return Side.DEMAND if self in (Relation.CUSTOMER, Relation.END_USER) else Side.SUPPLY


# What we know


@frozen
class Stated(Generic[Word]):
    """Something stated of the account, and the fact that states it."""

    value: Word
    on: dt.date
    place: int
    fact: str


@frozen
class Coverage:
    """Who has the account, how we sell to it, what it is to us, and why it is significant, if it is."""

    owner: Stated[str] | None = None
    channel: Stated[Channel] | None = None
    relation: Stated[Relation] | None = None
    significance: Stated[str] | None = None


def _stated(value: Word, fact: Fact) -> Stated[Word]:
    return Stated(value, fact.on, fact.place, fact.reference)


# Why not


class SignificanceUnexplained(Refused):
    rule = "CV2"


class SignificanceUnproven(Refused):
    rule = "CV2"


class AlreadySignificant(Refused):
    rule = "CV3"


class NotSignificant(Refused):
    rule = "CV3"


# What happened


@frozen
class OwnerAssigned(AccountEvent[Coverage]):
    """One of our own people was given the account; they take over from whoever had it.

    owner: who.
    """

    topic = Coverage
    verb = "account assign"
    says = "{owner} has the account"
    carries_over = False  # the successor has its own owner, channel and relation

    owner: StaffId

    def admit(self, account: Account) -> None:
        known_staff(self.owner, account.programme)

    def change(self, state: Coverage, fact: Fact) -> Coverage:
        return evolve(state, owner=_stated(self.owner, fact))


@frozen
class ChannelSet(AccountEvent[Coverage]):
    """It was settled through whom we sell to the account.

    channel: directly, through a partner, or by inside sales.
    """

    topic = Coverage
    verb = "account channel"
    says = "Sold to by channel: {channel}"
    carries_over = False

    channel: Channel

    def change(self, state: Coverage, fact: Fact) -> Coverage:
        return evolve(state, channel=_stated(self.channel, fact))


@frozen
class RelationStated(AccountEvent[Coverage]):
    """We stated what the account is to us; that says on which side it stands (C-D1).

    relation: a customer or end user on the demand side, another on the supply side.
    """

    topic = Coverage
    verb = "account relation"
    says = "Stands to us as: {relation}"
    carries_over = False

    relation: Relation

    def change(self, state: Coverage, fact: Fact) -> Coverage:
        return evolve(state, relation=_stated(self.relation, fact))


@frozen
class SignificanceDeclared(AccountEvent[Coverage]):
    """The account was declared vital to us, whatever it brings; it comes with evidence (C-D2).

    why: why it is vital. Public: names nobody.
    """

    topic = Coverage
    verb = "account significance"
    says = "Declared strategically significant: {why}"
    carries_over = False  # whether what remains after a merger is vital is for somebody to say anew

    why: str

    def admit(self, account: Account) -> None:
        if not self.why.strip():
            raise SignificanceUnexplained("Nothing says why the account is vital", "Say why.")
        if not account.evidence:
            raise SignificanceUnproven(
                f"Nothing was shown for “{self.why}”", "Attach what shows it: --evidence."
            )
        for known in (account[Coverage].significance, account.ever[Coverage].significance):
            if known is not None:
                raise AlreadySignificant(
                    f"{account.key} was declared significant on {known.on}",
                    f"Correct {known.fact}, or end its significance first.",
                )

    def change(self, state: Coverage, fact: Fact) -> Coverage:
        return evolve(state, significance=_stated(self.why, fact))


@frozen
class SignificanceEnded(AccountEvent[Coverage]):
    """The account is no longer vital to us."""

    topic = Coverage
    verb = "account end-significance"
    says = "No longer strategically significant"
    carries_over = False

    @classmethod
    def require(cls, account: Account) -> None:
        if account[Coverage].significance is None:
            raise NotSignificant(
                f"{account.key} is not declared significant on {account.on}", "Nothing needs recording."
            )

    def change(self, state: Coverage, fact: Fact) -> Coverage:
        return evolve(state, significance=None)


# What follows


def owner(account: Account) -> Stated[str] | None:
    """Return who has the account on the day; None when nobody was given it, or they have left us."""
    stated = account[Coverage].owner
    return stated if stated and still(account.programme, stated.value, stated.on) else None


def relation(account: Account) -> Relation:
    """Return what the account is to us on the day: a customer, unless something else was stated."""
    stated = account[Coverage].relation
    return stated.value if stated else Relation.CUSTOMER


def side(account: Account) -> Side:
    """Return on which side of us the account stands on the day (C-D1)."""
    return relation(account).side


def counted(account: Account, terms: Terms) -> bool:
    """Return whether the account counts as a customer on the day, on a side that policy counts (C-D1)."""
    return side(account) in terms.qualification.sides


def handled_directly(account: Account) -> bool:
    """Return whether we sell to the account directly, as somebody stated by the day (C-T6)."""
    stated = account[Coverage].channel
    return stated is not None and stated.value is Channel.DIRECT

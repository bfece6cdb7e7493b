"""Buying: how the customer buys, and how far we wrote what it asks for.

Rules
  BU1  How the customer buys is assessed on evidence.                                 B-I3 B-I4
  BU2  We authored more than none, and at most all, of an open opportunity's requirements. B-I5
  BU3  The RFP of an open opportunity has a reference, and is issued once.            B-I5
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import LearnedAt, Opportunities, Opportunity, open_here
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused
from majoracct.domain.shares import share_of

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class BuyingMode(enum.Enum):
    """How a customer buys, from where we always compete to where we need not (B-I4)."""

    RFP = "rfp"
    NEGOTIATED = "negotiated"
    PREFERRED = "preferred"
    CO_AUTHORED = "co-authored"


# What we know


@frozen
class Authorship:
    """What share of an opportunity's requirements was ours by a day."""

    opportunity: str
    share: Decimal
    on: dt.date
    place: int
    fact: str


@frozen
class Rfp:
    """The request that put an opportunity out to tender."""

    reference: str
    on: dt.date
    fact: str


@frozen
class Buying:
    """How the customer buys by the latest word, what we authored, and the RFPs, by opportunity."""

    mode: BuyingMode | None = None
    mode_fact: str = ""
    authored: Map[str, Authorship] = field(factory=Map)  # by the fact that says so
    rfps: Map[str, Rfp] = field(factory=Map)


# Why not


class BuyingUnproven(Refused):
    rule = "BU1"


class ShareImpossible(Refused):
    rule = "BU2"


class RfpUnreferenced(Refused):
    rule = "BU3"


class RfpAlreadyIssued(Refused):
    rule = "BU3"


# What happened


@frozen
class BuyingBehaviourAssessed(AccountEvent[Buying]):
    """We learned how the customer buys (B-I4); it comes with evidence.

    mode: by RFP, negotiated, from preferred suppliers, or to requirements written together.
    """

    topic = Buying
    verb = "account buying"
    says = "How they buy assessed: {mode}"

    mode: BuyingMode

    def admit(self, account: Account) -> None:
        if not account.evidence:
            raise BuyingUnproven("Nothing was shown for how they buy", "Attach what shows it: --evidence.")

    def telling(self) -> str:
        return {
            BuyingMode.RFP: "They buy by RFP",
            BuyingMode.NEGOTIATED: "They negotiate what they buy",
            BuyingMode.PREFERRED: "They buy from preferred suppliers",
            BuyingMode.CO_AUTHORED: "They buy to requirements written together with us",
        }[self.mode]

    def change(self, state: Buying, fact: Fact) -> Buying:
        return evolve(state, mode=self.mode, mode_fact=fact.reference)


@frozen
class RequirementsAuthored(AccountEvent[Buying]):
    """We wrote requirements of an opportunity for the customer, or with it (B-I5).

    opportunity: which.
    share: how much of them is ours by now, such as 0.6; above 0, at most 1.
    """

    topic = Buying
    verb = "opportunity author"
    says = "{share} of the requirements of {opportunity} are ours"

    opportunity: FactRef
    share: Decimal

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)
        if not (self.share.is_finite() and 0 < self.share <= 1):
            raise ShareImpossible(f"A share of {self.share} cannot be", "State one above 0, and at most 1.")

    def change(self, state: Buying, fact: Fact) -> Buying:
        found = Authorship(self.opportunity, self.share, fact.on, fact.place, fact.reference)
        return evolve(state, authored=state.authored.insert(fact.id, found))


@frozen
class RfpIssued(AccountEvent[Buying]):
    """The customer put an opportunity out to tender.

    opportunity: which.
    reference: what the customer calls the RFP.
    """

    topic = Buying
    verb = "opportunity rfp"
    says = "RFP {reference} issued for {opportunity}"

    opportunity: FactRef
    reference: str

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)
        if not self.reference.strip():
            raise RfpUnreferenced("The RFP has no reference", "Say what the customer calls it.")
        issued = account.ever[Buying].rfps.get(self.opportunity)
        if issued is not None:
            raise RfpAlreadyIssued(
                f"RFP {issued.reference} was issued for {self.opportunity} on {issued.on}",
                f"Correct {issued.fact}.",
            )

    def change(self, state: Buying, fact: Fact) -> Buying:
        if self.opportunity in state.rfps:  # the first stands
            return state
        rfp = Rfp(self.reference, fact.on, fact.reference)
        return evolve(state, rfps=state.rfps.insert(self.opportunity, rfp))


# What follows


def authored_before_rfp(account: Account) -> list[Authorship]:
    """Return, per opportunity, the last word on what we authored before its RFP, earliest first (B-I5).

    Without an RFP all of it counts; none of it where we heard of the opportunity by the RFP.
    """
    state, items = account[Buying], account[Opportunities].items
    latest: dict[str, Authorship] = {}
    for found in sorted(state.authored.values(), key=lambda a: (a.on, a.place)):
        opportunity, rfp = items.get(found.opportunity), state.rfps.get(found.opportunity)
        if opportunity is None or opportunity.learned is LearnedAt.RFP:
            continue
        if rfp is None or found.on < rfp.on:
            latest[found.opportunity] = found
    return sorted(latest.values(), key=lambda a: (a.on, a.place))


@frozen
class TrustedPartner:
    """Whether the customer trusts us to write what it asks for, and the facts that show it."""

    holds: bool
    because: str
    facts: tuple[str, ...] = ()


def trusted_partner(account: Account, share: Decimal, since: dt.date) -> TrustedPartner:
    """Return whether since a day we authored at least SHARE of some requirements before their RFP (B-I5).

    As the day moves on, so does what its caller takes for SINCE, and the status lapses.
    """
    found = [a for a in authored_before_rfp(account) if a.on >= since]
    enough = [a for a in found if a.share >= share]
    most = max((a.share for a in found), default=None)
    said = f"nothing authored since {since}" if most is None else f"at most {most} authored since {since}"
    return TrustedPartner(bool(enough), f"{said}, against {share}", tuple(a.fact for a in enough))


@frozen
class RfpReliance:
    """How much of what we may win comes by demand we answer or by RFP, beside how they say they buy.

    relying, known: of how many opportunities of which it is known, by their origin or by an RFP.
    facts: what shows that they rely.
    """

    relying: int
    known: int
    mode: BuyingMode | None
    mode_fact: str
    facts: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """The share that relies; None when it is known of none."""
        return share_of(self.relying, self.known)


def _by_rfp(key: str, opportunity: Opportunity, state: Buying) -> bool:
    return key in state.rfps or opportunity.learned is LearnedAt.RFP


def rfp_reliance(account: Account) -> RfpReliance:
    """Return how far the customer's buying rests on RFPs, and how it was assessed (B-I4)."""
    state = account[Buying]
    known = [
        (key, o)
        for key, o in account[Opportunities].in_order()
        if o.origin is not None or _by_rfp(key, o, state)
    ]
    relying = [
        state.rfps[key].fact if key in state.rfps else o.fact
        for key, o in known
        if o.origin is Origin.REACTION or _by_rfp(key, o, state)
    ]
    return RfpReliance(len(relying), len(known), state.mode, state.mode_fact, tuple(relying))

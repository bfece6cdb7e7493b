"""Segmentation: the tier an account was assigned, and the tier its facets indicate.

The indicated tier is the highest whose gating facets all hold; a facet nothing is known of is
unmet, and named. Any purchase within the window makes an account at least a beachhead, and time
alone makes it greenfield. Which facets gate, and where each begins, is policy.

Rules
  S1  A move to the indicated tier confirms it; a move to any other is an override.   R-T5
  S2  An override says why.                                                          R-T5
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Self

from attrs import evolve, frozen

from majoracct.domain.account.facets import FACETS, FacetVerdict, on_record_since, window_start
from majoracct.domain.kernel import AccountEvent, Fact, Refused, pinned
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Facet, Terms, Tier

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


# What we know


@frozen
class Segmentation:
    """The tier last assigned."""

    tier: Tier | None = None
    fact: str = ""  # the move that assigned it
    overridden: bool = False


@frozen
class Indication:
    """The tier the facets indicate, and what keeps the account from each tier above it.

    unmet: for each higher tier, its gating facets that do not hold.
    history_since: the account's earliest fact, when that is within the window: earlier purchases are
        not on record.
    """

    tier: Tier
    verdicts: tuple[FacetVerdict, ...]
    unmet: tuple[tuple[Tier, tuple[FacetVerdict, ...]], ...]
    history_since: dt.date | None = None


# Why not


class NotTheIndicatedTier(Refused):
    rule = "S1"


class OverrideUnexplained(Refused):
    rule = "S2"


# What happened

_TAKEN: Final = ("on", "tier", "override")  # what says otherwise is another decision


@frozen
class TierMoved(AccountEvent[Segmentation]):
    """The account was assigned a tier: the one its facets indicate, or another by override.

    tier: the tier assigned.
    override: assign it although the facets indicate another; the reason says why.
    """

    topic = Segmentation
    verb = "tier move"
    says = "Assigned tier {tier}"
    carries_over = False

    tier: Tier
    override: bool = False
    indicated: Tier | None = pinned(of=_TAKEN)
    policy: str | None = pinned(of=_TAKEN)
    known_at: int | None = pinned(of=_TAKEN)

    def pin(self, account: Account) -> Self:
        policy = account.programme[Policy]
        indicated = indicate(account, policy.terms).tier
        return evolve(
            self,
            override=self.override and self.tier is not indicated,
            indicated=indicated,
            policy=policy.fact,
            known_at=account.known_at,
        )

    def admit(self, account: Account) -> None:
        if self.tier is self.indicated:
            return
        if not self.override:
            indicated = indicate(account, account.programme[Policy].terms)
            raise NotTheIndicatedTier(
                f"The facets of {account.key} indicate {indicated.tier.value} on {account.on}, "
                f"not {self.tier.value}{_unmet(indicated, self.tier)}",
                f"Move it to {indicated.tier.value}, or override and say why.",
            )
        if not account.reason.strip():
            raise OverrideUnexplained("An override without a reason cannot be judged later", "Say why.")

    def telling(self) -> str:
        return self.says + (
            " by override; the facets indicated {indicated}" if self.override else ", as its facets indicate"
        )

    def change(self, state: Segmentation, fact: Fact) -> Segmentation:
        return evolve(state, tier=self.tier, fact=fact.reference, overridden=self.override)


# What follows


def indicate(account: Account, terms: Terms) -> Indication:
    """Return the tier the account's facets indicate on the day, under TERMS (R-T1 to R-T5)."""
    verdicts = {facet: judge(account, terms) for facet, judge in FACETS.items()}
    gates = (
        (Tier.STRATEGIC, (Facet.PURCHASE, *terms.tiers.strategic)),
        (Tier.CORE, (Facet.PURCHASE, *terms.tiers.core)),
        (Tier.BEACHHEAD, (Facet.PURCHASE,)),
    )
    unmet: list[tuple[Tier, tuple[FacetVerdict, ...]]] = []
    indicated = Tier.GREENFIELD
    for tier, gating in gates:
        failed = tuple(verdicts[facet] for facet in gating if not verdicts[facet].holds)
        if not failed:
            indicated = tier
            break
        unmet.append((tier, failed))
    opens = on_record_since(account)
    short = opens is not None and opens > window_start(account, terms)
    return Indication(indicated, tuple(verdicts.values()), tuple(unmet), opens if short else None)


def treated_as(account: Account, terms: Terms) -> Tier:
    """Return the tier ACCOUNT is treated as on the day: the one assigned, else the one indicated."""
    return account[Segmentation].tier or indicate(account, terms).tier


def _unmet(indicated: Indication, tier: Tier) -> str:
    for named, failed in indicated.unmet:
        if named is tier:
            return ": " + "; ".join(f"{v.facet.value} ({v.because})" for v in failed)
    return ""

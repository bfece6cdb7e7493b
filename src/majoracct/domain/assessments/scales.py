"""Three scales of an account, kept apart: relationships, performance, and the business between us.

The sources pull three ways: plan relationships first; performance, and not relationship, sells; the business
relationship matters most. So each is judged by itself and shown beside the others. They are never added up,
averaged or weighed against each other, and what one of them does not know, no other fills in.

Rules
  TN1  Each scale is judged on facts and policy of its own; what moves one leaves the others.     X-3
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.contracts import running
from majoracct.domain.account.relationships import Perception, Relationships, Strength
from majoracct.domain.assessments.penetration import bought
from majoracct.domain.assessments.trust import Shown, trust
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Business", "Relations", "Scales", "scales"]


@frozen
class Relations:
    """How people there stand by us: how many of those judged are good, from policy's strength on.

    known: how many people we know there; those nobody judged are unknown, not bad.
    """

    good: int
    judged: int
    known: int
    facts: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """The share of those judged that is good; None when nobody was judged."""
        return share_of(self.good, self.judged)


@frozen
class Business:
    """The business between us: what they see in us, what is signed, whether they let us write what they ask.

    perceptions: how many people see us as what. running: how many contracts run. trusted: whether we
    are a trusted partner. facts: what says so.
    """

    perceptions: Mapping[Perception, int]
    running: int
    trusted: bool
    facts: tuple[str, ...]


@frozen
class Scales:
    """The three scales of an account on a day, side by side.

    expectations, promises: the two measures of performance: benchmarks met, promises kept, of those due.
    """

    account: str
    relations: Relations
    expectations: Shown
    promises: Shown
    business: Business


def scales(account: Account, terms: Terms) -> Scales:
    """Return the three scales of ACCOUNT on the day, judged under TERMS (X-3)."""
    performed = trust(account, terms)
    return Scales(
        account.key,
        _relations(account, terms),
        performed.expectations,
        performed.promises,
        _business(account, terms),
    )


def _relations(account: Account, terms: Terms) -> Relations:
    there = [s for _, s in sorted(account[Relationships].people.items()) if s.left is None]
    least = Strength(terms.tensions.good_from.value).rank
    judged = [s for s in there if s.strength is not None]
    good = sum(s.strength.rank >= least for s in judged if s.strength)
    return Relations(good, len(judged), len(there), tuple(s.strength_fact for s in judged))


def _business(account: Account, terms: Terms) -> Business:
    there = [s for _, s in sorted(account[Relationships].people.items()) if s.left is None]
    seen = Counter(s.perception for s in there if s.perception)
    signed, trusted = running(account), bought(account, terms)
    facts = [s.perception_fact for s in there if s.perception]
    facts += [contract.fact for _, contract in signed]
    facts += trusted.facts if trusted.trusted else ()
    return Business(
        {each: seen[each] for each in Perception if seen[each]},
        len(signed),
        trusted.trusted,
        tuple(dict.fromkeys(facts)),
    )

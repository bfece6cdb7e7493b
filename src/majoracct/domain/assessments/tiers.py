"""Tiers: the tier indicated beside the one assigned and the category of revenue, and what lies between.

Two axes, never blended: how much an account brings, by categories that mean something to the business, and
how deep its relationship with us is, by tier (R-4).

Rules
  MG1  The category is the highest whose lower end is reached by what came in, net, over policy's period;
       below the first there is none.                                                          R-4
  MG2  A customer is greenfield without a purchase within the window of the tiers, new until its first
       purchase is policy's months old, then established.                                      R-2
  MG3  Named is what keeps an account from the next tier: gating facets that do not hold, or of which
       nobody knows.                                                                           R-T5
  MG4  What is ideal is told, and gates nothing: that they see a partner in us, and that our account manager
       is an expert in their field.                                                            R-T1
  MG5  The account manager is one who holds the expert's seat, too, or has done its work; where nothing
       says so, nobody knows.                                                                  R-T1
  MG6  The share of wallet beside a tier is that of the last year that is over of which there is one. R-T2
  MG9  Who of theirs is loyal to a competitor on the day, and which department, is told, and gates
       nothing.                                                                                R-T2
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.competition import engagements
from majoracct.domain.account.competitor_loyalty import CompetitorTie, loyal_to_competitors
from majoracct.domain.account.facets import FacetVerdict, window_start, years_back
from majoracct.domain.account.revenue import Takings, takings
from majoracct.domain.account.segmentation import Segmentation, indicate, treated_as
from majoracct.domain.account.team import seated
from majoracct.domain.account.wallet import WalletShare, share_of_wallet, wallet_years
from majoracct.domain.account.whitespace import Provider, whitespace
from majoracct.domain.assessments.candidate_rows import first_purchase
from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import Period, first_within, last_whole_year, read_period
from majoracct.domain.kernel import alike
from majoracct.domain.money import Money
from majoracct.domain.programme.playbooks import Playbook, playbook_for
from majoracct.domain.programme.staff import colleague, ours
from majoracct.domain.programme.terms import Facet, Seat, Terms, Tier
from majoracct.domain.programme.tier_tables import CategoryPeriod, Maturity
from majoracct.domain.seen import Account

__all__ = [
    "Crossed",
    "Ideal",
    "Rivals",
    "TierLine",
    "cross",
    "domain_expert",
    "maturity",
    "maturity_of",
    "period_of",
    "playbook_of",
    "revenue_category",
    "rivals",
    "tier_line",
]


@frozen
class Ideal:
    """Something that is ideal in a strategic account, and gates nothing; None when nobody knows."""

    what: str
    holds: bool | None
    because: str
    facts: tuple[str, ...] = ()


@frozen
class Rivals:
    """The competitors that the customer has, as far as anybody said: their names, and the facts."""

    names: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@frozen
class TierLine:
    """An account's tiers on a day, and what stands beside them.

    category: None below the first. revenue: what came in, net, over the period of the categories.
    untold: how many payments of that period no rate tells: with them, the category may be a higher one.
    overridden: whether the tier assigned was not the one indicated then. assigned_fact: what assigned it.
    facets: what is true of it, each with why; gating or not.
    next_tier, unmet: the tier above the one indicated, and the gating facets that keep the account from it.
    history_since: the earliest fact, where it is within the window: earlier purchases are not on record.
    loyal: who of theirs is loyal to a competitor, earliest first.
    wallet: the last year that is over of which the share is known; None when of none.
    """

    account: str
    category: str | None
    revenue: Money
    indicated: Tier
    assigned: Tier | None
    overridden: bool
    assigned_fact: str | None
    facets: tuple[FacetVerdict, ...]
    next_tier: Tier | None
    unmet: tuple[FacetVerdict, ...]
    ideals: tuple[Ideal, ...]
    maturity: Maturity
    first_purchase: dt.date | None
    first_purchase_fact: str | None
    history_since: dt.date | None
    wallet: WalletShare | None
    rivals: Rivals
    loyal: tuple[CompetitorTie, ...]
    playbook: Playbook | None
    untold: int = 0


# Categories of revenue


def period_of(account: Account, terms: Terms) -> Period:
    """Return the period over which revenue tells the category of ACCOUNT on its day (R-4)."""
    kind, on = terms.segments.category_period, account.on
    if kind is CategoryPeriod.TRAILING_YEAR:
        ((start, end),) = years_back(account, 1)
        return Period(f"12 months to {on}", start, end)
    if kind is CategoryPeriod.CALENDAR_YEAR:
        return read_period(f"{max(last_whole_year(on), 1):04}")
    month = account.book[Settings].fiscal_year_start
    last = min(on.year + 1, 9998)
    years = (read_period(f"FY{max(year, 1):04}", month) for year in range(last, last - 4, -1))
    return next((year for year in years if year.last <= on), read_period("FY0001", month))


def revenue_category(account: Account, terms: Terms) -> tuple[str | None, Takings]:
    """Return the category of ACCOUNT's revenue on its day, and that revenue (MG1)."""
    period = period_of(account, terms)
    taken = takings(account, period.start, period.end)
    ends = zip(terms.segments.categories, terms.segments.category_least, strict=False)
    reached = [name for name, least in ends if taken.net >= least]
    return (reached[-1] if reached else None), taken


# How long a customer has been one


def maturity(first: dt.date | None, account: Account, terms: Terms) -> Maturity:
    """Return how long ACCOUNT, which bought FIRST on a day, has been a customer on its own day (MG2)."""
    bought = takings(account, window_start(account, terms), dt.date.max).last
    if first is None or not bought:
        return Maturity.GREENFIELD
    if first >= first_within(account.on, terms.candidates.tenure_months):
        return Maturity.NEW
    return Maturity.ESTABLISHED


def maturity_of(account: Account, terms: Terms) -> Maturity:
    """Return how long ACCOUNT has been a customer on its day, by its own first purchase (R-2)."""
    bought = first_purchase(account)
    return maturity(bought[0] if bought else None, account, terms)


def playbook_of(account: Account, terms: Terms) -> Playbook | None:
    """Return the playbook by which ACCOUNT is treated on its day: its tier's, else its maturity's (R-2)."""
    return _playbook(account, treated_as(account, terms), maturity_of(account, terms))


def _playbook(account: Account, tier: Tier, age: Maturity) -> Playbook | None:
    return playbook_for(account.programme, maturity=age, tier=tier)


# What stands beside a tier


def domain_expert(account: Account) -> Ideal:
    """Return whether our account manager is an expert in the customer's field, as far as known (MG5)."""
    what, programme = "domain-expert", account.programme
    managers = seated(account, Seat.ACCOUNT_MANAGER)
    if not managers:
        return Ideal(what, None, "nobody is seated as account manager")
    manager = managers[0]
    for expert in seated(account, Seat.SUBJECT_EXPERT):
        if expert.person == manager.person:
            said = "the account manager is seated as subject expert, too"
            return Ideal(what, True, said, (manager.fact, expert.fact))
    done = None
    if ours(manager.person, programme):
        done = colleague(programme, manager.person).experience.get(Seat.SUBJECT_EXPERT.value)
    if done:
        said = f"the account manager has done an expert's work since {done.since}"
        return Ideal(what, True, said, (manager.fact, done.fact))
    return Ideal(what, None, "nothing says that the account manager is an expert", (manager.fact,))


def rivals(account: Account, terms: Terms) -> Rivals:
    """Return the competitors that provide units of the customer, or it turned to within the window (R-T2)."""
    named = [
        (cell.competitor, cell.fact or "")
        for cell in whitespace(account)
        if cell.provider is Provider.COMPETITOR and cell.competitor
    ]
    named += [(each.competitor, each.fact) for each in engagements(account, window_start(account, terms))]
    names = {alike(name): " ".join(name.split()) for name, _ in reversed(named)}
    return Rivals(
        tuple(names[key] for key in sorted(names)), tuple(sorted({fact for _, fact in named}, key=_order))
    )


def _order(reference: str) -> tuple[str, int]:
    stream, _, version = reference.rpartition("@")
    return stream, int(version)


def _last_wallet(account: Account) -> WalletShare | None:
    years = [year for year in wallet_years(account) if year <= last_whole_year(account.on)]
    shares = (share_of_wallet(account, year) for year in reversed(years))
    return next((each for each in shares if each.share is not None), None)


def tier_line(account: Account, terms: Terms) -> TierLine:
    """Return the tiers of ACCOUNT on its day, and what stands beside them, judged under TERMS."""
    found, assigned = indicate(account, terms), account[Segmentation]
    above = found.unmet[-1] if found.unmet else None
    category, taken = revenue_category(account, terms)
    bought, age = first_purchase(account), maturity_of(account, terms)
    partner = next(v for v in found.verdicts if v.facet is Facet.PARTNER)
    return TierLine(
        account=account.key,
        category=category,
        revenue=Money(taken.net, terms.threshold.currency),
        indicated=found.tier,
        assigned=assigned.tier,
        overridden=assigned.overridden,
        assigned_fact=assigned.fact or None,
        facets=found.verdicts,
        next_tier=above[0] if above else None,
        unmet=above[1] if above else (),
        ideals=(Ideal("partner", partner.holds, partner.because, partner.facts), domain_expert(account)),
        maturity=age,
        first_purchase=bought[0] if bought else None,
        first_purchase_fact=bought[1] if bought else None,
        history_since=found.history_since,
        wallet=_last_wallet(account),
        rivals=rivals(account, terms),
        loyal=tuple(loyal_to_competitors(account)),
        playbook=_playbook(account, assigned.tier or found.tier, age),
        untold=taken.untold,
    )


# Over the portfolio


@frozen
class Crossed:
    """How many accounts of a category are in a tier, and what they brought together.

    tier: the one assigned, else the one indicated, as an account is treated by it.
    """

    category: str | None
    tier: Tier
    accounts: int
    revenue: Decimal


def cross(lines: Iterable[TierLine], terms: Terms) -> list[Crossed]:
    """Return every category, the highest first and none last, by every tier, the lowest first (R-4)."""
    counts: Counter[tuple[str | None, Tier]] = Counter()
    sums: dict[tuple[str | None, Tier], Decimal] = {}
    for each in lines:
        where = (each.category, each.assigned or each.indicated)
        counts[where] += 1
        sums[where] = sums.get(where, Decimal(0)) + each.revenue.amount
    return [
        Crossed(category, tier, counts[category, tier], sums.get((category, tier), Decimal(0)))
        for category in (*reversed(terms.segments.categories), None)
        for tier in Tier
    ]

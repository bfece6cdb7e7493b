"""Facets: what is true of an account that tells its tier, judged on a day under the policy's terms.

A facet holds, does not hold, or nothing is known of it; the verdict says why, and by which facts.
Which facets gate a tier is policy; the others are reported beside them (R-T1 to R-T4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.presence import Presence
from majoracct.domain.account.relationships import Perception, Relationships, Stakeholder, Strength
from majoracct.domain.account.revenue import Takings, takings
from majoracct.domain.account.sponsorship import active
from majoracct.domain.calendar import add_months, first_within
from majoracct.domain.programme.terms import Facet, Level, Terms

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


@frozen
class FacetVerdict:
    """Whether a facet holds; None when nothing is known of it."""

    facet: Facet
    holds: bool | None
    because: str
    facts: tuple[str, ...] = ()


def window_start(account: Account, terms: Terms) -> dt.date:
    """Return the first day on which a purchase still counts (R-T4)."""
    before = add_months(account.on, -12 * terms.tiers.window_years)
    return before + dt.timedelta(days=1)


def _standardised(account: Account, terms: Terms) -> FacetVerdict:
    found = sorted(account[Presence].standardised.items())
    if not found:
        return FacetVerdict(Facet.STANDARDISED, None, "nothing says that they standardised on us")
    return FacetVerdict(
        Facet.STANDARDISED, True, f"for {', '.join(need for need, _ in found)}", tuple(f for _, f in found)
    )


def years_back(account: Account, years: int) -> list[tuple[dt.date, dt.date]]:
    """Return the spans of twelve months up to and including the day, the latest first."""
    after = account.on + dt.timedelta(days=1) if account.on < dt.date.max else account.on
    edges = [add_months(after, -12 * n) for n in range(years + 1)]
    return [(edges[n + 1], edges[n]) for n in range(years)]


def on_record_since(account: Account) -> dt.date | None:
    """Return the earliest day of which something is on record of ACCOUNT, and of those merged into it."""
    return min((d for s in account.streams if (d := account.other(s).since)), default=None)


def known_of(account: Account, years: int) -> list[bool]:
    """Return of each of the spans of `years_back` whether all of its days are on record."""
    since = on_record_since(account)
    return [since is not None and since <= start for start, _ in years_back(account, years)]


@frozen
class Spent:
    """What purchases over some days came to, besides those payments that no rate tells: so many.

    known: whether all those days are on record: of earlier ones, purchases may be missing.
    """

    purchases: Decimal
    untold: int
    known: bool


def spent_enough(spans: Iterable[Spent], least: Decimal) -> bool | None:
    """Return whether in each of SPANS LEAST was spent; None while what nobody can tell decides it."""
    return in_each((s.purchases >= least, s.known and not s.untold) for s in spans)


def in_each(spans: Iterable[tuple[bool, bool]]) -> bool | None:
    """Return whether something is so in each of SPANS, of which each says whether, and if all is known."""
    found = {True if so else False if known else None for so, known in spans}
    return False if False in found else None if None in found else True


def _large_consistent_spend(account: Account, terms: Terms) -> FacetVerdict:
    years = terms.tiers.large_spend_years
    large = terms.large_spend
    spans = [takings(account, start, end) for start, end in years_back(account, years)]
    least = min(span.purchases for span in spans)
    known = known_of(account, years)
    told = [Spent(s.purchases, s.untold, all_of_it) for s, all_of_it in zip(spans, known, strict=True)]
    holds = spent_enough(told, large.amount)
    said = f"purchases of {least:,.2f} in the least of the last {years} years, against {large}"
    said += _besides(spans) + (_since(account) if holds is None else "")
    return FacetVerdict(Facet.LARGE_CONSISTENT_SPEND, holds, said, tuple(s.last for s in spans if s.last))


def _besides(spans: Iterable[Takings]) -> str:
    """Return what is said of the payments over SPANS that no rate tells; "" when there are none."""
    count = sum(span.untold for span in spans)
    return f", and {count} in currencies that no rate tells" if count else ""


def _since(account: Account) -> str:
    """Return what is said of a verdict that earlier purchases may decide; "" when nothing is missing."""
    return f", and nothing is on record before {on_record_since(account)}"


def _regular_spend(account: Account, terms: Terms) -> FacetVerdict:
    years = terms.tiers.regular_spend_years
    spans = [takings(account, start, end) for start, end in years_back(account, years)]
    bought = [bool(span.last) for span in spans]
    holds = in_each(zip(bought, known_of(account, years), strict=True))
    said = f"purchases in {sum(bought)} of the last {years} years"
    return FacetVerdict(
        Facet.REGULAR_SPEND,
        holds,
        said + (_since(account) if holds is None else ""),
        tuple(s.last for s in spans if s.last),
    )


def _go_to_view(account: Account, terms: Terms) -> FacetVerdict:
    return _seen_as(account, Facet.GO_TO_VIEW, (Perception.GO_TO, Perception.PARTNER))


def _partner(account: Account, terms: Terms) -> FacetVerdict:
    return _seen_as(account, Facet.PARTNER, (Perception.PARTNER,))


def _seen_as(account: Account, facet: Facet, views: tuple[Perception, ...]) -> FacetVerdict:
    people = account[Relationships].people
    top = {p: s for p, s in active(account).items() if s.level is Level.C_LEVEL}
    held = {p: people[p] for p in top if p in people and people[p].perception is not None}
    facts = [
        f for p in sorted(held) if held[p].perception in views for f in (top[p].fact, held[p].perception_fact)
    ]
    if not top:
        return FacetVerdict(facet, None, "no C-level sponsor is named")
    if not held:
        return FacetVerdict(facet, None, "nobody assessed what C-level sponsors see in us")
    said = "a C-level sponsor sees us so" if facts else "no C-level sponsor sees us so"
    return FacetVerdict(facet, bool(facts), said, tuple(facts))


def _breadth(account: Account, terms: Terms) -> FacetVerdict:
    presence = account[Presence].places
    if not len(presence):
        return FacetVerdict(Facet.BREADTH, None, "nothing says where we are present")
    places: dict[str, list[str]] = {}
    for place, fact in sorted(presence.items()):
        places.setdefault(place.partition("/")[0], []).append(fact)
    widest = max(sorted(places), key=lambda d: len(places[d]))
    return FacetVerdict(
        Facet.BREADTH,
        len(places[widest]) >= terms.tiers.breadth,
        f"{len(places[widest])} by {widest}, against {terms.tiers.breadth}",
        tuple(places[widest]),
    )


def _here(account: Account) -> list[tuple[str, Stakeholder]]:
    return [(p, s) for p, s in sorted(account[Relationships].people.items()) if s.left is None]


def _good(somebody: Stakeholder) -> bool:
    return somebody.strength is not None and somebody.strength.rank >= Strength.GOOD.rank


def _relations(account: Account, facet: Facet, levels: tuple[Level, ...], who: str) -> FacetVerdict:
    assessed = [(p, s) for p, s in _here(account) if s.level in levels and s.strength is not None]
    if not assessed:
        return FacetVerdict(facet, None, f"no relationship with {who} was assessed")
    good = [s for _, s in assessed if _good(s)]
    said = f"{len(good)} good of {len(assessed)} assessed with {who}"
    return FacetVerdict(facet, bool(good), said, tuple(s.strength_fact for s in good))


def _senior_relations(account: Account, terms: Terms) -> FacetVerdict:
    return _relations(account, Facet.SENIOR_RELATIONS, terms.tiers.senior_levels, "senior people")


def _mid_level_ties(account: Account, terms: Terms) -> FacetVerdict:
    return _relations(account, Facet.MID_LEVEL_TIES, terms.tiers.mid_levels, "middle management")


def _little_senior_access(account: Account, terms: Terms) -> FacetVerdict:
    people = _here(account)
    if not people:
        return FacetVerdict(Facet.LITTLE_SENIOR_ACCESS, None, "nobody is identified")
    senior = [s for _, s in people if s.level in terms.tiers.senior_levels]
    said = f"{len(senior)} senior people known, against at most {terms.tiers.senior_access}"
    holds = len(senior) <= terms.tiers.senior_access
    return FacetVerdict(Facet.LITTLE_SENIOR_ACCESS, holds, said, tuple(s.fact for s in senior))


def _late_share(account: Account) -> tuple[Decimal, int] | None:
    known = [o.learned for _, o in account[Opportunities].in_order() if o.learned is not None]
    if not known:
        return None
    return Decimal(sum(1 for learned in known if learned.late)) / len(known), len(known)


def _told_while_forming(account: Account, terms: Terms) -> FacetVerdict:
    late = _late_share(account)
    if late is None:
        return FacetVerdict(Facet.TOLD_WHILE_FORMING, None, "nothing says when we learned of opportunities")
    said = f"{1 - late[0]:.0%} of {late[1]} opportunities learned of while the need formed"
    return FacetVerdict(Facet.TOLD_WHILE_FORMING, late[0] <= terms.tiers.late_share, said)


def _learned_late(account: Account, terms: Terms) -> FacetVerdict:
    late = _late_share(account)
    if late is None:
        return FacetVerdict(Facet.LEARNED_LATE, None, "nothing says when we learned of opportunities")
    said = f"{late[0]:.0%} of {late[1]} opportunities learned of after requirements were defined"
    return FacetVerdict(Facet.LEARNED_LATE, late[0] > terms.tiers.late_share, said)


def _purchase(account: Account, terms: Terms) -> FacetVerdict:
    start = window_start(account, terms)
    taken = takings(account, start, dt.date.max)
    said = f"{'' if taken.last else 'no '}purchase on record since {start}"
    return FacetVerdict(Facet.PURCHASE, bool(taken.last), said, (taken.last,) if taken.last else ())


def _no_purchase(account: Account, terms: Terms) -> FacetVerdict:
    bought = _purchase(account, terms)
    return FacetVerdict(Facet.NO_PURCHASE, not bought.holds, bought.because, bought.facts)


def _small_purchases(account: Account, terms: Terms) -> FacetVerdict:
    start = window_start(account, terms)
    taken = takings(account, start, dt.date.max)
    if not taken.last:
        return FacetVerdict(Facet.SMALL_PURCHASES, None, f"no purchase on record since {start}")
    small = taken.largest < terms.large_spend.amount
    said = f"the largest since {start} is {taken.largest:,.2f}, against {terms.large_spend}"
    holds = None if small and taken.untold else small
    return FacetVerdict(Facet.SMALL_PURCHASES, holds, said + _besides([taken]))


def _contacts_out_of_date(account: Account, terms: Terms) -> FacetVerdict:
    people = _here(account)
    if not people:
        return FacetVerdict(Facet.CONTACTS_OUT_OF_DATE, None, "nobody is identified")
    limit = first_within(account.on, terms.tiers.contact_months)
    stale = [s for _, s in people if s.verified < limit or not s.target_buyer]
    said = f"{len(stale)} of {len(people)} contacts not verified since {limit}, or no target buyers"
    return FacetVerdict(Facet.CONTACTS_OUT_OF_DATE, bool(stale), said, tuple(s.fact for s in stale))


FACETS: Final[dict[Facet, Callable[[Account, Terms], FacetVerdict]]] = {
    Facet.STANDARDISED: _standardised,
    Facet.LARGE_CONSISTENT_SPEND: _large_consistent_spend,
    Facet.GO_TO_VIEW: _go_to_view,
    Facet.PARTNER: _partner,
    Facet.BREADTH: _breadth,
    Facet.REGULAR_SPEND: _regular_spend,
    Facet.SENIOR_RELATIONS: _senior_relations,
    Facet.TOLD_WHILE_FORMING: _told_while_forming,
    Facet.PURCHASE: _purchase,
    Facet.SMALL_PURCHASES: _small_purchases,
    Facet.MID_LEVEL_TIES: _mid_level_ties,
    Facet.LITTLE_SENIOR_ACCESS: _little_senior_access,
    Facet.LEARNED_LATE: _learned_late,
    Facet.NO_PURCHASE: _no_purchase,
    Facet.CONTACTS_OUT_OF_DATE: _contacts_out_of_date,
}

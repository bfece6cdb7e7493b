"""Sites: where the customer is, where it decides what to buy, and our people who work there.

Rules
  SI1  A site has a name, and no other open site has it.                    C-T5
  SI2  Only a site that is open is closed.                                  C-T5
  SI3  Headcount is not below nothing, and on a site that is open, if on one. C-T7
  SI4  An account is national by its open sites: by how many there are, or by how many
       of them decide what to buy.                                          C-T5
  SI5  The headcount is the latest of each open site added up, and the latest on no named site. C-T7
  SI6  Accounts that merged keep what was counted at each: a site both tell of counts once, and what is on
       no named one adds up until it is counted anew.                                        C-T7
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.mergers import Mergers
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, alike

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Site:
    """A place of the customer's."""

    name: str
    country: str | None
    buys: bool  # whether it is decided there what to buy
    on: dt.date
    place: int
    fact: str
    closed: dt.date | None = None

    @property
    def called(self) -> str:
        """Its name, however it is written."""
        return alike(self.name)


@frozen
class Headcount:
    """How many of our people work full-time on a site."""

    people: int
    on: dt.date
    place: int
    fact: str


@frozen
class Sites:
    """The customer's sites, by the fact that added each, and the latest headcount on each."""

    items: Map[str, Site] = field(factory=Map)
    headcounts: Map[str, Headcount] = field(factory=Map)  # by site; on no named one, by stream


# Why not


class SiteUnnamed(Refused):
    rule = "SI1"


class SiteAlreadyKnown(Refused):
    rule = "SI1"


class SiteUnknown(Refused):
    rule = "SI2"


class SiteAlreadyClosed(Refused):
    rule = "SI2"


class HeadcountBelowNothing(Refused):
    rule = "SI3"


def open_site(site: str, account: Account) -> None:
    """Raise Refused unless SITE is one of the account's, and open on the day."""
    found = account[Sites].items.get(site)
    if found is None:
        raise SiteUnknown(f"{account.key} has no site {site} on {account.on}", "Add it first.")
    if found.closed:
        raise SiteAlreadyClosed(f"{found.name} was closed on {found.closed}", "Name a site that is open.")


# What happened


@frozen
class SiteAdded(AccountEvent[Sites]):
    """We learned of a place of the customer's.

    name: what it is called.
    country: where it is.
    buys: whether it is decided there what to buy.
    """

    topic = Sites
    verb = "account site"
    says = "Site added: {name}[, {country}]"

    name: str
    country: str | None = None
    buys: bool = False

    def admit(self, account: Account) -> None:
        name = alike(self.name)
        if not name:
            raise SiteUnnamed("The site has no name", "Say what it is called.")
        for _, known in sorted(account.ever[Sites].items.items()):
            if known.called == name and (known.closed is None or known.closed > account.on):
                raise SiteAlreadyKnown(
                    f"{known.name} is on record as a site from {known.on}",
                    f"Close it first, or correct {known.fact}.",
                )

    def telling(self) -> str:
        return f"{self.says}, where they decide what to buy" if self.buys else self.says

    def change(self, state: Sites, fact: Fact) -> Sites:
        site = Site(self.name, self.country, self.buys, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, site))


@frozen
class SiteClosed(AboutThing[Sites, Site]):
    """A place of the customer's closed.

    site: which.
    """

    topic = Sites
    thing = "site"
    kept_in = "items"
    verb = "account close-site"
    says = "Site closed: {site}"

    site: FactRef

    def admit(self, account: Account) -> None:
        open_site(self.site, account)
        later = account.ever[Sites].items[self.site]
        if later.closed:
            raise SiteAlreadyClosed(f"{later.name} was closed on {later.closed}", "Correct that fact.")

    def alter(self, found: Site, fact: Fact) -> Site:
        return evolve(found, closed=fact.on)


@frozen
class HeadcountRecorded(AccountEvent[Sites]):
    """We counted our own people who work full-time at the customer's.

    people: how many.
    site: on which site; on no named one when not stated.
    """

    topic = Sites
    verb = "account headcount"
    says = "{people} of our people work at the customer's[: {site}]"

    people: int
    site: FactRef | None = None

    def admit(self, account: Account) -> None:
        if self.people < 0:
            raise HeadcountBelowNothing(f"{self.people} people work nowhere", "State 0 or more.")
        if self.site:
            open_site(self.site, account)

    def change(self, state: Sites, fact: Fact) -> Sites:
        count = Headcount(self.people, fact.on, fact.place, fact.reference)
        return evolve(state, headcounts=state.headcounts.insert(self.site or fact.stream, count))


# What follows


@frozen
class National:
    """Whether an account is national, and by which sites: their facts, earliest first."""

    holds: bool
    sites: tuple[str, ...]
    buying: tuple[str, ...]  # those that decide what to buy


@frozen
class OnSite:
    """How many of our people work at the customer's, and the facts that say so, earliest first."""

    people: int
    facts: tuple[str, ...]


def open_sites(account: Account) -> list[tuple[str, Site]]:
    """Return the sites open on the day, earliest first, each with its id.

    A site that several merged accounts tell of counts once, as one that decides what to buy if any says so.
    """
    items = [(key, s) for key, s in account[Sites].items.items() if s.closed is None]
    named: dict[str, tuple[str, Site]] = {}
    for key, site in sorted(items, key=lambda i: (not i[1].buys, i[1].on, i[1].place)):
        named.setdefault(site.called, (key, site))
    return sorted(named.values(), key=lambda i: (i[1].on, i[1].place))


def national(account: Account, sites: int, buying: int) -> National:
    """Return whether the account has SITES open sites, or BUYING that decide what to buy (C-T5)."""
    known = [site for _, site in open_sites(account)]
    places = tuple(site.fact for site in known)
    deciding = tuple(site.fact for site in known if site.buys)
    return National(len(places) >= sites or len(deciding) >= buying, places, deciding)


def headcount(account: Account) -> OnSite:
    """Return how many of our people work at the customer's on the day (C-T7)."""
    known, sites = account[Sites], dict[str, Headcount]()
    for key, site in known.items.items():
        if site.closed is None and (count := known.headcounts.get(key)):
            sites[site.called] = max(count, sites.get(site.called, count), key=_when)
    counts = sorted([*sites.values(), *_on_no_site(account)], key=_when)
    return OnSite(sum(count.people for count in counts), tuple(count.fact for count in counts))


def _on_no_site(account: Account) -> list[Headcount]:
    """Return the latest headcount on no named site, and its predecessors' until it is counted anew."""
    own = account[Sites].headcounts.get(account.key)
    found = [own] if own else []
    for key in account.past.fold(Mergers, (account.key,)).on(account.on).predecessors:
        before = account.other(key)
        merged = before[Mergers].merged_on
        if own is None or (merged and own.on < merged):
            found += _on_no_site(before)
    return found


def _when(count: Headcount) -> tuple[dt.date, int]:
    return count.on, count.place

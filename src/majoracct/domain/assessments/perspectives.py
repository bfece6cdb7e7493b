"""Perspectives: to whom an account is major: to the company, or to one of those who sell (C-T0 to C-T6).

An account may be major to one and not to another. It is so really, by what came in, or potentially, by
what is expected. Lower ends gate; upper ends illustrate (C-T1 to C-T3).

Rules
  PV1  Each perspective judges by policy's lower ends, and by no upper end.                  C-T0 C-T1 C-T2
  PV2  What came in is judged for the last whole calendar year and the running one, and the better counts;
       what is expected, for any year not over. What came in goes first.                     C-D4
  PV3  A share of the company's revenue is of what was stated for the year, else of what the ledger adds
       up to; what is expected is measured by the last year of which one is known.           C-T1
  PV4  A share of a salesperson's book is of all accounts they have on the day; a share that policy
       leaves open is not tested.                                                            C-T2
  PV5  New business is one sale, made once: really, when it was won within policy's years of being
       identified; potentially, while it is open within them.                                C-T3
  PV6  Inside sales counts a channel partner by its volume, or who is handled by inside sales.  C-T4
  PV7  A national account is one by its open sites; a customer to be, as long as nothing came in.  C-T5 C-D4
  PV8  On a side that policy does not count, only inside sales has major accounts.           C-D1 C-T4
  PV9  Unknown is not no: without a channel, a site, an owner or a kind of sale where it matters,
       nobody knows.                                                                         C-T0
  PV10  Some weeks are no year: what came in of a year not over is a share of what was stated for it, else
       of the last year that is over, or of its own year so far once that is more.           C-T1 C-T2
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.coverage import Channel, Coverage, counted, owner, side
from majoracct.domain.account.forecast import expected
from majoracct.domain.account.opportunities import Opportunities, Opportunity, SaleKind
from majoracct.domain.account.revenue import Takings, by_year
from majoracct.domain.account.sites import national, open_sites
from majoracct.domain.assessments.definitions import Perspective
from majoracct.domain.assessments.threshold import Basis
from majoracct.domain.calendar import add_months, whole_year
from majoracct.domain.money import Money
from majoracct.domain.programme.company import Company, company_revenue
from majoracct.domain.programme.tables import NewBusinessView, Side
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme
from majoracct.domain.shares import percent, stated

__all__ = ["Portfolio", "View", "judged_by", "portfolio", "views"]


@frozen
class View:
    """Whether an account is major to a perspective, and why.

    holds: None when nobody knows. basis: on what it holds; potential is what is expected.
    year: the year that decided, or came nearest, where revenue did.
    because: what decided, in words. facts: what says so.
    """

    perspective: Perspective
    holds: bool | None
    basis: Basis | None
    year: int | None
    because: str
    facts: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The verdict in a word: real, potential, no or unknown."""
        if not self.holds:
            return "unknown" if self.holds is None else "no"
        return "real" if self.basis is Basis.ACTUAL else "potential"


# What an account is a share of


@frozen
class Whole:
    """What a share is taken of: how much, of which year, on whose word, and the fact that states it."""

    amount: Decimal
    year: int
    called: str
    fact: str = ""


@frozen
class Portfolio:
    """What all accounts bring, by year; and those of each owner. The sums of what each account brings."""

    programme: Programme
    years: Mapping[int, Takings]
    books: Mapping[str, Mapping[int, Takings]]

    def company(self, year: int, basis: Basis) -> Whole | None:
        """Return the company's revenue that an amount of YEAR is a share of; None when none is known."""
        stated = {int(each) for each in self.programme[Company].years}
        if year in stated:
            return self._company(year)
        return self._measure(year, basis, {*stated, *self.years}, self._company)

    def book(self, person: str, year: int, basis: Basis) -> Whole | None:
        """Return the book of one of ours that an amount of YEAR is a share of; None when it is empty."""
        book = self.books.get(person, {})
        return self._measure(year, basis, book, lambda each: self._added_up(book, each, "the owner's book"))

    def _measure(
        self, year: int, basis: Basis, years: Iterable[int], whole: Callable[[int], Whole | None]
    ) -> Whole | None:
        """Return the WHOLE of YEAR when it is over; else of the last that is, or of YEAR so far if larger."""
        if whole_year(year, self.programme.on):
            return whole(year)
        over = (each for each in years if whole_year(each, self.programme.on))
        earlier = (whole(each) for each in sorted(over, reverse=True))
        found = [next((each for each in earlier if each), None)]
        if basis is Basis.ACTUAL:
            found.append(whole(year))
        return max((each for each in found if each), key=lambda each: each.amount, default=None)

    def _company(self, year: int) -> Whole | None:
        if found := company_revenue(self.programme, year):
            return Whole(found.amount.amount, year, "the company's revenue", found.fact)
        return self._added_up(self.years, year, "what this ledger adds up to")

    def _added_up(self, years: Mapping[int, Takings], year: int, called: str) -> Whole | None:
        so_far = "" if whole_year(year, self.programme.on) else " so far"
        whole = years.get(year, Takings()).whole
        return Whole(whole, year, called + so_far) if whole is not None and whole > 0 else None


def portfolio(programme: Programme, accounts: Iterable[Account]) -> Portfolio:
    """Return what ACCOUNTS, which are all there are on the day, bring together and by owner."""
    years: dict[int, Takings] = {}
    books: dict[str, dict[int, Takings]] = {}
    for account in accounts:
        has = owner(account)
        sums = (years, books.setdefault(has.value, {})) if has else (years,)
        for year, taken in by_year(account).items():
            for each in sums:
                each[year] = each.get(year, Takings()).plus(taken)
    return Portfolio(programme, years, books)


# What a year brings


@frozen
class _Amount:
    """What a year brought, or is expected to, and the fact that says so."""

    year: int
    basis: Basis
    amount: Decimal
    said: str
    fact: str
    untold: int = 0  # how many payments no rate tells besides


def _amounts(account: Account, terms: Terms) -> list[_Amount]:
    """Return the amounts an account is judged by: what came in, largest first, then what is expected."""
    taken, currency, today = by_year(account), terms.threshold.currency, account.on
    last = today.year if whole_year(today.year, today) else today.year - 1
    actual = [
        _Amount(
            year,
            Basis.ACTUAL,
            taken[year].net,
            f"{Money(taken[year].net, currency)} in {year}" + ("" if whole_year(year, today) else " so far"),
            taken[year].last,
            taken[year].untold,
        )
        for year in sorted({last, today.year})
        if year in taken
    ]
    stated = [
        _Amount(year, Basis.EXPECTED, each.amount.amount, f"{each.amount} expected in {year}", each.fact)
        for year, each in expected(account).items()
        if not whole_year(year, today)
    ]
    return [*sorted(actual, key=_by_size), *sorted(stated, key=_by_size)]


def _by_size(each: _Amount) -> tuple[Decimal, int]:
    return -each.amount, each.year


_Judged = tuple[bool | None, str, tuple[str, ...]]  # whether it is enough, in words, and the facts
_Share = Callable[[_Amount], _Judged]


def _by_revenue(
    perspective: Perspective, account: Account, terms: Terms, least: int, most: int | None, share: _Share
) -> View:
    """Judge by what a year brings: at least LEAST, and what SHARE says of it; MOST illustrates."""
    found: list[View] = []
    for each in _amounts(account, terms):
        enough, facts = each.amount >= least, (each.fact,) if each.fact else ()
        if enough:
            holds, said, more = share(each)
            holds = None if holds is False and each.untold else holds
            said = (f", above the {most:,} that illustrates" if most and each.amount > most else "") + said
        elif each.untold:
            holds, more = None, ()
            said = f", and {each.untold:,} that no rate tells, against {least:,}"
        else:
            holds, said, more = False, f", below {least:,} {terms.threshold.currency}", ()
        basis = each.basis if holds else None
        found.append(View(perspective, holds, basis, each.year, each.said + said, (*facts, *more)))
    if not found:
        return View(perspective, False, None, None, "nothing came in lately, and nothing is expected")
    for wanted in (True, None):
        for view in found:
            if view.holds is wanted:
                return view
    return found[0]


def _share_of(
    each: _Amount, whole: Whole | None, least: Decimal, of: str, most: Decimal | None = None
) -> _Judged:
    """Return whether an amount is at least the share LEAST of the WHOLE, in words, and the facts.

    MOST illustrates.
    """
    if whole is None:
        return None, f"; {of} is unknown", ()
    share = each.amount / whole.amount
    enough = share >= least
    said = f"; {percent(share)} of {whole.called} of {whole.year}"
    if not enough:
        said += f", below {stated(least)}"
    elif most is not None and share > most:
        said += f", above the {stated(most)} that illustrates"
    return enough, said, (whole.fact,) if whole.fact else ()


# Each perspective


def _company(account: Account, terms: Terms, among: Portfolio) -> View:
    view = terms.perspectives.company

    def share(each: _Amount) -> _Judged:
        whole = among.company(each.year, each.basis)
        return _share_of(each, whole, view.share_from, "the company's revenue", view.share_to)

    return _by_revenue(Perspective.COMPANY, account, terms, view.annual_from, view.annual_to, share)


def _field(account: Account, terms: Terms, among: Portfolio) -> View:
    view, has = terms.perspectives.field_sales, owner(account)

    def share(each: _Amount) -> _Judged:
        if view.share_from is None:
            return True, "; which share of the book is major is unstated, and not tested", ()
        if has is None:
            return None, "; nobody has the account", ()
        whole = among.book(has.value, each.year, each.basis)
        holds, said, facts = _share_of(each, whole, view.share_from, "the owner's book")
        return holds, said, (has.fact, *facts)

    return _by_revenue(Perspective.FIELD, account, terms, view.annual_from, view.annual_to, share)


def _new_business(account: Account, terms: Terms, among: Portfolio) -> View:
    found = [_sale(o, account.on, terms) for _, o in account[Opportunities].in_order()]
    for holds, basis in ((True, Basis.ACTUAL), (True, Basis.EXPECTED), (None, None), (False, None)):
        for view in found:
            if (view.holds, view.basis) == (holds, basis):
                return view
    return View(Perspective.NEW_BUSINESS, False, None, None, "no sale is on record")


def _sale(sale: Opportunity, on: dt.date, terms: Terms) -> View:
    """Judge one sale as new business."""
    facts = tuple(dict.fromkeys((sale.fact, sale.estimate, *([sale.decided] if sale.decided else []))))
    holds: bool | None = False
    basis, said = None, _no_new_business(sale, on, terms.perspectives.new_business)
    if not said and (sale.value is None or sale.sale is None):
        holds = None
        said = "what it brings is unstated" if sale.value is None else "nobody stated whether it is sold once"
    elif not said and sale.value:
        most = terms.perspectives.new_business.deal_to
        beyond = f", above the {most:,} that illustrates" if sale.value.amount > most else ""
        holds, basis = True, Basis.ACTUAL if sale.won else Basis.EXPECTED
        how = f"won on {sale.won}" if sale.won else f"open since {sale.on}"
        said = f"{sale.value}{beyond}, sold once, {how}"
    return View(Perspective.NEW_BUSINESS, holds, basis, None, f"{sale.title}: {said}", facts)


def _no_new_business(sale: Opportunity, on: dt.date, view: NewBusinessView) -> str:
    """Return why a sale is no new business, whatever is still unknown of it; "" when nothing says so."""
    if sale.lost:
        return f"lost on {sale.lost}"
    if sale.sale is SaleKind.RECURRING:
        return "not sold once"
    if sale.value is not None and sale.value.amount < view.deal_from:
        return f"{sale.value}, below {view.deal_from:,} {sale.value.currency}"
    if (sale.won or on) > add_months(sale.on, 12 * view.cycle_years):
        how = f"won on {sale.won}" if sale.won else "still open"
        return f"{how}, more than {view.cycle_years} years after {sale.on}"
    return ""


def _inside(account: Account, terms: Terms, among: Portfolio) -> View:
    view, channel = terms.perspectives.inside_sales, account[Coverage].channel
    facts = (channel.fact,) if channel else ()
    if side(account) is Side.SUPPLY or (channel and channel.value is Channel.PARTNER):
        return _by_revenue(
            Perspective.INSIDE,
            account,
            terms,
            view.volume_from,
            None,
            lambda _: (True, ", by a partner", facts),
        )
    if channel and channel.value is Channel.DIRECT:
        return View(Perspective.INSIDE, False, None, None, "sold to directly, in sight of field sales", facts)
    holds, said = (True, ", by inside sales") if channel else (None, "; no channel is stated")
    return _by_revenue(
        Perspective.INSIDE, account, terms, view.annual_from, None, lambda _: (holds, said, facts)
    )


def _national(account: Account, terms: Terms, among: Portfolio) -> View:
    view, perspective = terms.perspectives.national, Perspective.NATIONAL
    if not open_sites(account):
        return View(perspective, None, None, None, "no site is on record")
    found = national(account, view.sites, view.buying)
    places, deciding = len(found.sites), len(found.buying)
    said = f"{places} site{'' if places == 1 else 's'}, {deciding} deciding on buying"
    if not found.holds:
        return View(perspective, False, None, None, said, found.sites)
    if any(taken.last for taken in by_year(account).values()):
        return View(perspective, True, Basis.ACTUAL, None, said, found.sites)
    said += "; nothing was bought yet"
    return View(perspective, True, Basis.EXPECTED, None, said, found.sites)


_JUDGES: Final[dict[Perspective, Callable[[Account, Terms, Portfolio], View]]] = {
    Perspective.COMPANY: _company,
    Perspective.FIELD: _field,
    Perspective.NEW_BUSINESS: _new_business,
    Perspective.INSIDE: _inside,
    Perspective.NATIONAL: _national,
}


def judged_by(perspective: Perspective, account: Account, terms: Terms, among: Portfolio) -> View:
    """Return whether ACCOUNT is major to a PERSPECTIVE on the day, AMONG all accounts (C-T0)."""
    if perspective is not Perspective.INSIDE and not counted(account, terms):
        stated = account[Coverage].relation
        because = f"on the {side(account).value} side, which policy does not count"
        return View(perspective, False, None, None, because, (stated.fact,) if stated else ())
    return _JUDGES[perspective](account, terms, among)


def views(account: Account, terms: Terms, among: Portfolio) -> list[View]:
    """Return whether ACCOUNT is major to each perspective on the day."""
    return [judged_by(perspective, account, terms, among) for perspective in Perspective]

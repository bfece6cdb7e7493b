"""Tenure: how long our people stay in a seat of an account, how often it changes hands, how they are paid.

Rules
  RP1  A stay runs from the day somebody was seated to the day they gave it up or left us, or lasts. Who comes
       back and takes the seat again begins another.                                             S-M5
  RP2  A stay that ended within the policy's months, up to that very day, was a reassignment within the
       year: who is reassigned each year stays for twelve months.                                 S-M5
  RP3  The share of stays that ended so is of those that ended; unknown where none did.              S-M5
  RP4  A strategic account manager, or a portfolio rep, may be paid by a model made for others: that is
       told.                                                                     S-M3 S-M4 S-W2
  RP5  What a strategic account manager is paid by is measured over the model's years, as far as the record
       goes: whole calendar years of revenue, our share of the customer's wallet from the year before the
       first to the last, and how satisfied people there are, as told since the first began; the rest is
       unknown, such as a year before anything was paid. Where a quota was set for a year, revenue is told
       as a share of it, too.                                                             S-M3 R-U4
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.quotas import Attained, attained
from majoracct.domain.account.revenue import by_year
from majoracct.domain.account.satisfaction import moods
from majoracct.domain.account.team import Team, members
from majoracct.domain.account.wallet import share_of_wallet
from majoracct.domain.calendar import add_months, last_whole_year
from majoracct.domain.programme.compensation import ModelKind, PayModel, model_of
from majoracct.domain.programme.discipline_tables import PayMeasure
from majoracct.domain.programme.staff import Absence, Staff, colleague
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, share_of

__all__ = ["Churn", "Measured", "Stay", "churn", "measured", "months_between", "stays", "unfit_pay"]

_FIT: Final = {
    Seat.STRATEGIC_ACCOUNT_MANAGER: ModelKind.STRATEGIC_ACCOUNT_MANAGER,
    Seat.PORTFOLIO_REP: ModelKind.PORTFOLIO_REP,
}


@frozen
class Stay:
    """That somebody held a seat from a day to another; until: None while it lasts.

    facts: what seated them, where it lasts; what ended it, where it does not.
    """

    person: str
    seat: Seat
    since: dt.date
    until: dt.date | None
    months: int
    short: bool
    facts: tuple[str, ...]


def stays(account: Account, terms: Terms, *seats: Seat) -> tuple[Stay, ...]:
    """Return who held which of SEATS by the day, and for how long, earliest first; all, if none is named.

    A seat whose holder lost it by what came late is given up on the day somebody else took it. Who was with
    us all along, and is seated where they sit, did not give it up.
    """
    team, programme = account[Team], account.programme
    found = list[tuple[str, Seat, dt.date, dt.date | None, str]]()
    for m in team.seats.values():
        gone = _gone(account, m.person, m.since)
        found.append((m.person, m.seat, m.since, gone.left if gone else None, gone.fact if gone else m.fact))
    for each in team.released:
        gone = _gone(account, each.person, each.since)
        if gone and gone.left <= each.on:
            found.append((each.person, each.seat, each.since, gone.left, gone.fact))
        elif each.taken_by != each.person:
            found.append((each.person, each.seat, each.since, each.on, each.fact))
    asked = [each for each in found if not seats or each[1] in seats]
    order = list(Seat)
    made = [
        Stay(
            person,
            seat,
            since,
            until,
            months_between(since, until or programme.on),
            until is not None and until <= add_months(since, terms.discipline.tenure_months),
            (fact,),
        )
        for person, seat, since, until, fact in asked
    ]
    return tuple(sorted(made, key=lambda s: (s.since, order.index(s.seat), s.person, s.until or dt.date.max)))


def _gone(account: Account, person: str, since: dt.date) -> Absence | None:
    """Return how PERSON, seated on SINCE, lost the seat by leaving us; None when they did not by the day."""
    if person not in account.programme.ever[Staff].people:
        return None
    return colleague(account.programme, person).lost(since)


def months_between(since: dt.date, until: dt.date) -> int:
    """Return how many whole months lie between SINCE and UNTIL."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (add_months(since, months) > until)


@frozen
class Churn:
    """How often seats changed hands: how many stays there were, ended, and ended within the year.

    share: of those that ended; None where none did.
    """

    stays: int
    ended: int
    short: int

    @property
    def share(self) -> Decimal | None:
        """Which share of the stays that ended did so within the year."""
        return share_of(self.short, self.ended)


def churn(found: Iterable[Stay]) -> Churn:
    """Return how often the seats of the stays FOUND changed hands."""
    every = tuple(found)
    return Churn(len(every), sum(s.until is not None for s in every), sum(s.short for s in every))


# Pay


def unfit_pay(account: Account) -> dict[tuple[str, Seat], PayModel]:
    """Return who is seated where pay is of its own, and paid by a model for others, by person and seat.

    Who is paid by none that we know is told elsewhere, as is who is paid as hunters are (B-C1).
    """
    found = {}
    for member in members(account):
        fit, model = _FIT.get(member.seat), model_of(account.programme, member.person)
        if fit is not None and model is not None and model.kind not in (fit, ModelKind.HUNTER):
            found[member.person, member.seat] = model
    return found


@frozen
class Measured:
    """What somebody's pay is measured by, and what the record says of it over the model's years.

    said: in a few words; None: unknown. facts: what it rests on.
    """

    measure: PayMeasure
    said: str | None
    facts: tuple[str, ...] = ()


def measured(account: Account, model: PayModel) -> tuple[Measured, ...]:
    """Return what the record of ACCOUNT says of each measure of a pay MODEL (S-M3).

    Revenue is told as it came in, and as a share of the quota of a year that has one. A gain in share is
    unknown without a wallet for both ends.
    """
    last = last_whole_year(account.on)
    found = {
        PayMeasure.REVENUE_ATTAINMENT: lambda: _revenue(account, last, model.years),
        PayMeasure.SHARE_OF_WALLET: lambda: _wallet(account, last, model.years),
        PayMeasure.CUSTOMER_SATISFACTION: lambda: _satisfaction(account, last, model.years),
    }
    return tuple(Measured(each, *found.get(each, _unknown)()) for each in model.measures)


def _unknown() -> tuple[str | None, tuple[str, ...]]:
    return None, ()


def _revenue(account: Account, last: int, count: int | None) -> tuple[str | None, tuple[str, ...]]:
    years = by_year(account)
    asked, first = range(last - (count or 0) + 1, last + 1), min(years, default=last + 1)
    if not any(year >= first for year in asked):
        return _unknown()
    told = {year: years[year] for year in asked if year in years}
    net = {year: told[year].whole if year in told else Decimal(0) for year in asked if year >= first}
    said = ", ".join(f"{year}: {_in_words(net.get(year))}" for year in asked)
    quotas = [(year, each) for year in asked for each in attained(account) if _whole(each, year)]
    for year, each in quotas:
        said += f"; quota of {year}: {percent(each.share) or 'unknown'} attained"
    facts = (*(f.last for f in told.values() if f.last), *(f for _, each in quotas for f in each.facts))
    return f"revenue of {said}", tuple(dict.fromkeys(facts))


def _whole(attained: Attained, year: int) -> bool:
    """Return whether what was ATTAINED is of the calendar YEAR."""
    return (attained.period.start, attained.period.end) == (dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def _in_words(net: Decimal | None) -> str:
    return "unknown" if net is None else f"{net:,.2f}"


def _wallet(account: Account, last: int, count: int | None) -> tuple[str | None, tuple[str, ...]]:
    if count is None:
        return _unknown()
    begins, ends = share_of_wallet(account, last - count), share_of_wallet(account, last)
    if begins.share is None or ends.share is None:
        return _unknown()
    said = f"{percent(begins.share)} in {begins.year}, {percent(ends.share)} in {ends.year}"
    return said, (*begins.facts, *ends.facts)


def _satisfaction(account: Account, last: int, count: int | None) -> tuple[str | None, tuple[str, ...]]:
    first = last - count + 1 if count else dt.MINYEAR
    known = {person: mood for person, mood in moods(account).items() if mood.on.year >= first}
    if not known:
        return _unknown()
    content = sum(mood.satisfaction.content for mood in known.values())
    said = f"{content} of {len(known)} people asked are satisfied"
    return said, tuple(mood.fact for mood in known.values())

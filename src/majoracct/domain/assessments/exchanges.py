"""Exchanges: which amounts were stated in another currency, and at what rate each is told (X-11)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from majoracct.domain.account.revenue import Revenue
from majoracct.domain.kernel import Fact
from majoracct.domain.money import Money
from majoracct.domain.past import Past, money_of, order
from majoracct.domain.programme.rates import Rate, home_currency, rates_known
from majoracct.domain.seen import Account

__all__ = ["Abroad", "Exchange", "exchanges", "exchanges_in", "paid_abroad"]


@frozen
class Exchange:
    """An amount stated in another currency than the ledger's.

    field: which amount of the fact. rate: at which it is told; None when none is in force on the day.
    told: what it comes to in the ledger's currency; None: that is unknown, and it is in no sum.
    """

    fact: Fact
    field: str
    stated: Money
    rate: Rate | None
    told: Money | None


@frozen
class Abroad:
    """What was paid in a calendar year in other currencies: the rates it is told at, and what none tells.

    rates: the facts that say them, in order. unknown: the payments, by fact, that are in no sum.
    """

    rates: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def exchanges_in(fact: Fact, past: Past) -> Iterator[Exchange]:
    """Yield what FACT, of an account, states in another currency than the ledger's, as known in PAST."""
    home = home_currency(past)
    for name in money_of(type(fact.event)):
        stated: Money | None = getattr(fact.event, name)
        if home and stated is not None and stated.currency != home:
            rate = rates_known(past).in_force(stated.currency, home, fact.on)
            yield Exchange(fact, name, stated, rate, rate.tell(stated, home) if rate else None)


def exchanges(account: Account) -> list[Exchange]:
    """Return what was stated of ACCOUNT in other currencies by the day, earliest first."""
    return [each for fact in account.facts for each in exchanges_in(fact, account.past)]


def paid_abroad(account: Account) -> dict[int, Abroad]:
    """Return what was paid in other currencies by the day, by calendar year; a year without has none."""
    folded = account.past.stated(Revenue, account.streams)
    if folded.currencies <= {home_currency(account.past)}:
        return {}
    years: dict[int, list[Exchange]] = {}
    for fact in sorted(folded.until(account.on), key=order):
        for each in exchanges_in(fact, account.past):
            years.setdefault(fact.on.year, []).append(each)
    return {
        year: Abroad(
            tuple(sorted({each.rate.fact for each in found if each.rate})),
            tuple(each.fact.reference for each in found if each.told is None),
        )
        for year, found in years.items()
    }

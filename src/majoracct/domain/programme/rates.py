"""Rates: what one currency exchanges for, from a day on, so that amounts in another currency add.

Every fact keeps the money it stated. What is told of an account is in the ledger's currency: each
amount by itself, at the rate in force on the day of its own fact. So the portfolio is the sum of its
accounts, and a rate recorded or corrected later changes what is judged, never what was decided.

Rules
  RX1  A rate is above nothing, and joins the ledger's currency with another one.         X-11
  RX2  Two currencies exchange at one rate a day, whichever way round it is stated.       X-11
  RX3  Money is told at the rate in force on the day of its fact, as it was stated or the other way
       round, rounded half-even to the smallest unit.                                     X-11
  RX4  Money that no rate tells in the ledger's currency is in no sum, and is named: it is unknown. What
       was paid was paid all the same.                                                    X-11
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import NOTHING, evolve, field, fields_dict, frozen

from majoracct.domain.book.settings import Settings
from majoracct.domain.kernel import LEDGER, PROGRAMME, Event, Fact, Map, ProgrammeEvent, Refused
from majoracct.domain.money import Money, MoneyError, decimals
from majoracct.domain.past import Fold, Past, money_of, retold

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

State = TypeVar("State")
_MOST: Final = Decimal(10) ** 9

# What we know


@frozen
class Rate:
    """From a day on, one unit of BASE exchanges for so many of QUOTE."""

    base: str
    quote: str
    rate: Decimal
    on: dt.date
    fact: str

    def tell(self, stated: Money, currency: str) -> Money | None:
        """Return what was STATED in CURRENCY, one of the two; None when that is more than money can be."""
        amount, rate = Fraction(stated.amount), Fraction(self.rate)
        told = amount * rate if currency == self.quote else amount / rate
        places = decimals(currency)
        units = round(told * 10**places)  # exact, and half-even
        try:
            return Money(Decimal(units).scaleb(-places), currency)
        except MoneyError:
            return None


@frozen
class Rates:
    """The rates of each pair of currencies, earliest first, by both codes in order (GBP/USD)."""

    pairs: Map[str, tuple[Rate, ...]] = field(factory=Map)

    def in_force(self, one: str, other: str, day: dt.date) -> Rate | None:
        """Return the rate between two currencies that is in force on DAY; None when there is none."""
        known: Sequence[Rate] = self.pairs.get(_pair(one, other)) or ()
        count = bisect_right(known, day, key=lambda rate: rate.on)
        return known[count - 1] if count else None


def _pair(one: str, other: str) -> str:
    return "/".join(sorted((one, other)))


# Why not


class RateImpossible(Refused):
    rule = "RX1"


class RateOfOtherCurrencies(Refused):
    rule = "RX1"


class AlreadyRated(Refused):
    rule = "RX2"


# What happened


@frozen
class ExchangeRateRecorded(ProgrammeEvent[Rates]):
    """From this day on, one currency exchanges for another at this rate (X-11).

    It may be stated either way round: 1 USD for 0.79 GBP, or 1 GBP for 1.27 USD.

    base: the currency one unit of which is priced, an ISO 4217 code.
    quote: the currency it is priced in.
    rate: how many of the second one unit of the first exchanges for.
    published: where the rate was taken from, such as a central bank. Public: names nobody.
    """

    topic = Rates
    verb = "programme rate"
    says = "1 {base} exchanges for {rate} {quote}[, by {published}]"

    base: str
    quote: str
    rate: Decimal
    published: str = ""

    def admit(self, programme: Programme) -> None:
        home = programme.book[Settings].currency
        for currency in (self.base, self.quote):
            try:
                Money.zero(currency)
            except MoneyError:
                raise RateImpossible(
                    f"{currency!r} is no currency code", "Write three letters, such as USD."
                ) from None
        if not (self.rate.is_finite() and 0 < self.rate < _MOST):
            raise RateImpossible(
                f"Nothing exchanges for {self.rate}", f"State a rate above 0 and below {_MOST:,}."
            )
        if self.base == self.quote:
            raise RateOfOtherCurrencies(f"{self.base} needs no rate into itself", "Name two currencies.")
        if home and home not in (self.base, self.quote):
            raise RateOfOtherCurrencies(
                f"{self.base} and {self.quote} exchange, and the ledger is in {home}",
                f"State a rate between {home} and another currency.",
            )
        found = programme.ever[Rates].in_force(self.base, self.quote, programme.on)
        if found is not None and found.on == programme.on:
            raise AlreadyRated(
                f"{found.fact} says that 1 {found.base} is {found.rate} {found.quote} on {found.on}",
                f"Correct {found.fact}, if that was wrong.",
            )

    def change(self, state: Rates, fact: Fact) -> Rates:
        rate = Rate(self.base, self.quote, self.rate, fact.on, fact.reference)
        pair = _pair(self.base, self.quote)
        return Rates(state.pairs.insert(pair, (*(state.pairs.get(pair) or ()), rate)))


# What follows


def home_currency(past: Past) -> str:
    """Return the ledger's currency; "" when the ledger has no settings."""
    return past.stated(Settings, (LEDGER,)).states[-1].currency


def rates_known(past: Past) -> Rates:
    """Return all rates that are known, whatever the day: which is in force on a day, they tell."""
    return past.stated(Rates, (PROGRAMME,)).states[-1]


def exchanged(found: Fold[State], rates: Rates, home: str) -> Fold[State]:
    """Return what a topic came to as if all its money had been stated in HOME (RX3, RX4).

    A fact of which the amount is the point, and which no rate tells, changes only what its event says
    it does `untold`: an earlier amount that it took the place of stands no more. Where the amount may be
    missing, it is.
    """
    return retold(found, [_told(fact, rates, home) for fact in found.facts])


@frozen
class _Untold(Event[State]):
    """What is left of an event of which no rate tells the amount."""

    event: Event[State]

    def change(self, state: State, fact: Fact) -> State:
        return self.event.untold(state, fact)


def _told(fact: Fact, rates: Rates, home: str) -> Fact:
    """Return FACT with its money in HOME, the ledger's currency, as far as a rate tells it."""
    changes: dict[str, Money | None] = {}
    for name in money_of(type(fact.event)):
        stated: Money | None = getattr(fact.event, name)
        if stated is None or stated.currency == home:
            continue
        rate = rates.in_force(stated.currency, home, fact.on)
        told = rate.tell(stated, home) if rate else None
        kind = type(fact.event)
        if told is None and (fields_dict(kind)[name].default is NOTHING or kind.untold is not Event.untold):
            return evolve(fact, event=_Untold(fact.event))
        changes[name] = told
    return evolve(fact, event=evolve(fact.event, **changes)) if changes else fact

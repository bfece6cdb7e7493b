"""Wallet: what the customer spends in a year on what we could sell it, and our share of that.

Rules
  WL1  A wallet is above nothing, in the ledger's currency, and says where the figure comes from.  R-T2
  WL2  It is of a calendar year, and not less than what came in from us in it by the day.          R-T2
  WL3  What was estimated last of a year stands.                                                   R-T2
  WL4  Our share is what came in from us in the year, of its wallet; unknown without an estimate, while no
       rate tells a payment, and of a year that has not begun.                                     R-T2
  WL5  A year that is not over is no whole year, and nothing is gained or lost by it.              R-T2
  WL6  Accounts that merged have the wallets of all of them, until one is estimated anew; where one of them
       has none, nobody knows.                                                                     R-T2
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.revenue import Takings, by_year, in_ledgers_currency
from majoracct.domain.calendar import whole_year
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.money import Money
from majoracct.domain.shares import share_of

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Wallet:
    """What the customer was estimated to spend in a calendar year, on whose word."""

    year: int
    amount: Money
    source: str
    on: dt.date
    place: int
    fact: str


@frozen
class Wallets:
    """The wallets estimated, by account and calendar year."""

    items: Map[str, Wallet] = field(factory=Map)  # acme/2024


# Why not


class WalletEmpty(Refused):
    rule = "WL1"


class WalletUnsourced(Refused):
    rule = "WL1"


class WalletTooSmall(Refused):
    rule = "WL2"


class NoYearOfAWallet(Refused):
    rule = "WL2"


# What happened


@frozen
class WalletEstimated(AccountEvent[Wallets]):
    """It was estimated what the customer spends in a calendar year on what we could sell it (R-T2).

    year: the calendar year.
    amount: what it spends with everybody, us included.
    source: where the figure comes from. Public: names nobody.
    """

    topic = Wallets
    verb = "account wallet"
    says = "Wallet of {year} estimated at {amount}: {source}"

    year: int
    amount: Money
    source: str

    def admit(self, account: Account) -> None:
        if not 1 <= self.year <= 9998:
            raise NoYearOfAWallet(f"{self.year} is no year of the calendar", "Name a calendar year.")
        if self.amount.amount <= 0:
            raise WalletEmpty(
                f"A wallet of {self.amount} leaves nothing to take a share of", "State an amount above 0."
            )
        if not self.source.strip():
            raise WalletUnsourced("Nothing says where the figure comes from", "Say where: --source.")
        told = in_ledgers_currency(self.amount, account)
        paid = _paid(account, self.year).net
        if paid > told.amount:
            raise WalletTooSmall(
                f"{Money(paid, told.currency)} came in from {account.key} in {self.year} by {account.on}, "
                f"more than {self.amount}",
                "State what it spends with everybody, us included.",
            )

    def change(self, state: Wallets, fact: Fact) -> Wallets:
        found = Wallet(self.year, self.amount, self.source, fact.on, fact.place, fact.reference)
        return Wallets(state.items.insert(f"{fact.stream}/{self.year}", found))

    def untold(self, state: Wallets, fact: Fact) -> Wallets:
        return Wallets(state.items.discard(f"{fact.stream}/{self.year}"))


# What follows


@frozen
class WalletShare:
    """Our share of what the customer spends in a calendar year.

    revenue: what came in from us, net, as far as the day. wallet: None when nobody estimated it.
    share: None when it is unknown; above 1 when the estimate is too small. whole: whether the year is over.
    gained: what the share is above that of the year before, in both of which it is known and whole.
    sources, facts: where the wallet comes from, and what says so. untold: how many payments no rate tells.
    """

    year: int
    revenue: Decimal
    wallet: Money | None
    share: Decimal | None
    whole: bool
    gained: Decimal | None = None
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    untold: int = 0


def wallets(account: Account, year: int) -> tuple[Wallet, ...]:
    """Return the wallets that add up to that of the calendar YEAR, ACCOUNT's first; none: unknown (WL6)."""
    items, found, covered = account[Wallets].items, list[Wallet](), set[str]()
    for stream in account.streams:
        if stream in covered:
            continue  # merged by the day on which somebody estimated the whole
        wallet = items.get(f"{stream}/{year}")
        if wallet is None:
            return ()
        found.append(wallet)
        covered.update(account.other(stream).at(wallet.on).streams)
    return tuple(found)


def share_of_wallet(account: Account, year: int) -> WalletShare:
    """Return our share of what the customer spends in the calendar YEAR, as known by the day (S-M3 R-T2)."""
    found = _share(account, year)
    before = _share(account, year - 1)
    if found.share is None or before.share is None or not found.whole:
        return found
    return evolve(found, gained=found.share - before.share)


def wallet_years(account: Account) -> list[int]:
    """Return the calendar years of which there is revenue or a wallet, earliest first."""
    estimated = {wallet.year for wallet in account[Wallets].items.values()}
    return sorted(estimated | by_year(account).keys())


def _share(account: Account, year: int) -> WalletShare:
    taken, known = _paid(account, year), wallets(account, year)
    revenue = taken.net
    whole = whole_year(year, account.on)
    if not known:
        return WalletShare(year, revenue, None, None, whole, untold=taken.untold)
    wallet = known[0].amount
    for more in known[1:]:
        wallet += more.amount
    known_now = year <= account.on.year and not taken.untold
    share = share_of(revenue, wallet.amount) if known_now else None
    return WalletShare(
        year,
        revenue,
        wallet,
        share,
        whole,
        sources=tuple(each.source for each in known),
        facts=tuple(each.fact for each in known),
        untold=taken.untold,
    )


def _paid(account: Account, year: int) -> Takings:
    return by_year(account).get(year) or Takings()

"""Profile: the account's names, and what we have on file about it.

Rules
  P1  An account is opened once, under a key of letters, digits, dots, dashes and underscores.
  P2  An account has a name, of characters that can be seen.
  P3  An external id is recorded with the system that knows the account by it.
  P4  A précis names the main business areas and says something about the account.   B-Q1
  P5  A financial statement is not filed before its period has ended.               B-Q1
  P6  What describes the customer states something, and its numbers are above nothing. B-Q1
  P7  A statement's turnover is above nothing, and its figures are in one currency.  C-K2 C-K9
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import asdict, evolve, field, frozen

from majoracct.domain.kernel import LEDGER, PROGRAMME, AccountEvent, Fact, Map, Refused, unseen
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

KEY: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?\Z", re.ASCII)


class StatementKind(enum.Enum):
    """The kinds of financial statement (B-Q1)."""

    PROFIT_AND_LOSS = "profit-and-loss"
    BALANCE_SHEET = "balance-sheet"
    AUDITED_ACCOUNTS = "audited-accounts"
    CASH_FLOW = "cash-flow"
    OTHER = "other"


# What we know


@frozen
class Filed:
    """A document on file: the day its age counts from, when it was filed, and the fact that filed it.

    evidenced: whether the document was shown. turnover, profit: what a statement states, never ours.
    """

    dated: dt.date
    on: dt.date
    place: int
    fact: str
    evidenced: bool = False
    turnover: Money | None = None
    profit: Money | None = None

    @classmethod
    def by(cls, fact: Fact, dated: dt.date | None = None) -> Self:
        """Return what FACT files; its age counts from DATED, else from its own day."""
        return cls(dated or fact.on, fact.on, fact.place, fact.reference, bool(fact.evidence))


@frozen
class Firmographics:
    """What the customer is, each value as it was last stated; `facts` says by which fact, by field.

    turnover: what the customer takes from its own customers. It is no revenue of ours.
    """

    sector: str | None = None
    parent: str | None = None
    turnover: Money | None = None
    employees: int | None = None
    founded: int | None = None
    location: str | None = None
    facts: Map[str, str] = field(factory=Map)


@frozen
class Profile:
    """What the account is called, what it is, and what is on file about it."""

    opened: str = ""  # the fact that opened it
    name: str = ""
    former_names: tuple[str, ...] = ()
    external_ids: Map[str, str] = field(factory=Map)
    org_charts: tuple[Filed, ...] = ()
    precis: tuple[Filed, ...] = ()
    statements: tuple[Filed, ...] = ()
    firmographics: Firmographics = field(factory=Firmographics)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to: the one it goes by, then those it had; none while it is not open."""
        return tuple(dict.fromkeys(name for name in (self.name, *self.former_names) if name))


# Why not


class KeyImpossible(Refused):
    rule = "P1"


class AlreadyOpen(Refused):
    rule = "P1"


class NameMissing(Refused):
    rule = "P2"


class NameUnprintable(Refused):
    rule = "P2"


class ExternalIdMissing(Refused):
    rule = "P3"


class PrecisEmpty(Refused):
    rule = "P4"


class PeriodNotEnded(Refused):
    rule = "P5"


class NothingDescribed(Refused):
    rule = "P6"


class NumberNotAboveNothing(Refused):
    rule = "P6"


class TurnoverImpossible(Refused):
    rule = "P7"


class CurrenciesMixed(Refused):
    rule = "P7"


def _named(name: str, account: Account) -> None:
    if not name.strip():
        raise NameMissing(f"{account.key} was given no name", "Say what the customer is called.")
    if any(unseen(character) for character in name):
        raise NameUnprintable(
            f"The name {name!r} holds characters that cannot be seen", "Write it without them."
        )


# What happened


@frozen
class AccountOpened(AccountEvent[Profile]):
    """An account was opened: from now on the ledger knows it.

    name: what the customer is called.
    """

    topic = Profile
    verb = "account open"
    says = "Account opened for {name}"
    opens = True
    carries_over = False

    name: str

    @classmethod
    def require(cls, account: Account) -> None:
        if account.key in (LEDGER, PROGRAMME):
            raise KeyImpossible(f"{account.key!r} is kept for the ledger's own use", "Choose another key.")
        if not KEY.match(account.key):
            raise KeyImpossible(
                f"{account.key!r} is no key", "Use up to 64 letters, digits, dots, dashes and underscores."
            )
        if account.ever[Profile].opened:
            raise AlreadyOpen(f"{account.key} is open already", "Record on it, or choose another key.")

    def admit(self, account: Account) -> None:
        _named(self.name, account)

    def change(self, state: Profile, fact: Fact) -> Profile:
        return evolve(state, opened=fact.reference, name=state.name or self.name)


@frozen
class AccountRenamed(AccountEvent[Profile]):
    """The customer took another name; the old one stays findable.

    name: the new name.
    """

    topic = Profile
    verb = "account rename"
    says = "Renamed {name}"
    carries_over = False

    name: str

    def admit(self, account: Account) -> None:
        _named(self.name, account)

    def change(self, state: Profile, fact: Fact) -> Profile:
        former = (*state.former_names, state.name) if state.name else state.former_names
        return evolve(state, name=self.name, former_names=former)


@frozen
class ExternalIdRecorded(AccountEvent[Profile]):
    """Another system knows this account by an id of its own.

    system: the other system, such as salesforce.
    id: its id there.
    """

    topic = Profile
    verb = "account link"
    says = "Known to {system} as {id}"

    system: str
    id: str

    def admit(self, account: Account) -> None:
        if not (self.system.strip() and self.id.strip()):
            raise ExternalIdMissing("A system and an id belong together", "State both.")

    def change(self, state: Profile, fact: Fact) -> Profile:
        return evolve(state, external_ids=state.external_ids.insert(self.system, self.id))


@frozen
class OrgChartFiled(AccountEvent[Profile]):
    """An organisation chart of the customer was filed (B-Q1)."""

    topic = Profile
    verb = "account org-chart"
    says = "Organisation chart filed"

    def change(self, state: Profile, fact: Fact) -> Profile:
        return evolve(state, org_charts=(*state.org_charts, Filed.by(fact)))


@frozen
class PrecisFiled(AccountEvent[Profile]):
    """A short précis of the customer was filed (B-Q1).

    areas: its main business areas.
    text: what it is and how it stands, in a few sentences. Public: names nobody.
    """

    topic = Profile
    verb = "account precis"
    says = "Précis filed: {areas}"

    areas: tuple[str, ...]
    text: str

    def admit(self, account: Account) -> None:
        if not any(area.strip() for area in self.areas) or not self.text.strip():
            raise PrecisEmpty(
                f"The précis of {account.key} lacks {'text' if self.areas else 'business areas'}",
                "Name the main business areas, and say what the customer is.",
            )

    def change(self, state: Profile, fact: Fact) -> Profile:
        return evolve(state, precis=(*state.precis, Filed.by(fact)))


@frozen
class FinancialStatementFiled(AccountEvent[Profile]):
    """A financial statement of the customer was filed (B-Q1).

    kind: which statement.
    period_end: the last day of the period it covers; its age counts from there, else from its filing.
    turnover: what the customer took in that period, in any currency; it is never added to our revenue.
    profit: what was left of it, in the same currency; a loss is below nothing.
    """

    topic = Profile
    verb = "account statement"
    schema = 2
    any_currency = True
    says = "Financial statement filed: {kind}[, to {period_end}][, turnover {turnover}][, profit {profit}]"

    kind: StatementKind
    period_end: dt.date | None = None
    turnover: Money | None = None
    profit: Money | None = None

    def admit(self, account: Account) -> None:
        if self.period_end and self.period_end > account.on:
            raise PeriodNotEnded(
                f"The period ends on {self.period_end}, after {account.on}",
                "File it once the period has ended.",
            )
        if self.turnover and self.turnover.amount <= 0:
            raise TurnoverImpossible(
                f"A turnover of {self.turnover} is none", "State one above 0, or leave it out."
            )
        if self.turnover and self.profit and self.turnover.currency != self.profit.currency:
            raise CurrenciesMixed(
                f"The turnover is in {self.turnover.currency}, the profit in {self.profit.currency}",
                "State both in one currency.",
            )

    def change(self, state: Profile, fact: Fact) -> Profile:
        filed = evolve(Filed.by(fact, self.period_end), turnover=self.turnover, profit=self.profit)
        return evolve(state, statements=(*state.statements, filed))


@frozen
class FirmographicsRecorded(AccountEvent[Profile]):
    """We learned what kind of customer this is. What is not stated stays as it was last stated.

    sector: the industry it is in.
    parent: the company it belongs to.
    turnover: what it takes from its own customers in a year, in any currency; no revenue of ours.
    employees: how many people work there.
    founded: the year in which it was founded.
    location: where its head office is.
    """

    topic = Profile
    verb = "account describe"
    any_currency = True
    says = (
        "Customer described[; sector {sector}][; part of {parent}][; turnover {turnover}]"
        "[; {employees} employees][; founded {founded}][; in {location}]"
    )
    carries_over = False

    sector: str | None = None
    parent: str | None = None
    turnover: Money | None = None
    employees: int | None = None
    founded: int | None = None
    location: str | None = None

    @property
    def stated(self) -> dict[str, Any]:
        """What is stated, by field; a text of spaces states nothing."""
        return {
            name: value
            for name, value in asdict(self, recurse=False).items()
            if value is not None and not (isinstance(value, str) and not value.strip())
        }

    def admit(self, account: Account) -> None:
        stated = self.stated
        if not stated:
            raise NothingDescribed(
                f"Nothing is said about {account.key}",
                "State its sector, parent, turnover, employees, founding year or location.",
            )
        for name, value in stated.items():
            number = value.amount if isinstance(value, Money) else value
            if not isinstance(number, str) and number <= 0:
                raise NumberNotAboveNothing(
                    f"The {name} of {account.key} is not {value}", "State a number above 0, or none."
                )

    def change(self, state: Profile, fact: Fact) -> Profile:
        before, stated = state.firmographics, self.stated
        facts = before.facts
        for name in stated:
            facts = facts.insert(name, fact.reference)
        return evolve(state, firmographics=evolve(before, **stated, facts=facts))

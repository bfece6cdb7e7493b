"""Policy: the programme's rules in force on a day. A fact like any other, and never overwritten.

Rules
  PO1  A policy states a threshold above nothing, counts of at least one, shares and days there are.  B-D1
  PO2  The first policy stays: some policy is in force on every day.                           B-D4
  PO3  A policy speaks the ledger's currency.                                                   X-11
  PO4  A list of what counts names something, or nothing ever would, but for what goals are to answer; a
       band does not end before it begins; every category of revenue has a name of its own and begins above
       the one before.
                                                                                   B-D4 C-D1 C-T1 R-4
  PO5  Policy lets nobody record later, or in a closed period, who could not before, but on the word of
       somebody who could; or anybody could get round both. Asked when something is recorded.   B-D4
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from attrs import fields, frozen, has

from majoracct.domain.kernel import Fact, ProgrammeEvent, Refused, alike
from majoracct.domain.money import Money
from majoracct.domain.programme import edition_tables
from majoracct.domain.programme.terms import Terms
from majoracct.domain.programme.tier_tables import SegmentTerms

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Policy:
    """The policy in force, and the fact that adopted it."""

    adopted: Terms | None = None
    fact: str = ""  # which policy: programme@2

    @property
    def terms(self) -> Terms:
        """The terms in force. Raises NoPolicy when none were adopted."""
        if self.adopted is None:
            raise NoPolicy("No policy is in force", "Adopt one that holds from an earlier day.")
        return self.adopted


# Why not


class TermImpossible(Refused):
    rule = "PO1"


class NoPolicy(Refused):
    rule = "PO2"


class PolicyInForeignCurrency(Refused):
    rule = "PO3"


class NothingCounts(Refused):
    rule = "PO4"


class BandReversed(Refused):
    rule = "PO4"


class CategoriesDisordered(Refused):
    rule = "PO4"


class LimitsLoosened(Refused):
    rule = "PO5"


_MAY_BE_NOTHING: Final = ("candidates.payoff", "candidates.weights.", "recording.late_days")
_MAY_BE_EMPTY: Final = ("goals.",)  # asking nothing of goals: the sources state none for greenfield


def _least(name: str) -> int:
    """Return the least that the number called NAME may be."""
    if name == "team.hunter_lean":
        return -13
    return 0 if name.startswith(_MAY_BE_NOTHING) else 1


def _tables(table: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield a TABLE and the tables in it, each with what its fields' dotted names begin with."""
    yield path, table
    for attribute in fields(type(table)):
        value = getattr(table, attribute.name)
        if has(type(value)) and not isinstance(value, Money):
            yield from _tables(value, f"{path}{attribute.name}.")


def _bands(table: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields of TABLE that say where a band begins, each with the one that says where it ends."""
    names = {attribute.name for attribute in fields(type(table))}
    for name in sorted(names):
        last = "high" if name == "low" else f"{name.removesuffix('_from')}_to"
        if last in names:
            yield name, last


def _in_every_year(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2023, month)[1]


def _possible(path: str, table: Any) -> None:
    """Raise TermImpossible unless each field of a TABLE can be meant; PATH begins their dotted names."""
    for attribute in fields(type(table)):
        name, value = f"{path}{attribute.name}", getattr(table, attribute.name)
        if isinstance(value, int) and not isinstance(value, bool) and value < _least(name):
            raise TermImpossible(f"{name} is {value}", f"State at least {_least(name)}.")
        if isinstance(value, Decimal) and not 0 <= value <= 1:
            raise TermImpossible(f"{name} is {value}", "State a share from 0 to 1.")
        if value == () and not name.startswith(_MAY_BE_EMPTY):
            raise NothingCounts(f"{name} is an empty list: nothing would ever count", "Name at least one.")
    for first, last in _bands(table):
        begins, ends = getattr(table, first), getattr(table, last)
        if begins is not None and ends is not None and begins > ends:
            raise BandReversed(
                f"{path}{first} is {begins}, above {path}{last}, which is {ends}",
                f"State {first} no higher than {last}.",
            )


def _in_order(segments: SegmentTerms) -> None:
    """Raise CategoriesDisordered unless every category has a name of its own and begins above the last."""
    names = [alike(name) for name in segments.categories]
    ends = segments.category_least
    if len(names) != len(ends):
        raise CategoriesDisordered(
            f"segments names {len(names)} categories, and where {len(ends)} begin",
            "State one category_least for each of the categories.",
        )
    if "" in names or len(set(names)) < len(names):
        raise CategoriesDisordered(
            f"segments.categories are called {', '.join(segments.categories)}",
            "Give each a name of its own.",
        )
    if any(later <= earlier for earlier, later in itertools.pairwise(ends)):
        raise CategoriesDisordered(
            f"segments.category_least is {', '.join(f'{end:,}' for end in ends)}",
            "State the lowest first, each above the one before.",
        )


def _not_loosened(programme: Programme, before: Terms, after: Terms) -> None:
    """Raise LimitsLoosened when AFTER lets more be recorded than BEFORE, on the word of just anybody."""
    if programme.recorded is None or not after.recording.lets_more(before.recording):
        return
    if not overrides(programme.actor.role, before.recording.override_roles):
        raise LimitsLoosened(
            f"{programme.actor.id} records as {programme.actor.role or 'nobody in particular'}, and this "
            "would let somebody record later, in a closed period, or erase, who may not",
            f"Have it recorded as {' or '.join(before.recording.override_roles)}.",
        )


def overrides(role: str, roles: tuple[str, ...]) -> bool:
    """Return whether whoever acts in ROLE acts in one of ROLES."""
    return role.strip().casefold() in {each.casefold() for each in roles}


# What happened


@frozen
class PolicyAdopted(ProgrammeEvent[Policy]):
    """The programme adopted a policy, in force from this day on.

    terms: the policy, whole.
    """

    topic = Policy
    verb = ""
    schema = 5
    says = "Policy adopted: major from {terms.threshold} in a calendar year"

    terms: Terms

    def admit(self, programme: Programme) -> None:
        from majoracct.domain.book.settings import Settings

        terms = self.terms
        if terms.threshold.amount <= 0:
            raise TermImpossible(
                f"A threshold of {terms.threshold} lets everything through", "State one above 0."
            )
        if terms.large_spend.amount <= 0:
            raise TermImpossible(
                f"tiers.large_spend is {terms.large_spend}: any spend is large", "State one above 0."
            )
        for path, table in _tables(terms, ""):
            _possible(path, table)
        if not _in_every_year(terms.targets.month, terms.targets.day):
            raise TermImpossible(
                f"targets.month and day are {terms.targets.month} and {terms.targets.day}",
                "State a day that every year has.",
            )
        _in_order(terms.segments)
        edition_tables.possible(terms.edition)
        currency = programme.book[Settings].currency
        for money in (terms.threshold, terms.tiers.large_spend):
            if money is not None and currency and money.currency != currency:
                raise PolicyInForeignCurrency(
                    f"{money} is not in the ledger's currency, {currency}", f"State it in {currency}."
                )

        in_force = programme[Policy].adopted
        if in_force is not None:
            _not_loosened(programme, in_force, terms)

    def release(self, fact: Fact, seen: Programme) -> None:
        others = [f for f in seen.past.live(seen.key, Policy) if f.reference != fact.reference]
        if not any(f.on <= fact.on for f in others):
            raise NoPolicy(f"Without {fact.reference} no policy would be in force", "Adopt another first.")
        _not_loosened(seen, self.terms, seen[Policy].terms)

    def change(self, state: Policy, fact: Fact) -> Policy:
        return Policy(self.terms, fact.reference)

"""Findings: something valid but unhealthy about an account or the programme, and how to clear it.

A check looks at an account, or at all of them, on a day, as known at a position, and raises a finding
for each thing that is not as it should be. What must never be is a rule's to refuse; a finding only
shows. Each check is a file of its name, and defines a `CHECK`.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from attrs import frozen

from majoracct.domain.assessments.history import known
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import PROGRAMME, Fact, Refused
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme

__all__ = [
    "Accepted",
    "AccountCheck",
    "Check",
    "Examined",
    "Finding",
    "PortfolioCheck",
    "Raised",
    "Severity",
    "Weighed",
    "cautioned",
    "contradicted",
    "findings",
    "weigh",
]


class Severity(enum.Enum):
    """How much a finding matters, the gravest first."""

    HIGH = "high"  # the record, or a decision on it, cannot be relied on as it stands
    MEDIUM = "medium"  # something policy or the field's practice asks for is missing or late
    LOW = "low"  # worth a look

    @property
    def rank(self) -> int:
        """Its place among the severities, the gravest 0."""
        return list(Severity).index(self)


@frozen
class Raised:
    """What a check found once.

    says: a sentence that tells this case, naming things as people call them.
    facts: the references of the facts that raise it; those that are missing cannot be named.
    about: what tells it apart from others of its check and account: a person's id, a fact's origin,
        a year. It stays the same from day to day, so that a finding can be accepted by its id.
    """

    says: str
    facts: tuple[str, ...] = ()
    about: str = ""


@frozen
class Examined:
    """What checks share: the programme on the day, its terms, and the day an instant fell on.

    day_of: returns the day, in the ledger's zone, of an instant in microseconds since 1970 UTC.
    """

    programme: Programme
    terms: Terms
    day_of: Callable[[int], dt.date]

    @cached_property
    def limits(self) -> Limits:
        """What was known of limits on lateness and of closed books, recording by recording."""
        return Limits.of(known(self.programme.past, (PROGRAMME,)), self.day_of)


@frozen
class AccountCheck:
    """A check of one account at a time.

    id: in lower case with hyphens, the file's name. meaning: what it says of an account, in a sentence.
    clear: what to do so that it is raised no longer.
    """

    id: str
    severity: Severity
    meaning: str
    clear: str
    find: Callable[[Account, Examined], Iterable[Raised]]


@frozen
class PortfolioCheck:
    """A check of all accounts together, the programme's; as `AccountCheck` otherwise."""

    id: str
    severity: Severity
    meaning: str
    clear: str
    find: Callable[[Sequence[Account], Examined], Iterable[Raised]]


Check: TypeAlias = AccountCheck | PortfolioCheck


@frozen
class Finding:
    """What a check raised about an account, or about the programme."""

    check: Check
    account: str  # or "programme"
    raised: Raised

    @property
    def id(self) -> str:
        """What it is accepted by: check, account, and what it is about."""
        return ":".join(part for part in (self.check.id, self.account, self.raised.about) if part)


def findings(
    checks: Iterable[Check], accounts: Sequence[Account], examined: Examined, *, portfolio: bool = True
) -> list[Finding]:
    """Return what CHECKS find in ACCOUNTS, the gravest first, then by account and check, as each raises it.

    portfolio: whether ACCOUNTS are all there were, so that checks of all of them are made, too.
    """
    found = list(_found(checks, accounts, examined, portfolio=portfolio))
    return sorted(found, key=lambda f: (f.check.severity.rank, f.account, f.check.id))


def _found(
    checks: Iterable[Check], accounts: Sequence[Account], examined: Examined, *, portfolio: bool
) -> Iterator[Finding]:
    for check in checks:
        if isinstance(check, AccountCheck):
            for account in accounts:
                yield from (Finding(check, account.key, r) for r in check.find(account, examined))
        elif portfolio:
            yield from (Finding(check, PROGRAMME, r) for r in check.find(accounts, examined))


# What is accepted


@frozen
class Accepted:
    """A finding that is known and accepted, by its id, and why.

    until: the last day on which it is; None: for good.
    """

    id: str
    reason: str
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Return whether it is still accepted on DAY."""
        return self.until is None or day <= self.until

    def looked_for(self, made: Iterable[Check], account: str | None = None) -> bool:
        """Return whether it would have been found by the checks MADE, of ACCOUNT alone or of everything."""
        check, _, rest = self.id.partition(":")
        return check in {each.id for each in made} and account in (None, rest.partition(":")[0])


@frozen
class Weighed:
    """Findings against what was accepted.

    found: all of them. counted: those that nobody accepted. accepted: those somebody did, with why.
    expired: what was accepted for a time that is over, and is found still.
    unmatched: what was accepted and is found no longer.
    """

    found: tuple[Finding, ...]
    counted: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]
    expired: tuple[Accepted, ...]
    unmatched: tuple[Accepted, ...]


def weigh(found: Iterable[Finding], accepted: Iterable[Accepted], on: dt.date) -> Weighed:
    """Return which findings FOUND on the day ON count, against those ACCEPTED, one an id."""
    by_id = {each.id: each for each in accepted}
    held = {id_: each for id_, each in by_id.items() if each.holds(on)}
    every = tuple(found)
    ids = {each.id for each in every}
    return Weighed(
        every,
        tuple(f for f in every if f.id not in held),
        tuple((f, held[f.id]) for f in every if f.id in held),
        tuple(each for id_, each in by_id.items() if id_ in ids and id_ not in held),
        tuple(each for id_, each in by_id.items() if id_ not in ids),
    )


# How checks say it


def cautioned(rule: str) -> Callable[[Account, Examined], Iterator[Raised]]:
    """Return what finds in an account whatever its roster cautions against by RULE, such as RO4."""

    def find(account: Account, examined: Examined) -> Iterator[Raised]:
        for caution in cautions(account, examined.terms, rule):
            yield Raised(said(caution, account), caution.facts, caution.about)

    return find


def contradicted(fact: Fact, no: Refused, names: Names) -> Raised:
    """Return the finding that FACT would be refused now, by NO."""
    obstacle = names.in_words(no.obstacle)
    told = tell(fact, names)
    return Raised(f"{told} ({fact.on}): {obstacle} ({no.rule})", (fact.reference,), fact.id)

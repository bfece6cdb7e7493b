"""Insider status: who is an insider at which customer, since when, and what comes of it.

Rules
  INS1  We are an insider while evidence of both kinds is in date by policy; since the first day of
        the unbroken run that ends on the day.                                                 B-S1
  INS2  Inside knowledge is an edge while what we know of both kinds is fresh by policy.       B-S4
  INS3  Insider's work is told by its four kinds, and as a share of all opportunities identified;
        of none, there is no share.                                                            B-S2
  INS4  How many of the accounts have us as an insider is told by the industry their teams are focused
        on, apart from teams focused on none, and from accounts without a team.                B-S5
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from majoracct.domain.account.criteria import Criterion, Verdict, holds_since
from majoracct.domain.account.insider import Insider, Standing, edge, insider
from majoracct.domain.account.opportunities import Opportunities, WorkKind, insider_work
from majoracct.domain.account.team import Team
from majoracct.domain.calendar import first_beyond, first_within
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Focus", "Inside", "Rate", "Work", "evidence", "inside", "rates", "work"]


# What is answered


@frozen
class Work:
    """How many opportunities are of each kind of insider's work, and how many there are in all."""

    kinds: dict[WorkKind, int] = field(factory=lambda: dict.fromkeys(WorkKind, 0))
    opportunities: int = 0

    @property
    def insiders(self) -> int:
        """How many are of one of the four kinds."""
        return sum(self.kinds.values())

    @property
    def share(self) -> Decimal | None:
        """Their share of all; None when there is no opportunity."""
        return share_of(self.insiders, self.opportunities)

    def plus(self, other: Work) -> Work:
        """Return what both come to."""
        kinds = {kind: self.kinds[kind] + other.kinds[kind] for kind in WorkKind}
        return Work(kinds, self.opportunities + other.opportunities)


@frozen
class Focus:
    """What an account's team is focused on on the day.

    team: whether there is one. vertical: the industry; None when it is focused on none.
    fact: what says so; "" without a team.
    """

    team: bool = False
    vertical: str | None = None
    fact: str = ""


@frozen
class Inside:
    """How far inside one customer we are on the day.

    evidence: what shows insider status, and the kinds missing. since: None when we are no insider.
    knowledge: what we know from inside, and the kinds missing.
    """

    account: str
    evidence: Standing
    since: dt.date | None
    knowledge: Standing
    focus: Focus
    work: Work

    @property
    def insider(self) -> bool:
        """Whether we are an insider."""
        return self.evidence.holds

    @property
    def edge(self) -> bool:
        """Whether inside knowledge gives us an edge."""
        return self.knowledge.holds


@frozen
class Rate:
    """Of how many accounts of one focus we are an insider.

    team, vertical: as in `Focus`.
    """

    team: bool
    vertical: str | None
    accounts: int
    insiders: int

    @property
    def share(self) -> Decimal | None:
        """The share of the accounts at which we are one."""
        return share_of(self.insiders, self.accounts)


# What follows


def evidence(account: Account, terms: Terms) -> Standing:
    """Return whether we are an insider on the day, by the evidence that is in date by policy (B-S1)."""
    return insider(account, first_within(account.on, terms.insider.evidence_months))


def _verdict(account: Account, terms: Terms) -> Verdict:
    found = evidence(account, terms)
    return Verdict("INS1", found.holds, found.facts, found.missing)


def _goes_out_of_date(account: Account, terms: Terms) -> set[dt.date]:
    """Return the days on which evidence came to count no longer."""
    months = terms.insider.evidence_months
    shown = account[Insider].evidence.values()
    return {day for each in shown if (day := first_beyond(each.on, months))}


_INSIDER: Final = Criterion("INS1", "An insider", _verdict, (Insider,), _goes_out_of_date)


def work(account: Account) -> Work:
    """Return how much of what we may win, won or lost is insider's work (B-S2)."""
    return Work(insider_work(account), len(account[Opportunities].items))


def inside(account: Account, terms: Terms) -> Inside:
    """Return how far inside ACCOUNT we are on the day, under TERMS (B-S1, B-S2, B-S4)."""
    team = account[Team]
    focus = Focus(True, team.vertical or None, team.vertical_fact or team.fact) if team.formed else Focus()
    return Inside(
        account.key,
        evidence(account, terms),
        holds_since(account, _INSIDER, terms),
        edge(account, first_within(account.on, terms.insider.knowledge_months)),
        focus,
        work(account),
    )


def rates(found: Iterable[Inside]) -> list[Rate]:
    """Return of how many accounts we are an insider, by what their teams are focused on (B-S5).

    Industries come first, by name; then teams that are focused on none; then accounts without a team.
    """
    groups: dict[tuple[bool, str | None], list[Inside]] = {}
    for each in found:
        groups.setdefault((each.focus.team, each.focus.vertical), []).append(each)
    return [
        Rate(team, vertical, len(of), sum(1 for each in of if each.insider))
        for (team, vertical), of in sorted(
            groups.items(), key=lambda group: (not group[0][0], group[0][1] is None, group[0][1] or "")
        )
    ]

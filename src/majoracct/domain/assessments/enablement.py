"""Enablement: what each sponsor has of us to convince colleagues with, and what backing us brought them.

Rules
  EN1  Each sponsor is shown with what we armed them with and the actions that support their selling; an
       action that was dropped does not.                                                       B-P4
  EN2  What backing us brought them is told by engagement; the last word on each counts.         B-E1
  EN3  Who no longer sponsors us stays on the record of what we gave them.                       B-P4
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.advocacy import Advocacy, Ammunition, Credit, SponsorOutcome
from majoracct.domain.account.plan import Action, Plan
from majoracct.domain.account.sponsorship import active
from majoracct.domain.seen import Account

__all__ = ["Enabled", "Support", "enablement", "pay_offs"]


@frozen
class Support:
    """An action that supports a sponsor's own selling."""

    id: str
    action: Action


@frozen
class Enabled:
    """What a sponsor has of us, each earliest first.

    since: when they began to sponsor us; None when they no longer do.
    payoff: the last word on each engagement; the last of those that name none.
    """

    person: str
    since: dt.date | None
    ammunition: tuple[Ammunition, ...]
    actions: tuple[Support, ...]
    payoff: tuple[SponsorOutcome, ...]

    @property
    def enabled(self) -> bool:
        """Whether anything we did helps them convince colleagues."""
        return bool(self.ammunition or self.actions)


def enablement(account: Account) -> list[Enabled]:
    """Return whoever sponsors us, or had something of us as a sponsor, by person (B-P4, B-E1)."""
    state, sponsors = account[Advocacy], active(account)
    given = sorted(state.ammunition.values(), key=lambda a: (a.on, a.place))
    told = sorted(state.outcomes.values(), key=lambda o: (o.on, o.place))
    planned = sorted(account[Plan].actions.items(), key=lambda item: (item[1].on, item[1].place))
    support = [Support(key, action) for key, action in planned if action.supports and not action.dropped]
    people = {*sponsors, *(a.person for a in given), *(o.person for o in told)}
    people |= {s.action.supports for s in support if s.action.supports}
    return [
        Enabled(
            person,
            sponsors[person].since if person in sponsors else None,
            tuple(a for a in given if a.person == person),
            tuple(s for s in support if s.action.supports == person),
            _last_words([o for o in told if o.person == person]),
        )
        for person in sorted(people)
    ]


def pay_offs(accounts: Iterable[Account]) -> dict[Credit, int]:
    """Return for how many sponsors and engagements of ACCOUNTS backing us paid off, or did not (B-E1)."""
    counts = dict.fromkeys(Credit, 0)
    for account in accounts:
        for found in enablement(account):
            for outcome in found.payoff:
                counts[outcome.credit] += 1
    return counts


def _last_words(told: list[SponsorOutcome]) -> tuple[SponsorOutcome, ...]:
    last = {outcome.project: outcome for outcome in told}
    return tuple(sorted(last.values(), key=lambda o: (o.on, o.place)))

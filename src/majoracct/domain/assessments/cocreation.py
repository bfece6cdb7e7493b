"""Co-creation: what sessions with the customer brought, and how deep they went.

Rules
  KO1  What came of a session are the opportunities identified as of it; they are counted once, and what
       they are worth adds up, those of unknown worth apart.                                    S-C6
  KO2  Opportunities add up by the depth of the session they came of.                           S-B6
  KO3  A session led by somebody whose seat answers for the account, by whatever name, was left to them;
       unknown when nobody said who led it.                                                       S-C5
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.change import Initiatives
from majoracct.domain.account.cocreation import CoCreation, Depth, Session
from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.account.team import members
from majoracct.domain.assessments.participation import cycle_at, executives_among
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["AtDepth", "Held", "by_depth", "sessions"]


@frozen
class Held:
    """A session and what came of it by the day, in the ledger's currency.

    cycle: the planning cycle it belongs to. opportunities: each by its id. answers: the facts that answer a
    question of a change, worked out in it. by_manager: whether
    somebody led it whose seat answers for the account. executives: who of
    theirs was an executive on the day.
    """

    account: str
    session: str
    item: Session
    cycle: str | None
    opportunities: tuple[tuple[str, Opportunity], ...]
    answers: tuple[str, ...]
    by_manager: bool | None
    executives: tuple[str, ...]

    @property
    def won(self) -> int:
        """How many opportunities that came of it were won."""
        return sum(o.won is not None for _, o in self.opportunities)

    @property
    def worth(self) -> Decimal:
        """What those of known worth would bring, or brought."""
        return sum((o.value.amount for _, o in self.opportunities if o.value), Decimal(0))

    @property
    def won_worth(self) -> Decimal:
        """What those that were won are worth."""
        return sum((o.value.amount for _, o in self.opportunities if o.value and o.won), Decimal(0))

    @property
    def unvalued(self) -> int:
        """Of how many nobody said what they are worth."""
        return sum(o.value is None for _, o in self.opportunities)


@frozen
class AtDepth:
    """What sessions of one depth come to."""

    depth: Depth
    sessions: int
    opportunities: int
    won: int
    worth: Decimal
    won_worth: Decimal
    unvalued: int


def sessions(account: Account) -> list[Held]:
    """Return the co-creation sessions of ACCOUNT by the day, earliest first, each with what came of it."""
    found = []
    known = account[Opportunities].in_order()
    worked_out = _worked_out(account)
    for key, item in account[CoCreation].in_order():
        cycle = cycle_at(account.other(key.rpartition("@")[0]), item.on)
        found.append(
            Held(
                account.key,
                key,
                item,
                cycle[0] if cycle else None,
                tuple((k, o) for k, o in known if o.session == key),
                tuple(fact for session, fact in worked_out if session == key),
                _by_manager(key, item, account),
                executives_among(item.people, key, item.on, account),
            )
        )
    return found


def _worked_out(account: Account) -> list[tuple[str, str]]:
    """Return the sessions in which a question of a change was answered, each with the fact that says so."""
    return [
        (reply.session, reply.fact)
        for _, initiative in account[Initiatives].in_order()
        for _, reply in sorted(initiative.answers.items())
        if reply.session
    ]


def _by_manager(key: str, item: Session, account: Account) -> bool | None:
    if item.facilitator is None:
        return None
    owners = account.programme[Policy].terms.discipline.owners
    then = account.other(key.rpartition("@")[0]).at(item.on)
    return item.facilitator in {m.person for m in members(then) if m.seat in owners}


def by_depth(held: Iterable[Held]) -> list[AtDepth]:
    """Return what sessions HELD, of one account or several, come to by depth, least first (S-B6)."""
    each = list(held)
    return [_at(depth, [h for h in each if h.item.depth is depth]) for depth in Depth]


def _at(depth: Depth, held: list[Held]) -> AtDepth:
    return AtDepth(
        depth,
        len(held),
        sum(len(h.opportunities) for h in held),
        sum(h.won for h in held),
        sum((h.worth for h in held), Decimal(0)),
        sum((h.won_worth for h in held), Decimal(0)),
        sum(h.unvalued for h in held),
    )

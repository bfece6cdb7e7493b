"""Action plan: what the actions of a plan take, in which order and by when they are done.

What is to be done, and for what, is told in `plan`; who answers for it in `responsibilities`.

Rules
  AX1  Only an action that is open is given means, ordered, ranked or put on another day.     J-A0
  AX2  What an action takes is funds, other means, or neither, which is said as such.         J-A3
  AX3  An action comes after others of the plan, and never, through any of them, after itself.  J-A0
  AX4  The highest priority is 1.                                                             J-B4
  AX5  An action is put on another day that is not past, and why is said.                     J-A2
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.plan import Action, Plan, open_action
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Resources:
    """What an action takes: money, other means, or nothing.

    none_needed: whether it was said that it takes nothing. funds: None, too, where no rate tells them.
    """

    funds: Money | None
    means: str | None
    none_needed: bool
    on: dt.date
    fact: str


@frozen
class Move:
    """That an action was put on another day, openly."""

    due: dt.date
    on: dt.date
    fact: str


@frozen
class Arranged:
    """How one action is to be done.

    resources: what it takes; None: nobody said. after: the actions it comes after.
    rank: its priority, the highest 1. moves: the days it was put on since it was planned, earliest first.
    """

    resources: Resources | None = None
    after: tuple[str, ...] = ()
    after_fact: str = ""
    rank: int | None = None
    rank_fact: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that say so."""
        said = (
            self.resources.fact if self.resources else "",
            self.after_fact,
            self.rank_fact,
            *(m.fact for m in self.moves),
        )
        return tuple(fact for fact in said if fact)


@frozen
class ActionPlan:
    """How the actions are to be done, by action."""

    items: Map[str, Arranged] = field(factory=Map)

    def of(self, action: str) -> Arranged:
        """Return how ACTION is to be done."""
        return self.items.get(action) or Arranged()


# Why not


class ResourcesUnstated(Refused):
    rule = "AX2"


class FundsImpossible(Refused):
    rule = "AX2"


class NotBefore(Refused):
    rule = "AX3"


class ComesAfterItself(Refused):
    rule = "AX3"


class NoRank(Refused):
    rule = "AX4"


class NotAnotherDay(Refused):
    rule = "AX5"


class ReschedulingUnexplained(Refused):
    rule = "AX5"


# What happened


class _Arranges(AccountEvent[ActionPlan]):
    """What arranges an open action."""

    topic = ActionPlan
    action: str

    def admit(self, account: Account) -> None:
        open_action(self.action, account)

    def arrange(self, found: Arranged, fact: Fact) -> Arranged:
        """Return how the action is to be done once this was said. Total."""
        raise NotImplementedError

    def change(self, state: ActionPlan, fact: Fact) -> ActionPlan:
        arranged = self.arrange(state.of(self.action), fact)
        return evolve(state, items=state.items.insert(self.action, arranged))


@frozen
class ResourcesAllocated(_Arranges):
    """It was said what an action takes: funds, other means, or nothing (J-A3).

    action: which.
    funds: the money set aside for it.
    means: what else it takes, such as people's days or equipment. Public: names nobody.
    none_needed: it takes neither.
    """

    verb = "action resource"
    says = "Action {action} takes {funds}[ and {means}]"

    action: FactRef
    funds: Money | None = None
    means: str | None = None
    none_needed: bool = False

    def telling(self) -> str:
        if self.none_needed:
            return "Action {action} needs no resources"
        return self.says if self.funds is not None else "Action {action} takes {means}"

    def admit(self, account: Account) -> None:
        super().admit(account)
        stated = self.funds is not None or bool(self.means and self.means.strip())
        if stated == self.none_needed:
            raise ResourcesUnstated(
                "It takes something, or it needs nothing" if stated else "Nothing says what the action takes",
                "Name its funds or other means, or say that none is needed.",
            )
        if self.funds is not None:
            if self.funds.amount <= 0:
                raise FundsImpossible(f"{self.funds} is nothing to set aside", "Say that none is needed.")
            in_ledgers_currency(self.funds, account)

    def arrange(self, found: Arranged, fact: Fact) -> Arranged:
        means = (self.means or "").strip() or None
        takes = Resources(self.funds, means, self.none_needed, fact.on, fact.reference)
        return evolve(found, resources=takes)


@frozen
class ActionSequenced(_Arranges):
    """An action was put after others, in place of those it came after before (J-A0).

    action: which.
    after: the actions it comes after; none: it may begin at once.
    """

    verb = "action order"
    says = "Action {action} comes after {after}"

    action: FactRef
    after: tuple[FactRef, ...] = ()

    def telling(self) -> str:
        return self.says if self.after else "Action {action} comes after no other"

    def admit(self, account: Account) -> None:
        super().admit(account)
        actions = account[Plan].actions
        for other in self.after:
            found = actions.get(other)
            if found is None or found.dropped:
                raise NotBefore(f"{other} is no action of the plan on {account.on}", "Add it first.")
        for known in (account[ActionPlan], account.ever[ActionPlan]):
            if self.action in _before(known, self.after):
                raise ComesAfterItself(
                    f"{self.action} would come after itself", "Leave out what comes after it."
                )

    def arrange(self, found: Arranged, fact: Fact) -> Arranged:
        return evolve(found, after=self.after, after_fact=fact.reference)


@frozen
class ActionPrioritised(_Arranges):
    """An action was given its priority (J-B4).

    action: which.
    rank: 1 for the highest; several may share one.
    """

    verb = "action prioritise"
    says = "Action {action} has priority {rank}"

    action: FactRef
    rank: int

    def admit(self, account: Account) -> None:
        super().admit(account)
        if self.rank < 1:
            raise NoRank(f"{self.rank} is no priority", "Name 1 for the highest, or a number above.")

    def arrange(self, found: Arranged, fact: Fact) -> Arranged:
        return evolve(found, rank=self.rank, rank_fact=fact.reference)


@frozen
class ActionRescheduled(_Arranges):
    """An action was openly put on another day; the reason says why (J-A2).

    action: which.
    due: by when it is to be done now.
    """

    verb = "action reschedule"
    says = "Action {action} rescheduled, due {due}"

    action: FactRef
    due: dt.date

    def admit(self, account: Account) -> None:
        super().admit(account)
        if self.due < account.on:
            raise NotAnotherDay(f"{self.due} is before {account.on}", "Name a day to come.")
        if self.due == due_day(self.action, account):
            raise NotAnotherDay(f"It is due on {self.due} already", "Nothing needs recording.")
        if not account.reason.strip():
            raise ReschedulingUnexplained("A day that moves without a reason tells nothing", "Say why.")

    def arrange(self, found: Arranged, fact: Fact) -> Arranged:
        return evolve(found, moves=(*found.moves, Move(self.due, fact.on, fact.reference)))


# What follows


def _before(known: ActionPlan, actions: tuple[str, ...]) -> set[str]:
    """Return ACTIONS, and all that they come after, each through any others."""
    found: set[str] = set()
    todo = list(actions)
    while todo:
        action = todo.pop()
        if action not in found:
            found.add(action)
            todo += known.of(action).after
    return found


def due_day(action: str, account: Account) -> dt.date | None:
    """Return by when ACTION is to be done, as rescheduled last; None when no day was named."""
    moves = account[ActionPlan].of(action).moves
    planned = account[Plan].actions.get(action)
    return moves[-1].due if moves else planned.due if planned else None


def waits_for(action: str, account: Account) -> tuple[str, ...]:
    """Return the actions ACTION comes after that are open still; what was dropped holds nothing up."""
    actions: Mapping[str, Action] = account[Plan].actions
    return tuple(
        each for each in account[ActionPlan].of(action).after if each in actions and actions[each].open
    )


def overdue(account: Account) -> dict[str, dt.date]:
    """Return the open actions whose day has passed, each with that day, the earliest first."""
    due = {key: due_day(key, account) for key, action in account[Plan].kept if action.open}
    late = [(day, key) for key, day in due.items() if day is not None and day < account.on]
    return {key: day for day, key in sorted(late, key=lambda item: item[0])}


def prioritised(account: Account) -> bool | None:
    """Return whether the open actions have their priorities: each a rank, and not all the same (J-B4).

    None where nothing is open. A single action needs no other to differ from.
    """
    ranks = [account[ActionPlan].of(key).rank for key, action in account[Plan].kept if action.open]
    if not ranks:
        return None
    return None not in ranks and (len(ranks) == 1 or len(set(ranks)) > 1)

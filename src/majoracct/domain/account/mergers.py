"""Mergers: accounts that became one, and accounts that became two. Streams never move.

From its day on, the replay of an account includes those that merged into it; a split copies
nothing. Both are our design: the sources are silent on them.

Rules
  M1  An account merges into another account, not into itself or one that merged already.  X-10
  M2  An account merges once.                                                             X-10
  M3  An account is split off under a key of its own.                                      X-10
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account, Proposal

# What we know


@frozen
class Mergers:
    """Which accounts merged into this one, into which it merged, and what was split off."""

    predecessors: tuple[str, ...] = ()
    successor: str | None = None
    merged_on: dt.date | None = None
    split_off: tuple[str, ...] = ()
    split_from: str | None = None


# Why not


class MergerImpossible(Refused):
    rule = "M1"


class AlreadyMerged(Refused):
    rule = "M2"


class SplitImpossible(Refused):
    rule = "M3"


# What happened


@frozen
class AccountAbsorbed(AccountEvent[Mergers]):
    """Another account merged into this one, whose replay includes it from this day on.

    predecessor: the key of the account that merged into this one.
    """

    topic = Mergers
    verb = ""
    half = True
    says = "{predecessor} merged into this account"

    predecessor: str

    def admit(self, account: Account) -> None:
        if already := account.ever.merged_into:
            raise MergerImpossible(f"{account.key} has merged into {already}", f"Merge into {already}.")
        if self.predecessor in account.ever.streams:
            raise MergerImpossible(
                f"{self.predecessor} is {account.key} itself or has merged into it", "Name another account."
            )
        if account.key in account.ever.other(self.predecessor).streams:
            raise MergerImpossible(
                f"{account.key} itself merged into {self.predecessor}", "Merge into the one that remains."
            )

    def change(self, state: Mergers, fact: Fact) -> Mergers:
        return evolve(state, predecessors=(*state.predecessors, self.predecessor))


@frozen
class AccountMerged(AccountEvent[Mergers]):
    """This account merged into another, which tells of it from this day on.

    successor: the key of the account it merged into.
    """

    topic = Mergers
    verb = ""
    half = True
    says = "Merged into {successor}"
    carries_over = False

    successor: str

    def admit(self, account: Account) -> None:
        if already := account.ever[Mergers].successor:
            raise AlreadyMerged(f"{account.key} merged into {already}", "Withdraw that merger first.")
        later = [f for f in account.ever.facts if f.stream == account.key and f.on > account.on]
        if later:
            raise MergerImpossible(
                f"{account.key} has facts after {account.on}, such as {later[0].reference} of {later[0].on}",
                "Merge on a later day, or withdraw them.",
            )

    def change(self, state: Mergers, fact: Fact) -> Mergers:
        return evolve(state, successor=self.successor, merged_on=fact.on)


@frozen
class AccountSplit(AccountEvent[Mergers]):
    """Part of this account became an account of its own. Nothing is copied.

    new: the key of the account that was split off.
    """

    topic = Mergers
    verb = ""
    half = True
    says = "{new} split off"
    carries_over = False

    new: str

    def admit(self, account: Account) -> None:
        if self.new == account.key:
            raise SplitImpossible(f"{account.key} cannot be split off itself", "Give the new account a key.")

    def change(self, state: Mergers, fact: Fact) -> Mergers:
        return evolve(state, split_off=(*state.split_off, self.new))


@frozen
class AccountSplitOff(AccountEvent[Mergers]):
    """This account was part of another until this day.

    parent: the key of the account it was split from.
    """

    topic = Mergers
    verb = ""
    half = True
    says = "Split off from {parent}"
    carries_over = False

    parent: str

    def change(self, state: Mergers, fact: Fact) -> Mergers:
        return evolve(state, split_from=self.parent)


# What follows


def merge(account: Account, *, into: str) -> Proposal:
    """Merge the account into another, which tells of both from that day on.

    into: the key of the account that remains.
    """
    return ((account.key, AccountMerged(into)), (into, AccountAbsorbed(account.key)))


def split(account: Account, *, new: str) -> Proposal:
    """Split part of the account off into an account of its own, opened under its own name first.

    new: the key of the account that is split off.
    """
    return ((account.key, AccountSplit(new)), (new, AccountSplitOff(account.key)))


procedures: dict[str, Callable[..., Proposal]] = {"account merge": merge, "account split": split}

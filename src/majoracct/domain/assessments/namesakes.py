"""Namesakes: accounts that go by one name, or took one that another had before (X-10).

Every name an account ever had finds it. Who takes a name that another had makes both answer to it, until
somebody asks by key.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.profile import Profile
from majoracct.domain.kernel import alike
from majoracct.domain.seen import Account

__all__ = ["Namesake", "namesakes"]


@frozen
class Namesake:
    """Two accounts that answer to one name.

    account: which is called so on the day. other: which is called so, too, or was before, or merged since.
    now: whether both are called so on the day. facts: what opened them, where that stands.
    """

    name: str
    account: str
    other: str
    now: bool
    facts: tuple[str, ...]


def namesakes(accounts: Iterable[Account]) -> list[Namesake]:
    """Return which of ACCOUNTS answer to the name that another goes by on the day, by name and key.

    What merged into one of them answers still; to a name its successor goes by, they are one customer.
    """
    called: dict[str, list[tuple[Account, Profile]]] = {}
    before: dict[str, list[tuple[Account, Profile]]] = {}
    for account in sorted((a for a in accounts if a.merged_into is None), key=lambda a: a.key):
        profile = account[Profile]
        if profile.name:
            called.setdefault(alike(profile.name), []).append((account, profile))
        for each in map(account.other, account.streams):
            its = each[Profile]
            for name in {*map(alike, its.names)} - {alike(profile.name)}:
                before.setdefault(name, []).append((each, its))
    found: list[Namesake] = []
    for name, those in sorted(called.items()):
        for nth, (account, profile) in enumerate(those):
            others = [(each, True) for each in those[nth + 1 :]]
            others += [(each, False) for each in before.get(name, ()) if each[0].key != account.key]
            found += (
                Namesake(
                    profile.name,
                    account.key,
                    other.key,
                    now,
                    tuple(fact for fact in (profile.opened, its.opened) if fact),
                )
                for (other, its), now in others
            )
    return found

"""Labels: what the company calls an account, beside its tier and its status, and whether it has a team.

Rules
  LB4  An account that bears a label which asks for a team, and in whose team nobody sits, lacks one.  J-D1
  LB5  A team is the account's own when nobody in it sits in another account's team.              J-D1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import frozen

from majoracct.domain.account.class_labels import ClassLabels, Label, spelt
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.account.team import Team, members
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import Account

__all__ = ["Labelled", "labelled", "seats_held"]


@frozen
class Labelled:
    """What an account is called, its tier as assigned, its status; its team, and who of it sits elsewhere.

    asking: the labels that ask for a team. formed: since when there is a team. seated: who sits in it.
    shared: those of them who sit in another account's team, too.
    """

    account: str
    labels: tuple[Label, ...]
    asking: tuple[Label, ...]
    tier: Tier | None
    status: Status
    formed: dt.date | None
    seated: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def without_team(self) -> bool:
        """Whether a label asks for a team, and nobody sits in one."""
        return bool(self.asking) and not self.seated

    @property
    def own_team(self) -> bool | None:
        """Whether its team is its own; None when nobody sits in one."""
        return not self.shared if self.seated else None


def seats_held(accounts: Iterable[Account]) -> dict[str, set[str]]:
    """Return in which of ACCOUNTS each of our people sits, by person."""
    found: dict[str, set[str]] = {}
    for account in accounts:
        if account.merged_into is None:
            for member in members(account):
                found.setdefault(member.person, set()).add(account.key)
    return found


def labelled(account: Account, terms: Terms, held: Mapping[str, set[str]]) -> Labelled:
    """Return what ACCOUNT is called and whether it has the team that asks for (J-D1, X-6).

    held: in which accounts each of our people sits, as `seats_held` says of all there are.
    """
    asks = {spelt(word) for word in terms.programme.team_labels}
    labels = tuple(account[ClassLabels].in_order)
    seated = tuple(sorted({m.person for m in members(account)}))
    return Labelled(
        account.key,
        labels,
        tuple(label for label in labels if label.word in asks),
        account[Segmentation].tier,
        account[Qualification].status,
        account[Team].formed,
        seated,
        tuple(person for person in seated if held.get(person, set()) - {account.key}),
    )

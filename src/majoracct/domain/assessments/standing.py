"""Standing: what the criteria say of an account on a day, beside its recorded status (B-Q6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from majoracct.domain.account.coverage import owner
from majoracct.domain.account.criteria import judged
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.revenue import by_year
from majoracct.domain.account.segmentation import Segmentation, indicate
from majoracct.domain.assessments.definitions import DEFINITIONS
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import EVER, Account

if TYPE_CHECKING:
    from majoracct.domain.assessments.perspectives import View

__all__ = ["Line", "called", "line"]


@frozen
class Line:
    """An account in a list, on a day.

    definition: whose "major" is meant. met: whether the account is major by it: all five criteria hold,
    or it is to that perspective; None when nobody knows. potential: whether it is by what is expected.
    revenue: net, in the calendar year of the day, up to it. untold: how many payments no rate tells.
    owner: which of our people has the account.
    """

    account: str
    name: str
    status: Status
    met: bool | None
    definition: str
    tier_assigned: Tier | None
    tier_indicated: Tier
    revenue: Money
    potential: bool = False
    owner: str | None = None
    untold: int = 0

    @property
    def standing(self) -> str:
        """In a word: met, potential, unmet or unknown."""
        if not self.met:
            return "unknown" if self.met is None else "unmet"
        return "potential" if self.potential else "met"


def called(account: Account) -> str:
    """Return what ACCOUNT is called on its day: before it was opened, by the first name it ever had.

    An import of an earlier year tells of days before the opening. A name is no news of the day it
    was first written down; the key stands for one that was never named.
    """
    if name := account[Profile].name:
        return name
    first = account.past.fold(Profile, (account.key,)).on(EVER)
    return (*first.former_names, first.name)[0] or account.key


def line(account: Account, terms: Terms, view: View | None = None) -> Line:
    """Return ACCOUNT as one line of a list, judged under TERMS, or as a perspective has VIEWed it."""
    taken = by_year(account).get(account.on.year)
    currency = terms.threshold.currency
    assigned = owner(account)
    return Line(
        account=account.key,
        name=called(account),
        status=account[Qualification].status,
        met=view.holds if view else all(v.holds for v in judged(account, terms)),
        definition=view.perspective.value if view else DEFINITIONS[0],
        tier_assigned=account[Segmentation].tier,
        tier_indicated=indicate(account, terms).tier,
        revenue=Money(taken.net, currency) if taken else Money.zero(currency),
        potential=view is not None and view.word == "potential",
        owner=assigned.value if assigned else None,
        untold=taken.untold if taken else 0,
    )

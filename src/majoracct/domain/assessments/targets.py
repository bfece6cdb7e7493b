"""How the programme stands against its target of named major accounts (B-D2).

Rules
  TA1  Only accounts on a side that policy counts are counted; what is major on another is told apart.
       B-D2 C-D1
  TA2  An account counts while its recorded status is major: neither before it is granted nor once it is
       revoked.  B-D2
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.coverage import counted
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.targets import Target, target_on
from majoracct.domain.seen import Account, Programme

__all__ = ["Progress", "progress"]


@frozen
class Progress:
    """The target worked towards on a day, and the accounts that are major on it.

    set_by: the fact that set the target, or adopted the policy that does.
    major: their keys, sorted.
    uncounted: the keys of those that are major, but stand on a side that policy does not count.
    """

    target: Target
    set_by: str
    major: tuple[str, ...]
    uncounted: tuple[str, ...] = ()

    @property
    def gap(self) -> int:
        """How many major accounts are lacking; 0 when none is."""
        return max(self.target.count - len(self.major), 0)


def progress(programme: Programme, accounts: Iterable[Account]) -> Progress:
    """Return how PROGRAMME stands on its day. Raises NoPolicy when none is in force.

    accounts: all there are on the day, merged ones told by their successor.
    """
    target = target_on(programme)
    terms = programme[Policy].terms
    major = {a.key: counted(a, terms) for a in accounts if a[Qualification].status is Status.MAJOR}
    return Progress(
        target,
        target.fact or programme[Policy].fact,
        tuple(key for key in sorted(major) if major[key]),
        tuple(key for key in sorted(major) if not major[key]),
    )

"""Continuity: how many of those who won the business deliver it (B-E5).

Rules
  HO1  Every win is told once, with its bid team and all who deliver it, in however many projects.  B-E5
  HO2  The share of the bid team that delivers is unknown where one of the teams is; unknown wins are
       left out of the mean, and there is none where nothing is known.                              B-E5
  HO3  The portfolio's wins and shares are the sums of its accounts'.                               B-E5
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from majoracct.domain.account.crews import Crews, Handover, handovers
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.seen import Account

__all__ = ["Carried", "Win", "carried", "wins"]


@frozen
class Win:
    """A win, who worked for it, and who delivers it.

    projects: those that sprang from it. bid, delivery: who is in the teams; None: unknown.
    stayed: who is in both. facts: what says who won, and what named the teams that are known.
    """

    opportunity: str
    title: str
    projects: tuple[str, ...]
    bid: tuple[str, ...] | None
    delivery: tuple[str, ...] | None
    facts: tuple[str, ...]

    @property
    def stayed(self) -> tuple[str, ...]:
        """Who worked for it and delivers it."""
        return tuple(person for person in self.bid or () if person in (self.delivery or ()))

    @property
    def share(self) -> Fraction | None:
        """The share of the bid team that delivers; None: unknown."""
        if not self.bid or self.delivery is None:
            return None
        return Fraction(len(self.stayed), len(self.bid))


@frozen
class Carried:
    """What wins come to: how many, of how many the share is known, and those shares added up."""

    wins: int = 0
    known: int = 0
    shares: Fraction = Fraction(0)

    @property
    def mean(self) -> Fraction | None:
        """The mean share of the bid team that delivers; None where it is known of no win."""
        return self.shares / self.known if self.known else None

    def plus(self, more: Carried) -> Carried:
        """Return what both come to."""
        return Carried(self.wins + more.wins, self.known + more.known, self.shares + more.shares)


def wins(account: Account) -> list[Win]:
    """Return the wins of ACCOUNT in the order of its opportunities, each with who stayed on (B-E5)."""
    bids, delivered = account[Crews].bids, handovers(account)
    found = []
    for key, won in account[Opportunities].in_order():
        if won.won:
            bid, projects = bids.get(key), [h for h in delivered if h.opportunity == key]
            crews = [crew for crew in (bid, *(h.delivery for h in projects)) if crew]
            found.append(
                Win(
                    key,
                    won.title,
                    tuple(h.project for h in projects),
                    bid.people if bid else None,
                    _delivering(projects),
                    (won.decided or won.fact, *(crew.fact for crew in crews)),
                )
            )
    return found


def _delivering(projects: list[Handover]) -> tuple[str, ...] | None:
    """Return all who are in the delivery teams of PROJECTS; None where one of the teams is unknown."""
    teams = [h.delivery.people for h in projects if h.delivery]
    if not projects or len(teams) < len(projects):
        return None
    return tuple(sorted({person for team in teams for person in team}))


def carried(accounts: Iterable[Account]) -> Carried:
    """Return what the wins of ACCOUNTS come to."""
    total = Carried()
    for account in accounts:
        for share in (win.share for win in wins(account)):
            total = total.plus(Carried(1, int(share is not None), share or Fraction(0)))
    return total

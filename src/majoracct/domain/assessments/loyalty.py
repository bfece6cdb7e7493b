"""Loyalty: who is loyal to whom of ours, beside how they find what we deliver, and what is at risk.

People are loyal, accounts are not. What is said of an account, or of all, counts people and their ties;
there is no loyalty of an account to be set, judged or computed.

Rules
  LOY1  Every tie of strong loyalty on the day stands beside that person's latest rating of each of our
        projects.                                                                             B-N5
  LOY2  A tie is at risk when the one of ours it is to left us, or gave up every seat in the account's
        team.                                                                                 B-N5
  LOY3  What is said of several ties, of an account or of all, counts people by whom they are loyal to. B-N4
  LOY4  A tie of which it cannot be read any more how loyal it is, stands among them as unknown, and is
        counted apart.                                                                        B-N5
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence

from attrs import frozen

from majoracct.domain.account.delivery import Delivery, Quality, Rating
from majoracct.domain.account.loyalty import Tie, loyal, untold
from majoracct.domain.account.team import Team, members
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.staff import Staff
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account

__all__ = ["Following", "Loyal", "Risk", "RiskOf", "followings", "loyal_people", "risk_of"]


class Risk(enum.Enum):
    """Why a tie of loyalty is at risk."""

    LEFT = "left us"
    RELEASED = "released"


# What is answered


@frozen
class RiskOf:
    """What puts ties to one of ours at risk, since when, and the fact that says so."""

    why: Risk
    on: dt.date
    fact: str


@frozen
class Loyal:
    """Somebody at the customer who is strongly loyal to one of ours, or of whom that cannot be read any more.

    seats: those the one of ours holds in the account's team. ratings: of our projects by the loyal
    person, the latest of each, by project. risk: what puts the tie at risk; None when nothing does.
    """

    account: str
    tie: Tie
    seats: tuple[Seat, ...]
    ratings: tuple[tuple[str, Rating], ...]
    risk: RiskOf | None

    @property
    def rated(self) -> Quality | None:
        """How they found what we delivered, when they said so last; None when they never did."""
        last = max(self.ratings, key=lambda each: (each[1].on, each[1].place), default=None)
        return last[1].quality if last else None


@frozen
class Following:
    """How many are loyal to one of ours, and how they rate what we deliver.

    people: at the customers, sorted. ties: how many, as somebody may be known to several accounts.
    at_risk: how many of them are. rated: how many rate us so, who do. untold: ties that are counted in none
    of these, as it cannot be read any more how loyal they are.
    """

    to: str
    people: tuple[str, ...]
    ties: int
    at_risk: int
    rated: dict[Quality, int]
    untold: tuple[Loyal, ...] = ()


# What follows


def risk_of(account: Account, colleague: str) -> RiskOf | None:
    """Return what puts loyalty to COLLEAGUE, one of ours, at risk in ACCOUNT; None when nothing does (B-N5).

    Who never held a seat in its team, and is with us, has given nothing up.
    """
    ours = account.programme[Staff].people.get(colleague)
    if ours is not None and (gone := ours.gone):
        return RiskOf(Risk.LEFT, gone.left, gone.fact)
    if any(member.person == colleague for member in members(account)):
        return None
    released = [r for r in account[Team].released if r.person == colleague]
    return RiskOf(Risk.RELEASED, released[-1].on, released[-1].fact) if released else None


def loyal_people(account: Account) -> list[Loyal]:
    """Return every tie of strong loyalty on the day: by the person's id, then by ours (B-N4, B-N5).

    Those are among them of which it cannot be read any more how loyal they are (LOY4).
    """
    held = members(account)
    return [
        Loyal(
            account.key,
            tie,
            tuple(member.seat for member in held if member.person == tie.to),
            _ratings(account, tie.person),
            risk_of(account, tie.to),
        )
        for tie in sorted([*loyal(account), *untold(account)], key=lambda tie: (tie.person, tie.to))
    ]


def _ratings(account: Account, person: str) -> tuple[tuple[str, Rating], ...]:
    found = []
    for key, project in sorted(account[Delivery].projects.items()):
        theirs = [rating for rating in project.ratings if rating.by == person]
        found += [(key, theirs[-1])] if theirs else []
    return tuple(found)


def followings(found: Iterable[Loyal]) -> list[Following]:
    """Return how many are loyal to each of ours, of one account's ties or of several's."""
    by: dict[str, list[Loyal]] = {}
    for each in found:
        by.setdefault(each.tie.to, []).append(each)
    return [_following(to, theirs) for to, theirs in sorted(by.items())]


def _following(to: str, found: Sequence[Loyal]) -> Following:
    unread = tuple(each for each in found if isinstance(each.tie.level, Erased))
    theirs = [each for each in found if each not in unread]
    return Following(
        to,
        tuple(sorted({each.tie.person for each in theirs})),
        len(theirs),
        sum(1 for each in theirs if each.risk is not None),
        {quality: sum(1 for each in theirs if each.rated is quality) for quality in Quality},
        unread,
    )

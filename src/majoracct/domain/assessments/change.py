"""Change: how far the case for each initiative is made, whether it is managed, and how such ones end.

Rules
  CF1  The case is made once why change, why now and how are answered.                    S-B2 S-B3
  CF2  A change is managed once it has a goal, and says how a group is to act.            S-B4 S-B5
  CF3  How often initiatives succeed is told apart by whether they were managed; of fewer that ended than
       policy asks for, nothing is said.                                                       S-B5
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.change import (
    Adoption,
    ChangeQuestion,
    Initiative,
    InitiativeEnd,
    Initiatives,
    managed,
    unanswered,
)
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Case", "Fared", "fared", "initiatives"]


@frozen
class Case:
    """An initiative, and what its change still lacks. days: for how long it has been, or was, under way."""

    account: str
    initiative: str
    item: Initiative
    days: int
    unanswered: tuple[ChangeQuestion, ...]

    @property
    def made(self) -> bool:
        """Whether the case for it is made."""
        return not self.unanswered

    @property
    def managed(self) -> bool:
        """Whether it has a goal, and says how a group is to act."""
        return managed(self.item)

    @property
    def adopted(self) -> int:
        """How many of the behaviours expected were adopted, as observed last."""
        return sum(b.seen is Adoption.ADOPTED for b in self.item.behaviours.values())

    @property
    def observed(self) -> int:
        """How many of the behaviours expected somebody looked for."""
        return sum(b.seen is not None for b in self.item.behaviours.values())

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it lacks, in words: an answer, goals, or behaviour that is expected."""
        lacks = [q.words for q in self.unanswered]
        lacks += [] if len(self.item.goals) else ["a goal"]
        lacks += [] if len(self.item.behaviours) else ["expected behaviour"]
        return tuple(lacks)

    @property
    def facts(self) -> tuple[str, ...]:
        """What says so, by kind: that it was opened, the answers, the goals, the behaviours, its end."""
        item = self.item
        answers = [item.answers[q.value].fact for q in ChangeQuestion if q.value in item.answers]
        goals = [goal.fact for _, goal in sorted(item.goals.items())]
        expected = [b for _, b in sorted(item.behaviours.items())]
        seen = [b.seen_fact for b in expected if b.seen_fact]
        end = [item.end_fact] if item.end_fact else []
        return (item.fact, *answers, *goals, *(b.fact for b in expected), *seen, *end)


@frozen
class Fared:
    """How initiatives fared that were managed, or that were not.

    share: of those that ended, how many succeeded; None when too few ended to say.
    """

    managed: bool
    under_way: int
    succeeded: int
    failed: int
    abandoned: int
    share: Decimal | None

    @property
    def ended(self) -> int:
        """How many ended."""
        return self.succeeded + self.failed + self.abandoned


def initiatives(account: Account) -> list[Case]:
    """Return the initiatives of ACCOUNT by the day, earliest first, each with what its change lacks."""
    return [
        Case(account.key, key, item, ((item.ended or account.on) - item.on).days, unanswered(item))
        for key, item in account[Initiatives].in_order()
    ]


def fared(cases: Iterable[Case], terms: Terms) -> list[Fared]:
    """Return how CASES fared that were managed, then those that were not (S-B5)."""
    each = list(cases)
    return [_fared([c for c in each if c.managed is kind], terms, kind=kind) for kind in (True, False)]


def _fared(cases: list[Case], terms: Terms, *, kind: bool) -> Fared:
    ends = [c.item.end for c in cases]
    count = {end: ends.count(end) for end in InitiativeEnd}
    ended = sum(count.values())
    enough = ended >= terms.engagement.compared_least
    return Fared(
        kind,
        ends.count(None),
        count[InitiativeEnd.SUCCEEDED],
        count[InitiativeEnd.FAILED],
        count[InitiativeEnd.ABANDONED],
        share_of(count[InitiativeEnd.SUCCEEDED], ended) if enough else None,
    )

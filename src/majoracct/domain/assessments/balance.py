"""Balance: whether those seated in the account's team make up a whole, and are paid to.

Few are strong at both selling and managing; a team can be (C-S3). A hunter seldom makes an account
manager (B-R8). Nobody in the team should be paid as one (B-C1). All of it is told, none of it refused.
"""

from __future__ import annotations

from attrs import frozen

from majoracct.domain.account.team import members
from majoracct.domain.programme.aptitude import Axis, ProfileLean, graded, lean, strengths
from majoracct.domain.programme.compensation import ModelKind, PayModel, model_of
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account

__all__ = ["Balance", "Balanced", "balance", "misplaced_pay"]


@frozen
class Balanced:
    """What one member brings to the team.

    seats: which they hold, each with the fact that says so.
    strong: the axes on which they are strong.
    graded: whether any skill of theirs was graded.
    """

    person: str
    seats: tuple[tuple[Seat, str], ...]
    lean: ProfileLean
    strong: tuple[Axis, ...]
    graded: bool

    @property
    def assessed(self) -> bool:
        """Whether every trait, and some skill, of theirs was judged."""
        return self.graded and not self.lean.missing


@frozen
class Balance:
    """What the members bring, each once, in the order of their seats.

    hunters: those answering for the account (X-7) who lean towards new accounts further than policy has it.
    """

    members: tuple[Balanced, ...]
    hunters: tuple[str, ...]

    @property
    def covered(self) -> tuple[Axis, ...]:
        """The axes on which somebody in the team is strong."""
        return tuple(axis for axis in Axis if any(axis in m.strong for m in self.members))

    @property
    def both(self) -> tuple[str, ...]:
        """Who is strong on both axes."""
        return tuple(m.person for m in self.members if len(m.strong) == len(Axis))

    @property
    def unassessed(self) -> tuple[str, ...]:
        """Of whom a trait, or every skill, was never judged, so that the rest says less than it seems."""
        return tuple(m.person for m in self.members if not m.assessed)


def balance(account: Account, terms: Terms) -> Balance:
    """Return what those seated on the day bring to the team, judged under TERMS."""
    programme, seats = account.programme, _seats(account)
    found = tuple(
        Balanced(
            person,
            held,
            lean(programme, person),
            strengths(programme, person, terms),
            any(graded(programme, person, axis) for axis in Axis),
        )
        for person, held in seats.items()
    )
    hunters = tuple(
        m.person
        for m in found
        if m.lean.assessed
        and isinstance(m.lean.score, int)  # what was erased makes nobody a hunter
        and m.lean.score < terms.team.hunter_lean
        and any(seat in terms.discipline.owners for seat, _ in m.seats)
    )
    return Balance(found, hunters)


def misplaced_pay(account: Account) -> dict[str, PayModel | None]:
    """Return those seated who are paid by a hunter's model, with it; or by none we know, with None (B-C1)."""
    models = {person: model_of(account.programme, person) for person in _seats(account)}
    return {p: m for p, m in models.items() if m is None or m.kind is ModelKind.HUNTER}


def _seats(account: Account) -> dict[str, tuple[tuple[Seat, str], ...]]:
    """Return the seats each member holds on the day, members in the order of their first."""
    found: dict[str, tuple[tuple[Seat, str], ...]] = {}
    for member in members(account):
        found[member.person] = (*found.get(member.person, ()), (member.seat, member.fact))
    return found

"""Ownership: whose the plan is. Who answers for the account builds it; the whole team owns it.

Rules
  OW1  A member of the team accepts the plan in force, once.  B-T5 J-B6
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.account.team import account_owner, members
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused, StaffId, pinned

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Ownership:
    """Who accepted which plan, by plan/person, each with the fact that says so."""

    accepted: Map[str, str] = field(factory=Map)


# Why not


class NoPlanToAccept(Refused):
    rule = "OW1"


class NoMember(Refused):
    rule = "OW1"


class AlreadyAccepted(Refused):
    rule = "OW1"


def _place(plan: str, person: str) -> str:
    return f"{plan}/{person}"


# What happened


@frozen
class PlanOwnershipAccepted(AccountEvent[Ownership]):
    """A member of the team made the plan in force their own (B-T5).

    person: who.
    """

    topic = Ownership
    verb = "plan accept"
    says = "{person} accepted the plan as theirs[: {plan}]"

    person: StaffId
    plan: FactRef | None = pinned()

    def pin(self, account: Account) -> Self:
        return evolve(self, plan=plan_in_force(account))

    def admit(self, account: Account) -> None:
        if self.plan is None:
            raise NoPlanToAccept(f"{account.key} has no plan on {account.on}", "Draft one first.")
        if self.person not in {m.person for m in members(account)}:
            raise NoMember(
                f"{self.person} has no seat in the team of {account.key} on {account.on}",
                "Seat them first: team seat.",
            )
        said = account.ever[Ownership].accepted.get(_place(self.plan, self.person))
        if said is not None:
            raise AlreadyAccepted(f"{self.person} accepted that plan: {said}", "Nothing needs recording.")

    def change(self, state: Ownership, fact: Fact) -> Ownership:
        if self.plan is None:
            return state
        key = _place(self.plan, self.person)
        return evolve(state, accepted=state.accepted.insert(key, fact.reference))


# What follows


@frozen
class Owned:
    """Whose the plan in force is.

    plan: which plan. responsible: who answers for the account, and so for building it (X-7).
    accepted: the members who made it theirs, each with the fact. outstanding: those who have not.
    """

    plan: str | None
    responsible: str | None
    accepted: dict[str, str]
    outstanding: tuple[str, ...]

    @property
    def joint(self) -> bool:
        """Whether somebody answers for the plan, and every member made it theirs."""
        return bool(self.plan and self.responsible and not self.outstanding)


def jointly_owned(account: Account) -> Owned:
    """Return who of the team made the plan in force their own, and who has not (B-T5)."""
    plan = plan_in_force(account)
    said = account[Ownership].accepted
    people = list(dict.fromkeys(m.person for m in members(account)))
    accepted = {p: said[_place(plan, p)] for p in people if plan and _place(plan, p) in said}
    owner = account_owner(account)
    return Owned(
        plan=plan,
        responsible=owner.person if owner else None,
        accepted=accepted,
        outstanding=tuple(p for p in people if p not in accepted),
    )

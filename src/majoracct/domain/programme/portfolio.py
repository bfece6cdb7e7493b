"""Portfolio organisations: the specialists whose managers are enrolled, and the rules they accept.

An organisation that brings one part of what we offer takes part in the programme through its manager, who
accepts the rules of engagement; the same for all (S-W4).

Rules
  EO1  An organisation is enrolled under a name of its own, by a manager who is one of ours.    S-W4
  EO2  Only an organisation that is enrolled gets another manager, or leaves.                   S-W4
  EO3  Rules of engagement bear a version of their own, and say what they are: in words, or by a document
       that is shown.                                                                        S-W4
  EO4  The rules are accepted by the manager of an organisation that is enrolled, those in force, once.  S-W4
  EO5  A new version asks every manager to accept again, and a new manager accepts for themselves.  S-W4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Fact, FactRef, Map, ProgrammeEvent, Refused, StaffId, alike, pinned
from majoracct.domain.programme.staff import known_staff, ours

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Organisation:
    """A portfolio organisation, its manager since when, and the facts that say so; left: when it left."""

    name: str
    manager: str
    since: dt.date
    on: dt.date
    place: int
    fact: str
    manager_fact: str
    left: dt.date | None = None


@frozen
class EngagementRules:
    """A version of the rules of engagement, in force from its day until the next."""

    version: str
    on: dt.date
    place: int
    fact: str
    id: str


@frozen
class Acceptance:
    """That a manager accepted a version of the rules, when, and the fact that says so."""

    rules: str
    manager: str
    on: dt.date
    fact: str


@frozen
class PortfolioOrganisations:
    """The organisations by the fact that enrolled each; the rules, and who accepted which (rules/manager)."""

    organisations: Map[str, Organisation] = field(factory=Map)
    rules: Map[str, EngagementRules] = field(factory=Map)
    accepted: Map[str, Acceptance] = field(factory=Map)

    @property
    def enrolled(self) -> list[tuple[str, Organisation]]:
        """The organisations that take part, by id, by name."""
        kept = [(key, org) for key, org in self.organisations.items() if org.left is None]
        return sorted(kept, key=lambda item: (item[1].name.casefold(), item[1].place))

    @property
    def in_force(self) -> EngagementRules | None:
        """The rules published last; None when none were."""
        return max(self.rules.values(), key=lambda r: (r.on, r.place), default=None)

    def acceptance(self, manager: str) -> Acceptance | None:
        """Return that MANAGER accepted the rules in force; None when they did not, or there are none."""
        rules = self.in_force
        return self.accepted.get(f"{rules.id}/{manager}") if rules else None


# Why not


class OrganisationUnnamed(Refused):
    rule = "EO1"


class OrganisationEnrolled(Refused):
    rule = "EO1"


class OrganisationNotEnrolled(Refused):
    rule = "EO2"


class RulesUnstated(Refused):
    rule = "EO3"


class VersionTaken(Refused):
    rule = "EO3"


class NoRulesInForce(Refused):
    rule = "EO4"


class ManagesNone(Refused):
    rule = "EO4"


class AlreadyAccepted(Refused):
    rule = "EO4"


def _enrolled(organisation: str, programme: Programme) -> Organisation:
    """Return the ORGANISATION that takes part on the day. Raises OrganisationNotEnrolled."""
    found = programme[PortfolioOrganisations].organisations.get(organisation)
    if found is None or found.left:
        raise OrganisationNotEnrolled(
            f"{organisation} is no organisation enrolled on {programme.on}",
            "Enrol it first: programme enrol.",
        )
    return found


# What happened


@frozen
class PortfolioOrgEnrolled(ProgrammeEvent[PortfolioOrganisations]):
    """The management of a portfolio organisation was enrolled in the programme (S-W4).

    name: what the organisation is called, such as Networks. Public: names nobody.
    manager: who of ours manages it.
    """

    topic = PortfolioOrganisations
    verb = "programme enrol"
    says = "Enrolled {name}, managed by {manager}"

    name: str
    manager: StaffId

    def admit(self, programme: Programme) -> None:
        if not self.name.strip():
            raise OrganisationUnnamed("The organisation has no name", "Say what it is called.")
        for key, org in programme[PortfolioOrganisations].enrolled:
            if alike(org.name) == alike(self.name):
                raise OrganisationEnrolled(
                    f"{org.name} is enrolled as {key}",
                    "Call this one something else; or name its new manager: programme org-manager.",
                )
        known_staff(self.manager, programme)

    def change(self, state: PortfolioOrganisations, fact: Fact) -> PortfolioOrganisations:
        found = Organisation(
            self.name, self.manager, fact.on, fact.on, fact.place, fact.reference, fact.reference
        )
        return evolve(state, organisations=state.organisations.insert(fact.id, found))


@frozen
class PortfolioManagerNamed(ProgrammeEvent[PortfolioOrganisations]):
    """A portfolio organisation got another manager.

    organisation: which.
    manager: who of ours manages it from now on.
    """

    topic = PortfolioOrganisations
    verb = "programme org-manager"
    says = "{organisation} managed by {manager}"

    organisation: FactRef
    manager: StaffId

    def admit(self, programme: Programme) -> None:
        _enrolled(self.organisation, programme)
        known_staff(self.manager, programme)

    def change(self, state: PortfolioOrganisations, fact: Fact) -> PortfolioOrganisations:
        found = state.organisations.get(self.organisation)
        if found is None:
            return state
        named = evolve(found, manager=self.manager, since=fact.on, manager_fact=fact.reference)
        return evolve(state, organisations=state.organisations.insert(self.organisation, named))


@frozen
class PortfolioOrgLeft(ProgrammeEvent[PortfolioOrganisations]):
    """A portfolio organisation no longer takes part in the programme.

    organisation: which.
    """

    topic = PortfolioOrganisations
    verb = "programme disenrol"
    says = "No longer takes part: {organisation}"

    organisation: FactRef

    def admit(self, programme: Programme) -> None:
        _enrolled(self.organisation, programme)

    def change(self, state: PortfolioOrganisations, fact: Fact) -> PortfolioOrganisations:
        found = state.organisations.get(self.organisation)
        if found is None or found.left:
            return state
        gone = evolve(found, left=fact.on)
        return evolve(state, organisations=state.organisations.insert(self.organisation, gone))


@frozen
class RulesOfEngagementPublished(ProgrammeEvent[PortfolioOrganisations]):
    """A version of the rules of engagement was published, in force from this day on (S-W4).

    version: what the version is called, such as 2.
    text: what they say; may be left out when the document is shown as evidence. Public: names nobody.
    """

    topic = PortfolioOrganisations
    verb = "programme rules"
    says = "Rules of engagement published, version {version}[: {text}]"

    version: str
    text: str | None = None

    def admit(self, programme: Programme) -> None:
        if not self.version.strip():
            raise RulesUnstated("The rules bear no version", "Say which version it is.")
        if not (self.text and self.text.strip()) and not programme.evidence:
            raise RulesUnstated(
                "The rules say nothing", "State their text, or show the document: --evidence."
            )
        for _, rules in sorted(programme.ever[PortfolioOrganisations].rules.items()):
            if alike(rules.version) == alike(self.version):
                raise VersionTaken(f"{rules.fact} is version {rules.version}", "Name another version.")

    def change(self, state: PortfolioOrganisations, fact: Fact) -> PortfolioOrganisations:
        rules = EngagementRules(self.version, fact.on, fact.place, fact.reference, fact.id)
        return evolve(state, rules=state.rules.insert(fact.id, rules))


@frozen
class RulesAccepted(ProgrammeEvent[PortfolioOrganisations]):
    """The manager of a portfolio organisation accepted the rules of engagement in force (S-W4).

    manager: who accepted them.
    """

    topic = PortfolioOrganisations
    verb = "programme accept-rules"
    says = "{manager} accepted the rules of engagement[, {rules}]"

    manager: StaffId
    rules: FactRef | None = pinned()

    def pin(self, programme: Programme) -> Self:
        in_force = programme[PortfolioOrganisations].in_force
        return evolve(self, rules=in_force.id if in_force else None)

    def admit(self, programme: Programme) -> None:
        known_staff(self.manager, programme)
        state = programme[PortfolioOrganisations]
        if self.rules is None:
            raise NoRulesInForce(f"No rules are in force on {programme.on}", "Publish them first.")
        if self.manager not in {org.manager for _, org in state.enrolled}:
            raise ManagesNone(f"{self.manager} manages no organisation enrolled", "Enrol theirs first.")
        said = state.accepted.get(f"{self.rules}/{self.manager}")
        if said:
            raise AlreadyAccepted(
                f"{self.manager} accepted {self.rules} on {said.on}", "Nothing needs recording."
            )

    def change(self, state: PortfolioOrganisations, fact: Fact) -> PortfolioOrganisations:
        if self.rules is None:
            return state
        said = Acceptance(self.rules, self.manager, fact.on, fact.reference)
        return evolve(state, accepted=state.accepted.insert(f"{self.rules}/{self.manager}", said))


# What follows


def outstanding(programme: Programme) -> list[tuple[str, Organisation]]:
    """Return the organisations enrolled whose manager did not accept the rules in force, by id (S-W4).

    A manager who left us accepted nothing that still counts. None of them while no rules are in force:
    there is nothing to accept.
    """
    state = programme[PortfolioOrganisations]
    if state.in_force is None:
        return []
    return [
        (key, org)
        for key, org in state.enrolled
        if state.acceptance(org.manager) is None or not ours(org.manager, programme)
    ]

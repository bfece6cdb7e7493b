"""Aptitude: which way our own people lean, and what they are good at, as somebody judged them.

A grade is a facet of a person, under an opaque id, as teams are judged by it; traits, and words about them,
are personal.

Rules
  AP1  Traits and skills are told only of one of our own people, who is with us.          C-X0
  AP2  A skill is graded by what was shown of it.                                         C-S1 C-S2
  AP3  The latest word on a trait stands; traits add up, new accounts -1, major ones +1.  C-X0
  AP4  Somebody is strong at selling, or at managing, with a strong skill and no weak one. C-S0 C-S3
  AP5  Which way somebody leans is unknown once a trait of theirs cannot be read.           C-X0
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Erased, Fact, Map, Personal, ProgrammeEvent, Refused, StaffId
from majoracct.domain.programme.staff import known_staff
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Terms

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme


class Trait(enum.Enum):
    """A row of the trait table: who wins new accounts on its left, who manages major ones on its right."""

    SPONTANEOUS_OR_PLANNER = "spontaneous-or-planner"
    IMPATIENT_OR_PATIENT = "impatient-or-patient"
    ACTOR_OR_DIRECTOR = "actor-or-director"
    PERSUASION_OR_DETAIL = "persuasion-or-detail"
    APOLITICAL_OR_POLITICAL = "apolitical-or-political"
    CLOSING_OR_ACCOUNTABLE = "closing-or-accountable"
    HUNTER_OR_FARMER = "hunter-or-farmer"
    KILLER_OR_COOKER = "killer-or-cooker"
    PEOPLE_OR_PROCESSES = "people-or-processes"
    CHARISMATIC_OR_EFFECTIVE = "charismatic-or-effective"
    RIGHT_BRAIN_OR_LEFT_BRAIN = "right-brain-or-left-brain"  # by intuition, or by logic
    PROMISES_OR_RESULTS = "promises-or-results"  # at home in the concept, or in what came of it
    SELLING_OR_MANAGING = "selling-or-managing"

    @property
    def left(self) -> str:
        """The word for those who win new accounts."""
        return self.value.partition("-or-")[0]

    @property
    def right(self) -> str:
        """The word for those who manage major ones."""
        return self.value.partition("-or-")[2]

    @property
    def row_id(self) -> str:
        """The requirement it comes from, C-X1 to C-X13."""
        return f"C-X{1 + list(Trait).index(self)}"


class Lean(enum.Enum):
    """To which side of a trait somebody leans."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def points(self) -> int:
        """What it adds to the sum of somebody's traits."""
        return {Lean.LEFT: -1, Lean.BOTH: 0, Lean.RIGHT: 1}[self]


class Axis(enum.Enum):
    """The two halves of the work: it is both a selling and a managing position (C-S0)."""

    SELLING = "selling"
    MANAGING = "managing"


class Skill(enum.Enum):
    """What the work takes: three skills of selling, three of managing, two of leading (C-S1 C-S2 S-M2)."""

    RAPPORT = "rapport"
    PERSUASION = "persuasion"
    COMMITMENT = "commitment"  # getting it from the customer
    PROMISE_KEEPING = "promise-keeping"
    PLANNING = "planning"
    IMPLEMENTING = "implementing"
    TEAM_MANAGEMENT = "team-management"  # what the best lone seller need not have
    PROCESS_MANAGEMENT = "process-management"

    @property
    def axis(self) -> Axis | None:
        """Which half of the work it is for; None: neither, but leading those who do it."""
        if self in (Skill.RAPPORT, Skill.PERSUASION, Skill.COMMITMENT):
            return Axis.SELLING
        return None if self.leads else Axis.MANAGING

    @property
    def leads(self) -> bool:
        """Whether it takes leading a team, not selling alone (S-M2)."""
        return self in (Skill.TEAM_MANAGEMENT, Skill.PROCESS_MANAGEMENT)

    @property
    def row_id(self) -> str:
        """The requirement it comes from: C-S1, C-S2 or S-M2."""
        return {Axis.SELLING: "C-S1", Axis.MANAGING: "C-S2", None: "S-M2"}[self.axis]


# What we know


@frozen
class Leaning:
    """To which side somebody leans, and the fact that says so."""

    lean: Personal[Lean]
    fact: str


@frozen
class Graded:
    """How good somebody is at something, and the fact that says so."""

    grade: Grade
    fact: str


@frozen
class Judged:
    """What was said of one of our people, the latest word on each."""

    traits: Map[str, Leaning] = field(factory=Map)
    skills: Map[str, Graded] = field(factory=Map)


@frozen
class Aptitude:
    """What was said of our people, by person."""

    people: Map[str, Judged] = field(factory=Map)

    def of(self, person: str) -> Judged:
        """Return what was said of PERSON; nothing, when nobody judged them."""
        return self.people.get(person, Judged())


# Why not


class SkillUnshown(Refused):
    rule = "AP2"


# What happened


@frozen
class TraitAssessed(ProgrammeEvent[Aptitude]):
    """Somebody judged to which side of a trait one of our people leans (C-X0).

    person: who.
    trait: which row of the trait table.
    lean: to its left, as those who win new accounts; to its right, as those who manage major ones; or both.
    note: what was seen of them, if that is to be kept.
    """

    topic = Aptitude
    verb = "staff trait"
    says = "{person}: {trait}, {lean}[ ({note})]"
    schema = 2

    person: StaffId
    trait: Trait
    lean: Personal[Lean]
    note: Personal[str] | None = None

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)

    def telling(self) -> str:
        if isinstance(self.lean, Erased):
            return self.says
        left, right = (side.replace("-", " ") for side in (self.trait.left, self.trait.right))
        judged = {
            Lean.LEFT: f"{left} rather than {right}",
            Lean.RIGHT: f"{right} rather than {left}",
            Lean.BOTH: f"{left} and {right} alike",
        }[self.lean]
        return f"{{person}} judged {judged}[ ({{note}})]"

    def change(self, state: Aptitude, fact: Fact) -> Aptitude:
        known = state.of(self.person)
        traits = known.traits.insert(self.trait.value, Leaning(self.lean, fact.reference))
        return evolve(state, people=state.people.insert(self.person, evolve(known, traits=traits)))

    @classmethod
    def upcast(cls, fields: dict[str, Any], schema: int) -> dict[str, Any]:
        # Schema 1 kept the side untagged.
        return {**fields, "lean": {"person": fields["person"], "clear": fields["lean"]}}


@frozen
class SkillGraded(ProgrammeEvent[Aptitude]):
    """Somebody judged, by what was shown, how good one of our people is at something (C-S1 C-S2).

    person: who.
    skill: at what.
    grade: how good.
    """

    topic = Aptitude
    verb = "staff skill"
    says = "{person} graded {grade} at {skill}"

    person: StaffId
    skill: Skill
    grade: Grade

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)
        if not programme.evidence:
            raise SkillUnshown(
                f"Nothing was shown of {self.person}'s {self.skill.value.replace('-', ' ')}",
                "Attach what shows it: --evidence.",
            )

    def change(self, state: Aptitude, fact: Fact) -> Aptitude:
        known = state.of(self.person)
        skills = known.skills.insert(self.skill.value, Graded(self.grade, fact.reference))
        return evolve(state, people=state.people.insert(self.person, evolve(known, skills=skills)))


# What follows


@frozen
class ProfileLean:
    """Where somebody stands between winning new accounts, at -13, and managing major ones, at 13.

    score: their sum; what stands where one of them cannot be read, as then it is unknown (AP5).
    facts: those that say so, one for each trait assessed.
    """

    score: Personal[int]
    assessed: tuple[Trait, ...]
    missing: tuple[Trait, ...]
    facts: tuple[str, ...]


def lean(programme: Programme, person: str) -> ProfileLean:
    """Return which way PERSON leans; a trait that nobody assessed adds nothing (C-X0)."""
    traits = programme[Aptitude].of(person).traits
    known = {trait: traits[trait.value] for trait in Trait if trait.value in traits}
    return ProfileLean(
        _sum(leaning.lean for leaning in known.values()),
        tuple(known),
        tuple(trait for trait in Trait if trait not in known),
        tuple(leaning.fact for leaning in known.values()),
    )


def _sum(leans: Iterable[Personal[Lean]]) -> Personal[int]:
    total = 0
    for each in leans:
        if isinstance(each, Erased):
            return each
        total += each.points
    return total


def graded(programme: Programme, person: str, axis: Axis) -> dict[Skill, Graded]:
    """Return how PERSON was graded at each skill of an AXIS that was graded at all."""
    skills = programme[Aptitude].of(person).skills
    return {s: skills[s.value] for s in Skill if s.axis is axis and s.value in skills}


def led(programme: Programme, person: str) -> dict[Skill, Graded]:
    """Return how PERSON was graded at each skill of leading that was graded at all (S-M2)."""
    skills = programme[Aptitude].of(person).skills
    return {s: skills[s.value] for s in Skill if s.leads and s.value in skills}


def strengths(programme: Programme, person: str, terms: Terms) -> tuple[Axis, ...]:
    """Return the axes on which PERSON is strong: in one of its skills, and weak in none (C-S3).

    A skill that nobody graded counts neither way: people are graded on what they were seen to do.
    """
    found = []
    for axis in Axis:
        ranks = [each.grade.rank for each in graded(programme, person, axis).values()]
        if ranks and max(ranks) >= terms.team.strong.rank and min(ranks) > Grade.WEAK.rank:
            found.append(axis)
    return tuple(found)

"""Compensation: by which model our people are given quotas and goals, and paid.

Rules
  CO1  A pay model has a title of its own, and says its quota, its goal and its pay.          B-C1
  CO2  An account team's model differs from every hunter's, in quota, in goal and in pay.     B-C1
  CO3  One of our own people, who is with us, is paid by a model on record, the latest named. B-C1
  CO5  A strategic account manager's model is measured by what policy names, over at least its years.  S-M3
  CO6  A portfolio rep's model keeps the quotas that policy names, by quarter and by year.       S-M4
  CO4  A model that was retired pays nobody any more, and leaves its title and its words free. B-C1
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Fact, FactRef, Map, ProgrammeEvent, Refused, StaffId, alike
from majoracct.domain.programme.discipline_tables import PayMeasure
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme


class ModelKind(enum.Enum):
    """For whom a pay model is meant: those who win new accounts, or those who see to a major one."""

    HUNTER = "hunter"
    ACCOUNT_TEAM = "account-team"
    STRATEGIC_ACCOUNT_MANAGER = "strategic-account-manager"  # over years (S-M3)
    PORTFOLIO_REP = "portfolio-rep"  # by quarter and by year (S-M4)

    @property
    def people(self) -> str:
        """Those it is meant for, in a sentence."""
        return f"{self.value.replace('-', ' ')}s"


# What we know


@frozen
class PayModel:
    """A pay model: what it asks, what that is measured by, over how many years, and how it pays."""

    title: str
    kind: ModelKind
    quota: str
    goal: str
    pay: str
    fact: str
    retired: dt.date | None = None
    measures: tuple[PayMeasure, ...] = ()
    years: int | None = None


@frozen
class Paid:
    """By which model somebody is paid, since when."""

    model: str
    since: dt.date
    fact: str


@frozen
class Compensation:
    """The pay models, each by the fact that defined it, and who is paid by which."""

    models: Map[str, PayModel] = field(factory=Map)
    people: Map[str, Paid] = field(factory=Map)


# Why not


class ModelIncomplete(Refused):
    rule = "CO1"


class ModelTitleTaken(Refused):
    rule = "CO1"


class ModelNotDistinct(Refused):
    rule = "CO2"


class MeasureMissing(Refused):
    rule = "CO5"


class HorizonTooShort(Refused):
    rule = "CO5"


class QuotaMissing(Refused):
    rule = "CO6"


class ModelUnknown(Refused):
    rule = "CO3"


class ModelRetired(Refused):
    rule = "CO4"


def _in_use(reference: str, programme: Programme) -> None:
    """Raise Refused unless REFERENCE is a pay model on the day, and was not retired."""
    model = programme[Compensation].models.get(reference)
    if model is None:
        raise ModelUnknown(f"{reference} is no pay model on {programme.on}", "Define it first.")
    if model.retired:
        raise ModelRetired(f"{model.title} was retired on {model.retired}", "Name a model that is in use.")


def _named(measures: Iterable[PayMeasure]) -> str:
    return " and ".join(measure.value.replace("-", " ") for measure in measures)


# What happened


@frozen
class CompensationModelDefined(ProgrammeEvent[Compensation]):
    """A pay model was defined: how those it is for are given quotas and goals, and paid (B-C1).

    title: what it is called.
    kind: whether it is for those who win new accounts, or for the team of a major one.
    quota: what somebody has to bring, or to see to.
    goal: what they are to aim for.
    pay: how they are paid for it.
    measures: what it is measured by.
    years: over how many years.
    """

    topic = Compensation
    verb = "programme pay-model"
    says = "Pay model defined for {kind}: {title}"
    schema = 2

    title: str
    kind: ModelKind
    quota: str
    goal: str
    pay: str
    measures: tuple[PayMeasure, ...] = ()
    years: int | None = None

    def admit(self, programme: Programme) -> None:
        if not all(text.strip() for text in (self.title, self.quota, self.goal, self.pay)):
            raise ModelIncomplete(
                "The pay model lacks a title, a quota, a goal or its pay", "State all four of them."
            )
        now = programme[Compensation].models
        for reference, model in sorted(programme.ever[Compensation].models.items()):
            if reference in now and now[reference].retired:
                continue
            if alike(self.title) == alike(model.title):
                raise ModelTitleTaken(f"{reference} is called {model.title}", "Call this one something else.")
            shared = [
                w for w in ("quota", "goal", "pay") if alike(getattr(self, w)) == alike(getattr(model, w))
            ]
            if shared and (self.kind is ModelKind.HUNTER) is not (model.kind is ModelKind.HUNTER):
                raise ModelNotDistinct(
                    f"{self.title} has the {' and the '.join(shared)} of {model.title}, which is for "
                    f"{model.kind.people}",
                    "Give an account team a quota, a goal and a pay of its own.",
                )

        self._measured(programme)

    def _measured(self, programme: Programme) -> None:
        """Raise Refused unless it is measured as policy has it for those it is for."""
        terms = programme[Policy].terms.discipline
        if self.kind is ModelKind.STRATEGIC_ACCOUNT_MANAGER:
            missing = _named(m for m in terms.sam_measures if m not in self.measures)
            if missing:
                raise MeasureMissing(f"{self.title} is not measured by {missing}", "Measure it by that, too.")
            if self.years is None or self.years < terms.sam_years:
                over = "no number of years" if self.years is None else f"{self.years} years"
                raise HorizonTooShort(
                    f"{self.title} is measured over {over}", f"State at least {terms.sam_years} years."
                )
        if self.kind is ModelKind.PORTFOLIO_REP:
            missing = _named(m for m in terms.portfolio_measures if m not in self.measures)
            if missing:
                raise QuotaMissing(f"{self.title} keeps no {missing}", "Measure it by that, too.")

    def telling(self) -> str:
        return f"Pay model defined for {self.kind.people}: {{title}}"

    def change(self, state: Compensation, fact: Fact) -> Compensation:
        model = PayModel(
            self.title,
            self.kind,
            self.quota,
            self.goal,
            self.pay,
            fact.reference,
            measures=self.measures,
            years=self.years,
        )
        return evolve(state, models=state.models.insert(fact.id, model))


@frozen
class CompensationAssigned(ProgrammeEvent[Compensation]):
    """One of our people is paid by a model from now on (B-C1).

    person: who.
    model: by which model.
    """

    topic = Compensation
    verb = "staff pay-model"
    says = "{person} paid by {model}"

    person: StaffId
    model: FactRef

    @classmethod
    def require(cls, programme: Programme) -> None:
        if not programme[Compensation].models:
            raise ModelUnknown(f"There is no pay model on {programme.on}", "Define one first.")

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)
        _in_use(self.model, programme)

    def change(self, state: Compensation, fact: Fact) -> Compensation:
        paid = Paid(self.model, fact.on, fact.reference)
        return evolve(state, people=state.people.insert(self.person, paid))


@frozen
class CompensationModelRetired(ProgrammeEvent[Compensation]):
    """A pay model was retired: nobody is paid by it any more (B-C1).

    model: which.
    """

    topic = Compensation
    verb = "programme retire-pay-model"
    says = "Pay model {model} retired"

    model: FactRef

    def admit(self, programme: Programme) -> None:
        _in_use(self.model, programme)

    def change(self, state: Compensation, fact: Fact) -> Compensation:
        found = state.models.get(self.model)
        if found is None:
            return state
        retired = evolve(found, retired=found.retired or fact.on)
        return evolve(state, models=state.models.insert(self.model, retired))


# What follows


def model_of(programme: Programme, person: str) -> PayModel | None:
    """Return the model by which PERSON is paid on the day; None when none is known, or it was retired."""
    state = programme[Compensation]
    paid = state.people.get(person)
    model = state.models.get(paid.model) if paid else None
    return None if model is None or model.retired else model

"""Value: what our work was worth to the customer, documented, whether it can be measured or not.

Rules
  V1  Value documented says what was measured, and what came of it.            B-E3
  V2  What is told of a project, value first of all, names one that we know.   B-Q2
  V3  Value that cannot be measured says what it is, and how it showed.        B-E3
  V4  A result can be stated once it is measured and came with evidence.       B-E6
  V5  What value is worth, where that is stated, is above nothing.             B-E3, B-E4
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Personal, PersonId, Refused, present
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Measure(enum.Enum):
    """By what a result is measured (B-Q2)."""

    METRIC = "metric"
    KPI = "kpi"
    ROI = "roi"


# What we know


@frozen
class Documented:
    """Value we brought, and the project it is linked to, if any."""

    title: str
    measure: Measure | None  # None: it cannot be measured
    amount: Money | None
    project: str | None
    shown: bool  # whether evidence was attached
    on: dt.date
    place: int
    fact: str

    @property
    def tangible(self) -> bool:
        """Whether it was measured."""
        return self.measure is not None


@frozen
class Value:
    """The value documented, each by the fact that documents it."""

    items: Map[str, Documented] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Documented]]:
        """Return the value documented, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class ResultUnstated(Refused):
    rule = "V1"


class ProjectNotOnRecord(Refused):
    rule = "V2"


class IntangibleUnstated(Refused):
    rule = "V3"


class WorthNothing(Refused):
    rule = "V5"


def project_on_record(project: str | None, account: Account) -> None:
    """Raise Refused unless PROJECT, if one is named, is one of the account's by the day."""
    if project and project not in account[Delivery].projects:
        raise ProjectNotOnRecord(
            f"{account.key} has no project {project} on {account.on}", "Record its start or completion."
        )


# What happened


@frozen
class ValueDocumented(AccountEvent[Value]):
    """A result of our work was documented.

    measure: a metric of the project, a KPI of the customer, or the return on investment.
    title: what was measured.
    result: what came of it, such as 31% fewer late payments. Public: names nobody.
    amount: what it is worth, where that is known.
    project: the project it is linked to.
    """

    topic = Value
    verb = "value document"
    says = "{measure} documented: {title}, {result}[ ({amount})][, for {project}]"

    measure: Measure
    title: str
    result: str
    amount: Money | None = None
    project: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not (self.title.strip() and self.result.strip()):
            raise ResultUnstated("What was measured, or what came of it, is missing", "State both.")
        if self.amount is not None:
            if self.amount.amount <= 0:
                raise WorthNothing(f"Value is not worth {self.amount}", "State an amount above 0, or none.")
            in_ledgers_currency(self.amount, account)
        project_on_record(self.project, account)

    def telling(self) -> str:
        return {Measure.METRIC: "Metric", Measure.KPI: "KPI", Measure.ROI: "ROI"}[self.measure] + (
            " documented: {title}, {result}[ ({amount})][, for {project}]"
        )

    def change(self, state: Value, fact: Fact) -> Value:
        return _documented(state, fact, self.title, self.measure, self.amount, self.project)


@frozen
class IntangibleValueDocumented(AccountEvent[Value]):
    """Our work was worth something that cannot be measured (B-E3).

    title: what it is.
    told: how it showed, in the words of whoever told us; personal, where `told_by` says who that is,
        else it names nobody.
    told_by: the stakeholder who told us, if one did.
    project: the project it is linked to.
    """

    topic = Value
    verb = "value intangible"
    says = "Intangible value documented: {title}, {told}[ (told by {told_by})][, for {project}]"
    schema = 2
    subject = "told_by"

    title: str
    told: Personal[str]
    told_by: PersonId | None = None
    project: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not (self.title.strip() and present(self.told)):
            raise IntangibleUnstated("What the value is, or how it showed, is missing", "State both.")
        if self.told_by:
            known_here(self.told_by, account)
        project_on_record(self.project, account)

    def change(self, state: Value, fact: Fact) -> Value:
        return _documented(state, fact, self.title, None, None, self.project)

    @classmethod
    def upcast(cls, fields: dict[str, Any], schema: int) -> dict[str, Any]:
        # Schema 1 kept what was told untagged.
        return {**fields, "told": {"person": fields.get("told_by") or "", "clear": fields["told"]}}


def _documented(
    state: Value,
    fact: Fact,
    title: str,
    measure: Measure | None,
    amount: Money | None,
    project: str | None,
) -> Value:
    shown = bool(fact.evidence)
    found = Documented(title, measure, amount, project, shown, fact.on, fact.place, fact.reference)
    return evolve(state, items=state.items.insert(fact.id, found))


# What follows


def missing_from_record(values: tuple[str, ...], account: Account) -> str | None:
    """Return the first of VALUES that is not documented by the day; None when all are."""
    return next((value for value in values if value not in account[Value].items), None)


def linked(account: Account, project: str) -> dict[Measure, str]:
    """Return, for each measure, the earliest fact that documents it for PROJECT."""
    return results(account).get(project, {})


def results(account: Account) -> dict[str, dict[Measure, str]]:
    """Return, by project, for each measure the earliest fact that documents it."""
    told: dict[str, list[Documented]] = {}
    for _, item in account[Value].in_order():
        if item.project:
            told.setdefault(item.project, []).append(item)
    return {project: _earliest(items) for project, items in told.items()}


def articulated(account: Account) -> dict[Measure, str]:
    """Return, for each measure, the earliest fact that documents it and came with evidence (B-E6)."""
    return _earliest(item for _, item in account[Value].in_order() if item.shown)


def _earliest(items: Iterable[Documented]) -> dict[Measure, str]:
    found: dict[Measure, str] = {}
    for item in items:
        if item.measure is not None:
            found.setdefault(item.measure, item.fact)
    return found

"""Value: what our work was worth to the customer, documented.

Rules
  V1  Value documented says what was measured, and what came of it.     B-E3
  V2  Value is linked only to a project that we know.                   B-Q2
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused
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
    """A result, and the project it is linked to, if any."""

    measure: Measure
    project: str | None
    on: dt.date
    place: int
    fact: str


@frozen
class Value:
    """The results documented, each by the fact that documents it."""

    items: Map[str, Documented] = field(factory=Map)


# Why not


class ResultUnstated(Refused):
    rule = "V1"


class ProjectNotOnRecord(Refused):
    rule = "V2"


# What happened


@frozen
class ValueDocumented(AccountEvent[Value]):
    """A result of our work was documented.

    measure: a metric of the project, a KPI of the customer, or the return on investment.
    title: what was measured.
    result: what came of it, such as 31% fewer late payments.
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
            in_ledgers_currency(self.amount, account)
        if self.project and self.project not in account[Delivery].projects:
            raise ProjectNotOnRecord(
                f"{account.key} has no project {self.project} on {account.on}",
                "Record its start or completion.",
            )

    def telling(self) -> str:
        return {Measure.METRIC: "Metric", Measure.KPI: "KPI", Measure.ROI: "ROI"}[self.measure] + (
            " documented: {title}, {result}[ ({amount})][, for {project}]"
        )

    def change(self, state: Value, fact: Fact) -> Value:
        found = Documented(self.measure, self.project, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, found))


# What follows


def linked(account: Account, project: str) -> dict[Measure, str]:
    """Return, for each measure, the earliest fact that documents it for PROJECT."""
    found: dict[Measure, str] = {}
    for _, item in sorted(account[Value].items.items(), key=lambda i: (i[1].on, i[1].place)):
        if item.project == project:
            found.setdefault(item.measure, item.fact)
    return found

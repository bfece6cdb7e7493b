"""Demands: what the policy asks of each criterion, in words, and how much more than that there is.

Rules
  DE1  A document's margin is the days for which one of its kind stays in date.             B-Q1
  DE2  Further projects, plays, sponsors, opportunities and actions that would do are margin.  B-Q2 B-Q3 B-Q5
  DE3  So is what the plan brings above the threshold, in each year that reaches it.        B-Q4
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from attrs import frozen

from majoracct.domain.account.criteria import (
    additional,
    counting,
    documents,
    planned,
    reaching,
    sponsors_judged,
    worth,
)
from majoracct.domain.account.delivery import successes
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.plays import Plays
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.value import Measure, results
from majoracct.domain.calendar import add_months
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Aim, AimsRule, Terms
from majoracct.domain.seen import Account

__all__ = ["Margin", "demand", "margins"]


@frozen
class Margin:
    """How much more there is than a criterion asks for.

    of: what there is more of. amount: money, or how many. unit: days, or what is counted; "" for money.
    """

    of: str
    amount: int | Money
    unit: str = ""


def demand(criterion: str, terms: Terms) -> str:
    """Return what TERMS ask for by the CRITERION of this id, in words."""
    return _DEMANDS[criterion](terms)


def margins(criterion: str, account: Account, terms: Terms) -> tuple[Margin, ...]:
    """Return by how much ACCOUNT exceeds what TERMS ask for by the CRITERION of this id, which holds."""
    return tuple(_MARGINS[criterion](account, terms))


def _either(words: Iterable[str]) -> str:
    return " or ".join(words)


def _documents(terms: Terms) -> str:
    ages = terms.qualification
    shown = ", each filed with evidence" if ages.evidenced else ""
    return (
        f"an organisation chart at most {ages.org_chart_months} months old, a précis at most "
        f"{ages.precis_months}, a financial statement at most {ages.statement_months}{shown}"
    )


def _aims(terms: Terms) -> str:
    aims = [aim.value for aim in Aim]
    if terms.qualification.aims is AimsRule.ALL:
        return f"an action that was not dropped for each aim: {', '.join(aims)}"
    return f"an action that was not dropped for {_either(aims)}"


_DEMANDS: Final[dict[str, Callable[[Terms], str]]] = {
    "Q1": _documents,
    "Q2": lambda terms: (
        "a successful project with a metric, a KPI and an ROI"
        + (", or evidenced traction in a wider play" if terms.tensions.potential_qualifies else "")
    ),
    "Q3": lambda terms: (
        "a sponsor with a title and a remit, tied to another executive "
        f"({_either(level.value for level in terms.qualification.executive_levels)})"
    ),
    "Q4": lambda terms: (
        "an open opportunity besides what Q2 rests on, and a plan whose dated open opportunities reach "
        f"{terms.threshold} in one calendar year"
    ),
    "Q5": _aims,
}


def _in_date(account: Account, terms: Terms) -> Iterator[Margin]:
    for name, filed, months in documents(account[Profile], terms):
        last = max(add_months(f.dated, months) for f in counting(filed, terms))
        yield Margin(name, (last - account.on).days, "days")


def _proofs(account: Account, terms: Terms) -> Iterator[Margin]:
    shown = results(account)
    projects = sum(len(shown.get(key, {})) == len(Measure) for key, _ in successes(account))
    plays = sum(bool(play.traction) for play in account[Plays].items.values())
    yield Margin("projects and plays that would do", projects + plays - 1, "further")


def _sponsors(account: Account, terms: Terms) -> Iterator[Margin]:
    would_do = sum(verdict.holds for verdict in sponsors_judged(account, terms))
    yield Margin("sponsors that would do", would_do - 1, "further")


def _next(account: Account, terms: Terms) -> Iterator[Margin]:
    yield Margin("open opportunities besides", len(additional(account, terms)) - 1, "further")
    years = planned(account)
    for year in reaching(years, terms.threshold):
        spare = worth(years[year]) - terms.threshold.amount
        yield Margin(f"the plan for {year} above the threshold", Money(spare, terms.threshold.currency))


def _actions(account: Account, terms: Terms) -> Iterator[Margin]:
    kept = Counter(action.aim for action in account[Plan].actions.values() if action.dropped is None)
    if terms.qualification.aims is AimsRule.ANY:
        yield Margin("actions for any aim", kept.total() - 1, "further")
        return
    for aim in Aim:
        yield Margin(f"actions for {aim.value}", kept[aim] - 1, "further")


_MARGINS: Final[dict[str, Callable[[Account, Terms], Iterator[Margin]]]] = {
    "Q1": _in_date,
    "Q2": _proofs,
    "Q3": _sponsors,
    "Q4": _next,
    "Q5": _actions,
}

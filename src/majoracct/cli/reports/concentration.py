"""`report concentration`."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.counts import besides
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.concentration import By, Concentration, by_group
from majoracct.domain.assessments.references import EIGHT_OR_TWO_HUNDRED
from majoracct.domain.calendar import whole_year
from majoracct.domain.money import Money
from majoracct.domain.shares import percent

_BY = click.option(
    "--by",
    type=click.Choice([by.value for by in By]),
    default=By.YEAR.value,
    show_default=True,
    help="Year by year, or the year of the day by tier or channel.",
)


@report_on("portfolio", _BY)
def concentration(asked: Question) -> Table:
    """Show from how few customers the revenue comes, and how many of them are satisfied.

    HHI is the sum of the squared shares of the paying customers: 1 when one pays everything. A
    customer is satisfied when every sponsor who was asked is; of whom nobody was asked, nobody
    knows. Accounts on a side that policy does not count are left out.

    \b
    majoracct report concentration
    majoracct report concentration --by tier --as-of 2024
    """  # noqa: D301 - \b is click's
    by, on = By(asked.options["by"]), asked.view.on
    found = by_group(asked.accounts, asked.terms, by, on)
    rows = [_row(asked, name, each, int(name) if by is By.YEAR else on.year) for name, each in found]
    net = Money(sum((each.net for _, each in found), start=Money.zero(asked.currency).amount), asked.currency)
    so_far = "" if whole_year(on.year, on) else "so far "
    heading = {By.YEAR: "year", By.TIER: "tier", By.CHANNEL: "channel"}[by]
    return Table(
        rows,
        keys=(
            "by group year whole accounts paying revenue returned hhi per_customer "
            "satisfied unsatisfied unknown satisfied_share untold"
        ).split(),
        columns=(
            Column("told", heading),
            Column("paying", "paying", number=True),
            Column("revenue", f"they bring ({asked.currency})", number=True, money=True, besides="untold"),
            Column("per_customer", "a customer", number=True, money=True),
            Column("index", "HHI", number=True),
            Column("satisfied", "satisfied", number=True),
            Column("unsatisfied", "not", number=True),
            Column("unknown", "unknown", number=True),
            Column("of_known", "of known", number=True),
        ),
        total=f"{net} net{besides(sum(each.untold for _, each in found))}"
        f"{'' if by is By.YEAR else f' {so_far}in {on.year}'}, credits taken off",
        said=[_reference()],
        about={"by": by, "net": net, "reference": EIGHT_OR_TWO_HUNDRED},
        empty="No customer paid anything.",
    )


def _reference() -> str:
    told = EIGHT_OR_TWO_HUNDRED
    few, many = told.revenue // told.few, told.revenue // told.many
    return (
        f"for reference: {told.revenue:,} from {told.few} customers is {few:,} a customer, "
        f"from {told.many} it is {many:,}"
    )


def _row(asked: Question, name: str, found: Concentration, year: int) -> dict[str, Any]:
    whole = whole_year(year, asked.view.on)
    return {
        "by": asked.options["by"],
        "group": name,
        "year": year,
        "whole": whole,
        "accounts": found.accounts,
        "paying": found.paying,
        "revenue": Money(found.paid, asked.currency),
        "returned": Money(found.returned, asked.currency),
        "hhi": found.hhi,
        "per_customer": found.per_customer,
        "satisfied": found.satisfied,
        "unsatisfied": found.unsatisfied,
        "unknown": found.unknown,
        "satisfied_share": found.satisfied_share,
        "untold": found.untold,
        "told": name if whole or name != str(year) else f"{name}, not over",
        "index": None if found.hhi is None else f"{found.hhi:.3f}",
        "of_known": percent(found.satisfied_share),
    }

"""`report pareto`."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.concentration import Pareto
from majoracct.domain.assessments.concentration import pareto as pareto_of
from majoracct.domain.assessments.threshold import Basis
from majoracct.domain.calendar import whole_year
from majoracct.domain.money import Money
from majoracct.domain.shares import percent, stated

_BASES = click.option(
    "--basis",
    type=click.Choice([basis.value for basis in Basis]),
    default=Basis.ACTUAL.value,
    show_default=True,
    help="What came in in the year of the day, or what is expected of the first year not over.",
)


@report_on("portfolio", _BASES)
def pareto(asked: Question) -> Table:
    """Show the few customers that bring most of the business, beside the largest by count.

    The set is the smallest that brings policy's share of the revenue; the top is policy's share of
    the paying customers. Accounts on a side that policy does not count are left out. A customer
    credited more than it paid has no share, and is added up apart.

    \b
    majoracct report pareto --as-of 2017
    majoracct report pareto --basis expected
    """  # noqa: D301 - \b is click's
    basis, on, wanted = Basis(asked.options["basis"]), asked.view.on, asked.terms.concentration
    year = on.year if basis is Basis.ACTUAL or not whole_year(on.year, on) else on.year + 1
    found, whole = pareto_of(asked.accounts, asked.terms, year, basis), whole_year(year, on)
    rows: list[dict[str, Any]] = [
        {
            "rank": each.rank,
            "account": each.account,
            "revenue": Money(each.amount, asked.currency),
            "share": each.share,
            "cumulative": each.cumulative,
            "in_set": each.in_set,
            "in_top": each.in_top,
            "of_all": percent(each.share),
            "up_to_here": percent(each.cumulative),
        }
        for each in found.placed
    ]
    paid, returned = Money(found.paid, asked.currency), Money(found.returned, asked.currency)
    what = "expected of" if basis is Basis.EXPECTED else "in" if whole else "so far in"
    return Table(
        rows,
        keys=("rank", "account", "revenue", "share", "cumulative", "in_set", "in_top"),
        columns=(
            Column("rank", "#", number=True),
            Column("account", "account"),
            Column("revenue", f"{basis.value} {year} ({asked.currency})", number=True, money=True),
            Column("of_all", "share", number=True),
            Column("up_to_here", "cumulative", number=True),
            Column("in_set", f"brings {stated(wanted.business)}"),
            Column("in_top", f"top {stated(wanted.customers)}"),
        ),
        total=f"{paid} {what} {year}"
        + (f", and {returned} credited to customers that pay nothing net" if found.returned else "")
        + (f"; {found.untold:,} payments besides, in currencies that no rate tells" if found.untold else ""),
        said=[_told(found, stated(wanted.business), stated(wanted.customers))]
        if found.members and not found.untold
        else [],
        about={
            "basis": basis,
            "year": year,
            "whole": whole,
            "paid": paid,
            "returned": returned,
            "untold": found.untold,
            "business": wanted.business,
            "customers": wanted.customers,
        },
        empty=f"Nothing {'is' if basis is Basis.EXPECTED else 'came'} {what} {year}.",
    )


def _told(found: Pareto, business: str, customers: str) -> str:
    cumulative = {each.account: each.cumulative for each in found.placed}
    payers = sum(each.share is not None for each in found.placed)
    members, top = found.members, found.top
    told = f"{len(members)} of {payers} bring {percent(cumulative[members[-1]])}, {business} being asked"
    if top:
        told += f"; the top {customers}, {len(top)} of {payers}, bring {percent(cumulative[top[-1]])}"
    return told

"""`report profit`: the share of the largest customers, and what each tier brings.

It answers S-A5 S-A6.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from majoracct.cli.counts import besides, counted
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.profit import Sum, Top, by_tier, earned, top
from majoracct.domain.assessments.references import TOP_FIVE, TopShare
from majoracct.domain.calendar import last_whole_year, whole_year
from majoracct.domain.money import Money
from majoracct.domain.shares import percent, rounded

_YEAR = click.option(
    "--year", type=click.IntRange(1, 9998), help="The calendar year; the last whole one when not given."
)


@report_on("portfolio", _YEAR)
def profit(asked: Question) -> Table:
    """Show what each tier brings of a calendar year's profit, and the share of the largest customers.

    Profit is revenue less what serving the customer cost, and not known where no cost is on record, or no
    rate tells what a payment comes to (untold: how many): no
    share is taken then, and what is known stands beside it. The share of a tier may exceed 100%, when
    another loses money. The share of the top stands beside that of a study.

    \b
    majoracct report profit --year 2023 --as-of 2024
    """  # noqa: D301 - \b is click's
    year = asked.options["year"] or last_whole_year(asked.view.on)
    rows = earned(asked.accounts, asked.terms, year)
    largest, whole = top(rows, asked.terms), whole_year(year, asked.view.on)
    everybody, currency = largest.everybody, asked.currency
    profit_known, told = _known(everybody, currency), everybody.accounts - len(everybody.unknown)
    known = (
        f"profit {profit_known}, known of {told} of {everybody.accounts}"
        if profit_known is not None
        else "profit unknown"
    )
    kind = f"calendar year {year}{'' if whole else ', not over'}"
    return Table(
        [_row(asked, year, tier.value, each, everybody) for tier, each in by_tier(rows).items()],
        keys=(
            "year",
            "whole",
            "tier",
            "accounts",
            "revenue",
            "profit",
            "known",
            "unknown",
            "share",
            "untold",
        ),
        columns=(
            Column("tier", "tier"),
            Column("accounts", "accounts", number=True),
            Column("revenue", f"revenue ({currency})", number=True, money=True),
            Column("known", "profit as known", number=True, money=True),
            Column("lacking", "profit unknown", number=True),
            Column("of_all", "of all profit", number=True),
        ),
        total=f"{kind}: revenue {Money(everybody.revenue, currency)}{besides(everybody.untold)}; {known}",
        said=[
            _led(largest, asked.terms.programme.top, year),
            _studied(TOP_FIVE),
        ],
        about={
            "period": {"kind": "calendar-year", "year": year, "whole": whole},
            "top": {
                "customers": asked.terms.programme.top,
                "accounts": list(largest.accounts),
                "revenue_share": rounded(largest.revenue),
                "profit_share": rounded(largest.profit),
                "cost_unknown": list(largest.itself.unknown),
            },
            "reference": TOP_FIVE,
        },
        empty="No customer paid anything in that year.",
    )


def _led(found: Top, count: int, year: int) -> str:
    if not found.accounts and not found.everybody.untold:
        return f"the top {count}: nobody paid in {year}"
    who = ", ".join(found.accounts) or "nobody that a rate tells"
    if 0 < len(found.accounts) < count:
        who += f"; no more than {counted(len(found.accounts), 'customer')} paid"
    shares = f"{_share(found.revenue)} of revenue, {_share(found.profit)} of profit"
    return f"the top {count} of {year}: {shares} ({who})"


def _studied(told: TopShare) -> str:
    revenue, profit = percent(told.revenue), percent(told.profit)
    return (
        f"for reference, a study: the top {told.customers} brought {revenue} of revenue and {profit} of "
        "annual profit"
    )


def _share(share: Decimal | None) -> str:
    return percent(share) or "an unknown share"


def _known(found: Sum, currency: str) -> Money | None:
    """Return the profit as far as it is known; None where it is of nobody."""
    return Money(found.known, currency) if len(found.unknown) < found.accounts else None


def _row(asked: Question, year: int, tier: str, found: Sum, everybody: Sum) -> dict[str, Any]:
    share = found.profit_share(everybody)
    return {
        "year": year,
        "whole": whole_year(year, asked.view.on),
        "tier": tier,
        "accounts": found.accounts,
        "revenue": Money(found.revenue, asked.currency),
        "profit": None if found.profit is None else Money(found.profit, asked.currency),
        "known": _known(found, asked.currency),
        "unknown": list(found.unknown),
        "share": rounded(share),
        "untold": found.untold,
        "lacking": len(found.unknown),
        "of_all": percent(share) or "unknown",
    }

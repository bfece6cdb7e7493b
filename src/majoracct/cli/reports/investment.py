"""`report investment`: what came back of what we put into accounts, and what was wasted (B-I1, B-D5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.investment import Purpose
from majoracct.domain.assessments.returns import Returns, Total, Wasted, Worth, returns, total, wasted
from majoracct.domain.money import Money
from majoracct.domain.shares import percent

_WORDS: Final = {
    Worth.WORTH_IT: "worth it",
    Worth.NOT_WORTH_IT: "profitable, not worth it",
    Worth.UNPROFITABLE: "not profitable",
    None: "",
}


@report_on("accounts")
def investment(asked: Question) -> Table:
    """Show what came back of what we put into an ACCOUNT, or into each, by calendar year.

    The margin is revenue less what serving the customer cost, and not known where no cost is on record;
    the return is the margin less what we invested. The cost of landing an engagement is wasted once
    too little is kept of what was promised for it. Years in which nothing was spent are left out.

    \b
    majoracct report investment --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [row for account in asked.accounts for row in returns(account, asked.terms)]
    lost = [row for account in asked.accounts for row in wasted(account, asked.terms)]
    sums, currency = total(found), asked.currency
    return Table(
        [_row(row, currency) for row in found],
        keys=(
            "account",
            "year",
            "revenue",
            "cost",
            "margin",
            *(purpose.value for purpose in Purpose),
            "invested",
            "return",
            "wasted",
            "worth",
            "facts",
            "untold",
        ),
        columns=(
            Column("account", "account"),
            Column("year", "year"),
            *(
                Column(key, heading, number=True, money=True, besides="untold" if key == "revenue" else "")
                for key, heading in (
                    ("revenue", f"revenue ({currency})"),
                    ("margin", "margin"),
                    ("invested", "invested"),
                    ("return", "return"),
                    ("wasted", "wasted"),
                )
            ),
            Column("said", "verdict"),
        ),
        total=_summed(sums, len(found), currency),
        said=[_lost(row, currency) for row in lost],
        about={"over_promised": [_wasted(row, currency) for row in lost]},
        empty="Nothing was spent.",
    )


def _summed(sums: Total, years: int, currency: str) -> str:
    """Return what the rows come to; margin and return of the years in which a margin is known."""
    parts = (("revenue", sums.revenue), ("invested", sums.put_in), ("wasted", sums.wasted))
    said = "total " + ", ".join(f"{what} {Money(amount, currency)}" for what, amount in parts)
    if sums.unknown == years:
        return f"{said}; no margin is known"
    margin, earned = Money(sums.margin, currency), Money(sums.earned, currency)
    return f"{said}\nmargin known in {years - sums.unknown} of {years} years: {margin}, return {earned}"


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)


def _row(row: Returns, currency: str) -> dict[str, Any]:
    return {
        "account": row.account,
        "year": row.year,
        "revenue": Money(row.revenue, currency),
        "cost": _money(row.cost, currency),
        "margin": _money(row.margin, currency),
        **{purpose.value: Money(amount, currency) for purpose, amount in row.invested.items()},
        "invested": Money(row.put_in, currency),
        "return": _money(row.earned, currency),
        "wasted": Money(row.wasted, currency),
        "worth": row.worth,
        "facts": list(row.facts),
        "untold": row.untold,
        "said": _WORDS[row.worth],
    }


def _wasted(row: Wasted, currency: str) -> dict[str, Any]:
    return {
        "account": row.account,
        "opportunity": row.opportunity,
        "title": row.title,
        "kept": row.kept,
        "landing": _money(row.landing, currency),
    }


def _lost(row: Wasted, currency: str) -> str:
    said = f"over-promised: {row.account}, {row.title} ({row.opportunity}): {percent(row.kept)} kept, "
    if row.landing is None:
        return f"{said}what landing it cost is not on record"
    return f"{said}{Money(row.landing, currency)} of landing wasted"

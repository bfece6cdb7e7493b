"""`report revenue`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.clocks import View
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.revenue import Takings, by_year
from majoracct.domain.money import Money


@report_on("accounts")
def revenue(asked: Question) -> Table:
    """Show revenue by account and calendar year, up to the day; of one ACCOUNT, or of all.

    Payments count every payment, credits included; a credit is a payment below nothing. The
    revenue of a merged account is its successor's, and counts once.

    \b
    majoracct report revenue --as-of 2017 --csv
    """  # noqa: D301 - \b is click's
    total = Takings()
    rows: list[dict[str, Any]] = []
    for account in asked.accounts:
        for year, taken in sorted(by_year(account).items()):
            total = total.plus(taken)
            rows.append(
                {
                    "account": account.key,
                    "year": year,
                    "net": Money(taken.net, asked.currency),
                    "payments": taken.payments,
                    "credits": taken.credits,
                    "period": period(asked.view, year),
                }
            )
    net = Money(total.net, asked.currency)
    return Table(
        rows,
        keys=("account", "year", "net", "payments", "credits"),
        columns=(
            Column("account", "account"),
            Column("period", "year"),
            Column("net", f"net ({asked.currency})", number=True, money=True),
            Column("payments", "payments", number=True),
            Column("credits", "credits", number=True),
        ),
        total=f"total {net}, {total.payments:,} payments, {total.credits:,} of them credits",
        empty="Nothing was paid.",
    )


def period(asked: View, year: int) -> str:
    """Return the year as a person reads it: one that had not ended on the day says up to when."""
    to = str(asked.on)[5:]
    return str(year) if year != asked.on.year or to == "12-31" else f"{year} to {to}"

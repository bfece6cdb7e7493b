"""`report revenue`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.clocks import View
from majoracct.cli.counts import counted
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.revenue import Takings, by_year
from majoracct.domain.assessments.exchanges import Abroad, paid_abroad
from majoracct.domain.money import Money


@report_on("accounts")
def revenue(asked: Question) -> Table:
    """Show revenue by account and calendar year, up to the day; of one ACCOUNT, or of all.

    Payments count every payment, credits included; a credit is a payment below nothing. The
    revenue of a merged account is its successor's, and counts once. A payment in another currency
    counts at the rate in force on its day; `report exchanged` shows which.

    \b
    majoracct report revenue --as-of 2017 --csv
    """  # noqa: D301 - \b is click's
    total = Takings()
    rows: list[dict[str, Any]] = []
    unknown = 0
    for account in asked.accounts:
        paid, abroad = by_year(account), paid_abroad(account)
        for year in sorted({*paid, *abroad}):
            taken, foreign = paid.get(year, Takings()), abroad.get(year, Abroad())
            total, unknown = total.plus(taken), unknown + len(foreign.unknown)
            rows.append(
                {
                    "account": account.key,
                    "year": year,
                    "net": Money(taken.net, asked.currency),
                    "untold": taken.untold,
                    "payments": taken.payments,
                    "credits": taken.credits,
                    "rates": foreign.rates,
                    "unknown": foreign.unknown,
                    "period": period(asked.view, year),
                }
            )
    net = Money(total.net, asked.currency)
    return Table(
        rows,
        keys=("account", "year", "net", "payments", "credits", "rates", "unknown"),
        columns=(
            Column("account", "account"),
            Column("period", "year"),
            Column("net", f"net ({asked.currency})", number=True, money=True, besides="untold"),
            Column("payments", "payments", number=True),
            Column("credits", "credits", number=True),
        ),
        total=f"total {net}, {counted(total.payments, 'payment')}, {total.credits:,} of them credits"
        + (f"; {unknown:,} of the payments, in currencies that no rate tells, in no sum" if unknown else ""),
        empty="Nothing was paid.",
    )


def period(asked: View, year: int) -> str:
    """Return the year as a person reads it: one that had not ended on the day says up to when."""
    to = str(asked.on)[5:]
    return str(year) if year != asked.on.year or to == "12-31" else f"{year} to {to}"

"""`report`: every other view, by name."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.output import Answer, Column, document_options, output_options, table_options, write
from majoracct.cli.reads.asked import account_asked, footer, policy_in_force, whole
from majoracct.cli.session import session_of
from majoracct.domain.account.revenue import Takings, by_year
from majoracct.domain.assessments.targets import Progress, progress
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["report"]


@click.group("report")
def report() -> None:
    """Show a view by name: `report NAME [ACCOUNT]`."""


@report.command("revenue", short_help="Revenue by account and calendar year.")
@click.argument("account", required=False)
@table_options
@clock_options
@output_options
@click.pass_context
def revenue(
    ctx: click.Context, /, account: str | None, as_of: str | None, known_at: str | None, **options: Any
) -> None:
    """Show revenue by account and calendar year, up to the day; of one ACCOUNT, or of all.

    Payments count every payment, credits included; a credit is a payment below nothing. The
    revenue of a merged account is its successor's, and counts once.

    \b
    majoracct report revenue --as-of 2017 --csv
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        if account is None:
            accounts = ledger.accounts(as_of=asked.on, known_at=asked.known_at)
        else:
            accounts = [account_asked(asked, account)]
        write(_revenue(asked, accounts, options), options)


def _revenue(asked: View, accounts: list[Account], options: dict[str, Any]) -> Answer:
    currency = asked.ledger.settings.currency
    total = Takings()
    rows = []
    for each in accounts:
        for year, taken in sorted(by_year(each).items()):
            total = total.plus(taken)
            row: dict[str, Any] = {
                "account": each.key,
                "year": year,
                "net": Money(taken.net, currency),
                "payments": taken.payments,
                "credits": taken.credits,
            }
            rows.append(row | {"period": _period(asked, year)})
    policy = policy_in_force(asked, asked.ledger.past(asked.known_at))
    said = footer(asked, policy)
    if whole(options) and rows:
        net = Money(total.net, currency)
        said = f"total {net}, {total.payments:,} payments, {total.credits:,} of them credits\n{said}"
    return Answer(
        view="report.revenue",
        about=asked.about(policy),
        rows=rows,
        columns=(
            Column("account", "account"),
            Column("period", "year"),
            Column("net", f"net ({currency})", number=True, money=True),
            Column("payments", "payments", number=True),
            Column("credits", "credits", number=True),
        ),
        keys=("account", "year", "net", "payments", "credits"),
        footer=said,
        empty="Nothing was paid.",
    )


def _period(asked: View, year: int) -> str:
    """Return the year as a person reads it: one that had not ended on the day says up to when."""
    to = str(asked.on)[5:]
    return str(year) if year != asked.on.year or to == "12-31" else f"{year} to {to}"


@report.command("target", short_help="Major accounts against the target.")
@clock_options
@document_options
@click.pass_context
def target(ctx: click.Context, /, as_of: str | None, known_at: str | None, **options: Any) -> None:
    """Show how many major accounts the programme aims for, by when, and how many there are.

    \b
    majoracct report target --as-of 2017
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        accounts = ledger.accounts(as_of=asked.on, known_at=asked.known_at)
        programme = ledger.programme(as_of=asked.on, known_at=asked.known_at)
        found = progress(programme, accounts)
        policy = policy_in_force(asked, ledger.past(asked.known_at))
        write(
            Answer(
                view="report.target",
                about=asked.about(policy),
                data={
                    "target": found.target.count,
                    "by": found.target.by,
                    "set_by": found.set_by,
                    "major": len(found.major),
                    "accounts": found.major,
                    "gap": found.gap,
                },
                text=_told(found) + footer(asked, policy) + "\n",
            ),
            options,
        )


def _told(found: Progress) -> str:
    lacking = f"{found.gap} lacking" if found.gap else "reached"
    lines = [
        f"target     {found.target.count} major accounts by {found.target.by} ({found.set_by})",
        f"major      {len(found.major)}{': ' + ', '.join(found.major) if found.major else ''}",
        f"gap        {lacking}",
    ]
    return "".join(line + "\n" for line in lines)

"""`report mutual`: what the customer gained and what we gained, year by year (C-P5)."""

from __future__ import annotations

from majoracct.cli.counts import besides
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.cli.reports.revenue import period
from majoracct.domain.assessments.mutual import MutualYear, mutual_balance, mutual_balances
from majoracct.domain.money import Money


@report_on("accounts")
def mutual(asked: Question) -> Table:
    """Show by year what a customer confirmed it gained by us, and what it paid; of one ACCOUNT, or of all.

    The two sides are never added; what was confirmed without a figure is counted. Beside them stand
    the promises that came to be kept or broken in the year; those broken include what was mended, or
    reneged, since.

    \b
    majoracct report mutual harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    total = MutualYear()
    for found in mutual_balances(asked.accounts).values():
        total = total.plus(found)
    theirs = "no figure" if total.customer is None else Money(total.customer, asked.currency)
    ours = Money(total.ours, asked.currency)
    return Table(
        [
            {
                "account": account.key,
                "year": year,
                "period": period(asked.view, year),
                "customer": None if found.customer is None else Money(found.customer, asked.currency),
                "unpriced": found.unpriced,
                "ours": Money(found.ours, asked.currency),
                "gain": found.gain,
                "kept": found.kept,
                "broken": found.broken,
                "confirmations": found.facts,
                "untold": found.untold,
            }
            for account in asked.accounts
            for year, found in mutual_balance(account).items()
        ],
        keys=(
            "account",
            "year",
            "customer",
            "unpriced",
            "ours",
            "gain",
            "kept",
            "broken",
            "confirmations",
            "untold",
        ),
        columns=(
            Column("account", "account"),
            Column("period", "year"),
            Column("customer", f"they gained ({asked.currency})", number=True, money=True),
            Column("unpriced", "no figure", number=True),
            Column("ours", "we gained", number=True, money=True, besides="untold"),
            Column("gain", "gain for"),
            Column("kept", "kept", number=True),
            Column("broken", "broken", number=True),
        ),
        total=(
            f"customers confirmed {theirs}; we were paid {ours}{besides(total.untold)}; "
            f"promises kept {total.kept}, broken {total.broken}"
        ),
        empty="Neither side gained anything yet.",
    )

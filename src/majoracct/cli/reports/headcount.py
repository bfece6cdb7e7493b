"""`report headcount`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.sites import headcount as counted
from majoracct.domain.assessments.references import EMBEDDED_STAFF
from majoracct.domain.assessments.standing import called


@report_on("accounts")
def headcount(asked: Question) -> Table:
    """Show how many of our own people work full-time at a customer's: at one ACCOUNT's, or at all.

    Accounts at which nobody counted are left out.

    \b
    majoracct report headcount
    """  # noqa: D301 - \b is click's
    reference = EMBEDDED_STAFF.people
    rows: list[dict[str, Any]] = []
    for account in asked.accounts:
        found = counted(account)
        if found.facts:
            rows.append(
                {
                    "account": account.key,
                    "name": called(account),
                    "people": found.people,
                    "facts": found.facts,
                    "above_reference": found.people > reference,
                }
            )
    return Table(
        rows,
        keys=("account", "name", "people", "facts", "above_reference"),
        columns=(
            Column("account", "account"),
            Column("name", "name"),
            Column("people", "our people there", number=True),
            Column("above_reference", f"above {reference}"),
            Column("facts", "counted in"),
        ),
        total=f"{sum(row['people'] for row in rows):,} of our people at {len(rows)} accounts",
        said=[f"for reference: over {reference} of a supplier's people worked full-time at one bank's"],
        about={"reference": reference},
        empty="Nobody counted our people at a customer's.",
    )

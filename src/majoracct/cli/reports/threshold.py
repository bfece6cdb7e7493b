"""`report threshold`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.threshold import deciding, yearly


@report_on("accounts")
def threshold(asked: Question) -> Table:
    """Show, year by year, whether an account brings what makes one major: of one ACCOUNT, or of all.

    A year reaches the threshold on what came in, or, while it is not over, on what was stated that
    it should bring. What the plan counts on is shown beside it. Any one year is enough.

    \b
    majoracct report threshold acme --as-of 2024-06-30
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    reaching: dict[str, str] = {}
    for account in asked.accounts:
        years = yearly(account, asked.terms)
        if year := deciding(years):
            reaching[account.key] = year.reached.value if year.reached else ""
        rows += (
            {
                "account": account.key,
                "year": each.year,
                "whole": each.whole,
                "actual": each.actual,
                "expected": each.expected,
                "basis": each.basis,
                "planned": each.planned,
                "reached": each.reached,
                "fact": each.fact,
                "untold": each.untold,
                "reached_word": "unknown" if each.unknown else each.reached,
                "period": str(each.year) if each.whole else f"{each.year}, not over",
            }
            for each in years
        )
    by = ", ".join(f"{key} (on {on})" for key, on in sorted(reaching.items()))
    return Table(
        rows,
        keys=(
            "account",
            "year",
            "whole",
            "actual",
            "expected",
            "basis",
            "planned",
            "reached",
            "fact",
            "untold",
        ),
        columns=(
            Column("account", "account"),
            Column("period", "year"),
            Column("actual", f"actual ({asked.currency})", number=True, money=True, besides="untold"),
            Column("expected", "expected", number=True, money=True),
            Column("planned", "planned", number=True, money=True),
            Column("reached_word", "reached on"),
            Column("basis", "expected on the basis of"),
        ),
        total=f"{asked.terms.threshold} in a year: {len(reaching)} of {len(asked.accounts)}"
        + (f", {by}" if by else ""),
        about={"threshold": asked.terms.threshold, "reaching": sorted(reaching)},
        empty="Nothing came in, and nothing is expected or planned.",
    )

"""`report programme-years`: what came of the programme, year by year.

It answers S-Y2.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.programme_years import ProgrammeYear, began
from majoracct.domain.assessments.programme_years import programme_years as years_of
from majoracct.domain.money import Money
from majoracct.domain.shares import rounded


@report_on("portfolio")
def programme_years(asked: Question) -> Table:
    """Show the results of the programme by its own years, beside the year before it began.

    A year is twelve months from the day the programme began: funded first, or with its first account.
    Revenue and wins are of the accounts that were in it as the year ended, or are on the day while it
    runs; before is what they brought in the year before the programme began, unknown where none of them was
    on record then. Results are judged from policy's year on, once the year is over: some show at once, all
    of them only then.

    \b
    majoracct report programme-years --as-of 2024
    """  # noqa: D301 - \b is click's
    found = years_of(asked.programme, asked.accounts, asked.terms)
    start = began(asked.programme, asked.accounts, asked.terms)
    judged = asked.terms.programme.judged_from_year
    return Table(
        [_row(asked, each) for each in found],
        keys=(
            "number",
            "start",
            "end",
            "whole",
            "judged",
            "accounts",
            "revenue",
            "wins",
            "before",
            "growth",
            "untold",
        ),
        columns=(
            Column("number", "year"),
            Column("start", "from"),
            Column("last", "to"),
            Column("accounts", "accounts", number=True),
            Column("revenue", f"revenue ({asked.currency})", number=True, money=True, besides="untold"),
            Column("wins", "wins", number=True),
            Column("before", f"before ({asked.currency})", number=True),
            Column("grown", "against the year before it began"),
        ),
        said=[f"begun {start.on} ({start.fact}); results are judged from year {judged} on"] if start else [],
        about={"began": start},
        empty="The programme has not begun: it was never funded, and no account was ever in it.",
    )


def _row(asked: Question, found: ProgrammeYear) -> dict[str, Any]:
    return {
        "number": found.number,
        "start": found.start,
        "end": found.end,
        "whole": found.whole,
        "judged": found.judged,
        "accounts": found.accounts,
        "revenue": Money(found.revenue, asked.currency),
        "wins": found.wins,
        "before": None if found.before is None else Money(found.before, asked.currency),
        "growth": rounded(found.growth),
        "untold": found.untold,
        "last": found.end.fromordinal(max(found.end.toordinal() - 1, 1)),
        "grown": _grown(found, asked.terms.programme.judged_from_year),
    }


def _grown(found: ProgrammeYear, judged_from: int) -> str:
    if not found.judged:
        return "not over" if found.number >= judged_from else "too early to judge"
    if found.before is None:
        return "unknown: none on record then"
    if found.untold:
        return "unknown: some is in currencies that no rate tells"
    return "no revenue to compare" if found.growth is None else f"{found.growth:+.1%}"

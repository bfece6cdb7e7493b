"""`report scorecard`: each account by three heads, part by part.

It answers S-K1 S-K2 S-K3 S-W6.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.scorecard import Part, tally
from majoracct.domain.assessments.scorecard import scorecard as scored

_WORDS = {True: "yes", False: "no", None: "unknown"}


@report_on("accounts")
def scorecard(asked: Question) -> Table:
    """Show an ACCOUNT, or each in the programme, by three heads: discipline, the customer, the process.

    Discipline: what our people do and say, and how that is governed. The customer: its part in each
    planning cycle, and whether each is kept going. The process: a team, a plan, goals and a cadence,
    which let it be repeated. There is no score: each part holds, does not, or is unknown.

    \b
    majoracct report scorecard --as-of 2024
    """  # noqa: D301 - \b is click's
    day_of = asked.view.ledger.day_of
    found = [(a.key, part) for a in asked.accounts for part in scored(a, asked.terms, day_of)]
    counts = tally(part for _, part in found)
    return Table(
        [_row(key, part) for key, part in found],
        keys=("account", "head", "row", "part", "holds", "says", "facts"),
        columns=(
            Column("account", "account"),
            Column("head", "head"),
            Column("part", "part"),
            Column("word", "holds"),
            Column("says", "because"),
        ),
        said=[]
        if asked.named
        else [
            f"{head.value}, {name}: {each.holds} yes, {each.lacks} no, {each.unknown} unknown"
            for (head, name), each in counts.items()
        ],
        about={
            "parts": [
                {
                    "head": head,
                    "part": name,
                    "holds": each.holds,
                    "lacks": each.lacks,
                    "unknown": each.unknown,
                }
                for (head, name), each in counts.items()
            ]
        },
        empty="No account is in the programme.",
    )


def _row(account: str, part: Part) -> dict[str, Any]:
    return {
        "account": account,
        "head": part.head,
        "row": part.head.row,
        "part": part.name,
        "holds": part.holds,
        "says": part.says,
        "facts": list(part.facts),
        "word": _WORDS[part.holds],
    }

"""`report programme`: how the programme itself stands, part by part.

It answers S-Y1 S-Y2 S-W1 S-W3 S-W4 S-W5 J-D1 X-13.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.programme import ProgrammePart, parts

_WORDS = {True: "yes", False: "no", None: "unknown"}


@report_on("portfolio")
def programme(asked: Question) -> Table:
    """Show how the programme stands: funding, age, what came first, organisations, coaching, analyses.

    It is funded while funding that was committed for policy's years runs for people and for process. Its
    results are judged from policy's year on (`report programme-years`). Each organisation enrolled has a
    manager, who accepts the rules of engagement in force.

    \b
    majoracct report programme --as-of 2024
    """  # noqa: D301 - \b is click's
    found = parts(asked.programme, asked.accounts, asked.terms)
    counted = {word: sum(each.holds is holds for each in found) for holds, word in _WORDS.items()}
    return Table(
        [_row(asked, each) for each in found],
        keys=("part", "row", "holds", "says", "about", "people", "facts"),
        columns=(
            Column("part", "part"),
            Column("word", "holds"),
            Column("told", "because"),
            Column("row", "row"),
        ),
        total=", ".join(f"{count} {word}" for word, count in counted.items()),
    )


def _row(asked: Question, found: ProgrammePart) -> dict[str, Any]:
    names = ", ".join(asked.colleagues.get(person, person) for person in found.people)
    return {
        "part": found.name,
        "row": found.row,
        "holds": found.holds,
        "says": found.says,
        "about": found.about or None,
        "people": list(found.people),
        "facts": list(found.facts),
        "word": _WORDS[found.holds],
        "told": f"{found.says} ({names})" if names else found.says,
    }

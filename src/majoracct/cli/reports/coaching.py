"""`report coaching`: who manages accounts, when they were coached, how their skill was graded.

It answers S-W1.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.coached import Manager, managers


@report_on("portfolio")
def coaching(asked: Question) -> Table:
    """Show who manages the accounts in the programme, when they were coached, and how they manage.

    Coaching is due every so many months, as policy has it, counted from the last, or from when somebody
    first took the seat. Their skill at managing is unassessed while nobody graded it.

    \b
    majoracct report coaching --as-of 2024
    """  # noqa: D301 - \b is click's
    found = managers(asked.programme, asked.accounts, asked.terms)
    missed, unassessed = sum(m.missed for m in found), sum(m.unassessed for m in found)
    return Table(
        [_row(asked, each) for each in found],
        keys=(
            "person",
            "name",
            "accounts",
            "since",
            "held",
            "last",
            "coach",
            "due",
            "missed",
            "managing",
            "unassessed",
            "fact",
            "facts",
        ),
        columns=(
            Column("name", "account manager"),
            Column("of", "of"),
            Column("since", "since"),
            Column("held", "coached", number=True),
            Column("last", "last"),
            Column("due_word", "due by"),
            Column("skill", "at managing"),
        ),
        total=f"{len(found)} manage accounts; coaching missed: {missed}; skill unassessed: {unassessed}",
        empty="Nobody is seated as account manager of an account in the programme.",
    )


def _row(asked: Question, found: Manager) -> dict[str, Any]:
    last = found.held[-1] if found.held else None
    grades = {skill.value: graded.grade for skill, graded in found.managing.items()}
    return {
        "person": found.person,
        "name": asked.colleagues.get(found.person, found.person),
        "accounts": list(found.accounts),
        "since": found.since,
        "held": len(found.held),
        "last": last.on if last else None,
        "coach": last.coach if last else None,
        "due": found.due,
        "missed": found.missed,
        "managing": grades,
        "unassessed": found.unassessed,
        "fact": found.fact,
        "facts": [each.fact for each in found.held],
        "of": ", ".join(found.accounts),
        "due_word": f"{found.due}{', missed' if found.missed else ''}",
        "skill": ", ".join(f"{name} {grade.value}" for name, grade in grades.items()) or "unassessed",
    }

"""`report coaching`: who manages accounts, when they were coached, how they were graded at leading.

It answers S-M2 S-W1.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.coached import Manager, managers


@report_on("portfolio")
def coaching(asked: Question) -> Table:
    """Show who manages the accounts in the programme, when they were coached, and how they lead.

    Coaching is due every so many months, as policy has it, counted from the last, or from when somebody
    first took the seat. A skill of leading, a team or a process, is unassessed while nobody graded it.

    \b
    majoracct report coaching --as-of 2024
    """  # noqa: D301 - \b is click's
    found = managers(asked.programme, asked.accounts, asked.terms)
    missed, unassessed = sum(m.missed for m in found), sum(bool(m.unassessed) for m in found)
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
            "leading",
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
            Column("skill", "at leading"),
        ),
        total=f"{len(found)} to coach; coaching missed: {missed}; skill unassessed: {unassessed}",
        empty="Nobody is seated as account manager of an account in the programme.",
    )


def _row(asked: Question, found: Manager) -> dict[str, Any]:
    last = found.held[-1] if found.held else None
    grades = {skill.value: graded.grade for skill, graded in found.leading.items()}
    missing = [skill.value for skill in found.unassessed]
    told = [f"{name} {grade.value}" for name, grade in grades.items()]
    told += [f"{name} unassessed" for name in missing]
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
        "leading": grades,
        "unassessed": missing,
        "fact": found.fact,
        "facts": [each.fact for each in found.held],
        "of": ", ".join(found.accounts),
        "due_word": f"{found.due}{', missed' if found.missed else ''}",
        "skill": ", ".join(told),
    }

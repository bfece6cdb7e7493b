"""`report candidates`: the accounts as candidates for major status, ranked (C-K0, C-M2, C-M3)."""

from __future__ import annotations

from typing import Any, Final

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.candidacy import CandidateRow
from majoracct.domain.account.qualification import Qualification
from majoracct.domain.assessments.candidate_rows import Answer
from majoracct.domain.assessments.candidates import Candidate, ranked

_SIGNS: Final = {Answer.STRONG: "+", Answer.WEAK: "-", Answer.UNASSESSED: "."}
_ROWS: Final = [f"{n} {row.value.replace('-', ' ')}" for n, row in enumerate(CandidateRow, 1)]
_LEGEND: Final = (
    "+ strong, - weak, . unassessed, blank of no weight:",
    f"{', '.join(_ROWS[:5])},",
    ", ".join(_ROWS[5:]),
)


@report_on("portfolio")
def candidates(asked: Question) -> Table:
    """Rank every account as a candidate for major status, by the nine rows of the candidate table.

    The score is what the strong rows weigh less what the weak ones do. A row that nobody assessed
    counts for nothing; a row to which policy gives no weight is left out. The best candidates are
    customers already, satisfied and trusting, and come first among equals. Where a track record lacks
    something, trust has nothing to rest on. `report candidate` says what each row rests on.

    \b
    majoracct report candidates --as-of 2024
    """  # noqa: D301 - \b is click's
    found = ranked(asked.accounts, asked.terms)
    status = {account.key: account[Qualification].status for account in asked.accounts}
    rows = [{**_row(each), "status": status[each.account]} for each in found]
    best = [each.account for each in found if each.goodwill.best]
    return Table(
        rows,
        keys=(
            "account",
            "status",
            "score",
            "assessed",
            "weight",
            *(row.name.lower() for row in CandidateRow),
            "best",
            "satisfied",
            "trusting",
            "lacks",
            "facts",
        ),
        columns=(
            Column("account", "account"),
            Column("status", "status"),
            Column("score", "score", number=True),
            Column("of", "assessed", number=True),
            Column("signs", "1 2 3 4 5 6 7 8 9"),
            Column("best", "best"),
            Column("lacking", "track record lacks"),
        ),
        total=f"best candidates: {', '.join(best) or 'none'}",
        said=_LEGEND,
        about={"best": best},
        empty="There are no accounts.",
    )


def _row(found: Candidate) -> dict[str, Any]:
    answers = {each.row: each.answer for each in found.rows}
    facts = (*(f for each in found.rows for f in each.facts), *found.goodwill.facts, *found.record.facts)
    return {
        "account": found.account,
        "score": found.score,
        "assessed": found.assessed,
        "weight": found.weight,
        "of": f"{found.assessed} of {found.weight}",
        **{row.name.lower(): answers.get(row) for row in CandidateRow},
        "signs": " ".join(_SIGNS[answers[row]] if row in answers else " " for row in CandidateRow),
        "best": found.goodwill.best,
        "satisfied": found.goodwill.satisfied,
        "trusting": found.goodwill.trusting,
        "lacks": list(found.record.lacks),
        "lacking": ", ".join(found.record.lacks),
        "facts": list(dict.fromkeys(facts)),
    }

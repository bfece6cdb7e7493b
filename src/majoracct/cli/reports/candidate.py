"""`report candidate`: how one account does in each row of the candidate table, and why (C-K0 to C-K9)."""

from __future__ import annotations

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.candidates import Goodwill, weight
from majoracct.domain.assessments.candidates import candidate as judged


@report_on("account")
def candidate(asked: Question) -> Table:
    """Show how ACCOUNT does in each of the nine rows of the candidate table, and what that rests on.

    A row is strong or weak by facts on record, or by a judgement to which something was shown; what
    the record itself answers, nobody need judge. `candidate assess` records a judgement.

    \b
    majoracct report candidate lindqvist --as-of 2024
    """  # noqa: D301 - \b is click's
    account = asked.accounts[0]
    found = judged(account, asked.terms)
    rows = [
        {
            "account": account.key,
            "row": each.row.row_id,
            "title": each.row,
            "answer": each.answer,
            "weight": weight(each.row, asked.terms),
            "derived": each.derived,
            "because": each.because,
            "facts": list(each.facts),
            "shown": list(each.shown),
            "rests": ", ".join((*each.facts, *each.shown)),
        }
        for each in found.rows
    ]
    lacks = ", ".join(found.record.lacks)
    return Table(
        rows,
        keys=("account", "row", "title", "answer", "weight", "derived", "because", "facts", "shown"),
        columns=(
            Column("title", "row"),
            Column("answer", "answer"),
            Column("because", "because"),
            Column("rests", "rests on"),
        ),
        total=f"score {found.score}, {found.assessed} of {found.weight} assessed",
        said=(
            f"best candidate: {_best(found.goodwill)}",
            f"track record: {f'lacks {lacks}: trust has nothing to rest on' if lacks else 'sufficient'}",
        ),
        about={
            "score": found.score,
            "assessed": found.assessed,
            "weight": found.weight,
            "best": found.goodwill.best,
            "goodwill": found.goodwill,
            "track_record": found.record,
        },
        empty="Policy gives no row any weight.",
    )


def _best(found: Goodwill) -> str:
    """Return whether the account is of the best, and what keeps it from that."""
    if found.best:
        return "yes: a satisfied customer who trusts us"
    parts = (
        (found.customer, "not a customer of some time"),
        (found.satisfied, "not satisfied"),
        (found.trusting, "not on good terms with every sponsor"),
    )
    unknown = ((found.satisfied, "satisfaction"), (found.trusting, "the sponsors' relationships"))
    said = [words for holds, words in parts if holds is False]
    return "no: " + ", ".join([*said, *(f"{what} not known" for holds, what in unknown if holds is None)])

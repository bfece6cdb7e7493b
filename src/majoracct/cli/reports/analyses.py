"""`report analyses`: which analyses of each customer are on file, and which are old or missing.

It answers S-W3.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.analyses import Freshness, Kept, analysed, complete
from majoracct.domain.assessments.in_programme import in_programme


@report_on("accounts")
def analyses(asked: Question) -> Table:
    """Show which kinds of analysis of an ACCOUNT, or of each, are on file, fresh, old or missing.

    Of a kind, the one counts that tells of the latest days; it is fresh for policy's months after them.
    Of accounts that are not in the programme, only what is on file is shown.

    \b
    majoracct report analyses --where freshness=missing
    """  # noqa: D301 - \b is click's
    rows, whole, inside = [], 0, 0
    for account in asked.accounts:
        found, asked_for = analysed(account, asked.terms), in_programme(account)
        inside += asked_for
        whole += asked_for and complete(account, asked.terms)
        rows += [_row(account.key, each) for each in found if asked_for or each.analysis]
    wanted = [row["freshness"] for row in rows if row["kind"] in asked.terms.programme.analyses]
    counted = ", ".join(f"{wanted.count(word)} {word.value}" for word in Freshness)
    return Table(
        rows,
        keys=("account", "kind", "freshness", "period", "upto", "source", "finding", "filed", "fact"),
        columns=(
            Column("account", "account"),
            Column("kind", "kind"),
            Column("freshness", "stands"),
            Column("period", "of"),
            Column("source", "source"),
            Column("filed", "filed"),
            Column("finding", "it found"),
        ),
        total=f"{counted}; complete: {whole} of {inside} accounts in the programme",
        empty="No account is in the programme, and no analysis is on file.",
    )


def _row(account: str, found: Kept) -> dict[str, Any]:
    on_file = found.analysis
    return {
        "account": account,
        "kind": found.kind,
        "freshness": found.freshness,
        "period": on_file.period if on_file else None,
        "upto": on_file.upto if on_file else None,
        "source": on_file.source if on_file else None,
        "finding": on_file.finding if on_file else None,
        "filed": on_file.on if on_file else None,
        "fact": on_file.fact if on_file else None,
    }

"""`report articulation`: for which accounts results can be stated in figures (B-E6)."""

from __future__ import annotations

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.value import Measure
from majoracct.domain.assessments import value
from majoracct.domain.assessments.value import share
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def articulation(asked: Question) -> Table:
    """Show for which accounts results can be stated as a metric, a KPI and an ROI; of one ACCOUNT, or of all.

    Each counts once it is documented with evidence. How many accounts can we readily do it for?

    \b
    majoracct report articulation --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [value.articulation(account) for account in asked.accounts]
    covered = share(each.articulable for each in found)
    return Table(
        [
            {
                "account": each.account,
                **{measure.value: each.shown.get(measure) for measure in Measure},
                "articulable": each.articulable,
                "missing": [measure.value for measure in each.missing],
            }
            for each in found
        ],
        keys=("account", *(measure.value for measure in Measure), "articulable", "missing"),
        columns=(
            Column("account", "account"),
            *(Column(m.value, "metric" if m is Measure.METRIC else m.value.upper()) for m in Measure),
            Column("articulable", "can be stated"),
        ),
        total=f"for {covered.count} of {covered.of} accounts results can be stated in figures"
        + ("" if covered.ratio is None else f": {percent(covered.ratio)}"),
        about={
            "question": "B-E6",
            "articulable": covered.count,
            "of": covered.of,
            "share": rounded(covered.ratio),
        },
        empty="There are no accounts.",
    )

"""`report processes`."""

from __future__ import annotations

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.activities import SellingProcess
from majoracct.domain.assessments.penetration import processes as covered


@report_on("accounts")
def processes(asked: Question) -> Table:
    """Show how many activities each of the five processes that sell has; of one ACCOUNT, or of all.

    \b
    majoracct report processes --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [covered(account) for account in asked.accounts]
    rows = [
        {**{a.name: getattr(one, a.name) for a in attrs.fields(type(one))}, "lacking": one.lacking}
        for one in found
    ]
    names = [process.value for process in SellingProcess]
    whole = sum(not one.lacking for one in found)
    return Table(
        rows,
        keys=("account", *names, "lacking"),
        columns=(
            Column("account", "account"),
            *(Column(name, name, number=True) for name in names),
        ),
        total=f"all five are covered in {whole} of {len(rows)} account{'' if len(rows) == 1 else 's'}; "
        + ", ".join(f"{sum(getattr(one, name) for one in found)} {name}" for name in names),
    )

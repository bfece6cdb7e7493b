"""`report wins`."""

from __future__ import annotations

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.penetration import Wins
from majoracct.domain.assessments.penetration import wins as counted


@report_on("accounts")
def wins(asked: Question) -> Table:
    """Show what our wins rested on; of one ACCOUNT, or of all that we ever won something from.

    Price and performance are what most suppliers can offer; utility and the customer's own profit set
    us apart.

    \b
    majoracct report wins --as-of 2024
    """  # noqa: D301 - \b is click's
    whole, rows = Wins(), []
    names = [a.name for a in attrs.fields(Wins)]
    for account in asked.accounts:
        found = counted(account)
        if found.won:
            whole = whole.plus(found)
            rows.append({"account": account.key, **{name: getattr(found, name) for name in names}})
    apart = whole.utility + whole.customer_profit
    stated = whole.won - whole.unstated
    return Table(
        rows,
        keys=("account", *names),
        columns=(
            Column("account", "account"),
            *(Column(name, name.replace("_", " "), number=True) for name in names),
        ),
        total=f"{whole.won} won"
        + (f", {apart} of {stated} on what sets us apart" if stated else "")
        + f", {whole.unstated} unstated",
        about={"total": whole},
        empty="Nothing was won.",
    )

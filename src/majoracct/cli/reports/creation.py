"""`report creation`."""

from __future__ import annotations

from typing import Any

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.penetration import creations

_REACHED = ("no access", "access", "issue", "answered")


@report_on("accounts")
def creation(asked: Question) -> Table:
    """Show how far demand creation came with each executive; of one ACCOUNT, or of all.

    The steps are access to the executive, an emotional or political issue of theirs, and what of ours
    answers it. Nothing is told of the issue itself.

    \b
    majoracct report creation harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    for account in asked.accounts:
        found = creations(account)
        people = asked.names(account).people if found else {}
        rows += (
            {
                **{a.name: getattr(each, a.name) for a in attrs.fields(type(each))},
                "name": people.get(each.person, each.person),
                "came_to": _REACHED[each.steps],
                "complete": each.chain.complete,
            }
            for each in found
        )
    return Table(
        rows,
        keys=(
            "account",
            "person",
            "name",
            "steps",
            "complete",
            "reached",
            "chain",
            "opportunities",
            "won",
        ),
        columns=(
            Column("account", "account"),
            Column("name", "executive"),
            Column("came_to", "came to"),
            Column("reached", "on"),
            Column("opportunities", "opportunities", number=True),
            Column("won", "won", number=True),
        ),
        total=f"{sum(row['complete'] for row in rows)} of {len(rows)} chains complete; "
        f"opportunities of their issues {sum(row['opportunities'] for row in rows)}, "
        f"won {sum(row['won'] for row in rows)}",
        empty="Access to no executive was sought.",
    )

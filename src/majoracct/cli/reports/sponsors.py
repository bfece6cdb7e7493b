"""`report sponsors`: what each sponsor has of us, and what backing us brought them (B-E1, B-P4)."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.enablement import Enabled, enablement, pay_offs
from majoracct.domain.assessments.telling import Names


@report_on("accounts")
def sponsors(asked: Question) -> Table:
    """Show how we help each sponsor sell, and what backing us brought them; of one ACCOUNT, or of all.

    What they were given to argue with, the actions that support their selling, and the last word on
    how each engagement paid off for them. Who no longer sponsors us has no day since when.

    \b
    majoracct report sponsors harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(a, each) for a in asked.accounts for each in enablement(a)]
    counts = pay_offs(asked.accounts)
    bare = sum(each.since is not None and not each.enabled for _, each in found)
    paid = ", ".join(f"{credit.value} {number}" for credit, number in counts.items())
    return Table(
        [_row(a.key, each, asked.names(a)) for a, each in found],
        keys=(
            "account",
            "person",
            "name",
            "since",
            "ammunition",
            "actions",
            "payoff",
        ),
        columns=(
            Column("account", "account"),
            Column("name", "sponsor"),
            Column("since", "since"),
            Column("given", "armed with"),
            Column("support", "actions for them"),
            Column("brought", "brought them"),
        ),
        total=f"sponsors {len(found)}, with nothing from us {bare}; engagements: {paid}",
        about={"payoff": {credit.value: number for credit, number in counts.items()}, "unsupported": bare},
        empty="Nobody sponsors us.",
    )


def _row(account: str, found: Enabled, names: Names) -> dict[str, Any]:
    return {
        "account": account,
        "person": found.person,
        "name": names.people.get(found.person, found.person),
        "since": found.since,
        "ammunition": [
            {"on": a.on, "artefact": a.artefact, "values": a.values, "fact": a.fact} for a in found.ammunition
        ],
        "actions": [
            {
                "on": s.action.on,
                "task": s.action.task,
                "completed": s.action.completed,
                "action": s.id,
                "fact": s.action.fact,
            }
            for s in found.actions
        ],
        "payoff": [
            {"on": o.on, "project": o.project, "credit": o.credit.value, "fact": o.fact} for o in found.payoff
        ],
        "given": [a.artefact for a in found.ammunition],
        "support": [s.action.task + (" (done)" if s.action.completed else "") for s in found.actions],
        "brought": [
            o.credit.value + (f" ({names.things.get(o.project, o.project)})" if o.project else "")
            for o in found.payoff
        ],
    }

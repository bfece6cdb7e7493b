"""`report lineage`."""

from __future__ import annotations

from typing import Any

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.lineage import passed_on


@report_on("accounts")
def lineage(asked: Question) -> Table:
    """Show who passed sponsorship on to whom, chain by chain; of one ACCOUNT, or of all.

    A chain runs from its first introduction to its last. Where a sponsor brought us to several, each
    has a chain of their own. "Satisfied" is the introducer, on that day and on the day asked.

    \b
    majoracct report lineage harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    for account in asked.accounts:
        found = passed_on(account)
        people = asked.names(account).people if found else {}
        rows += (
            {
                **{a.name: getattr(each, a.name) for a in attrs.fields(type(each))},
                "introducer_name": people.get(each.introducer, each.introducer),
                "person_name": people.get(each.person, each.person),
                "place": f"{each.chain}.{each.link}",
            }
            for each in found
        )
    chains = len({(row["account"], row["chain"]) for row in rows})
    made = len({row["fact"] for row in rows})
    return Table(
        rows,
        keys=(
            "account",
            "chain",
            "link",
            "introducer",
            "introducer_name",
            "person",
            "person_name",
            "on",
            "satisfied_then",
            "satisfied_now",
            "sponsors",
            "fact",
        ),
        columns=(
            Column("account", "account"),
            Column("place", "chain"),
            Column("on", "on"),
            Column("introducer_name", "introduced by"),
            Column("satisfied_then", "satisfied then"),
            Column("satisfied_now", "now"),
            Column("person_name", "sponsor"),
            Column("sponsors", "sponsors us"),
        ),
        total=f"{made} introduction{'' if made == 1 else 's'} in {chains} chain{'' if chains == 1 else 's'}",
        empty="No sponsor brought us to another.",
    )

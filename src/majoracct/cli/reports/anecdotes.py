"""`report anecdotes`: the stories we may tell, and what they rest on (B-E7)."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.advocacy import Provenance
from majoracct.domain.account.advocacy import anecdotes as told
from majoracct.domain.assessments.telling import Names
from majoracct.domain.seen import Account


@report_on("accounts")
def anecdotes(asked: Question) -> Table:
    """Show the stories other prospects may hear, with consent and provenance; of one ACCOUNT, or of all.

    A story stands while all the value it rests on is on record, and the customer disputes none of it.
    Those retired are left out.

    \b
    majoracct report anecdotes --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(a, each) for a in asked.accounts for each in told(a)]
    standing = sum(each.stands for _, each in found)
    confirmed = sum(each.stands and all(source.confirmed for source in each.sources) for _, each in found)
    return Table(
        [_row(a, each, asked.names(a)) for a, each in found],
        keys=(
            "account",
            "anecdote",
            "title",
            "published_on",
            "consent_by",
            "consent_by_name",
            "consent",
            "rests_on",
            "stands",
            "fact",
        ),
        columns=(
            Column("account", "account"),
            Column("title", "anecdote"),
            Column("published_on", "published"),
            Column("consent_by_name", "consent of"),
            Column("consent", "shown by"),
            Column("sources", "rests on"),
            Column("stands", "stands"),
        ),
        total=f"told {len(found)}; standing {standing}, {confirmed} of them on value the customer confirmed",
        empty="No anecdote may be told.",
    )


def _row(account: Account, found: Provenance, names: Names) -> dict[str, Any]:
    item = found.anecdote
    published = account.past.fact(item.fact)
    return {
        "account": account.key,
        "anecdote": found.id,
        "title": item.title,
        "published_on": item.on,
        "consent_by": item.consent_by,
        "consent_by_name": names.people.get(item.consent_by),
        "consent": [e.name for e in published.evidence] if published else [],
        "rests_on": [
            {
                "value": source.value,
                "title": names.things.get(source.value),
                "stands": source.stands,
                "confirmed": source.confirmed,
                "stage": source.stage,
            }
            for source in found.sources
        ],
        "sources": [
            f"{names.things.get(source.value, source.value)} "
            f"({source.stage.value if source.stage else 'withdrawn'})"
            for source in found.sources
        ],
        "stands": found.stands,
        "fact": item.fact,
    }

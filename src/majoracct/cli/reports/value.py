"""`report value`: the ledger of value (B-E3, B-E4)."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.claims import Stage, ValueEntry, ledger_of_value
from majoracct.domain.assessments.telling import Names
from majoracct.domain.assessments.value import Tally, late, value_totals
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms


@report_on("accounts")
def value(asked: Question) -> Table:
    """Show all value documented, measured or not, and how far it has come; of one ACCOUNT, or of all.

    Value is documented by us, claimed by us, and then confirmed or disputed by the customer, whose
    latest answer stands. What nobody claimed is late after as many days as the policy says.

    \b
    majoracct report value northmoor --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [
        _row(account.key, entry, asked.names(account), asked.terms)
        for account in asked.accounts
        for entry in ledger_of_value(account)
    ]
    found = value_totals(asked.accounts, asked.terms)
    days = asked.terms.value.claim_days

    def come_to(tally: Tally) -> str:
        worth = f" worth {Money(tally.worth, asked.currency)}" if tally.count > tally.unpriced else ""
        return f"{tally.count}{worth}"

    stages = [f"{stage.value} {come_to(found.stages[stage])}" for stage in list(Stage)[1:]]
    waiting = found.stages[Stage.DOCUMENTED]
    return Table(
        rows,
        keys=(
            "account",
            "value",
            "title",
            "measure",
            "tangible",
            "shown",
            "project",
            "documented_on",
            "documented",
            "stage",
            "claimed_on",
            "claimed_to",
            "claimed_to_name",
            "answered_on",
            "answered_by",
            "answered_by_name",
            "answer",
            "confirmed",
            "days_unclaimed",
            "late",
            "fact",
        ),
        columns=(
            Column("account", "account"),
            Column("title", "value"),
            Column("measure", "measure"),
            Column("documented", f"worth ({asked.currency})", number=True, money=True),
            Column("stage", "stage"),
            Column("confirmed", "confirmed", number=True, money=True),
            Column("waiting", "unclaimed for"),
        ),
        total=(
            f"total {found.count}, {found.tangible} of them measured; {', '.join(stages)}\n"
            f"unclaimed {come_to(waiting)}, of them late, after {days} days, {come_to(found.late)}"
        ),
        about={
            "stages": {stage.value: _plain(found.stages[stage], asked.currency) for stage in Stage},
            "late": _plain(found.late, asked.currency),
            "claim_days": days,
        },
        empty="No value is documented.",
    )


def _plain(tally: Tally, currency: str) -> dict[str, Any]:
    return {"count": tally.count, "worth": Money(tally.worth, currency), "unpriced": tally.unpriced}


def _row(account: str, entry: ValueEntry, names: Names, terms: Terms) -> dict[str, Any]:
    item, claimed, answered = entry.item, entry.claimed, entry.answered
    overdue = late(entry, terms)
    return {
        "account": account,
        "value": entry.value,
        "title": item.title,
        "measure": item.measure.value if item.measure else "intangible",
        "tangible": item.tangible,
        "shown": item.shown,
        "project": item.project,
        "documented_on": item.on,
        "documented": entry.documented,
        "stage": entry.stage,
        "claimed_on": claimed.on if claimed else None,
        "claimed_to": claimed.person if claimed else None,
        "claimed_to_name": names.people.get(claimed.person) if claimed else None,
        "answered_on": answered.on if answered else None,
        "answered_by": answered.person if answered else None,
        "answered_by_name": names.people.get(answered.person) if answered else None,
        "answer": answered.fact if answered else None,
        "confirmed": entry.confirmed,
        "days_unclaimed": entry.days_unclaimed,
        "late": overdue,
        "waiting": None if claimed else f"{entry.days_unclaimed} days{', late' if overdue else ''}",
        "fact": item.fact,
    }

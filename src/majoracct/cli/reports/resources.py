"""`report resources`: help and money that other accounts do not get, and its cost.

It answers S-A1 S-A2 S-A3.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.extras import Extra, extras, total
from majoracct.domain.money import Money


@report_on("accounts")
def resources(asked: Question) -> Table:
    """Show the resources that an ACCOUNT, or each, was granted, and what was invested in it, with the cost.

    What something cost is what was spent on it so far, and is not known while nobody said. Investments
    that pay for no resource and no commitment on record stand by themselves.

    \b
    majoracct report resources --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [extra for account in asked.accounts for extra in extras(account)]
    spent, unknown = total(found)
    return Table(
        [_row(asked, each) for each in found],
        keys=(
            "account",
            "kind",
            "what",
            "colleague",
            "since",
            "until",
            "runs",
            "committed",
            "cost",
            "fact",
            "spending",
        ),
        columns=(
            Column("account", "account"),
            Column("kind", "kind"),
            Column("what", "what"),
            Column("who", "who"),
            Column("since", "since"),
            Column("until", "until"),
            Column("now", "now"),
            Column("committed", f"committed ({asked.currency})", number=True, money=True),
            Column("cost", "cost so far", number=True, money=True),
        ),
        total=f"cost so far {Money(spent, asked.currency)}; of {unknown} of {len(found)} it is not known",
        empty="Nothing was granted or invested.",
    )


def _row(asked: Question, found: Extra) -> dict[str, Any]:
    who = found.colleague
    return {
        "account": found.account,
        "kind": found.kind,
        "what": found.what,
        "colleague": who,
        "since": found.since,
        "until": found.until,
        "runs": found.runs,
        "committed": None if found.committed is None else Money(found.committed, asked.currency),
        "cost": None if found.cost is None else Money(found.cost, asked.currency),
        "fact": found.fact,
        "spending": list(found.spending),
        "who": asked.colleagues.get(who, who) if who else None,
        "now": {True: "granted", False: "over", None: ""}[found.runs],
    }

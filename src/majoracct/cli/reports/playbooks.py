"""`report playbooks`.

It answers R-2.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.segmentation import treated_as
from majoracct.domain.assessments.tiers import maturity_of, playbook_of
from majoracct.domain.programme.playbooks import Playbook, playbook_for
from majoracct.domain.programme.terms import Tier
from majoracct.domain.programme.tier_tables import Maturity


@report_on("portfolio")
def playbooks(asked: Question) -> Table:
    """Show how customers of each maturity and tier are taught, told, sold to and supported.

    A tier's playbook goes before that of a maturity. Accounts: those of the maturity or tier; of the tier
    assigned, else of the one indicated.

    \b
    majoracct report playbooks --as-of 2024
    """  # noqa: D301 - \b is click's
    terms = asked.terms
    ages = {account.key: maturity_of(account, terms) for account in asked.accounts}
    tiers = {account.key: treated_as(account, terms) for account in asked.accounts}
    without = [account.key for account in asked.accounts if playbook_of(account, terms) is None]
    rows = [
        *(
            _row("maturity", age.value, playbook_for(asked.programme, maturity=age, tier=None), each)
            for age in Maturity
            for each in [[key for key in ages if ages[key] is age]]
        ),
        *(
            _row("tier", tier.value, playbook_for(asked.programme, maturity=None, tier=tier), each)
            for tier in Tier
            for each in [[key for key in tiers if tiers[key] is tier]]
        ),
    ]
    return Table(
        rows,
        keys=("by", "group", "accounts", "education", "information", "selling", "support", "fact"),
        columns=(
            Column("group_word", "customers"),
            Column("count", "accounts", number=True),
            Column("education", "education"),
            Column("information", "information"),
            Column("selling", "selling"),
            Column("support", "support"),
            Column("fact", "fact"),
        ),
        total=f"without a playbook: {', '.join(without) or 'nobody'}",
        about={"without": without},
    )


def _row(by: str, group: str, playbook: Playbook | None, accounts: list[str]) -> dict[str, Any]:
    return {
        "by": by,
        "group": group,
        "accounts": accounts,
        "education": playbook.education if playbook else None,
        "information": playbook.information if playbook else None,
        "selling": playbook.selling if playbook else None,
        "support": playbook.support if playbook else None,
        "fact": playbook.fact if playbook else None,
        "group_word": f"{by} {group}",
        "count": len(accounts),
    }

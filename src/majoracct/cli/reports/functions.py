"""`report functions`."""

from __future__ import annotations

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.functions import roles


@report_on("portfolio")
def functions(asked: Question) -> Table:
    """Show which functions and channels of ours have a role in the plans for accounts, and which have none.

    A function has one by an action of its own, a channel where an account that has a plan is sold to
    through it.

    \b
    majoracct report functions
    """  # noqa: D301 - \b is click's
    found = roles(asked.accounts)
    lacking = [f"{role.part.value} ({role.kind.value})" for role in found if role.none]
    return Table(
        [
            {
                "kind": role.kind,
                "name": role.part,
                "plans": len(role.accounts),
                "open_actions": role.open_actions,
                "accounts": role.accounts,
            }
            for role in found
        ],
        keys=("kind", "name", "plans", "open_actions", "accounts"),
        columns=(
            Column("kind", "kind"),
            Column("name", "name"),
            Column("plans", "plans", number=True),
            Column("open_actions", "open actions", number=True),
            Column("accounts", "in the plans of"),
        ),
        total=f"without a role in any plan: {', '.join(lacking) or 'none'}",
        about={"without_a_role": [role.part for role in found if role.none]},
    )

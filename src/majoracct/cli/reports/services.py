"""`report services`: services beyond the product, and what they show (C-V0 C-V1 C-V2 C-V3 C-V4)."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.services import (
    ServiceCover,
    ServiceLevel,
    Services,
    beyond_price,
    cover,
    delivered,
    founded,
)
from majoracct.domain.seen import Account


@report_on("accounts")
def services(asked: Question) -> Table:
    """Show which levels of service beyond the product each customer has; of one ACCOUNT, or of all.

    Utility makes the product do more; profitability makes the customer earn more, and is what binds.
    Only what was delivered counts. A rating is unfounded where nothing on record any more shows that we
    bring more than price and performance.

    \b
    majoracct report services --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [_row(account) for account in asked.accounts]
    counts = {kind: sum(row["cover"] is kind for row in rows) for kind in ServiceCover}
    return Table(
        rows,
        keys=("account", "cover", "utility", "profitability", "pending", "beyond_price", "rated", "founded"),
        columns=(
            Column("account", "account"),
            Column("covered", "delivered"),
            Column("utilities", "utility", number=True),
            Column("profits", "profitability", number=True),
            Column("pending", "agreed, not delivered"),
            Column("apart", "beyond price"),
            Column("rung", "rated"),
        ),
        total=", ".join(f"{kind.value.replace('-', ' ')} {number}" for kind, number in counts.items()),
        about={"covers": {kind.value: number for kind, number in counts.items()}},
        empty="There are no accounts.",
    )


def _row(account: Account) -> dict[str, Any]:
    done, state, shown = delivered(account), account[Services], beyond_price(account)
    found = cover(account)
    proven = founded(state.rating, account) if state.rating else None
    return {
        "account": account.key,
        "cover": found,
        "covered": found.value.replace("-", " "),
        "utility": done[ServiceLevel.UTILITY],
        "profitability": done[ServiceLevel.PROFITABILITY],
        "utilities": len(done[ServiceLevel.UTILITY]),
        "profits": len(done[ServiceLevel.PROFITABILITY]),
        "pending": [service.title for _, service in state.in_order() if not service.delivered],
        "beyond_price": shown,
        "apart": bool(shown),
        "rated": state.rating.rung if state.rating else None,
        "founded": proven,
        "rung": state.rating.rung.value.replace("-", " ") + ("" if proven else ", unfounded")
        if state.rating
        else None,
    }

"""`report buying`."""

from __future__ import annotations

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.penetration import bought


@report_on("accounts")
def buying(asked: Question) -> Table:
    """Show how each customer buys, and where we are a trusted partner; of one ACCOUNT, or of all.

    "By RFP" counts the opportunities that were put out to tender, or that we answered, of those of which
    that is known.
    Trusted we are where, within policy's months, we wrote policy's share of what was asked for before
    the RFP was issued; it lapses on the day shown.

    \b
    majoracct report buying --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [bought(account, asked.terms) for account in asked.accounts]
    rows = [
        {
            **{a.name: getattr(one, a.name) for a in attrs.fields(type(one))},
            "by_rfp": f"{one.relying} of {one.known}" if one.known else None,
        }
        for one in found
    ]
    return Table(
        rows,
        keys=("account", "mode", "relying", "known", "competes", "trusted", "lapses", "facts"),
        columns=(
            Column("account", "account"),
            Column("mode", "they buy"),
            Column("by_rfp", "by RFP", number=True),
            Column("competes", "always compete"),
            Column("trusted", "trusted partner"),
            Column("lapses", "lapses"),
        ),
        total=f"{len(rows)} account{'' if len(rows) == 1 else 's'}: we always compete in "
        f"{sum(one.competes is True for one in found)}, unknown in "
        f"{sum(one.competes is None for one in found)}; a trusted partner in "
        f"{sum(one.trusted for one in found)}",
    )

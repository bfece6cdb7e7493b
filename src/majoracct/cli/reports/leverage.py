"""`report leverage`."""

from __future__ import annotations

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.leverage import bands, decided
from majoracct.domain.shares import percent, rounded


@report_on("portfolio")
def leverage(asked: Question) -> Table:
    """Show how often we won, by how far somebody powerful stood by us on the day it was decided.

    Leverage is the power of a sponsor, or of whoever let us in, and the strength of the relationship,
    as they had been judged by that day; the strongest of them counts. Unknown where none was judged.

    \b
    majoracct report leverage --as-of 2024
    """  # noqa: D301 - \b is click's
    each = [one for account in asked.accounts for one in decided(account)]
    found = bands(each)
    won = sum(band.won for band in found)
    return Table(
        [
            {
                "leverage": band.leverage.value if band.leverage else "unknown",
                "won": band.won,
                "lost": band.lost,
                "rate": rounded(band.rate),
                "rate_word": percent(band.rate) or "-",
                "facts": [fact for one in each if one.leverage is band.leverage for fact in one.facts],
            }
            for band in found
        ],
        keys=("leverage", "won", "lost", "rate", "facts"),
        columns=(
            Column("leverage", "leverage"),
            Column("won", "won", number=True),
            Column("lost", "lost", number=True),
            Column("rate_word", "won of these", number=True),
        ),
        total=f"{won} won and {len(each) - won} lost in all",
        about={"decided": each},
        empty="Nothing was decided.",
    )

"""`report first-wins`."""

from __future__ import annotations

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.first_wins import first_won, reached, sizes
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def first_wins(asked: Question) -> Table:
    """Show how large the first win in each account was, and how often it reached the threshold.

    Of one ACCOUNT, or of all that we ever won something from.

    \b
    majoracct report first-wins --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [won for account in asked.accounts if (won := first_won(account, asked.terms)) is not None]
    count, spread = reached(rows), sizes(rows)
    known = count.wins - count.unknown
    share = f" ({percent(count.share)})" if count.share is not None else ""
    unknown = f"; {count.unknown} of unknown worth" if count.unknown else ""
    said = (
        [f"smallest {spread.smallest}, median {spread.median}, largest {spread.largest}"]
        if spread and not asked.named
        else []
    )
    return Table(
        rows,
        keys=("account", "opportunity", "title", "won", "value", "reached", "fact"),
        columns=(
            Column("account", "account"),
            Column("title", "first win"),
            Column("won", "won on"),
            Column("value", f"worth ({asked.currency})", number=True, money=True),
            Column("reached", "reached"),
        ),
        total=f"{count.reached} of {known} first wins reached {asked.terms.threshold}{share}{unknown}"
        if known
        else f"of {count.wins} first wins the worth of none is known",
        said=said,
        about={
            "threshold": asked.terms.threshold,
            "first_wins": count,
            "share": rounded(count.share),
            "sizes": spread,
        },
        empty="Nothing was won.",
    )

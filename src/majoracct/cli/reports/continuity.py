"""`report continuity`: whether those who bid stay on to deliver (B-E5)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.continuity import carried, wins
from majoracct.domain.shares import rounded, share_of


@report_on("accounts")
def continuity(asked: Question) -> Table:
    """Show, for each win of one ACCOUNT or of all, who of its bid team delivers it.

    A win is delivered by the delivery teams of all projects that sprang from it. Where one of the
    teams is unknown, so is the share. The mean is over the wins of which it is known.

    \b
    majoracct report continuity --as-of 2024
    """  # noqa: D301 - \b is click's
    called, rows = asked.colleagues, list[dict[str, Any]]()
    for account in asked.accounts:
        for win in wins(account):
            known = win.share is not None
            rows.append(
                {
                    "account": account.key,
                    "opportunity": win.opportunity,
                    "title": win.title,
                    "projects": list(win.projects),
                    "bid": win.bid,
                    "delivery": win.delivery,
                    "stayed": win.stayed if known else None,
                    "bid_names": _named(win.bid, called),
                    "delivery_names": _named(win.delivery, called),
                    "stayed_names": _named(win.stayed, called) if known else None,
                    "share": _share(win.share),
                    "facts": list(win.facts),
                    "shown": "unknown" if win.share is None else _percent(win.share),
                    "stayed_on": ", ".join(called.get(p, p) for p in win.stayed) or "nobody"
                    if known
                    else None,
                }
            )
    total = carried(asked.accounts)
    mean = "unknown" if total.mean is None else _percent(total.mean)
    return Table(
        rows,
        keys=(
            "account",
            "opportunity",
            "title",
            "projects",
            "bid",
            "bid_names",
            "delivery",
            "delivery_names",
            "stayed",
            "stayed_names",
            "share",
            "facts",
        ),
        columns=(
            Column("account", "account"),
            Column("title", "won"),
            Column("bid_names", "bid team"),
            Column("stayed_on", "stayed on"),
            Column("shown", "share", number=True),
        ),
        total=f"mean {mean}, over {total.known} of {total.wins} wins",
        about={"wins": total.wins, "known": total.known, "mean": _share(total.mean)},
        empty="Nothing was won.",
    )


def _named(people: tuple[str, ...] | None, called: Any) -> list[str] | None:
    return None if people is None else [called.get(person, person) for person in people]


def _share(share: Fraction | None) -> Decimal | None:
    """Return a share as programs read it."""
    return None if share is None else rounded(share_of(share.numerator, share.denominator))


def _percent(share: Fraction) -> str:
    return f"{round(share * 100)}%"

"""`report whitespace`.

It answers R-O5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.segmentation import treated_as
from majoracct.domain.account.whitespace import Cell, sought, sought_by
from majoracct.domain.account.whitespace import whitespace as cells_of
from majoracct.domain.assessments.untapped import Amount, Reach, reach, reach_of
from majoracct.domain.calendar import add_months
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def whitespace(asked: Question) -> Table:
    """Show which unit of a customer has which of what we offer from whom, and what is untapped.

    Of one ACCOUNT, or of all. Untapped is what a competitor or the customer itself provides, or nobody;
    what nobody knows stays unknown. Beside it stand the open opportunities for the offering: none names a
    unit, so whether one seeks this unit is unknown. Units are those named and those we are present in;
    offerings those named and those of opportunities.

    \b
    majoracct report whitespace harrow-vale --where untapped=yes
    """  # noqa: D301 - \b is click's
    cells = {account.key: cells_of(account) for account in asked.accounts}
    rows = [_row(account, cell) for account in asked.accounts for cell in cells[account.key]]
    reaches = {account.key: reach_of(account) for account in asked.accounts}
    total = reach(cell for found in cells.values() for cell in found)
    before = reach(cell for account in asked.accounts for cell in _year_before(account))
    tiers = {
        tier: reach(c for a in asked.accounts if treated_as(a, asked.terms) is tier for c in cells[a.key])
        for tier in Tier
    }
    return Table(
        rows,
        keys=(
            "account",
            "unit",
            "offering",
            "provider",
            "competitor",
            "spend",
            "untapped",
            "sought",
            "sought_by",
            "on",
            "fact",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("unit", "unit"),
            Column("offering", "offering"),
            Column("with", "with"),
            Column("spend", f"spent a year ({asked.currency})", number=True, money=True),
            Column("untapped_word", "untapped"),
            Column("sought_by", "offering sought"),
            Column("fact", "fact"),
        ),
        total=f"untapped: {_amount(total.untapped, asked)}; ours: {_amount(total.ours, asked)}; "
        f"unknown: {total.unknown.cells}",
        said=[display(line) for line in (*_said(asked, total, before, tiers), *_sought(rows))],
        about={
            "total": _reach(total, asked),
            "year_before": _reach(before, asked),
            "tiers": [{"tier": tier, **_reach(each, asked)} for tier, each in tiers.items()],
            "accounts": [{"account": key, **_reach(each, asked)} for key, each in reaches.items()],
        },
        empty="No unit of a customer is known.",
    )


def _row(account: Account, cell: Cell) -> dict[str, Any]:
    named = f" ({cell.competitor})" if cell.competitor else ""
    return {
        "account": account.key,
        "unit": cell.unit,
        "offering": cell.offering,
        "provider": cell.provider,
        "competitor": cell.competitor,
        "spend": cell.spend,
        "untapped": cell.provider.untapped,
        "sought": sought(cell, account),
        "sought_by": sought_by(cell, account),
        "on": cell.on,
        "fact": cell.fact,
        "with": cell.provider.value + named,
        "untapped_word": {True: "yes", False: "no", None: "unknown"}[cell.provider.untapped],
    }


def _amount(amount: Amount, asked: Question) -> str:
    if amount.worth is None:
        return f"{amount.cells} worth an unknown amount"
    told = f"{amount.cells} worth {Money(amount.worth, asked.currency)} a year"
    return told + (f", {amount.unpriced} of them unpriced" if amount.unpriced else "")


def _said(asked: Question, found: Reach, before: Reach, tiers: Mapping[Tier, Reach]) -> Iterator[str]:
    """Yield how far we have come, beside how far we had a year before, and with whom the rest is."""
    for word, came in (("penetration", found), ("a year before", before)):
        if came.penetration is not None:
            shares = _share(came.penetration, "known cells"), _share(came.share_of_spend, "known spend")
            yield f"{word}: {shares[0]}, {shares[1]}"
    for name, amount in found.rivals.items():
        share = percent(found.share_of_spend_of(amount))
        of = f", {share} of known spend" if share else ""
        yield f"with {name or 'a competitor nobody named'}: {_amount(amount, asked)}{of}"
    if not asked.named:
        for tier, each in tiers.items():
            if each.untapped.cells:
                yield f"untapped in the tier {tier.value}: {_amount(each.untapped, asked)}"


def _sought(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield in how many untapped cells it is unknown whether an opportunity seeks them, where it is."""
    found = [row for row in rows if row["untapped"]]
    if perhaps := [row for row in found if row["sought"] is None]:
        yield (
            f"untapped, and perhaps sought: {len(perhaps)}, as no opportunity says for which unit it is; "
            f"not sought: {len(found) - len(perhaps)}"
        )


def _share(share: Decimal | None, of: str) -> str:
    return f"{percent(share) or 'unknown'} of {of}"


def _year_before(account: Account) -> Sequence[Cell]:
    """Return the cells of ACCOUNT a year before its day; none when it was not on record."""
    then = account.at(add_months(account.on, -12))
    return cells_of(then) if then.since is not None and then.since <= then.on else ()


def _reach(found: Reach, asked: Question) -> dict[str, Any]:
    def amount(each: Amount) -> dict[str, Any]:
        return {
            "cells": each.cells,
            "spend": None if each.worth is None else Money(each.worth, asked.currency),
            "unpriced": each.unpriced,
        }

    return {
        "ours": amount(found.ours),
        "untapped": amount(found.untapped),
        "unknown": amount(found.unknown),
        "by_provider": {p.value: amount(each) for p, each in found.by_provider.items()},
        "rivals": {name: amount(each) for name, each in found.rivals.items()},
        "penetration": rounded(found.penetration),
        "share_of_spend": rounded(found.share_of_spend),
    }

"""`report wallet`.

It answers R-T2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from majoracct.cli.counts import besides, counted
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.wallet import WalletShare, share_of_wallet, wallet_years
from majoracct.domain.money import Money
from majoracct.domain.shares import percent, rounded, share_of


@report_on("accounts")
def wallet(asked: Question) -> Table:
    """Show our share of what each customer spends, by calendar year, and what the share gained.

    Of one ACCOUNT, or of all. Without an estimate of the wallet (`account wallet`) the share is unknown.
    A year that is not over is marked, and nothing is gained or lost by it yet.

    \b
    majoracct report wallet harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [
        (account.key, share_of_wallet(account, year))
        for account in asked.accounts
        for year in wallet_years(account)
    ]
    return Table(
        [_row(key, each, asked.currency) for key, each in found],
        keys=(
            "account",
            "year",
            "whole",
            "revenue",
            "wallet",
            "elsewhere",
            "share",
            "gained",
            "sources",
            "facts",
            "untold",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("year_word", "year"),
            Column("revenue", f"with us ({asked.currency})", number=True, money=True, besides="untold"),
            Column("wallet", "wallet", number=True, money=True),
            Column("elsewhere", "elsewhere", number=True, money=True),
            Column("share_word", "share", number=True),
            Column("gained_word", "gained", number=True),
            Column("sources", "estimated from"),
        ),
        total=f"{Money(sum((each.revenue for _, each in found), Decimal(0)), asked.currency)} with us"
        + besides(sum(each.untold for _, each in found)),
        said=list(_said(each for _, each in found)),
        about={"revenue": Money(sum((each.revenue for _, each in found), Decimal(0)), asked.currency)},
        empty="Nothing came in, and no wallet was estimated.",
    )


def _row(key: str, each: WalletShare, currency: str) -> dict[str, Any]:
    revenue = Money(each.revenue, currency)
    gained = each.gained
    return {
        "account": key,
        "year": each.year,
        "whole": each.whole,
        "revenue": revenue,
        "wallet": each.wallet,
        "elsewhere": each.wallet - revenue if each.wallet else None,
        "share": rounded(each.share),
        "gained": rounded(gained),
        "sources": each.sources,
        "facts": each.facts,
        "untold": each.untold,
        "year_word": f"{each.year}" if each.whole else f"{each.year}, not over",
        "share_word": percent(each.share) or "unknown",
        "gained_word": None if gained is None else ("+" if gained > 0 else "") + percent(gained),
    }


def _said(found: Iterable[WalletShare]) -> Iterator[str]:
    """Yield our share of all wallets known, of each whole year of which one is."""
    years: dict[int, list[WalletShare]] = {}
    unknown: dict[int, int] = {}
    for each in found:
        if each.whole and each.share is not None and each.wallet:
            years.setdefault(each.year, []).append(each)
        elif each.whole:
            unknown[each.year] = unknown.get(each.year, 0) + 1
    for year in sorted(years):
        known = years[year]
        paid = sum((each.revenue for each in known), Decimal(0))
        whole = sum((each.wallet.amount for each in known if each.wallet), Decimal(0))
        told = f"{year}: {percent(share_of(paid, whole))} of the wallets of {counted(len(known), 'account')}"
        yield told + (f", of {unknown[year]} unknown" if unknown.get(year) else "")

"""`report exchanged`: amounts stated in other currencies, and the rate each is told at.

It answers X-11.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.exchanges import Exchange, exchanges
from majoracct.domain.programme.rates import Rates


@report_on("accounts")
def exchanged(asked: Question) -> Table:
    """Show each amount that was stated in another currency, and at which rate it is told in the ledger's.

    Of one ACCOUNT, or of all. Each is told by itself, at the rate in force on the day of its fact,
    rounded half-even. An amount that no rate tells is unknown, and in no sum of any report.

    \b
    majoracct report exchanged --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account.key, each) for account in asked.accounts for each in exchanges(account)]
    unknown = sum(each.told is None for _, each in found)
    rates = asked.view.programme[Rates].pairs
    latest = [known[-1] for _, known in sorted(rates.items())]
    return Table(
        [_row(key, each) for key, each in found],
        keys=(
            "account",
            "fact",
            "on",
            "type",
            "field",
            "stated",
            "told",
            "base",
            "quote",
            "rate",
            "rate_on",
            "rate_fact",
        ),
        columns=(
            Column("account", "account"),
            Column("fact", "fact"),
            Column("on", "day"),
            Column("stated_word", "stated", number=True),
            Column("told", f"told ({asked.currency})", number=True, money=True),
            Column("rate_word", "at the rate"),
            Column("rate_fact", "said by"),
        ),
        total=f"{len(found):,} amounts in other currencies, {unknown:,} of them told by no rate",
        said=[f"1 {r.base} = {r.rate:f} {r.quote} since {r.on} ({r.fact})" for r in latest],
        empty="No amount was stated in another currency.",
    )


def _row(account: str, each: Exchange) -> dict[str, Any]:
    rate = each.rate
    return {
        "account": account,
        "fact": each.fact.reference,
        "on": each.fact.on,
        "type": type(each.fact.event).__name__,
        "field": each.field,
        "stated": each.stated,
        "told": each.told,
        "base": rate.base if rate else None,
        "quote": rate.quote if rate else None,
        "rate": rate.rate if rate else None,
        "rate_on": rate.on if rate else None,
        "rate_fact": rate.fact if rate else None,
        "stated_word": str(each.stated),
        "rate_word": f"1 {rate.base} = {rate.rate:f} {rate.quote}" if rate else "none in force",
    }

"""`report visibility`.

It answers R-5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import click

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.opportunities import LearnedAt
from majoracct.domain.assessments.visibility import Every, Seen, by_tier, seen_in, together
from majoracct.domain.programme.terms import Tier
from majoracct.domain.shares import percent, rounded

_BY = click.option(
    "--by",
    type=click.Choice([every.value for every in Every]),
    default=Every.HALF_YEAR.value,
    show_default=True,
    help="Period by period: how long each is.",
)


@report_on("accounts", _BY)
def visibility(asked: Question) -> Table:
    """Show when we learned of opportunities: before or while the need formed, or after; by period.

    Of one ACCOUNT, or of all. A period is that in which an opportunity was identified. Early: the share
    learned of before the requirements were defined, of those of which it is known.

    \b
    majoracct report visibility --as-of 2024 --by year
    """  # noqa: D301 - \b is click's
    every = Every(asked.options["by"])
    found = [each for account in asked.accounts for each in seen_in(account, every)]
    summed, tiers = together(found), by_tier(asked.accounts, asked.terms)
    trend = ", ".join(f"{each.period.word} {percent(each.early) or 'unknown'}" for each in summed)
    return Table(
        [_row(each) for each in found],
        keys=(
            "account",
            "period",
            "start",
            "last",
            "identified",
            *(learned.value.replace("-", "_") for learned in LearnedAt),
            "unknown",
            "early",
            "facts",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("period", "period"),
            Column("identified", "identified", number=True),
            *(
                Column(learned.value.replace("-", "_"), learned.value.replace("-", " "), number=True)
                for learned in LearnedAt
            ),
            Column("unknown", "unknown", number=True),
            Column("early_word", "early", number=True),
        ),
        total=f"{sum(each.identified for each in found)} identified, of {sum(e.unknown for e in found)} "
        "nobody said how early we learned",
        said=[f"early, over time: {trend}", *_tiers(tiers)] if found else [],
        about={
            "by": every,
            "together": [_row(each) for each in summed],
            "tiers": [
                {"tier": tier, "identified": count, "known": known, "early": rounded(share)}
                for tier, (count, known, share) in tiers.items()
            ],
        },
        empty="No opportunity was identified.",
    )


def _tiers(tiers: Mapping[Tier, tuple[int, int, Decimal | None]]) -> Iterator[str]:
    told = []
    for tier, (count, known, share) in tiers.items():
        if count:
            besides = f" ({count - known} unknown)" if 0 < known < count else ""
            told.append(f"{tier.value} {percent(share) or 'unknown'} of {known or count}{besides}")
    yield f"early, by the tier now: {', '.join(told)}"


def _row(each: Seen) -> dict[str, Any]:
    return {
        "account": each.account,
        "period": each.period.word,
        "start": each.period.start,
        "last": each.period.last,
        "identified": each.identified,
        **{learned.value.replace("-", "_"): count for learned, count in each.learned.items()},
        "unknown": each.unknown,
        "early": rounded(each.early),
        "facts": each.facts,
        "early_word": percent(each.early) or "unknown",
    }

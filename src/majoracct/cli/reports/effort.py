"""`report effort`.

It answers R-3.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from majoracct.cli.counts import besides, counted
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.effort import Effort, efforts, window
from majoracct.domain.money import Money
from majoracct.domain.shares import percent, rounded, stated


@report_on("accounts")
def effort(asked: Question) -> Table:
    """Show what we do for each account beside what it spent: its share of both, and what backs it.

    Of one ACCOUNT, or of all; shares are always of all accounts. Effort: its share of the activities logged
    over policy's months up to the day (segments.effort_months). Off: whether both shares are further apart
    than policy's margin, or one is less than its part of the other, unless both are small.
    Backed by: the proactive programmes assigned to it.

    \b
    majoracct report effort --as-of 2024 --sort gap
    """  # noqa: D301 - \b is click's
    asked_for = {account.key for account in asked.accounts}
    found = [each for each in efforts(asked.everyone, asked.terms) if each.account in asked_for]
    spent = Money(sum((each.spent for each in found), Decimal(0)), asked.currency)
    (start, _), terms = window(asked.view.on, asked.terms), asked.terms.segments
    margin, part = terms.effort_margin, terms.effort_least
    off = [each.account for each in found if each.off]
    named = ", ".join(off) or "nobody"
    below = f"{stated(part)} of its spending"
    return Table(
        [_row(each, asked.currency) for each in found],
        keys=(
            "account",
            "activities",
            "activity_share",
            "spent",
            "spend_share",
            "gap",
            "off",
            "programmes",
            "facts",
            "untold",
        ),
        columns=(
            Column("account", "account"),
            Column("activities", "activities", number=True),
            Column("effort_word", "effort", number=True),
            Column("spent", f"spent ({asked.currency})", number=True, money=True, besides="untold"),
            Column("spend_word", "spending", number=True),
            Column("gap_word", "gap", number=True),
            Column("off_word", "off"),
            Column("backed", "backed by"),
        ),
        total=f"{counted(sum(each.activities for each in found), 'activity', 'activities')}, {spent}"
        + besides(sum(each.untold for each in found)),
        said=[f"from {start}; off by more than {stated(margin)}, or below {below}: {named}"],
        about={"since": start, "margin": margin, "least": part, "off": off, "spent": spent},
        empty="No account is known.",
    )


def _row(each: Effort, currency: str) -> dict[str, Any]:
    return {
        "account": each.account,
        "activities": each.activities,
        "activity_share": rounded(each.activity_share),
        "spent": Money(each.spent, currency),
        "spend_share": rounded(each.spend_share),
        "gap": rounded(each.gap),
        "off": each.off,
        "programmes": [{"name": p.name, "since": p.since, "fact": p.fact} for p in each.programmes],
        "facts": each.facts,
        "untold": each.untold,
        "effort_word": percent(each.activity_share) or "unknown",
        "spend_word": percent(each.spend_share) or "unknown",
        "gap_word": None if each.gap is None else ("+" if each.gap > 0 else "") + percent(each.gap),
        "off_word": {True: "yes", False: "no", None: "unknown"}[each.off],
        "backed": [p.name for p in each.programmes],
    }

"""`report challenges`: what customers face and could gain, who brought it up, what was addressed.

It answers S-W5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.challenges import Faced, counts, faced

_LOOKED = {True: "in time", False: "overdue", None: "not asked"}


@report_on("accounts")
def challenges(asked: Question) -> Table:
    """Show what an ACCOUNT, or each, faces: how much they and we brought up, and what was addressed.

    Each account in the programme is looked into every so many months, as policy has it; of one ACCOUNT,
    each challenge and opportunity inside it is told below.

    \b
    majoracct report challenges --as-of 2024
    """  # noqa: D301 - \b is click's
    every = [faced(account, asked.terms) for account in asked.accounts]
    found = [each for each in every if each.items or each.looked or each.in_time is not None]
    sums = counts(found)
    return Table(
        [_row(each) for each in found],
        keys=(
            "account",
            "by_customer",
            "by_customer_addressed",
            "by_us",
            "by_us_addressed",
            "open",
            "looked",
            "due",
            "in_time",
            "fact",
            "items",
        ),
        columns=(
            Column("account", "account"),
            Column("by_customer", "they raised", number=True),
            Column("by_customer_addressed", "addressed", number=True),
            Column("by_us", "we saw", number=True),
            Column("by_us_addressed", "addressed", number=True),
            Column("open", "open", number=True),
            Column("looked", "last looked"),
            Column("due", "due by"),
            Column("stands", "looked into"),
        ),
        total=(
            f"they raised {sums.by_customer}, {sums.by_customer_addressed} addressed; "
            f"we saw {sums.by_us}, {sums.by_us_addressed} addressed; {sums.open} open"
        ),
        said=[line for each in found for line in _told(asked, each)] if asked.named else [],
        empty="No account is in the programme, and nothing that a customer faces is on record.",
    )


def _row(found: Faced) -> dict[str, Any]:
    return {
        "account": found.account,
        **attrs.asdict(found.counts),
        "open": found.counts.open,
        "looked": found.looked,
        "due": found.due,
        "in_time": found.in_time,
        "fact": found.fact or None,
        "items": [{"challenge": key, **attrs.asdict(each)} for key, each in found.items],
        "stands": _LOOKED[found.in_time],
    }


def _told(asked: Question, found: Faced) -> Iterator[str]:
    names = asked.names(asked.accounts[0]).people
    for key, each in found.items:
        who = names.get(each.raised_by, each.raised_by) if each.raised_by else "us"
        came = f"addressed {each.addressed} ({each.answer})" if each.addressed else "open"
        yield f"{each.kind.value}: {each.what}, brought up by {who} on {each.on} ({key}): {came}"

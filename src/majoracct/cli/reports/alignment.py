"""`report alignment`: where what the customer cares for is not what we offer.

It answers S-C7.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.alignment import Mismatch, mismatches
from majoracct.domain.money import Money


@report_on("accounts")
def alignment(asked: Question) -> Table:
    """Show where the strategic focus of one ACCOUNT, or of all, is not what we want to sell.

    At stake is what the opportunity would bring that does not meet their focus, while both stand;
    nothing is said where none was named, or its worth is unknown.

    \b
    majoracct report alignment harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [each for account in asked.accounts for each in mismatches(account)]
    stand, at_stake = sum(each.stands for each in found), _at_stake(found, asked.currency)
    return Table(
        [_row(each) for each in found],
        keys=(
            "account",
            "misalignment",
            "focus",
            "offer",
            "opportunity",
            "title",
            "person",
            "on",
            "days",
            "stake",
            "settled",
            "how",
            "facts",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("focus", "their focus"),
            Column("offer", "our offer"),
            Column("title", "opportunity"),
            Column("on", "since"),
            Column("days", "days", number=True),
            Column("stake", f"at stake ({asked.currency})", number=True, money=True),
            Column("settled_how", "settled"),
        ),
        total=f"misalignments: {len(found)}, standing {stand}; at stake {at_stake}",
        about={"at_stake": at_stake},
        empty="No misalignment was recorded.",
    )


def _at_stake(found: list[Mismatch], currency: str) -> Money:
    """Return what is at stake in all FOUND, each opportunity once."""
    met = {each.item.opportunity: each.stake for each in found if each.stake}
    total = Money.zero(currency)
    for stake in met.values():
        total = total + stake
    return total


def _row(each: Mismatch) -> dict[str, Any]:
    item = each.item
    return {
        "account": each.account,
        "misalignment": each.misalignment,
        "focus": item.focus,
        "offer": item.offer,
        "opportunity": item.opportunity,
        "title": each.opportunity.title if each.opportunity else None,
        "person": item.person,
        "on": item.on,
        "days": each.days,
        "stake": each.stake,
        "settled": item.settled,
        "how": item.how,
        "facts": each.facts,
        "settled_how": f"{item.settled}, {item.how.value.replace('-', ' ')}" if item.how else None,
    }

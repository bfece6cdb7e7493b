"""`report commitments`: whether accounts spend more, stay longer, and settled on us for years.

It answers S-A7.
"""

from __future__ import annotations

from typing import Any, Final

from majoracct.cli.counts import counted
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.commercial_commitments import Commitment, CommitmentKind
from majoracct.domain.assessments.commitments import Group, Stay, groups, stay
from majoracct.domain.money import Money

_NAMES: Final = ((True, "major"), (False, "other"))


@report_on("accounts")
def commitments(asked: Question) -> Table:
    """Show what an ACCOUNT, or each, spends, how long it has stayed, and what it committed itself to.

    Platform, technology and relationship commitments run to the last day of their term. What it spends
    is of the last whole calendar year; it is not known where the first payment on record came after
    that year began. Major accounts are compared with the others below.

    \b
    majoracct report commitments --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [stay(account) for account in asked.accounts]
    year = found[0].year if found else ""
    both = groups(found)
    return Table(
        [_row(asked, each) for each in found],
        keys=(
            "account",
            "major",
            "first",
            "months",
            "year",
            "spent",
            *(kind.value for kind in CommitmentKind),
            "running",
            "past",
        ),
        columns=(
            Column("account", "account"),
            Column("status", "status"),
            Column("first", "since"),
            Column("months", "months", number=True),
            Column("spent", f"spent in {year} ({asked.currency})", number=True, money=True),
            *(Column(f"{kind.value}_word", kind.value) for kind in CommitmentKind),
        ),
        said=[] if asked.named else [_compared(asked, name, both[major]) for major, name in _NAMES],
        about={"groups": {name: both[major] for major, name in _NAMES}},
        empty="No account is on record.",
    )


def _row(asked: Question, found: Stay) -> dict[str, Any]:
    row: dict[str, Any] = {
        "account": found.account,
        "major": found.major,
        "first": found.first,
        "months": found.months,
        "year": found.year,
        "spent": None if found.spent is None else Money(found.spent, asked.currency),
        "running": [_told(key, each) for key, each in found.running],
        "past": [_told(key, each) for key, each in found.past],
        "status": "major" if found.major else "",
    }
    for kind in CommitmentKind:
        runs, until = found.longest(kind)
        row[kind.value] = runs
        row[f"{kind.value}_word"] = (f"until {until}" if until else "no end stated") if runs else ""
    return row


def _told(key: str, each: Commitment) -> dict[str, Any]:
    return {
        "commitment": key,
        "kind": each.kind,
        "what": each.what,
        "since": each.on,
        "until": each.until,
        "ended": each.ended,
        "settled_by": each.settled_by,
        "fact": each.fact,
    }


def _compared(asked: Question, name: str, group: Group) -> str:
    months, spent = "months together unknown", "spending unknown"
    if group.months is not None:
        months = f"{group.months} months together, known of {group.known_months}"
    if group.spent is not None:
        spent = f"{Money(group.spent, asked.currency)} spent, known of {group.known_spent}"
    many = counted(group.accounts, "account")
    return f"{name}: {many}, {group.committed} committed; {months}; {spent}"

"""`report aims`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.plan import Plan
from majoracct.domain.assessments.aims import AimServed, End, served, uncovered
from majoracct.domain.assessments.aims import aims as by_aim
from majoracct.domain.programme.terms import Aim


@report_on("accounts")
def aims(asked: Question) -> Table:
    """Show how far the plan's actions cover the four aims, and the two ends the aims serve.

    Of one ACCOUNT, or of all that have a plan. An aim is covered by an action that is open or completed;
    what was dropped covers nothing. All four aims serve both ends.

    \b
    majoracct report aims harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    planning = [a for a in asked.accounts if a[Plan].fact or a[Plan].actions]
    rows = [_row(account.key, aim, found) for account in planning for aim, found in by_aim(account).items()]
    counts = {aim: sum(row["covered"] for row in rows if row["aim"] is aim) for aim in Aim}
    whole = sum(not uncovered(account) for account in planning)
    ends = {end: sum(bool(served(account)[end]) for account in planning) for end in End}
    return Table(
        rows,
        keys=("account", "aim", "open", "completed", "dropped", "covered", "ends"),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("aim", "aim"),
            Column("open_count", "open", number=True),
            Column("completed_count", "completed", number=True),
            Column("dropped_count", "dropped", number=True),
            Column("covered", "covered"),
        ),
        total=f"{whole} of {len(planning)} plans cover all four; "
        + ", ".join(f"{aim.value} {count}" for aim, count in counts.items()),
        said=[_of_one(served(account)) for account in planning]
        if asked.named
        else [
            "plans with an action towards "
            + ", ".join(f"{_word(end)} {count}" for end, count in ends.items())
        ],
        about={
            "covered": {aim.value: count for aim, count in counts.items()},
            "ends": {end.value: {"means": end.means, "accounts": count} for end, count in ends.items()},
        },
        empty="No account has a plan.",
    )


def _row(account: str, aim: Aim, found: AimServed) -> dict[str, Any]:
    return {
        "account": account,
        "aim": aim,
        "open": found.open,
        "completed": found.completed,
        "dropped": found.dropped,
        "covered": found.covered,
        "ends": [end.value for end in End if aim in end.means],
        "open_count": len(found.open),
        "completed_count": len(found.completed),
        "dropped_count": len(found.dropped),
    }


def _of_one(found: Mapping[End, list[Aim]]) -> str:
    return "; ".join(
        f"{_word(end)} is served by {', '.join(aim.value for aim in by) or 'nothing'}"
        for end, by in found.items()
    )


def _word(end: End) -> str:
    return end.value.replace("-", " ")

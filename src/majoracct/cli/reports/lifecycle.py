"""`report lifecycle`."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import asdict

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.lifecycle import Stage, time_in_stages
from majoracct.domain.assessments.lifecycle import lifecycle as stages


@report_on("accounts")
def lifecycle(asked: Question) -> Table:
    """Show which stages each account went through, since when, and for how many days.

    From getting in to being one the customer plans its year with; of one ACCOUNT, or of all. Stages
    overlap, end and come again: each time has a row, and the days of a stage add up.

    \b
    majoracct report lifecycle harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [found for account in asked.accounts for found in stages(account, asked.terms)]
    time = time_in_stages(rows)
    told = [f"{_word(stage)} {days:,}" for stage, (_, days) in time.items()]
    now = [f"{_word(stage)} {accounts}" for stage, (accounts, _) in time.items() if accounts]
    open_now = [_word(row.stage) for row in rows if row.until is None]
    return Table(
        [{**asdict(row, recurse=False), "began": _first(row.facts)} for row in rows],
        keys=("account", "stage", "since", "until", "days", "facts"),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("stage", "stage"),
            Column("since", "since"),
            Column("until", "until"),
            Column("days", "days", number=True),
            Column("began", "began with"),
        ),
        total=f"days in each stage: {', '.join(told)}",
        said=[f"now: {', '.join(open_now) or 'in no stage'}"]
        if asked.named
        else [f"accounts in each now: {', '.join(now) or 'none'}"],
        about={
            "stages": {stage.value: {"accounts": n, "days": days} for stage, (n, days) in time.items()},
        },
        empty="No account is known.",
    )


def _first(facts: Sequence[str]) -> str:
    more = f" and {len(facts) - 1} more" if len(facts) > 1 else ""
    return f"{facts[0]}{more}" if facts else ""


def _word(stage: Stage) -> str:
    return stage.value.replace("-", " ")

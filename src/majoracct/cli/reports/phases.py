"""`report phases`."""

from __future__ import annotations

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.phases import Phase, open_phases, time_in_phases
from majoracct.domain.assessments.phases import phases as unfolded


@report_on("accounts")
def phases(asked: Question) -> Table:
    """Show which phases each engagement went through, since when, and for how many days.

    Making the sale, fulfilling its promise, growing the customer: of one ACCOUNT, or of all. They
    overlap, and an account is in every phase that one of its engagements is in. Fulfilling begins with
    the contract's signature; growing begins with the win, and waits for nothing.

    \b
    majoracct report phases harrow-vale --as-of 2024 --where phase=growing
    """  # noqa: D301 - \b is click's
    rows = [found for account in asked.accounts for found in unfolded(account)]
    time = time_in_phases(rows)
    now = [(account, open_phases(account)) for account in asked.accounts]
    totals = [f"{phase.value} {time[phase].engagements} ({time[phase].days:,} days)" for phase in Phase]
    within = [
        f"in {phase.value}: {sum(phase in held for _, held in now)} of {len(now)} accounts" for phase in Phase
    ]
    said = (
        [f"{account.key} is in {', '.join(p.value for p in held) or 'no phase'}" for account, held in now]
        if asked.named
        else ["; ".join(within)]
    )
    return Table(
        rows,
        keys=(
            "account",
            "engagement",
            "title",
            "phase",
            "since",
            "until",
            "days",
            "sprung",
            "facts",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("title", "engagement"),
            Column("phase", "phase"),
            Column("since", "since"),
            Column("until", "until"),
            Column("days", "days", number=True),
            Column("sprung", "next sprang"),
            *([Column("facts", "by")] if asked.named else []),
        ),
        total=f"open now, and days in all: {', '.join(totals)}",
        said=said,
        about={
            "phases": {phase.value: time[phase] for phase in Phase},
            "states": [
                {"account": account.key, "open": {p.value: keys for p, keys in held.items()}}
                for account, held in now
            ],
        },
        empty="No opportunity was identified.",
    )

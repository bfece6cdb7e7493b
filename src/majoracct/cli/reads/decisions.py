"""`decisions`: every grant, refusal, review, revocation and override, across accounts."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.clocks import clock_options, view
from majoracct.cli.output import Answer, Column, instant, output_options, table_options, write
from majoracct.cli.reads.asked import as_text, footer, policy_in_force, who
from majoracct.cli.session import session_of
from majoracct.domain.assessments.decisions import DECISION_TYPES, Decision, decided

__all__ = ["decision_row", "decisions"]


def decision_row(found: Decision) -> dict[str, Any]:
    """Return a decision as programs read it."""
    fact = found.fact
    return {
        "account": found.account,
        "fact": fact.reference,
        "position": fact.position,
        "decision": found.decision,
        "override": found.override,
        "on": fact.on,
        "recorded_at": instant(fact.recorded_at),
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance,
        "policy": found.policy,
        "lag_days": found.lag,
        "reason": fact.reason,
        "withdrawn_by": found.withdrawn_by,
    }


@click.command("decisions")
@table_options
@clock_options
@output_options
@click.pass_context
def decisions(ctx: click.Context, /, as_of: str | None, known_at: str | None, **options: Any) -> None:
    """List every grant, refusal, review, revocation and override, in the order they were recorded.

    Who took it, in which role and how far that is assured, under which policy, and how many days
    after the day it holds for it was recorded. Those withdrawn stay, and say so.

    \b
    majoracct decisions --where override=true
    majoracct decisions --sort -lag_days --csv
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        facts = ledger.store.facts(types=(*DECISION_TYPES, "FactWithdrawn"), at=asked.known_at)
        found = decided((f for f in facts if f.on <= asked.on), ledger.day_of)
        rows = [decision_row(each) for each in found]
        if as_text(options):
            rows = [
                row | {"what": _what(each), "who": who(each.fact), "why": _why(each)}
                for row, each in zip(rows, found, strict=True)
            ]
        policy = policy_in_force(asked, ledger.past(asked.known_at))
        write(
            Answer(
                view="decisions",
                about=asked.about(policy),
                rows=rows,
                columns=(
                    Column("on", "day"),
                    Column("fact", "fact"),
                    Column("what", "decision"),
                    Column("who", "who"),
                    Column("assurance", "assurance"),
                    Column("policy", "policy"),
                    Column("lag_days", "lag (days)", number=True),
                    Column("why", "reason"),
                )
                if as_text(options)
                else tuple(Column(key, key) for key in _KEYS),
                footer=footer(asked, policy),
                empty="No decision was taken.",
            ),
            options,
        )


_KEYS = (
    "account fact position decision override on recorded_at by role assurance policy lag_days "
    "reason withdrawn_by"
).split()


def _what(found: Decision) -> str:
    said = {"tier": "move of tier"}.get(found.decision, found.decision)
    said += " by override" if found.override else ""
    return f"~~{said}~~" if found.withdrawn_by else said


def _why(found: Decision) -> str:
    gone = f"withdrawn by {found.withdrawn_by}" if found.withdrawn_by else ""
    return "; ".join(part for part in (found.fact.reason, gone) if part)

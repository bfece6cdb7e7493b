"""`decisions`: every grant, refusal, review, revocation and override, across accounts."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.clocks import clock_options, view
from majoracct.cli.output import (
    Answer,
    Column,
    instant,
    json_value,
    message,
    output_options,
    table_options,
    write,
)
from majoracct.cli.reads.asked import footer, policy_in_force, who
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
        "corrects": fact.corrects,
        "known_at": found.known_at,
        "inputs": found.inputs,
        "verdicts": found.verdicts,
        "evidence": [json_value(each) for each in fact.evidence],
    }


@click.command("decisions")
@table_options
@clock_options
@output_options
@click.pass_context
def decisions(ctx: click.Context, /, as_of: str | None, known_at: str | None, **options: Any) -> None:
    """List every grant, refusal, review, revocation and override, in the order they were recorded.

    Who took it, in which role and how far that is assured, under which policy, and how many days
    after the day it holds for it was recorded. Those withdrawn stay, and say so. What each was
    taken on, the facts, the verdicts and what was known, is in --json and --csv.

    \b
    majoracct decisions --where override=true
    majoracct decisions --sort -lag_days --csv
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        facts = ledger.store.facts(types=(*DECISION_TYPES, "FactWithdrawn"), at=asked.known_at)
        taken = decided(facts, ledger.day_of)
        found = [each for each in taken if each.fact.on <= asked.on]
        if later := len(taken) - len(found):
            message(f"{later} more after {asked.on}: --as-of a later day shows them")
        rows = [
            decision_row(each) | {"what": _what(each), "who": who(each.fact), "why": _why(each)}
            for each in found
        ]
        policy = policy_in_force(asked)
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
                ),
                keys=_KEYS,
                footer=footer(asked, policy),
                empty="No decision was taken.",
            ),
            options,
        )


_KEYS = (
    "account fact position decision override on recorded_at by role assurance policy lag_days "
    "reason withdrawn_by corrects known_at inputs verdicts evidence"
).split()


def _what(found: Decision) -> str:
    said = {"tier": "move of tier"}.get(found.decision, found.decision)
    said += " by override" if found.override else ""
    return f"~~{said}~~" if found.withdrawn_by else said


def _why(found: Decision) -> str:
    gone = f"withdrawn by {found.withdrawn_by}" if found.withdrawn_by else ""
    instead = f"corrects {found.fact.corrects}" if found.fact.corrects else ""
    return "; ".join(part for part in (found.fact.reason, instead, gone) if part)

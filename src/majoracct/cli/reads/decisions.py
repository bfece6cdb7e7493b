"""`decisions`: every grant, refusal, review, revocation and override, and every rule set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from majoracct.cli.clocks import View, clock_options, view
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
from majoracct.domain.assessments.decisions import DECISION_TYPES, LATE, PROPOSAL_TYPES, Decision, population
from majoracct.domain.assessments.lateness import Limits, limited
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.kernel import Evidence, Fact

__all__ = ["decision_row", "decisions", "shown"]


def decision_row(found: Decision) -> dict[str, Any]:
    """Return a decision as programs read it."""
    fact, proposal = found.fact, found.proposal
    return {
        "account": found.account,
        "fact": fact.reference,
        "position": fact.position,
        "decision": found.decision,
        "override": found.override,
        "late_override": found.late,
        "type": type(fact.event).__name__,
        "on": fact.on,
        "recorded_at": instant(fact.recorded_at),
        "proposal": proposal.reference if proposal else None,
        "proposer": proposal.by if proposal else None,
        "proposer_role": proposal.role if proposal else None,
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
        "author": found.author,
        "approver": found.approver,
    }


@click.command("decisions")
@click.option("--evidence", is_flag=True, help="Show below each what was shown for it, with digests.")
@table_options
@clock_options
@output_options
@click.pass_context
def decisions(
    ctx: click.Context, /, evidence: bool, as_of: str | None, known_at: str | None, **options: Any
) -> None:
    """List every grant, refusal, review, revocation and override, in the order they were recorded.

    Of each: who proposed it, by opening what was decided; who approved it, in which role and how far that
    is assured (of a plan: who submitted and approved it, and who recorded that); under which policy; and how
    many days after the day it holds for it was recorded. The programme's decisions are among them (policy
    adopted, books closed or reopened), and so is whatever else was recorded too late by override. Those
    withdrawn stay, and say so. What each was taken on, the facts, the verdicts and what was known, is in
    --json and --csv.

    \b
    majoracct decisions --where override=true
    majoracct decisions --where late_override=true --evidence
    majoracct decisions --where proposer=sue --sort -lag_days --csv
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        taken = _taken(asked)
        found = [each for each in taken if each.fact.on <= asked.on]
        if later := len(taken) - len(found):
            message(f"{later} more after {asked.on}: --as-of a later day shows them")
        policy = policy_in_force(asked)
        write(
            Answer(
                view="decisions",
                about=asked.about(policy),
                rows=[_told_row(each, asked) for each in found],
                columns=(
                    Column("on", "day"),
                    Column("fact", "fact"),
                    Column("what", "decision"),
                    Column("proposed", "proposed by"),
                    Column("who", "approved by"),
                    Column("assurance", "assurance"),
                    Column("policy", "policy"),
                    Column("lag_days", "lag (days)", number=True),
                    Column("why", "reason"),
                ),
                keys=_KEYS,
                below="shown" if evidence else "",
                footer=footer(asked, policy),
                empty="No decision was taken.",
            ),
            options,
        )


_KEYS = (
    "account fact position decision override late_override type on recorded_at proposal proposer "
    "proposer_role by role assurance policy lag_days reason withdrawn_by corrects known_at inputs verdicts "
    "evidence author approver"
).split()


def _taken(asked: View) -> list[Decision]:
    """Return the decisions known; every fact is read only if some could be too late."""
    store = asked.ledger.store
    types = (*DECISION_TYPES, *PROPOSAL_TYPES, "FactWithdrawn")
    facts = list(store.facts(types=types, at=asked.known_at))
    limits = Limits.of(facts, asked.ledger.day_of)
    if limited(limits.rules):
        facts = list(store.facts(at=asked.known_at))
    return population(facts, limits)


def _told_row(found: Decision, asked: View) -> Mapping[str, Any]:
    """Return the row with what a person reads in it."""
    proposal = found.proposal
    return decision_row(found) | {
        "what": _what(found),
        "proposed": f"{_whose(proposal, found.author, asked)}, {proposal.reference}" if proposal else None,
        "who": _whose(found.fact, found.approver, asked),
        "why": _why(found),
        "shown": [shown(each) for each in found.fact.evidence] or ["no evidence was shown"],
    }


def _whose(fact: Fact, person: str | None, asked: View) -> str:
    """Return whose FACT is: the PERSON of ours it names and who recorded it, or who recorded it alone."""
    return f"{our_name(person, asked.programme)}, recorded by {who(fact)}" if person else who(fact)


_SAID = {
    "tier": "move of tier",
    "approve-plan": "approve plan",
    "reject-plan": "reject plan",
    "adopt": "adopt policy",
    "close": "close books",
    "reopen": "reopen books",
}


def _what(found: Decision) -> str:
    said = type(found.fact.event).__name__ if found.decision == LATE else _SAID.get(found.decision)
    said = said or found.decision
    if capacity := getattr(found.fact.event, "capacity", None):
        said += f" as {capacity}"
    said += " by override" if found.override else ""
    said += ", late by override" if found.late else ""
    return f"~~{said}~~" if found.withdrawn_by else said


def _why(found: Decision) -> str:
    gone = f"withdrawn by {found.withdrawn_by}" if found.withdrawn_by else ""
    instead = f"corrects {found.fact.corrects}" if found.fact.corrects else ""
    return "; ".join(part for part in (found.fact.reason, instead, gone) if part)


def shown(evidence: Evidence) -> str:
    """Return EVIDENCE as a person reads it: its name, its size and its digest."""
    if not evidence.sha256:
        return f"{evidence.name}, no digest"
    size = "" if evidence.size is None else f"{evidence.size:,} bytes, "
    return f"{evidence.name}, {size}sha256 {evidence.sha256}"

"""`why`: why an account is major, or what is missing."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.clocks import clock_options, view
from majoracct.cli.output import Answer, document_options, instant, json_value, write
from majoracct.cli.reads.asked import about, account_asked, footer
from majoracct.cli.reads.decisions import decision_row
from majoracct.cli.reads.proof import Proof
from majoracct.cli.session import session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.account.criteria import Verdict
from majoracct.domain.account.qualification import Status
from majoracct.domain.assessments.dossier import CriterionHeld, dossier
from majoracct.domain.assessments.hindsight import Hindsight, hindsight
from majoracct.domain.assessments.history import known
from majoracct.domain.assessments.qualifying import Step, steps
from majoracct.domain.assessments.standing import DEFINITIONS
from majoracct.domain.programme.policy import Policy

__all__ = ["why"]

NOT_MAJOR = 1


@click.command("why")
@click.argument("account")
@click.option(
    "--definition",
    type=click.Choice(DEFINITIONS[:1]),
    default=DEFINITIONS[0],
    show_default=True,
    help="Whose definition of a major account; `report perspectives` tells of the others.",
)
@clock_options
@what_if_options
@document_options
@click.pass_context
def why(
    ctx: click.Context,
    /,
    account: str,
    definition: str,
    as_of: str | None,
    known_at: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """Prove why ACCOUNT is a major account, or say what is missing.

    Of each criterion: what policy asks for, the facts it holds by and who recorded them, since when, the
    facts without which it would fail, and by how much it is exceeded. Then every attempt and decision so
    far, and whether the last would still stand by what was learned since. --json holds all of it.

    Exit code 0 when its recorded status is major, otherwise 1, whatever the criteria say today.

    \b
    majoracct why acme --as-of 2017
    majoracct why acme --as-of 2017 --known-at @1820
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at, what_if)
        seen = account_asked(asked, account)
        found = dossier(seen, seen.programme[Policy].terms)
        told = known(seen.past, seen.streams)
        own = [f for f in told if f.stream == seen.key and f.on <= asked.on]
        course, looked_back = steps(own, ledger.day_of), hindsight(seen, told)
        proof = Proof.of(seen, found, course, looked_back, told, ledger.day_of)
        write(
            Answer(
                view="why",
                about=about(asked, seen),
                data=_data(proof),
                text=proof.text(footer(asked, found.policy)),
            ),
            options,
        )
    if found.status is not Status.MAJOR:
        ctx.exit(NOT_MAJOR)


def _data(proof: Proof) -> dict[str, Any]:
    found = proof.found
    return {
        "account": found.account,
        "status": found.status,
        "standing": "met" if found.met else "unmet",
        "since": found.since,
        "completed_by": found.completed_by,
        "policy": found.policy,
        "threshold": found.threshold,
        "criteria": [_criterion(each, proof) for each in found.criteria],
        "decisions": [decision_row(each.decision) for each in proof.course if each.decision],
        "attempts": [_attempt(each) for each in proof.course if each.what != "tier"],
        "hindsight": _hindsight(proof.hindsight, proof) if proof.hindsight else None,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {"id": verdict.id, "holds": verdict.holds, "facts": verdict.facts, "missing": verdict.missing}


def _criterion(each: CriterionHeld, proof: Proof) -> dict[str, Any]:
    verdict = each.verdict
    return {
        "id": verdict.id,
        "title": each.title,
        "asks": each.demand,
        "holds": verdict.holds,
        "path": verdict.path,
        "since": each.since,
        "facts": verdict.facts,
        "missing": verdict.missing,
        "fails_without": each.fails_without,
        "margins": [json_value(margin) for margin in each.margins],
        "proof": [_fact(reference, proof) for reference in verdict.facts if reference in proof.held],
    }


def _fact(reference: str, proof: Proof) -> dict[str, Any]:
    fact = proof.held[reference]
    return {
        "fact": reference,
        "position": fact.position,
        "on": fact.on,
        "recorded_at": instant(fact.recorded_at),
        "type": type(fact.event).__name__,
        "summary": proof.told(fact),
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance,
        "reason": fact.reason,
        "corrects": fact.corrects,
        "evidence": [json_value(each) for each in fact.evidence],
    }


def _attempt(step: Step) -> dict[str, Any]:
    fact, decision = step.fact, step.decision
    return {
        "fact": fact.reference,
        "what": step.what,
        "on": fact.on,
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance,
        "reason": fact.reason,
        "policy": decision.policy if decision else None,
        "known_at": decision.known_at if decision else None,
        "inputs": decision.inputs if decision else (),
        "unmet": [_verdict(verdict) for verdict in step.unmet],
        "withdrawn_by": step.withdrawn_by,
    }


def _hindsight(back: Hindsight, proof: Proof) -> dict[str, Any]:
    return {
        "decision": back.decision.reference,
        "stands": back.stands,
        "then": [_verdict(verdict) for verdict in back.then],
        "learned": [
            {"way": each.way, "input": each.input} | _fact(each.fact.reference, proof)
            for each in back.learned
        ],
        "under": [
            {
                "policy": each.policy,
                "stands": each.stands,
                "criteria": [_verdict(verdict) for verdict in each.verdicts],
            }
            for each in back.under
        ],
    }

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
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.assessments.definitions import DEFINITIONS
from majoracct.domain.assessments.dossier import CriterionHeld, dossier
from majoracct.domain.assessments.exchanges import exchanges_in
from majoracct.domain.assessments.hindsight import Hindsight, hindsight, upheld
from majoracct.domain.assessments.history import known
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.assessments.qualifying import Step, steps
from majoracct.domain.kernel import PROGRAMME, FactWithdrawn
from majoracct.domain.programme.policy import Policy

__all__ = ["why"]

NOT_MAJOR = 1
_DECISIVE = (Qualification, Segmentation)


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
    far, on it and on what merged into it, and whether those its status rests on would still stand by
    what was learned since. --json holds all of it.

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
        by_the_day = [f for f in told if f.on <= asked.on]
        decisive = [f for f in by_the_day if isinstance(f.event, FactWithdrawn) or f.event.topic in _DECISIVE]
        late = Limits.of(known(seen.past, (PROGRAMME,)), ledger.day_of).overridden(decisive)
        courses = {
            stream: steps([f for f in decisive if f.stream == stream], ledger.day_of, late)
            for stream in seen.streams
        }
        looked_back = [each for each in (hindsight(seen, told), upheld(seen, told)) if each]
        proof = Proof.of(seen, found, courses, looked_back, told, ledger.day_of)
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
    found, qualification = proof.found, proof.account[Qualification]
    back = {each.decision.reference: each for each in proof.hindsight}
    status_fact, review_fact = qualification.fact, qualification.review
    decided = proof.held.get(status_fact)
    return {
        "account": found.account,
        "name": found.name,
        "definition": DEFINITIONS[0],
        "status": found.status,
        "status_since": decided.on if decided else None,
        "status_fact": decided.reference if decided else None,
        "standing": "met" if found.met else "unmet",
        "since": found.since,
        "completed_by": found.completed_by,
        "policy": found.policy,
        "threshold": found.threshold,
        "criteria": [_criterion(each, proof) for each in found.criteria],
        "decisions": [decision_row(each.decision) for each in proof.course if each.decision],
        "attempts": [_attempt(each) for each in proof.course if each.what != "tier"],
        "predecessors": [
            {
                "account": stream,
                "decisions": [decision_row(each.decision) for each in course if each.decision],
                "attempts": [_attempt(each) for each in course if each.what != "tier"],
            }
            for stream, course in proof.courses.items()
            if stream != found.account
        ],
        "hindsight": _hindsight(back.get(status_fact), proof),
        "review_hindsight": _hindsight(back.get(review_fact), proof),
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
        "needed_as_well": [
            _fact(reference, proof) for reference in each.fails_without if reference not in verdict.facts
        ],
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
        "exchanged": [
            {
                "field": each.field,
                "stated": each.stated,
                "told": each.told,
                "rate": each.rate.rate if each.rate else None,
                "rate_fact": each.rate.fact if each.rate else None,
            }
            for each in exchanges_in(fact, proof.account.past)
        ],
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
        "lag_days": step.lag,
        "late_override": step.late,
        "withdrawn_by": step.withdrawal.reference if step.withdrawal else None,
    }


def _hindsight(back: Hindsight | None, proof: Proof) -> dict[str, Any] | None:
    if back is None:
        return None
    return {
        "decision": back.decision.reference,
        "stands": back.stands,
        "obstacle": back.obstacle,
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

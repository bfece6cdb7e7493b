"""`report conformance`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.conformance import Judged, share_inside
from majoracct.domain.assessments.conformance import conformance as judged
from majoracct.domain.assessments.decisions import decided
from majoracct.domain.assessments.history import known
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def conformance(asked: Question) -> Table:
    """Show which decisions on major status came of the defined process, and which did not, and why.

    Of one ACCOUNT, with those that merged into it, or of all. A decision is judged by what was known when
    it was recorded: what was learned since is no fault of whoever decided.

    \b
    majoracct report conformance --as-of 2024 --where inside=false
    """  # noqa: D301 - \b is click's
    facts = [fact for account in asked.accounts for fact in known(account.past, account.streams)]
    taken = decided(facts, asked.view.ledger.day_of)
    found = [
        each
        for account in asked.accounts
        for stream in account.streams
        for each in judged(account.other(stream), taken)
    ]
    share, inside = share_inside(found), sum(each.inside for each in found)
    outside = sorted({each.decision.account for each in found if not each.inside})
    return Table(
        [_row(each) for each in found],
        keys=(
            "account",
            "on",
            "fact",
            "decision",
            "override",
            "inside",
            "outside",
            "by",
            "role",
            "policy",
            "policy_since",
            "reason",
        ),
        columns=(
            Column("account", "account"),
            Column("on", "day"),
            Column("decision", "decision"),
            Column("inside", "inside"),
            Column("outside_word", "what lies outside"),
            Column("by", "by"),
            Column("fact", "fact"),
        ),
        total=f"{inside} of {len(found)} decisions came of the process"
        + (f" ({percent(share)})" if share is not None else "")
        + f"; outside it: {', '.join(outside) or 'none'}",
        about={"decisions": len(found), "inside": inside, "share": rounded(share), "outside": outside},
        empty="No decision on major status was taken.",
    )


def _row(each: Judged) -> dict[str, Any]:
    decision = each.decision
    return {
        "account": decision.account,
        "on": decision.fact.on,
        "fact": decision.fact.reference,
        "decision": decision.decision,
        "override": decision.override,
        "inside": each.inside,
        "outside": each.outside,
        "outside_word": "; ".join(each.outside),
        "by": decision.fact.by,
        "role": decision.fact.role,
        "policy": decision.policy,
        "policy_since": each.policy_since,
        "reason": decision.fact.reason,
    }

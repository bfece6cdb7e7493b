"""`report outcomes`: what customers want in figures, and who works for it (C-O1, C-O2, C-O3, C-O4, C-M5d)."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.relationships import BuyingFunction
from majoracct.domain.assessments.joint import JointOutcome, joint_share, outcomes_judged
from majoracct.domain.assessments.telling import Names
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def outcomes(asked: Question) -> Table:
    """Show the outcomes each customer wants, in figures, and who works for them; of one ACCOUNT, or of all.

    An outcome is more revenue, less cost, or productivity that leads to one of them. It is joint
    once the customer confirmed its figure and both sides own an action for it.

    \b
    majoracct report outcomes harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(a, each) for a in asked.accounts for each in outcomes_judged(a)]
    joint = joint_share(asked.accounts)
    elsewhere = [each.outcome for _, each in found if each.by_finance is False]
    return Table(
        [_row(a.key, each, asked.names(a)) for a, each in found],
        keys=(
            "account",
            "outcome",
            "title",
            "kind",
            "leads_to",
            "figure",
            "quantified_on",
            "confirmed_by",
            "confirmed_by_name",
            "confirmed_on",
            "function",
            "by_finance",
            "our_actions",
            "their_actions",
            "joint",
            "fact",
        ),
        columns=(
            Column("account", "account"),
            Column("title", "outcome"),
            Column("leads", "kind"),
            Column("figure", f"figure ({asked.currency})", number=True, money=True),
            Column("confirmed_by_name", "confirmed by"),
            Column("function", "of"),
            Column("ours", "actions: ours", number=True),
            Column("theirs", "theirs", number=True),
            Column("joint", "joint"),
        ),
        total=(
            f"outcomes {len(found)}, {joint.of} of them in figures"
            + ("" if joint.ratio is None else f"; of those {joint.count} joint: {percent(joint.ratio)}")
        ),
        said=[f"confirmed by somebody else than finance: {len(elsewhere)}"] if elsewhere else [],
        about={
            "joint": joint.count,
            "quantified": joint.of,
            "share": rounded(joint.ratio),
            "confirmed_elsewhere": elsewhere,
            "finance": BuyingFunction.FINANCE.duties,
        },
        empty="No outcome is targeted.",
    )


def _row(account: str, found: JointOutcome, names: Names) -> dict[str, Any]:
    item, figure = found.item, found.item.figure
    confirmation = figure.confirmation if figure else None
    return {
        "account": account,
        "outcome": found.outcome,
        "title": item.title,
        "kind": item.kind,
        "leads_to": item.leads_to,
        "leads": item.kind.value + (f", for {item.leads_to.value}" if item.leads_to else ""),
        "figure": figure.amount if figure else None,
        "quantified_on": figure.on if figure else None,
        "confirmed_by": confirmation.by if confirmation else None,
        "confirmed_by_name": names.people.get(confirmation.by) if confirmation else None,
        "confirmed_on": confirmation.on if confirmation else None,
        "function": found.function,
        "by_finance": found.by_finance,
        "our_actions": found.work.ours,
        "their_actions": found.work.theirs,
        "ours": len(found.work.ours),
        "theirs": len(found.work.theirs),
        "joint": found.work.joint,
        "fact": item.fact,
    }

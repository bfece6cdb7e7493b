"""`report change`: initiatives, the case for each change, and whether it is managed.

It answers S-B2 S-B3 S-B4 S-B5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.change import ChangeQuestion
from majoracct.domain.assessments.change import Case, Fared, fared, initiatives
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def change(asked: Question) -> Table:
    """Show each initiative of one ACCOUNT, or of all, the case for its change, and what it lacks.

    The case answers why change, why now, then how. A change is managed once it has a goal, and says how
    a group of their people is to act. The lines below tell how often initiatives succeeded that were
    managed, and that were not; of too few that ended, nothing is said. Of one account they tell the case.

    \b
    majoracct report change harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account, case) for account in asked.accounts for case in initiatives(account)]
    cases = [case for _, case in found]
    ends = fared(cases, asked.terms)
    said = [line for account, case in found for line in _told(asked, account, case)] if asked.named else []
    said += [_said(each) for each in ends]
    return Table(
        [_row(case) for case in cases],
        keys=(
            "account",
            "initiative",
            "title",
            "on",
            "days",
            "opportunity",
            "project",
            "why_change",
            "why_now",
            "how",
            "goals",
            "behaviours",
            "observed",
            "adopted",
            "made",
            "managed",
            "lacking",
            "end",
            "ended",
            "facts",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("title", "initiative"),
            Column("on", "since"),
            Column("fate", "is"),
            Column("case", "case"),
            Column("aims", "goals", number=True),
            Column("groups", "groups", number=True),
            Column("adopted_of", "adopted"),
            Column("is_managed", "managed"),
        ),
        total=f"initiatives: {len(cases)}; case made for {sum(c.made for c in cases)}, "
        f"change managed in {sum(c.managed for c in cases)}",
        said=said if cases else (),
        about={"fared": [{**attrs.asdict(e), "share": rounded(e.share)} for e in ends]},
        empty="No initiative was opened.",
    )


def _row(case: Case) -> dict[str, Any]:
    item = case.item
    answered = {q.value.replace("-", "_"): item.answers.get(q.value) for q in ChangeQuestion}
    expected = [b for _, b in sorted(item.behaviours.items(), key=lambda each: (each[1].on, each[0]))]
    return {
        "account": case.account,
        "initiative": case.initiative,
        "title": item.title,
        "on": item.on,
        "days": case.days,
        "opportunity": item.opportunity,
        "project": item.project,
        **answered,
        "goals": [g for _, g in sorted(item.goals.items(), key=lambda each: (each[1].on, each[0]))],
        "behaviours": expected,
        "observed": case.observed,
        "adopted": case.adopted,
        "made": case.made,
        "managed": case.managed,
        "lacking": case.lacking,
        "end": item.end,
        "ended": item.ended,
        "facts": case.facts,
        "fate": item.end or "under way",
        "case": f"{len(ChangeQuestion) - len(case.unanswered)} of {len(ChangeQuestion)}",
        "aims": len(item.goals),
        "groups": len(expected),
        "adopted_of": f"{case.adopted} of {case.observed} seen" if case.observed else "unknown",
        "is_managed": "yes" if case.managed else "no",
    }


def _told(asked: Question, account: Account, case: Case) -> Iterator[str]:
    theirs = asked.names(account).people
    row = _row(case)
    yield f"{case.item.title} ({case.initiative})"
    for question in ChangeQuestion:
        reply = row[question.value.replace("-", "_")]
        by = f", so {theirs.get(reply.person, reply.person)}" if reply and reply.person else ""
        yield f"  {question.words}: {f'{reply.text}{by} ({reply.fact})' if reply else 'not answered'}"
    for goal in row["goals"]:
        yield f"  goal: {goal.what}{f', by {goal.due}' if goal.due else ''} ({goal.fact})"
    for each in row["behaviours"]:
        seen = each.seen.value.replace("-", " ") if each.seen else "nobody looked"
        yield f"  {each.group} to {each.expected}: {seen} ({each.seen_fact or each.fact})"


def _said(each: Fared) -> str:
    name = "managed" if each.managed else "not managed"
    if each.share is None:
        return f"{name}: {each.under_way} under way, {each.ended} ended, too few to say how they fare"
    succeeded = f"{each.succeeded} of {each.ended} succeeded ({percent(each.share)})"
    return f"{name}: {each.under_way} under way, {succeeded}"

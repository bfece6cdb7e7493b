"""`report quadrant`: progress to each account's plan beside the attainment of its quota.

It answers R-U4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from majoracct.cli.columns import drawn
from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.quotas import Quotas
from majoracct.domain.assessments.planning import in_scope_since
from majoracct.domain.assessments.quadrant import Placed, Quadrant, placed
from majoracct.domain.shares import percent, rounded, stated

_KEYS: Final = (
    "account quadrant on_plan plan_share goals_on_course goals_behind goals_unknown on_quota quota_share "
    "period elapsed person quota revenue goals facts"
).split()


@report_on("accounts")
def quadrant(asked: Question) -> Table:
    """Show which accounts are on plan, which on quota, which on both, and of which it is unknown.

    Of one ACCOUNT, or of all that have goals or a quota, or that policy wants planned. On plan: enough of its
    goals that run, or are overdue, are on course. On quota: enough came in for the days passed of the
    period that runs; where the account has no quota of its own, what was recorded of who answers for it, who
    is named.

    \b
    majoracct report quadrant --as-of 2024-06-30
    """  # noqa: D301 - \b is click's
    found = [
        placed(account, asked.terms)
        for account in asked.accounts
        if account[Goals].standing
        or len(account[Quotas].items)
        or in_scope_since(account, asked.terms) is not None
    ]
    counts = [f"{sum(one.quadrant is q for one in found)} {q.value}" for q in Quadrant]
    unknown = sum(one.quadrant is None for one in found)
    return Table(
        [_row(asked, one) for one in found],
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("quadrant_word", "quadrant"),
            Column("plan_word", "goals on course", number=True),
            Column("unknown_word", "goals unknown", number=True),
            Column("period", "period"),
            Column("quota_word", "quota attained", number=True),
            Column("elapsed_word", "days passed", number=True),
            Column("person_word", "quota of"),
        ),
        total="" if asked.named else f"{'; '.join(counts)}; {unknown} unknown",
        said=[] if asked.named else list(_grid(asked, found)),
        about={
            "plan_share_from": asked.terms.goals.plan_share,
            "quota_share_from": asked.terms.goals.quota_share,
            "quadrants": {q.value: [one.account for one in found if one.quadrant is q] for q in Quadrant},
            "unknown": [one.account for one in found if one.quadrant is None],
        },
        empty="No account has goals or a quota.",
    )


def _row(asked: Question, one: Placed) -> Mapping[str, Any]:
    plan, quota = one.plan, one.quota
    known = plan.on_course + plan.behind
    return {
        "account": one.account,
        "quadrant": one.quadrant,
        "on_plan": plan.on_plan,
        "plan_share": rounded(plan.share),
        "goals_on_course": plan.on_course,
        "goals_behind": plan.behind,
        "goals_unknown": plan.unknown,
        "on_quota": quota.on_quota if quota else None,
        "quota_share": rounded(quota.share) if quota else None,
        "period": quota.period if quota else None,
        "elapsed": rounded(quota.elapsed) if quota else None,
        "person": quota.person if quota else None,
        "quota": quota.quota if quota else None,
        "revenue": quota.revenue if quota else None,
        "goals": plan.facts,
        "facts": quota.facts if quota else (),
        "quadrant_word": one.quadrant.value if one.quadrant else "unknown",
        "plan_word": f"{plan.on_course} of {known}" if known else "unknown",
        "unknown_word": plan.unknown,
        "quota_word": (percent(quota.share) if quota else "") or "unknown",
        "elapsed_word": percent(quota.elapsed) if quota else "",
        "person_word": _whose(asked, one),
    }


def _whose(asked: Question, one: Placed) -> str:
    if one.quota is None:
        return ""
    person = one.quota.person
    return asked.colleagues.get(person, person) if person else "the account"


def _grid(asked: Question, found: Sequence[Placed]) -> Iterator[str]:
    """Yield the four quadrants, as a grid of names, and those in none of them below."""
    if not found:
        return
    names = {q: [one.account for one in found if one.quadrant is q] for q in Quadrant}
    columns = [Column("at", " "), Column("behind", "behind on plan"), Column("on", "on plan")]
    rows = [
        {"at": left if nth == 0 else " ", "behind": _nth(behind, nth), "on": _nth(on, nth)}
        for left, behind, on in (
            ("on quota", names[Quadrant.QUOTA], names[Quadrant.BOTH]),
            ("behind on quota", names[Quadrant.NEITHER], names[Quadrant.PLAN]),
        )
        for nth in range(max(len(behind), len(on), 1))
    ]
    yield from ["", *drawn(columns, rows, None)]
    if unknown := [one.account for one in found if one.quadrant is None]:
        yield display(f"unknown: {', '.join(unknown)}")
    terms = asked.terms.goals
    yield (
        f"on plan: at least {stated(terms.plan_share)} of the goals known are on course; on quota: at least "
        f"{stated(terms.quota_share)} of what the days passed of the period call for"
    )


def _nth(names: Sequence[str], nth: int) -> str:
    return names[nth] if nth < len(names) else "" if nth == 0 else " "

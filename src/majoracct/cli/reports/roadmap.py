"""`report roadmap`: what is to be done for an account, by function and by day.

It answers J-O2 J-A0 J-A2 J-A3 J-B4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.action_plan import Resources
from majoracct.domain.assessments.roadmap import Standing, Step
from majoracct.domain.assessments.roadmap import roadmap as roadmap_of
from majoracct.domain.seen import Account

_KEYS = (
    "account",
    "function",
    "kind",
    "id",
    "what",
    "owner",
    "name",
    "starts",
    "due",
    "done",
    "standing",
    "rank",
    "goal",
    "funds",
    "means",
    "none_needed",
    "after",
    "waits_for",
    "out_of_order",
    "times_moved",
    "facts",
)
_TOLD = (
    Column("function_word", "function"),
    Column("when", "due"),
    Column("what", "what"),
    Column("kind", "kind"),
    Column("who", "who"),
    Column("takes_word", "takes"),
    Column("standing_word", "stands"),
    Column("rank", "priority", number=True),
    Column("waits_word", "waits for"),
)


@report_on("accounts")
def roadmap(asked: Question) -> Table:
    """Show what is to be done for one ACCOUNT, or for all, by function and by day.

    Actions of the plan, plans of functions, our projects and their milestones that slipped: one list, so
    that each function sees what the others do and when. What has no day comes last, and what no function
    is known of after all. An action that waits comes after others that are not done yet.

    \b
    majoracct report roadmap harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account, step) for account in asked.accounts for step in roadmap_of(account)]
    counted = Counter(step.standing for _, step in found)
    told = ", ".join(f"{counted[standing]} {standing.value}" for standing in Standing if counted[standing])
    return Table(
        [_row(asked, account, step) for account, step in found],
        keys=_KEYS,
        columns=_TOLD if asked.named else (Column("account", "account"), *_TOLD),
        total=f"{len(found)} in all: {told}" if found else "",
        said=list(_said(asked, found)) if asked.named else (),
        about={"standing": {standing.value: counted[standing] for standing in Standing}},
        empty="Nothing is to be done.",
    )


def _row(asked: Question, account: Account, step: Step) -> Mapping[str, Any]:
    name = asked.colleagues.get(step.owner, step.owner) if step.owner else None
    takes = step.resources
    return {
        "account": account.key,
        "function": step.function,
        "kind": step.kind,
        "id": step.id,
        "what": step.what,
        "owner": step.owner,
        "name": name,
        "starts": step.starts,
        "due": step.due,
        "done": step.done,
        "standing": step.standing,
        "rank": step.rank,
        "goal": step.goal,
        "funds": takes.funds if takes else None,
        "means": takes.means if takes else None,
        "none_needed": takes.none_needed if takes else None,
        "after": step.after,
        "waits_for": step.waits_for,
        "out_of_order": step.out_of_order,
        "times_moved": step.moved,
        "facts": step.facts,
        "function_word": step.function.value if step.function else "unknown",
        "when": step.due or "",
        "who": name or "nobody",
        "takes_word": _takes(takes),
        "standing_word": f"done {step.done}" if step.done else step.standing.value,
        "waits_word": ", ".join(step.waits_for),
    }


def _takes(takes: Resources | None) -> str:
    if takes is None:
        return ""
    stated = " and ".join(str(each) for each in (takes.funds, takes.means) if each)
    return stated or ("nothing" if takes.none_needed else "unknown")


def _said(asked: Question, found: list[tuple[Account, Step]]) -> Iterator[str]:
    for account, step in found:
        called = asked.names(account).things if step.out_of_order else {}
        for other in step.out_of_order:
            yield (
                f"out of order: “{step.what}” is due {step.due}, before “{called.get(other, other)}”, "
                "which it comes after"
            )

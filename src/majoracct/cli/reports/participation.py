"""`report participation`: how far the customer takes part in planning, cycle by cycle.

It answers S-C2 S-C4 S-C5 S-C9.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.participation import Committed
from majoracct.domain.assessments.participation import Attendance, Taking, of_predecessors_too

_KEPT = {True: "yes", False: "no", None: "still may be"}


@report_on("accounts")
def participation(asked: Question) -> Table:
    """Show how the customer takes part in each planning cycle of one ACCOUNT, or of all.

    An engagement is a co-creation session, or a planning activity with people of theirs. The customer is
    at the table where somebody holds a seat; where people only took part, it was left to the account
    manager. A cycle was kept going with as many engagements and commitments as policy asks. The trend is
    of attendance against the cycle before, once a cycle is over. Addressed is how much
    was of what the customer brought up that it faces. Cycles of an account that merged into one are
    told with it, as they stood on the day of the merger.

    \b
    majoracct report participation harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [
        (account, each) for account in asked.accounts for each in of_predecessors_too(account, asked.terms)
    ]
    every = [each for _, each in found]
    own = all(each.account == account.key for account, each in found)
    said = _told(asked, every) if asked.named else _said(every)
    return Table(
        [_row(account.key, each) for account, each in found],
        keys=(
            "account",
            "cycle",
            "name",
            "since",
            "until",
            "over",
            "attendance",
            "seats",
            "engagements",
            "sessions",
            "attendances",
            "people",
            "executives",
            "commitments",
            "kept_going",
            "raised",
            "addressed",
            "trend",
            "facts",
        ),
        columns=(
            *([] if asked.named and own else [Column("account", "account")]),
            Column("name", "cycle"),
            Column("since", "since"),
            Column("attendance", "customer"),
            Column("met", "met", number=True),
            Column("attendances", "attended", number=True),
            Column("committed", "committed", number=True),
            Column("kept", "kept going"),
            Column("faced", "addressed"),
            Column("trend", "trend"),
        ),
        total=_total(every),
        said=list(said) if every else (),
        about={"absent": [e.cycle for e in every if e.attendance is Attendance.ABSENT]},
        empty="No planning cycle was opened.",
    )


def _row(account: str, each: Taking) -> dict[str, Any]:
    return {
        "account": each.account,
        "cycle": each.cycle,
        "name": each.item.name,
        "since": each.item.on,
        "until": each.item.until,
        "over": each.over,
        "attendance": each.attendance,
        "seats": [{"person": s.person, "since": s.on, "fact": s.fact} for s in each.seats],
        "engagements": each.engagements,
        "sessions": sum(e.session for e in each.engagements),
        "attendances": each.attendances,
        "people": each.people,
        "executives": each.executives,
        "commitments": each.commitments,
        "kept_going": each.kept_going,
        "raised": [challenge.fact for challenge in each.raised],
        "addressed": each.addressed,
        "faced": f"{each.addressed} of {len(each.raised)}" if each.raised else None,
        "trend": each.trend,
        "facts": each.facts,
        "met": len(each.engagements),
        "committed": len(each.commitments),
        "kept": _KEPT[each.kept_going] if each.over or each.account == account else "merged before its end",
    }


def _total(every: Sequence[Taking]) -> str:
    over = [e for e in every if e.over]
    return (
        f"cycles: {len(every)}, engagements {sum(len(e.engagements) for e in every)}, "
        f"attended {sum(e.attendances for e in every)}; "
        f"kept going: {sum(e.kept_going is True for e in over)} of {len(over)} that are over"
    )


def _said(every: Sequence[Taking]) -> Iterator[str]:
    kinds = [(kind.value.replace("-", " "), sum(e.attendance is kind for e in every)) for kind in Attendance]
    yield "the customer was " + ", ".join(f"{name} in {number}" for name, number in kinds)


def _told(asked: Question, every: Sequence[Taking]) -> Iterator[str]:
    theirs, ours = asked.names(asked.accounts[0]).people, asked.colleagues
    for each in every:
        seats = ", ".join(f"{theirs.get(s.person, s.person)} ({s.fact})" for s in each.seats)
        yield f"{each.item.name}: at the table {seats or 'nobody'}"
        for held in each.engagements:
            kind = "session" if held.session else "planning"
            people = ", ".join(theirs.get(p, p) for p in held.people)
            yield f"  {held.on} {kind}: {held.what}, with {people} ({held.fact})"
        for challenge in each.raised:
            answer = f"addressed on {challenge.addressed}" if challenge.addressed else "not addressed"
            yield f"  {challenge.on} they brought up: {challenge.what}, {answer} ({challenge.fact})"
        for made in each.commitments:
            yield f"  {made.on} committed by {_who(made, theirs, ours)}: {made.what} ({made.fact})"


def _who(made: Committed, theirs: Any, ours: Any) -> str:
    people = [theirs.get(made.person, made.person)] if made.person else []
    people += [f"{ours.get(made.colleague, made.colleague)} of ours"] if made.colleague else []
    return " and ".join(people) + (f", to invest {made.amount}" if made.amount else "")

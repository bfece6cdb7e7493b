"""`report escalations`: who of ours sponsors an account, and what became of its escalated issues.

It answers S-A4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.escalations import Escalation, Escalations
from majoracct.domain.account.team import seated
from majoracct.domain.assessments.in_programme import in_programme
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account


@report_on("accounts")
def escalations(asked: Question) -> Table:
    """Show which issues of an ACCOUNT, or of each, were escalated, who took them up and what came of it.

    They go to the account's internal sponsor, our executive. Accounts in the programme without any are
    shown, too, with their sponsor.

    \b
    majoracct report escalations --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [row for account in asked.accounts for row in _rows(asked, account)]
    raised = [row for row in rows if row["fact"]]
    late = sum(row["late"] for row in raised)
    still = sum(row["resolved"] is None for row in raised)
    return Table(
        rows,
        keys=(
            "account",
            "sponsor",
            "what",
            "raised_by",
            "raised",
            "taken_up",
            "taken_up_by",
            "resolved",
            "days",
            "late",
            "fact",
            "taken_up_fact",
            "resolved_fact",
        ),
        columns=(
            Column("account", "account"),
            Column("our_sponsor", "our sponsor"),
            Column("issue", "issue"),
            Column("raised", "raised"),
            Column("taken", "taken up"),
            Column("came", "resolved"),
            Column("days", "days", number=True),
        ),
        total=f"{len(raised)} escalated, {still} open, {late} late to be taken up",
        empty="No account is in the programme, and nothing was escalated.",
    )


def _rows(asked: Question, account: Account) -> Iterator[dict[str, Any]]:
    sponsor = next((m.person for m in seated(account, Seat.INTERNAL_SPONSOR)), None)
    found = account[Escalations].in_order
    for _, each in found:
        yield _row(asked, account, sponsor, each)
    if not found and in_programme(account):
        yield _row(asked, account, sponsor, None)


def _row(asked: Question, account: Account, sponsor: str | None, found: Escalation | None) -> dict[str, Any]:
    called = asked.colleagues
    late = found is not None and found.late(account.on, asked.terms.programme.escalation_days)
    took = found.taken_up_by if found else None
    return {
        "account": account.key,
        "sponsor": sponsor,
        "what": found.what if found else None,
        "raised_by": found.raised_by if found else None,
        "raised": found.on if found else None,
        "taken_up": found.taken_up if found else None,
        "taken_up_by": took,
        "resolved": found.resolved if found else None,
        "days": found.days(account.on) if found else None,
        "late": late,
        "fact": found.fact if found else None,
        "taken_up_fact": (found.taken_up_fact or None) if found else None,
        "resolved_fact": (found.resolved_fact or None) if found else None,
        "our_sponsor": called.get(sponsor, sponsor) if sponsor else "nobody",
        "issue": found.what if found else "none escalated",
        "taken": _taken(found, called.get(took, took) if took else "", late=late),
        "came": (str(found.resolved) if found.resolved else "open") if found else "",
    }


def _taken(found: Escalation | None, name: str | None, *, late: bool) -> str:
    if found is None:
        return ""
    if found.taken_up:
        return f"{found.taken_up}, {name}"
    return "late" if late else "not yet"

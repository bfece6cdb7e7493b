"""`report governance`: whether an account is met on, answered for, reported, and governed by a process.

It answers S-W7 X-5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.team import Team, seated
from majoracct.domain.assessments.cadence import Compliance, compliance, process
from majoracct.domain.assessments.governing import Governed, governed, weeks_of_all
from majoracct.domain.assessments.status_call import calls
from majoracct.domain.programme.discipline_tables import Ceremony
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account
from majoracct.domain.shares import rounded


@report_on("accounts")
def governance(asked: Question) -> Table:
    """Show whether the team meets, who answers for the record, and whose the plan is.

    Of one ACCOUNT, or of all that were ever major, or have a team. A week counts from the day the team
    had an internal sponsor; one recorded long after is late; none is due once status was revoked. The
    plan is owned by those of the team's members who accepted it. Of one account, each ceremony is told: how
    often it is to be held, and was; and what the team's governance lacks of a process. Of an account that
    merged into another, ask --as-of the day before.

    \b
    majoracct report governance --as-of 2024
    """  # noqa: D301 - \b is click's
    day_of = asked.view.ledger.day_of
    found = [
        (account, governed(account, asked.terms, day_of)) for account in asked.accounts if _concerns(account)
    ]
    total = weeks_of_all(one.weeks for _, one in found)
    current = sum(one.answered.value == "current" for _, one in found)
    joint = sum(one.joint is True for _, one in found)
    return Table(
        [_row(asked, account, one, day_of) for account, one in found],
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("kept", "met", number=True),
            Column("late", "late", number=True),
            Column("missed", "missed", number=True),
            Column("record", "record"),
            Column("owned_word", "plan owned by"),
            Column("status_word", "last reported"),
            Column("sponsor_word", "sponsor of ours"),
        ),
        total=f"{total.kept} weeks kept, {total.late} late, {total.missed} missed; records "
        f"answered for now: {current} of {len(found)}; plans jointly owned: {joint}",
        said=[
            line
            for account, one in found
            for line in (*_told(asked, one), *_ceremonies(asked, account, day_of))
        ]
        if asked.named
        else [],
        about={"weeks": total},
        empty="No account was ever major, and none has a team.",
    )


_KEYS = (
    "account",
    "kept",
    "late",
    "missed",
    "running",
    "missed_weeks",
    "meetings",
    "counted_to",
    "record",
    "attestation",
    "plan",
    "responsible",
    "accepted",
    "outstanding",
    "jointly_owned",
    "call",
    "reported",
    "sponsor",
    "vacant_since",
    "formed_early",
    "governance_owners",
    "process_lacks",
    "ceremonies",
)


def _concerns(account: Account) -> bool:
    if account[Team].formed is not None:
        return True
    days = account.changes(Qualification)
    return any(account.at(day)[Qualification].status is Status.MAJOR for day in days)


def _row(
    asked: Question, account: Account, one: Governed, day_of: Callable[[int], dt.date]
) -> dict[str, Any]:
    ours = asked.colleagues
    sponsor = next((m.person for m in seated(account, Seat.INTERNAL_SPONSOR)), None)
    owned, said = one.owned, one.reported
    governing = process(account, asked.terms, day_of)
    nobody = f"none since {one.vacant}" if one.vacant else "no team"
    return {
        "account": one.account,
        "kept": one.weeks.kept,
        "late": one.weeks.late,
        "missed": one.weeks.missed,
        "running": one.weeks.running,
        "missed_weeks": one.missed,
        "meetings": one.meetings,
        "counted_to": one.counted_to,
        "record": one.answered.value.replace("-", " "),
        "attestation": one.attestation,
        "plan": owned.plan,
        "responsible": owned.responsible,
        "accepted": owned.accepted,
        "outstanding": owned.outstanding,
        "jointly_owned": one.joint,
        "call": one.call,
        "reported": said,
        "sponsor": sponsor,
        "vacant_since": one.vacant,
        "formed_early": one.early,
        "governance_owners": governing.owners if governing else (),
        "process_lacks": governing.lacking if governing else None,
        "ceremonies": [_ceremony(compliance(account, c, asked.terms, day_of)) for c in Ceremony],
        "owned_word": f"{len(owned.accepted)} of {one.members}" if owned.plan and one.members else "",
        "status_word": f"{said.rag.value}, {said.on}" if said else "never",
        "sponsor_word": ours.get(sponsor, sponsor) if sponsor else nobody,
    }


def _ceremony(found: Compliance) -> dict[str, Any]:
    return {
        "ceremony": found.ceremony,
        "days": found.days,
        "set_by": found.fact,
        "kept": found.kept,
        "missed": [week.start for week in found.missed],
        "share": rounded(found.share),
        "last": found.last,
        "facts": [fact for week in found.periods for fact in week.meetings],
    }


def _ceremonies(asked: Question, account: Account, day_of: Callable[[int], dt.date]) -> Iterator[str]:
    """Yield how each ceremony of ACCOUNT is kept, and what its governance lacks of a process."""
    for ceremony in Ceremony:
        found = compliance(account, ceremony, asked.terms, day_of)
        often = f"every {found.days} days ({found.fact or 'by policy'})"
        kept = f"kept in {found.kept} of {found.kept + len(found.missed)} periods"
        last = f", last on {found.last}" if found.last else ""
        yield f"{ceremony.value.replace('-', ' ')}, {often}: {kept}{last}"
    governing = process(account, asked.terms, day_of)
    if governing:
        owners = ", ".join(asked.colleagues.get(p, p) for p in governing.owners) or "nobody"
        yield f"governance is owned by {owners}; lacking: {'; '.join(governing.lacking) or 'nothing'}"


def _told(asked: Question, one: Governed) -> Iterator[str]:
    """Yield what else there is to say of ONE account."""
    ours = asked.colleagues
    if one.missed:
        runs = ", ".join(_runs(one.missed, asked.terms.governance.meeting_days))
        yield f"weeks missed, by their first days: {runs}"
    if one.counted_to:
        yield f"no week is due after {one.counted_to}: status was revoked, or the account merged"
    if one.attestation:
        by = ours.get(one.attestation.by, one.attestation.by)
        yield (
            f"record attested by {by} on {one.attestation.on} ({one.attestation.fact}), "
            f"whole months ago: {one.attestation.months}; facts learned since: {one.attestation.since}"
        )
    if one.owned.plan:
        manager = one.owned.responsible
        answers = ours.get(manager, manager) if manager else "nobody"
        waiting = ", ".join(ours.get(p, p) for p in one.owned.outstanding) or "nobody"
        yield (f"plan {one.owned.plan}, for which {answers} answers; not accepted by {waiting}")
    if one.reported:
        held = {call.key: call.name for call in calls(asked.programme)}
        name = held.get(one.call or "", one.call)
        yield f"last reported on {name}: {one.reported.rag.value}, {one.reported.text} ({one.reported.fact})"
    if one.vacant:
        yield f"nobody has been internal sponsor since {one.vacant}"
    if one.early:
        yield "the team was formed while the account was not major"


def _runs(days: Sequence[dt.date], apart: int) -> Iterator[str]:
    """Yield DAYS in short: a day, or the first and the last of several that come APART days after another."""
    first = last = None
    for day in (*days, None):
        if first is not None and last is not None:
            if day is not None and (day - last).days == apart:
                last = day
                continue
            yield str(first) if first == last else f"{first} to {last}"
        first = last = day

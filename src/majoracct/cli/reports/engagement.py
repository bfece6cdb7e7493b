"""`report engagement`: who of ours does what for an account, who is engaged, and how long they stay.

It answers S-V1 S-V3 S-V4 S-M3 S-M5 S-M6 S-G5 X-7 X-12.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from majoracct.cli.display import display
from majoracct.cli.options import Option
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.activities import Activities
from majoracct.domain.account.team import account_owner, seated
from majoracct.domain.assessments.discipline import promised
from majoracct.domain.assessments.engagement import (
    Engaged,
    engagement_tally,
    unattributed,
)
from majoracct.domain.assessments.engagement import engagement as engagement_of
from majoracct.domain.assessments.tenure import Churn, churn, measured, months_between, stays
from majoracct.domain.programme.compensation import model_of
from majoracct.domain.programme.reporting_lines import LineKind
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded

_PORTFOLIO: Final = tuple(seat for seat in Seat if seat.sells_portfolio)
_WORD: Final = {True: "engaged", False: "not engaged", None: "unknown"}


def _seat(function: Any) -> Any:
    return click.option(
        "--seat",
        cls=Option,
        section="Seat",
        metavar="WORD",
        help="Only who holds this seat, by its name or another word of policy's, or answers for the account.",
    )(function)


@report_on("accounts", _seat)
def engagement(asked: Question) -> Table:
    """Show what each member of a team does for the account, and whether they are actively engaged.

    Of one ACCOUNT, or of all; of one, what portfolio reps and their consultants did in policy's window is
    told, activity by activity. Whoever logged activities without a seat is shown, too. Engaged is who did
    enough in policy's window; where nobody says who did what, that is unknown. Below: who answers for
    the account, how often portfolio reps and their consultants change, and what pay is measured by.

    \b
    majoracct report engagement harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    wanted, owners = _seats_called(asked), _owners(asked)
    found = [
        (account, each)
        for account in asked.accounts
        for each in engagement_of(account, asked.terms)
        if wanted is None
        or any(m.seat in wanted for m in each.seats)
        or (each.person == owners.get(account.key))
    ]
    total = engagement_tally(each for _, each in found)
    reps = {a.key: stays(a, asked.terms, *_PORTFOLIO) for a in asked.accounts}
    return Table(
        [_row(asked, account, each) for account, each in found],
        keys=_KEYS,
        columns=_COLUMNS[1:] if asked.named else _COLUMNS,
        total=f"{total.engaged} engaged, {total.not_engaged} not, {total.unknown} unknown; "
        f"activities in {asked.terms.discipline.engaged_days} days: {total.activities}",
        said=list(_told(asked, asked.accounts[0]))
        if asked.named and found
        else [_changed(churn(stay for each in reps.values() for stay in each))],
        about={
            "tally": total,
            "churn": {key: _counts(churn(each)) for key, each in reps.items()},
            "stays": {a.key: stays(a, asked.terms) for a in asked.accounts} if asked.named else {},
            "unattributed": {a.key: unattributed(a) for a in asked.accounts},
        },
        empty="Nobody is in a team, and nobody is named for an activity."
        if wanted is None
        else f"Nobody is {asked.options['seat']}.",
    )


_KEYS = (
    "account",
    "person",
    "name",
    "seats",
    "capacity",
    "since",
    "tenure_months",
    "engaged",
    "activities",
    "activity_facts",
    "total",
    "relationship",
    "opportunity",
    "last",
    "last_fact",
    "consultants",
    "manager",
    "dotted",
    "promises_kept",
    "promises_known",
    "promises_overdue",
    "support_open",
    "pay_model",
    "facts",
)
_COLUMNS = (
    Column("account", "account"),
    Column("name", "who"),
    Column("seats_word", "seat"),
    Column("tenure_months", "months", number=True),
    Column("engaged_word", "engaged"),
    Column("activities", "recent", number=True),
    Column("total", "all", number=True),
    Column("last", "last"),
    Column("manager_word", "reports to"),
    Column("consultants_word", "consultants"),
)


def _seats_called(asked: Question) -> tuple[Seat, ...] | None:
    """Return the seats that the word asked for names; None when none was asked for. Raises UsageError."""
    word = asked.options["seat"]
    if word is None:
        return None
    words = asked.terms.discipline.words
    found = words.called(str(word))
    if not found and not words.of_owner(str(word)):
        known = ", ".join(seat.value for seat in Seat)
        raise click.UsageError(f"no seat is called {word!r} by the policy in force; there are {known}")
    return found


def _owners(asked: Question) -> dict[str, str]:
    """Return who answers for each account, where the word asked for names them (X-7)."""
    if not asked.terms.discipline.words.of_owner(str(asked.options["seat"])):
        return {}
    held = {account.key: account_owner(account) for account in asked.accounts}
    return {key: member.person for key, member in held.items() if member}


def _row(asked: Question, account: Account, each: Engaged) -> dict[str, Any]:
    ours = asked.colleagues
    made, model = promised(account, each.person), model_of(account.programme, each.person)
    solid = next((line for line in each.lines if line.kind is LineKind.SOLID), None)
    dotted = [line for line in each.lines if line.kind is LineKind.DOTTED]
    words = [ours.get(line.to, line.to) + ("" if line is solid else " (dotted)") for line in each.lines]
    return {
        "account": account.key,
        "person": each.person,
        "name": ours.get(each.person, each.person),
        "seats": [m.seat for m in each.seats],
        "capacity": [m.capacity for m in each.seats],
        "since": each.since,
        "tenure_months": months_between(each.since, account.on) if each.since else None,
        "engaged": each.engaged,
        "activities": len(each.window),
        "activity_facts": each.window,
        "total": each.total,
        "relationship": each.relationship,
        "opportunity": each.opportunity,
        "last": each.last,
        "last_fact": each.last_fact,
        "consultants": each.consultants,
        "manager": solid,
        "dotted": dotted,
        "promises_kept": len(made.kept),
        "promises_known": len(made.kept) + len(made.late) + len(made.missed),
        "promises_overdue": len(made.overdue),
        "support_open": each.needs,
        "pay_model": model.title if model else None,
        "facts": [m.fact for m in each.seats],
        "seats_word": ", ".join(_held(each)) or "no seat",
        "engaged_word": _WORD[each.engaged],
        "manager_word": ", ".join(words),
        "consultants_word": ", ".join(ours.get(c, c) for c in each.consultants),
    }


def _held(each: Engaged) -> Iterator[str]:
    for member in each.seats:
        capacity = f" ({member.capacity.value.replace('-', ' ')})" if member.capacity else ""
        yield f"{member.seat.value.replace('-', ' ')}{capacity}"


# What a person reads below


def _told(asked: Question, account: Account) -> Iterator[str]:
    ours = asked.colleagues
    owner = account_owner(account)
    if owner:
        seat = owner.seat.value.replace("-", " ")
        yield f"{ours.get(owner.person, owner.person)}, {seat}, answers for the account ({owner.fact})"
    else:
        yield "nobody answers for the account"
    yield from _done(asked, account)
    if unsaid := unattributed(account):
        yield f"activities of which nobody says who did them: {len(unsaid)}"
    reps = stays(account, asked.terms, *_PORTFOLIO)
    if reps:
        yield _changed(churn(reps))
        for stay in reps:
            until = f"to {stay.until}" if stay.until else "and still"
            early = ", reassigned within the year" if stay.short else ""
            who, seat = ours.get(stay.person, stay.person), stay.seat.value.replace("-", " ")
            yield f"  {who}, {seat}, from {stay.since} {until}: {stay.months} months{early} ({stay.facts[0]})"
    for member in seated(account, Seat.STRATEGIC_ACCOUNT_MANAGER):
        model = model_of(account.programme, member.person)
        if model:
            who = ours.get(member.person, member.person)
            yield f"{who} is paid by {model.title}, measured over {model.years or 'unstated'} years by"
            for each in measured(account, model):
                yield f"  {each.measure.value.replace('-', ' ')}: {each.said or 'unknown'}"


def _done(asked: Question, account: Account) -> Iterator[str]:
    """Yield what those who sell a part of what we offer did in the window, earliest first (S-V1)."""
    ours, things = asked.colleagues, asked.names(account).things
    sellers = [each for each in engagement_of(account, asked.terms) if each.sells_portfolio]
    wanted = {key for each in sellers for key in each.window}
    for key, activity in account[Activities].in_order():
        if key in wanted:
            who = ", ".join(ours.get(p, p) for p in activity.members)
            aim = f", for {things.get(activity.serves, activity.serves)}" if activity.serves else ""
            yield f"  {activity.on} {who}: {display(activity.what)}{display(aim)} ({activity.fact})"


def _changed(found: Churn) -> str:
    if not found.ended:
        return f"portfolio reps and consultants: {found.stays} seated, nobody left a seat yet"
    return (
        f"portfolio reps and consultants: {found.stays} seated, {found.ended} gave their seat up, "
        f"{found.short} of them ({percent(found.share)}) within the year"
    )


def _counts(found: Churn) -> Mapping[str, Any]:
    return {
        "stays": found.stays,
        "ended": found.ended,
        "short": found.short,
        "share": rounded(found.share),
    }

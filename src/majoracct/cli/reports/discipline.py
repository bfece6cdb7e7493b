"""`report discipline`: what pulls a team apart, and what its members owe each other.

It answers S-G2 S-G3 S-M7 S-V2 S-V4 S-V5 S-V6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.messages import Messages, in_force
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.team import Team
from majoracct.domain.assessments.discipline import (
    Competing,
    Discipline,
    Followed,
    Told,
    discipline_tally,
)
from majoracct.domain.assessments.discipline import discipline as discipline_of
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded

_FOLLOWED = {
    Followed.DIRECTIVE: "followed that",
    Followed.COMMITMENT: "kept to what the team agreed",
    Followed.BOTH: "did both",
    Followed.UNKNOWN: "what was followed is unknown",
}
_COMPETE = {True: "they compete", False: "the same people see to both", None: "who works on it is unknown"}


@report_on("accounts")
def discipline(asked: Question) -> Table:
    """Show what pulls a team apart, and what its members owe each other.

    Of one ACCOUNT, or of all that have a team, or of which anything of it is on record. Directives are
    those that nobody settled; kept is the share of promises within the team that were kept in time,
    of those of which we know. Of one account each is told.

    \b
    majoracct report discipline harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account, discipline_of(account, asked.terms)) for account in asked.accounts]
    shown = [(a, each) for a, each in found if a[Team].formed is not None or not each.nothing]
    total = discipline_tally(each for _, each in shown)
    return Table(
        [_row(each) for _, each in shown],
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("directives", "directives", number=True),
            Column("rogue", "rogue", number=True),
            Column("deviations", "deviations", number=True),
            Column("kept_word", "promises kept"),
            Column("overdue", "overdue", number=True),
            Column("overlaps", "overlaps", number=True),
            Column("support_open", "support open", number=True),
        ),
        total=f"unsettled directives: {total.directives}; rogue actions: {total.rogue}; deviations: "
        f"{total.deviations}; overlaps: {total.overlaps}; waiting for support: {total.support_open}; "
        f"promises kept: {_kept(total.kept, total.known)}, overdue: {total.overdue}",
        said=[display(line) for a, each in shown for line in _told(asked, a, each)] if asked.named else [],
        about={"tally": total, "kept_share": rounded(total.share), **_details(shown if asked.named else [])},
        empty="No account has a team.",
    )


_KEYS = (
    "account",
    "directives",
    "followed_directive",
    "followed_commitment",
    "rogue",
    "messages_used",
    "deviations",
    "out_of_date",
    "kept",
    "late",
    "missed",
    "overdue",
    "open",
    "kept_share",
    "overlaps",
    "competing",
    "support_open",
    "support_late",
    "facts",
)


def _row(each: Discipline) -> dict[str, Any]:
    made = each.promised
    followed = [told.followed for told in each.directives]
    known = len(made.kept) + len(made.late) + len(made.missed)
    return {
        "account": each.account,
        "directives": sum(told.item.settled is None for told in each.directives),
        "followed_directive": followed.count(Followed.DIRECTIVE),
        "followed_commitment": followed.count(Followed.COMMITMENT),
        "rogue": len(each.rogue),
        "messages_used": len(each.uses),
        "deviations": len(each.deviations),
        "out_of_date": len(each.out_of_date),
        "kept": len(made.kept),
        "late": len(made.late),
        "missed": len(made.missed),
        "overdue": len(made.overdue),
        "open": len(made.open),
        "kept_share": rounded(made.share),
        "overlaps": len(each.overlaps),
        "competing": sum(one.competing is True for one in each.overlaps),
        "support_open": sum(request.open for _, request in each.asked),
        "support_late": len(each.late),
        "facts": [
            *(told.item.fact for told in each.directives),
            *(harm.item.fact for harm in each.rogue),
            *(stray.fact for _, stray in each.deviations),
            *(use.fact for _, use in each.uses),
            *(c.fact for of in (made.kept, made.late, made.missed, made.overdue, made.open) for _, c in of),
            *(one.item.fact for one in each.overlaps),
            *(request.fact for _, request in each.asked),
        ],
        "kept_word": _kept(len(made.kept), known),
    }


def _kept(kept: int, known: int) -> str:
    return f"{kept} of {known}" if known else "none known"


# What a person reads below


def _told(asked: Question, account: Account, each: Discipline) -> Iterator[str]:
    ours = asked.colleagues
    for told in each.directives:
        yield _directive(told, ours)
    for harm in each.rogue:
        done = harm.item
        what = f"“{harm.harmed.title}”, {harm.state}" if harm.harmed else "what is on record no longer"
        worth = f", worth {harm.harmed.value}" if harm.harmed and harm.harmed.value else ""
        who = ours.get(done.member, done.member)
        yield f"rogue: {who}, {done.on}: “{done.what}”, harming {what}{worth} ({done.fact})"
    yield from _messages(asked, account, each)
    yield from _promises(each, ours, asked.names(account).things)
    for one in each.overlaps:
        yield _overlap(account, one, ours)
    for key, request in each.asked:
        if request.open:
            who = ours.get(request.member, request.member)
            late = ", late" if key in dict(each.late) else ""
            yield f"support asked for: {who}, {request.on}{late}: “{request.what}” ({request.fact})"
    if each.nothing:
        yield "nothing is on record that pulls the team apart, nor that it promised each other anything"


def _messages(asked: Question, account: Account, each: Discipline) -> Iterator[str]:
    ours = asked.colleagues
    things = asked.names(account).things
    late = {use.fact for _, use in each.out_of_date}
    for current, latest in in_force(account):
        for number, (key, message) in enumerate(account[Messages].versions(latest.title), 1):
            word = "message in force" if key == current else "message before"
            by = ours.get(message.by, message.by)
            yield f"{word}: {message.title}, version {number}: “{message.text}” ({message.fact})"
            yield f"  approved by {by} on {message.on}"
            for _, use in each.uses:
                if use.message == key:
                    who, aim = ours.get(use.member, use.member), _for(use.serves, things)
                    then = ", out of date by then" if use.fact in late else ""
                    yield f"  said by {who}, {use.where}, {use.on}{aim}{then} ({use.fact})"
    for _, stray in each.deviations:
        who, aim = ours.get(stray.member, stray.member), _for(stray.serves, things)
        yield f"deviation: {who}, {stray.where}, {stray.on}{aim}: “{stray.said}” ({stray.fact})"


def _directive(told: Told, ours: Mapping[str, str]) -> str:
    item = told.item
    who, by = ours.get(item.member, item.member), ours.get(item.manager, item.manager)
    whose = {True: "direct manager ", False: "", None: ""}[told.direct]
    settled = f", settled on {item.settled}" if item.settled else ""
    return (
        f"directive: {who} was told by {whose}{by} on {item.on}: “{item.content}”; "
        f"{_FOLLOWED[told.followed]}{settled} ({', '.join(told.facts)})"
    )


def _for(reference: str | None, things: Mapping[str, str]) -> str:
    return f", for {things.get(reference, reference)}" if reference else ""


def _promises(each: Discipline, ours: Mapping[str, str], things: Mapping[str, str]) -> Iterator[str]:
    made = each.promised
    if made.share is not None:
        yield f"promises within the team kept in time: {percent(made.share)}"
    for word, found in (
        ("kept late", made.late),
        ("missed", made.missed),
        ("overdue", made.overdue),
        ("promised", made.open),
    ):
        for _, one in found:
            who = ours.get(one.member, one.member)
            aim = _for(one.serves, things)
            instead = f"; instead{_for(one.instead, things)[1:]}" if one.instead else ""
            yield f"{word}: {who}, due by {one.due}: “{one.what}”{aim}{instead} ({one.fact})"


def _overlap(account: Account, one: Competing, ours: Mapping[str, str]) -> str:
    items = account[Opportunities].items
    sides = [
        f"“{items[key].title}” ({', '.join(ours.get(p, p) for p in people) or 'nobody named'})"
        for key, people in zip(one.item.opportunities, one.people, strict=True)
    ]
    problem, fact = one.item.problem, one.item.fact
    return f"overlap: {' and '.join(sides)}: {problem}; {_COMPETE[one.competing]} ({fact})"


# What programs read beside the rows


def _details(shown: list[tuple[Account, Discipline]]) -> dict[str, Any]:
    if not shown:
        return {}
    ((account, each),) = shown
    return {
        "messages": [message for _, message in in_force(account)],
        "message_uses": [use for _, use in each.uses],
        "directive_list": [
            {"fact": t.key, "direct_manager": t.direct, "followed": t.followed, "facts": t.facts}
            for t in each.directives
        ],
        "rogue_list": [{"fact": h.key, "harmed": h.item.harmed, "state": h.state} for h in each.rogue],
        "overlap_list": [
            {
                "fact": o.key,
                "opportunities": o.item.opportunities,
                "people": o.people,
                "competing": o.competing,
            }
            for o in each.overlaps
        ],
        "support_list": [request for _, request in each.asked],
    }

"""`report co-creation`: sessions with the customer, how deep they went, and what came of them.

It answers S-B1 S-B6 S-C5 S-C6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.cocreation import Venue
from majoracct.domain.assessments.cocreation import AtDepth, Held, by_depth, sessions
from majoracct.domain.money import Money
from majoracct.domain.seen import Account


@report_on("accounts")
def co_creation(asked: Question) -> Table:
    """Show each co-creation session of one ACCOUNT, or of all, and what came of it.

    What came of a session are the opportunities identified as of it; those of unknown worth add nothing.
    The lines below add up by depth, from exploring why to building a capability.

    \b
    majoracct report co-creation harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account, held) for account in asked.accounts for held in sessions(account)]
    every = [held for _, held in found]
    depths = by_depth(every)
    said = [_depth(each, asked.currency) for each in depths]
    said += [line for account, held in found for line in _told(asked, account, held)] if asked.named else []
    return Table(
        [_row(asked, held) for held in every],
        keys=(
            "account",
            "session",
            "on",
            "title",
            "depth",
            "where",
            "cycle",
            "people",
            "executives",
            "colleagues",
            "facilitator",
            "by_manager",
            "outputs",
            "opportunities",
            "won",
            "worth",
            "won_worth",
            "unvalued",
            "answers",
            "fact",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("on", "on"),
            Column("title", "session"),
            Column("depth", "depth"),
            Column("theirs", "theirs", number=True),
            Column("led", "led by"),
            Column("came", "brought", number=True),
            Column("won", "won", number=True),
            Column("worth", f"worth ({asked.currency})", number=True, money=True),
        ),
        total=_total(every, asked.currency),
        said=said if every else (),
        about={"depths": [_at(each, asked.currency) for each in depths]},
        empty="No co-creation session was held.",
    )


def _row(asked: Question, held: Held) -> dict[str, Any]:
    item = held.item
    led = asked.colleagues.get(item.facilitator, item.facilitator) if item.facilitator else None
    return {
        "account": held.account,
        "session": held.session,
        "on": item.on,
        "title": item.title,
        "depth": item.depth,
        "where": item.where,
        "cycle": held.cycle,
        "people": item.people,
        "executives": held.executives,
        "colleagues": item.colleagues,
        "facilitator": item.facilitator,
        "by_manager": held.by_manager,
        "outputs": item.outputs,
        "opportunities": [key for key, _ in held.opportunities],
        "won": held.won,
        "worth": Money(held.worth, asked.currency),
        "won_worth": Money(held.won_worth, asked.currency),
        "unvalued": held.unvalued,
        "answers": held.answers,
        "fact": item.fact,
        "theirs": len(item.people),
        "led": f"{led}, who answers for the account" if held.by_manager else led,
        "came": len(held.opportunities),
    }


def _at(each: AtDepth, currency: str) -> dict[str, Any]:
    return {
        "depth": each.depth,
        "sessions": each.sessions,
        "opportunities": each.opportunities,
        "won": each.won,
        "worth": Money(each.worth, currency),
        "won_worth": Money(each.won_worth, currency),
        "unvalued": each.unvalued,
    }


def _depth(each: AtDepth, currency: str) -> str:
    unknown = f", {each.unvalued} of unknown worth" if each.unvalued else ""
    won = f"won {each.won}, worth {Money(each.won_worth, currency)}"
    return (
        f"{each.depth.value.replace('-', ' ')}: sessions {each.sessions}, brought {each.opportunities}, "
        f"worth {Money(each.worth, currency)}{unknown}; {won}"
    )


def _total(every: Sequence[Held], currency: str) -> str:
    worth = Money(sum((held.worth for held in every), Money.zero(currency).amount), currency)
    rooms = sum(held.item.where is Venue.CUSTOMER_BOARDROOM for held in every)
    return (
        f"sessions: {len(every)}, in their boardrooms {rooms}; opportunities that came of them: "
        f"{sum(len(held.opportunities) for held in every)}, worth {worth}"
    )


def _told(asked: Question, account: Account, held: Held) -> Iterator[str]:
    """Yield who was in a session that was HELD, what it brought, and which opportunities came of it."""
    theirs, ours = asked.names(account).people, asked.colleagues
    people = ", ".join(
        theirs.get(p, p) + (" (executive)" if p in held.executives else "") for p in held.item.people
    )
    colleagues = ", ".join(ours.get(p, p) for p in held.item.colleagues)
    where = f", {held.item.where.value.replace('-', ' ')}" if held.item.where else ""
    yield f"{held.item.title} ({held.item.fact}){where}: {people}; of ours {colleagues}"
    for output in held.item.outputs:
        yield f"  brought: {output}"
    for key, opportunity in held.opportunities:
        fate = "won" if opportunity.won else "lost" if opportunity.lost else "open"
        value = f", worth {opportunity.value}" if opportunity.value else ""
        yield f"  came of it: {opportunity.title}, {fate}{value} ({key})"

"""`report edition`: an account's plan as the customer reads it.

It answers J-C1 X-9.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from typing import Any, Final

import click

from majoracct.cli.display import display
from majoracct.cli.options import Option
from majoracct.cli.reporting import Document, Question, report_on
from majoracct.domain.account.editions import edition as edition_of
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.redaction import Edition, Shown
from majoracct.domain.assessments.editions import Given, given
from majoracct.ports import NotFoundError

_HEADED: Final = {
    "plan": "What this is about",
    "goal": "What we want to reach",
    "opportunity": "What we look at together",
    "action": "What is to be done",
    "functional-plan": "What our functions do",
}
# How what stands beside the words of an item is said, in this order; from "about" on, it is what only a
# policy shows that lets more leave.
SAID: Final = {
    "by": "{}",
    "function": "{}",
    "starts": "from {}",
    "due": "by {}",
    "ends": "until {}",
    "goal": "for {}",
    "after": "after {}",
    "completed": "done on {}",
    "about": "about {}",
    "amount": "to reach {}",
    "count": "to reach {}",
    "dimension": "by {}",
    "areas": "entering {}",
    "since": "counted from {}",
    "value": "worth {}",
    "closes": "to be decided by {}",
    "offering": "with {}",
    "problem": "which answers: {}",
    "outcome": "for the outcome {}",
    "funds": "at {}",
    "means": "with {}",
    "none_needed": "takes nothing more",
    "rank": "priority {}",
    "personas": "for {}",
    "needs": "need: {}",
    "messages": "message: {}",
    "support": "support: {}",
    "tactics": "how: {}",
    "dropped": "dropped on {}",
}
_BY: Final = {"us": "us", "you": "you", "both": "both of us"}


def _issued(function: Any) -> Any:
    return click.option(
        "--issued",
        cls=Option,
        section="Edition",
        metavar="FACT|latest",
        help="One that was given, made again as it was; otherwise what could be given on the day.",
    )(function)


@report_on("account", _issued, document=True)
def edition(asked: Question) -> Document:
    """Show the plan of an ACCOUNT as the customer reads it: what was released for them, and nothing internal.

    What is read is words that somebody released (`plan release`) and what policy lets leave beside them:
    days, who sees to it (us, you, both), what comes after what. The text bears no stamp, and can be handed
    out: with -o it is a file. The digest below it is the one that `plan issue` records. --json is for us: of
    it, only what stands under "edition" can be handed out.

    \b
    majoracct report edition harrow-vale --as-of 2024
    majoracct report edition harrow-vale --issued latest -o plan.txt
    """  # noqa: D301 - \b is click's
    (account,) = asked.accounts
    past = _asked_for(asked, given(account))
    if past:
        shown, day, name = past.shown, past.issued.on, past.name
    else:
        shown, day, name = edition_of(account), account.on, account[Profile].name or account.key
    data = {
        "account": account.key,
        "name": name,
        "day": day,
        "issued": past.issued.fact if past else None,
        "same": past.same if past else None,
        "digest": shown.digest or None,
        "edition": shown.content,
        "items": {str(each.number): each.id for each in shown.items},
    }
    if not shown.items:
        said = f"Nothing of the plan of {name} may be shown to the customer on {day}."
        return Document(data, display(f"{said} Release items first: plan release.") + "\n")
    return Document(data, "".join(f"{line}\n" for line in _text(name, day, shown)), handed=True)


def _asked_for(asked: Question, found: list[Given]) -> Given | None:
    """Return the edition given that --issued asks for; None when none is asked for. Raises NotFoundError."""
    wanted = asked.options.get("issued")
    if wanted is None:
        return None
    matching = [each for each in found if wanted in ("latest", each.id, each.issued.fact)]
    if not matching:
        there = ", ".join(each.issued.fact for each in found) or "none"
        raise NotFoundError(f"no edition {wanted} was given by that day: {there}")
    return matching[-1]


def _text(name: str, day: dt.date, shown: Edition) -> Iterator[str]:
    yield display(f"{name} and us: our plan together")
    kind = ""
    for each in shown.items:
        if each.kind != kind:
            kind = each.kind
            yield from ("", _HEADED[kind])
        yield f"  {each.number}. {display(each.says)}{_beside(each)}"
    yield from ("", f"As of {day}. Edition {shown.digest[:16]}.")


def _beside(each: Shown) -> str:
    """Return what else is said of an item, in brackets behind it."""
    stated = [(name, value) for name in SAID if (value := each.get(name)) is not None]
    said = [SAID[name].format(_BY[value] if name == "by" else _word(value)) for name, value in stated]
    return f" ({'; '.join(said)})" if said else ""


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_word(part) for part in value)
    return str(value.value).replace("-", " ") if isinstance(value, enum.Enum) else display(str(value))

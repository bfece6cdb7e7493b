"""`report hypotheses`: whose the items of a plan are, the customer's or ours alone.

It answers S-C1 J-C3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.editions import Editions, held_here, lapsed
from majoracct.domain.account.feedback import Feedback, ItemStatus, Standing, confirmed
from majoracct.domain.account.redaction import own_words
from majoracct.domain.assessments.editions import confirmed_share, shown_before
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def hypotheses(asked: Question) -> Table:
    """Show which items of a plan the customer confirmed, and which are hypotheses; of an ACCOUNT, or all.

    An item is a hypothesis until somebody of theirs confirms it (`plan hear`), and again once it says
    something else. "read before" says whether an edition given by then had it: else it was confirmed by
    word of mouth alone. "for them" says whether it was released for the customer; released words lapse
    when what they were released for changed, or they give away what is kept inside. A text that does so,
    and would leave otherwise, is held back.

    \b
    majoracct report hypotheses harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account, confirmed(account)) for account in asked.accounts]
    every = [each for _, standings in found for each in standings.values()]
    share = confirmed_share(every)
    sure = sum(each.status is ItemStatus.CONFIRMED for each in every)
    said = f"{sure} of {len(every)} items confirmed"
    rows = [row for account, standings in found for row in _rows(asked, account, standings)]
    back = sum(len(row["held_back"]) for row in rows)
    held = f"; {back} text{'' if back == 1 else 's'} held back" if back else ""
    return Table(
        rows,
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("kind", "kind"),
            Column("says", "says"),
            Column("status", "is"),
            Column("confirmed_on", "confirmed on"),
            Column("by_word", "by"),
            Column("read_word", "read before"),
            Column("released", "for them"),
            Column("item", "item"),
        ),
        total=f"{said} by the customer, {percent(share)}{held}" if every else said,
        about={"held_back": back, "confirmed": sure, "items": len(every), "confirmed_share": rounded(share)},
        empty="No account has a plan.",
    )


_KEYS = (
    "account",
    "item",
    "kind",
    "says",
    "status",
    "confirmed_on",
    "confirmed_by",
    "confirmed_by_name",
    "confirmation",
    "shown_before",
    "feedback",
    "clarifications",
    "released",
    "release",
    "held_back",
    "held_back_for",
    "facts",
)


def _rows(asked: Question, account: Account, standings: Mapping[str, Standing]) -> list[Mapping[str, Any]]:
    if not standings:
        return []
    people = asked.names(account).people
    gone, released, held = lapsed(account), account[Editions].released, held_here(account)
    shown = shown_before(account)
    heard = [said for _, said in account[Feedback].in_order]
    rows: list[Mapping[str, Any]] = []
    for key, each in standings.items():
        said = each.confirmed
        release = released.get(key)
        kinds = [s.kind.value for s in heard if s.item == key]
        name = people.get(said.person, said.person) if said else None
        rows.append(
            {
                "account": account.key,
                "item": key,
                "kind": each.item.kind,
                "says": own_words(each.item),
                "status": each.status,
                "confirmed_on": said.on if said else None,
                "confirmed_by": said.person if said else None,
                "confirmed_by_name": name,
                "confirmation": said.fact if said else None,
                "shown_before": shown.get(key),
                "feedback": kinds.count("feedback"),
                "clarifications": kinds.count("clarification"),
                "released": "no" if release is None else "lapsed" if key in gone else "released",
                "release": release.fact if release else None,
                "held_back": tuple(h.field for h in held if h.item.id == key),
                "held_back_for": tuple(h.secret.fact for h in held if h.item.id == key),
                "facts": each.item.facts,
                "by_word": name or "",
                "read_word": "" if said is None else "in an edition" if key in shown else "nowhere",
            }
        )
    return rows

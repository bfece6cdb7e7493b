"""`report ladders`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.ladders import Climbed, Ladder, LadderKind, climbed
from majoracct.domain.assessments.ladders import ladders as climb
from majoracct.domain.assessments.telling import Names


@report_on("accounts")
def ladders(asked: Question) -> Table:
    """Show the two ladders step by step: of what we offer, and of each relationship; ACCOUNT, or all.

    What we offer climbs to strategically differentiated, a relationship from rapport to trusted. A step
    is unfounded where nothing on record any more shows that we brought more than price and performance.

    \b
    majoracct report ladders harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    found: list[Ladder] = []
    for account in asked.accounts:
        told = climb(account)
        if told:
            names = asked.names(account)
            rows += [row for each in told for row in _rows(each, names)]
        found += told
    counted = climbed(found)
    return Table(
        rows,
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("what", "ladder"),
            Column("sponsor_word", "sponsor"),
            Column("on", "on"),
            Column("rung_word", "rung"),
            Column("place_word", "step"),
            Column("moved_word", "went"),
        ),
        said=[_told(each) for each in counted if each.ladders],
        about={"ladders": [_counted(each) for each in counted]},
        empty="Nobody has judged what we offer, or a relationship.",
        more=("fact", "ladder_went"),
    )


_KEYS = (
    "account",
    "ladder",
    "person",
    "name",
    "sponsor",
    "on",
    "rung",
    "place",
    "top",
    "moved",
    "founded",
    "ladder_went",
    "fact",
)


def _rows(found: Ladder, names: Names) -> list[dict[str, Any]]:
    offer = found.kind is LadderKind.VALUE_PROPOSITION
    name = None if offer else names.people.get(found.person, found.person)
    return [
        {
            "account": found.account,
            "ladder": found.kind,
            "person": found.person or None,
            "name": name,
            "sponsor": None if offer else found.sponsor,
            "on": step.on,
            "rung": step.rung,
            "place": step.place,
            "top": found.top,
            "moved": step.moved,
            "founded": step.founded if offer else None,
            "ladder_went": found.went,
            "fact": step.fact,
            "what": "what we offer" if offer else name,
            "sponsor_word": "" if offer else found.sponsor,
            "rung_word": step.rung.value.replace("-", " ") + ("" if step.founded else ", unfounded"),
            "place_word": f"{step.place} of {found.top}",
            "moved_word": step.moved.value if step.moved else "",
        }
        for step in found.steps
    ]


def _told(found: Climbed) -> str:
    what = {LadderKind.VALUE_PROPOSITION: "what we offer", LadderKind.RELATIONSHIP: "relationships"}
    return (
        f"{what[found.kind]}: {found.rose} of {found.ladders} rose, {found.fell} fell, "
        f"{found.at_top} on the last step"
    )


def _counted(found: Climbed) -> dict[str, Any]:
    return {
        "ladder": found.kind,
        "ladders": found.ladders,
        "rose": found.rose,
        "fell": found.fell,
        "at_top": found.at_top,
    }

"""`report labels`: what the company calls an account, beside its tier and its status.

It answers J-D1 X-6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.labels import Labelled, labelled, seats_held

_OWN = {True: "its own", False: "shared", None: "none"}


@report_on("accounts")
def labels(asked: Question) -> Table:
    """Show which class labels an ACCOUNT, or each, bears, and whether it has a team of its own.

    A label (named, strategic, global and others, as policy lists them) is what the company calls an
    account; its tier and its status are judged, and stand beside it. A team is shared when somebody in
    it sits in another account's team, too.

    \b
    majoracct report labels --as-of 2024
    """  # noqa: D301 - \b is click's
    held = seats_held(asked.everyone)
    found = [labelled(account, asked.terms, held) for account in asked.accounts]
    called = sum(bool(each.labels) for each in found)
    lacking = sum(each.without_team for each in found)
    return Table(
        [_row(each, asked.colleagues) for each in found],
        keys=(
            "account",
            "labels",
            "asking",
            "tier",
            "status",
            "formed",
            "seated",
            "shared",
            "own_team",
            "without_team",
            "facts",
        ),
        columns=(
            Column("account", "account"),
            Column("called", "called"),
            Column("tier", "tier"),
            Column("status", "status"),
            Column("team", "team"),
            Column("elsewhere", "also in other teams"),
            Column("lacks", "lacks"),
        ),
        total=f"{called} bear a label; {lacking} lack the team that a label asks for",
        empty="No account is on record.",
    )


def _row(found: Labelled, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account": found.account,
        "labels": [label.word for label in found.labels],
        "asking": [label.word for label in found.asking],
        "tier": found.tier,
        "status": found.status,
        "formed": found.formed,
        "seated": list(found.seated),
        "shared": list(found.shared),
        "own_team": found.own_team,
        "without_team": found.without_team,
        "facts": [label.fact for label in found.labels],
        "called": ", ".join(label.word for label in found.labels),
        "team": _OWN[found.own_team],
        "elsewhere": ", ".join(names.get(person, person) for person in found.shared),
        "lacks": "a team" if found.without_team else "",
    }

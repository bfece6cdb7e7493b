"""`report first-projects`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.relationships import Trend
from majoracct.domain.assessments.first_projects import FirstProject, Repeats, first_project, repeats
from majoracct.domain.seen import Account


@report_on("accounts")
def first_projects(asked: Question) -> Table:
    """Show how the first project for each customer went, and what came of it.

    Whether it was smooth or rough, whether another win followed within the months that policy allows,
    and whether a sponsor of that day stood by us less since; of one ACCOUNT, or of all.

    \b
    majoracct report first-projects --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [
        (account, one)
        for account in asked.accounts
        if (one := first_project(account, asked.terms)) is not None
    ]
    total = repeats(one for _, one in found)
    return Table(
        [_row(asked, account, one) for account, one in found],
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("title", "first project"),
            Column("completed", "completed"),
            Column("went", "went"),
            Column("rated", "rated"),
            Column("repeat_word", "won again"),
            Column("strain_word", "sponsors since"),
        ),
        total=f"after a smooth first project {_told(total[True])}; after a rough one {_told(total[False])}",
        about={
            "repeat_months": asked.terms.radiation.repeat_months,
            "smooth": total[True],
            "rough": total[False],
        },
        empty="No project was completed.",
    )


_KEYS = (
    "account",
    "project",
    "title",
    "completed",
    "smooth",
    "opened_high",
    "rated",
    "repeat",
    "again",
    "strained",
    "sponsors",
    "facts",
)


def _row(asked: Question, account: Account, one: FirstProject) -> dict[str, Any]:
    people = asked.names(account).people
    again = {True: f"on {one.again}", False: "none", None: "too early to tell"}[one.repeat]
    return {
        **{key: getattr(one, key) for key in _KEYS},
        "went": "smoothly" if one.smooth else "roughly",
        "repeat_word": again,
        "strain_word": _since(one, people),
        "sponsors": [
            {
                "person": each.person,
                "name": people.get(each.person, each.person),
                "trend": each.trend,
                "facts": each.facts,
            }
            for each in one.sponsors
        ],
    }


def _since(one: FirstProject, people: Mapping[str, str]) -> str:
    said = {Trend.FELL: "strained", Trend.ROSE: "closer", Trend.STAYED: "as before", None: "unknown"}
    return ", ".join(f"{people.get(s.person, s.person)} {said[s.trend]}" for s in one.sponsors)


def _told(of: Repeats) -> str:
    early = f", {of.too_early} too early to tell" if of.too_early else ""
    strained = f", sponsors strained in {of.strained} of {of.strain_known} known" if of.strain_known else ""
    return f"{of.repeated} of {of.told} came again{early}{strained}"

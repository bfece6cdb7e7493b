"""`report perspectives`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.definitions import Perspective
from majoracct.domain.assessments.perspectives import View, portfolio, views
from majoracct.domain.assessments.unifying import Part, Test, biggest, size_or_significance, unifying_test

_HEADINGS = {Test.SIZE_OR_SIGNIFICANCE: "big/vital", Test.WEIGHTIEST: "weighty"}


@report_on("accounts")
def perspectives(asked: Question) -> Table:
    """Show to whom an account is major: to the company, or to one of those who sell.

    It is so really, by what came in, or potentially, by what is expected; what cannot be told is
    unknown. Beside it stands whether the account is big or vital to us, among the weightiest,
    handled directly, and led by a plan, an owner and a current review. Name an ACCOUNT to see why.

    \b
    majoracct report perspectives --as-of 2024
    majoracct report perspectives acme
    """  # noqa: D301 - \b is click's
    terms = asked.terms
    among, largest = portfolio(asked.programme, asked.everyone), biggest(asked.everyone, terms, asked.view.on)
    rows: list[dict[str, Any]] = []
    for account in asked.accounts:
        seen = views(account, terms, among)
        parts = [size_or_significance(account, terms), *unifying_test(account, terms, largest)]
        found: dict[str, View | Part] = {_key(view.perspective.value): view for view in seen}
        found |= {_key(part.test.value): part for part in parts}
        rows.append(
            {
                "account": account.key,
                **{key: each.word for key, each in found.items()},
                "years": {_key(view.perspective.value): view.year for view in seen},
                "because": {key: each.because for key, each in found.items()},
                "facts": {key: each.facts for key, each in found.items()},
            }
        )
    tests = [*Perspective, *Test]
    return Table(
        rows,
        keys=("account", *(_key(each.value) for each in tests), "years", "because", "facts"),
        columns=(
            Column("account", "account"),
            *(Column(_key(each.value), _heading(each)) for each in tests),
        ),
        said=[line for row in rows for line in _reasons(row)] if asked.named else [],
        empty="There were no accounts.",
    )


def _key(name: str) -> str:
    return name.replace("-", "_")


def _heading(each: Perspective | Test) -> str:
    return (
        _HEADINGS.get(each, each.value.replace("-", " "))
        if isinstance(each, Test)
        else each.value.replace("-", " ")
    )


def _reasons(row: dict[str, Any]) -> list[str]:
    keys = list(row["because"])
    wide = max(map(len, keys))
    return [
        f"  {key.replace('_', '-'):<{wide}}  {row[key]:<9}  {display(row['because'][key])}"
        + (f" ({', '.join(row['facts'][key])})" if row["facts"][key] else "")
        for key in keys
    ]

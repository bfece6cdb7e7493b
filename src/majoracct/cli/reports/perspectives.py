"""`report perspectives`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.perspectives import Perspective, portfolio, views
from majoracct.domain.assessments.unifying import Test, biggest, size_or_significance, unifying_test

_HEADINGS = {Test.SIZE_OR_SIGNIFICANCE: "large/vital", Test.WEIGHTIEST: "weighty"}


@report_on("accounts")
def perspectives(asked: Question) -> Table:
    """Show to whom an account is major: to the company, or to one of those who sell.

    It is so really, by what came in, or potentially, by what is expected; what cannot be told is
    unknown. Beside it stands whether the account is large or vital to us, among the weightiest,
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
        words = {view.perspective.value: view.word for view in seen}
        words |= {part.test.value: "yes" if part.holds else "no" for part in parts}
        reasons = {view.perspective.value: view.because for view in seen}
        reasons |= {part.test.value: part.because for part in parts}
        facts = {view.perspective.value: view.facts for view in seen}
        facts |= {part.test.value: part.facts for part in parts}
        rows.append(
            {
                "account": account.key,
                **{_key(name): word for name, word in words.items()},
                "years": {view.perspective.value: view.year for view in seen},
                "because": reasons,
                "facts": facts,
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
    names = list(row["because"])
    wide = max(map(len, names))
    return [
        f"  {name:<{wide}}  {row[_key(name)]:<9}  {display(row['because'][name])}"
        + (f" ({', '.join(row['facts'][name])})" if row["facts"][name] else "")
        for name in names
    ]

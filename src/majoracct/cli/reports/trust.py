"""`report trust`: how likely executives are to come to trust us (B-I2)."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.trust import Likelihood, Shown, Trust
from majoracct.domain.assessments.trust import trust as judged
from majoracct.domain.shares import stated


@report_on("accounts")
def trust(asked: Question) -> Table:
    """Show how likely the executives of an ACCOUNT, or of each, are to come to trust us.

    It rests on the expectations met, the promises kept, and the way relationships with executives
    went, against the marks of the policy. Where none of them is known, neither is the likelihood.

    \b
    majoracct report trust --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [judged(account, asked.terms) for account in asked.accounts]
    terms = asked.terms.trust
    counts = {each: sum(1 for row in found if row.likelihood is each) for each in reversed(Likelihood)}
    return Table(
        [_row(each) for each in found],
        keys=(
            "account",
            "likelihood",
            "expectations_met",
            "expectations_measured",
            "promises_kept",
            "promises_due",
            "relationships",
            "expectation_facts",
            "promise_facts",
            "relationship_facts",
        ),
        columns=(
            Column("account", "account"),
            Column("likelihood", "trust"),
            Column("met", "expectations met", number=True),
            Column("kept", "promises kept", number=True),
            Column("relationships", "relationships"),
        ),
        total=", ".join(f"{each.value} {count}" for each, count in counts.items()),
        said=(
            (
                f"high from {stated(terms.high)} and with relationships rising, "
                f"low below {stated(terms.low)} or falling"
            ),
            f"relationships with executives, over {terms.trend_months} months",
        ),
        empty="There are no accounts.",
    )


def _row(found: Trust) -> dict[str, Any]:
    return {
        "account": found.account,
        "likelihood": found.likelihood,
        "expectations_met": found.expectations.good,
        "expectations_measured": found.expectations.of,
        "promises_kept": found.promises.good,
        "promises_due": found.promises.of,
        "relationships": found.trend,
        "expectation_facts": list(found.expectations.facts),
        "promise_facts": list(found.promises.facts),
        "relationship_facts": list(found.trend_facts),
        "met": _of(found.expectations),
        "kept": _of(found.promises),
    }


def _of(shown: Shown) -> str:
    return f"{shown.good} of {shown.of}" if shown.of else ""

"""`report scales`: relationships, performance and the business between us, side by side.

It answers X-3.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.scales import Scales
from majoracct.domain.assessments.scales import scales as judged
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def scales(asked: Question) -> Table:
    """Show three scales of one ACCOUNT, or of all, side by side: never one score of them.

    Relationships: how many of those judged stand by us well, from policy's strength on. Performance: how
    many expectations were met and promises kept, of those due. The business between us: what people there
    see in us, how many contracts run, whether we are a trusted partner. What nobody judged is unknown.

    \b
    majoracct report scales --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [judged(account, asked.terms) for account in asked.accounts]
    return Table(
        [_row(one) for one in found],
        keys=(
            "account",
            "good",
            "judged",
            "known",
            "relations",
            "expectations_met",
            "expectations_due",
            "expectations",
            "promises_kept",
            "promises_due",
            "promises",
            "perceptions",
            "running",
            "trusted_partner",
            "facts",
        ),
        columns=(
            Column("account", "account"),
            Column("relations_word", "good relationships"),
            Column("expectations_word", "expectations met"),
            Column("promises_word", "promises kept"),
            Column("perceptions", "sees us as"),
            Column("running", "contracts", number=True),
            Column("trusted_partner", "trusted partner"),
        ),
        said=[f"by policy, a relationship counts as good from “{asked.terms.tensions.good_from.value}” on"],
        empty="There were no accounts.",
    )


def _row(one: Scales) -> dict[str, Any]:
    relations, business = one.relations, one.business
    return {
        "account": one.account,
        "good": relations.good,
        "judged": relations.judged,
        "known": relations.known,
        "relations": rounded(relations.share),
        "expectations_met": one.expectations.good,
        "expectations_due": one.expectations.of,
        "expectations": rounded(one.expectations.share),
        "promises_kept": one.promises.good,
        "promises_due": one.promises.of,
        "promises": rounded(one.promises.share),
        "perceptions": {each.value: number for each, number in business.perceptions.items()},
        "running": business.running,
        "trusted_partner": business.trusted,
        "facts": {
            "relations": relations.facts,
            "performance": tuple(dict.fromkeys((*one.expectations.facts, *one.promises.facts))),
            "business": business.facts,
        },
        "relations_word": _word(relations.good, relations.judged, percent(relations.share)),
        "expectations_word": _word(
            one.expectations.good, one.expectations.of, percent(one.expectations.share)
        ),
        "promises_word": _word(one.promises.good, one.promises.of, percent(one.promises.share)),
    }


def _word(good: int, of: int, share: str) -> str:
    return f"{good} of {of} ({share})" if of else "unknown"

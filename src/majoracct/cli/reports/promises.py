"""`report promises`: what we promised, and what the benchmarks say (C-R1 C-R2 C-R3 B-E2 B-D5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.expectations import Expectation
from majoracct.domain.account.keeping import PromiseStanding
from majoracct.domain.assessments.promises import (
    Held,
    Judged,
    expectations,
    judged,
    over_promised,
    standings,
    stuck_at_first_implementation,
)
from majoracct.domain.assessments.telling import Names
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def promises(asked: Question) -> Table:
    """Show each promise, how it stands, and what its benchmarks say; of one ACCOUNT, or of all.

    A line is a benchmark, or a promise without one, which is nebulous. A benchmark agreed for no
    promise holds us too. Below stand the engagements of which too little was kept, and the accounts
    where sales stopped at the first project because a promise failed.

    \b
    majoracct report promises harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [
        row
        for account in asked.accounts
        for each in judged(account, asked.terms)
        for row in _rows(account.key, each, asked.names(account))
    ]
    counts, said = standings(asked.accounts), expectations(asked.accounts, asked.terms)
    over = [(a, each) for a in asked.accounts for each in over_promised(a, asked.terms)]
    stuck = [(a, found) for a in asked.accounts if (found := stuck_at_first_implementation(a))]
    return Table(
        rows,
        keys=(
            "account",
            "promise",
            "claim",
            "promised_on",
            "due",
            "opportunity",
            "standing",
            "benchmark",
            "metric",
            "unit",
            "better",
            "baseline",
            "target",
            "benchmark_due",
            "agreed_by",
            "agreed_by_name",
            "result",
            "measured_on",
            "measured",
            "verdict",
            "fact",
        ),
        columns=(
            Column("account", "account"),
            Column("claim", "promise"),
            Column("standing", "stands"),
            Column("metric", "benchmark"),
            Column("benchmark_due", "due"),
            Column("target", "target", number=True),
            Column("result", "result", number=True),
            Column("verdict", "verdict"),
        ),
        total="; ".join(
            (
                _counted("promises", {s.value: counts[s] for s in PromiseStanding}),
                _counted("expectations", {e.value: said[e] for e in Expectation}),
            )
        ),
        said=[
            *(f"over-promised: {a.key}, {each.title}: {percent(each.ratio)} kept" for a, each in over),
            *(f"stuck at the first project: {a.key}, since {found.completed}" for a, found in stuck),
        ],
        about={
            "standings": _by_word(counts),
            "verdicts": _by_word(said),
            "over_promised": [
                {
                    "account": a.key,
                    "opportunity": each.opportunity,
                    "kept": rounded(each.ratio),
                    "promises": each.promises,
                }
                for a, each in over
            ],
            "stuck": [
                {"account": a.key, "project": found.project, "promises": found.promises} for a, found in stuck
            ],
        },
        empty="Nothing was promised.",
    )


def _by_word(counts: dict[Any, int]) -> dict[str, int]:
    """Return COUNTS by the words of what they count."""
    return {kind.value: number for kind, number in counts.items()}


def _counted(what: str, counts: dict[str, int]) -> str:
    stated = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    return f"{what} {sum(counts.values())}{': ' + stated if stated else ''}"


def _rows(account: str, found: Judged, names: Names) -> Iterator[dict[str, Any]]:
    item = found.item
    promise = {
        "account": account,
        "promise": found.promise,
        "claim": item.claim if item else None,
        "promised_on": item.on if item else None,
        "due": item.due if item else None,
        "opportunity": item.opportunity if item else None,
        "standing": found.standing,
    }
    nothing = dict.fromkeys(_BENCHMARK)
    if not found.benchmarks:
        yield {**promise, **nothing, "fact": item.fact if item else None}
    for held in found.benchmarks:
        yield {**promise, **_benchmark(held, names)}


_BENCHMARK = (
    "benchmark metric unit better baseline target benchmark_due agreed_by agreed_by_name "
    "result measured_on measured verdict fact"
).split()


def _benchmark(held: Held, names: Names) -> dict[str, Any]:
    item, result = held.item, held.result
    return {
        "benchmark": held.benchmark,
        "metric": item.metric,
        "unit": item.unit,
        "better": item.better,
        "baseline": item.baseline,
        "target": item.target,
        "benchmark_due": item.due,
        "agreed_by": item.agreed_by,
        "agreed_by_name": names.people.get(item.agreed_by),
        "result": result.value if result else None,
        "measured_on": result.turn.on if result else None,
        "measured": result.turn.fact if result else None,
        "verdict": held.verdict,
        "fact": item.fact,
    }

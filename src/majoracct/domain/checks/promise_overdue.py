"""The day of a promise, or of a benchmark, has passed, and nothing says what came of it (C-R1 B-E2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.expectations import Expectation
from majoracct.domain.account.keeping import PromiseStanding
from majoracct.domain.assessments.promises import Judged, judged
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for found in judged(account, examined.terms):
        if not _known(found):
            unmeasured = list(_unmeasured(found))
            yield from unmeasured or _open(account, found)


def _known(found: Judged) -> bool:
    """Return whether it was said what came of it: taken back, or broken and nothing corrected since."""
    made = found.item
    if made is None or made.reneged is not None:
        return made is not None
    mended = made.mends[-1].moment if made.mends else None
    return bool(made.breaches) and (mended is None or mended < made.breaches[-1].moment)


def _unmeasured(found: Judged) -> Iterator[Raised]:
    for held in found.benchmarks:
        if held.verdict is Expectation.OVERDUE:
            of = f" of “{found.item.claim}”" if found.item else ""
            says = f"“{held.item.metric}”{of} was to be reached by {held.item.due}, and nobody measured it"
            yield Raised(says, (held.item.fact,), held.benchmark)


def _open(account: Account, found: Judged) -> Iterator[Raised]:
    made = found.item
    if made is None or made.due is None or found.standing is not PromiseStanding.OPEN:
        return
    if made.due < account.on:
        says = f"“{made.claim}” was promised by {made.due}, and its benchmarks are not reached yet"
        yield Raised(says, (made.fact, *(held.item.fact for held in found.benchmarks)), found.promise or "")


CHECK: Final = AccountCheck(
    id="promise-overdue",
    severity=Severity.MEDIUM,
    meaning="What we promised was due, and nothing on record says that it was kept or broken.",
    clear="Measure, and record the result (`promise measure`); or say that it was broken (`promise break`).",
    find=_find,
)

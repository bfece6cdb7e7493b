"""Something was recorded later than policy allows, or into a closed period (B-D4).

Who may override a limit or a closing has, and said why; or nobody knew yet of it. Either way a day that
others had relied on was changed afterwards. What was recorded by override stays a finding, whatever policy
says since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from majoracct.domain.assessments.history import known
from majoracct.domain.assessments.lateness import late_now
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Fact, FactWithdrawn
from majoracct.domain.programme.periods import Lateness
from majoracct.domain.seen import Account, Seen

__all__ = ["CHECK", "recorded_late"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    yield from recorded_late(account, account.streams, examined)


def recorded_late(seen: Seen, streams: Iterable[str], examined: Examined) -> Iterator[Raised]:
    """Yield each fact of STREAMS, up to the day SEEN, that was recorded or withdrawn too late."""
    facts = [f for f in known(seen.past, streams) if f.on <= seen.on]
    late = {
        **examined.limits.overridden(facts),
        **late_now(facts, examined.programme, examined.day_of),
    }
    gone = {f.event.target for f in facts if isinstance(f.event, FactWithdrawn)}
    for fact in sorted(facts, key=lambda f: f.position):
        found = late.get(fact.reference)
        if found is None or fact.reference in gone:
            continue
        event = fact.event
        if isinstance(event, FactWithdrawn):
            # What was late itself has done no more harm by being withdrawn; a correction tells of both.
            if event.target in late or event.replaced_by in late.keys() - gone:
                continue
            yield Raised(_says(fact, found, f"{event.target} was withdrawn"), (fact.reference,), fact.id)
        else:
            yield Raised(_says(fact, found, f"{fact.reference} was recorded"), (fact.reference,), fact.id)


def _says(fact: Fact, late: Lateness, what: str) -> str:
    """Return the sentence that tells WHAT of a day was done too late, and by whom."""
    why = []
    if late.through is not None:
        why.append(f"when the books were closed through {late.through}")
    if late.limit is not None:
        why.append(f"{late.days:,} days after its day, of which policy allowed {late.limit:,}")
    return f"{what} for {fact.on} {' and '.join(why)}, by {fact.by}{f' ({fact.role})' if fact.role else ''}"


CHECK: Final = AccountCheck(
    id="recorded-late",
    severity=Severity.MEDIUM,
    meaning="Something was recorded, or withdrawn, later than policy allows, or on a day of a closed period.",
    clear="Have somebody who answers for the record look at it, and accept the finding by its id; "
    "or withdraw the fact, if it should not have been recorded (`withdraw`).",
    find=_find,
)

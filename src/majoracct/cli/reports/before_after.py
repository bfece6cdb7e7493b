"""`report before-after`: what was measured before the customer took part in planning, and since.

It answers S-C3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.before_after import (
    Change,
    Comparison,
    Measure,
    Measured,
    Window,
    window,
)
from majoracct.domain.assessments.before_after import before_after as compared
from majoracct.domain.money import Money, decimals
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded

_SHARES: Final = (Measure.MARGIN, Measure.SATISFACTION)
_NO_CAUSE: Final = "a comparison, not a cause: other things changed, too"


@report_on("accounts")
def before_after(asked: Question) -> Table:
    """Show what was measured of one ACCOUNT, or of all, before the customer took part in planning, and since.

    Compared are as many whole months after the first seat at the table, co-creation session or planning
    activity with somebody of theirs as before it.
    What rests on fewer cases than policy asks for is insufficient, and is compared with nothing. No cause
    is claimed.

    \b
    majoracct report before-after harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(seen, each) for account in asked.accounts for seen, each in _compared(account, asked)]
    return Table(
        [_row(asked, seen, each) for seen, each in found],
        keys=(
            "account",
            "measure",
            "since",
            "months",
            "before",
            "cases_before",
            "after",
            "cases_after",
            "change",
            "fact",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("measure", "measure"),
            Column("since", "took part since"),
            Column("months", "months", number=True),
            Column("was", "before", number=True),
            Column("cases_before", "of", number=True),
            Column("became", "after", number=True),
            Column("cases_after", "of", number=True),
            Column("change", "is"),
        ),
        said=[*_said([each for _, each in found]), _NO_CAUSE] if found else (),
        about={"claim": _NO_CAUSE},
        empty="No customer took part in planning.",
    )


def _compared(account: Account, asked: Question) -> Iterator[tuple[Window, Comparison]]:
    seen = window(account, asked.terms)
    if seen is not None:
        for each in compared(account, asked.terms):
            yield seen, each


def _row(asked: Question, seen: Window, each: Comparison) -> dict[str, Any]:
    return {
        "account": each.account,
        "measure": each.measure,
        "since": seen.since,
        "months": seen.months,
        "before": _told(each.measure, each.before.value, asked.currency),
        "cases_before": each.before.cases,
        "after": _told(each.measure, each.after.value, asked.currency),
        "cases_after": each.after.cases,
        "change": each.change.value if each.change else "insufficient",
        "fact": seen.fact,
        "was": _read(each.measure, each.before, asked.currency),
        "became": _read(each.measure, each.after, asked.currency),
    }


def _told(measure: Measure, value: Decimal | None, currency: str) -> Any:
    """Return VALUE as programs are told it: money as money, a share to a millionth."""
    if value is None:
        return None
    if measure is Measure.DEAL_SIZE:
        return Money(value.quantize(Decimal(1).scaleb(-decimals(currency)), ROUND_HALF_EVEN), currency)
    return rounded(value) if measure in _SHARES else value


def _read(measure: Measure, side: Measured, currency: str) -> str:
    if side.value is None:
        return "insufficient"
    if measure in _SHARES:
        return percent(side.value)
    told = _told(measure, side.value, currency)
    return str(told) if measure is Measure.DEAL_SIZE else f"{told.normalize():f}"


def _said(found: Sequence[Comparison]) -> Iterator[str]:
    """Yield, for each measure, in how many accounts it is better, worse, the same or insufficient."""
    for measure in Measure:
        of = [each.change for each in found if each.measure is measure]
        told = [f"{of.count(change)} {change.value}" for change in Change if of.count(change)]
        told += [f"{of.count(None)} insufficient"] if of.count(None) else []
        yield f"{measure.value.replace('-', ' ')}: {', '.join(told)}"

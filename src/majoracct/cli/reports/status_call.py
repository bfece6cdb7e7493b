"""`report status-call`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from majoracct.cli.options import Option
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.status_call import Call, OnCall, calls, on_call, unasked
from majoracct.ports import NotFoundError


def _call(function: Any) -> Any:
    return click.option(
        "--call",
        cls=Option,
        section="Call",
        metavar="NAME|FACT|latest",
        default="latest",
        help="Which call; the latest of that name.",
    )(function)


@report_on("portfolio", _call)
def status_call(asked: Question) -> Table:
    """Show which accounts were reported on a status call, by whom and how, and which were not.

    Every account that was major on the day of the call is to be reported on it. Below: how long after
    the call before it was held, and how far apart the calls are.

    \b
    majoracct report status-call --call latest --as-of 2024
    """  # noqa: D301 - \b is click's
    held = calls(asked.programme)
    call = _asked_for(held, str(asked.options["call"]))
    found = [one for account in asked.accounts for one in on_call(account, call)] if call else []
    others = [key for account in asked.accounts for key in unasked(account, call)] if call else []
    missing = [one.account for one in found if one.reported is None]
    return Table(
        [_row(asked, one) for one in found],
        keys=("account", "name", "status", "reported", "rag", "text", "by", "by_name", "on", "fact"),
        columns=(
            Column("account", "account"),
            Column("rag_word", "is"),
            Column("text", "what there was to say"),
            Column("by_name", "by"),
            Column("on", "on"),
        ),
        total=f"{len(found) - len(missing)} of {len(found)} major accounts reported; "
        f"not reported: {', '.join(missing) or 'none'}",
        said=_told(held, call, others),
        about={"call": call, "calls": held, "not_major": others},
        empty="No account was major on the day of that call." if call else "No status call was held.",
    )


def _asked_for(held: Sequence[Call], named: str) -> Call | None:
    """Return the call NAMED, the latest of several. Raises NotFoundError."""
    if named.strip().casefold() == "latest":
        return held[-1] if held else None
    wanted = named.strip().casefold()
    found = [call for call in held if wanted in (call.name.strip().casefold(), call.key, call.fact)]
    if not found:
        told = ", ".join(call.name for call in held[-3:]) or "none"
        raise NotFoundError(f"no status call was held by that day that is called {named!r}: {told}")
    return found[-1]


def _row(asked: Question, one: OnCall) -> dict[str, Any]:
    said = one.reported
    return {
        "account": one.account,
        "name": one.name,
        "status": one.status,
        "reported": said is not None,
        "rag": said.rag if said else None,
        "rag_word": said.rag.value if said else "not reported",
        "text": said.text if said else None,
        "by": said.by if said else None,
        "by_name": asked.colleagues.get(said.by, said.by) if said else None,
        "on": said.on if said else None,
        "fact": said.fact if said else None,
    }


def _told(held: Sequence[Call], call: Call | None, others: Sequence[str]) -> list[str]:
    if call is None:
        return []
    after = f", {call.days} days after the call before" if call.days is not None else ", the first"
    said = [f"{call.name}, {call.on} ({call.fact}){after}"]
    gaps = sorted(each.days for each in held if each.days is not None)
    if gaps:
        apart = f"{gaps[0]}" if gaps[0] == gaps[-1] else f"{gaps[0]} to {gaps[-1]}"
        said.append(f"{len(held)} calls so far, {apart} days apart")
    if others:
        said.append(f"reported without being major: {', '.join(others)}")
    return said

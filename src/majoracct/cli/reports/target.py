"""`report target`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from majoracct.cli.clocks import View
from majoracct.cli.reads.asked import names_in_words
from majoracct.cli.reporting import Document, Question, report_on
from majoracct.domain.assessments.standing import Line, line
from majoracct.domain.assessments.supposing import compare
from majoracct.domain.assessments.targets import Progress, progress
from majoracct.domain.programme.policy import Policy


@report_on("portfolio", document=True)
def target(asked: Question) -> Document:
    """Show how many major accounts the programme aims for, by when, and how many there are.

    What counts is the recorded status, which no supposition changes. With --policy or --assume it is also
    shown how many accounts meet the criteria, as supposed and in force, who drops out and who comes in.

    \b
    majoracct report target --as-of 2017
    majoracct report target --as-of 2017 --policy stricter.toml
    """  # noqa: D301 - \b is click's
    found = progress(asked.programme, asked.accounts)
    data, lines = _counted(found), list(_told(found))
    if asked.view.what_if is not None:
        compared, more = _compared(asked.view)
        data |= compared
        lines += more
    return Document(data, "".join(f"{line}\n" for line in lines))


def _counted(found: Progress) -> dict[str, Any]:
    return {
        "target": found.target.count,
        "by": found.target.by,
        "set_by": found.set_by,
        "major": len(found.major),
        "accounts": found.major,
        "gap": found.gap,
        "uncounted": found.uncounted,
    }


def _told(found: Progress) -> Iterator[str]:
    yield f"target     {_target(found)} ({found.set_by})"
    yield f"major      {len(found.major)}{': ' + ', '.join(found.major) if found.major else ''}"
    yield f"gap        {_gap(found)}"
    if found.uncounted:
        yield f"uncounted  {', '.join(found.uncounted)}: major, on a side that policy does not count"


def _target(found: Progress) -> str:
    return f"{found.target.count} major accounts by {found.target.by}"


def _gap(found: Progress) -> str:
    return f"{found.gap} lacking" if found.gap else "reached"


# What a supposition changes


def _compared(supposed: View) -> tuple[dict[str, Any], list[str]]:
    """Return what is in force beside what is SUPPOSED, for programs and for people."""
    on_record = supposed.on_record
    before, after = _lines(on_record), _lines(supposed)
    found = compare(before, after)
    in_force = progress(on_record.programme, on_record.accounts)
    met, met_in_force = ([each.account for each in lines if each.met] for lines in (after, before))
    data = {
        "in_force": _counted(in_force),
        "criteria_met": met,
        "criteria_met_in_force": met_in_force,
        "drops_out": [each.account for each in found.drops_out],
        "comes_in": [each.account for each in found.comes_in],
    }
    told = [
        f"in force   {_target(in_force)} ({in_force.set_by}), {len(in_force.major)} major, {_gap(in_force)}",
        f"criteria   met by {len(met)}, and by {len(met_in_force)} in force",
        f"drops out  {names_in_words(found.drops_out)}",
        f"comes in   {names_in_words(found.comes_in)}",
    ]
    return data, told


def _lines(asked: View) -> list[Line]:
    terms = asked.programme[Policy].terms
    return [line(account, terms) for account in asked.accounts]

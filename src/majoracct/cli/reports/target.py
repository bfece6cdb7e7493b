"""`report target`."""

from __future__ import annotations

from majoracct.cli.reporting import Document, Question, report_on
from majoracct.domain.assessments.targets import progress


@report_on("portfolio", document=True)
def target(asked: Question) -> Document:
    """Show how many major accounts the programme aims for, by when, and how many there are.

    \b
    majoracct report target --as-of 2017
    """  # noqa: D301 - \b is click's
    found = progress(asked.programme, asked.accounts)
    lines = [
        f"target     {found.target.count} major accounts by {found.target.by} ({found.set_by})",
        f"major      {len(found.major)}{': ' + ', '.join(found.major) if found.major else ''}",
        f"gap        {f'{found.gap} lacking' if found.gap else 'reached'}",
    ]
    if found.uncounted:
        lines.append(f"uncounted  {', '.join(found.uncounted)}: major, on a side that policy does not count")
    return Document(
        {
            "target": found.target.count,
            "by": found.target.by,
            "set_by": found.set_by,
            "major": len(found.major),
            "accounts": found.major,
            "gap": found.gap,
            "uncounted": found.uncounted,
        },
        "".join(line + "\n" for line in lines),
    )

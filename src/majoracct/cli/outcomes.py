"""What came of an import, whichever map it was read by: the same counts, in the same words and order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from majoracct.cli.display import display

if TYPE_CHECKING:
    from majoracct.adapters.exchange.outcome import Outcome
    from majoracct.adapters.exchange.rejects import Reject

__all__ = ["and_more", "counts", "data", "line", "numbers", "total"]

# Each count by its key in JSON: what a line of text says of it, and whether it says so of none, too.
_COUNTS: Final = (
    ("recorded", "{would}recorded", True),
    ("accounts_opened", "accounts {would}opened", False),
    ("grown", "of these known before in part", False),
    ("known", "known before, not recorded again", False),
    ("withdrawn", "of these withdrawn, and kept withdrawn", False),
    ("corrected", "of these corrected since, and left as corrected", False),
    ("changed", "differ from what is on record, which was left: correct it if the file is right", False),
    ("identical", "like an earlier row of the file: separate payments", False),
    ("silent", "with nothing that is recorded here", False),
    ("at_odds", "at odds with what came before: told, not mended", False),
    ("rejected", "{would}rejected", False),
)


def data(outcome: Outcome) -> dict[str, Any]:
    """Return what JSON says of a file."""
    return {
        "file": outcome.file,
        "sha256": outcome.sha256,
        "map": outcome.map,
        "rows": outcome.rows,
        "recorded": outcome.recorded,
        "accounts_opened": outcome.opened,
        "known": outcome.known,
        "known_rows": list(outcome.known_lines),
        "withdrawn": outcome.withdrawn_count,
        "corrected": outcome.corrected,
        "identical": outcome.repeated,
        "grown": outcome.grown,
        "changed": outcome.changed,
        "first_changes": [{"row": c.row, "fact": c.fact, "what": c.what} for c in outcome.changes],
        "silent": outcome.silent,
        "at_odds": outcome.at_odds,
        "first_at_odds": [_told(each) for each in outcome.odds],
        "rejected": outcome.rejected,
        "first_rejects": [_told(each) for each in outcome.rejects],
    }


def _told(reject: Reject) -> dict[str, Any]:
    return {"row": reject.row, "column": reject.column or None, "reason": reject.reason}


def numbers(outcome: Outcome) -> dict[str, int]:
    """Return every count of a file, its rows first."""
    said = data(outcome) | {"accounts_opened": len(outcome.opened)}
    return {name: said[name] for name in ("rows", *(name for name, _, _ in _COUNTS))}


def total(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return the counts of all files together."""
    each = [numbers(outcome) for outcome in outcomes]
    return {name: sum(counted[name] for counted in each) for name in each[0]}


def counts(counted: Mapping[str, int], *, dry_run: bool) -> Iterator[str]:
    """Yield a line for each count that says something."""
    for name, meaning, always in _COUNTS:
        if counted[name] or always:
            yield f"  {counted[name]:>9,}  {meaning.format(would='would be ' if dry_run else '')}"


def and_more(count: int) -> str:
    """Return what follows the first few of many."""
    return f" and {count:,} more" if count > 0 else ""


def line(reject: Reject) -> str:
    """Return the line that tells of a row: where, and why."""
    column = f" {display(reject.column)}" if reject.column else ""
    return f"    {display(reject.file)}:{reject.row}{column}: {display(reject.reason)}"

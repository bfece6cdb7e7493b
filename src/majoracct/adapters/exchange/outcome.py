"""What came of an import, file by file."""

from __future__ import annotations

from attrs import frozen

from majoracct.adapters.exchange.on_record import Change
from majoracct.adapters.exchange.rejects import Reject

__all__ = ["Outcome"]


@frozen
class Outcome:
    """What came of one file, or would have.

    recorded: rows. opened: keys of accounts. known: rows on record before, withdrawn ones included.
    known_lines: where they are, in a file of rejects; nobody asks of another file.
    withdrawn: references of known facts that are withdrawn, the first few; withdrawn_count: all of them.
    corrected: known rows of which a correction is on record.
    rejected: rows. rejects: the first few of them.
    repeated: rows like an earlier one of the file, each a fact of its own.
    spellings: further names that some account has in the file, by key.
    grown: of the rows recorded, those of which a part was on record before.
    changed: rows on record that now say something else, which is not recorded. changes: the first few.
    silent: rows that say nothing that is recorded here.
    at_odds: rows that do not meet what came before. odds: the first few, each with what does not.
    """

    file: str
    sha256: str
    map: str
    rows: int
    recorded: int
    opened: tuple[str, ...]
    known: int
    known_lines: tuple[int, ...]
    withdrawn: tuple[str, ...]
    withdrawn_count: int
    corrected: int
    rejected: int
    rejects: tuple[Reject, ...]
    repeated: int
    spellings: dict[str, tuple[str, ...]]
    grown: int = 0
    changed: int = 0
    changes: tuple[Change, ...] = ()
    silent: int = 0
    at_odds: int = 0
    odds: tuple[Reject, ...] = ()

"""Earlier imports of the very same file: whether it was read then as it is read now.

A row is known again by what the map makes of it. When the map, or the encoding, has changed since,
the same bytes make other rows, and every payment would be recorded a second time without a word.
The note that an import leaves on the ledger's stream holds the digest of the file, which tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from majoracct.adapters.exchange.reading import Sheet, UnusableFileError, shortened
from majoracct.adapters.exchange.rows import RowMapper, RowRejected
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER
from majoracct.ledger import Ledger

__all__ = ["ReadOtherwiseError", "require_read_alike"]

_AT_ONCE: Final = 500  # ids looked up


class ReadOtherwiseError(UnusableFileError):
    """Rows of the file are on record, and the map now makes other rows of them. Nothing was recorded."""


def require_read_alike(ledger: Ledger, mapper: RowMapper, sheet: Sheet) -> None:
    """Raise ReadOtherwiseError when importing SHEET would record rows of it a second time.

    mapper: as it will map the rows. Only its map is used: it may have begun, and is left as it is.
    """
    # What is recorded whenever it changed is known by its values, and does not add up: nothing counts twice.
    if all(event.changes for event in mapper.table.events):
        return
    earlier = list(_earlier(ledger, sheet.sha256))
    if not earlier:
        return
    # A note counts the rows of the file that were on record when it was written, known ones included.
    reference, note = max(earlier, key=lambda found: found[1].recorded + found[1].known)
    known, new = _known_and_new(ledger, mapper, sheet)
    missing = note.recorded + note.known - known
    # Rows that were rejected then may be new; rows that were on record then may not be missing.
    if missing <= 0 or not new:
        return
    raise ReadOtherwiseError(
        sheet.name,
        f"{reference} imported this very file, by {shortened(note.map, quoted=False)}, and by the map (or "
        f"--encoding) as it is now {missing:,} of its rows on record are not known again, so payments would "
        "count twice. Import it as it was read then; or withdraw what that import recorded, and "
        f"{reference} itself; or give --again if these are further payments",
    )


def _earlier(ledger: Ledger, sha256: str) -> Iterator[tuple[str, ImportFinished]]:
    """Yield the imports of the file with that digest that were not withdrawn: references and notes."""
    notes = [
        (fact.reference, fact.event)
        for fact in ledger.store.facts(LEDGER, types=("ImportFinished",))
        if isinstance(fact.event, ImportFinished) and fact.event.sha256 == sha256
    ]
    if notes:
        gone = ledger.past().withdrawals(LEDGER)
        yield from ((reference, note) for reference, note in notes if reference not in gone)


def _known_and_new(ledger: Ledger, mapper: RowMapper, sheet: Sheet) -> tuple[int, int]:
    """Return how many rows of SHEET are on record, and how many could be recorded."""
    ids = _ids(RowMapper(mapper.map, sheet, mapper.currency, mapper.on), sheet)
    known = rows = 0
    while some := list(islice(ids, _AT_ONCE)):
        rows += len(some)
        known += len(ledger.store.known(some))
    return known, rows - known


def _ids(mapper: RowMapper, sheet: Sheet) -> Iterator[str]:
    for line, cells in sheet.read():
        try:
            row = mapper.map_row(line, cells)
        except RowRejected:
            continue
        if row.anchor:
            yield row.anchor

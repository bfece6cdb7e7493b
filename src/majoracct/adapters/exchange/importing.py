"""Importing: the rows of a file become facts, each once, however often the file comes.

The rows stream through in chunks, one append each. A row's identity is its command id: those on
record are passed over, withdrawn ones too, so importing again is free and an import that was killed
goes on where it stopped. Accounts are opened as they appear. What a rule refuses is a reject, like
what cannot be read. The append of the last new rows also notes, on the ledger's stream, that the
file was imported; a file that brings nothing new leaves no trace. Before the first new row of a
file is recorded, `earlier` makes sure that its rows are not on record under another identity.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from majoracct.adapters.exchange.earlier import require_read_alike
from majoracct.adapters.exchange.reading import Sheet
from majoracct.adapters.exchange.rejects import COLUMNS, Reject, RejectsFile
from majoracct.adapters.exchange.rows import Mapped, RowMapper, RowRejected
from majoracct.desk import Desk
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER, FactWithdrawn, Refused
from majoracct.domain.seen import AccountMergedAway
from majoracct.requests import Recorded, Request

if TYPE_CHECKING:
    from majoracct.ledger import StoredFacts

__all__ = ["CHUNK", "Outcome", "Rehearsal", "import_sheet"]

CHUNK: Final = 250  # rows an append, and ids looked up at once; benchmarks/import.py says what it costs
_SHOWN: Final = 5  # rejects and withdrawn facts that an outcome names
_HELD: Final = 10_000  # rejects held back until the rows before them are judged


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


@define
class Rehearsal:
    """What rehearsed imports would have recorded: those of the files that follow rest on it.

    ids: of the rows. openings: of accounts, by key.
    """

    ids: set[str] = field(factory=set)
    openings: dict[str, Request] = field(factory=dict)


def import_sheet(
    desk: Desk,
    mapper: RowMapper,
    sheet: Sheet,
    *,
    rejects: RejectsFile | None = None,
    progress: Callable[[int], None] | None = None,
    rehearsal: Rehearsal | None = None,
    again: bool = False,
) -> Outcome:
    """Import SHEET, mapped by MAPPER, at DESK, whose reason is the file's name unless it has one.

    At a desk that rehearses, the outcome is what would have been, and nothing is recorded.
    rejects: where rejected rows go. progress: told how many further rows were read.
    rehearsal: at a desk that rehearses, shared by the files of one command.
    again: record rows even when the very same file was imported before and read another way.
    Raises ReadOtherwiseError before anything is recorded; UnusableFileError, and what recording
    raises: then the chunks before are recorded, and importing again goes on from there.
    """
    if not desk.reason:
        desk = desk.on(reason=sheet.name)
    run = _Run(desk, sheet, mapper, rejects, progress, rehearsal, again)
    if desk.rehearsal:
        # Nothing is settled by an append, so each chunk is judged afresh, and none is kept in memory.
        for chunk in run.chunks():
            run.settle(next(desk.record_chunks([chunk], pass_over=True)))
    else:
        for recorded in desk.record_chunks(run.chunks(), pass_over=True, likely_new=True):
            run.settle(recorded)
    run.release()
    return run.outcome()


@define
class _Run:
    """One file on its way in.

    `chunks` and `settle` take turns: a chunk is settled before the next is asked for.
    """

    desk: Desk
    sheet: Sheet
    mapper: RowMapper
    sink: RejectsFile | None
    progress: Callable[[int], None] | None
    rehearsal: Rehearsal | None
    again: bool
    past: StoredFacts = field(init=False)
    rehearsed: dict[str, Request] = field(init=False)  # openings that a rehearsal has counted, by key
    mended: bool = field(init=False)  # the file is one of rejects
    accounts: set[str] = field(factory=set)  # known, or opened by this run
    waiting: list[Mapped] = field(factory=list)  # rows for the next chunk
    in_hand: dict[int, Mapped] = field(factory=dict)  # rows of the chunk, by the request's index in it
    openings: dict[int, Request] = field(factory=dict)  # of accounts, in the same way
    # Whether the last rows were on record. While they are, rows are looked up before requests are made
    # of them; else recording finds out, at the price of trying that chunk again.
    familiar: bool = True
    recorded: int = 0
    opened: list[str] = field(factory=list)
    known: int = 0
    known_lines: list[int] = field(factory=list)
    withdrawn: list[str] = field(factory=list)
    withdrawn_count: int = 0
    corrected: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(factory=list)
    held: list[Reject] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.past = self.desk.ledger.past()
        self.rehearsed = {} if self.rehearsal is None else self.rehearsal.openings
        self.mended = set(COLUMNS) <= set(self.sheet.header)

    # Rows become chunks of requests

    def chunks(self) -> Iterator[list[Request]]:
        """Yield the requests for rows that are not on record; the last chunk notes the import, too."""
        for new in self._new_rows():
            if not self.again:
                require_read_alike(self.desk.ledger, self.mapper, self.sheet)
                self.again = True  # asked once, and only of a file that brings something new
            if self.waiting and len(self.waiting) + len(new) > CHUNK:
                yield self._requests()
            self.waiting += new
        if self.waiting:
            yield self._last(self._requests())

    def _new_rows(self) -> Iterator[list[Mapped]]:
        """Yield the rows of the file that are not on record, at most CHUNK at a time."""
        map_row, store = self.mapper.map_row, self.desk.ledger.store
        lines = self.sheet.read()
        while some := list(islice(lines, CHUNK)):
            mapped = []
            for line, cells in some:
                try:
                    mapped.append(map_row(line, cells))
                except RowRejected as no:
                    self._reject(line, no.column, no.reason, cells)
            if self.familiar:
                known = store.known([row.id for row in mapped])
                self.familiar = bool(known)
                self._count_known(known.values(), [row for row in mapped if row.id in known])
                mapped = [row for row in mapped if row.id not in known]
            if self.rehearsal is not None and self.rehearsal.ids:
                mapped = self._not_rehearsed(mapped, self.rehearsal.ids)
            if mapped:
                yield mapped
            elif not self.waiting or len(self.held) > _HELD:
                self.release()
            if self.progress is not None:
                self.progress(len(some))

    def _not_rehearsed(self, mapped: list[Mapped], ids: Collection[str]) -> list[Mapped]:
        """Return those of MAPPED that no file before this one would have recorded; count the others."""
        self._count_known((), [row for row in mapped if row.id in ids])
        return [row for row in mapped if row.id not in ids]

    def _requests(self) -> list[Request]:
        """Take the waiting rows in hand, and return the requests for them."""
        requests: list[Request] = []
        if self.desk.rehearsal:
            self.accounts.clear()  # no chunk sees what an earlier one would have opened: it opens it, too
        for row in self.waiting:
            if row.key not in self.accounts:
                self.accounts.add(row.key)
                if not self.past.head(row.key):
                    requests.append(self._opening(row, len(requests)))
            self.in_hand[len(requests)] = row
            requests.append(self.mapper.request(row))
        self.waiting = []
        return requests

    def _opening(self, row: Mapped, at: int) -> Request:
        """Return the request, at AT in its chunk, that opens the account of ROW."""
        if row.key in self.rehearsed:
            return self.rehearsed[row.key]
        self.openings[at] = opening = self.mapper.opening(row)
        if self.desk.rehearsal:
            self.rehearsed[row.key] = opening
        return opening

    def _last(self, requests: list[Request]) -> list[Request]:
        """Return REQUESTS with the note of the import, when anything was or will be recorded."""
        if self.desk.rehearsal:
            return requests
        # What the note counts is known once the chunk is judged, and it belongs to the same append.
        trial = next(self.desk.on(rehearsal=True).record_chunks([requests], pass_over=True))
        refused = sum(at in self.in_hand for at, _ in trial.refusals)
        known = sum(row.id in trial.known for row in self.in_hand.values())
        recorded = self.recorded + len(self.in_hand) - refused - known
        if not recorded:
            return requests
        note = ImportFinished(
            self.sheet.name,
            self.sheet.sha256,
            self.mapper.map.name,
            recorded,
            self.known + known,
            self.rejected + refused,
        )
        return [*requests, Request(LEDGER, note, self.desk.ledger.today())]

    # What came of them

    def settle(self, recorded: Recorded) -> None:
        """Count what came of the chunk in hand."""
        refused = dict(recorded.refusals)
        for at, no in refused.items():
            # An account that somebody else opened meanwhile is no fault of the file.
            if (row := self.in_hand.pop(at, None)) is not None:
                self._reject(row.line, self._column(no), str(no), row.cells)
        known = [row for row in self.in_hand.values() if row.id in recorded.known]
        self.familiar = self.familiar or bool(known)
        self._count_known([recorded.known[row.id] for row in known], known)
        self.recorded += len(self.in_hand) - len(known)
        if self.rehearsal is not None:
            self.rehearsal.ids.update(row.id for row in self.in_hand.values())
        for at, opening in self.openings.items():
            if at not in refused and opening.command_id not in recorded.known:
                self.opened.append(opening.stream)
        self.in_hand, self.openings = {}, {}
        if len(self.held) > _HELD:
            self.release()

    def _column(self, no: Refused) -> str:
        return self.mapper.map.account if isinstance(no, AccountMergedAway) else ""

    def _count_known(self, known: Collection[tuple[str, int]], rows: Sequence[Mapped]) -> None:
        """Count ROWS, which are on record as the facts KNOWN."""
        self.known += len(rows)
        if self.mended:
            self.known_lines += [row.line for row in rows]
        gone = {stream: self.past.withdrawals(stream) for stream in {stream for stream, _ in known}}
        if not any(gone.values()):
            return
        for stream, version in known:
            fact: str | None = f"{stream}@{version}"
            if fact not in gone[stream]:
                continue
            while fact is not None and (by := gone[stream].get(fact)) is not None:
                # Whatever corrected it may itself have been withdrawn: the end of the chain decides.
                fact = by.event.replaced_by if isinstance(by.event, FactWithdrawn) else None
            if fact is not None:
                self.corrected += 1
            else:
                self.withdrawn_count += 1
                self.withdrawn += [f"{stream}@{version}"] if len(self.withdrawn) < _SHOWN else []

    def _reject(self, row: int, column: str, reason: str, cells: Sequence[str]) -> None:
        self.rejected += 1
        self.held.append(Reject(self.sheet.name, row, column, reason, cells))

    def release(self) -> None:
        """Pass on the rejects so far, by line."""
        self.held.sort(key=lambda reject: reject.row)
        self.rejects += self.held[: _SHOWN - len(self.rejects)]
        if self.sink is not None:
            for reject in self.held:
                self.sink.add(reject)
        self.held = []

    def outcome(self) -> Outcome:
        """Return what came of the file."""
        return Outcome(
            self.sheet.name,
            self.sheet.sha256,
            self.mapper.map.name,
            self.sheet.rows,
            self.recorded,
            tuple(self.opened),
            self.known,
            tuple(sorted(self.known_lines)),
            tuple(self.withdrawn),
            self.withdrawn_count,
            self.corrected,
            self.rejected,
            tuple(self.rejects),
            self.mapper.repeated,
            {key: tuple(sorted(names)) for key, names in sorted(self.mapper.spellings.items())},
        )

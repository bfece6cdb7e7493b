"""Importing: the rows of a file become facts, each once, however often the file comes.

The rows stream through in chunks, one append each. Each event of a row is a command of its own, whose
id is the row's identity and the event's name: those on record are passed over, withdrawn ones too, so
importing again is free, an import that was killed goes on where it stopped, and of a row that grew (an
opportunity open last month, and won in this one) only what is new is recorded. What is new of a row is
recorded all or not at all, and not when it rests on a fact that was withdrawn. Accounts are opened as
they appear, unless the map says otherwise. What a rule refuses is a reject, like what cannot be read.
The append of the last new rows also notes, on the ledger's stream, that the file was imported; a file
that brings nothing new leaves no trace. Before the first new row of a file is recorded, `earlier` makes
sure that its rows are not on record under another identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from majoracct.adapters.exchange.earlier import require_read_alike
from majoracct.adapters.exchange.on_record import Change, OnRecord
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.reading import Sheet
from majoracct.adapters.exchange.rejects import COLUMNS, Reject, RejectsFile
from majoracct.adapters.exchange.rows import Mapped, RowMapper, RowRejected
from majoracct.desk import Desk
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER, Refused
from majoracct.domain.seen import AccountMergedAway, BooksClosed, RecordedTooLate
from majoracct.requests import Recorded, Request

if TYPE_CHECKING:
    from majoracct.ledger import StoredFacts

__all__ = ["CHUNK", "Rehearsal", "import_sheet"]

CHUNK: Final = 250  # rows an append, and ids looked up at once; benchmarks/import.py says what it costs
_SHOWN: Final = 5  # rejects and withdrawn facts that an outcome names
_HELD: Final = 10_000  # rejects held back until the rows before them are judged


@define
class Rehearsal:
    """What rehearsed imports would have recorded: those of the files that follow rest on it.

    ids: of events. openings: of accounts, by key. grown: rows of which only a part would be on record.
    """

    ids: set[str] = field(factory=set)
    openings: dict[str, Request] = field(factory=dict)
    grown: int = 0


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
    before: OnRecord = field(init=False)
    rehearsed: dict[str, Request] = field(init=False)  # openings that a rehearsal has counted, by key
    mended: bool = field(init=False)  # the file is one of rejects
    accounts: set[str] = field(factory=set)  # known, or opened by this run
    waiting: list[Mapped] = field(factory=list)  # rows for the next chunk
    in_hand: dict[int, Mapped] = field(
        factory=dict
    )  # rows of the chunk, by their first request's index in it
    first: dict[int, int] = field(factory=dict)  # that index, by a further request's
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
    growing: set[int] = field(factory=set)  # lines of rows of which a part is on record
    grown: int = 0
    changed: int = 0
    changes: list[Change] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.past = self.desk.ledger.past()
        self.before = OnRecord(self.desk.ledger, self.past)
        self.rehearsed = {} if self.rehearsal is None else self.rehearsal.openings
        self.mended = set(COLUMNS) <= set(self.sheet.header)

    # Rows become chunks of requests

    def chunks(self) -> Iterator[list[Request]]:
        """Yield the requests for rows that are not on record; the last chunk notes the import, too."""
        for new in self._new_rows():
            if not self.again:  # asked once, and only of a file that brings something new
                require_read_alike(self.desk.ledger, self.mapper, self.sheet)
                self.again = True
            if self.waiting and len(self.waiting) + len(new) > CHUNK:
                yield self._requests()
            self.waiting += new
        if self.waiting:
            yield self._last(self._requests())

    def _new_rows(self) -> Iterator[list[Mapped]]:
        """Yield the rows of the file that are not on record, at most CHUNK at a time."""
        lines = self.sheet.read()
        while some := list(islice(lines, CHUNK)):
            mapped = self._mapped(some)
            if self.familiar or self.mapper.grows:
                known = self.desk.ledger.store.known(self.mapper.ids(mapped))
                self.familiar = bool(known)
                if known:
                    mapped = self._new_among(mapped, known)
            if self.rehearsal is not None and self.rehearsal.ids:
                mapped = self._not_rehearsed(mapped, self.rehearsal)
            if mapped:
                yield mapped
            elif not self.waiting or len(self.held) > _HELD:
                self.release()
            if self.progress is not None:
                self.progress(len(some))

    def _mapped(self, some: Iterable[tuple[int, list[str]]]) -> list[Mapped]:
        """Return the rows SOME that can be recorded; the others are rejected."""
        map_row, opens = self.mapper.map_row, self.mapper.table.opens
        mapped = []
        for line, cells in some:
            try:
                row = map_row(line, cells)
                if not opens:
                    self._require_known(row)
                mapped.append(row)
            except RowRejected as no:
                self._reject(line, no.column, no.reason, cells)
        return mapped

    def _require_known(self, row: Mapped) -> None:
        """Raise RowRejected unless the account of ROW is known, or would be after the files before."""
        if not self.past.head(row.key) and row.key not in self.rehearsed:
            raise RowRejected(
                self.mapper.table.account,
                f"the ledger knows no account {row.key}: import the file that tells of it first, or open it",
            )

    def _new_among(self, mapped: list[Mapped], known: Mapping[str, tuple[str, int]]) -> list[Mapped]:
        """Return what of MAPPED is not among the facts KNOWN; count the other rows."""
        if self.mapper.grows:
            return [new for row in mapped if (new := self._new_of(row, known)) is not None]
        there = [row for row in mapped if row.made[0].id in known]
        self._count_known(there, [[known[making.id] for making in row.made] for row in there])
        return [row for row in mapped if row.made[0].id not in known]

    def _new_of(self, row: Mapped, known: Mapping[str, tuple[str, int]]) -> Mapped | None:
        """Return what of ROW is not among the facts KNOWN; None when nothing is, or nothing may be."""
        facts = [known[making.id] for making in row.made if making.id in known]
        if not facts:
            return row
        there = {m.id: "@".join(map(str, known[m.id])) for m in row.made if m.id in known}
        unsaid = {id_: "@".join(map(str, known[id_])) for id_ in self.mapper.unsaid(row) if id_ in known}
        if changes := self.before.changes(row, there, unsaid, self.sheet.name):
            self.changed += 1
            self.changes += changes[: _SHOWN - len(self.changes)]
        new = [making for making in row.made if making.id not in there]
        if not new or self.before.stopped(row, there):
            self._count_known([row], [facts])
            return None
        try:
            key = self.before.key(row, there, self.mapper.table.account)
        except RowRejected as no:
            self._reject(row.line, no.column, no.reason, row.cells)
            return None
        self.growing.add(row.line)
        return row._replace(made=new, key=key)

    def _not_rehearsed(self, mapped: list[Mapped], rehearsal: Rehearsal) -> list[Mapped]:
        """Return those of MAPPED that no file before this one would have recorded; count the others.

        A row that such a file would have recorded in part is judged whole, since that part is not on record.
        """
        new = []
        for row in mapped:
            there = sum(making.id in rehearsal.ids for making in row.made)
            if there == len(row.made):
                self._count_known([row], [[]])
                continue
            if there:
                self.growing.add(row.line)
                rehearsal.grown += 1
            new.append(row)
        return new

    def _requests(self) -> list[Request]:
        """Take the waiting rows in hand, and return the requests for them.

        Where an account would be opened and none of its rows admitted, they are rejected, and it is not.
        """
        requests = self._asked()
        if not self.openings:
            return requests
        trial = self._trial(requests)
        if self._opened_too_late(trial):
            requests = self._asked()
            trial = self._trial(requests)
        refused = {self.first.get(at, at): no for at, no in trial.refusals}
        used = {row.key for at, row in self.in_hand.items() if at not in refused}
        needless = {opening.stream for opening in self.openings.values()} - used
        if not needless:
            return requests
        for at, row in self.in_hand.items():
            if row.key in needless:
                self._refused(row, refused[at])
            else:
                self.waiting.append(row)
        self._ask_again()
        return self._asked()

    def _opened_too_late(self, trial: Recorded) -> bool:
        """Reject the rows on whose days no account can be opened any more; return whether there were any.

        Another row opens the account, then: the first on whose day it can be.
        """
        barred = {
            self.openings[at].stream
            for at, no in trial.refusals
            if at in self.openings and isinstance(no, BooksClosed | RecordedTooLate)
        }
        if not barred:
            return False
        rows = [row for row in self.in_hand.values() if row.key in barred]
        openings = [evolve(self.mapper.opening(row), command_id="") for row in rows]
        refused = dict(self._trial(openings).refusals)
        late = {
            row.line: refused[at]
            for at, row in enumerate(rows)
            if isinstance(refused.get(at), BooksClosed | RecordedTooLate)
        }
        for row in self.in_hand.values():
            if (no := late.get(row.line)) is not None:
                self._refused(row, no)
            else:
                self.waiting.append(row)
        self._ask_again()
        return True

    def _ask_again(self) -> None:
        """Forget what was asked for: openings that are still needed are asked for again."""
        for opening in self.openings.values():
            self.accounts.discard(opening.stream)
            self.rehearsed.pop(opening.stream, None)
        self.in_hand, self.first, self.openings = {}, {}, {}

    def _trial(self, requests: list[Request]) -> Recorded:
        """Return what would come of REQUESTS."""
        return next(self.desk.on(rehearsal=True).record_chunks([requests], pass_over=True))

    def _asked(self) -> list[Request]:
        """Return the requests for the waiting rows, which are in hand from now on."""
        requests: list[Request] = []
        if self.desk.rehearsal:
            self.accounts.clear()  # no chunk sees what an earlier one would have opened: it opens it, too
        for row in self.waiting:
            if row.key not in self.accounts:
                self.accounts.add(row.key)
                if not self.past.head(row.key):
                    requests.append(self._opening(row, len(requests)))
            at = len(requests)
            self.in_hand[at] = row
            requests += self.mapper.requests(row)
            if len(requests) > at + 1:
                self.first.update(dict.fromkeys(range(at + 1, len(requests)), at))
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
        trial = self._trial(requests)
        refused = sum(self.first.get(at, at) in self.in_hand for at, _ in trial.refusals)
        known = sum(all(m.id in trial.known for m in row.made) for row in self.in_hand.values())
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
            if (row := self.in_hand.pop(self.first.get(at, at), None)) is not None:
                self._refused(row, no)
        there = recorded.known
        known = [row for row in self.in_hand.values() if there and all(m.id in there for m in row.made)]
        self.familiar = self.familiar or bool(known)
        self._count_known(known, [[there[making.id] for making in row.made] for row in known])
        self.recorded += len(self.in_hand) - len(known)
        if self.growing:
            self.grown += len(self.growing & {row.line for row in self.in_hand.values()})
        if self.rehearsal is not None:
            self.rehearsal.ids.update(making.id for row in self.in_hand.values() for making in row.made)
        for at, opening in self.openings.items():
            if at not in refused and opening.command_id not in recorded.known:
                self.opened.append(opening.stream)
        self.in_hand, self.first, self.openings = {}, {}, {}
        if len(self.held) > _HELD:
            self.release()

    def _refused(self, row: Mapped, no: Refused) -> None:
        """Reject ROW, which a rule refuses, by the cell in the way where it is known."""
        # A rule speaks of what is recorded, and the reader of a file of days that stand in its columns.
        column, reason = self.before.too_early(row) or ("", str(no))
        if isinstance(no, AccountMergedAway):
            column, reason = self.mapper.table.account, str(no)
        self._reject(row.line, column, reason, row.cells)

    def _count_known(self, rows: Sequence[Mapped], facts: Sequence[Sequence[tuple[str, int]]]) -> None:
        """Count ROWS, which are on record as FACTS, those of each row."""
        self.known += len(rows)
        if self.mended:
            self.known_lines += [row.line for row in rows]
        streams = {stream for of_row in facts for stream, _ in of_row}
        if not any(self.before.gone(stream) for stream in streams):
            return
        for of_row in facts:
            references = [f"{stream}@{version}" for stream, version in of_row]
            fates = {reference: self.before.fate(reference) for reference in references}
            if gone := [reference for reference, fate in fates.items() if fate == "withdrawn"]:
                self.withdrawn_count += 1
                self.withdrawn += gone[: _SHOWN - len(self.withdrawn)]
            elif "corrected" in fates.values():
                self.corrected += 1

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
            self.grown,
            self.changed,
            tuple(self.changes),
        )

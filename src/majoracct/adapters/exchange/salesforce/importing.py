"""Importing an export: its records become accounts, people and opportunities, with their history.

All files of the export are read first, and the history of each record is replayed. Then the accounts
follow each other, an append for some of them at a time, each with all that belongs to it. What is on
record is passed over by the ids of Salesforce, so importing again is free and a later export brings what
is new. What a rule refuses is a reject. Where a history does not meet what came before, or the ledger,
that is told, and nothing is mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from majoracct.adapters.exchange.importing import CHUNK
from majoracct.adapters.exchange.on_record import OnRecord
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.rejects import Reject, RejectsFile
from majoracct.adapters.exchange.salesforce.accounts import KEPT as NAME
from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.files import File, Row
from majoracct.adapters.exchange.salesforce.histories import KEPT
from majoracct.adapters.exchange.salesforce.plan import Plan, known_steps
from majoracct.adapters.exchange.salesforce.records import Export
from majoracct.adapters.exchange.salesforce.steps import Step
from majoracct.desk import Desk
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER
from majoracct.requests import Recorded, Request

__all__ = ["FileOutcome", "import_export", "rejects_header"]

_SHOWN: Final = 5  # rejects, rows at odds and withdrawn facts that an outcome names


@frozen(kw_only=True)
class FileOutcome(Outcome):
    """What came of one file of an export. `rejected` are rows of which something is not recorded.

    fields: rows that say nothing that is recorded here, by the field that changed.
    """

    fields: dict[str, int]


def rejects_header(files: Sequence[File]) -> list[str]:
    """Return the columns for the rejects of FILES of one object: each column once."""
    return list(dict.fromkeys(name for file in files for name in file.sheet.header))


def import_export(
    desk: Desk,
    files: Sequence[File],
    declared: Declared,
    *,
    rejects: Mapping[str, RejectsFile] | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[FileOutcome]:
    """Import FILES, of one export, at DESK; the reason of each fact is its file's name unless DESK has one.

    At a desk that rehearses, the outcome is what would have been, and nothing is recorded.
    rejects: where rejected rows go, and those at odds, by the name of their object.
    progress: told how many further rows were read.
    Raises UnusableFileError before anything is recorded; what recording raises: then the accounts
    before are recorded, and importing again goes on from there.
    """
    export = Export.read(files, progress)
    run = _Run(desk, files, export, Plan.made(desk.ledger, export, declared), declared.name)
    for recorded in desk.record_chunks(run.chunks(), pass_over=True):
        run.settle(recorded)
    if rejects:
        run.write(rejects)
    return [run.outcome(file) for file in files]


@define
class _Run:
    """An export on its way in. `chunks` and `settle` take turns."""

    desk: Desk
    files: Sequence[File]
    export: Export
    plan: Plan
    map: str
    on_record: OnRecord = field(init=False)
    in_hand: list[Step] = field(factory=list)  # by the request's index in the chunk
    opened: dict[Path, list[str]] = field(factory=dict)  # keys of accounts, by file
    withdrawn: dict[Path, list[str]] = field(factory=dict)  # references, by file
    corrected: Counter[Path] = field(factory=Counter)  # by file

    def __attrs_post_init__(self) -> None:
        self.on_record = OnRecord(self.desk.ledger, self.desk.ledger.past())

    # Steps become chunks of requests

    def chunks(self) -> Iterator[list[Request]]:
        """Yield the requests for steps that are not on record; the last chunk notes the import, too."""
        waiting: list[tuple[str, Step]] = []
        for stream, steps in self.plan.accounts():
            new = [(stream, step) for step in self._not_known(steps)]
            if waiting and len(waiting) + len(new) > CHUNK:
                yield self._requests(waiting)
                waiting = []
            waiting += new
        if waiting:
            requests = self._requests(waiting)
            yield requests if self.desk.rehearsal else [*requests, *self._notes(requests)]

    def _not_known(self, steps: list[Step]) -> list[Step]:
        """Return those of STEPS that are not on record; count the others."""
        known = known_steps(self.desk.ledger, [step.id for step in steps])
        new = []
        for step in steps:
            if (found := known.get(step.id)) is None:
                new.append(step)
            else:
                step.row.known += 1
                self._count_gone(step.row.file, f"{found[0]}@{found[1]}")
        return new

    def _count_gone(self, file: File, reference: str) -> None:
        """Count the fact REFERENCE when it was withdrawn; it stays so."""
        fate = self.on_record.fate(reference)
        if fate == "withdrawn":
            self.withdrawn.setdefault(file.sheet.path, []).append(reference)
        elif fate:
            self.corrected[file.sheet.path] += 1

    def _requests(self, waiting: list[tuple[str, Step]]) -> list[Request]:
        self.in_hand = [step for _, step in waiting]
        return [step.request(stream, self.desk.reason) for stream, step in waiting]

    def _notes(self, requests: list[Request]) -> list[Request]:
        """Return the notes of the import, a file each, for the append of REQUESTS, which are its last."""
        # What they count is known once the chunk is judged, and they belong to the same append.
        trial = next(self.desk.on(rehearsal=True).record_chunks([requests], pass_over=True))
        refused = {at for at, _ in trial.refusals}
        brings = [step.row for at, step in enumerate(self.in_hand) if at not in refused]
        fails = [self.in_hand[at].row for at in refused]
        today, notes = self.desk.ledger.today(), []
        for file in self.files:
            new = {id(row) for row in (*self._rows(file, "new"), *brings) if row.file is file}
            rejected = {id(row) for row in (*self._rows(file, "reason"), *fails) if row.file is file}
            known = {id(row) for row in self._rows(file, "known")} - new - rejected
            if new:
                sheet = file.sheet
                note = ImportFinished(
                    sheet.name, sheet.sha256, self.map, len(new - rejected), len(known), len(rejected)
                )
                notes.append(Request(LEDGER, note, today))
        return notes

    def _rows(self, file: File, what: str) -> list[Row]:
        return [row for row in self.export.rows if row.file is file and getattr(row, what)]

    # What came of them

    def settle(self, recorded: Recorded) -> None:
        """Count what came of the chunk in hand."""
        refused = dict(recorded.refusals)
        for at, step in enumerate(self.in_hand):
            if (no := refused.get(at)) is not None:
                step.row.reject("", str(no))
            elif step.id in recorded.known:  # somebody else was quicker
                step.row.known += 1
            else:
                step.row.new += 1
                if step.opens:
                    self.opened.setdefault(step.row.file.sheet.path, []).append(step.opens)
        self.in_hand = []

    def write(self, rejects: Mapping[str, RejectsFile]) -> None:
        """Write the rows that were rejected, and those at odds, under the columns of their object."""
        headers = {
            name: rejects_header([file for file in self.files if file.name == name]) for name in rejects
        }
        for row in self.export.rows:
            header = headers[row.file.name]
            said = [(row.column, row.reason)] if row.reason else []
            for column, reason in (*said, *row.odds):
                own = dict(zip(row.file.sheet.header, row.cells, strict=False))
                beyond = row.cells[len(row.file.sheet.header) :]
                cells = [*(own.get(name, "") for name in header), *beyond]
                rejects[row.file.name].add(Reject(row.file.sheet.name, row.line, column, reason, cells))

    def outcome(self, file: File) -> FileOutcome:
        """Return what came of FILE."""
        rows = [row for row in self.export.rows if row.file is file]
        rejected = [row for row in rows if row.reason]
        used = [row for row in rows if not row.reason]
        silent = [row for row in used if not (row.new or row.known)]
        changed = [row.cell("Field") for row in silent]
        odds = [(row, *each) for row in rows for each in row.odds]
        gone = self.withdrawn.get(file.sheet.path, [])
        name = file.sheet.name
        return FileOutcome(
            file=name,
            sha256=file.sheet.sha256,
            map=self.map,
            rows=len(rows),
            recorded=sum(1 for row in used if row.new),
            opened=tuple(self.opened.get(file.sheet.path, ())),
            known=sum(1 for row in used if row.known and not row.new),
            known_lines=(),
            withdrawn=tuple(gone[:_SHOWN]),
            withdrawn_count=len(gone),
            corrected=self.corrected[file.sheet.path],
            rejected=len(rejected),
            rejects=tuple(_reject(row, row.column, row.reason) for row in rejected[:_SHOWN]),
            repeated=0,
            spellings={},
            silent=len(silent),
            fields=dict(Counter(name for name in changed if name not in ("", "created", NAME, *KEPT))),
            at_odds=len({id(row) for row, _, _ in odds}),
            odds=tuple(_reject(*each) for each in odds[:_SHOWN]),
        )


def _reject(row: Row, column: str, reason: str) -> Reject:
    return Reject(row.file.sheet.name, row.line, column, reason, row.cells)

"""A file that changes is noticed to its end; the note of an import counts; rejects come by line."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from majoracct.adapters.exchange import importing, reading
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.reading import UnusableFileError, check
from majoracct.adapters.exchange.rejects import RejectsFile
from majoracct.desk import Desk
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER
from majoracct.ledger import Ledger

Bring = Callable[..., Outcome]
Write = Callable[..., Path]
CHANGED = "changed while it was being read"


def paid(day: int) -> str:
    return f"Eastmere,f,2016-01-{day:02d},5.00,u,s"


MERGED_AWAY = "gone,f,2016-01-01,5.00,u,s"  # what `gone` brought in after it was merged away
NO_DAY = "Eastmere,f,2016-13-01,5.00,u,s"


def note(ledger: Ledger) -> tuple[int, int, int]:
    """Return what the last import noted: rows recorded, known and rejected."""
    *_, last = (f.event for f in ledger.store.facts(LEDGER) if isinstance(f.event, ImportFinished))
    return last.recorded, last.known, last.rejected


@pytest.fixture
def gone(desk: Desk) -> None:
    """Let an account called `gone` be merged away in 2015."""
    for key in ("gone", "heir"):
        desk.on(dt.date(2010, 1, 1)).record(key, AccountOpened(key))
    desk.on(dt.date(2015, 1, 1)).carry_out("gone", merge, into="heir")


class TestAFileThatChanges:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "f.csv"
        path.write_bytes(b"a,b\n1,2\n3,4\n")
        return path

    def test_after_its_first_row_was_read_is_noticed_at_its_end(self, path: Path) -> None:
        rows = check(path).read()
        assert next(rows) == (2, ["1", "2"])
        with path.open("ab") as file:
            file.write(b"5,6\n")
        with pytest.raises(UnusableFileError, match=CHANGED):
            list(rows)

    def test_without_growing_is_noticed_too(self, path: Path) -> None:
        rows = check(path).read()
        next(rows)
        os.utime(path, ns=(0, 0))
        with pytest.raises(UnusableFileError, match=CHANGED):
            list(rows)

    def test_not_at_all_is_read_to_its_end(self, path: Path) -> None:
        assert [line for line, _ in check(path).read()] == [2, 3]

    def test_while_it_is_imported_is_not_noted_as_imported(
        self, bring: Bring, write: Write, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        path = write(*(paid(day) for day in range(1, 6)))

        def grow(_: int) -> None:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{paid(9)}\n")

        with pytest.raises(UnusableFileError, match=CHANGED):
            bring(path, progress=grow)
        assert not any(isinstance(f.event, ImportFinished) for f in ledger.store.facts(LEDGER))


class TestTheMostRows:
    def test_may_be_had_and_no_more(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "ROW_LIMIT", 3)
        path = tmp_path / "f.csv"
        path.write_bytes(b"a\n1\n\n2\n3\n")
        assert check(path).rows == 3
        path.write_bytes(b"a\n1\n\n2\n3\n4\n")
        with pytest.raises(UnusableFileError, match=r"f\.csv: 4 rows: cut it into files of at most 3"):
            check(path)


class TestTheNoteOfAnImport:
    def test_counts_rows_that_were_looked_up_and_known(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        bring(write(paid(1), paid(2)))
        outcome = bring(write(paid(1), paid(2), paid(3)))
        assert note(ledger) == (1, 2, 0) == (outcome.recorded, outcome.known, outcome.rejected)

    def test_counts_rows_that_were_found_to_be_known_when_they_were_recorded(
        self, bring: Bring, write: Write, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """After a chunk in which nothing was known, rows are no longer looked up beforehand."""
        monkeypatch.setattr(importing, "CHUNK", 2)
        bring(write(paid(3)))
        outcome = bring(write(*(paid(day) for day in (1, 2, 3, 4))))
        assert note(ledger) == (3, 1, 0) == (outcome.recorded, outcome.known, outcome.rejected)

    def test_counts_rows_known_in_either_way_together(
        self, bring: Bring, write: Write, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        bring(write(paid(1), paid(5)))
        outcome = bring(write(*(paid(day) for day in (1, 2, 3, 4, 5, 6))))
        assert note(ledger) == (4, 2, 0) == (outcome.recorded, outcome.known, outcome.rejected)

    @pytest.mark.usefixtures("gone")
    def test_counts_rows_that_could_not_be_read_and_rows_that_a_rule_refused(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        outcome = bring(write(MERGED_AWAY, NO_DAY, paid(1), NO_DAY))
        assert note(ledger) == (1, 0, 3) == (outcome.recorded, outcome.known, outcome.rejected)

    @pytest.mark.usefixtures("gone")
    def test_counts_rejects_of_the_chunks_before(
        self, bring: Bring, write: Write, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        outcome = bring(write(MERGED_AWAY, paid(1), NO_DAY, paid(2), paid(3), MERGED_AWAY))
        assert note(ledger) == (3, 0, 3) == (outcome.recorded, outcome.known, outcome.rejected)


@pytest.mark.usefixtures("gone")
class TestRejectsComeByLine:
    @pytest.mark.parametrize("chunk", [1, 2, 250])
    def test_though_a_rule_refuses_a_row_after_others_could_not_be_read(
        self, bring: Bring, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", chunk)
        path = write(MERGED_AWAY, NO_DAY, MERGED_AWAY, paid(1), NO_DAY)
        out = tmp_path / "rejects.csv"
        with RejectsFile(out, path.read_text(encoding="utf-8").splitlines()[0].split(",")) as sink:
            outcome = bring(path, rejects=sink)
        assert [reject.row for reject in outcome.rejects] == [2, 3, 4, 6]
        with out.open(encoding="utf-8", newline="") as file:
            assert [row["reject_row"] for row in csv.DictReader(file)] == ["2", "3", "4", "6"]

"""Importing records each row once, says what it did, and can be stopped anywhere."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from majoracct.adapters.exchange import importing
from majoracct.adapters.exchange.importing import Rehearsal
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.reading import UnusableFileError, check
from majoracct.adapters.exchange.rejects import COLUMNS, Reject, RejectsFile
from majoracct.desk import Desk
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.domain.programme.policy import Policy
from majoracct.ledger import Ledger
from majoracct.ports import Command, LedgerFaultError, Receipt

Bring = Callable[..., Outcome]
Write = Callable[..., Path]
DAY = dt.date(2024, 5, 1)
OLD_REJECTS = "reject_file,reject_row,reject_column,reject_reason,a\nold.csv,7,,why,x\n"


def answers(ledger: Ledger) -> dict[str, dict[int, tuple[str, int, int]]]:
    """Return what each account brought in, year by year: net, payments, credits."""
    return {
        account.key: {year: (f"{t.net:.2f}", t.payments, t.credits) for year, t in by_year(account).items()}
        for account in ledger.accounts(as_of=DAY)
    }


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def notes(ledger: Ledger) -> list[ImportFinished]:
    return [f.event for f in ledger.store.facts(LEDGER) if isinstance(f.event, ImportFinished)]


class TestImporting:
    def test_records_what_the_file_says(self, bring: Bring, payments: Path, ledger: Ledger) -> None:
        outcome = bring(payments)
        assert (outcome.recorded, outcome.rejected, outcome.known, outcome.repeated) == (8, 3, 0, 1)
        assert outcome.opened == ("northwick-council", "eastmere", "avila-town")
        assert answers(ledger) == {
            "northwick-council": {2016: ("22966.89", 4, 1), 2017: ("1000.00", 1, 0)},
            "eastmere": {2016: ("1200.50", 1, 0), 2017: ("99.10", 1, 0)},
            "avila-town": {2017: ("0.00", 1, 0)},
        }

    def test_says_where_each_fact_comes_from(self, bring: Bring, payments: Path, ledger: Ledger) -> None:
        bring(payments)
        opened, first, *_ = ledger.store.facts("northwick-council")
        assert opened.event == AccountOpened("Northwick Council")
        assert opened.on == first.on == dt.date(2016, 4, 5)
        assert (first.reason, first.channel, first.by) == ("payments.csv", "import", "kim")
        assert first.source == {
            "source_file": "2016-04.csv",
            "supplier": "EXAMPLE SYSTEMS LTD",
            "organisational_unit": "Highways",
        }

    def test_names_the_rows_it_rejects(self, bring: Bring, payments: Path) -> None:
        assert [(r.row, r.column) for r in bring(payments).rejects] == [
            (6, "payment_date"), (9, "payment_date"), (11, "amount"),
        ]  # fmt: skip

    def test_is_noted_once_a_file(self, bring: Bring, payments: Path, ledger: Ledger) -> None:
        outcome = bring(payments)
        assert notes(ledger) == [ImportFinished("payments.csv", outcome.sha256, "uk-spend", 8, 0, 3)]

    def test_takes_a_reason(self, bring: Bring, payments: Path, desk: Desk, ledger: Ledger) -> None:
        bring(payments, desk.on(reason="audit 2024"))
        assert {f.reason for f in ledger.store.facts("eastmere")} == {"audit 2024"}

    def test_an_account_is_seen_from_its_earliest_fact(
        self, bring: Bring, write: Write, payments: Path, ledger: Ledger
    ) -> None:
        bring(payments)
        bring(write("Eastmere,f,2011-01-01,5.00,u,s"))
        assert ledger.account("eastmere", as_of=dt.date(2012, 1, 1)).since == dt.date(2011, 1, 1)

    def test_an_account_that_is_known_is_not_opened_again(
        self, bring: Bring, payments: Path, desk: Desk
    ) -> None:
        desk.on(DAY).record("eastmere", AccountOpened("Eastmere District"))
        assert bring(payments).opened == ("northwick-council", "avila-town")


class TestImportingAgain:
    def test_records_nothing(self, bring: Bring, payments: Path, ledger: Ledger) -> None:
        bring(payments)
        before = ledger.position()
        again = bring(payments)
        assert (again.recorded, again.known, again.rejected, again.opened) == (0, 8, 3, ())
        assert ledger.position() == before

    def test_adds_what_a_grown_file_brings(self, bring: Bring, write: Write, ledger: Ledger) -> None:
        row = "Eastmere,f,2016-01-01,5.00,u,s"
        bring(write(row))
        assert (bring(write(row, row)).recorded, bring(write(row, row, row)).recorded) == (1, 1)
        assert answers(ledger)["eastmere"] == {2016: ("15.00", 3, 0)}

    def test_knows_a_resaved_file(self, bring: Bring, payments: Path, tmp_path: Path, ledger: Ledger) -> None:
        bring(payments)
        rows = [[c if c != "22800" else "22800.00" for c in row] for row in cells(payments)]
        resaved = tmp_path / "resaved.csv"
        with resaved.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        assert (bring(resaved).recorded, len(notes(ledger))) == (0, 1)

    def test_keeps_a_withdrawn_row_withdrawn(
        self, bring: Bring, payments: Path, desk: Desk, ledger: Ledger
    ) -> None:
        bring(payments)
        desk.on(reason="paid twice").withdraw("northwick-council@2")
        desk.on(reason="typing error").correct("eastmere@2", on=dt.date(2016, 12, 30))
        before = answers(ledger)
        again = bring(payments)
        assert (again.known, again.withdrawn, again.withdrawn_count, again.corrected) == (
            8, ("northwick-council@2",), 1, 1,
        )  # fmt: skip
        assert answers(ledger) == before

    def test_a_correction_that_was_withdrawn_leaves_the_row_withdrawn(
        self, bring: Bring, payments: Path, desk: Desk
    ) -> None:
        bring(payments)
        mended = desk.on(reason="typing error").correct("eastmere@2", on=dt.date(2016, 12, 30))
        desk.on(reason="never paid").withdraw(mended[-1].reference)
        again = bring(payments)
        assert (again.withdrawn, again.withdrawn_count, again.corrected) == (("eastmere@2",), 1, 0)

    def test_parts_that_overlap_end_in_the_same_answers(
        self, bring: Bring, write: Write, ledger: Ledger, tmp_path: Path, payments: Path
    ) -> None:
        header, *rows = payments.read_text(encoding="utf-8").splitlines()
        bring(write(*rows[:7], header=f"{header}\n"))
        bring(write(*rows[3:], header=f"{header}\n"))
        with Ledger.create(tmp_path / "whole.db", currency="GBP", by="kim") as whole:
            bring(payments, whole.desk(by="kim", channel="import"))
            assert answers(ledger) == answers(whole)


class TestARuleThatRefuses:
    def test_makes_a_reject(
        self, bring: Bring, write: Write, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        for key in ("old", "new"):
            desk.on(dt.date(2010, 1, 1)).record(key, AccountOpened(key))
        desk.on(dt.date(2015, 1, 1)).carry_out("old", merge, into="new")
        rows = [f"{body},f,{day},1.00,u,s" for body in ("old", "new") for day in ("2014-01-01", "2016-01-01")]
        path = write(*rows, "new,f,nonsense,1.00,u,s")
        with RejectsFile(tmp_path / "rejects.csv", ["body"]) as sink:
            outcome = bring(path, rejects=sink)
        assert (outcome.recorded, outcome.rejected) == (3, 2)
        assert [(r.row, r.column) for r in outcome.rejects] == [(3, "body"), (6, "payment_date")]
        assert "merged into new" in outcome.rejects[0].reason
        assert bring(path).recorded == 0


class TestADryRun:
    def test_says_what_would_happen_and_writes_nothing(
        self, bring: Bring, payments: Path, desk: Desk, ledger: Ledger
    ) -> None:
        before = ledger.position()
        would = bring(payments, desk.on(rehearsal=True))
        assert ledger.position() == before
        assert bring(payments) == would

    def test_of_a_file_known_in_part(self, bring: Bring, write: Write, payments: Path, desk: Desk) -> None:
        bring(write('Eastmere,2016-12.csv,2016-12-31,1200.50,"Parks, Sport",EXAMPLE SYSTEMS LTD'))
        would = bring(payments, desk.on(rehearsal=True))
        assert (would.recorded, would.known) == (7, 1)
        assert bring(payments) == would

    def test_of_several_files_that_overlap(
        self, bring: Bring, write: Write, payments: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Rows and accounts of one file are there for the next, over several chunks of each."""
        monkeypatch.setattr(importing, "CHUNK", 2)
        header, *rows = payments.read_text(encoding="utf-8").splitlines()
        files = [write(*part, header=f"{header}\n") for part in (rows[:7], rows[3:], rows)]
        rehearsal = Rehearsal()
        would = [bring(path, desk.on(rehearsal=True), rehearsal=rehearsal) for path in files]
        assert sum(o.recorded for o in would) == 8
        assert [bring(path) for path in files] == would

    def test_remembers_nothing_that_was_refused(self, bring: Bring, write: Write, desk: Desk) -> None:
        for key in ("old", "new"):
            desk.on(dt.date(2010, 1, 1)).record(key, AccountOpened(key))
        desk.on(dt.date(2015, 1, 1)).carry_out("old", merge, into="new")
        path, rehearsal = write("old,f,2016-01-01,1.00,u,s"), Rehearsal()
        would = [bring(path, desk.on(rehearsal=True), rehearsal=rehearsal) for _ in range(2)]
        assert [(o.recorded, o.known, o.rejected) for o in would] == [(0, 0, 1)] * 2


class _Killed(BaseException):
    """The process ends here."""


class TestAnImportThatIsKilled:
    @pytest.mark.parametrize("late", [False, True], ids=["before it is durable", "after it is durable"])
    @pytest.mark.parametrize("at", range(4))
    def test_goes_on_where_it_stopped(
        self,
        bring: Bring,
        payments: Path,
        ledger: Ledger,
        monkeypatch: pytest.MonkeyPatch,
        at: int,
        late: bool,
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        append, calls = ledger.store.append, iter(range(100))

        def killed(
            commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
        ) -> Receipt:
            last = next(calls) == at
            if last and not late:
                raise _Killed
            receipt = append(commands, heads, now, head)
            if last:
                raise _Killed
            return receipt

        with monkeypatch.context() as patched:
            patched.setattr(ledger.store, "append", killed)
            with pytest.raises(_Killed):
                bring(payments)
        bring(payments)
        assert answers(ledger)["northwick-council"] == {2016: ("22966.89", 4, 1), 2017: ("1000.00", 1, 0)}
        assert sum(isinstance(f.event, RevenueRecorded) for f in ledger.store.facts()) == 8
        assert len(notes(ledger)) == 1
        assert bring(payments).recorded == 0


class TestAtTheSameTime:
    def test_a_file_imported_by_two_is_recorded_once(
        self, bring: Bring, payments: Path, ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The other import records everything after we looked and before we append."""
        append = ledger.store.append

        def overtaken(
            commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
        ) -> Receipt:
            monkeypatch.setattr(ledger.store, "append", append)
            bring(payments)
            return append(commands, heads, now, head)

        monkeypatch.setattr(ledger.store, "append", overtaken)
        outcome = bring(payments)
        assert (outcome.recorded, outcome.known, outcome.opened) == (0, 8, ())
        assert sum(isinstance(f.event, RevenueRecorded) for f in ledger.store.facts()) == 8

    def test_rows_known_further_on_are_passed_over(
        self, bring: Bring, write: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        rows = [f"Eastmere,f,2016-01-{n:02d},5.00,u,s" for n in range(1, 12)]
        bring(write(*rows[4:9]))
        outcome = bring(write(*rows))
        assert (outcome.recorded, outcome.known) == (6, 5)

    def test_what_was_learnt_in_an_earlier_chunk_is_held_against_the_ledger_again(
        self, bring: Bring, write: Write, desk: Desk, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The account merges away between two chunks, and the second chunk's rule was read in the first."""
        monkeypatch.setattr(importing, "CHUNK", 2)
        for key in ("old", "new"):
            desk.on(dt.date(2010, 1, 1)).record(key, AccountOpened(key))
        append, calls = ledger.store.append, iter(range(100))

        def merging(
            commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
        ) -> Receipt:
            receipt = append(commands, heads, now, head)
            if next(calls) == 0:
                desk.on(dt.date(2015, 1, 1)).carry_out("old", merge, into="new")
            return receipt

        monkeypatch.setattr(ledger.store, "append", merging)
        outcome = bring(write(*[f"old,f,201{n}-01-01,1.00,u,s" for n in (1, 2, 6, 7)]))
        assert (outcome.recorded, outcome.rejected) == (2, 2)

    def test_what_is_kept_from_before_an_append_is_looked_at_again(self, ledger: Ledger) -> None:
        past = ledger.past()
        past.fold(Policy, (PROGRAMME,))
        past.settle(past.known_at)
        assert past.read == {}
        past.fold(Policy, (PROGRAMME,))
        assert past.read == {PROGRAMME: 1}


class TestAFault:
    def test_of_the_ledger_leaves_what_was_recorded(
        self, bring: Bring, payments: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> Receipt:
            raise LedgerFaultError("the disk is full")

        before = ledger.position()
        monkeypatch.setattr(ledger.store, "append", full)
        with pytest.raises(LedgerFaultError):
            bring(payments)
        assert ledger.position() == before

    def test_of_the_file_records_nothing(self, bring: Bring, write: Write, ledger: Ledger) -> None:
        before = ledger.position()
        with pytest.raises(UnusableFileError):
            bring(write("Eastmere,f,2016-01-01,5.00,u,s", 'Eastmere,"f,2016-01-01,5.00,u,s'))
        assert ledger.position() == before


class TestTheRejectsFile:
    def test_keeps_cells_as_they_are_and_can_be_imported_again(
        self, bring: Bring, write: Write, tmp_path: Path
    ) -> None:
        path = write('Eastmere,=cmd(),2016-13-01,5.00,"a\nb",s', "Eastmere,f,2016-01-01")
        out = tmp_path / "rejects.csv"
        with RejectsFile(out, path.read_text().splitlines()[0].split(",")) as sink:
            assert bring(path, rejects=sink).rejected == 2
        header, first, second = cells(out)
        assert header[:4] == ["reject_file", "reject_row", "reject_column", "reject_reason"]
        assert first[1:3] == ["2", "payment_date"]
        assert first[4:] == ["Eastmere", "=cmd()", "2016-13-01", "5.00", "a\nb", "s"]
        assert (second[1], second[4:]) == ("4", ["Eastmere", "f", "2016-01-01"])
        out.write_text(out.read_text().replace("2016-13-01", "2016-12-01"))
        with RejectsFile(tmp_path / "again.csv", header) as sink:
            outcome = bring(out, rejects=sink)
        assert (outcome.recorded, outcome.rejected) == (1, 1)
        assert (tmp_path / "again.csv").read_text().splitlines()[0] == ",".join(header)

    def test_appears_only_when_the_import_finished(self, tmp_path: Path) -> None:
        out = tmp_path / "rejects.csv"
        out.write_text(OLD_REJECTS)
        sink = RejectsFile(out, ["a"])
        sink.add(Reject("f.csv", 2, "", "no", ["x"]))
        with pytest.raises(_Killed), sink:
            raise _Killed
        assert out.read_text() == OLD_REJECTS
        assert list(tmp_path.iterdir()) == [out]

    def test_keeps_what_stands_beyond_the_header(self, bring: Bring, write: Write, tmp_path: Path) -> None:
        """Rejected twice, a row that is too long is still as the first file had it."""
        path, row = (
            write("Eastmere,f,2016-01-01,5.00,u,s,one,,two"),
            "Eastmere,f,2016-01-01,5.00,u,s,one,,two",
        )
        for number in (1, 2):
            out = tmp_path / f"rejects-{number}.csv"
            with RejectsFile(out, check(path).header) as sink:
                assert bring(path, rejects=sink).rejected == 1
            assert cells(out)[1][4:] == row.split(",")
            path = out

    def test_does_not_appear_without_a_reject(self, tmp_path: Path) -> None:
        out = tmp_path / "rejects.csv"
        with RejectsFile(out, ["a"]) as sink:
            assert (sink.count, sink.older) == (0, False)
        assert list(tmp_path.iterdir()) == []
        out.write_text(OLD_REJECTS)
        with RejectsFile(out, ["a"]) as sink:
            assert sink.older
        assert out.read_text() == OLD_REJECTS

    @pytest.mark.parametrize("before", ["", OLD_REJECTS, f"\ufeff{OLD_REJECTS}"])
    def test_replaces_an_earlier_one(self, tmp_path: Path, before: str) -> None:
        out = tmp_path / "rejects.csv"
        out.write_text(before, encoding="utf-8")
        with RejectsFile(out, ["a"]) as sink:
            sink.add(Reject("f.csv", 2, "", "no", ["x"]))
        assert cells(out)[1] == ["f.csv", "2", "", "no", "x"]

    @pytest.mark.parametrize(
        "content", [b"my,own,file\n", b"\n", b"\xff\xfe\x00", b'"', b"reject_file;reject_row\n"]
    )
    def test_replaces_nothing_else(self, tmp_path: Path, content: bytes) -> None:
        out = tmp_path / "rejects.csv"
        out.write_bytes(content)
        with pytest.raises(UnusableFileError, match="holds no rejects"):
            RejectsFile(out, ["a"])
        assert out.read_bytes() == content
        assert list(tmp_path.iterdir()) == [out]

    def test_leaves_a_link_one(self, tmp_path: Path) -> None:
        link, out = tmp_path / "link.csv", tmp_path / "rejects.csv"
        link.symlink_to(out)
        with RejectsFile(link, ["a"]) as sink:
            sink.add(Reject("f.csv", 2, "", "no", ["x"]))
        assert link.is_symlink()
        assert len(cells(out)) == 2

    def test_that_cannot_be_written_is_said_at_once(self, tmp_path: Path) -> None:
        for path in (tmp_path / "none" / "rejects.csv", tmp_path):
            with pytest.raises(UnusableFileError):
                RejectsFile(path, ["a"])


class TestAMendedReject:
    def test_that_equals_a_recorded_row_is_named(self, bring: Bring, write: Write) -> None:
        row = "Eastmere,f,2016-01-01,5.00,u,s"
        bring(write(row))
        header = ",".join(COLUMNS) + ",body,source_file,payment_date,amount,organisational_unit,supplier\n"
        mended = write(f"a,3,,x,{row}", f"a,4,,x,{row}", f"a,5,,x,{row}", header=header)
        outcome = bring(mended)
        assert (outcome.recorded, outcome.known, outcome.known_lines) == (2, 1, (2,))
        assert bring(mended).known_lines == (2, 3, 4)

    def test_is_no_other_file(self, bring: Bring, payments: Path) -> None:
        bring(payments)
        assert bring(payments).known_lines == ()


@pytest.mark.parametrize("rehearsal", [False, True])
def test_memory_does_not_grow_with_what_is_recorded(
    bring: Bring, write: Write, desk: Desk, rehearsal: bool
) -> None:
    """Facts that were appended are let go of; only digests of rows stay."""
    import tracemalloc

    rows = [f"Eastmere,f,2016-01-01,{n}.00,u,s" for n in range(1, 6001)]
    bring(write(*rows[:2000]))
    tracemalloc.start()
    bring(write(*rows), desk.on(rehearsal=rehearsal))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000

"""`import`: what it prints, its exit codes, and one clear error for each bad input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
PAYMENTS = Path(__file__).parents[1] / "adapters/exchange/payments.csv"
HEADER = "body,source_file,payment_date,amount,organisational_unit,supplier\n"
ROW = "Eastmere,f,2016-01-01,5.00,u,s\n"


def _position(run: Run) -> int:
    return int(json.loads(run("list", "--json").stdout)["known_at"])


class TestImport:
    def test_says_what_it_did(self, book: Run) -> None:
        result = book("import", PAYMENTS, "--map", "uk-spend", "--rejects", "r.csv", code=6)
        assert result.stdout == (
            "payments.csv  11 rows  by uk-spend\n"
            "          8  recorded\n"
            "          3  accounts opened\n"
            "          1  like an earlier row of the file: separate payments\n"
            "          3  rejected\n"
            "    payments.csv:6 payment_date: 'April 2016-June 2016' is not a day written as YYYY-MM-DD "
            "or Weekday, Month DD, YYYY\n"
            "    payments.csv:9 payment_date: '2017-02-30' is not a day of the calendar\n"
            "    payments.csv:11 amount: '1,044.82' is not an amount: write it as 1234.56, or -1234.56 for "
            "a credit\n"
            "Rejected rows are in r.csv: put them right, and import that file.\n"
        )
        assert result.stderr == ""
        assert len(Path("r.csv").read_text(encoding="utf-8").splitlines()) == 4

    def test_as_one_document(self, book: Run) -> None:
        result = book("import", PAYMENTS, "--map", "uk-spend", "--json", code=6)
        told = json.loads(result.stdout)
        assert told["schema"] == "majoracct.import.1"
        assert told["data"]["total"]["recorded"] == 8
        (file,) = told["data"]["files"]
        assert file["accounts_opened"] == ["northwick-council", "eastmere", "avila-town"]
        assert file["rejects"][0]["row"] == 6

    def test_again_records_nothing_and_is_still_6(self, book: Run) -> None:
        book("import", PAYMENTS, "--map", "uk-spend", code=6)
        before = _position(book)
        result = book("import", PAYMENTS, "--map", "uk-spend", code=6)
        assert "  0  recorded" in result.stdout
        assert "  8  known before, not recorded again" in result.stdout
        assert _position(book) == before

    def test_a_dry_run_writes_nothing(self, book: Run) -> None:
        before = _position(book)
        result = book("import", PAYMENTS, "--map", "uk-spend", "--dry-run", "--rejects", "r.csv", code=6)
        assert "8  would be recorded" in result.stdout
        assert "Nothing was recorded, and no file written." in result.stdout
        assert not Path("r.csv").exists()
        assert _position(book) == before

    def test_without_rejects_is_0(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW, encoding="utf-8")
        book("import", "a.csv", "--map", "uk-spend")
        Path("bom.csv").write_text("\ufeff" + HEADER + ROW, encoding="utf-8")
        assert "  1  known before" in book("import", "bom.csv", "--map", "uk-spend").stdout

    def test_several_files_are_added_up(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW, encoding="utf-8")
        result = book("import", "a.csv", PAYMENTS, "--map", "uk-spend", code=6)
        assert "all 2 files  12 rows\n          9  recorded\n" in result.stdout

    def test_a_withdrawn_row_is_reported(self, book: Run) -> None:
        book("import", PAYMENTS, "--map", "uk-spend", code=6)
        book("withdraw", "eastmere@2", "--reason", "paid twice")
        result = book("import", PAYMENTS, "--map", "uk-spend", code=6)
        assert "  1  of these withdrawn, and kept withdrawn" in result.stdout
        assert "withdrawn before: eastmere@2" in result.stdout

    def test_the_reason_is_the_files_name(self, book: Run) -> None:
        book("import", PAYMENTS, "--map", "uk-spend", code=6)
        rows = json.loads(book("timeline", "eastmere", "--json").stdout)["rows"]
        assert {row["reason"] for row in rows} == {"payments.csv"}

    def test_columns_that_are_left_out_are_said(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER.replace("\n", ",notes\n") + ROW.replace("\n", ",x\n"))
        assert (
            "left out, since the map does not read them: notes"
            in book("import", "a.csv", "--map", "uk-spend").stderr
        )

    def test_a_name_with_escapes_is_a_reject_shown_harmless(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW.replace("Eastmere", "\x1b]0;x\x07Eastmere"))
        result = book("import", "a.csv", "--map", "uk-spend", code=6)
        assert "\x1b" not in result.output
        assert r"a.csv:2 body: '\x1b]0;x\x07Eastmere' is no name" in result.stdout

    def test_detail_with_escapes_is_kept_and_shown_harmless(self, book: Run) -> None:
        Path("a\x1b.csv").write_text(HEADER.replace("\n", ",no\x1btes\n") + ROW.replace("\n", ",x\n"))
        assert "\x1b" not in book("import", "a\x1b.csv", "--map", "uk-spend").output


class TestBadInput:
    """Each is one error line and exit code 2, and nothing is recorded, of any file."""

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (HEADER.replace("amount", "amont") + ROW, "bad.csv, row 1, column amount: there is no column"),
            (
                HEADER.replace("supplier", "amount") + ROW,
                "bad.csv, row 1, column amount: the header names it twice",
            ),
            (
                HEADER + ROW + 'Eastmere,"f,2016-01-01,5.00,u,s\n',
                "bad.csv, row 3, column source_file: a quote",
            ),
            ("", "bad.csv: no rows"),
        ],
    )
    def test_in_a_file(self, book: Run, content: str, says: str) -> None:
        Path("good.csv").write_text(HEADER + ROW, encoding="utf-8")
        Path("bad.csv").write_text(content, encoding="utf-8")
        before = _position(book)
        result = book("import", "good.csv", "bad.csv", "--map", "uk-spend", "--rejects", "r.csv", code=2)
        assert says in result.stderr
        assert result.stderr.count("\n") == 1
        assert _position(book) == before
        assert not Path("r.csv").exists()

    def test_in_its_encoding(self, book: Run) -> None:
        Path("bad.csv").write_bytes((HEADER + ROW).replace("Eastmere", "\xc1vila").encode("latin-1"))
        result = book("import", "bad.csv", "--map", "uk-spend", code=2)
        assert f"bad.csv, row 2: byte {len(HEADER)} (0xc1) is not UTF-8" in result.stderr
        assert "--encoding cp1252" in result.stderr
        book("import", "bad.csv", "--map", "uk-spend", "--encoding", "latin-1")

    @pytest.mark.parametrize("amount", ["1e999", "NaN", '"(1,044.82)"', "####"])
    def test_in_a_cell_is_a_reject(self, book: Run, amount: str) -> None:
        Path("a.csv").write_text(HEADER + ROW.replace("5.00", amount), encoding="utf-8")
        result = book("import", "a.csv", "--map", "uk-spend", code=6)
        assert f"a.csv:2 amount: '{amount.strip(chr(34))}'" in result.stdout

    def test_an_unknown_map(self, book: Run) -> None:
        result = book("import", PAYMENTS, "--map", "uk-spent", code=2)
        assert "there is no map 'uk-spent'" in result.stderr

    def test_no_such_file(self, book: Run) -> None:
        assert "no.csv: there is no such file" in book("import", "no.csv", "--map", "uk-spend", code=2).stderr

    def test_no_ledger(self, run: Run) -> None:
        assert "no ledger" in run("import", PAYMENTS, "--map", "uk-spend", code=2).stderr

    @pytest.mark.parametrize("rejects", ["none/r.csv", "."])
    def test_rejects_that_cannot_be_written(self, book: Run, rejects: str) -> None:
        before = _position(book)
        book("import", PAYMENTS, "--map", "uk-spend", "--rejects", rejects, code=2)
        assert _position(book) == before

    def test_rejects_over_the_file_itself(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW, encoding="utf-8")
        result = book("import", "a.csv", "--map", "uk-spend", "--rejects", "./a.csv", code=2)
        assert "is a file to import" in result.stderr

    def test_rejects_of_files_with_other_columns(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER.replace("\n", ",notes\n") + ROW.replace("\n", ",x\n"))
        result = book("import", "a.csv", PAYMENTS, "--map", "uk-spend", "--rejects", "r.csv", code=2)
        assert "other columns" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe in the file system")
def test_a_pipe_is_refused(book: Run) -> None:
    os.mkfifo("pipe")
    assert "no ordinary file" in book("import", "pipe", "--map", "uk-spend", code=2).stderr

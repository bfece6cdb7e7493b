"""`import`: what it prints, its exit codes, and one clear error for each bad input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import Result

from majoracct.adapters.exchange import importing
from majoracct.adapters.exchange.mapping import shipped_maps

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
        assert [reject["row"] for reject in file["first_rejects"]] == [6, 9, 11]
        assert (file["rejected"], file["known_rows"]) == (3, [])

    def test_as_one_document_names_the_first_rejects_and_counts_all(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + "short\n" * 7, encoding="utf-8")
        (file,) = json.loads(book("import", "a.csv", "--map", "uk-spend", "--json", code=6).stdout)["data"][
            "files"
        ]
        assert (file["rejected"], len(file["first_rejects"])) == (7, 5)

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

    def test_many_columns_that_are_left_out_are_counted(self, book: Run) -> None:
        names = "".join(f",n{n}" for n in range(60))
        Path("a.csv").write_text(HEADER.replace("\n", f"{names}\n") + ROW.replace("\n", "," * 60 + "\n"))
        assert "n8, n9 and 50 more.\n" in book("import", "a.csv", "--map", "uk-spend").stderr

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

    @pytest.mark.parametrize("encoding", ["idna", "undefined", "nonsense"])
    def test_an_unknown_encoding(self, book: Run, encoding: str) -> None:
        result = book("import", PAYMENTS, "--map", "uk-spend", "--encoding", encoding, code=2)
        assert f"--encoding '{encoding}' is none we know" in result.stderr
        assert result.stderr.count("\n") == 1

    @pytest.mark.parametrize("rejects", ["none/r.csv", "."])
    def test_rejects_that_cannot_be_written(self, book: Run, rejects: str) -> None:
        before = _position(book)
        book("import", PAYMENTS, "--map", "uk-spend", "--rejects", rejects, code=2)
        assert _position(book) == before

    def test_rejects_over_the_file_itself(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW, encoding="utf-8")
        result = book("import", "a.csv", "--map", "uk-spend", "--rejects", "./a.csv", code=2)
        assert "that is a.csv, which must be kept" in result.stderr

    def test_rejects_of_files_with_other_columns(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER.replace("\n", ",notes\n") + ROW.replace("\n", ",x\n"))
        result = book("import", "a.csv", PAYMENTS, "--map", "uk-spend", "--rejects", "r.csv", code=2)
        assert "other columns" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe in the file system")
def test_a_pipe_is_refused(book: Run) -> None:
    os.mkfifo("pipe")
    assert "no ordinary file" in book("import", "pipe", "--map", "uk-spend", code=2).stderr


class TestRejectsDestroyNothing:
    """`--rejects` somewhere that holds data is one error line, exit code 2, and nothing is recorded."""

    @pytest.mark.parametrize("dry", [[], ["--dry-run"]])
    @pytest.mark.parametrize(
        "path",
        [
            "majoracct.db",
            "majoracct.db-wal",
            "majoracct.db-shm",
            "link",
            "ours.toml",
            "-",
            "notes.txt",
            "b.csv",
        ],
    )
    @pytest.mark.parametrize("ledger", ["majoracct.db", "sqlite:///majoracct.db", "alias.db"])
    def test_refused(self, book: Run, path: str, ledger: str, dry: list[str]) -> None:
        Path("alias.db").symlink_to("majoracct.db")
        Path("link").symlink_to("majoracct.db")
        Path("notes.txt").write_text("mine\n", encoding="utf-8")
        Path("b.csv").write_text(HEADER + ROW, encoding="utf-8")
        shipped = Path(importing.__file__).parent / "maps/uk-spend.toml"
        Path("ours.toml").write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
        before, position = Path("ours.toml").read_bytes(), _position(book)
        words = [
            "--ledger",
            ledger,
            "import",
            PAYMENTS,
            "b.csv",
            "--map",
            "ours.toml",
            "--rejects",
            path,
            *dry,
        ]
        result = book(*words, code=2)
        assert result.stderr.count("\n") == 1
        assert path in result.stderr
        assert _position(book) == position
        assert Path("ours.toml").read_bytes() == before
        assert Path("notes.txt").read_text(encoding="utf-8") == "mine\n"

    def test_and_are_replaced_by_later_ones(self, book: Run) -> None:
        for _ in range(2):
            book("import", PAYMENTS, "--map", "uk-spend", "--rejects", "r.csv", code=6)
        assert len(Path("r.csv").read_text(encoding="utf-8").splitlines()) == 4

    def test_and_are_not_written_without_one(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW, encoding="utf-8")
        result = book("import", "a.csv", "--map", "uk-spend", "--rejects", "r.csv")
        assert "Nothing was rejected, so r.csv was not written." in result.stdout
        assert not Path("r.csv").exists()

    def test_and_an_older_one_is_left(self, book: Run) -> None:
        book("import", PAYMENTS, "--map", "uk-spend", "--rejects", "r.csv", code=6)
        before = Path("r.csv").read_bytes()
        Path("a.csv").write_text(PAYMENTS.read_text(encoding="utf-8").splitlines(keepends=True)[0] + ROW)
        result = book("import", "a.csv", "--map", "uk-spend", "--rejects", "r.csv")
        assert "r.csv, of an earlier import, was left as it was." in result.stdout
        assert Path("r.csv").read_bytes() == before


class TestAMendedReject:
    def test_that_equals_a_recorded_row_is_named(self, book: Run) -> None:
        Path("a.csv").write_text(HEADER + ROW + ROW.replace("5.00", "####"), encoding="utf-8")
        book("import", "a.csv", "--map", "uk-spend", "--rejects", "r.csv", code=6)
        mended = Path("r.csv").read_text(encoding="utf-8").replace("####: it says no amount", "")
        Path("r.csv").write_text(mended.replace(",####,", ",5.00,"), encoding="utf-8")
        result = book("import", "r.csv", "--map", "uk-spend")
        assert "known before: r.csv:2\n" in result.stdout
        assert "if it is a second payment, mend the original file and import that\n" in result.stdout
        Path("a.csv").write_text(HEADER + ROW + ROW, encoding="utf-8")
        assert "  1  recorded" in book("import", "a.csv", "--map", "uk-spend").stdout

    def test_names_no_more_than_twenty(self, book: Run) -> None:
        header = f"reject_file,reject_row,reject_column,reject_reason,{HEADER}"
        Path("r.csv").write_text(header + f"a,1,,x,{ROW}" * 25, encoding="utf-8")
        book("import", "r.csv", "--map", "uk-spend")
        assert "r.csv:21 and 5 more\n" in book("import", "r.csv", "--map", "uk-spend").stdout


class TestTheSameFileReadOtherwise:
    @pytest.fixture
    def wider(self) -> Path:
        """Return a map that reads a source column more than the shipped one."""
        text = (Path(importing.__file__).parent / "maps/uk-spend.toml").read_text(encoding="utf-8")
        path = Path("wider.toml")
        path.write_text(text.replace('["source_file", ', '["amount", "source_file", '), encoding="utf-8")
        return path

    def test_is_refused_before_anything_is_recorded(self, book: Run, wider: Path) -> None:
        book("import", PAYMENTS, "--map", "uk-spend", code=6)
        Path("new.csv").write_text(HEADER + ROW, encoding="utf-8")
        before = _position(book)
        for files in ([PAYMENTS], ["new.csv", PAYMENTS]):
            for dry in ([], ["--dry-run"]):
                result = book("import", *files, "--map", wider, *dry, code=2)
                assert "payments.csv: ledger@2 imported this very file, by uk-spend" in result.stderr
                assert result.stderr.count("\n") == 1
        assert _position(book) == before

    def test_unless_asked_for(self, book: Run, wider: Path) -> None:
        book("import", PAYMENTS, "--map", "uk-spend", code=6)
        result = book("import", PAYMENTS, "--map", wider, "--again", code=6)
        assert "  8  recorded" in result.stdout
        for name in ("uk-spend", wider):
            assert "  8  known before" in book("import", PAYMENTS, "--map", name, code=6).stdout


def test_a_dry_run_of_files_that_overlap_promises_no_more_than_comes(book: Run) -> None:
    Path("copy.csv").write_bytes(PAYMENTS.read_bytes())
    words = ["import", PAYMENTS, "copy.csv", PAYMENTS, "--map", "uk-spend", "--json"]
    would, was = (json.loads(book(*words, *more, code=6).stdout)["data"] for more in (["--dry-run"], []))
    assert would == was
    assert (was["total"]["recorded"], was["total"]["accounts_opened"]) == (8, 3)


def test_an_interrupted_import_says_how_to_go_on(book: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "import_sheet", interrupted)
    result = book("import", PAYMENTS, "--map", "uk-spend", code=130)
    assert "Run the same command again" in result.stderr
    assert "Run" not in book("import", PAYMENTS, "--map", "uk-spend", "--dry-run", code=130).stderr


def test_help_names_the_shipped_maps(book: Run) -> None:
    told = " ".join(book("import", "--help").stdout.split())
    assert len(shipped_maps()) == 2
    assert "Two maps are shipped: " in told
    assert all(f" {name}, for " in told for name in shipped_maps())
    assert "how-to guide" in told

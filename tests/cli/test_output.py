"""What people and programs read: tables, documents, separated values, and nothing a terminal obeys."""

from __future__ import annotations

import csv
import errno
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve

from majoracct.cli.display import display, width
from majoracct.cli.output import Answer, Column, message, write
from majoracct.cli.session import BadInput
from majoracct.domain.money import Money

ROWS = (
    {"account": "b", "net": Money(Decimal("1234.5"), "GBP"), "note": None},
    {"account": "a", "net": Money(Decimal(-2), "GBP"), "note": "=1+1"},
    {"account": "c", "net": None, "note": "line\nbreak"},
)
ANSWER = Answer(
    "payments",
    {"as_of": "2024-01-01", "known_at": 7, "ledger": "x"},
    rows=ROWS,
    columns=(
        Column("account", "Account"),
        Column("net", "Net", number=True, money=True),
        Column("note", "Note"),
    ),
    footer="as of today",
)
UNSTAMPED = evolve(ANSWER, stamped=False)


def written(capsys: pytest.CaptureFixture[str], answer: Answer = ANSWER, **options: Any) -> str:
    write(answer, options)
    return capsys.readouterr().out


class TestForms:
    def test_a_table_is_aligned_and_shows_what_cannot_be_seen(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert written(capsys).splitlines() == [
            "Account       Net  Note",
            "b        1,234.50  -",
            "a           -2.00  =1+1",
            r"c               -  line\nbreak",
            "as of today",
            "3 rows; net 1,232.50 GBP; ledger x; majoracct 0.1.0",
        ]

    def test_one_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        document = json.loads(written(capsys, as_json=True))
        assert list(document) == ["schema", "as_of", "known_at", "ledger", "rows", "provenance"]
        assert document["schema"] == "majoracct.payments.1"
        assert document["rows"][0]["net"] == {"amount": "1234.50", "currency": "GBP"}

    def test_a_document_a_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        lines = written(capsys, as_nl=True).splitlines()
        assert [json.loads(line)["account"] for line in lines] == ["b", "a", "c"]

    def test_separated_values_are_exact_and_run_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        rows = list(csv.reader(io.StringIO(written(capsys, as_csv=True))))
        assert rows[0] == ["account", "net", "net_currency", "note"]
        assert rows[2] == ["a", "-2.00", "GBP", "'=1+1"]
        assert rows[3] == ["c", "", "", "line\nbreak"]

    def test_a_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        assert written(capsys, as_json=True, output=str(tmp_path / "x.json")) == ""
        assert json.loads((tmp_path / "x.json").read_text())["rows"]

    def test_one_form_at_a_time(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(BadInput, match="exclude each other"):
            written(capsys, as_json=True, as_csv=True)

    def test_a_file_that_cannot_be_written(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="there is no folder"):
            written(capsys, output=str(tmp_path / "no" / "x"))

    def test_a_file_is_replaced_whole_or_not_at_all(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "x.csv"
        target.write_text("old", encoding="utf-8")
        target.chmod(0o640)

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", full)
            with pytest.raises(BadInput, match=r"x\.csv cannot be written: No space"):
                written(capsys, as_csv=True, output=str(target))
        assert target.read_text(encoding="utf-8") == "old"
        written(capsys, as_csv=True, output=str(target))
        assert target.read_text(encoding="utf-8").startswith("account,")
        assert (target.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o640, [target])

    def test_a_link_still_leads_to_what_is_written(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "real")
        written(capsys, as_csv=True, output=str(tmp_path / "link"))
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real").read_text(encoding="utf-8").startswith("account,")

    def test_standard_output_by_its_usual_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert written(capsys, as_csv=True, output="-").startswith("account,")

    def test_currencies_have_their_own_decimals(self, capsys: pytest.CaptureFixture[str]) -> None:
        rows = [{"n": Money(Decimal("1234.567"), "KWD")}, {"n": Money(Decimal(12345), "JPY")}]
        text = written(
            capsys, Answer("x", {}, rows=rows, columns=(Column("n", "N", number=True),), stamped=False)
        )
        assert text.split() == ["N", "1,234.567", "12,345"]


class TestRows:
    def test_are_chosen_ordered_and_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        def accounts(**options: Any) -> list[str]:
            return [json.loads(x)["account"] for x in written(capsys, as_nl=True, **options).splitlines()]

        assert accounts(sort="account") == ["a", "b", "c"]
        assert accounts(sort="-net") == ["b", "a", "c"]
        assert accounts(where=("account=a",)) == ["a"]
        assert accounts(where=("net=1234.50",)) == ["b"]
        assert accounts(limit=1) == ["b"]
        assert written(capsys, as_csv=True, columns="note,account").startswith("note,account\n")

    @pytest.mark.parametrize(
        "options", [{"sort": "x"}, {"columns": "x"}, {"where": ("x=1",)}, {"where": ("account",)}]
    )
    def test_by_columns_there_are(self, capsys: pytest.CaptureFixture[str], options: dict[str, Any]) -> None:
        with pytest.raises(BadInput):
            written(capsys, **options)

    @pytest.mark.parametrize("options", [{}, {"where": ("account=x",)}, {"limit": 0}])
    def test_the_header_is_the_same_whatever_is_kept(
        self, capsys: pytest.CaptureFixture[str], options: dict[str, Any]
    ) -> None:
        text = written(capsys, as_csv=True, **options)
        assert text.splitlines()[0] == "account,net,net_currency,note"

    def test_the_header_is_the_same_without_rows(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = written(capsys, evolve(ANSWER, rows=()), as_csv=True)
        assert text == "account,net,net_currency,note\n"

    def test_a_heading_names_a_column_unless_a_key_does(self, capsys: pytest.CaptureFixture[str]) -> None:
        columns = (Column("on", "Day"), Column("why", "reason"))
        answer = Answer("x", {}, rows=[{"on": "1", "why": "w", "reason": "r"}], columns=columns)
        assert json.loads(written(capsys, answer, as_nl=True, columns="day,reason")) == {
            "on": "1",
            "reason": "r",
        }

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"where": ("account=x",)}, "None of 3 rows matches.\nas of today\n"),
            ({"limit": 0}, "0 of 3.\nas of today\n"),
            ({"where": ("account=x",), "limit": 0}, "None of 3 rows matches.\nas of today\n"),
        ],
    )
    def test_none_says_of_how_many(
        self, capsys: pytest.CaptureFixture[str], options: dict[str, Any], said: str
    ) -> None:
        assert written(capsys, UNSTAMPED, **options) == said
        assert written(capsys, evolve(UNSTAMPED, rows=()), **options) == "Nothing found.\nas of today\n"

    def test_a_limit_that_cuts_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert written(capsys, UNSTAMPED, limit=2).endswith("\n2 of 3; as of today\n")
        assert written(capsys, UNSTAMPED, limit=3).endswith("\nas of today\n")


class TestWidth:
    COLUMNS = tuple(
        Column(key, key, number=key == "n") for key in ("account", "name", "fact", "what", "n", "why")
    )
    ROW: ClassVar = {
        "account": "a" * 30,
        "name": "b" * 30,
        "fact": "c" * 20,
        "what": "d" * 30,
        "n": 1,
        "why": "e",
    }

    def _lines(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        columns: int,
        **options: Any,
    ) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        answer = Answer("x", {}, rows=[self.ROW], columns=self.COLUMNS, stamped=False)
        return written(capsys, answer, **options).splitlines()

    def test_several_columns_are_cut_and_never_what_is_typed_next(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, line = self._lines(capsys, monkeypatch, 90)
        assert line.split() == ["a" * 30, "b" * 12 + "…", "c" * 20, "d" * 12 + "…", "1", "e"]
        assert width(line) <= 90

    def test_rather_than_that_a_line_runs_over(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, line = self._lines(capsys, monkeypatch, 40)
        assert line.split() == ["a" * 30, "b" * 7 + "…", "c" * 20, "d" * 7 + "…", "1", "e"]

    def test_what_fits_is_left_alone(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "…" not in "".join(self._lines(capsys, monkeypatch, 200))


class TestDisplay:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("plain", "plain"),
            ("Zürich 東京", "Zürich 東京"),
            ("\x1b]0;x\x07", r"\x1b]0;x\x07"),
            ("a\u202eb", r"a\u202eb"),
            ("a\u200bb", r"a\u200bb"),
            ("a\r\nb\t", r"a\r\nb\t"),
            ("\U000e0041", r"\U000e0041"),
            ("\ud800", r"\ud800"),
        ],
    )
    def test_hides_nothing_and_runs_nothing(self, text: str, shown: str) -> None:
        assert display(text) == shown

    def test_messages_pass_it_line_by_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        message("one\ntwo\x1b[2J")
        assert capsys.readouterr().err == "one\ntwo\\x1b[2J\n"

    def test_width_is_that_of_a_terminal(self) -> None:
        assert (width("abc"), width("東京"), width("e\u0301")) == (3, 4, 1)

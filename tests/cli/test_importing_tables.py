"""`import` by a map of several tables: --on, the files' order, their rejects, and what it prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
MAP = Path(__file__).parents[1] / "adapters/exchange/crm.toml"
ACCOUNTS = "name,industry,millions\nBrook,retail,1.5\nApex,finance,\n"
HEADER = "id,customer,product,stage,begun,closed,value\n"
OPEN = "d1,Brook,Pump,open,2024-02-01,,\n"
WON = "d1,Brook,Pump,won,2024-02-01,2024-03-01,500\n"
NOBODY = "d2,,Pump,open,2024-02-01,,\n"
ON = ["--map", MAP, "--on", "2024-01-31"]


@pytest.fixture
def files(book: Run) -> Run:
    """Return the command line, in a folder with two files: of accounts, and of deals."""
    Path("accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    Path("deals.csv").write_text(HEADER + OPEN + NOBODY, encoding="utf-8")
    return book


def _position(run: Run) -> int:
    return int(json.loads(run("list", "--json").stdout)["known_at"])


class TestOrder:
    @pytest.mark.parametrize("order", [("accounts.csv", "deals.csv"), ("deals.csv", "accounts.csv")])
    @pytest.mark.parametrize("dry", [[], ["--dry-run"]])
    def test_is_the_maps_whatever_order_they_are_typed_in(
        self, files: Run, order: tuple[str, str], dry: list[str]
    ) -> None:
        told = json.loads(files("import", *order, *ON, "--json", *dry, code=6).stdout)["data"]
        assert [(f["file"], f["recorded"], f["rejected"]) for f in told["files"]] == [
            ("accounts.csv", 2, 0), ("deals.csv", 1, 1),
        ]  # fmt: skip

    def test_a_file_alone_names_accounts_that_are_known(self, files: Run) -> None:
        told = files("import", "deals.csv", *ON, code=6).stdout
        assert "deals.csv:2 customer: the ledger knows no account brook: import the file" in told
        files("import", "accounts.csv", *ON)
        assert "  1  recorded" in files("import", "deals.csv", *ON, code=6).stdout


class TestOn:
    def test_is_required_where_the_map_takes_days_from_it(self, files: Run) -> None:
        before = _position(files)
        result = files("import", "accounts.csv", "deals.csv", "--map", MAP, code=2)
        assert "takes the day of some accounts and deals from --on" in result.stderr
        assert result.stderr.count("\n") == 1
        assert _position(files) == before

    def test_is_refused_where_it_would_mean_nothing(self, book: Run) -> None:
        payments = Path(__file__).parents[1] / "adapters/exchange/payments.csv"
        result = book("import", payments, "--map", "uk-spend", "--on", "2024-01-31", code=2)
        assert "takes every day from these files: leave --on out" in result.stderr

    @pytest.mark.parametrize("day", ["2024", "2024-02-30", "yesterday"])
    def test_is_a_day(self, files: Run, day: str) -> None:
        assert "--on: " in files("import", "deals.csv", "--map", MAP, "--on", day, code=2).stderr

    def test_is_the_day_of_what_the_file_does_not_date(self, files: Run) -> None:
        files("import", "accounts.csv", *ON)
        rows = json.loads(files("timeline", "brook", "--json").stdout)["rows"]
        assert {row["on"] for row in rows} == {"2024-01-31"}


class TestAFileThatFitsNoTable:
    def test_is_one_clear_error_and_nothing_is_recorded(self, files: Run) -> None:
        Path("other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        before = _position(files)
        result = files("import", "accounts.csv", "other.csv", *ON, code=2)
        assert "other.csv, row 1: it is none of the files that the map" in result.stderr
        assert result.stderr.count("\n") == 1
        assert _position(files) == before

    def test_nor_is_one_that_lacks_a_column_of_its_table(self, files: Run) -> None:
        Path("short.csv").write_text("name,industry\nBrook,retail\n", encoding="utf-8")
        assert "column millions: there is no column" in files("import", "short.csv", *ON, code=2).stderr


class TestRejects:
    def test_of_two_tables_go_into_two_files_and_come_back(self, files: Run) -> None:
        words = ["import", "accounts.csv", "deals.csv", *ON, "--rejects", "r.csv"]
        told = files(*words, code=6).stdout
        assert "Nothing was rejected, so r.accounts.csv was not written." in told
        assert "Rejected rows are in r.deals.csv: put them right, and import that file." in told
        assert sorted(path.name for path in Path().glob("r*.csv")) == ["r.deals.csv"]
        mended = Path("r.deals.csv").read_text(encoding="utf-8").replace("d2,,", "d2,Brook,")
        Path("r.deals.csv").write_text(mended, encoding="utf-8")
        assert "  1  recorded" in files("import", "r.deals.csv", *ON).stdout

    def test_of_one_table_go_into_the_file_named(self, files: Run) -> None:
        files("import", "deals.csv", *ON, "--rejects", "r.csv", code=6)
        assert Path("r.csv").exists()

    def test_write_over_nothing(self, files: Run) -> None:
        Path("r.deals.csv").write_text("mine\n", encoding="utf-8")
        before = _position(files)
        result = files("import", "accounts.csv", "deals.csv", *ON, "--rejects", "r.csv", code=2)
        assert "r.deals.csv: it is there already" in result.stderr
        assert _position(files) == before


class TestGrowthAndChange:
    def test_are_told_apart(self, files: Run) -> None:
        files("import", "accounts.csv", "deals.csv", *ON, code=6)
        Path("deals.csv").write_text(HEADER + WON, encoding="utf-8")
        told = files("import", "accounts.csv", "deals.csv", *ON).stdout
        assert "          1  recorded\n          1  of these known before in part\n" in told
        Path("deals.csv").write_text(HEADER + WON.replace("500", "510"), encoding="utf-8")
        told = files("import", "deals.csv", *ON).stdout
        assert "  1  differ from what is on record, which was left: correct it if the file is right\n" in told
        assert "    deals.csv:2 brook@5: amount was 500.00 GBP, is 510.00 GBP\n" in told
        [file] = json.loads(files("import", "deals.csv", *ON, "--json").stdout)["data"]["files"]
        assert (file["changed"], file["grown"], len(file["first_changes"])) == (1, 0, 1)

    def test_a_dry_run_says_what_it_cannot_know(self, files: Run) -> None:
        Path("more.csv").write_text(HEADER + WON, encoding="utf-8")
        told = files("import", "accounts.csv", "deals.csv", "more.csv", *ON, "--dry-run", code=6).stderr
        assert "1 rows go on where an earlier one of these files ends: they were judged by" in told
        assert "go on" not in files("import", "accounts.csv", "deals.csv", *ON, "--dry-run", code=6).stderr

    def test_only_the_first_changes_are_named(self, files: Run) -> None:
        files("import", "accounts.csv", *ON)
        rows = [WON.replace("d1", f"d{n}") for n in range(8)]
        Path("deals.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        files("import", "deals.csv", *ON)
        Path("deals.csv").write_text(HEADER + "".join(rows).replace("500", "510"), encoding="utf-8")
        assert "    and 3 more that differ\n" in files("import", "deals.csv", *ON).stdout


def test_show_says_what_the_customer_is(files: Run) -> None:
    files("import", "accounts.csv", *ON)
    assert "\nretail; its own turnover 1,500,000.00 USD\n" in files("show", "brook").stdout
    data = json.loads(files("show", "brook", "--json").stdout)["data"]
    assert data["firmographics"]["turnover"] == {
        "value": {"amount": "1500000.00", "currency": "USD"}, "fact": "brook@2",
    }  # fmt: skip
    assert json.loads(files("show", "acme", "--json").stdout)["data"]["firmographics"] is None


def test_a_customer_is_described_by_hand(book: Run) -> None:
    book("account", "describe", "acme", "--sector", "retail", "--turnover", "5 USD", "--employees", "7")
    assert "retail; its own turnover 5.00 USD; 7 employees" in book("show", "acme").stdout
    assert "P6" in book("account", "describe", "acme", "--employees", "0", code=4).stderr

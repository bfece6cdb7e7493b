"""`import --map salesforce`: what it prints, its exit codes, and the file of its rejects."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
FIXTURE = Path(__file__).parents[1] / "adapters/exchange/salesforce/fixture"
FILES = sorted(FIXTURE.glob("*.csv"))


def _import(book: Run, *more: object, code: int = 6) -> Result:
    return book("import", *FILES, "--map", "salesforce", *more, code=code)


def test_says_what_came_of_each_file(book: Run) -> None:
    result = _import(book, "--rejects", "r.csv")
    assert result.stdout.startswith(
        "Account.csv  3 rows  by salesforce\n          3  recorded\n          3  accounts opened\n"
    )
    assert "          1  at odds with what came before: told, not mended\n" in result.stdout
    odd = "Amount was 13000 by this row, and 12000 by the one before"
    assert f"    OpportunityFieldHistory.csv:14 OldValue: {odd}\n" in result.stdout
    assert result.stdout.endswith(
        "all 5 files  47 rows\n"
        "         28  recorded\n"
        "          3  accounts opened\n"
        "         12  with nothing that is recorded here\n"
        "          1  at odds with what came before: told, not mended\n"
        "          7  rejected\n"
        "Rejected rows, and those at odds, are in r.Contact.csv, with why.\n"
        "Rejected rows, and those at odds, are in r.Opportunity.csv, with why.\n"
        "Rejected rows, and those at odds, are in r.OpportunityFieldHistory.csv, with why.\n"
    )
    assert "left out, changes of other fields: Owner (1), Probability (1).\n" in result.stderr


def test_each_object_has_a_file_of_rejects(book: Run) -> None:
    _import(book, "--rejects", "r.csv")
    with Path("r.OpportunityFieldHistory.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["reject_row"] for row in rows] == ["14", "25", "26", "27"]
    assert (rows[0]["OldValue"], rows[0]["reject_column"]) == ("13000.0", "OldValue")
    assert not Path("r.Account.csv").exists()


def test_and_it_can_be_put_right_and_imported(book: Run) -> None:
    _import(book, "--rejects", "r.csv")
    mended = Path("r.Contact.csv").read_text(encoding="utf-8").replace(",Facilities,", ",Operations,")
    Path("r.Contact.csv").write_text(mended, encoding="utf-8")
    result = book("import", "r.Contact.csv", "--map", "salesforce", code=6)
    assert "  1  recorded" in result.stdout


def test_every_day_is_in_the_files(book: Run) -> None:
    result = book("import", FILES[0], "--map", "salesforce", "--on", "2024-01-01", code=2)
    assert "leave --on out" in result.stderr


def test_again_records_nothing(book: Run) -> None:
    _import(book)
    before = json.loads(book("list", "--json").stdout)["known_at"]
    told = json.loads(_import(book, "--json").stdout)
    assert (told["known_at"], told["data"]["total"]["recorded"]) == (before, 0)
    assert told["data"]["total"]["known"] == 28


def test_a_dry_run_promises_what_comes(book: Run) -> None:
    would = json.loads(_import(book, "--dry-run", "--json", "--rejects", "r.csv").stdout)["data"]
    assert not Path("r.csv").exists()
    assert "Nothing was recorded, and no file written." in _import(book, "--dry-run").stdout
    assert would == json.loads(_import(book, "--json").stdout)["data"]


def test_json_has_the_keys_of_every_import(book: Run) -> None:
    told = json.loads(_import(book, "--dry-run", "--json").stdout)["data"]
    payments = Path(__file__).parents[1] / "adapters/exchange/payments.csv"
    other = json.loads(book("import", payments, "--map", "uk-spend", "--dry-run", "--json", code=6).stdout)[
        "data"
    ]
    assert {*told["files"][0]} == {*other["files"][0]}
    assert {*told["total"]} == {*other["total"]}


def test_without_rejects_is_0(book: Run) -> None:
    book("import", FIXTURE / "Account.csv", "--map", "salesforce")
    result = book("import", FIXTURE / "Account.csv", "--map", "salesforce", "--rejects", "r.csv")
    assert "Nothing was rejected, so r.csv was not written.\n" in result.stdout


def test_a_withdrawn_row_is_reported(book: Run) -> None:
    _import(book)
    book("withdraw", "larkfield-foods@9", "--reason", "a slip")
    assert "withdrawn before: larkfield-foods@9\n" in _import(book).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([FIXTURE / "AccountHistory.csv", "--map", "salesforce"], "it is the history of Account"),
        (
            [Path(__file__).parents[1] / "adapters/exchange/payments.csv", "--map", "salesforce"],
            "it is none of",
        ),
        ([FIXTURE / "Account.csv", "--map", "wrong.toml"], "unknown key stage"),
    ],
)
def test_bad_input_is_one_error(book: Run, words: list[object], says: str) -> None:
    Path("wrong.toml").write_text('export = "salesforce"\nstage = 1\n', encoding="utf-8")
    result = book("import", *words, code=2)
    assert says in result.stderr
    assert result.stderr.count("\n") == 1

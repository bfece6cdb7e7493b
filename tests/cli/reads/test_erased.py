"""What was erased stands in no answer of any command, in no format; what stands there says so."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.conftest import Books

from majoracct.cli import root

AS_OF = ("--as-of", "2024-12-31")
ACCOUNTS = ("harrow-vale", "northmoor")
OF_PEOPLE = (  # each of them tells of people
    *(("timeline", each, *AS_OF) for each in (*ACCOUNTS, "--all")),
    *(("timeline", each, "--replay", *AS_OF) for each in ACCOUNTS),
    *(("show", each, *AS_OF) for each in ACCOUNTS),
    ("why", "harrow-vale", *AS_OF),
    ("diff", "harrow-vale", "--as-of", "2021..2024"),
    ("diff", "--all", "--as-of", "2021..2024"),
    ("check", *AS_OF),
)
OF_NOBODY = (
    ("list", *AS_OF),
    ("decisions",),
    ("evidence", "list"),
    ("diff", "--all", "--as-of", "2021..2024"),
)


@pytest.mark.parametrize("words", [*OF_PEOPLE, *OF_NOBODY], ids=" ".join)
def test_no_answer_tells_what_was_erased(words: tuple[str, ...], books: Books) -> None:
    for book, left in ((books.erased, "[erased]"), (books.sealed, "[sealed]")):
        for form in ((), ("--json",)):
            told = books.ask(book, *words, *form)
            assert [said for said in sorted(books.said) if said in told] == []
            assert (left in told) >= (words in OF_PEOPLE)


@pytest.mark.parametrize("form", ["--csv", "--tsv", "--nl"])
def test_nor_in_any_format(form: str, books: Books) -> None:
    told = books.ask(books.erased, "timeline", "harrow-vale", form, *AS_OF)
    assert [said for said in sorted(books.said) if said in told] == []
    assert "[erased]" in told


class TestAnswersAboutTheErased:
    def rows(self, books: Books, *words: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(books.ask(books.erased, "report", *words, "--csv", *AS_OF))))

    def test_are_found_by_what_stands_there(self, books: Books) -> None:
        every = self.rows(books, "loyalty")
        assert self.rows(books, "loyalty", "--where", "name=[erased]") == every != []
        assert {row["loyalty"] for row in every} == {"[erased]"}

    @pytest.mark.parametrize("column", ["name", "loyalty", "lean", "points", "assessed"])
    def test_are_sorted_by_it(self, column: str, books: Books) -> None:
        name = "loyalty" if column in ("name", "loyalty") else "traits" if column != "assessed" else "roster"
        for order in (column, f"-{column}"):
            assert len(self.rows(books, name, "--sort", order)) == len(self.rows(books, name))

    def test_are_text_in_json(self, books: Books) -> None:
        told = json.loads(books.ask(books.erased, "report", "traits", "--json", *AS_OF))
        assert {row["points"] for row in told["rows"] if row["lean"]} == {"[erased]"}
        assert "[erased]" in {member["lean"] for member in told["members"]}

    def test_count_them_neither_as_loyal_nor_as_not(self, books: Books) -> None:
        told = json.loads(books.ask(books.erased, "report", "loyalty", "--json", *AS_OF))
        assert {each["ties"] for each in told["loyal_to"]} == {"[erased]"}
        told = json.loads(books.ask(books.erased, "report", "inertia", "--json", *AS_OF))
        assert "[erased]" in {each["carried"] for each in told["years"]}


class TestNamingSomebody:
    def test_by_a_name_that_was_erased_finds_nobody(self, books: Books) -> None:
        words = ("stakeholder", "leave", "harrow-vale", "--person", "Marta Okonjo", "--dry-run")
        no = CliRunner().invoke(root, ["--ledger", str(books.erased), *words], prog_name="majoracct")
        assert no.exit_code == 3
        assert "answers to 'Marta Okonjo'" in no.stderr
        assert re.search(r"of p\w+ \[erased\], .* no name can be read, so name them by id", no.stderr)


def test_sql_finds_it_as_a_text(books: Books, tmp_path: Path) -> None:
    told = books.ask(books.erased, "query", "select distinct name, title, remit from sponsors", "--json")
    assert set(json.loads(told)["rows"][0].values()) == {"[erased]"}
    views = tmp_path / "views.db"
    words = ["--ledger", str(books.erased), "views", "-o", str(views)]
    done = CliRunner().invoke(root, words, prog_name="majoracct")
    assert done.exit_code == 0, done.output
    held = views.read_bytes()
    assert [said for said in sorted(books.said) if said.encode() in held] == []
    with closing(sqlite3.connect(views)) as made:
        (count,) = made.execute("SELECT count(*) FROM facts WHERE summary LIKE '%[erased]%'").fetchone()
    assert count > 50

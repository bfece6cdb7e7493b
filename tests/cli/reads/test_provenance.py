"""The stamp of an answer: it can be typed again, and its totals added up again."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.cli.options import Option
from majoracct.cli.provenance import Provenance, command_typed, control_totals
from majoracct.cli.table import REPORTS
from majoracct.domain.money import Money

Book = Any  # the fixture's; conftest cannot be imported
CALM = settings(max_examples=60, deadline=None, derandomize=True, database=None)

ASKED = (
    ("list", "--as-of", "2017Q3"),
    ("list", "--where", "name=Acme Holdings", "--as-of", "2018", "--sort", "-revenue", "--columns", "name"),
    ("show", "Acme Water", "--as-of", "2024"),
    ("why", "acme", "--known-at", "2024-01-02"),
    ("timeline", "acme", "--from", "2017", "--topic", "revenue", "--topic", "profile", "--limit", "3"),
    ("timeline", "--all", "--by", "kim"),
    ("diff", "acme", "--as-of", "2017..2018"),
    ("diff", "acme", "--as-of", "2017", "--known-at", "@4..@7"),
    ("decisions", "--where", "override=true"),
    ("report", "revenue", "--as-of", "2018"),
    ("report", "target"),
    ("report", "pareto", "--as-of", "2017"),
    ("programme", "policy", "show", "--as-of", "2016"),
    ("programme", "policy", "diff", "--as-of", "2016..2018"),
    ("timeline", "acme", "--replay", "--step", "quarter", "--as-of", "2024"),
    ("diff", "--all", "--as-of", "2017..2024"),
    ("check", "--as-of", "2024", "--severity", "high", "--only", "status-not-sought"),
    ("evidence", "list", "--as-of", "2024"),
    ("query", "SELECT account, day AS 'a day' FROM revenue WHERE year = :y", "-p", "y=2017"),
)
REPORTED = [
    ("report", name, *(["acme"] if name in {"candidate", "edition"} else []), "--as-of", "2024")
    for name in REPORTS
]


def stamp(book: Book, *arguments: str) -> dict[str, Any]:
    result = book.run(*arguments, "--json")
    assert result.exit_code in (0, 1), result.output
    document = json.loads(result.stdout)
    assert list(document)[-1] == "provenance"
    found: dict[str, Any] = document["provenance"]
    return found


def unbroken(lines: list[str]) -> list[str]:
    """Return the words of a command over several LINES, as a shell reads it."""
    return shlex.split("\n".join(lines).replace("\\\n", ""))


class TestTheCommand:
    @pytest.mark.parametrize("asked", [*ASKED, *REPORTED], ids=" ".join)
    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_typed_again_gives_the_same_answer_whatever_was_recorded_since(
        self, major: Book, asked: tuple[str, ...], form: tuple[str, ...]
    ) -> None:
        command = stamp(major, *asked)["command"].removesuffix(" --json")
        program, *typed = shlex.split(command)
        assert program == "majoracct"
        before = major.run(*asked, *form).stdout
        major.pay("acme", "77.00", "2017-03-03", late=9000)
        assert major.run(*typed, *form).stdout == before

    def test_is_in_declared_order_with_clocks_resolved_and_without_the_session(self, book: Book) -> None:
        given_ = ("list", "--known-at", "2024-01-02", "--limit", "1", "--as-of", "2017", "--actor", "ann")
        typed = stamp(book, *given_, "--definition", "programme", "--where", "name=it's")["command"]
        assert typed == (
            """majoracct list --where 'name=it'"'"'s' --limit 1 --as-of 2017-12-31 --known-at @9 --json"""
        )

    def test_says_nothing_of_where_the_answer_goes(self, book: Book, tmp_path: Path) -> None:
        book.text("list", "--json", "-o", str(tmp_path / "x.json"))
        found = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
        assert (
            found["provenance"]["command"]
            == f"majoracct list --as-of 2025-06-30 --known-at @{book.head} --json"
        )

    @CALM
    @given(
        name=st.text(min_size=1).filter(lambda text: max(text) < "\ud800" or max(text) > "\udfff"),
        many=st.lists(st.text(max_size=5).filter(str.isprintable), max_size=3),
        flag=st.booleans(),
        limit=st.one_of(st.none(), st.integers(0, 9)),
    )
    def test_is_what_its_parser_reads_back(
        self, name: str, many: list[str], flag: bool, limit: int | None
    ) -> None:
        def command() -> click.Command:
            return click.Command(
                "find",
                params=[
                    click.Argument(["name"]),
                    Option(["--many"], multiple=True),
                    Option(["--flag/--no-flag"], default=True),
                    Option(["--limit"], type=int),
                ],
            )

        words = [word for each in many for word in ("--many", each)]
        words += [] if flag else ["--no-flag"]
        words += [] if limit is None else ["--limit", str(limit)]
        context = command().make_context("find", [*words, "--", name])
        program, *typed = shlex.split(command_typed(context))
        assert program == "majoracct"
        assert command().make_context("find", typed).params == context.params


class TestTotals:
    def test_are_those_of_sql(self, major: Book) -> None:
        found = stamp(major, "timeline", "--all", "--as-of", "2024")
        with closing(sqlite3.connect(major.path)) as database:
            query = "SELECT count(*), sum(position) FROM events WHERE position <= ?"
            [(count, positions)] = database.execute(query, (found["position"],))
        assert (found["rows"], found["control_totals"]) == (count, {"position": positions})

    def test_are_of_the_rows_answered_and_the_columns_shown(self, book: Book) -> None:
        for more in ((), ("--limit", "1"), ("--where", "account=globex"), ("--columns", "account,net")):
            asked = ("report", "revenue", *more)
            rows = list(csv.DictReader(io.StringIO(book.text(*asked, "--csv"))))
            found = stamp(book, *asked)
            net = format(sum(Decimal(row["net"]) for row in rows), "f")
            assert (found["rows"], found["control_totals"]["net"]) == (
                len(rows),
                {"amount": net, "currency": "GBP"},
            )
        assert "net" not in stamp(book, "report", "revenue", "--columns", "account")["control_totals"]

    @CALM
    @given(st.lists(st.tuples(st.decimals(-99, 99, places=2), st.sampled_from(["GBP", "USD"]))))
    def test_add_only_in_one_currency(self, amounts: list[tuple[Decimal, str]]) -> None:
        rows = [{"paid": Money(*each), "mixed": 1, "none": None, "position": 2} for each in amounts]
        rows += [{"paid": None, "mixed": Money(Decimal(1), "GBP"), "none": None, "position": None}]
        found = control_totals(rows, ("paid", "mixed", "none", "position"))
        sums = {c: sum((a for a, of in amounts if of == c), Decimal()) for c in ("GBP", "USD")}
        expected = [Money(sums[c], c) for c in ("GBP", "USD") if any(of == c for _, of in amounts)]
        paid = found.pop("paid", [])
        assert (paid if isinstance(paid, list) else [paid]) == expected
        assert {k: v for k, v in found.items() if k != "mixed"} == {"position": 2 * len(amounts)}
        assert ("mixed" in found) == (not amounts)

    def test_a_key_not_shown_has_none(self) -> None:
        assert control_totals([{"position": 3, "paid": Money(Decimal(1), "GBP")}], ("name",)) == {}


class TestWhereItStands:
    def test_a_document_says_all_of_it(self, book: Book) -> None:
        assert stamp(book, "list", "--as-of", "2017") == {
            "ledger": "l1",
            "position": book.head,
            "as_of": "2017-12-31",
            "policy": "programme@2",
            "program": "majoracct 0.1.0",
            "command": f"majoracct list --as-of 2017-12-31 --known-at @{book.head} --json",
            "rows": 2,
            "control_totals": {"revenue": {"amount": "250000.00", "currency": "GBP"}},
        }
        assert stamp(book, "show", "acme")["rows"] is None

    def test_text_ends_with_it(self, book: Book) -> None:
        assert book.text("list", "--as-of", "2017").splitlines()[-2:] == [
            "2 rows; revenue 250,000.00 GBP; ledger l1; majoracct 0.1.0",
            f"asked: majoracct list --as-of 2017-12-31 --known-at @{book.head}",
        ]

    @pytest.mark.parametrize("form", ["--csv", "--tsv", "--nl"])
    def test_rows_for_programs_stay_pure_and_it_is_said_in_a_line_beside_them(
        self, book: Book, form: str
    ) -> None:
        result = book.run("list", "--as-of", "2017-12-31", form)
        assert "majoracct" not in result.stdout
        assert len(result.stdout.splitlines()) == (2 if form == "--nl" else 3)
        assert result.stderr == (
            f"2 rows; revenue 250,000.00 GBP; as of 2017-12-31; known at @{book.head}; policy programme@2; "
            "ledger l1; majoracct 0.1.0; "
            f"asked: majoracct list --as-of 2017-12-31 --known-at @{book.head} {form}\n"
        )

    def test_a_policy_with_its_stamp_is_still_a_policy_file(self, book: Book, tmp_path: Path) -> None:
        book.text("programme", "policy", "show", "-o", str(tmp_path / "p.toml"))
        assert book.rows("programme", "policy", "diff", str(tmp_path / "p.toml")) == []

    @pytest.mark.parametrize("asked", ASKED, ids=" ".join)
    def test_no_line_of_it_is_wider_than_a_page_and_it_is_typed_as_it_stands(
        self, major: Book, asked: tuple[str, ...]
    ) -> None:
        text = major.run(*asked, *(() if "show" in asked else ("--limit", "10"))).stdout
        text = text or major.run(*asked).stdout
        lines = text.replace("\n# ", "\n").splitlines()
        start = next(n for n, line in enumerate(lines) if line.startswith("asked: "))
        assert all(len(line) <= 100 for line in lines[start - 1 :])
        typed = unbroken(lines[start:])
        assert typed[:2] == ["asked:", "majoracct"]
        assert all(word.strip() for word in typed)

    def test_a_long_one_is_broken_between_options(self) -> None:
        command = "majoracct list --where 'name=Harrow & Vale Railways' " + "--where account=x " * 6
        found = Provenance("l", 1, None, None, "majoracct 0", command.strip(), 0, {}).told()
        assert all(len(line) <= 100 for line in found)
        assert len(found) == 3
        assert unbroken(found[1:]) == ["asked:", *shlex.split(command)]
        assert found[2].startswith("  --where ")

"""`query`: plain SQL over the ledger, every output form, and the same answers as the other reads give."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from majoracct import Ledger
from majoracct.adapters.views.tables import TABLES
from majoracct.cli import root
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.checks.finding import Examined, findings
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import Evidence
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import money

Run = Callable[..., Result]
AS_OF = "valid_from <= :d AND (valid_to IS NULL OR :d < valid_to)"
LAST = "2024-12-31"
DAYS = ("2021-12-31", "2022-06-20", "2023-06-30", LAST)
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo's ledger, built once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    CliRunner().invoke(root, ["demo", str(path)])
    return path


@pytest.fixture(scope="module")
def late(demo: Path) -> Path:
    """Return the demo's ledger after books were closed, recorded into by override, and opened again."""
    path = demo.with_name("late.db")
    shutil.copy(demo, path)
    last = dt.date.fromisoformat(LAST)
    with Ledger.open(path) as ledger:
        desk = ledger.desk(by="ida", role="controller").on(last, reason="the year is over")
        shown = Evidence("minutes.pdf", 6, "ab" * 32)
        desk.on(evidence=(shown,)).adopt(PeriodClosed(dt.date(2024, 11, 30)))
        november = desk.on(dt.date(2024, 11, 15), reason="the bank wrote")
        november.record("pinewood", RevenueRecorded(money("70")))
        november.record("pinewood", TierMoved(Tier.STRATEGIC, override=True))
        desk.adopt(PeriodReopened())
    return path


def decisions_in_sql(ask: Ask, *words: str) -> list[dict[str, Any]]:
    """Return what the views say of each decision, as `decisions` writes it."""
    shown = (
        "SELECT json_group_array(json_object('name', name, 'size', size, 'sha256', sha256)) "
        "FROM evidence e WHERE e.fact = d.fact"
    )
    sql = f"""SELECT *, coalesce(account, 'programme') AS stream, ({shown}) AS evidence FROM decisions d"""
    called = {"stream": "account", "day": "on", "recorded_by": "by"}
    found = []
    for row in ask("query", sql, *words):
        del row["account"]
        told = {called.get(name, name): value for name, value in row.items()}
        truths = {name: bool(told[name]) for name in ("override", "late_override")}
        found.append(told | truths | {"evidence": json.loads(told["evidence"])})
    return found


def decisions_told(ask: Ask, day: str, *words: str) -> list[dict[str, Any]]:
    """Return what `decisions` says of each, but what it rested on: that is in tables of its own."""
    found = ask("decisions", "--as-of", day, *words)
    return [{k: v for k, v in row.items() if k not in ("inputs", "verdicts")} for row in found]


def rows_of(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return found


class TestAgreesWithTheOtherReads:
    """What SQL says of the demo is what list, report, decisions and timeline say of it."""

    @pytest.fixture
    def ask(self, run: Run, demo: Path) -> Ask:
        def call(*words: str) -> list[dict[str, Any]]:
            return rows_of(run("--ledger", demo, *words, "--json"))

        return call

    @pytest.mark.parametrize("day", DAYS)
    def test_on_tier_and_status(self, ask: Ask, day: str) -> None:
        listed = ask("list", "--as-of", day)
        status = ask("query", f"SELECT account, status FROM status_periods WHERE {AS_OF}", "-p", f"d={day}")
        assert status == [{k: row[k] for k in ("account", "status")} for row in listed]
        assert len(status) > 5
        tiers = ask("query", f"SELECT account, tier FROM tier_periods WHERE {AS_OF}", "-p", f"d={day}")
        assert tiers == [
            {"account": row["account"], "tier": row["tier_assigned"]}
            for row in listed
            if row["tier_assigned"]
        ]

    @pytest.mark.parametrize("day", DAYS)
    def test_on_sponsors(self, ask: Ask, run: Run, demo: Path, day: str) -> None:
        sql = f"SELECT p.account, name, title FROM sponsor_periods p JOIN sponsors USING (fact) WHERE {AS_OF}"
        found = {(r["account"], r["name"], r["title"]) for r in ask("query", sql, "-p", f"d={day}")}
        shown = set()
        for row in ask("list", "--as-of", day):
            told = run("show", row["account"], "--as-of", day, "--ledger", demo, "--json").stdout
            people = json.loads(told)["data"]["sponsors"]
            shown |= {(row["account"], p["name"], p["title"]) for p in people}
        assert found == shown != set()

    @pytest.mark.parametrize("day", DAYS)
    def test_on_revenue(self, ask: Ask, day: str) -> None:
        sql = (
            "SELECT teller AS account, year, count(*) AS payments, "
            "sum(CASE currency WHEN 'USD' THEN amount_minor * 3 / 4 ELSE amount_minor END) AS pence "
            f"FROM revenue JOIN teller_periods USING (account) WHERE day <= :d AND {AS_OF} GROUP BY 1, 2"
        )
        found = ask("query", sql, "-p", f"d={day}")
        reported = ask("report", "revenue", "--as-of", day)
        assert {(r["account"], r["year"]): (r["pence"], r["payments"]) for r in found} == {
            (r["account"], r["year"]): (int(r["net"]["amount"].replace(".", "")), r["payments"])
            for r in reported
        }
        assert found != []

    def test_on_decisions(self, ask: Ask) -> None:
        assert decisions_in_sql(ask) == decisions_told(ask, LAST) != []

    def test_on_decisions_of_the_programme_and_late_ones(self, ask: Ask, late: Path) -> None:
        found = decisions_in_sql(ask, "--ledger", str(late))
        assert found == decisions_told(ask, LAST, "--ledger", str(late))
        assert {row["decision"] for row in found} >= {"adopt", "close", "reopen", "late", "grant", "tier"}
        assert {row["late_override"] for row in found if row["decision"] != "late"} == {False, True}

    def test_on_what_decisions_rested_on(self, ask: Ask) -> None:
        inputs = "SELECT fact, group_concat(input, ' ') AS inputs FROM decision_inputs GROUP BY fact"
        verdicts = "SELECT fact, group_concat(holds, '') AS holds FROM decision_verdicts GROUP BY fact"
        found = {r["fact"]: set(r["inputs"].split()) for r in ask("query", inputs)}
        held = {r["fact"]: r["holds"] for r in ask("query", verdicts)}
        for row in ask("decisions", "--as-of", LAST):
            assert found.get(row["fact"], set()) == set(row["inputs"])
            assert held.get(row["fact"], "") == "".join(str(int(v["holds"])) for v in row["verdicts"])

    def test_on_every_fact_and_how_late_it_was(self, ask: Ask) -> None:
        keys = "fact position type summary role assurance reason withdrawn_by corrects recorded_at"
        told = {
            row["position"]: {k: row[k] for k in keys.split()}
            for row in ask("timeline", "--all", "--as-of", LAST)
        }
        found = ask("query", f"SELECT {', '.join(keys.split())} FROM facts")
        differing = [row for row in found if row | {"summary": ""} != told[row["position"]] | {"summary": ""}]
        assert (len(found), differing) == (len(told), [])
        late = ask("timeline", "--all", "--late-by", "31", "--as-of", LAST)
        said = ask("query", "SELECT fact FROM facts WHERE lag_days > 30 ORDER BY position")
        assert sorted(r["fact"] for r in late) == sorted(r["fact"] for r in said) != []

    def test_on_the_words_of_a_timeline(self, ask: Ask) -> None:
        for key in ("northmoor", "castellan"):
            told = {row["fact"]: row["summary"] for row in ask("timeline", key, "--as-of", LAST)}
            sql = "SELECT fact, summary FROM facts JOIN accounts USING (account) WHERE told_by = :a"
            found = {r["fact"]: r["summary"] for r in ask("query", sql, "-p", f"a={key}")}
            assert found == told

    def test_on_findings(self, ask: Ask, demo: Path) -> None:
        with Ledger.open(demo) as ledger:
            day = dt.date.fromisoformat(LAST)
            programme = ledger.programme(as_of=day)
            examined = Examined(programme, programme[Policy].terms, ledger.day_of)
            wanted = [f.id for f in findings(checks(), ledger.accounts(as_of=day), examined)]
        assert [r["finding"] for r in ask("query", "SELECT finding FROM findings", "--as-of", LAST)] == wanted

    def test_every_reference_leads_somewhere(self, ask: Ask) -> None:
        assert ask("query", "PRAGMA foreign_key_check") == []


class TestForms:
    SQL = "SELECT account, 2 AS whole, 1.5 AS part, NULL AS none FROM accounts"

    def test_types_stay_what_they_are(self, book: Run) -> None:
        found = json.loads(book("query", self.SQL, "--json").stdout)
        assert found["schema"] == "majoracct.query.1"
        assert (found["known_at"], found["as_of"]) == (4, "2024-06-01")
        assert found["rows"] == [{"account": "acme", "whole": 2, "part": 1.5, "none": None}]
        assert json.loads(book("query", self.SQL, "--nl").stdout) == found["rows"][0]

    @pytest.mark.parametrize(("form", "delimiter"), [("--csv", ","), ("--tsv", "\t")])
    def test_separated(self, book: Run, form: str, delimiter: str) -> None:
        found = list(csv.reader(io.StringIO(book("query", self.SQL, form).stdout), delimiter=delimiter))
        assert found == [["account", "whole", "part", "none"], ["acme", "2", "1.5", ""]]

    def test_an_amount_below_nothing_stays_a_number(self, book: Run) -> None:
        book(*"revenue record acme --amount -20.05 --on 2024-03-01".split())
        sql = "SELECT amount, amount_minor, '-1+1' AS formula FROM revenue WHERE amount_minor < 0"
        assert book("query", sql, "--csv").stdout.splitlines()[1:] == ["-20.05,-2005,'-1+1"]

    def test_as_a_table_and_to_a_file(self, book: Run) -> None:
        said = book("query", self.SQL, "-o", "out.txt")
        assert Path("out.txt").read_text(encoding="utf-8").splitlines()[:3] == [
            "account  whole  part  none",
            "acme         2   1.5  -",
            "1 row; known at @4, findings of 2024-06-01",
        ]
        assert said.stdout == ""

    def test_rows_are_kept_ordered_and_cut_as_everywhere(self, book: Run) -> None:
        sql = "SELECT position, type, position / 10.0 AS tenth FROM facts"
        cut = book("query", sql, "--sort", "-tenth", "--limit", "2", "--columns", "position", "--csv")
        assert cut.stdout.split() == ["position", "4", "3"]
        assert book("query", sql, "--where", "type=AccountOpened", "--csv").stdout.splitlines()[1:] == [
            "3,AccountOpened,0.3"
        ]

    def test_nothing_found_is_no_error(self, book: Run) -> None:
        said = book("query", "SELECT * FROM revenue").stdout
        assert said.startswith("No rows.\nknown at @4, findings of 2024-06-01\n0 rows; ")
        assert book("query", "SELECT account, day FROM revenue", "--csv").stdout == "account,day\n"


class TestParameters:
    def test_what_is_a_whole_number_is_one(self, book: Run) -> None:
        said = book("query", "SELECT typeof(:a) a, typeof(:b) b, :c c", *"-p a=12 -p b=007 -p c=x=y".split())
        assert said.stdout.splitlines()[1].split() == ["integer", "text", "x=y"]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (("-p", "d"), "write NAME=VALUE"),
            (("-p", "1=x"), "write NAME=VALUE"),
            (("-p", "d=1", "-p", "d=2"), "given twice"),
            (("-p", "e=1"), "no parameter :e"),
            ((), "no value: give it with -p d=VALUE"),
        ],
    )
    def test_what_is_wrong_with_one_is_said(self, book: Run, given: tuple[str, ...], said: str) -> None:
        found = book("query", "SELECT :d", *given, code=2)
        assert said in found.stderr
        assert len(found.stderr.splitlines()) == 1


class TestFaults:
    @pytest.mark.parametrize(
        ("sql", "said"),
        [
            ("SELECT * FROM fact", "there is no table fact; did you mean facts?"),
            ("SELECT nam FROM accounts", "there is no column nam; did you mean name?"),
            ("DELETE FROM facts", "only a SELECT can be asked"),
            ("SELECT 1 AS a, 2 AS a", "two columns are called 'a'"),
        ],
    )
    def test_is_one_error_that_says_what_to_do(self, book: Run, sql: str, said: str) -> None:
        found = book("query", sql, code=2)
        assert found.stderr.startswith("error: SQL: ")
        assert said in found.stderr
        assert (found.stdout, len(found.stderr.splitlines())) == ("", 1)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ((), "give one SELECT"),
            (("SELECT 1", "--tables"), "give one SELECT"),
            (("SELECT 1", "--views", "v.db", "--known-at", "@1"), "leave it out"),
            (("SELECT 1", "--views", "majoracct.db"), "must be kept"),
            (("SELECT 1", "--known-at", "@99"), "no position"),
        ],
    )
    def test_options_at_odds(self, book: Run, words: tuple[str, ...], said: str) -> None:
        assert said in book("query", *words, code=3 if "@99" in words else 2).stderr


class TestWhere:
    def test_the_views_follow_the_ledger(self, book: Run) -> None:
        counted = ("query", "SELECT count(*) AS n FROM facts", "--csv")
        assert book(*counted).stdout.split() == ["n", "4"]
        book(*"revenue record acme --amount 5 --on 2024-03-01".split())
        assert book(*counted).stdout.split() == ["n", "5"]
        assert Path("majoracct.views.db").exists()
        assert book(*counted, "--views", "v.db").stdout.split() == ["n", "5"]
        assert Path("v.db").exists()

    def test_with_a_clock_they_are_made_in_memory(self, book: Run) -> None:
        found = book("query", "SELECT max(position) AS n FROM facts", "--known-at", "@3", "--json")
        assert json.loads(found.stdout)["known_at"] == 3
        assert rows_of(found) == [{"n": 3}]
        told = book("query", "SELECT day FROM meta", "--as-of", "2024-02-01", "--csv")
        assert told.stdout.split() == ["day", "2024-02-01"]
        assert not Path("majoracct.views.db").exists()

    def test_where_nothing_can_be_written_they_are_made_in_memory(
        self, book: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        allowed = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
        found = book("query", "SELECT count(*) AS n FROM facts", "--csv")
        assert found.stdout.split() == ["n", "4"]
        assert "majoracct.views.db cannot be written: the views are made in memory" in found.stderr
        assert not Path("majoracct.views.db").exists()


def test_the_tables_are_listed_each_column_with_what_it_says(run: Run) -> None:
    found = rows_of(run("query", "--tables", "--json"))
    assert [(r["table"], r["column"]) for r in found] == [(t.name, c.name) for t in TABLES for c in t.columns]
    assert all(row["meaning"] for row in found)

"""What-if: labelled on every line, refused by one error, and never recorded."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest

from majoracct.cli.table import REPORTS
from majoracct.cli.what_if import LABEL
from majoracct.domain.account.qualification import QualificationOpened, QualificationRevoked

Book = Any  # the fixture's; conftest cannot be imported

PAID = {
    "account": "globex",
    "event": "RevenueRecorded",
    "data": {"amount": "900000.00"},
    "on": "2024-05-01",
}
OPENED = {"account": "newco", "event": "account open", "data": {"name": "Newco Ltd"}, "on": "2024-05-01"}
MERGED = {"account": "acme", "event": "account merge", "data": {"into": "globex"}, "on": "2024-06-30"}
BO = {
    "account": "newco",
    "event": "stakeholder identify",
    "data": {"name": "Bo Park", "function": "operations"},
}


@pytest.fixture
def strict(tmp_path: Path) -> str:
    """A policy of 2,000,000 GBP, which nobody here brings."""
    return saved(tmp_path, "strict.toml", 'threshold = "2000000"\n')


def saved(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def assumed(folder: Path, *lines: Any) -> str:
    return saved(folder, "deal.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


class TestUnderAnotherPolicy:
    @pytest.mark.requirement("B-D4")
    def test_who_drops_out_is_named_and_standing_stands_beside_that_in_force(
        self, major: Book, strict: str
    ) -> None:
        rows = major.rows("list", "--as-of", "2024-06-30", "--policy", strict)
        assert [(r["account"], r["status"], r["standing"], r["standing_in_force"]) for r in rows] == [
            ("acme", "major", "unmet", "met"),
            ("globex", "none", "unmet", "unmet"),
        ]
        document = major.json("list", "--as-of", "2024-06-30", "--policy", strict)
        assert (document["drops_out"], document["comes_in"]) == (["acme"], [])
        said = major.text("list", "--as-of", "2024-06-30", "--policy", strict)
        assert f"\n{LABEL}drops out: Acme Water; comes in: nobody\n" in said

    def test_ordinary_output_knows_nothing_of_it(self, major: Book) -> None:
        document = major.json("list", "--as-of", "2024-06-30")
        assert not {"what_if", "drops_out", "comes_in"} & document.keys()
        assert not {"what_if", "standing_in_force"} & document["rows"][0].keys()

    def test_it_judges_every_day_and_why_says_since_when(self, book: Book, tmp_path: Path) -> None:
        low = saved(tmp_path, "low.toml", 'threshold = "100"\n[findings]\nsponsors = 2\n')
        on = ("why", "acme", "--as-of", "2017-06-30")
        [_, _, _, fourth, _] = book.json(*on, "--policy", low, code=1)["data"]["criteria"]
        assert fourth["id"] == "Q4"
        said = book.text(*on, "--policy", low, code=1)
        assert "policy low.toml, threshold 100.00 GBP" in said
        assert "known at" in said

    def test_a_status_stays_as_it_was_recorded(self, major: Book, strict: str) -> None:
        data = major.json("why", "acme", "--as-of", "2024-06-30", "--policy", strict)["data"]
        assert (data["status"], data["standing"], data["policy"]) == ("major", "unmet", "strict.toml")
        assert [d["policy"] for d in data["decisions"]] == ["programme@2", "programme@2"]

    def test_the_target_compares_the_counts(self, major: Book, strict: str) -> None:
        data = major.json("report", "target", "--as-of", "2024-06-30", "--policy", strict)["data"]
        assert (data["major"], data["in_force"]["major"]) == (1, 1)
        assert (data["criteria_met"], data["criteria_met_in_force"]) == ([], ["acme"])
        assert (data["drops_out"], data["comes_in"]) == (["acme"], [])
        said = major.text("report", "target", "--as-of", "2024-06-30", "--policy", strict)
        assert f"{LABEL}criteria   met by 0, and by 1 in force\n" in said
        ordinary = major.json("report", "target", "--as-of", "2024-06-30")["data"]
        assert "in_force" not in ordinary

    def test_every_fault_of_the_file_is_said_with_its_line(self, book: Book, tmp_path: Path) -> None:
        bad = saved(tmp_path, "bad.toml", 'threshold = "x"\n\n[tiers]\nlarge = "1"\n')
        for command in (["list"], ["why", "acme"], ["report", "revenue"], ["report", "target"]):
            result = book.run(*command, "--policy", bad)
            assert result.exit_code == 2, command
            assert result.stdout == ""
            assert result.stderr.count("error:") == 1
            assert "bad.toml: line 1: threshold" in result.stderr
            assert "line 4: unknown key tiers.large" in result.stderr

    def test_a_file_that_is_not_there(self, book: Book) -> None:
        result = book.run("list", "--policy", "none.toml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "none.toml cannot be read: No such file" in result.stderr

    def test_terms_that_no_policy_may_have_are_refused(self, book: Book, tmp_path: Path) -> None:
        none = saved(tmp_path, "none.toml", 'threshold = "0"\n')
        result = book.run("list", "--policy", none)
        assert (result.exit_code, result.stdout) == (4, "")
        assert "refused by rule PO1" in result.stderr
        assert "none.toml: A threshold of 0.00 GBP lets everything through" in result.stderr


class TestAssumedFacts:
    def test_extend_what_was_known_and_only_for_the_question(self, book: Book, tmp_path: Path) -> None:
        deal = assumed(tmp_path, PAID, OPENED, BO)
        rows = book.rows("list", "--as-of", "2024-06-30", "--assume", deal)
        assert [(r["account"], r["revenue"]["amount"], r["standing_in_force"]) for r in rows] == [
            ("acme", "0.00", "unmet"),
            ("globex", "900000.00", "unmet"),
            ("newco", "0.00", None),
        ]
        assert [r["account"] for r in book.rows("list")] == ["acme", "globex"]
        assert book.run("why", "newco").exit_code == 3
        assert book.run("why", "newco", "--assume", deal).exit_code == 1

    def test_hold_on_the_day_asked_about_when_they_say_none(self, book: Book, tmp_path: Path) -> None:
        deal = assumed(tmp_path, {**PAID, "on": "2018-03-01"}, {k: v for k, v in PAID.items() if k != "on"})
        years = book.rows("report", "revenue", "globex", "--as-of", "2018-12-31", "--assume", deal)
        assert [(r["year"], r["net"]["amount"]) for r in years] == [(2018, "1801200.00")]

    def test_are_judged_on_what_was_known_at_the_position(self, book: Book, tmp_path: Path) -> None:
        deal = assumed(tmp_path, PAID)
        result = book.run("list", "--known-at", "@3", "--assume", deal)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "deal.jsonl line 1: no account answers to 'globex' at @3" in result.stderr

    def test_and_under_the_policy_when_both_are_supposed(
        self, major: Book, strict: str, tmp_path: Path
    ) -> None:
        major.record("acme", QualificationRevoked(), "2024-06-01", role="head of sales", reason="board")
        major.record("acme", QualificationOpened(), "2024-06-02", role="sales executive")
        deal = assumed(tmp_path, {"account": "acme", "event": "qualify grant", "on": "2024-06-03"})
        asked = ("list", "--as-of", "2024-06-30", "--role", "head of sales", "--assume", deal)
        assert [major.rows(*more)[0]["status"] for more in (asked[:3], asked)] == ["open", "major"]
        refused = major.run(*asked, "--policy", strict)
        assert refused.exit_code == 4
        assert "deal.jsonl line 1: " in refused.stderr

    def test_who_assumes_them_is_part_of_the_question(self, book: Book, tmp_path: Path) -> None:
        found = book.json("list", "--role", "head of sales", "--assume", assumed(tmp_path, PAID))
        assert found["provenance"]["command"].endswith(" --actor kim --role 'head of sales'")
        assert "--actor" not in book.json("list")["provenance"]["command"]

    def test_a_refused_one_is_one_error_with_its_line_rule_and_remedy(
        self, book: Book, tmp_path: Path
    ) -> None:
        deal = assumed(tmp_path, PAID, {"account": "acme", "event": "account rename", "data": {"name": " "}})
        for command in (["list"], ["why", "acme"], ["report", "target"]):
            result = book.run(*command, "--assume", deal)
            assert (result.exit_code, result.stdout) == (4, ""), command
            assert result.stderr.startswith("error: refused by rule P2: ")
            assert "deal.jsonl line 2: " in result.stderr
            assert result.stderr.count("\n") == 1

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "holds no line"),
            ("{", "line 1: it is not JSON"),
            ('{"account": "a"}', "line 1: event is missing"),
        ],
    )
    def test_what_is_no_line(self, book: Book, tmp_path: Path, content: str, said: str) -> None:
        result = book.run("list", "--assume", saved(tmp_path, "deal.jsonl", content))
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr

    def test_thousands_of_them_take_seconds(self, book: Book, tmp_path: Path) -> None:
        # Ten thousand hashed the whole file for each line, and looked each fact up among all: 20 s.
        many = assumed(tmp_path, *[PAID] * 10_000)
        began = time.process_time()
        found = book.json("report", "revenue", "globex", "--as-of", "2024-06-30", "--assume", many)
        assert found["what_if"]["assumed"]["facts"] == 10_000
        assert time.process_time() - began < 10

    def test_the_same_question_has_the_same_answer_ids_of_people_included(
        self, book: Book, tmp_path: Path
    ) -> None:
        named = {"person": "Bo Park", "title": "COO", "remit": "plants"}
        sponsor = {"account": "newco", "event": "SponsorNamed", "data": named}
        asked = ("report", "sponsors", "newco", "--assume", assumed(tmp_path, OPENED, BO, sponsor), "--json")
        first = book.text(*asked)
        assert json.loads(first)["rows"][0]["name"] == "Bo Park"
        assert book.text(*asked) == first


class TestEveryOtherRead:
    def test_a_finding_is_raised_under_the_policy_supposed(self, major: Book, strict: str) -> None:
        asked = ("check", "acme", "--as-of", "2024-06-30", "--only", "status-differs")
        assert major.rows(*asked) == []
        [row] = major.json(*asked, "--policy", strict, code=1)["rows"]
        assert (row["finding"], row["what_if"]) == ("status-differs", "policy strict.toml")

    def test_an_account_is_shown_with_what_is_assumed(self, book: Book, tmp_path: Path) -> None:
        deal = assumed(tmp_path, PAID, OPENED, BO)
        shown = book.json("show", "newco", "--as-of", "2024-06-30", "--assume", deal)["data"]
        assert [each["name"] for each in shown["stakeholders"]] == ["Bo Park"]
        assert book.run("show", "newco", "--as-of", "2024-06-30").exit_code == 3

    def test_a_timeline_has_it_where_it_would_have_happened(self, book: Book, tmp_path: Path) -> None:
        asked = ("timeline", "globex", "--as-of", "2024-06-30", "--type", "RevenueRecorded")
        before = [row["on"] for row in book.rows(*asked)]
        after = [row["on"] for row in book.rows(*asked, "--assume", assumed(tmp_path, PAID))]
        assert after == sorted([*before, "2024-05-01"])

    def test_two_days_are_compared_with_it_on_both_sides(self, book: Book, tmp_path: Path) -> None:
        asked = ("diff", "--all", "--as-of", "2024-04-30..2024-06-30", "--where", "account=globex")
        [row] = book.rows(*asked, "--assume", assumed(tmp_path, PAID))
        assert row["revenue_difference"] == {"amount": "900000.00", "currency": "GBP"}
        assert book.rows(*asked) == []

    @pytest.mark.parametrize("whom", ["globex", "--all"])
    def test_what_was_never_learned_is_not_told_as_learned(
        self, book: Book, tmp_path: Path, whom: str
    ) -> None:
        asked = ("diff", whom, "--as-of", "2024-06-30", "--known-at", "@4..@7")
        result = book.run(*asked, "--assume", assumed(tmp_path, PAID))
        assert (result.exit_code, result.stdout) == (2, "")
        assert "what is assumed was never learned" in result.stderr


class TestWhoMerges:
    def test_drops_out_and_the_counts_add_up(self, major: Book, tmp_path: Path) -> None:
        asked = ("--as-of", "2024-06-30", "--assume", assumed(tmp_path, MERGED))
        listed = major.json("list", *asked)
        target = major.json("report", "target", *asked)["data"]
        for found in (listed, target):
            assert (found["drops_out"], found["comes_in"]) == (["acme"], ["globex"])
        assert (target["criteria_met_in_force"], target["criteria_met"]) == (["acme"], ["globex"])

    @pytest.mark.parametrize(("tier", "who"), [("core", ["acme"]), ("strategic", [])])
    def test_of_those_asked_about(self, major: Book, tmp_path: Path, tier: str, who: list[str]) -> None:
        merged = assumed(tmp_path, MERGED)
        found = major.json("list", "--as-of", "2024-06-30", "--tier", tier, "--assume", merged)
        assert found["drops_out"] == who


class TestLabels:
    @pytest.mark.parametrize(
        "command",
        [
            ("list",),
            ("why", "acme"),
            ("report", "revenue"),
            ("report", "target"),
            ("show", "acme"),
            ("timeline", "acme"),
            ("timeline", "acme", "--replay", "--step", "status"),
            ("diff", "acme", "--as-of", "2017..2024"),
            ("diff", "--all", "--as-of", "2017..2024"),
        ],
        ids=" ".join,
    )
    def test_are_on_every_line_of_text(self, major: Book, strict: str, command: tuple[str, ...]) -> None:
        lines = major.text(*command, "--policy", strict).splitlines()
        assert len(lines) > 3
        assert all(line == LABEL.rstrip() or line.startswith(LABEL) for line in lines)
        assert "strict.toml" in lines[0]

    @pytest.mark.parametrize("form", ["--csv", "--tsv"])
    def test_are_a_column_of_separated_values(self, major: Book, strict: str, form: str) -> None:
        text = major.text("report", "revenue", "--policy", strict, "--columns", "account,net", form)
        rows = list(csv.reader(io.StringIO(text), delimiter="," if form == "--csv" else "\t"))
        assert rows[0] == ["account", "net", "net_currency", "what_if"]
        assert {row[-1] for row in rows[1:]} == {"policy strict.toml"}

    def test_are_a_key_of_every_row_and_document(self, major: Book, strict: str, tmp_path: Path) -> None:
        deal = assumed(tmp_path, PAID)
        document = major.json("list", "--policy", strict, "--assume", deal)
        label = "policy strict.toml, 1 assumed fact of deal.jsonl"
        assert {row["what_if"] for row in document["rows"]} == {label}
        assert document["what_if"] == {
            "policy": {"file": "strict.toml", "sha256": sha256(strict)},
            "assumed": {"file": "deal.jsonl", "sha256": sha256(deal), "facts": 1, "by": "kim"},
        }
        for command in (("list", "--nl"), ("why", "acme", "--nl"), ("report", "target", "--nl")):
            for line in major.text(*command, "--policy", strict).splitlines():
                assert json.loads(line)["what_if"] == "policy strict.toml"
        assert major.json("why", "acme", "--policy", strict)["data"]["what_if"] == "policy strict.toml"

    def test_what_is_said_beside_rows_is_labelled_too(self, major: Book, strict: str) -> None:
        said = major.run("list", "--policy", strict, "--csv").stderr
        assert said.startswith(LABEL)
        assert said.endswith("--policy " + strict + " --csv\n")


def sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


class TestNothingIsRecorded:
    def test_not_a_byte_of_the_ledger_changes(self, major: Book, strict: str, tmp_path: Path) -> None:
        deal = assumed(tmp_path, PAID, OPENED, BO)
        folder = major.path.parent
        beside = {p.name: p.read_bytes() for p in folder.iterdir() if p.name in ("book.db", "book.db-wal")}
        head, before = major.head, major.text("list", "--as-of", "2024-06-30")
        reads = (["list"], ["why", "acme"], ["show", "acme"], ["timeline", "--all"])
        for command in (
            *reads,
            ["diff", "--all", "--as-of", "2017..2024"],
            *(["report", name] for name in REPORTS),
        ):
            result = major.run(*command, "--policy", strict, "--assume", deal)
            if "Missing argument" in result.stderr:
                result = major.run(*command, "acme", "--policy", strict, "--assume", deal)
            assert result.exit_code == 0, (command, result.output)
            assert all(line.startswith(LABEL.rstrip()) for line in result.stdout.splitlines())
        assert {p.name: p.read_bytes() for p in folder.iterdir() if p.name in beside} == beside
        assert (major.head, major.text("list", "--as-of", "2024-06-30")) == (head, before)

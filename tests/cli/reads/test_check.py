"""`check`: what it finds, what counts, and what a baseline accepts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from majoracct.domain.checks.index import checks

Run = Callable[..., Result]
ONLY = "--only granted-outside-process --only identity-asserted --only status-differs".split()
OVERRIDE = "granted-outside-process:acme:acme@2"


@pytest.fixture
def granted(run: Run) -> Run:
    """Return acme, granted major status by override (acme@2); and bolt, of which nothing is to be found."""
    run("--actor", "kim", "init", "--currency", "GBP")
    for key in ("acme", "bolt"):
        run("account", "open", key, "--name", key.title(), "--on", "2024-01-01")
    words = "qualify grant acme --override --on 2024-03-01 --actor ida --reason".split()
    run(*words, "an old customer")
    return run


def found(result: Result) -> dict[str, Any]:
    rows: dict[str, Any] = {row["id"]: row for row in json.loads(result.stdout)["rows"]}
    return rows


class TestCheck:
    def test_tells_what_it_finds_the_gravest_first_and_exits_with_1(self, granted: Run) -> None:
        said = granted("check", *ONLY, code=1).stdout
        assert [line.split()[:3] for line in said.splitlines()[1:4]] == [
            ["high", "acme", "granted-outside-process"],
            ["high", "acme", "status-differs"],
            ["medium", "acme", "identity-asserted"],
        ]
        assert said.splitlines()[4:6] == [
            "2 high, 1 medium",
            "as of 2024-06-01, known at @5, policy programme@1",
        ]

    def test_exits_with_0_when_there_is_nothing(self, granted: Run) -> None:
        assert granted("check", "bolt").stdout.startswith("Nothing found.\nas of 2024-06-01")
        assert granted("check", *ONLY, "--as-of", "2024-02-29").stdout.startswith("Nothing found.")
        assert granted("check", *ONLY, "--known-at", "@4").stdout.startswith("Nothing found.")

    def test_which_rows_are_shown_plays_no_part(self, granted: Run) -> None:
        said = granted("check", *ONLY, "--where", "account=bolt", code=1).stdout
        assert said.startswith("None of 3 rows matches.\n2 high, 1 medium")
        assert granted("check", *ONLY, "--limit", "1", "--csv", code=1).stdout.count("\n") == 2

    def test_json_says_what_it_means_and_how_to_clear_it(self, granted: Run) -> None:
        result = granted("check", "acme", *ONLY, "--json", code=1)
        document = json.loads(result.stdout)
        assert (document["schema"], document["counts"]) == (
            "majoracct.check.1",
            {"high": 2, "medium": 1, "low": 0},
        )
        row = found(result)[OVERRIDE]
        assert row["facts"] == ["acme@2"]
        assert row["what"].startswith("The grant of 2024-03-01: it was an override")
        assert row["meaning"].startswith("Major status was granted")
        assert "`" not in row["what"]
        assert row["remedy"]
        assert (row["accepted"], row["until"]) == (None, None)

    def test_takes_those_as_grave_and_graver(self, granted: Run) -> None:
        high = found(granted("check", "--severity", "high", "--json", code=1))
        assert {row["severity"] for row in high.values()} == {"high"}
        low = found(granted("check", "--severity", "low", "--json", code=1))
        assert low == found(granted("check", "--json", code=1))
        assert low.keys() > high.keys()

    def test_an_account_is_asked_without_the_programme(self, granted: Run) -> None:
        granted("staff", "identify", "--name", "Kim", "--on", "2024-01-01")
        granted("staff", "leave", "--person", "Kim", "--on", "2024-03-01")
        granted("withdraw", "programme@2", "--reason", "never one of ours")
        of_programme = ["--only", "programme-contradiction"]
        assert "Kim left us" in granted("check", *of_programme, code=1).stdout
        assert granted("check", "acme", *of_programme).stdout.startswith("Nothing found.")

    def test_lists_every_check(self, run: Run) -> None:
        rows = json.loads(run("check", "--list", "--json").stdout)["rows"]
        assert sorted(row["finding"] for row in rows) == sorted(each.id for each in checks())
        assert all(row["meaning"] and row["remedy"] for row in rows)
        assert run("check", "--list", "--only", "tier-differs", "--csv").stdout.count("\n") == 2
        told = run("check", "--list", "--severity", "high").stdout
        assert "status-differs, high, of an account\n  An account is major by the record" in told
        assert "\n  To clear it: Record what" in told
        assert "tier-differs" not in told

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (["nobody"], 3, "no account answers to 'nobody'"),
            (["--only", "status-difers"], 2, "--only 'status-difers': the nearest is 'status-differs'"),
            (["--severity", "grave"], 2, "'grave' is not one of 'high', 'medium', 'low'"),
            (["--as-of", "2023"], 0, ""),
            (["--known-at", "@99"], 3, "@99 is no position"),
            (["--baseline", "none.toml"], 2, "--baseline none.toml cannot be read: No such file"),
        ],
    )
    def test_says_what_is_wrong(self, granted: Run, words: list[str], code: int, said: str) -> None:
        assert said in granted("check", *words, code=code).stderr


class TestBaseline:
    def accept(self, *entries: str) -> list[str]:
        Path("known.toml").write_text("\n".join(entries), encoding="utf-8")
        return ["--baseline", "known.toml"]

    def entry(self, id_: str, reason: str = "the board knows", until: str = "") -> str:
        last = f"until = {until}\n" if until else ""
        return f'[[accepted]]\nid = "{id_}"\nreason = "{reason}"\n{last}'

    def test_what_is_accepted_does_not_count(self, granted: Run) -> None:
        baseline = self.accept(self.entry(OVERRIDE))
        only = ["--only", "granted-outside-process"]
        result = granted("check", *only, *baseline)
        assert result.stdout.startswith("Nothing but what is accepted.\n1 accepted\n")
        assert result.stderr == ""
        said = granted("check", *ONLY, *baseline, code=1).stdout
        assert "1 high, 1 medium; 1 accepted" in said
        assert "granted-outside-process" not in said.partition("1 high, 1 medium")[0]

    def test_is_shown_with_its_reason_when_asked_for(self, granted: Run) -> None:
        baseline = self.accept(self.entry(OVERRIDE, until="2024-06-01"))
        said = granted("check", *ONLY, *baseline, "--accepted", code=1).stdout
        assert "acme@2  the board knows  The grant of 2024-03-01: it was" in said.splitlines()[1]
        rows = found(granted("check", *ONLY, *baseline, "--accepted", "--json", code=1))
        assert (rows[OVERRIDE]["accepted"], rows[OVERRIDE]["until"]) == ("the board knows", "2024-06-01")
        assert rows["status-differs:acme"]["accepted"] is None

    def test_counts_again_once_its_day_is_over(self, granted: Run) -> None:
        baseline = self.accept(self.entry(OVERRIDE, until="2024-05-31"))
        only = ["--only", "granted-outside-process"]
        result = granted("check", *only, *baseline, code=1)
        assert result.stderr == f"{OVERRIDE} was accepted until 2024-05-31: it counts again\n"
        granted("check", *only, *baseline, "--as-of", "2024-05-31")

    def test_says_what_it_accepts_that_is_found_no_longer(self, granted: Run) -> None:
        gone = "granted-outside-process:acme:acme@9"
        baseline = self.accept(self.entry(gone))
        told = f"{gone} is accepted, and found no longer: take it out of the baseline\n"
        assert granted("check", *ONLY, *baseline, code=1).stderr == told
        assert granted("check", "acme", *ONLY, *baseline, code=1).stderr == told
        # What was not looked for is not missed.
        assert granted("check", "bolt", *baseline).stderr == ""
        assert granted("check", "--only", "status-differs", *baseline, code=1).stderr == ""

    def test_every_fault_of_a_file_is_told_with_its_line(self, granted: Run) -> None:
        baseline = self.accept(
            '[[accepted]]\nid = "status-difers:acme"\nreason = ""',
            '[[accepted]]\nid = "status-differs:acme"\nuntill = 2024-01-01',
        )
        result = granted("check", *baseline, code=2)
        assert result.stdout == ""
        assert result.stderr == (
            "error: --baseline known.toml: line 2: there is no check 'status-difers': the nearest is "
            "'status-differs'; line 3: reason is empty: say why it is accepted; line 4: reason is missing: "
            "say why it is accepted; line 6: unknown key untill: the nearest is until, of id, reason, until\n"
        )


def test_of_the_demo_it_tells_what_is_so(run: Run) -> None:
    run("demo", "demo.db")
    only = "--only status-differs --only status-review-due --only tier-differs --only contradiction".split()
    demo = "--ledger demo.db --as-of 2024 --json".split()
    rows = found(run("check", *only, *demo, code=1)).values()
    assert [(row["finding"], row["account"], row["facts"]) for row in rows] == [
        ("status-differs", "lindqvist", ["lindqvist@25"]),
        ("status-differs", "northmoor", ["northmoor@24"]),
        ("status-review-due", "lindqvist", ["lindqvist@25"]),
        ("status-review-due", "northmoor", ["northmoor@80"]),
        ("tier-differs", "ostermark", ["ostermark@4"]),
        ("tier-differs", "saltmarsh", ["saltmarsh@15"]),
    ]
    unmet = {row["account"] for row in rows if row["finding"] == "status-differs"}
    listed = json.loads(run("list", *demo).stdout)["rows"]
    differ = {row["account"] for row in listed if (row["status"], row["standing"]) == ("major", "unmet")}
    assert unmet == differ

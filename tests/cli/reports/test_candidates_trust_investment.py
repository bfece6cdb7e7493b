"""What the reports on candidates, trust and investment say, on the demo and on a ledger of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def demo(run: Run) -> Run:
    run("demo", "demo.db")
    return lambda *words: run("--ledger", "demo.db", "report", *words, "--as-of", "2024")


def rows(done: Any) -> dict[str, dict[str, Any]]:
    return {row["account"]: row for row in json.loads(done.stdout)["rows"]}


@pytest.mark.requirement("C-K0", "C-M2", "C-M3")
def test_candidates_are_ranked_row_by_row_the_best_named_and_what_is_missing(demo: Run) -> None:
    said = demo("candidates").stdout.splitlines()
    assert said[1].split()[:3] == ["lindqvist", "major", "9"]
    assert "+ + + + + + + + +  yes" in said[1]
    assert any(line.startswith("best candidates: lindqvist") for line in said)
    found = rows(demo("candidates", "--json"))
    scores = [row["score"] for row in found.values()]
    assert scores == sorted(scores, reverse=True)
    assert found["kestrel"]["lacks"] == ["a purchase", "a measured result"]
    assert (found["kestrel"]["current_customer"], found["kestrel"]["commitment"]) == ("weak", "unassessed")


@pytest.mark.requirement("C-K0", "B-I3")
def test_a_candidate_is_told_row_by_row_with_what_it_rests_on(demo: Run) -> None:
    found = json.loads(demo("candidate", "castellan", "--json").stdout)
    assert [row["row"] for row in found["rows"]] == [f"C-K{n}" for n in range(1, 10)]
    for row in found["rows"]:
        assert (row["answer"] == "unassessed") or row["facts"]
    assert found["score"] == sum({"strong": 1, "weak": -1}.get(row["answer"], 0) for row in found["rows"])
    said = demo("candidate", "castellan").stdout
    assert "buys what costs least; they buy by RFP" in said
    assert "best candidate: no: not satisfied, not on good terms with every sponsor" in said
    assert "best candidate: yes" in demo("candidate", "lindqvist").stdout


def test_a_row_of_no_weight_is_blank_and_left_out(run: Run, demo: Run) -> None:
    weights = "".join(f"{row} = 0\n" for row in ("growth", "reputation"))
    Path("policy.toml").write_text(f"[candidates.weights]\n{weights}")
    words = ("programme", "policy", "adopt", "policy.toml", "--on", "2024-01-01", "--reason", "board")
    run("--ledger", "demo.db", "--actor", "ida", *words)
    found = rows(demo("candidates", "--json"))["lindqvist"]
    assert (found["growth"], found["score"], found["weight"]) == (None, 7, 7)
    assert len(json.loads(demo("candidate", "lindqvist", "--json").stdout)["rows"]) == 7


@pytest.mark.requirement("B-I2")
def test_trust_cites_what_it_rests_on_and_guesses_nothing(demo: Run) -> None:
    found = rows(demo("trust", "--json"))
    assert (found["lindqvist"]["likelihood"], found["lindqvist"]["relationships"]) == ("high", "rose")
    assert all(found["lindqvist"][f"{what}_facts"] for what in ("expectation", "promise", "relationship"))
    assert (found["castellan"]["likelihood"], found["castellan"]["relationships"]) == ("low", "fell")
    assert (found["saltmarsh"]["likelihood"], found["saltmarsh"]["promise_facts"]) == ("unknown", [])


@pytest.mark.requirement("B-D5", "B-I1")
def test_investment_says_what_was_profitable_not_worth_it_and_what_was_wasted(demo: Run) -> None:
    said = demo("investment").stdout
    assert "profitable, not worth it" in next(
        r for r in said.splitlines() if r.split()[:2] == ["castellan", "2023"]
    )
    assert "over-promised: meridian, Berths by the hour" in said
    assert "35,000.00 GBP of landing wasted" in said
    found = json.loads(demo("investment", "meridian", "--json").stdout)
    assert [lost["title"] for lost in found["over_promised"]] == ["Berths by the hour"]
    assert [row["wasted"]["amount"] for row in found["rows"]] == ["35000.00", "0.00"]


@pytest.mark.requirement("B-I1")
def test_no_margin_is_made_up(book: Run) -> None:
    assert "Nothing was spent." in book("report", "investment").stdout
    book("revenue", "record", "acme", "--amount", "900", "--on", "2024-02-01")
    book("investment", "make", "acme", "--purpose", "team", "--amount", "50", "--on", "2024-02-01")
    assert "no margin is known" in book("report", "investment", "acme").stdout
    row = rows(book("report", "investment", "--json"))["acme"]
    assert (row["margin"], row["return"], row["worth"]) == (None, None, None)

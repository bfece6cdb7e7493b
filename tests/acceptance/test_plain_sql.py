"""Real payments, imported and asked in plain SQL: the sums are those worked out beforehand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from majoracct.cli import root

DATA = Path(__file__).parents[3] / "shared/data/public-spend"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `majoracct` on a new ledger in pounds, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("LEDGER", "ACTOR", "ROLE"):
        monkeypatch.delenv(f"MAJORACCT_{name}", raising=False)

    def call(*words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(root, [str(word) for word in words], prog_name="majoracct")
        assert result.exit_code == code, result.output
        return result

    call("init", "--currency", "GBP")
    return call


def asked(run: Run, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("query", sql, "--json").stdout)["rows"]
    return found


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["civica", "siemens"])
def test_every_year_of_every_account_adds_up_to_the_penny(run: Run, name: str) -> None:
    run("import", DATA / f"{name}.csv", "--map", "uk-spend", code=6)
    with (DATA / f"{name}.by-year.csv").open(encoding="utf-8", newline="") as file:
        right = {
            (r["account"], int(r["year"])): (int(Decimal(r["net_gbp"]) * 100), int(r["payments"]))
            for r in csv.DictReader(file)
            if r["year"] != "undated"
        }
    by_year = "SELECT account, year, sum(amount_minor) AS pence, count(*) AS n FROM revenue GROUP BY 1, 2"
    assert {(r["account"], r["year"]): (r["pence"], r["n"]) for r in asked(run, by_year)} == right

    listed = json.loads(run("list", "--as-of", "2017", "--json").stdout)["rows"]
    of_2017 = "SELECT account, sum(amount_minor) AS pence FROM revenue WHERE year = 2017 GROUP BY account"
    found = {r["account"]: r["pence"] for r in asked(run, of_2017)}
    assert {r["account"]: found.get(r["account"], 0) for r in listed} == {
        r["account"]: int(Decimal(r["revenue"]["amount"]) * 100) for r in listed
    }
    facts = asked(run, "SELECT count(*) AS n, max(position) AS last FROM facts")
    assert facts[0]["n"] == facts[0]["last"] == json.loads(run("list", "--json").stdout)["known_at"]

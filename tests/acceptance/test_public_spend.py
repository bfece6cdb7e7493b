"""Real payments by sixteen public bodies, imported: the answers are those worked out beforehand.

The data stand in the folder shared with this project, and the tests that need them are left out
where it is missing; what importing does is also told by tests on a fictitious file.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from majoracct.cli import root

DATA = Path(__file__).parents[3] / "shared/data/public-spend"
shared = pytest.mark.shared_data  # left out where they are not
Run = Callable[..., Result]
Cells = dict[tuple[str, int], tuple[str, int, int]]


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


def revenue(run: Run) -> Cells:
    """Return what `report revenue` says of each account and year: net, payments, credits."""
    rows = json.loads(run("report", "revenue", "--json").stdout)["rows"]
    assert {row["net"]["currency"] for row in rows} <= {"GBP"}
    return {
        (row["account"], row["year"]): (row["net"]["amount"], row["payments"], row["credits"]) for row in rows
    }


def right(name: str) -> tuple[Cells, Decimal, int]:
    """Return the right answers: the dated cells, and the sum and number of undated payments."""
    with (DATA / f"{name}.by-year.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    dated = {
        (r["account"], int(r["year"])): (r["net_gbp"], int(r["payments"]), int(r["credits"]))
        for r in rows
        if r["year"] != "undated"
    }
    undated = [r for r in rows if r["year"] == "undated"]
    return (
        dated,
        sum((Decimal(r["net_gbp"]) for r in undated), Decimal(0)),
        sum(int(r["payments"]) for r in undated),
    )


def position(run: Run) -> int:
    return int(json.loads(run("list", "--json").stdout)["known_at"])


@shared
@pytest.mark.parametrize(
    ("name", "cells", "payments", "rejects"), [("civica", 121, 1815, 17), ("siemens", 105, 7881, 67)]
)
def test_a_suppliers_history_ends_in_the_right_answers(
    run: Run, name: str, cells: int, payments: int, rejects: int
) -> None:
    told = run("import", DATA / f"{name}.csv", "--map", "uk-spend", "--rejects", "R.csv", "--json", code=6)
    total = json.loads(told.stdout)["data"]["total"]
    assert (total["recorded"], total["accounts_opened"], total["rejected"]) == (payments, 16, rejects)
    dated, undated, count = right(name)
    assert len(dated) == cells
    assert revenue(run) == dated
    with Path("R.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert (sum(Decimal(r["amount"]) for r in rejected), len(rejected)) == (undated, count)
    original = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    for reject in rejected:
        assert reject["payment_date"] in original[int(reject["reject_row"]) - 1]

    before = position(run)
    again = json.loads(run("import", DATA / f"{name}.csv", "--map", "uk-spend", "--json", code=6).stdout)[
        "data"
    ]["total"]
    assert (again["recorded"], again["known"], again["rejected"]) == (0, payments, rejects)
    assert position(run) == before


@shared
@pytest.mark.requirement("C-D3", "C-W2")
@pytest.mark.parametrize("name", ["civica", "siemens"])
@pytest.mark.parametrize("year", [2012, 2017, 2021])
def test_who_brings_most_is_who_a_plain_computation_says(run: Run, name: str, year: int) -> None:
    run("import", DATA / f"{name}.csv", "--map", "uk-spend", code=6)
    net = {account: Decimal(cell[0]) for (account, each), cell in right(name)[0].items() if each == year}
    order = sorted(net, key=lambda account: (-net[account], account))
    payers = [account for account in order if net[account] > 0]
    paid = sum((net[account] for account in payers), Decimal(0))
    few = next(n for n in range(len(payers) + 1) if sum(net[a] for a in payers[:n]) * 5 >= paid * 4)

    found = json.loads(run("report", "pareto", "--as-of", year, "--json").stdout)
    assert [(row["account"], Decimal(row["revenue"]["amount"])) for row in found["rows"]] == [
        (account, net[account]) for account in order
    ]
    assert [row["account"] for row in found["rows"] if row["in_set"]] == payers[:few]
    assert [row["account"] for row in found["rows"] if row["in_top"]] == payers[: -(-len(payers) // 5)]
    assert Decimal(found["paid"]["amount"]) + Decimal(found["returned"]["amount"]) == sum(net.values())

    years = json.loads(run("report", "concentration", "--as-of", 2022, "--json").stdout)
    [told] = [row for row in years["rows"] if row["year"] == year]
    assert told["paying"] == len(payers)
    hhi = sum((net[account] / paid) ** 2 for account in payers)
    assert abs(Decimal(told["hhi"]) - hhi) < Decimal("0.000001")
    assert abs(Decimal(told["per_customer"]["amount"]) - paid / len(payers)) <= Decimal("0.005")
    assert Decimal(years["net"]["amount"]) == sum(Decimal(cell[0]) for cell in right(name)[0].values())


@shared
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("name", ["civica", "siemens"])
def test_a_file_cut_in_two_that_overlap_ends_in_the_same_answers(run: Run, name: str, share: float) -> None:
    header, *rows = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cut = int(len(rows) * share)
    start, end = cut, cut + 20
    # Rows alike stand near each other; the overlap holds all of those it cuts.
    while set(rows[:start]) & set(rows[start:end]):
        start -= 1
    while set(rows[:end]) & set(rows[end:]):
        end += 1
    Path("one.csv").write_text(header + "".join(rows[:end]), encoding="utf-8", newline="")
    Path("two.csv").write_text(header + "".join(rows[start:]), encoding="utf-8", newline="")
    run("import", "one.csv", "--map", "uk-spend", code=6 if _has_rejects(rows[:end]) else 0)
    run("import", "two.csv", "--map", "uk-spend", code=6 if _has_rejects(rows[start:]) else 0)
    assert revenue(run) == right(name)[0]


def _has_rejects(rows: list[str]) -> bool:
    return any(row.startswith("darlington") and not row.split(",")[2][-3:].startswith("-") for row in rows)


@shared
def test_a_late_file_changes_what_was_true_and_not_what_was_known(run: Run) -> None:
    run("import", DATA / "civica.csv", "--map", "uk-spend", code=6)
    known = position(run)
    before = run("list", "--as-of", "2017", "--known-at", f"@{known}", "--json").stdout
    run("import", DATA / "siemens.csv", "--map", "uk-spend", code=6)
    assert run("list", "--as-of", "2017", "--known-at", f"@{known}", "--json").stdout == before
    assert run("list", "--as-of", "2017", "--json").stdout != before


def test_an_import_that_is_killed_goes_on_where_it_stopped(run: Run, tmp_path: Path) -> None:
    """A process of its own is killed again and again; what it recorded is whole, and is there once."""
    rows = [f"Body {n % 7},f,{2010 + n % 10}-03-{n % 28 + 1:02d},{n}.25,u,s\n" for n in range(20_000)]
    header = "body,source_file,payment_date,amount,organisational_unit,supplier\n"
    (tmp_path / "payments.csv").write_text(header + "".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "majoracct.cli", "import", "payments.csv", "--map", "uk-spend"]
    paths = os.pathsep.join(filter(None, sys.path))
    for wait in (0.5, 0.7, 0.9):
        with subprocess.Popen(
            command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE
        ) as process:
            time.sleep(wait)
            process.kill()
    run("import", "payments.csv", "--map", "uk-spend")
    assert sum(payments for _, payments, _ in revenue(run).values()) == 20_000
    assert sum(Decimal(net) for net, _, _ in revenue(run).values()) == sum(
        Decimal(f"{n}.25") for n in range(20_000)
    )
    before = position(run)
    run("import", "payments.csv", "--map", "uk-spend")
    assert position(run) == before
    assert "20,000  known before" in run("import", "payments.csv", "--map", "uk-spend").stdout

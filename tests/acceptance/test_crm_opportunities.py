"""The accounts and the pipeline of a CRM, imported with one command: the answers are worked out beforehand.

The data stand in the folder shared with this project, and the tests are left out where it is missing;
what such an import does is also told by tests on a fictitious map.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from majoracct.cli import root
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.revenue import by_year
from majoracct.domain.seen import Account
from majoracct.ledger import Ledger

DATA = Path(__file__).parents[3] / "shared/data/crm"
END = dt.date(2017, 12, 31)
WORDS = ["--map", "crm-opportunities", "--on", "2017-12-31"]
FILES = ["accounts.csv", "sales_pipeline.csv"]
Run = Callable[..., Result]

pytestmark = pytest.mark.shared_data  # left out where they are not


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `majoracct` on a new ledger in dollars, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("LEDGER", "ACTOR", "ROLE"):
        monkeypatch.delenv(f"MAJORACCT_{name}", raising=False)

    def call(*words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(root, [str(word) for word in words], prog_name="majoracct")
        assert result.exit_code == code, result.output
        return result

    call("init", "--currency", "USD")
    return call


def answered(ledger: Ledger, account: Account) -> dict[str, str]:
    """Return what the domain answers of ACCOUNT, as the right answers are written.

    Those that were worked on are told from prospects by the stage that their fact keeps from the file.
    """
    stages = {
        f.id: f.source["deal_stage"] for f in ledger.store.facts(account.key, types=["OpportunityIdentified"])
    }
    items = account[Opportunities].items.items()
    won = sorted(each.won for _, each in items if each.won)
    still = [stages[key] for key, each in items if each.open]
    net = sum(taken.net for year, taken in by_year(account).items() if year == 2017)
    return {
        "account": account[Profile].name,
        "won_revenue_usd": f"{net:.0f}",
        "won": str(len(won)),
        "lost": str(sum(each.lost is not None for _, each in items)),
        "engaging": str(still.count("Engaging")),
        "prospecting": str(still.count("Prospecting")),
        "first_won": str(won[0]) if won else "",
        "last_won": str(won[-1]) if won else "",
    }


@pytest.mark.parametrize("files", [FILES, FILES[::-1]], ids=["in order", "the other way round"])
def test_every_account_ends_in_the_right_answers_and_again_is_free(run: Run, files: list[str]) -> None:
    paths = [DATA / name for name in files]
    told = json.loads(run("import", *paths, *WORDS, "--rejects", "r.csv", "--json", code=6).stdout)["data"]
    assert [file["file"] for file in told["files"]] == FILES
    total = {"recorded": 7460, "accounts_opened": 85, "known": 0, "changed": 0, "rejected": 1425}
    assert {name: told["total"][name] for name in total} == total
    with Path("r.opportunities.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    with (DATA / "expected-accounts-2017.csv").open(encoding="utf-8", newline="") as file:
        nobody, *right = csv.DictReader(file)
    for stage in ("Engaging", "Prospecting"):  # rows that name no account
        assert sum(row["deal_stage"] == stage for row in rejected) == int(nobody[stage.lower()])
    assert {row["reject_reason"] for row in rejected} == {"it names no account"}

    with Ledger.open("majoracct.db") as ledger:
        found = [answered(ledger, account) for account in ledger.accounts(as_of=END)]
    assert sorted(found, key=lambda row: row["account"]) == sorted(right, key=lambda row: row["account"])

    before = json.loads(run("list", "--json").stdout)["known_at"]
    again = json.loads(run("import", *paths, *WORDS, "--json", code=6).stdout)["data"]["total"]
    assert (again["recorded"], again["known"], again["changed"], again["rejected"]) == (0, 7460, 0, 1425)
    assert json.loads(run("list", "--json").stdout)["known_at"] == before


def test_what_the_customer_is_is_no_revenue_of_ours(run: Run) -> None:
    run("import", DATA / "accounts.csv", *WORDS)
    shown = run("show", "codehow", "--as-of", "2017-12-31").stdout
    assert (
        "software; part of Acme Corporation; its own turnover 2,714,900,000.00 USD; 2,641 employees" in shown
    )
    assert "revenue   none on record" in shown
    data = json.loads(run("show", "acme-corporation", "--as-of", "2017-12-31", "--json").stdout)["data"]
    assert data["firmographics"]["sector"]["value"] == "technology"  # the file spells it otherwise


def test_a_product_is_called_by_its_right_name(run: Run) -> None:
    run("import", *(DATA / name for name in FILES), *WORDS, code=6)
    with Ledger.open("majoracct.db") as ledger:
        titles = {
            each.title.rpartition(" ")[0]
            for account in ledger.accounts(as_of=END)
            for each in account[Opportunities].items.values()
        }
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        assert titles == {row["product"] for row in csv.DictReader(file)}


def test_months_one_by_one_end_where_the_whole_does(run: Run) -> None:
    """Exports at the ends of March, August and December, each with what was known by then."""
    with (DATA / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    run("import", DATA / "accounts.csv", *WORDS)
    for day in ("2017-03-31", "2017-08-31", "2017-12-31"):
        with Path(f"{day}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            for row in rows:
                if day < "2017-12-31" and (not row["engage_date"] or row["engage_date"] > day):
                    continue  # a prospect keeps the day of the first export that holds it
                later = {"deal_stage": "Engaging", "close_date": "", "close_value": ""}
                writer.writerow(row if row["close_date"] <= day else {**row, **later})
        told = run("import", f"{day}.csv", "--map", "crm-opportunities", "--on", day, "--json", code=6)
        assert json.loads(told.stdout)["data"]["total"]["changed"] == 0
    with Ledger.open("majoracct.db") as ledger:
        found = [answered(ledger, account) for account in ledger.accounts(as_of=END)]
    with (DATA / "expected-accounts-2017.csv").open(encoding="utf-8", newline="") as file:
        _, *right = csv.DictReader(file)
    assert sorted(found, key=lambda row: row["account"]) == sorted(right, key=lambda row: row["account"])

"""The documents are true: every console block is run as typed, and prints what it says.

In a page, "Save as `NAME`:" before a fenced block makes a file of it. In a ``console`` block a line
after ``$ `` is typed, and what follows it is what is printed, errors included; `…` stands for what
differs from run to run. Every block of a page runs in one folder, in order.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parent.parent
PAGES = (
    "docs/tutorial.md",
    "docs/how-to/import.md",
    "docs/how-to/import-salesforce.md",
    "docs/how-to/plug-in.md",
    "docs/how-to/audit.md",
    "docs/how-to/sql.md",
    "docs/explanation/replay.md",
    "docs/how-to/what-if.md",
    "docs/how-to/erase.md",
    "docs/how-to/share-a-plan.md",
    "docs/how-to/verify-by-hand.md",
    "docs/how-to/keys.md",
    "docs/how-to/witness.md",
    "docs/how-to/restore.md",
)
# Pages about real data, which stand beside some checkouts; left out where they do not.
REAL = {"docs/how-to/audit-payments.md": ROOT.parent / "shared/data/public-spend/siemens.csv"}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAVED = re.compile(r"Save (?:this )?as `([^`]+)`:\s*\Z")


@frozen
class Typed:
    """A command as typed, and what it prints."""

    command: str
    printed: str


def files(page: str) -> dict[str, str]:
    """Return the files a page has its reader save, by name."""
    found = {}
    for fence in _FENCE.finditer(page):
        saved = _SAVED.search(page[: fence.start()])
        if saved:
            found[saved[1]] = fence[2]
    return found


def typed(page: str) -> list[Typed]:
    """Return the commands of a page's console blocks, in order."""
    found: list[Typed] = []
    for language, block in _FENCE.findall(page):
        if language != "console":
            continue
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            while command.endswith("\\"):
                more, _, printed = printed.partition("\n")
                command = command[:-1] + more.lstrip().removeprefix("> ")
            found.append(Typed(command, printed.rstrip("\n")))
    return found


def as_pattern(printed: str) -> re.Pattern[str]:
    """Return what matches PRINTED, where … stands for anything within a line."""
    return re.compile(r"[^\n]*".join(re.escape(part) for part in printed.split("…")) + r"\Z")


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_types_prints_what_it_says(name: str, tmp_path: Path) -> None:
    run_page(name, tmp_path)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", REAL)
def test_what_a_page_types_about_real_data_prints_what_it_says(name: str, tmp_path: Path) -> None:
    shutil.copy(REAL[name], tmp_path)
    run_page(name, tmp_path)


def run_page(name: str, folder: Path) -> None:
    """Type what the page called NAME types, in FOLDER, and compare what is printed."""
    page = (ROOT / name).read_text(encoding="utf-8")
    for file, text in files(page).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
    }
    for name_ in [n for n in environment if n.startswith("MAJORACCT_")]:
        del environment[name_]
    commands = typed(page)
    assert commands, f"{name} types nothing"
    for each in commands:
        ran = subprocess.run(
            ["bash", "-c", each.command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        said = ran.stdout.rstrip("\n")
        assert as_pattern(each.printed).match(said), (
            f"$ {each.command}\n{said}\n-- the page says:\n{each.printed}"
        )


def links(page: Path) -> list[str]:
    """Return the files of this repository a page points to."""
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return [t for t in targets if "://" not in t]


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=str
)
def test_links_lead_somewhere(page: Path) -> None:
    missing = [target for target in links(page) if not (page.parent / target).exists()]
    assert missing == []


def test_the_readme_shows_what_a_newcomer_types() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for shown in ("make demo", "make test", "pipx install .", "majoracct import", "majoracct why"):
        assert shown in readme


def test_the_readme_s_code_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = (block for language, block in _FENCE.findall(readme) if language == "python")
    before = """
from datetime import date
from decimal import Decimal
from majoracct import Ledger
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.money import Money
from majoracct.ledger import Request

with Ledger.create("book.db", currency="GBP", by="kim") as ledger:
    day = date(2024, 1, 1)
    desk = ledger.desk(by="kim").on(day)
    desk.record("acme", AccountOpened("Acme"))
    desk.record("acme", StakeholderIdentified("p7", BuyingFunction.FINANCE))
    pay = RevenueRecorded(Money(Decimal(1), "GBP"))
    desk.record_all([Request("acme", pay, day) for _ in range(1815)])
"""
    after = "\nassert then.known_at == 1820 and then.on == date(2024, 12, 31)\n"
    subprocess.run([sys.executable, "-c", before + code + after], cwd=tmp_path, check=True)

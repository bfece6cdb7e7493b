"""`doctor`: its exit codes, how it is told, and that it says where to look next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from majoracct.adapters.trust.keys import make_wrapping_key

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KEY_STORE", "WRAPPING_KEY_FILE", "WRAPPING_COMMAND", "SIGNING_KEY_FILE", "SIGNING_COMMAND"):
        monkeypatch.delenv(f"MAJORACCT_{name}", raising=False)


def test_without_a_ledger_the_rest_is_examined(run: Run) -> None:
    said = run("doctor").stdout
    assert "note     ledger-missing: majoracct.db" in said
    assert "Examined SQLite" in said
    assert list(Path().iterdir()) == []


def test_warnings_and_notes_are_no_errors(book: Run) -> None:
    found = json.loads(book("doctor", "--json").stdout)
    assert found["schema"] == "majoracct.doctor.1"
    assert found["counts"]["error"] == 0
    assert found["known_at"] == 4
    assert {"never-vouched-for", "no-key-store"} <= {row["finding"] for row in found["rows"]}


def test_something_to_be_done_is_exit_code_1(book: Run) -> None:
    Path("majoracct.db-journal").write_bytes(b"x")
    said = book("doctor", code=1).stdout
    assert said.startswith("error    journal-foreign: ")
    assert "      -> Find out who put it there" in said
    rows = book("doctor", "--where", "severity=error", "--csv", code=1).stdout.splitlines()
    assert rows[0] == "severity,finding,where,what,remedy,person"
    assert len(rows) == 3  # and the ledger cannot be opened beside it


def test_a_wrong_wrapping_key_is_told_once_and_nothing_is_thrown(
    book: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAJORACCT_KEY_STORE", "nowhere.keys")
    assert "key-store-not-attached" in book("doctor").stdout
    make_wrapping_key(tmp_path / "wrapping")
    (tmp_path / "wrapping").chmod(0o644)
    monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", "wrapping")
    assert "error    key-exposed: wrapping" in book("doctor", code=1).stdout


def test_it_names_its_neighbours(run: Run) -> None:
    said = " ".join(run("doctor", "--help").stdout.split())
    assert "`verify` checks the record itself, `check` the business" in said
    for name in ("verify", "check", "config"):
        assert "`doctor`" in run(name, "--help").stdout

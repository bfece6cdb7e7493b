"""`evidence`: what was shown for each fact, and whether the files at hand are what was shown."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import Evidence
from majoracct.testing.given import money

Book = Any

pytestmark = pytest.mark.requirement("B-D4")


def document(name: str, content: bytes) -> Evidence:
    return Evidence(name, len(content), hashlib.sha256(content).hexdigest())


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with the minutes under another name, an altered letter, and one paper of no fact's."""
    folder = tmp_path / "papers"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "kept.bin").write_bytes(b"minutes")
    (folder / "letter.pdf").write_bytes(b"not what was shown")
    (folder / "menu.pdf").write_bytes(b"menu")
    return folder


@pytest.fixture
def backed(book: Book) -> Book:
    """The ledger, with payments of acme (@5, @6) and globex (@3) that rest on documents."""
    documents = (
        ("acme", [document("minutes.pdf", b"minutes"), Evidence("https://example.org/minutes")]),
        ("acme", [document("letter.pdf", b"letter")]),
        ("globex", [document("lost.pdf", b"lost")]),
    )
    for account, shown in documents:
        desk = book.ledger.desk(by="kim").on(dt.date(2024, 2, 1), evidence=shown)
        desk.record(account, RevenueRecorded(money("70")))
    return book


class TestListing:
    def test_each_with_its_fact_and_digest(self, backed: Book) -> None:
        rows = backed.rows("evidence", "list", "acme")
        minutes = document("minutes.pdf", b"minutes")
        assert rows[0] == {
            "account": "acme",
            "fact": "acme@5",
            "position": 10,
            "on": "2024-02-01",
            "lag_days": -30,
            "name": "minutes.pdf",
            "size": 7,
            "sha256": minutes.sha256,
            "withdrawn_by": None,
        }
        assert [(r["name"], r["sha256"] is None) for r in rows[1:]] == [
            ("https://example.org/minutes", True),
            ("letter.pdf", False),
        ]
        assert minutes.sha256 in backed.text("evidence", "list")

    def test_is_complete(self, backed: Book) -> None:
        with sqlite3.connect(backed.path) as db:
            query = "select coalesce(sum(json_array_length(body, '$.evidence')), 0) from events"
            (count,) = db.execute(query).fetchone()
        db.close()
        assert len(backed.rows("evidence", "list", "--as-of", "9999-12-31")) == count == 4

    def test_a_withdrawn_fact_keeps_its_own(self, backed: Book) -> None:
        backed.withdraw("acme@6", "not ours")
        rows = backed.rows("evidence", "list", "--where", "name=letter.pdf")
        assert [row["withdrawn_by"] for row in rows] == ["acme@7"]
        assert "letter.pdf (withdrawn by acme@7)" in backed.text("evidence", "list")

    def test_both_clocks_limit_it(self, backed: Book) -> None:
        assert backed.rows("evidence", "list", "--known-at", "@9") == []
        result = backed.run("evidence", "list", "--as-of", "2024-01-31")
        assert "No fact names any evidence." in result.stdout
        assert "4 more after 2024-01-31" in result.stderr


class TestChecking:
    def test_what_became_of_each(self, backed: Book, papers: Path) -> None:
        answer = backed.json("evidence", "check", str(papers), code=1)
        assert [(r["name"], r["state"], r["paths"]) for r in answer["rows"]] == [
            ("minutes.pdf", "intact", ["sub/kept.bin"]),
            ("https://example.org/minutes", "not fetched", []),
            ("letter.pdf", "altered", ["letter.pdf"]),
            ("lost.pdf", "missing", []),
        ]
        assert {state: n for state, n in answer["counts"].items() if n} == {
            "intact": 1,
            "altered": 1,
            "missing": 1,
            "not fetched": 1,
        }
        assert (answer["files"], answer["files_not_named"]) == (3, 1)

    def test_a_person_reads_counts_below(self, backed: Book, papers: Path) -> None:
        told = backed.text("evidence", "check", str(papers), code=1)
        assert "4 named: 1 intact, 1 altered, 1 missing, 1 not fetched" in told
        assert "3 files found, 1 of which no fact names" in told

    @pytest.mark.parametrize("left", ["letter.pdf", "lost.pdf"])
    def test_one_altered_or_missing_is_enough_to_fail(self, backed: Book, papers: Path, left: str) -> None:
        for name in {"letter.pdf", "lost.pdf"} - {left}:
            (papers / name).write_bytes(name.removesuffix(".pdf").encode())
        backed.text("evidence", "check", str(papers), code=1)
        (papers / left).write_bytes(left.removesuffix(".pdf").encode())
        backed.text("evidence", "check", str(papers))

    def test_the_rows_shown_do_not_decide(self, backed: Book, papers: Path) -> None:
        assert "None of 4 rows" in backed.text(
            "evidence", "check", str(papers), "--where", "state=unreadable", code=1
        )

    def test_of_one_account(self, backed: Book, papers: Path) -> None:
        (papers / "letter.pdf").write_bytes(b"letter")
        backed.text("evidence", "check", str(papers), "acme")
        assert "lost.pdf" not in backed.text("evidence", "check", str(papers), "acme")

    def test_links_that_lead_out_are_told(self, backed: Book, papers: Path, tmp_path: Path) -> None:
        (tmp_path / "outside.pdf").write_bytes(b"lost")
        (papers / "lost.pdf").symlink_to(tmp_path / "outside.pdf")
        result = backed.run("evidence", "check", str(papers))
        assert result.exit_code == 1
        assert "passed over: lost.pdf" in result.stderr

    def test_no_folder_is_bad_input(self, backed: Book, papers: Path) -> None:
        for named in (papers / "gone", papers / "letter.pdf"):
            result = backed.run("evidence", "check", str(named))
            assert result.exit_code == 2
            assert "is no folder: name the one that holds the evidence" in result.stderr

    def test_an_unknown_account_is_not_found(self, backed: Book, papers: Path) -> None:
        assert backed.run("evidence", "check", str(papers), "stranger").exit_code == 3

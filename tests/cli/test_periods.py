"""Closed books and the limit of lateness on the command line, whichever command records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

HEADER = "body,source_file,payment_date,amount,organisational_unit,supplier\n"
CLOSED, OPEN = "2024-03-31", "2024-04-01"
PAY = ("revenue", "record", "acme", "--amount", "5", "--on")
SAYS_WHY = ("--role", "controller", "--reason", "the bank wrote")

pytestmark = pytest.mark.requirement("B-D4")


@pytest.fixture
def closed(book: Run) -> Run:
    """Return a program whose ledger's books are closed through March 2024; acme@2 is of February."""
    said = book("programme", "close-period", "--through", CLOSED, "--reason", "first quarter")
    assert "PeriodClosed  Books closed through 2024-03-31" in said.stdout
    return book


def head(run: Run) -> int:
    known_at: int = json.loads(run("list", "--json").stdout)["known_at"]
    return known_at


class TestClosedBooks:
    def test_are_said_in_one_error(self, closed: Run) -> None:
        said = closed(*PAY, CLOSED, code=4)
        assert said.stdout == ""
        assert said.stderr == (
            "error: refused by rule K9: 2024-03-31 is closed, as the books are through 2024-03-31. "
            "Have it recorded as controller, saying why.\n"
        )

    def test_are_open_from_the_next_day(self, closed: Run) -> None:
        closed(*PAY, OPEN)

    @pytest.mark.parametrize(
        "words",
        [
            (*PAY, CLOSED),
            (*PAY, CLOSED, "--dry-run"),
            ("withdraw", "acme@2", "--reason", "a slip"),
            ("correct", "acme@2", "--reason", "a slip", "--on", OPEN),
            ("correct", "acme@2", "--reason", "a slip", "--title", "CEO", "--dry-run"),
            ("programme", "target", "--count", "3", "--by", "2024-12-31", "--on", CLOSED),
        ],
        ids=" ".join,
    )
    def test_whatever_the_command(self, closed: Run, words: tuple[str, ...]) -> None:
        before = head(closed)
        assert "K9" in closed(*words, code=4).stderr
        assert head(closed) == before

    def test_give_way_to_who_may_and_says_why(self, closed: Run) -> None:
        assert closed(*PAY, CLOSED, "--role", "controller", code=4).stderr.endswith(". Say why.\n")
        closed(*PAY, CLOSED, *SAYS_WHY)
        closed("correct", "acme@3", "--amount", "6", *SAYS_WHY)

    def test_stop_a_file_of_events_and_name_the_line(self, closed: Run) -> None:
        entries = [
            {"account": "acme", "event": "RevenueRecorded", "data": {"amount": "5.00 GBP"}, "on": day}
            for day in (OPEN, CLOSED)
        ]
        Path("facts.jsonl").write_text("".join(json.dumps(e) + "\n" for e in entries), encoding="utf-8")
        before = head(closed)
        said = closed("record", "facts.jsonl", code=4).stderr
        assert "facts.jsonl line 2" in said
        assert "K9" in said
        assert head(closed) == before
        closed("record", "facts.jsonl", *SAYS_WHY)

    @pytest.mark.parametrize("days", [(CLOSED, OPEN), (OPEN, CLOSED)], ids="-".join)
    def test_reject_a_row_of_an_import_like_any_other(self, closed: Run, days: tuple[str, str]) -> None:
        line = 2 + days.index(CLOSED)
        Path("a.csv").write_text(
            HEADER + "".join(f"Bolt,f,{day},5.00,u,s\n" for day in days), encoding="utf-8"
        )
        for more in (("--dry-run",), ()):
            said = closed("import", "a.csv", "--map", "uk-spend", *more, code=6).stdout
            assert f"a.csv:{line}: {CLOSED} is closed" in said
            assert "1  rejected" in said or "1  would be rejected" in said
        assert "1  recorded" in said
        assert "1  accounts opened" in said

    def test_open_no_account_for_rows_all_of_which_are_late(self, closed: Run) -> None:
        Path("a.csv").write_text(
            HEADER + "".join(f"Bolt,f,2024-03-{day},5.00,u,s\n" for day in (30, 31)), encoding="utf-8"
        )
        said = closed("import", "a.csv", "--map", "uk-spend", code=6).stdout
        assert "a.csv:2: 2024-03-30 is closed" in said
        assert "a.csv:3: 2024-03-31 is closed" in said
        assert "bolt" not in closed("list").stdout

    def test_are_opened_again_by_who_may(self, closed: Run) -> None:
        assert "PD5" in closed("programme", "reopen-period", "--reason", "audit", code=4).stderr
        reopen = ("programme", "reopen-period", "--after", "2024-02-29", "--reason", "audit")
        assert "Books reopened after 2024-02-29" in closed(*reopen, "--role", "controller").stdout
        closed(*PAY, CLOSED)
        assert "K9" in closed(*PAY, "2024-02-29", code=4).stderr

    def test_are_not_closed_before_they_can_be(self, closed: Run) -> None:
        said = closed("programme", "close-period", "--through", "2024-06-01", "--reason", "June", code=4)
        assert "2024-06-01 is not over on 2024-06-01" in said.stderr


class TestALimit:
    def test_is_adopted_as_policy_and_said_in_one_error(self, book: Run) -> None:
        Path("policy.toml").write_text("[recording]\nlate_days = 30\n", encoding="utf-8")
        book("programme", "policy", "adopt", "policy.toml")
        book(*PAY, "2024-05-02")
        assert book(*PAY, "2024-05-01", code=4).stderr == (
            "error: refused by rule K10: 2024-05-01 is 31 days before 2024-06-01, when it is recorded; "
            "policy allows 30. Have it recorded as controller, saying why.\n"
        )
        book(*PAY, "2024-05-01", *SAYS_WHY)
        rows = json.loads(book("decisions", "--where", "late_override=true", "--json").stdout)["rows"]
        assert [(r["fact"], r["role"], r["reason"]) for r in rows] == [
            ("acme@4", "controller", "the bank wrote")
        ]

    @pytest.mark.parametrize("stated", ["-1", "1.5", '"a month"'])
    def test_that_cannot_be_meant_is_refused(self, book: Run, stated: str) -> None:
        Path("policy.toml").write_text(f"[recording]\nlate_days = {stated}\n", encoding="utf-8")
        said = book("programme", "policy", "adopt", "policy.toml", code=4 if stated == "-1" else 2)
        assert "late_days" in said.stderr

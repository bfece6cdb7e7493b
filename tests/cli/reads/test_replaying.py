"""`timeline ACCOUNT --replay`: how an account came to be what it is, a screen a step."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from typing import Any

import pytest

from majoracct.domain.account.profile import AccountOpened, AccountRenamed

Book = Any
KEYS = "step of start end facts joined changes turned before after".split()


@pytest.mark.requirement("B-D4")
class TestRows:
    def test_a_step_says_what_happened_and_what_it_changed(self, major: Book) -> None:
        document = major.json("timeline", "acme", "--replay")
        assert document["schema"] == "majoracct.replay.1"
        assert (document["account"], document["step"]) == ("acme", "fact")
        assert all(list(row) == KEYS for row in document["rows"])
        [granted] = [
            r for r in document["rows"] if r["facts"] and r["facts"][0]["type"] == "QualificationGranted"
        ]
        assert granted["facts"][0]["by"] == "dana"
        assert granted["facts"][0]["reason"] == "board"
        reference = granted["facts"][0]["fact"]
        assert granted["changes"] == [
            {"what": "status", "before": "open", "after": "major", "facts": [reference], "time_alone": False}
        ]
        assert (granted["before"]["status"], granted["after"]["status"]) == ("open", "major")

    def test_the_last_step_ends_as_show_and_why_have_it(self, major: Book) -> None:
        for clocks in (
            (),
            ("--as-of", "2024-03-05"),
            ("--as-of", "2024-04-02", "--known-at", f"@{major.head - 4}"),
        ):
            last = major.rows("timeline", "acme", "--replay", *clocks)[-1]["after"]
            shown = major.json("show", "acme", *clocks)["data"]
            assert (last["status"], last["standing"]) == (shown["status"], shown["standing"])
            assert last["tier_assigned"] == shown["tier_assigned"]
            assert last["tier_indicated"] == shown["tier_indicated"]
            code = 0 if last["status"] == "major" else 1
            why = major.json("why", "acme", *clocks, code=code)["data"]
            assert last["standing"] == why["standing"]
            assert last["criteria"] == {c["id"]: c["holds"] for c in why["criteria"]}

    def test_criteria_that_turned_are_named(self, major: Book) -> None:
        turned = [
            (t["id"], t["holds"]) for r in major.rows("timeline", "acme", "--replay") for t in r["turned"]
        ]
        assert turned[:5] == [("Q1", True), ("Q2", True), ("Q3", True), ("Q4", True), ("Q5", True)]

    def test_by_quarter_tier_and_status(self, major: Book) -> None:
        quarters = major.rows("timeline", "acme", "--replay", "--step", "quarter")
        assert [(q["start"], q["end"]) for q in quarters[:2]] == [
            ("2017-02-01", "2017-02-01"),
            ("2017-06-30", "2017-06-30"),
        ]
        moved = major.rows("timeline", "acme", "--replay", "--step", "tier")
        assert [r["after"]["tier_assigned"] for r in moved][-1] == "core"
        statuses = major.rows("timeline", "acme", "--replay", "--step", "status")
        assert [r["after"]["status"] for r in statuses][-2:] == ["open", "major"]

    def test_a_cut_shows_less_and_replays_the_same(self, major: Book) -> None:
        every = major.rows("timeline", "acme", "--replay")
        assert major.rows("timeline", "acme", "--replay", "--from", "2024-03", "--to", "2024-04-02") == [
            r for r in every if "2024-03-01" <= r["start"] <= "2024-04-02"
        ]
        assert major.rows("timeline", "acme", "--replay", "--type", "TierMoved") == every[-1:]

    def test_as_a_table_where_rows_are_asked_for(self, major: Book) -> None:
        table = major.text(
            "timeline", "acme", "--replay", "--step", "status", "--columns", "step,status,standing"
        )
        assert table.splitlines()[0].split() == ["step", "status", "standing"]
        assert major.text("timeline", "acme", "--replay", "--csv").startswith("step,of,start,end,facts,")


@pytest.mark.requirement("B-D4")
class TestText:
    def test_a_step_reads(self, major: Book) -> None:
        told = major.text("timeline", "acme", "--replay", "--type", "QualificationGranted")
        reference = major.rows("timeline", "acme", "--type", "QualificationGranted")[0]["fact"]
        block = told.split("\n\n")[0].splitlines()
        assert block[0].startswith("Step ")
        assert "2024-04-03 ---" in block[0]
        assert block[1] == "  Granted major status, all five criteria holding"
        assert block[2].startswith(f"      {reference}  @")
        assert block[2].endswith("dana (head of sales), asserted: board")
        assert block[3:] == [
            "  tier      none; indicated greenfield",
            "  status    open -> major",
            "  standing  met",
            "  criteria  held Q1 Q2 Q3 Q4 Q5",
        ]

    def test_what_time_alone_changed_is_told(self, major: Book) -> None:
        told = major.text("timeline", "acme", "--replay", "--as-of", "2026-03-03", "--from", "2026-03-03")
        assert "Nothing was recorded: time alone" in told
        assert "Q1 Profile on file and in date holds no more: by time alone" in told
        assert "organisation chart: of 2024-03-02, in date -> of 2024-03-02, out of date" in told

    def test_the_withdrawn_is_struck_through_with_who_and_why(self, book: Book) -> None:
        gone = book.pay("acme", "5.00", "2017-09-01", late=10).reference
        book.withdraw(gone, "paid by another")
        told = book.text("timeline", "acme", "--replay", "--from", "2017-09")
        assert "~~Paid 5.00 GBP~~" in told
        assert "days late" in told
        assert "sam (controller); recorded 2024-01-02: paid by another" in told

    def test_a_merger_says_how_many_facts_it_brought(self, book: Book) -> None:
        book.merge("globex", "acme", "2018-11-01")
        assert "with 1 fact of globex up to that day" in book.text("timeline", "acme", "--replay")

    def test_hostile_text_is_spelt_out(self, book: Book) -> None:
        book.record("acme", AccountRenamed("Acre"), "2020-01-01", reason="\x1b[2J\x07")
        told = book.text("timeline", "acme", "--replay")
        assert "\x1b" not in told
        assert "\\x1b[2J\\x07" in told

    def test_no_line_is_wider_than_a_hundred_columns(self, major: Book) -> None:
        major.record("acme", AccountRenamed("long " * 60), "2024-05-20")
        assert max(map(len, major.text("timeline", "acme", "--replay").splitlines())) <= 100

    def test_nothing_matches(self, book: Book) -> None:
        told = book.text("timeline", "acme", "--replay", "--type", "TierMoved")
        assert told.startswith("None of 5 steps matches.\n")

    def test_an_account_of_which_everything_was_withdrawn(self, book: Book) -> None:
        book.record("initech", AccountOpened("Initech"), "2016-01-01")
        book.withdraw("initech@1", "never existed")
        told = book.text("timeline", "initech", "--replay")
        assert "The account is not there yet" in told


class TestBadInput:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--all", "--replay"), "--replay takes one account"),
            (("acme", "--step", "month"), "ask for --replay, too"),
            (("acme", "--replay", "--step", "week"), "week"),
        ],
    )
    def test_is_told(self, book: Book, words: tuple[str, ...], said: str) -> None:
        result = book.run("timeline", *words)
        assert result.exit_code == 2
        assert said in result.stderr


def _on_terminal(book: Book, lines: int, *words: str, pager: str = "cat") -> str:
    """Return what the program prints on a terminal of so many LINES and 80 columns."""
    leader, follower = pty.openpty()
    environment = os.environ | {
        "PAGER": pager,
        "LINES": str(lines),
        "COLUMNS": "80",
        "TERM": "xterm",
        "MAJORACCT_LEDGER": str(book.path),
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "majoracct.cli", "timeline", "acme", "--replay", *words],
        stdin=follower,
        stdout=follower,
        stderr=subprocess.PIPE,
        env=environment,
    )
    os.close(follower)
    told = b""
    while True:
        ready, _, _ = select.select([leader], [], [], 20)
        try:
            read = os.read(leader, 65536) if ready else b""
        except OSError:  # the other end is closed
            read = b""
        if not read:
            break
        told += read
    os.close(leader)
    program.communicate(timeout=20)
    assert program.returncode == 0
    return told.decode()


class TestTerminal:
    def test_a_step_takes_one_screen(self, major: Book) -> None:
        told = _on_terminal(major, 40, "--step", "quarter").replace("\r", "")
        blocks = [b.splitlines() for b in told.split("\n\n")]
        assert max(map(len, blocks)) <= 24
        assert max(len(line) for block in blocks for line in block) <= 80
        assert "more facts: in a file, or by --json" in told
        assert "\x1b" not in told

    def test_what_fits_is_not_paged(self, major: Book) -> None:
        told = _on_terminal(major, 60, "--type", "TierMoved", pager="false")
        assert "Assigned tier core by override" in told

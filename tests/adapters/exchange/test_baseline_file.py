"""Baseline files: what they accept, and everything that can be wrong with one."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.adapters.exchange.baseline_file import BaselineError, read_baseline
from majoracct.domain.checks.finding import Accepted

CHECKS = {"status-differs", "tier-differs"}
ENTRY = '[[accepted]]\nid = "tier-differs:acme"\nreason = "so we agreed"\n'


def faults(text: str) -> list[str]:
    with pytest.raises(BaselineError) as error:
        read_baseline(text, CHECKS)
    return [str(fault) for fault in error.value.faults]


def test_it_reads_ids_reasons_and_days() -> None:
    text = ENTRY + "until = 2027-03-31\n" + ENTRY.replace("acme", "bolt:bolt@3") + 'until = "2027-04-01"\n'
    assert read_baseline(text, CHECKS) == (
        Accepted("tier-differs:acme", "so we agreed", dt.date(2027, 3, 31)),
        Accepted("tier-differs:bolt:bolt@3", "so we agreed", dt.date(2027, 4, 1)),
    )
    assert read_baseline(ENTRY, CHECKS) == (Accepted("tier-differs:acme", "so we agreed"),)
    assert read_baseline("", CHECKS) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accepted = 3", "accepted is a list of tables: write [[accepted]] above each"),
        ("[accepted]\n", "accepted is a list of tables: write [[accepted]] above each"),
        ("ok = 1", "unknown key ok: a baseline holds [[accepted]] tables"),
        ("[[accepted]\n", "line 1: it is not TOML: Expected ']]' at the end of an array declaration"),
        (ENTRY + ENTRY, "line 5: tier-differs:acme is accepted twice"),
        (
            '[[accepted]]\nreason = "so"',
            "line 1: id is missing: say which finding is meant: `check --columns id` tells",
        ),
        (
            ENTRY.replace(":acme", ""),
            "line 2: tier-differs names no account: an id is check:account, or check:account:what",
        ),
        (
            ENTRY.replace("tier", "teir"),
            "line 2: there is no check 'teir-differs': the nearest is 'tier-differs'",
        ),
        (ENTRY.replace('"so we agreed"', "3"), "line 3: reason is text, in quotes: say why it is accepted"),
        (ENTRY.replace("so we agreed", " "), "line 3: reason is empty: say why it is accepted"),
        (ENTRY + "until = 31", "line 4: until: '31' is not a day: write it as YYYY-MM-DD"),
        (
            ENTRY + "until = 2024-01-01T10:00:00",
            "line 4: until: '2024-01-01 10:00:00' is not a day: write it as YYYY-MM-DD",
        ),
        (f"x = {'9' * 5000}", "a number in it is too long to read"),
    ],
)
def test_it_says_what_is_wrong_and_in_which_line(text: str, said: str) -> None:
    assert faults(text) == [said]


def test_it_says_everything_that_is_wrong() -> None:
    text = ENTRY.replace("tier", "x") + ENTRY.replace("reason", "because")
    assert [fault.partition(":")[0] for fault in faults(text)] == ["line 2", "line 4", "line 6"]

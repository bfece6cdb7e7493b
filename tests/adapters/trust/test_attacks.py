"""Seven attacks by four attackers: each cell of the matrix as expected, those that are missed too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from majoracct.testing.attack_matrix import BENIGN, COLUMNS, Book, make_book
from majoracct.testing.forging import ATTACKS

ROOT: Final = Path(__file__).parents[3]
FOUND, MISSED = "found", "missed"

# The columns are A, B, C without an anchor, C and D with the last checkpoint outside, D with an older one.
EXPECTED: Final = {
    "edit a payload": (FOUND, FOUND, MISSED, FOUND, FOUND, FOUND),
    "change a type": (FOUND, FOUND, MISSED, FOUND, FOUND, FOUND),
    "delete a row in the middle": (FOUND, FOUND, FOUND, FOUND, FOUND, FOUND),
    "delete a row and renumber": (FOUND, FOUND, MISSED, FOUND, FOUND, FOUND),
    "delete the tail": (FOUND, FOUND, MISSED, FOUND, FOUND, MISSED),
    "reorder two": (FOUND, FOUND, MISSED, FOUND, FOUND, FOUND),
    "insert a back-dated row": (FOUND, FOUND, MISSED, FOUND, FOUND, FOUND),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return make_book(tmp_path_factory.mktemp("attacked"))


def test_the_matrix_is_whole() -> None:
    assert list(EXPECTED) == list(ATTACKS)
    assert {len(cells) for cells in EXPECTED.values()} == {len(COLUMNS)}


@pytest.mark.parametrize("column", range(len(COLUMNS)), ids=[each.title for each in COLUMNS])
@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_is_found_or_missed_as_expected(
    book: Book, tmp_path: Path, attack: str, column: int
) -> None:
    found = book.attacked(attack, COLUMNS[column], tmp_path)
    if EXPECTED[attack][column] == FOUND:
        assert not found.sound
        assert found.vouched_to == 0
    else:
        assert found.sound, found.problems
        # With nothing from outside, nobody vouches; an older checkpoint does for what it is over.
        assert found.vouched_to == (1023 if COLUMNS[column].anchor else 0)
        assert found.vouched_to < found.facts


@pytest.mark.parametrize("column", COLUMNS, ids=[each.title for each in COLUMNS])
def test_tidying_the_file_is_no_false_alarm(book: Book, tmp_path: Path, column: object) -> None:
    found = book.attacked(BENIGN, column, tmp_path)  # type: ignore[arg-type]
    assert found.sound
    assert found.facts == 1524
    assert not found.notes


@pytest.mark.parametrize("anchor", ["", "last", "older"])
def test_what_nobody_attacked_is_vouched_for_as_far_as_somebody_does(book: Book, anchor: str) -> None:
    found = book.verified(book.path, anchor)
    assert (found.sound, found.facts) == (True, 1524)
    assert found.vouched_to == {"": 0, "last": 1524, "older": 1023}[anchor]


@pytest.mark.parametrize(
    ("attack", "column", "first", "said"),
    [
        ("edit a payload", 0, 509, "its leaf differs"),
        ("change a type", 0, 509, "its leaf differs"),
        ("delete a row in the middle", 0, 510, "it follows @508"),
        ("delete a row and renumber", 0, 509, "its leaf differs"),
        ("delete the tail", 0, 1425, "cut short: the checkpoint kept here for @1524"),
        ("reorder two", 0, 509, "its leaf differs"),
        ("insert a back-dated row", 0, 509, "its leaf differs"),
        (
            "delete the tail",
            3,
            1425,
            "cut short: the checkpoint last.txt vouches for @1524, the ledger ends at @1424",
        ),
        ("edit a payload", 3, 1, "from @1 to @1524 is not what the checkpoint last.txt vouches for"),
        ("edit a payload", 4, 1, "if the one kept here for @1023 is genuine, it differs after that"),
        ("edit a payload", 5, 1, "from @1 to @1023 is not what the checkpoint older.txt vouches for"),
    ],
)
def test_the_first_bad_position_is_named(
    book: Book, tmp_path: Path, attack: str, column: int, first: int, said: str
) -> None:
    problem = book.attacked(attack, COLUMNS[column], tmp_path).problems[0]
    assert problem.position == first
    assert said in problem.what


def test_the_page_of_the_docs_is_what_is_measured() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/attacks.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

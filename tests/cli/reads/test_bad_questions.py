"""What cannot be asked: one clear error, the right exit code, and nothing on standard output."""

from __future__ import annotations

import json
from typing import Any

import pytest

from majoracct.domain.account.profile import AccountOpened

Book = Any  # the fixture's; conftest cannot be imported
OF_ONE = (["show"], ["why"], ["timeline"], ["check"], ["report", "revenue"], ["report", "candidate"])


def refused(book: Book, *arguments: str, code: int) -> str:
    """Return the one line that says why ARGUMENTS have no answer."""
    result = book.run(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), (arguments, result.output)
    *notes, error = result.stderr.splitlines()
    assert error.startswith("error: ")
    assert not [note for note in notes if note.startswith("error")]
    return str(error)


@pytest.mark.parametrize("command", OF_ONE, ids=" ".join)
class TestAnAccount:
    def test_that_nobody_knows(self, book: Book, command: list[str]) -> None:
        said = refused(book, *command, "acne", code=3)
        assert said == f"error: no account answers to 'acne' at @{book.head}: did you mean acme?"
        assert "see `majoracct list`" in refused(book, *command, "zzzzzz", code=3)

    def test_that_is_called_so_in_part(self, book: Book, command: list[str]) -> None:
        book.record("hv", AccountOpened("Harrow & Vale Railways"), "2018-01-01")
        assert refused(book, *command, "harrow", code=3).endswith("did you mean hv?")

    def test_that_two_answer_to(self, book: Book, command: list[str]) -> None:
        book.record("globex-2", AccountOpened("Globex"), "2018-01-01")
        said = refused(book, *command, "Globex", code=3)
        assert said == "error: several accounts answer to 'Globex': globex, globex-2: use a key"

    def test_that_is_the_ledger_s_own(self, book: Book, command: list[str]) -> None:
        assert "is no account" in refused(book, *command, "programme", code=3)

    def test_before_its_first_day(self, book: Book, command: list[str]) -> None:
        said = refused(book, *command, "acme", "--as-of", "2017-01-31", code=3)
        assert said == "error: acme is first known on 2017-02-01, after 2017-01-31"

    def test_not_known_yet_at_the_position(self, book: Book, command: list[str]) -> None:
        assert "at @3" in refused(book, *command, "acme", "--known-at", "@3", code=3)


EVERY = (
    ["list"],
    ["decisions"],
    ["timeline", "--all"],
    ["report", "target"],
    *([*c, "acme"] for c in OF_ONE),
)


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
class TestAClock:
    def test_before_the_ledger_s_first_fact(self, book: Book, command: list[str]) -> None:
        for when in ("2023-12-31", "2020", "2023-12-31T23:59:59Z"):
            said = refused(book, *command, "--known-at", when, code=3)
            assert said.endswith("this ledger begins on 2024-01-02")

    @pytest.mark.parametrize("position", ["@0", "@999999", "@999999999999999999"])
    def test_at_a_position_there_is_not(self, book: Book, command: list[str], position: str) -> None:
        said = refused(book, *command, "--known-at", position, code=3)
        assert said.endswith(f"is no position of this ledger: they run from @1 to @{book.head}")

    def test_at_an_instant_still_to_come(self, book: Book, command: list[str]) -> None:
        assert "has not come yet" in refused(book, *command, "--known-at", "2030-01-01", code=3)

    @pytest.mark.parametrize("day", ["2017-02-30", "2017Q5", "soon", ""])
    def test_of_no_day(self, book: Book, command: list[str], day: str) -> None:
        assert refused(book, *command, "--as-of", day, code=2).startswith("error: --as-of")


@pytest.mark.parametrize("command", [["list"], ["report", "revenue"], ["report", "target"]], ids=" ".join)
@pytest.mark.parametrize("form", [[], ["--json"], ["--nl"]], ids=["text", "json", "nl"])
def test_of_all_accounts_before_anything_was_true_the_first_day_is_named(
    book: Book, command: list[str], form: list[str]
) -> None:
    result = book.run(*command, "--as-of", "2016-12-31", *form)
    assert result.exit_code == 0
    said = "nothing was true of any account by 2016-12-31: the first day on record is 2017-02-01\n"
    assert said in result.stderr
    assert said not in book.run(*command, "--as-of", "2017-02-01", *form).stderr
    if command == ["list"] and form == ["--json"]:
        assert json.loads(result.stdout)["rows"] == []


def test_the_first_day_is_not_that_of_what_was_withdrawn(book: Book) -> None:
    book.record("initech", AccountOpened("Initech"), "2010-01-01")
    book.withdraw("initech@1", "never existed")
    assert "the first day on record is 2017-02-01" in book.run("list", "--as-of", "2005").stderr
    known = book.run("list", "--as-of", "2005", "--known-at", f"@{book.head - 1}").stderr
    assert "the first day on record is 2010-01-01" in known


def test_nothing_is_said_of_a_ledger_without_accounts(new_book: Any) -> None:
    empty = new_book()
    assert "first day" not in empty.run("list", "--as-of", "2005").stderr
    empty.ledger.close()

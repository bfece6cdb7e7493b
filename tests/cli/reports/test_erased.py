"""Erasing people changes what they are called, and no verdict: in every report, of everybody at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.cli.conftest import Books

from majoracct.cli.table import REPORTS

AS_OF = ("--as-of", "2024-12-31")
OF_ONE = {"candidate", "edition"}
# Those that call people by name, or tell how they are loyal or lean; of one account some tell more.
CALLS_PEOPLE = {
    *("sponsors", "loyalty", "creation", "lineage", "roster", "traits", "continuity", "status-call"),
    *("inertia", "anecdotes", "outcomes", "governance", "ladders", "cover"),
}
SILENCED = ".tally.cautions"  # how many findings there are: one may rest on what was erased


def changed(before: Any, after: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where AFTER says something else than BEFORE."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from changed(before[key], after[key], f"{where}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from changed(one, other, f"{where}[{number}]")
    elif before != after:
        yield where, before, after


def flipped(books: Books, *words: str, left: str = "[erased]") -> list[tuple[str, Any, Any]]:
    other = books.erased if left == "[erased]" else books.sealed
    before, after = (json.loads(books.ask(book, *words, "--json")) for book in (books.whole, other))
    found = [each for each in changed(before, after) if left not in str(each[2])]
    return [each for each in found if each[0] != SILENCED and not each[0].startswith(".provenance")]


def asked(name: str, *more: str) -> tuple[str, ...]:
    return ("report", name, *(["harrow-vale"] if name in OF_ONE else []), *more, *AS_OF)


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_judges_otherwise_once_everybody_is_erased(name: str, books: Books) -> None:
    assert flipped(books, *asked(name)) == []


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_tells_what_was_erased(name: str, books: Books) -> None:
    told = books.ask(books.erased, *asked(name)) + books.ask(books.erased, *asked(name, "--json"))
    assert [said for said in sorted(books.said) if said in told] == []
    assert ("[erased]" in told) >= (name in CALLS_PEOPLE)


@pytest.mark.parametrize("name", sorted(CALLS_PEOPLE))
def test_without_the_keys_it_is_sealed(name: str, books: Books) -> None:
    assert flipped(books, *asked(name), left="[sealed]") == []
    told = books.ask(books.sealed, *asked(name), "--csv")
    assert "[erased]" not in told
    assert [said for said in sorted(books.said) if said in told] == []


@pytest.mark.parametrize("account", ["harrow-vale", "castellan", "northmoor", "lindqvist"])
def test_no_account_stands_otherwise_once_everybody_is_erased(account: str, books: Books) -> None:
    for command in ("why", "show"):
        assert flipped(books, command, account, *AS_OF) == []

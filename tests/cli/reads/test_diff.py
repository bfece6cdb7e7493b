"""`diff`: what happened between two days, what was learned between two positions."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.account.profile import AccountOpened, OrgChartFiled
from majoracct.domain.account.revenue import RevenueRecorded

Book = Any


def _changes(book: Book, *arguments: str) -> dict[str, tuple[Any, Any]]:
    return {r["what"]: (r["before"], r["after"]) for r in book.rows("diff", *arguments)}


def test_between_two_days_it_is_what_happened(major: Book) -> None:
    found = _changes(major, "acme", "--as-of", "2023..2024")
    assert found["status"] == ("none", "major")
    assert found["standing"] == ("unmet", "met")
    assert found["tier assigned"] == ("none", "core")
    assert found["sponsor Ann Lee"] == (None, "CFO, capital spend, c-level")
    assert not any(what.startswith("revenue") for what in found)


def test_between_two_positions_it_is_what_was_learned(book: Book) -> None:
    first = book.head
    book.pay("acme", "-100.00", "2017-09-01")
    found = _changes(book, "acme", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
    assert found == {
        "revenue 2017": (
            {"amount": "250000.00", "currency": "GBP"},
            {"amount": "249900.00", "currency": "GBP"},
        )
    }


def test_backwards_it_is_the_same_the_other_way_round(major: Book) -> None:
    there = _changes(major, "acme", "--as-of", "2023..2024")
    back = _changes(major, "acme", "--as-of", "2024..2023")
    assert back == {what: (after, before) for what, (before, after) in there.items()}


def test_the_same_day_twice_differs_in_nothing(major: Book) -> None:
    assert major.rows("diff", "acme", "--as-of", "2024..2024") == []
    assert "Nothing changed." in major.text("diff", "acme", "--as-of", "2024..2024")


def test_an_account_that_was_not_there_stood_in_nothing(book: Book) -> None:
    found = _changes(book, "globex", "--as-of", "2016..2017")
    assert found["name"] == (None, "Globex")
    assert book.run("diff", "globex", "--as-of", "2015..2016").exit_code == 3


def test_it_states_both_sides(book: Book) -> None:
    document = book.json("diff", "acme", "--as-of", "2016-12-31..2017")
    assert document["before"] == {"as_of": "2016-12-31", "known_at": book.head, "policy": "programme@1"}
    assert document["after"] == {"as_of": "2017-12-31", "known_at": book.head, "policy": "programme@2"}
    assert document["as_of"] == "2017-12-31"


def test_of_a_merged_account_the_successor_is_compared_with_itself(book: Book) -> None:
    book.merge("globex", "acme", "2018-11-01")
    result = book.run("diff", "globex", "--as-of", "2017..2018", "--json")
    assert "this is acme" in result.stderr
    assert _changes(book, "globex", "--as-of", "2017..2018")["merged with globex"] == (None, "yes")


@pytest.mark.parametrize(
    "clocks",
    [
        (),
        ("--as-of", "2017"),
        ("--as-of", "2017..2018", "--known-at", "@1..@3"),
        ("--as-of", "2017.."),
        ("--known-at", "..@3"),
        ("--as-of", "2017..2018..2019"),
    ],
)
def test_exactly_one_clock_is_a_range(book: Book, clocks: tuple[str, ...]) -> None:
    assert book.run("diff", "acme", *clocks).exit_code == 2


def test_money_reads_with_its_currency(book: Book) -> None:
    book.pay("acme", "5.00", "2018-01-02")
    assert "5.00 GBP" in book.text("diff", "acme", "--as-of", "2017..2018")


def test_an_account_of_which_nothing_is_left_is_not_compared(book: Book) -> None:
    book.record("initech", AccountOpened("Initech"), "2016-01-01")
    book.withdraw("initech@1", "never existed")
    assert book.run("diff", "initech", "--as-of", "2016..9999-12-31").exit_code == 3


def test_a_payment_and_its_credit_leave_the_sum_and_are_told(book: Book) -> None:
    first = book.head
    book.pay("acme", "7.00", "2017-09-01")
    book.pay("acme", "-7.00", "2017-09-01")
    found = _changes(book, "acme", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
    assert found == {"payments 2017": ("2, 1 of them credits", "4, 2 of them credits")}


def test_one_of_two_documents_that_is_taken_back_is_told(book: Book) -> None:
    chart = book.record("acme", OrgChartFiled(), "2019-02-01").reference
    book.record("acme", OrgChartFiled(), "2019-03-01")
    first = book.head
    book.withdraw(chart, "another customer's")
    found = _changes(book, "acme", "--as-of", "2019", "--known-at", f"@{first}..@{book.head}")
    assert found == {"organisation chart, earlier ones": ("of 2019-02-01", None)}


def test_a_day_before_the_opening_knows_no_other_name(book: Book) -> None:
    from majoracct.ledger import Request
    from majoracct.testing.given import money

    desk = book.ledger.desk(by="kim")
    desk.record_all([Request("acme", RevenueRecorded(money("5")), book.now.date().replace(2016, 5, 1))])
    assert "name" not in _changes(book, "acme", "--as-of", "2016..2018")
    assert book.rows("list", "--as-of", "2016")[0]["name"] == "Acme Holdings"


def test_separated_values_have_one_header(book: Book) -> None:
    header = "what,before,before_currency,after,after_currency\n"
    assert book.text("diff", "acme", "--as-of", "2017..2017", "--csv") == header
    assert book.text("diff", "acme", "--as-of", "2017..2018", "--csv").startswith(header)

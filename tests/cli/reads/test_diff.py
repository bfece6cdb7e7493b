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
    header = "what,before,before_currency,after,after_currency,facts,time_alone\n"
    assert book.text("diff", "acme", "--as-of", "2017..2017", "--csv") == header
    assert book.text("diff", "acme", "--as-of", "2017..2018", "--csv").startswith(header)


class TestWhatMovedAThing:
    def test_between_two_days_the_facts_that_moved_it(self, major: Book) -> None:
        rows = {r["what"]: r for r in major.rows("diff", "acme", "--as-of", "2023..2024")}
        granted = next(r for r in major.rows("timeline", "acme") if r["type"] == "QualificationGranted")
        assert granted["fact"] in rows["status"]["facts"]
        assert not rows["status"]["time_alone"]

    def test_or_time_alone(self, major: Book) -> None:
        [chart] = [
            r
            for r in major.rows("diff", "acme", "--as-of", "2026-03-02..2026-03-03")
            if r["what"] == "organisation chart"
        ]
        assert (chart["facts"], chart["time_alone"]) == ([], True)
        assert "time alone" in major.text("diff", "acme", "--as-of", "2026-03-02..2026-03-03")

    def test_what_was_learned_may_have_moved_nothing(self, book: Book) -> None:
        first = book.head
        book.pay("acme", "8.00", "2018-09-01")
        told = book.text("diff", "acme", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
        assert "learned in between: 1 fact" in told
        assert "Too many" not in told

    def test_between_two_positions_the_facts_that_were_learned(self, book: Book) -> None:
        first = book.head
        paid = book.pay("acme", "7.00", "2017-09-01")
        later = book.pay("acme", "8.00", "2018-09-01")
        arguments = ("diff", "acme", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
        document = book.json(*arguments)
        assert [(r["what"], r["facts"]) for r in document["rows"]] == [("revenue 2017", [paid.reference])]
        assert [each["fact"] for each in document["learned"]] == [paid.reference, later.reference]
        told = book.text(*arguments)
        assert "learned in between: 2 facts" in told
        assert "Too many" not in told
        assert "Paid 7.00 GBP, kim (account manager)" in told
        assert "and 1 about days after 2017-12-31" in told

    def test_backwards_too(self, book: Book) -> None:
        first = book.head
        paid = book.pay("acme", "7.00", "2017-09-01")
        [row] = book.rows("diff", "acme", "--as-of", "2017", "--known-at", f"@{book.head}..@{first}")
        assert row["facts"] == [paid.reference]

    def test_a_person_is_shown_a_few_of_many(self, book: Book) -> None:
        first = book.head
        for _ in range(5):
            book.pay("acme", "1.00", "2017-09-01")
        told = book.text("diff", "acme", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
        assert "acme@5, acme@6, acme@7 and 2 more" in told


@pytest.mark.requirement("R-T5", "B-D4")
class TestAll:
    def test_a_row_for_each_account_that_differs(self, major: Book) -> None:
        [row] = major.rows("diff", "--all", "--as-of", "2023..2024")
        assert row["account"] == "acme"
        assert (row["status_before"], row["status_after"]) == ("none", "major")
        assert (row["standing_before"], row["standing_after"]) == ("unmet", "met")
        assert (row["tier_assigned_before"], row["tier_assigned_after"]) == (None, "core")
        assert (row["sponsors_won"], row["sponsors_lost"]) == (["Ann Lee"], [])
        assert row["revenue_difference"] == {"amount": "0.00", "currency": "GBP"}

    def test_it_lists_what_the_lists_of_both_days_say(self, major: Book) -> None:
        major.merge("globex", "acme", "2024-05-02")
        major.pay("acme", "12.50", "2024-05-03")
        clocks = ("2018", "2024")
        before, after = ({r["account"]: r for r in major.rows("list", "--as-of", c)} for c in clocks)
        moved = {r["account"]: r for r in major.rows("diff", "--all", "--as-of", "..".join(clocks))}
        for side, listed in (("before", before), ("after", after)):
            for key in moved:
                row = listed.get(key, {})
                shown = {
                    n: moved[key][f"{n}_{side}"]
                    for n in ("status", "standing", "tier_assigned", "tier_indicated")
                }
                assert shown == {n: row.get(n) for n in shown}
                nothing = {"amount": "0.00", "currency": "GBP"}
                assert moved[key][f"revenue_{side}"] == row.get("revenue", nothing)
        assert {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)} == set(moved)

    def test_it_says_what_it_comes_to(self, major: Book) -> None:
        major.merge("globex", "acme", "2024-05-02")
        document = major.json("diff", "--all", "--as-of", "2018..2024")
        assert document["totals"]["before"]["revenue"]["amount"] == "1200.00"
        assert document["totals"]["difference"]["revenue"]["amount"] == "-1200.00"
        assert document["totals"]["difference"]["accounts"] == -1
        assert {"tier": "assigned", "before": None, "after": "core", "accounts": 1} in document["migration"]
        told = major.text("diff", "--all", "--as-of", "2018..2024")
        assert "2 differ; 2 -> 1 accounts (1 merged); revenue 1,200.00 GBP -> 0.00 GBP (-1,200.00)" in told
        assert "tier assigned: none -> core 1" in told
        assert "merged into acme" in told

    def test_what_was_learned_of_all(self, book: Book) -> None:
        first = book.head
        book.pay("globex", "7.00", "2017-09-01")
        [row] = book.rows("diff", "--all", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
        assert (row["account"], row["revenue_difference"]["amount"]) == ("globex", "7.00")
        told = book.text("diff", "--all", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
        assert f"@{first}: revenue 2017  @{book.head}: revenue 2017" in told

    def test_an_owner_is_told_by_name(self, book: Book) -> None:
        first = book.head
        assert book.run("staff", "identify", "--name", "Kim Bell", "--on", "2017-03-01").exit_code == 0
        assert (
            book.run("account", "assign", "acme", "--owner", "Kim Bell", "--on", "2017-03-02").exit_code == 0
        )
        told = book.text("diff", "--all", "--as-of", "2017", "--known-at", f"@{first}..@{book.head}")
        assert "owner nobody -> Kim Bell" in told

    def test_nothing_differs_from_itself(self, major: Book) -> None:
        assert major.rows("diff", "--all", "--as-of", "2024..2024") == []
        assert major.text("diff", "--all", "--as-of", "2024..2024").startswith("Nothing changed.\n")

    def test_one_account_or_all(self, book: Book) -> None:
        assert book.run("diff", "--as-of", "2017..2018").exit_code == 2
        assert book.run("diff", "acme", "--all", "--as-of", "2017..2018").exit_code == 2

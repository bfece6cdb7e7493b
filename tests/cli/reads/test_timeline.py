"""`timeline`: what happened, in the order it was true, with what was withdrawn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import Evidence
from majoracct.domain.money import Money
from majoracct.ledger import Request

Book = Any
KEYS = "fact position on recorded_at type summary by role assurance reason withdrawn_by corrects".split()


class TestRows:
    def test_a_row_has_what_was_true_when_on_whose_word_and_why(self, book: Book) -> None:
        rows = book.rows("timeline", "acme")
        assert all(list(row) == KEYS for row in rows)
        assert rows[-1] == {
            "fact": "acme@4",
            "position": book.head,
            "on": "2019-01-01",
            "recorded_at": "2024-01-02T09:00:06.000000Z",
            "type": "AccountRenamed",
            "summary": "Renamed Acme Water",
            "by": "kim",
            "role": "account manager",
            "assurance": "asserted",
            "reason": "their letter",
            "withdrawn_by": None,
            "corrects": None,
        }

    def test_facts_stand_in_the_order_they_were_true(self, book: Book) -> None:
        late = book.pay("acme", "5.00", "2017-03-01").reference
        assert [r["fact"] for r in book.rows("timeline", "acme")] == [
            "acme@1",
            late,
            "acme@2",
            "acme@3",
            "acme@4",
        ]

    def test_people_and_things_go_by_name(self, major: Book) -> None:
        told = [r["summary"] for r in major.rows("timeline", "acme")]
        assert "Ann Lee, CFO, named executive sponsor (capital spend)" in told
        assert "Bob Ray reports to Ann Lee" in told
        assert "KPI documented: kpi of billing, 31% fewer late payments, for Billing" in told

    def test_a_source_that_knew_earlier_says_so_and_can_be_filtered(self, book: Book) -> None:
        request = Request(
            "acme",
            RevenueRecorded(Money(Decimal(7), "GBP")),
            dt.date(2018, 3, 1),
            source_known=dt.date(2018, 3, 31),
        )
        book.ledger.desk(by="kim").record_all([request])
        rows = book.rows(
            "timeline", "acme", "--where", "source_known=2018-03-31", "--columns", "fact,source_known"
        )
        assert [r["source_known"] for r in rows] == ["2018-03-31"]
        assert "source knew" in book.text("timeline", "acme")
        assert all(list(row) == KEYS for row in book.rows("timeline", "acme"))


class TestWhatBacksAFact:
    MORE = "evidence,source,channel,time,origin,command_id"

    def test_it_is_shown_when_asked_for(self, book: Book) -> None:
        shown = Evidence("remittance.pdf", 6, "ab" * 32)
        paid = Request(
            "acme",
            RevenueRecorded(Money(Decimal(7), "GBP")),
            dt.date(2018, 3, 1),
            time="09:30:00",
            source={"row": "7"},
            evidence=(shown,),
            command_id="c7",
        )
        book.ledger.desk(by="kim").record_all([paid])
        asked = ("timeline", "acme", "--from", "2018-03-01", "--to", "2018-03-01", "--columns", self.MORE)
        assert book.rows(*asked) == [
            {
                "evidence": [{"name": "remittance.pdf", "size": 6, "sha256": "ab" * 32}],
                "source": {"row": "7"},
                "channel": "library",
                "time": "09:30:00",
                "origin": None,
                "command_id": "c7",
            }
        ]
        told = book.text(*asked)
        assert f"name remittance.pdf, size 6, sha256 {'ab' * 32}" in told
        assert "row 7" in told
        assert book.text(*asked, "--csv").splitlines()[0] == self.MORE

    def test_it_is_hidden_otherwise_and_the_header_is_always_the_same(self, book: Book) -> None:
        for more in ((), ("--by", "nobody"), ("--where", "type=x")):
            assert book.text("timeline", "acme", "--csv", *more).splitlines()[0] == ",".join(KEYS)

    def test_a_correction_has_an_origin(self, book: Book) -> None:
        book.correct("acme@2", "wrong", amount=Money(Decimal("9.00"), "GBP"))
        rows = book.rows("timeline", "acme", "--columns", "fact,origin")
        assert {r["fact"]: r["origin"] for r in rows}["acme@6"] == "acme@2"


class TestNoRow:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (("--by", "nobody"), "None of 4 rows matches."),
            (("--where", "type=x"), "None of 4 rows matches."),
            (("--limit", "0"), "0 of 4."),
            (("--limit", "3"), "3 of 4; as of"),
        ],
    )
    def test_is_told_from_nothing_happened(self, book: Book, given: tuple[str, ...], said: str) -> None:
        told = book.text("timeline", "acme", *given)
        assert said in told
        assert "Nothing happened" not in told


class TestWithdrawn:
    def test_an_account_of_which_nothing_else_is_left_is_told(self, book: Book) -> None:
        book.record("initech", AccountOpened("Initech"), "2016-01-01")
        book.withdraw("initech@1", "never existed")
        assert [r["fact"] for r in book.rows("timeline", "initech")] == ["initech@1", "initech@2"]
        assert "~~Account opened" in book.text("timeline", "initech")
        assert book.run("timeline", "initech", "--as-of", "2015").exit_code == 3
        assert book.run("show", "initech").exit_code == 3

    def test_what_was_withdrawn_stays_and_the_withdrawal_stands_on_its_day(self, book: Book) -> None:
        book.withdraw("acme@2", "typed twice")
        rows = {r["fact"]: r for r in book.rows("timeline", "acme")}
        assert rows["acme@2"]["withdrawn_by"] == "acme@5"
        assert rows["acme@5"]["on"] == "2017-06-30"
        assert rows["acme@5"]["summary"] == "Withdrew acme@2 (Paid 300,000.10 GBP)"
        assert list(rows) == ["acme@1", "acme@2", "acme@5", "acme@3", "acme@4"]

    def test_a_person_reads_it_struck_through_with_who_and_why(self, book: Book) -> None:
        book.withdraw("acme@2", "typed twice")
        told = book.text("timeline", "acme")
        assert "~~Paid 300,000.10 GBP~~" in told
        assert "withdrawn by acme@5, sam (controller): typed twice" in told

    def test_a_correction_names_what_it_corrects_and_keeps_its_place(self, book: Book) -> None:
        later = book.pay("acme", "1.00", "2017-06-30").reference
        book.correct("acme@2", "wrong", amount=Money(Decimal("9.00"), "GBP"))
        rows = book.rows("timeline", "acme", "--to", "2017-06-30")
        assert [r["fact"] for r in rows] == ["acme@1", "acme@2", "acme@7", later, "acme@6"]
        assert rows[2]["corrects"] == "acme@2"
        assert rows[4]["summary"] == "Withdrew acme@2 (Paid 300,000.10 GBP); acme@7 replaces it"

    def test_a_withdrawal_not_yet_known_does_not_show(self, book: Book) -> None:
        before = book.head
        book.withdraw("acme@2", "typed twice")
        rows = book.rows("timeline", "acme", "--known-at", f"@{before}")
        assert [r["withdrawn_by"] for r in rows] == [None] * 4


class TestFilters:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            (("--from", "2017Q3"), ["acme@3", "acme@4"]),
            (("--to", "2017Q2"), ["acme@1", "acme@2"]),
            (("--from", "2017-06", "--to", "2017-06"), ["acme@2"]),
            (("--topic", "revenue"), ["acme@2", "acme@3"]),
            (("--type", "AccountOpened", "--type", "AccountRenamed"), ["acme@1", "acme@4"]),
            (("--by", "nobody"), []),
            (("--as-of", "2018"), ["acme@1", "acme@2", "acme@3"]),
            (("--late-by", "2400"), ["acme@1"]),
        ],
    )
    def test_each_filter_keeps_what_it_says(
        self, book: Book, given: tuple[str, ...], expected: list[str]
    ) -> None:
        assert [r["fact"] for r in book.rows("timeline", "acme", *given)] == expected

    def test_late_by_counts_from_the_day_it_was_true_and_includes_the_day_named(self, book: Book) -> None:
        late = book.pay("acme", "1.00", "2024-05-01", late=45).reference
        assert [r["fact"] for r in book.rows("timeline", "acme", "--late-by", "45", "--from", "2024")] == [
            late
        ]
        assert book.rows("timeline", "acme", "--late-by", "46", "--from", "2024") == []
        assert "45 d" in book.text("timeline", "acme")

    def test_a_withdrawal_belongs_to_the_topic_of_what_it_withdrew(self, book: Book) -> None:
        book.withdraw("acme@2", "typed twice")
        rows = book.rows("timeline", "acme", "--topic", "revenue")
        assert [r["fact"] for r in rows] == ["acme@2", "acme@5", "acme@3"]

    @pytest.mark.parametrize(("option", "named"), [("--topic", "sponsorship"), ("--type", "SponsorNamed")])
    def test_an_unknown_word_names_those_there_are(self, book: Book, option: str, named: str) -> None:
        result = book.run("timeline", "acme", option, "Nonsense")
        assert result.exit_code == 2
        assert named in result.stderr

    def test_facts_dated_after_the_day_are_mentioned(self, book: Book) -> None:
        result = book.run("timeline", "acme", "--as-of", "2018")
        assert "1 more after 2018-12-31" in result.stderr

    def test_of_those_that_were_asked_for_alone(self, book: Book) -> None:
        (later,) = (row for row in book.rows("timeline", "acme") if row["on"] > "2018-12-31")
        asked = ("timeline", "acme", "--as-of", "2018", "--type")
        assert "1 more after" in book.run(*asked, later["type"]).stderr
        assert "more after" not in book.run(*asked, "AccountOpened").stderr
        assert "more after" not in book.run(*asked, later["type"], "--to", "2018").stderr


class TestMergers:
    def test_from_the_merger_on_its_predecessors_facts_are_told_too_each_once(self, book: Book) -> None:
        book.merge("globex", "acme", "2018-11-01")
        after = [r["fact"] for r in book.rows("timeline", "acme", "--as-of", "2018-11-01")]
        assert after == ["acme@1", "globex@1", "acme@2", "acme@3", "globex@2", "globex@3", "acme@5"]
        before = [r["fact"] for r in book.rows("timeline", "acme", "--as-of", "2018-10-31")]
        assert before == ["acme@1", "acme@2", "acme@3"]

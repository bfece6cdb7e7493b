"""`programme policy`: which one is in force, and adopting another."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

Book = Any
POLICY = ("programme", "policy")


class TestShow:
    @pytest.mark.requirement("B-D1", "B-D4")
    def test_it_says_which_fact_adopted_the_one_in_force_on_the_day(self, book: Book) -> None:
        now = book.json(*POLICY, "show")
        assert now["policy"] == now["data"]["fact"] == "programme@2"
        assert (now["data"]["on"], now["data"]["by"], now["data"]["reason"]) == (
            "2017-01-01",
            "dana",
            "board, 12 December",
        )
        assert now["data"]["terms"]["threshold"] == {"amount": "250000.00", "currency": "GBP"}
        then = book.json(*POLICY, "show", "--as-of", "2016")
        assert (then["policy"], then["data"]["on"]) == ("programme@1", "0001-01-01")
        assert then["data"]["terms"]["threshold"]["amount"] == "1000000.00"

    def test_what_is_known_later_was_not_in_force_for_those_who_asked_before(self, book: Book) -> None:
        assert book.json(*POLICY, "show", "--known-at", "@2")["policy"] == "programme@1"

    def test_the_text_is_a_file_with_its_origin_in_comments(self, book: Book) -> None:
        told = book.text(*POLICY, "show")
        assert told.startswith("# programme@2, in force from 2017-01-01; as of 2025-06-30, known at @")
        assert "by dana (head of sales)" in told
        tomllib.loads(told)


class TestAdopt:
    def test_what_show_writes_adopt_reads(self, book: Book, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        book.text(*POLICY, "show", "-o", str(file))
        assert "PolicyAdopted" in book.text(
            *POLICY, "adopt", str(file), "--on", "2020-01-01", "--reason", "again"
        )
        after = book.json(*POLICY, "show")
        assert (after["policy"], after["data"]["reason"]) == ("programme@3", "again")
        assert after["data"]["terms"] == book.json(*POLICY, "show", "--as-of", "2019")["data"]["terms"]

    def test_a_rehearsal_adopts_nothing(self, book: Book, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        book.text(*POLICY, "show", "-o", str(file))
        head = book.head
        assert "programme@3" in book.text(*POLICY, "adopt", str(file), "--dry-run")
        assert book.head == head

    @pytest.mark.parametrize("text", ["threshold = ", "unheard_of = 1\n", "\ufeff\x00"])
    def test_a_file_that_is_no_policy_is_bad_input_and_named(
        self, book: Book, tmp_path: Path, text: str
    ) -> None:
        file = tmp_path / "policy.toml"
        file.write_text(text, encoding="utf-8")
        result = book.run(*POLICY, "adopt", str(file))
        assert result.exit_code == 2
        assert "policy.toml" in result.stderr

    def test_a_file_that_is_not_there_or_no_text_is_bad_input(self, book: Book, tmp_path: Path) -> None:
        assert book.run(*POLICY, "adopt", str(tmp_path / "none.toml")).exit_code == 2
        (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
        assert book.run(*POLICY, "adopt", str(tmp_path / "binary.toml")).exit_code == 2


@pytest.mark.requirement("B-D4")
class TestDiff:
    def test_what_a_file_would_change(self, book: Book, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        file.write_text('threshold = "250000.00"\n[perspectives.national]\nsites = 3\n', encoding="utf-8")
        rows = book.rows(*POLICY, "diff", str(file))
        assert rows == [{"term": "perspectives.national.sites", "before": 2, "after": 3}]
        assert "not adopted" in book.text(*POLICY, "diff", str(file))
        assert book.json(*POLICY, "show")["policy"] == "programme@2"

    def test_money_is_shown_with_its_currency(self, book: Book, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        file.write_text('threshold = "250000"\n[tiers]\nlarge_spend = "5 USD"\n')
        assert book.text(*POLICY, "diff", str(file)).splitlines()[1].split() == [
            "tiers.large_spend",
            "-",
            "5.00",
            "USD",
        ]
        (row,) = book.rows(*POLICY, "diff", str(file))
        assert row["after"] == {"amount": "5.00", "currency": "USD"}

    def test_what_changed_between_two_days(self, book: Book) -> None:
        (row,) = book.rows(*POLICY, "diff", "--as-of", "2016..2017")
        assert (row["term"], row["before"]["amount"], row["after"]["amount"]) == (
            "threshold",
            "1000000.00",
            "250000.00",
        )

    def test_what_it_wrote_itself_changes_nothing(self, book: Book, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        book.text(*POLICY, "show", "-o", str(file))
        assert "The two policies are the same." in book.text(*POLICY, "diff", str(file))

    def test_without_a_file_or_a_range_it_says_what_to_give(self, book: Book) -> None:
        result = book.run(*POLICY, "diff")
        assert result.exit_code == 2
        assert "--as-of 2017..2018" in result.stderr

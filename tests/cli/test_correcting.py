"""`correct` and `withdraw`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from majoracct import Ledger
from majoracct.cli.naming import resolve_fact
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms

Run = Callable[..., Result]


def last() -> Any:
    with Ledger.open("majoracct.db") as ledger:
        return list(ledger.store.facts("acme"))[-1]


class TestCorrect:
    def test_help_shows_the_options_of_that_fact(self, book: Run) -> None:
        book(*"revenue record acme --amount 10".split())
        said = book("correct", "acme@3", "--help").stdout
        assert "--amount" in said
        assert "10.00 GBP" in said
        assert "--title" not in said
        assert "Usage: majoracct correct acme@3 " in said
        assert "--clear" in book("correct", "acme@2", "--help").stdout

    def test_help_without_a_fact(self, book: Run) -> None:
        assert "FACT" in book("correct", "--help").stdout
        assert "FACT" in book("correct", code=2).stderr

    def test_only_what_is_given_changes(self, book: Run) -> None:
        book(*"delivery complete acme --title ERP --successful --on 2024-03-01".split())
        said = book("correct", "acme@3", "--title", "CRM", "--reason", "mistyped").stdout.splitlines()
        assert [line.split()[0] for line in said] == ["acme@4", "acme@5"]
        assert (last().event.title, last().event.successful) == ("CRM", True)
        assert (str(last().on), last().corrects, last().origin) == ("2024-03-01", "acme@3", "acme@3")

    def test_no_is_given_too(self, book: Run) -> None:
        book(*"delivery complete acme --title ERP --successful".split())
        book("correct", "acme@3", "--no-successful", "--reason", "it failed")
        assert last().event.successful is False

    def test_the_day(self, book: Run) -> None:
        book(*"correct acme@2 --reason wrong --on 2024-02-02".split())
        assert (str(last().on), last().event.name) == ("2024-02-02", "Ann Lee")

    def test_a_field_is_emptied(self, book: Run) -> None:
        book(*"correct acme@2 --clear title --reason unknown".split())
        assert last().event.title is None
        assert (
            "exclude" in book(*"correct acme@4 --clear title --title CFO --reason x".split(), code=2).stderr
        )
        assert "function" in book(*"correct acme@4 --clear function --reason x".split(), code=2).stderr

    def test_options_may_stand_before_the_fact(self, book: Run) -> None:
        book("correct", "--reason", "wrong", "--ledger=majoracct.db", "acme@2", "--title", "COO")
        assert last().event.title == "COO"
        assert "stands before the fact" in book("correct", "--title", "COO", "acme@2", code=2).stderr

    def test_the_ledger_is_named_after_the_fact_too(self, book: Run) -> None:
        assert "there is no ledger" in book("correct", "acme@2", "--help", "--ledger", "no.db", code=2).stderr

    def test_nothing_given(self, book: Run) -> None:
        assert "nothing of acme@2" in book("correct", "acme@2", "--reason", "x", code=2).stderr

    def test_a_field_of_another_event(self, book: Run) -> None:
        assert "--amount" in book("correct", "acme@2", "--amount", "1", code=2).stderr

    def test_reasons_are_mandatory(self, book: Run) -> None:
        assert "K5" in book("correct", "acme@2", "--title", "COO", code=4).stderr

    def test_a_withdrawal_is_not_corrected(self, book: Run) -> None:
        book("withdraw", "acme@2", "--reason", "x")
        assert "K3" in book("correct", "acme@3", "--reason", "x", code=4).stderr

    def test_the_policy(self, book: Run) -> None:
        with Ledger.open("majoracct.db") as ledger:
            ledger.desk(by="kim").adopt(PolicyAdopted(Terms.shipped("GBP")))
        terms = json.dumps({"threshold": "250000", "qualification": {"aims": "any", "opening_roles": ["x"]}})
        book("correct", "programme@2", "--terms", terms, "--reason", "the board's figure")
        with Ledger.open("majoracct.db") as ledger:
            event: Any = list(ledger.store.facts("programme"))[-1].event
        assert event.terms.threshold.exact == "250000.00"
        assert event.terms.qualification.opening_roles == ("x",)
        assert event.terms.tiers == Terms.shipped("GBP").tiers

    def test_unknown(self, book: Run) -> None:
        assert "acme has 2" in book("correct", "acme@9", "--help", code=3).stderr
        assert "names no fact" in book("correct", "acme", "--help", code=2).stderr
        assert "acme@9" in book("withdraw", "acme@9", "--reason", "x", code=3).stderr


class TestWithdraw:
    def test_prints_every_fact_withdrawn(self, book: Run) -> None:
        book("account", "open", "big", "--name", "Big plc", "--on", "2024-01-01")
        book(*"account merge acme --into big".split())
        said = book("withdraw", "acme@3", "--reason", "they did not merge").stdout
        assert [line.split()[0] for line in said.splitlines()] == ["acme@4", "big@3"]

    def test_by_position_and_by_the_accounts_name(self, book: Run) -> None:
        book(*"revenue record acme --amount 10".split())
        book(*"revenue record acme --amount 11".split())
        assert "acme@3" in book("withdraw", "@5", "--reason", "x").stdout
        assert "acme@4" in book("withdraw", "Acme Ltd@4", "--reason", "x").stdout

    def test_of_the_facts_before_a_position_none_is_read(
        self, book: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        book(*"revenue record acme --amount 10".split())
        with Ledger.open("majoracct.db") as ledger:
            monkeypatch.delattr(type(ledger.store), "facts")
            assert resolve_fact(ledger, "@5").reference == "acme@3"

    def test_reasons_are_mandatory(self, book: Run) -> None:
        assert "K5" in book("withdraw", "acme@2", code=4).stderr

    def test_once(self, book: Run) -> None:
        book("withdraw", "acme@2", "--reason", "x")
        assert "K4" in book("withdraw", "acme@2", "--reason", "x", code=4).stderr

    def test_takes_its_targets_day(self, book: Run) -> None:
        assert "--on" in book(*"withdraw acme@2 --on 2024-01-01 --reason x".split(), code=2).stderr

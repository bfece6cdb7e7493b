"""Requests that stand or fall together, and requests that name the fact of another (K8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from majoracct.desk import Desk
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified, OpportunityWon
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import Event
from majoracct.domain.money import Money
from majoracct.domain.seen import NamedFactMissing
from majoracct.ledger import Ledger
from majoracct.requests import Request

DAY = dt.date(2024, 5, 1)
LATER = dt.date(2024, 5, 2)
EARLIER = dt.date(2024, 4, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Ledger.create(tmp_path / "book.db", currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim")
        desk.on(dt.date(2024, 1, 1)).record("acme", AccountOpened("Acme"))
        yield desk


def asked(id_: str, event: Event, on: dt.date = DAY, *, names: str = "", together: str = "") -> Request:  # type: ignore[type-arg]  # any
    refers = {"opportunity": names} if names else {}
    return Request("acme", event, on, id_, refers=refers, together=together)


def found(together: str = "") -> Request:
    return asked("found", OpportunityIdentified("Meters"), together=together)


def won(on: dt.date = LATER, together: str = "") -> Request:
    return asked("won", OpportunityWon(""), on, names="found", together=together)


def paid(amount: int, together: str = "") -> Request:
    return asked(f"paid {amount}", RevenueRecorded(Money(Decimal(amount), "GBP")), together=together)


def types(desk: Desk) -> list[str]:
    return [type(fact.event).__name__ for fact in desk.ledger.store.facts("acme")][1:]


class TestK8WhatNamesAFactComesAfterIt:
    def test_of_the_same_chunk(self, desk: Desk) -> None:
        facts = desk.record_all([found(together="row"), won(together="row")])
        assert facts[1].event == OpportunityWon(facts[0].reference)
        assert desk.ledger.account("acme").ever[Opportunities].items["acme@2"].won == LATER

    def test_of_the_same_chunk_though_each_stands_alone(self, desk: Desk) -> None:
        facts = desk.record_all([found(), won()])
        assert facts[1].event == OpportunityWon(facts[0].reference)

    def test_of_an_earlier_chunk(self, desk: Desk) -> None:
        desk.record_all([found()])
        assert desk.record_all([won()])[0].event == OpportunityWon("acme@2")

    def test_by_its_origin_when_it_was_corrected_since(self, desk: Desk) -> None:
        desk.record_all([found()])
        desk.on(reason="its name").correct("acme@2", title="Pumps")
        assert desk.record_all([won()])[0].event == OpportunityWon("acme@2")

    def test_or_is_refused(self, desk: Desk) -> None:
        with pytest.raises(NamedFactMissing, match="found, is not on record"):
            desk.record_all([won()])
        assert types(desk) == []

    def test_or_is_refused_when_that_one_was_refused(self, desk: Desk) -> None:
        nameless = evolve(found(together="a"), what=OpportunityIdentified(" "))
        [recorded] = desk.record_chunks([[nameless, won(together="b")]], pass_over=True)
        assert [at for at, _ in recorded.refusals] == [0, 1]


class TestTogether:
    @pytest.mark.parametrize("likely_new", [False, True])
    def test_one_refused_undoes_those_before_and_stops_those_after(
        self, desk: Desk, likely_new: bool
    ) -> None:
        row = [found(together="row"), won(EARLIER, together="row"), paid(2, together="row")]
        chunk = [paid(1, together="first"), *row, paid(3, together="last")]
        [recorded] = desk.record_chunks([chunk], pass_over=True, likely_new=likely_new)
        assert [at for at, _ in recorded.refusals] == [2]
        assert types(desk) == ["RevenueRecorded", "RevenueRecorded"]
        assert [f.version for f in desk.ledger.store.facts("acme")] == [1, 2, 3]

    def test_what_is_undone_can_be_named_by_nobody(self, desk: Desk) -> None:
        row = [found(together="row"), won(EARLIER, together="row")]
        other = evolve(won(), command_id="other", together="other")
        [recorded] = desk.record_chunks([[*row, other]], pass_over=True)
        assert [(at, no.rule) for at, no in recorded.refusals] == [(1, "O2"), (2, "K8")]

    def test_those_on_record_are_passed_over(self, desk: Desk) -> None:
        desk.record_all([found(together="row")])
        desk.record_all([found(together="row"), won(together="row")])
        assert types(desk) == ["OpportunityIdentified", "OpportunityWon"]

    def test_apart_only_the_refused_one_is_left_out(self, desk: Desk) -> None:
        [recorded] = desk.record_chunks([[found(), won(EARLIER), paid(2)]], pass_over=True)
        assert [(at, no.rule) for at, no in recorded.refusals] == [(1, "O2")]
        assert types(desk) == ["OpportunityIdentified", "RevenueRecorded"]


def test_only_an_event_names_the_facts_of_other_requests(desk: Desk) -> None:
    request = Request("acme", lambda seen: (), DAY, refers={"opportunity": "1"})
    with pytest.raises(TypeError, match="only an event"):
        desk.record_all([request])

"""The rules of the ledger's settings, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.book.imports import ImportFinished, Imports
from majoracct.domain.book.settings import (
    AlreadyCreated,
    LedgerCreated,
    Settings,
    SettingsStay,
    SettingsUnusable,
)
from majoracct.testing.given import given


class TestL1CreatedOnce:
    def test_not_twice(self) -> None:
        given().when(LedgerCreated("USD")).then_refused(AlreadyCreated)

    def test_once(self) -> None:
        story = given()
        empty = type(story)(())
        after = empty.when(LedgerCreated("USD", "Europe/London", 4)).then()
        assert after.book[Settings] == Settings("USD", "Europe/London", 4)


class TestL2ItsSettingsStay:
    def test_not_withdrawn(self) -> None:
        given().because("a mistake").when_withdrawing("ledger@1").then_refused(SettingsStay)

    def test_another_fact_of_the_book_is(self) -> None:
        story = given(ImportFinished("a.csv", "00", "uk-spend", 1, 0, 0)).because("a mistake")
        assert story.book[Imports].facts == ("ledger@2",)
        assert story.when_withdrawing("ledger@2").then().book[Imports].facts == ()


class TestL3ItsSettingsCanBeUsed:
    @pytest.mark.parametrize(
        ("created", "told"),
        [
            (LedgerCreated(""), "'' is no currency code"),
            (LedgerCreated("pounds"), "'pounds' is no currency code"),
            (LedgerCreated("GBP", " "), "in no time zone"),
            (LedgerCreated("GBP", "UTC", 0), "no month 0"),
            (LedgerCreated("GBP", "UTC", 13), "no month 13"),
        ],
    )
    def test_a_currency_a_zone_and_a_month(self, created: LedgerCreated, told: str) -> None:
        empty = type(given())(())
        empty.when(created).then_refused(SettingsUnusable, told)

    @pytest.mark.parametrize("month", [1, 12])
    def test_any_month(self, month: int) -> None:
        empty = type(given())(())
        after = empty.when(LedgerCreated("JPY", "Asia/Tokyo", month)).then()
        assert after.book[Settings].fiscal_year_start == month

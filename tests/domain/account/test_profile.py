"""The rules of an account's profile, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as every
from hypothesis import strategies as st

from majoracct.domain.account.profile import (
    AccountOpened,
    AccountRenamed,
    AlreadyOpen,
    CurrenciesMixed,
    ExternalIdMissing,
    ExternalIdRecorded,
    FinancialStatementFiled,
    FirmographicsRecorded,
    KeyImpossible,
    NameMissing,
    NothingDescribed,
    NumberNotAboveNothing,
    OrgChartFiled,
    PeriodNotEnded,
    PrecisEmpty,
    PrecisFiled,
    Profile,
    StatementKind,
    TurnoverImpossible,
)
from majoracct.domain.account.revenue import by_year
from majoracct.domain.kernel import Evidence, FactWithdrawn
from majoracct.domain.money import Money
from majoracct.testing.given import DAY, corrected, given, money, on

OPENED = AccountOpened("Acme")
PROFIT = StatementKind.PROFIT_AND_LOSS


class TestP1OpenedOnceUnderAKey:
    def test_not_twice(self) -> None:
        given(OPENED).when(OPENED).then_refused(AlreadyOpen, "acme is open already")

    def test_not_even_on_an_earlier_day(self) -> None:
        given(OPENED).on("2020-01-01").when(OPENED).then_refused(AlreadyOpen)

    @pytest.mark.parametrize("key", ["ledger", "programme"])
    def test_not_under_a_key_of_the_ledgers_own(self, key: str) -> None:
        seen = given(opened=False).about(key).account
        with pytest.raises(KeyImpossible, match="kept for the ledger"):
            OPENED.require(seen)

    @pytest.mark.parametrize(
        "key", ["", " ", "a b", "-a", "a-", ".", "é", "a@1", "a/b", "a\n", "a" * 65, "\u202ea"]
    )
    def test_not_under_an_impossible_key(self, key: str) -> None:
        given(to=key, opened=False).when(OPENED).then_refused(KeyImpossible, "is no key")

    @pytest.mark.parametrize("key", ["a", "7", "acme", "Acme-2.uk_x", "a" * 64])
    def test_under_any_other(self, key: str) -> None:
        assert given(to=key, opened=False).when(OPENED).then()[Profile].name == "Acme"

    def test_again_once_that_was_withdrawn_by_correcting(self) -> None:
        assert given(OPENED, corrected("acme@1", AccountOpened("Acme plc")))[Profile].name == "Acme plc"


class TestP2AName:
    @pytest.mark.parametrize("name", ["", " \t"])
    def test_is_not_empty(self, name: str) -> None:
        given(opened=False).when(AccountOpened(name)).then_refused(NameMissing, "acme was given no name")
        given(OPENED).when(AccountRenamed(name)).then_refused(NameMissing)

    def test_changes_and_the_old_one_stays_findable(self) -> None:
        after = given(OPENED).when(AccountRenamed("Apex")).then().when(AccountRenamed("Zenith")).then()
        assert (after[Profile].name, after[Profile].former_names) == ("Zenith", ("Acme", "Apex"))

    def test_given_on_an_earlier_day_does_not_undo_a_later_one(self) -> None:
        story = given(on("2024-01-01", AccountRenamed("Apex")), OPENED)
        assert story[Profile].name == "Apex"


class TestP3AnExternalId:
    @pytest.mark.parametrize(("system", "id_"), [("", "7"), ("salesforce", " "), ("", "")])
    def test_has_a_system_and_an_id(self, system: str, id_: str) -> None:
        given().when(ExternalIdRecorded(system, id_)).then_refused(ExternalIdMissing)

    def test_is_recorded_per_system(self) -> None:
        story = given(ExternalIdRecorded("salesforce", "7"), ExternalIdRecorded("sap", "8"))
        after = story.when(ExternalIdRecorded("salesforce", "9")).then()
        assert dict(after[Profile].external_ids.items()) == {"salesforce": "9", "sap": "8"}


@pytest.mark.requirement("B-Q1")
class TestP4APrecis:
    @pytest.mark.parametrize(
        ("areas", "text"), [((), "They build."), (("", " "), "They build."), (("building",), " ")]
    )
    def test_names_areas_and_says_something(self, areas: tuple[str, ...], text: str) -> None:
        given().when(PrecisFiled(areas, text)).then_refused(PrecisEmpty, "The précis of acme lacks")

    def test_is_dated_by_its_filing(self) -> None:
        after = given().when(PrecisFiled(("building",), "They build.")).then()
        assert [(f.dated, f.fact) for f in after[Profile].precis] == [(DAY, "acme@2")]


@pytest.mark.requirement("B-Q1")
class TestP5AStatement:
    def test_is_not_filed_before_its_period_has_ended(self) -> None:
        early = FinancialStatementFiled(PROFIT, DAY + dt.timedelta(days=1))
        given().when(early).then_refused(PeriodNotEnded, "2024-05-02, after 2024-05-01")

    def test_is_filed_on_the_last_day_and_ages_from_it(self) -> None:
        for end in (DAY, dt.date(2023, 12, 31)):
            after = given().when(FinancialStatementFiled(PROFIT, end)).then()
            assert [(f.dated, f.on, f.fact) for f in after[Profile].statements] == [(end, DAY, "acme@2")]

    def test_ages_from_its_filing_without_one(self) -> None:
        after = given().when(FinancialStatementFiled(PROFIT)).then()
        assert [(f.dated, f.fact) for f in after[Profile].statements] == [(DAY, "acme@2")]


@pytest.mark.requirement("C-K2", "C-K9")
class TestP7TheFiguresOfAStatement:
    @pytest.mark.parametrize("turnover", ["0", "-1"])
    def test_a_turnover_is_above_nothing(self, turnover: str) -> None:
        stated = FinancialStatementFiled(PROFIT, turnover=money(turnover))
        given().when(stated).then_refused(TurnoverImpossible, "State one above 0")

    def test_both_are_in_one_currency(self) -> None:
        mixed = FinancialStatementFiled(PROFIT, turnover=money("5", "USD"), profit=money("1", "EUR"))
        given().when(mixed).then_refused(CurrenciesMixed, "in USD, the profit in EUR")

    def test_a_loss_is_one_and_either_may_be_left_out(self) -> None:
        for turnover, profit in ((money("5"), money("-1")), (None, money("-1")), (money("5"), None)):
            stated = FinancialStatementFiled(PROFIT, turnover=turnover, profit=profit)
            (filed,) = given().when(stated).then()[Profile].statements
            assert (filed.turnover, filed.profit) == (turnover, profit)

    def test_are_the_customers_own_in_any_currency_and_never_our_revenue(self) -> None:
        stated = FinancialStatementFiled(PROFIT, turnover=money("5", "USD"), profit=money("1", "USD"))
        assert by_year(given().when(stated).then().account) == {}


@pytest.mark.requirement("B-I3", "B-Q1")
class TestADocument:
    DOCUMENTS = (OrgChartFiled(), PrecisFiled(("building",), "They build."), FinancialStatementFiled(PROFIT))

    @pytest.mark.parametrize("shown", [(), (Evidence("chart.pdf"),)])
    def test_says_whether_it_was_shown(self, shown: tuple[Evidence, ...]) -> None:
        profile = given(on(DAY, *self.DOCUMENTS, evidence=shown))[Profile]
        filed = (*profile.org_charts, *profile.precis, *profile.statements)
        assert [f.evidenced for f in filed] == [bool(shown)] * 3


class TestAChart:
    def test_is_filed(self) -> None:
        (filed,) = given().when(OrgChartFiled()).then()[Profile].org_charts
        assert (filed.dated, filed.fact) == (DAY, "acme@2")


NUMBERS = st.one_of(st.none(), st.integers(1, 3000))
TEXTS = st.one_of(st.none(), st.sampled_from(["retail", "finance", "Apex Group"]))
STATED = st.builds(FirmographicsRecorded, TEXTS, TEXTS, st.none(), NUMBERS, NUMBERS, TEXTS).filter(
    lambda event: event.stated
)


@pytest.mark.requirement("B-Q1")
class TestP6ADescriptionStatesSomething:
    @pytest.mark.parametrize("event", [FirmographicsRecorded(), FirmographicsRecorded(sector=" ", parent="")])
    def test_not_nothing(self, event: FirmographicsRecorded) -> None:
        given().when(event).then_refused(NothingDescribed, "Nothing is said about acme")

    @pytest.mark.parametrize(
        "wrong", [{"turnover": money("0")}, {"employees": 0}, {"founded": -1}, {"turnover": money("-1")}]
    )
    def test_no_number_that_is_not_above_nothing(self, wrong: dict[str, Any]) -> None:
        name = next(iter(wrong))
        event = FirmographicsRecorded(sector="retail", **wrong)
        given().when(event).then_refused(NumberNotAboveNothing, f"The {name} of acme")

    def test_the_customers_turnover_is_no_revenue_of_ours_and_in_any_currency(self) -> None:
        turnover = Money(Decimal(1_100_040_000), "USD")
        seen = given().when(FirmographicsRecorded(turnover=turnover)).then()
        assert seen[Profile].firmographics.turnover == turnover
        assert by_year(seen.account) == {}

    def test_what_is_not_stated_stays_as_it_was(self) -> None:
        seen = given(
            FirmographicsRecorded(sector="retail", employees=7),
            on("2025-01-01", FirmographicsRecorded(employees=9, location="Kenya")),
        )
        known = seen.on("2025-01-01")[Profile].firmographics
        assert (known.sector, known.employees, known.location) == ("retail", 9, "Kenya")
        assert dict(known.facts.items()) == {"sector": "acme@1", "employees": "acme@2", "location": "acme@2"}
        assert seen.on("2024-12-31")[Profile].firmographics.employees == 7

    def test_what_was_withdrawn_is_no_longer_known(self) -> None:
        seen = given(FirmographicsRecorded(employees=7), FirmographicsRecorded(employees=9))
        assert seen[Profile].firmographics.employees == 9
        assert (
            given(
                FirmographicsRecorded(employees=7),
                FirmographicsRecorded(employees=9),
                FactWithdrawn("acme@2"),
            )[Profile].firmographics.employees
            == 7
        )

    @every(st.lists(STATED, max_size=6))
    def test_each_value_is_the_last_that_was_stated(self, events: list[FirmographicsRecorded]) -> None:
        known = given(*events)[Profile].firmographics
        for name in ("sector", "parent", "employees", "founded", "location"):
            said = [event.stated[name] for event in events if name in event.stated]
            assert getattr(known, name) == (said[-1] if said else None)

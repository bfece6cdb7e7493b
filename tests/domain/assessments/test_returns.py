"""The rules of returns, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.investment import CostOfSalesRecorded, InvestmentMade, Purpose
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.promises import PromiseMade
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.returns import Returns, Worth, returns, total, wasted
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.tables import PromiseTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")


def paid(day: str, amount: str) -> Told:
    return on(day, RevenueRecorded(money(amount)))


def cost(day: str, amount: str) -> Told:
    return on(day, CostOfSalesRecorded(money(amount)))


def put(day: str, amount: str, purpose: Purpose = Purpose.TEAM, opportunity: str | None = None) -> Told:
    return on(day, InvestmentMade(purpose, money(amount), opportunity))


def years(story: Given) -> dict[int, Returns]:
    return {found.year: found for found in returns(story.account, TERMS)}


@pytest.mark.requirement("B-I1")
class TestRI1TheMarginOfAYear:
    def test_is_known_once_a_cost_is_on_record_in_it(self) -> None:
        story = given(
            paid("2023-03-01", "1000"),
            cost("2023-12-31", "600"),
            put("2023-06-01", "150"),
            paid("2024-01-01", "500"),
            put("2024-01-02", "50", Purpose.RESOURCES),
        )
        known, unknown = years(story)[2023], years(story)[2024]
        assert [known.revenue, known.cost, known.margin, known.earned] == [1000, 600, 400, 250]
        assert known.facts == ("acme@3", "acme@2")
        assert [unknown.revenue, unknown.cost, unknown.margin, unknown.earned] == [500, None, None, None]
        assert unknown.invested == {Purpose.LANDING: 0, Purpose.TEAM: 0, Purpose.RESOURCES: 50}

    def test_years_in_which_nothing_was_spent_are_left_out(self) -> None:
        assert years(given(paid("2022-03-01", "1000"))) == {}
        assert years(given(put("2024-06-01", "5"))) == {}  # after the day


@pytest.mark.requirement("B-I1")
class TestRI2WhetherItIsWorthIt:
    @pytest.mark.parametrize(
        ("served", "invested", "worth"),
        [
            ("600", "400", Worth.WORTH_IT),
            ("600", "401", Worth.NOT_WORTH_IT),
            ("999", "2", Worth.NOT_WORTH_IT),
            ("1000", "1", Worth.UNPROFITABLE),
            ("1001", "1", Worth.UNPROFITABLE),
        ],
    )
    def test_by_the_margin_and_what_it_took(self, served: str, invested: str, worth: Worth) -> None:
        story = given(paid("2024-01-01", "1000"), cost("2024-02-01", served), put("2024-03-01", invested))
        assert years(story)[2024].worth is worth

    def test_is_not_known_without_a_margin(self) -> None:
        assert years(given(paid("2024-01-01", "1000"), put("2024-03-01", "1")))[2024].worth is None


@pytest.mark.requirement("B-D5")
class TestRI3TheCostOfLanding:
    FOUND = on("2023-01-01", OpportunityIdentified("depots"), OpportunityIdentified("yards"))
    LANDED = (
        put("2023-05-01", "30", Purpose.LANDING, "acme@1"),
        put("2024-01-01", "5", Purpose.LANDING, "acme@1"),
        put("2024-01-01", "70", Purpose.LANDING, "acme@2"),
        put("2024-01-01", "9", Purpose.TEAM, "acme@1"),
    )
    PROMISED = on("2023-06-01", PromiseMade("fast", dt.date(2024, 4, 1), "acme@1"))

    def test_is_wasted_where_too_little_was_kept(self) -> None:
        story = given(self.FOUND, *self.LANDED, self.PROMISED)
        (lost,) = wasted(story.account, TERMS)
        assert [lost.opportunity, lost.title, lost.kept, lost.landing] == ["acme@1", "depots", 0, 35]
        assert {year: found.wasted for year, found in years(story).items()} == {2023: 30, 2024: 5}

    def test_is_not_known_where_none_is_on_record(self) -> None:
        (lost,) = wasted(given(self.FOUND, self.LANDED[3], self.PROMISED).account, TERMS)
        assert lost.landing is None

    def test_not_before_the_promise_is_due(self) -> None:
        story = given(self.FOUND, *self.LANDED, self.PROMISED).on("2024-03-31")
        assert wasted(story.account, TERMS) == []
        assert {found.wasted for found in years(story).values()} == {0}

    def test_by_the_share_that_policy_asks(self) -> None:
        story = given(self.FOUND, *self.LANDED, self.PROMISED)
        lenient = evolve(TERMS, promises=PromiseTerms(delivery_ratio=Decimal(0)))
        assert wasted(story.account, lenient) == []
        assert total(returns(story.account, lenient)).wasted == 0


@pytest.mark.requirement("B-D5", "B-I1")
class TestRI4ItAddsUp:
    SPENT = st.tuples(
        st.sampled_from(["acme", "bolt"]),
        st.sampled_from(["2022-06-01", "2023-01-01", "2023-12-31", "2024-02-01"]),
        st.sampled_from(["pay", "cost", *Purpose]),
        st.integers(1, 999),
    )

    @settings(max_examples=60, deadline=None)
    @any_of(st.lists(SPENT, max_size=10))
    def test_over_years_and_accounts(self, told: list[tuple[str, str, str | Purpose, int]]) -> None:
        story = given(on("2020-01-01", AccountOpened("Acme"), OpportunityIdentified("x")))
        story = story.then_given(
            on("2020-01-01", AccountOpened("Bolt"), OpportunityIdentified("x"), to="bolt")
        )
        for key in ("acme", "bolt"):
            due = PromiseMade("fast", dt.date(2024, 1, 1), f"{key}@2")
            story = story.then_given(on("2021-01-01", due, to=key))
        for key, day, what, amount in told:
            event: AccountEvent[Any] = RevenueRecorded(money(str(amount)))
            if isinstance(what, Purpose):
                event = InvestmentMade(what, money(str(amount)), f"{key}@2")
            elif what == "cost":
                event = CostOfSalesRecorded(money(str(amount)))
            story = story.then_given(on(day, event, to=key))
        rows = [row for key in ("acme", "bolt") for row in returns(story.about(key).account, TERMS)]
        lost = [w for key in ("acme", "bolt") for w in wasted(story.about(key).account, TERMS)]
        whole = total(rows)
        landing = sum(amount for _, _, what, amount in told if what is Purpose.LANDING)
        assert whole.put_in == sum(amount for _, _, what, amount in told if isinstance(what, Purpose))
        assert whole.wasted == landing == sum(w.landing or 0 for w in lost)
        known = {(row.account, row.year) for row in rows if row.margin is not None}
        assert known == {(key, int(day[:4])) for key, day, what, _ in told if what == "cost"}
        assert whole.unknown == len(rows) - len(known)
        signs: dict[str | Purpose, int] = {"pay": 1, "cost": -1}
        margin = sum(signs.get(w, 0) * a for k, d, w, a in told if (k, int(d[:4])) in known)
        assert whole.margin == margin
        spent = sum(a for k, d, w, a in told if (k, int(d[:4])) in known and isinstance(w, Purpose))
        assert whole.earned == margin - spent
        shown = {(row.account, row.year) for row in rows}
        paid_in = sum(a for k, d, w, a in told if w == "pay" and (k, int(d[:4])) in shown)
        assert whole.revenue == paid_in

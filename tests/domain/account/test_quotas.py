"""The rules of an account's quotas, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.quotas import (
    NoPeriodOfAQuota,
    QuotaOfNothing,
    QuotaSet,
    QuotaTooLate,
    attained,
)
from majoracct.domain.account.revenue import ForeignCurrency, RevenueRecorded
from majoracct.testing.given import Told, given, money, on


def quota(period: str, amount: str = "100") -> QuotaSet:
    return QuotaSet(period, money(amount))


def paid(day: str, amount: str) -> Told:
    return on(day, RevenueRecorded(money(amount)))


@pytest.mark.requirement("R-U4")
class TestQT1AnAmount:
    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_above_nothing(self, amount: str) -> None:
        given().on("2024-01-05").when(quota("2024", amount)).then_refused(QuotaOfNothing)

    def test_in_the_ledgers_currency(self) -> None:
        event = QuotaSet("2024", money("1", "USD"))
        given().on("2024-01-05").when(event).then_refused(ForeignCurrency)


@pytest.mark.requirement("R-U4")
class TestQT2APeriod:
    @pytest.mark.parametrize("word", ["2024-01-05", "2024Q5", "year", ""])
    def test_by_its_word(self, word: str) -> None:
        given().on("2024-01-05").when(quota(word)).then_refused(NoPeriodOfAQuota)

    @pytest.mark.parametrize(
        "word", ["2024", "2024H1", "2024Q1", "2024-01", "FY2024", "FY2024H1", "FY2024Q1"]
    )
    def test_of_any_kind(self, word: str) -> None:
        given().on("2024-01-05").when(quota(word)).then()

    def test_that_is_not_over(self) -> None:
        given().on("2024-03-31").when(quota("2024Q1")).then()
        given().on("2024-04-01").when(quota("2024Q1")).then_refused(QuotaTooLate)


@pytest.mark.requirement("R-U4")
class TestQT3WhichStands:
    def test_the_last_set(self) -> None:
        story = given(on("2024-01-05", quota("2024", "100")), on("2024-02-01", quota("2024", "200")))
        (now,) = attained(story.on("2024-03-01").account)
        assert (now.quota, now.facts) == (money("200"), ("acme@2",))
        (before,) = attained(story.on("2024-01-31").account)
        assert before.quota == money("100")

    def test_of_accounts_that_merged_all_of_them_or_unknown(self) -> None:
        opened = on("2024-01-01", AccountOpened("Bolt"), to="bolt")
        mine = on("2024-01-05", quota("2024", "100"))
        theirs = on("2024-01-05", quota("2024", "300"), to="bolt")
        merged = (
            on("2024-03-01", AccountMerged("acme"), to="bolt"),
            on("2024-03-01", AccountAbsorbed("bolt")),
        )
        (whole,) = attained(given(opened, mine, theirs, *merged).on("2024-04-01").account)
        assert whole.quota == money("400")
        (unknown,) = attained(given(opened, mine, *merged).on("2024-04-01").account)
        assert (unknown.quota, unknown.share) == (None, None)
        anew = on("2024-03-02", quota("2024", "350"))
        (again,) = attained(given(opened, mine, theirs, *merged, anew).on("2024-04-01").account)
        assert again.quota == money("350")

    def test_by_whatever_word_its_days_are_named(self) -> None:
        story = given(on("2024-01-05", quota("FY2024", "100")), on("2024-01-06", quota("2024", "200")))
        (found,) = attained(story.on("2024-04-01").account)
        assert (found.period.word, found.quota, found.facts) == ("2024", money("200"), ("acme@2",))


@pytest.mark.requirement("R-U4")
class TestQT4Attained:
    STORY = (
        on("2024-01-05", quota("2024Q1", "100")),
        paid("2023-12-31", "1000"),
        paid("2024-01-10", "30"),
        paid("2024-02-10", "-10"),
        paid("2024-03-31", "60"),
        paid("2024-04-01", "500"),
    )

    @pytest.mark.requirement("X-11")
    def test_unknown_while_no_rate_tells_a_payment(self) -> None:
        dollars = on("2024-03-01", RevenueRecorded(money("60", "USD")))
        story = given(on("2024-01-05", quota("2024")), paid("2024-02-01", "40"), dollars)
        early, late = (attained(story.on(day).account)[0] for day in ("2024-02-28", "2024-03-01"))
        assert (early.revenue, early.share) == (Decimal(40), Decimal("0.4"))
        assert (late.revenue, late.share, late.quota) == (None, None, money("100"))

    @pytest.mark.parametrize(
        ("day", "share", "elapsed"),
        [
            ("2024-01-09", "0", 9),
            ("2024-02-15", "0.2", 46),
            ("2024-03-31", "0.8", 91),
            ("2025-01-01", "0.8", 91),
        ],
    )
    def test_is_what_came_in_of_the_period(self, day: str, share: str, elapsed: int) -> None:
        (found,) = attained(given(*self.STORY).on(day).account)
        assert (found.share, found.elapsed) == (Decimal(share), Decimal(elapsed) / 91)

    def test_nothing_before_it_began(self) -> None:
        story = given(on("2024-01-05", quota("2024Q2")))
        assert attained(story.on("2024-03-31").account) == ()
        assert len(attained(story.on("2024-04-01").account)) == 1

    @settings(deadline=None, derandomize=True, database=None, max_examples=30)
    @drawn(st.lists(st.tuples(st.integers(1, 364), st.integers(-50, 200)), max_size=8), st.integers(1, 364))
    def test_is_the_sum_of_what_came_in_by_any_day(self, paid_on: list[tuple[int, int]], day: int) -> None:
        first = 738_886  # 2024-01-01
        days = [(dt.date.fromordinal(first + nth), amount) for nth, amount in paid_on]
        told = [on(when, RevenueRecorded(money(str(amount)))) for when, amount in days]
        asked = dt.date.fromordinal(first + day)
        (found,) = attained(given(on("2024-01-01", quota("2024")), *told).on(asked).account)
        assert found.revenue == sum(amount for when, amount in days if when <= asked)
        assert found.share == found.revenue / 100

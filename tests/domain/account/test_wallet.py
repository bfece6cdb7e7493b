"""The rules of the customer's wallet, one class a rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import ForeignCurrency, RevenueRecorded
from majoracct.domain.account.wallet import (
    NoYearOfAWallet,
    WalletEmpty,
    WalletEstimated,
    WalletTooSmall,
    WalletUnsourced,
    share_of_wallet,
    wallet_years,
    wallets,
)
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.testing.given import Told, given, money, on

SAID = "their annual report"
DOLLARS = on("2020-01-01", ExchangeRateRecorded("USD", "GBP", Decimal("0.5")))


def wallet(year: int, amount: str) -> WalletEstimated:
    return WalletEstimated(year, money(amount), SAID)


def paid(day: str, amount: str) -> Told:
    return on(day, RevenueRecorded(money(amount)))


@pytest.mark.requirement("R-T2")
class TestWL1AWallet:
    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_is_above_nothing(self, amount: str) -> None:
        given().when(wallet(2023, amount)).then_refused(WalletEmpty)

    def test_says_where_the_figure_comes_from(self) -> None:
        given().when(WalletEstimated(2023, money("10"), " ")).then_refused(WalletUnsourced)

    def test_in_the_ledgers_currency(self) -> None:
        given().when(WalletEstimated(2023, money("10", "USD"), SAID)).then_refused(ForeignCurrency)


class TestWL2OfACalendarYear:
    @pytest.mark.parametrize("year", [0, -1, 9999])
    def test_of_the_calendar(self, year: int) -> None:
        given().when(wallet(year, "10")).then_refused(NoYearOfAWallet)

    def test_not_less_than_what_came_in_by_the_day(self) -> None:
        story = given(paid("2023-05-01", "100"), paid("2023-12-01", "50"))
        story.on("2023-06-01").when(wallet(2023, "99.99")).then_refused(WalletTooSmall, "100.00")
        story.on("2023-06-01").when(wallet(2023, "100")).then()
        story.when(wallet(2023, "100")).then_refused(WalletTooSmall, "150.00")

    @pytest.mark.requirement("R-T2")
    def test_whatever_currency_it_is_stated_in(self) -> None:
        story = given(DOLLARS, paid("2023-05-01", "100"))
        too_small = WalletEstimated(2023, money("199", "USD"), SAID)
        story.when(too_small).then_refused(WalletTooSmall, "100.00 GBP")
        story.when(evolve(too_small, amount=money("200", "USD"))).then()


class TestWL3EstimatedAnew:
    def test_the_last_stands(self) -> None:
        story = given(on("2024-01-01", wallet(2023, "10")), on("2024-02-01", wallet(2023, "20")))
        (found,) = wallets(story.account, 2023)
        assert (found.amount, found.source, found.fact) == (money("20"), SAID, "acme@2")
        (before,) = wallets(story.on("2024-01-15").account, 2023)
        assert before.amount == money("10")


@pytest.mark.requirement("R-T2")
class TestWL4OurShare:
    def test_is_what_came_in_of_the_wallet(self) -> None:
        story = given(paid("2023-05-01", "150"), paid("2023-06-01", "-50"), wallet(2023, "400"))
        found = share_of_wallet(story.account, 2023)
        assert (found.revenue, found.wallet, found.share) == (Decimal(100), money("400"), Decimal("0.25"))
        assert (found.sources, found.facts) == ((SAID,), ("acme@3",))

    def test_unknown_while_no_rate_tells_a_payment(self) -> None:
        dollars = on("2023-06-01", RevenueRecorded(money("1", "USD")))
        found = share_of_wallet(given(paid("2023-05-01", "150"), dollars, wallet(2023, "400")).account, 2023)
        assert (found.revenue, found.share) == (Decimal(150), None)

    def test_unknown_without_an_estimate(self) -> None:
        found = share_of_wallet(given(paid("2023-05-01", "150")).account, 2023)
        assert (found.revenue, found.wallet, found.share, found.facts) == (Decimal(150), None, None, ())

    def test_unknown_of_a_year_to_come(self) -> None:
        assert share_of_wallet(given(wallet(2025, "400")).account, 2025).share is None

    def test_years_are_those_of_which_something_is_known(self) -> None:
        story = given(paid("2022-05-01", "150"), wallet(2023, "400"))
        assert wallet_years(story.account) == [2022, 2023]


@pytest.mark.requirement("R-T2")
class TestWL5Gained:
    STORY = given(
        paid("2022-05-01", "100"),
        paid("2023-05-01", "200"),
        paid("2024-02-01", "10"),
        *(on("2024-03-01", wallet(year, "400")) for year in (2022, 2023, 2024)),
    )

    def test_from_one_whole_year_to_the_next(self) -> None:
        found = share_of_wallet(self.STORY.account, 2023)
        assert (found.whole, found.gained) == (True, Decimal("0.25"))

    def test_not_from_a_year_of_which_nobody_knows(self) -> None:
        assert share_of_wallet(self.STORY.account, 2022).gained is None

    def test_nothing_is_lost_by_a_year_that_is_not_over(self) -> None:
        found = share_of_wallet(self.STORY.account, 2024)
        assert (found.whole, found.share, found.gained) == (False, Decimal("0.025"), None)
        assert share_of_wallet(self.STORY.on("2024-12-31").account, 2024).gained == Decimal("-0.475")


class TestWL6Merged:
    STORY = given(
        AccountOpened("Acme"),
        on("2020-01-01", AccountOpened("Tern"), to="tern"),
        on("2023-05-01", RevenueRecorded(money("50")), to="tern"),
        paid("2023-05-01", "50"),
        on("2024-01-01", WalletEstimated(2023, money("150"), SAID), to="tern"),
        on("2024-02-01", AccountMerged("acme"), to="tern"),
        on("2024-02-01", AccountAbsorbed("tern")),
    )

    def test_unknown_while_one_of_them_has_none(self) -> None:
        assert share_of_wallet(self.STORY.account, 2023).share is None

    def test_those_of_both_add_up(self) -> None:
        story = self.STORY.then_given(on("2024-01-15", wallet(2023, "250")))
        assert share_of_wallet(story.account, 2023).share == Decimal("0.25")
        assert len(wallets(story.account, 2023)) == 2
        assert share_of_wallet(story.on("2024-01-20").account, 2023).share == Decimal("0.2")

    def test_until_one_is_estimated_anew(self) -> None:
        story = self.STORY.then_given(on("2024-02-01", wallet(2023, "1000")))
        assert share_of_wallet(story.account, 2023).share == Decimal("0.1")


@settings(deadline=None, derandomize=True, database=None, max_examples=25)
@drawn(st.lists(st.integers(1, 400), min_size=1, max_size=5), st.integers(0, 1000))
def test_the_share_is_from_nothing_to_all(payments: list[int], more: int) -> None:
    whole = sum(payments) + more
    story = given(*(paid("2023-05-01", str(each)) for each in payments), wallet(2023, str(whole)))
    share = share_of_wallet(story.account, 2023).share
    assert share is not None
    assert 0 < share <= 1
    assert share * whole == pytest.approx(Decimal(sum(payments)))

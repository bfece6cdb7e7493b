"""Money: exact, in one currency, and only what is written plainly is an amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.money import Money, MoneyError, decimals, read_amount, read_number

NO_AMOUNTS = (
    *("", " ", "1e999", "1E3", "NaN", "Infinity", "-Infinity", "sNaN", "(1,044.82)", "1,044.82", "####"),
    *("+1", "01", ".5", "1.", "--1", "1 000", "£5", "1_000", "٣", "1.00000", "1000000000000000", "1\n"),
)


class TestAnAmount:
    @pytest.mark.parametrize("text", NO_AMOUNTS)
    def test_is_refused_unless_written_plainly(self, text: str) -> None:
        with pytest.raises(MoneyError, match="is not an amount"):
            read_amount(text)

    @pytest.mark.parametrize("text", ["0", "0.01", "-264451.75", "999999999999999", "1.0001"])
    def test_is_read_exactly(self, text: str) -> None:
        assert str(read_amount(text)) == text

    @settings(derandomize=True, database=None)
    @for_all(st.decimals(-(10**12), 10**12, places=2, allow_nan=False))
    def test_comes_back_as_it_was_written(self, amount: Decimal) -> None:
        money = Money(amount, "GBP")
        assert Money.read(f"{money.exact} GBP", "USD") == money


class TestMoney:
    @pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1E15", "-1E15", "1E3"])
    def test_is_finite_of_a_size_and_without_exponent(self, amount: str) -> None:
        with pytest.raises(MoneyError):
            Money(Decimal(amount), "GBP")

    def test_is_no_finer_than_its_currency(self) -> None:
        Money(Decimal("0.01"), "GBP")
        Money(Decimal("0.001"), "KWD")
        Money(Decimal(100), "JPY")
        for amount, currency in (("0.001", "GBP"), ("0.1", "JPY"), ("0.0001", "KWD")):
            with pytest.raises(MoneyError, match=f"finer than {currency}"):
                Money(Decimal(amount), currency)

    @pytest.mark.parametrize("code", ["", "gbp", "GB", "GBPS", "£", "GB1", "GBP\n"])
    def test_has_a_currency_code(self, code: str) -> None:
        with pytest.raises(MoneyError, match="no currency code"):
            Money(Decimal(1), code)

    def test_adds_and_compares_within_a_currency(self) -> None:
        one, two = Money(Decimal("0.10"), "GBP"), Money(Decimal("0.20"), "GBP")
        assert one + two == Money(Decimal("0.30"), "GBP")
        assert one - two == Money(Decimal("-0.1"), "GBP")
        assert one < two <= one + one
        assert two > one >= two - one

    @pytest.mark.requirement("X-11")
    def test_of_two_currencies_neither_adds_nor_compares(self) -> None:
        pounds, dollars = Money.zero("GBP"), Money.zero("USD")
        for act in (
            lambda: pounds + dollars,
            lambda: pounds - dollars,
            lambda: pounds < dollars,
            lambda: pounds <= dollars,
            lambda: pounds > dollars,
            lambda: pounds >= dollars,
        ):
            with pytest.raises(MoneyError, match="GBP and USD do not add"):
                act()
        assert pounds != dollars

    def test_is_read_in_the_ledgers_currency_or_its_own(self) -> None:
        assert Money.read("1.01", "GBP") == Money(Decimal("1.01"), "GBP")
        assert Money.read(" 1.01 USD ", "GBP") == Money(Decimal("1.01"), "USD")
        with pytest.raises(MoneyError):
            Money.read("1.01 1.02", "GBP")

    def test_is_shown_with_all_its_decimals(self) -> None:
        assert str(Money(Decimal("264451.7"), "GBP")) == "264,451.70 GBP"
        assert Money(Decimal("264451.7"), "GBP").exact == "264451.70"
        assert str(Money(Decimal(1234), "JPY")) == "1,234 JPY"
        assert [decimals(code) for code in ("GBP", "JPY", "KWD", "CLF")] == [2, 0, 3, 4]


@pytest.mark.requirement("X-11")
class TestReadNumber:
    def test_takes_the_decimals_of_a_rate(self) -> None:
        assert read_number("0.000006123456") == Decimal("0.000006123456")

    @pytest.mark.parametrize("text", ["1e3", "1,000.00", ".5", "NaN", "0.1234567890123", ""])
    def test_refuses_what_is_no_plain_number(self, text: str) -> None:
        with pytest.raises(MoneyError, match="not a number"):
            read_number(text)

"""Money: an exact amount in one currency. Amounts add only within a currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Self

from attrs import frozen

__all__ = ["Money", "MoneyError", "decimals", "read_amount", "read_number"]

# Minor units other than two, after ISO 4217 (list one).
_DECIMALS: Final = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
# One minor unit of the currencies most used; the other checks hold for them, too.
_QUANTA: Final = dict.fromkeys("AUD CAD CHF EUR GBP INR NZD SEK USD".split(), Decimal("0.01"))
_LIMIT: Final = Decimal(10) ** 15
_AMOUNT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,4})?\Z", re.ASCII)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?\Z", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}\Z", re.ASCII)


class MoneyError(ValueError):
    """The text or number is no amount of money; the message says what is wrong with it."""


def decimals(currency: str) -> int:
    """Return how many decimals amounts in CURRENCY have (ISO 4217)."""
    return _DECIMALS.get(currency, 2)


def read_amount(text: str) -> Decimal:
    """Return the amount written in TEXT, exactly.

    Only plain decimal notation is an amount: no exponent, grouping, sign for credit in
    parentheses, or digits other than 0 to 9. Raises MoneyError.
    """
    if not _AMOUNT.match(text):
        raise MoneyError(f"{text!r} is not an amount: write it as 1234.56, or -1234.56 for a credit")
    return Decimal(text)


def read_number(text: str) -> Decimal:
    """Return the number written in TEXT, exactly: as an amount is, with up to twelve decimals.

    Raises MoneyError.
    """
    if not _NUMBER.match(text):
        raise MoneyError(f"{text!r} is not a number: write it as 1234.56")
    return Decimal(text)


@frozen(order=False)
class Money:
    """An amount in a currency, exact to the currency's minor unit.

    amount: less than 10**15 either way.
    currency: an ISO 4217 code.
    Raises MoneyError when the amount is not finite, too large or finer than the minor unit.
    """

    amount: Decimal
    currency: str

    def __attrs_post_init__(self) -> None:
        amount = self.amount
        # Nearly every amount is written to the penny, and that is quickly seen.
        quantum = _QUANTA.get(self.currency)
        if quantum is not None and amount.same_quantum(quantum) and -_LIMIT < amount < _LIMIT:
            return
        if not amount.is_finite() or not -_LIMIT < amount < _LIMIT:
            raise MoneyError(f"{amount} is no amount of money")
        exponent = amount.as_tuple().exponent
        if not _CURRENCY.match(self.currency):
            raise MoneyError(f"{self.currency!r} is no currency code: write three letters, such as GBP")
        places = _DECIMALS.get(self.currency, 2)
        if not isinstance(exponent, int) or exponent < -places or exponent > 0:
            raise MoneyError(f"{amount} is finer than {self.currency} allows ({places} decimals)")

    @classmethod
    def read(cls, text: str, currency: str) -> Self:
        """Return the money in TEXT: ``1.01`` is in CURRENCY, ``1.01 USD`` says its own. Raises MoneyError."""
        amount, _, named = text.strip().partition(" ")
        return cls(read_amount(amount), named.strip() or currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing, in CURRENCY."""
        return cls(Decimal(0), currency)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.amount - self._same(other).amount, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Self) -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: Self) -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: Self) -> bool:
        return self.amount >= self._same(other).amount

    def _same(self, other: Self) -> Self:
        if other.currency != self.currency:
            raise MoneyError(f"{self.currency} and {other.currency} do not add: no rate was recorded")
        return other

    @property
    def exact(self) -> str:
        """The amount with all its decimals, and no grouping: 264451.75."""
        return f"{self.amount:.{_DECIMALS.get(self.currency, 2)}f}"

    def __str__(self) -> str:
        return f"{self.amount:,.{_DECIMALS.get(self.currency, 2)}f} {self.currency}"

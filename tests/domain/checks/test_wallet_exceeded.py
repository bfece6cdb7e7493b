"""Wallet exceeded: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.wallet import WalletEstimated
from majoracct.domain.checks.wallet_exceeded import CHECK
from majoracct.testing.given import given, money, on

WALLET = on("2023-02-01", WalletEstimated(2023, money("100"), "a report"))


@pytest.mark.requirement("R-T2")
class TestWalletExceeded:
    def test_raised_when_more_came_in_since(self) -> None:
        (found,) = given(WALLET, on("2023-05-01", RevenueRecorded(money("100.01")))).raised(CHECK)
        assert found.says == "100.01 GBP came in from us in 2023, and its wallet is estimated at 100.00 GBP"
        assert (found.facts, found.about) == (("acme@1",), "2023")

    def test_not_when_all_of_it_did(self) -> None:
        assert given(WALLET, on("2023-05-01", RevenueRecorded(money("100")))).raised(CHECK) == []

    def test_not_without_an_estimate(self) -> None:
        assert given(on("2023-05-01", RevenueRecorded(money("500")))).raised(CHECK) == []

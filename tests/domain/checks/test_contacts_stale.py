"""Contacts stale: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderVerified,
)
from majoracct.domain.checks.contacts_stale import CHECK
from majoracct.testing.given import given, on

ANA = on("2022-05-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana"))
BO = on("2024-01-01", StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bo"))


@pytest.mark.requirement("R-T4")
class TestContactsStale:
    def test_raised_when_nobody_verified_one_lately(self) -> None:
        (found,) = given(ANA, BO).on("2024-05-02").raised(CHECK)
        assert found.says == "1 of 2 contacts not verified since 2022-05-02, or no target buyers: Ana"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_not_on_the_last_day_it_is_in_date(self) -> None:
        assert given(ANA, BO).on("2024-05-01").raised(CHECK) == []

    def test_not_once_verified_again(self) -> None:
        again = on("2024-05-02", StakeholderVerified("p1"))
        assert given(ANA, again).on("2024-05-02").raised(CHECK) == []

    def test_raised_when_somebody_is_no_target_buyer(self) -> None:
        (found,) = given(ANA, BO, StakeholderVerified("p2", target_buyer=False)).raised(CHECK)
        assert found.says.endswith("or no target buyers: Bo")

    def test_not_of_somebody_who_left(self) -> None:
        assert given(ANA, on("2024-05-02", StakeholderLeft("p1"))).on("2024-05-02").raised(CHECK) == []

    def test_names_three_at_most(self) -> None:
        more = [StakeholderIdentified(f"p{n}", BuyingFunction.FINANCE, name=f"N{n}") for n in range(5)]
        (found,) = given(on("2020-01-01", *more)).raised(CHECK)
        assert found.says.endswith(": N0, N1, N2 and 2 more")
        assert len(found.facts) == 5

"""Value unclaimed: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.claims import BenefitClaimed
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.value import IntangibleValueDocumented, Measure, ValueDocumented
from majoracct.domain.checks.value_unclaimed import CHECK
from majoracct.testing.given import given, money, on

SAVED = on("2024-01-01", ValueDocumented(Measure.KPI, "Late payments", "a third fewer", money("5000")))
ANA = StakeholderIdentified("p1", BuyingFunction.CORPORATE, name="Ana")


@pytest.mark.requirement("B-E4")
class TestValueUnclaimed:
    def test_raised_when_nobody_claimed_it_in_time(self) -> None:
        (found,) = given(SAVED).on("2024-04-01").raised(CHECK)  # day 91
        assert found.says == (
            "“Late payments”, worth 5,000.00 GBP, documented on 2024-01-01, was not claimed in 90 days"
        )
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_on_the_last_day_there_is_time(self) -> None:
        assert given(SAVED).on("2024-03-31").raised(CHECK) == []

    def test_not_once_it_was_claimed(self) -> None:
        claimed = on("2024-04-01", ANA, BenefitClaimed("acme@1", "p1"))
        assert given(SAVED, claimed).on("2024-04-01").raised(CHECK) == []

    def test_raised_of_what_cannot_be_measured_too(self) -> None:
        (found,) = given(on("2024-01-01", IntangibleValueDocumented("Calm", "they say so"))).raised(CHECK)
        assert found.says == "“Calm”, documented on 2024-01-01, was not claimed in 90 days"

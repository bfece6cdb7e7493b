"""Claim disputed counts: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.claims import BenefitClaimed, BenefitConfirmed, BenefitDisputed
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.checks.claim_disputed_counts import CHECK
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana")
METRIC = ValueDocumented(Measure.METRIC, "Uptime", "up", project="acme@2")
KPI = ValueDocumented(Measure.KPI, "Late payments", "a third fewer", project="acme@2")
ROI = ValueDocumented(Measure.ROI, "Return", "twofold", project="acme@2")
CLAIMED = BenefitClaimed("acme@4", "p1")
PROVEN = (ANA, DeliveryCompleted(True, title="Pilot"), METRIC, KPI, ROI, CLAIMED)
DISPUTED = on("2024-04-01", BenefitDisputed("acme@4", "p1", "no"))


@pytest.mark.requirement("B-Q2", "B-E4")
class TestClaimDisputedCounts:
    def test_raised_when_what_counts_is_disputed(self) -> None:
        (found,) = given(on("2024-01-01", *PROVEN), DISPUTED).raised(CHECK)
        assert found.says == "Criterion 2 rests on “Late payments”, which Ana disputed on 2024-04-01"
        assert (found.facts, found.about) == (("acme@4", "acme@7"), "acme@4")

    def test_not_the_day_before(self) -> None:
        assert given(on("2024-01-01", *PROVEN), DISPUTED).on("2024-03-31").raised(CHECK) == []

    def test_not_once_it_was_confirmed_after_all(self) -> None:
        settled = on("2024-04-02", BenefitConfirmed("acme@4", "p1"))
        assert given(on("2024-01-01", *PROVEN), DISPUTED, settled).raised(CHECK) == []

    def test_not_while_the_criterion_does_not_hold_anyway(self) -> None:
        without_roi = (ANA, DeliveryCompleted(True, title="Pilot"), METRIC, KPI, CLAIMED)
        assert given(on("2024-01-01", *without_roi), DISPUTED).raised(CHECK) == []

    def test_not_of_a_result_that_does_not_count(self) -> None:
        other = ValueDocumented(Measure.KPI, "Other", "less", project="acme@2")
        story = given(on("2024-01-01", *PROVEN, other, BenefitClaimed("acme@7", "p1")))
        assert story.then_given(BenefitDisputed("acme@7", "p1", "no")).raised(CHECK) == []

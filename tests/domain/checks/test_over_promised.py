"""Over-promised: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve

from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.promises import BenchmarkAgreed, PromiseBroken, PromiseMade, ResultMeasured
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.over_promised import CHECK
from majoracct.domain.programme.tables import PromiseTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana")
DUE = dt.date(2024, 3, 1)
MADE = on(
    "2024-01-01",
    ANA,
    OpportunityIdentified("Depot planning"),
    PromiseMade("No train late", opportunity="acme@2"),
    PromiseMade("No train cancelled", opportunity="acme@2"),
    BenchmarkAgreed("trains in time", Decimal(90), DUE, "p1", promise="acme@3"),
)
KEPT = on("2024-02-01", ResultMeasured("acme@5", Decimal(90)))
BROKEN = on("2024-04-01", PromiseBroken("acme@4", "snow"))


@pytest.mark.requirement("B-D5")
class TestOverPromised:
    def test_raised_when_less_was_kept_than_policy_asks(self) -> None:
        (found,) = given(MADE, KEPT, BROKEN).raised(CHECK)
        assert found.says == (
            "Of the promises due for “Depot planning”, 50.0% were kept,"
            " fewer than the 100% that policy asks for"
        )
        assert (found.facts, found.about) == (("acme@3", "acme@4"), "acme@2")

    def test_not_the_day_before_one_was_broken(self) -> None:
        assert given(MADE, KEPT, BROKEN).on("2024-03-31").raised(CHECK) == []

    def test_not_while_nothing_is_due(self) -> None:
        assert given(MADE).on("2024-02-29").raised(CHECK) == []

    def test_not_when_policy_is_content_with_as_much(self) -> None:
        half = evolve(Terms.shipped("GBP"), promises=PromiseTerms(delivery_ratio=Decimal("0.5")))
        more = evolve(Terms.shipped("GBP"), promises=PromiseTerms(delivery_ratio=Decimal("0.51")))
        story = given(MADE, KEPT, BROKEN)
        assert (story.under(half).raised(CHECK), len(story.under(more).raised(CHECK))) == ([], 1)

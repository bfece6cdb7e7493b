"""Opportunity unvalidated: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.investment import InvestmentMade, Purpose
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.validation import OpportunityDisowned, OpportunityValidated
from majoracct.domain.checks.opportunity_unvalidated import CHECK
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, money, on

ANA = on("2023-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE))
DEAL = on("2023-01-01", OpportunityIdentified("signals"))
SPENT = on("2024-01-01", InvestmentMade(Purpose.LANDING, money("4000"), "acme@2"))
PLANNED = on("2024-01-01", PlanDrafted("the plan", ("acme@2",)))
YES = OpportunityValidated("acme@2", "p1")


@pytest.mark.requirement("S-C8")
class TestOpportunityUnvalidated:
    def test_raised_when_we_spend_on_one_that_nobody_there_validated(self) -> None:
        (found,) = given(ANA, DEAL, SPENT).raised(CHECK)
        assert found.says == (
            "“signals” was validated by nobody at the customer, and we spent 4,000.00 GBP on it"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@3"), "acme@2")

    def test_raised_when_the_plan_counts_on_it(self) -> None:
        (found,) = given(ANA, DEAL, PLANNED).raised(CHECK)
        assert found.says.endswith("at the customer, and the plan counts on it")
        (both,) = given(ANA, DEAL, SPENT, PLANNED).raised(CHECK)
        assert both.says.endswith("and we spent 4,000.00 GBP on it and the plan counts on it")

    def test_raised_when_the_customer_says_it_is_none(self) -> None:
        (found,) = given(ANA, DEAL, PLANNED, OpportunityDisowned("acme@2", "p1")).raised(CHECK)
        assert found.says == "“signals” is none, the customer said on 2024-05-01, and the plan counts on it"
        assert found.facts == ("acme@2", "acme@4")

    def test_raised_when_their_word_is_older_than_policy_lets_count(self) -> None:
        story = given(ANA, DEAL, PLANNED, on("2023-04-30", YES))
        (found,) = story.raised(CHECK)
        assert "was last validated by the customer on 2023-04-30, and" in found.says
        terms = evolve(Terms.shipped("GBP"), engagement=EngagementTerms(validated_months=13))
        assert story.under(terms).raised(CHECK) == []

    def test_not_once_it_was_validated(self) -> None:
        assert given(ANA, DEAL, SPENT, PLANNED, on("2023-05-01", YES)).raised(CHECK) == []

    def test_not_while_nothing_rests_on_it(self) -> None:
        assert given(ANA, DEAL).raised(CHECK) == []

    def test_not_once_it_is_decided(self) -> None:
        assert given(ANA, DEAL, SPENT, PLANNED, OpportunityLost("acme@2")).raised(CHECK) == []

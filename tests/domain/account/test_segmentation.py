"""The rules of the four tiers (R-T1 to R-T5), one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.presence import Dimension, PresenceRecorded, StandardisationRecorded
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import (
    Indication,
    NotTheIndicatedTier,
    OverrideUnexplained,
    Segmentation,
    TierMoved,
    indicate,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import Event
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Facet, Level, Terms, Tier, TierTerms
from majoracct.testing.given import DAY, Given, Told, given, money, on

SHIPPED = Terms.shipped("GBP")


def indication(story: Given) -> Indication:
    return indicate(story.account, story.account.programme[Policy].terms)


def tier(story: Given) -> Tier:
    return indication(story).tier


def paid(amount: str) -> RevenueRecorded:
    return RevenueRecorded(money(amount))


def every_year(amount: str) -> list[Told]:
    return [on(f"{year}-05-01", paid(amount)) for year in (2022, 2023, 2024)]


ANA: tuple[Event[Any], ...] = (
    StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL),
    SponsorNamed("p1", "CFO", "all capital spend"),
    PerceptionAssessed("p1", Perception.GO_TO),
)
STRATEGIC = given(*every_year("1000000"), StandardisationRecorded("payroll"), *ANA)
CORE = given(
    *every_year("10"),
    PresenceRecorded(Dimension.GEOGRAPHY, "France"),
    PresenceRecorded(Dimension.GEOGRAPHY, "Spain"),
    StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.DEPARTMENT_HEAD),
    RelationshipAssessed("p2", Strength.GOOD),
)


def without(story: Given, event: Event[Any]) -> Given:
    return evolve(story, facts=tuple(f for f in story.facts if f.event != event))


@pytest.mark.requirement("R-T1")
class TestStrategic:
    def test_when_all_its_facets_hold(self) -> None:
        assert tier(STRATEGIC) is Tier.STRATEGIC
        assert indication(STRATEGIC).unmet == ()

    @pytest.mark.parametrize(
        ("missing", "facet"),
        [
            (StandardisationRecorded("payroll"), Facet.STANDARDISED),
            (ANA[1], Facet.GO_TO_VIEW),
            (ANA[2], Facet.GO_TO_VIEW),
        ],
    )
    def test_not_when_one_is_unknown_and_it_is_named(self, missing: Event[Any], facet: Facet) -> None:
        found = indication(without(STRATEGIC, missing))
        assert found.tier is Tier.BEACHHEAD
        (named, failed), *_ = found.unmet
        assert named is Tier.STRATEGIC
        assert [(v.facet, v.holds) for v in failed] == [(facet, None)]

    def test_not_when_a_year_was_not_large(self) -> None:
        short = without(STRATEGIC, paid("1000000")).then_given(*every_year("999999.99"))
        (_, failed), *_ = indication(short).unmet
        assert [(v.facet, v.holds) for v in failed] == [(Facet.LARGE_CONSISTENT_SPEND, False)]

    def test_a_partner_is_an_ideal_and_never_gates(self) -> None:
        verdicts = {v.facet: v.holds for v in indication(STRATEGIC).verdicts}
        assert verdicts[Facet.PARTNER] is False
        assert Facet.PARTNER not in SHIPPED.tiers.strategic


@pytest.mark.requirement("R-T2")
class TestCore:
    def test_when_all_its_facets_hold(self) -> None:
        assert tier(CORE) is Tier.CORE

    @pytest.mark.parametrize(
        ("missing", "facet", "holds"),
        [
            (PresenceRecorded(Dimension.GEOGRAPHY, "Spain"), Facet.BREADTH, False),
            (RelationshipAssessed("p2", Strength.GOOD), Facet.SENIOR_RELATIONS, None),
        ],
    )
    def test_not_when_one_does_not_and_it_is_named(
        self, missing: Event[Any], facet: Facet, holds: object
    ) -> None:
        found = indication(without(CORE, missing))
        assert found.tier is Tier.BEACHHEAD
        failed = dict(found.unmet)[Tier.CORE]
        assert [(v.facet, v.holds) for v in failed] == [(facet, holds)]

    def test_not_when_a_year_passed_without_a_purchase(self) -> None:
        assert tier(CORE.on("2025-04-30")) is Tier.CORE
        failed = dict(indication(CORE.on("2025-05-01")).unmet)[Tier.CORE]
        assert [v.facet for v in failed] == [Facet.REGULAR_SPEND]

    def test_which_facets_gate_is_policy(self) -> None:
        lax = evolve(SHIPPED, tiers=TierTerms(core=(Facet.BREADTH,)))
        one = given(paid("1"), *(PresenceRecorded(Dimension.PROCESS, w) for w in ("buying", "paying")))
        assert tier(one) is Tier.BEACHHEAD
        assert tier(one.under(lax)) is Tier.CORE

    def test_strategic_goes_before_it(self) -> None:
        both = STRATEGIC.then_given(*(f.event for f in CORE.facts[5:]))
        assert tier(both) is Tier.STRATEGIC
        assert [above for above, _ in indication(CORE).unmet] == [Tier.STRATEGIC]


@pytest.mark.requirement("R-T3")
class TestBeachhead:
    def test_any_purchase_is_at_least_one(self) -> None:
        assert tier(given(paid("0.01"))) is Tier.BEACHHEAD

    def test_a_large_one_alone_is_no_more(self) -> None:
        assert tier(given(paid("5000000"))) is Tier.BEACHHEAD


@pytest.mark.requirement("R-T4")
class TestGreenfield:
    BOUGHT = given(on("2021-05-01", paid("5")))

    def test_is_what_time_alone_makes_of_an_account(self) -> None:
        assert tier(self.BOUGHT.on("2024-04-30")) is Tier.BEACHHEAD
        assert tier(self.BOUGHT.on("2024-05-01")) is Tier.GREENFIELD

    def test_three_years_end_in_february_too(self) -> None:
        leap = given(on("2020-02-29", paid("5")))
        assert tier(leap.on("2023-02-27")) is Tier.BEACHHEAD
        assert tier(leap.on("2023-02-28")) is Tier.BEACHHEAD
        assert tier(leap.on("2023-03-01")) is Tier.GREENFIELD

    def test_credits_are_not_purchases(self) -> None:
        assert tier(given(paid("-5"), paid("0"))) is Tier.GREENFIELD

    def test_a_credit_does_not_undo_a_purchase(self) -> None:
        assert tier(given(paid("5"), paid("-5"))) is Tier.BEACHHEAD

    def test_nor_is_a_purchase_to_come_one(self) -> None:
        assert tier(given(on("2024-05-02", paid("5")))) is Tier.GREENFIELD

    def test_how_far_back_is_policy(self) -> None:
        longer = evolve(SHIPPED, tiers=TierTerms(window_years=4))
        assert tier(self.BOUGHT.under(longer)) is Tier.BEACHHEAD

    def test_a_shorter_history_is_declared(self) -> None:
        first = AccountOpened("Acme")
        assert indication(given(on("2021-05-03", first))).history_since == dt.date(2021, 5, 3)
        assert indication(given(on("2021-05-02", first))).history_since is None
        assert indication(given(on("2015-01-01", first), first)).history_since is None

    def test_what_a_merged_account_bought_counts_from_the_day(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2024-01-01", paid("5"), to="bolt"),
            on(DAY, AccountMerged("acme"), to="bolt"),
            AccountAbsorbed("bolt"),
        )
        assert tier(story.on("2024-04-30")) is Tier.GREENFIELD
        assert tier(story) is Tier.BEACHHEAD


@pytest.mark.requirement("R-T5")
class TestS1ConfirmedOrOverridden:
    BOUGHT = given(paid("5"))

    def test_a_move_to_another_tier_is_refused_and_says_why(self) -> None:
        no = self.BOUGHT.when(TierMoved(Tier.CORE)).then_refused(NotTheIndicatedTier, "indicate beachhead")
        assert "breadth (nothing says where we are present)" in no.obstacle
        assert "regular-spend" in no.obstacle

    def test_a_move_down_is_too(self) -> None:
        self.BOUGHT.when(TierMoved(Tier.GREENFIELD)).then_refused(NotTheIndicatedTier, "not greenfield")

    def test_a_move_to_the_indicated_tier_is_a_recorded_confirmation(self) -> None:
        after = self.BOUGHT.when(TierMoved(Tier.BEACHHEAD)).then(
            TierMoved(Tier.BEACHHEAD, indicated=Tier.BEACHHEAD, policy="programme@1", known_at=3)
        )
        assert after[Segmentation] == Segmentation(Tier.BEACHHEAD, "acme@2", overridden=False)
        assert "as its facets indicate" in TierMoved(Tier.BEACHHEAD).telling()

    def test_even_when_an_override_was_asked_for(self) -> None:
        after = self.BOUGHT.when(TierMoved(Tier.BEACHHEAD, override=True)).then()
        assert not after[Segmentation].overridden

    def test_judged_under_the_policy_of_the_day(self) -> None:
        longer = PolicyAdopted(evolve(SHIPPED, tiers=TierTerms(window_years=5)))
        story = given(on("2020-05-01", paid("5")), on("2024-06-01", longer))
        story.when(TierMoved(Tier.BEACHHEAD)).then_refused(NotTheIndicatedTier)
        story.on("2024-06-01").when(TierMoved(Tier.BEACHHEAD)).then()

    def test_none_is_assigned_until_one_is(self) -> None:
        assert self.BOUGHT[Segmentation].tier is None


@pytest.mark.requirement("R-T5")
class TestS2AnOverrideSaysWhy:
    OVERRIDE = TierMoved(Tier.CORE, override=True)

    @pytest.mark.parametrize("reason", ["", " "])
    def test_not_without_a_reason(self, reason: str) -> None:
        given(paid("5")).because(reason).when(self.OVERRIDE).then_refused(OverrideUnexplained)

    def test_with_one_and_it_is_kept_as_an_override(self) -> None:
        after = given(paid("5")).because("a framework is signed").when(self.OVERRIDE).then()
        assert after[Segmentation] == Segmentation(Tier.CORE, "acme@2", overridden=True)
        assert "by override" in self.OVERRIDE.telling()

    def test_which_what_they_later_indicate_leaves_standing(self) -> None:
        after = given(paid("5")).because("a framework is signed").when(self.OVERRIDE).then()
        assert after.on("2030-01-01")[Segmentation].tier is Tier.CORE
        assert tier(after.on("2030-01-01")) is Tier.GREENFIELD

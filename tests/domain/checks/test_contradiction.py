"""Contradiction: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderLeft,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.checks.contradiction import CHECK
from majoracct.domain.kernel import Erased, FactWithdrawn
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import EARLY, Given, corrected, given, money, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee")
SPONSORS = SponsorNamed("p1", "CFO", "capital spend")
STORY = given(on(EARLY, AccountOpened("Acme")), on("2024-01-01", ANA), on("2024-05-01", SPONSORS))
LEFT = on("2024-04-01", StakeholderLeft("p1"))


@pytest.mark.requirement("B-D4")
class TestContradiction:
    def test_raised_when_it_is_learned_that_she_had_left_before(self) -> None:
        (found,) = STORY.then_given(LEFT).raised(CHECK)
        assert found.says == (
            "Ann Lee, CFO, named executive sponsor (capital spend) (2024-05-01): "
            "Ann Lee left acme on 2024-04-01 (RE2)"
        )
        assert (found.facts, found.about) == (("acme@3",), "acme@3")

    def test_not_when_she_left_afterwards(self) -> None:
        assert STORY.then_given(on("2024-06-01", StakeholderLeft("p1"))).on("2024-07-01").raised(CHECK) == []

    def test_not_before_the_day_of_the_fact(self) -> None:
        assert STORY.then_given(LEFT).on("2024-04-30").raised(CHECK) == []

    def test_goes_by_the_first_fact_of_a_chain(self) -> None:
        story = STORY.then_given(LEFT, corrected("acme@3", SponsorNamed("p1", "CEO", "everything")))
        (found,) = story.raised(CHECK)
        assert (found.facts, found.about) == (("acme@6",), "acme@3")

    def test_is_told_of_what_merged_into_the_account(self) -> None:
        bolt = on(EARLY, AccountOpened("Bolt"), to="bolt")
        merged = on("2024-05-01", AccountAbsorbed("acme"), to="bolt"), on("2024-05-01", AccountMerged("bolt"))
        story = STORY.then_given(LEFT, bolt, *merged).about("bolt")
        assert [found.about for found in story.raised(CHECK)] == ["acme@3"]

    def test_what_the_criteria_and_facets_say_now_others_tell(self, major: Given) -> None:
        lost = major.then_given(corrected("acme@11", OpportunityIdentified("a deal", money("10"))))
        assert lost.raised(CHECK) == []
        tier = on("2024-05-01", TierMoved(Tier.GREENFIELD))
        assert major.then_given(tier).raised(CHECK) == []
        assert major.then_given(on("2024-05-01", TierMoved(Tier.CORE))).raised(CHECK) == []

    def test_nothing_but_a_name_goes_with_somebody_erased(self) -> None:
        story = STORY.then_given(LEFT)
        erased = evolve(
            story,
            facts=tuple(
                evolve(f, event=evolve(f.event, name=Erased.here)) if f.event == ANA else f
                for f in story.facts
            ),
        )
        (before,), (after,) = story.raised(CHECK), erased.raised(CHECK)
        assert after == evolve(before, says=before.says.replace("Ann Lee", "[erased]"))

    def test_a_decision_that_nobody_could_take_is_one(self, major: Given) -> None:
        (found,) = major.then_given(FactWithdrawn("acme@17")).raised(CHECK)
        assert found.says.endswith("No qualification of acme is open on 2024-05-01 (Q8)")

    def test_raised_of_a_tier_not_indicated_on_its_day_though_it_is_today(self) -> None:
        """Where another is indicated today, `tier-differs` tells that."""
        moved = on("2024-03-01", TierMoved(Tier.GREENFIELD))
        paid = on("2022-06-01", RevenueRecorded(money("10")))
        story = given(on(EARLY, AccountOpened("Acme")), moved, paid)
        assert story.on("2024-04-01").raised(CHECK) == []
        (found,) = story.on("2029-04-01").raised(CHECK)
        assert found.about == "acme@2"
        settled = story.then_given(on("2029-03-01", TierMoved(Tier.GREENFIELD)))
        assert settled.on("2029-04-01").raised(CHECK) == []

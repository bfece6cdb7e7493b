"""Whether somebody powerful who stands by us raises our chance: by the day each sale was decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityLost,
    OpportunityWon,
)
from majoracct.domain.account.power import Leverage, Power, PowerAssessed
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.assessments.leverage import Band, Decided, bands, decided
from majoracct.domain.kernel import AccountEvent
from majoracct.testing.given import Given, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
SPONSORED = on("2023-01-01", ANA, BO, SponsorNamed("p1", "CFO", "capital"))  # acme@1 to acme@3
STRONG = on("2023-02-01", PowerAssessed("p1", Power.HIGH), RelationshipAssessed("p1", Strength.GOOD))
DEAL = on("2023-03-01", OpportunityIdentified("a deal"))
WON = OpportunityWon("acme@6")


def one(story: Given) -> Decided:
    (found,) = decided(story.account)
    return found


@pytest.mark.requirement("B-P5")
class TestLV1TheLeverageOfTheDay:
    def test_is_that_of_a_sponsor(self) -> None:
        found = one(given(SPONSORED, STRONG, DEAL, on("2023-04-01", WON)))
        assert (found.leverage, found.through, found.won) == (Leverage.STRONG, "p1", True)
        assert found.facts == ("acme@7", "acme@4", "acme@5")

    def test_as_it_stood_when_it_was_decided(self) -> None:
        story = given(SPONSORED, STRONG, DEAL, on("2023-04-01", WON))
        later = on("2023-04-02", RelationshipAssessed("p1", Strength.COLD), SponsorshipEnded("p1"))
        assert one(story.then_given(later)).leverage is Leverage.STRONG
        earlier = on("2023-03-31", RelationshipAssessed("p1", Strength.COLD))
        assert one(story.then_given(earlier)).leverage is Leverage.NONE
        ended = on("2023-03-31", SponsorshipEnded("p1"))
        assert one(story.then_given(ended)).leverage is None

    def test_or_of_whoever_let_us_in(self) -> None:
        judged = on(
            "2023-02-01", PowerAssessed("p2", Power.MEDIUM), RelationshipAssessed("p2", Strength.GOOD)
        )
        entered = on("2023-03-01", OpportunityIdentified("a deal", entry="p2"))
        found = one(given(SPONSORED, judged, entered, on("2023-04-01", WON)))
        assert (found.leverage, found.through) == (Leverage.SOME, "p2")

    def test_of_the_strongest_of_them(self) -> None:
        weak = on("2023-02-01", PowerAssessed("p2", Power.LOW), RelationshipAssessed("p2", Strength.GOOD))
        entered = on("2023-03-01", OpportunityIdentified("a deal", entry="p2"))
        story = given(SPONSORED, STRONG, entered, weak, on("2023-04-01", WON))
        assert (one(story).leverage, one(story).through) == (Leverage.STRONG, "p1")

    @pytest.mark.parametrize(
        "judged",
        [
            [],
            [PowerAssessed("p1", Power.HIGH), PowerAssessed("p1", Power.HIGH)],
            [RelationshipAssessed("p1", Strength.GOOD), RelationshipAssessed("p1", Strength.GOOD)],
        ],
    )
    def test_is_unknown_while_power_or_relationship_was_not_judged(
        self, judged: list[AccountEvent[Any]]
    ) -> None:
        number = 4 + len(judged)
        deal = on("2023-03-01", OpportunityIdentified("a deal"))
        story = given(
            SPONSORED, on("2023-02-01", *judged), deal, on("2023-04-01", OpportunityLost(f"acme@{number}"))
        )
        assert (one(story).leverage, one(story).won) == (None, False)

    def test_survives_a_merger(self) -> None:
        there = [on(told.on, *told.events, to="bolt") for told in (SPONSORED, STRONG, DEAL, on("2023-04-01"))]
        story = given(
            *there,
            on("2023-04-01", OpportunityWon("bolt@6"), to="bolt"),
            on("2023-05-01", AccountMerged("acme"), to="bolt"),
            on("2023-05-01", AccountAbsorbed("bolt")),
        )
        assert one(story).leverage is Leverage.STRONG


@pytest.mark.requirement("B-P5")
class TestLV2EachIsCountedOnce:
    def test_and_an_empty_band_has_no_rate(self) -> None:
        story = given(SPONSORED, STRONG, DEAL, DEAL, on("2023-04-01", WON, OpportunityLost("acme@7")))
        found = bands(decided(story.account))
        assert found[0] == Band(Leverage.STRONG, 1, 1)
        assert [band.leverage for band in found] == [Leverage.STRONG, Leverage.SOME, Leverage.NONE, None]
        assert [band.rate for band in found] == [Decimal("0.5"), None, None, None]

    def test_what_is_open_is_not(self) -> None:
        assert decided(given(SPONSORED, STRONG, DEAL).account) == []

    @for_all(st.lists(st.tuples(st.sampled_from([*Leverage, None]), st.booleans())))
    def test_the_portfolio_is_the_sum_of_its_accounts(
        self, drawn: list[tuple[Leverage | None, bool]]
    ) -> None:
        deal = one(given(SPONSORED, STRONG, DEAL, on("2023-04-01", WON)))
        each = [
            Decided(f"a{n}", deal.opportunity, deal.title, deal.on, won, raised, None, ())
            for n, (raised, won) in enumerate(drawn)
        ]
        apart = [bands([single]) for single in each]
        for place, band in enumerate(bands(each)):
            assert band.won == sum(found[place].won for found in apart)
            assert band.lost == sum(found[place].lost for found in apart)
        assert sum(band.won + band.lost for band in bands(each)) == len(drawn)

"""The facets that tell a tier (R-T1 to R-T4): when each holds, does not, or nothing is known of it."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.facets import FACETS, FacetVerdict
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import LearnedAt, OpportunityIdentified
from majoracct.domain.account.presence import Dimension, PresenceRecorded, StandardisationRecorded
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderVerified,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Facet, Level, Terms, TierTerms
from majoracct.testing.given import DAY, Given, given, money, on

SHIPPED = Terms.shipped("GBP")
OPENED = AccountOpened("Acme")
GEO = Dimension.GEOGRAPHY


def facet(which: Facet, story: Given) -> FacetVerdict:
    return FACETS[which](story.account, story.account.programme[Policy].terms)


def holds(which: Facet, story: Given) -> bool | None:
    verdict = facet(which, story)
    assert verdict.facet is which
    assert verdict.because
    return verdict.holds


def paid(amount: str) -> RevenueRecorded:
    return RevenueRecorded(money(amount))


def somebody(level: Level | None, person: str = "p1") -> StakeholderIdentified:
    return StakeholderIdentified(person, BuyingFunction.FINANCE, level)


def learned(*when: LearnedAt | None) -> Given:
    return given(*(OpportunityIdentified("a", learned=each) for each in when))


class TestEveryFacet:
    def test_is_judged(self) -> None:
        assert set(FACETS) == set(Facet)

    def test_bears_an_account_of_which_nothing_is_known(self) -> None:
        for day in (DAY, dt.date.min, dt.date.max):
            for which in FACETS:
                holds(which, given().on(day))


@pytest.mark.requirement("R-T1")
class TestStrategicFacets:
    def test_standardised(self) -> None:
        assert holds(Facet.STANDARDISED, given()) is None
        assert facet(Facet.STANDARDISED, given(StandardisationRecorded("payroll"))).facts == ("acme@1",)

    def test_large_and_consistent_spend_reaches_the_threshold_in_each_of_three_years(self) -> None:
        edges = ("2021-05-02", "2022-05-02", "2023-05-02")  # the first day of each span that ends on DAY
        story = given(*(on(day, paid("1000000")) for day in edges))
        assert holds(Facet.LARGE_CONSISTENT_SPEND, story) is True
        assert holds(Facet.LARGE_CONSISTENT_SPEND, story.on("2024-05-02")) is False
        assert facet(Facet.LARGE_CONSISTENT_SPEND, story).facts == ("acme@3", "acme@2", "acme@1")

    def test_years_add_up_and_credits_do_not_count_against_them(self) -> None:
        halves = [
            on(f"{year}-03-01", paid("500000"), paid("500000"), paid("-9")) for year in (2022, 2023, 2024)
        ]
        assert holds(Facet.LARGE_CONSISTENT_SPEND, given(*halves)) is True

    def test_what_is_large_is_policy(self) -> None:
        story = given(*(on(f"{year}-03-01", paid("10")) for year in (2023, 2024)))
        ten = evolve(SHIPPED, tiers=TierTerms(large_spend=money("10"), large_spend_years=2))
        assert holds(Facet.LARGE_CONSISTENT_SPEND, story) is False
        assert holds(Facet.LARGE_CONSISTENT_SPEND, story.under(ten)) is True

    @pytest.mark.parametrize(
        ("level", "perception", "go_to", "partner"),
        [
            (Level.C_LEVEL, Perception.GO_TO, True, False),
            (Level.C_LEVEL, Perception.PARTNER, True, True),
            (Level.C_LEVEL, Perception.PREFERRED, False, False),
            (Level.EXECUTIVE, Perception.PARTNER, None, None),
        ],
    )
    def test_the_view_of_sponsors_at_c_level(
        self, level: Level, perception: Perception, go_to: object, partner: object
    ) -> None:
        story = given(
            somebody(level), SponsorNamed("p1", "CFO", "spend"), PerceptionAssessed("p1", perception)
        )
        assert holds(Facet.GO_TO_VIEW, story) is go_to
        assert holds(Facet.PARTNER, story) is partner

    def test_not_of_one_who_no_longer_sponsors_us(self) -> None:
        story = given(
            somebody(Level.C_LEVEL),
            SponsorNamed("p1", "CFO", "spend"),
            PerceptionAssessed("p1", Perception.GO_TO),
        )
        assert facet(Facet.GO_TO_VIEW, story).facts == ("acme@2", "acme@3")
        assert holds(Facet.GO_TO_VIEW, story.then_given(SponsorshipEnded("p1"))) is None

    def test_unassessed_it_is_unknown(self) -> None:
        story = given(somebody(Level.C_LEVEL), SponsorNamed("p1", "CFO", "spend"))
        assert facet(Facet.GO_TO_VIEW, story).because.startswith("nobody assessed")


@pytest.mark.requirement("R-T2")
class TestCoreFacets:
    def test_breadth_is_two_of_one_dimension(self) -> None:
        one = given(PresenceRecorded(GEO, "France"))
        assert holds(Facet.BREADTH, given()) is None
        assert holds(Facet.BREADTH, one) is False
        assert holds(Facet.BREADTH, one.then_given(PresenceRecorded(GEO, "france "))) is False
        assert holds(Facet.BREADTH, one.then_given(PresenceRecorded(Dimension.PROCESS, "buying"))) is False
        assert holds(Facet.BREADTH, one.then_given(PresenceRecorded(GEO, "Spain"))) is True

    def test_regular_spend_is_a_purchase_in_each_of_three_years(self) -> None:
        story = given(*(on(f"{year}-05-02", paid("1")) for year in (2021, 2022, 2023)))
        assert holds(Facet.REGULAR_SPEND, story) is True
        assert holds(Facet.REGULAR_SPEND, story.on("2024-05-02")) is False
        once = on("2023-05-02", paid("1"), paid("1"), paid("1"))
        assert holds(Facet.REGULAR_SPEND, given(on("2021-05-02", OPENED), once)) is False

    @pytest.mark.requirement("R-T1", "R-T4")
    @pytest.mark.parametrize("kind", [Facet.REGULAR_SPEND, Facet.LARGE_CONSISTENT_SPEND])
    def test_unknown_of_years_before_the_first_fact(self, kind: Facet) -> None:
        bought = [on(f"{year}-05-02", paid("1000000")) for year in (2022, 2023)]
        short = given(on("2021-05-03", OPENED), *bought)
        assert holds(kind, short) is None
        assert facet(kind, short).because.endswith(", and nothing is on record before 2021-05-03")
        whole = given(on("2021-05-02", OPENED), *bought)
        assert holds(kind, whole) is False
        assert "on record" not in facet(kind, whole).because
        # What a whole year lacks, no earlier one mends; and bought is bought.
        assert holds(kind, given(on("2022-05-02", OPENED), bought[1])) is False
        assert holds(kind, given(on("2021-06-01", paid("1000000")), *bought)) is True

    @pytest.mark.requirement("R-T4")
    def test_what_merged_into_it_is_on_record_as_long_as_it_was(self) -> None:
        story = given(
            on("2024-01-01", OPENED),
            on("2020-01-01", AccountOpened("Part"), to="part"),
            on("2024-02-01", AccountAbsorbed("part")),
            on("2024-02-01", AccountMerged("acme"), to="part"),
        )
        assert holds(Facet.REGULAR_SPEND, story.on("2024-01-31")) is None
        assert holds(Facet.REGULAR_SPEND, story) is False

    @pytest.mark.parametrize("level", SHIPPED.tiers.senior_levels)
    def test_good_relations_with_senior_people(self, level: Level) -> None:
        known = given(somebody(level))
        assert holds(Facet.SENIOR_RELATIONS, known) is None
        for strength, good in zip(Strength, (False, False, False, True, True), strict=True):
            story = known.then_given(RelationshipAssessed("p1", strength))
            assert holds(Facet.SENIOR_RELATIONS, story) is good

    def test_not_with_others_or_with_those_who_left(self) -> None:
        good = RelationshipAssessed("p1", Strength.TRUSTED)
        assert holds(Facet.SENIOR_RELATIONS, given(somebody(Level.STAFF), good)) is None
        left = given(somebody(Level.EXECUTIVE), good, StakeholderLeft("p1"))
        assert holds(Facet.SENIOR_RELATIONS, left) is None

    def test_told_while_needs_form(self) -> None:
        assert holds(Facet.TOLD_WHILE_FORMING, learned(None)) is None
        assert holds(Facet.TOLD_WHILE_FORMING, learned(LearnedAt.FORMING, LearnedAt.RFP)) is True
        assert holds(Facet.TOLD_WHILE_FORMING, learned(LearnedAt.RFP)) is False


@pytest.mark.requirement("R-T3")
class TestBeachheadFacets:
    def test_all_purchases_are_below_major(self) -> None:
        assert holds(Facet.SMALL_PURCHASES, given()) is None
        assert holds(Facet.SMALL_PURCHASES, given(paid("999999.99"), paid("999999.99"))) is True
        assert holds(Facet.SMALL_PURCHASES, given(paid("1000000"))) is False
        assert holds(Facet.SMALL_PURCHASES, given(on("2021-05-01", paid("1000000")), paid("1"))) is True

    def test_mid_level_ties(self) -> None:
        good = RelationshipAssessed("p1", Strength.GOOD)
        assert holds(Facet.MID_LEVEL_TIES, given(somebody(Level.MIDDLE_MANAGER), good)) is True
        assert holds(Facet.MID_LEVEL_TIES, given(somebody(Level.C_LEVEL), good)) is None

    def test_senior_access_is_at_most_what_policy_says(self) -> None:
        assert holds(Facet.LITTLE_SENIOR_ACCESS, given()) is None
        one = given(somebody(Level.C_LEVEL), somebody(Level.STAFF, "p2"))
        assert holds(Facet.LITTLE_SENIOR_ACCESS, one) is True
        assert holds(Facet.LITTLE_SENIOR_ACCESS, one.then_given(somebody(Level.EXECUTIVE, "p3"))) is False

    def test_most_opportunities_are_learned_of_late(self) -> None:
        assert holds(Facet.LEARNED_LATE, learned()) is None
        assert holds(Facet.LEARNED_LATE, learned(LearnedAt.RFP, LearnedAt.FORMING)) is False
        late = learned(LearnedAt.RFP, LearnedAt.REQUIREMENTS_DEFINED, LearnedAt.FORMING, None)
        assert holds(Facet.LEARNED_LATE, late) is True

    def test_a_purchase_is_cited(self) -> None:
        assert facet(Facet.PURCHASE, given(paid("1"), paid("2"), paid("-1"))).facts == ("acme@2",)


@pytest.mark.requirement("R-T4")
class TestGreenfieldFacets:
    def test_no_purchase_is_the_opposite_of_one(self) -> None:
        for story in (given(), given(paid("-1")), given(paid("1")), given(on("2021-05-01", paid("1")))):
            assert holds(Facet.NO_PURCHASE, story) is not holds(Facet.PURCHASE, story)

    def test_contacts_are_out_of_date_once_nobody_verified_them(self) -> None:
        assert holds(Facet.CONTACTS_OUT_OF_DATE, given()) is None
        known = given(on("2022-05-01", somebody(None)))
        assert holds(Facet.CONTACTS_OUT_OF_DATE, known) is False
        assert holds(Facet.CONTACTS_OUT_OF_DATE, known.on("2024-05-02")) is True
        verified = known.then_given(StakeholderVerified("p1"))
        assert holds(Facet.CONTACTS_OUT_OF_DATE, verified.on("2026-05-01")) is False

    def test_or_when_they_are_no_target_buyers(self) -> None:
        story = given(somebody(None), StakeholderVerified("p1", target_buyer=False))
        assert facet(Facet.CONTACTS_OUT_OF_DATE, story) == FacetVerdict(
            Facet.CONTACTS_OUT_OF_DATE,
            True,
            "1 of 1 contacts not verified since 2022-05-01, or no target buyers",
            ("acme@1",),
        )

"""The map of relationships."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.competitor_loyalty import CompetitorLoyaltyEnded, CompetitorLoyaltyRecorded
from majoracct.domain.account.cover import ContactAssigned, FunctionAssigned
from majoracct.domain.account.coverage import Relation, RelationStated
from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.partners import PartnerJoined
from majoracct.domain.account.power import Power, PowerAssessed
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    InfluenceUnlinked,
    LinkKind,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    Strength,
)
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.assessments.relationship_map import (
    Aspect,
    MapStanding,
    OnMap,
    RelationshipMap,
    Whose,
    relationship_map,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.map_tables import MapTerms
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Level, SellingFunction, Terms
from majoracct.testing.given import DAY, Given, given, on

pytestmark = pytest.mark.requirement("S-F5")

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, name="Ana")
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, name="Bo")
JUDGED = [
    event
    for person in ("p1", "p2")
    for event in (RelationshipAssessed(person, Strength.GOOD), PowerAssessed(person, Power.HIGH))
]
LINK = InfluenceLinked("p2", "p1", LinkKind.REPORTS_TO)
KIM = StaffIdentified("s1", name="Kim")
FRESH = given(KIM, ANA, BO, *JUDGED, LINK)  # acme@1 to acme@7


def mapped(story: Given) -> RelationshipMap:
    return relationship_map(story.account, story.programme[Policy].terms)


def of(story: Given, person: str) -> OnMap:
    (found,) = [each for each in mapped(story).people if each.person == person]
    return found


class TestThePeople:
    def test_are_told_with_all_that_was_judged(self) -> None:
        more = (
            PerceptionAssessed("p1", Perception.GO_TO),
            SatisfactionAssessed("p1", Satisfaction.FULLY),
            CompetitorLoyaltyRecorded("Rival", "p1"),
        )
        ana = of(FRESH.then_given(*more), "p1")
        assert (ana.function, ana.level, ana.power, ana.strength) == (
            BuyingFunction.FINANCE,
            Level.C_LEVEL,
            Power.HIGH,
            Strength.GOOD,
        )
        assert (ana.perception, ana.satisfaction, ana.competitors) == (
            Perception.GO_TO,
            Satisfaction.FULLY,
            ("Rival",),
        )
        assert ana.facts == ("acme@1", "acme@3", "acme@4", "acme@8", "acme@9", "acme@10")

    def test_what_nobody_judged_is_unknown(self) -> None:
        bo = of(given(BO), "p2")
        assert (bo.power, bo.strength, bo.perception, bo.satisfaction) == (None, None, None, None)
        assert bo.unknown == (Aspect.STRENGTH, Aspect.POWER)

    def test_who_left_is_not_on_it_from_that_day(self) -> None:
        story = FRESH.then_given(on("2024-06-01", StakeholderLeft("p2")))
        assert [p.person for p in mapped(story).people] == ["p1", "p2"]
        after = mapped(story.on("2024-06-01"))
        assert ([p.person for p in after.people], after.ties) == (["p1"], ())

    @pytest.mark.requirement("R-T2")
    def test_loyalty_to_a_competitor_of_people_and_departments_until_it_ends(self) -> None:
        story = FRESH.then_given(
            CompetitorLoyaltyRecorded(Erased.here, "p1"),
            CompetitorLoyaltyRecorded("Rival", department="procurement"),
        )
        assert of(story, "p1").competitors == (Erased.here,)
        assert [(t.department, t.fact) for t in mapped(story).departments] == [("procurement", "acme@9")]
        ended = story.then_given(CompetitorLoyaltyEnded("acme@8"), CompetitorLoyaltyEnded("acme@9"))
        assert (of(ended, "p1").competitors, mapped(ended).departments) == ((), ())


class TestTheTies:
    def test_are_as_stated_last(self) -> None:
        again = on("2024-06-01", LINK, InfluenceLinked("p1", "p2", LinkKind.INFLUENCES))
        found = mapped(FRESH.then_given(again).on("2024-06-02")).ties
        assert [(t.person, t.words, t.other, t.fact) for t in found] == [
            ("p1", "influences", "p2", "acme@9"),
            ("p2", "reports to", "p1", "acme@8"),
        ]

    def test_until_they_are_undone(self) -> None:
        undone = on("2024-06-01", InfluenceUnlinked("p2", "p1", LinkKind.REPORTS_TO))
        story = FRESH.then_given(undone)
        assert len(mapped(story).ties) == 1
        assert mapped(story.on("2024-06-01")).ties == ()

    def test_to_our_own_side(self) -> None:
        story = FRESH.then_given(
            FunctionAssigned("s1", SellingFunction.SALES),
            ContactAssigned("s1", "p1"),
            LoyaltyAssessed("p2", "s1", LoyaltyLevel.STRONG),
        )
        assert (of(story, "p1").tied_to, of(story, "p2").tied_to) == (("s1",), ("s1",))
        ours = of(story, "s1")
        assert (ours.whose, ours.selling) == (Whose.OURS, SellingFunction.SALES)
        assert [(t.person, t.words, t.other, t.level) for t in mapped(story).ties][1:] == [
            ("s1", "looks after", "p1", None),
            ("p2", "is loyal to", "s1", LoyaltyLevel.STRONG),
        ]
        gone = story.then_given(on("2024-06-01", StaffLeft("s1"))).on("2024-06-01")
        assert [p.whose for p in mapped(gone).people] == [Whose.CUSTOMER] * 2

    def test_of_no_loyalty_is_none(self) -> None:
        story = FRESH.then_given(LoyaltyAssessed("p2", "s1", LoyaltyLevel.NONE))
        assert of(story, "p2").tied_to == ()


class TestPartners:
    @pytest.mark.requirement("S-F6")
    def test_stand_beside_with_the_people_we_know_there(self) -> None:
        cy = StakeholderIdentified("p3", BuyingFunction.CORPORATE, name="Cy")
        bolt = on("2024-01-01", AccountOpened("Bolt"), RelationStated(Relation.ALLIANCE), cy, to="bolt")
        story = FRESH.then_given(bolt, PartnerJoined("bolt", "integrates"))
        found = of(story, "p3")
        assert (found.whose, found.account) == (Whose.PARTNER, "bolt")
        assert [(key, joined.does) for key, joined in mapped(story).partners] == [("bolt", "integrates")]
        assert mapped(story).standing is MapStanding.FRESH  # what is judged of partners ages nothing


class TestWhetherItCanBeReliedOn:
    def test_fresh(self) -> None:
        found = mapped(FRESH)
        assert (found.standing, found.because, found.stale) == (MapStanding.FRESH, "", ())

    def test_missing_while_too_few_are_known(self) -> None:
        assert mapped(given(ANA)).standing is MapStanding.MISSING
        assert mapped(given(ANA)).because == "1 of at least 2 people are identified"

    def test_missing_while_nothing_says_how_they_stand_to_each_other(self) -> None:
        found = mapped(given(ANA, BO, *JUDGED))
        assert (found.standing, found.because) == (
            MapStanding.MISSING,
            "nothing says how anybody there stands to another",
        )

    def test_stale_once_a_judgement_is_older_than_policy_allows(self) -> None:
        last = DAY + dt.timedelta(days=180)
        assert mapped(FRESH.on(last)).standing is MapStanding.FRESH
        found = mapped(FRESH.on(last + dt.timedelta(days=1)))
        assert found.standing is MapStanding.STALE
        assert found.because == "2 of 2 people judged more than 180 days ago"
        assert found.stale == ("acme@3", "acme@4", "acme@5", "acme@6")

    def test_stale_while_somebody_was_never_judged(self) -> None:
        found = mapped(given(ANA, BO, *JUDGED[:3], LINK))
        assert (found.because, found.stale) == (
            "1 of 2 people never judged in power",
            ("acme@2",),
        )

    def test_counts_strength_and_power_each(self) -> None:
        found = mapped(given(ANA, BO, *JUDGED[:1], LINK))
        assert found.because == (
            "1 of 2 people never judged in strength; 2 of 2 people never judged in power"
        )

    def test_stale_once_a_link_is(self) -> None:
        again = on(DAY + dt.timedelta(days=300), *JUDGED)
        story = FRESH.then_given(again)
        assert mapped(story.on(DAY + dt.timedelta(days=365))).standing is MapStanding.FRESH
        found = mapped(story.on(DAY + dt.timedelta(days=366)))
        assert (found.because, found.stale) == ("1 of 1 links stated more than 365 days ago", ("acme@7",))

    def test_by_the_numbers_of_policy(self) -> None:
        shipped = Terms.shipped("GBP")
        strict = evolve(shipped, map=MapTerms(judged_days=1, people=3))
        assert mapped(FRESH.under(strict)).because == "2 of at least 3 people are identified"
        strict = evolve(shipped, map=MapTerms(judged_days=1))
        assert mapped(FRESH.under(strict).on("2024-05-03")).standing is MapStanding.STALE


class TestPeers:
    def test_are_linked_once_whoever_was_named_first(self) -> None:
        either = InfluenceLinked("p1", "p2", LinkKind.PEER), InfluenceLinked("p2", "p1", LinkKind.PEER)
        story = given(ANA, BO, *either)
        assert [tie.fact for tie in mapped(story).ties] == ["acme@4"]
        assert mapped(story.then_given(InfluenceUnlinked("p1", "p2", LinkKind.PEER))).ties == ()

    def test_alone_are_the_same_either_way(self) -> None:
        advice = InfluenceLinked("p1", "p2", LinkKind.ADVISES), InfluenceLinked("p2", "p1", LinkKind.ADVISES)
        assert len(mapped(given(ANA, BO, *advice)).ties) == 2

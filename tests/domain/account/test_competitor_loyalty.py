"""The rules of loyalty to competitors."""

from __future__ import annotations

import pytest

from majoracct.domain.account.competitor_loyalty import (
    CompetitorLoyalty,
    CompetitorLoyaltyEnded,
    CompetitorLoyaltyRecorded,
    LoyalAlready,
    LoyalNobody,
    LoyalToNobody,
    LoyalTwice,
    NotLoyalNow,
    loyal_to_competitors,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.kernel import Erased
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana")
HERS = CompetitorLoyaltyRecorded("Rival", "p1")
PROCUREMENT = CompetitorLoyaltyRecorded("Rival", department="procurement")


@pytest.mark.requirement("R-T2")
class TestXL1WhoIsLoyal:
    def test_somebody_we_know_who_is_there(self) -> None:
        given(ANA).when(HERS).then()
        given().when(HERS).then_refused(StakeholderUnknown)
        given(ANA, StakeholderLeft("p1")).when(HERS).then_refused(StakeholderGone)

    def test_or_a_department(self) -> None:
        given().when(PROCUREMENT).then()
        given().when(CompetitorLoyaltyRecorded("Rival")).then_refused(LoyalNobody)
        given().when(CompetitorLoyaltyRecorded("Rival", department=" ")).then_refused(LoyalNobody)

    def test_never_both_in_one(self) -> None:
        given(ANA).when(CompetitorLoyaltyRecorded("Rival", "p1", "procurement")).then_refused(LoyalTwice)


@pytest.mark.requirement("R-T2")
class TestXL2ToACompetitor:
    def test_that_is_named(self) -> None:
        given(ANA).when(CompetitorLoyaltyRecorded(" ", "p1")).then_refused(LoyalToNobody)

    def test_whoever_it_was_once_erased(self) -> None:
        story = given(ANA).when(CompetitorLoyaltyRecorded(Erased.here, "p1")).then()
        assert [tie.person for tie in loyal_to_competitors(story.account)] == ["p1"]


@pytest.mark.requirement("R-T2")
class TestXL3WhatStandsEnds:
    def test_once(self) -> None:
        ended = CompetitorLoyaltyEnded("acme@2")
        story = given(ANA, HERS).when(ended).then()
        assert loyal_to_competitors(story.account) == []
        story.when(ended).then_refused(NotLoyalNow)

    def test_not_what_is_none(self) -> None:
        given(ANA, HERS).when(CompetitorLoyaltyEnded("acme@1")).then_refused(NotLoyalNow)
        given(ANA, on("2024-06-01", HERS)).when(CompetitorLoyaltyEnded("acme@2")).then_refused(NotLoyalNow)


@pytest.mark.requirement("R-T2")
class TestXL4OnceWhileItStands:
    @pytest.mark.parametrize(
        ("competitor", "department"), [("Rival", "procurement"), ("rival ", " PROCUREMENT")]
    )
    def test_of_a_department_however_the_two_are_written(self, competitor: str, department: str) -> None:
        again = CompetitorLoyaltyRecorded(competitor, department=department)
        given(PROCUREMENT).when(again).then_refused(LoyalAlready, "acme@1")
        given(PROCUREMENT, CompetitorLoyaltyEnded("acme@1")).when(again).then()

    def test_of_others_each(self) -> None:
        story = given(PROCUREMENT).when(CompetitorLoyaltyRecorded("Other", department="procurement")).then()
        story.when(CompetitorLoyaltyRecorded("Rival", department="quality")).then()

    def test_and_of_a_person_nothing_is_compared(self) -> None:
        story = given(ANA, HERS).when(HERS).then()
        assert [tie.person for tie in loyal_to_competitors(story.account)] == ["p1", "p1"]


@pytest.mark.requirement("R-T2")
class TestWhoIsLoyal:
    def test_on_the_day_and_still_there(self) -> None:
        story = given(ANA, on("2024-06-01", HERS, PROCUREMENT), on("2024-08-01", StakeholderLeft("p1")))
        assert loyal_to_competitors(story.account) == []
        told = loyal_to_competitors(story.on("2024-07-01").account)
        assert [(tie.person, tie.department, tie.competitor, tie.fact) for tie in told] == [
            ("p1", None, "Rival", "acme@2"),
            (None, "procurement", "Rival", "acme@3"),
        ]
        assert [t.department for t in loyal_to_competitors(story.on("2024-08-01").account)] == ["procurement"]

    def test_to_several_at_once(self) -> None:
        other = CompetitorLoyaltyRecorded("Other", "p1")
        assert len(given(ANA, HERS, other)[CompetitorLoyalty].ties) == 2

    def test_told_of_a_predecessor_too(self) -> None:
        story = given(ANA, PROCUREMENT, on("2024-05-01", AccountMerged("bolt")))
        merged = story.then_given(on("2024-05-01", AccountAbsorbed("acme"), to="bolt")).about("bolt")
        assert [tie.fact for tie in loyal_to_competitors(merged.account)] == ["acme@2"]

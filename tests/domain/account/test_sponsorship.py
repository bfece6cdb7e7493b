"""The rules of sponsorship, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.sponsorship import (
    AlreadySponsoring,
    IntroducerNotSponsoring,
    NotSponsoring,
    SponsorNamed,
    Sponsorship,
    SponsorshipEnded,
    SponsorUndescribed,
    active,
    lineage,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import DAY, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
ANA_SPONSORS = SponsorNamed("p1", "CFO", "all capital spend")
BO_SPONSORS = SponsorNamed("p2", "COO", "the plants", introduced_by="p1")


@pytest.mark.requirement("B-Q3")
class TestSP1OnlyAKnownStakeholder:
    def test_not_a_stranger(self) -> None:
        given().when(ANA_SPONSORS).then_refused(StakeholderUnknown, "p1 is no stakeholder of acme")

    def test_not_one_who_left(self) -> None:
        given(ANA, StakeholderLeft("p1")).when(ANA_SPONSORS).then_refused(StakeholderGone, "p1 left acme")

    def test_one_we_identified(self) -> None:
        assert list(active(given(ANA).when(ANA_SPONSORS).then().account)) == ["p1"]


@pytest.mark.requirement("B-Q3")
class TestSP2TitleAndRemit:
    @pytest.mark.parametrize(("title", "remit"), [("", "spend"), ("CFO", " "), ("", "")])
    def test_are_both_stated(self, title: str, remit: str) -> None:
        given(ANA).when(SponsorNamed("p1", title, remit)).then_refused(SponsorUndescribed)

    def test_even_once_they_are_erased(self) -> None:
        erased = SponsorNamed("p1", Erased.here, Erased.here)
        after = given(ANA).when(erased).then()
        assert active(after.account)["p1"].described

    def test_and_missing_on_an_older_record_are_seen_to_be(self) -> None:
        assert not active(given(ANA, SponsorNamed("p1", "CFO", "")).account)["p1"].described


@pytest.mark.requirement("B-R5")
class TestSP3SponsorshipPassesOn:
    def test_not_from_somebody_who_does_not_sponsor_us(self) -> None:
        given(ANA, BO).when(BO_SPONSORS).then_refused(IntroducerNotSponsoring, "p1 does not sponsor us")

    def test_not_from_somebody_who_no_longer_does(self) -> None:
        for end in (SponsorshipEnded("p1"), StakeholderLeft("p1")):
            given(ANA, BO, ANA_SPONSORS, end).when(BO_SPONSORS).then_refused(IntroducerNotSponsoring)

    def test_from_one_sponsor_to_the_next(self) -> None:
        after = given(ANA, BO, ANA_SPONSORS).when(BO_SPONSORS).then()
        assert lineage(after.account, "p2") == ["p1", "p2"]

    def test_not_in_a_circle(self) -> None:
        story = given(SponsorNamed("p1", "a", "b", introduced_by="p2"), BO_SPONSORS)
        assert lineage(story.account, "p1") == ["p2", "p1"]


@pytest.mark.requirement("B-Q3")
class TestSP4UntilItEnds:
    def test_not_twice_at_once(self) -> None:
        given(ANA, ANA_SPONSORS).when(ANA_SPONSORS).then_refused(
            AlreadySponsoring, "p1 sponsors us since 2024-05-01"
        )

    def test_again_once_it_ended(self) -> None:
        given(ANA, ANA_SPONSORS, SponsorshipEnded("p1")).when(ANA_SPONSORS).then()

    def test_not_before_a_naming_on_record_for_a_later_day(self) -> None:
        story = given(on("2024-01-01", ANA), ANA_SPONSORS)
        story.on("2024-02-01").when(ANA_SPONSORS).then_refused(AlreadySponsoring, "named on 2024-05-01")

    def test_what_does_not_stand_does_not_end(self) -> None:
        given(ANA).when(SponsorshipEnded("p1")).then_refused(NotSponsoring, "Nobody sponsors us")
        given(ANA, BO, ANA_SPONSORS).when(SponsorshipEnded("p2")).then_refused(
            NotSponsoring, "p2 does not sponsor us"
        )
        given(ANA, on(DAY, ANA_SPONSORS)).on("2024-04-30").when(SponsorshipEnded("p1")).then_refused(
            NotSponsoring
        )

    def test_it_ends(self) -> None:
        assert active(given(ANA, ANA_SPONSORS).when(SponsorshipEnded("p1")).then().account) == {}

    def test_it_ends_with_their_leaving(self) -> None:
        story = given(on("2024-01-01", ANA, ANA_SPONSORS), StakeholderLeft("p1"))
        assert active(story.account) == {}
        assert list(active(story.on("2024-04-30").account)) == ["p1"]


class TestSP1InReplay:
    def test_nobody_sponsors_us_whose_identification_was_withdrawn(self) -> None:
        story = given(ANA, ANA_SPONSORS).because("no such person").when_withdrawing("acme@1")
        assert active(story.then().account) == {}


class TestALevel:
    def test_is_the_sponsorships_or_the_stakeholders(self) -> None:
        assert active(given(ANA, ANA_SPONSORS).account)["p1"].level is Level.C_LEVEL
        said = SponsorNamed("p1", "CFO", "spend", Level.EXECUTIVE)
        assert active(given(ANA, said).account)["p1"].level is Level.EXECUTIVE
        assert given(ANA, said)[Sponsorship].sponsors["p1"].fact == "acme@2"

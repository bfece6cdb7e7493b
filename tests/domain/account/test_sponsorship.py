"""The rules of sponsorship, one class a rule."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.sponsorship import (
    AlreadySponsoring,
    ChainLink,
    IntroducerNotSatisfied,
    IntroducerNotSponsoring,
    NotSponsoring,
    SponsorNamed,
    Sponsorship,
    SponsorshipEnded,
    SponsorUndescribed,
    active,
    chains,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.terms import Level
from majoracct.domain.seen import Account
from majoracct.testing.given import DAY, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
ANA_SPONSORS = SponsorNamed("p1", "CFO", "all capital spend")
BO_SPONSORS = SponsorNamed("p2", "COO", "the plants", introduced_by="p1")
ANA_SATISFIED = SatisfactionAssessed("p1", Satisfaction.SATISFIED)
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def led(account: Account) -> list[list[str]]:
    """Return who led to whom, chain by chain."""
    return [[chain[0].introducer, *(link.person for link in chain)] for chain in chains(account)]


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
            story = given(ANA, BO, ANA_SPONSORS, ANA_SATISFIED, end)
            story.when(BO_SPONSORS).then_refused(IntroducerNotSponsoring)

    def test_from_one_sponsor_to_the_next(self) -> None:
        after = given(ANA, BO, ANA_SPONSORS, ANA_SATISFIED).when(BO_SPONSORS).then()
        assert led(after.account) == [["p1", "p2"]]

    def test_not_in_a_circle(self) -> None:
        story = given(SponsorNamed("p1", "a", "b", introduced_by="p2"), BO_SPONSORS)
        assert led(story.account) == [["p2", "p1", "p2"]]

    def test_and_the_lineage_outlives_the_sponsorship(self) -> None:
        more = introduced("p3", "p2")
        story = given(on("2024-01-01", ANA, BO, ANA_SPONSORS, BO_SPONSORS, more), SponsorshipEnded("p2"))
        assert led(story.account) == [["p1", "p2", "p3"]]


@pytest.mark.requirement("B-R5")
class TestSP5FromOneWhoIsSatisfied:
    STORY = given(ANA, BO, ANA_SPONSORS)

    def test_not_from_one_of_whom_nothing_says_so(self) -> None:
        self.STORY.when(BO_SPONSORS).then_refused(
            IntroducerNotSatisfied, "Nothing says whether p1 is satisfied"
        )

    @pytest.mark.parametrize("satisfaction", list(Satisfaction))
    def test_from_one_who_is_satisfied_or_fully_so(self, satisfaction: Satisfaction) -> None:
        outcome = self.STORY.then_given(SatisfactionAssessed("p1", satisfaction)).when(BO_SPONSORS)
        if satisfaction in (Satisfaction.SATISFIED, Satisfaction.FULLY):
            outcome.then()
        else:
            said = f"p1 was {satisfaction.words} on 2024-05-01"
            outcome.then_refused(IntroducerNotSatisfied, said)

    def test_not_from_one_who_was_satisfied_once(self) -> None:
        story = given(on("2024-01-01", ANA, BO, ANA_SPONSORS, ANA_SATISFIED))
        story = story.then_given(SatisfactionAssessed("p1", Satisfaction.PARTLY))
        story.when(BO_SPONSORS).then_refused(IntroducerNotSatisfied)
        story.on("2024-04-30").when(BO_SPONSORS).then()

    def test_another_who_is_satisfied_will_not_do(self) -> None:
        story = self.STORY.then_given(SatisfactionAssessed("p2", Satisfaction.FULLY))
        story.when(BO_SPONSORS).then_refused(IntroducerNotSatisfied)

    def test_nobody_has_to_introduce_a_sponsor(self) -> None:
        self.STORY.when(SponsorNamed("p2", "COO", "the plants")).then()


def introduced(person: str, by: str | None) -> SponsorNamed:
    return SponsorNamed(person, "a title", "a remit", introduced_by=by)


@pytest.mark.requirement("B-R5")
class TestChains:
    def test_run_from_the_oldest_introduction_to_the_latest(self) -> None:
        story = given(
            on("2024-01-01", ANA, BO, ANA_SPONSORS, ANA_SATISFIED),
            on("2024-02-01", BO_SPONSORS),
            on("2024-03-01", introduced("p3", "p2")),
        )
        (chain,) = chains(story.account)
        assert chain == (
            ChainLink("p1", "p2", dt.date(2024, 2, 1), "acme@5", satisfied=True),
            ChainLink("p2", "p3", dt.date(2024, 3, 1), "acme@6", satisfied=None),
        )
        assert len(chains(story.on("2024-02-29").account)[0]) == 1
        assert chains(story.on("2024-01-31").account) == []

    def test_say_who_is_no_longer_satisfied(self) -> None:
        story = given(ANA, BO, ANA_SPONSORS, ANA_SATISFIED, BO_SPONSORS)
        story = story.then_given(SatisfactionAssessed("p1", Satisfaction.PARTLY))
        assert [link.satisfied for link in chains(story.account)[0]] == [False]

    def test_fork_where_a_sponsor_brought_us_to_several(self) -> None:
        story = given(introduced("p2", "p1"), introduced("p3", "p2"), introduced("p4", "p2"))
        told = [[link.person for link in chain] for chain in chains(story.account)]
        assert told == [["p2", "p3"], ["p2", "p4"]]

    def test_stay_when_a_sponsorship_in_them_ends(self) -> None:
        story = given(introduced("p2", "p1"), introduced("p3", "p2"), SponsorshipEnded("p2"))
        assert [len(chain) for chain in chains(story.account)] == [2]

    @fast
    @for_all(
        st.lists(
            st.tuples(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from([None, "p1", "p2", "p3"])),
            max_size=8,
        )
    )
    def test_hold_every_introduction_in_the_order_they_were_made(
        self, named: list[tuple[str, str | None]]
    ) -> None:
        account = given(*(introduced(person, by) for person, by in named)).account
        found = chains(account)
        assert {link.fact for chain in found for link in chain} == {
            introduction.fact for introduction in account[Sponsorship].introductions
        }
        for chain in found:
            for one, next_one in itertools.pairwise(chain):
                assert one.person == next_one.introducer
                assert int(one.fact.partition("@")[2]) < int(next_one.fact.partition("@")[2])


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

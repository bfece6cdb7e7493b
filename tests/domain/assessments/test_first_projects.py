"""What came of first projects, one class a rule; and that the portfolio is the sum of its accounts."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.domain.account.delivery import (
    DeliveryCompleted,
    DeliveryQualityRated,
    DeliveryStarted,
    MilestoneSlipped,
    Quality,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
    Trend,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.assessments.first_projects import (
    FirstProject,
    Repeats,
    first_project,
    repeats,
)
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.tables import RadiationTerms
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, Told, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.MIDDLE_MANAGER)
# acme@3 is won, acme@5 is its project, completed by acme@6 on 2023-01-01.
BEGUN = (
    on("2022-01-01", ANA, BO, OpportunityIdentified("the first", entry="p1")),
    on("2022-02-01", OpportunityWon("acme@3")),
    on("2022-03-01", DeliveryStarted("a project", "acme@3")),
)
DONE = on("2023-01-01", DeliveryCompleted(True, "acme@5"))
FIRST = (*BEGUN, DONE)


def found(story: Given) -> FirstProject:
    first = first_project(story.account, story.programme[Policy].terms)
    assert first is not None
    return first


def again(day: str, key: int = 7) -> tuple[Told, ...]:
    """Return another opportunity, identified earlier and won on DAY."""
    return (
        on("2022-06-01", OpportunityIdentified("another")),
        on(day, OpportunityWon(f"acme@{key}")),
    )


@pytest.mark.requirement("B-D6")
class TestFP1TheFirstProject:
    def test_is_the_one_completed_first(self) -> None:
        earlier = on("2022-12-31", DeliveryCompleted(True, title="a small one"))
        assert found(given(*FIRST)).title == "a project"
        assert found(given(*FIRST, earlier)).title == "a small one"
        assert first_project(given(*BEGUN).account, Terms.shipped("GBP")) is None
        assert first_project(given(*FIRST).on("2022-12-31").account, Terms.shipped("GBP")) is None

    def test_is_smooth_or_rough(self) -> None:
        slip = MilestoneSlipped("acme@5", "go-live", dt.date(2022, 9, 1), dt.date(2022, 12, 1))
        poor = DeliveryQualityRated("acme@5", "p2", Quality.FAIR)
        assert found(given(*FIRST)).smooth
        assert not found(given(*BEGUN, on("2023-01-01", DeliveryCompleted(False, "acme@5")))).smooth
        assert not found(given(*BEGUN, on("2022-08-01", slip), DONE)).smooth
        assert not found(given(*FIRST, on("2023-02-01", poor))).smooth

    def test_cites_what_shows_it(self) -> None:
        rated = on("2023-02-01", DeliveryQualityRated("acme@5", "p2", Quality.GOOD))
        assert found(given(*FIRST, rated)).facts == ("acme@6", "acme@7")

    def test_says_whether_an_executive_opened_the_door(self) -> None:
        assert found(given(*FIRST)).opened_high is True
        below = on("2022-01-01", ANA, BO, OpportunityIdentified("the first", entry="p2"))
        assert found(given(below, *BEGUN[1:], DONE)).opened_high is False
        assert found(given(on("2022-01-01", DeliveryCompleted(True, title="x")))).opened_high is None


@pytest.mark.requirement("B-N5")
class TestTheQualityOfTheFirstProject:
    def test_is_the_worst_that_the_customers_people_say_as_each_said_last(self) -> None:
        ratings = (("p1", Quality.POOR), ("p1", Quality.EXCELLENT), ("p2", Quality.GOOD))
        rated = (DeliveryQualityRated("acme@5", who, quality) for who, quality in ratings)
        assert found(given(*FIRST)).rated is None
        assert found(given(*FIRST, on("2023-02-01", *rated))).rated is Quality.GOOD


@pytest.mark.requirement("B-D6")
class TestFP2RepeatBusiness:
    def test_is_another_win_later_than_the_project(self) -> None:
        first = found(given(*FIRST, *again("2023-01-02")))
        assert (first.repeat, first.again) == (True, dt.date(2023, 1, 2))
        assert first.facts == ("acme@6", "acme@8")
        assert found(given(*FIRST, *again("2023-01-01")).on("2023-06-01")).repeat is None

    def test_is_not_the_win_the_project_came_of(self) -> None:
        late = (BEGUN[0], BEGUN[2], on("2022-09-01", DeliveryCompleted(True, "acme@4")))
        story = given(*late, on("2022-10-01", OpportunityWon("acme@3")))
        assert found(story.on("2022-11-01")).repeat is None

    def test_counts_within_the_months_of_policy(self) -> None:
        assert found(given(*FIRST, *again("2024-01-01"))).repeat is True
        assert found(given(*FIRST, *again("2024-01-02"))).repeat is False
        terms = Terms.shipped("GBP")
        longer = evolve(terms, radiation=RadiationTerms(repeat_months=13))
        assert found(given(*FIRST, *again("2024-01-02")).under(longer)).repeat is True

    def test_is_not_what_another_account_had_won_before_it_merged_into_this_one(self) -> None:
        theirs = (
            on("2022-06-01", OpportunityIdentified("theirs"), to="bolt"),
            on("2023-02-01", OpportunityWon("bolt@1"), to="bolt"),
            on("2023-06-01", AccountMerged("acme"), to="bolt"),
            on("2023-06-01", AccountAbsorbed("bolt")),
        )
        assert found(given(*FIRST, *theirs).on("2023-12-01")).repeat is None
        ours = given(*FIRST, *theirs, *again("2023-07-01", 8)).on("2023-12-01")
        assert found(ours).again == dt.date(2023, 7, 1)

    def test_is_too_early_to_deny_until_they_are_over(self) -> None:
        assert found(given(*FIRST).on("2024-01-01")).repeat is None
        assert found(given(*FIRST).on("2024-01-02")).repeat is False


@pytest.mark.requirement("B-D6")
class TestFP3ASponsorIsStrained:
    NAMED = on("2022-04-01", SponsorNamed("p1", "CFO", "capital"))  # acme@6
    GOOD = on("2022-05-01", RelationshipAssessed("p1", Strength.GOOD))

    def story(self, *later: Told) -> Given:
        return given(*BEGUN, self.NAMED, self.GOOD, DONE, *later)

    def test_when_the_relationship_fell_since(self) -> None:
        fell = found(self.story(on("2023-02-01", RelationshipAssessed("p1", Strength.COLD))))
        assert [(s.person, s.trend, s.facts) for s in fell.sponsors] == [
            ("p1", Trend.FELL, ("acme@7", "acme@9"))
        ]
        assert fell.strained is True

    def test_not_when_it_stayed_or_rose(self) -> None:
        for strength in (Strength.GOOD, Strength.TRUSTED):
            judged = on("2023-02-01", RelationshipAssessed("p1", strength))
            assert found(self.story(judged)).strained is False

    def test_unknown_where_nobody_judged_it_on_both_sides(self) -> None:
        assert found(self.story()).strained is None
        after = on("2023-02-01", RelationshipAssessed("p1", Strength.COLD))
        twice = on("2023-03-01", RelationshipAssessed("p1", Strength.GOOD))
        assert found(given(*BEGUN, self.NAMED, DONE, after, twice)).strained is None

    def test_only_a_sponsor_of_that_day_is(self) -> None:
        judged = on("2023-02-01", RelationshipAssessed("p1", Strength.COLD))
        named = on("2023-01-02", SponsorNamed("p1", "CFO", "capital"))
        assert found(given(*BEGUN, self.GOOD, DONE, named, judged)).sponsors == ()


@pytest.mark.requirement("B-D6")
class TestFP4OverSeveralAccounts:
    @for_all(st.lists(st.tuples(st.booleans(), st.sampled_from([True, False, None]))))
    def test_what_came_of_smooth_and_rough_ones_adds_up(self, drawn: list[tuple[bool, bool | None]]) -> None:
        one = found(given(*FIRST))
        total = repeats(evolve(one, smooth=smooth, repeat=repeat) for smooth, repeat in drawn)
        for smooth in (True, False):
            of = [repeat for each, repeat in drawn if each is smooth]
            assert total[smooth] == Repeats(len(of), of.count(True), of.count(None))
            assert total[smooth].told == of.count(True) + of.count(False)

    def test_strain_is_told_of_those_known(self) -> None:
        strained = found(
            given(
                *BEGUN,
                TestFP3ASponsorIsStrained.NAMED,
                TestFP3ASponsorIsStrained.GOOD,
                DONE,
                on("2023-02-01", RelationshipAssessed("p1", Strength.COLD)),
            )
        )
        assert repeats([strained, found(given(*FIRST))])[True] == Repeats(2, 0, 0, 1, 1)

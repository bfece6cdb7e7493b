"""Loyalty beside delivery, and what is at risk: the rules of the assessment, one class a rule."""

from __future__ import annotations

from typing import get_type_hints

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain import index
from majoracct.domain.account.competitor_loyalty import CompetitorLoyalty
from majoracct.domain.account.delivery import DeliveryQualityRated, DeliveryStarted, Quality
from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.loyalty import (
    Following,
    Risk,
    RiskOf,
    followings,
    loyal_people,
    risk_of,
)
from majoracct.domain.assessments.standing import Line
from majoracct.domain.kernel import AccountEvent, Erased, marked
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import DAY, Given, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
KIM = StaffIdentified("s1", "Kim")
LEE = StaffIdentified("s2", "Lee")
EARLIER = "2024-01-01"
MANAGER, EXPERT = Seat.ACCOUNT_MANAGER, Seat.SUBJECT_EXPERT
ANA_TO_KIM = LoyaltyAssessed("p1", "s1", LoyaltyLevel.STRONG)
STORY = given(on(EARLIER, KIM, LEE, ANA, BO, ANA_TO_KIM, TeamFormed(), MemberSeated("s1", MANAGER)))
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("B-N5")
class TestLOY1EveryTieBesideTheirRatings:
    def rated(self, *given_: tuple[str, str, Quality]) -> Given:
        projects = STORY.then_given(on("2024-02-01", DeliveryStarted("One"), DeliveryStarted("Two")))
        return projects.then_given(*(DeliveryQualityRated(p, by, q) for p, by, q in given_))

    def test_the_latest_of_each_project(self) -> None:
        story = self.rated(
            ("acme@6", "p1", Quality.POOR),
            ("acme@7", "p1", Quality.FAIR),
            ("acme@6", "p1", Quality.EXCELLENT),
            ("acme@6", "p2", Quality.GOOD),
        )
        (found,) = loyal_people(story.account)
        told = [(project, rating.quality, rating.fact) for project, rating in found.ratings]
        assert told == [("acme@6", Quality.EXCELLENT, "acme@10"), ("acme@7", Quality.FAIR, "acme@9")]
        assert found.rated is Quality.EXCELLENT

    def test_none_when_they_never_rated_us(self) -> None:
        (found,) = loyal_people(self.rated(("acme@6", "p2", Quality.GOOD)).account)
        assert (found.tie.person, found.tie.to, found.ratings, found.rated) == ("p1", "s1", (), None)

    def test_with_the_seats_of_the_one_of_ours(self) -> None:
        story = STORY.then_given(MemberSeated("s1", EXPERT))
        assert [each.seats for each in loyal_people(story.account)] == [(MANAGER, EXPERT)]


@pytest.mark.requirement("B-N5")
class TestLOY2ATieAtRisk:
    def test_not_while_they_hold_a_seat(self) -> None:
        assert risk_of(STORY.account, "s1") is None

    def test_once_they_gave_up_every_seat(self) -> None:
        both = STORY.then_given(on("2024-02-01", MemberSeated("s1", EXPERT)))
        one = both.then_given(on("2024-03-01", MemberReleased("s1", MANAGER)))
        assert risk_of(one.account, "s1") is None
        none = one.then_given(MemberReleased("s1", EXPERT))
        assert risk_of(none.account, "s1") == RiskOf(Risk.RELEASED, DAY, "acme@8")
        assert [each.risk is None for each in loyal_people(none.account)] == [False]
        assert risk_of(none.on("2024-04-30").account, "s1") is None

    def test_not_any_more_once_they_are_back(self) -> None:
        back = STORY.then_given(
            on("2024-02-01", MemberReleased("s1", MANAGER)), on("2024-03-01", MemberSeated("s1", EXPERT))
        )
        assert risk_of(back.account, "s1") is None

    def test_once_they_left_us(self) -> None:
        left = STORY.then_given(StaffLeft("s1"))
        assert risk_of(left.account, "s1") == RiskOf(Risk.LEFT, DAY, "programme@4")
        assert risk_of(left.on("2024-04-30").account, "s1") is None

    def test_not_when_somebody_else_was_released(self) -> None:
        other = STORY.then_given(MemberSeated("s2", EXPERT), MemberReleased("s2", EXPERT))
        assert risk_of(other.account, "s1") is None

    def test_not_by_never_having_held_a_seat(self) -> None:
        assert risk_of(STORY.account, "s2") is None


@pytest.mark.requirement("B-N4")
class TestLOY3OfSeveralPeopleAreCounted:
    def test_by_whom_they_are_loyal_to(self) -> None:
        story = STORY.then_given(
            LoyaltyAssessed("p2", "s1", LoyaltyLevel.STRONG),
            LoyaltyAssessed("p2", "s2", LoyaltyLevel.STRONG),
            LoyaltyAssessed("p1", "s2", LoyaltyLevel.SOME),
            on("2024-02-01", DeliveryStarted("One")),
            DeliveryQualityRated("acme@9", "p1", Quality.GOOD),
            StaffLeft("s2"),
        )
        unrated = dict.fromkeys(Quality, 0)
        assert followings(loyal_people(story.account)) == [
            Following("s1", ("p1", "p2"), 2, 0, {**unrated, Quality.GOOD: 1}),
            Following("s2", ("p2",), 1, 1, unrated),
        ]

    def test_only_people_are_loyal_there_is_no_loyalty_of_an_account(self) -> None:
        every = [index.event_class(entry.type) for entry in index.events()]
        # To a competitor, a department may be loyal, too.
        kinds = [kind for kind in every if getattr(kind, "topic", None) is not CompetitorLoyalty]
        about = [kind for kind in kinds if "loyal" in f"{kind.__name__} {kind.verb}".lower()]
        assert about == [LoyaltyAssessed]
        hints = get_type_hints(LoyaltyAssessed, include_extras=True)
        assert marked(hints["person"], "person")
        assert marked(hints["to"], "staff")
        for kind in (*(k for k in kinds if issubclass(k, AccountEvent)), Line):
            assert [a.name for a in attrs.fields(kind) if "loyal" in a.name] == []

    @fast
    @for_all(
        st.lists(
            st.tuples(
                st.sampled_from(["acme", "bolt"]),
                st.sampled_from(["p1", "p2"]),
                st.sampled_from(["s1", "s2"]),
                st.sampled_from(LoyaltyLevel),
            ),
            max_size=8,
        )
    )
    def test_what_all_accounts_say_adds_up_from_each(
        self, told: list[tuple[str, str, str, LoyaltyLevel]]
    ) -> None:
        story = given(on(EARLIER, KIM, LEE, ANA, BO), on(EARLIER, ANA, BO, to="bolt")).then_given(
            *(on(DAY, LoyaltyAssessed(who, to, level), to=account) for account, who, to, level in told)
        )
        one, other = (loyal_people(story.account.other(account)) for account in ("acme", "bolt"))
        of_all = {each.to: each for each in followings([*one, *other])}
        for to in ("s1", "s2"):
            parts = [f for each in (one, other) for f in followings(each) if f.to == to]
            assert sum(f.ties for f in parts) == (of_all[to].ties if to in of_all else 0)
            people = sorted({person for f in parts for person in f.people})
            assert people == (list(of_all[to].people) if to in of_all else [])


@pytest.mark.requirement("B-N5")
class TestLOY4UnknownStandsAmongThem:
    def test_and_is_counted_apart(self) -> None:
        story = STORY.then_given(LoyaltyAssessed("p2", "s1", Erased.here), StaffLeft("s1"))
        found = loyal_people(story.account)
        assert [(each.tie.person, each.tie.level) for each in found] == [
            ("p1", LoyaltyLevel.STRONG),
            ("p2", Erased.here),
        ]
        (counted,) = followings(found)
        assert (counted.people, counted.ties, counted.at_risk) == (("p1",), 1, 1)
        assert [each.tie.person for each in counted.untold] == ["p2"]

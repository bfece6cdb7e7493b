"""The rules of relationships, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.relationships import (
    AlreadyIdentified,
    BuyingFunction,
    InfluenceLinked,
    InfluenceUnlinked,
    LinkKind,
    LinkToSelf,
    NotLinked,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    Relationships,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderNotYetIdentified,
    StakeholderUnknown,
    StakeholderVerified,
    Strength,
    Trend,
    buying_team,
    identify,
)
from majoracct.domain.assessments.ladders import trend
from majoracct.domain.kernel import AccountEvent, Erased
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import DAY, Told, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, "Ana", "CFO")
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
YEAR = dt.date(2024, 1, 1)
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)
ABOUT_ANA: list[AccountEvent[Relationships]] = [
    RelationshipAssessed("p1", Strength.GOOD),
    PerceptionAssessed("p1", Perception.GO_TO),
    StakeholderVerified("p1"),
    StakeholderLeft("p1"),
    InfluenceLinked("p1", "p2", LinkKind.PEER),
    InfluenceLinked("p2", "p1", LinkKind.PEER),
]


@pytest.mark.requirement("C-M5")
class TestRE1IdentifiedOnce:
    def test_not_twice_in_an_account(self) -> None:
        given(ANA).when(ANA).then_refused(AlreadyIdentified, "p1 is a stakeholder of acme")
        given(ANA).on("2020-01-01").when(ANA).then_refused(AlreadyIdentified)

    def test_in_another_account_too(self) -> None:
        given(ANA, on(DAY, BO, to="bolt")).about("bolt").when(ANA).then()

    def test_under_an_id(self) -> None:
        given().when(StakeholderIdentified(" ", BuyingFunction.FINANCE)).then_refused(StakeholderUnknown)

    def test_which_is_new_and_says_nothing_of_them(self) -> None:
        after = given().when(identify, name="Ana Ruiz", function=BuyingFunction.FINANCE).then()
        assert list(after[Relationships].people) == ["p1"]

    def test_or_is_known_from_another_account(self) -> None:
        after = given().when(identify, name="Ana", function=BuyingFunction.FINANCE, person="p7").then()
        assert list(after[Relationships].people) == ["p7"]

    def test_and_by_a_name_which_may_have_been_erased(self) -> None:
        with pytest.raises(StakeholderUnknown, match="Nobody was named"):
            identify(given().account, name=" ", function=BuyingFunction.FINANCE)
        given().when(identify, name=Erased.here, function=BuyingFunction.FINANCE).then()


@pytest.mark.requirement("C-M5")
class TestRE2SpokenOf:
    @pytest.mark.parametrize("event", ABOUT_ANA)
    def test_not_a_stranger(self, event: AccountEvent[Relationships]) -> None:
        given(BO).when(event).then_refused(StakeholderUnknown, "p1 is no stakeholder of acme")

    @pytest.mark.parametrize("event", ABOUT_ANA)
    def test_not_once_they_left(self, event: AccountEvent[Relationships]) -> None:
        given(ANA, BO, StakeholderLeft("p1")).when(event).then_refused(
            StakeholderGone, "left acme on 2024-05-01"
        )

    @pytest.mark.parametrize("event", ABOUT_ANA)
    def test_before_they_left(self, event: AccountEvent[Relationships]) -> None:
        story = given(on("2024-01-01", ANA, BO), StakeholderLeft("p1"))
        story.on("2024-04-30").when(event).then()

    @pytest.mark.parametrize("event", ABOUT_ANA)
    def test_replay_bears_a_stranger(self, event: AccountEvent[Relationships]) -> None:
        assert len(given(event)[Relationships].people) == 0

    def test_and_what_is_said_of_them_is_kept(self) -> None:
        story = given(on("2023-01-01", ANA), *ABOUT_ANA[:4])
        ana = story[Relationships].people["p1"]
        assert (ana.strength, ana.strength_fact) == (Strength.GOOD, "acme@2")
        assert (ana.perception, ana.perception_fact) == (Perception.GO_TO, "acme@3")
        assert (ana.verified, ana.left, ana.fact) == (DAY, DAY, "acme@1")
        assert story.on("2023-01-01")[Relationships].people["p1"].verified == dt.date(2023, 1, 1)


@pytest.mark.requirement("B-Q3")
class TestRE3ALinkJoinsTwo:
    def test_not_one_to_themselves(self) -> None:
        given(ANA).when(InfluenceLinked("p1", "p1", LinkKind.PEER)).then_refused(LinkToSelf)

    def test_one_to_another(self) -> None:
        after = given(ANA, BO).when(InfluenceLinked("p2", "p1", LinkKind.REPORTS_TO)).then()
        assert [(link.person, link.other, link.fact) for link in after[Relationships].links] == [
            ("p2", "p1", "acme@3")
        ]

    def test_and_is_told_by_its_kind(self) -> None:
        told = {kind: InfluenceLinked("p1", "p2", kind).telling() for kind in LinkKind}
        assert told[LinkKind.REPORTS_TO] == "{person} reports to {other}"
        assert len(set(told.values())) == len(LinkKind)


@pytest.mark.requirement("C-M5")
class TestRE4WhatChangesSomebodyComesAfter:
    @pytest.mark.parametrize("event", [e for e in ABOUT_ANA if not isinstance(e, InfluenceLinked)])
    def test_not_on_a_day_before_they_were_identified(self, event: AccountEvent[Relationships]) -> None:
        given(ANA, BO).on("2024-04-30").when(event).then_refused(
            StakeholderNotYetIdentified, "after 2024-04-30 .RE4.. Correct the day of acme@1 first"
        )

    @pytest.mark.parametrize("event", [e for e in ABOUT_ANA if not isinstance(e, InfluenceLinked)])
    def test_so_that_what_is_recorded_is_kept(self, event: AccountEvent[Relationships]) -> None:
        story = given(on("2024-04-30", ANA, BO))
        after = story.when(event).then().account
        assert after[Relationships] != story.account[Relationships]

    def test_a_link_keeps_until_they_are(self) -> None:
        given(ANA, BO).on("2024-01-01").when(InfluenceLinked("p1", "p2", LinkKind.PEER)).then()


@pytest.mark.requirement("S-F5")
class TestRE5ALinkIsUndone:
    LINK = InfluenceLinked("p1", "p2", LinkKind.ADVISES)
    UNLINK = InfluenceUnlinked("p1", "p2", LinkKind.ADVISES)

    def test_and_stands_no_more(self) -> None:
        story = given(ANA, BO, self.LINK).when(self.UNLINK).then()
        assert story[Relationships].links == ()
        story.when(self.UNLINK).then_refused(NotLinked)

    def test_as_it_stood_and_on_a_day_it_did(self) -> None:
        story = given(ANA, BO, on("2024-06-01", self.LINK))
        story.when(self.UNLINK).then_refused(NotLinked)
        for other in (("p2", "p1", LinkKind.ADVISES), ("p1", "p2", LinkKind.PEER)):
            story.on("2024-06-01").when(InfluenceUnlinked(*other)).then_refused(NotLinked)


@pytest.mark.requirement("C-M5", "C-M5a", "C-M5b", "C-M5c", "C-M5d")
class TestTheBuyingTeam:
    @pytest.mark.parametrize("function", list(BuyingFunction))
    def test_shows_each_function_that_nobody_we_know_serves(self, function: BuyingFunction) -> None:
        known = [StakeholderIdentified(f.value, f) for f in BuyingFunction if f is not function]
        team = buying_team(given(*known).account)
        assert list(team) == list(BuyingFunction)
        assert [f for f, people in team.items() if not people] == [function]

    def test_is_who_is_still_there(self) -> None:
        story = given(on("2024-01-01", ANA, BO, StakeholderIdentified("p0", ANA.function)))
        assert buying_team(story.account)[ANA.function] == ("p0", "p1")
        after = story.when(StakeholderLeft("p1")).then()
        assert buying_team(after.account)[ANA.function] == ("p0",)
        assert buying_team(after.on("2024-04-30").account)[ANA.function] == ("p0", "p1")

    @pytest.mark.parametrize(
        ("function", "duty"),
        [
            (BuyingFunction.CORPORATE, "pays for it"),
            (BuyingFunction.TECHNOLOGY, "approves specifications"),
            (BuyingFunction.OPERATIONS, "puts it to use"),
            (BuyingFunction.FINANCE, "measures what came of it"),
        ],
    )
    def test_has_duties_of_its_own(self, function: BuyingFunction, duty: str) -> None:
        assert [f for f in BuyingFunction if duty in f.duties] == [function]


def judged(*strengths: tuple[int, Strength]) -> list[Told]:
    """Return Ana's relationship as judged on those days of the year."""
    return [on(YEAR + dt.timedelta(days), RelationshipAssessed("p1", s)) for days, s in strengths]


@pytest.mark.requirement("B-S3")
class TestTheLadder:
    def test_leads_from_rapport_to_trust(self) -> None:
        ranks = [s.rank for s in (Strength.ACQUAINTED, Strength.RAPPORT, Strength.GOOD, Strength.TRUSTED)]
        assert ranks == sorted(set(ranks))

    def test_keeps_every_rung_with_its_day_and_fact(self) -> None:
        story = given(on("2023-01-01", ANA), *judged((9, Strength.TRUSTED), (0, Strength.RAPPORT)))
        rungs = story[Relationships].people["p1"].judged
        assert [(r.strength, r.on, r.fact) for r in rungs] == [
            (Strength.RAPPORT, YEAR, "acme@3"),
            (Strength.TRUSTED, dt.date(2024, 1, 10), "acme@2"),
        ]
        assert story[Relationships].people["p1"].strength_fact == "acme@2"

    def test_is_kept_when_they_come_back(self) -> None:
        story = given(
            on("2023-01-01", ANA), *judged((0, Strength.GOOD)), on("2024-02-01", StakeholderLeft("p1"))
        )
        assert len(story.when(ANA).then()[Relationships].people["p1"].judged) == 1


@pytest.mark.requirement("B-D6", "B-S3")
class TestATrend:
    @pytest.mark.parametrize(
        ("strengths", "expected"),
        [
            ([], None),
            ([(20, Strength.GOOD)], None),
            ([(5, Strength.GOOD)], Trend.STAYED),
            ([(10, Strength.GOOD), (11, Strength.COLD)], Trend.FELL),
            ([(5, Strength.COLD), (10, Strength.GOOD), (20, Strength.GOOD)], Trend.STAYED),
            ([(5, Strength.RAPPORT), (20, Strength.COLD), (30, Strength.TRUSTED)], Trend.ROSE),
            ([(20, Strength.GOOD), (30, Strength.RAPPORT)], Trend.FELL),
        ],
    )
    def test_compares_with_how_it_stood_as_the_day_ended(
        self, strengths: list[tuple[int, Strength]], expected: Trend | None
    ) -> None:
        story = given(on("2023-01-01", ANA), *judged(*strengths))
        assert trend(story[Relationships].people["p1"], dt.date(2024, 1, 11)) is expected

    def test_sees_no_further_than_the_day_asked(self) -> None:
        story = given(on("2023-01-01", ANA), *judged((0, Strength.GOOD), (9, Strength.COLD)))
        assert trend(story.on("2024-01-09")[Relationships].people["p1"], YEAR) is Trend.STAYED
        assert trend(story.on("2024-01-10")[Relationships].people["p1"], YEAR) is Trend.FELL

    @fast
    @for_all(
        st.dictionaries(st.integers(0, 40), st.sampled_from(list(Strength)), max_size=6).flatmap(
            lambda d: st.tuples(st.just(sorted(d.items())), st.permutations(sorted(d.items())))
        ),
        st.integers(0, 40),
    )
    def test_does_not_depend_on_the_order_of_recording(
        self, told: tuple[list[tuple[int, Strength]], list[tuple[int, Strength]]], since: int
    ) -> None:
        first, second = (
            trend(
                given(on("2023-01-01", ANA), *judged(*strengths))[Relationships].people["p1"],
                YEAR + dt.timedelta(since),
            )
            for strengths in told
        )
        assert first is second

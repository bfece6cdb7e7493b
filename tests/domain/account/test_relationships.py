"""The rules of relationships, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.relationships import (
    AlreadyIdentified,
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    LinkToSelf,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    Relationships,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
    StakeholderVerified,
    Strength,
    identify,
)
from majoracct.domain.kernel import AccountEvent, Erased
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import DAY, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, "Ana", "CFO")
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
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

    def test_though_identified_on_record_for_a_later_day(self) -> None:
        given(ANA, BO).on("2024-01-01").when(StakeholderVerified("p1")).then()

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

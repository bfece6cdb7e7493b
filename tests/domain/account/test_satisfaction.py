"""The rules of satisfaction, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed, moods
from majoracct.testing.given import DAY, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
FULLY = SatisfactionAssessed("p1", Satisfaction.FULLY)


@pytest.mark.requirement("C-W3")
class TestSA1OfSomebodyKnown:
    def test_not_of_a_stranger(self) -> None:
        given().when(FULLY).then_refused(StakeholderUnknown, "p1 is no stakeholder of acme")

    def test_not_of_one_who_left(self) -> None:
        given(ANA, StakeholderLeft("p1")).when(FULLY).then_refused(StakeholderGone)

    def test_as_judged_last_by_the_day(self) -> None:
        story = given(on("2024-01-01", ANA, SatisfactionAssessed("p1", Satisfaction.PARTLY)))
        mood = moods(story.when(FULLY).then().account)["p1"]
        assert (mood.satisfaction, mood.on, mood.fact) == (Satisfaction.FULLY, DAY, "acme@3")
        assert moods(story.account)["p1"].satisfaction is Satisfaction.PARTLY

    def test_whom_nobody_asked_is_not_counted(self) -> None:
        assert list(moods(given(ANA, BO, FULLY).account)) == ["p1"]

    def test_nor_is_who_left(self) -> None:
        story = given(on("2024-01-01", ANA, FULLY), StakeholderLeft("p1"))
        assert moods(story.account) == {}
        assert list(moods(story.on("2024-04-30").account)) == ["p1"]

    def test_nor_whose_identification_was_withdrawn(self) -> None:
        story = given(BO, ANA, FULLY).because("no such person").when_withdrawing("acme@2").then()
        assert moods(story.account) == {}

    def test_partly_is_not_satisfied(self) -> None:
        assert [s for s in Satisfaction if s.content] == [Satisfaction.SATISFIED, Satisfaction.FULLY]

    def test_it_is_told_in_words(self) -> None:
        told = {s: SatisfactionAssessed("p1", s).telling() for s in Satisfaction}
        assert told[Satisfaction.PARTLY] == "{person} is partly satisfied with us"
        assert len(set(told.values())) == len(Satisfaction)

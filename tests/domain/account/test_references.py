"""The rules of references, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.references import (
    NoReferenceNow,
    ReferenceAlready,
    ReferenceEnded,
    ReferenceForm,
    ReferenceForNothing,
    ReferenceGranted,
    ReferenceOver,
    ReferenceUsed,
    references,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.testing.given import Given, given, on

ANA = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE))
CALL = ReferenceGranted("p1", ReferenceForm.CALL)
AGREED = on("2024-01-02", CALL)


def standing(story: Given, day: str) -> list[str]:
    return [key for key, _ in references(story.on(day).account)]


@pytest.mark.requirement("R-G2")
class TestRF1AgreedTo:
    def test_by_somebody_who_is_there(self) -> None:
        given().on("2024-01-02").when(CALL).then_refused(StakeholderUnknown)
        gone = given(ANA, on("2024-01-01", StakeholderLeft("p1")))
        gone.on("2024-01-02").when(CALL).then_refused(StakeholderGone)
        given(ANA).on("2024-01-02").when(CALL).then()

    def test_in_each_form_once_while_it_stands(self) -> None:
        story = given(ANA, AGREED).on("2024-01-03")
        story.when(CALL).then_refused(ReferenceAlready, "acme@2")
        story.when(ReferenceGranted("p1", ReferenceForm.TALK)).then()
        ended = given(ANA, AGREED, on("2024-01-03", ReferenceEnded("acme@2")))
        ended.on("2024-01-03").when(CALL).then()


@pytest.mark.requirement("R-G2")
class TestRF2Stands:
    def test_until_it_is_ended_or_they_leave(self) -> None:
        story = given(ANA, AGREED)
        assert standing(story, "2024-01-01") == []
        assert standing(story, "2030-01-01") == ["acme@2"]
        for end in (ReferenceEnded("acme@2"), StakeholderLeft("p1")):
            over = story.then_given(on("2024-03-01", end))
            assert (standing(over, "2024-02-29"), standing(over, "2024-03-01")) == (["acme@2"], [])

    def test_until_the_day_they_named(self) -> None:
        until = ReferenceGranted("p1", ReferenceForm.CALL, dt.date(2024, 3, 1))
        story = given(ANA, on("2024-01-02", until))
        assert (standing(story, "2024-03-01"), standing(story, "2024-03-02")) == (["acme@2"], [])
        given(ANA).on("2024-03-02").when(until).then_refused(ReferenceOver)


@pytest.mark.requirement("R-G2")
class TestRF3Used:
    def test_while_it_stands(self) -> None:
        story = given(ANA, AGREED)
        story.on("2024-01-01").when(ReferenceUsed("acme@2", "a mill")).then_refused(NoReferenceNow)
        story.on("2024-01-02").when(ReferenceUsed("acme@2", "a mill")).then()
        over = story.then_given(on("2024-03-01", ReferenceEnded("acme@2"))).on("2024-03-01")
        over.when(ReferenceUsed("acme@2", "a mill")).then_refused(NoReferenceNow)
        over.when(ReferenceEnded("acme@2")).then_refused(NoReferenceNow)

    def test_for_something_that_is_said(self) -> None:
        given(ANA, AGREED).on("2024-02-01").when(ReferenceUsed("acme@2", " ")).then_refused(
            ReferenceForNothing
        )

    @settings(deadline=None, derandomize=True, database=None, max_examples=20)
    @drawn(st.integers(0, 5))
    def test_each_use_is_told(self, uses: int) -> None:
        used = [on(f"2024-02-{nth + 1:02}", ReferenceUsed("acme@2", "a mill")) for nth in range(uses)]
        ((_, found),) = references(given(ANA, AGREED, *used).on("2024-12-31").account)
        assert found.used == tuple(f"acme@{nth + 3}" for nth in range(uses))
        assert found.last == (dt.date(2024, 2, uses) if uses else None)

"""The rules of competition."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.competition import (
    CheckUnexplained,
    CompetitionChecked,
    CompetitorEngaged,
    CompetitorUnnamed,
    ContestUnknown,
    checked,
    engagements,
)
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.testing.given import Told, corrected, given, on

SINCE = dt.date(2024, 1, 1)
RIVAL = CompetitorEngaged("Rival plc")
LOOKED = CompetitionChecked("asked the head of purchasing")


@pytest.mark.requirement("B-N1", "B-N3")
class TestCM1ANamedCompetitor:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_is_named(self, blank: str) -> None:
        given().when(CompetitorEngaged(blank)).then_refused(CompetitorUnnamed)

    def test_for_an_opportunity_we_know(self) -> None:
        rival = CompetitorEngaged("Rival plc", "acme@1")
        given().when(rival).then_refused(ContestUnknown, "no opportunity acme@1 on 2024-05-01")
        story = given(OpportunityIdentified("pumps"))
        story.on("2024-04-30").when(rival).then_refused(ContestUnknown)
        (found,) = engagements(story.when(rival).then().account, SINCE)
        assert (found.competitor, found.opportunity, found.fact) == ("Rival plc", "acme@1", "acme@2")


@pytest.mark.requirement("B-N1")
class TestCM2ACheck:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_says_how(self, blank: str) -> None:
        given().when(CompetitionChecked(blank)).then_refused(CheckUnexplained)

    def test_is_kept(self) -> None:
        assert [c.how for c in checked(given().when(LOOKED).then().account, SINCE)] == [LOOKED.how]


@pytest.mark.requirement("B-N1")
class TestWhatIsToldOfAWindow:
    def test_is_only_what_is_in_it(self) -> None:
        story = given(on("2023-12-31", RIVAL, LOOKED), on("2024-01-01", RIVAL, LOOKED))
        assert [e.fact for e in engagements(story.account, SINCE)] == ["acme@3"]
        assert [c.fact for c in checked(story.account, SINCE)] == ["acme@4"]

    def test_corrected_it_counts_once(self) -> None:
        story = given(RIVAL, corrected("acme@1", CompetitorEngaged("Other plc")))
        assert [e.competitor for e in engagements(story.account, SINCE)] == ["Other plc"]

    @drawn(st.permutations([on(f"2024-0{month}-01", RIVAL, LOOKED) for month in (1, 2, 3, 4)]))
    def test_in_whatever_order_it_was_recorded(self, told: list[Told]) -> None:
        account = given(*told).account
        for found in (engagements(account, SINCE), checked(account, SINCE)):
            assert [each.on.month for each in found] == [1, 2, 3, 4]

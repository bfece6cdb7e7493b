"""The rules of the wider plays, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified
from majoracct.domain.account.plays import (
    Plays,
    PlayUndescribed,
    PlayUnknown,
    TractionEvidenced,
    TractionUnproven,
    WiderPlayDescribed,
)
from majoracct.testing.given import given

PLAY = WiderPlayDescribed("a play", "What we could become.")


@pytest.mark.requirement("B-Q2")
class TestO3TractionIsShown:
    SHOWN = TractionEvidenced("acme@1", "they asked for a paper")

    def test_not_without_evidence(self) -> None:
        given(PLAY).when(self.SHOWN).then_refused(TractionUnproven, "--evidence")

    def test_with_it(self) -> None:
        after = given(PLAY).showing("minutes.pdf").when(self.SHOWN).then()
        assert after[Plays].items["acme@1"].traction == ("acme@2",)


@pytest.mark.requirement("B-Q2")
class TestO4APlayComesFirst:
    def test_before_traction(self) -> None:
        shown = given(PLAY).showing("minutes.pdf")
        shown.when(TractionEvidenced("acme@9", "a")).then_refused(PlayUnknown, "no play acme@9")
        shown.on("2024-04-30").when(TractionEvidenced("acme@1", "a")).then_refused(PlayUnknown)

    def test_before_an_opportunity_springs_from_it(self) -> None:
        given(PLAY).when(OpportunityIdentified("a", play="acme@9")).then_refused(PlayUnknown)
        after = given(PLAY).when(OpportunityIdentified("a", play="acme@1")).then()
        assert after[Opportunities].items["acme@2"].play == "acme@1"

    @pytest.mark.parametrize(("title", "text"), [("", "text"), ("title", " ")])
    def test_and_is_described(self, title: str, text: str) -> None:
        given().when(WiderPlayDescribed(title, text)).then_refused(PlayUndescribed)

    def test_replay_bears_traction_in_a_play_that_is_missing(self) -> None:
        assert len(given(TractionEvidenced("acme@9", "a"))[Plays].items) == 0

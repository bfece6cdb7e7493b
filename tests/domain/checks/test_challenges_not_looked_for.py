"""Challenges not looked for: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.challenges import ChallengesLookedFor
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.checks.challenges_not_looked_for import CHECK
from majoracct.testing.given import given, on

TEAM = on("2024-01-15", TeamFormed())
LOOKED = on("2024-02-01", ChallengesLookedFor())


@pytest.mark.requirement("S-W5")
class TestChallengesNotLookedFor:
    def test_raised_once_the_months_are_over(self) -> None:
        (found,) = given(TEAM).on("2024-07-16").raised(CHECK)
        assert found.says == "Nobody ever looked for what the customer faces; it was due by 2024-07-15"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_not_on_the_day(self) -> None:
        assert given(TEAM).on("2024-07-15").raised(CHECK) == []

    def test_raised_after_the_last_time(self) -> None:
        assert given(TEAM, LOOKED).on("2024-08-01").raised(CHECK) == []
        (found,) = given(TEAM, LOOKED).on("2024-08-02").raised(CHECK)
        assert (
            found.says == "We looked last on 2024-02-01 for what the customer faces; it was due by 2024-08-01"
        )
        assert found.facts == ("acme@2",)

    def test_not_of_an_account_outside_the_programme(self) -> None:
        assert given(LOOKED).on("2026-01-01").raised(CHECK) == []

"""Who is in the programme, and since when."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.mergers import AccountMerged
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import TeamDisbanded, TeamFormed
from majoracct.domain.assessments.in_programme import entered, in_programme, those_in_programme
from majoracct.testing.given import Given, given, on

GRANTED = on("2024-02-01", QualificationGranted())


def inside(story: Given) -> bool:
    return in_programme(story.account)


@pytest.mark.requirement("S-K3", "S-W3")
class TestPG3InTheProgramme:
    def test_while_it_is_major(self) -> None:
        story = given(GRANTED, on("2024-03-01", QualificationRevoked()))
        assert [inside(story.on(day)) for day in ("2024-01-31", "2024-02-01", "2024-03-01")] == [
            False,
            True,
            False,
        ]

    def test_or_has_a_team(self) -> None:
        story = given(on("2024-02-01", TeamFormed()), on("2024-03-01", TeamDisbanded(teams=("acme@1",))))
        assert [inside(story.on(day)) for day in ("2024-01-31", "2024-02-01", "2024-03-01")] == [
            False,
            True,
            False,
        ]

    def test_not_once_it_merged(self) -> None:
        story = given(GRANTED, on("2024-03-01", AccountMerged("bolt")))
        assert not inside(story)
        before = story.on("2024-02-29").account
        assert [account.on for account in those_in_programme([story.account, before])] == [before.on]

    def test_since_what_brought_it_in_first(self) -> None:
        story = given(on("2024-03-01", TeamFormed()), GRANTED)
        found = entered(story.account)
        assert found is not None
        assert (found.on, found.fact) == (dt.date(2024, 2, 1), "acme@2")
        assert entered(story.on("2024-01-31").account) is None
        assert entered(given().account) is None

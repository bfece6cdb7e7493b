"""What customers face, what was addressed, and whether we look as often as policy asks."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.challenges import (
    BroughtUp,
    ChallengeAddressed,
    ChallengesLookedFor,
    CustomerChallengeIdentified,
    Facing,
)
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.assessments.challenges import Counts, counts, faced
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

TERMS = Terms.shipped("GBP")
TEAM = on("2024-01-01", TeamFormed())  # acme@1


@pytest.mark.requirement("S-W5")
class TestCQ6WhetherWeLookInTime:
    def test_unknown_outside_the_programme(self) -> None:
        found = faced(given(ChallengesLookedFor()).account, TERMS)
        assert (found.looked, found.due, found.in_time) == (dt.date(2024, 5, 1), None, None)

    def test_within_months_of_coming_in(self) -> None:
        found = faced(given(TEAM).on("2024-07-01").account, TERMS)
        assert (found.looked, found.due, found.in_time) == (None, dt.date(2024, 7, 1), True)
        assert faced(given(TEAM).on("2024-07-02").account, TERMS).in_time is False

    def test_and_of_the_last_time(self) -> None:
        story = given(TEAM, on("2024-06-15", ChallengesLookedFor()))
        found = faced(story.on("2024-12-15").account, TERMS)
        assert (found.due, found.in_time, found.fact) == (dt.date(2024, 12, 15), True, "acme@2")
        early = given(on("2023-12-01", ChallengesLookedFor()), TEAM)
        assert faced(early.account, TERMS).due == dt.date(2024, 7, 1)


@pytest.mark.requirement("S-W5")
class TestCQ7Counts:
    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(told=st.lists(st.tuples(st.sampled_from(BroughtUp), st.booleans()), max_size=5))
    def test_each_once_and_all_add_up(self, told: list[tuple[BroughtUp, bool]]) -> None:
        story = given()
        for number, (source, addressed) in enumerate(told):
            name = f"a{number}"
            story = story.then_given(
                on("2024-01-01", CustomerChallengeIdentified(Facing.CHALLENGE, "x", source, "p1"), to=name)
            )
            if addressed:
                story = story.then_given(on("2024-02-01", ChallengeAddressed(f"{name}@1", "y"), to=name))
        accounts = [story.account.other(f"a{number}") for number in range(len(told))]
        total = counts(faced(account, TERMS) for account in accounts)
        theirs, ours = BroughtUp.CUSTOMER, BroughtUp.US
        assert total == Counts(
            sum(source is theirs for source, _ in told),
            told.count((theirs, True)),
            sum(source is ours for source, _ in told),
            told.count((ours, True)),
        )
        assert total.open == sum(not addressed for _, addressed in told)

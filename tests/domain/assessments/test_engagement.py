"""The rules of engagement, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, Focus, SellingProcess
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.support import SupportKind, SupportRequested
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.engagement import (
    Engaged,
    EngagementTally,
    engagement,
    engagement_tally,
    focus_of,
    unattributed,
)
from majoracct.domain.programme.discipline_tables import DisciplineTerms
from majoracct.domain.programme.reporting_lines import LineKind, ReportsToSet
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
PEOPLE = tuple(StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim"), 1))
TEAM = on(
    "2024-01-01",
    *PEOPLE,
    QualificationGranted(),
    TeamFormed(),
    MemberSeated("s1", Seat.PORTFOLIO_REP),
    MemberSeated("s2", Seat.SALES_CONSULTANT),
)


def did(*members: str, **more: object) -> ActivityLogged:
    return evolve(ActivityLogged(SellingProcess.SELLING, "a visit"), members=members, **more)  # type: ignore[arg-type]


def seen(*events: object, terms: Terms = TERMS, day: str = "2024-05-01") -> dict[str, Engaged]:
    story = given(TEAM, *events).on(day)  # type: ignore[arg-type]
    return {each.person: each for each in engagement(story.account, terms)}


@pytest.mark.requirement("S-V1")
class TestAV1WhoDidWhat:
    def test_counts_for_each_who_is_named(self) -> None:
        found = seen(on("2024-04-20", did("s1", "s2"), did("s1")))
        assert [(p, e.window, e.total) for p, e in found.items()] == [
            ("s1", ("acme@5", "acme@6"), 2),
            ("s2", ("acme@5",), 1),
        ]
        assert (found["s1"].last, found["s1"].last_fact) == (dt.date(2024, 4, 20), "acme@6")

    def test_counts_for_nobody_where_nobody_is_and_is_told(self) -> None:
        story = given(TEAM, on("2024-04-20", did(), did("s1")))
        assert unattributed(story.account) == ("acme@5",)
        assert sum(e.total for e in engagement(story.account, TERMS)) == 1

    def test_shows_who_is_active_without_a_seat(self) -> None:
        found = seen(on("2024-04-20", did("s3")))
        assert (found["s3"].seats, found["s3"].total) == ((), 1)

    def test_with_what_they_need_and_to_whom_they_report(self) -> None:
        asked = SupportRequested("s1", SupportKind.ACCESS, "a word")
        found = seen(asked, ReportsToSet("s1", "s3", LineKind.SOLID))["s1"]
        assert found.needs == ("acme@5",)
        assert [line.to for line in found.lines] == ["s3"]


@pytest.mark.requirement("S-V3")
class TestAV2ActivelyEngaged:
    def test_with_an_activity_in_the_window(self) -> None:
        for day, engaged in (("2024-04-02", True), ("2024-04-01", False)):
            assert seen(on(day, did("s1")))["s1"].engaged is engaged

    def test_with_as_many_in_as_many_days_as_policy_says(self) -> None:
        twice = evolve(TERMS, discipline=DisciplineTerms(engaged_days=60, engaged_activities=2))
        told = (on("2024-03-10", did("s1")), on("2024-04-20", did("s1")))
        assert seen(*told, terms=twice)["s1"].engaged is True
        assert seen(told[1], terms=twice)["s1"].engaged is False

    def test_unknown_where_nobody_says_who_does_what(self) -> None:
        assert seen()["s1"].engaged is None
        assert seen(on("2024-04-20", did()))["s1"].engaged is None
        assert seen(on("2024-04-20", did("s2"), did()))["s1"].engaged is None
        assert seen(on("2024-04-20", did("s2")))["s1"].engaged is False

    def test_unknown_before_they_had_a_whole_window_in_a_seat(self) -> None:
        late = on("2024-04-20", did("s1"), MemberSeated("s3", Seat.PORTFOLIO_REP))
        assert seen(late)["s3"].engaged is None
        assert seen(late, on("2024-05-19", did("s1")), day="2024-05-19")["s3"].engaged is False

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.lists(st.tuples(st.sampled_from(["s1", "s2", "s3"]), st.integers(1, 28)), max_size=8))
    def test_one_more_activity_makes_nobody_less_engaged(self, told: list[tuple[str, int]]) -> None:
        before: dict[str, Engaged] = {}
        for count in range(len(told) + 1):
            happened = (on(f"2024-04-{d:02}", did(p)) for p, d in told[:count])
            after = seen(*happened)
            for person, each in before.items():
                assert not (each.engaged is True and after[person].engaged is not True)
            before = after


@pytest.mark.requirement("S-V1")
class TestAV3ConsultantsOfARep:
    def test_did_something_with_the_rep(self) -> None:
        assert seen(on("2024-04-20", did("s1")))["s1"].consultants == ()
        found = seen(MemberSeated("s3", Seat.MARKETING), on("2024-04-20", did("s1", "s2", "s3")))
        assert found["s1"].consultants == ("s2",)
        assert found["s2"].consultants == ()

    def test_or_report_to_the_rep(self) -> None:
        assert seen(ReportsToSet("s2", "s1", LineKind.DOTTED))["s1"].consultants == ("s2",)


@pytest.mark.requirement("S-F1")
class TestAV4WhatItWasFor:
    GOAL = GoalSet(GoalKind.RELATIONSHIP, "know them", dt.date(2024, 12, 31), colleague="s1")

    def _story(self) -> Given:
        served = on("2024-02-01", OpportunityIdentified("plant"), self.GOAL)
        acts = [did("s1", serves="acme@5"), did("s1", serves="acme@6"), did("s1")]
        said = did("s1", serves="acme@5", focus=Focus.RELATIONSHIP)
        return given(TEAM, served, on("2024-03-01", *acts, said))

    def test_as_it_was_said_or_as_what_it_serves_tells(self) -> None:
        found = [focus_of(f"acme@{n}", self._story().account) for n in (7, 8, 9, 10)]
        assert found == [Focus.OPPORTUNITY, Focus.RELATIONSHIP, None, Focus.RELATIONSHIP]

    def test_is_counted_for_who_did_it(self) -> None:
        found = engagement(self._story().account, TERMS)[0]
        assert (found.opportunity, found.relationship, found.total) == (1, 2, 4)


@pytest.mark.requirement("S-V3")
class TestTheTally:
    def test_adds_up_over_accounts_and_counts_only_who_is_seated(self) -> None:
        story = given(TEAM, on("2024-04-20", did("s1"), did("s3")))
        found = engagement_tally(engagement(story.account, TERMS))
        assert found == EngagementTally(engaged=1, not_engaged=1, unknown=0, activities=2)
        assert found.plus(found).activities == 4

"""The rules of delivery, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.delivery import (
    AlreadyCompleted,
    Delivery,
    DeliveryCompleted,
    DeliveryQualityRated,
    DeliveryStarted,
    MilestoneSlipped,
    MilestoneUnnamed,
    NoSlip,
    Project,
    ProjectNotOurs,
    ProjectNotUnderWay,
    ProjectUnknown,
    ProjectUntitled,
    Quality,
    SourceUnknown,
    smooth,
    successes,
)
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.kernel import Event
from majoracct.testing.given import DAY, Told, corrected, given, on

STARTED = DeliveryStarted("Alpha")
DONE = DeliveryCompleted(successful=True, project="acme@1")
PLANNED, LATER = dt.date(2024, 6, 1), dt.date(2024, 6, 15)
SLIPPED = MilestoneSlipped("acme@1", "Go-live", PLANNED, LATER)
ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS)
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("B-Q2")
class TestD1TitleAndSource:
    def test_it_has_a_title(self) -> None:
        given().when(DeliveryStarted(" ")).then_refused(ProjectUntitled)
        given().when(DeliveryCompleted(successful=True)).then_refused(ProjectUntitled, "--project or --title")
        given().when(DeliveryCompleted(successful=True, title=" ")).then_refused(ProjectUntitled)

    def test_not_two(self) -> None:
        both = DeliveryCompleted(successful=True, project="acme@1", title="Beta")
        given(STARTED).when(both).then_refused(ProjectUntitled, "acme@1 says what it is")

    def test_its_opportunity_is_known(self) -> None:
        given().when(DeliveryStarted("Alpha", "acme@9")).then_refused(SourceUnknown, "no opportunity acme@9")
        done = DeliveryCompleted(successful=True, title="Alpha", opportunity="acme@9")
        given().when(done).then_refused(SourceUnknown)

    def test_or_not_stated(self) -> None:
        story = given(OpportunityIdentified("a"))
        story.when(STARTED).then()
        story.when(DeliveryStarted("Alpha", "acme@1")).then()
        after = story.when(DeliveryCompleted(successful=True, title="Alpha", opportunity="acme@1")).then()
        assert after[Delivery].projects["acme@2"].opportunity == "acme@1"


@pytest.mark.requirement("B-Q2")
class TestD2CompletedOnceAfterItsStart:
    DONE = DeliveryCompleted(successful=True, project="acme@1")

    def test_not_before_it_started(self) -> None:
        given(STARTED).on("2024-04-30").when(self.DONE).then_refused(ProjectUnknown, "on 2024-04-30")

    def test_on_the_day_it_started(self) -> None:
        found = given(STARTED).when(self.DONE).then()[Delivery].projects["acme@1"]
        assert (found.started, found.completed, found.successful) == (DAY, DAY, True)
        assert (found.title, found.fact) == ("Alpha", "acme@2")

    def test_not_twice(self) -> None:
        given(STARTED, self.DONE).when(self.DONE).then_refused(
            AlreadyCompleted, "Alpha was completed on 2024-05-01"
        )

    def test_not_before_a_completion_on_record_for_a_later_day(self) -> None:
        story = given(on("2024-01-01", STARTED), self.DONE)
        story.on("2024-02-01").when(self.DONE).then_refused(AlreadyCompleted)

    def test_without_success_and_it_is_told_so(self) -> None:
        failed = DeliveryCompleted(successful=False, project="acme@1")
        after = given(STARTED).when(failed).then()
        assert successes(after.account) == []
        assert failed.telling().startswith("Project completed without success")
        assert self.DONE.telling().startswith("Project completed[")

    def test_replay_bears_a_project_that_is_missing(self) -> None:
        assert (
            given(DeliveryCompleted(successful=True, project="acme@9"))[Delivery].projects["acme@9"].completed
        )

    def test_replay_keeps_a_completion_when_the_start_is_corrected_to_a_later_day(self) -> None:
        story = given(STARTED, corrected("acme@1", STARTED, on="2024-06-01"), self.DONE)
        found = story.on("2024-07-01")[Delivery].projects["acme@1"]
        assert (found.started, found.completed) == (dt.date(2024, 6, 1), DAY)

    def test_successes_come_in_the_order_they_were_completed(self) -> None:
        story = given(
            DeliveryCompleted(successful=True, title="two"),
            on("2024-01-01", DeliveryCompleted(successful=True, title="one")),
            DeliveryCompleted(successful=False, title="none"),
            DeliveryCompleted(successful=True, title="three"),
        )
        assert [p.title for _, p in successes(story.account)] == ["one", "two", "three"]
        assert [p.completed for _, p in successes(story.on("2024-04-30").account)] == [dt.date(2024, 1, 1)]


def rated(rating: Quality) -> DeliveryQualityRated:
    return DeliveryQualityRated("acme@1", "p1", rating)


@pytest.mark.requirement("B-R3")
class TestD3AMilestoneSlips:
    def test_not_of_a_project_nobody_knows(self) -> None:
        given().when(SLIPPED).then_refused(ProjectNotUnderWay, "no project acme@1")
        given(STARTED).on("2024-04-30").when(SLIPPED).then_refused(ProjectNotUnderWay, "on 2024-04-30")

    def test_not_once_it_was_completed(self) -> None:
        story = given(on("2024-01-01", STARTED), DONE)
        story.when(SLIPPED).then_refused(ProjectNotUnderWay, "Alpha was completed on 2024-05-01")
        story.on("2024-04-30").when(SLIPPED).then()

    @pytest.mark.parametrize("expected", [PLANNED, dt.date(2024, 5, 31)])
    def test_not_to_the_same_day_or_an_earlier_one(self, expected: dt.date) -> None:
        given(STARTED).when(evolve(SLIPPED, expected=expected)).then_refused(
            NoSlip, "not later than 2024-06-01"
        )

    def test_not_without_a_name(self) -> None:
        given(STARTED).when(evolve(SLIPPED, milestone=" ")).then_refused(MilestoneUnnamed)

    def test_and_every_slip_is_kept(self) -> None:
        again = evolve(SLIPPED, planned=LATER, expected=dt.date(2024, 9, 1))
        slips = given(STARTED, SLIPPED).when(again).then()[Delivery].projects["acme@1"].slips
        assert [(s.milestone, s.expected, s.fact) for s in slips] == [
            ("Go-live", LATER, "acme@2"),
            ("Go-live", dt.date(2024, 9, 1), "acme@3"),
        ]

    def test_and_selling_goes_on(self) -> None:
        story = given(STARTED, SLIPPED)
        story.when(OpportunityIdentified("Beta")).then()
        story.when(DONE).then()

    def test_replay_bears_a_project_that_is_missing(self) -> None:
        assert len(given(SLIPPED, rated(Quality.POOR))[Delivery].projects) == 0

    @fast
    @for_all(
        st.lists(
            st.tuples(st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), st.integers(1, 90)), max_size=5
        )
    )
    def test_and_nothing_else_changes(self, slips: list[tuple[dt.date, int]]) -> None:
        told = [
            MilestoneSlipped("acme@1", "Go-live", planned, planned + dt.timedelta(days))
            for planned, days in slips
        ]
        before, after = given(STARTED, SLIPPED), given(STARTED, SLIPPED, *told)
        assert len(after[Delivery].projects["acme@1"].slips) == 1 + len(told)
        kept = before[Delivery].projects["acme@1"].slips
        assert {k: evolve(p, slips=kept) for k, p in after[Delivery].projects.items()} == dict(
            before[Delivery].projects
        )


@pytest.mark.requirement("B-D6", "B-N5")
class TestD4ADeliveryIsRated:
    def test_not_by_a_stranger(self) -> None:
        given(STARTED).when(rated(Quality.GOOD)).then_refused(StakeholderUnknown, "p1 is no stakeholder")

    def test_not_by_somebody_who_left(self) -> None:
        given(STARTED, ANA, StakeholderLeft("p1")).when(rated(Quality.GOOD)).then_refused(StakeholderGone)

    def test_only_a_project_of_ours(self) -> None:
        given(ANA).when(rated(Quality.GOOD)).then_refused(ProjectNotOurs, "no project acme@1")
        given(STARTED, ANA).on("2024-04-30").when(rated(Quality.GOOD)).then_refused(ProjectNotOurs)

    def test_while_it_is_under_way_and_once_it_is_completed(self) -> None:
        story = given(STARTED, ANA, DONE, rated(Quality.FAIR))
        ratings = story.when(rated(Quality.EXCELLENT)).then()[Delivery].projects["acme@1"].ratings
        assert [(r.by, r.quality, r.fact) for r in ratings] == [
            ("p1", Quality.FAIR, "acme@4"),
            ("p1", Quality.EXCELLENT, "acme@5"),
        ]
        given(STARTED, ANA).when(rated(Quality.GOOD)).then()


@pytest.mark.requirement("B-D6")
class TestASmoothProject:
    @staticmethod
    def project(*happened: Told | Event[Any]) -> Project:
        return given(STARTED, *happened)[Delivery].projects["acme@1"]

    def test_is_not_judged_while_it_is_under_way(self) -> None:
        assert smooth(self.project(SLIPPED, rated(Quality.POOR))) is None

    def test_succeeds(self) -> None:
        assert smooth(self.project(DONE)) is True
        assert smooth(self.project(DeliveryCompleted(successful=False, project="acme@1"))) is False

    def test_does_not_slip(self) -> None:
        assert smooth(self.project(SLIPPED, DONE)) is False

    @pytest.mark.parametrize(
        ("rating", "expected"),
        [(Quality.POOR, False), (Quality.FAIR, False), (Quality.GOOD, True), (Quality.EXCELLENT, True)],
    )
    def test_pleases_everybody_who_rates_it(self, rating: Quality, expected: bool) -> None:
        assert smooth(self.project(rated(Quality.EXCELLENT), DONE, rated(rating))) is expected

"""The rules of delivery, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.delivery import (
    AlreadyCompleted,
    Delivery,
    DeliveryCompleted,
    DeliveryStarted,
    ProjectUnknown,
    ProjectUntitled,
    SourceUnknown,
    successes,
)
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.testing.given import DAY, corrected, given, on

STARTED = DeliveryStarted("Alpha")


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

"""The rules of documented value, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.value import (
    Measure,
    ProjectNotOnRecord,
    ResultUnstated,
    Value,
    ValueDocumented,
    linked,
)
from majoracct.testing.given import given, on

DONE = DeliveryCompleted(successful=True, title="Alpha")


def result(measure: Measure = Measure.KPI, project: str | None = "acme@1") -> ValueDocumented:
    return ValueDocumented(measure, "late payments", "31% fewer", project=project)


@pytest.mark.requirement("B-E3")
class TestV1WhatWasMeasured:
    @pytest.mark.parametrize(("title", "came"), [("", "31% fewer"), ("late payments", " ")])
    def test_and_what_came_of_it_are_stated(self, title: str, came: str) -> None:
        given().when(ValueDocumented(Measure.KPI, title, came)).then_refused(ResultUnstated)

    def test_by_whichever_measure(self) -> None:
        for measure in Measure:
            assert len(given().when(result(measure, None)).then()[Value].items) == 1

    def test_and_told_by_its_name(self) -> None:
        told = [result(measure).telling().partition(" ")[0] for measure in Measure]
        assert told == ["Metric", "KPI", "ROI"]


@pytest.mark.requirement("B-Q2")
class TestV2LinkedToAKnownProject:
    def test_not_to_another(self) -> None:
        given(DONE).when(result(project="acme@9")).then_refused(ProjectNotOnRecord, "no project acme@9")

    def test_not_before_it(self) -> None:
        given(DONE).on("2024-04-30").when(result()).then_refused(ProjectNotOnRecord, "on 2024-04-30")

    def test_to_one_started_or_completed(self) -> None:
        given(DeliveryStarted("Alpha")).when(result()).then()
        assert linked(given(DONE).when(result()).then().account, "acme@1") == {Measure.KPI: "acme@2"}

    def test_the_earliest_of_a_measure_speaks(self) -> None:
        story = given(on("2024-01-01", DONE), result(), on("2024-02-01", result()), result(project=None))
        assert linked(story.account, "acme@1") == {Measure.KPI: "acme@3"}

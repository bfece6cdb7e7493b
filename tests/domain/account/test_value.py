"""The rules of documented value, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderUnknown,
)
from majoracct.domain.account.value import (
    IntangibleUnstated,
    IntangibleValueDocumented,
    Measure,
    ProjectNotOnRecord,
    ResultUnstated,
    Value,
    ValueDocumented,
    WorthNothing,
    articulated,
    linked,
)
from majoracct.domain.kernel import Erased, Evidence
from majoracct.testing.given import DAY, given, money, on

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

    def test_nor_intangible_value_to_another(self) -> None:
        trust = IntangibleValueDocumented("trust", "they call first", project="acme@9")
        given(DONE).when(trust).then_refused(ProjectNotOnRecord)


@pytest.mark.requirement("B-E3")
class TestV3Intangible:
    @pytest.mark.parametrize(("title", "told"), [("", "they call first"), ("trust", " ")])
    def test_says_what_it_is_and_how_it_showed(self, title: str, told: str) -> None:
        given().when(IntangibleValueDocumented(title, told)).then_refused(IntangibleUnstated)

    def test_is_told_by_somebody_we_know_if_by_anybody(self) -> None:
        told = IntangibleValueDocumented("trust", "they call first", "p1")
        given().when(told).then_refused(StakeholderUnknown)
        given(StakeholderIdentified("p1", BuyingFunction.FINANCE)).when(told).then()

    def test_stands_when_what_was_told_can_no_longer_be_read(self) -> None:
        ana = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        erased = IntangibleValueDocumented("trust", Erased.here, "p1")
        assert "acme@2" in given(ana).when(erased).then()[Value].items

    @pytest.mark.parametrize("by", ["p1", None])
    def test_what_was_told_is_about_who_told_it(self, by: str | None) -> None:
        old = {"title": "trust", "told": "they call first", "told_by": by}
        tagged = {"person": by or "", "clear": "they call first"}
        assert IntangibleValueDocumented.upcast(old, 1) == {**old, "told": tagged}

    def test_stands_beside_what_was_measured(self) -> None:
        trust = IntangibleValueDocumented("trust", "they call first", project="acme@1")
        roi = ValueDocumented(Measure.ROI, "payback", "9 months", money("1200"), "acme@1")
        items = given(DONE, trust, roi)[Value].in_order()
        told = [(i.title, i.tangible, i.amount, i.project) for _, i in items]
        assert told == [("trust", False, None, "acme@1"), ("payback", True, money("1200"), "acme@1")]

    def test_is_no_measure_of_a_project(self) -> None:
        trust = IntangibleValueDocumented("trust", "they call first", project="acme@1")
        assert linked(given(DONE, trust).account, "acme@1") == {}


@pytest.mark.requirement("B-E6")
class TestV4ResultsInFigures:
    SHOWN = (Evidence("report.pdf"),)
    ALL = tuple(result(measure, None) for measure in Measure)

    def test_are_stated_once_each_measure_is_shown(self) -> None:
        story = given(on(DAY, *self.ALL, evidence=self.SHOWN))
        assert set(articulated(story.account)) == set(Measure)
        assert articulated(story.account)[Measure.ROI] == "acme@3"
        assert articulated(story.on("2024-04-30").account) == {}

    @pytest.mark.parametrize("missing", range(3))
    def test_not_while_one_of_them_is_not(self, missing: int) -> None:
        shown = [e for n, e in enumerate(self.ALL) if n != missing]
        story = given(on(DAY, *shown, evidence=self.SHOWN), self.ALL[missing])
        assert len(story[Value].items) == 3
        assert set(articulated(story.account)) == {e.measure for e in shown}

    def test_not_by_what_cannot_be_measured(self) -> None:
        trust = IntangibleValueDocumented("trust", "they call first")
        assert articulated(given(on(DAY, trust, evidence=self.SHOWN)).account) == {}


@pytest.mark.requirement("B-E3", "B-E4")
class TestV5ValueIsWorthSomething:
    @pytest.mark.parametrize("amount", ["0", "-5"])
    def test_above_nothing_where_it_is_stated(self, amount: str) -> None:
        said = ValueDocumented(Measure.METRIC, "late payments", "31% fewer", money(amount))
        given().when(said).then_refused(WorthNothing, "State an amount above 0, or none")
        given().when(evolve(said, amount=money("0.01"))).then()
        given().when(evolve(said, amount=None)).then()

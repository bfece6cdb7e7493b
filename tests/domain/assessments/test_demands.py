"""Demands: what policy asks of each criterion, in words, and how much more there is."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, ActionDropped, PlanDrafted
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.demands import Margin, demand, margins
from majoracct.domain.kernel import Evidence
from majoracct.domain.programme.terms import Aim, AimsRule, Level, QualificationTerms, Terms
from majoracct.testing.given import given, money, on

SHIPPED = Terms.shipped("GBP")
ANY = evolve(SHIPPED, qualification=QualificationTerms(aims=AimsRule.ANY))
EVIDENCED = evolve(SHIPPED, qualification=QualificationTerms(evidenced=True, org_chart_months=12))


class TestWords:
    def test_they_are_those_of_the_policy(self) -> None:
        assert demand("Q1", SHIPPED).endswith("a financial statement at most 24")
        assert demand("Q1", EVIDENCED).startswith("an organisation chart at most 12 months old")
        assert demand("Q1", EVIDENCED).endswith(", each filed with evidence")
        assert "(c-level or executive)" in demand("Q3", SHIPPED)
        assert "reach 1,000,000.00 GBP in one calendar year" in demand("Q4", SHIPPED)
        assert demand("Q5", SHIPPED).endswith("for each aim: confidence, advocacy, dependence, trust")
        assert demand("Q5", ANY).endswith("for confidence or advocacy or dependence or trust")


@pytest.mark.requirement("B-Q1")
class TestDE1DaysInDate:
    STORY = given(
        on("2023-01-01", OrgChartFiled(), evidence=[Evidence("chart.pdf")]),
        on("2024-01-01", OrgChartFiled()),
        on("2024-05-01", PrecisFiled(("water",), "Runs the water works."), evidence=[Evidence("a.pdf")]),
        on(
            "2024-05-01",
            FinancialStatementFiled(StatementKind.BALANCE_SHEET, dt.date(2022, 5, 1)),
            evidence=[Evidence("b.pdf")],
        ),
    )

    def test_they_are_those_of_the_one_that_lasts_longest(self) -> None:
        assert margins("Q1", self.STORY.account, SHIPPED) == (
            Margin("organisation chart", 610, "days"),
            Margin("précis", 730, "days"),
            Margin("financial statement", 0, "days"),
        )

    def test_of_those_that_count(self) -> None:
        story, terms = self.STORY.on("2024-01-01"), EVIDENCED
        shown = story.then_given(
            on("2023-05-01", PrecisFiled(("a",), "b"), evidence=[Evidence("c")]),
            on("2023-05-01", FinancialStatementFiled(StatementKind.BALANCE_SHEET), evidence=[Evidence("d")]),
        )
        assert margins("Q1", shown.account, terms)[0] == Margin("organisation chart", 0, "days")


@pytest.mark.requirement("B-Q2", "B-Q3", "B-Q5")
class TestDE2WhatElseWouldDo:
    def test_projects_and_plays(self) -> None:
        story = given(
            DeliveryCompleted(successful=True, title="one"),
            *(ValueDocumented(m, "a", "b", project="acme@1") for m in Measure),
            DeliveryCompleted(successful=True, title="two"),
            ValueDocumented(Measure.KPI, "a", "b", project="acme@5"),
            WiderPlayDescribed("platform", "All of it."),
            WiderPlayDescribed("another", "More of it."),
            TractionEvidenced("acme@7", "minutes"),
        )
        assert margins("Q2", story.account, SHIPPED) == (
            Margin("projects and plays that would do", 1, "further"),
        )

    def test_sponsors(self) -> None:
        story = given(
            *(
                StakeholderIdentified(p, BuyingFunction.FINANCE, Level.EXECUTIVE)
                for p in ("p1", "p2", "p3", "p4")
            ),
            *(SponsorNamed(p, "CFO", "spend") for p in ("p1", "p2", "p3")),
            InfluenceLinked("p1", "p2", LinkKind.PEER),
        )
        assert margins("Q3", story.account, SHIPPED) == (Margin("sponsors that would do", 1, "further"),)

    def test_actions_for_each_aim_or_for_any(self) -> None:
        story = given(
            *(ActionAdded("act", aim) for aim in Aim),
            ActionAdded("again", Aim.TRUST),
            ActionAdded("once more", Aim.TRUST),
            ActionDropped("acme@6"),
        )
        found = margins("Q5", story.account, SHIPPED)
        assert [(m.of, m.amount) for m in found] == [
            ("actions for confidence", 0),
            ("actions for advocacy", 0),
            ("actions for dependence", 0),
            ("actions for trust", 1),
        ]
        assert margins("Q5", story.account, ANY) == (Margin("actions for any aim", 4, "further"),)


@pytest.mark.requirement("B-Q4")
class TestDE3AboveTheThreshold:
    def test_in_each_year_that_reaches_it(self) -> None:
        story = given(
            OpportunityIdentified("a", money("1100000"), dt.date(2025, 1, 1)),
            OpportunityIdentified("b", money("900000"), dt.date(2026, 1, 1)),
            OpportunityIdentified("c", money("1000000"), dt.date(2027, 1, 1)),
            PlanDrafted("the plan", ("acme@1", "acme@2", "acme@3")),
        )
        assert margins("Q4", story.account, SHIPPED) == (
            Margin("open opportunities besides", 2, "further"),
            Margin("the plan for 2025 above the threshold", money("100000")),
            Margin("the plan for 2027 above the threshold", money("0")),
        )

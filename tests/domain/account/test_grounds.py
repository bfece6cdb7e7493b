"""Grounds: what a verdict stands or falls with, and since when that stood as it does."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.grounds import Grounds
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
)
from majoracct.domain.account.plan import OpportunityPlanned, PlanDrafted
from majoracct.domain.account.profile import (
    AccountOpened,
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
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import Given, given, money, on

PEOPLE = tuple(
    on("2021-01-01", StakeholderIdentified(person, BuyingFunction.FINANCE, Level.EXECUTIVE))
    for person in ("p1", "p2")
)
CLOSES = dt.date(2025, 6, 30)


def rests(story: Given, number: int) -> Grounds:
    criterion, account = CRITERIA[number - 1], story.account
    terms = story.programme[Policy].terms
    verdict = criterion.judge(account, terms)
    assert verdict.holds, verdict.missing
    assert criterion.rests is not None
    return criterion.rests(account, terms, verdict)


def names(found: Grounds) -> list[str]:
    return sorted((f.reference for f in found.facts), key=lambda r: int(r.rpartition("@")[2]))


@pytest.mark.requirement("B-Q6")
class TestGR1WhatAVerdictRestsOn:
    def test_is_what_it_names(self) -> None:
        story = given(
            OrgChartFiled(),
            OrgChartFiled(),
            PrecisFiled(("water",), "Runs the water works."),
            FinancialStatementFiled(StatementKind.BALANCE_SHEET),
        )
        assert names(rests(story, 1)) == ["acme@1", "acme@3", "acme@4"]

    def test_and_the_last_word_on_whoever_it_names(self) -> None:
        story = given(
            *PEOPLE,
            SponsorNamed("p2", "COO", "plants"),
            SponsorshipEnded("p2"),
            SponsorNamed("p1", "CEO", "all"),
            SponsorNamed("p1", "CFO", "spend"),
            InfluenceLinked("p1", "p2", LinkKind.PEER),
        )
        found = names(rests(story, 3))
        assert found == ["acme@1", "acme@2", "acme@3", "acme@4", "acme@6", "acme@7"]

    def test_the_last_that_stated_the_worth_and_the_last_that_stated_the_day(self) -> None:
        story = given(
            OpportunityIdentified("a deal"),
            PlanDrafted("the plan", ("acme@1",)),
            OpportunityEstimated("acme@1", money("5000000"), CLOSES),
            OpportunityEstimated("acme@1", money("2000000")),
            OpportunityEstimated("acme@1", closes=CLOSES),
        )
        assert names(rests(story, 4)) == ["acme@1", "acme@2", "acme@4", "acme@5"]

    def test_and_on_what_hides_another_project(self) -> None:
        story = given(
            OpportunityIdentified("a deal", money("2000000"), CLOSES),
            PlanDrafted("the plan", ("acme@1",)),
            DeliveryStarted("billing", "acme@1"),
            DeliveryCompleted(successful=True, project="acme@3"),
            DeliveryCompleted(successful=False, project="acme@3"),
            *(ValueDocumented(m, "a", "b", project="acme@3") for m in Measure),
        )
        assert "acme@5" in names(rests(story, 4))

    def test_what_is_worth_less_than_there_is_to_spare_is_not_among_them(self) -> None:
        story = given(
            OpportunityIdentified("large", money("1100000"), CLOSES),
            OpportunityIdentified("small", money("100000"), CLOSES),
            PlanDrafted("the plan", ("acme@1", "acme@2")),
        )
        assert names(rests(story, 4)) == ["acme@1", "acme@3"]

    def test_nor_is_any_where_two_years_reach_the_threshold(self) -> None:
        story = given(
            OpportunityIdentified("spare", money("1")),
            OpportunityIdentified("one", money("1000000"), CLOSES),
            OpportunityIdentified("two", money("1000000"), dt.date(2026, 6, 30)),
            PlanDrafted("the plan", ("acme@2", "acme@3")),
        )
        assert names(rests(story, 4)) == ["acme@1", "acme@4"]


@pytest.mark.requirement("X-10")
class TestGR2Mergers:
    def test_a_predecessor_that_tells_of_it_is_among_them(self) -> None:
        story = given(
            on("2021-01-01", AccountOpened("Acme")),
            on("2021-01-01", AccountOpened("Bolt"), to="bolt"),
            on("2022-06-01", AccountMerged("acme"), to="bolt"),
            on("2022-06-01", AccountAbsorbed("bolt")),
            *(
                on("2022-01-01", each)
                for each in (
                    OrgChartFiled(),
                    PrecisFiled(("water",), "Runs the water works."),
                    FinancialStatementFiled(StatementKind.BALANCE_SHEET),
                )
            ),
        ).on("2022-12-31")
        found = rests(story, 1)
        assert names(found) == ["acme@2", "acme@3", "acme@4", "acme@5"]
        assert found.since == dt.date(2022, 6, 1)


@pytest.mark.requirement("B-Q6")
class TestGR3StandsSince:
    def test_the_day_of_the_last_of_them(self) -> None:
        story = given(
            *PEOPLE,
            on("2021-03-01", SponsorNamed("p1", "CFO", "spend")),
            on("2021-04-01", InfluenceLinked("p1", "p2", LinkKind.PEER)),
            on("2022-04-01", InfluenceLinked("p1", "p2", LinkKind.ADVISES)),
        )
        assert rests(story, 3).since == dt.date(2021, 4, 1)

    def test_the_day_from_which_enough_of_the_planned_stood_as_they_do(self) -> None:
        story = given(
            *(
                on(f"202{n}-01-01", OpportunityIdentified("a deal", money("500000"), CLOSES))
                for n in range(4)
            ),
            on("2021-06-01", PlanDrafted("the plan", ("acme@1",))),
            *(on(f"202{n}-02-01", OpportunityPlanned(f"acme@{n + 1}")) for n in (2, 3)),
        )
        assert rests(story, 4).since == dt.date(2022, 2, 1)

    def test_what_was_reopened_stands_since_then(self) -> None:
        story = given(
            on("2021-01-01", OpportunityIdentified("a deal", money("1000000"), CLOSES)),
            on("2021-01-01", PlanDrafted("the plan", ("acme@1",))),
            on("2022-01-01", OpportunityLost("acme@1")),
            on("2023-01-01", OpportunityReopened("acme@1")),
        )
        assert rests(story, 4).since == dt.date(2023, 1, 1)

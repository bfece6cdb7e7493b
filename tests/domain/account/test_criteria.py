"""Criteria 1, 2, 3 and 5 of a major account (Q1, Q2, Q3, Q5); criterion 4 has a file of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.criteria import CRITERIA, Verdict, judged
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped
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
    StakeholderLeft,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.kernel import AccountEvent, Event, FactWithdrawn
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Aim, AimsRule, Level, QualificationTerms, Terms
from majoracct.testing.given import Given, corrected, given, on

SHIPPED = Terms.shipped("GBP")
CHART, PRECIS = OrgChartFiled(), PrecisFiled(("building",), "They build.")
STATEMENT = FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS)


def verdict(story: Given, number: int) -> Verdict:
    """Return the verdict on a criterion under the policy of the day."""
    found = judged(story.account, story.account.programme[Policy].terms)[number - 1]
    assert found.id == CRITERIA[number - 1].id == f"Q{number}"
    assert found.holds is not bool(found.missing)
    return found


@pytest.mark.requirement("B-Q1")
class TestQ1Profile:
    FILED = given(on("2022-05-01", CHART, PRECIS, STATEMENT))

    def test_holds_with_all_three_and_cites_them(self) -> None:
        assert verdict(self.FILED, 1) == Verdict("Q1", True, ("acme@1", "acme@2", "acme@3"))

    @pytest.mark.parametrize(
        ("missing", "name"), [("acme@1", "organisation chart"), ("acme@2", "précis"), ("acme@3", "financial")]
    )
    def test_names_the_one_that_is_missing(self, missing: str, name: str) -> None:
        found = verdict(self.FILED.then_given(FactWithdrawn(missing)), 1)
        assert len(found.missing) == 1
        assert found.missing[0].startswith(name)
        assert missing not in found.facts

    def test_on_the_day_they_are_24_months_old(self) -> None:
        assert verdict(self.FILED.on("2024-05-01"), 1).holds

    def test_not_the_day_after(self) -> None:
        assert len(verdict(self.FILED.on("2024-05-02"), 1).missing) == 3

    @pytest.mark.parametrize(
        ("filed", "last"),
        [("2020-02-29", "2022-02-28"), ("2022-02-28", "2024-02-28"), ("2021-12-31", "2023-12-31")],
    )
    def test_two_years_from_the_end_of_february(self, filed: str, last: str) -> None:
        story = given(on(filed, CHART, PRECIS, STATEMENT))
        after = dt.date.fromisoformat(last) + dt.timedelta(days=1)
        assert verdict(story.on(last), 1).holds
        assert not verdict(story.on(after), 1).holds

    def test_a_statement_ages_from_the_end_of_its_period(self) -> None:
        old = FinancialStatementFiled(StatementKind.PROFIT_AND_LOSS, dt.date(2022, 3, 31))
        story = given(on("2023-06-01", CHART, PRECIS, old))
        assert verdict(story.on("2024-03-31"), 1).holds
        assert verdict(story.on("2024-04-01"), 1).missing == ("financial statement at most 24 months old",)

    def test_each_age_is_policy(self) -> None:
        ages = QualificationTerms(org_chart_months=12, precis_months=13, statement_months=11)
        story = self.FILED.under(evolve(SHIPPED, qualification=ages))
        assert len(verdict(story.on("2023-04-01"), 1).missing) == 0
        assert verdict(story.on("2023-04-02"), 1).missing == ("financial statement at most 11 months old",)
        assert verdict(story.on("2023-05-02"), 1).missing[0] == "organisation chart at most 12 months old"
        assert verdict(story.on("2023-06-01"), 1).facts == ("acme@2",)

    def test_cites_the_earliest_in_date(self) -> None:
        story = given(
            on("2024-01-01", CHART, PRECIS, STATEMENT),
            on("2023-01-01", CHART),
            on("2021-01-01", CHART),
            on("2024-05-02", CHART),
        )
        assert verdict(story, 1).facts == ("acme@4", "acme@2", "acme@3")
        assert verdict(story.on("2025-01-02"), 1).facts[0] == "acme@1"

    def test_of_two_of_one_day_the_first_recorded(self) -> None:
        assert verdict(given(CHART, CHART, PRECIS, STATEMENT), 1).facts[0] == "acme@1"


def result(measure: Measure, project: str | None = "acme@1") -> ValueDocumented:
    return ValueDocumented(measure, "late payments", "31% fewer", project=project)


@pytest.mark.requirement("B-Q2")
class TestQ2ByAProject:
    ALL = tuple(result(measure) for measure in Measure)
    DONE = DeliveryCompleted(successful=True, title="Alpha")

    def test_holds_with_a_metric_a_kpi_and_an_roi(self) -> None:
        found = verdict(given(self.DONE, *self.ALL), 2)
        assert found == Verdict("Q2", True, ("acme@1", "acme@2", "acme@3", "acme@4"), path="project")

    @pytest.mark.parametrize("missing", Measure)
    def test_not_without_one_of_them(self, missing: Measure) -> None:
        found = verdict(given(self.DONE, *(result(m) for m in Measure if m is not missing)), 2)
        assert found.missing[0].startswith(f"{missing.value} linked to Alpha; or a wider play")
        assert found.facts == ("acme@1", "acme@2", "acme@3")

    def test_not_when_it_was_no_success(self) -> None:
        failed = DeliveryCompleted(successful=False, title="Alpha")
        assert "a successfully completed project" in verdict(given(failed, *self.ALL), 2).missing[0]

    def test_not_before_it_is_completed(self) -> None:
        begun = given(DeliveryStarted("Alpha"), *self.ALL)
        assert not verdict(begun, 2).holds
        done = begun.then_given(on("2024-05-02", DeliveryCompleted(successful=True, project="acme@1")))
        assert not verdict(done, 2).holds
        assert verdict(done.on("2024-05-02"), 2).facts == ("acme@5", "acme@2", "acme@3", "acme@4")

    def test_not_with_results_of_another_project_or_of_none(self) -> None:
        for project in (None, "acme@9"):
            story = given(self.DONE, *self.ALL[:2], result(Measure.ROI, project))
            assert not verdict(story, 2).holds

    def test_not_with_results_spread_over_two(self) -> None:
        story = given(self.DONE, self.DONE, *self.ALL[:2], result(Measure.ROI, "acme@2"))
        assert verdict(story, 2).missing[0].startswith("roi linked to Alpha; or")

    def test_cites_the_earliest_project_that_has_all(self) -> None:
        first = on("2024-01-01", DeliveryCompleted(successful=True, title="Early"))
        story = given(self.DONE, *self.ALL, first)
        assert verdict(story, 2).facts[0] == "acme@1"
        both = story.then_given(*(result(m, "acme@5") for m in Measure))
        assert verdict(both, 2).facts[0] == "acme@5"

    def test_a_corrected_project_keeps_its_results(self) -> None:
        story = given(self.DONE, *self.ALL, corrected("acme@1", evolve(self.DONE, title="Alpha One")))
        assert verdict(story, 2).facts == ("acme@6", "acme@2", "acme@3", "acme@4")


@pytest.mark.requirement("B-Q2")
class TestQ2ByAWiderPlay:
    PLAY = WiderPlayDescribed("the play", "What we could become.")

    def test_holds_with_traction(self) -> None:
        story = given(self.PLAY, TractionEvidenced("acme@1", "a"), TractionEvidenced("acme@1", "b"))
        assert verdict(story, 2) == Verdict("Q2", True, ("acme@1", "acme@2"), path="play")

    def test_not_when_it_is_only_described(self) -> None:
        found = verdict(given(self.PLAY), 2)
        assert found.missing[0].endswith("; or evidenced traction in the play")
        assert found.facts == ("acme@1",)

    def test_not_before_the_traction(self) -> None:
        story = given(self.PLAY, on("2024-05-02", TractionEvidenced("acme@1", "a")))
        assert not verdict(story, 2).holds
        assert verdict(story.on("2024-05-02"), 2).holds

    def test_the_project_goes_before_it_when_both_hold(self) -> None:
        done = TestQ2ByAProject.DONE
        story = given(done, *TestQ2ByAProject.ALL, self.PLAY, TractionEvidenced("acme@5", "a"))
        assert verdict(story, 2).path == "project"
        assert verdict(story.then_given(FactWithdrawn("acme@4")), 2).path == "play"


ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE)
ANA_SPONSORS = SponsorNamed("p1", "CFO", "all capital spend")
LINKED = InfluenceLinked("p1", "p2", LinkKind.PEER)


@pytest.mark.requirement("B-Q3")
class TestQ3Sponsor:
    STORY = given(on("2024-01-01", ANA, BO, ANA_SPONSORS, LINKED))

    def test_holds_with_title_remit_and_a_link_to_another_executive(self) -> None:
        assert verdict(self.STORY, 3) == Verdict("Q3", True, ("acme@3", "acme@4"))

    def test_whichever_way_the_link_was_told(self) -> None:
        assert verdict(
            given(ANA, BO, ANA_SPONSORS, InfluenceLinked("p2", "p1", LinkKind.REPORTS_TO)), 3
        ).holds

    @pytest.mark.parametrize("gone", ["acme@3", "acme@4"])
    def test_not_without_either(self, gone: str) -> None:
        found = verdict(self.STORY.then_given(FactWithdrawn(gone)), 3)
        assert found.missing[0].startswith("an executive sponsor" if gone == "acme@3" else "a relationship")

    @pytest.mark.parametrize(("title", "remit"), [("", "spend"), ("CFO", " ")])
    def test_not_undescribed(self, title: str, remit: str) -> None:
        story = given(ANA, BO, SponsorNamed("p1", title, remit), LINKED)
        assert verdict(story, 3).missing == ("title and remit of the sponsor",)

    @pytest.mark.parametrize("end", [StakeholderLeft("p1"), SponsorshipEnded("p1")])
    def test_not_once_the_sponsor_left_or_the_sponsorship_ended(self, end: AccountEvent[Any]) -> None:
        story = self.STORY.then_given(end)
        assert verdict(story.on("2024-04-30"), 3).holds
        assert verdict(story, 3).missing[0].startswith("an executive sponsor")

    def test_not_once_the_other_executive_left(self) -> None:
        found = verdict(self.STORY.then_given(StakeholderLeft("p2")), 3)
        assert found == Verdict(
            "Q3", False, ("acme@3",), ("a relationship of the sponsor to another executive",)
        )

    @pytest.mark.parametrize(
        ("level", "holds"),
        [(Level.C_LEVEL, True), (Level.EXECUTIVE, True), (Level.SENIOR_MANAGER, False), (None, False)],
    )
    def test_the_other_is_an_executive_by_their_level(self, level: Level | None, holds: bool) -> None:
        other = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, level)
        assert verdict(given(ANA, other, ANA_SPONSORS, LINKED), 3).holds is holds

    def test_or_by_the_level_of_their_own_sponsorship(self) -> None:
        other = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
        sponsors = SponsorNamed("p2", "COO", "plants", Level.C_LEVEL)
        story = given(ANA, other, ANA_SPONSORS, LINKED)
        assert not verdict(story, 3).holds
        assert verdict(story.then_given(sponsors), 3).holds

    def test_who_is_an_executive_is_policy(self) -> None:
        top = QualificationTerms(executive_levels=(Level.C_LEVEL,))
        assert not verdict(self.STORY.under(evolve(SHIPPED, qualification=top)), 3).holds

    def test_a_link_to_a_stranger_is_none(self) -> None:
        assert not verdict(given(ANA, ANA_SPONSORS, LINKED), 3).holds

    def test_one_sponsor_has_all_three_not_two_together(self) -> None:
        cy = StakeholderIdentified("p3", BuyingFunction.TECHNOLOGY)
        story = given(ANA, BO, cy, SponsorNamed("p1", "", ""), SponsorNamed("p3", "CIO", "systems"), LINKED)
        assert not verdict(story, 3).holds

    def test_cites_the_earliest_sponsor_that_has(self) -> None:
        early = on(
            "2023-01-01", StakeholderIdentified("p3", BuyingFunction.FINANCE), SponsorNamed("p3", "a", "b")
        )
        assert verdict(self.STORY.then_given(early), 3).facts == ("acme@3", "acme@4")
        also = InfluenceLinked("p3", "p2", LinkKind.ADVISES)
        assert verdict(self.STORY.then_given(early, also), 3).facts == ("acme@6", "acme@7")


@pytest.mark.requirement("B-Q5", "B-D3")
class TestQ5Actions:
    @staticmethod
    def story(*aims: Aim) -> Given:
        return given(*(ActionAdded("visit", aim) for aim in aims))

    def test_holds_with_an_action_for_each_aim(self) -> None:
        found = verdict(self.story(*Aim), 5)
        assert found == Verdict("Q5", True, ("acme@1", "acme@2", "acme@3", "acme@4"))

    @pytest.mark.parametrize("missing", Aim)
    def test_not_without_one_of_them(self, missing: Aim) -> None:
        found = verdict(self.story(*(aim for aim in Aim if aim is not missing)), 5)
        assert found.missing == (f"an action for {missing.value}",)

    def test_any_will_do_where_policy_says_so(self) -> None:
        lax = evolve(SHIPPED, qualification=QualificationTerms(aims=AimsRule.ANY))
        assert verdict(self.story(Aim.TRUST).under(lax), 5) == Verdict("Q5", True, ("acme@1",))
        assert verdict(given().under(lax), 5).missing == ("an action for any aim",)

    def test_a_completed_action_counts_and_a_dropped_one_does_not(self) -> None:
        completed = self.story(*Aim).then_given(ActionCompleted("acme@1"))
        assert verdict(completed, 5).holds
        dropped: Event[Any] = ActionDropped("acme@1")
        assert verdict(self.story(*Aim).then_given(dropped), 5).missing == ("an action for confidence",)

    def test_cites_the_earliest_for_each_aim(self) -> None:
        story = self.story(*Aim).then_given(on("2024-01-01", ActionAdded("call", Aim.TRUST)))
        assert verdict(story, 5).facts == ("acme@1", "acme@2", "acme@3", "acme@5")

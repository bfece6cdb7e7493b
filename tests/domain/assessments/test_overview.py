"""The overview of an account, and what changed between two of them."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
)
from majoracct.domain.account.plan import ActionAdded, ActionDropped, PlanDrafted
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    FirmographicsRecorded,
    OrgChartFiled,
    StatementKind,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    StakeholderIdentified,
    StakeholderLeft,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.assessments.changes import Change, changes
from majoracct.domain.assessments.overview import Overview, overview
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Aim, Level, Terms
from majoracct.testing.given import Given, given, money, on

ANN = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, "Ann Lee", "CFO")


def _overview(story: Given) -> Overview:
    return overview(story.account, story.programme[Policy].terms)


class TestOverview:
    def test_a_sponsor_has_a_name_an_office_and_the_level_of_the_stakeholder(self) -> None:
        [sponsor] = _overview(given(ANN, SponsorNamed("p1", "CFO", "capital spend"))).sponsors
        assert (sponsor.name, sponsor.title, sponsor.role) == ("Ann Lee", "CFO", "capital spend")
        assert (sponsor.level, sponsor.fact) == ("c-level", "acme@2")

    def test_it_tells_what_the_customer_is_and_by_which_fact(self) -> None:
        known = _overview(given(FirmographicsRecorded(sector="retail", employees=7))).firmographics
        assert (known.sector, known.employees, known.facts["sector"]) == ("retail", 7, "acme@1")

    def test_who_left_sponsors_no_more(self) -> None:
        story = given(ANN, SponsorNamed("p1", "CFO", "spend"), on("2024-06-01", StakeholderLeft("p1")))
        assert _overview(story.on("2024-05-31")).sponsors
        after = _overview(story.on("2024-06-01"))
        assert (after.sponsors, after.stakeholders[0].left) == ((), dt.date(2024, 6, 1))

    def test_an_opportunity_is_as_last_estimated_and_as_it_ended(self) -> None:
        story = given(
            OpportunityIdentified("Meters", money("5")),
            OpportunityEstimated("acme@1", money("9"), dt.date(2025, 1, 1)),
            on("2024-06-01", OpportunityLost("acme@1")),
        )
        [item] = _overview(story).opportunities
        assert (item.id, item.state, item.worth, item.fact) == ("acme@1", "open", money("9"), "acme@2")
        [item] = _overview(story.on("2024-06-01")).opportunities
        assert (item.state, item.since) == ("lost", dt.date(2024, 6, 1))

    def test_the_plan_is_added_up_by_the_year_in_which_it_closes_and_years_gone_are_left_out(self) -> None:
        story = given(
            OpportunityIdentified("A", money("400000"), dt.date(2024, 12, 31)),
            OpportunityIdentified("B", money("600000"), dt.date(2025, 1, 1)),
            OpportunityIdentified("C", money("400000"), dt.date(2025, 9, 1)),
            OpportunityIdentified("D", money("7"), None),
            PlanDrafted("Plan", ("acme@1", "acme@2", "acme@3", "acme@4")),
        )
        assert [(y.year, y.worth, y.reached) for y in _overview(story).plan_years] == [
            (2024, money("400000"), False),
            (2025, money("1000000"), True),
        ]
        assert [y.year for y in _overview(story.on("2025-01-01")).plan_years] == [2025]

    @pytest.mark.parametrize(
        ("day", "months", "in_date"),
        [
            ("2024-01-30", 0, True),
            ("2024-02-29", 1, True),
            ("2026-01-31", 24, True),
            ("2026-02-01", 24, False),
        ],
    )
    def test_a_document_ages_in_whole_months(self, day: str, months: int, in_date: bool) -> None:
        story = (
            given(on("2024-01-29", OrgChartFiled()))
            if day == "2024-02-29"
            else given(on("2024-01-30" if day == "2024-01-30" else "2024-01-31", OrgChartFiled()))
        )
        [document] = _overview(story.on(day)).documents
        assert (document.months, document.in_date) == (months, in_date)

    def test_a_statement_ages_from_the_end_of_its_period(self) -> None:
        story = given(FinancialStatementFiled(StatementKind.BALANCE_SHEET, dt.date(2023, 12, 31)))
        [document] = _overview(story).documents
        assert (document.dated, document.months) == (dt.date(2023, 12, 31), 4)

    def test_a_year_is_complete_on_its_last_day(self) -> None:
        story = given(on("2024-02-01", RevenueRecorded(money("1"))))
        assert not _overview(story.on("2024-12-30")).revenue[0].complete
        assert _overview(story.on("2024-12-31")).revenue[0].complete


class TestChanges:
    def test_tell_what_the_customer_has_become(self) -> None:
        story = given(
            on("2024-01-01", FirmographicsRecorded(sector="retail", employees=7)),
            on("2024-02-01", FirmographicsRecorded(employees=9, turnover=money("5"))),
        )
        assert changes(story.on("2024-01-31").account, story.on("2024-02-01").account) == [
            Change("its own employees", "7", "9"),
            Change("its own turnover", None, money("5")),
        ]

    def test_between_two_days_each_thing_that_differs_is_named_once(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2024-01-02", ANN),
            on("2024-02-01", PerceptionAssessed("p1", Perception.PARTNER)),
            on("2024-02-02", DeliveryStarted("Billing")),
            on("2024-03-01", DeliveryCompleted(successful=True, project="acme@4")),
        )
        found = changes(story.on("2024-01-31").account, story.on("2024-03-01").account)
        assert found == [
            Change(
                "stakeholder Ann Lee", "CFO, finance, c-level", "CFO, finance, c-level, sees us as partner"
            ),
            Change("project Billing", None, "completed 2024-03-01"),
        ]

    def test_the_level_of_a_sponsor_is_told(self) -> None:
        named = on("2024-01-03", SponsorNamed("p1", "CFO", "capital spend"))
        executive = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.EXECUTIVE, "Ann Lee", "CFO")
        before = given(on("2024-01-02", ANN), named).account
        after = given(on("2024-01-02", executive), named).account
        assert changes(before, after) == [
            Change("sponsor Ann Lee", "CFO, capital spend, c-level", "CFO, capital spend, executive"),
            Change("stakeholder Ann Lee", "CFO, finance, c-level", "CFO, finance, executive"),
        ]

    def test_a_payment_and_its_credit_differ_in_their_number(self) -> None:
        story = given(*(RevenueRecorded(money(amount)) for amount in ("5", "3", "-3")))
        once = given(RevenueRecorded(money("5")))
        found = changes(once.account, story.account)
        assert found == [Change("payments 2024", "1, 0 of them credits", "3, 1 of them credits")]

    def test_one_of_two_documents_is_missed(self) -> None:
        story = given(
            on("2024-01-01", OrgChartFiled()), on("2024-02-01", OrgChartFiled()), FactWithdrawn("acme@1")
        )
        found = changes(story.known_at(4).account, story.account)
        assert found == [Change("organisation chart, earlier ones", "of 2024-01-01", None)]

    def test_two_things_of_one_title_are_two(self) -> None:
        story = given(
            on("2024-01-01", ActionAdded("Call", Aim.TRUST)),
            on("2024-01-01", ActionAdded("Call", Aim.TRUST)),
            on("2024-02-01", ActionDropped("acme@1")),
        )
        found = changes(story.on("2024-01-01").account, story.on("2024-02-01").account)
        assert [(c.what, c.before, c.after) for c in found] == [("action Call", "open", "dropped 2024-02-01")]

    def test_what_was_learned_later_is_told_without_any_stored_old_value(self) -> None:
        story = given(RevenueRecorded(money("5")), FactWithdrawn("acme@1"), OrgChartFiled())
        found = changes(story.known_at(3).account, story.account)
        assert Change("revenue 2024", money("5"), None) in found

    def test_each_side_is_judged_under_its_own_policy(self) -> None:
        story = given(
            on("2020-01-01", AccountOpened("Acme")), on("2024-01-01", PolicyAdopted(Terms(money("5"))))
        )
        found = changes(story.on("2023-12-31").account, story.on("2024-01-01").account)
        assert found == [Change("policy", "programme@1", "programme@2")]

    def test_a_side_that_was_not_there_stood_in_nothing(self) -> None:
        found = changes(None, given(OrgChartFiled()).account)
        assert {c.before for c in found} == {None}
        assert changes(None, None) == []

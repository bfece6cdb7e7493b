"""Standing beside status: lines of a list, and the dossier of one account."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.plan import ActionAdded
from majoracct.domain.account.profile import (
    AccountOpened,
    AccountRenamed,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import QualificationGranted, Status
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.standing import called, dossier, line
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Aim, Terms, Tier
from majoracct.testing.given import Given, given, money, on

FILED = (
    on("2022-01-10", OrgChartFiled()),
    on("2022-02-10", PrecisFiled(("water",), "Runs the water works.")),
    on("2022-03-10", FinancialStatementFiled(StatementKind.BALANCE_SHEET)),
)
ACTIONS = tuple(on("2022-04-01", ActionAdded(f"for {aim.value}", aim)) for aim in Aim)


def _terms(story: Given) -> Terms:
    return story.programme[Policy].terms


def test_a_line_takes_the_revenue_of_the_days_year_up_to_the_day() -> None:
    story = given(
        on("2023-12-31", RevenueRecorded(money("1"))),
        on("2024-01-01", RevenueRecorded(money("2"))),
        on("2024-03-01", RevenueRecorded(money("-4"))),
        on("2024-03-02", RevenueRecorded(money("8"))),
    ).on("2024-03-01")
    found = line(story.account, _terms(story))
    assert (found.revenue, found.tier_assigned, found.tier_indicated) == (money("-2"), None, Tier.BEACHHEAD)
    assert (found.definition, found.status, found.met) == ("programme", Status.NONE, False)


def test_a_line_without_a_name_goes_by_its_key() -> None:
    story = given(OrgChartFiled())
    assert line(story.account, _terms(story)).name == "acme"


def test_before_its_opening_an_account_goes_by_the_first_name_it_had() -> None:
    story = given(
        on("2023-01-01", RevenueRecorded(money("1"))),
        on("2024-01-01", AccountOpened("Acme Holdings")),
        on("2025-01-01", AccountRenamed("Acme Water")),
    )
    names = [called(story.on(day).account) for day in ("2023-01-01", "2024-01-01", "2025-01-01")]
    assert names == ["Acme Holdings", "Acme Holdings", "Acme Water"]


@pytest.mark.requirement("B-Q6")
class TestDossier:
    def test_each_criterion_has_a_verdict_and_since_when_it_holds(self) -> None:
        story = given(AccountOpened("Acme"), *FILED, *ACTIONS).on("2024-01-10")
        found = dossier(story.account, _terms(story))
        since = {c.verdict.id: c.since for c in found.criteria}
        assert since == {
            "Q1": dt.date(2022, 3, 10),
            "Q2": None,
            "Q3": None,
            "Q4": None,
            "Q5": dt.date(2022, 4, 1),
        }
        assert (found.met, found.since) == (False, None)

    def test_evidence_that_went_out_of_date_holds_no_more(self) -> None:
        story = given(AccountOpened("Acme"), *FILED).on("2024-01-11")
        [first, *_] = dossier(story.account, _terms(story)).criteria
        assert (first.verdict.holds, first.since) == (False, None)

    def test_evidence_renewed_in_time_keeps_the_run_and_renewed_too_late_begins_another(self) -> None:
        renewed = given(*FILED, on("2024-01-10", OrgChartFiled())).on("2024-02-01")
        assert dossier(renewed.account, _terms(renewed)).criteria[0].since == dt.date(2022, 3, 10)
        late = given(*FILED, on("2024-01-12", OrgChartFiled())).on("2024-02-01")
        assert dossier(late.account, _terms(late)).criteria[0].since == dt.date(2024, 1, 12)

    def test_status_is_what_was_recorded_whatever_the_criteria_say(self) -> None:
        story = given(QualificationGranted(override=True))
        found = dossier(story.account, _terms(story))
        assert (found.status, found.met) == (Status.MAJOR, False)

    def test_the_policy_is_the_fact_that_adopted_the_one_in_force_on_the_day(self) -> None:
        story = given(
            on("2020-01-01", PolicyAdopted(Terms(money("5")))), on("2015-01-01", AccountOpened("Acme"))
        )
        then, now = story.on("2019-12-31"), story.on("2020-01-01")
        assert dossier(then.account, _terms(then)).policy == "programme@1"
        assert dossier(now.account, _terms(now)).policy == "programme@2"
        assert dossier(now.account, _terms(now)).threshold == money("5")

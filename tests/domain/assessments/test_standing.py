"""Standing beside status: lines of a list, and the dossier of one account."""

from __future__ import annotations

from majoracct.domain.account.profile import (
    AccountOpened,
    AccountRenamed,
    OrgChartFiled,
)
from majoracct.domain.account.qualification import Status
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.standing import called, line
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import Given, given, money, on


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

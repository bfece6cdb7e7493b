"""Effort off spend: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.proactive import ProactiveProgrammeAssigned
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.checks.effort_off_spend import CHECK
from majoracct.testing.given import given, money, on

VISIT = ActivityLogged(SellingProcess.SELLING, "a visit")
OPENED = (AccountOpened("Acme"), on("2020-01-01", AccountOpened("Tern"), to="tern"))
PAID = RevenueRecorded(money("5"))


@pytest.mark.requirement("R-3")
class TestEffortOffSpend:
    def test_raised_of_each_account_that_has_too_much_or_too_little(self) -> None:
        acme, tern = given(*OPENED, VISIT, on("2024-05-01", PAID, to="tern")).raised(CHECK)
        assert acme.says == (
            "acme had 100.0% of what was done and brought 0.0% of what came in, in the last 12 months"
        )
        assert (acme.facts, acme.about, tern.about) == (("acme@2",), "acme", "tern")

    def test_says_what_backs_it(self) -> None:
        backed = ProactiveProgrammeAssigned("Briefings")
        acme, _ = given(*OPENED, VISIT, backed, on("2024-05-01", PAID, to="tern")).raised(CHECK)
        assert acme.says.endswith("; backed by Briefings")
        assert acme.facts == ("acme@2", "acme@3")

    def test_not_where_both_go_together(self) -> None:
        assert given(*OPENED, VISIT, PAID).raised(CHECK) == []

    def test_not_where_nothing_was_logged(self) -> None:
        assert given(*OPENED, on("2024-05-01", PAID, to="tern")).raised(CHECK) == []

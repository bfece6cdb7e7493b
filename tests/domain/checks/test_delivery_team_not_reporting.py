"""Delivery team not reporting: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.crews import DeliveryTeamAssigned, ReportingLineSet
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.checks.delivery_team_not_reporting import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

STARTED = on(
    "2024-01-01",
    StaffIdentified("s1", "Kim"),
    StaffIdentified("s2", "Vera"),
    TeamFormed(),
    MemberSeated("s2", Seat.PROJECT_MANAGER),
    DeliveryStarted("Depot"),
    DeliveryTeamAssigned("acme@3", ("s1",)),
)
TO_VERA = on("2024-02-01", ReportingLineSet("acme@3", "s2"))


@pytest.mark.requirement("B-T3")
class TestDeliveryTeamNotReporting:
    def test_raised_when_it_reports_to_nobody(self) -> None:
        (found,) = given(STARTED).raised(CHECK)
        assert found.says == "The delivery team of Depot reports to nobody, and the project manager is Vera"
        assert (found.facts, found.about) == (("acme@4",), "acme@3")

    def test_not_when_it_reports_to_the_project_manager(self) -> None:
        assert given(STARTED, TO_VERA).raised(CHECK) == []
        assert len(given(STARTED, TO_VERA).on("2024-01-31").raised(CHECK)) == 1

    def test_raised_when_it_reports_to_somebody_else(self) -> None:
        (found,) = given(STARTED, ReportingLineSet("acme@3", "s1")).raised(CHECK)
        assert found.says.startswith("The delivery team of Depot reports to Kim, and")
        assert found.facts == ("acme@4", "acme@5")

    def test_raised_when_there_is_no_project_manager_any_more(self) -> None:
        (found,) = given(STARTED, TO_VERA, MemberReleased("s2", Seat.PROJECT_MANAGER)).raised(CHECK)
        assert found.says == "The delivery team of Depot reports to Vera, and there is no project manager"

    def test_not_once_the_project_is_completed(self) -> None:
        assert given(STARTED, DeliveryCompleted(True, "acme@3")).raised(CHECK) == []

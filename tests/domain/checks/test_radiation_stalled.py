"""Radiation stalled: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted, MilestoneSlipped
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.checks.radiation_stalled import CHECK
from majoracct.testing.given import given, on

WON = on("2024-01-01", OpportunityIdentified("Pilot"), OpportunityWon("acme@1"), DeliveryStarted("Depot"))
SLIP = on("2024-02-01", MilestoneSlipped("acme@3", "Go-live", dt.date(2024, 3, 1), dt.date(2024, 6, 1)))


@pytest.mark.requirement("B-R3")
class TestRadiationStalledByASlip:
    def test_raised_when_no_step_was_taken_in_time(self) -> None:
        (found,) = given(WON, SLIP).on("2024-05-01").raised(CHECK)  # 90 days
        assert found.says == (
            "“Go-live” of Depot slipped on 2024-02-01,"
            " and no step to more business was taken in the 90 days after"
        )
        assert (found.facts, found.about) == (("acme@4",), "acme@3")

    def test_not_the_day_before(self) -> None:
        assert given(WON, SLIP).on("2024-04-30").raised(CHECK) == []

    def test_not_once_a_step_was_taken(self) -> None:
        sprung = on("2024-02-01", OpportunityIdentified("More", sprung_from="acme@1"))
        assert given(WON, SLIP, sprung).raised(CHECK) == []

    def test_not_once_the_project_is_completed(self) -> None:
        assert given(WON, SLIP, DeliveryCompleted(True, "acme@3")).raised(CHECK) == []


@pytest.mark.requirement("B-R4")
class TestRadiationStalledOutside:
    def test_raised_when_nothing_happened_in_time(self) -> None:
        (found,) = given(WON).on("2024-06-29").raised(CHECK)  # 180 days
        assert found.says == (
            "We have been outside again since 2024-06-29: in the 180 days before, nothing was won, no demand"
            " created and no step to more business taken"
        )
        assert (found.facts, found.about) == (("acme@2",), "outside")

    def test_not_the_day_before(self) -> None:
        assert given(WON).on("2024-06-28").raised(CHECK) == []

    def test_not_once_demand_was_created(self) -> None:
        created = on("2024-01-02", OpportunityIdentified("More", origin=Origin.CREATION))
        assert given(WON, created).on("2024-06-29").raised(CHECK) == []

    def test_not_before_the_first_win(self) -> None:
        assert given(on("2024-01-01", OpportunityIdentified("Pilot"))).on("2025-01-01").raised(CHECK) == []

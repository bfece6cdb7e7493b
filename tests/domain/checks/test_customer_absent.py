"""Customer absent: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.participation import CustomerParticipantJoined
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.customer_absent import CHECK
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

CYCLE = on("2024-01-01", CycleOpened("2024", dt.date(2024, 12, 31)))
ANA = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE))


@pytest.mark.requirement("S-C2")
class TestCustomerAbsent:
    def test_raised_when_nobody_of_theirs_takes_part_for_longer_than_policy_lets(self) -> None:
        (found,) = given(CYCLE, ANA).on("2024-02-01").raised(CHECK)
        assert found.says == "Nobody of theirs took part in the planning cycle 2024 in 31 days"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_raised_of_one_that_is_over_however_short(self) -> None:
        closed = on("2024-01-05", CycleClosed("acme@1"))
        (found,) = given(CYCLE, closed).on("2024-01-05").raised(CHECK)
        assert "in 4 days" in found.says

    def test_not_before(self) -> None:
        assert given(CYCLE).on("2024-01-31").raised(CHECK) == []
        terms = evolve(Terms.shipped("GBP"), engagement=EngagementTerms(absent_days=31))
        assert given(CYCLE).under(terms).on("2024-02-01").raised(CHECK) == []

    def test_not_once_somebody_holds_a_seat_or_took_part(self) -> None:
        joined = CustomerParticipantJoined("p1", cycle="acme@1")
        planned = ActivityLogged(SellingProcess.PLANNING, "the year ahead", ("p1",))
        for event in (joined, planned):
            assert given(CYCLE, ANA, on("2024-02-01", event)).raised(CHECK) == []

    def test_not_of_a_cycle_that_another_has_followed(self) -> None:
        closed = on("2024-04-20", CycleClosed("acme@1"))
        followed = on("2024-04-21", CycleOpened("next", dt.date(2025, 3, 31)))
        assert given(CYCLE, closed, followed).raised(CHECK) == []

    def test_not_without_a_cycle(self) -> None:
        assert given(ANA).raised(CHECK) == []

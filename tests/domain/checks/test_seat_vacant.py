"""Seat vacant: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamDisbanded, TeamFormed
from majoracct.domain.checks.seat_vacant import CHECK
from majoracct.domain.programme.discipline_tables import DisciplineTerms
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import FindingTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import given, on

NEEDED = DisciplineTerms().needed
SEATED = on(
    "2024-01-01",
    StaffIdentified("s1", "Kim"),
    TeamFormed(),
    *(MemberSeated("s1", seat) for seat in NEEDED),
)
RELEASED = on("2024-03-01", MemberReleased("s1", Seat.PROJECT_MANAGER))


@pytest.mark.requirement("B-T6")
class TestSeatVacant:
    def test_raised_when_it_is_empty_for_longer_than_policy_allows(self) -> None:
        (found,) = given(SEATED, RELEASED).on("2024-04-01").raised(CHECK)  # 31 days
        assert found.says == "The team has had no project manager since 2024-03-01; policy allows 30 days"
        assert (found.facts, found.about) == (("acme@5",), "project-manager")

    def test_not_on_the_last_day_it_may_be(self) -> None:
        assert given(SEATED, RELEASED).on("2024-03-31").raised(CHECK) == []

    def test_not_once_somebody_holds_it_again(self) -> None:
        again = on("2024-04-01", MemberSeated("s1", Seat.PROJECT_MANAGER))
        assert given(SEATED, RELEASED, again).raised(CHECK) == []

    def test_raised_of_each_seat_that_who_left_us_held(self) -> None:
        found = given(SEATED, on("2024-03-01", StaffLeft("s1"))).raised(CHECK)
        assert [each.about for each in found] == ["internal-sponsor", "account-manager", "project-manager"]

    def test_in_as_many_days_as_policy_gives(self) -> None:
        terms = evolve(Terms.shipped("GBP"), findings=FindingTerms(vacant_days=31))
        assert given(SEATED, RELEASED).under(terms).on("2024-04-01").raised(CHECK) == []

    def test_not_without_a_team(self) -> None:
        assert given(SEATED, RELEASED, TeamDisbanded(teams=("acme@1",))).raised(CHECK) == []

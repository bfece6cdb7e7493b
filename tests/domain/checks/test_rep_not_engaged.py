"""Rep not engaged: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.rep_not_engaged import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import Told, given, on

TEAM = on(
    "2024-01-01",
    StaffIdentified("s1", "Kim"),
    StaffIdentified("s2", "Una"),
    TeamFormed(),
    MemberSeated("s1", Seat.PORTFOLIO_REP),
    MemberSeated("s2", Seat.ACCOUNT_MANAGER),
)


def did(day: str, *members: str) -> Told:
    return on(day, ActivityLogged(SellingProcess.SELLING, "a visit", members=members))


@pytest.mark.requirement("S-V3")
class TestRepNotEngaged:
    def test_raised_when_a_rep_did_nothing_in_the_window(self) -> None:
        (found,) = given(TEAM, did("2024-03-01", "s1"), did("2024-04-20", "s2")).raised(CHECK)
        assert found.says == "Kim was active for the account too little in 30 days, last on 2024-03-01"
        assert (found.facts, found.about) == (("acme@2", "acme@4"), "s1")

    def test_raised_when_they_never_did(self) -> None:
        (found,) = given(TEAM, did("2024-04-20", "s2")).raised(CHECK)
        assert found.says.endswith("in 30 days, never before")
        assert found.facts == ("acme@2",)

    def test_not_when_they_did(self) -> None:
        assert given(TEAM, did("2024-04-20", "s1")).raised(CHECK) == []

    def test_not_where_nobody_says_who_does_what(self) -> None:
        assert given(TEAM, did("2024-04-20")).raised(CHECK) == []

    def test_not_of_who_sells_no_part_of_what_we_offer(self) -> None:
        assert given(TEAM, did("2024-04-20", "s1")).on("2024-05-01").raised(CHECK) == []

"""Expert wanted: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.expert_wanted import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import Given, given, money, on

TEAM = on("2024-01-01", StaffIdentified("s1", "Kim"), TeamFormed())


def paid(last: str) -> Given:
    """Return the story of an account that paid 100 in 2022, and LAST in 2023."""
    years = (("2021", "1"), ("2022", "100"), ("2023", last))
    return given(TEAM, *(on(f"{year}-06-30", RevenueRecorded(money(amount))) for year, amount in years))


@pytest.mark.requirement("B-T4")
class TestExpertWanted:
    def test_raised_when_revenue_grew_by_the_share_of_policy(self) -> None:
        (found,) = paid("125").raised(CHECK)
        assert found.says == "Revenue grew by 25% in 2023, and no expert is seated"
        assert (found.facts, found.about) == (("acme@3", "acme@4"), "2023")

    def test_not_when_it_grew_by_less(self) -> None:
        assert paid("124.99").raised(CHECK) == []

    def test_not_once_an_expert_is_seated(self) -> None:
        assert paid("125").then_given(MemberSeated("s1", Seat.SUBJECT_EXPERT)).raised(CHECK) == []

    def test_not_before_the_year_is_over(self) -> None:
        story = paid("125")
        assert story.then_given(on("2023-01-01", TeamFormed())).on("2023-12-30").raised(CHECK) == []
        assert len(story.then_given(on("2023-01-01", TeamFormed())).on("2023-12-31").raised(CHECK)) == 1

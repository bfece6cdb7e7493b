"""Rules not accepted: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.checks.rules_not_accepted import CHECK
from majoracct.domain.programme.portfolio import (
    PortfolioOrgEnrolled,
    RulesAccepted,
    RulesOfEngagementPublished,
)
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.testing.given import given, on

UNA = on("2024-01-01", StaffIdentified("s1", "Una"))
ENROLLED = on("2024-01-01", PortfolioOrgEnrolled("Networks", "s1"))  # programme@3
RULES = on("2024-02-01", RulesOfEngagementPublished("1", "one voice"))


@pytest.mark.requirement("S-W4")
class TestRulesNotAccepted:
    def test_raised_while_the_manager_has_not(self) -> None:
        (found,) = given(UNA, ENROLLED, RULES).raised(CHECK)
        assert found.says == "The manager of Networks has not accepted the rules of engagement, 1"
        assert (found.facts, found.about) == (("programme@3", "programme@4"), "programme@3")

    def test_not_once_they_did(self) -> None:
        story = given(UNA, ENROLLED, RULES).when(RulesAccepted("s1")).then()
        assert story.raised(CHECK) == []
        assert len(story.then_given(RulesOfEngagementPublished("2", "more")).raised(CHECK)) == 1

    def test_raised_of_a_manager_who_left_though_they_had(self) -> None:
        gone = on("2024-03-15", StaffLeft("s1"))
        (found,) = given(UNA, ENROLLED, RULES, on("2024-03-01", RulesAccepted("s1")), gone).raised(CHECK)
        assert found.says == (
            "The manager of Networks has left us, and nobody there accepted the rules of engagement, 1"
        )

    def test_not_while_there_are_no_rules(self) -> None:
        assert given(UNA, ENROLLED).raised(CHECK) == []

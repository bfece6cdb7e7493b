"""Managing skill unassessed: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.managing_skill_unassessed import CHECK
from majoracct.domain.programme.aptitude import Skill, SkillGraded
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

UNA = on("2024-01-01", StaffIdentified("s1", "Una"))
TEAM = on("2024-01-15", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))


@pytest.mark.requirement("S-W1")
class TestManagingSkillUnassessed:
    def test_raised_of_who_manages_an_account(self) -> None:
        (found,) = given(UNA, TEAM, SkillGraded("s1", Skill.RAPPORT, Grade.STRONG)).raised(CHECK)
        assert found.says == "Una manages acme, and nobody graded their skill at managing"
        assert (found.facts, found.about) == (("acme@2",), "s1")

    def test_not_once_it_was_graded(self) -> None:
        assert given(UNA, TEAM, SkillGraded("s1", Skill.PLANNING, Grade.WEAK)).raised(CHECK) == []

    def test_not_of_another_seat(self) -> None:
        expert = on("2024-01-15", TeamFormed(), MemberSeated("s1", Seat.SUBJECT_EXPERT))
        assert given(UNA, expert).raised(CHECK) == []

"""Skill missing: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.checks.skill_missing import CHECK
from majoracct.domain.programme.aptitude import Skill, SkillGraded
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

TEAM = (StaffIdentified("s1", "Kim"), TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))


def graded(grade: Grade, *skills: Skill) -> tuple[SkillGraded, ...]:
    return tuple(SkillGraded("s1", skill, grade) for skill in skills)


SELLS = graded(Grade.STRONG, Skill.RAPPORT)


@pytest.mark.requirement("C-S0", "C-S3")
class TestSkillMissing:
    def test_raised_when_nobody_is_strong_at_one_half_of_the_work(self) -> None:
        (found,) = given(*TEAM, *SELLS, *graded(Grade.FAIR, Skill.PLANNING)).raised(CHECK)
        assert found.says == "Nobody in the team is known to be strong at managing"
        assert (found.facts, found.about) == (("acme@1", "programme@4"), "managing")

    def test_not_when_somebody_is(self) -> None:
        assert given(*TEAM, *SELLS, *graded(Grade.STRONG, Skill.PLANNING)).raised(CHECK) == []

    def test_raised_of_both_once_they_are_in_the_team_no_more(self) -> None:
        story = given(*TEAM, *SELLS, *graded(Grade.STRONG, Skill.PLANNING))
        found = story.then_given(MemberReleased("s1", Seat.ACCOUNT_MANAGER)).raised(CHECK)
        assert [each.about for each in found] == ["selling", "managing"]

    def test_not_without_a_team(self) -> None:
        assert given().raised(CHECK) == []

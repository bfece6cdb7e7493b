"""Manager unassessed: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.manager_unassessed import CHECK
from majoracct.domain.programme.aptitude import Skill, SkillGraded
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given

LED = (
    StaffIdentified("s1", "Kim"),
    TeamFormed(),
    MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER),
    SkillGraded("s1", Skill.TEAM_MANAGEMENT, Grade.FAIR),
)


@pytest.mark.requirement("S-M2", "S-W1")
class TestManagerUnassessed:
    def test_raised_when_a_skill_of_leading_was_never_judged(self) -> None:
        (found,) = given(*LED, SkillGraded("s1", Skill.PLANNING, Grade.STRONG)).raised(CHECK)
        assert found.says == "Kim manages acme, with process management unassessed"
        assert (found.facts, found.about) == (("acme@2",), "s1")

    def test_raised_when_it_was_judged_weak(self) -> None:
        (found,) = given(*LED, SkillGraded("s1", Skill.PROCESS_MANAGEMENT, Grade.WEAK)).raised(CHECK)
        assert found.says.endswith("with process management weak")
        assert found.facts == ("acme@2", "programme@4")

    def test_not_once_both_were_judged(self) -> None:
        assert given(*LED, SkillGraded("s1", Skill.PROCESS_MANAGEMENT, Grade.FAIR)).raised(CHECK) == []

    def test_not_of_who_does_not_lead_it(self) -> None:
        assert given(*LED[:2], MemberSeated("s1", Seat.PORTFOLIO_REP)).raised(CHECK) == []

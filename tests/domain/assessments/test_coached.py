"""Who manages accounts, whether they are coached in time, whether their skill was assessed."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.coached import Manager, managers
from majoracct.domain.programme.aptitude import Skill, SkillGraded
from majoracct.domain.programme.coaching import CoachingHeld
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))
TEAM = on("2024-01-15", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))
HELD = CoachingHeld("s1", "s2", "reviews")


def found(story: Given, *others: str) -> list[Manager]:
    accounts = [story.account, *(story.account.other(key) for key in others)]
    return managers(story.programme, accounts, TERMS)


@pytest.mark.requirement("S-W1")
class TestPG4CoachedInTime:
    def test_account_managers_of_the_programme_only(self) -> None:
        assert found(given(STAFF)) == []
        assert (
            found(given(STAFF, on("2024-01-15", TeamFormed(), MemberSeated("s1", Seat.SUBJECT_EXPERT)))) == []
        )

    @pytest.mark.requirement("X-7")
    def test_by_whatever_name_they_answer_for_the_account(self) -> None:
        led = on("2024-01-15", TeamFormed(), MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER))
        assert [manager.person for manager in found(given(STAFF, led))] == ["s1"]

    def test_due_from_when_they_took_the_seat(self) -> None:
        (manager,) = found(given(STAFF, TEAM).on("2024-04-15"))
        assert (manager.due, manager.missed, manager.fact) == (dt.date(2024, 4, 15), False, "acme@2")
        assert found(given(STAFF, TEAM).on("2024-04-16"))[0].missed

    def test_and_from_the_last_coaching(self) -> None:
        story = given(STAFF, TEAM, on("2024-04-01", HELD))
        assert (found(story)[0].due, len(found(story)[0].held)) == (dt.date(2024, 7, 1), 1)

    def test_once_each_whatever_they_manage(self) -> None:
        more = on("2023-01-01", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER), to="bolt")
        (manager,) = found(given(STAFF, TEAM, more), "bolt")
        assert (manager.accounts, manager.since) == (("acme", "bolt"), dt.date(2023, 1, 1))


@pytest.mark.requirement("S-M2", "S-W1")
class TestPG5TheirSkillsOfLeading:
    def test_are_unassessed_until_each_was_graded(self) -> None:
        team = SkillGraded("s1", Skill.TEAM_MANAGEMENT, Grade.WEAK)
        process = SkillGraded("s1", Skill.PROCESS_MANAGEMENT, Grade.FAIR)
        assert found(given(STAFF, TEAM))[0].unassessed == (Skill.TEAM_MANAGEMENT, Skill.PROCESS_MANAGEMENT)
        assert found(given(STAFF, TEAM, team))[0].unassessed == (Skill.PROCESS_MANAGEMENT,)
        (manager,) = found(given(STAFF, TEAM, team, process))
        assert manager.unassessed == ()
        assert manager.leading[Skill.TEAM_MANAGEMENT].grade is Grade.WEAK

    @pytest.mark.parametrize("skill", [Skill.RAPPORT, Skill.PLANNING, Skill.IMPLEMENTING])
    def test_not_by_another_skill(self, skill: Skill) -> None:
        assert len(found(given(STAFF, TEAM, SkillGraded("s1", skill, Grade.STRONG)))[0].unassessed) == 2

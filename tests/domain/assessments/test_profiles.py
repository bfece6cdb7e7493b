"""What was judged of the members of a team: one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.profiles import profile, profiles, unseated
from majoracct.domain.programme.aptitude import Axis, Lean, Skill, SkillGraded, Trait, TraitAssessed
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
MANAGES = MemberSeated("s1", Seat.ACCOUNT_MANAGER)


def formed(*events: object) -> Given:
    return given(on("2024-01-01", UNA, VIC, QualificationGranted(), TeamFormed()), *events)  # type: ignore[arg-type]


@pytest.mark.requirement("C-X0")
class TestPF1TheTraits:
    @any_of(st.dictionaries(st.sampled_from(Trait), st.sampled_from(Lean)))
    def test_are_those_judged_and_add_up(self, leans: dict[Trait, Lean]) -> None:
        story = given(UNA, *(TraitAssessed("s1", trait, each) for trait, each in leans.items()))
        found = profile(story.programme, "s1", TERMS)
        assert {trait: judged.lean for trait, judged in found.traits.items()} == leans
        points = [{Lean.LEFT: -1, Lean.BOTH: 0, Lean.RIGHT: 1}[each] for each in leans.values()]
        assert found.score == (sum(points) if leans else None)

    def test_are_told_in_the_order_of_the_table_whatever_was_judged_first(self) -> None:
        story = given(UNA, *(TraitAssessed("s1", trait, Lean.LEFT) for trait in reversed(Trait)))
        found = profile(story.programme, "s1", TERMS)
        assert list(found.traits) == list(Trait)
        assert found.score == -13

    def test_are_as_judged_last_with_the_fact_that_says_so(self) -> None:
        first, last = (TraitAssessed("s1", Trait.HUNTER_OR_FARMER, each) for each in (Lean.LEFT, Lean.RIGHT))
        judged = profile(given(UNA, first, last).programme, "s1", TERMS).traits[Trait.HUNTER_OR_FARMER]
        assert (judged.lean, judged.fact) == (Lean.RIGHT, "programme@4")


@pytest.mark.requirement("C-S0", "C-S1", "C-S2")
class TestPF2TheSkills:
    def test_are_told_with_the_axis_they_are_strong_on(self) -> None:
        graded = SkillGraded("s1", Skill.RAPPORT, Grade.STRONG), SkillGraded("s1", Skill.PLANNING, Grade.FAIR)
        found = profile(given(UNA, *graded).programme, "s1", TERMS)
        assert {skill: each.grade for skill, each in found.skills.items()} == {
            Skill.RAPPORT: Grade.STRONG,
            Skill.PLANNING: Grade.FAIR,
        }
        assert found.strong == (Axis.SELLING,)

    def test_are_each_of_selling_of_managing_or_of_leading(self) -> None:
        assert [skill.row_id for skill in Skill] == ["C-S1"] * 3 + ["C-S2"] * 3 + ["S-M2"] * 2


@pytest.mark.requirement("C-X0", "C-S3")
class TestPF3Members:
    def test_are_told_once_in_the_order_of_their_seats(self) -> None:
        seats = MemberSeated("s1", Seat.SUBJECT_EXPERT), MemberSeated("s2", Seat.PROJECT_MANAGER), MANAGES
        assert [p.person for p in profiles(formed(*seats).account, TERMS)] == ["s1", "s2"]

    def test_are_no_longer_once_released(self) -> None:
        story = formed(MANAGES, MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        assert profiles(story.account, TERMS) == ()

    def test_and_those_judged_who_sit_in_no_team_are_told_apart(self) -> None:
        judged = [TraitAssessed(who, Trait.HUNTER_OR_FARMER, Lean.LEFT) for who in ("s1", "s2")]
        story = formed(MANAGES, *judged)
        assert [p.person for p in unseated(story.programme, [story.account], TERMS)] == ["s2"]
        assert unseated(formed(MANAGES).programme, [], TERMS) == []
        gone = story.then_given(StaffLeft("s2"))
        assert unseated(gone.programme, [gone.account], TERMS) == []

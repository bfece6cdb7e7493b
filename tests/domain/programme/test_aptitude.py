"""The rules of aptitude, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.aptitude import (
    Aptitude,
    Axis,
    Lean,
    Skill,
    SkillGraded,
    SkillUnshown,
    Trait,
    TraitAssessed,
    lean,
    led,
    strengths,
)
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import Grade, TeamTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given

UNA = StaffIdentified("s1", "Una Marsh")
PLANS = TraitAssessed("s1", Trait.SPONTANEOUS_OR_PLANNER, Lean.RIGHT)
PERSUADES = SkillGraded("s1", Skill.PERSUASION, Grade.STRONG)
TERMS = Terms.shipped("GBP")
PAIRS = [
    ("spontaneous", "planner"),
    ("impatient", "patient"),
    ("actor", "director"),
    ("persuasion", "detail"),
    ("apolitical", "political"),
    ("closing", "accountable"),
    ("hunter", "farmer"),
    ("killer", "cooker"),
    ("people", "processes"),
    ("charismatic", "effective"),
    ("right-brain", "left-brain"),
    ("promises", "results"),
    ("selling", "managing"),
]
MIRROR = {Lean.LEFT: Lean.RIGHT, Lean.RIGHT: Lean.LEFT, Lean.BOTH: Lean.BOTH}
leanings = st.dictionaries(st.sampled_from(Trait), st.sampled_from(Lean))
grades = st.lists(st.tuples(st.sampled_from(Skill), st.sampled_from(Grade)))


def assessed(leans: dict[Trait, Lean]) -> Given:
    return given(UNA, *(TraitAssessed("s1", trait, each) for trait, each in leans.items()))


def good_at(*told: tuple[Skill, Grade]) -> Given:
    return given(UNA, *(SkillGraded("s1", skill, grade) for skill, grade in told))


@pytest.mark.requirement("C-X0")
class TestAP1OneOfOurs:
    @pytest.mark.parametrize("told", [PLANS, PERSUADES])
    def test_not_a_stranger_or_one_who_left(self, told: TraitAssessed | SkillGraded) -> None:
        given().showing("report.pdf").when(told).then_refused(NotOnStaff, "s1 is none of our people")
        given(UNA, StaffLeft("s1")).showing("report.pdf").when(told).then_refused(LeftUs)

    def test_one_who_is_with_us(self) -> None:
        after = given(UNA).when(PLANS).then().programme[Aptitude].of("s1").traits
        assert after["spontaneous-or-planner"].fact == "programme@3"

    def test_is_told_by_the_side_they_are_on(self) -> None:
        story = given(UNA, evolve(PLANS, note="keeps lists"))
        names = Names.of(story.facts)
        noted = tell(story.facts[-2], names)
        assert noted == "Una Marsh judged planner rather than spontaneous (keeps lists)"
        brain = TraitAssessed("s1", Trait.RIGHT_BRAIN_OR_LEFT_BRAIN, Lean.LEFT)
        told = [brain, evolve(brain, lean=Lean.BOTH, note=Erased.here)]
        assert [tell(evolve(story.last, event=event), names) for event in told] == [
            "Una Marsh judged right brain rather than left brain",
            "Una Marsh judged right brain and left brain alike ([erased])",
        ]


@pytest.mark.requirement("C-S1", "C-S2")
class TestAP2GradedByWhatWasShown:
    @pytest.mark.parametrize("skill", Skill)
    def test_not_on_somebodys_word_alone(self, skill: Skill) -> None:
        graded = SkillGraded("s1", skill, Grade.FAIR)
        given(UNA).when(graded).then_refused(SkillUnshown, f"{skill.value.replace('-', ' ')} .*--evidence")
        after = given(UNA).showing("report.pdf").when(graded).then().programme[Aptitude]
        assert after.of("s1").skills[skill.value].grade is Grade.FAIR

    def test_three_skills_sell_and_three_manage(self) -> None:
        assert [s.value for s in Skill if s.axis is Axis.SELLING] == ["rapport", "persuasion", "commitment"]
        assert [s.value for s in Skill if s.axis is Axis.MANAGING] == [
            "promise-keeping",
            "planning",
            "implementing",
        ]


@pytest.mark.requirement(
    "C-X0",
    "C-X1",
    "C-X2",
    "C-X3",
    "C-X4",
    "C-X5",
    "C-X6",
    "C-X7",
    "C-X8",
    "C-X9",
    "C-X10",
    "C-X11",
    "C-X12",
    "C-X13",
)
class TestAP3TraitsAddUp:
    def test_the_table_sets_thirteen_words_against_thirteen(self) -> None:
        assert [(t.row_id, t.left, t.right) for t in Trait] == [
            (f"C-X{n}", *pair) for n, pair in enumerate(PAIRS, 1)
        ]

    @pytest.mark.parametrize("trait", Trait)
    def test_each_counts_towards_the_side_it_is_on(self, trait: Trait) -> None:
        scores = {each: lean(assessed({trait: each}).programme, "s1").score for each in Lean}
        assert scores == {Lean.LEFT: -1, Lean.RIGHT: 1, Lean.BOTH: 0}

    def test_the_latest_word_stands(self) -> None:
        story = given(UNA, PLANS).when(evolve(PLANS, lean=Lean.LEFT)).then()
        found = lean(story.programme, "s1")
        assert (found.score, found.facts) == (-1, ("programme@4",))

    def test_from_one_end_to_the_other(self) -> None:
        for each, end in ((Lean.LEFT, -13), (Lean.RIGHT, 13), (Lean.BOTH, 0)):
            assert lean(assessed(dict.fromkeys(Trait, each)).programme, "s1").score == end

    def test_nothing_known_is_nothing_assessed(self) -> None:
        found = lean(given(UNA).programme, "s1")
        assert (found.score, found.assessed, found.missing) == (0, (), tuple(Trait))

    @any_of(leanings)
    def test_never_beyond_what_was_assessed(self, leans: dict[Trait, Lean]) -> None:
        found = lean(assessed(leans).programme, "s1")
        assert isinstance(found.score, int)
        assert abs(found.score) <= len(found.assessed) == len(leans) <= 13
        assert {*found.assessed} | {*found.missing} == set(Trait)
        assert len(found.assessed) + len(found.missing) == 13

    @any_of(leanings)
    def test_mirrored_the_other_way(self, leans: dict[Trait, Lean]) -> None:
        mirrored = {trait: MIRROR[each] for trait, each in leans.items()}
        score, other = (lean(assessed(each).programme, "s1").score for each in (leans, mirrored))
        assert isinstance(score, int)
        assert other == -score

    @any_of(leanings, st.permutations(list(Trait)))
    def test_in_whatever_order_they_were_judged(self, leans: dict[Trait, Lean], order: list[Trait]) -> None:
        reordered = {trait: leans[trait] for trait in order if trait in leans}
        one, other = (lean(assessed(each).programme, "s1") for each in (leans, reordered))
        assert (one.score, one.assessed) == (other.score, other.assessed)


@pytest.mark.requirement("C-S0", "C-S3")
class TestAP4StrongOnAnAxis:
    @pytest.mark.parametrize("skill", Skill)
    def test_with_one_strong_skill(self, skill: Skill) -> None:
        strong = (skill.axis,) if skill.axis else ()
        assert strengths(good_at((skill, Grade.STRONG)).programme, "s1", TERMS) == strong

    @pytest.mark.requirement("S-M2")
    def test_leading_a_team_is_neither_selling_nor_managing(self) -> None:
        assert [s.value for s in Skill if s.leads] == ["team-management", "process-management"]
        story = good_at((Skill.TEAM_MANAGEMENT, Grade.STRONG), (Skill.RAPPORT, Grade.STRONG))
        assert list(led(story.programme, "s1")) == [Skill.TEAM_MANAGEMENT]

    def test_not_with_a_weak_one_beside_it(self) -> None:
        story = good_at((Skill.RAPPORT, Grade.STRONG), (Skill.COMMITMENT, Grade.WEAK))
        assert strengths(story.programme, "s1", TERMS) == ()

    def test_a_weak_one_of_the_other_axis_takes_nothing_away(self) -> None:
        story = good_at((Skill.RAPPORT, Grade.STRONG), (Skill.PLANNING, Grade.WEAK))
        assert strengths(story.programme, "s1", TERMS) == (Axis.SELLING,)

    def test_on_both(self) -> None:
        story = good_at((Skill.RAPPORT, Grade.STRONG), (Skill.PLANNING, Grade.STRONG))
        assert strengths(story.programme, "s1", TERMS) == (Axis.SELLING, Axis.MANAGING)

    def test_not_unless_somebody_graded_it(self) -> None:
        assert strengths(given(UNA).programme, "s1", TERMS) == ()

    def test_from_the_grade_that_policy_names(self) -> None:
        story = good_at((Skill.PLANNING, Grade.FAIR))
        assert strengths(story.programme, "s1", TERMS) == ()
        lenient = evolve(TERMS, team=TeamTerms(strong=Grade.FAIR))
        assert strengths(story.programme, "s1", lenient) == (Axis.MANAGING,)

    @any_of(grades, st.sampled_from(Skill))
    def test_a_skill_that_turns_weak_makes_nobody_strong(
        self, told: list[tuple[Skill, Grade]], skill: Skill
    ) -> None:
        before = strengths(good_at(*told).programme, "s1", TERMS)
        after = strengths(good_at(*told, (skill, Grade.WEAK)).programme, "s1", TERMS)
        assert set(after) == set(before) - {skill.axis}


@pytest.mark.requirement("C-X0")
class TestAP5UnknownOnceATraitCannotBeRead:
    @pytest.mark.parametrize("unread", [Erased.here, Erased.sealed])
    def test_whatever_the_others_say(self, unread: Erased) -> None:
        story = assessed({Trait.HUNTER_OR_FARMER: Lean.LEFT})
        found = lean(story.then_given(evolve(PLANS, lean=unread)).programme, "s1")
        assert found.score is unread
        assert len(found.assessed) == 2

    def test_is_told_as_what_it_is(self) -> None:
        assert evolve(PLANS, lean=Erased.here).telling() == TraitAssessed.says

    def test_what_was_stored_in_the_clear_is_read_as_personal(self) -> None:
        old = {"person": "s1", "trait": "hunter-or-farmer", "lean": "left"}
        assert TraitAssessed.upcast(old, 1) == {**old, "lean": {"person": "s1", "clear": "left"}}

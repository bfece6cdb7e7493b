"""What a team's members bring to it: strengths, leanings, pay."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.balance import balance, misplaced_pay
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.aptitude import Axis, Lean, Skill, SkillGraded, Trait, TraitAssessed
from majoracct.domain.programme.compensation import (
    CompensationAssigned,
    CompensationModelDefined,
    ModelKind,
)
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import Grade, TeamTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
MANAGES = MemberSeated("s1", Seat.ACCOUNT_MANAGER)
DELIVERS = MemberSeated("s2", Seat.PROJECT_MANAGER)
SELLS = SkillGraded("s1", Skill.PERSUASION, Grade.STRONG)
PLANS = SkillGraded("s2", Skill.PLANNING, Grade.STRONG)
HUNTS = TraitAssessed("s1", Trait.HUNTER_OR_FARMER, Lean.LEFT)
FARMS = evolve(HUNTS, lean=Lean.RIGHT)
HUNTING = CompensationModelDefined("Hunt", ModelKind.HUNTER, "new", "wins", "commission")
KEEPING = CompensationModelDefined("Keep", ModelKind.ACCOUNT_TEAM, "yearly", "promises", "salary")
TERMS = Terms.shipped("GBP")


def formed(*events: object) -> Given:
    return given(on("2024-01-01", UNA, VIC, QualificationGranted(), TeamFormed()), *events)  # type: ignore[arg-type]


@pytest.mark.requirement("C-S0", "C-S3")
class TestBothAxes:
    def test_are_covered_by_several_or_by_one(self) -> None:
        found = balance(formed(MANAGES, DELIVERS, SELLS, PLANS).account, TERMS)
        assert (found.covered, found.both) == ((Axis.SELLING, Axis.MANAGING), ())
        alone = formed(MANAGES, SELLS, evolve(PLANS, person="s1")).account
        assert balance(alone, TERMS).both == ("s1",)
        assert balance(alone, TERMS).covered == (Axis.SELLING, Axis.MANAGING)

    def test_are_not_by_one_who_has_no_seat(self) -> None:
        assert balance(formed(MANAGES, SELLS, PLANS).account, TERMS).covered == (Axis.SELLING,)
        for end in (MemberReleased("s2", Seat.PROJECT_MANAGER), StaffLeft("s2")):
            left = formed(MANAGES, DELIVERS, SELLS, PLANS, end).account
            assert balance(left, TERMS).covered == (Axis.SELLING,)

    def test_are_not_by_nobody(self) -> None:
        assert balance(formed(SELLS).account, TERMS).covered == ()
        assert balance(given().account, TERMS).covered == ()

    def test_from_the_grade_that_policy_names(self) -> None:
        fair = formed(MANAGES, DELIVERS, SELLS, evolve(PLANS, grade=Grade.FAIR)).account
        assert balance(fair, TERMS).covered == (Axis.SELLING,)
        milder = evolve(TERMS, team=TeamTerms(strong=Grade.FAIR))
        assert balance(fair, milder).covered == (Axis.SELLING, Axis.MANAGING)


@pytest.mark.requirement("B-R8", "C-X0")
class TestAHunterAsAccountManager:
    def test_is_told(self) -> None:
        assert balance(formed(MANAGES, HUNTS).account, TERMS).hunters == ("s1",)

    @pytest.mark.parametrize("judged", [(), (FARMS,), (evolve(HUNTS, lean=Lean.BOTH),)])
    def test_is_not_one_who_leans_no_further_than_policy_has_it(
        self, judged: tuple[TraitAssessed, ...]
    ) -> None:
        assert balance(formed(MANAGES, *judged).account, TERMS).hunters == ()

    def test_is_not_in_another_seat(self) -> None:
        hunter = evolve(HUNTS, person="s2")
        assert balance(formed(MANAGES, DELIVERS, hunter).account, TERMS).hunters == ()

    def test_is_whoever_policy_says(self) -> None:
        strict = evolve(TERMS, team=TeamTerms(hunter_lean=2))
        lenient = evolve(TERMS, team=TeamTerms(hunter_lean=-1))
        assert balance(formed(MANAGES, FARMS).account, strict).hunters == ("s1",)
        assert balance(formed(MANAGES, HUNTS).account, lenient).hunters == ()

    def test_is_not_one_whom_nobody_judged(self) -> None:
        strict = evolve(TERMS, team=TeamTerms(hunter_lean=2))
        assert balance(formed(MANAGES).account, strict).hunters == ()

    @any_of(st.dictionaries(st.sampled_from(Trait), st.sampled_from(Lean)), st.integers(-13, 13))
    def test_is_told_by_the_sum_alone(self, leans: dict[Trait, Lean], limit: int) -> None:
        judged = [TraitAssessed("s1", trait, each) for trait, each in leans.items()]
        found = balance(formed(MANAGES, *judged).account, evolve(TERMS, team=TeamTerms(hunter_lean=limit)))
        score = found.members[0].lean.score
        assert isinstance(score, int)
        assert bool(found.hunters) == (bool(leans) and score < limit)

    def test_is_nobody_of_whom_it_cannot_be_read(self) -> None:
        erased = evolve(FARMS, lean=Erased.here)
        assert balance(formed(MANAGES, HUNTS, erased).account, TERMS).hunters == ()


@pytest.mark.requirement("C-X0")
class TestTheMembers:
    def test_are_each_told_once_with_every_seat(self) -> None:
        expert = MemberSeated("s1", Seat.SUBJECT_EXPERT)
        found = balance(formed(expert, DELIVERS, MANAGES).account, TERMS).members
        assert [(m.person, m.seats) for m in found] == [
            ("s1", ((Seat.ACCOUNT_MANAGER, "acme@5"), (Seat.SUBJECT_EXPERT, "acme@3"))),
            ("s2", ((Seat.PROJECT_MANAGER, "acme@4"),)),
        ]

    def test_are_assessed_once_every_trait_and_some_skill_is(self) -> None:
        every = [TraitAssessed("s1", trait, Lean.BOTH) for trait in Trait]
        assert balance(formed(MANAGES, *every).account, TERMS).unassessed == ("s1",)
        assert balance(formed(MANAGES, *every[1:], SELLS).account, TERMS).unassessed == ("s1",)
        assert balance(formed(MANAGES, *every, SELLS).account, TERMS).unassessed == ()


@pytest.mark.requirement("B-C1")
class TestMisplacedPay:
    def test_is_a_hunters_or_unknown(self) -> None:
        hunter = CompensationAssigned("s1", "programme@4")
        story = formed(HUNTING, KEEPING, MANAGES, DELIVERS, hunter)
        found = misplaced_pay(story.account)
        assert {p: getattr(m, "title", None) for p, m in found.items()} == {"s1": "Hunt", "s2": None}

    def test_is_not_a_teams(self) -> None:
        keeper = CompensationAssigned("s1", "programme@5")
        assert misplaced_pay(formed(HUNTING, KEEPING, MANAGES, keeper).account) == {}

    def test_is_not_that_of_one_without_a_seat(self) -> None:
        assert misplaced_pay(formed(HUNTING, CompensationAssigned("s1", "programme@4")).account) == {}

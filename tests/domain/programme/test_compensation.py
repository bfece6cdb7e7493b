"""The rules of compensation, one class a rule."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.compensation import (
    Compensation,
    CompensationAssigned,
    CompensationModelDefined,
    CompensationModelRetired,
    HorizonTooShort,
    MeasureMissing,
    ModelIncomplete,
    ModelKind,
    ModelNotDistinct,
    ModelRetired,
    ModelTitleTaken,
    ModelUnknown,
    QuotaMissing,
    model_of,
)
from majoracct.domain.programme.discipline_tables import DisciplineTerms, PayMeasure
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import corrected, given, on

HUNTING = CompensationModelDefined("Hunt", ModelKind.HUNTER, "new revenue", "accounts won", "commission")
TEAM = CompensationModelDefined(
    "Keep", ModelKind.ACCOUNT_TEAM, "yearly revenue", "promises kept", "salary and bonus"
)
UNA = StaffIdentified("s1", "Una")
PAID = CompensationAssigned("s1", "programme@2")
words = st.sampled_from(["revenue", "wins", "salary", "bonus"])


def said(model: CompensationModelDefined, quota: str, goal: str, pay: str) -> CompensationModelDefined:
    return evolve(model, quota=quota, goal=goal, pay=pay)


@pytest.mark.requirement("B-C1")
class TestCO1ATitleOfItsOwn:
    @pytest.mark.parametrize("blank", ["title", "quota", "goal", "pay"])
    def test_and_all_it_says(self, blank: str) -> None:
        lacking: dict[str, Any] = {blank: " "}
        given().when(evolve(HUNTING, **lacking)).then_refused(ModelIncomplete)
        assert given().when(HUNTING).then().programme[Compensation].models["programme@2"].title == "Hunt"

    def test_not_one_that_is_taken_even_later(self) -> None:
        again = evolve(HUNTING, title="hunt ", quota="other")
        given(HUNTING).when(again).then_refused(ModelTitleTaken, "programme@2 is called Hunt")
        given(on("2025-01-01", HUNTING)).when(again).then_refused(ModelTitleTaken)


@pytest.mark.requirement("B-C1")
class TestCO2AnAccountTeamIsPaidOtherwise:
    @pytest.mark.parametrize("same", ["quota", "goal", "pay"])
    def test_in_each_of_the_three(self, same: str) -> None:
        alike = evolve(TEAM, **{same: getattr(HUNTING, same).upper()})
        given(HUNTING).when(alike).then_refused(
            ModelNotDistinct, f"Keep has the {same} of Hunt, which is for hunters"
        )

    @pytest.mark.parametrize("same", ["quota", "goal", "pay"])
    def test_and_the_other_way_round(self, same: str) -> None:
        alike = evolve(HUNTING, **{same: getattr(TEAM, same)})
        given(TEAM).when(alike).then_refused(ModelNotDistinct, "which is for account teams")

    def test_from_every_hunters_model(self) -> None:
        other = evolve(HUNTING, title="Trap", quota="first orders", goal="orders", pay="prizes")
        for hunters in ((HUNTING, other), (other, HUNTING)):
            given(*hunters).when(evolve(TEAM, pay="Prizes")).then_refused(ModelNotDistinct, "the pay of Trap")
            given(*hunters).when(TEAM).then()

    def test_two_for_hunters_may_be_alike(self) -> None:
        given(HUNTING).when(evolve(HUNTING, title="Hunt abroad")).then()

    @any_of(st.tuples(words, words, words), st.tuples(words, words, words))
    def test_whichever_is_defined_first(
        self, hunters: tuple[str, str, str], teams: tuple[str, str, str]
    ) -> None:
        one, other = said(HUNTING, *hunters), said(TEAM, *teams)
        for first, second in ((one, other), (other, one)):
            outcome = given(first).when(second)
            if any(mine == theirs for mine, theirs in zip(hunters, teams, strict=True)):
                outcome.then_refused(ModelNotDistinct)
            else:
                outcome.then()


@pytest.mark.requirement("B-C1")
class TestCO3PaidByAModelOnRecord:
    def test_not_by_one_that_is_not(self) -> None:
        given(UNA).when(PAID).then_refused(ModelUnknown, "There is no pay model on 2024-05-01")
        given(HUNTING, UNA).when(evolve(PAID, model="programme@3")).then_refused(
            ModelUnknown, "programme@3 is no pay model"
        )
        given(UNA, on("2025-01-01", HUNTING)).when(evolve(PAID, model="programme@3")).then_refused(
            ModelUnknown
        )

    def test_not_a_stranger_or_one_who_left(self) -> None:
        given(HUNTING).when(PAID).then_refused(NotOnStaff)
        given(HUNTING, UNA, StaffLeft("s1")).when(PAID).then_refused(LeftUs)

    def test_by_the_latest_named(self) -> None:
        story = given(HUNTING, TEAM, UNA, on("2024-01-01", PAID), CompensationAssigned("s1", "programme@3"))
        early = story.on("2024-04-30").programme
        assert [getattr(model_of(p, "s1"), "title", "") for p in (early, story.programme)] == ["", "Keep"]
        assert story.programme[Compensation].people["s1"].fact == "programme@6"

    def test_by_none_that_was_withdrawn_or_never_named(self) -> None:
        story = given(HUNTING, UNA, PAID)
        assert model_of(story.programme, "s1") is not None
        assert model_of(story.then_given(FactWithdrawn("programme@2")).programme, "s1") is None
        assert model_of(given(HUNTING, UNA).programme, "s1") is None

    def test_as_it_was_corrected(self) -> None:
        story = given(HUNTING, UNA, PAID, corrected("programme@2", evolve(HUNTING, pay="prizes")))
        found = model_of(story.programme, "s1")
        assert found is not None
        assert found.pay == "prizes"


@pytest.mark.requirement("B-C1")
class TestCO4ARetiredModel:
    ENDS = CompensationModelRetired("programme@2")
    GONE = given(on("2024-01-01", HUNTING, UNA, PAID), on("2024-05-01", ENDS))

    def test_is_one_in_use(self) -> None:
        given().when(self.ENDS).then_refused(ModelUnknown, "programme@2 is no pay model")
        self.GONE.when(self.ENDS).then_refused(ModelRetired, "Hunt was retired on 2024-05-01")

    def test_pays_nobody_from_that_day_on(self) -> None:
        before = model_of(self.GONE.on("2024-04-30").programme, "s1")
        assert before is not None
        assert before.title == "Hunt"
        assert model_of(self.GONE.programme, "s1") is None
        self.GONE.when(PAID).then_refused(ModelRetired)

    def test_leaves_its_title_and_its_words_free(self) -> None:
        self.GONE.when(evolve(TEAM, title="Hunt", pay=HUNTING.pay)).then()
        self.GONE.on("2024-04-30").when(evolve(TEAM, title="Hunt")).then_refused(ModelTitleTaken)

    def test_of_none_on_record_changes_nothing(self) -> None:
        assert given(self.ENDS).programme[Compensation] == Compensation()


SAM = CompensationModelDefined(
    "Grow",
    ModelKind.STRATEGIC_ACCOUNT_MANAGER,
    "revenue of three years",
    "share of wallet",
    "salary and a long bonus",
    (PayMeasure.REVENUE_ATTAINMENT, PayMeasure.SHARE_OF_WALLET, PayMeasure.CUSTOMER_SATISFACTION),
    3,
)
REP = CompensationModelDefined(
    "Pillar",
    ModelKind.PORTFOLIO_REP,
    "orders of the pillar",
    "pillar share",
    "commission",
    (PayMeasure.QUARTERLY_QUOTA, PayMeasure.ANNUAL_QUOTA),
)


@pytest.mark.requirement("S-M3", "S-W2")
class TestCO5OverYears:
    def test_by_all_three_measures(self) -> None:
        assert given().when(SAM).then().programme[Compensation].models["programme@2"].years == 3
        for left in SAM.measures:
            others = tuple(m for m in SAM.measures if m is not left)
            name = left.value.replace("-", " ")
            given().when(evolve(SAM, measures=others)).then_refused(MeasureMissing, f"not measured by {name}")

    @pytest.mark.parametrize("years", [None, 1])
    def test_over_two_years_at_least(self, years: int | None) -> None:
        given().when(evolve(SAM, years=years)).then_refused(HorizonTooShort, "at least 2 years")
        given().when(evolve(SAM, years=2)).then()

    def test_as_policy_has_it(self) -> None:
        terms = DisciplineTerms(sam_years=4, sam_measures=(PayMeasure.SHARE_OF_WALLET,))
        story = given().under(evolve(Terms.shipped("GBP"), discipline=terms))
        story.when(SAM).then_refused(HorizonTooShort, "at least 4 years")
        story.when(evolve(SAM, years=4, measures=(PayMeasure.SHARE_OF_WALLET,))).then()

    def test_beside_models_for_others_which_say_the_same(self) -> None:
        given(TEAM, SAM).when(evolve(REP, pay=SAM.pay)).then()
        given(HUNTING).when(evolve(SAM, pay=HUNTING.pay)).then_refused(ModelNotDistinct)


@pytest.mark.requirement("S-M4", "S-W2")
class TestCO6ByQuarterAndByYear:
    @pytest.mark.parametrize("kept", REP.measures)
    def test_both_of_them(self, kept: PayMeasure) -> None:
        given().when(REP).then()
        given().when(evolve(REP, measures=(kept,))).then_refused(QuotaMissing, "Pillar keeps no")

    def test_as_policy_has_it(self) -> None:
        terms = DisciplineTerms(portfolio_measures=(PayMeasure.ANNUAL_QUOTA,))
        story = given().under(evolve(Terms.shipped("GBP"), discipline=terms))
        story.when(evolve(REP, measures=(PayMeasure.ANNUAL_QUOTA,))).then()

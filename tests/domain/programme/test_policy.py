"""The rules of the programme's policy, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.programme.goal_tables import GoalTerms
from majoracct.domain.programme.policy import (
    BandReversed,
    CategoriesDisordered,
    LimitsLoosened,
    NoPolicy,
    NothingCounts,
    Policy,
    PolicyAdopted,
    PolicyInForeignCurrency,
    TermImpossible,
)
from majoracct.domain.programme.tables import (
    CandidateTerms,
    CandidateWeights,
    CompanyView,
    FieldView,
    NationalView,
    NewBusinessView,
    PerspectiveTerms,
    RecordingTerms,
    TeamTerms,
    TrustTerms,
)
from majoracct.domain.programme.terms import QualificationTerms, TargetTerms, Terms, TierTerms
from majoracct.domain.programme.tier_tables import SegmentTerms
from majoracct.testing.given import DAY, given, money, on

SHIPPED = Terms.shipped("GBP")


def seen(**views: Any) -> Terms:
    return evolve(SHIPPED, perspectives=PerspectiveTerms(**views))


@pytest.mark.requirement("B-D1")
class TestPO1PossibleTerms:
    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_not_a_threshold_of_nothing(self, amount: str) -> None:
        nothing = PolicyAdopted(evolve(SHIPPED, threshold=money(amount)))
        given().when(nothing).then_refused(TermImpossible, "lets everything through")

    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_not_a_large_spend_of_nothing(self, amount: str) -> None:
        nothing = PolicyAdopted(evolve(SHIPPED, tiers=TierTerms(large_spend=money(amount))))
        given().when(nothing).then_refused(TermImpossible, "any spend is large")

    @pytest.mark.parametrize(
        ("terms", "name"),
        [
            (evolve(SHIPPED, qualification=QualificationTerms(org_chart_months=0)), "org_chart_months"),
            (evolve(SHIPPED, qualification=QualificationTerms(precis_months=0)), "precis_months"),
            (evolve(SHIPPED, qualification=QualificationTerms(statement_months=-1)), "statement_months"),
            (evolve(SHIPPED, tiers=TierTerms(window_years=0)), "window_years"),
            (evolve(SHIPPED, tiers=TierTerms(large_spend_years=0)), "large_spend_years"),
            (evolve(SHIPPED, tiers=TierTerms(regular_spend_years=0)), "regular_spend_years"),
            (evolve(SHIPPED, tiers=TierTerms(breadth=0)), "breadth"),
            (evolve(SHIPPED, tiers=TierTerms(contact_months=0)), "contact_months"),
            (evolve(SHIPPED, targets=TargetTerms(named_accounts=0)), "named_accounts"),
        ],
    )
    def test_not_an_age_or_count_of_nothing(self, terms: Terms, name: str) -> None:
        given().when(PolicyAdopted(terms)).then_refused(TermImpossible, rf"{name} is -?[01]\b")

    @pytest.mark.parametrize(
        "terms",
        [
            evolve(SHIPPED, tiers=TierTerms(late_share=Decimal("1.1"))),
            evolve(SHIPPED, tiers=TierTerms(late_share=Decimal("-0.1"))),
            evolve(SHIPPED, targets=TargetTerms(month=13)),
            evolve(SHIPPED, targets=TargetTerms(month=2, day=29)),
            evolve(SHIPPED, targets=TargetTerms(day=0)),
        ],
    )
    def test_not_a_share_or_a_day_there_is_not(self, terms: Terms) -> None:
        given().when(PolicyAdopted(terms)).then_refused(TermImpossible)

    @pytest.mark.parametrize(("month", "day"), [(1, 1), (12, 31), (2, 28)])
    def test_but_any_day_that_every_year_has(self, month: int, day: int) -> None:
        given().when(PolicyAdopted(evolve(SHIPPED, targets=TargetTerms(month=month, day=day)))).then()

    def test_not_in_a_table_within_a_table(self) -> None:
        sites = evolve(SHIPPED.perspectives, national=NationalView(sites=0))
        given().when(PolicyAdopted(evolve(SHIPPED, perspectives=sites))).then_refused(
            TermImpossible, "perspectives.national.sites is 0"
        )
        share = evolve(SHIPPED.perspectives, field_sales=FieldView(share_from=Decimal("1.1")))
        given().when(PolicyAdopted(evolve(SHIPPED, perspectives=share))).then_refused(TermImpossible)

    def test_a_weight_of_nothing_and_a_lean_below_it_are_possible(self) -> None:
        weights = CandidateTerms(weights=CandidateWeights(reputation=0))
        lean = TeamTerms(hunter_lean=-13)
        given().when(PolicyAdopted(evolve(SHIPPED, candidates=weights, team=lean))).then()
        further = evolve(SHIPPED, team=TeamTerms(hunter_lean=-14))
        given().when(PolicyAdopted(further)).then_refused(TermImpossible, "team.hunter_lean is -14")

    def test_a_penny_and_one_of_each(self) -> None:
        ages = QualificationTerms(org_chart_months=1, precis_months=1, statement_months=1)
        least = Terms(money("0.01"), ages, TierTerms(breadth=1, window_years=1))
        assert given().when(PolicyAdopted(least)).then().programme[Policy].terms == least

    def test_what_is_shipped(self) -> None:
        given().when(PolicyAdopted(SHIPPED)).then()
        assert SHIPPED.threshold == Money(Decimal(1_000_000), "GBP")
        assert SHIPPED.qualification.org_chart_months == 24


@pytest.mark.requirement("B-D4")
class TestPO2SomePolicyIsInForce:
    def test_not_without_the_first(self) -> None:
        story = given().because("a mistake")
        story.when_withdrawing("programme@1").then_refused(NoPolicy, "Without programme@1")

    def test_not_even_when_a_later_day_has_one(self) -> None:
        story = given(PolicyAdopted(SHIPPED)).because("a mistake")
        story.when_withdrawing("programme@1").then_refused(NoPolicy)

    def test_one_that_another_stands_behind(self) -> None:
        story = given(PolicyAdopted(SHIPPED), on(dt.date.min, PolicyAdopted(SHIPPED))).because("a mistake")
        for reference in ("programme@1", "programme@2", "programme@3"):
            story.when_withdrawing(reference).then()

    def test_without_any_there_are_no_terms(self) -> None:
        with pytest.raises(NoPolicy):
            _ = given(FactWithdrawn("programme@1")).programme[Policy].terms

    def test_from_its_day_on(self) -> None:
        strict = evolve(SHIPPED, threshold=money("5000000"))
        story = given(PolicyAdopted(strict))
        assert story.programme[Policy] == Policy(strict, "programme@2")
        assert story.on(DAY - dt.timedelta(days=1)).programme[Policy].fact == "programme@1"


@pytest.mark.requirement("X-11")
class TestPO3TheLedgersCurrency:
    def test_not_another(self) -> None:
        dollars = evolve(SHIPPED, threshold=money("1", "USD"))
        given().when(PolicyAdopted(dollars)).then_refused(PolicyInForeignCurrency, "1.00 USD")
        large = evolve(SHIPPED, tiers=TierTerms(large_spend=money("1", "USD")))
        given().when(PolicyAdopted(large)).then_refused(PolicyInForeignCurrency)

    def test_its_own(self) -> None:
        large = evolve(SHIPPED, tiers=TierTerms(large_spend=money("1")))
        assert given().when(PolicyAdopted(large)).then().programme[Policy].terms.large_spend == money("1")
        assert SHIPPED.large_spend == SHIPPED.threshold


@pytest.mark.requirement("B-D4", "C-D1", "C-T1")
class TestPO4SomethingCounts:
    @pytest.mark.parametrize(
        ("terms", "name"),
        [
            (evolve(SHIPPED, qualification=QualificationTerms(sides=())), "qualification.sides"),
            (evolve(SHIPPED, qualification=QualificationTerms(opening_roles=())), "opening_roles"),
            (evolve(SHIPPED, qualification=QualificationTerms(executive_levels=())), "executive_levels"),
            (evolve(SHIPPED, tiers=TierTerms(strategic=())), "tiers.strategic"),
        ],
    )
    def test_a_list_of_what_counts_is_not_empty(self, terms: Terms, name: str) -> None:
        given().when(PolicyAdopted(terms)).then_refused(NothingCounts, f"{name} is an empty list")

    def test_but_nothing_need_be_asked_of_goals(self) -> None:
        terms = evolve(SHIPPED, goals=GoalTerms(strategic=(), greenfield=(), sides=()))
        given().when(PolicyAdopted(terms)).then()

    @pytest.mark.parametrize(
        ("terms", "name"),
        [
            (evolve(SHIPPED, trust=TrustTerms(high=Decimal("0.2"), low=Decimal("0.3"))), "trust.low is 0.3"),
            (seen(company=CompanyView(annual_from=11, annual_to=10)), "perspectives.company.annual_from"),
            (seen(company=CompanyView(share_from=Decimal("0.2"), share_to=Decimal("0.1"))), "share_from"),
            (seen(field_sales=FieldView(annual_from=11, annual_to=10)), "field_sales.annual_from"),
            (seen(new_business=NewBusinessView(deal_from=11, deal_to=10)), "new_business.deal_from"),
        ],
    )
    def test_a_band_does_not_end_before_it_begins(self, terms: Terms, name: str) -> None:
        given().when(PolicyAdopted(terms)).then_refused(BandReversed, name)

    def test_it_may_end_where_it_begins(self) -> None:
        narrow = evolve(SHIPPED, trust=TrustTerms(high=Decimal("0.5"), low=Decimal("0.5")))
        given().when(PolicyAdopted(narrow)).then()
        given().when(PolicyAdopted(seen(field_sales=FieldView(9, 9)))).then()

    @pytest.mark.requirement("R-4")
    @pytest.mark.parametrize(
        ("names", "least", "said"),
        [
            (("a", "b"), (1,), "2 categories, and where 1 begin"),
            (("a", "b"), (5, 5), "category_least is 5, 5"),
            (("a", "b"), (50, 5), "category_least is 50, 5"),
            (("a", " "), (5, 50), "categories are called"),
            (("a", " A"), (5, 50), "categories are called"),
        ],
    )
    def test_categories_of_revenue_have_names_and_rise(
        self, names: tuple[str, ...], least: tuple[int, ...], said: str
    ) -> None:
        terms = evolve(SHIPPED, segments=SegmentTerms(names, least))
        given().when(PolicyAdopted(terms)).then_refused(CategoriesDisordered, said)


def limits(days: int | None, *roles: str) -> Terms:
    return evolve(SHIPPED, recording=RecordingTerms(days, roles or ("controller", "auditor")))


@pytest.mark.requirement("B-D4")
class TestPO5NobodyLoosensTheLimitsForThemselves:
    LIMITED = given().under(limits(30)).recorded_on(DAY).because("a new year")

    @pytest.mark.parametrize(
        "looser", [limits(31), limits(None), limits(30, "controller", "intern"), limits(5, "intern")]
    )
    def test_but_by_who_may_record_all_the_same(self, looser: Terms) -> None:
        no = (
            self.LIMITED.by("kim", "intern")
            .when(PolicyAdopted(looser))
            .then_refused(LimitsLoosened, "intern")
        )
        assert no.remedy == "Have it recorded as controller or auditor."
        self.LIMITED.by("ida", " Auditor").when(PolicyAdopted(looser)).then()

    @pytest.mark.parametrize("no_looser", [limits(30), limits(0), limits(30, "Auditor")])
    def test_anybody_adopts_what_lets_nobody_record_more(self, no_looser: Terms) -> None:
        self.LIMITED.when(PolicyAdopted(no_looser)).then()

    def test_nor_lets_others_erase_somebody(self) -> None:
        recording = evolve(limits(30).recording, erase_roles=("data protection officer", "intern"))
        looser = evolve(limits(30), recording=recording)
        self.LIMITED.by("kim", "intern").when(PolicyAdopted(looser)).then_refused(LimitsLoosened, "erase")
        self.LIMITED.by("ida", "auditor").when(PolicyAdopted(looser)).then()

    def test_a_limit_where_there_was_none(self) -> None:
        given().recorded_on(DAY).when(PolicyAdopted(limits(30, "controller"))).then()

    def test_nor_takes_back_what_tightened_them(self) -> None:
        story = self.LIMITED.then_given(PolicyAdopted(limits(3)))
        story.by("kim", "intern").when_withdrawing("programme@2").then_refused(LimitsLoosened)
        story.by("ida", "controller").when_withdrawing("programme@2").then()

    def test_not_asked_when_a_policy_is_only_supposed_or_judged_again(self) -> None:
        given().under(limits(30)).when(PolicyAdopted(limits(None))).then()

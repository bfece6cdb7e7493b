"""To whom an account is major, one class a rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.coverage import (
    Channel,
    ChannelSet,
    OwnerAssigned,
    Relation,
    RelationStated,
)
from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityWon,
    SaleKind,
)
from majoracct.domain.account.revenue import RevenueRecorded, Takings
from majoracct.domain.account.sites import SiteAdded, SiteClosed
from majoracct.domain.assessments.definitions import Perspective
from majoracct.domain.assessments.perspectives import View, judged_by, portfolio, views
from majoracct.domain.assessments.threshold import Basis
from majoracct.domain.kernel import Event
from majoracct.domain.programme.company import CompanyRevenueStated
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import (
    CompanyView,
    FieldView,
    InsideView,
    NationalView,
    PerspectiveTerms,
    Side,
)
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
UNA = StaffIdentified("s1", "Una")
BIG = CompanyRevenueStated(2023, money("10,000,000"))


def paid(amount: str, day: str = "2023-03-01", to: str | None = None) -> Told:
    return on(day, RevenueRecorded(money(amount)), to=to)


def hoped(amount: str, year: int = 2025, to: str | None = None) -> Told:
    return on("2024-01-02", RevenueExpected(year, money(amount), "hope"), to=to)


def view(story: Given, perspective: Perspective, terms: Terms = TERMS, *others: str) -> View:
    seen = [story.account, *(story.account.other(key) for key in others)]
    return judged_by(perspective, story.account, terms, portfolio(story.programme, seen))


def word(story: Given, perspective: Perspective, terms: Terms = TERMS, *others: str) -> str:
    return view(story, perspective, terms, *others).word


def under(**terms: Any) -> Terms:
    return evolve(TERMS, perspectives=PerspectiveTerms(**terms))


@pytest.mark.requirement("C-T0", "C-T1", "C-T2")
class TestPV1LowerEndsGate:
    @pytest.mark.parametrize(
        ("amount", "company", "field"),
        [
            ("199,999.99", "no", "no"),
            ("200,000", "no", "real"),
            ("1,999,999.99", "no", "real"),
            ("2,000,000", "real", "real"),
        ],
    )
    def test_and_one_account_is_major_to_one_and_not_to_another(
        self, amount: str, company: str, field: str
    ) -> None:
        story = given(BIG, paid(amount))
        assert (word(story, Perspective.COMPANY), word(story, Perspective.FIELD)) == (company, field)

    def test_upper_ends_only_illustrate(self) -> None:
        story = given(CompanyRevenueStated(2023, money("900,000,000")), paid("150,000,000"))
        found = view(story, Perspective.COMPANY)
        assert (found.holds, found.basis) == (True, Basis.ACTUAL)
        assert "above the 100,000,000 that illustrates" in found.because
        at_it = given(CompanyRevenueStated(2023, money("900,000,000")), paid("100,000,000"))
        assert "illustrates" not in view(at_it, Perspective.COMPANY).because

    def test_credits_count(self) -> None:
        assert word(given(paid("200,000"), paid("-1")), Perspective.FIELD) == "no"

    def test_it_names_the_purchase_and_the_reason(self) -> None:
        found = view(given(paid("1,000")), Perspective.FIELD)
        assert (found.facts, found.year) == (("acme@1",), 2023)
        assert found.because == "1,000.00 GBP in 2023, below 200,000 GBP"

    def test_nothing_at_all_is_no(self) -> None:
        assert view(given(), Perspective.FIELD).because == "nothing came in lately, and nothing is expected"


@pytest.mark.requirement("C-D4")
class TestPV2RealOrPotential:
    def test_the_last_whole_year_or_the_running_one(self) -> None:
        last, running = paid("300,000"), paid("300,000", "2024-02-01")
        assert view(given(last), Perspective.FIELD).year == 2023
        found = view(given(running), Perspective.FIELD)
        assert (found.word, found.year) == ("real", 2024)
        assert "in 2024 so far" in found.because
        assert word(given(paid("300,000", "2022-12-31")), Perspective.FIELD) == "no"

    def test_the_better_of_the_two(self) -> None:
        story = given(paid("300,000"), paid("250,000", "2024-02-01"))
        assert view(story, Perspective.FIELD).year == 2023

    def test_on_its_last_day_a_year_is_whole(self) -> None:
        story = given(paid("300,000")).on("2024-12-31")
        assert word(story, Perspective.FIELD) == "no"

    def test_what_is_expected_makes_it_potential(self) -> None:
        found = view(given(hoped("300,000")), Perspective.FIELD)
        assert (found.word, found.basis, found.year) == ("potential", Basis.EXPECTED, 2025)

    def test_of_a_year_not_over(self) -> None:
        story = given(hoped("300,000", 2024))
        assert word(story.on("2024-12-30"), Perspective.FIELD) == "potential"
        assert word(story.on("2024-12-31"), Perspective.FIELD) == "no"

    def test_what_came_in_goes_first(self) -> None:
        assert word(given(paid("200,000"), hoped("900,000")), Perspective.FIELD) == "real"


@pytest.mark.requirement("C-T1")
class TestPV3AShareOfTheCompany:
    @pytest.mark.parametrize(("ours", "said"), [("20,000,000", "real"), ("20,000,001", "no")])
    def test_is_of_what_was_stated_for_the_year(self, ours: str, said: str) -> None:
        story = given(CompanyRevenueStated(2023, money(ours)), paid("2,000,000"))
        found = view(story, Perspective.COMPANY)
        assert found.word == said
        assert found.facts == ("acme@1", "programme@2")
        assert "of the company's revenue of 2023" in found.because

    def test_else_of_what_the_ledger_adds_up_to(self) -> None:
        story = given(paid("2,000,000"), paid("18,000,001", to="bolt"))
        found = view(story, Perspective.COMPANY, TERMS, "bolt")
        assert (found.word, found.facts) == ("no", ("acme@1",))
        assert "10.0% of what this ledger adds up to of 2023, below 10%" in found.because
        assert word(story, Perspective.COMPANY) == "real"

    def test_what_is_expected_is_measured_by_the_last_year_known(self) -> None:
        story = given(CompanyRevenueStated(2021, money("1")), BIG, hoped("2,000,000"))
        assert "20.0% of the company's revenue of 2023" in view(story, Perspective.COMPANY).because
        told = given(CompanyRevenueStated(2022, money("1")), hoped("2,000,000"), paid("5,000,000", to="bolt"))
        found = view(told, Perspective.COMPANY, TERMS, "bolt")
        assert "40.0% of what this ledger adds up to of 2023" in found.because

    def test_of_which_there_is_none_when_credits_take_it_all(self) -> None:
        credited = on("2023-04-01", RevenueRecorded(money("-2,000,000")), to="bolt")
        found = view(given(paid("2,000,000"), credited), Perspective.COMPANY, TERMS, "bolt")
        assert (found.word, "the company's revenue is unknown" in found.because) == ("unknown", True)

    def test_above_policys_upper_end_is_told_and_gates_nothing(self) -> None:
        story = given(CompanyRevenueStated(2023, money("4,000,000")), paid("2,000,000"))
        narrow = under(company=CompanyView(share_to=Decimal("0.4")))
        assert "above the 40% that illustrates" in view(story, Perspective.COMPANY, narrow).because
        assert word(story, Perspective.COMPANY, narrow) == "real"
        at_it = under(company=CompanyView(share_to=Decimal("0.5")))
        assert "illustrates" not in view(story, Perspective.COMPANY, at_it).because

    def test_without_one_nobody_knows(self) -> None:
        found = view(given(hoped("2,000,000")), Perspective.COMPANY)
        assert (found.word, found.basis) == ("unknown", None)

    @drawn(st.integers(2_000_000, 9_000_000), st.integers(1, 99_000_000))
    def test_holds_exactly_from_the_share_on(self, amount: int, ours: int) -> None:
        story = given(CompanyRevenueStated(2023, money(str(ours))), paid(str(amount)))
        assert (word(story, Perspective.COMPANY) == "real") == (amount * 10 >= ours)


@pytest.mark.requirement("C-T2")
class TestPV4AShareOfTheBook:
    TENTH = under(field_sales=FieldView(share_from=Decimal("0.1")))
    MINE = on("2023-01-01", OwnerAssigned("s1"))
    HERS = on("2023-01-01", OwnerAssigned("s1"), to="bolt")

    def test_is_not_tested_where_policy_leaves_it_open(self) -> None:
        found = view(given(UNA, self.MINE, paid("200,000")), Perspective.FIELD)
        assert (found.word, "unstated, and not tested" in found.because) == ("real", True)

    def test_of_which_there_is_none_when_credits_take_it_all(self) -> None:
        credited = on("2023-04-01", RevenueRecorded(money("-200,000")), to="bolt")
        story = given(UNA, self.MINE, self.HERS, paid("200,000"), credited)
        assert word(story, Perspective.FIELD, self.TENTH, "bolt") == "unknown"

    def test_is_of_all_accounts_they_have(self) -> None:
        story = given(UNA, self.MINE, paid("200,000"), paid("1,800,001", to="bolt"))
        assert word(story, Perspective.FIELD, self.TENTH, "bolt") == "real"
        story = story.then_given(self.HERS)
        found = view(story, Perspective.FIELD, self.TENTH, "bolt")
        assert (found.word, found.facts) == ("no", ("acme@2", "acme@1"))
        assert "of the owner's book of 2023, below 10%" in found.because

    def test_nobody_knows_where_nobody_has_it(self) -> None:
        story = given(UNA, self.MINE, paid("200,000"))
        assert word(story, Perspective.FIELD, self.TENTH) == "real"
        assert word(story.then_given(StaffLeft("s1")), Perspective.FIELD, self.TENTH) == "unknown"

    def test_what_is_expected_is_measured_by_the_last_whole_year(self) -> None:
        story = given(UNA, self.MINE, self.HERS, hoped("300,000"), paid("4,000,000", to="bolt"))
        assert word(story, Perspective.FIELD, self.TENTH, "bolt") == "no"
        assert word(story, Perspective.FIELD, self.TENTH) == "unknown"


def sale(value: str | None, kind: SaleKind | None = SaleKind.ONE_TIME, day: str = "2021-05-01") -> Told:
    return on(day, OpportunityIdentified("Elephant", money(value) if value else None, sale=kind))


@pytest.mark.requirement("C-T3")
class TestPV5NewBusiness:
    def test_a_large_sale_made_once_won_within_three_years(self) -> None:
        story = given(sale("2,000,000"))
        won = view(story.then_given(on("2024-05-01", OpportunityWon("acme@1"))), Perspective.NEW_BUSINESS)
        assert (won.word, won.facts) == ("real", ("acme@1", "acme@2"))
        late = story.then_given(on("2024-05-02", OpportunityWon("acme@1"))).on("2024-06-01")
        assert word(late, Perspective.NEW_BUSINESS) == "no"

    def test_what_was_won_in_time_stays_so_once_the_years_are_over(self) -> None:
        won = given(sale("2,000,000")).then_given(on("2024-05-01", OpportunityWon("acme@1")))
        assert word(won.on("2026-01-01"), Perspective.NEW_BUSINESS) == "real"

    def test_is_potential_while_it_is_open_within_them(self) -> None:
        story = given(sale("2,000,000"))
        assert word(story.on("2024-05-01"), Perspective.NEW_BUSINESS) == "potential"
        assert word(story.on("2024-05-02"), Perspective.NEW_BUSINESS) == "no"

    @pytest.mark.parametrize(
        ("happened", "said"),
        [
            (sale("1,999,999.99"), "no"),
            (sale("2,000,000", SaleKind.RECURRING), "no"),
            (sale("2,000,000", None), "unknown"),
            (sale(None), "unknown"),
            (sale("11,000,000"), "potential"),
        ],
    )
    def test_by_its_value_and_kind(self, happened: Told, said: str) -> None:
        assert word(given(happened).on("2022-01-01"), Perspective.NEW_BUSINESS) == said

    def test_by_the_value_as_estimated_last(self) -> None:
        story = given(sale("5,000,000"), on("2022-01-01", OpportunityEstimated("acme@1", money("5"))))
        assert word(story.on("2022-02-01"), Perspective.NEW_BUSINESS) == "no"

    def test_not_once_it_is_lost(self) -> None:
        story = given(sale("5,000,000"), on("2022-01-01", OpportunityLost("acme@1")))
        assert word(story.on("2022-02-01"), Perspective.NEW_BUSINESS) == "no"

    def test_a_single_one_and_not_several_together(self) -> None:
        story = given(sale("1,500,000"), sale("1,500,000"))
        assert word(story.on("2022-02-01"), Perspective.NEW_BUSINESS) == "no"

    def test_one_won_goes_before_one_open(self) -> None:
        story = given(sale("3,000,000"), sale("2,000,000"), on("2022-01-01", OpportunityWon("acme@2")))
        assert word(story.on("2022-02-01"), Perspective.NEW_BUSINESS) == "real"


@pytest.mark.requirement("C-T4")
class TestPV6InsideSales:
    @pytest.mark.parametrize(
        ("happened", "amount", "said"),
        [
            (ChannelSet(Channel.INSIDE), "100,000", "real"),
            (ChannelSet(Channel.INSIDE), "99,999.99", "no"),
            (ChannelSet(Channel.DIRECT), "900,000", "no"),
            (ChannelSet(Channel.PARTNER), "1,000,000", "real"),
            (ChannelSet(Channel.PARTNER), "999,999.99", "no"),
            (RelationStated(Relation.DISTRIBUTION), "1,000,000", "real"),
            (RelationStated(Relation.DISTRIBUTION), "999,999.99", "no"),
        ],
    )
    def test_by_channel_and_volume(self, happened: Event[Any], amount: str, said: str) -> None:
        assert word(given(happened, paid(amount)), Perspective.INSIDE) == said

    def test_the_numbers_are_policy(self) -> None:
        terms = under(inside_sales=InsideView(annual_from=5, volume_from=9))
        assert word(given(ChannelSet(Channel.INSIDE), paid("5")), Perspective.INSIDE, terms) == "real"
        assert word(given(ChannelSet(Channel.PARTNER), paid("8")), Perspective.INSIDE, terms) == "no"


@pytest.mark.requirement("C-T5")
class TestPV7National:
    HERE, THERE = SiteAdded("Leeds"), SiteAdded("Lyon", "FR", buys=True)

    def test_by_its_open_sites(self) -> None:
        found = view(given(self.HERE, self.THERE, paid("1")), Perspective.NATIONAL)
        assert (found.word, found.facts) == ("real", ("acme@1", "acme@2"))
        assert word(given(self.HERE, paid("1")), Perspective.NATIONAL) == "no"
        shut = given(self.HERE, self.THERE, SiteClosed("acme@2"), paid("1"))
        assert word(shut, Perspective.NATIONAL) == "no"

    def test_or_by_where_they_decide_what_to_buy(self) -> None:
        terms = under(national=NationalView(sites=9, buying=1))
        assert word(given(self.THERE, paid("1")), Perspective.NATIONAL, terms) == "real"
        assert word(given(self.HERE, paid("1")), Perspective.NATIONAL, terms) == "no"

    @pytest.mark.requirement("C-D4")
    def test_potentially_as_long_as_nothing_was_bought(self) -> None:
        assert word(given(self.HERE, self.THERE), Perspective.NATIONAL) == "potential"
        credited = given(self.HERE, self.THERE, paid("5"), paid("-5"))
        assert word(credited, Perspective.NATIONAL) == "real"
        assert word(given(self.HERE, self.THERE, paid("-1")), Perspective.NATIONAL) == "potential"


@pytest.mark.requirement("C-D1")
class TestPV8OnlyInsideSalesHasPartners:
    STORY = given(
        BIG,
        RelationStated(Relation.ALLIANCE),
        paid("5,000,000"),
        SiteAdded("Leeds"),
        SiteAdded("Lyon"),
        sale("5,000,000", day="2024-01-01"),
    )

    def words(self, terms: Terms) -> list[str]:
        return [found.word for found in views(self.STORY.account, terms, portfolio(self.STORY.programme, ()))]

    def test_on_the_supply_side(self) -> None:
        assert self.words(TERMS) == ["no", "no", "no", "real", "no"]
        assert view(self.STORY, Perspective.COMPANY).facts == ("acme@1",)

    def test_unless_policy_counts_that_side(self) -> None:
        both = evolve(TERMS, qualification=evolve(TERMS.qualification, sides=tuple(Side)))
        assert self.words(both) == ["real", "real", "potential", "real", "real"]


@pytest.mark.requirement("C-T0")
class TestPV9UnknownIsNotNo:
    def test_without_a_channel(self) -> None:
        assert word(given(paid("100,000")), Perspective.INSIDE) == "unknown"
        assert word(given(paid("99,999")), Perspective.INSIDE) == "no"

    def test_without_a_site(self) -> None:
        assert word(given(), Perspective.NATIONAL) == "unknown"

    def test_one_sale_of_unknown_kind_goes_before_one_too_small(self) -> None:
        story = given(sale("5"), sale("5,000,000", None)).on("2022-01-01")
        assert word(story, Perspective.NEW_BUSINESS) == "unknown"

    def test_a_small_year_does_not_settle_what_is_unknown_of_another(self) -> None:
        story = given(paid("5"), on("2024-01-02", RevenueExpected(2025, money("100,000"), "hope")))
        assert word(story, Perspective.INSIDE) == "unknown"

    def test_what_holds_on_what_is_expected_goes_before_what_is_unknown(self) -> None:
        story = given(CompanyRevenueStated(2022, money("1")), hoped("3,000,000", 2024))
        story = story.then_given(hoped("2,500,000", 2025))
        assert word(story, Perspective.COMPANY) == "potential"


@pytest.mark.requirement("C-T1", "C-T2")
class TestPV10SomeWeeksAreNoYear:
    PAID = (paid("2,100,000"), paid("98,000,000", to="bolt"), paid("2,100,000", "2024-01-05"))

    def test_who_pays_first_in_january_is_not_the_whole_company(self) -> None:
        found = view(given(*self.PAID).on("2024-01-05"), Perspective.COMPANY, TERMS, "bolt")
        assert (found.word, found.year) == ("no", 2023)
        assert "2.1% of what this ledger adds up to of 2023, below 10%" in found.because

    def test_nor_when_the_last_year_was_stated(self) -> None:
        ours = on("2024-01-02", CompanyRevenueStated(2023, money("100,000,000")))
        story = given(ours, paid("2,100,000", "2024-01-05"))
        found = view(story.on("2024-01-05"), Perspective.COMPANY)
        assert (found.word, found.facts) == ("no", ("acme@1", "programme@2"))
        assert "2.1% of the company's revenue of 2023" in found.because

    def test_what_was_stated_for_the_running_year_stands(self) -> None:
        story = given(BIG, CompanyRevenueStated(2024, money("40,000,000")), paid("4,000,000", "2024-01-05"))
        assert "10.0% of the company's revenue of 2024" in view(story, Perspective.COMPANY).because
        story = given(BIG, CompanyRevenueStated(2024, money("40,000,000")), hoped("4,000,000", 2024))
        assert "10.0% of the company's revenue of 2024" in view(story, Perspective.COMPANY).because

    def test_a_year_that_brought_more_already_measures_itself(self) -> None:
        story = given(*self.PAID, paid("200,000,000", "2024-02-01", to="bolt"))
        found = view(story.about("acme"), Perspective.COMPANY, TERMS, "bolt")
        assert (found.word, found.year) == ("no", 2023)
        first = given(paid("2,100,000", "2024-01-05"), paid("6,300,000", "2024-01-05", to="bolt"))
        found = view(first, Perspective.COMPANY, TERMS, "bolt")
        assert "25.0% of what this ledger adds up to so far of 2024" in found.because

    def test_a_book_is_no_smaller_in_january(self) -> None:
        terms = under(field_sales=FieldView(share_from=Decimal("0.5")))
        hers = [on("2023-01-01", OwnerAssigned("s1"), to=key) for key in ("acme", "bolt")]
        story = given(UNA, *hers, paid("900,000", to="bolt"), paid("300,000", "2024-01-05"))
        assert word(story, Perspective.FIELD, terms, "bolt") == "no"
        story = story.then_given(paid("600,000", "2024-02-05"))
        assert word(story, Perspective.FIELD, terms, "bolt") == "real"

    @drawn(st.integers(0, 3_000_000), st.integers(0, 3_000_000), st.integers(0, 3_000_000))
    def test_what_others_pay_never_makes_an_account_major(self, last: int, soon: int, more: int) -> None:
        told = [paid("2,000,000", "2024-01-05"), paid(str(last), to="bolt")]
        told += [paid(str(soon), "2024-02-01", to="bolt")]
        before = view(given(*told), Perspective.COMPANY, TERMS, "bolt").holds
        after = given(*told, paid(str(more), "2024-02-02", to="bolt"))
        assert before or not view(after, Perspective.COMPANY, TERMS, "bolt").holds


@drawn(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-50, 60), st.integers(2022, 2024)), max_size=9),
    st.sets(st.sampled_from("abc")),
)
def test_what_all_bring_and_each_book_are_the_sums_of_what_each_account_brings(
    payments: list[tuple[str, int, int]], hers: set[str]
) -> None:
    story = given(
        UNA,
        *(paid(str(amount), f"{year}-02-02", to=key) for key, amount, year in payments),
        *(on("2024-01-01", OwnerAssigned("s1"), to=key) for key in sorted(hers)),
    )
    found = portfolio(story.programme, [story.account.other(key) for key in "abc"])
    for year in (2022, 2023, 2024):
        assert found.years.get(year, Takings()).net == sum(a for _, a, y in payments if y == year)
        book = found.books.get("s1", {}).get(year, Takings())
        assert book.net == sum(a for key, a, y in payments if y == year and key in hers)

"""The rules of rates of exchange."""

from __future__ import annotations

import datetime as dt
import random
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain import index
from majoracct.domain.account.facets import FACETS, years_back
from majoracct.domain.account.forecast import RevenueExpected, expected
from majoracct.domain.account.investment import InvestmentMade, Purpose, invested
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import Opportunities, OpportunityEstimated, OpportunityIdentified
from majoracct.domain.account.profile import AccountOpened, FinancialStatementFiled, Profile, StatementKind
from majoracct.domain.account.quotas import QuotaSet, attained
from majoracct.domain.account.revenue import Revenue, RevenueRecorded, Takings, by_year
from majoracct.domain.account.value import Measure, Value, ValueDocumented
from majoracct.domain.account.wallet import WalletEstimated, wallets
from majoracct.domain.assessments.perspectives import portfolio, views
from majoracct.domain.assessments.roster import growth
from majoracct.domain.assessments.threshold import Basis, met, yearly
from majoracct.domain.assessments.tiers import maturity_of
from majoracct.domain.assessments.unifying import biggest, size_or_significance, unifying_test
from majoracct.domain.checks.contradiction import CHECK as CONTRADICTION
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.past import Facts, Without, money_of
from majoracct.domain.programme.company import CompanyRevenueStated, company_revenue
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.rates import (
    AlreadyRated,
    ExchangeRateRecorded,
    Rate,
    RateImpossible,
    RateOfOtherCurrencies,
    Rates,
)
from majoracct.domain.programme.terms import Facet, Terms
from majoracct.domain.programme.tier_tables import Maturity
from majoracct.testing.given import DAY, Given, corrected, given, money, on

CALM = settings(deadline=None, derandomize=True, database=None, max_examples=60)
TERMS = Terms(money("1000"))
USD = ExchangeRateRecorded("USD", "GBP", Decimal("0.8"))


def rate(number: str, base: str = "USD", quote: str = "GBP") -> ExchangeRateRecorded:
    return ExchangeRateRecorded(base, quote, Decimal(number))


def dollars(amount: str) -> RevenueRecorded:
    return RevenueRecorded(money(amount, "USD"))


def net(story: Given, year: int = 2024) -> Decimal:
    return by_year(story.account)[year].net


@pytest.mark.requirement("X-11")
class TestRX1ARateThereIs:
    @pytest.mark.parametrize("number", ["0", "-1", "NaN", "Infinity", "1000000000"])
    def test_is_above_nothing_and_no_mistake_of_writing(self, number: str) -> None:
        given().when(rate(number)).then_refused(RateImpossible, "Nothing exchanges for")

    @pytest.mark.parametrize("code", ["usd", "DOLLAR", ""])
    def test_is_between_currencies(self, code: str) -> None:
        given().when(rate("1", base=code)).then_refused(RateImpossible, "no currency code")

    def test_joins_the_ledgers_with_another(self) -> None:
        given().when(rate("1", "GBP", "GBP")).then_refused(RateOfOtherCurrencies, "into itself")
        given().when(rate("1.1", "EUR", "USD")).then_refused(RateOfOtherCurrencies, "ledger is in GBP")
        given().when(rate("1.25", "GBP", "USD")).then()


@pytest.mark.requirement("X-11")
class TestRX2OneADay:
    def test_whichever_way_round(self) -> None:
        given(USD).when(rate("0.79")).then_refused(AlreadyRated, "0.8 GBP")
        given(USD).when(rate("1.27", "GBP", "USD")).then_refused(AlreadyRated)

    def test_another_day_another_rate(self) -> None:
        story = given(USD, on("2024-06-01", rate("0.5"))).on("2024-07-01")
        known = story.programme[Rates]
        assert [known.in_force("USD", "GBP", dt.date(2024, m, 1)).rate for m in (5, 6)] == [  # type: ignore[union-attr]
            Decimal("0.8"),
            Decimal("0.5"),
        ]
        assert known.in_force("USD", "GBP", DAY - dt.timedelta(days=1)) is None

    def test_a_correction_takes_its_place(self) -> None:
        story = given(USD, dollars("10"), corrected("programme@2", rate("0.7")))
        assert net(story) == Decimal("7.00")


@pytest.mark.requirement("X-11")
class TestRX3AtTheRateOfItsDay:
    def test_and_no_other(self) -> None:
        story = given(
            on("2024-01-01", USD),
            on("2024-02-01", dollars("100")),
            on("2024-03-01", rate("0.5"), dollars("100")),
        ).on("2024-12-31")
        assert net(story) == Decimal("130.00")

    def test_the_other_way_round(self) -> None:
        assert net(given(rate("1.25", "GBP", "USD"), dollars("100"))) == Decimal("80.00")

    @pytest.mark.parametrize(("amount", "told"), [("0.01", "0.00"), ("0.03", "0.02"), ("-0.03", "-0.02")])
    def test_rounded_half_even(self, amount: str, told: str) -> None:
        assert net(given(rate("0.5"), dollars(amount))) == Decimal(told)

    def test_each_by_itself_and_then_added(self) -> None:
        assert net(given(rate("0.5"), *[dollars("0.01")] * 10)) == 0

    def test_to_the_unit_of_the_currency(self) -> None:
        yen = money("1000", "JPY")
        assert net(given(rate("190.5", "GBP", "JPY"), RevenueRecorded(yen))) == Decimal("5.25")

    def test_wherever_money_is_told(self) -> None:
        ten = money("10", "USD")
        story = given(
            USD,
            OpportunityIdentified("a", ten),
            ValueDocumented(Measure.ROI, "savings", "5%", ten),
            InvestmentMade(Purpose.TEAM, ten),
            RevenueExpected(2024, ten, "orders"),
        )
        eight = money("8.00")
        assert story[Opportunities].items["acme@1"].value == eight
        assert story[Value].items["acme@2"].amount == eight
        assert invested(story.account, DAY, dt.date.max)[Purpose.TEAM] == 8
        assert expected(story.account)[2024].amount == eight

    def test_what_a_customer_states_of_itself_stays_as_stated(self) -> None:
        turnover = money("1000000", "USD")
        story = given(USD, FinancialStatementFiled(StatementKind.OTHER, turnover=turnover))
        assert story[Profile].statements[0].turnover == turnover

    def test_what_was_known_then_is_told_at_the_rate_known_then(self) -> None:
        story = given(USD, dollars("10"), corrected("programme@2", rate("0.7")))
        assert net(story.known_at(4)) == Decimal("8.00")

    def test_a_threshold_is_met_in_any_currency(self) -> None:
        story = given(USD, dollars("1250000"))
        assert met(story.account, story.programme[Policy].terms)
        assert not met(
            story.then_given(corrected("programme@2", rate("0.79"))).account, story.programme[Policy].terms
        )

    def test_a_fact_keeps_what_it_stated(self) -> None:
        story = given(USD, dollars("10"))
        assert net(story) == 8
        assert story.last.event == dollars("10")


@pytest.mark.requirement("X-11")
class TestRX4WhatNoRateTells:
    def test_is_in_no_sum(self) -> None:
        story = given(USD, dollars("10"), RevenueRecorded(money("1"))).then_given(
            FactWithdrawn("programme@2")
        )
        assert net(story) == 1

    def test_is_unknown_where_it_may_be(self) -> None:
        story = given(USD, OpportunityIdentified("a", money("10", "USD")))
        gone = story.then_given(FactWithdrawn("programme@2"))
        assert gone[Opportunities].items["acme@1"].value is None

    def test_is_shown_as_contradicted(self) -> None:
        opened = on("2024-01-01", AccountOpened("Acme"))
        story = given(opened, USD, dollars("10"))
        assert story.raised(CONTRADICTION) == []
        found = story.then_given(FactWithdrawn("programme@2")).raised(CONTRADICTION)
        assert [each.facts for each in found] == [("acme@2",)]

    def test_nor_what_is_more_than_money_can_be(self) -> None:
        story = given(USD, dollars("900000000000000"), corrected("programme@2", rate("100")))
        assert net(story) == 0
        assert by_year(story.account)[2024].untold == 1

    def test_was_paid_all_the_same(self) -> None:
        story = given(dollars("10"), dollars("-1"))
        assert by_year(story.account)[2024] == Takings(payments=2, credits=1, last="acme@1", untold=2)
        assert maturity_of(story.account, TERMS) is Maturity.NEW
        found = FACETS[Facet.PURCHASE](story.account, TERMS)
        assert (found.holds, found.facts) == (True, ("acme@1",))
        assert FACETS[Facet.NO_PURCHASE](story.account, TERMS).holds is False

    def test_may_be_much_or_little(self) -> None:
        found = FACETS[Facet.SMALL_PURCHASES](given(dollars("10")).account, TERMS)
        assert found.holds is None
        assert "and 1 in currencies that no rate tells" in found.because
        large = RevenueRecorded(TERMS.large_spend)
        assert FACETS[Facet.SMALL_PURCHASES](given(dollars("10"), large).account, TERMS).holds is False

    def test_and_so_for_the_threshold_and_what_rests_on_it(self) -> None:
        some, terms = given(dollars("10"), RevenueRecorded(money("1"))), Terms(money("5"))
        (year,) = yearly(some.account, terms)
        assert (year.reached, year.unknown, year.actual) == (None, True, money("1"))
        assert size_or_significance(some.account, terms).word == "unknown"
        largest = biggest([given(dollars("10")).account], terms, DAY)
        assert largest == {"acme": None}
        weighed = [unifying_test(some.account, terms, each)[0].word for each in (largest, {})]
        assert weighed == ["unknown", "no"]
        enough = some.then_given(RevenueRecorded(money("4")))
        (year,) = yearly(enough.account, terms)
        assert (year.reached, year.unknown) == (Basis.ACTUAL, False)
        assert size_or_significance(enough.account, terms).word == "yes"

    def test_and_so_for_all_perspectives_on_revenue(self) -> None:
        story, terms = given(dollars("10"), RevenueRecorded(money("1"))), Terms.shipped("GBP")
        among = portfolio(story.programme, [story.account])
        found = {view.perspective.value: view.word for view in views(story.account, terms, among)}
        assert {found[name] for name in ("company", "field", "inside")} == {"unknown"}
        assert among.company(2024, Basis.ACTUAL) is None
        told = given(RevenueRecorded(money("1")))
        among = portfolio(told.programme, [told.account])
        assert views(told.account, terms, among)[0].word == "no"

    def test_and_so_for_a_quota_and_growth(self) -> None:
        quota = on("2024-01-01", QuotaSet("2024", money("10")))
        (attained_,) = attained(given(quota, dollars("10")).account)
        assert (attained_.share, attained_.revenue) == (None, None)
        years = [on(f"{year}-01-01", RevenueRecorded(money("10"))) for year in (2021, 2022, 2023)]
        assert growth(given(*years).account, TERMS).share == 0
        assert growth(given(*years, on("2023-02-01", dollars("1"))).account, TERMS).share is None

    def test_nor_does_an_earlier_amount_stand_that_one_took_the_place_of(self) -> None:
        early, late = "2024-01-10", "2024-02-10"
        deal = OpportunityIdentified("depot", money("9"))
        story = given(
            on(early, QuotaSet("2024", money("10")), WalletEstimated(2024, money("10"), "them"), deal),
            on(early, RevenueExpected(2024, money("10"), "talks"), CompanyRevenueStated(2023, money("10"))),
        )
        dollars_ = money("20", "USD")
        now = story.then_given(
            on(late, QuotaSet("2024", dollars_), WalletEstimated(2024, dollars_, "them")),
            on(late, RevenueExpected(2024, dollars_, "talks"), CompanyRevenueStated(2023, dollars_)),
            on(late, OpportunityEstimated("acme@3", dollars_)),
        ).on("2024-03-01")
        account = now.account
        assert attained(account) == ()
        assert wallets(account, 2024) == ()
        assert expected(account) == {}
        assert company_revenue(now.programme, 2023) is None
        assert account[Opportunities].items["acme@3"].value is None

    def test_and_so_for_years_in_a_row(self) -> None:
        large, spans = RevenueRecorded(TERMS.large_spend), years_back(given().account, 5)
        years = spans[: TERMS.tiers.large_spend_years]
        paid = [on(start, large) for start, _ in years[1:]]
        for last, holds in ((large, True), (dollars("10"), None), (RevenueRecorded(money("10")), False)):
            story = given(*paid, on(years[0][0], last))
            assert FACETS[Facet.LARGE_CONSISTENT_SPEND](story.account, TERMS).holds is holds
        regular = [on(start, dollars("10")) for start, _ in spans[: TERMS.tiers.regular_spend_years]]
        assert FACETS[Facet.REGULAR_SPEND](given(*regular).account, TERMS).holds is True


# Promises

AMOUNTS = st.integers(-(10**9), 10**9)
CURRENCIES = st.sampled_from(["GBP", "USD", "JPY", "KWD"])
RATES = st.integers(1, 10**7).map(lambda n: Decimal(n) / 10**4)


@st.composite
def payments(draw: st.DrawFn) -> list[tuple[str, str, RevenueRecorded]]:
    """Draw payments to two accounts on four days, in any currency."""
    places = {"GBP": 2, "USD": 2, "JPY": 0, "KWD": 3}

    def paid() -> RevenueRecorded:
        currency = draw(CURRENCIES)
        return RevenueRecorded(Money(Decimal(draw(AMOUNTS)).scaleb(-places[currency]), currency))

    count = draw(st.integers(1, 8))
    days, keys = st.integers(1, 4), st.sampled_from(["acme", "bolt"])
    return [(draw(keys), f"2024-06-0{draw(days)}", paid()) for _ in range(count)]


@st.composite
def known_rates(draw: st.DrawFn) -> list[tuple[str, ExchangeRateRecorded]]:
    """Draw a rate for each currency from the first day, and others from the third, either way round."""
    found = []
    for currency in ("USD", "JPY", "KWD"):
        for day in ("2024-06-01", "2024-06-03"):
            pair = (currency, "GBP") if draw(st.booleans()) else ("GBP", currency)
            found.append((day, ExchangeRateRecorded(*pair, draw(RATES))))
    return found


def told(paid: RevenueRecorded, day: str, rates: list[tuple[str, ExchangeRateRecorded]]) -> Decimal:
    """Return what PAID comes to, worked out in another way."""
    amount, currency = paid.amount.amount, paid.amount.currency
    if currency == "GBP":
        return amount
    found = [r for d, r in rates if d <= day and currency in (r.base, r.quote)][-1]
    with localcontext(prec=60):
        value = amount * found.rate if found.quote == "GBP" else amount / found.rate
        return value.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def played(
    paid: list[tuple[str, str, RevenueRecorded]], rates: list[tuple[str, ExchangeRateRecorded]]
) -> Given:
    story = given(*(on("2024-01-01", AccountOpened(key), to=key) for key in ("acme", "bolt")))
    story = story.then_given(*(on(day, each) for day, each in rates))
    return story.then_given(*(on(day, each, to=key) for key, day, each in paid)).on("2024-12-31")


@pytest.mark.requirement("X-11")
class TestPromises:
    @CALM
    @drawn(payments(), known_rates())
    def test_the_portfolio_is_the_sum_of_its_accounts(self, paid: list, rates: list) -> None:  # type: ignore[type-arg]
        story = played(paid, rates)
        each = [
            sum((y.net for y in by_year(story.about(k).account).values()), Decimal(0))
            for k in ("acme", "bolt")
        ]
        assert sum(each) == sum(told(p, day, rates) for _, day, p in paid)
        merged = story.then_given(
            on("2024-12-01", AccountMerged("acme"), to="bolt"), on("2024-12-01", AccountAbsorbed("bolt"))
        )
        assert net(merged) == sum(each)

    @CALM
    @drawn(payments(), known_rates(), st.randoms(use_true_random=False))
    def test_the_order_of_rows_is_irrelevant(self, paid: list, rates: list, shuffled: random.Random) -> None:  # type: ignore[type-arg]
        before = by_year(played(paid, rates).account)
        shuffled.shuffle(paid)
        shuffled.shuffle(rates)
        after = by_year(played(paid, rates).account)
        assert [evolve(t, last="") for t in before.values()] == [evolve(t, last="") for t in after.values()]

    @CALM
    @drawn(payments())
    def test_at_one_to_one_it_is_the_ledgers_own(self, paid: list) -> None:  # type: ignore[type-arg]
        paid = [(k, d, p) for k, d, p in paid if p.amount.currency in ("GBP", "USD")]
        ones = [("2024-06-01", rate("1"))]
        own = [(k, d, RevenueRecorded(Money(p.amount.amount, "GBP"))) for k, d, p in paid]
        assert by_year(played(paid, ones).account) == by_year(played(own, ones).account)

    def test_a_story_learnt_later_is_told_anew(self) -> None:
        story = given(USD, dollars("10"))
        past = Facts(story.facts)
        seen = evolve(story.account, past=past)
        assert by_year(seen)[2024].net == 8
        for fact in story.then_given(on("2024-05-01", rate("0.5"))).facts[len(story.facts) :]:
            past.add(fact)
        assert by_year(seen)[2024].net == 5


@pytest.mark.requirement("X-11")
class TestOfPartOfAPast:
    @CALM
    @drawn(payments(), known_rates(), st.data())
    def test_money_is_told_as_if_the_rest_were_all(
        self,
        paid: list[tuple[str, str, RevenueRecorded]],
        rates: list[tuple[str, ExchangeRateRecorded]],
        data: st.DataObject,
    ) -> None:
        story = given(*(on(day, r) for day, r in rates), *(on(day, p, to=key) for key, day, p in paid))
        told = [f for f in story.facts if isinstance(f.event, RevenueRecorded | ExchangeRateRecorded)]
        gone = data.draw(st.lists(st.sampled_from(told), max_size=3, unique_by=lambda f: f.reference))
        part, rest = Without(Facts(story.facts), gone), Facts(f for f in story.facts if f not in gone)
        for key in ("acme", "bolt"):
            found, expected_ = part.fold(Revenue, (key,)), rest.fold(Revenue, (key,))
            assert (list(found.days), list(found.states)) == (list(expected_.days), list(expected_.states))
            assert [f.event for f in part.stated(Revenue, (key,)).facts] == [
                f.event for f in rest.stated(Revenue, (key,)).facts
            ]

    def test_and_no_more_than_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        story = given(USD, *[dollars("10")] * 3)
        past = Facts(story.facts)
        assert past.fold(Revenue, ("acme",)).states[-1].days["2024-05-01"].net == 24
        monkeypatch.setattr(Rate, "tell", None)  # not to be asked again
        part = Without(past, [story.facts[-1]])
        assert part.fold(Revenue, ("acme",)).states[-1].days["2024-05-01"].net == 16


def test_all_money_of_an_account_is_told_so_or_says_that_it_is_not() -> None:
    kept, found = [], set()
    for entry in index.events():
        if entry.kind != "account":
            continue
        event = index.event_class(entry.type)
        kept += [entry.type] if event.any_currency else []
        found |= {f"{entry.type}.{name}" for name in money_of(event)}
    assert kept == ["FinancialStatementFiled", "FirmographicsRecorded"]
    assert {"RevenueRecorded.amount", "OpportunityIdentified.value", "BenefitConfirmed.amount"} <= found

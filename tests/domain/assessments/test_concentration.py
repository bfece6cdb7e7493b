"""How concentrated the business is, one class a rule."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.coverage import Channel, ChannelSet, Relation, RelationStated
from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.assessments.concentration import (
    By,
    by_group,
    concentration,
    customers,
    pareto,
    ranked,
    satisfied,
)
from majoracct.domain.assessments.references import EIGHT_OR_TWO_HUNDRED
from majoracct.domain.assessments.threshold import Basis
from majoracct.domain.kernel import Event
from majoracct.domain.money import Money
from majoracct.domain.programme.tables import ConcentrationTerms, Side
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import Account
from majoracct.testing.given import DAY, Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
KEYS = ("a", "b", "c", "d", "e", "f")


def told(account: str, *events: Event[Any], day: str = "2024-03-01") -> Told:
    return on(day, *events, to=account)


def paid(account: str, amount: int, day: str = "2024-03-01") -> Told:
    return told(account, RevenueRecorded(Money(Decimal(amount), "GBP")), day=day)


def book(*happened: Told) -> Given:
    """Return a story of the accounts KEYS, to which this HAPPENED."""
    return given(*(told(key, AccountOpened(key), day="2020-01-01") for key in KEYS), *happened)


def accounts(story: Given) -> list[Account]:
    return [story.account.other(key) for key in KEYS if story.account.other(key).merged_into is None]


def money_of(amounts: dict[str, int]) -> dict[str, Decimal]:
    return {key: Decimal(amount) for key, amount in amounts.items()}


drawn_amounts = st.dictionaries(st.sampled_from(KEYS), st.integers(-50, 60), max_size=6).map(money_of)


@pytest.mark.requirement("C-D3")
class TestCN1TheSmallestSet:
    def test_the_largest_until_they_bring_four_fifths(self) -> None:
        story = book(*(paid(key, amount) for key, amount in zip(KEYS, (40, 30, 10, 8, 7, 5), strict=True)))
        found = pareto(accounts(story), TERMS, 2024)
        assert found.members == ("a", "b", "c")
        assert [p.cumulative for p in found.placed][:3] == [Decimal(n).scaleb(-2) for n in (40, 70, 80)]

    def test_not_one_more_than_it_takes(self) -> None:
        assert ranked(money_of({"a": 80, "b": 20}), TERMS).members == ("a",)
        assert ranked(money_of({"a": 79, "b": 21}), TERMS).members == ("a", "b")

    def test_those_that_pay_alike_go_by_key(self) -> None:
        assert ranked(money_of({"c": 10, "b": 10, "a": 10}), TERMS).placed[0].account == "a"

    def test_of_the_year_asked_only(self) -> None:
        story = book(paid("a", 90, "2023-05-05"), paid("b", 10))
        assert pareto(accounts(story), TERMS, 2024).members == ("b",)

    @pytest.mark.requirement("C-D4")
    def test_of_what_is_expected_of_a_year_not_over(self) -> None:
        expected = told("b", RevenueExpected(2024, money("900"), "hope"))
        story = book(paid("a", 90), expected)
        assert pareto(accounts(story), TERMS, 2024, Basis.EXPECTED).members == ("b",)
        over = accounts(story.on("2024-12-31"))
        assert pareto(over, TERMS, 2024, Basis.EXPECTED).members == ()

    @drawn(drawn_amounts)
    def test_no_smaller_set_brings_as_much(self, amounts: dict[str, Decimal]) -> None:
        found = ranked(amounts, TERMS)
        payers = {key: amount for key, amount in amounts.items() if amount > 0}
        wanted = Decimal("0.8") * sum(payers.values())
        assert sum(payers[key] for key in found.members) >= wanted
        for fewer in itertools.combinations(payers.values(), max(len(found.members) - 1, 0)):
            assert not payers or sum(fewer) < wanted


@pytest.mark.requirement("C-D3")
class TestCN2TheTopByCount:
    @pytest.mark.parametrize(("payers", "top"), [(1, 1), (5, 1), (6, 2), (0, 0)])
    def test_a_fifth_of_those_who_pay_rounded_up(self, payers: int, top: int) -> None:
        amounts = money_of(dict.fromkeys(KEYS[:payers], 10))
        assert len(ranked(amounts, TERMS).top) == top

    def test_who_pays_nothing_makes_it_no_longer(self) -> None:
        amounts = money_of({**dict.fromkeys(KEYS[:5], 10), "f": 0})
        assert ranked(amounts, TERMS).top == ("a",)

    def test_as_policy_says(self) -> None:
        half = evolve(TERMS, concentration=ConcentrationTerms(customers=Decimal("0.5")))
        assert ranked(money_of({"a": 9, "b": 5, "c": 3, "d": 1}), half).top == ("a", "b")


@pytest.mark.requirement("C-D1")
class TestCN3OnlyCustomers:
    STORY = book(
        paid("a", 60), paid("b", 40), told("b", RelationStated(Relation.ALLIANCE)), paid("c", 1, "2023-01-01")
    )

    def test_a_partner_on_the_supply_side_is_left_out(self) -> None:
        assert [a.key for a in customers(accounts(self.STORY), TERMS)] == ["a", "c", "d", "e", "f"]
        assert pareto(accounts(self.STORY), TERMS, 2024).paid == 60
        assert concentration(accounts(self.STORY), TERMS, 2024).paying == 1

    def test_unless_policy_counts_its_side(self) -> None:
        both = evolve(TERMS, qualification=evolve(TERMS.qualification, sides=tuple(Side)))
        assert pareto(accounts(self.STORY), both, 2024).paid == 100


@pytest.mark.requirement("C-D3")
class TestCN4WhoPaysNothingNet:
    FOUND = ranked(money_of({"a": 60, "b": 40, "c": -30, "d": 0}), TERMS)

    def test_comes_last_without_a_share(self) -> None:
        assert [p.account for p in self.FOUND.placed] == ["a", "b", "d", "c"]
        assert [p.share for p in self.FOUND.placed] == [Decimal("0.6"), Decimal("0.4"), None, None]

    def test_is_in_neither(self) -> None:
        everybody = evolve(TERMS, concentration=ConcentrationTerms(Decimal(1), Decimal(1)))
        found = ranked(money_of({"a": 60, "b": -60}), everybody)
        assert (found.members, found.top) == (("a",), ("a",))

    def test_is_added_up_apart(self) -> None:
        assert (self.FOUND.paid, self.FOUND.returned) == (Decimal(100), Decimal(-30))

    @drawn(drawn_amounts)
    def test_the_whole_is_what_each_brings(self, amounts: dict[str, Decimal]) -> None:
        found = ranked(amounts, TERMS)
        assert found.paid + found.returned == sum(amounts.values())
        assert sum(p.amount for p in found.placed) == sum(amounts.values())
        shares = sum((p.share for p in found.placed if p.share), Decimal(0))
        assert abs(shares - bool(found.paid)) < Decimal("0.0001")
        assert {p.account for p in found.placed} == set(amounts)


@pytest.mark.requirement("C-W3")
class TestCN5TheSatisfied:
    ANN, BO = (StakeholderIdentified(p, BuyingFunction.FINANCE) for p in ("p1", "p2"))
    SPONSORS = (ANN, BO, SponsorNamed("p1", "CFO", "spend"), SponsorNamed("p2", "COO", "works"))

    def judged(self, *moods: tuple[str, Satisfaction]) -> bool | None:
        return satisfied(given(*self.SPONSORS, *(SatisfactionAssessed(p, s) for p, s in moods)).account)

    def test_nobody_knows_where_nobody_was_asked(self) -> None:
        assert self.judged() is None

    def test_every_sponsor_asked_is(self) -> None:
        assert self.judged(("p1", Satisfaction.SATISFIED)) is True
        assert self.judged(("p1", Satisfaction.FULLY), ("p2", Satisfaction.SATISFIED)) is True

    @pytest.mark.parametrize("mood", [Satisfaction.PARTLY, Satisfaction.DISSATISFIED])
    def test_one_who_is_not_is_enough(self, mood: Satisfaction) -> None:
        assert self.judged(("p1", Satisfaction.FULLY), ("p2", mood)) is False

    def test_as_asked_last(self) -> None:
        assert self.judged(("p1", Satisfaction.DISSATISFIED), ("p1", Satisfaction.SATISFIED)) is True

    def test_somebody_who_does_not_sponsor_us_says_nothing(self) -> None:
        mood = SatisfactionAssessed("p1", Satisfaction.DISSATISFIED)
        assert satisfied(given(self.ANN, mood).account) is None
        assert satisfied(given(*self.SPONSORS, mood, SponsorshipEnded("p1")).account) is None


@pytest.mark.requirement("C-W2", "C-W3")
class TestCN6YearByYear:
    def test_few_or_many_with_the_same_revenue(self) -> None:
        few, many = (
            concentration(accounts(book(*(paid(key, 600 // n) for key in KEYS[:n]))), TERMS, 2024)
            for n in (2, 6)
        )
        assert (few.paying, few.hhi, few.per_customer) == (2, Decimal("0.5"), money("300"))
        assert (many.paying, many.hhi, many.per_customer) == (6, Decimal("0.166667"), money("100"))

    def test_each_year_tells_of_those_that_paid_in_it(self) -> None:
        story = book(paid("a", 60, "2022-02-02"), paid("b", 30, "2022-02-02"), paid("a", 10))
        found = dict(by_group(accounts(story), TERMS, By.YEAR, DAY))
        assert {year: (each.accounts, each.net) for year, each in found.items()} == {
            "2022": (2, Decimal(90)),
            "2024": (1, Decimal(10)),
        }

    def test_as_satisfied_as_they_were_when_it_ended(self) -> None:
        ann = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        story = book(
            told("a", ann, SponsorNamed("p1", "CFO", "spend"), day="2022-01-01"),
            told("a", SatisfactionAssessed("p1", Satisfaction.DISSATISFIED), day="2022-12-31"),
            told("a", SatisfactionAssessed("p1", Satisfaction.FULLY), day="2024-02-01"),
            *(paid("a", 10, f"{year}-03-01") for year in (2022, 2023, 2024)),
        )
        found = dict(by_group(accounts(story), TERMS, By.YEAR, DAY))
        assert [(f.satisfied, f.unsatisfied) for f in found.values()] == [(0, 1), (0, 1), (1, 0)]

    def test_or_on_the_day_and_no_later(self) -> None:
        ann = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        story = book(
            told("a", ann, SponsorNamed("p1", "CFO", "spend"), day="2022-01-01"),
            told("a", SatisfactionAssessed("p1", Satisfaction.FULLY), day="2024-06-01"),
            paid("a", 10),
        )
        [(_, found)] = by_group(accounts(story.on("2024-05-31")), TERMS, By.YEAR, dt.date(2024, 5, 31))
        assert (found.satisfied, found.unknown) == (0, 1)

    def test_a_merged_account_s_past_counts_once(self) -> None:
        story = book(
            paid("a", 60, "2022-02-02"),
            paid("b", 30, "2022-02-02"),
            told("a", AccountAbsorbed("b")),
            told("b", AccountMerged("a")),
        )
        [(_, found)] = by_group(accounts(story), TERMS, By.YEAR, DAY)
        assert (found.paying, found.net) == (1, Decimal(90))

    def test_by_tier_and_by_channel(self) -> None:
        story = book(
            paid("a", 60),
            paid("b", 30),
            told("a", TierMoved(Tier.CORE, override=True), ChannelSet(Channel.DIRECT)),
        )
        seen = accounts(story)
        tiers = {name: (f.accounts, f.net) for name, f in by_group(seen, TERMS, By.TIER, DAY)}
        assert tiers == {
            "beachhead": (1, Decimal(30)),
            "core": (1, Decimal(60)),
            "greenfield": (4, Decimal(0)),
        }
        channels = {name: (f.accounts, f.net) for name, f in by_group(seen, TERMS, By.CHANNEL, DAY)}
        assert channels == {"direct": (1, Decimal(60)), "unstated": (5, Decimal(30))}

    @drawn(
        st.lists(
            st.tuples(st.sampled_from(KEYS), st.integers(-50, 60), st.integers(2021, 2024)), max_size=10
        ),
        st.dictionaries(st.sampled_from(KEYS), st.sampled_from([*Channel]), max_size=4),
        st.dictionaries(st.sampled_from(KEYS), st.sampled_from([*Relation]), max_size=2),
    )
    def test_every_group_s_figures_are_the_sum_over_its_accounts(
        self,
        payments: list[tuple[str, int, int]],
        channels: dict[str, Channel],
        relations: dict[str, Relation],
    ) -> None:
        story = book(
            *(paid(key, amount, f"{year}-02-02") for key, amount, year in payments),
            *(told(key, ChannelSet(channel)) for key, channel in channels.items()),
            *(told(key, RelationStated(relation)) for key, relation in relations.items()),
        )
        seen = accounts(story)
        whole = concentration(seen, TERMS, 2024)
        each = [concentration([account], TERMS, 2024) for account in seen]
        for by in (By.TIER, By.CHANNEL):
            groups = [found for _, found in by_group(seen, TERMS, by, DAY)]
            for name in ("accounts", "paying", "paid", "returned", "net", "unknown"):
                total = sum(getattr(one, name) for one in each)
                assert sum(getattr(group, name) for group in groups) == getattr(whole, name) == total
        years = {int(name): found.net for name, found in by_group(seen, TERMS, By.YEAR, DAY)}
        assert years == {
            year: sum(concentration([account], TERMS, year).net for account in seen) for year in years
        }


@pytest.mark.requirement("C-W2")
@pytest.mark.requirement("X-11")
class TestCN7WhileNoRateTellsAPayment:
    def test_no_share_is_known(self) -> None:
        story = book(paid("a", 80), paid("b", 20))
        found, terms = accounts(story), TERMS
        assert [each.share for each in pareto(found, terms, 2024).placed] == [Decimal("0.8"), Decimal("0.2")]
        assert concentration(found, terms, 2024).hhi is not None
        found = accounts(story.then_given(told("b", RevenueRecorded(money("1", "USD")))))
        now = pareto(found, terms, 2024)
        assert [(each.share, each.cumulative) for each in now.placed] == [(None, None)] * 2
        assert now.paid == 100
        assert now.untold == 1
        assert concentration(found, terms, 2024).hhi is None


def test_the_reference_is_fifty_million_from_eight_not_two_hundred() -> None:
    told = EIGHT_OR_TWO_HUNDRED
    assert (told.row, told.revenue, told.few, told.many) == ("C-W2", 50_000_000, 8, 200)


def test_a_currency_without_pennies_has_none_in_its_average() -> None:
    found = concentration([], Terms.shipped("JPY"), 2024)
    assert found.per_customer is None
    assert evolve(found, paying=3, paid=Decimal(100)).per_customer == Money(Decimal(33), "JPY")

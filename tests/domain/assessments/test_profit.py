"""What the largest customers and each tier bring of the profit, as far as our cost is known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.coverage import Relation, RelationStated
from majoracct.domain.account.investment import CostOfSalesRecorded
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.profit import Earned, Top, by_tier, earned, summed, top
from majoracct.domain.assessments.references import TOP_FIVE
from majoracct.domain.programme.programme_tables import ProgrammeTerms
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import Given, given, money, on

TERMS = Terms.shipped("GBP")
calm = settings(deadline=None, derandomize=True, database=None, max_examples=60)


def told(**customers: tuple[int, int | None]) -> Given:
    """Return the story of what each paid in 2023, and what serving it cost."""
    story = given()
    for name, (paid, cost) in customers.items():
        story = story.then_given(on("2023-06-01", RevenueRecorded(money(str(paid))), to=name))
        if cost is not None:
            story = story.then_given(on("2023-12-31", CostOfSalesRecorded(money(str(cost))), to=name))
    return story


def rows(story: Given, *keys: str, year: int = 2023) -> list[Earned]:
    return earned([story.account.other(key) for key in keys], TERMS, year)


def largest(story: Given, *keys: str, terms: Terms = TERMS) -> Top:
    return top(rows(story, *keys), terms)


@pytest.mark.requirement("S-A5")
class TestPG10TheTop:
    def test_five_by_what_they_paid(self) -> None:
        story = told(a=(10, 1), b=(70, 1), c=(30, 1), d=(40, 1), e=(50, 1), f=(60, 1), g=(-5, 1))
        assert largest(story, *"abcdefg").accounts == ("b", "f", "e", "d", "c")
        two = evolve(TERMS, programme=ProgrammeTerms(top=2))
        assert largest(story, *"abcdefg", terms=two).accounts == ("b", "f")

    def test_alike_by_key_and_only_in_the_year(self) -> None:
        one = evolve(TERMS, programme=ProgrammeTerms(top=1))
        assert largest(told(b=(5, 1), a=(5, 1)), "b", "a", terms=one).accounts == ("a",)
        assert rows(told(a=(5, 1)), "a", year=2022) == []

    def test_only_on_a_side_that_policy_counts(self) -> None:
        story = told(a=(5, 1)).then_given(on("2023-01-01", RelationStated(Relation.ALLIANCE), to="a"))
        assert rows(story, "a") == []


@pytest.mark.requirement("S-A5")
class TestPG11TheirShares:
    ONE = evolve(TERMS, programme=ProgrammeTerms(top=1))

    def test_of_revenue_and_of_profit(self) -> None:
        found = largest(told(a=(60, 30), b=(40, 30)), "a", "b", terms=self.ONE)
        assert (found.revenue, found.profit) == (Decimal("0.6"), Decimal("0.75"))

    @pytest.mark.parametrize("unknown", ["a", "b"])
    def test_of_profit_unknown_while_one_is(self, unknown: str) -> None:
        costs: dict[str, tuple[int, int | None]] = {"a": (60, 30), "b": (40, 30)}
        costs[unknown] = (costs[unknown][0], None)
        found = largest(told(**costs), "a", "b", terms=self.ONE)
        assert (found.revenue, found.profit) == (Decimal("0.6"), None)
        assert (found.everybody.profit, found.everybody.unknown) == (None, (unknown,))

    @pytest.mark.requirement("X-11")
    def test_unknown_while_no_rate_tells_a_payment(self) -> None:
        dollars = on("2023-07-01", RevenueRecorded(money("1", "USD")), to="c")
        found = largest(
            told(a=(60, 30), b=(40, 30), c=(0, 30)).then_given(dollars), "a", "b", "c", terms=self.ONE
        )
        assert (found.revenue, found.profit) == (None, None)
        assert (found.everybody.unknown, found.everybody.untold) == (("c",), 1)

    def test_a_cost_without_a_payment_counts_against_it(self) -> None:
        story = told(a=(60, 30)).then_given(on("2023-02-01", CostOfSalesRecorded(money("10")), to="b"))
        assert largest(story, "a", "b").profit == Decimal("1.5")

    def test_beside_the_study(self) -> None:
        assert (TOP_FIVE.customers, TOP_FIVE.revenue, TOP_FIVE.profit) == (
            5,
            Decimal("0.22"),
            Decimal("0.21"),
        )


@pytest.mark.requirement("S-A6")
class TestPG12ProfitByTier:
    def test_may_be_above_all_or_below_nothing(self) -> None:
        story = told(a=(60, 10), b=(40, 70)).then_given(
            on("2023-01-01", TierMoved(Tier.STRATEGIC, override=True), to="a"),
            on("2023-01-01", TierMoved(Tier.CORE, override=True), to="b"),
        )
        found = by_tier(rows(story, "a", "b"))
        everybody = summed(rows(story, "a", "b"))
        assert list(found) == [Tier.STRATEGIC, Tier.CORE]
        assert [each.profit_share(everybody) for each in found.values()] == [Decimal("2.5"), Decimal("-1.5")]

    @pytest.mark.parametrize("cost", [60, 61])
    def test_of_no_profit_there_is_no_share(self, cost: int) -> None:
        everybody = summed(rows(told(a=(60, cost)), "a"))
        assert everybody.profit_share(everybody) is None

    @pytest.mark.requirement("S-W6")
    @calm
    @any_of(
        st.lists(
            st.tuples(
                st.sampled_from(Tier),
                st.integers(-50, 100),
                st.one_of(st.none(), st.integers(-50, 100)),
            ),
            max_size=8,
        )
    )
    def test_tiers_add_up_to_all(self, told: list[tuple[Tier, int, int | None]]) -> None:
        found = [
            Earned(f"a{n}", tier, Decimal(revenue), None if profit is None else Decimal(profit))
            for n, (tier, revenue, profit) in enumerate(told)
        ]
        tiers, everybody = by_tier(found), summed(found)
        assert sum(each.revenue for each in tiers.values()) == everybody.revenue
        assert sum(each.known for each in tiers.values()) == everybody.known
        assert sum(each.accounts for each in tiers.values()) == everybody.accounts
        assert (everybody.profit is None) is any(profit is None for _, _, profit in told)
        shares = [each.profit_share(everybody) for each in tiers.values()]
        if None not in shares and shares:
            assert round(sum(share for share in shares if share is not None), 9) == 1


@pytest.mark.requirement("S-A6")
class TestPG13TheTierAsTheYearEnded:
    def test_not_one_it_was_moved_to_later(self) -> None:
        story = told(a=(60, 10)).then_given(
            on("2023-01-01", TierMoved(Tier.CORE, override=True), to="a"),
            on("2024-01-01", TierMoved(Tier.STRATEGIC, override=True), to="a"),
        )
        assert [row.tier for row in rows(story, "a")] == [Tier.CORE]

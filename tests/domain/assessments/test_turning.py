"""The days on which time alone changes what is said of an account."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.facets import FACETS
from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderVerified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.turning import turns
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Facet, Terms
from majoracct.testing.given import given, money, on

SHIPPED = Terms.shipped("GBP")
SPEND = (
    Facet.PURCHASE,
    Facet.NO_PURCHASE,
    Facet.SMALL_PURCHASES,
    Facet.LARGE_CONSISTENT_SPEND,
    Facet.REGULAR_SPEND,
)
MET = dt.date(2019, 6, 30)
EVERY = (*SPEND, Facet.CONTACTS_OUT_OF_DATE)


def gated(*facets: Facet, years: int = 2) -> Terms:
    """Return terms in which these FACETS gate the core tier, over few years and for little money."""
    tiers = evolve(
        SHIPPED.tiers,
        core=facets,
        strategic=(Facet.STANDARDISED,),
        window_years=years,
        large_spend=money("100"),
        large_spend_years=years,
        regular_spend_years=years,
        contact_months=12,
    )
    return evolve(SHIPPED, tiers=tiers)


# Around the ends of February, where years and months are not of one length.
_edges = st.sampled_from([dt.date(y, m, d) for y in (2019, 2020) for m, d in ((2, 28), (3, 1), (12, 31))])
_days = st.one_of(_edges, st.just(dt.date(2020, 2, 29)), st.dates(dt.date(2019, 1, 1), dt.date(2020, 12, 31)))
_payments = st.lists(
    st.tuples(_days, st.sampled_from(["40", "60", "120", "-50", "70 USD"])), min_size=1, max_size=6
)


@pytest.mark.requirement("B-D4")
class TestRE5ADayIsNamed:
    @pytest.mark.parametrize("facet", EVERY)
    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    @for_all(payments=_payments)
    def test_when_a_facet_that_gates_a_tier_turns(
        self, payments: list[tuple[dt.date, str]], facet: Facet
    ) -> None:
        paid = [on(day, RevenueRecorded(money(*amount.split()))) for day, amount in payments]
        known = on(MET, StakeholderIdentified("p1", BuyingFunction.FINANCE), StakeholderVerified("p1", True))
        story = given(*paid, known).under(gated(facet)).on("2023-12-31")
        named, account, terms = turns(story.account), story.account, gated(facet)
        happened = {day for day, _ in payments} | {MET}
        day = min(happened)
        before = FACETS[facet](account.at(day), terms).holds
        while (day := day + dt.timedelta(days=1)) <= dt.date(2023, 12, 31):
            now = FACETS[facet](account.at(day), terms).holds
            if now != before and day not in happened:
                assert day in named, (facet, day)
            before = now

    def test_when_spend_is_no_longer_large(self) -> None:
        story = given(
            on("2019-03-01", RevenueRecorded(money("60"))),
            on("2019-04-01", RevenueRecorded(money("60"))),
            on("2020-03-20", RevenueRecorded(money("150"))),
        ).under(gated(Facet.LARGE_CONSISTENT_SPEND))
        named = turns(story.on("2023-12-31").account)
        # Two years of 120 and 150, until the first of the payments of 60 is more than two years old.
        assert {dt.date(2020, 3, 20), dt.date(2021, 3, 1)} & named == {dt.date(2021, 3, 1)}

    def test_when_spend_that_was_just_large_enough_is_so_no_longer(self) -> None:
        paid = (on(f"{year}-03-01", RevenueRecorded(money("100"))) for year in (2019, 2020))
        story = given(*paid).under(gated(Facet.LARGE_CONSISTENT_SPEND))
        assert dt.date(2021, 3, 1) in turns(story.on("2023-12-31").account)

    def test_when_a_purchase_leaves_the_window_though_no_tier_asks_for_one(self) -> None:
        story = given(on("2019-03-01", RevenueRecorded(money("100")))).under(gated(Facet.BREADTH))
        assert dt.date(2021, 3, 1) in turns(story.on("2023-12-31").account)

    def test_when_a_document_goes_out_of_date(self) -> None:
        story = given(on("2022-02-28", OrgChartFiled()))
        a_year_of_record = dt.date(2023, 2, 27)  # in which nothing was bought: spend is not regular
        assert turns(story.on("2024-02-29").account) == {a_year_of_record, dt.date(2024, 2, 29)}
        assert turns(story.on("2024-02-28").account) == {a_year_of_record}

    def test_under_a_policy_that_was_in_force_before(self) -> None:
        old = evolve(SHIPPED, qualification=evolve(SHIPPED.qualification, org_chart_months=6))
        story = given(
            on("2022-02-28", OrgChartFiled()),
            on("2022-01-01", PolicyAdopted(old)),
            on("2023-01-01", PolicyAdopted(SHIPPED)),
        )
        assert dt.date(2022, 8, 29) in turns(story.on("2024-02-29").account)

    def test_but_not_each_day_on_which_a_purchase_grows_old(self) -> None:
        weekly = [
            on(dt.date(2020, 1, 1) + dt.timedelta(days=7 * n), RevenueRecorded(money("5"))) for n in range(60)
        ]
        assert len(turns(given(*weekly).on("2024-12-31").account)) < 5

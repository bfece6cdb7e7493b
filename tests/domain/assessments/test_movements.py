"""What moved about each account between two views of the portfolio, and what it comes to."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.account.claims import Stage
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.movements import (
    Migration,
    Movement,
    Stood,
    migrations,
    movements,
    portfolio,
    stood,
)
from majoracct.domain.kernel import PROGRAMME, Fact
from majoracct.domain.money import Money
from majoracct.domain.past import Facts
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account
from majoracct.testing.given import Given, given, money, on
from majoracct.testing.histories import ACCOUNTS, days, facts

some = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def view(past: Facts, day: dt.date) -> dict[str, Stood]:
    """Return how every account there was on the DAY stood; merged ones among their successors'."""
    found = {}
    for key in ACCOUNTS:
        account = Account(key, day, past)
        if account.since is not None and account.since <= day and account.merged_into is None:
            found[key] = stood(account)
    return found


def of(story: Given, day: str) -> dict[str, Stood]:
    return view(story.past, dt.date.fromisoformat(day))


STORY = given(
    on("2022-01-10", RevenueRecorded(money("5"))),
    on("2022-02-10", RevenueRecorded(money("7")), to="bolt"),
    on("2023-01-10", AccountMerged("acme"), to="bolt"),
    on("2023-01-10", AccountAbsorbed("bolt")),
    on("2023-02-10", RevenueRecorded(money("11"))),
)


@pytest.mark.requirement("X-10")
class TestDI2AnAccountAgainstItself:
    def test_one_that_merged_counts_once_on_each_side(self) -> None:
        before, after = of(STORY, "2022-12-31"), of(STORY, "2023-12-31")
        acme, bolt = movements(before, after, {"bolt": "acme"})
        assert (acme.how, bolt.how, bolt.merged_into) == ("stayed", "merged", "acme")
        assert (bolt.before and bolt.before.line.revenue, bolt.after) == (money("7"), None)
        assert acme.after
        assert acme.after.line.revenue == money("11")

    def test_one_that_came_or_went_stands_on_one_side(self) -> None:
        [came] = movements({}, of(given(RevenueRecorded(money("5"))), "2024-05-31"), {})
        assert (came.how, came.before, came.account, came.name) == ("came", None, "acme", "acme")
        [went] = movements(of(given(RevenueRecorded(money("5"))), "2024-05-31"), {}, {})
        assert (went.how, went.after, went.name) == ("went", None, "acme")

    def test_sponsors_won_and_lost_go_by_name(self) -> None:
        story = given(
            on("2022-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann", title="CFO")),
            on("2022-01-01", StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bo", title="COO")),
            on("2022-02-01", SponsorNamed("p1", "CFO", "spend")),
            on("2023-02-01", SponsorNamed("p2", "COO", "spend")),
            on("2023-03-01", SponsorshipEnded("p1")),
        )
        [moved] = movements(of(story, "2022-12-31"), of(story, "2023-12-31"), {})
        assert (moved.won, moved.lost) == (("Bo",), ("Ann",))

    def test_a_sponsor_whose_name_changed_is_neither(self) -> None:
        [(key, there)] = of(given(RevenueRecorded(money("5"))), "2024-05-31").items()
        one, other, another = (
            {key: evolve(there, sponsors=each)} for each in ({"p1": "Ann"}, {"p1": "Anna"}, {"p2": "Ann"})
        )
        assert movements(one, other, {}) == []
        assert len(movements(one, another, {})) == 1

    def test_value_moves_by_how_far_it_came(self) -> None:
        story = given(on("2023-02-01", ValueDocumented(Measure.METRIC, "calmer", "fewer calls", money("9"))))
        story = story.then_given(on("2022-01-01", RevenueRecorded(money("1"))))
        [moved] = movements(of(story, "2022-12-31"), of(story, "2023-12-31"), {})
        assert moved.before
        assert moved.after
        assert (moved.before.value[Stage.DOCUMENTED], moved.after.value[Stage.DOCUMENTED]) == (
            money("0"),
            money("9"),
        )

    @some
    @for_all(facts(max_size=36), days(), days())
    def test_what_moved_makes_one_view_of_the_other(
        self, made: list[Fact], one: dt.date, other: dt.date
    ) -> None:
        past = Facts([Fact(PROGRAMME, 0, 0, given().facts[1].event, dt.date.min, "kim"), *made])
        before, after = view(past, one), view(past, other)
        assert movements(before, before, {}) == []
        made_of = dict(before)
        for moved in movements(before, after, {}):
            made_of.pop(moved.account, None)
            if moved.after is not None:
                made_of[moved.account] = moved.after
        assert made_of == after
        back = [Movement(m.account, m.after, m.before) for m in movements(after, before, {})]
        assert back == movements(before, after, {})


@pytest.mark.requirement("B-D4")
class TestDI3ItAddsUp:
    def test_over_a_merger(self) -> None:
        before, after = of(STORY, "2022-12-31"), of(STORY, "2023-12-31")
        assert portfolio(before.values(), "GBP").revenue == money("12")
        assert portfolio(after.values(), "GBP").revenue == money("11")
        assert (portfolio(before.values(), "GBP").accounts, portfolio(after.values(), "GBP").accounts) == (
            2,
            1,
        )

    @some
    @for_all(facts(max_size=36), days(), days())
    def test_the_portfolio_differs_by_what_its_accounts_do(
        self, made: list[Fact], one: dt.date, other: dt.date
    ) -> None:
        past = Facts([Fact(PROGRAMME, 0, 0, given().facts[1].event, dt.date.min, "kim"), *made])
        before, after = view(past, one), view(past, other)
        was, now = portfolio(before.values(), "GBP"), portfolio(after.values(), "GBP")
        nothing = Money.zero("GBP")

        def total(side: str, stage: Stage | None) -> Money:
            found = [s for m in movements(before, after, {}) if (s := getattr(m, side)) is not None]
            return sum((s.value[stage] if stage else s.line.revenue for s in found), nothing)

        assert now.revenue - was.revenue == total("after", None) - total("before", None)
        for stage in Stage:
            assert now.value[stage] - was.value[stage] == total("after", stage) - total("before", stage)


@pytest.mark.requirement("R-T5")
class TestDI4MovesOfTier:
    STORY = given(
        on("2022-01-10", RevenueRecorded(money("5"))),
        on("2023-01-10", TierMoved(Tier.CORE, override=True)),
        on("2023-02-10", RevenueRecorded(money("7")), to="bolt"),
    )

    def test_from_one_to_another_are_counted(self) -> None:
        moved = movements(of(self.STORY, "2022-12-31"), of(self.STORY, "2025-12-31"), {})
        assert migrations(moved) == [
            Migration("assigned", None, Tier.CORE, 1),
            Migration("indicated", Tier.BEACHHEAD, Tier.GREENFIELD, 1),
        ]

    def test_the_lowest_tier_left_comes_first(self) -> None:
        [there] = of(given(RevenueRecorded(money("5"))), "2024-05-31").values()

        def assigned(tier: Tier | None) -> Stood:
            return evolve(there, line=evolve(there.line, tier_assigned=tier))

        left = (Tier.STRATEGIC, None, Tier.GREENFIELD, Tier.BEACHHEAD)
        moved = [Movement(str(tier), assigned(tier), assigned(Tier.CORE)) for tier in left]
        order = [migration.before for migration in migrations(moved)]
        assert order == [None, Tier.GREENFIELD, Tier.BEACHHEAD, Tier.STRATEGIC]

    def test_but_not_of_an_account_that_came(self) -> None:
        [_, bolt] = movements(of(self.STORY, "2022-12-31"), of(self.STORY, "2023-12-31"), {})
        assert migrations([bolt]) == []

    def test_nor_of_one_that_kept_its_tier(self) -> None:
        before = of(self.STORY, "2022-12-31")
        other = {"acme": evolve(before["acme"], line=evolve(before["acme"].line, revenue=money("1")))}
        assert migrations(movements(before, other, {})) == []

"""The rules of tiers beside categories, maturity and what is ideal, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.competitor_loyalty import CompetitorLoyaltyRecorded
from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved, indicate
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.account.wallet import WalletEstimated
from majoracct.domain.account.whitespace import Provider, WhitespaceCellSet
from majoracct.domain.assessments.tiers import (
    TierLine,
    cross,
    domain_expert,
    maturity_of,
    period_of,
    playbook_of,
    revenue_category,
    rivals,
    tier_line,
)
from majoracct.domain.book.settings import LedgerCreated
from majoracct.domain.kernel import LEDGER
from majoracct.domain.money import Money
from majoracct.domain.programme.playbooks import PlaybookDefined
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import ExperienceStated, StaffIdentified
from majoracct.domain.programme.terms import Facet, Level, Seat, Terms, Tier
from majoracct.domain.programme.tier_tables import CategoryPeriod, Maturity, SegmentTerms
from majoracct.testing.given import Given, Told, given, money, on

SHIPPED = Terms.shipped("GBP")


def paid(day: str, amount: str) -> Told:
    return on(day, RevenueRecorded(money(amount)))


def line(story: Given) -> TierLine:
    return tier_line(story.account, terms(story))


def terms(story: Given) -> Terms:
    return story.account.programme[Policy].terms


def category(story: Given) -> str | None:
    return revenue_category(story.account, terms(story))[0]


def counted(period: CategoryPeriod) -> Terms:
    return evolve(SHIPPED, segments=SegmentTerms(category_period=period))


@pytest.mark.requirement("R-4", "X-1")
class TestMG1CategoryOfRevenue:
    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            ("0.99", None),
            ("1", "small"),
            ("49999.99", "small"),
            ("50000", "medium"),
            ("250000", "large"),
            ("1000000", "major"),
        ],
    )
    def test_is_the_highest_reached(self, amount: str, expected: str | None) -> None:
        assert category(given(paid("2024-05-01", amount))) == expected

    def test_none_without_revenue_and_credits_are_taken_off(self) -> None:
        assert category(given()) is None
        story = given(paid("2024-01-01", "60000"), paid("2024-02-01", "-20000"))
        found, taken = revenue_category(story.account, terms(story))
        assert (found, taken.net) == ("small", Decimal(40000))

    def test_of_the_twelve_months_up_to_the_day(self) -> None:
        story = given(paid("2023-05-02", "60000"))
        assert category(story) == "medium"
        assert category(story.on("2024-05-02")) is None

    def test_or_of_the_last_calendar_year_as_policy_says(self) -> None:
        story = given(paid("2023-01-01", "60000"), paid("2024-01-01", "5000000"))
        assert category(story.under(counted(CategoryPeriod.CALENDAR_YEAR))) == "medium"
        assert category(story.under(counted(CategoryPeriod.CALENDAR_YEAR)).on("2024-12-31")) == "major"

    def test_or_of_the_last_fiscal_year(self) -> None:
        story = given(paid("2023-04-30", "1"), paid("2023-05-01", "60000"), paid("2024-05-01", "5000000"))
        fiscal = story.under(counted(CategoryPeriod.FISCAL_YEAR))
        fiscal = evolve(
            fiscal,
            facts=tuple(
                evolve(f, event=LedgerCreated("GBP", fiscal_year_start=5)) if f.stream == LEDGER else f
                for f in fiscal.facts
            ),
        )
        assert period_of(fiscal.account, terms(fiscal)).word == "FY2024"
        found, taken = revenue_category(fiscal.account, terms(fiscal))
        assert (found, taken.net) == ("medium", Decimal(60000))
        assert period_of(fiscal.on("2024-04-29").account, terms(fiscal)).word == "FY2023"

    def test_names_and_ends_are_the_business_own(self) -> None:
        own = evolve(SHIPPED, segments=SegmentTerms(("c", "b", "a"), (0, 10, 20)))
        assert [category(given(paid("2024-05-01", a)).under(own)) for a in ("5", "10", "25")] == [
            "c",
            "b",
            "a",
        ]
        assert category(given().under(own)) == "c"

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @drawn(st.integers(-10, 2_000_000), st.integers(-10, 2_000_000))
    def test_more_revenue_is_no_lower_a_category(self, one: int, other: int) -> None:
        order = [None, *SHIPPED.segments.categories]
        low, high = sorted((one, other))
        places = [order.index(category(given(paid("2024-05-01", str(a))))) for a in (low, high)]
        assert places == sorted(places)


@pytest.mark.requirement("R-2")
class TestMG2Maturity:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            ([], Maturity.GREENFIELD),
            (["2023-05-02"], Maturity.NEW),
            (["2023-04-30"], Maturity.ESTABLISHED),
            (["2015-01-01", "2024-01-01"], Maturity.ESTABLISHED),
            (["2015-01-01"], Maturity.GREENFIELD),
        ],
    )
    def test_by_the_first_purchase_and_the_last(self, days: list[str], expected: Maturity) -> None:
        story = given(*(paid(day, "5") for day in days))
        assert maturity_of(story.account, terms(story)) is expected

    def test_by_time_alone(self) -> None:
        story = given(paid("2024-05-01", "5"))
        found = [
            line(story.on(day)).maturity for day in ("2024-04-30", "2024-05-01", "2025-05-02", "2027-05-02")
        ]
        assert found == [Maturity.GREENFIELD, Maturity.NEW, Maturity.ESTABLISHED, Maturity.GREENFIELD]

    def test_a_credit_is_no_purchase(self) -> None:
        story = given(paid("2024-05-01", "-5"))
        assert maturity_of(story.account, terms(story)) is Maturity.GREENFIELD

    def test_the_playbook_is_that_of_the_tier_assigned_else_indicated_else_of_the_maturity(self) -> None:
        parts: dict[str, Any] = dict.fromkeys(("education", "information", "selling", "support"), "so")
        old = PlaybookDefined(**parts, maturity=Maturity.GREENFIELD)
        core = PlaybookDefined(**parts, tier=Tier.CORE)
        facts = []
        for more in ([], [old], [old, core], [old, core, TierMoved(Tier.CORE, override=True)]):
            found = playbook_of(given(*more).account, SHIPPED)
            facts.append(found and found.fact)
        assert facts == [None, "programme@2", "programme@2", "programme@3"]
        assert line(given(old)).playbook == playbook_of(given(old).account, SHIPPED)


ANA = (
    StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL),
    SponsorNamed("p1", "CFO", "all capital spend"),
)
TWO_PLACES = [PresenceRecorded(Dimension.GEOGRAPHY, where) for where in ("France", "Spain")]


@pytest.mark.requirement("R-T5")
class TestMG3WhatItLacks:
    def test_is_what_keeps_it_from_the_next_tier(self) -> None:
        found = line(given(*(paid(f"{y}-05-01", "5") for y in (2022, 2023, 2024)), *TWO_PLACES))
        assert (found.indicated, found.next_tier) == (Tier.BEACHHEAD, Tier.CORE)
        assert [(v.facet, v.holds) for v in found.unmet] == [(Facet.SENIOR_RELATIONS, None)]

    def test_beside_every_facet_whether_it_gates_or_not(self) -> None:
        assert {v.facet for v in line(given()).facets} == set(Facet)

    def test_nothing_at_the_top(self) -> None:
        found = line(given(paid("2024-05-01", "5")).under(_all_strategic()))
        assert (found.indicated, found.next_tier, found.unmet) == (Tier.STRATEGIC, None, ())

    def test_beside_the_tier_assigned(self) -> None:
        found = line(given(on("2024-05-01", TierMoved(Tier.CORE, override=True), reason="a bet")))
        assert (found.indicated, found.assigned, found.overridden) == (Tier.GREENFIELD, Tier.CORE, True)
        assert found.assigned_fact == "acme@1"
        nobody = line(given())
        assert (nobody.assigned, nobody.assigned_fact) == (None, None)


def _all_strategic() -> Terms:
    return evolve(SHIPPED, tiers=evolve(SHIPPED.tiers, strategic=(Facet.PURCHASE,)))


@pytest.mark.requirement("R-T1")
class TestMG4Ideals:
    def test_are_told_and_gate_nothing(self) -> None:
        view = PerceptionAssessed("p1", Perception.GO_TO)
        story = given(paid("2024-05-01", "5"), *ANA, view).under(_all_strategic())
        found = line(story)
        assert found.indicated is Tier.STRATEGIC
        assert [(i.what, i.holds) for i in found.ideals] == [("partner", False), ("domain-expert", None)]

    def test_a_partner(self) -> None:
        found = line(given(*ANA, PerceptionAssessed("p1", Perception.PARTNER)))
        assert [i.holds for i in found.ideals] == [True, None]
        assert found.ideals[0].facts == ("acme@2", "acme@3")


HAL = StaffIdentified("hal", "Hal")
MANAGER = MemberSeated("hal", Seat.ACCOUNT_MANAGER)


@pytest.mark.requirement("R-T1")
class TestMG5TheAccountManagerAnExpert:
    def test_unknown_without_an_account_manager(self) -> None:
        found = domain_expert(given().account)
        assert (found.holds, found.facts) == (None, ())

    def test_unknown_when_nothing_says_so(self) -> None:
        found = domain_expert(given(HAL, TeamFormed(), MANAGER).account)
        assert (found.holds, found.facts) == (None, ("acme@2",))

    def test_who_holds_the_experts_seat_too(self) -> None:
        story = given(HAL, TeamFormed(), MANAGER, MemberSeated("hal", Seat.SUBJECT_EXPERT))
        found = domain_expert(story.account)
        assert (found.holds, found.facts) == (True, ("acme@2", "acme@3"))

    def test_not_by_another_expert(self) -> None:
        other = (StaffIdentified("ida", "Ida"), MemberSeated("ida", Seat.SUBJECT_EXPERT))
        assert domain_expert(given(HAL, TeamFormed(), MANAGER, *other).account).holds is None

    def test_who_has_done_an_experts_work(self) -> None:
        done = ExperienceStated("hal", Seat.SUBJECT_EXPERT, dt.date(2015, 1, 1))
        found = domain_expert(given(HAL, done, TeamFormed(), MANAGER).account)
        assert (found.holds, found.facts) == (True, ("acme@2", "programme@3"))
        managed = ExperienceStated("hal", Seat.ACCOUNT_MANAGER, dt.date(2015, 1, 1))
        assert domain_expert(given(HAL, managed, TeamFormed(), MANAGER).account).holds is None


@pytest.mark.requirement("R-T2")
class TestMG6TheWalletBeside:
    def test_is_the_last_whole_year_of_which_the_share_is_known(self) -> None:
        estimates = [WalletEstimated(year, money("400"), "a report") for year in (2021, 2022, 2024)]
        found = line(given(paid("2022-05-01", "100"), *estimates)).wallet
        assert found is not None
        assert (found.year, found.share, found.facts) == (2022, Decimal("0.25"), ("acme@3",))
        assert line(given(paid("2022-05-01", "100"))).wallet is None

    def test_beside_competitors_by_cell_and_by_turning_to_them(self) -> None:
        story = given(
            on("2021-01-01", CompetitorEngaged("Long ago plc")),
            CompetitorEngaged("other plc"),
            WhitespaceCellSet("Depots", "crews", Provider.COMPETITOR, "Rival  plc"),
            WhitespaceCellSet("Depots", "pay", Provider.COMPETITOR),
            CompetitorEngaged("RIVAL plc"),
        )
        found = rivals(story.account, SHIPPED)
        assert found.names == ("other plc", "Rival plc")
        assert found.facts == ("acme@2", "acme@3", "acme@5")


@pytest.mark.requirement("R-T2")
class TestMG9LoyalToCompetitors:
    def test_are_told_and_gate_nothing(self) -> None:
        loyal = CompetitorLoyaltyRecorded("Rival plc", department="procurement")
        story = given(paid("2024-05-01", "5"))
        found = line(story.then_given(loyal))
        assert [(tie.department, tie.competitor) for tie in found.loyal] == [("procurement", "Rival plc")]
        assert (found.indicated, found.unmet) == (line(story).indicated, line(story).unmet)
        assert line(story).loyal == ()


@pytest.mark.requirement("R-4")
class TestCategoryByTier:
    def test_every_account_is_in_one_cell(self) -> None:
        lines = [
            line(given(paid("2024-05-01", "60000"))),
            line(given(paid("2024-05-01", "70000"))),
            line(given(TierMoved(Tier.CORE, override=True))),
        ]
        found = {(c.category, c.tier): (c.accounts, c.revenue) for c in cross(lines, SHIPPED)}
        assert len(found) == 20
        assert found["medium", Tier.BEACHHEAD] == (2, Decimal(130000))
        assert found[None, Tier.CORE] == (1, Decimal(0))
        assert sum(n for n, _ in found.values()) == 3

    def test_the_tier_agrees_with_what_the_facets_indicate(self) -> None:
        good = RelationshipAssessed("p1", Strength.GOOD)
        story = given(*(paid(f"{y}-05-01", "5") for y in (2022, 2023, 2024)), *TWO_PLACES, *ANA, good)
        assert line(story).indicated is indicate(story.account, SHIPPED).tier is Tier.CORE
        assert line(story).revenue == Money(Decimal(5), "GBP")

"""Since when a criterion holds: the first day of the unbroken run that ends on the day asked (B-Q6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.criteria import CRITERIA, Criterion, holds_since, judged
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
)
from majoracct.domain.account.plan import ActionAdded, ActionDropped, PlanDrafted
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
    StakeholderLeft,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.kernel import Event, FactWithdrawn
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Aim, AimsRule, Level, QualificationTerms, Terms
from majoracct.domain.seen import Account
from majoracct.testing.given import DAY, Given, given, money, on

SHIPPED = Terms.shipped("GBP")
CHART, PRECIS = OrgChartFiled(), PrecisFiled(("building",), "They build.")
STATEMENT = FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS)
FILED = (CHART, PRECIS, STATEMENT)


def since(story: Given, number: int) -> str | None:
    """Return since when a criterion holds, under the policy of the day."""
    found = holds_since(story.account, CRITERIA[number - 1], story.account.programme[Policy].terms)
    return found.isoformat() if found else None


pytestmark = pytest.mark.requirement("B-Q6")


class TestProfileSince:
    def test_its_last_part_was_filed(self) -> None:
        story = given(on("2023-01-01", CHART), on("2023-02-01", PRECIS), on("2023-03-01", STATEMENT))
        assert since(story, 1) == "2023-03-01"
        assert since(story.on("2023-03-01"), 1) == "2023-03-01"
        assert since(story.on("2023-02-28"), 1) is None

    def test_the_day_it_was_brought_up_to_date_after_it_ran_out(self) -> None:
        story = given(on("2020-01-01", *FILED), on("2022-02-01", *FILED))
        assert since(story.on("2022-01-01"), 1) == "2020-01-01"
        assert since(story.on("2022-01-15"), 1) is None
        assert since(story, 1) is None
        assert since(story.on("2024-01-31"), 1) == "2022-02-01"

    def test_the_first_filing_when_it_was_renewed_on_the_day_it_ran_out(self) -> None:
        renewed = given(on("2020-01-01", *FILED), on("2022-01-01", *FILED))
        assert since(renewed.on("2023-06-01"), 1) == "2020-01-01"
        late = given(on("2020-01-01", *FILED), on("2022-01-02", *FILED))
        assert since(late.on("2023-06-01"), 1) == "2020-01-01"
        too_late = given(on("2020-01-01", *FILED), on("2022-01-03", *FILED))
        assert since(too_late.on("2023-06-01"), 1) == "2022-01-03"

    def test_under_the_policy_of_the_day_asked_throughout(self) -> None:
        strict = PolicyAdopted(evolve(SHIPPED, qualification=QualificationTerms(org_chart_months=6)))
        story = given(on("2023-01-01", *FILED), on("2024-01-01", CHART), on("2024-03-01", strict))
        assert since(story.on("2024-02-29"), 1) == "2023-01-01"
        assert since(story.on("2024-03-01"), 1) == "2024-01-01"

    def test_over_the_facts_known_now(self) -> None:
        story = given(on("2023-06-01", *FILED), on("2023-01-01", *FILED))
        assert since(story, 1) == "2023-01-01"
        assert since(story.known_at(5), 1) == "2023-06-01"
        assert since(story.then_given(FactWithdrawn("acme@4")), 1) == "2023-06-01"


class TestProvenSince:
    def test_the_last_result_was_documented(self) -> None:
        done = DeliveryCompleted(successful=True, title="Alpha")
        results = [ValueDocumented(m, "late payments", "31% fewer", project="acme@1") for m in Measure]
        story = given(on("2023-01-01", done, *results[:2]), on("2023-02-01", results[2]))
        assert since(story, 2) == "2023-02-01"

    def test_traction_in_the_wider_play_was_shown(self) -> None:
        play = WiderPlayDescribed("a play", "What we could become.")
        story = given(on("2023-01-01", play), on("2023-02-01", TractionEvidenced("acme@1", "a letter")))
        assert since(story, 2) == "2023-02-01"


class TestSponsoredSince:
    PEOPLE = (
        StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL),
        StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE),
        InfluenceLinked("p1", "p2", LinkKind.PEER),
    )

    def test_somebody_sponsors_us_again_after_nobody_did(self) -> None:
        first, again = SponsorNamed("p1", "CFO", "spend"), SponsorNamed("p2", "COO", "plants")
        story = given(
            on("2022-01-01", *self.PEOPLE, first),
            on("2022-06-01", SponsorshipEnded("p1")),
            on("2023-01-01", again),
        )
        assert since(story.on("2022-05-31"), 3) == "2022-01-01"
        assert since(story.on("2022-12-31"), 3) is None
        assert since(story, 3) == "2023-01-01"

    def test_unbroken_when_another_took_over_before(self) -> None:
        story = given(
            on("2022-01-01", *self.PEOPLE, SponsorNamed("p1", "CFO", "spend")),
            on("2022-06-01", SponsorNamed("p2", "COO", "plants"), SponsorshipEnded("p1")),
        )
        assert since(story, 3) == "2022-01-01"
        assert since(story.then_given(StakeholderLeft("p1")), 3) is None


class TestNextSince:
    @staticmethod
    def deal(closes: str) -> OpportunityIdentified:
        return OpportunityIdentified("a deal", money("1000000"), dt.date.fromisoformat(closes))

    def test_the_year_before_came_to_an_end(self) -> None:
        story = given(
            on("2023-03-01", self.deal("2023-12-31"), PlanDrafted("a", ("acme@1",))),
            on("2024-03-01", self.deal("2024-12-31"), PlanDrafted("b", ("acme@3",))),
        )
        assert since(story.on("2023-12-31"), 4) == "2023-03-01"
        assert since(story.on("2024-01-01"), 4) is None
        assert since(story, 4) == "2024-03-01"

    def test_a_year_ended_before_it_was_estimated_anew(self) -> None:
        """Between the year's end and the estimate it did not hold, though nothing happened in between."""
        story = given(
            on("2023-03-01", self.deal("2023-12-31"), PlanDrafted("a", ("acme@1",))),
            on("2024-03-01", OpportunityEstimated("acme@1", money("1000000"), dt.date(2024, 12, 31))),
        )
        assert since(story.on("2024-02-29"), 4) is None
        assert since(story, 4) == "2024-03-01"

    def test_unbroken_when_it_was_estimated_anew_in_time(self) -> None:
        story = given(
            on("2023-03-01", self.deal("2023-12-31"), PlanDrafted("a", ("acme@1",))),
            on("2023-12-31", OpportunityEstimated("acme@1", money("1000000"), dt.date(2024, 12, 31))),
        )
        assert since(story, 4) == "2023-03-01"

    def test_a_deal_was_lost_and_another_found(self) -> None:
        story = given(
            on("2024-01-01", self.deal("2024-12-31"), PlanDrafted("a", ("acme@1",))),
            on("2024-02-01", OpportunityLost("acme@1")),
            on("2024-03-01", self.deal("2024-12-31"), PlanDrafted("b", ("acme@4",))),
        )
        assert since(story, 4) == "2024-03-01"

    @pytest.mark.requirement("B-Q4")
    def test_its_only_opportunity_became_what_proves_value_and_another_was_found(self) -> None:
        """Delivery and results alone break the run: what they rest on is no additional opportunity."""
        done = DeliveryCompleted(successful=True, title="Alpha", opportunity="acme@1")
        results = [ValueDocumented(m, "late payments", "31% fewer", project="acme@3") for m in Measure]
        story = given(
            on("2024-01-01", self.deal("2024-12-31"), PlanDrafted("a", ("acme@1",))),
            on("2024-02-01", done, *results),
            on("2024-03-01", OpportunityIdentified("another")),
        )
        assert since(story.on("2024-01-31"), 4) == "2024-01-01"
        assert since(story.on("2024-02-01"), 4) is None
        assert since(story, 4) == "2024-03-01"


class TestActedSince:
    def test_the_last_aim_got_its_action_back(self) -> None:
        story = given(
            on("2023-01-01", *(ActionAdded("visit", aim) for aim in Aim)),
            on("2023-06-01", ActionDropped("acme@1")),
            on("2024-01-01", ActionAdded("call", Aim.CONFIDENCE)),
        )
        assert since(story.on("2023-05-31"), 5) == "2023-01-01"
        assert since(story.on("2023-06-01"), 5) is None
        assert since(story, 5) == "2024-01-01"

    def test_under_a_policy_that_asks_for_any(self) -> None:
        lax = evolve(SHIPPED, qualification=QualificationTerms(aims=AimsRule.ANY))
        assert since(given(on("2023-01-01", ActionAdded("visit", Aim.TRUST))).under(lax), 5) == "2023-01-01"

    def test_an_account_merged_into_it_that_brought_them(self) -> None:
        story = given(
            on("2023-01-01", AccountOpened("Acme")),
            on("2023-01-01", *(ActionAdded("visit", aim) for aim in Aim), to="bolt"),
            on("2023-06-01", AccountMerged("acme"), to="bolt"),
            on("2023-06-01", AccountAbsorbed("bolt")),
        )
        assert since(story.on("2023-05-31"), 5) is None
        assert since(story, 5) == "2023-06-01"


def deal(closes: int, worth: str = "1000") -> OpportunityEstimated:
    return OpportunityEstimated("acme@1", money(worth), dt.date(closes, 6, 30))


COMING_AND_GOING: tuple[Event[Any], ...] = (
    *FILED,
    *FILED,
    PlanDrafted("a", ("acme@1",)),
    PlanDrafted("b", ("acme@2",)),
    PlanDrafted("c", ("acme@1", "acme@2")),
    *(deal(year) for year in (2021, 2022, 2023, 2024)),
    OpportunityLost("acme@2"),
    SponsorNamed("p1", "CFO", "spend"),
    SponsorNamed("p2", "COO", "plants"),
    SponsorshipEnded("p1"),
    SponsorshipEnded("p2"),
    ActionAdded("visit", Aim.TRUST),
    ActionDropped("acme@9"),
)


def first_day_of_the_run(account: Account, criterion: Criterion, terms: Terms) -> dt.date | None:
    """Return the same as `holds_since`, by looking at every day."""
    since = None
    for ago in range(2000):
        day = account.on - dt.timedelta(days=ago)
        if not criterion.judge(account.at(day), terms).holds:
            break
        since = day
    return since


class TestEveryCriterion:
    @settings(max_examples=80, deadline=None, derandomize=True, database=None)
    @for_all(
        st.lists(
            st.tuples(st.dates(dt.date(2021, 1, 1), DAY), st.sampled_from(COMING_AND_GOING)),
            min_size=12,
            max_size=30,
        )
    )
    def test_held_on_each_day_since_and_not_on_the_day_before(
        self, happened: list[tuple[dt.date, Event[Any]]]
    ) -> None:
        ages = QualificationTerms(
            org_chart_months=9, precis_months=30, statement_months=14, aims=AimsRule.ANY
        )
        identified = OpportunityIdentified("a deal", money("1000"), dt.date(2022, 6, 30))
        story = given(
            on("2020-01-01", identified, identified, *TestSponsoredSince.PEOPLE),
            *(on(day, event) for day, event in happened),
        )
        terms, account = Terms(money("1000"), ages), story.account
        for criterion in CRITERIA:
            assert holds_since(account, criterion, terms) == first_day_of_the_run(account, criterion, terms)

    def test_is_judged_on_the_day(self) -> None:
        assert [v.id for v in judged(given().account, SHIPPED)] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
        assert not any(v.holds for v in judged(given().account, SHIPPED))

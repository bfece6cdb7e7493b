"""The stages of an account, one class a rule; and that days are judged as they ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.competition import CompetitionChecked, CompetitorEngaged
from majoracct.domain.account.delivery import (
    DeliveryCompleted,
    DeliveryQualityRated,
    DeliveryStarted,
    Quality,
)
from majoracct.domain.account.insider import InsiderEvidenceRecorded, InsiderKind
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
    CustomerYearSet,
    PlanningInclusionRecorded,
)
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.promises import BenchmarkAgreed, ResultMeasured
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationRevoked,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
)
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.lifecycle import Stage, in_stages, lifecycle, time_in_stages
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Aim, Level
from majoracct.testing.given import Given, given, money, on

OPENED = on("2022-01-01", AccountOpened("Acme"))
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
# acme@2 is somebody, acme@3 is identified, and won by acme@4 on 2022-06-01.
FIRST = (
    OPENED,
    on("2022-02-01", ANA, OpportunityIdentified("the first", origin=Origin.REACTION)),
    on("2022-06-01", OpportunityWon("acme@3")),
)


def held(story: Given, stage: Stage) -> list[tuple[str, str | None]]:
    """Return when the account was in STAGE, as days are written."""
    return [
        (str(s.since), str(s.until) if s.until else None)
        for s in lifecycle(story.account, story.programme[Policy].terms)
        if s.stage is stage
    ]


@pytest.mark.requirement("B-L1")
class TestLC1Penetrate:
    def test_from_the_first_fact_to_the_first_win(self) -> None:
        assert held(given(OPENED), Stage.PENETRATE) == [("2022-01-01", None)]
        assert held(given(*FIRST), Stage.PENETRATE) == [("2022-01-01", "2022-06-01")]

    def test_and_again_when_the_win_is_undone(self) -> None:
        story = given(*FIRST, on("2022-08-01", OpportunityReopened("acme@3")))
        assert held(story, Stage.PENETRATE) == [("2022-01-01", "2022-06-01"), ("2022-08-01", None)]

    def test_with_the_facts_it_began_with(self) -> None:
        (found,) = lifecycle(given(OPENED).on("2022-01-31").account, given().programme[Policy].terms)
        assert (found.facts, found.days) == (("acme@1",), 31)

    def test_not_before_anything_is_known(self) -> None:
        story = given(OPENED).on("2021-12-31")
        assert in_stages(story.account, story.programme[Policy].terms) == ()
        assert held(story, Stage.PENETRATE) == []


@pytest.mark.requirement("B-L1")
class TestLC2EarnTheRight:
    DONE = (
        on("2022-07-01", DeliveryStarted("a project", "acme@3")),  # acme@5
        on("2022-09-01", DeliveryCompleted(True, "acme@5")),
    )
    VALUE = ValueDocumented(Measure.METRIC, "shifts", "fewer", project="acme@5")

    def test_takes_a_smooth_project_and_its_value(self) -> None:
        assert held(given(*FIRST), Stage.EARN_THE_RIGHT) == [("2022-06-01", None)]
        assert held(given(*FIRST, *self.DONE), Stage.EARN_THE_RIGHT) == [("2022-06-01", None)]
        valued = on("2022-10-01", self.VALUE)
        assert held(given(*FIRST, *self.DONE, valued), Stage.EARN_THE_RIGHT) == [("2022-06-01", "2022-10-01")]

    def test_is_not_done_by_a_rough_project(self) -> None:
        rough = on("2022-09-01", DeliveryCompleted(False, "acme@5"))
        story = given(*FIRST, self.DONE[0], rough, on("2022-10-01", self.VALUE))
        assert held(story, Stage.EARN_THE_RIGHT) == [("2022-06-01", None)]

    def test_nor_by_the_value_of_something_else(self) -> None:
        other = on("2022-10-01", ValueDocumented(Measure.METRIC, "shifts", "fewer"))
        assert held(given(*FIRST, *self.DONE, other), Stage.EARN_THE_RIGHT) == [("2022-06-01", None)]

    def test_is_to_do_again_when_the_customer_says_it_was_poor(self) -> None:
        poor = on("2022-11-01", DeliveryQualityRated("acme@5", "p1", Quality.POOR))
        story = given(*FIRST, *self.DONE, on("2022-10-01", self.VALUE), poor)
        assert held(story, Stage.EARN_THE_RIGHT) == [("2022-06-01", "2022-10-01"), ("2022-11-01", None)]


@pytest.mark.requirement("B-L1")
class TestLC3Qualify:
    def test_while_a_qualification_is_open(self) -> None:
        opened = on("2022-03-01", QualificationOpened(), role="sales executive")
        refused = on("2022-04-01", QualificationRefused())
        assert held(given(OPENED, opened), Stage.QUALIFY) == [("2022-03-01", None)]
        assert held(given(OPENED, opened, refused), Stage.QUALIFY) == [("2022-03-01", "2022-04-01")]
        granted = on("2022-04-01", QualificationGranted(override=True))
        assert held(given(OPENED, opened, granted), Stage.QUALIFY) == [("2022-03-01", "2022-04-01")]

    def test_while_the_criteria_hold_and_status_is_lacking(self) -> None:
        people = on("2022-01-02", ANA, StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.C_LEVEL))
        story = given(
            OPENED,
            people,
            on(
                "2022-01-03",
                SponsorNamed("p1", "CFO", "capital"),
                InfluenceLinked("p1", "p2", LinkKind.PEER),
                WiderPlayDescribed("less waste", "plan by what sells"),  # acme@6
            ),
            on("2022-01-04", TractionEvidenced("acme@6", "the board saw it")),
            on("2022-01-05", OpportunityIdentified("the next", money("2,000,000"), dt.date(2022, 11, 1))),
            on("2022-01-06", PlanDrafted("grow", ("acme@8",))),
            on("2022-01-07", *(ActionAdded("do it", aim) for aim in Aim)),
            on("2022-01-08", OrgChartFiled(), PrecisFiled(("rails",), "what they do")),
            on("2022-01-09", FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS)),
        )
        # By time alone the year of the plan ends; the days between are the account's to be put forward.
        assert held(story, Stage.QUALIFY) == [("2022-01-09", "2023-01-01")]
        granted = story.then_given(on("2022-03-01", QualificationGranted(override=True)))
        assert held(granted, Stage.QUALIFY) == [("2022-01-09", "2022-03-01")]
        revoked = granted.then_given(on("2022-05-01", QualificationRevoked()))
        assert held(revoked, Stage.QUALIFY) == [("2022-01-09", "2022-03-01"), ("2022-05-01", "2023-01-01")]


@pytest.mark.requirement("B-L1", "B-R2")
class TestLC4Radiate:
    def test_from_the_first_win_on_whatever_is_delivered(self) -> None:
        story = given(*FIRST, on("2022-07-01", DeliveryStarted("a project", "acme@3")))
        assert held(story.on("2022-09-01"), Stage.RADIATE) == [("2022-06-01", None)]

    def test_until_we_are_outside_again_and_again_from_the_next_step(self) -> None:
        story = given(*FIRST, on("2023-03-01", ActivityLogged(SellingProcess.SELLING, "a briefing", ("p1",))))
        assert held(story.on("2023-02-01"), Stage.RADIATE) == [("2022-06-01", "2022-11-28")]
        assert held(story.on("2023-04-01"), Stage.RADIATE) == [
            ("2022-06-01", "2022-11-28"),
            ("2023-03-01", None),
        ]

    def test_not_ended_while_nobody_can_tell(self) -> None:
        story = given(*FIRST, on("2022-11-01", OpportunityIdentified("of unknown origin")))
        assert held(story.on("2023-04-01"), Stage.RADIATE) == [("2022-06-01", None)]

    def test_overlaps_with_earning_the_right(self) -> None:
        story = given(*FIRST).on("2022-06-02")
        assert in_stages(story.account, story.programme[Policy].terms) == (
            Stage.EARN_THE_RIGHT,
            Stage.RADIATE,
        )


@pytest.mark.requirement("B-L1")
class TestLC5Insider:
    EXPERT = InsiderEvidenceRecorded(InsiderKind.INDUSTRY_EXPERTISE, "a guide")
    ALIGNED = InsiderEvidenceRecorded(InsiderKind.EXECUTIVE_ALIGNMENT, "a paper")

    def test_while_both_kinds_are_in_date(self) -> None:
        story = given(OPENED, on("2022-02-01", self.EXPERT), on("2022-03-01", self.ALIGNED))
        assert held(story, Stage.INSIDER) == [("2022-03-01", "2024-02-02")]
        assert held(given(OPENED, on("2022-02-01", self.EXPERT)), Stage.INSIDER) == []
        longer = story.then_given(on("2024-01-01", self.EXPERT))
        assert held(longer, Stage.INSIDER) == [("2022-03-01", "2024-03-02")]


@pytest.mark.requirement("B-L1")
class TestLC6InertiaAndDominance:
    YEAR = (
        on("2022-02-01", ANA, CustomerYearSet(4)),
        on("2022-03-01", PlanningInclusionRecorded(2022, ("p1",))),
        on(
            "2022-03-01", CriticalSuccessFactorRecorded(2022, "shifts"), CustomerProjectInventoried(2022, "x")
        ),
    )

    def test_inertia_lasts_the_year_that_began_with_us_in_it(self) -> None:
        assert held(given(OPENED, *self.YEAR), Stage.INERTIA) == [("2022-04-01", "2023-04-01")]
        late = on("2022-04-02", CriticalSuccessFactorRecorded(2022, "shifts"))
        assert held(given(OPENED, *self.YEAR[:2], late), Stage.INERTIA) == []

    def test_dominance_while_we_outperform_and_the_customer_is_known_to_have_stayed(self) -> None:
        story = given(
            OPENED,
            on("2022-02-01", ANA, BenchmarkAgreed("m", _ONE, dt.date(2022, 6, 1), "p1")),  # acme@3
            on("2022-03-01", ResultMeasured("acme@3", _ONE + _ONE)),
            on("2022-04-01", CompetitionChecked("nobody else was asked")),
        )
        assert held(story, Stage.DOMINANCE) == [("2022-04-01", "2023-04-02")]
        away = story.then_given(on("2022-05-01", CompetitorEngaged("Bolt")))
        assert held(away, Stage.DOMINANCE) == [("2022-04-01", "2022-05-01")]


_ONE = money("1").amount


# What holds in any history

START = dt.date(2022, 1, 1)
DAYS = st.integers(0, 800).map(lambda n: START + dt.timedelta(days=n))
THINGS = st.integers(1, 9).map(lambda n: f"acme@{n}")


def _about(key: str) -> list[AccountEvent[Any]]:
    return [
        OpportunityIdentified("one", origin=Origin.CREATION),
        OpportunityIdentified("one", origin=Origin.REACTION),
        OpportunityWon(key),
        OpportunityLost(key, "Bolt"),
        OpportunityReopened(key),
        DeliveryCompleted(True, title="d"),
        ValueDocumented(Measure.METRIC, "m", "r", project=key),
        QualificationOpened(),
        QualificationRefused(),
        QualificationRevoked(),
        InsiderEvidenceRecorded(InsiderKind.INDUSTRY_EXPERTISE, "a"),
        InsiderEvidenceRecorded(InsiderKind.EXECUTIVE_ALIGNMENT, "b"),
        ActivityLogged(SellingProcess.SELLING, "a", ("p1",)),
        CustomerYearSet(7),
        PlanningInclusionRecorded(2022, ("p1",)),
        CriticalSuccessFactorRecorded(2022, "f"),
        CustomerProjectInventoried(2022, "p"),
        BenchmarkAgreed("m", _ONE, dt.date(2022, 6, 1), "p1"),
        ResultMeasured(key, _ONE + _ONE),
        CompetitionChecked("c"),
    ]


HAPPENED = st.tuples(DAYS, THINGS).flatmap(
    lambda drawn: st.sampled_from(_about(drawn[1])).map(lambda event: on(drawn[0], event))
)
BEGUN = [OPENED, on("2022-01-01", ANA, OpportunityIdentified("the first"))]
STORIES = st.lists(HAPPENED, min_size=1, max_size=10).map(lambda told: given(*BEGUN, *told).on("2024-09-01"))


@pytest.mark.requirement("B-L1")
class TestLC7EachDayAsItEnded:
    @settings(max_examples=15, deadline=None)
    @for_all(STORIES)
    def test_the_stages_are_those_judged_day_by_day(self, story: Given) -> None:
        terms = story.programme[Policy].terms
        found = lifecycle(story.account, terms)
        counted = dict.fromkeys(Stage, 0)
        for number in range((story.day - START).days + 1):
            day = START + dt.timedelta(days=number)
            now = in_stages(story.account.at(day), terms)
            assert set(now) == {
                s.stage for s in found if s.since <= day and (s.until is None or day < s.until)
            }
            for stage in now:
                counted[stage] += 1
        assert {stage: days for stage, (_, days) in time_in_stages(found).items()} == counted

    def test_time_in_stages_adds_up_over_accounts(self) -> None:
        story = given(*FIRST).on("2022-06-10")
        one = lifecycle(story.account, story.programme[Policy].terms)
        both = time_in_stages([*one, *one])
        assert both[Stage.PENETRATE] == (0, 2 * 151)
        assert both[Stage.RADIATE] == (2, 20)

"""The dossier: each criterion proven, what it would fail without, and which fact completed the five."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.criteria import CRITERIA, judged
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.account.plan import (
    ActionAdded,
    ActionDropped,
    OpportunityPlanned,
    OpportunityUnplanned,
    PlanDrafted,
)
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import QualificationGranted, Status
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
    StakeholderLeft,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.dossier import dossier
from majoracct.domain.kernel import PROGRAMME, AccountEvent, Fact, FactWithdrawn
from majoracct.domain.past import Facts, order
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Aim, AimsRule, Level, QualificationTerms, Terms
from majoracct.domain.seen import Account
from majoracct.testing.given import Given, Happened, corrected, given, money, on

FILED = (
    on("2022-01-10", OrgChartFiled()),
    on("2022-02-10", PrecisFiled(("water",), "Runs the water works.")),
    on("2022-03-10", FinancialStatementFiled(StatementKind.BALANCE_SHEET)),
)
ACTIONS = tuple(on("2022-04-01", ActionAdded(f"for {aim.value}", aim)) for aim in Aim)


def _terms(story: Given) -> Terms:
    return story.programme[Policy].terms


@pytest.mark.requirement("B-Q6")
class TestDossier:
    def test_each_criterion_has_a_verdict_and_since_when_it_holds(self) -> None:
        story = given(AccountOpened("Acme"), *FILED, *ACTIONS).on("2024-01-10")
        found = dossier(story.account, _terms(story))
        since = {c.verdict.id: c.since for c in found.criteria}
        assert since == {
            "Q1": dt.date(2022, 3, 10),
            "Q2": None,
            "Q3": None,
            "Q4": None,
            "Q5": dt.date(2022, 4, 1),
        }
        assert (found.met, found.since) == (False, None)

    def test_evidence_that_went_out_of_date_holds_no_more(self) -> None:
        story = given(AccountOpened("Acme"), *FILED).on("2024-01-11")
        [first, *_] = dossier(story.account, _terms(story)).criteria
        assert (first.verdict.holds, first.since) == (False, None)

    def test_evidence_renewed_in_time_keeps_the_run_and_renewed_too_late_begins_another(self) -> None:
        renewed = given(*FILED, on("2024-01-10", OrgChartFiled())).on("2024-02-01")
        assert dossier(renewed.account, _terms(renewed)).criteria[0].since == dt.date(2022, 3, 10)
        late = given(*FILED, on("2024-01-12", OrgChartFiled())).on("2024-02-01")
        assert dossier(late.account, _terms(late)).criteria[0].since == dt.date(2024, 1, 12)

    def test_status_is_what_was_recorded_whatever_the_criteria_say(self) -> None:
        story = given(QualificationGranted(override=True))
        found = dossier(story.account, _terms(story))
        assert (found.status, found.met) == (Status.MAJOR, False)

    def test_the_policy_is_the_fact_that_adopted_the_one_in_force_on_the_day(self) -> None:
        story = given(
            on("2020-01-01", PolicyAdopted(Terms(money("5")))), on("2015-01-01", AccountOpened("Acme"))
        )
        then, now = story.on("2019-12-31"), story.on("2020-01-01")
        assert dossier(then.account, _terms(then)).policy == "programme@1"
        assert dossier(now.account, _terms(now)).policy == "programme@2"
        assert dossier(now.account, _terms(now)).threshold == money("5")

    def test_terms_that_were_not_in_force_are_no_adopted_policy_s(self) -> None:
        story = given(on("2015-01-01", AccountOpened("Acme")))
        assert dossier(story.account, Terms(money("5"))).policy is None


# By brute force: what the dossier claims, found by trying everything


def less(account: Account, story: Given, gone: Iterable[Fact]) -> Account:
    """Return ACCOUNT over a history in which the facts GONE were never recorded, read from the start."""
    left = {f.reference for f in gone}
    held = [f for f in story.facts if f.reference not in left]
    return evolve(account, past=Facts(held, story.past.known_at))


def needed(story: Given, number: int) -> set[str]:
    """Return the live facts of any account whose sole removal makes the criterion fail."""
    account, terms, criterion = story.account, _terms(story), CRITERIA[number]
    gone = _gone(story)
    return {
        f.reference
        for f in story.facts
        if not isinstance(f.event, FactWithdrawn)
        and f.reference not in gone
        and f.stream != PROGRAMME
        and not criterion.judge(less(account, story, [f]), terms).holds
    }


def completing(story: Given, since: dt.date) -> str:
    """Return the fact of the day SINCE after which all five hold, whatever came later that day."""
    account = story.on(since).account
    of_day = sorted((f for f in story.facts if f.on == since), key=order)
    for nth in reversed(range(len(of_day))):
        if not all(v.holds for v in judged(less(account, story, of_day[nth:]), _terms(story))):
            return of_day[nth].reference
    raise AssertionError("all five held before the day began")


# Histories in which the criteria come to hold, and much may bear them out twice

PEOPLE = ("p1", "p2", "p3")
BIRTHS: tuple[Happened, ...] = (
    *(
        on("2021-01-01", StakeholderIdentified(person, BuyingFunction.FINANCE, Level.EXECUTIVE))
        for person in PEOPLE
    ),  # acme@1 to acme@3
    on("2021-01-02", DeliveryStarted("billing")),  # acme@4
    on("2021-01-02", WiderPlayDescribed("platform", "All of it on one platform.")),  # acme@5
    *(
        on("2021-01-03", OpportunityIdentified(f"deal {n}", money("600"), dt.date(2025, 6, 30)))
        for n in range(3)
    ),  # acme@6 to acme@8
    on("2021-01-04", PlanDrafted("the plan", ("acme@6", "acme@7"))),  # acme@9
    on("2021-01-04", ActionAdded("visit", Aim.TRUST)),  # acme@10
)
MERGED: tuple[Happened, ...] = (
    on("2021-01-01", AccountOpened("Bolt"), DeliveryStarted("old"), to="bolt"),
    on("2022-06-01", AccountMerged("acme"), to="bolt"),
    on("2022-06-01", AccountAbsorbed("bolt")),  # acme@11
)
DEALS = st.sampled_from([f"acme@{n}" for n in (6, 7, 8)])
WHO = st.sampled_from(PEOPLE)
PROJECT = st.sampled_from(["acme@4", "bolt@2"])
WORTH = st.sampled_from(["200", "600", "1500"]).map(money)
CLOSES = st.sampled_from([dt.date(2024, 12, 1), dt.date(2025, 6, 30), dt.date(2026, 3, 1)])
LEVELS = st.sampled_from([None, Level.EXECUTIVE, Level.STAFF])
EVENTS: st.SearchStrategy[AccountEvent[Any]] = st.one_of(
    st.just(OrgChartFiled()),
    st.just(PrecisFiled(("water",), "Runs the water works.")),
    st.just(FinancialStatementFiled(StatementKind.BALANCE_SHEET)),
    st.builds(DeliveryCompleted, st.booleans(), PROJECT),
    st.builds(DeliveryCompleted, st.just(True), title=st.just("other"), opportunity=DEALS),
    st.builds(ValueDocumented, st.sampled_from(Measure), st.just("a"), st.just("b"), project=PROJECT),
    st.builds(TractionEvidenced, st.just("acme@5"), st.just("minutes")),
    st.builds(SponsorNamed, WHO, st.just("CFO"), st.just("spend"), LEVELS),
    st.builds(SponsorNamed, WHO, st.just("CFO"), st.just("spend"), LEVELS),
    st.builds(SponsorshipEnded, WHO),
    st.builds(InfluenceLinked, WHO, WHO, st.just(LinkKind.PEER)),
    st.builds(InfluenceLinked, WHO, WHO, st.just(LinkKind.PEER)),
    st.builds(StakeholderLeft, WHO),
    st.builds(StakeholderIdentified, WHO, st.just(BuyingFunction.FINANCE), LEVELS),
    st.builds(
        OpportunityIdentified,
        st.just("more"),
        st.none() | WORTH,
        st.none() | CLOSES,
        play=st.none() | st.just("acme@5"),
    ),
    st.builds(OpportunityEstimated, DEALS, st.none() | WORTH, st.none() | CLOSES),
    st.builds(OpportunityWon, DEALS),
    st.builds(OpportunityLost, DEALS),
    st.builds(OpportunityReopened, DEALS),
    st.builds(PlanDrafted, st.just("again"), st.lists(DEALS, max_size=3).map(tuple)),
    st.builds(OpportunityPlanned, DEALS),
    st.builds(OpportunityUnplanned, DEALS),
    st.builds(ActionAdded, st.just("act"), st.sampled_from(Aim)),
    st.builds(ActionAdded, st.just("act"), st.sampled_from(Aim)),
    st.builds(ActionDropped, st.sampled_from(["acme@10", "acme@12", "acme@13"])),
)
DAYS = st.sampled_from([dt.date(2021, 6, 1), dt.date(2022, 6, 1), dt.date(2023, 6, 1)]) | st.dates(
    dt.date(2021, 2, 1), dt.date(2024, 5, 1)
)
TERMS = st.builds(
    lambda threshold, aims, months: Terms(
        money(threshold),
        QualificationTerms(org_chart_months=months, precis_months=months, statement_months=months, aims=aims),
    ),
    st.sampled_from(["600", "1000", "1200"]),
    st.sampled_from(AimsRule),
    st.sampled_from([24, 60]),
)


@st.composite
def stories(draw: st.DrawFn, *, size: int = 40, full: bool = False) -> Given:
    """Return stories of at least 30 facts, withdrawn, corrected, late and merged.

    full: all five often hold.
    """
    story = given(
        on("2020-01-01", PolicyAdopted(draw(TERMS))),
        *BIRTHS,
        *(MERGED if draw(st.booleans()) else ()),
        *(ENOUGH if full else ()),
    )
    for _ in range(draw(st.integers(30, size))):
        live = [
            f
            for f in story.facts
            if f.stream == "acme"
            and not isinstance(f.event, FactWithdrawn)
            and f.reference not in _gone(story)
        ]
        choice = draw(st.integers(0, 14)) if len(live) > 9 else 14
        if choice == 0:
            story = story.then_given(FactWithdrawn(draw(st.sampled_from(live)).reference))
        elif choice == 1:
            target = draw(st.sampled_from(live))
            moved = draw(st.none() | DAYS)
            story = story.then_given(corrected(target.reference, target.event, on=moved))
        else:
            story = story.then_given(on(draw(DAYS), draw(EVENTS)))
    return story


def _gone(story: Given) -> set[str]:
    return {f.event.target for f in story.facts if isinstance(f.event, FactWithdrawn)}


ENOUGH: tuple[Happened, ...] = (
    on("2023-05-01", OrgChartFiled(), PrecisFiled(("water",), "Runs the water works.")),
    on("2023-05-01", FinancialStatementFiled(StatementKind.BALANCE_SHEET)),
    on("2022-05-01", DeliveryCompleted(successful=True, project="acme@4")),
    *(on("2022-05-02", ValueDocumented(m, "a", "b", project="acme@4")) for m in Measure),
    on("2022-05-03", SponsorNamed("p1", "CFO", "spend"), InfluenceLinked("p1", "p2", LinkKind.PEER)),
    *(on("2022-05-04", ActionAdded(f"for {aim.value}", aim)) for aim in Aim),
)


@pytest.mark.requirement("B-Q1", "B-Q2", "B-Q3", "B-Q4", "B-Q5", "X-10")
class TestDO1FailsWithout:
    def test_a_fact_that_no_verdict_names_can_be_needed_and_one_that_it_names_need_not(self) -> None:
        story = given(*BIRTHS, *ENOUGH, on("2022-05-05", ActionAdded("again", Aim.TRUST)))
        found = dossier(story.account, Terms(money("1000")))
        assert found.criteria[2].fails_without == ("acme@1", "acme@2", "acme@18", "acme@19")
        assert found.criteria[2].verdict.facts == ("acme@18", "acme@19")
        assert found.criteria[4].fails_without == ("acme@20", "acme@21", "acme@22")
        assert "acme@10" in found.criteria[4].verdict.facts

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(st.booleans().flatmap(lambda full: stories(full=full)))
    def test_what_it_would_fail_without_is_what_brute_force_finds(self, story: Given) -> None:
        found = dossier(story.account, _terms(story))
        for number, each in enumerate(found.criteria):
            if each.verdict.holds:
                assert set(each.fails_without) == needed(story, number), each.verdict

    def test_nothing_is_named_of_a_criterion_that_does_not_hold(self) -> None:
        story = given(AccountOpened("Acme"), *FILED[:2]).on("2022-03-01")
        assert dossier(story.account, _terms(story)).criteria[0].fails_without == ()


@pytest.mark.requirement("B-Q6")
class TestDO2SinceWhenAllFive:
    def test_the_last_of_the_five_to_hold_says_since_when(self) -> None:
        found = dossier(given(*BIRTHS, *ENOUGH).account, Terms(money("1000")))
        assert [str(each.since) for each in found.criteria] == [
            "2023-05-01",
            "2022-05-02",
            "2022-05-03",
            "2021-01-04",
            "2022-05-04",
        ]
        assert found.since == dt.date(2023, 5, 1)

    @settings(max_examples=20, deadline=None, derandomize=True, database=None)
    @for_all(stories(size=36, full=True))
    def test_they_held_on_every_day_since_and_not_on_the_day_before(self, story: Given) -> None:
        found = dossier(story.account, _terms(story))
        held = [
            all(v.holds for v in judged(story.account.at(day), _terms(story)))
            for day in (story.day - dt.timedelta(days=n) for n in range(1200))
        ]
        run = held.index(False)
        assert found.since == (story.day - dt.timedelta(days=run - 1) if run else None)


@pytest.mark.requirement("B-Q6")
class TestDO3TheLastToArrive:
    def test_it_completed_the_five_whatever_came_before_and_after_it_that_day(self) -> None:
        again = on("2023-05-01", FinancialStatementFiled(StatementKind.BALANCE_SHEET), OrgChartFiled())
        found = dossier(given(*BIRTHS, *ENOUGH, again).account, Terms(money("1000")))
        assert found.completed_by == "acme@13"

    def test_what_says_the_same_again_that_day_did_not(self) -> None:
        twice = on("2023-06-01", SponsorNamed("p1", "CFO", "spend"), SponsorNamed("p1", "CEO", "all"))
        story = given(*BIRTHS, *ENOUGH, on("2022-06-01", SponsorshipEnded("p1")), twice)
        found = dossier(story.account, Terms(money("1000")))
        assert (found.completed_by, found.since) == ("acme@25", dt.date(2023, 6, 1))
        assert "acme@26" in found.criteria[2].verdict.facts

    def test_nobody_completed_what_does_not_hold(self) -> None:
        assert dossier(given(*BIRTHS).account, Terms(money("1000"))).completed_by is None

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(stories(full=True))
    def test_before_it_not_all_five_held(self, story: Given) -> None:
        found = dossier(story.account, _terms(story))
        if found.since is None:
            assert found.completed_by is None
        else:
            assert found.completed_by == completing(story, found.since)

"""The rules of whether an account has its plan, and whether that is kept up, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st
from tests.domain.account.test_approval import SALES, reviewed

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    Strength,
)
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.assessments.planning import (
    Annual,
    InCycle,
    activity_after,
    annual,
    changed_since,
    in_scope_since,
    kept_up,
)
from majoracct.domain.programme.plan_tables import PlanScope, PlanTerms
from majoracct.domain.programme.terms import Aim, Terms, Tier
from majoracct.testing.given import EARLY, Given, given, on

TERMS = Terms.shipped("GBP")
MAJOR = on("2024-01-01", QualificationGranted())
CYCLE = on("2024-02-01", CycleOpened("2024", dt.date(2025, 1, 31)))
PLAN = on("2024-02-10", PlanDrafted("two years"))


def under(**terms: Any) -> Terms:
    return evolve(TERMS, plan=PlanTerms(**terms))


def year(story: Given, day: str, terms: Terms = TERMS) -> Annual:
    return annual(story.on(day).account, terms)


@pytest.mark.requirement("S-F2", "R-U1")
class TestJP10APlanInTheCycle:
    def test_is_current_once_drafted_in_it(self) -> None:
        found = year(given(MAJOR, CYCLE, PLAN), "2024-03-01")
        assert (found.standing, found.late, found.since) == (InCycle.CURRENT, False, None)
        assert (found.plan, found.cycle, found.facts) == ("acme@3", "acme@2", ("acme@2", "acme@3"))

    @pytest.mark.parametrize(
        ("told", "standing", "since"),
        [
            ((), InCycle.NO_PLAN, "2024-01-01"),
            ((CYCLE,), InCycle.NO_PLAN, "2024-02-01"),
            ((PLAN,), InCycle.NO_CYCLE, "2024-01-01"),
            ((on("2024-01-15", PlanDrafted("old")), CYCLE), InCycle.NOT_DRAFTED, "2024-02-01"),
        ],
    )
    def test_is_missing_and_late_past_policys_days(self, told: Any, standing: InCycle, since: str) -> None:
        story, day = given(MAJOR, *told), dt.date.fromisoformat(since)
        last, after = (annual(story.on(day + dt.timedelta(n)).account, TERMS) for n in (60, 61))
        assert (last.standing, last.since) == (standing, day)
        assert (last.late, after.late) == (False, True)
        assert annual(story.on(day + dt.timedelta(61)).account, under(draft_days=61)).late is False

    def test_is_missing_since_the_cycle_before_was_closed(self) -> None:
        story = given(MAJOR, CYCLE, PLAN, on("2024-12-20", CycleClosed("acme@2")))
        found = year(story, "2025-02-01")
        assert (found.standing, found.since) == (InCycle.NO_CYCLE, dt.date(2024, 12, 20))

    def test_is_out_of_date_after_a_year_at_once(self) -> None:
        story = given(MAJOR, CYCLE, PLAN)
        assert year(story, "2025-02-10").standing is InCycle.CURRENT
        found = year(story, "2025-02-11")
        assert (found.standing, found.late) == (InCycle.OUT_OF_DATE, True)
        assert year(story, "2025-02-11", under(annual_months=18)).standing is InCycle.CURRENT

    def test_is_asked_of_the_accounts_that_policy_counts(self) -> None:
        story = given(CYCLE)
        assert year(story, "2024-12-01").late is None
        assert year(story, "2024-12-01", under(scope=PlanScope.EVERY)).late is True
        team = story.then_given(on("2024-03-01", TeamFormed()))
        assert in_scope_since(team.on("2024-12-01").account, under(scope=PlanScope.TEAM)) == dt.date(
            2024, 3, 1
        )
        assert in_scope_since(team.on("2024-12-01").account, TERMS) is None
        every = in_scope_since(story.account, under(scope=PlanScope.EVERY))
        assert every == dt.date(2024, 2, 1)

    def test_is_asked_no_more_once_status_was_revoked(self) -> None:
        revoked = given(MAJOR, on("2024-03-01", QualificationRevoked()))
        assert year(revoked, "2024-12-01").late is None


@pytest.mark.requirement("S-F3")
class TestJP11Stale:
    WORK = on("2024-03-01", ActionAdded("visit", Aim.TRUST))

    def test_without_a_plan_nothing_is(self) -> None:
        assert kept_up(given(self.WORK).account, TERMS) is None

    def test_once_left_alone_for_longer_than_policy_allows(self) -> None:
        story = given(PLAN, self.WORK)
        last = kept_up(story.on("2024-05-30").account, TERMS)
        after = kept_up(story.on("2024-05-31").account, TERMS)
        assert last is not None
        assert after is not None
        assert (last.days, last.stale, last.touch) == (90, False, "acme@2")
        assert (after.days, after.stale) == (91, True)
        longer = kept_up(story.on("2024-05-31").account, under(stale_days=91))
        assert longer is not None
        assert not longer.stale

    def test_what_is_done_touches_it_and_revises_nothing(self) -> None:
        story = given(PLAN, self.WORK, on("2024-05-20", ActionCompleted("acme@2")))
        found = kept_up(story.on("2024-08-01").account, TERMS)
        assert found is not None
        assert (found.touched, found.revised) == (dt.date(2024, 5, 20), dt.date(2024, 3, 1))

    def test_a_review_and_an_approval_touch_it(self) -> None:
        story = reviewed()
        review = kept_up(story.on("2024-05-01").account, TERMS)
        approval = kept_up(story.on("2024-04-01").when(SALES).then().on("2024-05-01").account, TERMS)
        assert review is not None
        assert approval is not None
        assert (review.touch, approval.touch) == ("acme@8", "acme@9")
        assert approval.touched == dt.date(2024, 4, 1)

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(st.integers(0, 400), st.integers(0, 400))
    def test_a_day_more_never_makes_it_fresh(self, first: int, second: int) -> None:
        story = given(PLAN, self.WORK)
        early, late = (
            kept_up(story.on(dt.date(2024, 3, 1) + dt.timedelta(n)).account, TERMS)
            for n in sorted((first, second))
        )
        assert early is not None
        assert late is not None
        assert late.stale or not early.stale


@pytest.mark.requirement("R-1")
class TestJP12OlderThanWhatItRestsOn:
    ANA = on(EARLY, StakeholderIdentified("p1", BuyingFunction.FINANCE))
    GOOD = on("2024-01-05", RelationshipAssessed("p1", Strength.GOOD))
    WORSE = on("2024-03-01", RelationshipAssessed("p1", Strength.COLD))
    CORE = on("2024-03-01", TierMoved(Tier.CORE))

    def changes(self, *told: Any, day: str = "2024-06-01", terms: Terms = TERMS) -> list[tuple[Any, ...]]:
        found = changed_since(given(*told).on(day).account, terms)
        return [(c.what, c.person, c.before, c.after, c.fact) for c in found]

    def test_a_tier_assigned_since(self) -> None:
        assert self.changes(PLAN, self.CORE) == [("tier", None, None, "core", "acme@2")]
        assert self.changes(on("2024-01-01", TierMoved(Tier.CORE)), PLAN, self.CORE) == []

    def test_how_somebody_stands_to_us(self) -> None:
        found = self.changes(self.ANA, self.GOOD, PLAN, self.WORSE)
        assert found == [("strength", "p1", "good", "cold", "acme@4")]
        same = on("2024-03-01", RelationshipAssessed("p1", Strength.GOOD))
        assert self.changes(self.ANA, self.GOOD, PLAN, same) == []

    def test_what_they_see_in_us(self) -> None:
        vendor = on("2024-01-05", PerceptionAssessed("p1", Perception.VENDOR))
        partner = on("2024-03-01", PerceptionAssessed("p1", Perception.PARTNER))
        found = self.changes(self.ANA, vendor, PLAN, partner)
        assert found == [("perception", "p1", "vendor", "partner", "acme@4")]

    def test_how_satisfied_they_are(self) -> None:
        fully = on("2024-01-05", SatisfactionAssessed("p1", Satisfaction.FULLY))
        partly = on("2024-03-01", SatisfactionAssessed("p1", Satisfaction.PARTLY))
        found = self.changes(self.ANA, fully, PLAN, partly)
        assert found == [("satisfaction", "p1", "fully", "partly", "acme@4")]
        assert self.changes(self.ANA, PLAN, partly) == []

    def test_whether_they_sponsor_us(self) -> None:
        named = SponsorNamed("p1", "CFO", "budget")
        found = self.changes(self.ANA, PLAN, on("2024-03-01", named))
        assert found == [("sponsorship", "p1", "none", "active", "acme@3")]
        ended = on("2024-03-01", SponsorshipEnded("p1"))
        found = self.changes(self.ANA, on("2024-01-05", named), PLAN, ended)
        assert found == [("sponsorship", "p1", "active", "ended", "acme@4")]

    def test_that_somebody_left_not_that_somebody_new_is_there(self) -> None:
        left = on("2024-03-01", StakeholderLeft("p1"))
        assert self.changes(self.ANA, PLAN, left) == [("place", "p1", "held", "vacant", "acme@3")]
        assert self.changes(PLAN, on("2024-03-01", StakeholderIdentified("p2", BuyingFunction.FINANCE))) == []

    def test_not_what_was_learned_first(self) -> None:
        assert self.changes(self.ANA, PLAN, self.WORSE) == []

    def test_not_once_the_plan_was_revised(self) -> None:
        for revised in (ActionAdded("visit", Aim.TRUST), GoalSet(GoalKind.ADVISER, "x", dt.date(2025, 1, 1))):
            assert self.changes(PLAN, self.CORE, on("2024-03-01", revised)) == []

    def test_not_because_an_action_was_completed(self) -> None:
        done = on("2024-04-01", ActionCompleted("acme@2"))
        found = self.changes(PLAN, on("2024-02-11", ActionAdded("visit", Aim.TRUST)), self.CORE, done)
        assert [each[0] for each in found] == ["tier"]

    def test_not_within_the_days_that_policy_gives(self) -> None:
        assert self.changes(PLAN, self.CORE, day="2024-03-31") == []
        assert len(self.changes(PLAN, self.CORE, day="2024-04-01")) == 1
        assert self.changes(PLAN, self.CORE, day="2024-04-01", terms=under(revise_days=31)) == []

    def test_not_without_a_plan(self) -> None:
        assert self.changes(self.CORE) == []


def logged(*days: str) -> list[Any]:
    return [on(day, ActivityLogged(SellingProcess.SERVICING, "visit")) for day in days]


@pytest.mark.requirement("S-G1")
class TestJP13ActivityAfterPlanning:
    BEFORE = ("2024-01-01", "2024-01-02", "2024-02-10")

    def dropped(self, *days: str, on_day: str = "2024-05-10", terms: Terms = TERMS) -> bool | None:
        found = activity_after(given(PLAN, *logged(*days)).on(on_day).account, terms)
        assert found is not None
        return found.dropped

    def test_dropped_below_policys_share(self) -> None:
        assert self.dropped(*self.BEFORE) is True
        assert self.dropped(*self.BEFORE, "2024-03-01") is True
        assert self.dropped(*self.BEFORE, "2024-03-01", "2024-03-02") is False
        assert self.dropped(*self.BEFORE, "2024-03-01", terms=under(activity_share=Decimal("0.3"))) is False

    def test_counts_the_day_of_planning_as_before_and_the_days_on_each_side(self) -> None:
        story = given(PLAN, *logged("2023-11-12", "2023-11-13", "2024-02-10", "2024-02-11", "2024-05-10"))
        found = activity_after(story.on("2024-06-01").account, TERMS)
        assert found is not None
        assert (found.before, found.after, found.until) == (2, 2, dt.date(2024, 5, 10))
        assert found.facts == ("acme@1", "acme@3", "acme@4", "acme@5", "acme@6")

    def test_unknown_until_the_days_are_over_unless_enough_was_done(self) -> None:
        assert self.dropped(*self.BEFORE, on_day="2024-05-09") is None
        assert self.dropped(*self.BEFORE, "2024-03-01", "2024-03-02", on_day="2024-03-02") is False

    def test_unknown_where_nothing_was_logged_before(self) -> None:
        assert self.dropped() is None
        assert self.dropped("2024-03-01") is None

    def test_without_a_plan_there_is_nothing_to_ask(self) -> None:
        assert activity_after(given(*logged("2024-03-01")).account, TERMS) is None

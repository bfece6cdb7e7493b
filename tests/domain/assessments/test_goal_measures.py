"""The rules of how far goals have come, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.advocacy import AnecdotePublished, AnecdoteRetired
from majoracct.domain.account.goal_progress import GoalProgressRecorded, GoalReached
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.references import ReferenceForm, ReferenceGranted
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.goal_measures import (
    GoalLine,
    GoalState,
    average_deal,
    goal_lines,
    late_goals,
)
from majoracct.domain.kernel import Evidence
from majoracct.domain.programme.goal_tables import GoalTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
DUE = dt.date(2024, 12, 31)
ANA = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE))


def goal(kind: GoalKind, day: str = "2024-01-01", **more: Any) -> Told:
    return on(day, GoalSet(kind, "a goal", more.pop("due", DUE), **more))


def paid(day: str, amount: str, **more: Any) -> Told:
    return on(day, RevenueRecorded(money(amount)), **more)


def assessed(day: str, strength: Strength) -> Told:
    return on(day, RelationshipAssessed("p1", strength))


def line(story: Given, day: str, terms: Terms = TERMS) -> GoalLine:
    (found,) = goal_lines(story.on(day).account, terms)
    return found


@pytest.mark.requirement("R-0", "R-U4")
class TestGT1Revenue:
    def test_counts_from_the_day_it_was_set_to_its_own(self) -> None:
        told = [paid(d, a) for d, a in (("2024-01-31", "7"), ("2024-12-31", "40"), ("2025-01-01", "900"))]
        story = given(goal(GoalKind.REVENUE, "2024-02-01", amount=money("100")), *told)
        assert line(story, "2024-12-30").now == money("0")
        assert line(story, "2025-02-01").now == money("40")

    def test_or_from_the_day_it_names(self) -> None:
        since = dt.date(2024, 1, 1)
        told = paid("2024-01-31", "20"), paid("2024-03-01", "-5")
        story = given(
            told[0], goal(GoalKind.REVENUE, "2024-02-01", amount=money("100"), since=since), told[1]
        )
        found = line(story, "2024-04-01")
        assert (found.then, found.now) == (money("0"), money("15"))

    @pytest.mark.requirement("X-11")
    def test_unknown_while_no_rate_tells_a_payment(self) -> None:
        dollars = on("2024-03-01", RevenueRecorded(money("60", "USD")))
        story = given(goal(GoalKind.REVENUE, amount=money("100")), paid("2024-02-01", "40"), dollars)
        found = line(story, "2024-04-01")
        assert (found.now, found.progress, found.reached) == (None, None, None)
        assert line(story, "2024-02-28").now == money("40")


@pytest.mark.requirement("R-G3", "R-O3")
class TestGT2AverageSale:
    WON = (
        on("2022-05-01", OpportunityIdentified("old", money("900")), OpportunityWon("acme@1")),
        on("2024-01-05", OpportunityIdentified("one", money("100"))),
        on("2024-01-05", OpportunityIdentified("two", money("51"))),
        on("2024-01-05", OpportunityIdentified("three")),
        on("2024-01-05", OpportunityIdentified("open", money("7000"))),
        on("2024-02-01", OpportunityWon("acme@3")),
        on("2024-03-01", OpportunityWon("acme@4"), OpportunityWon("acme@5")),
    )

    def test_is_of_what_was_won_within_policys_months(self) -> None:
        story = given(*self.WON)
        found = average_deal(story.on("2024-06-01").account, TERMS)
        assert (found.amount, found.wins, found.unknown) == (money("75.50"), 3, 1)
        assert found.facts == ("acme@7", "acme@8")
        assert average_deal(story.on("2024-02-15").account, TERMS).amount == money("100")
        longer = evolve(TERMS, goals=GoalTerms(deal_months=36))
        assert average_deal(story.on("2024-06-01").account, longer).wins == 4

    def test_unknown_without_a_win_whose_worth_is_known(self) -> None:
        assert average_deal(given(*self.WON).on("2025-06-01").account, TERMS).amount is None
        worthless = given(on("2024-01-05", OpportunityIdentified("three"), OpportunityWon("acme@1")))
        found = average_deal(worthless.on("2024-06-01").account, TERMS)
        assert (found.amount, found.wins, found.unknown) == (None, 1, 1)

    def test_is_what_a_goal_of_it_is_measured_by(self) -> None:
        story = given(*self.WON, goal(GoalKind.AVERAGE_DEAL, "2024-02-02", amount=money("200")))
        found = line(story, "2024-06-01")
        assert (found.then, found.now, found.progress) == (money("100"), money("75.50"), Decimal("-0.245"))


def present(day: str, where: str, dimension: Dimension = Dimension.GEOGRAPHY) -> Told:
    return on(day, PresenceRecorded(dimension, where))


@pytest.mark.requirement("R-G4")
class TestGT3Breadth:
    PLACES = (
        present("2024-01-01", "York"),
        present("2024-02-01", "Hull"),
        present("2024-01-01", "yards", Dimension.PROCESS),
    )

    @pytest.mark.parametrize(
        ("dimension", "then", "now"),
        [
            (None, 1, 2),
            (Dimension.GEOGRAPHY, 1, 2),
            (Dimension.PROCESS, 1, 1),
            (Dimension.ORGANISATION, None, None),
        ],
    )
    def test_counts_places_of_a_dimension(
        self, dimension: Dimension | None, then: int | None, now: int | None
    ) -> None:
        story = given(*self.PLACES, goal(GoalKind.BREADTH, "2024-01-01", count=3, dimension=dimension))
        found = line(story, "2024-03-01")
        assert (found.then, found.now, found.target) == (then, now, 3)

    @pytest.mark.requirement("R-O4")
    def test_or_the_areas_entered(self) -> None:
        areas: dict[str, Any] = {"dimension": Dimension.GEOGRAPHY, "areas": ("hull", "Leeds")}
        story = given(*self.PLACES, goal(GoalKind.BREADTH, "2024-01-01", **areas))
        found = line(story, "2024-03-01")
        assert (found.then, found.now, found.target, found.progress) == (0, 1, 2, Decimal("0.5"))
        assert found.facts == ("acme@2",)
        assert line(given(goal(GoalKind.BREADTH, **areas)), "2024-03-01").now is None


@pytest.mark.requirement("R-G1", "R-G2")
class TestGT4RelationshipsAndReferences:
    TIE = goal(GoalKind.RELATIONSHIP, "2024-01-10", person="p1", strength=Strength.TRUSTED)

    def test_stands_where_it_was_judged_last(self) -> None:
        first, later = assessed("2024-01-05", Strength.ACQUAINTED), assessed("2024-02-05", Strength.GOOD)
        found = line(given(ANA, first, self.TIE, later), "2024-03-01")
        assert (found.then, found.now) == (Strength.ACQUAINTED, Strength.GOOD)
        assert found.progress == Decimal(2) / 3

    def test_unknown_until_it_was_and_once_they_left(self) -> None:
        assert line(given(ANA, self.TIE), "2024-03-01").now is None
        gone = on("2024-02-10", StakeholderLeft("p1"))
        known = given(ANA, assessed("2024-01-05", Strength.TRUSTED), self.TIE, gone)
        assert line(known, "2024-02-09").reached is True
        assert line(known, "2024-02-10").now is None

    def test_or_somebody_who_agreed_to_speak_for_us(self) -> None:
        agreed = on("2024-01-02", ReferenceGranted("p1", ReferenceForm.CALL))
        story = given(ANA, agreed, goal(GoalKind.REFERENCE, "2024-01-01", count=1))
        found = line(story, "2024-01-02")
        assert (found.then, found.now, found.facts, found.reached) == (0, 1, ("acme@2",), True)
        left = story.then_given(on("2024-02-01", StakeholderLeft("p1")))
        assert line(left, "2024-02-01").now == 0

    def test_a_count_of_references_is_no_amount(self) -> None:
        found = line(given(goal(GoalKind.REFERENCE, count=2, amount=money("5"))), "2024-02-01")
        assert (found.target, found.now, found.reached) == (2, 0, False)

    def test_a_reference_is_a_story_in_use(self) -> None:
        value = on("2024-01-01", ValueDocumented(Measure.KPI, "late trains", "fewer"))
        told = on(
            "2024-01-02", AnecdotePublished("Saved", ("acme@2",), "p1"), evidence=(Evidence("mail.txt"),)
        )
        story = given(ANA, value, told, goal(GoalKind.REFERENCE, "2024-01-01", count=1))
        assert (line(story, "2024-01-01").now, line(story, "2024-01-02").now) == (0, 1)
        retired = story.then_given(on("2024-02-01", AnecdoteRetired("acme@3")))
        assert line(retired, "2024-02-01").now == 0


@pytest.mark.requirement("R-U4")
class TestGT5Progress:
    TIE = goal(GoalKind.RELATIONSHIP, "2024-02-01", person="p1", strength=Strength.TRUSTED)
    REVENUE = goal(GoalKind.REVENUE, "2024-02-01", amount=money("100"), since=dt.date(2024, 1, 1))

    def test_is_from_where_it_stood_when_it_was_set_as_known_then(self) -> None:
        before, later = assessed("2024-01-15", Strength.ACQUAINTED), assessed("2024-03-01", Strength.GOOD)
        late = assessed("2024-01-20", Strength.GOOD)  # recorded after the goal was set
        found = line(given(ANA, before, self.TIE, later, late), "2024-04-01")
        assert (found.then, found.now) == (Strength.ACQUAINTED, Strength.GOOD)
        assert found.progress == Decimal(2) / 3

    def test_of_revenue_from_nothing_on_the_day_it_counts_from(self) -> None:
        told = paid("2024-01-15", "20"), self.REVENUE, paid("2024-03-01", "40")
        found = line(given(*told), "2024-04-01")
        assert (found.then, found.now, found.progress) == (money("0"), money("60"), Decimal("0.6"))

    def test_of_one_that_an_account_brought_with_it(self) -> None:
        opened = on("2024-01-01", AccountOpened("Bolt"), to="bolt")
        theirs = on("2024-02-01", GoalSet(GoalKind.REVENUE, "a goal", DUE, money("100")), to="bolt")
        told = (
            opened,
            paid("2024-02-01", "50"),
            theirs,
            paid("2024-02-02", "30", to="bolt"),
            on("2024-03-01", AccountMerged("acme"), to="bolt"),
            on("2024-03-01", AccountAbsorbed("bolt")),
        )
        found = line(given(*told), "2024-03-02")
        assert (found.goal, found.then, found.now) == ("bolt@2", money("0"), money("30"))
        since = given(*told, paid("2024-03-01", "5"))  # to the whole, from the day of the merger
        assert line(since, "2024-03-02").now == money("35")

    def test_unknown_where_it_had_nowhere_to_go_or_nobody_knows(self) -> None:
        there = given(
            present("2024-01-01", "York"), goal(GoalKind.BREADTH, count=1, dimension=Dimension.GEOGRAPHY)
        )
        found = line(there, "2024-02-01")
        assert (found.progress, found.reached) == (None, True)
        blank = given(goal(GoalKind.AVERAGE_DEAL, amount=money("10")))
        assert (line(blank, "2024-02-01").progress, line(blank, "2024-02-01").on_course) == (None, None)

    def test_what_is_measured_comes_before_what_was_told(self) -> None:
        told = on("2024-02-02", GoalProgressRecorded("acme@1", Decimal("0.9")))
        found = line(given(self.REVENUE, told, paid("2024-02-03", "10")), "2024-03-01")
        assert (found.progress, found.told, found.shown) == (Decimal("0.1"), Decimal("0.9"), Decimal("0.1"))
        assert found.on_course is False
        words = given(goal(GoalKind.ADVISER), told)
        assert line(words, "2024-03-01").shown == Decimal("0.9")

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @drawn(st.integers(0, 300), st.integers(0, 300), st.integers(1, 300))
    def test_and_of_any_amounts_the_way_made_of_the_way_to_go(
        self, then: int, more: int, target: int
    ) -> None:
        told = [paid("2024-01-15", str(then))] if then else []
        revenue = goal(GoalKind.REVENUE, "2024-02-01", amount=money(str(target)), since=dt.date(2024, 1, 1))
        later = [paid("2024-03-01", str(more))] if more else []
        found = line(given(*told, revenue, *later), "2024-04-01")
        assert found.reached is (then + more >= target)
        assert found.progress == Decimal(then + more) / target


@pytest.mark.requirement("R-0", "R-U4")
class TestGT6Reached:
    def test_in_words_once_somebody_said_so(self) -> None:
        story = given(goal(GoalKind.ADVISER), on("2024-05-01", GoalReached("acme@1", "they ask first")))
        assert [line(story, day).reached for day in ("2024-04-30", "2024-05-01")] == [None, True]
        assert line(story, "2024-05-01").reached_fact == "acme@2"

    def test_in_figures_on_the_day_or_on_its_own(self) -> None:
        tie = goal(GoalKind.RELATIONSHIP, "2024-01-10", person="p1", strength=Strength.GOOD)
        story = given(ANA, tie, assessed("2024-06-01", Strength.GOOD), assessed("2025-03-01", Strength.COLD))
        days = ("2024-05-01", "2024-06-01", "2025-02-01", "2025-03-01")
        assert [line(story, day).reached for day in days] == [None, True, True, True]
        fell = given(ANA, tie, assessed("2024-06-01", Strength.GOOD), assessed("2024-07-01", Strength.COLD))
        assert line(fell, "2025-01-01").reached is False
        late = given(ANA, tie, assessed("2025-06-01", Strength.TRUSTED))
        assert [line(late, day).reached for day in ("2025-05-31", "2025-06-01")] == [None, True]

    def test_only_of_those_that_stand(self) -> None:
        story = given(goal(GoalKind.ADVISER), on("2024-05-01", GoalDropped("acme@1")))
        assert goal_lines(story.on("2024-05-01").account, TERMS) == ()


@pytest.mark.requirement("R-U2")
class TestGT7Overdue:
    STORY = given(
        goal(GoalKind.REVENUE, amount=money("100")), goal(GoalKind.ADVISER), paid("2024-05-01", "100")
    )

    def test_once_its_day_has_passed_and_nothing_shows_it_reached(self) -> None:
        assert late_goals(self.STORY.on(DUE).account, TERMS) == {}
        assert list(late_goals(self.STORY.on("2025-01-01").account, TERMS)) == ["acme@2"]
        reached = self.STORY.then_given(on("2025-02-01", GoalReached("acme@2", "they ask first")))
        assert late_goals(reached.on("2025-02-01").account, TERMS) == {}

    @pytest.mark.requirement("X-11")
    def test_not_while_no_rate_tells_a_payment_that_may_have_reached_it(self) -> None:
        dollars = on("2024-06-01", RevenueRecorded(money("1", "USD")))
        story = given(goal(GoalKind.REVENUE, amount=money("100")), paid("2024-05-01", "90"), dollars)
        (found,) = goal_lines(story.on("2025-01-01").account, TERMS)
        assert (found.state, found.on_course, found.overdue) == (GoalState.UNKNOWN, None, False)

    def test_as_each_line_says(self) -> None:
        lines = goal_lines(self.STORY.on("2025-01-01").account, TERMS)
        assert [each.state for each in lines] == [GoalState.REACHED, GoalState.OVERDUE]


@pytest.mark.requirement("R-U4")
class TestGT8OnCourse:
    HALF = dt.date(2024, 1, 10)  # the goal has ten days

    @pytest.mark.parametrize(
        ("day", "amount", "state"),
        [
            ("2024-01-05", "40", GoalState.ON_COURSE),  # half the days: 80% of half
            ("2024-01-05", "39", GoalState.BEHIND),
            ("2024-01-05", "100", GoalState.REACHED),
            ("2024-01-10", "79", GoalState.BEHIND),
            ("2024-01-11", "79", GoalState.OVERDUE),
        ],
    )
    def test_by_policys_share_of_the_days_passed(self, day: str, amount: str, state: GoalState) -> None:
        story = given(
            goal(GoalKind.REVENUE, "2024-01-01", amount=money("100"), due=self.HALF),
            paid("2024-01-02", amount),
        )
        assert line(story, day).state is state

    def test_which_policy_may_change(self) -> None:
        story = given(
            goal(GoalKind.REVENUE, "2024-01-01", amount=money("100"), due=self.HALF), paid("2024-01-02", "40")
        )
        strict = evolve(TERMS, goals=GoalTerms(course_share=Decimal(1)))
        assert line(story, "2024-01-05", strict).on_course is False

    def test_of_places_counted_whole_ones_are_called_for(self) -> None:
        there = [present("2024-01-01", where) for where in ("York", "Hull")]
        story = given(*there, goal(GoalKind.BREADTH, count=4))
        days = "2024-01-01", "2024-08-15", "2024-08-17"  # 80% of the days' share of two places comes to one
        assert [line(story, day).on_course for day in days] == [True, True, False]
        third = story.then_given(present("2024-09-01", "Leeds"))
        assert line(third, "2024-12-31").on_course is True

    def test_unknown_before_it_begins(self) -> None:
        since = dt.date(2024, 7, 1)
        story = given(goal(GoalKind.REVENUE, amount=money("100"), since=since))
        early, begun = line(story, "2024-06-30"), line(story, "2024-07-01")
        assert (early.on_course, early.state) == (None, GoalState.NOT_BEGUN)
        assert (begun.on_course, begun.state) == (False, GoalState.BEHIND)

    def test_unknown_stays_unknown(self) -> None:
        assert line(given(goal(GoalKind.ADVISER)), "2024-03-01").state is GoalState.UNKNOWN

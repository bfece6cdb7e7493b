"""The rules of an account's goals, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from majoracct.domain.account.goals import (
    AreasUnstated,
    CountedTooLate,
    GoalAboutNobody,
    GoalAlreadyPast,
    GoalDropped,
    GoalKind,
    Goals,
    GoalSet,
    GoalUnknown,
    GoalUnstated,
    GoalWithoutAmount,
    StrengthOfNobody,
)
from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderUnknown,
    Strength,
)
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.programme.goal_tables import GoalSide
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import DAY, given, money, on

DUE = dt.date(2025, 12, 31)
WORDS = GoalSet(GoalKind.ADVISER, "asked before needs form", DUE)
TIE = GoalKind.RELATIONSHIP


@pytest.mark.requirement("R-0")
class TestGL1SaysWhatByWhen:
    def test_a_goal_says_something(self) -> None:
        given().when(GoalSet(GoalKind.OTHER, "  ", DUE)).then_refused(GoalUnstated)

    def test_by_a_day_that_is_not_past(self) -> None:
        before = DAY - dt.timedelta(1)
        given().when(GoalSet(GoalKind.OTHER, "a goal", before)).then_refused(GoalAlreadyPast)
        after = given().when(GoalSet(GoalKind.OTHER, "a goal", DAY)).then()
        assert [goal.due for _, goal in after.account[Goals].standing] == [DAY]


@pytest.mark.requirement("R-G3")
class TestGL2InMoney:
    @pytest.mark.parametrize("kind", [GoalKind.REVENUE, GoalKind.AVERAGE_DEAL])
    def test_names_an_amount(self, kind: GoalKind) -> None:
        given().when(GoalSet(kind, "more", DUE)).then_refused(GoalWithoutAmount, kind.value)
        after = given().when(GoalSet(kind, "more", DUE, money("250,000"))).then()
        assert [goal.amount for _, goal in after.account[Goals].standing] == [money("250,000")]

    @pytest.mark.requirement("X-11")
    def test_in_a_currency_that_a_rate_tells(self) -> None:
        goal = GoalSet(GoalKind.REVENUE, "more", DUE, money("100", "USD"))
        given().when(goal).then_refused(ForeignCurrency)
        rated = given(ExchangeRateRecorded("USD", "GBP", Decimal("0.8")))
        after = rated.when(goal).then()
        assert [each.amount for _, each in after.account[Goals].standing] == [money("80.00")]

    @pytest.mark.parametrize(
        "figure", [{"amount": money("0")}, {"amount": money("-1")}, {"count": 0}, {"count": -2}]
    )
    def test_above_nothing(self, figure: dict[str, Any]) -> None:
        given().when(GoalSet(GoalKind.BREADTH, "more", DUE, **figure)).then_refused(GoalWithoutAmount)


@pytest.mark.requirement("R-G1", "S-F6")
class TestGL3AboutSomebody:
    def test_says_whom(self) -> None:
        given().when(GoalSet(TIE, "closer", DUE)).then_refused(GoalAboutNobody)

    def test_of_theirs(self) -> None:
        goal = GoalSet(TIE, "closer", DUE, person="p1")
        given().when(goal).then_refused(StakeholderUnknown)
        given(StakeholderIdentified("p1", BuyingFunction.FINANCE)).when(goal).then()

    def test_of_ours(self) -> None:
        goal = GoalSet(TIE, "closer", DUE, colleague="hal")
        given().when(goal).then_refused(NotOnStaff)
        given(StaffIdentified("hal", "Hal")).when(goal).then()

    def test_at_a_partners(self) -> None:
        goal = GoalSet(TIE, "closer", DUE, partner="tern")
        given().when(goal).then_refused(GoalAboutNobody, "tern")
        given(on("2024-01-01", AccountOpened("Tern"), to="tern"), AccountOpened("Acme")).when(goal).then()


@pytest.mark.requirement("R-0")
class TestGL4Dropped:
    def test_one_that_stands_is(self) -> None:
        after = given(WORDS).when(GoalDropped("acme@1")).then()
        assert after.account[Goals].standing == []
        after.when(GoalDropped("acme@1")).then_refused(GoalUnknown)

    def test_one_that_is_not_there_is_not(self) -> None:
        given().when(GoalDropped("acme@1")).then_refused(GoalUnknown)


def enter(*areas: str, dimension: Dimension | None = Dimension.GEOGRAPHY, **more: Any) -> GoalSet:
    return GoalSet(more.pop("kind", GoalKind.BREADTH), "enter", DUE, dimension=dimension, areas=areas, **more)


@pytest.mark.requirement("R-O4", "R-G4")
class TestGL5Areas:
    def test_are_of_a_goal_of_breadth(self) -> None:
        given().when(enter("York", kind=GoalKind.OTHER)).then_refused(AreasUnstated)

    def test_in_a_dimension(self) -> None:
        given().when(enter("York", dimension=None)).then_refused(AreasUnstated)

    @pytest.mark.parametrize("areas", [("York", "york "), (" ",)])
    def test_each_named_once(self, areas: tuple[str, ...]) -> None:
        given().when(enter(*areas)).then_refused(AreasUnstated, "named")

    def test_where_we_are_not_yet(self) -> None:
        there = PresenceRecorded(Dimension.GEOGRAPHY, "York")
        given(there).when(enter("Hull", "YORK")).then_refused(AreasUnstated, "YORK")
        given(there).when(enter("Hull")).then()
        given(there).when(enter("York", dimension=Dimension.PROCESS)).then()


@pytest.mark.requirement("R-G1")
class TestGL6HowStrongly:
    ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)

    def test_of_a_stakeholder(self) -> None:
        ours = GoalSet(TIE, "closer", DUE, colleague="hal", strength=Strength.TRUSTED)
        given(StaffIdentified("hal", "Hal")).when(ours).then_refused(StrengthOfNobody)
        theirs = GoalSet(TIE, "closer", DUE, person="p1", strength=Strength.TRUSTED)
        after = given(self.ANA).when(theirs).then()
        ((_, goal),) = after.account[Goals].standing
        assert (goal.measured, goal.sides) == (True, (GoalSide.CUSTOMER,))

    def test_for_a_goal_about_a_relationship(self) -> None:
        other = GoalSet(GoalKind.ADVISER, "asked", DUE, person="p1", strength=Strength.TRUSTED)
        given(self.ANA).when(other).then_refused(StrengthOfNobody)


@pytest.mark.requirement("R-0")
class TestGL7CountedFrom:
    def test_a_day_that_is_not_after_its_own(self) -> None:
        goal = GoalSet(GoalKind.REVENUE, "grow", DUE, money("1"), since=DUE + dt.timedelta(1))
        given().when(goal).then_refused(CountedTooLate)
        given().when(GoalSet(GoalKind.REVENUE, "grow", DUE, money("1"), since=DUE)).then()

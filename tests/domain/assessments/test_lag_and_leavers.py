"""What holds from the first day of the calendar is not late; and a comparison shows who left."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.changes import Change, changes
from majoracct.domain.assessments.history import history, known, lag
from majoracct.domain.assessments.telling import Names
from majoracct.domain.kernel import PROGRAMME
from majoracct.testing.given import given, money, on

RECORDED = dt.date(2024, 1, 31)


def recorded(_: int) -> dt.date:
    return RECORDED


@pytest.mark.requirement("B-D4")
class TestWhatHoldsFromTheFirstDayOfTheCalendar:
    def test_is_not_late(self) -> None:
        facts = known(given().past, (PROGRAMME,))
        assert [(f.on, lag(f, recorded)) for f in facts] == [(dt.date.min, 0)]
        assert [entry.lag for entry in history(facts, Names.of(facts), recorded)] == [0]

    def test_unlike_what_holds_from_the_day_after(self) -> None:
        story = given(on("0001-01-02", RevenueRecorded(money("5"))))
        assert lag(story.last, recorded) == (RECORDED - dt.date(1, 1, 2)).days > 0


class TestWhoLeft:
    STORY = given(
        on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana Ruiz", title="CFO")),
        on("2024-02-01", RelationshipAssessed("p1", Strength.GOOD)),
        on("2024-02-01", PerceptionAssessed("p1", Perception.GO_TO)),
        on("2024-03-01", StakeholderLeft("p1")),
    )
    THERE = "CFO, finance, good, sees us as go-to"

    def between(self, before: str, after: str) -> list[Change]:
        found = changes(self.STORY.on(before).account, self.STORY.on(after).account)
        return [change for change in found if change.what.startswith("stakeholder")]

    def test_shows_with_the_day(self) -> None:
        left = Change("stakeholder Ana Ruiz", self.THERE, "left on 2024-03-01")
        assert self.between("2024-02-29", "2024-03-01") == [left]
        assert self.between("2024-02-29", "2024-05-01") == [left]

    def test_shows_backwards_as_somebody_who_was_there(self) -> None:
        there = Change("stakeholder Ana Ruiz", "left on 2024-03-01", self.THERE)
        assert self.between("2024-03-01", "2024-02-29") == [there]

    def test_does_not_show_once_they_are_gone_in_both(self) -> None:
        assert self.between("2024-03-01", "2024-05-01") == []

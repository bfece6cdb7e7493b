"""What is different between two views of one account."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.changes import Change, between, changes, picture
from majoracct.domain.kernel import PROGRAMME, Fact
from majoracct.domain.past import Facts
from majoracct.domain.seen import Account
from majoracct.testing.given import given, money, on
from majoracct.testing.histories import ACCOUNTS, days, facts


@pytest.mark.requirement("B-D4")
class TestDI1AViewAgainstItselfAndBackwards:
    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), days(), days())
    def test_nothing_one_way_and_the_reverse_the_other(
        self, made: list[Fact], key: str, one: dt.date, other: dt.date
    ) -> None:
        past = Facts([Fact(PROGRAMME, 0, 0, given().facts[1].event, dt.date.min, "kim"), *made])
        first, second = Account(key, one, past), Account(key, other, past)
        assert changes(first, first) == []
        there = {(c.what, c.before, c.after) for c in changes(first, second)}
        assert there == {(c.what, c.after, c.before) for c in changes(second, first)}

    def test_an_account_that_was_not_there_stood_in_nothing(self) -> None:
        story = given(RevenueRecorded(money("5")))
        assert changes(None, None) == []
        came = changes(None, story.account)
        assert all(change.before is None for change in came)
        gone = [Change(change.what, change.after, None) for change in came]
        assert changes(story.account, None) == gone

    def test_what_another_thing_tells_already_is_told_only_on_demand(self) -> None:
        story = given(
            on("2024-01-01", RevenueRecorded(money("5"))), on("2024-01-02", RevenueRecorded(money("6")))
        )
        first, second = picture(story.on("2024-01-01").account), picture(story.on("2024-01-02").account)
        assert list(between(first, second).values()) == [Change("revenue 2024", money("5"), money("11"))]
        assert [*between(first, second, all_told=True)] == ["revenue 2024", "payments 2024"]

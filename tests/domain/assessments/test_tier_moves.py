"""The rules of moves from tier to tier between two days, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.tier_moves import ABSENT, MERGED, matrix, moved_by
from majoracct.domain.assessments.tiers import TierLine, tier_line
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import Given, given, money, on

SHIPPED = Terms.shipped("GBP")
EARLIER, LATER = dt.date(2023, 12, 31), dt.date(2024, 12, 31)


def indicated(line: TierLine) -> Tier | None:
    return line.indicated


def assigned(line: TierLine) -> Tier | None:
    return line.assigned


def line(story: Given) -> TierLine:
    return tier_line(story.account, SHIPPED)


def _day(instant: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(microseconds=instant)


FIELD, BEACH = line(given()), line(given(RevenueRecorded(money("5"))))
CORE = line(given(TierMoved(Tier.CORE, override=True)))


@pytest.mark.requirement("R-T5")
class TestMG7EachAccountOnce:
    def test_from_where_to_where(self) -> None:
        before = {"a": FIELD, "b": FIELD, "c": BEACH, "gone": FIELD, "joined": BEACH}
        after = {"a": FIELD, "b": BEACH, "c": FIELD, "new": BEACH}
        found = matrix(before, after, {"joined": "a"}, indicated)
        assert [(w.before, w.after, w.accounts) for w in found] == [
            (ABSENT, "beachhead", ("new",)),
            ("greenfield", ABSENT, ("gone",)),
            ("greenfield", "greenfield", ("a",)),
            ("greenfield", "beachhead", ("b",)),
            ("beachhead", "greenfield", ("c",)),
            ("beachhead", MERGED, ("joined",)),
        ]

    def test_by_the_tier_assigned_none_is_a_place(self) -> None:
        found = matrix({"a": FIELD}, {"a": CORE}, {}, assigned)
        assert [(w.before, w.after, w.count) for w in found] == [("none", "core", 1)]

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @drawn(*[st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([FIELD, BEACH, CORE]))] * 2)
    def test_the_counts_are_all_accounts(
        self, before: dict[str, TierLine], after: dict[str, TierLine]
    ) -> None:
        found = matrix(before, after, {}, indicated)
        assert sorted(key for w in found for key in w.accounts) == sorted(before.keys() | after.keys())
        assert sum(w.count for w in found if w.before != ABSENT) == len(before)
        assert sum(w.count for w in found if w.after != ABSENT) == len(after)


@pytest.mark.requirement("R-T5", "R-T4")
class TestMG8WhatMovedIt:
    def test_time_alone_makes_an_account_greenfield(self) -> None:
        story = given(on("2021-06-30", AccountOpened("Acme"), RevenueRecorded(money("5"))))
        assert [line(story.on(day)).indicated for day in (EARLIER, LATER)] == [
            Tier.BEACHHEAD,
            Tier.GREENFIELD,
        ]
        found = moved_by(story.on(LATER).account, EARLIER, _day)
        assert (found.facts, found.time_alone) == ((), True)

    def test_a_fact_does(self) -> None:
        story = given(on("2020-01-01", AccountOpened("Acme")), on("2024-06-30", RevenueRecorded(money("5"))))
        found = moved_by(story.on(LATER).account, EARLIER, _day)
        assert (found.facts, found.time_alone) == (("acme@2",), False)

    def test_nothing_where_it_stayed(self) -> None:
        story = given(on("2023-06-30", AccountOpened("Acme"), RevenueRecorded(money("5"))))
        found = moved_by(story.on(LATER).account, EARLIER, _day)
        assert (found.facts, found.time_alone) == ((), False)

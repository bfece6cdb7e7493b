"""How an account came to be what it is, step by step, and what each step changed."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.profile import AccountOpened, AccountRenamed, OrgChartFiled
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.changes import changes, picture
from majoracct.domain.assessments.replay import By, Step, replay, stance
from majoracct.domain.kernel import PROGRAMME, Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account
from majoracct.testing.given import Given, given, money, on
from majoracct.testing.histories import ACCOUNTS, days, facts

LAST = dt.date(2024, 5, 31)
some = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def day_of(_: int) -> dt.date:
    return LAST


def steps(story: Given, by: By = By.FACT, until: str = "2024-05-31") -> list[Step]:
    return replay(story.on(until).account, day_of, by)


def past_of(made: list[Fact]) -> Facts:
    return Facts([Fact(PROGRAMME, 0, 0, given().facts[1].event, dt.date.min, "kim"), *made])


STORY = given(
    on("2022-01-10", AccountOpened("Acme")),
    on("2022-01-20", OrgChartFiled()),
    on("2022-02-10", RevenueRecorded(money("5"))),
    on("2022-02-11", TierMoved(Tier.CORE, override=True)),
    on("2022-05-02", AccountRenamed("Acme Water")),
)


@pytest.mark.requirement("B-D4")
class TestRE6AsTheOneBeforeEnded:
    @some
    @for_all(
        facts(max_size=36),
        st.sampled_from(ACCOUNTS),
        days(),
        st.sampled_from((By.FACT, By.MONTH, By.QUARTER)),
    )
    def test_and_the_last_as_the_account_is_on_the_day(
        self, made: list[Fact], key: str, day: dt.date, by: By
    ) -> None:
        account = Account(key, day, past_of(made))
        found = replay(account, day_of, by)
        assert [step.number for step in found] == list(range(1, len(found) + 1))
        assert all(one.after == other.before for one, other in itertools.pairwise(found))
        there = account.since is not None and account.since <= day
        last = stance(picture(account if there else None))
        assert (found[-1].after if found else None) == last

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), days())
    def test_what_all_steps_changed_together_is_what_differs(
        self, made: list[Fact], key: str, day: dt.date
    ) -> None:
        account = Account(key, day, past_of(made))
        there = account.since is not None and account.since <= day
        stood: dict[str, object] = {}
        for step in replay(account, day_of, By.MONTH):
            for each in step.moved:
                assert stood.get(each.change.what) == each.change.before or each.change.what not in stood
                stood[each.change.what] = each.change.after
        for change in changes(None, account if there else None):
            if not change.what.startswith("payments"):
                assert stood[change.what] == change.after

    def test_of_what_was_known_at_a_position(self) -> None:
        told = [e.fact.reference for s in steps(STORY.known_at(5)) for e in s.entries]
        assert told == ["acme@1", "acme@2", "acme@3"]


@pytest.mark.requirement("B-D4")
class TestRE7AMonthOrAQuarter:
    def test_tells_all_that_happened_in_it(self) -> None:
        months = [[e.fact.reference for e in s.entries] for s in steps(STORY, By.MONTH, "2022-05-31")]
        assert months == [["acme@1", "acme@2"], ["acme@3", "acme@4"], ["acme@5"]]
        quarters = steps(STORY, By.QUARTER, "2022-05-31")
        assert [(s.start, s.end) for s in quarters] == [
            (dt.date(2022, 1, 10), dt.date(2022, 2, 11)),
            (dt.date(2022, 5, 2), dt.date(2022, 5, 2)),
        ]

    def test_and_names_the_facts_that_moved_each_thing(self) -> None:
        first, _ = steps(STORY, By.QUARTER, "2022-05-31")
        moved = {m.change.what: (m.facts, m.time_alone) for m in first.moved}
        assert moved["tier assigned"] == (("acme@1", "acme@4"), False)
        assert moved["tier indicated"] == (("acme@1", "acme@3"), False)

    def test_or_time_alone(self) -> None:
        moved = {m.change.what: m for s in steps(STORY, By.QUARTER) for m in s.moved}
        assert (moved["organisation chart"].facts, moved["organisation chart"].time_alone) == ((), True)

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), days())
    def test_every_difference_has_something_that_moved_it(
        self, made: list[Fact], key: str, day: dt.date
    ) -> None:
        for step in replay(Account(key, day, past_of(made)), day_of, By.QUARTER):
            told = {e.fact.reference for e in step.entries}
            for each in step.moved:
                assert each.facts or each.time_alone
                assert told.issuperset(each.facts)


@pytest.mark.requirement("X-10")
class TestRE8ByTierOrStatus:
    def test_only_what_moved_the_tier(self) -> None:
        found = steps(STORY, By.TIER, "2024-05-31")
        assert [[e.fact.reference for e in s.entries] for s in found] == [
            ["acme@1"],
            ["acme@3"],
            ["acme@4"],
        ]

    def test_only_what_moved_the_status(self) -> None:
        assert [[e.fact.reference for e in s.entries] for s in steps(STORY, By.STATUS)] == [["acme@1"]]

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), st.sampled_from((By.TIER, By.STATUS)))
    def test_nothing_that_moved_it_is_left_out(self, made: list[Fact], key: str, by: By) -> None:
        account = Account(key, LAST, past_of(made))

        def of(step: Step, side: str) -> object:
            found = getattr(step, side)
            if by is By.TIER:
                return found and (found.tier_assigned, found.tier_indicated)
            return found and (found.status, found.met)

        chosen = replay(account, day_of, by)
        assert all(of(s, "before") != of(s, "after") for s in chosen)
        every = [s for s in replay(account, day_of) if of(s, "before") != of(s, "after")]
        assert [(s.before, s.after) for s in chosen] == [(s.before, s.after) for s in every]


def test_a_criterion_that_turned_is_named() -> None:
    first, *_ = steps(STORY)
    assert first.turned == []

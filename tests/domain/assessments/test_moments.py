"""An account after each thing that happened, and after each day on which time alone changed it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.profile import AccountOpened, AccountRenamed, OrgChartFiled
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.changes import between, picture
from majoracct.domain.assessments.moments import Midway, Moment, moments
from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.policy import NoPolicy, PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.testing.given import DAY, Given, corrected, given, money, on
from majoracct.testing.histories import ACCOUNTS, days, facts

LAST = dt.date(2024, 5, 31)
some = settings(max_examples=30, deadline=None, derandomize=True, database=None)


def day_of(_: int) -> dt.date:
    return LAST


def told(story: Given, until: str = "2024-05-31") -> list[Moment]:
    return list(moments(story.on(until).account, day_of))


def references(found: list[Moment]) -> list[list[str]]:
    return [[e.fact.reference for e in moment.entries] for moment in found]


def under_a_policy(more: list[Fact]) -> Facts:
    """Return what MORE facts add to a ledger with the shipped policy, which none of them precedes."""
    shipped = given().facts[1]
    stream = [f for f in more if f.stream == PROGRAMME]
    assert not any(f.version == 0 for f in stream)
    return Facts([Fact(PROGRAMME, 0, 0, shipped.event, dt.date.min, "kim"), *more])


class TestRE1InTheOrderTheyFold:
    STORY = given(
        AccountOpened("Acme"),
        on("2024-05-01", AccountRenamed("Two"), time="10:00:00"),
        on("2024-05-01", AccountRenamed("One"), time="09:00:00"),
    )

    def test_each_fact_of_a_day_has_a_moment(self) -> None:
        found = told(self.STORY)
        assert references(found) == [["acme@1"], ["acme@3"], ["acme@2"]]
        assert [m.after and m.after.overview.name for m in found] == ["Acme", "One", "Two"]

    def test_a_policy_of_the_day_it_begins_on_is_no_moment_before_it(self) -> None:
        story = given(on(DAY, PolicyAdopted(Terms(money("5")))), on(DAY, AccountOpened("Acme")))
        assert references(told(story)) == [["acme@1"]]

    def test_what_a_predecessor_keeps_to_itself_is_none(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2024-01-01", AccountOpened("Bolt"), to="bolt"),
            on("2024-02-01", AccountAbsorbed("bolt")),
            on("2024-02-01", AccountMerged("acme"), AccountRenamed("Bolts"), to="bolt"),
        )
        assert references(told(story)) == [["acme@1"], ["acme@2"]]

    def test_a_day_told_in_part_is_a_fold_of_that_part(self) -> None:
        first = self.STORY.past.fact("acme@3")
        past = Midway(self.STORY.past, dt.date(2024, 5, 1), first)
        assert Account("acme", dt.date(2024, 5, 1), past).facts == [
            self.STORY.past.fact("acme@1"),
            first,
        ]
        before = Midway(self.STORY.past, dt.date(2024, 5, 1), None)
        assert Account("acme", dt.date(2024, 5, 1), before).since is None

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), days())
    def test_a_day_told_whole_or_not_at_all_is_as_it_was(
        self, made: list[Fact], key: str, day: dt.date
    ) -> None:
        whole = Facts(made)
        account = Account(key, day, whole)
        live = [f for f in account.facts if f.on == day]
        topics = {f.event.topic for f in account.facts}
        if live:
            last = Account(key, day, Midway(whole, day, live[-1]))
            assert {t: last[t] for t in topics} == {t: account[t] for t in topics}
        if day > dt.date.min:
            eve = account.at(day - dt.timedelta(days=1))
            none = Account(key, day, Midway(whole, day, None))
            assert {t: none[t] for t in topics} == {t: eve[t] for t in topics}


class TestRE2TimeAlone:
    def test_a_document_goes_out_of_date_on_a_day_on_which_something_else_happens(self) -> None:
        limit = Terms.shipped("GBP").qualification.org_chart_months
        assert limit == 24
        story = given(
            AccountOpened("Acme"),
            on("2022-03-01", OrgChartFiled()),
            on("2024-03-02", AccountRenamed("Acme Water")),
        )
        by_time = [m for m in told(story) if not m.entries]
        assert [(m.on, [c.after for c in between(m.before, m.after).values()]) for m in by_time] == [
            (dt.date(2024, 3, 2), ["of 2022-03-01, out of date"])
        ]

    def test_a_year_that_ended_counts_no_longer(self) -> None:
        story = given(
            on("2023-01-10", AccountOpened("Acme")),
            on("2023-02-01", OpportunityIdentified("Depots", money("2000000"), dt.date(2023, 9, 30))),
            on("2023-02-02", PlanDrafted("Depots first", ("acme@2",))),
        )
        [moment] = [m for m in told(story) if not m.entries]
        assert moment.on == dt.date(2024, 1, 1)
        assert [c.what for c in between(moment.before, moment.after).values()] == [
            "Q4 A next opportunity, and a plan that reaches the threshold",
            "planned for 2023",
        ]

    def test_the_last_purchase_leaves_the_window(self) -> None:
        story = given(on("2020-02-29", RevenueRecorded(money("5"))))
        found = told(story)
        tiers = [(m.on, m.after.overview.indication.tier.value) for m in found if m.after]
        assert tiers[0] == (dt.date(2020, 2, 29), "beachhead")
        assert tiers[-1][1] == "greenfield"


class TestRE3AsItIsJudgedOnTheDay:
    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), st.lists(days(), max_size=8))
    def test_after_each_day_and_until_the_next(
        self, made: list[Fact], key: str, asked: list[dt.date]
    ) -> None:
        past = under_a_policy(made)
        account = Account(key, LAST, past)
        try:
            found = list(moments(account, day_of))
        except NoPolicy:
            return
        for day in (*(m.on for m in found), *asked):
            since = account.at(day).since
            there = since is not None and since <= day
            stood = [m.after for m in found if m.on <= day]
            judged = picture(account.at(day) if there else None)
            shown = stood[-1] if stood else None
            assert (shown and shown.things) == (judged and judged.things), day

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS))
    def test_each_begins_as_the_last_ended(self, made: list[Fact], key: str) -> None:
        found = list(moments(Account(key, LAST, under_a_policy(made)), day_of))
        assert all(one.after == next_.before for one, next_ in itertools.pairwise(found))
        assert found == [] or found[0].before is None


@pytest.mark.requirement("B-D4")
class TestRE4WhatWasWithdrawn:
    def test_is_told_in_its_place_and_changes_nothing(self) -> None:
        story = given(AccountOpened("Acme"), AccountRenamed("Ache"), FactWithdrawn("acme@2"))
        opened, renamed = told(story)
        assert [e.fact.reference for e in renamed.entries] == ["acme@2", "acme@3"]
        assert renamed.before == renamed.after == opened.after

    def test_and_what_replaces_it_changes_what_it_says(self) -> None:
        story = given(
            AccountOpened("Acme"), AccountRenamed("Ache"), corrected("acme@2", AccountRenamed("Acre"))
        )
        assert references(told(story)) == [["acme@1"], ["acme@2", "acme@3"], ["acme@4"]]

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS))
    def test_nothing_of_the_stream_is_left_out(self, made: list[Fact], key: str) -> None:
        found = [
            e.fact.reference
            for m in moments(Account(key, LAST, under_a_policy(made)), day_of)
            for e in m.entries
        ]
        assert sorted(r for r in found if r.startswith(f"{key}@")) == sorted(
            f.reference for f in made if f.stream == key and f.on <= LAST
        )
        assert len(found) == len(set(found))


class TestPolicy:
    def test_what_the_programme_adopts_is_told_among_the_facts(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2023-01-01", PolicyAdopted(Terms(money("5")))),
            on("2024-02-01", PolicyAdopted(Terms(money("6")))),
        )
        assert references(told(story)) == [["acme@1"], ["programme@3"]]

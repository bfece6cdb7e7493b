"""History: what is known of an account, in the order it was true, the withdrawn included."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.history import Entry, history, known
from majoracct.domain.assessments.telling import Names
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import Given, corrected, given, money, on


def paid(amount: str) -> RevenueRecorded:
    return RevenueRecorded(money(amount))


def _history(story: Given) -> list[Entry]:
    facts = known(story.past, story.account.streams)
    return history(facts, Names.of(facts), lambda _: dt.date(2024, 1, 31))


def _references(story: Given) -> list[str]:
    return [entry.fact.reference for entry in _history(story)]


@pytest.mark.requirement("B-D4")
class TestOrder:
    def test_by_day_then_source_time_then_place(self) -> None:
        story = given(
            on("2024-01-02", paid("1")),
            on("2024-01-01", paid("2"), time="15:00:00"),
            on("2024-01-01", paid("3"), time="09:00:00"),
            on("2024-01-01", paid("4")),
        )
        assert _references(story) == ["acme@4", "acme@3", "acme@2", "acme@1"]

    def test_a_correction_takes_the_place_and_a_withdrawal_its_own_on_the_same_day(self) -> None:
        story = given(
            on("2024-01-01", paid("1")), on("2024-01-01", paid("2")), corrected("acme@1", paid("3"))
        )
        assert _references(story) == ["acme@1", "acme@4", "acme@2", "acme@3"]

    def test_a_withdrawal_comes_after_what_it_withdrew_whatever_the_time_of_day(self) -> None:
        story = given(on("2024-01-01", paid("1"), time="09:00:00"), FactWithdrawn("acme@1"))
        assert _references(story) == ["acme@1", "acme@2"]

    def test_the_order_of_facts_given_does_not_matter(self) -> None:
        story = given(
            on("2024-01-01", paid("1")), on("2024-01-01", paid("2")), corrected("acme@1", paid("3"))
        )
        facts = known(story.past, ("acme",))

        def told(order: list[int]) -> list[Entry]:
            return history([facts[n] for n in order], Names.of(facts), lambda _: dt.date(2024, 1, 31))

        assert told([0, 1, 2, 3]) == told([3, 2, 1, 0]) == told([2, 0, 3, 1])


class TestEntries:
    def test_lag_counts_days_from_the_day_it_was_true(self) -> None:
        story = given(on("2024-01-01", paid("1")), on("2024-02-01", paid("1")))
        assert [entry.lag for entry in _history(story)] == [30, -1]

    def test_what_was_withdrawn_knows_by_what(self) -> None:
        story = given(paid("1"), paid("2"), FactWithdrawn("acme@1"))
        withdrawn = {e.fact.reference: e.withdrawal and e.withdrawal.reference for e in _history(story)}
        assert withdrawn == {"acme@1": "acme@3", "acme@2": None, "acme@3": None}

    def test_a_withdrawal_belongs_to_the_topic_of_its_target(self) -> None:
        story = given(paid("1"), FactWithdrawn("acme@1"))
        assert [entry.topic for entry in _history(story)] == ["revenue", "revenue"]

    def test_what_was_not_known_yet_does_not_show(self) -> None:
        story = given(paid("1"), FactWithdrawn("acme@1")).known_at(3)
        assert [e.withdrawal for e in _history(story)] == [None]

    def test_predecessors_are_told_from_the_mergers_day(self) -> None:
        story = given(
            on("2020-01-01", AccountOpened("Acme")),
            on("2020-01-01", AccountOpened("Globex"), to="globex"),
            on("2023-01-01", AccountMerged("acme"), to="globex"),
            on("2023-01-01", AccountAbsorbed("globex")),
        )
        assert _references(story.on("2023-01-01")) == ["acme@1", "globex@1", "globex@2", "acme@2"]
        assert "globex@1" not in _references(story.on("2022-12-31"))

"""Replay: a history gives back every value at every instant, and tells where it does not meet."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.adapters.exchange.salesforce.replay import Change, Gap, replay

START = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)


def at(minutes: int) -> dt.datetime:
    return START + dt.timedelta(minutes=minutes)


@st.composite
def told(draw: st.DrawFn) -> tuple[list[int], list[Change[int]]]:
    """Return the values a field took, no two alike in a row, and the changes between them, a minute apart."""
    values = [draw(st.integers(0, 4))]
    for _ in range(draw(st.integers(0, 12))):
        values.append(draw(st.integers(0, 4).filter(lambda n: n != values[-1])))
    changes = [Change(at(n), f"{n:03}", old, new) for n, (old, new) in enumerate(pairwise(values), 1)]
    return values, changes


@for_all(told(), st.randoms())
def test_every_value_at_every_instant_whatever_the_order_of_rows(
    story: tuple[list[int], list[Change[int]]], random: object
) -> None:
    values, changes = story
    shuffled = list(changes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = replay(shuffled, values[-1])
    assert (found.start, found.gaps, list(found.changes)) == (values[0], (), changes)
    assert [found.at(at(n)) for n in range(len(values))] == values
    assert [found.before(at(n)) for n in range(1, len(values))] == values[:-1]


@for_all(told(), st.data())
def test_a_history_that_begins_later_begins_with_what_was_replaced(
    story: tuple[list[int], list[Change[int]]], data: st.DataObject
) -> None:
    values, changes = story
    since = data.draw(st.integers(0, len(changes)))
    found = replay(changes[since:], values[-1])
    assert (found.start, found.gaps) == (values[since], ())


@for_all(told(), st.data())
def test_a_row_that_is_missing_is_told(
    story: tuple[list[int], list[Change[int]]], data: st.DataObject
) -> None:
    values, changes = story
    if len(changes) < 2:
        return
    gone = data.draw(st.integers(1, len(changes) - 1))
    found = replay(changes[:gone] + changes[gone + 1 :], values[-1])
    before, after = values[gone], values[gone + 1]
    follower = changes[gone + 1] if gone + 1 < len(changes) else None
    assert found.gaps == (Gap(follower, after, before),)


@for_all(told())
def test_and_so_is_a_record_that_no_change_accounts_for(story: tuple[list[int], list[Change[int]]]) -> None:
    values, changes = story
    if changes:
        assert replay(changes, 99).gaps == (Gap(None, 99, values[-1]),)


@pytest.mark.parametrize("ids", ["abc", "cba", "bca"])
def test_changes_of_one_second_follow_each_other(ids: str) -> None:
    changes = [Change(at(5), id_, n, n + 1) for n, id_ in enumerate(ids)]
    assert replay(changes, 3).gaps == ()
    first = Change(at(1), "z", 7, 0)
    assert replay([*changes, first], 3).gaps == ()

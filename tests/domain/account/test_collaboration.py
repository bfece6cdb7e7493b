"""The rules of collaboration, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.collaboration import (
    Collaboration,
    CollaborationAssessed,
    CollaborationMode,
    CollaborationUnproven,
)
from majoracct.testing.given import given, on

TOGETHER = CollaborationAssessed(CollaborationMode.COLLABORATIVE)
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("C-M1")
class TestCB1ItIsShown:
    def test_not_without_evidence(self) -> None:
        given().when(TOGETHER).then_refused(CollaborationUnproven, "Nothing was shown for “collaborative”")

    def test_with_it(self) -> None:
        after = given().showing("minutes.pdf").when(TOGETHER).then()
        latest = after[Collaboration].latest
        assert latest is not None
        assert (latest.mode, latest.fact) == (CollaborationMode.COLLABORATIVE, "acme@2")

    def test_as_seen_last_by_the_day(self) -> None:
        before = CollaborationAssessed(CollaborationMode.ADVERSARIAL)
        story = given(TOGETHER, on("2024-01-01", before))
        assert [seen.mode for seen in story[Collaboration].observed] == [before.mode, TOGETHER.mode]
        earlier = story.on("2024-04-30")[Collaboration].latest
        assert earlier is not None
        assert earlier.mode is before.mode
        assert story.on("2023-12-31")[Collaboration].latest is None

    @fast
    @for_all(
        st.dictionaries(st.integers(0, 30), st.sampled_from(list(CollaborationMode)), max_size=5).flatmap(
            lambda d: st.tuples(st.just(sorted(d.items())), st.permutations(sorted(d.items())))
        )
    )
    def test_whatever_the_order_of_recording(
        self, told: tuple[list[tuple[int, CollaborationMode]], list[tuple[int, CollaborationMode]]]
    ) -> None:
        first, second = (
            given(
                *(on(dt.date(2024, 1, 1) + dt.timedelta(days), CollaborationAssessed(m)) for days, m in each)
            )[Collaboration].observed
            for each in told
        )
        assert [(o.on, o.mode) for o in first] == [(o.on, o.mode) for o in second]

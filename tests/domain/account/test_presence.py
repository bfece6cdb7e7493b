"""The rule of presence."""

from __future__ import annotations

import pytest

from majoracct.domain.account.presence import (
    Dimension,
    Presence,
    PresenceRecorded,
    PresenceUnstated,
    StandardisationRecorded,
)
from majoracct.testing.given import given


@pytest.mark.requirement("R-T1", "R-T2")
class TestPR1WhereAndForWhat:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_is_stated(self, blank: str) -> None:
        given().when(PresenceRecorded(Dimension.GEOGRAPHY, blank)).then_refused(
            PresenceUnstated, "No geography"
        )
        given().when(StandardisationRecorded(blank)).then_refused(PresenceUnstated, "No need")

    def test_once_however_it_is_written(self) -> None:
        story = given(PresenceRecorded(Dimension.GEOGRAPHY, "France"))
        after = story.when(PresenceRecorded(Dimension.GEOGRAPHY, " FRANCE")).then()
        assert sorted(after[Presence].places.keys()) == ["geography/france"]

    def test_by_dimension(self) -> None:
        story = given(PresenceRecorded(Dimension.GEOGRAPHY, "x"), PresenceRecorded(Dimension.PROCESS, "x"))
        assert len(story[Presence].places) == 2
        assert list(story.when(StandardisationRecorded("payroll")).then()[Presence].standardised) == [
            "payroll"
        ]

"""How the programme stands against its target."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.assessments.targets import progress
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.testing.given import given, on

MAJOR = QualificationGranted(override=True)


@pytest.mark.requirement("B-D2")
class TestGap:
    def test_is_what_lacks_to_the_target_of_policy(self) -> None:
        story = given(MAJOR)
        found = progress(story.programme, [story.account])
        assert (found.target.count, found.target.by) == (12, dt.date(2024, 12, 31))
        assert (found.set_by, found.major, found.gap) == ("programme@1", ("acme",), 11)

    def test_counts_those_major_on_the_day_only(self) -> None:
        story = given(on("2024-06-01", MAJOR))
        assert progress(story.on("2024-05-31").programme, [story.on("2024-05-31").account]).major == ()

    def test_is_never_below_nothing(self) -> None:
        story = given(
            NamedAccountTargetSet(1, dt.date(2024, 12, 31)), MAJOR, on("2024-05-01", MAJOR, to="globex")
        )
        found = progress(story.programme, [story.account, story.account.other("globex")])
        assert (found.target.count, found.major, found.gap) == (1, ("acme", "globex"), 0)
        assert found.set_by == "programme@2"

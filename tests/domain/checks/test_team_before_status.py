"""Team before status: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.team import TeamDisbanded, TeamFormed
from majoracct.domain.checks.team_before_status import CHECK
from majoracct.testing.given import given, on

FORMED = on("2024-02-01", TeamFormed())


@pytest.mark.requirement("B-T0")
class TestTeamBeforeStatus:
    def test_raised_when_status_was_granted_a_day_later(self) -> None:
        (found,) = given(FORMED, on("2024-02-02", QualificationGranted(override=True))).raised(CHECK)
        assert found.says == "The team was formed on 2024-02-01, when the account was not major"
        assert (found.facts, found.about) == (("acme@1",), "")

    def test_not_when_it_was_granted_that_day(self) -> None:
        assert given(FORMED, on("2024-02-01", QualificationGranted(override=True))).raised(CHECK) == []

    def test_not_once_the_team_was_disbanded(self) -> None:
        assert given(FORMED, TeamDisbanded(teams=("acme@1",))).raised(CHECK) == []

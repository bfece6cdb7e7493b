"""Team outlives status: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import TeamDisbanded, TeamFormed
from majoracct.domain.checks.team_outlives_status import CHECK
from majoracct.testing.given import given, on

FORMED = on("2024-01-01", QualificationGranted(override=True), TeamFormed())
REVOKED = on("2024-04-01", QualificationRevoked())


@pytest.mark.requirement("B-T0")
class TestTeamOutlivesStatus:
    def test_raised_once_status_was_revoked(self) -> None:
        (found,) = given(FORMED, REVOKED).on("2024-04-01").raised(CHECK)
        assert found.says == "The account is no longer major, and its team was not disbanded"
        assert (found.facts, found.about) == (("acme@2", "acme@3"), "")

    def test_not_the_day_before(self) -> None:
        assert given(FORMED, REVOKED).on("2024-03-31").raised(CHECK) == []

    def test_not_once_the_team_was_disbanded(self) -> None:
        assert given(FORMED, REVOKED, TeamDisbanded(teams=("acme@2",))).raised(CHECK) == []

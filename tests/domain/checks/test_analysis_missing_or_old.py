"""Analysis missing or old: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.analyses import AnalysisFiled
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.checks.analysis_missing_or_old import CHECK
from majoracct.domain.programme.programme_tables import AnalysisKind, ProgrammeTerms
from majoracct.testing.given import given, on

TEAM = on("2024-01-15", TeamFormed())
ALL = [AnalysisFiled(kind, "2024", "theirs") for kind in ProgrammeTerms().analyses]
OLD = on(
    "2024-02-01", AnalysisFiled(AnalysisKind.INSTALLED_BASE, "2021", "visits", ends=dt.date(2021, 12, 31))
)


@pytest.mark.requirement("S-W3")
class TestAnalysisMissingOrOld:
    def test_raised_of_what_is_missing_and_what_is_old(self) -> None:
        (found,) = given(TEAM, OLD, AnalysisFiled(AnalysisKind.FINANCIALS, "2023", "theirs")).raised(CHECK)
        assert found.says == (
            "Analyses missing: industry trends, stakeholder profiles, share of wallet; old: installed base"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@1"), "")

    def test_not_while_all_are_fresh(self) -> None:
        story = given(TEAM, *ALL)
        assert story.on("2025-05-01").raised(CHECK) == []
        (found,) = story.on("2025-05-02").raised(CHECK)
        assert found.says.startswith("Analyses old: financials")

    def test_not_of_an_account_outside_the_programme(self) -> None:
        assert given().raised(CHECK) == []

"""Evidence out of date: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.account.qualification import QualificationRefused
from majoracct.domain.checks.evidence_out_of_date import CHECK
from majoracct.testing.given import Given, on


@pytest.mark.requirement("B-Q1")
class TestEvidenceOutOfDate:
    def test_raised_for_each_kind_of_document(self, major: Given) -> None:
        found = major.on("2026-05-02").raised(CHECK)
        assert [each.about for each in found] == ["organisation-chart", "précis", "financial-statement"]
        assert found[0].says == (
            "The latest organisation chart on file is of 2024-05-01; policy counts it for 24 months"
        )
        assert found[0].facts == ("acme@2",)

    def test_not_on_the_last_day_it_counts(self, major: Given) -> None:
        assert major.on("2026-05-01").raised(CHECK) == []

    def test_not_for_a_kind_of_which_one_is_current(self, major: Given) -> None:
        story = major.then_given(on("2025-01-01", OrgChartFiled())).on("2026-05-02")
        assert [each.about for each in story.raised(CHECK)] == ["précis", "financial-statement"]

    def test_raised_while_it_is_put_forward_and_not_once_it_was_refused(self, ready: Given) -> None:
        assert len(ready.on("2026-05-02").raised(CHECK)) == 3
        assert ready.on("2026-05-02").when(QualificationRefused()).then().raised(CHECK) == []

"""Qualifying: the course of an account's status, attempt by attempt."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.criteria import Verdict
from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
)
from majoracct.domain.assessments.qualifying import steps
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import given, on

UNMET = (Verdict("Q1", holds=False, missing=("a chart",)), Verdict("Q2", holds=True))


@pytest.mark.requirement("X-10", "B-Q6")
class TestQU1TheCourse:
    def test_is_told_in_the_order_recorded_withdrawn_ones_too(self) -> None:
        story = given(
            on("2024-02-01", QualificationOpened(), recorded="2024-02-03"),
            on("2024-03-01", QualificationRefused(policy="programme@1", verdicts=UNMET)),
            OrgChartFiled(),
            on("2024-01-01", QualificationOpened()),
            on("2024-04-01", QualificationGranted(policy="programme@1", verdicts=UNMET[1:])),
            FactWithdrawn("acme@1"),
        )
        own = [f for f in story.facts if f.stream == "acme"]
        found = steps(own, lambda instant: dt.date(1970, 1, 1) + dt.timedelta(microseconds=instant))
        assert [(s.fact.reference, s.what, s.withdrawal and s.withdrawal.reference) for s in found] == [
            ("acme@1", "open", "acme@6"),
            ("acme@2", "refuse", None),
            ("acme@4", "open", None),
            ("acme@5", "grant", None),
        ]
        assert [v.id for v in found[1].unmet] == ["Q1"]
        assert found[0].unmet == found[3].unmet == ()
        assert (found[0].lag, found[0].decision) == (2, None)


@pytest.mark.requirement("B-D4")
class TestQU2LateByOverride:
    def test_openings_and_decisions_say_so_and_nothing_else_is_a_step(self) -> None:
        story = given(
            QualificationOpened(),
            QualificationRefused(policy="programme@1", verdicts=UNMET),
            OrgChartFiled(),
        )
        own = [f for f in story.facts if f.stream == "acme"]
        found = steps(own, lambda _: dt.date(2024, 6, 1), {"acme@1", "acme@2", "acme@3"})
        assert [(s.fact.reference, s.what, s.late) for s in found] == [
            ("acme@1", "open", True),
            ("acme@2", "refuse", True),
        ]
        assert found[1].decision is not None
        assert found[1].decision.late

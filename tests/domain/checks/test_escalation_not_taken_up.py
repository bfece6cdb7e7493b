"""Escalation not taken up: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.escalations import EscalationTakenUp, IssueEscalated, IssueResolved
from majoracct.domain.checks.escalation_not_taken_up import CHECK
from majoracct.testing.given import given, on

RAISED = on("2024-04-01", IssueEscalated("late invoices"))


@pytest.mark.requirement("S-A4")
class TestEscalationNotTakenUp:
    def test_raised_after_the_days(self) -> None:
        (found,) = given(RAISED).on("2024-04-16").raised(CHECK)
        assert found.says == "“late invoices” was escalated on 2024-04-01, and nobody took it up in 14 days"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_on_the_last_of_them(self) -> None:
        assert given(RAISED).on("2024-04-15").raised(CHECK) == []

    @pytest.mark.parametrize("then", [EscalationTakenUp("acme@1", "s1"), IssueResolved("acme@1", "sent")])
    def test_not_once_somebody_did(self, then: EscalationTakenUp | IssueResolved) -> None:
        assert given(RAISED, on("2024-04-20", then)).raised(CHECK) == []

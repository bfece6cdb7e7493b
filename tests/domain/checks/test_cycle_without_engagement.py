"""Cycle without engagement: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.participation import CommitmentTo, CycleCommitmentMade
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.cycle_without_engagement import CHECK
from majoracct.testing.given import Told, given, on

ANA = on("2023-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE))
CYCLE = on("2023-01-01", CycleOpened("2023", dt.date(2023, 12, 31)))  # acme@2
DO = CycleCommitmentMade(CommitmentTo.ACTION, "clear the backlog", person="p1", cycle="acme@2")


def met(day: str) -> Told:
    return on(day, ActivityLogged(SellingProcess.PLANNING, "the year ahead", ("p1",)))


ONCE = (ANA, CYCLE, met("2023-02-01"))
KEPT = (*ONCE, met("2023-06-01"), on("2023-06-01", DO))


@pytest.mark.requirement("S-C4")
class TestCycleWithoutEngagement:
    def test_raised_when_a_cycle_is_over_that_had_too_little(self) -> None:
        (found,) = given(*ONCE).on("2024-01-01").raised(CHECK)
        assert found.says == (
            "The planning cycle 2023 had 1 engagement and 0 commitments; "
            "policy asks for 2 engagements and 1 commitment"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@3"), "acme@2")

    def test_raised_once_it_was_closed(self) -> None:
        closed = on("2023-03-01", CycleClosed("acme@2"))
        assert len(given(*ONCE, closed).on("2023-03-01").raised(CHECK)) == 1

    def test_not_while_it_runs(self) -> None:
        assert given(*ONCE).on("2023-12-31").raised(CHECK) == []

    def test_not_when_it_was_kept_going(self) -> None:
        assert given(*KEPT).on("2024-01-01").raised(CHECK) == []
        assert len(given(*KEPT[:-1]).on("2024-01-01").raised(CHECK)) == 1

    def test_raised_until_a_later_one_is_kept_going(self) -> None:
        closed = on("2023-12-31", CycleClosed("acme@2"))
        later = on("2024-01-01", CycleOpened("2024", dt.date(2024, 12, 31)))  # acme@5
        story = given(*ONCE, closed, later, met("2024-02-01"), met("2024-03-01"))
        assert len(story.raised(CHECK)) == 1
        made = CycleCommitmentMade(CommitmentTo.ACTION, "so", person="p1", cycle="acme@5")
        assert story.then_given(made).raised(CHECK) == []

    def test_not_when_the_customer_was_absent_which_another_finding_tells(self) -> None:
        assert given(ANA, CYCLE).on("2024-01-01").raised(CHECK) == []

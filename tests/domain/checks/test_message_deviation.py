"""Message deviation: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.messages import (
    MessageApproved,
    MessageDeviationNoted,
    MessageDeviationSettled,
    MessageUsed,
)
from majoracct.domain.checks.message_deviation import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given

SAID = (
    StaffIdentified("s1", "Kim"),
    MessageApproved("Why us", "Fewer failures", "s1"),
    MessageUsed("acme@1", "s1", "in a proposal"),
)
STRAY = MessageDeviationNoted("acme@1", "s1", "Cheaper", "on the phone")


@pytest.mark.requirement("S-V2")
class TestMessageDeviation:
    def test_raised_when_somebody_said_something_else(self) -> None:
        (found,) = given(*SAID, STRAY).raised(CHECK)
        assert found.says == "Kim deviated from “Why us”, on the phone: “Cheaper”"
        assert (found.facts, found.about) == (("acme@3", "acme@1"), "acme@3")

    def test_raised_when_what_was_said_was_no_longer_in_force(self) -> None:
        later = MessageApproved("Why us", "None at all", "s1")
        (found,) = given(*SAID, later, MessageUsed("acme@1", "s1", "on stage")).raised(CHECK)
        assert found.says == "Kim said “Why us” as it was no longer in force, on stage"
        assert found.facts == ("acme@4", "acme@1")

    def test_not_once_it_was_settled(self) -> None:
        assert given(*SAID, STRAY, MessageDeviationSettled("acme@3")).raised(CHECK) == []

    def test_not_when_it_was_said_as_approved(self) -> None:
        assert given(*SAID).raised(CHECK) == []

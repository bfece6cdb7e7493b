"""Commitment broken: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.commitments import (
    MemberCommitmentKept,
    MemberCommitmentMissed,
    MemberCommitted,
)
from majoracct.domain.checks.commitment_broken import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given, on

MADE = on(
    "2024-02-01",
    StaffIdentified("s1", "Kim"),
    MemberCommitted("s1", "a demonstration", dt.date(2024, 4, 1)),
)
MISSED = on("2024-04-05", MemberCommitmentMissed("acme@1"))


@pytest.mark.requirement("S-V5")
class TestCommitmentBroken:
    def test_raised_when_it_was_missed(self) -> None:
        (found,) = given(MADE, MISSED).raised(CHECK)
        assert found.says == "Kim did not keep “a demonstration”, due by 2024-04-01"
        assert (found.facts, found.about) == (("acme@1", "acme@2"), "acme@1")

    def test_raised_when_it_is_overdue(self) -> None:
        assert given(MADE).on("2024-04-01").raised(CHECK) == []
        (found,) = given(MADE).on("2024-04-02").raised(CHECK)
        assert found.says == "“a demonstration” of Kim was due by 2024-04-01; nobody says more"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_once_it_was_kept(self) -> None:
        assert given(MADE, on("2024-04-05", MemberCommitmentKept("acme@1"))).raised(CHECK) == []

    def test_not_once_it_is_longer_ago_than_policy_looks_back(self) -> None:
        assert len(given(MADE, MISSED).on("2025-04-05").raised(CHECK)) == 1
        assert given(MADE, MISSED).on("2025-04-06").raised(CHECK) == []

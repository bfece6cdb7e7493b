"""Whether accounts spend more, stay longer, and settled on us."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.domain.account.commercial_commitments import (
    CommercialCommitmentEnded,
    CommercialCommitmentMade,
    CommitmentKind,
)
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.commitments import groups, stay
from majoracct.testing.given import given, money, on

ENDS = dt.date(2026, 12, 31)
MADE = on("2024-01-01", CommercialCommitmentMade(CommitmentKind.PLATFORM, "ours", ENDS))


@pytest.mark.requirement("S-A7")
class TestCC4ACommitmentRuns:
    def test_to_the_last_day_of_its_term(self) -> None:
        for day, running in (("2026-12-31", 1), ("2027-01-01", 0)):
            found = stay(given(MADE).on(day).account)
            assert (len(found.running), len(found.past)) == (running, 1 - running)

    def test_or_until_it_was_ended(self) -> None:
        assert stay(given(MADE, CommercialCommitmentEnded("acme@1")).account).running == ()

    def test_the_longest_of_a_kind(self) -> None:
        other = CommercialCommitmentMade(CommitmentKind.PLATFORM, "more", dt.date(2030, 1, 1))
        assert stay(given(MADE, other).account).longest(CommitmentKind.PLATFORM) == (
            True,
            dt.date(2030, 1, 1),
        )
        open_ended = CommercialCommitmentMade(CommitmentKind.PLATFORM, "always")
        assert stay(given(MADE, open_ended).account).longest(CommitmentKind.PLATFORM) == (True, None)
        assert stay(given(MADE).account).longest(CommitmentKind.TECHNOLOGY) == (False, None)


@pytest.mark.requirement("S-A7")
class TestCC5HowLongItHasStayed:
    def test_unknown_without_a_payment(self) -> None:
        assert stay(given().account).months is None

    def test_in_whole_months_from_the_first(self) -> None:
        story = given(
            on("2023-01-31", RevenueRecorded(money("5"))), on("2024-01-31", RevenueRecorded(money("5")))
        )
        assert [stay(story.on(day).account).months for day in ("2024-04-30", "2024-05-31")] == [14, 16]


@pytest.mark.requirement("S-A7")
class TestCC6WhatItSpends:
    def test_in_the_last_whole_year(self) -> None:
        story = given(
            on("2022-06-01", RevenueRecorded(money("5"))),
            on("2023-06-01", RevenueRecorded(money("70"))),
            on("2023-07-01", RevenueRecorded(money("-10"))),
            on("2024-02-01", RevenueRecorded(money("900"))),
        )
        assert (stay(story.account).year, stay(story.account).spent) == (2023, Decimal(60))
        assert stay(story.on("2025-06-01").account).spent == Decimal(900)
        assert stay(story.on("2026-06-01").account).spent == Decimal(0)

    def test_unknown_when_it_first_paid_within_it_or_never(self) -> None:
        assert stay(given(on("2023-01-02", RevenueRecorded(money("5")))).account).spent is None
        assert stay(given(on("2023-01-01", RevenueRecorded(money("5")))).account).spent == Decimal(5)
        assert stay(given().account).spent is None

    def test_major_accounts_beside_the_others_add_up(self) -> None:
        story = given(
            on("2024-01-01", QualificationGranted()),
            MADE,
            on("2022-01-01", RevenueRecorded(money("5")), to="bolt"),
            on("2023-01-01", RevenueRecorded(money("7")), to="bolt"),
        )
        both = groups([stay(story.account), stay(story.account.other("bolt"))])
        assert (both[True].accounts, both[True].committed, both[True].known_spent) == (1, 1, 0)
        assert (both[False].accounts, both[False].months, both[False].spent) == (1, 28, Decimal(7))

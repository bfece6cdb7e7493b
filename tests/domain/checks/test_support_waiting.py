"""Support waiting: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.support import SupportDeclined, SupportKind, SupportRequested
from majoracct.domain.checks.support_waiting import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import given, on

ASKED = on(
    "2024-04-01",
    StaffIdentified("s1", "Kim"),
    SupportRequested("s1", SupportKind.ACCESS, "a word with operations"),
)


@pytest.mark.requirement("S-V4")
class TestSupportWaiting:
    def test_raised_when_nobody_answered_in_time(self) -> None:
        (found,) = given(ASKED).on("2024-04-16").raised(CHECK)
        assert found.says == (
            "Kim asked for “a word with operations” (access) 15 days ago, and nobody answered"
        )
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_before(self) -> None:
        assert given(ASKED).on("2024-04-15").raised(CHECK) == []

    def test_not_once_it_was_declined(self) -> None:
        assert given(ASKED, on("2024-04-10", SupportDeclined("acme@1"))).raised(CHECK) == []

"""Unreported on a status call: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.governance import Rag, StatusReported
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.checks.unreported_on_status_call import CHECK
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.testing.given import given, on

CALL = on("2024-04-02", StatusCallHeld("April"))  # programme@2
MAJOR = on("2024-04-02", QualificationGranted(override=True))


@pytest.mark.requirement("B-G3")
class TestUnreportedOnStatusCall:
    def test_raised_when_a_major_account_was_not_reported(self) -> None:
        (found,) = given(CALL, MAJOR).raised(CHECK)
        assert found.says == "It was major, and nobody reported it on the status call “April” of 2024-04-02"
        assert (found.facts, found.about) == (("acme@1", "programme@2"), "programme@2")

    def test_not_once_it_was_reported_later_too(self) -> None:
        said = StatusReported("programme@2", Rag.GREEN, "well", "s1")
        story = given(CALL, MAJOR, on("2024-05-01", said))
        assert story.raised(CHECK) == []
        assert len(story.on("2024-04-30").raised(CHECK)) == 1

    def test_not_of_an_account_that_became_major_the_day_after(self) -> None:
        assert given(CALL, on("2024-04-03", QualificationGranted(override=True))).raised(CHECK) == []

    def test_not_of_a_call_longer_ago_than_policy_looks_back(self) -> None:
        assert len(given(CALL, MAJOR).on("2025-04-02").raised(CHECK)) == 1
        assert given(CALL, MAJOR).on("2025-04-03").raised(CHECK) == []

    def test_tells_of_one_that_merged_into_it_by_name(self) -> None:
        theirs = on("2024-01-01", AccountOpened("Bolt"), QualificationGranted(override=True), to="bolt")
        joined = on("2024-04-10", AccountMerged("acme"), to="bolt"), on("2024-04-10", AccountAbsorbed("bolt"))
        (found,) = given(CALL, theirs, *joined).raised(CHECK)
        assert found.says.startswith("Bolt, which has merged into it, was major, and")
        assert found.about == "programme@2:bolt"

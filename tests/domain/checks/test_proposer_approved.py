"""Proposed and approved by one: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.qualification import QualificationGranted, QualificationRefused
from majoracct.domain.checks.proposer_approved import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import Given, corrected


@pytest.mark.requirement("B-Q0", "B-Q6")
class TestProposerApproved:
    def test_raised_when_whoever_opened_it_grants_it(self, ready: Given) -> None:
        (found,) = ready.by("kim", "programme manager").when(QualificationGranted()).then().raised(CHECK)
        assert (
            found.says == "The grant of 2024-05-01 is kim's, who had opened the qualification on 2024-05-01"
        )
        assert (found.facts, found.about) == (("acme@17", "acme@18"), "acme@18")

    def test_raised_however_they_typed_their_name(self, ready: Given) -> None:
        assert (
            len(ready.by("Kim", "programme manager").when(QualificationGranted()).then().raised(CHECK)) == 1
        )

    def test_not_when_somebody_else_does(self, major: Given) -> None:
        assert major.raised(CHECK) == []

    def test_not_when_they_refuse_it(self, ready: Given) -> None:
        assert ready.when(QualificationRefused()).then().raised(CHECK) == []

    def test_who_corrects_the_record_of_a_decision_did_not_take_it(self, major: Given) -> None:
        granted = major.last.event
        assert major.then_given(corrected("acme@18", granted)).raised(CHECK) == []

    def test_withdrawing_the_opening_since_does_not_clear_it(self, ready: Given) -> None:
        granted = ready.by("kim", "programme manager").when(QualificationGranted()).then()
        (found,) = granted.then_given(FactWithdrawn("acme@17")).raised(CHECK)
        assert found.facts == ("acme@17", "acme@18")

    def test_not_when_nobody_had_opened_it(self, ready: Given) -> None:
        refused = ready.when(QualificationRefused()).then()
        override = refused.because("an old customer").when(QualificationGranted(override=True)).then()
        assert override.raised(CHECK) == []

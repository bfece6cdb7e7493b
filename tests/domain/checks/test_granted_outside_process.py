"""Granted outside the process: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.checks.granted_outside_process import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import EARLY, Given, given, on


@pytest.mark.requirement("B-D4", "B-Q6")
class TestGrantedOutsideProcess:
    def test_raised_by_an_override(self) -> None:
        story = given().because("an old customer").when(QualificationGranted(override=True)).then()
        (found,) = story.raised(CHECK)
        assert found.says == (
            "The grant of 2024-05-01: it was an override; no qualification was open; "
            "Q1, Q2, Q3, Q4, Q5 did not hold"
        )
        assert (found.facts, found.about) == (("acme@2",), "acme@2")

    def test_not_by_a_grant_that_was_opened_and_earned(self, major: Given) -> None:
        assert major.raised(CHECK) == []

    def test_not_once_it_was_withdrawn(self) -> None:
        story = given().because("an old customer").when(QualificationGranted(override=True)).then()
        assert story.then_given(FactWithdrawn("acme@2")).raised(CHECK) == []

    def test_not_before_the_day_of_the_decision(self) -> None:
        story = given().because("an old customer").when(QualificationGranted(override=True)).then()
        assert story.on("2024-04-30").raised(CHECK) == []

    def test_is_told_of_what_merged_into_the_account(self) -> None:
        story = given().because("an old customer").when(QualificationGranted(override=True)).then()
        bolt = on(EARLY, AccountOpened("Bolt"), to="bolt")
        merged = on("2024-06-01", AccountAbsorbed("acme"), to="bolt"), on("2024-06-01", AccountMerged("bolt"))
        story = story.then_given(bolt, *merged).about("bolt").on("2024-06-01")
        assert [found.about for found in story.raised(CHECK)] == ["acme@2"]

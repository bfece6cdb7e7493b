"""Lineage: chains of introductions, and whether each introducer was satisfied."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.assessments.lineage import passed_on
from majoracct.testing.given import given, on

PEOPLE = on("2023-01-01", *(StakeholderIdentified(f"p{n}", BuyingFunction.FINANCE) for n in range(1, 5)))
FIRST = on("2023-02-01", SponsorNamed("p1", "CFO", "capital"))
HAPPY = on("2023-03-01", SatisfactionAssessed("p1", Satisfaction.SATISFIED))
SECOND = on("2023-04-01", SponsorNamed("p2", "COO", "plants", introduced_by="p1"))  # acme@7
THIRD = on("2023-05-01", SponsorNamed("p3", "CIO", "systems", introduced_by="p2"))  # acme@8
STORY = given(PEOPLE, FIRST, HAPPY, SECOND, THIRD)


@pytest.mark.requirement("B-R5")
class TestLN1EachIntroduction:
    def test_stands_in_its_chain_with_its_day(self) -> None:
        found = passed_on(STORY.account)
        assert [(f.chain, f.link, f.introducer, f.person, f.on, f.fact) for f in found] == [
            (1, 1, "p1", "p2", dt.date(2023, 4, 1), "acme@7"),
            (1, 2, "p2", "p3", dt.date(2023, 5, 1), "acme@8"),
        ]

    def test_each_brought_by_the_same_sponsor_has_a_chain(self) -> None:
        story = STORY.then_given(on("2023-06-01", SponsorNamed("p4", "CTO", "labs", introduced_by="p1")))
        assert [(f.chain, f.link, f.person) for f in passed_on(story.account)] == [
            (1, 1, "p2"),
            (1, 2, "p3"),
            (2, 1, "p4"),
        ]

    def test_with_whether_the_introducer_was_satisfied_then_and_is_now(self) -> None:
        first, second = passed_on(STORY.account)
        assert (first.satisfied_then, first.satisfied_now) == (True, True)
        assert (second.satisfied_then, second.satisfied_now) == (None, None)
        cross = on("2023-08-01", SatisfactionAssessed("p1", Satisfaction.DISSATISFIED))
        first, _ = passed_on(STORY.then_given(cross).account)
        assert (first.satisfied_then, first.satisfied_now) == (True, False)

    def test_with_whether_they_sponsor_us_still(self) -> None:
        gone = STORY.then_given(StakeholderLeft("p2"))
        assert [f.sponsors for f in passed_on(gone.account)] == [False, True]

    def test_nothing_before_the_first(self) -> None:
        assert passed_on(STORY.on("2023-03-31").account) == []

    def test_judged_in_the_account_that_had_it(self) -> None:
        story = given(
            on("2020-01-01", StakeholderIdentified("p9", BuyingFunction.FINANCE)),
            *(on(told.on, *told.events, to="globex") for told in (PEOPLE, FIRST, HAPPY, SECOND)),
            on("2024-01-01", AccountMerged("acme"), to="globex"),
            on("2024-01-01", AccountAbsorbed("globex")),
        )
        [found] = passed_on(story.account)
        assert (found.satisfied_then, found.satisfied_now, found.fact) == (True, True, "globex@7")

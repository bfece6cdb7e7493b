"""The rules of mergers and splits, one class a rule. What merged accounts replay is in test_seen."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.mergers import (
    AccountAbsorbed,
    AccountSplit,
    AccountSplitOff,
    AlreadyMerged,
    MergerImpossible,
    Mergers,
    SplitImpossible,
    merge,
    split,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.seen import AccountUnknown
from majoracct.testing.given import DAY, EARLY, given, money, on

PAID = RevenueRecorded(money("1"))
BOTH = given(on(EARLY, AccountOpened("Acme")), on(EARLY, AccountOpened("Bolt"), to="bolt"))
MERGED = BOTH.when(merge, into="bolt").then()


@pytest.mark.requirement("X-10")
class TestM1IntoAnotherAccount:
    def test_not_into_itself(self) -> None:
        BOTH.when(merge, into="acme").then_refused(MergerImpossible)
        BOTH.when(AccountAbsorbed("acme")).then_refused(MergerImpossible, "acme is acme itself")

    def test_not_into_one_that_has_merged(self) -> None:
        MERGED.about("bolt").when(merge, into="acme").then_refused(
            MergerImpossible, "acme has merged into bolt"
        )

    def test_not_into_one_whose_merger_is_on_record_for_a_later_day(self) -> None:
        story = MERGED.about("bolt").on("2024-01-01")
        story.when(merge, into="acme").then_refused(MergerImpossible)

    def test_not_the_same_one_twice(self) -> None:
        MERGED.about("bolt").when(AccountAbsorbed("acme")).then_refused(
            MergerImpossible, "has merged into it"
        )

    def test_not_into_one_that_is_unknown(self) -> None:
        BOTH.when(merge, into="nobody").then_refused(AccountUnknown, "nobody")

    def test_not_before_what_is_on_record_of_it(self) -> None:
        later = BOTH.then_given(on(DAY + dt.timedelta(days=1), PAID))
        later.when(merge, into="bolt").then_refused(MergerImpossible, "such as acme@2 of 2024-05-02")

    def test_on_the_day_of_its_last_fact(self) -> None:
        BOTH.then_given(PAID).when(merge, into="bolt").then()

    def test_into_another(self) -> None:
        assert MERGED[Mergers].successor == "bolt"
        assert MERGED[Mergers].merged_on == DAY
        assert MERGED.about("bolt")[Mergers].predecessors == ("acme",)

    def test_and_the_one_that_remains_into_a_third(self) -> None:
        third = MERGED.then_given(on(EARLY, AccountOpened("Civic"), to="civic"))
        after = third.about("bolt").when(merge, into="civic").then()
        assert after.about("civic").account.streams == ("civic", "bolt", "acme")


@pytest.mark.requirement("X-10")
class TestM2Once:
    def test_not_again(self) -> None:
        third = MERGED.then_given(on(EARLY, AccountOpened("Civic"), to="civic"))
        third.when(merge, into="civic").then_refused(AlreadyMerged, "acme merged into bolt")
        third.on("2024-01-01").when(merge, into="civic").then_refused(AlreadyMerged)

    def test_again_once_that_was_withdrawn(self) -> None:
        undone = MERGED.then_given(FactWithdrawn("acme@2"), FactWithdrawn("bolt@2"))
        undone.when(merge, into="bolt").then()


@pytest.mark.requirement("X-10")
class TestM3SplitOffUnderAKeyOfItsOwn:
    def test_not_under_its_own(self) -> None:
        BOTH.when(split, new="acme").then_refused(SplitImpossible, "acme cannot be split off itself")

    def test_not_before_the_new_one_is_opened(self) -> None:
        BOTH.when(split, new="spin").then_refused(AccountUnknown)

    def test_under_another_and_nothing_is_copied(self) -> None:
        after = (
            BOTH.then_given(PAID).when(split, new="bolt").then(AccountSplit("bolt"), AccountSplitOff("acme"))
        )
        assert after[Mergers].split_off == ("bolt",)
        assert after.about("bolt")[Mergers].split_from == "acme"
        assert after.about("bolt").account.streams == ("bolt",)

"""The rules of class labels, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.class_labels import (
    ClassLabelGiven,
    ClassLabels,
    ClassLabelTaken,
    LabelBorne,
    LabelNotBorne,
    LabelUnlisted,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.programme.programme_tables import ProgrammeTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

GLOBAL, NAMED = ClassLabelGiven("global"), ClassLabelGiven("named")


def words(story: Given) -> list[str]:
    return [label.word for label in story[ClassLabels].in_order]


@pytest.mark.requirement("X-6", "J-D1")
class TestLB1OnlyALabelThatPolicyLists:
    @pytest.mark.parametrize("word", ["named", "strategic", "global", "national", "core", " Global "])
    def test_the_words_of_the_sources(self, word: str) -> None:
        assert words(given().when(ClassLabelGiven(word)).then()) == [word.strip().casefold()]

    @pytest.mark.parametrize("word", ["major", "", "dear"])
    def test_and_no_other(self, word: str) -> None:
        given().when(ClassLabelGiven(word)).then_refused(LabelUnlisted, "Name one of named, strategic")

    def test_as_policy_has_it(self) -> None:
        terms = evolve(Terms.shipped("GBP"), programme=ProgrammeTerms(labels=("Dear",)))
        story = given().under(terms)
        story.when(ClassLabelGiven("dear")).then()
        story.when(GLOBAL).then_refused(LabelUnlisted)


@pytest.mark.requirement("X-6")
class TestLB2NotTwice:
    def test_the_same_however_it_is_written(self) -> None:
        given(GLOBAL).when(ClassLabelGiven("GLOBAL")).then_refused(
            LabelBorne, "called global since 2024-05-01"
        )

    def test_several_at_once_and_neither_tier_nor_status(self) -> None:
        story = given(on("2024-04-01", GLOBAL), ClassLabelGiven("strategic"), ClassLabelGiven("core"))
        assert words(story) == ["core", "global", "strategic"]
        assert words(story.on("2024-04-30")) == ["global"]
        assert story[ClassLabels].labels["global"].fact == "acme@1"
        assert story[Segmentation].tier is None
        assert story[Qualification].status is Status.NONE

    def test_a_label_stays_with_the_account_it_was_given(self) -> None:
        story = given(
            AccountOpened("Acme"),
            on("2024-04-01", AccountOpened("Bolt"), GLOBAL, to="bolt"),
            on("2024-04-02", AccountMerged("acme"), to="bolt"),
            on("2024-04-02", AccountAbsorbed("bolt")),
        )
        assert words(story) == []


@pytest.mark.requirement("X-6")
class TestLB3OnlyOneThatItBears:
    def test_is_taken_away(self) -> None:
        story = given(GLOBAL, NAMED).when(ClassLabelTaken(" Global")).then()
        assert words(story) == ["named"]
        story.when(ClassLabelTaken("global")).then_refused(LabelNotBorne, "acme is not called global")

    def test_and_may_be_given_again(self) -> None:
        given(GLOBAL, ClassLabelTaken("global")).when(GLOBAL).then()

"""The rules of advocacy, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.advocacy import (
    Advocacy,
    AmmunitionProvided,
    AmmunitionUnfounded,
    AmmunitionUnstated,
    AnecdotePublished,
    AnecdoteRetired,
    AnecdoteRetiredAlready,
    AnecdoteUnfounded,
    AnecdoteUnknown,
    AnecdoteUntitled,
    ConsentNotShown,
    Credit,
    NoSponsorOfOurs,
    Source,
    SponsorOutcomeRecorded,
    anecdotes,
)
from majoracct.domain.account.claims import BenefitClaimed, BenefitConfirmed, BenefitDisputed, Stage
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import (
    IntangibleValueDocumented,
    Measure,
    ProjectNotOnRecord,
    ValueDocumented,
)
from majoracct.domain.kernel import AccountEvent, FactWithdrawn
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
SPONSORS = SponsorNamed("p1", "CFO", "spend")
ROI = ValueDocumented(Measure.ROI, "payback", "9 months")
TRUST = IntangibleValueDocumented("trust", "they call first")
STORY = given(on("2024-01-01", ANA, SPONSORS, ROI, TRUST))
ARMED = AmmunitionProvided("p1", "a case for the board", ("acme@3",))
GAINED = SponsorOutcomeRecorded("p1", Credit.GAINED, "she joined the board")
TOLD = AnecdotePublished("How Acme was paid sooner", ("acme@3", "acme@4"), "p1")
OF_SPONSORS: list[AccountEvent[Advocacy]] = [ARMED, GAINED]


@pytest.mark.requirement("B-P4", "B-E1")
class TestAD1OnlyAnActiveSponsor:
    @pytest.mark.parametrize("event", OF_SPONSORS)
    def test_not_somebody_who_never_was_or_is_no_longer(self, event: AccountEvent[Advocacy]) -> None:
        given(ANA, ANA, ROI).when(event).then_refused(NoSponsorOfOurs, "p1 does not sponsor us on 2024-05-01")
        for end in (SponsorshipEnded("p1"), StakeholderLeft("p1")):
            STORY.then_given(end).when(event).then_refused(NoSponsorOfOurs)

    @pytest.mark.parametrize("event", OF_SPONSORS)
    def test_one_who_is(self, event: AccountEvent[Advocacy]) -> None:
        STORY.when(event).then()

    def test_what_it_brought_them_is_kept(self) -> None:
        outcome = STORY.when(GAINED).then()[Advocacy].outcomes["acme@5"]
        assert (outcome.person, outcome.credit, outcome.fact) == ("p1", Credit.GAINED, "acme@5")

    def test_and_told(self) -> None:
        told = {credit: SponsorOutcomeRecorded("p1", credit).telling() for credit in Credit}
        assert len(set(told.values())) == 3
        assert told[Credit.LOST].startswith("{person} lost by backing us")

    def test_through_a_project_we_know_if_any(self) -> None:
        lost = SponsorOutcomeRecorded("p1", Credit.LOST, project="acme@9")
        STORY.when(lost).then_refused(ProjectNotOnRecord)


@pytest.mark.requirement("B-P4", "B-E7")
class TestAD2Ammunition:
    def test_says_what_was_given(self) -> None:
        STORY.when(AmmunitionProvided("p1", " ")).then_refused(AmmunitionUnstated)

    def test_rests_only_on_value_on_record(self) -> None:
        more = AmmunitionProvided("p1", "a case", ("acme@3", "acme@9"))
        STORY.when(more).then_refused(AmmunitionUnfounded, "no value acme@9")

    def test_or_on_none(self) -> None:
        given_ = STORY.when(AmmunitionProvided("p1", "a reference call")).then()[Advocacy].ammunition
        assert given_["acme@5"].values == ()


@pytest.mark.requirement("B-E7")
class TestAD3AnAnecdote:
    def test_has_a_title(self) -> None:
        STORY.showing("mail").when(AnecdotePublished("", ("acme@3",), "p1")).then_refused(AnecdoteUntitled)

    @pytest.mark.parametrize("values", [(), ("acme@2",), ("acme@3", "acme@9")])
    def test_rests_on_value_on_record(self, values: tuple[str, ...]) -> None:
        told = AnecdotePublished("a story", values, "p1")
        STORY.showing("mail").when(told).then_refused(AnecdoteUnfounded)


@pytest.mark.requirement("B-E7")
class TestAD4WithConsent:
    def test_of_somebody_at_the_customer(self) -> None:
        told = AnecdotePublished("a story", ("acme@3",), "p9")
        STORY.showing("mail").when(told).then_refused(StakeholderUnknown)

    def test_that_is_shown(self) -> None:
        STORY.when(TOLD).then_refused(ConsentNotShown, "Nothing shows that p1 consented")
        STORY.showing("mail").when(TOLD).then()


@pytest.mark.requirement("B-E7")
class TestAD5Retired:
    RETIRED = AnecdoteRetired("acme@5")
    PUBLISHED = STORY.then_given(on("2024-02-01", TOLD))

    def test_not_what_was_never_published(self) -> None:
        STORY.when(self.RETIRED).then_refused(AnecdoteUnknown, "no anecdote acme@5")
        self.PUBLISHED.on("2024-01-31").when(self.RETIRED).then_refused(AnecdoteUnknown)

    def test_once_whatever_the_day(self) -> None:
        story = self.PUBLISHED.then_given(on("2024-03-01", self.RETIRED))
        for day in ("2024-02-15", "2024-04-01"):
            story.on(day).when(self.RETIRED).then_refused(AnecdoteRetiredAlready, "retired on 2024-03-01")

    def test_it_is_in_use_until_then(self) -> None:
        story = self.PUBLISHED.then_given(on("2024-03-01", self.RETIRED))
        assert [p.id for p in anecdotes(story.on("2024-02-29").account)] == ["acme@5"]
        assert anecdotes(story.on("2024-03-01").account) == []


@pytest.mark.requirement("B-E7")
class TestAD6WhatAnAnecdoteRestsOn:
    PUBLISHED = STORY.then_given(TOLD)

    def test_is_each_piece_of_value_and_whether_it_was_confirmed(self) -> None:
        claimed = self.PUBLISHED.then_given(BenefitClaimed("acme@3", "p1"))
        assert [s.confirmed for s in anecdotes(claimed.account)[0].sources] == [False, False]
        confirmed = claimed.then_given(BenefitConfirmed("acme@3", "p1"))
        (found,) = anecdotes(confirmed.account)
        assert found.sources == (Source("acme@3", Stage.CONFIRMED), Source("acme@4", Stage.DOCUMENTED))
        assert found.stands
        disputed = confirmed.then_given(BenefitDisputed("acme@3", "p1", "no"))
        assert not anecdotes(disputed.account)[0].sources[0].confirmed

    def test_no_longer_stands_once_the_customer_disputes_it(self) -> None:
        disputed = self.PUBLISHED.then_given(
            BenefitClaimed("acme@3", "p1"), on("2024-06-01", BenefitDisputed("acme@3", "p1", "no"))
        )
        assert [p.stands for p in anecdotes(disputed.on("2024-05-31").account)] == [True]
        assert [p.stands for p in anecdotes(disputed.on("2024-06-01").account)] == [False]
        again = disputed.then_given(on("2024-07-01", BenefitConfirmed("acme@3", "p1")))
        assert [p.stands for p in anecdotes(again.on("2024-07-01").account)] == [True]

    def test_no_longer_stands_once_it_is_withdrawn(self) -> None:
        (found,) = anecdotes(self.PUBLISHED.then_given(FactWithdrawn("acme@4")).account)
        assert found.sources == (Source("acme@3", Stage.DOCUMENTED), Source("acme@4", None))
        assert not found.stands

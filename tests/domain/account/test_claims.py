"""The rules of claims, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.claims import (
    BenefitClaimed,
    BenefitConfirmed,
    BenefitDisputed,
    Claims,
    ConfirmedForNothing,
    DisputeUnexplained,
    NotClaimed,
    Stage,
    ValueNotOnRecord,
    ledger_of_value,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.account.value import IntangibleValueDocumented, Measure, ValueDocumented
from majoracct.domain.kernel import AccountEvent, Erased, FactWithdrawn
from majoracct.testing.given import given, money, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
ROI = ValueDocumented(Measure.ROI, "payback", "9 months", money("1000"))
CLAIMED = BenefitClaimed("acme@2", "p1")
CONFIRMED = BenefitConfirmed("acme@2", "p1")
DISPUTED = BenefitDisputed("acme@2", "p1", "our own doing")
ANSWERS: list[AccountEvent[Claims]] = [CONFIRMED, DISPUTED]
STORY = given(on("2024-01-01", ANA, ROI))


@pytest.mark.requirement("B-E4")
class TestCL1OnlyValueOnRecordIsClaimed:
    def test_not_what_nobody_documented(self) -> None:
        given(ANA).when(CLAIMED).then_refused(ValueNotOnRecord, "no value acme@2 on record")
        STORY.on("2023-12-31").when(CLAIMED).then_refused(ValueNotOnRecord, "on 2023-12-31")

    def test_to_nobody_but_a_stakeholder_who_is_there(self) -> None:
        STORY.when(BenefitClaimed("acme@2", "p9")).then_refused(StakeholderUnknown)
        STORY.then_given(StakeholderLeft("p1")).when(CLAIMED).then_refused(StakeholderGone)

    def test_measured_or_not(self) -> None:
        STORY.when(CLAIMED).then()
        given(ANA, IntangibleValueDocumented("trust", "they call first")).when(CLAIMED).then()


@pytest.mark.requirement("B-E4")
class TestCL2OnlyWhatWasClaimedIsAnswered:
    @pytest.mark.parametrize("answer", ANSWERS)
    def test_not_before_it_was(self, answer: AccountEvent[Claims]) -> None:
        STORY.when(answer).then_refused(NotClaimed, "acme@2 was not claimed by 2024-05-01")
        STORY.then_given(CLAIMED).on("2024-04-30").when(answer).then_refused(NotClaimed)

    @pytest.mark.parametrize(
        "answer", [BenefitConfirmed("acme@2", "p9"), BenefitDisputed("acme@2", "p9", "no")]
    )
    def test_by_a_stakeholder(self, answer: AccountEvent[Claims]) -> None:
        STORY.then_given(CLAIMED).when(answer).then_refused(StakeholderUnknown, "p9")

    @pytest.mark.parametrize("answer", ANSWERS)
    def test_replay_bears_one_without_a_claim(self, answer: AccountEvent[Claims]) -> None:
        assert len(given(answer)[Claims].benefits) == 0


@pytest.mark.requirement("B-E4", "C-P5")
class TestCL3WhatIsConfirmed:
    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_is_above_nothing(self, amount: str) -> None:
        answer = BenefitConfirmed("acme@2", "p1", money(amount))
        STORY.then_given(CLAIMED).when(answer).then_refused(ConfirmedForNothing)

    def test_nor_at_what_was_documented_as_a_loss(self) -> None:
        loss = ValueDocumented(Measure.ROI, "payback", "never", money("-1000"))
        story = given(ANA, loss, CLAIMED)
        story.when(CONFIRMED).then_refused(ConfirmedForNothing, "-1,000.00 GBP")
        story.when(BenefitConfirmed("acme@2", "p1", money("5"))).then()

    def test_is_in_the_ledgers_currency(self) -> None:
        answer = BenefitConfirmed("acme@2", "p1", money("5", "USD"))
        STORY.then_given(CLAIMED).when(answer).then_refused(ForeignCurrency)

    def test_is_what_they_say_else_what_was_documented(self) -> None:
        said = STORY.then_given(CLAIMED).when(BenefitConfirmed("acme@2", "p1", money("800"))).then()
        assert [e.confirmed for e in ledger_of_value(said.account)] == [money("800")]
        agreed = STORY.then_given(CLAIMED).when(CONFIRMED).then()
        assert [(e.documented, e.confirmed) for e in ledger_of_value(agreed.account)] == [
            (money("1000"), money("1000"))
        ]


@pytest.mark.requirement("B-E4")
class TestCL4ADispute:
    @pytest.mark.parametrize("why", ["", " "])
    def test_says_why(self, why: str) -> None:
        story = STORY.then_given(CLAIMED)
        story.when(BenefitDisputed("acme@2", "p1", why)).then_refused(DisputeUnexplained)

    def test_even_once_that_is_erased(self) -> None:
        STORY.then_given(CLAIMED).when(BenefitDisputed("acme@2", "p1", Erased.here)).then()

    def test_is_about_who_disputes(self) -> None:
        assert BenefitDisputed.subject == "by"


@pytest.mark.requirement("B-E4")
class TestCL5TheLatestAnswerStands:
    TOLD = STORY.then_given(
        on("2024-02-01", CLAIMED),
        on("2024-02-10", CLAIMED),
        on("2024-03-01", DISPUTED),
        on("2024-04-01", CONFIRMED),
    )

    @pytest.mark.parametrize(
        ("day", "stage", "days"),
        [
            ("2024-01-01", Stage.DOCUMENTED, 0),
            ("2024-01-31", Stage.DOCUMENTED, 30),
            ("2024-02-01", Stage.CLAIMED, 31),
            ("2024-02-29", Stage.CLAIMED, 31),
            ("2024-03-01", Stage.DISPUTED, 31),
            ("2024-04-01", Stage.CONFIRMED, 31),
        ],
    )
    def test_on_the_day(self, day: str, stage: Stage, days: int) -> None:
        (entry,) = ledger_of_value(self.TOLD.on(day).account)
        assert (entry.stage, entry.days_unclaimed) == (stage, days)

    def test_with_the_facts_that_say_so(self) -> None:
        (entry,) = ledger_of_value(self.TOLD.account)
        assert entry.claimed is not None
        assert entry.answered is not None
        assert (entry.claimed.fact, entry.answered.fact, entry.answered.person) == ("acme@3", "acme@6", "p1")

    def test_what_is_disputed_is_worth_nothing_confirmed(self) -> None:
        (entry,) = ledger_of_value(self.TOLD.on("2024-03-01").account)
        assert entry.confirmed is None
        doubted = self.TOLD.then_given(DISPUTED)
        assert [e.stage for e in ledger_of_value(doubted.account)] == [Stage.DISPUTED]

    def test_unclaimed_is_what_nobody_claimed(self) -> None:
        story = STORY.then_given(ROI, CLAIMED)
        entries = ledger_of_value(story.on("2024-05-11").account)
        assert [(e.value, e.days_unclaimed) for e in entries if e.claimed is None] == [("acme@3", 10)]

    def test_value_withdrawn_is_gone_whatever_was_claimed(self) -> None:
        assert ledger_of_value(self.TOLD.then_given(FactWithdrawn("acme@2")).account) == []

    @pytest.mark.requirement("B-E3", "C-P5")
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(
        st.lists(
            st.tuples(st.integers(1, 500), st.sampled_from(["", "claimed", "confirmed", "disputed"])),
            max_size=6,
        )
    )
    def test_every_piece_of_value_is_at_one_stage_and_the_totals_add_up(
        self, told: list[tuple[int, str]]
    ) -> None:
        story, version = given(on("2024-01-01", ANA)), 2
        for amount, stage in told:
            value = f"acme@{version}"
            more: list[AccountEvent[Claims]] = [BenefitClaimed(value, "p1")] if stage else []
            if stage == "confirmed":
                more += [BenefitDisputed(value, "p1", "no"), BenefitConfirmed(value, "p1")]
            if stage == "disputed":
                more += [BenefitConfirmed(value, "p1"), BenefitDisputed(value, "p1", "no")]
            documented = ValueDocumented(Measure.KPI, "a", "b", money(str(amount)))
            story = story.then_given(documented, *more)
            version += 1 + len(more)
        entries = ledger_of_value(story.on(dt.date(2024, 6, 1)).account)
        assert [e.stage.value for e in entries] == [stage or "documented" for _, stage in told]
        confirmed = sum((e.confirmed.amount for e in entries if e.confirmed), Decimal(0))
        assert confirmed == sum(amount for amount, stage in told if stage == "confirmed")
        assert sum(e.claimed is None for e in entries) == sum(1 for _, stage in told if not stage)

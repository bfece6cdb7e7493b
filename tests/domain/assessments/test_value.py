"""What a ledger of value comes to, what is late, and for which accounts results can be stated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.claims import (
    BenefitClaimed,
    BenefitConfirmed,
    BenefitDisputed,
    Stage,
    ledger_of_value,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.value import IntangibleValueDocumented, Measure, ValueDocumented
from majoracct.domain.assessments.value import (
    Tally,
    ValueTotals,
    articulation,
    late,
    share,
    value_totals,
)
from majoracct.domain.kernel import AccountEvent, Evidence, Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.tables import ValueTerms
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import EVER, Account
from majoracct.testing.given import DAY, Told, given, money, on
from majoracct.testing.histories import ACCOUNTS
from majoracct.testing.histories import facts as any_facts

TERMS = Terms.shipped("GBP")
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
ROI = ValueDocumented(Measure.ROI, "payback", "9 months", money("1000"))
TRUST = IntangibleValueDocumented("trust", "they call first")
CLAIM = BenefitClaimed("acme@2", "p1")
CALM = settings(max_examples=40, deadline=None)


@pytest.mark.requirement("B-E4")
class TestVA1Late:
    STORY = given(on("2024-01-01", ANA, ROI))

    def is_late(self, day: str, *then: AccountEvent[Any], days: int = 90) -> bool:
        story = self.STORY.then_given(*(on("2024-02-01", event) for event in then)).on(day)
        (entry,) = ledger_of_value(story.account)
        return late(entry, evolve(TERMS, value=ValueTerms(days)))

    def test_after_more_days_than_policy_allows(self) -> None:
        assert not self.is_late("2024-03-31")  # the ninetieth
        assert self.is_late("2024-04-01")

    def test_by_the_policy_that_is_asked(self) -> None:
        assert self.is_late("2024-01-12", days=10)
        assert not self.is_late("2024-04-01", days=91)

    def test_never_once_it_was_claimed(self) -> None:
        assert not self.is_late("2026-01-01", CLAIM)
        assert not self.is_late("2026-01-01", CLAIM, days=10)  # a month after it was documented


@pytest.mark.requirement("B-E3", "B-E4")
class TestVA2TheTotals:
    def test_count_what_was_measured_and_what_was_not_at_its_stage(self) -> None:
        said = BenefitConfirmed("acme@2", "p1", money("800"))
        found = value_totals([given(ANA, ROI, TRUST, CLAIM, said).account], TERMS)
        assert found.stages == {
            Stage.DOCUMENTED: Tally(1, Decimal(0), 1),
            Stage.CLAIMED: Tally(),
            Stage.CONFIRMED: Tally(1, Decimal(800), 0),
            Stage.DISPUTED: Tally(),
        }
        assert (found.count, found.tangible, found.late) == (2, 1, Tally())

    def test_of_what_is_disputed_our_own_figure(self) -> None:
        no = BenefitDisputed("acme@2", "p1", "our own doing")
        found = value_totals([given(ANA, ROI, CLAIM, no).account], TERMS)
        assert found.stages[Stage.DISPUTED] == Tally(1, Decimal(1000), 0)

    def test_the_late_are_among_those_documented(self) -> None:
        story = given(on("2023-01-01", ANA, ROI), TRUST)
        found = value_totals([story.account], TERMS)
        assert found.late == Tally(1, Decimal(1000), 0)
        assert found.stages[Stage.DOCUMENTED] == Tally(2, Decimal(1000), 1)

    @CALM
    @for_all(any_facts())
    def test_of_all_accounts_are_those_of_each_added_up(self, history: list[Fact]) -> None:
        accounts = [Account(key, EVER, Facts(history)) for key in ACCOUNTS]
        total = ValueTotals(dict.fromkeys(Stage, Tally()))
        for account in accounts:
            total = total.plus(value_totals([account], TERMS))
        assert value_totals(accounts, TERMS) == total
        assert total.count == sum(len(ledger_of_value(account)) for account in accounts)

    @CALM
    @for_all(st.permutations([ROI, TRUST, evolve(ROI, title="margin"), evolve(TRUST, title="calm")]))
    def test_come_to_the_same_in_any_order(self, told: list[AccountEvent[Any]]) -> None:
        found = value_totals([given(*told).account], TERMS)
        assert (found.count, found.tangible) == (4, 2)
        assert found.stages[Stage.DOCUMENTED] == Tally(4, Decimal(2000), 2)


@pytest.mark.requirement("B-E6")
class TestVA3Articulable:
    def shown(self, *measures: Measure) -> Told:
        evidence = [Evidence("figures.pdf")]
        return on(DAY, *(ValueDocumented(m, m.value, "better") for m in measures), evidence=evidence)

    def test_with_a_metric_a_kpi_and_an_roi_each_shown(self) -> None:
        found = articulation(given(self.shown(*Measure)).account)
        assert found.articulable
        assert found.shown == {Measure.METRIC: "acme@1", Measure.KPI: "acme@2", Measure.ROI: "acme@3"}
        assert found.missing == ()

    @pytest.mark.parametrize("lacking", Measure)
    def test_not_without_any_of_them(self, lacking: Measure) -> None:
        there = [m for m in Measure if m is not lacking]
        for story in (
            given(self.shown(*there)),
            given(self.shown(*there), ValueDocumented(lacking, "x", "said, not shown")),
        ):
            found = articulation(story.account)
            assert not found.articulable
            assert found.missing == (lacking,)

    def test_the_share_is_of_all_accounts(self) -> None:
        stories = (given(self.shown(*Measure)), given(self.shown(Measure.KPI)), given(), given())
        covered = share(articulation(story.account).articulable for story in stories)
        assert (covered.count, covered.of, covered.ratio) == (1, 4, Decimal("0.25"))

    def test_the_share_of_nothing_is_unknown(self) -> None:
        assert share([]).ratio is None

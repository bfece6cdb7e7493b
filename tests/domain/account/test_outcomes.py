"""The rules of outcomes, one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.outcomes import (
    BenefitQuantified,
    Figure,
    LeadsNowhereElse,
    NoFigureStated,
    Outcome,
    OutcomeKind,
    Outcomes,
    OutcomeTargeted,
    OutcomeUnknown,
    OutcomeUntitled,
    OutcomeWorthless,
    ProductivityForItsOwnSake,
    QuantificationConfirmed,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderUnknown,
)
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.seen import Account
from majoracct.testing.given import given, money, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
SAVED = OutcomeTargeted(OutcomeKind.COST, "fewer late payments")
FIGURE = BenefitQuantified("acme@2", money("5000"))
CONFIRMED = QuantificationConfirmed("acme@2", "p1")
STORY = given(ANA, SAVED)
ALONE = (OutcomeKind.REVENUE, OutcomeKind.COST)


def quantified(account: Account) -> list[tuple[str, Outcome, Figure]]:
    """Return the outcomes that have a figure, earliest first."""
    return [(key, found, found.figure) for key, found in account[Outcomes].in_order() if found.figure]


@pytest.mark.requirement("C-O1", "C-O2", "C-O3")
class TestOC1AnOutcome:
    def test_says_what_it_is(self) -> None:
        given().when(OutcomeTargeted(OutcomeKind.COST, " ")).then_refused(OutcomeUntitled)

    @pytest.mark.parametrize("leads_to", [None, OutcomeKind.PRODUCTIVITY])
    def test_of_productivity_leads_to_another(self, leads_to: OutcomeKind | None) -> None:
        alone = OutcomeTargeted(OutcomeKind.PRODUCTIVITY, "more lines an hour", leads_to)
        given().when(alone).then_refused(ProductivityForItsOwnSake)

    @pytest.mark.parametrize("leads_to", ALONE)
    def test_of_productivity_leads_to_revenue_or_cost(self, leads_to: OutcomeKind) -> None:
        aimed = OutcomeTargeted(OutcomeKind.PRODUCTIVITY, "more lines an hour", leads_to)
        assert given().when(aimed).then()[Outcomes].items["acme@2"].leads_to is leads_to

    @pytest.mark.parametrize("kind", ALONE)
    def test_of_revenue_or_cost_leads_to_nothing_else(self, kind: OutcomeKind) -> None:
        given().when(OutcomeTargeted(kind, "more")).then()
        for leads_to in OutcomeKind:
            given().when(OutcomeTargeted(kind, "more", leads_to)).then_refused(LeadsNowhereElse)


ABOUT: list[AccountEvent[Outcomes]] = [FIGURE, CONFIRMED]


@pytest.mark.requirement("C-O4")
class TestOC2Quantified:
    @pytest.mark.parametrize("event", ABOUT)
    def test_not_what_is_not_on_record(self, event: AccountEvent[Outcomes]) -> None:
        given(ANA).when(event).then_refused(OutcomeUnknown, "no outcome acme@2")
        STORY.on("2024-04-30").when(event).then_refused(OutcomeUnknown)

    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_above_nothing(self, amount: str) -> None:
        STORY.when(BenefitQuantified("acme@2", money(amount))).then_refused(OutcomeWorthless)

    def test_in_the_ledgers_currency(self) -> None:
        STORY.when(BenefitQuantified("acme@2", money("1", "EUR"))).then_refused(ForeignCurrency)

    def test_is_what_was_stated_last(self) -> None:
        story = STORY.then_given(FIGURE).when(BenefitQuantified("acme@2", money("6000"))).then()
        assert [(key, figure.amount) for key, _, figure in quantified(story.account)] == [
            ("acme@2", money("6000"))
        ]

    def test_not_before_a_figure_was(self) -> None:
        assert quantified(STORY.account) == []


@pytest.mark.requirement("C-O4")
class TestOC3Confirmed:
    def test_not_while_there_is_no_figure(self) -> None:
        STORY.when(CONFIRMED).then_refused(NoFigureStated, "by 2024-05-01")
        STORY.then_given(on("2024-06-01", FIGURE)).when(CONFIRMED).then_refused(NoFigureStated)

    def test_by_somebody_at_the_customer(self) -> None:
        stranger = QuantificationConfirmed("acme@2", "p9")
        STORY.then_given(FIGURE).when(stranger).then_refused(StakeholderUnknown)

    def test_who_is_named(self) -> None:
        ((_, _, figure),) = quantified(STORY.then_given(FIGURE).when(CONFIRMED).then().account)
        assert figure.confirmed
        assert figure.confirmation is not None
        assert (figure.confirmation.by, figure.confirmation.fact) == ("p1", "acme@4")

    def test_the_first_who_does_is(self) -> None:
        story = STORY.then_given(FIGURE, CONFIRMED, QuantificationConfirmed("acme@2", "p2"))
        ((_, _, figure),) = quantified(story.account)
        assert figure.confirmation is not None
        assert figure.confirmation.by == "p1"

    def test_replay_bears_one_without_a_figure(self) -> None:
        assert quantified(STORY.then_given(CONFIRMED).account) == []

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(st.lists(st.sampled_from([FIGURE, CONFIRMED]), max_size=8))
    def test_a_later_figure_is_confirmed_anew(self, told: list[AccountEvent[Outcomes]]) -> None:
        found = quantified(STORY.then_given(*told).account)
        since = told[len(told) - told[::-1].index(FIGURE) :] if FIGURE in told else []
        assert [figure.confirmed for _, _, figure in found] == (
            [CONFIRMED in since] if FIGURE in told else []
        )

"""How much of what customers want is in figures, and worked for by both sides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.account.outcomes import (
    BenefitQuantified,
    OutcomeKind,
    OutcomeTargeted,
    QuantificationConfirmed,
)
from majoracct.domain.account.plan import ActionAdded
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.assessments.joint import joint_share, outcomes_judged
from majoracct.domain.kernel import Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.terms import Aim
from majoracct.domain.seen import EVER, Account
from majoracct.testing.given import given, money
from majoracct.testing.histories import ACCOUNTS
from majoracct.testing.histories import facts as any_facts

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
SOLD = OutcomeTargeted(OutcomeKind.REVENUE, "orders by telephone")
SAVED = OutcomeTargeted(OutcomeKind.COST, "overtime")
FASTER = OutcomeTargeted(OutcomeKind.PRODUCTIVITY, "orders a clerk", OutcomeKind.REVENUE)
WORTH = BenefitQuantified("acme@3", money("5000"))
AGREED = QuantificationConfirmed("acme@3", "p1")
TOGETHER = ActionAdded("clear the backlog", Aim.TRUST, "kim", outcome="acme@3", customer_owner="p2")


@pytest.mark.requirement("C-O1", "C-O2", "C-O3", "C-O4")
class TestJO1TheShare:
    def test_is_of_those_in_figures(self) -> None:
        other = BenefitQuantified("acme@4", money("70"))
        found = joint_share([given(ANA, BO, SOLD, SAVED, FASTER, WORTH, other, AGREED, TOGETHER).account])
        assert (found.count, found.of, found.ratio) == (1, 2, Decimal("0.5"))

    @pytest.mark.parametrize("kind", [SOLD, SAVED, FASTER])
    def test_whatever_the_customer_wants(self, kind: OutcomeTargeted) -> None:
        assert joint_share([given(ANA, BO, kind, WORTH, AGREED, TOGETHER).account]).count == 1

    def test_counts_none_the_customer_did_not_confirm_or_works_for_alone(self) -> None:
        for story in (
            given(ANA, BO, SOLD, WORTH, TOGETHER),
            given(ANA, BO, SOLD, WORTH, AGREED),
            given(ANA, BO, SOLD, WORTH, AGREED, ActionAdded("x", Aim.TRUST, "kim", outcome="acme@3")),
        ):
            assert joint_share([story.account]).ratio == 0

    def test_is_unknown_where_none_has_a_figure(self) -> None:
        assert joint_share([given(SOLD, SAVED).account]).ratio is None

    @settings(max_examples=40, deadline=None)
    @for_all(any_facts())
    def test_of_all_accounts_is_that_of_each_added_up(self, history: list[Fact]) -> None:
        accounts = [Account(key, EVER, Facts(history)) for key in ACCOUNTS]
        found, each = joint_share(accounts), [joint_share([account]) for account in accounts]
        assert (found.count, found.of) == (sum(s.count for s in each), sum(s.of for s in each))
        assert found.of <= sum(len(outcomes_judged(account)) for account in accounts)


@pytest.mark.requirement("C-M5d")
class TestJO2FinanceConfirms:
    def by(self, *then: QuantificationConfirmed) -> bool | None:
        (found,) = outcomes_judged(given(ANA, BO, SOLD, WORTH, *then).account)
        return found.by_finance

    def test_as_it_naturally_does(self) -> None:
        assert self.by(AGREED) is True

    def test_or_somebody_else_did(self) -> None:
        assert self.by(QuantificationConfirmed("acme@3", "p2")) is False

    def test_or_nobody_yet(self) -> None:
        assert self.by() is None

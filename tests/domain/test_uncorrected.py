"""The past as it was told: what was known earlier stands as it did, what was told since as it was first."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve
from tests.domain.account.test_approval import agreed
from tests.domain.account.test_review import ACTION
from tests.domain.assessments.test_baseline import MOVE

from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, Plan
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.past import AsKnown, Past
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.terms import Aim
from majoracct.domain.uncorrected import Uncorrected
from majoracct.testing.given import Given, corrected, money, on

MORE = on("2024-04-01", ActionAdded("more", Aim.TRUST))


def _told(story: Given, since: Given) -> Past:
    past = story.account.past
    return Uncorrected(past, AsKnown(past, since.last.position), ("acme",))


def _tasks(past: Past, stream: str = "acme") -> list[str]:
    actions = past.fold(Plan, (stream,)).states[-1].actions
    return [action.task for _, action in sorted(actions.items())]


class TestUncorrected:
    def test_is_the_past_where_nothing_was_corrected_or_withdrawn(self) -> None:
        story = agreed().then_given(MOVE, MORE)
        told, past = _told(story, agreed()), story.account.past
        assert {f.reference: f for f in told.live("acme")} == {f.reference: f for f in past.live("acme")}
        assert told.fold(Plan, ("acme",)).states[-1] == past.fold(Plan, ("acme",)).states[-1]

    def test_restores_what_was_known_then(self) -> None:
        story = agreed().then_given(corrected("acme@5", evolve(ACTION, task="less")))
        gone = story.then_given(FactWithdrawn("acme@12"))
        assert _tasks(_told(story, agreed())) == _tasks(_told(gone, agreed())) == [ACTION.task]

    def test_tells_what_was_told_since_as_it_was_told_first_through_every_correction(self) -> None:
        less, least = (ActionAdded(task, Aim.TRUST) for task in ("less", "least"))
        once = agreed().then_given(MORE, corrected("acme@11", less))
        twice = once.then_given(corrected("acme@13", least))
        assert _tasks(twice.account.past) == ["least", ACTION.task]
        assert _tasks(_told(twice, agreed())) == ["more", ACTION.task]
        assert _tasks(_told(twice, once)) == ["less", ACTION.task]

    def test_lets_what_was_told_since_be_withdrawn(self) -> None:
        assert _tasks(_told(agreed().then_given(MORE, FactWithdrawn("acme@11")), agreed())) == [ACTION.task]

    def test_leaves_other_streams_as_they_are(self) -> None:
        other = agreed().then_given(on("2024-04-01", ACTION, to="bolt"))
        less = other.then_given(on("2024-04-01", FactWithdrawn("bolt@1"), to="bolt"))
        assert _tasks(_told(less, other), "bolt") == []

    def test_tells_money_in_the_ledgers_currency_too(self) -> None:
        rate = on("2024-01-01", ExchangeRateRecorded("USD", "GBP", Decimal("0.5")))
        story = agreed().then_given(
            rate, on("2024-04-01", OpportunityIdentified("depot", money("10", "USD")))
        )
        past = story.account.past
        for told in (past, _told(story, agreed())):
            (found,) = told.fold(Opportunities, ("acme",)).states[-1].items.values()
            assert found.value == money("5")

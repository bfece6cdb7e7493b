"""The rules of how early we learned of opportunities, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import LearnedAt, OpportunityIdentified
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.visibility import Every, by_tier, seen_in, together
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import Told, given, on


def heard(day: str, learned: LearnedAt | None) -> Told:
    return on(day, OpportunityIdentified("a sale", learned=learned))


STORY = given(
    heard("2023-06-30", LearnedAt.RFP),
    heard("2023-07-01", LearnedAt.FORMING),
    heard("2023-12-31", LearnedAt.PRE_NEED),
    heard("2023-12-31", LearnedAt.REQUIREMENTS_DEFINED),
    heard("2023-12-31", None),
    heard("2024-01-01", None),
)


@pytest.mark.requirement("R-5")
class TestVP1OnceInItsPeriod:
    @pytest.mark.parametrize(
        ("every", "periods"),
        [
            (Every.QUARTER, [("2023Q2", 1), ("2023Q3", 1), ("2023Q4", 3), ("2024Q1", 1)]),
            (Every.HALF_YEAR, [("2023H1", 1), ("2023H2", 4), ("2024H1", 1)]),
            (Every.YEAR, [("2023", 5), ("2024", 1)]),
        ],
    )
    def test_by_the_day_it_was_identified(self, every: Every, periods: list[tuple[str, int]]) -> None:
        assert [(s.period.word, s.identified) for s in seen_in(STORY.account, every)] == periods

    def test_by_how_far_the_need_had_formed(self) -> None:
        _, second, _ = seen_in(STORY.account, Every.HALF_YEAR)
        assert second.learned == {
            LearnedAt.PRE_NEED: 1,
            LearnedAt.FORMING: 1,
            LearnedAt.REQUIREMENTS_DEFINED: 1,
            LearnedAt.RFP: 0,
        }
        assert (second.unknown, second.facts) == (1, ("acme@2", "acme@3", "acme@4", "acme@5"))

    @settings(deadline=None, derandomize=True, database=None, max_examples=30)
    @drawn(
        st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2024, 5, 1)), max_size=8), st.sampled_from(list(Every))
    )
    def test_whatever_the_period_none_is_lost(self, days: list[dt.date], every: Every) -> None:
        account = given(*(heard(str(day), LearnedAt.RFP) for day in days)).account
        found = seen_in(account, every)
        assert sum(each.identified for each in found) == len(days)
        assert all(any(day in each.period for each in found) for day in days)


@pytest.mark.requirement("R-5")
class TestVP2EarlyShare:
    def test_is_of_those_of_which_it_is_known(self) -> None:
        early = [each.early for each in seen_in(STORY.account, Every.HALF_YEAR)]
        assert early == [Decimal(0), Decimal(2) / 3, None]

    def test_of_several_accounts_together(self) -> None:
        rows = [row for _ in range(2) for row in seen_in(STORY.account, Every.YEAR)]
        first, last = together(rows)
        assert (first.period.word, first.identified, first.early) == ("2023", 10, Decimal("0.5"))
        assert (last.unknown, last.early, len(first.facts)) == (2, None, 10)


@pytest.mark.requirement("R-5")
class TestVP3ByTier:
    def test_in_the_tier_assigned_else_indicated(self) -> None:
        terms = Terms.shipped("GBP")
        core = STORY.then_given(on("2024-01-02", TierMoved(Tier.CORE, override=True)))
        found = by_tier([STORY.account, core.account], terms)
        assert found[Tier.GREENFIELD] == found[Tier.CORE] == (6, 4, Decimal("0.5"))
        assert found[Tier.STRATEGIC] == (0, 0, None)

"""The rules of effort beside spending, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.proactive import ProactiveProgrammeAssigned
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.effort import Effort, efforts
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms
from majoracct.domain.programme.tier_tables import SegmentTerms
from majoracct.testing.given import Given, Told, given, money, on

SHIPPED = Terms.shipped("GBP")


def did(day: str, to: str = "acme") -> Told:
    return on(day, ActivityLogged(SellingProcess.SELLING, "a visit"), to=to)


def paid(day: str, amount: str, to: str = "acme") -> Told:
    return on(day, RevenueRecorded(money(amount)), to=to)


OPENED = (AccountOpened("Acme"), on("2020-01-01", AccountOpened("Tern"), to="tern"))


def found(story: Given) -> dict[str, Effort]:
    accounts = [story.account, story.account.other("tern")]
    return {each.account: each for each in efforts(accounts, story.account.programme[Policy].terms)}


@pytest.mark.requirement("R-3")
class TestPB7SharesOfBoth:
    @pytest.mark.requirement("X-11")
    def test_of_spending_unknown_while_no_rate_tells_a_payment(self) -> None:
        dollars = on("2024-01-01", RevenueRecorded(money("1", "USD")), to="tern")
        story = given(*OPENED, did("2024-01-01"), paid("2024-01-01", "100"), dollars)
        assert [(each.spend_share, each.off) for each in found(story).values()] == [(None, None)] * 2

    def test_of_what_all_accounts_have(self) -> None:
        story = given(
            *OPENED,
            did("2024-01-01"),
            did("2024-02-01"),
            did("2024-02-01"),
            did("2024-02-01", "tern"),
            paid("2024-01-01", "100"),
            paid("2024-01-01", "300", "tern"),
        )
        acme, tern = found(story).values()
        assert (acme.activities, acme.activity_share, acme.spend_share) == (
            3,
            Decimal("0.75"),
            Decimal("0.25"),
        )
        assert (tern.activities, tern.activity_share, tern.spend_share) == (
            1,
            Decimal("0.25"),
            Decimal("0.75"),
        )
        assert (acme.gap, tern.gap) == (Decimal("0.5"), Decimal("-0.5"))
        assert acme.facts == ("acme@2", "acme@3", "acme@4")

    def test_over_policys_months_up_to_the_day(self) -> None:
        story = given(*OPENED, did("2023-05-01"), did("2023-05-02"), paid("2023-05-01", "7"))
        assert (found(story)["acme"].activities, found(story)["acme"].spent) == (1, Decimal(0))
        longer = story.under(evolve(SHIPPED, segments=SegmentTerms(effort_months=13)))
        assert (found(longer)["acme"].activities, found(longer)["acme"].spent) == (2, Decimal(7))

    def test_credited_more_than_it_paid_it_has_no_share(self) -> None:
        story = given(*OPENED, paid("2024-01-01", "-100"), paid("2024-01-01", "300", "tern"))
        acme, tern = found(story).values()
        assert (acme.spent, acme.spend_share, tern.spend_share) == (Decimal(-100), Decimal(0), Decimal(1))

    def test_the_programmes_that_back_it(self) -> None:
        story = given(*OPENED, ProactiveProgrammeAssigned("Briefings"))
        assert [p.fact for p in found(story)["acme"].programmes] == ["acme@2"]

    @settings(deadline=None, derandomize=True, database=None, max_examples=25)
    @drawn(st.lists(st.tuples(st.sampled_from(["acme", "tern"]), st.integers(-50, 100)), max_size=8))
    def test_shares_add_up_to_all_or_are_unknown(self, happened: list[tuple[str, int]]) -> None:
        told = [t for to, n in happened for t in (did("2024-01-01", to), paid("2024-01-01", str(n), to))]
        both = found(given(*OPENED, *told)).values()
        for shares in ([e.activity_share for e in both], [e.spend_share for e in both]):
            assert shares == [None, None] or sum(s for s in shares if s is not None) == pytest.approx(1)


@pytest.mark.requirement("R-3")
class TestPB8Off:
    STORY = given(
        *OPENED,
        *[did("2024-01-01")] * 7,
        *[did("2024-01-01", "tern")] * 3,
        paid("2024-01-01", "50"),
        paid("2024-01-01", "50", "tern"),
    )

    def test_by_more_than_policys_margin(self) -> None:
        assert [each.off for each in found(self.STORY).values()] == [False, False]
        one_more = self.STORY.then_given(did("2024-01-01"))
        assert [each.off for each in found(one_more).values()] == [True, True]
        strict = self.STORY.under(evolve(SHIPPED, segments=SegmentTerms(effort_margin=Decimal("0.1"))))
        assert [each.off for each in found(strict).values()] == [True, True]

    @staticmethod
    def of(*accounts: tuple[int, int], part: str = "0.5") -> list[bool | None]:
        """Return whether effort is off of accounts with so many activities, and so much paid, each."""
        told = []
        for n, (logged, amount) in enumerate(accounts):
            key = f"a{n:02}"
            told += [on("2020-01-01", AccountOpened(key), to=key), paid("2024-01-01", str(amount), key)]
            told += [did("2024-01-01", key)] * logged
        story = given(*told)
        terms = evolve(SHIPPED, segments=SegmentTerms(effort_least=Decimal(part)))
        return [
            each.off
            for each in efforts([story.account.other(f"a{n:02}") for n in range(len(accounts))], terms)
        ]

    def test_or_below_policys_part_in_a_portfolio_of_any_size(self) -> None:
        assert self.of(*[(1, 100)] * 6, (0, 100)) == [False] * 6 + [True]
        assert self.of(*[(1, 100)] * 30, (0, 100), (3, 100)) == [False] * 30 + [True, True]
        assert self.of(*[(2, 100)] * 8, (1, 100)) == [False] * 9  # 8% against 11%
        assert self.of(*[(2, 100)] * 8, (1, 100), part="0.6") == [False] * 8 + [True]

    def test_unless_both_are_small(self) -> None:
        assert self.of(*[(1, 100)] * 9, (0, 46)) == [False] * 10
        assert self.of(*[(1, 100)] * 9, (0, 48)) == [False] * 9 + [True]

    def test_unknown_where_nothing_was_logged_or_came_in(self) -> None:
        assert [e.off for e in found(given(*OPENED, paid("2024-01-01", "5"))).values()] == [None, None]
        silent = found(given(*OPENED, did("2024-01-01")))["acme"]
        assert (silent.off, silent.gap, silent.activity_share) == (None, None, Decimal(1))

    def test_on_the_last_day_of_the_calendar(self) -> None:
        assert found(self.STORY.on(dt.date.max))["acme"].activities == 0

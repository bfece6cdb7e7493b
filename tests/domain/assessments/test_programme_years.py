"""How old the programme is, what came first, and what came of it year by year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.team import TeamDisbanded, TeamFormed
from majoracct.domain.assessments.programme_years import (
    First,
    account_order,
    began,
    programme_years,
    years_old,
)
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.funding import (
    FundedFor,
    ProgrammeFundingCommitted,
    ProgrammeFundingWithdrawn,
)
from majoracct.domain.programme.programme_tables import ProgrammeTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
UNA = on("2019-01-01", StaffIdentified("s1", "Una"))  # programme@2
LASTING = ProgrammeFundingCommitted("s1", dt.date(2030, 1, 1))
SHORT = ProgrammeFundingCommitted("s1", dt.date(2021, 5, 1))
KNOWN = on("2019-01-01", AccountOpened("Acme"))
TEAM = on("2021-03-01", TeamFormed())


def start(story: Given) -> tuple[dt.date, str, First] | None:
    found = began(story.programme, [story.account], TERMS)
    return (found.on, found.fact, found.first) if found else None


@pytest.mark.requirement("S-Y2")
class TestPG6WhenItBegan:
    def test_not_while_nothing_was_funded_and_nobody_in_it(self) -> None:
        assert start(given()) is None
        assert programme_years(given().programme, [given().account], TERMS) == []

    def test_funded_or_with_its_first_account(self) -> None:
        account = (dt.date(2021, 3, 1), "acme@1", First.ACCOUNT)
        assert start(given(TEAM)) == account
        assert start(given(UNA, TEAM, on("2021-04-01", LASTING))) == account
        funded = dt.date(2021, 2, 1), "programme@3"
        assert start(given(UNA, TEAM, on("2021-02-01", LASTING))) == (*funded, First.FUNDING)


@pytest.mark.requirement("X-13")
class TestPG7WhatCameFirst:
    def test_of_the_programme_it_is_multi_year_funding_that_counts(self) -> None:
        found = start(given(UNA, TEAM, on("2021-02-01", SHORT)))
        assert found == (dt.date(2021, 2, 1), "programme@3", First.ACCOUNT)
        assert start(given(UNA, on("2021-02-01", LASTING))) == (
            dt.date(2021, 2, 1),
            "programme@3",
            First.FUNDING,
        )

    def test_it_is_funded_for_people_and_for_process_as_the_first_account_comes(self) -> None:
        people = evolve(LASTING, covers=(FundedFor.PEOPLE,))
        process = evolve(LASTING, covers=(FundedFor.PROCESS,))

        def first(*told: Told) -> tuple[First, tuple[str, ...]]:
            story = given(UNA, TEAM, *told)
            found = began(story.programme, [story.account], TERMS)
            assert found is not None
            return found.first, found.facts

        one, other = on("2021-01-01", people), on("2021-02-01", process)
        assert first(one) == (First.ACCOUNT, ("programme@3", "acme@1"))
        assert first(one, other) == (First.FUNDING, ("programme@3", "programme@4", "acme@1"))
        for day, found in (("2021-03-01", First.ACCOUNT), ("2021-03-02", First.FUNDING)):
            gone = on(day, ProgrammeFundingWithdrawn("programme@3"))
            assert first(one, other, gone)[0] is found

    @pytest.mark.parametrize(
        ("planned", "first"),
        [("2021-02-28", First.PLAN), ("2021-03-01", First.PLAN), ("2021-03-02", First.PROGRAMME)],
    )
    def test_of_an_account_it_is_its_plan(self, planned: str, first: First) -> None:
        story = given(TEAM, on(planned, PlanDrafted("grow")))
        found, came, day = account_order(story.account)
        assert (found, day) == (first, dt.date.fromisoformat(planned))
        assert came is not None

    def test_or_neither(self) -> None:
        assert account_order(given().account) == (None, None, None)
        assert account_order(given(TEAM).account)[0] is First.PROGRAMME


@pytest.mark.requirement("S-Y2")
class TestPG8ItsYears:
    @settings(deadline=None, derandomize=True, database=None, max_examples=80)
    @any_of(start=st.dates(dt.date(1990, 1, 1), dt.date(2020, 12, 31)), days=st.integers(0, 3000))
    def test_a_day_is_in_the_year_it_falls_in(self, start: dt.date, days: int) -> None:
        day = start + dt.timedelta(days=days)
        year = years_old(start, day)
        assert add_months(start, 12 * (year - 1)) <= day < add_months(start, 12 * year)

    def test_are_judged_from_policys_on_once_over_against_the_year_before(self) -> None:
        paid = [
            on(f"{year}-06-01", RevenueRecorded(money(str(amount))))
            for year, amount in ((2020, 100), (2021, 110), (2022, 150), (2023, 200))
        ]
        story = given(KNOWN, TEAM, *paid).on("2024-02-28")
        found = programme_years(story.programme, [story.account], TERMS)
        assert [(y.number, y.whole, y.judged, y.growth) for y in found] == [
            (1, True, False, None),
            (2, True, True, Decimal("0.5")),
            (3, False, False, None),
        ]
        over = programme_years(story.on("2024-02-29").programme, [story.on("2024-02-29").account], TERMS)
        assert over[2].growth == 1
        later = evolve(TERMS, programme=ProgrammeTerms(judged_from_year=3))
        assert programme_years(story.programme, [story.account], later)[1].growth is None

    def test_against_nothing_nothing_is_compared(self) -> None:
        story = given(KNOWN, TEAM, on("2022-06-01", RevenueRecorded(money("9"))))
        found = programme_years(story.programme, [story.account], TERMS)
        assert (found[1].judged, found[1].growth) == (True, None)

    @pytest.mark.parametrize(
        ("opened", "growth"), [("2020-03-01", Decimal(4)), ("2020-03-02", None), ("2020-12-31", None)]
    )
    def test_nor_against_a_year_that_began_before_anything_was_on_record(
        self, opened: str, growth: Decimal | None
    ) -> None:
        paid = [
            on(day, RevenueRecorded(money(paid_)))
            for day, paid_ in (("2021-01-01", "1"), ("2022-06-01", "5"))
        ]
        story = given(on(opened, AccountOpened("Acme")), TEAM, *paid)
        found = programme_years(story.programme, [story.account], TERMS)
        assert (found[1].judged, found[1].growth) == (True, growth)
        assert found[1].before == (1 if growth else None)


@pytest.mark.requirement("S-Y2", "S-W6")
class TestPG9TheSumsOverItsAccounts:
    def test_of_those_in_it_as_the_year_ended(self) -> None:
        won = OpportunityIdentified("the depot"), OpportunityWon("acme@2")
        story = given(
            TEAM,
            on("2021-06-01", *won, RevenueRecorded(money("7"))),
            on("2021-06-01", RevenueRecorded(money("50")), to="out"),
            on("2022-06-01", TeamFormed(), RevenueRecorded(money("20")), to="bolt"),
        )
        accounts = [story.account, story.account.other("bolt"), story.account.other("out")]
        found = programme_years(story.programme, accounts, TERMS)
        assert [(y.accounts, int(y.revenue), y.wins) for y in found] == [
            (1, 7, 1),
            (2, 20, 0),
            (2, 0, 0),
            (2, 0, 0),
        ]

    def test_stand_when_an_account_leaves(self) -> None:
        bolt = on("2021-06-01", TeamFormed(), RevenueRecorded(money("50")), to="bolt")
        known = on("2020-01-01", AccountOpened("Bolt"), to="bolt")
        earlier = on("2020-06-01", RevenueRecorded(money("20")), to="bolt")
        stayed = given(TEAM, on("2022-06-01", RevenueRecorded(money("7"))), known, earlier, bolt)
        left = stayed.then_given(on("2023-06-01", TeamDisbanded(teams=("bolt@3",)), to="bolt"))

        def results(story: Given) -> list[tuple[int, int, int | None]]:
            accounts = [story.account, story.account.other("bolt")]
            found = programme_years(story.programme, accounts, TERMS)
            return [(y.accounts, int(y.revenue), None if y.before is None else int(y.before)) for y in found]

        assert results(left.on("2023-12-01")) == [(2, 50, 20), (2, 7, 20), (1, 0, None)]
        assert results(stayed.on("2023-12-01")) == [(2, 50, 20), (2, 7, 20), (2, 0, 20)]

    def test_count_a_payment_once_when_accounts_merge(self) -> None:
        bolt = on("2021-06-01", TeamFormed(), RevenueRecorded(money("50")), to="bolt")
        merged = (
            on("2022-06-01", AccountMerged("acme")),
            on("2022-06-01", AccountAbsorbed("bolt"), to="acme"),
        )
        story = given(TEAM, bolt, on("2022-04-01", RevenueRecorded(money("7")), to="bolt"), *merged)
        acme = story.on("2023-06-01").account
        for accounts in ([acme], [acme, acme.other("bolt")]):
            found = programme_years(story.on("2023-06-01").programme, accounts, TERMS)
            assert [(y.accounts, int(y.revenue)) for y in found] == [(2, 50), (1, 7), (1, 0)]

"""Which facts made the difference between two views of an account."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed
from majoracct.domain.account.profile import AccountOpened, AccountRenamed, OrgChartFiled
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments import movers
from majoracct.domain.assessments.changes import between, picture
from majoracct.domain.assessments.movers import Mover, learned, moved_by_days, moved_by_learning
from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.testing.given import DAY, Given, corrected, given, money, on
from majoracct.testing.histories import ACCOUNTS, days, facts

some = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def day_of(_: int) -> dt.date:
    return DAY


def references(story: Given, since: int) -> list[str]:
    return [fact.reference for fact in learned(story.past, story.key, since)]


def past_of(made: list[Fact]) -> Facts:
    return Facts([Fact(PROGRAMME, 0, 0, given().facts[1].event, dt.date.min, "kim"), *made])


@pytest.mark.requirement("B-D4")
class TestDI5WhatWasLearned:
    STORY = given(
        AccountOpened("Acme"),  # @3
        RevenueRecorded(money("5")),
        on("2030-01-01", RevenueRecorded(money("6"))),
        FactWithdrawn("acme@2"),
        PolicyAdopted(Terms(money("7"))),
        on("2024-05-01", AccountOpened("Bolt"), to="bolt"),
    )

    def test_is_all_that_was_recorded_of_the_account_and_the_policy(self) -> None:
        assert references(self.STORY, 4) == ["acme@3", "acme@4", "programme@2"]
        assert references(self.STORY, 3) == ["acme@2", "acme@3", "acme@4", "programme@2"]

    def test_and_of_what_told_of_it_for_a_while(self) -> None:
        story = self.STORY.then_given(AccountAbsorbed("bolt"))
        assert "bolt@1" in references(story, 4)
        assert "bolt@1" in references(story.then_given(FactWithdrawn(story.last.reference)), 4)

    @pytest.mark.requirement("X-11")
    def test_and_of_what_its_money_exchanges_for(self) -> None:
        story = given(
            AccountOpened("Acme"),
            ExchangeRateRecorded("USD", "GBP", Decimal("0.8")),
            ExchangeRateRecorded("EUR", "GBP", Decimal("0.9")),
            RevenueRecorded(money("5", "USD")),
            FactWithdrawn("programme@2"),
            FactWithdrawn("programme@3"),
        )
        assert references(story, 6) == ["programme@4"]
        found = moved_by_learning(story.account, 6)
        assert found is not None
        assert {fact for mover in found.values() for fact in mover.facts} == {"programme@4"}


@pytest.mark.requirement("B-D4")
class TestDI6WhatLearningMoved:
    def test_the_facts_of_one_command_together(self) -> None:
        story = given(RevenueRecorded(money("5")), corrected("acme@1", RevenueRecorded(money("6"))))
        one = tuple(evolve(f, command_id="c") if f.position > 3 else f for f in story.facts)
        found = moved_by_learning(evolve(story, facts=one).account, 3)
        assert found == {"revenue 2024": Mover(("acme@2", "acme@3"))}

    def test_not_what_moved_nothing_on_the_day(self) -> None:
        story = given(
            AccountOpened("Acme"), on("2030-01-01", AccountRenamed("Acre")), AccountRenamed("Acorn")
        )
        found = moved_by_learning(story.account, 3)
        assert found == {"name": Mover(("acme@3",))}

    def test_too_much_is_not_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        story = given(AccountOpened("Acme"), AccountRenamed("Two"), AccountRenamed("Three"))
        monkeypatch.setattr(movers, "MOST", 1)
        assert moved_by_learning(story.account, 4) is not None
        assert moved_by_learning(story.account, 3) is None

    def test_what_does_not_tell_of_it_is_not_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        story = given(AccountOpened("Acme"), StaffIdentified("s1", "Kim"), AccountRenamed("Two"))
        monkeypatch.setattr(movers, "MOST", 1)
        assert moved_by_learning(story.account, 3) == {"name": Mover(("acme@2",))}

    def test_before_a_policy_was_known_nothing_was_judged(self) -> None:
        held = given(AccountOpened("Acme")).facts
        policy, opened = held[1], held[2]
        past = Facts([evolve(opened, position=1), evolve(policy, position=2)])
        found = moved_by_learning(Account("acme", DAY, past), 0)
        assert found is not None
        assert found["name"] == Mover((policy.reference,))

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), days(), st.integers(1, 16))
    def test_every_difference_has_something_that_moved_it(
        self, made: list[Fact], key: str, day: dt.date, since: int
    ) -> None:
        past = past_of(made)
        account = Account(key, day, past)
        early = Account(
            key,
            day,
            Facts(
                [f for f in past_of(made).live(PROGRAMME) if f.version == 0]
                + [f for f in made if f.position <= since]
            ),
        )
        shown = [picture(a if a.since is not None and a.since <= day else None) for a in (early, account)]
        found = moved_by_learning(account, since)
        assert found is not None
        new = {f.reference for f in learned(past, key, since)}
        for thing in between(shown[0], shown[1]):
            if not thing.startswith(("stakeholder", "sponsor")):  # names of others may be learned elsewhere
                assert found[thing].facts
                assert new.intersection(found[thing].facts)


@pytest.mark.requirement("B-D4")
class TestDI7WhatHappenedMoved:
    STORY = given(
        on("2022-01-10", AccountOpened("Acme")),
        on("2022-02-01", OrgChartFiled()),
        on("2022-02-10", RevenueRecorded(money("5"))),
        on("2022-03-10", RevenueRecorded(money("6"))),
    )

    def test_facts_of_the_days_between(self) -> None:
        found = moved_by_days(self.STORY.on("2022-03-10").account, dt.date(2022, 2, 9), day_of)
        assert found["revenue 2022"] == Mover(("acme@3", "acme@4"))
        found = moved_by_days(self.STORY.on("2022-03-10").account, dt.date(2022, 2, 10), day_of)
        assert found["revenue 2022"] == Mover(("acme@4",))

    def test_and_time_alone(self) -> None:
        found = moved_by_days(self.STORY.on("2024-02-02").account, dt.date(2024, 2, 1), day_of)
        assert found == {"organisation chart": Mover((), time_alone=True)}

    @some
    @for_all(facts(max_size=36), st.sampled_from(ACCOUNTS), days(), days())
    def test_every_difference_has_something_that_moved_it(
        self, made: list[Fact], key: str, one: dt.date, other: dt.date
    ) -> None:
        first, last = sorted((one, other))
        account = Account(key, last, past_of(made))
        views = [a if a.since is not None and a.since <= a.on else None for a in (account.at(first), account)]
        found = moved_by_days(account, first, day_of)
        for thing in between(picture(views[0]), picture(views[1])):
            assert found[thing].facts or found[thing].time_alone

"""The three phases of an engagement, one class a rule; and what holds of them in any history."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.contracts import ContractEnded, ContractRenewed, ContractSigned
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted, MilestoneSlipped
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.account.promises import (
    AgreementReneged,
    BenchmarkAgreed,
    CorrectiveChangeMade,
    PromiseBroken,
    PromiseMade,
    ResultMeasured,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.assessments.phases import (
    Phase,
    PhaseOpen,
    TimeInPhases,
    in_phases,
    open_phases,
    phases,
    time_in_phases,
)
from majoracct.domain.assessments.radiation import radiation
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.tension_tables import TensionTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, on

MAKING, FULFILLING, GROWING = Phase.MAKING, Phase.FULFILLING, Phase.GROWING
KEY = "acme@1"
DEAL = on("2023-01-01", OpportunityIdentified("the first"))
WON = on("2023-02-01", OpportunityWon(KEY))
SIGNED = on("2023-03-01", ContractSigned(KEY, "a contract"))  # acme@3
SALE = (DEAL, WON, SIGNED)


def held(story: Given, phase: Phase, key: str = KEY) -> list[tuple[str, str | None]]:
    """Return when PHASE of the engagement KEY was open, as days are written."""
    return [
        (str(p.since), str(p.until) if p.until else None)
        for p in phases(story.account)
        if (p.engagement, p.phase) == (key, phase)
    ]


@pytest.mark.requirement("C-P0")
class TestPH1EachEngagementHasItsOwn:
    def test_and_an_account_is_in_all_that_are_open(self) -> None:
        story = given(*SALE, on("2023-04-01", OpportunityIdentified("the next", sprung_from=KEY)))
        assert open_phases(story.account) == {MAKING: ("acme@4",), FULFILLING: (KEY,), GROWING: (KEY,)}
        assert open_phases(story.on("2023-01-15").account) == {MAKING: (KEY,)}
        assert open_phases(given().account) == {}

    def test_each_with_its_days_and_facts(self) -> None:
        story = given(*SALE, on("2023-04-01", OpportunityIdentified("the next", sprung_from=KEY)))
        found = {p.phase: p for p in phases(story.on("2023-04-10").account) if p.engagement == KEY}
        assert [(p.days, p.facts) for p in found.values()] == [
            (59, ("acme@1",)),
            (41, ("acme@3",)),
            (69, ("acme@2", "acme@4")),
        ]
        assert [p.sprung for p in found.values()] == [None, None, dt.date(2023, 4, 1)]

    def test_which_add_up(self) -> None:
        each = phases(given(*SALE).on("2023-03-10").account)
        assert time_in_phases([*each, *each]) == {
            MAKING: TimeInPhases(0, 118),
            FULFILLING: TimeInPhases(2, 20),
            GROWING: TimeInPhases(2, 76),
        }


@pytest.mark.requirement("C-P1")
class TestPH2MakingTheSale:
    def test_runs_until_the_contract_is_signed(self) -> None:
        assert held(given(DEAL), MAKING) == [("2023-01-01", None)]
        assert held(given(DEAL, WON), MAKING) == [("2023-01-01", None)]
        assert held(given(*SALE), MAKING) == [("2023-01-01", "2023-03-01")]

    def test_or_the_opportunity_is_lost(self) -> None:
        lost = on("2023-02-10", OpportunityLost(KEY))
        assert held(given(DEAL, lost), MAKING) == [("2023-01-01", "2023-02-10")]
        assert held(given(DEAL, lost), GROWING) == []

    def test_and_goes_on_when_the_customer_thinks_better_of_it(self) -> None:
        lost, again = on("2023-02-10", OpportunityLost(KEY)), on("2023-03-10", OpportunityReopened(KEY))
        assert held(given(DEAL, lost, again), MAKING) == [
            ("2023-01-01", "2023-02-10"),
            ("2023-03-10", None),
        ]


@pytest.mark.requirement("C-P2", "C-P4")
class TestPH3FulfillingBeginsWithTheSignature:
    def test_and_not_with_the_win_nor_with_the_project(self) -> None:
        begun = on("2023-02-10", DeliveryStarted("a project", KEY))
        assert held(given(DEAL, WON, begun), FULFILLING) == []
        assert held(given(DEAL, WON, begun, on("2023-03-01", ContractSigned(KEY, "it"))), FULFILLING) == [
            ("2023-03-01", None)
        ]

    def test_nor_does_a_promise_begin_it(self) -> None:
        promised = on("2023-01-15", PromiseMade("soon", opportunity=KEY))
        assert held(given(DEAL, promised, WON), FULFILLING) == []

    def test_and_stops_while_the_win_is_undone(self) -> None:
        story = given(*SALE, on("2023-05-01", OpportunityReopened(KEY)))
        assert held(story, FULFILLING) == [("2023-03-01", "2023-05-01")]
        assert held(story, MAKING) == [("2023-01-01", "2023-03-01"), ("2023-05-01", None)]


@pytest.mark.requirement("C-P2")
class TestPH4FulfillingEnds:
    ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)  # acme@4
    PROMISE = PromiseMade("every shift filled", opportunity=KEY)  # acme@5
    BENCHMARK = BenchmarkAgreed("filled", Decimal(95), dt.date(2023, 6, 30), "p1", promise="acme@5")  # acme@6
    PROMISED = (*SALE, on("2023-03-10", ANA, PROMISE, BENCHMARK))

    def test_when_every_promise_is_kept(self) -> None:
        story = given(*self.PROMISED, on("2023-06-01", ResultMeasured("acme@6", Decimal(96))))
        assert held(story, FULFILLING) == [("2023-03-01", "2023-06-01")]

    def test_not_while_one_is_broken_but_when_it_is_mended(self) -> None:
        broken = on("2023-05-01", PromiseBroken("acme@5", "late"))
        story = given(*self.PROMISED, broken)
        assert held(story, FULFILLING) == [("2023-03-01", None)]
        mended = story.then_given(on("2023-07-15", CorrectiveChangeMade("acme@5", "more people")))
        assert held(mended.on("2023-06-30"), FULFILLING) == [("2023-03-01", None)]
        assert FULFILLING in in_phases(KEY, mended.account.at(dt.date(2023, 7, 14)))
        assert held(mended, FULFILLING) == [("2023-03-01", "2023-07-15")]

    def test_or_taken_back(self) -> None:
        story = given(*self.PROMISED, on("2023-05-01", AgreementReneged("acme@5")))
        assert held(story, FULFILLING) == [("2023-03-01", "2023-05-01")]

    def test_and_every_project_of_it_is_completed(self) -> None:
        started = on("2023-03-10", DeliveryStarted("a", KEY), DeliveryStarted("b", KEY))
        one, two = (on(f"2023-0{n}-01", DeliveryCompleted(True, f"acme@{n}")) for n in (4, 5))
        assert held(given(*SALE, started, one), FULFILLING) == [("2023-03-01", None)]
        assert held(given(*SALE, started, one, two), FULFILLING) == [("2023-03-01", "2023-05-01")]
        elsewhere = on("2023-04-15", DeliveryStarted("of another win"))
        assert held(given(*SALE, started, one, two, elsewhere), FULFILLING) == [("2023-03-01", "2023-05-01")]

    def test_where_nothing_is_on_record_when_the_contract_runs_no_longer(self) -> None:
        ended = on("2023-09-01", ContractEnded("acme@3"))
        assert held(given(*SALE), FULFILLING) == [("2023-03-01", None)]
        assert held(given(*SALE, ended), FULFILLING) == [("2023-03-01", "2023-09-01")]

    def test_whatever_is_left_when_the_contract_is_ended(self) -> None:
        broken = on("2023-05-01", PromiseBroken("acme@5", "late"))
        story = given(*self.PROMISED, broken, on("2023-09-01", ContractEnded("acme@3")))
        assert held(story, FULFILLING) == [("2023-03-01", "2023-09-01")]

    def test_by_time_alone_when_what_was_kept_is_overdue(self) -> None:
        more = BenchmarkAgreed("filled at night", Decimal(90), dt.date(2023, 8, 31), "p1", promise="acme@5")
        story = given(*self.PROMISED, on("2023-06-01", ResultMeasured("acme@6", Decimal(96))))
        story = story.then_given(on("2023-06-15", more))
        assert held(story, FULFILLING) == [("2023-03-01", "2023-06-01"), ("2023-06-15", None)]


@pytest.mark.requirement("C-P3", "B-R2")
class TestPH5Growing:
    def test_begins_with_the_win_before_anything_is_signed_or_delivered(self) -> None:
        assert held(given(DEAL, WON), GROWING) == [("2023-02-01", None)]
        assert radiation(given(DEAL, WON).account, Terms.shipped("GBP")).opened == dt.date(2023, 2, 1)

    def test_lasts_until_the_contract_ends(self) -> None:
        assert held(given(*SALE, on("2023-09-01", ContractEnded("acme@3"))), GROWING) == [
            ("2023-02-01", "2023-09-01")
        ]

    def test_or_its_term_is_over_and_again_from_a_renewal(self) -> None:
        signed = on("2023-03-01", ContractSigned(KEY, "a contract", dt.date(2023, 8, 31)))
        renewed = on("2023-10-01", ContractRenewed("acme@3"))
        assert held(given(DEAL, WON, signed), GROWING) == [("2023-02-01", "2023-09-01")]
        assert held(given(DEAL, WON, signed, renewed), GROWING) == [
            ("2023-02-01", "2023-09-01"),
            ("2023-10-01", None),
        ]

    @pytest.mark.parametrize("closed", [[], [on("2023-09-01", ContractEnded("acme@3"))]])
    @for_all(st.lists(st.integers(0, 300), max_size=4), st.booleans())
    def test_never_waits_for_what_is_delivered_or_slips(
        self, closed: list[Told], slips: list[int], done: bool
    ) -> None:
        plain = given(*SALE, *closed, on("2023-03-02"))
        number = 4 + len(closed)
        late = [
            on(
                dt.date(2023, 3, 2) + dt.timedelta(days=n),
                MilestoneSlipped(f"acme@{number}", "go-live", dt.date(2023, 4, 1), dt.date(2024, 1, 1)),
            )
            for n in slips
        ]
        ends = [on("2024-01-01", DeliveryCompleted(False, f"acme@{number}"))] if done else []
        story = given(*SALE, *closed, on("2023-03-02", DeliveryStarted("a project", KEY)), *late, *ends)
        assert held(story, GROWING) == held(plain, GROWING)


@pytest.mark.requirement("X-2")
class TestPhasesOverlapWherePolicyLetsThem:
    STARTED = on("2023-03-02", DeliveryStarted("a project", KEY))
    DONE = on("2024-01-01", DeliveryCompleted(True, "acme@4"))

    def test_growing_begins_while_we_fulfil(self) -> None:
        story = given(*SALE, self.STARTED)
        assert in_phases(KEY, story.account) == (FULFILLING, GROWING)
        assert set(open_phases(story.account)) == {FULFILLING, GROWING}

    def test_or_only_once_it_is_fulfilled(self) -> None:
        first = evolve(Terms.shipped("GBP"), tensions=TensionTerms(grow_before_delivered=False))
        story = given(*SALE, self.STARTED, self.DONE).under(first).on("2024-06-01")
        assert held(story, FULFILLING) == [("2023-03-01", "2024-01-01")]
        assert held(story, GROWING) == [("2024-01-01", None)]
        assert set(open_phases(story.account)) == {GROWING}
        assert set(open_phases(story.on("2023-12-31").account)) == {FULFILLING}

    def test_not_before_anything_is_signed(self) -> None:
        first = evolve(Terms.shipped("GBP"), tensions=TensionTerms(grow_before_delivered=False))
        assert held(given(DEAL, WON).under(first), GROWING) == []

    def test_engagements_overlap_each_by_its_own_phases(self) -> None:
        other = on("2023-06-01", OpportunityIdentified("the second"))
        story = given(*SALE, self.STARTED, other)
        assert set(open_phases(story.account)) == {MAKING, FULFILLING, GROWING}


class TestThroughAMerger:
    def test_an_engagement_keeps_the_days_it_had(self) -> None:
        story = given(
            on("2022-01-01", OpportunityIdentified("theirs"), to="bolt"),
            on("2022-02-01", OpportunityWon("bolt@1"), to="bolt"),
            on("2023-01-01", AccountMerged("acme"), to="bolt"),
            on("2023-01-01", AccountAbsorbed("bolt")),
            on("2023-03-01", ContractSigned("bolt@1", "a contract")),
        )
        assert held(story, MAKING, "bolt@1") == [("2022-01-01", "2023-03-01")]
        assert held(story, GROWING, "bolt@1") == [("2022-02-01", None)]


# What holds in any history

DAYS = st.integers(0, 60).map(lambda n: dt.date(2023, 1, 1) + dt.timedelta(days=n))
THINGS = st.integers(1, 8).map(lambda n: f"acme@{n}")


def _about(key: str, term: dt.date) -> list[AccountEvent[Any]]:
    return [
        OpportunityIdentified("one"),
        OpportunityWon(key),
        OpportunityLost(key),
        OpportunityReopened(key),
        ContractSigned(key, "c", term),
        ContractSigned(key, "c"),
        ContractRenewed(key),
        ContractEnded(key),
        PromiseMade("p", opportunity=key),
        BenchmarkAgreed("m", Decimal(1), term, "p1", promise=key),
        ResultMeasured(key, Decimal(1)),
        ResultMeasured(key, Decimal(0)),
        PromiseBroken(key, "late"),
        CorrectiveChangeMade(key, "more people"),
        AgreementReneged(key),
        DeliveryStarted("d", key),
        DeliveryCompleted(True, key),
        DeliveryCompleted(True, title="d", opportunity=key),
    ]


HAPPENED = st.tuples(DAYS, THINGS, DAYS).flatmap(
    lambda drawn: st.sampled_from(_about(drawn[1], drawn[2])).map(lambda event: on(drawn[0], event))
)
BEGUN = [DEAL, on("2023-01-01", OpportunityIdentified("another"))]
STORIES = st.lists(HAPPENED, max_size=12).map(lambda told: given(*BEGUN, *told).on("2023-03-20"))


@pytest.mark.requirement("C-P0", "C-P4")
class TestInAnyHistory:
    @settings(max_examples=60, deadline=None)
    @for_all(STORIES)
    def test_the_days_of_a_phase_are_those_judged_day_by_day(self, story: Given) -> None:
        found = phases(story.account)
        for number in range(80):
            day = dt.date(2022, 12, 31) + dt.timedelta(days=number)
            then = story.account.at(day)
            for key in {p.engagement for p in found}:
                assert set(in_phases(key, remaining(then))) == {
                    p.phase for p in found if p.engagement == key and open_on(p, day)
                }
        assert all(p.days == sum(open_on(p, d) for d in calendar(story)) for p in found)

    @settings(max_examples=60, deadline=None)
    @for_all(STORIES)
    def test_none_begins_before_its_opportunity_nor_fulfilling_before_a_signature(self, story: Given) -> None:
        signed = [f.on for f in story.facts if isinstance(f.event, ContractSigned)]
        identified = {f.id: f.on for f in story.facts if isinstance(f.event, OpportunityIdentified)}
        for found in phases(story.account):
            assert found.since >= identified[found.engagement]
            assert found.phase is not FULFILLING or found.since >= min(signed)


def open_on(found: PhaseOpen, day: dt.date) -> bool:
    return found.since <= day and (found.until is None or day < found.until)


def calendar(story: Given) -> list[dt.date]:
    return [
        dt.date(2023, 1, 1) + dt.timedelta(days=n) for n in range((story.day - dt.date(2022, 12, 31)).days)
    ]

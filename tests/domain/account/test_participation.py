"""The rules of the customer's seats and commitments in a planning cycle, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve

from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.participation import (
    CommitmentAmountImpossible,
    CommitmentTo,
    CommitmentUnstated,
    CommittedByNobody,
    CustomerParticipantJoined,
    CycleCommitmentMade,
    NoCycleToCommitIn,
    NoCycleToJoin,
    Participation,
    SeatedAlready,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.money import Money
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import DAY, given, money, on

ANA, KIM = StakeholderIdentified("p1", BuyingFunction.CORPORATE), StaffIdentified("s1", "Kim")
CYCLE = on("2024-01-01", CycleOpened("2024", dt.date(2024, 12, 31)))
JOINED = CustomerParticipantJoined("p1")
DO = CycleCommitmentMade(CommitmentTo.ACTION, "clear the backlog", person="p1")
PAY = CycleCommitmentMade(CommitmentTo.INVESTMENT, "two analysts", person="p1", amount=money("5"))


@pytest.mark.requirement("S-C2", "S-C5")
class TestPA1ASeatAtTheTable:
    def test_is_taken_in_the_cycle_that_runs(self) -> None:
        given(ANA).when(JOINED).then_refused(NoCycleToJoin)
        given(CYCLE, ANA, CycleClosed("acme@1")).when(JOINED).then_refused(NoCycleToJoin)
        after = given(CYCLE, ANA).when(JOINED).then()
        seat = after[Participation].seats["acme@3"]
        assert (seat.cycle, seat.person, seat.on, seat.fact) == ("acme@1", "p1", DAY, "acme@3")

    def test_by_somebody_who_is_there(self) -> None:
        given(CYCLE).when(JOINED).then_refused(StakeholderUnknown)
        given(CYCLE, ANA, StakeholderLeft("p1")).when(JOINED).then_refused(StakeholderGone)

    def test_and_stays_with_the_account_whose_cycle_it_is(self) -> None:
        merged = given(
            CYCLE, ANA, JOINED, DO, AccountMerged("bolt"), on(DAY, AccountAbsorbed("acme"), to="bolt")
        )
        found = merged.about("bolt")[Participation]
        assert (len(found.seats), len(found.commitments)) == (0, 0)


@pytest.mark.requirement("S-C5")
class TestPA2Once:
    def test_in_one_cycle(self) -> None:
        given(CYCLE, ANA, evolve(JOINED, cycle="acme@1")).when(JOINED).then_refused(SeatedAlready)

    def test_and_again_in_the_next(self) -> None:
        next_one = on("2024-04-02", CycleOpened("next", dt.date(2025, 3, 31)))
        closed = on("2024-04-01", CycleClosed("acme@1"))
        first = on("2024-02-01", ANA, evolve(JOINED, cycle="acme@1"))
        after = given(CYCLE, first, closed, next_one).when(JOINED).then()
        assert [s.cycle for _, s in sorted(after[Participation].seats.items())] == ["acme@1", "acme@5"]


@pytest.mark.requirement("S-C4")
class TestPA3ACommitment:
    def test_is_made_in_the_cycle_that_runs(self) -> None:
        given(ANA).when(DO).then_refused(NoCycleToCommitIn)
        after = given(CYCLE, ANA).when(DO).then()
        made = after[Participation].commitments["acme@3"]
        assert (made.cycle, made.to, made.person, made.fact) == ("acme@1", DO.to, "p1", "acme@3")

    def test_says_to_what(self) -> None:
        given(CYCLE, ANA).when(evolve(DO, what=" ")).then_refused(CommitmentUnstated)

    def test_by_somebody_of_theirs_or_of_ours(self) -> None:
        given(CYCLE, ANA).when(evolve(DO, person=None)).then_refused(CommittedByNobody)
        given(CYCLE).when(DO).then_refused(StakeholderUnknown)
        given(CYCLE, ANA).when(evolve(DO, colleague="s1")).then_refused(NotOnStaff)
        given(CYCLE, KIM).when(evolve(DO, person=None, colleague="s1")).then()


@pytest.mark.requirement("S-C4")
class TestPA4AnAmount:
    def test_goes_with_an_investment_and_is_above_nothing(self) -> None:
        story = given(CYCLE, ANA)
        story.when(evolve(DO, amount=money("5"))).then_refused(CommitmentAmountImpossible, "action")
        story.when(evolve(PAY, amount=money("0"))).then_refused(CommitmentAmountImpossible)
        assert story.when(PAY).then()[Participation].commitments["acme@3"].amount == money("5")
        story.when(evolve(PAY, amount=None)).then()

    def test_is_in_the_ledgers_currency(self) -> None:
        dollars = evolve(PAY, amount=Money(Decimal(5), "USD"))
        given(CYCLE, ANA).when(dollars).then_refused(ForeignCurrency)

"""The rules of what co-creation brought, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.change import ChangeQuestion, ChangeQuestionAnswered, InitiativeOpened
from majoracct.domain.account.cocreation import CoCreationSessionHeld, Depth
from majoracct.domain.account.cycles import CycleOpened
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost, OpportunityWon
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.cocreation import by_depth, sessions
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import Told, given, money, on

PEOPLE = on(
    "2024-01-01",
    StakeholderIdentified("p1", BuyingFunction.CORPORATE),
    StaffIdentified("s1", "Kim"),
    StaffIdentified("s2", "Ida"),
)


def held(day: str, depth: Depth = Depth.EXPLORING_WHY, facilitator: str | None = None) -> Told:
    return on(day, CoCreationSessionHeld("delays", depth, ("p1",), ("s1",), facilitator=facilitator))


def came(session: str, value: str | None = None) -> OpportunityIdentified:
    worth = money(value) if value else None
    return OpportunityIdentified("signals", worth, origin=Origin.CREATION, session=session)


@pytest.mark.requirement("S-C6", "S-B1")
class TestKO1WhatCameOfASession:
    def test_are_the_opportunities_identified_as_of_it(self) -> None:
        story = given(
            PEOPLE,
            held("2024-02-01"),
            held("2024-03-01"),
            on(
                "2024-03-02", came("acme@2", "100"), came("acme@2", "50"), came("acme@2"), came("acme@3", "7")
            ),
            on("2024-04-01", OpportunityWon("acme@5"), OpportunityLost("acme@4")),
            OpportunityIdentified("by ourselves", money("1000")),
        )
        first, second = sessions(story.account)
        assert [key for key, _ in first.opportunities] == ["acme@4", "acme@5", "acme@6"]
        assert [first.won, first.worth, first.won_worth, first.unvalued] == [1, 150, 50, 1]
        assert [[key for key, _ in second.opportunities], second.worth] == [["acme@7"], 7]

    def test_and_the_answers_worked_out_in_it(self) -> None:
        why = ChangeQuestionAnswered("acme@3", ChangeQuestion.WHY_CHANGE, "delays", session="acme@2")
        now = ChangeQuestionAnswered("acme@3", ChangeQuestion.WHY_NOW, "the regulator")
        story = given(PEOPLE, held("2024-02-01"), InitiativeOpened("signals"), why, now)
        assert sessions(story.account)[0].answers == ("acme@4",)

    def test_with_the_cycle_it_belongs_to(self) -> None:
        cycle = on("2024-02-15", CycleOpened("2024", dt.date(2024, 12, 31)))
        found = sessions(given(PEOPLE, held("2024-02-01"), cycle, held("2024-03-01")).account)
        assert [each.cycle for each in found] == [None, "acme@3"]

    def test_and_who_of_theirs_was_an_executive_on_the_day(self) -> None:
        sponsor = on("2024-02-15", SponsorNamed("p1", "Head", "spend"))
        found = sessions(given(PEOPLE, held("2024-02-01"), sponsor, held("2024-03-01")).account)
        assert [each.executives for each in found] == [(), ("p1",)]

    def test_of_a_predecessor_belong_to_its_own_cycle(self) -> None:
        cycle = on("2024-01-15", CycleOpened("2024", dt.date(2024, 12, 31)))
        merged = (
            on("2024-04-01", AccountMerged("bolt")),
            on("2024-04-01", AccountAbsorbed("acme"), to="bolt"),
        )
        theirs = on("2024-01-01", CycleOpened("theirs", dt.date(2024, 12, 31)), to="bolt")
        story = given(PEOPLE, cycle, held("2024-02-01"), theirs, *merged).about("bolt")
        assert [each.cycle for each in sessions(story.account)] == ["acme@2"]


@pytest.mark.requirement("S-B6")
class TestKO2ByDepth:
    def test_none_is_left_out(self) -> None:
        assert [each.depth for each in by_depth([])] == list(Depth)
        assert {(e.sessions, e.opportunities, e.worth) for e in by_depth([])} == {(0, 0, Decimal(0))}

    def test_opportunities_count_where_the_session_went(self) -> None:
        story = given(
            PEOPLE,
            held("2024-02-01"),
            held("2024-03-01", Depth.BUILDING_CAPABILITY),
            on("2024-03-02", came("acme@3", "9"), came("acme@3")),
            on("2024-04-01", OpportunityWon("acme@4")),
        )
        why, how, building = by_depth(sessions(story.account))
        assert (why.sessions, why.opportunities, how.sessions) == (1, 0, 0)
        assert (building.sessions, building.opportunities, building.won) == (1, 2, 1)
        assert [building.worth, building.won_worth, building.unvalued] == [9, 9, 1]

    @settings(deadline=None, derandomize=True, database=None, max_examples=25)
    @any_of(st.lists(st.tuples(st.sampled_from(Depth), st.integers(0, 2)), max_size=5))
    def test_they_add_up(self, told: list[tuple[Depth, int]]) -> None:
        found = [held("2024-02-01", depth) for depth, _ in told]
        brought = [
            on("2024-03-01", came(f"acme@{2 + n}", "5"))
            for n, (_, number) in enumerate(told)
            for _ in range(number)
        ]
        depths = by_depth(sessions(given(PEOPLE, *found, *brought).account))
        assert sum(each.sessions for each in depths) == len(told)
        assert sum(each.opportunities for each in depths) == sum(n for _, n in told)
        assert sum(each.worth for each in depths) == 5 * sum(n for _, n in told)


@pytest.mark.requirement("S-C5")
class TestKO3LedByTheAccountManager:
    TEAM = on("2024-01-01", QualificationGranted(), TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))

    def test_of_the_day(self) -> None:
        released = on("2024-03-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        told = (held("2024-02-01", facilitator="s1"), held("2024-03-01", facilitator="s1"))
        found = sessions(given(PEOPLE, self.TEAM, released, *told).account)
        assert [each.by_manager for each in found] == [True, False]

    @pytest.mark.requirement("X-7")
    def test_by_whatever_name_they_answer_for_the_account(self) -> None:
        sam = MemberSeated("s1", Seat.STRATEGIC_ACCOUNT_MANAGER)
        team = on(
            "2024-01-01", QualificationGranted(), TeamFormed(), sam, MemberSeated("s2", Seat.PORTFOLIO_REP)
        )
        told = (held("2024-02-01", facilitator="s1"), held("2024-03-01", facilitator="s2"))
        assert [each.by_manager for each in sessions(given(PEOPLE, team, *told).account)] == [True, False]

    def test_or_by_somebody_beside_them_or_nobody_knows(self) -> None:
        told = (held("2024-02-01", facilitator="s2"), held("2024-03-01"))
        assert [each.by_manager for each in sessions(given(PEOPLE, self.TEAM, *told).account)] == [
            False,
            None,
        ]

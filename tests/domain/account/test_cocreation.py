"""The rules of co-creation, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.cocreation import (
    CoCreation,
    CoCreationSessionHeld,
    Depth,
    OutputUnstated,
    SessionCreatesDemand,
    SessionOneSided,
    SessionUnknown,
    SessionUnnamed,
    TookPartTwice,
    Venue,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.testing.given import DAY, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.CORPORATE)
KIM, IDA = StaffIdentified("s1", "Kim"), StaffIdentified("s2", "Ida")
HELD = CoCreationSessionHeld("late trains", Depth.EXPLORING_WHY, ("p1",), ("s1",))


@pytest.mark.requirement("S-B1")
class TestKC1BothSides:
    def test_it_says_what_it_was_about(self) -> None:
        given(ANA, KIM).when(evolve(HELD, title=" ")).then_refused(SessionUnnamed)

    def test_somebody_of_theirs_and_of_ours_took_part(self) -> None:
        story = given(ANA, KIM)
        story.when(evolve(HELD, people=())).then_refused(SessionOneSided, "Nobody of theirs")
        story.when(evolve(HELD, colleagues=())).then_refused(SessionOneSided, "Nobody of ours")

    def test_each_once(self) -> None:
        story = given(ANA, KIM)
        story.when(evolve(HELD, people=("p1", "p1"))).then_refused(TookPartTwice)
        story.when(evolve(HELD, colleagues=("s1", "s1"))).then_refused(TookPartTwice)

    @pytest.mark.requirement("S-C6", "S-B6")
    def test_it_keeps_who_worked_on_what_where_and_how_deep(self) -> None:
        board = evolve(HELD, where=Venue.CUSTOMER_BOARDROOM, outputs=("a signal",), facilitator="s1")
        found = given(ANA, KIM).when(board).then()[CoCreation].sessions["acme@2"]
        assert (found.title, found.depth, found.where) == ("late trains", Depth.EXPLORING_WHY, board.where)
        assert (found.people, found.colleagues, found.facilitator) == (("p1",), ("s1",), "s1")
        assert (found.outputs, found.on, found.fact) == (("a signal",), DAY, "acme@2")

    def test_it_counts_for_the_account_it_merges_into(self) -> None:
        story = given(ANA, KIM, HELD, AccountMerged("bolt"), on(DAY, AccountAbsorbed("acme"), to="bolt"))
        assert list(story.about("bolt")[CoCreation].sessions) == ["acme@2"]


@pytest.mark.requirement("S-B1")
class TestKC2WhoTookPart:
    def test_of_theirs_was_identified_and_has_not_left(self) -> None:
        given(KIM).when(HELD).then_refused(StakeholderUnknown)
        given(ANA, KIM, StakeholderLeft("p1")).when(HELD).then_refused(StakeholderGone)

    def test_of_ours_is_with_us(self) -> None:
        given(ANA).when(HELD).then_refused(NotOnStaff)
        given(ANA, KIM, StaffLeft("s1")).when(HELD).then_refused(LeftUs)

    @pytest.mark.requirement("S-C5")
    def test_who_led_it_is_one_of_ours_too(self) -> None:
        led = evolve(HELD, facilitator="s2")
        given(ANA, KIM).when(led).then_refused(NotOnStaff)
        given(ANA, KIM, IDA).when(led).then()


@pytest.mark.requirement("S-B1")
class TestKC3WhatItBrought:
    def test_says_something(self) -> None:
        given(ANA, KIM).when(evolve(HELD, outputs=("a", " "))).then_refused(OutputUnstated)


@pytest.mark.requirement("S-C6")
class TestKC4AnOpportunityComesOfASession:
    FOUND = OpportunityIdentified("signals", origin=Origin.CREATION, session="acme@2")

    def test_held_by_the_day(self) -> None:
        given(ANA, KIM).when(self.FOUND).then_refused(SessionUnknown)
        given(ANA, KIM, HELD).on("2024-04-30").when(self.FOUND).then_refused(SessionUnknown)

    @pytest.mark.parametrize("origin", [Origin.REACTION, None])
    def test_and_is_created_not_answered(self, origin: Origin | None) -> None:
        trigger = "an RFP" if origin else None
        found = evolve(self.FOUND, origin=origin, trigger=trigger)
        given(ANA, KIM, HELD).when(found).then_refused(SessionCreatesDemand)

    def test_and_says_so(self) -> None:
        after = given(ANA, KIM, HELD).when(self.FOUND).then()
        assert after[Opportunities].items["acme@3"].session == "acme@2"

"""The rules of activities, one class a rule; and what counts as selling to executives."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import (
    Activities,
    ActivityLogged,
    ActivityUnstated,
    Focus,
    SellingProcess,
    ServesNothing,
    executive_selling,
    process_cover,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Level, QualificationTerms, Terms
from majoracct.testing.given import DAY, Given, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.MIDDLE_MANAGER)
BRIEFING = ActivityLogged(SellingProcess.SELLING, "a briefing", ("p2", "p1"))
PLANTS = ActivityLogged(SellingProcess.SELLING, "a tour of the plants", ("p2",))


def led(story: Given) -> list[str]:
    """Return the ids of what was sold to executives."""
    return [key for key, _ in executive_selling(story.account)]


@pytest.mark.requirement("C-R4")
class TestAT1SaysWhatWasDone:
    def test_or_it_is_refused(self) -> None:
        given().when(ActivityLogged(SellingProcess.PLANNING, " ")).then_refused(ActivityUnstated)

    def test_and_needs_nobody_there(self) -> None:
        after = given().when(ActivityLogged(SellingProcess.PLANNING, "a workshop")).then()
        assert after[Activities].items["acme@2"].what == "a workshop"


@pytest.mark.requirement("B-P6")
class TestAT2WithPeopleWeKnow:
    def test_each_of_them(self) -> None:
        given(ANA, BO).when(BRIEFING).then()
        given(BO).when(BRIEFING).then_refused(StakeholderUnknown, "p1 is no stakeholder")
        given(ANA, BO, StakeholderLeft("p1")).when(BRIEFING).then_refused(StakeholderGone)


@pytest.mark.requirement("S-V1")
class TestAT3ByOneOfOurs:
    DEMO = ActivityLogged(SellingProcess.SELLING, "a demonstration", members=("s1", "s2"))

    def test_a_rep_and_their_consultant(self) -> None:
        una, vic = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
        after = given(una, vic).when(self.DEMO).then()
        assert after[Activities].items["acme@2"].members == ("s1", "s2")
        given(una).when(self.DEMO).then_refused(NotOnStaff)
        given(una, vic, StaffLeft("s2")).when(self.DEMO).then_refused(LeftUs)

    def test_or_by_nobody_who_was_named(self) -> None:
        assert given(PLANTS, ANA, BO)[Activities].items["acme@1"].members == ()


@pytest.mark.requirement("S-V1")
class TestAT4ForSomethingOnRecord:
    CALL = ActivityLogged(SellingProcess.SELLING, "a call", serves="acme@1", focus=Focus.OPPORTUNITY)
    FOUND = OpportunityIdentified("signalling")

    def test_such_as_an_opportunity(self) -> None:
        after = given(self.FOUND).when(self.CALL).then()
        assert after[Activities].items["acme@2"].serves == "acme@1"
        assert after[Activities].items["acme@2"].focus is Focus.OPPORTUNITY

    def test_not_what_nobody_recorded_or_comes_later(self) -> None:
        given(self.FOUND).when(evolve(self.CALL, serves="acme@9")).then_refused(ServesNothing)
        given(AccountOpened("Acme"), on("2024-06-01", self.FOUND)).when(
            evolve(self.CALL, serves="acme@2")
        ).then_refused(ServesNothing, "nothing called acme@2 on 2024-05-01")

    def test_not_of_another_account(self) -> None:
        other = on("2024-01-01", AccountOpened("Bolt"), self.FOUND, to="bolt")
        given(self.FOUND, other).when(evolve(self.CALL, serves="bolt@2")).then_refused(ServesNothing)

    def test_not_what_was_withdrawn(self) -> None:
        gone = given(self.FOUND, self.FOUND, FactWithdrawn("acme@2"))
        gone.when(evolve(self.CALL, serves="acme@2")).then_refused(ServesNothing)


@pytest.mark.requirement("B-P6")
class TestSellingToExecutives:
    def test_is_selling_in_which_one_took_part(self) -> None:
        others = [
            ActivityLogged(p, "a visit", ("p1",)) for p in SellingProcess if p != SellingProcess.SELLING
        ]
        assert led(given(ANA, BO, BRIEFING, PLANTS, *others)) == ["acme@3"]

    def test_counts_sponsors_whatever_their_level(self) -> None:
        story = given(BO, SponsorNamed("p2", "head", "plants"), PLANTS, SponsorshipEnded("p2"))
        assert led(story) == []
        assert led(given(BO, SponsorNamed("p2", "head", "plants"), PLANTS)) == ["acme@3"]

    def test_is_judged_on_its_own_day(self) -> None:
        left = given(ANA, BO, BRIEFING, on("2024-06-01", StakeholderLeft("p1"))).on("2024-07-01")
        assert led(left) == ["acme@3"]
        wide = QualificationTerms(executive_levels=(Level.MIDDLE_MANAGER,))
        adopted = PolicyAdopted(evolve(Terms.shipped("GBP"), qualification=wide))
        later = given(BO, PLANTS, on("2024-06-01", adopted, PLANTS)).on("2024-07-01")
        assert led(later) == ["acme@3"]

    def test_is_still_that_once_its_account_merged(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2024-01-01", AccountOpened("Bolt"), ANA, BO, BRIEFING, to="bolt"),
            on("2024-06-01", AccountMerged("acme"), to="bolt"),
            on("2024-06-01", AccountAbsorbed("bolt")),
        )
        assert led(story.on("2024-07-01")) == ["bolt@4"]

    def test_is_told_in_the_order_of_its_days(self) -> None:
        story = given(on("2024-01-01", ANA, BO), on(DAY, BRIEFING), on("2024-02-01", BRIEFING))
        assert led(story) == ["acme@4", "acme@3"]


@pytest.mark.requirement("C-R4")
class TestCover:
    def test_names_the_processes_without_activity(self) -> None:
        cover = process_cover(
            given(PLANTS, BRIEFING, ActivityLogged(SellingProcess.SERVICING, "a call")).account
        )
        assert {p for p, n in cover.items() if not n} == {
            SellingProcess.PLANNING,
            SellingProcess.IMPLEMENTING,
            SellingProcess.SATISFYING,
        }
        assert cover[SellingProcess.SELLING] == 2

    @settings(max_examples=40, deadline=None)
    @for_all(st.lists(st.sampled_from(SellingProcess), max_size=8))
    def test_adds_up_in_whatever_order_it_was_logged(self, processes: list[SellingProcess]) -> None:
        told = [on(DAY, ActivityLogged(p, "a")) for p in processes]
        cover = process_cover(given(*told).account)
        assert sum(cover.values()) == len(processes)
        assert cover == process_cover(given(*reversed(told)).account)

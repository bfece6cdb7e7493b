"""The rules of loyalty, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.loyalty import Loyalty, LoyaltyAssessed, LoyaltyLevel, Tie, loyal, untold
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.testing.given import DAY, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
KIM = StaffIdentified("s1", "Kim")
LEE = StaffIdentified("s2", "Lee")
ANA_TO_KIM = LoyaltyAssessed("p1", "s1", LoyaltyLevel.STRONG)
EARLIER = "2024-01-01"
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("B-N4")
class TestLO1OfSomebodyAtTheCustomer:
    def test_not_of_a_stranger(self) -> None:
        given(KIM).when(ANA_TO_KIM).then_refused(StakeholderUnknown, "p1 is no stakeholder of acme")

    def test_not_of_one_who_left(self) -> None:
        given(KIM, ANA, StakeholderLeft("p1")).when(ANA_TO_KIM).then_refused(StakeholderGone)

    def test_not_of_one_of_ours(self) -> None:
        among_us = LoyaltyAssessed("s1", "s2", LoyaltyLevel.STRONG)
        given(ANA, KIM, LEE).when(among_us).then_refused(StakeholderUnknown, "s1 is no stakeholder")

    def test_of_somebody_known(self) -> None:
        after = given(KIM, ANA).when(ANA_TO_KIM).then()
        assert loyal(after.account) == [Tie("p1", "s1", LoyaltyLevel.STRONG, DAY, "acme@2")]


@pytest.mark.requirement("B-N5")
class TestLO2ToOneOfOurs:
    def test_not_to_somebody_who_is_none_of_ours(self) -> None:
        given(ANA, BO).when(ANA_TO_KIM).then_refused(NotOnStaff, "s1")
        to_bo = LoyaltyAssessed("p1", "p2", LoyaltyLevel.STRONG)
        given(ANA, BO, KIM).when(to_bo).then_refused(NotOnStaff, "p2")

    def test_not_to_one_who_left_us(self) -> None:
        story = given(ANA, on(EARLIER, KIM), StaffLeft("s1"))
        story.when(ANA_TO_KIM).then_refused(LeftUs, "s1 left us on 2024-05-01")


@pytest.mark.requirement("B-N4")
class TestTheLoyalOfAnAccount:
    def test_are_people_strongly_loyal_on_the_day(self) -> None:
        story = given(
            on(EARLIER, KIM, LEE, BO, ANA, ANA_TO_KIM),
            LoyaltyAssessed("p2", "s2", LoyaltyLevel.STRONG),
            LoyaltyAssessed("p2", "s1", LoyaltyLevel.SOME),
        )
        assert [(tie.person, tie.to) for tie in loyal(story.account)] == [("p1", "s1"), ("p2", "s2")]
        assert [(tie.person, tie.to) for tie in loyal(story.on("2024-04-30").account)] == [("p1", "s1")]

    def test_are_judged_anew(self) -> None:
        cooled = LoyaltyAssessed("p1", "s1", LoyaltyLevel.NONE)
        story = given(on(EARLIER, KIM, ANA, ANA_TO_KIM)).when(cooled).then()
        assert loyal(story.account) == []
        assert len(loyal(story.on("2024-04-30").account)) == 1

    def test_are_those_still_there(self) -> None:
        story = given(on(EARLIER, KIM, ANA, BO, ANA_TO_KIM), StakeholderLeft("p1"))
        assert loyal(story.account) == []
        assert len(loyal(story.on("2024-04-30").account)) == 1

    def test_are_nobody_whose_identification_was_withdrawn(self) -> None:
        story = given(BO, ANA, ANA_TO_KIM).because("no such person").when_withdrawing("acme@2").then()
        assert loyal(story.account) == []

    def test_are_told_by_how_loyal_they_are(self) -> None:
        told = {level: LoyaltyAssessed("p1", "s1", level).telling() for level in LoyaltyLevel}
        assert told[LoyaltyLevel.NONE] == "{person} is not loyal to {to}"
        assert len(set(told.values())) == len(LoyaltyLevel)

    @fast
    @for_all(
        st.lists(
            st.tuples(
                st.sampled_from(["p1", "p2"]),
                st.sampled_from(["s1", "s2"]),
                st.sampled_from(list(LoyaltyLevel)),
            ),
            max_size=8,
        ).flatmap(lambda told: st.permutations(list(enumerate(told))))
    )
    def test_are_each_judged_by_what_was_said_last_whatever_the_order_of_recording(
        self, told: list[tuple[int, tuple[str, str, LoyaltyLevel]]]
    ) -> None:
        first = dt.date(2024, 1, 1)
        story = given(
            on(EARLIER, ANA, BO),
            *(on(first + dt.timedelta(day), LoyaltyAssessed(*each)) for day, each in told),
        )
        last = {(person, to): level for _, (person, to, level) in sorted(told, key=lambda each: each[0])}
        strong = sorted(tie for tie, level in last.items() if level is LoyaltyLevel.STRONG)
        assert [(tie.person, tie.to) for tie in loyal(story.account)] == strong
        assert sum(len(theirs) for theirs in story[Loyalty].ties.values()) == len(last)


class TestLO3WhatCannotBeReadIsNeither:
    ERASED = LoyaltyAssessed("p1", "s1", Erased.here)

    def test_is_no_loyalty_and_stands_apart(self) -> None:
        account = given(on(EARLIER, KIM, ANA, BO), self.ERASED).account
        assert loyal(account) == []
        assert untold(account) == [Tie("p1", "s1", Erased.here, DAY, "acme@3")]

    def test_of_those_still_there(self) -> None:
        assert untold(given(on(EARLIER, KIM, ANA, BO), self.ERASED, StakeholderLeft("p1")).account) == []

    def test_is_told_as_what_it_is(self) -> None:
        assert self.ERASED.telling() == LoyaltyAssessed.says
        given(KIM, ANA).when(self.ERASED).then()

    def test_what_was_stored_in_the_clear_is_read_as_personal(self) -> None:
        old = {"person": "p1", "to": "s1", "level": "some"}
        assert LoyaltyAssessed.upcast(old, 1) == {**old, "level": {"person": "p1", "clear": "some"}}

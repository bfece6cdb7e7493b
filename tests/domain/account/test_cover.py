"""The rules of cover, one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.cover import (
    AlreadyInTouch,
    ContactAssigned,
    ContactEnded,
    Cover,
    FunctionAssigned,
    FunctionEnded,
    FunctionNotHeld,
    NoFunction,
    NotInTouch,
    contacts,
    function_gaps,
    grid,
    sellers,
    uncovered,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft, StaffReturned
from majoracct.domain.programme.terms import SellingFunction
from majoracct.testing.given import Given, given, on

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
SELLS, SERVES = (
    FunctionAssigned("s1", SellingFunction.SALES),
    FunctionAssigned("s2", SellingFunction.SERVICE),
)
TOUCH = ContactAssigned("s1", "p1")

happenings = st.lists(
    st.one_of(
        st.builds(FunctionAssigned, st.sampled_from(["s1", "s2"]), st.sampled_from(SellingFunction)),
        st.builds(FunctionEnded, st.sampled_from(["s1", "s2"])),
        st.builds(ContactAssigned, st.sampled_from(["s1", "s2"]), st.sampled_from(["p1", "p2"])),
        st.builds(ContactEnded, st.sampled_from(["s1", "s2"]), st.sampled_from(["p1", "p2"])),
        st.builds(StaffLeft, st.sampled_from(["s1", "s2"])),
        st.builds(StakeholderLeft, st.sampled_from(["p1", "p2"])),
    ),
    max_size=12,
)


def met(*events: object) -> Given:
    return given(on("2024-01-01", UNA, VIC, ANA, BO), *events)  # type: ignore[arg-type]


def pairs(story: Given) -> list[tuple[str, str]]:
    return [(c.member, c.stakeholder) for c in contacts(story.account)]


@pytest.mark.requirement("C-M4")
class TestCG1AFunction:
    def test_is_had_by_one_of_ours(self) -> None:
        given().when(SELLS).then_refused(NotOnStaff)
        met(StaffLeft("s1")).when(SELLS).then_refused(LeftUs)

    def test_one_at_a_time(self) -> None:
        after = met(SELLS).when(FunctionAssigned("s1", SellingFunction.MARKETING)).then()
        assert {p: a.function for p, a in sellers(after.account).items()} == {"s1": SellingFunction.MARKETING}
        assert after[Cover].functions["s1"].fact == "acme@4"

    @pytest.mark.requirement("C-M4a", "C-M4b", "C-M4c", "C-M4d")
    @pytest.mark.parametrize("function", SellingFunction)
    def test_nobody_has_is_a_gap(self, function: SellingFunction) -> None:
        assert function_gaps(met().account) == tuple(SellingFunction)
        filled = met(FunctionAssigned("s1", function))
        assert set(function_gaps(filled.account)) == set(SellingFunction) - {function}


@pytest.mark.requirement("C-M1", "C-M5")
class TestCG2WhoLooksAfterWhom:
    def test_not_one_without_a_function(self) -> None:
        met().when(TOUCH).then_refused(NoFunction, "s1 has no function in selling to acme")
        met(SELLS, FunctionEnded("s1")).when(TOUCH).then_refused(NoFunction)

    def test_not_one_who_left_us(self) -> None:
        met(SELLS, StaffLeft("s1")).when(TOUCH).then_refused(LeftUs)

    def test_not_a_stranger_or_one_who_left_them(self) -> None:
        met(SELLS).when(ContactAssigned("s1", "p9")).then_refused(StakeholderUnknown)
        met(SELLS, StakeholderLeft("p1")).when(TOUCH).then_refused(StakeholderGone)

    def test_a_team_on_either_side(self) -> None:
        story = met(SELLS, SERVES, TOUCH, ContactAssigned("s2", "p1")).when(ContactAssigned("s1", "p2"))
        assert pairs(story.then()) == [("s1", "p1"), ("s1", "p2"), ("s2", "p1")]


@pytest.mark.requirement("C-M5")
class TestCG3OnceUntilItEnds:
    def test_not_twice(self) -> None:
        met(SELLS, TOUCH).when(TOUCH).then_refused(AlreadyInTouch, "s1 looks after p1 since 2024-05-01")

    def test_not_before_one_on_record_for_a_later_day(self) -> None:
        story = given(on("2024-01-01", UNA, ANA, SELLS), TOUCH)
        story.on("2024-02-01").when(TOUCH).then_refused(AlreadyInTouch, "from 2024-05-01, after 2024-02-01")

    def test_again_once_it_ended(self) -> None:
        ended = met(SELLS, TOUCH).when(ContactEnded("s1", "p1")).then()
        assert pairs(ended) == []
        assert pairs(ended.when(TOUCH).then()) == [("s1", "p1")]

    def test_only_what_stands_ends(self) -> None:
        met(SELLS, SERVES, TOUCH).when(ContactEnded("s2", "p1")).then_refused(
            NotInTouch, "s2 does not look after p1"
        )
        met(SELLS, TOUCH).when(ContactEnded("s1", "p2")).then_refused(NotInTouch)

    def test_the_others_stay(self) -> None:
        story = met(SELLS, TOUCH, ContactAssigned("s1", "p2"), ContactEnded("s1", "p1"))
        assert pairs(story) == [("s1", "p2")]


@pytest.mark.requirement("C-M4")
class TestCG4GivingUpAFunction:
    def test_not_one_that_nobody_has(self) -> None:
        met(SELLS).when(FunctionEnded("s2")).then_refused(FunctionNotHeld, "s2 has no function")

    def test_leaves_a_gap(self) -> None:
        assert SellingFunction.SALES in function_gaps(met(SELLS).when(FunctionEnded("s1")).then().account)

    def test_ends_their_contacts_for_good(self) -> None:
        story = met(SELLS, SERVES, TOUCH, ContactAssigned("s2", "p1"), FunctionEnded("s1"))
        assert pairs(story) == [("s2", "p1")]
        assert pairs(story.then_given(SELLS)) == [("s2", "p1")]

    def test_another_function_keeps_them(self) -> None:
        assert pairs(met(SELLS, TOUCH, FunctionAssigned("s1", SellingFunction.CORPORATE))) == [("s1", "p1")]


@pytest.mark.requirement("C-M4", "C-M5")
class TestCG5WhoLeftCoversNothing:
    def test_nor_fills_a_function(self) -> None:
        story = given(on("2024-01-01", UNA, SELLS), StaffLeft("s1"))
        assert function_gaps(story.account) == tuple(SellingFunction)
        assert SellingFunction.SALES not in function_gaps(story.on("2024-04-30").account)

    @pytest.mark.parametrize(
        ("gone", "still_known"), [(StaffLeft("s1"), True), (StakeholderLeft("p1"), False)]
    )
    def test_on_either_side(self, gone: StaffLeft | StakeholderLeft, still_known: bool) -> None:
        story = given(on("2024-01-01", UNA, ANA, SELLS, TOUCH), gone)
        assert pairs(story) == []
        bare = uncovered(story.account)
        assert (BuyingFunction.FINANCE in bare.unattended) == still_known
        assert (BuyingFunction.FINANCE in bare.unknown) != still_known
        assert pairs(story.on("2024-04-30")) == [("s1", "p1")]

    def test_what_is_not_covered_is_unattended_or_unknown(self) -> None:
        found = uncovered(met(SELLS, TOUCH).account)
        assert found.unattended == (BuyingFunction.OPERATIONS,)
        assert found.unknown == (BuyingFunction.CORPORATE, BuyingFunction.TECHNOLOGY)

    @pytest.mark.requirement("C-M5a", "C-M5b", "C-M5c", "C-M5d")
    @pytest.mark.parametrize("function", BuyingFunction)
    def test_each_function_of_theirs_is_covered_by_looking_after_somebody_in_it(
        self, function: BuyingFunction
    ) -> None:
        known = given(UNA, StakeholderIdentified("p1", function), SELLS)
        assert uncovered(known.account).unattended == (function,)
        covered = uncovered(known.when(TOUCH).then().account)
        assert (covered.unattended, set(covered.unknown)) == ((), set(BuyingFunction) - {function})

    def test_the_grid_sets_functions_against_functions(self) -> None:
        cells = grid(met(SELLS, TOUCH).account)
        assert len(cells) == 16
        filled = {cell: [c.fact for c in found] for cell, found in cells.items() if found}
        assert filled == {(SellingFunction.SALES, BuyingFunction.FINANCE): ["acme@4"]}

    @any_of(happenings)
    def test_the_cells_add_up_to_the_contacts(self, events: list[object]) -> None:
        account = met(*events).account
        live, cells = contacts(account), grid(account)
        assert sum(len(found) for found in cells.values()) == len(live)
        assert {c for found in cells.values() for c in found} == set(live)
        columns = {theirs for (_, theirs), found in cells.items() if found}
        bare = uncovered(account)
        assert columns.isdisjoint({*bare.unattended, *bare.unknown})
        assert columns | {*bare.unattended, *bare.unknown} == set(BuyingFunction)
        rows = {ours for (ours, _), found in cells.items() if found}
        assert rows.isdisjoint(function_gaps(account))


@pytest.mark.requirement("C-M4", "C-M5")
class TestCG5ComingBackRestoresNothing:
    BACK = (
        on("2024-02-01", SELLS, TOUCH),
        on("2024-03-01", StaffLeft("s1")),
        on("2024-04-01", StaffReturned("s1")),
    )

    def test_neither_the_function_nor_the_contacts(self) -> None:
        story = met(*self.BACK)
        assert (sellers(story.account), pairs(story)) == ({}, [])
        story.when(TOUCH).then_refused(NoFunction)
        again = story.when(SELLS).then()
        assert (list(sellers(again.account)), pairs(again)) == (["s1"], [])
        assert pairs(again.when(TOUCH).then()) == [("s1", "p1")]

    def test_who_was_identified_later_is_there_all_the_same(self) -> None:
        story = given(on("2024-01-01", ANA, SELLS, TOUCH), on("2024-06-01", UNA))
        assert (list(sellers(story.account)), pairs(story)) == (["s1"], [("s1", "p1")])

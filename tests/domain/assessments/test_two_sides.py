"""The two teams, function by function: one class a rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.collaboration import CollaborationAssessed, CollaborationMode
from majoracct.domain.account.cover import ContactAssigned, FunctionAssigned
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.assessments.two_sides import two_sides
from majoracct.domain.kernel import Event
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import SellingFunction
from majoracct.testing.given import given, on

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
SELLS = FunctionAssigned("s1", SellingFunction.SALES)
SERVES = FunctionAssigned("s2", SellingFunction.SERVICE)
TOUCH = ContactAssigned("s1", "p1")
BOTH = on("2024-01-01", UNA, VIC, ANA, BO, SELLS, SERVES)


@pytest.mark.requirement("C-M4", "C-M5", "C-M1")
class TestTS1TheGrid:
    def test_has_a_cell_for_every_function_of_ours_and_theirs(self) -> None:
        cells = two_sides(given().account).cells
        assert [(c.selling, c.buying) for c in cells] == [
            (s, b) for s in SellingFunction for b in BuyingFunction
        ]
        assert len(cells) == 16
        assert two_sides(given().account).covered == 0

    def test_shows_who_looks_after_whom_where_their_functions_meet(self) -> None:
        found = two_sides(given(BOTH, TOUCH, ContactAssigned("s2", "p1")).account)
        full = {(c.selling, c.buying): [(k.member, k.stakeholder) for k in c.contacts] for c in found.cells}
        assert full[SellingFunction.SALES, BuyingFunction.FINANCE] == [("s1", "p1")]
        assert full[SellingFunction.SERVICE, BuyingFunction.FINANCE] == [("s2", "p1")]
        assert found.covered == 2

    def test_leaves_out_who_left_on_either_side(self) -> None:
        for gone in (StaffLeft("s1"), StakeholderLeft("p1")):
            assert two_sides(given(BOTH, TOUCH, gone).account).covered == 0

    @any_of(
        st.lists(st.tuples(st.sampled_from(SellingFunction), st.sampled_from(BuyingFunction)), max_size=6)
    )
    def test_holds_every_contact_once(self, pairs: list[tuple[SellingFunction, BuyingFunction]]) -> None:
        told: list[Event[Any]] = []
        for n, (ours, theirs) in enumerate(pairs):
            told += [StaffIdentified(f"s{n}", "One"), FunctionAssigned(f"s{n}", ours)]
            told += [StakeholderIdentified(f"p{n}", theirs), ContactAssigned(f"s{n}", f"p{n}")]
        cells = two_sides(given(*told).account).cells
        assert sorted((c.selling.value, c.buying.value) for c in cells for _ in c.contacts) == sorted(
            (ours.value, theirs.value) for ours, theirs in pairs
        )


@pytest.mark.requirement("C-M4", "C-M4a", "C-M4b", "C-M4c", "C-M4d")
class TestTS2OurFunctions:
    def test_are_told_with_who_has_them_and_those_nobody_has(self) -> None:
        found = two_sides(given(BOTH).account)
        assert found.ours[SellingFunction.SALES] == ("s1",)
        assert found.ours[SellingFunction.SERVICE] == ("s2",)
        assert found.unfilled == (SellingFunction.CORPORATE, SellingFunction.MARKETING)

    def test_are_nobodys_once_who_had_them_left_us(self) -> None:
        found = two_sides(given(BOTH, StaffLeft("s1")).account)
        assert found.ours[SellingFunction.SALES] == ()
        assert SellingFunction.SALES in found.unfilled


@pytest.mark.requirement("C-M5", "C-M5a", "C-M5b", "C-M5c", "C-M5d")
class TestTS3TheirFunctions:
    def test_are_told_with_whom_we_know_there(self) -> None:
        theirs = two_sides(given(BOTH).account).theirs
        assert theirs == {
            BuyingFunction.CORPORATE: (),
            BuyingFunction.TECHNOLOGY: (),
            BuyingFunction.OPERATIONS: ("p2",),
            BuyingFunction.FINANCE: ("p1",),
        }

    def test_are_unattended_or_unknown_where_nobody_is_looked_after_or_known(self) -> None:
        found = two_sides(given(BOTH, TOUCH).account)
        assert found.unattended == (BuyingFunction.OPERATIONS,)
        assert found.unknown == (BuyingFunction.CORPORATE, BuyingFunction.TECHNOLOGY)


@pytest.mark.requirement("C-M5d")
class TestTS4TheNaturalConfirmer:
    def test_is_who_serves_in_finance(self) -> None:
        assert two_sides(given(ANA, BO).account).confirmers == ("p1",)

    def test_is_lacking_where_we_know_nobody_there(self) -> None:
        assert two_sides(given(BO).account).confirmers == ()
        assert two_sides(given(ANA, BO, StakeholderLeft("p1")).account).confirmers == ()


@pytest.mark.requirement("C-M1")
class TestTS5WorkingTogether:
    def test_is_as_last_observed(self) -> None:
        modes = CollaborationMode.TRANSACTIONAL, CollaborationMode.COOPERATIVE
        together = two_sides(given(*map(CollaborationAssessed, modes)).account).together
        assert together is not None
        assert (together.mode, together.fact) == (CollaborationMode.COOPERATIVE, "acme@2")

    def test_is_unknown_where_nothing_was(self) -> None:
        assert two_sides(given(BOTH, TOUCH).account).together is None

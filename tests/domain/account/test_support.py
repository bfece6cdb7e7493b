"""The rules of support within the team, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.activities import ServesNothing
from majoracct.domain.account.support import (
    RequestEmpty,
    RequestNotOpen,
    Support,
    SupportDeclined,
    SupportGiven,
    SupportKind,
    SupportRequested,
)
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import given

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
ASKED = SupportRequested("s1", SupportKind.ACCESS, "a word with the head of operations")


@pytest.mark.requirement("S-V4")
class TestSU1ARequest:
    def test_says_what_is_needed_by_whom(self) -> None:
        given(UNA).when(evolve(ASKED, what="")).then_refused(RequestEmpty)
        given().when(ASKED).then_refused(NotOnStaff)
        assert given(UNA).when(ASKED).then()[Support].requests["acme@2"].open

    def test_for_something_on_record(self) -> None:
        given(UNA).when(evolve(ASKED, serves="acme@9")).then_refused(ServesNothing)


@pytest.mark.requirement("S-V4")
class TestSU2AnsweredOnce:
    GIVEN = SupportGiven("acme@1", "s2")

    def test_given_by_one_of_ours(self) -> None:
        answered = given(UNA, VIC, ASKED).when(self.GIVEN).then()[Support].requests["acme@1"]
        assert (answered.by, answered.open, answered.declined) == ("s2", False, None)
        given(UNA, ASKED).when(self.GIVEN).then_refused(NotOnStaff)

    def test_or_declined(self) -> None:
        declined = given(UNA, ASKED).when(SupportDeclined("acme@1")).then()
        assert not declined[Support].requests["acme@1"].open

    def test_not_again_nor_what_nobody_asked_for(self) -> None:
        story = given(UNA, VIC, ASKED, self.GIVEN)
        story.when(self.GIVEN).then_refused(RequestNotOpen, "acme@2 answered it")
        story.when(SupportDeclined("acme@1")).then_refused(RequestNotOpen)
        given(UNA, VIC).when(self.GIVEN).then_refused(RequestNotOpen, "has no request")

"""The rule of ownership of the plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.ownership import (
    AlreadyAccepted,
    NoMember,
    NoPlanToAccept,
    PlanOwnershipAccepted,
    jointly_owned,
)
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import Given, corrected, given, on

FIRST = dt.date(2024, 1, 1)
UNA, VIC, WIM = (StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim"), 1))
SPONSORS = MemberSeated("s1", Seat.INTERNAL_SPONSOR)
MANAGES = MemberSeated("s2", Seat.ACCOUNT_MANAGER)
TEAM = on(FIRST, UNA, VIC, WIM, QualificationGranted(), TeamFormed(), SPONSORS, MANAGES)  # acme@1 to acme@4


def planned(*events: Any) -> Given:
    """Return the story of an account with a team and a plan, acme@5, to which EVENTS happened."""
    return given(TEAM, on(FIRST, PlanDrafted("Grow")), *events)


@pytest.mark.requirement("B-T5", "J-B6")
class TestOW1AcceptedByMembers:
    MINE, HIS = PlanOwnershipAccepted("s1"), PlanOwnershipAccepted("s2")

    def test_not_by_one_without_a_seat(self) -> None:
        planned().when(PlanOwnershipAccepted("s3")).then_refused(NoMember, "s3 has no seat")

    def test_not_without_a_plan(self) -> None:
        given(TEAM).when(self.MINE).then_refused(NoPlanToAccept)

    def test_not_twice(self) -> None:
        after = planned().when(self.MINE).then()
        after.when(self.MINE).then_refused(AlreadyAccepted)
        after.on("2024-04-01").when(self.MINE).then_refused(AlreadyAccepted)

    def test_is_owned_jointly_once_every_member_accepted(self) -> None:
        one = planned().when(self.MINE).then()
        owned = jointly_owned(one.account)
        assert (owned.plan, owned.responsible, owned.joint) == ("acme@5", "s2", False)
        assert (owned.accepted, owned.outstanding) == ({"s1": "acme@6"}, ("s2",))
        assert jointly_owned(one.when(self.HIS).then().account).joint

    def test_a_member_more_has_yet_to_accept(self) -> None:
        both = planned().when(self.MINE).then().when(self.HIS).then()
        more = both.then_given(MemberSeated("s3", Seat.SUBJECT_EXPERT))
        assert jointly_owned(more.account).outstanding == ("s3",)

    def test_not_while_nobody_answers_for_the_plan(self) -> None:
        alone = planned(on(FIRST, MemberReleased("s2", Seat.ACCOUNT_MANAGER))).when(self.MINE).then()
        owned = jointly_owned(alone.account)
        assert (owned.outstanding, owned.responsible, owned.joint) == ((), None, False)

    def test_a_plan_drafted_anew_is_accepted_anew(self) -> None:
        both = planned().when(self.MINE).then().when(self.HIS).then()
        anew = both.then_given(PlanDrafted("Grow more"))
        assert jointly_owned(anew.account).outstanding == ("s1", "s2")
        anew.when(self.MINE).then()

    def test_a_plan_whose_title_was_mended_is_still_theirs(self) -> None:
        both = planned().when(self.MINE).then().when(self.HIS).then()
        assert jointly_owned(both.then_given(corrected("acme@5", PlanDrafted("Grow on"))).account).joint

    def test_without_a_plan_nobody_owns_one(self) -> None:
        owned = jointly_owned(given(TEAM).account)
        assert (owned.plan, owned.joint, owned.outstanding) == (None, False, ("s1", "s2"))

    @any_of(st.lists(st.sampled_from(["s1", "s2", "s3"]), unique=True))
    def test_every_member_has_accepted_or_has_yet_to(self, accepting: list[str]) -> None:
        story = planned(MemberSeated("s3", Seat.SUBJECT_EXPERT), MemberSeated("s1", Seat.PROJECT_MANAGER))
        for person in accepting:
            story = story.when(PlanOwnershipAccepted(person)).then()
        owned = jointly_owned(story.account)
        assert sorted(owned.accepted) == sorted(accepting)
        assert sorted([*owned.accepted, *owned.outstanding]) == ["s1", "s2", "s3"]
        assert owned.joint is (len(accepting) == 3)

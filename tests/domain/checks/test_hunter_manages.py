"""Hunter manages: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.checks.hunter_manages import CHECK
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.aptitude import Lean, Trait, TraitAssessed
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

FIRST, SECOND = list(Trait)[:2]
TEAM = on("2024-01-01", StaffIdentified("s1", "Kim"), TeamFormed())
MANAGES = MemberSeated("s1", Seat.ACCOUNT_MANAGER)
LEFT = TraitAssessed("s1", FIRST, Lean.LEFT)


@pytest.mark.requirement("B-R8")
class TestHunterManages:
    def test_raised_when_the_account_manager_leans_to_new_accounts(self) -> None:
        (found,) = given(TEAM, MANAGES, LEFT).raised(CHECK)
        assert found.says == "Kim is account manager, and leans to new accounts (-1)"
        assert (found.facts, found.about) == (("acme@2", "programme@3"), "s1")

    def test_not_when_they_lean_as_far_as_policy_has_it(self) -> None:
        assert given(TEAM, MANAGES, LEFT, TraitAssessed("s1", SECOND, Lean.RIGHT)).raised(CHECK) == []

    def test_not_when_it_cannot_be_read_which_way_they_lean(self) -> None:
        assert given(TEAM, MANAGES, LEFT, TraitAssessed("s1", SECOND, Erased.here)).raised(CHECK) == []

    def test_not_when_they_hold_another_seat(self) -> None:
        assert given(TEAM, MemberSeated("s1", Seat.PROJECT_MANAGER), LEFT).raised(CHECK) == []

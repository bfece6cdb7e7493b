"""Playbook missing: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import QualificationGranted, QualificationOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.checks.playbook_missing import CHECK
from majoracct.domain.programme.playbooks import PlaybookDefined
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Tier
from majoracct.domain.programme.tier_tables import Maturity
from majoracct.testing.given import Told, given, money, on

FOR_NEW = PlaybookDefined("one", "two", "three", "four", Maturity.NEW)
FOR_BEACHHEAD = PlaybookDefined("one", "two", "three", "four", tier=Tier.BEACHHEAD)
BOUGHT = on("2024-04-01", RevenueRecorded(money("5")))


@pytest.mark.requirement("R-2")
class TestPlaybookMissing:
    def test_raised_once_a_maturity(self) -> None:
        tern = on("2020-01-01", AccountOpened("Tern"), to="tern")
        book = PlaybookDefined("one", "two", "three", "four", Maturity.ESTABLISHED)
        other, new = given(BOUGHT, tern, book).raised(CHECK)
        assert (other.about, new.about) == ("greenfield", "new")
        assert new.says == "No playbook says how these new customers are treated: acme"

    @pytest.mark.parametrize("book", [FOR_NEW, FOR_BEACHHEAD])
    def test_not_where_one_is_for_the_maturity_or_the_tier(self, book: PlaybookDefined) -> None:
        assert given(BOUGHT, book).raised(CHECK) == []

    def test_raised_without_any_of_those_assigned_a_tier(self) -> None:
        assert given(BOUGHT).raised(CHECK) == []
        (found,) = given(BOUGHT, TierMoved(Tier.BEACHHEAD)).raised(CHECK)
        assert found.about == "new"

    def test_raised_where_one_is_for_others(self) -> None:
        (found,) = given(FOR_NEW).raised(CHECK)
        assert found.about == "greenfield"

    @pytest.mark.parametrize(
        "managed",
        [
            on("2024-04-02", TeamFormed()),
            on("2024-04-02", StaffIdentified("s1", "Kim"), QualificationGranted(override=True)),
            on("2024-04-02", QualificationOpened(), role="sales executive"),
        ],
    )
    def test_raised_without_any_of_those_with_a_team_or_a_status(self, managed: Told) -> None:
        (found,) = given(BOUGHT, managed).raised(CHECK)
        assert (found.about, found.says.endswith(": acme")) == ("new", True)

"""Single-threaded: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.checks.single_threaded import CHECK
from majoracct.domain.programme.tables import FindingTerms
from majoracct.domain.programme.terms import Level, Terms, Tier
from majoracct.testing.given import given

BACKED = (
    StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL, "Ana"),
    StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.C_LEVEL, "Bo"),
    SponsorNamed("p1", "CEO", "all of it"),
)
ALSO = SponsorNamed("p2", "CFO", "capital spend")
MAJOR = QualificationGranted(override=True)
SHIPPED = Terms.shipped("GBP")


@pytest.mark.requirement("B-Q3")
class TestSingleThreaded:
    def test_raised_with_fewer_sponsors_than_policy_asks_for(self) -> None:
        (found,) = given(*BACKED, MAJOR).raised(CHECK)
        assert found.says == "It is major, and of its executives only Ana backs us; policy asks for 2"
        assert (found.facts, found.about) == (("acme@4", "acme@3"), "")

    def test_not_with_as_many(self) -> None:
        assert given(*BACKED, ALSO, MAJOR).raised(CHECK) == []

    def test_raised_with_as_many_once_one_has_left(self) -> None:
        (found,) = given(*BACKED, ALSO, MAJOR, StakeholderLeft("p1")).raised(CHECK)
        assert "only Bo backs us" in found.says

    def test_raised_with_none(self) -> None:
        (found,) = given(MAJOR).raised(CHECK)
        assert found.says == "It is major, and of its executives nobody backs us; policy asks for 2"

    def test_raised_by_as_many_as_another_policy_lacks(self) -> None:
        three = evolve(SHIPPED, findings=FindingTerms(sponsors=3))
        (found,) = given(*BACKED, ALSO, MAJOR).under(three).raised(CHECK)
        assert "only Ana and Bo back us; policy asks for 3" in found.says
        assert (
            given(*BACKED, MAJOR).under(evolve(SHIPPED, findings=FindingTerms(sponsors=1))).raised(CHECK)
            == []
        )

    def test_raised_of_a_strategic_account_and_of_no_other_that_is_not_major(self) -> None:
        (found,) = given(*BACKED, TierMoved(Tier.STRATEGIC, override=True)).raised(CHECK)
        assert (found.says[:16], found.facts) == ("It is strategic,", ("acme@4", "acme@3"))
        assert given(*BACKED, TierMoved(Tier.CORE, override=True)).raised(CHECK) == []

"""An identity merely asserted: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve
from tests.domain.account.test_approval import agreed

from majoracct.domain.account.qualification import QualificationRefused
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.checks.identity_asserted import CHECK
from majoracct.domain.kernel import Assurance, FactWithdrawn
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import Given, given


def assured(story: Given, assurance: Assurance) -> Given:
    """Return the story with the last fact recorded by somebody of that ASSURANCE."""
    return evolve(story, facts=(*story.facts[:-1], evolve(story.last, assurance=assurance)))


@pytest.mark.requirement("B-D4")
class TestIdentityAsserted:
    def test_raised_by_a_grant(self, major: Given) -> None:
        (found,) = major.raised(CHECK)
        assert found.says == ("The grant of 2024-05-01 is ida's; that it was ida is merely asserted")
        assert (found.facts, found.about) == (("acme@18",), "acme@18")

    @pytest.mark.parametrize("assurance", [Assurance.OS_USER, Assurance.HOST_APPLICATION])
    def test_not_when_somebody_vouches_for_whom(self, major: Given, assurance: Assurance) -> None:
        assert assured(major, assurance).raised(CHECK) == []

    def test_not_once_it_was_withdrawn(self, major: Given) -> None:
        assert major.then_given(FactWithdrawn("acme@18")).raised(CHECK) == []

    def test_raised_by_a_tier_against_the_facets(self) -> None:
        (found,) = (
            given().because("so we agreed").when(TierMoved(Tier.CORE, override=True)).then().raised(CHECK)
        )
        assert found.says.startswith("The tier override of 2024-05-01 is kim's")

    def test_not_by_what_grants_nothing(self, ready: Given) -> None:
        assert ready.when(QualificationRefused()).then().raised(CHECK) == []
        assert given().when(TierMoved(Tier.GREENFIELD)).then().raised(CHECK) == []

    @pytest.mark.requirement("J-R1")
    def test_of_an_approval_it_says_whose_it_is_and_who_recorded_it(self) -> None:
        says = [found.says for found in agreed().raised(CHECK) if "approval" in found.says]
        assert [said.partition(";")[0] for said in says] == [
            "The approval of the plan of 2024-03-01 is Sal's, as kim recorded it",
            "The approval of the plan of 2024-03-02 is Mia's, as kim recorded it",
        ]
        assert says[0].endswith("; that it was kim is merely asserted")

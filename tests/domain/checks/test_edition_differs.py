"""Edition that differs: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased, edition
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.edition_differs import CHECK
from majoracct.testing.given import Given, given, on

PLANNED = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("two years"))
STORY = given(PLANNED).on("2024-02-01").when(PlanItemReleased("acme@2")).then().on("2024-05-01")


def issued(digest: str) -> Given:
    pinned = CustomerEditionIssued(
        ("p1",), digest=digest, known_at=STORY.account.known_at, policy="programme@1"
    )
    return STORY.then_given(on("2024-05-01", pinned))


@pytest.mark.requirement("J-C1")
class TestEditionDiffers:
    def test_raised_when_it_has_another_digest_than_was_given(self) -> None:
        (found,) = issued("0" * 64).raised(CHECK)
        assert found.says == "The edition of 2024-05-01, made again, has another digest than was given"
        assert (found.facts, found.about) == (("acme@4",), "acme@4")

    def test_not_when_it_has_that(self) -> None:
        digest = edition(STORY.account).digest
        assert issued(digest).raised(CHECK) == []

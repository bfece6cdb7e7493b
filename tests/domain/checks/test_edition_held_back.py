"""Words held back: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.action_plan import ResourcesAllocated
from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.editions import PlanItemReleased
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.checks.edition_held_back import CHECK
from majoracct.domain.programme.edition_tables import EditionTerms, Sensitivity
from majoracct.domain.programme.terms import Aim, Terms
from majoracct.testing.given import Given, given, on

LAX = EditionTerms(may_leave=(Sensitivity.SHAREABLE, Sensitivity.INTERNAL))
PLANNED = on(
    "2024-01-01",
    PlanDrafted("two years"),
    ActionAdded("meet", Aim.TRUST),
    ResourcesAllocated("acme@2", means="two days against Castor"),
)
RIVAL = on("2024-03-01", CompetitorEngaged("Castor"))


def lax(story: Given) -> Given:
    return story.under(evolve(Terms.shipped("GBP"), edition=LAX))


@pytest.mark.requirement("J-C1", "X-9")
class TestEditionHeldBack:
    def test_raised_where_policy_would_let_it_leave(self) -> None:
        (found,) = lax(given(PLANNED, RIVAL)).raised(CHECK)
        assert found.says == (
            "The means of “meet” would name a competitor, and is held back from the customer"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@3", "acme@4"), "acme@2 means")
        assert given(PLANNED, RIVAL).raised(CHECK) == []
        assert lax(given(PLANNED)).raised(CHECK) == []

    def test_raised_for_words_released_before_it_was_known(self) -> None:
        story = given(PLANNED).when(PlanItemReleased("acme@2", "meet Castor's users")).then()
        assert story.raised(CHECK) == []
        (found,) = story.then_given(RIVAL).raised(CHECK)
        assert (found.about, found.facts[-1]) == ("acme@2 wording", "acme@5")

    def test_not_once_it_says_so_in_other_words(self) -> None:
        other = on("2024-04-01", ResourcesAllocated("acme@2", means="two days"))
        assert lax(given(PLANNED, RIVAL, other)).raised(CHECK) == []

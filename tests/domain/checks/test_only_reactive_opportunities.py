"""Only reactive opportunities: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.checks.only_reactive_opportunities import CHECK
from majoracct.domain.programme.tables import FindingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Told, given, on


def identified(day: str, origin: Origin | None) -> Told:
    trigger = "an RFP" if origin is Origin.REACTION else None
    return on(day, OpportunityIdentified("More", origin=origin, trigger=trigger))


ANSWERED = (identified("2024-01-01", Origin.REACTION), identified("2024-03-01", Origin.REACTION))


@pytest.mark.requirement("B-P1")
class TestOnlyReactiveOpportunities:
    def test_raised_when_all_were_answered(self) -> None:
        (found,) = given(*ANSWERED).raised(CHECK)
        assert (
            found.says
            == "All 2 opportunities of the last 12 months came by answering demand; we created none"
        )
        assert (found.facts, found.about) == (("acme@1", "acme@2"), "")

    @pytest.mark.parametrize("origin", [Origin.CREATION, None])
    def test_not_when_one_was_created_or_may_have_been(self, origin: Origin | None) -> None:
        assert given(*ANSWERED, identified("2024-04-01", origin)).raised(CHECK) == []

    def test_raised_again_once_that_is_longer_ago_than_policy_looks_back(self) -> None:
        story = given(identified("2023-05-01", Origin.CREATION), *ANSWERED)
        assert story.on("2024-05-01").raised(CHECK) == []
        assert len(story.on("2024-05-02").raised(CHECK)) == 1
        terms = evolve(Terms.shipped("GBP"), findings=FindingTerms(reactive_months=13))
        assert story.under(terms).on("2024-05-02").raised(CHECK) == []

    def test_not_when_there_were_none(self) -> None:
        assert given().raised(CHECK) == []
        assert given(*ANSWERED).on("2025-03-02").raised(CHECK) == []

    def test_raised_by_a_single_one(self) -> None:
        (found,) = given(ANSWERED[0]).raised(CHECK)
        assert found.says.startswith("The only opportunity of the last 12 months")

"""Map missing or stale: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.power import Power, PowerAssessed
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.checks.map_missing_or_stale import CHECK
from majoracct.testing.given import given, on

TEAM = on("2024-01-01", TeamFormed("utilities"))
PEOPLE = on(
    "2024-01-02",
    *(StakeholderIdentified(person, BuyingFunction.FINANCE) for person in ("p1", "p2")),
    *(RelationshipAssessed(person, Strength.GOOD) for person in ("p1", "p2")),
    *(PowerAssessed(person, Power.HIGH) for person in ("p1", "p2")),
)
LINKED = on("2024-01-02", InfluenceLinked("p1", "p2", LinkKind.ADVISES))


@pytest.mark.requirement("S-F5")
class TestMapMissingOrStale:
    def test_raised_where_a_team_has_no_map(self) -> None:
        (found,) = given(TEAM).raised(CHECK)
        assert found.says == "the map of relationships is missing: 0 of at least 2 people are identified"
        assert (found.facts, found.about) == ((), "missing")

    def test_raised_where_nobody_is_linked(self) -> None:
        (found,) = given(TEAM, PEOPLE).raised(CHECK)
        assert found.says.endswith("nothing says how anybody there stands to another")

    def test_not_of_one_that_is_fresh(self) -> None:
        assert given(TEAM, PEOPLE, LINKED).raised(CHECK) == []

    def test_raised_once_it_is_stale(self) -> None:
        (found,) = given(TEAM, PEOPLE, LINKED).on("2024-12-01").raised(CHECK)
        assert (found.about, len(found.facts)) == ("stale", 4)

    def test_not_of_an_account_nobody_plans_for(self) -> None:
        assert given(PEOPLE).raised(CHECK) == []

"""The rules of playbooks, one class a rule."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.programme.playbooks import (
    Playbook,
    PlaybookDefined,
    PlaybookForNobody,
    PlaybookIncomplete,
    playbook_for,
)
from majoracct.domain.programme.terms import Tier
from majoracct.domain.programme.tier_tables import Maturity
from majoracct.testing.given import Given, given, on

PARTS: dict[str, Any] = {
    "education": "two days",
    "information": "monthly",
    "selling": "by the steps",
    "support": "hotline",
}
NEW = PlaybookDefined(**PARTS, maturity=Maturity.NEW)
CORE = PlaybookDefined(**{**PARTS, "support": "on site"}, tier=Tier.CORE)


def found(story: Given, maturity: Maturity | None, tier: Tier | None) -> Playbook | None:
    return playbook_for(story.account.programme, maturity=maturity, tier=tier)


@pytest.mark.requirement("R-2")
class TestPB1FourParts:
    @pytest.mark.parametrize("missing", list(PARTS))
    def test_all_of_them(self, missing: str) -> None:
        lacking = PlaybookDefined(**{**PARTS, missing: " "}, maturity=Maturity.NEW)
        given().when(lacking).then_refused(PlaybookIncomplete, missing)

    def test_kept_with_the_fact(self) -> None:
        book = found(given().when(NEW).then(), Maturity.NEW, None)
        assert book == Playbook("two days", "monthly", "by the steps", "hotline", "programme@2")


class TestPB2ForSomebody:
    def test_for_a_maturity_or_a_tier(self) -> None:
        given().when(PlaybookDefined(**PARTS)).then_refused(PlaybookForNobody)
        both = PlaybookDefined(**PARTS, maturity=Maturity.NEW, tier=Tier.CORE)
        given().when(both).then_refused(PlaybookForNobody)


class TestPB3DefinedAnew:
    def test_the_last_holds(self) -> None:
        again = PlaybookDefined(**{**PARTS, "education": "a week"}, maturity=Maturity.NEW)
        story = given(on("2024-01-01", NEW), on("2024-03-01", again))
        now, then = found(story, Maturity.NEW, None), found(story.on("2024-02-01"), Maturity.NEW, None)
        assert (now and now.education, then and then.education) == ("a week", "two days")


@pytest.mark.requirement("R-2")
class TestPB4TheTiersFirst:
    def test_else_that_of_the_maturity(self) -> None:
        story = given(NEW, CORE)
        by_tier = found(story, Maturity.NEW, Tier.CORE)
        by_maturity = found(story, Maturity.NEW, Tier.BEACHHEAD)
        assert by_tier is not None
        assert by_maturity is not None
        assert (by_tier.support, by_maturity.support) == ("on site", "hotline")

    def test_else_there_is_none(self) -> None:
        assert found(given(NEW, CORE), Maturity.ESTABLISHED, Tier.BEACHHEAD) is None

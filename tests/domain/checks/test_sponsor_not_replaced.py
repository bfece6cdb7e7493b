"""Sponsor not replaced: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.checks.sponsor_not_replaced import CHECK
from majoracct.domain.programme.terms import Level
from majoracct.testing.given import given, on

BACKED = on(
    "2024-01-01",
    StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL, "Ana"),
    StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.C_LEVEL, "Bo"),
    SponsorNamed("p1", "CEO", "all of it"),
)
GONE = on("2024-03-01", StakeholderLeft("p1"))


@pytest.mark.requirement("B-Q3")
class TestSponsorNotReplaced:
    def test_raised_once_the_only_sponsor_left(self) -> None:
        (found,) = given(BACKED, GONE).on("2024-03-01").raised(CHECK)
        assert found.says == ("Ana was the last there to back us, and left on 2024-03-01; nobody has since")
        assert (found.facts, found.about) == (("acme@4",), "p1")

    def test_not_the_day_before(self) -> None:
        assert given(BACKED, GONE).on("2024-02-29").raised(CHECK) == []

    def test_not_once_somebody_else_was_named(self) -> None:
        named = on("2024-04-30", SponsorNamed("p2", "CFO", "capital spend"))
        story = given(BACKED, GONE, named)
        assert story.raised(CHECK) == []
        assert len(story.on("2024-04-29").raised(CHECK)) == 1

    def test_raised_when_the_sponsorship_ended(self) -> None:
        (found,) = given(BACKED, on("2024-03-01", SponsorshipEnded("p1"))).raised(CHECK)
        assert "and stopped sponsoring us on 2024-03-01" in found.says

    def test_tells_of_the_last_of_several_to_go(self) -> None:
        also = on("2024-02-01", SponsorNamed("p2", "CFO", "capital spend"))
        story = given(BACKED, also, GONE, on("2024-04-01", SponsorshipEnded("p2")))
        (found,) = story.raised(CHECK)
        assert (found.about, found.facts) == ("p2", ("acme@6",))
        assert story.on("2024-03-31").raised(CHECK) == []

    def test_tells_of_nobody_who_left_that_day_and_had_not_backed_us(self) -> None:
        (found,) = given(BACKED, GONE, on("2024-03-01", StakeholderLeft("p2"))).raised(CHECK)
        assert (found.about, found.facts) == ("p1", ("acme@4",))

    def test_raised_of_a_sponsor_who_came_by_a_merger(self) -> None:
        theirs = on(
            "2024-01-01",
            StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL, "Ana"),
            SponsorNamed("p1", "CEO", "all of it"),
            to="bolt",
        )
        merged = on("2024-02-01", AccountMerged("acme"), to="bolt"), on("2024-02-01", AccountAbsorbed("bolt"))
        (found,) = given(theirs, *merged, GONE).raised(CHECK)
        assert (found.about, found.facts) == ("p1", ("acme@2",))

    def test_not_when_nobody_ever_backed_us(self) -> None:
        person = StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL, "Ana")
        assert given(person, StakeholderLeft("p1")).raised(CHECK) == []

    def test_not_of_somebody_who_came_back(self) -> None:
        back = on("2024-04-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL, "Ana"))
        assert given(BACKED, GONE, back).raised(CHECK) == []

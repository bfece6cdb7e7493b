"""The rules of proactive programmes, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.proactive import (
    AlreadyBacked,
    BackingUnknown,
    BackingUnnamed,
    ProactiveProgrammeAssigned,
    ProactiveProgrammeEnded,
    backed_by,
)
from majoracct.testing.given import given, on

BRIEFINGS = ProactiveProgrammeAssigned("Depot briefings")


@pytest.mark.requirement("R-3")
class TestPB5Backed:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_by_something_with_a_name(self, blank: str) -> None:
        given().when(ProactiveProgrammeAssigned(blank)).then_refused(BackingUnnamed)

    def test_once_at_a_time(self) -> None:
        story = given(BRIEFINGS)
        again = ProactiveProgrammeAssigned(" depot  Briefings")
        story.when(again).then_refused(AlreadyBacked, "acme@1")
        story.on("2024-04-01").when(again).then_refused(AlreadyBacked)
        story.when(ProactiveProgrammeAssigned("Visits")).then()

    def test_again_once_it_ended(self) -> None:
        story = given(on("2024-02-01", BRIEFINGS), on("2024-03-01", ProactiveProgrammeEnded("acme@1")))
        story.on("2024-02-15").when(BRIEFINGS).then_refused(AlreadyBacked)
        assert [each.fact for each in backed_by(story.when(BRIEFINGS).then().account)] == ["acme@3"]

    def test_kept_with_the_fact(self) -> None:
        (found,) = backed_by(given(on("2024-02-01", BRIEFINGS)).account)
        assert (found.name, str(found.since), found.fact) == ("Depot briefings", "2024-02-01", "acme@1")


class TestPB6Ended:
    def test_one_that_backs_the_account_is(self) -> None:
        after = given(BRIEFINGS).when(ProactiveProgrammeEnded("acme@1")).then()
        assert backed_by(after.account) == []
        after.when(ProactiveProgrammeEnded("acme@1")).then_refused(BackingUnknown)

    def test_no_other_is(self) -> None:
        given().when(ProactiveProgrammeEnded("acme@1")).then_refused(BackingUnknown)

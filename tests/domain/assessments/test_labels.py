"""What accounts are called, and whether they have the team that asks for."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.class_labels import ClassLabelGiven
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.assessments.labels import Labelled, labelled, seats_held
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.programme_tables import ProgrammeTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))
TEAM = on("2024-01-01", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))


def found(story: Given, *others: str) -> Labelled:
    accounts = [story.account, *(story.account.other(key) for key in others)]
    return labelled(story.account, story.programme[Policy].terms, seats_held(accounts))


@pytest.mark.requirement("J-D1")
class TestLB4ATeamThatALabelAsksFor:
    @pytest.mark.parametrize("word", ["named", "strategic", "global"])
    def test_lacks_while_nobody_sits_in_one(self, word: str) -> None:
        called = on("2024-01-01", ClassLabelGiven(word))
        assert found(given(STAFF, called)).without_team
        assert found(given(STAFF, called, on("2024-01-01", TeamFormed()))).without_team
        assert not found(given(STAFF, called, TEAM)).without_team
        left = MemberReleased("s1", Seat.ACCOUNT_MANAGER)
        assert found(given(STAFF, called, TEAM, left)).without_team

    @pytest.mark.parametrize("word", ["national", "core"])
    def test_other_labels_ask_for_none_but_by_policy(self, word: str) -> None:
        story = given(STAFF, ClassLabelGiven(word))
        assert not found(story).without_team
        terms = evolve(Terms.shipped("GBP"), programme=ProgrammeTerms(team_labels=(word.title(),)))
        assert found(story.under(terms)).without_team

    @pytest.mark.requirement("X-6")
    def test_beside_tier_and_status_which_no_label_says(self) -> None:
        seen = found(given(ClassLabelGiven("strategic"), ClassLabelGiven("global")))
        assert [label.word for label in seen.labels] == ["global", "strategic"]
        assert (seen.tier, seen.status.value) == (None, "none")


@pytest.mark.requirement("J-D1")
class TestLB5ATeamOfItsOwn:
    def test_when_nobody_in_it_sits_elsewhere(self) -> None:
        assert found(given(STAFF)).own_team is None
        story = given(STAFF, TEAM)
        assert found(story, "bolt").own_team is True
        shared = story.then_given(
            on("2024-01-01", TeamFormed(), MemberSeated("s1", Seat.PROJECT_MANAGER), to="bolt")
        )
        assert (found(shared, "bolt").own_team, found(shared, "bolt").shared) == (False, ("s1",))

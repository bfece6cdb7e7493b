"""The rules of portfolio organisations, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.programme.portfolio import (
    AlreadyAccepted,
    ManagesNone,
    NoRulesInForce,
    OrganisationEnrolled,
    OrganisationNotEnrolled,
    OrganisationUnnamed,
    PortfolioManagerNamed,
    PortfolioOrganisations,
    PortfolioOrgEnrolled,
    PortfolioOrgLeft,
    RulesAccepted,
    RulesOfEngagementPublished,
    RulesUnstated,
    VersionTaken,
    outstanding,
)
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified, StaffLeft
from majoracct.testing.given import Given, given, on

STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))  # programme@2, @3
NETWORKS = PortfolioOrgEnrolled("Networks", "s1")  # programme@4
RULES = RulesOfEngagementPublished("1", "one plan, one voice")  # programme@5
SAID = RulesAccepted("s1")


def waiting(story: Given) -> list[str]:
    return [key for key, _ in outstanding(story.programme)]


@pytest.mark.requirement("S-W4")
class TestEO1EnrolledUnderAName:
    def test_by_a_manager_of_ours(self) -> None:
        given(STAFF).when(PortfolioOrgEnrolled(" ", "s1")).then_refused(OrganisationUnnamed)
        given().when(NETWORKS).then_refused(NotOnStaff)
        ((key, org),) = given(STAFF).when(NETWORKS).then().programme[PortfolioOrganisations].enrolled
        assert (key, org.name, org.manager, org.manager_fact) == (
            "programme@4",
            "Networks",
            "s1",
            "programme@4",
        )

    def test_once_however_it_is_written(self) -> None:
        given(STAFF, NETWORKS).when(PortfolioOrgEnrolled("networks ", "s2")).then_refused(
            OrganisationEnrolled, "Networks is enrolled as programme@4"
        )


@pytest.mark.requirement("S-W4")
class TestEO2OnlyOneThatIsEnrolled:
    NAMED, LEFT = PortfolioManagerNamed("programme@4", "s2"), PortfolioOrgLeft("programme@4")

    def test_gets_another_manager(self) -> None:
        given(STAFF).when(self.NAMED).then_refused(OrganisationNotEnrolled)
        ((_, org),) = (
            given(STAFF, NETWORKS).when(self.NAMED).then().programme[PortfolioOrganisations].enrolled
        )
        assert (org.manager, org.manager_fact) == ("s2", "programme@5")

    def test_leaves_once_and_may_be_enrolled_again(self) -> None:
        story = given(STAFF, NETWORKS).when(self.LEFT).then()
        assert story.programme[PortfolioOrganisations].enrolled == []
        story.when(self.LEFT).then_refused(OrganisationNotEnrolled)
        story.when(NETWORKS).then()

    def test_what_is_unknown_changes_nothing(self) -> None:
        assert given(self.NAMED, self.LEFT).programme[PortfolioOrganisations] == PortfolioOrganisations()


@pytest.mark.requirement("S-W4")
class TestEO3RulesOfAVersion:
    def test_say_something_or_show_a_document(self) -> None:
        given().when(RulesOfEngagementPublished(" ", "text")).then_refused(RulesUnstated)
        given().when(RulesOfEngagementPublished("1")).then_refused(RulesUnstated, "--evidence")
        given().showing("rules.pdf").when(RulesOfEngagementPublished("1")).then()

    def test_of_a_version_of_their_own(self) -> None:
        given(RULES).when(RulesOfEngagementPublished("1 ", "other")).then_refused(VersionTaken, "programme@2")
        given(on("2025-01-01", RULES)).when(RULES).then_refused(VersionTaken)

    def test_in_force_is_the_one_published_last(self) -> None:
        story = given(RULES, on("2024-04-01", RulesOfEngagementPublished("0", "older")))
        found = [
            story.on(day).programme[PortfolioOrganisations].in_force for day in ("2024-03-31", "2024-04-30")
        ]
        assert [each.version if each else None for each in found] == [None, "0"]
        now = story.programme[PortfolioOrganisations].in_force
        assert now is not None
        assert now.version == "1"


@pytest.mark.requirement("S-W4")
class TestEO4AcceptedByAManager:
    def test_of_an_organisation_that_is_enrolled(self) -> None:
        given(STAFF, NETWORKS).when(SAID).then_refused(NoRulesInForce)
        story = given(STAFF, NETWORKS, RULES)
        story.when(RulesAccepted("s2")).then_refused(ManagesNone)
        story.when(SAID).then(RulesAccepted("s1", rules="programme@5"))
        story.then_given(PortfolioOrgLeft("programme@4")).when(SAID).then_refused(ManagesNone)

    def test_once(self) -> None:
        story = given(STAFF, NETWORKS, RULES).when(SAID).then()
        story.when(SAID).then_refused(AlreadyAccepted, "s1 accepted programme@5 on 2024-05-01")


@pytest.mark.requirement("S-W4")
class TestEO5WhoHasNotAccepted:
    STORY = given(STAFF, on("2024-04-01", NETWORKS, RULES)).when(SAID).then()

    def test_nobody_while_there_are_no_rules_and_everybody_then(self) -> None:
        assert waiting(given(STAFF, NETWORKS)) == []
        assert waiting(self.STORY.on("2024-04-30")) == ["programme@4"]
        assert waiting(self.STORY) == []

    def test_a_new_version_asks_again(self) -> None:
        assert waiting(self.STORY.then_given(RulesOfEngagementPublished("2", "more"))) == ["programme@4"]

    def test_so_does_a_new_manager_and_one_who_left_us(self) -> None:
        assert waiting(self.STORY.then_given(PortfolioManagerNamed("programme@4", "s2"))) == ["programme@4"]
        assert waiting(self.STORY.then_given(StaffLeft("s1"))) == ["programme@4"]
        assert waiting(self.STORY.then_given(PortfolioOrgLeft("programme@4"))) == []

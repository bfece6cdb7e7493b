"""The rules of bid and delivery teams, one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from majoracct.domain.account.crews import (
    BidTeamAssigned,
    Crews,
    DeliveryTeamAssigned,
    NobodyAssigned,
    NoDeliveryTeam,
    NothingToBidFor,
    NothingToDeliver,
    ReportingLineSet,
    handovers,
    not_reporting,
)
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost, OpportunityWon
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import Given, given, on

PEOPLE = ("s1", "s2", "s3", "s4")
OURS = tuple(StaffIdentified(person, person.upper()) for person in PEOPLE)
BID = BidTeamAssigned("acme@1", ("s1", "s2"))
DELIVER = DeliveryTeamAssigned("acme@3", ("s2", "s3"))
REPORT = ReportingLineSet("acme@3", "s4")
WON = (
    OpportunityIdentified("Depot"),
    OpportunityWon("acme@1"),
    DeliveryStarted("Depot works", opportunity="acme@1"),
)
FORMED = (QualificationGranted(), TeamFormed())
MANAGER = MemberSeated("s4", Seat.PROJECT_MANAGER)
crews = st.lists(st.sampled_from(PEOPLE), min_size=1)


def won(*events: object) -> Given:
    """Return a win, acme@1, whose project is acme@3."""
    return given(on("2024-01-01", *OURS, *WON), *events)  # type: ignore[arg-type]


@pytest.mark.requirement("B-E5")
class TestCW1ABidTeam:
    def test_is_for_an_opportunity_on_record(self) -> None:
        given(*OURS).when(BID).then_refused(NothingToBidFor, "acme has no opportunity acme@1")
        won().when(BidTeamAssigned("acme@3", ("s1",))).then_refused(NothingToBidFor)

    def test_is_somebody(self) -> None:
        won().when(BidTeamAssigned("acme@1", ())).then_refused(NobodyAssigned, "Nobody was named")

    def test_is_our_own_people_every_one(self) -> None:
        won().when(BidTeamAssigned("acme@1", ("s1", "s9"))).then_refused(NotOnStaff, "s9")
        won(StaffLeft("s2")).when(BID).then_refused(LeftUs, "s2")

    def test_replaces_the_one_before(self) -> None:
        after = won(BID).when(BidTeamAssigned("acme@1", ("s3", "s1", "s3"))).then()[Crews]
        assert after.bids["acme@1"].people == ("s1", "s3")
        assert after.bids["acme@1"].fact == "acme@5"


@pytest.mark.requirement("B-E5")
class TestCW2ADeliveryTeam:
    def test_is_for_a_project_on_record(self) -> None:
        won().when(DeliveryTeamAssigned("acme@1", ("s1",))).then_refused(
            NothingToDeliver, "acme has no project acme@1"
        )

    def test_is_somebody_of_ours(self) -> None:
        won().when(DeliveryTeamAssigned("acme@3", ())).then_refused(NobodyAssigned)
        won(StaffLeft("s3")).when(DELIVER).then_refused(LeftUs, "s3")

    def test_replaces_the_one_before_and_reports_as_it_did(self) -> None:
        after = won(DELIVER, REPORT).when(DeliveryTeamAssigned("acme@3", ("s1",))).then()[Crews]
        assert after.deliveries["acme@3"].people == ("s1",)
        assert after.lines["acme@3"].to == "s4"


@pytest.mark.requirement("B-T3")
class TestCW3ADeliveryTeamReports:
    def test_not_before_there_is_one(self) -> None:
        won().when(REPORT).then_refused(NoDeliveryTeam, "acme@3 has no delivery team")

    def test_to_one_of_ours(self) -> None:
        won(DELIVER).when(ReportingLineSet("acme@3", "s9")).then_refused(NotOnStaff)
        won(DELIVER, StaffLeft("s4")).when(REPORT).then_refused(LeftUs)

    def test_to_the_latest_named(self) -> None:
        after = won(DELIVER, REPORT).when(ReportingLineSet("acme@3", "s1")).then()[Crews]
        assert (after.lines["acme@3"].to, after.lines["acme@3"].fact) == ("s1", "acme@6")


@pytest.mark.requirement("B-E5")
class TestCW4HandedOver:
    def test_with_both_teams(self) -> None:
        (found,) = handovers(won(BID, DELIVER).account)
        assert (found.opportunity, found.project) == ("acme@1", "acme@3")
        assert found.bid is not None
        assert found.delivery is not None
        assert (found.bid.fact, found.delivery.fact) == ("acme@4", "acme@5")

    def test_with_what_is_known_of_them(self) -> None:
        (found,) = handovers(won().account)
        assert (found.bid, found.delivery) == (None, None)

    def test_is_asked_of_wins_that_became_projects(self) -> None:
        lost = (OpportunityIdentified("A"), OpportunityLost("acme@1"), DeliveryStarted("B", "acme@1"))
        assert handovers(given(*lost).account) == []
        assert handovers(given(*WON[:2], DeliveryStarted("Other")).account) == []
        assert handovers(won().on("2023-12-31").account) == []
        assert len(handovers(won(DeliveryStarted("Second stage", "acme@1")).account)) == 2

    def test_with_the_teams_as_they_were_named(self) -> None:
        (found,) = handovers(won(BID, DELIVER, StaffLeft("s2")).account)
        assert found.delivery is not None
        assert "s2" in found.delivery.people


@pytest.mark.requirement("B-T3")
class TestCW5ReportsToTheProjectManager:
    def test_a_team_without_a_line_does_not(self) -> None:
        (found,) = not_reporting(won(*FORMED, MANAGER, DELIVER).account)
        assert (found.project, found.title, found.to, found.managers) == (
            "acme@3",
            "Depot works",
            None,
            ("s4",),
        )
        assert found.team == "acme@7"

    def test_one_that_reports_to_somebody_else_does_not(self) -> None:
        story = won(*FORMED, MANAGER, DELIVER, ReportingLineSet("acme@3", "s1"))
        assert [u.to for u in not_reporting(story.account)] == ["s1"]

    def test_one_that_reports_to_them_does(self) -> None:
        assert not_reporting(won(*FORMED, MANAGER, DELIVER, REPORT).account) == []

    def test_not_once_the_seat_is_vacant_or_another_holds_it(self) -> None:
        story = won(*FORMED, MANAGER, DELIVER, REPORT)
        for end in (MemberReleased("s4", Seat.PROJECT_MANAGER), StaffLeft("s4")):
            vacant = story.then_given(end)
            assert [u.managers for u in not_reporting(vacant.account)] == [()]
            other = vacant.then_given(MemberSeated("s1", Seat.PROJECT_MANAGER))
            assert [u.managers for u in not_reporting(other.account)] == [("s1",)]

    def test_a_project_that_is_done_or_has_no_team_is_not_asked(self) -> None:
        assert not_reporting(won(*FORMED, MANAGER).account) == []
        assert not_reporting(won(DELIVER, DeliveryCompleted(True, "acme@3")).account) == []

    def test_a_line_is_nothing_without_the_team_it_was_set_for(self) -> None:
        assert not_reporting(won(DELIVER, REPORT, FactWithdrawn("acme@4")).account) == []

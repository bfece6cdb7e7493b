"""The rules of governance, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.cadences import Week
from majoracct.domain.account.governance import (
    AlreadyReported,
    AttestorNotSponsor,
    CallUnknown,
    ChairNotSponsor,
    Governance,
    MeetingHeld,
    MeetingKind,
    NobodyOfTheirs,
    NoPlanToTrack,
    Rag,
    RecordAttested,
    ReporterNotSponsor,
    StatusReported,
    StatusUnsaid,
    attestation,
    weeks,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderNotYetIdentified,
    StakeholderUnknown,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamDisbanded, TeamFormed
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.discipline_tables import DisciplineTerms, DutyTerms
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.domain.programme.tables import GovernanceTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, corrected, given, money, on

FIRST = dt.date(2024, 1, 1)
TERMS = GovernanceTerms()
UNA, VIC, WIM = (StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim"), 1))
SPONSORS = MemberSeated("s1", Seat.INTERNAL_SPONSOR)
MANAGES = MemberSeated("s2", Seat.ACCOUNT_MANAGER)
PLAN = PlanDrafted("Grow")
WEEKLY = MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1")
REVIEW = MeetingHeld(MeetingKind.ACCOUNT_REVIEW, "s3")
TEAM = on(FIRST, UNA, VIC, WIM, QualificationGranted(), TeamFormed(), SPONSORS, MANAGES)  # acme@1 to acme@4
CALL = on("2024-04-01", StatusCallHeld("April"))  # programme@5


def planned(*events: Any) -> Given:
    """Return the story of an account with a team and a plan, acme@5, to which EVENTS happened."""
    return given(TEAM, on(FIRST, PLAN), *events)


def at_once(story: Given, days: int = 0) -> list[Week]:
    """Return the periods of a STORY whose facts were each recorded on their day, or DAYS later."""
    learned = {f.recorded_at: f.on + dt.timedelta(days=days) for f in story.facts}
    return weeks(story.account, TERMS, lambda instant: learned[instant])


def met(*days: int) -> list[Any]:
    return [on(FIRST + dt.timedelta(days=n), WEEKLY) for n in days]


@pytest.mark.requirement("B-G1")
class TestGO1ChairedByTheInternalSponsor:
    def test_not_by_another_of_the_team(self) -> None:
        planned().when(MeetingHeld(MeetingKind.TEAM_WEEKLY, "s2")).then_refused(
            ChairNotSponsor, "s2 is not internal sponsor of acme on 2024-05-01; s1 is"
        )

    def test_not_while_nobody_is(self) -> None:
        story = planned(on("2024-04-01", MemberReleased("s1", Seat.INTERNAL_SPONSOR)))
        story.when(WEEKLY).then_refused(ChairNotSponsor, "nobody is")
        story.on("2024-03-31").when(WEEKLY).then()

    def test_a_review_is_led_by_anybody_of_ours(self) -> None:
        planned().when(REVIEW).then()
        planned().when(MeetingHeld(MeetingKind.ACCOUNT_REVIEW, "p9")).then_refused(NotOnStaff)
        planned(on("2024-04-01", StaffLeft("s3"))).when(REVIEW).then_refused(LeftUs)


@pytest.mark.requirement("B-G1")
class TestGO2AgainstAPlan:
    def test_not_without_one(self) -> None:
        given(TEAM).when(WEEKLY).then_refused(NoPlanToTrack, "acme has no plan")
        given(TEAM, on("2024-05-02", PLAN)).when(WEEKLY).then_refused(NoPlanToTrack)

    def test_a_review_needs_none(self) -> None:
        given(TEAM).when(REVIEW).then()

    def test_keeps_which_one_it_looked_at(self) -> None:
        after = planned().when(WEEKLY).then()
        again = after.on("2024-05-08").then_given(on("2024-05-02", PlanDrafted("Grow more")))
        meetings = again.on("2024-05-08").when(WEEKLY).then()[Governance].meetings
        assert [m.plan for _, m in sorted(meetings.items())] == ["acme@5", "acme@7"]


@pytest.mark.requirement("B-G1")
class TestTheWeeks:
    def test_are_kept_missed_and_running(self) -> None:
        story = planned(*met(0, 6, 14)).on("2024-01-23")
        found = at_once(story)
        assert [(w.start.day, w.end.day) for w in found] == [(1, 8), (8, 15), (15, 22), (22, 29)]
        assert [(w.kept, w.missed, w.running) for w in found] == [
            (True, False, False),
            (False, True, False),
            (True, False, False),
            (False, False, True),
        ]
        assert found[0].meetings == ("acme@6", "acme@7")

    def test_one_is_running_on_its_last_day_and_over_on_the_next(self) -> None:
        assert [w.missed for w in at_once(planned().on("2024-01-07"))] == [False]
        assert [w.missed for w in at_once(planned().on("2024-01-08"))] == [True, False]

    def test_a_review_keeps_none(self) -> None:
        assert not any(w.kept for w in at_once(planned(on("2024-01-02", REVIEW)).on("2024-01-08")))

    def test_are_due_from_the_day_there_is_a_team_and_a_sponsor(self) -> None:
        bare = given(on(FIRST, UNA, QualificationGranted(), TeamFormed()))
        assert at_once(bare) == []
        assert at_once(given()) == []
        later = bare.then_given(on("2024-03-01", SPONSORS)).on("2024-03-02")
        assert [w.start for w in at_once(later)] == [dt.date(2024, 3, 1)]
        released = later.then_given(on("2024-03-02", MemberReleased("s1", Seat.INTERNAL_SPONSOR)))
        assert [w.start for w in at_once(released)] == [dt.date(2024, 3, 1)]

        formed_later = given(on(FIRST, UNA, SPONSORS), on("2024-04-01", TeamFormed())).on("2024-04-02")
        assert [w.start for w in at_once(formed_later)] == [dt.date(2024, 4, 1)]

    def test_of_a_team_formed_anew_are_due_from_its_own_first_sponsor(self) -> None:
        ended = on("2024-02-01", TeamDisbanded(teams=("acme@2",)))
        again = on("2024-03-01", TeamFormed()), on("2024-04-01", SPONSORS)
        (new, *_) = (w for w in at_once(planned(ended, *again)) if w.start > dt.date(2024, 2, 1))
        assert new.start == dt.date(2024, 4, 1)

    def test_of_a_team_that_was_disbanded_stand_and_no_more_are_due(self) -> None:
        ended = on("2024-01-17", TeamDisbanded(teams=("acme@2",)))
        found = at_once(planned(*met(1), ended))
        assert [(w.start.day, w.kept, w.missed) for w in found] == [(1, True, False), (8, False, True)]
        assert [w.start.day for w in at_once(planned(*met(1, 15), ended))] == [1, 8, 15]
        assert [w.start.day for w in at_once(planned(on("2024-01-15", *ended.events)))] == [1, 8]

    def test_came_with_a_team_that_merged_into_the_account(self) -> None:
        theirs = on(FIRST, UNA, QualificationGranted(), TeamFormed(), SPONSORS, to="bolt")
        joined = on("2024-04-01", AccountAbsorbed("bolt")), on("2024-04-01", AccountMerged("acme"), to="bolt")
        assert at_once(given(theirs, *joined))[0].start == dt.date(2024, 4, 1)

    def test_are_as_long_as_policy_says(self) -> None:
        found = weeks(planned().on("2024-01-31").account, GovernanceTerms(meeting_days=14), lambda _: FIRST)
        assert [w.start.day for w in found] == [1, 15, 29]

    @pytest.mark.parametrize(("days", "late"), [(0, False), (7, False), (8, True)])
    def test_one_recorded_long_after_is_late(self, days: int, late: bool) -> None:
        (week, *_) = at_once(planned(*met(3)), days)
        assert (week.kept, week.late) == (True, late)

    def test_one_of_two_recorded_in_time_is_enough(self) -> None:
        story = planned(*met(3, 4)).on("2024-01-08")
        *_, first, second = story.facts
        days = {first.recorded_at: first.on, second.recorded_at: second.on + dt.timedelta(days=30)}
        assert not weeks(story.account, TERMS, days.__getitem__)[0].late

    def test_mending_the_minutes_makes_no_meeting_late(self) -> None:
        told = MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1", "all on course")
        story = planned(*met(3), corrected("acme@6", told)).on("2024-01-08")
        mended, held = story.facts[-1], story.facts[-3]
        days = {held.recorded_at: held.on, mended.recorded_at: dt.date(2024, 4, 1)}
        assert not weeks(story.account, TERMS, days.__getitem__)[0].late

    def test_moving_a_meeting_to_another_week_later_makes_it_late(self) -> None:
        story = planned(*met(9), corrected("acme@6", WEEKLY, on="2024-01-04")).on("2024-01-30")
        moved, held = story.facts[-1], story.facts[-3]
        days = {held.recorded_at: held.on, moved.recorded_at: dt.date(2024, 1, 22)}
        assert weeks(story.account, TERMS, days.__getitem__)[0].late

    def test_mending_the_minutes_of_a_moved_meeting_makes_it_no_later(self) -> None:
        minuted = MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1", "all on course")
        moved = planned(*met(9), corrected("acme@6", WEEKLY, on="2024-01-04"))
        story = moved.then_given(corrected(moved.last.reference, minuted)).on("2024-01-30")
        days = {f.recorded_at: dt.date(2024, 1, 10) for f in moved.facts}
        days |= {story.last.recorded_at: dt.date(2024, 4, 1)}
        assert not weeks(story.account, TERMS, days.__getitem__)[0].late

    @any_of(st.lists(st.integers(0, 90), max_size=6), st.integers(0, 90), st.integers(0, 90))
    def test_every_one_that_ended_is_kept_or_missed_and_a_meeting_more_misses_none(
        self, days: list[int], more: int, asked: int
    ) -> None:
        def count(story: Given) -> tuple[int, int]:
            over = [w for w in at_once(story.on(FIRST + dt.timedelta(days=asked))) if not w.running]
            kept, missed = sum(w.kept for w in over), sum(w.missed for w in over)
            assert kept + missed == len(over) == asked // 7
            return kept, missed

        story = planned(*met(*days))
        before, with_more = count(story), story.then_given(*met(more))
        after = count(with_more)
        assert after[1] <= before[1]
        assert count(with_more.then_given(FactWithdrawn(with_more.last.reference))) == before


@pytest.mark.requirement("B-G2")
class TestGO3AttestedByTheInternalSponsor:
    def test_not_by_another(self) -> None:
        planned().when(RecordAttested("s2")).then_refused(AttestorNotSponsor, "s2 is not internal sponsor")

    def test_up_to_what_was_on_record(self) -> None:
        after = planned().when(RecordAttested("s1")).then()
        event = after.last.event
        assert (event.upto, event.known_at) == (5, len(after.facts) - 1)  # type: ignore[attr-defined]

    def test_is_current_for_as_long_as_policy_says(self) -> None:
        story = planned(on("2024-01-31", RecordAttested("s1")))
        for day, current, months in (
            ("2024-04-29", True, 2),
            ("2024-04-30", True, 3),
            ("2024-05-01", False, 3),
        ):
            found = attestation(story.on(day).account, TERMS)
            assert found is not None
            assert (found.current, found.months) == (current, months)

    def test_says_how_much_was_learned_since(self) -> None:
        def since(story: Given) -> int:
            found = attestation(story.account, TERMS)
            assert found is not None
            return found.since

        story = planned(on("2024-04-01", RecordAttested("s1")))
        assert since(story) == 0
        story = story.then_given(on("2024-02-01", RevenueRecorded(money("5"))))  # of an earlier day
        assert since(story) == 1
        assert since(story.then_given(FactWithdrawn("acme@7"))) == 2
        assert since(story.then_given(RecordAttested("s1"))) == 0

    def test_mended_it_vouches_for_nothing_more(self) -> None:
        story = planned().on("2024-04-01").when(RecordAttested("s1")).then()
        story = story.then_given(RevenueRecorded(money("5")))
        mended = story.then_given(corrected("acme@6", RecordAttested("s1", upto=9), on="2024-04-02"))
        for seen in (story, mended):
            found = attestation(seen.on("2024-05-01").account, TERMS)
            assert found is not None
            assert (found.upto, found.since) == (5, 1)

    def test_by_nobody_says_so(self) -> None:
        assert attestation(planned(on("2024-05-02", RecordAttested("s1"))).account, TERMS) is None

    def test_vouches_for_no_successor(self) -> None:
        story = planned(
            on("2024-04-01", RecordAttested("s1")), on("2024-05-01", AccountAbsorbed("acme"), to="apex")
        )
        assert attestation(story.about("apex").account, TERMS) is None


@pytest.mark.requirement("B-G3")
class TestGO4ReportedOnceACall:
    SAID = StatusReported("programme@5", Rag.AMBER, "One action slipped.", "s1")

    def test_not_on_a_call_nobody_held(self) -> None:
        planned().when(self.SAID).then_refused(CallUnknown, "No status call programme@5")
        planned(CALL).on("2024-03-31").when(self.SAID).then_refused(CallUnknown)
        planned(CALL, FactWithdrawn("programme@5")).when(self.SAID).then_refused(CallUnknown)

    def test_not_by_another(self) -> None:
        said = StatusReported("programme@5", Rag.GREEN, "All on course.", "s2")
        planned(CALL).when(said).then_refused(ReporterNotSponsor)

    def test_not_without_a_word(self) -> None:
        planned(CALL).when(StatusReported("programme@5", Rag.GREEN, " ", "s1")).then_refused(StatusUnsaid)

    def test_once(self) -> None:
        after = planned(CALL).when(self.SAID).then()
        assert after[Governance].reports["programme@5"].rag is Rag.AMBER
        after.when(self.SAID).then_refused(AlreadyReported, "was reported amber on programme@5")
        after.on("2024-04-15").when(self.SAID).then_refused(AlreadyReported)

    def test_again_on_the_next_call(self) -> None:
        story = planned(CALL, self.SAID, on("2024-05-01", StatusCallHeld("May")))
        story.when(StatusReported("programme@6", Rag.GREEN, "Caught up.", "s1")).then()


@pytest.mark.requirement("J-C2")
class TestGO5WithTheCustomer:
    THEIRS = on("2024-02-01", StakeholderIdentified("p1", BuyingFunction.FINANCE))

    def held(self, *attendees: str) -> MeetingHeld:
        return MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s3", attendees=attendees)

    def test_not_without_anybody_of_theirs(self) -> None:
        planned(self.THEIRS).when(self.held()).then_refused(NobodyOfTheirs, "business review")
        after = planned(self.THEIRS).when(self.held("p1")).then()
        (review,) = after[Governance].meetings.values()
        assert (review.kind, review.attendees) == (MeetingKind.BUSINESS_REVIEW, ("p1",))

    def test_whom_we_know_by_the_day(self) -> None:
        planned(self.THEIRS).when(self.held("p9")).then_refused(StakeholderUnknown)
        early = planned(self.THEIRS).on("2024-01-31")
        early.when(self.held("p1")).then_refused(StakeholderNotYetIdentified)

    def test_whoever_is_at_another_meeting_is_known_too(self) -> None:
        ours = MeetingHeld(MeetingKind.ACCOUNT_REVIEW, "s3", attendees=("p9",))
        planned(self.THEIRS).when(ours).then_refused(StakeholderUnknown)


@pytest.mark.requirement("X-12")
class TestTQ8DutiesByPolicy:
    DUTIES = DutyTerms(
        meets=(Seat.PROGRAMME_MANAGER, Seat.GOVERNANCE_OWNER),
        attests=(Seat.ACCOUNT_MANAGER,),
        reports=(Seat.GOVERNANCE_OWNER,),
    )
    OWNS = on(FIRST, MemberSeated("s3", Seat.GOVERNANCE_OWNER))

    def _story(self, *events: Any) -> Given:
        terms = evolve(Terms.shipped("GBP"), discipline=DisciplineTerms(duties=self.DUTIES))
        return planned(*events).under(terms)

    def test_each_is_the_seats_that_policy_gives_it(self) -> None:
        story = self._story(self.OWNS, CALL)
        story.when(evolve(WEEKLY, chair="s3")).then()
        story.when(WEEKLY).then_refused(ChairNotSponsor, "s1 is not programme manager or governance owner of")
        story.when(RecordAttested("s2")).then()
        story.when(RecordAttested("s1")).then_refused(AttestorNotSponsor, "not account manager of acme")
        story.when(StatusReported("programme@5", Rag.GREEN, "All well.", "s3")).then()
        story.when(StatusReported("programme@5", Rag.GREEN, "All well.", "s1")).then_refused(
            ReporterNotSponsor
        )

    def test_one_person_may_hold_them_all(self) -> None:
        both = on(FIRST, MemberSeated("s2", Seat.GOVERNANCE_OWNER))
        story = self._story(both, CALL)
        for duty in (evolve(WEEKLY, chair="s2"), RecordAttested("s2")):
            story = story.when(duty).then()
        story.when(StatusReported("programme@5", Rag.GREEN, "All well.", "s2")).then()

    def test_no_week_is_due_before_somebody_can_lead_them(self) -> None:
        assert at_once(self._story()) == []
        assert at_once(self._story(self.OWNS))[0].start == FIRST

"""The rules of keeping a cadence, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve

from majoracct.domain.account.cadences import CadenceSet
from majoracct.domain.account.cycles import CycleOpened
from majoracct.domain.account.goal_setting import GoalSettingClosed
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.governance import MeetingHeld, MeetingKind, Rag, StatusReported
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.cadence import Compliance, compliance, process
from majoracct.domain.assessments.governing import weeks_that_count
from majoracct.domain.programme.discipline_tables import CadenceTerms, Ceremony, DisciplineTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
TEAM = on(
    "2024-01-01",
    StaffIdentified("s1", "Una"),
    QualificationGranted(),
    TeamFormed(),
    MemberSeated("s1", Seat.INTERNAL_SPONSOR),
    PlanDrafted("2024"),
)
REVIEW = MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s1", attendees=("p1",))
WEEKLY = MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1")


def day_of(_: int) -> dt.date:
    return dt.date.min  # nothing is recorded late


def told(*events: object) -> Given:
    return given(TEAM, *events)  # type: ignore[arg-type]


def kept(story: Given, ceremony: Ceremony, terms: Terms = TERMS) -> Compliance:
    return compliance(story.account, ceremony, terms, day_of)


@pytest.mark.requirement("X-5")
class TestTQ6OneRuleForEveryCeremony:
    def test_a_review_each_quarter_while_the_account_is_major(self) -> None:
        story = told(on("2024-02-01", REVIEW), on("2024-07-10", QualificationRevoked())).on("2025-01-01")
        found = kept(story, Ceremony.BUSINESS_REVIEW)
        assert [(w.start.isoformat(), w.kept) for w in found.periods] == [
            ("2024-01-01", True),
            ("2024-04-02", False),
        ]
        assert (found.last, found.share, found.fact) == (dt.date(2024, 2, 1), Decimal("0.5"), None)

    def test_a_review_of_our_own_is_none_with_the_customer(self) -> None:
        ours = MeetingHeld(MeetingKind.ACCOUNT_REVIEW, "s1")
        assert kept(told(on("2024-02-01", ours)), Ceremony.BUSINESS_REVIEW).last is None

    @pytest.mark.parametrize(
        ("ceremony", "events"),
        [
            (
                Ceremony.STATUS_CALL,
                (StatusCallHeld("May"), StatusReported("programme@3", Rag.RED, "late", "s1")),
            ),
            (Ceremony.BUSINESS_REVIEW, (REVIEW,)),
            (Ceremony.ANNUAL_PLAN, (PlanDrafted("another"),)),
            (
                Ceremony.GOAL_SETTING,
                (GoalSet(GoalKind.OTHER, "a", dt.date(2025, 1, 1)), GoalSettingClosed("2024H1")),
            ),
            (Ceremony.TEAM_MEETING, (WEEKLY,)),
        ],
    )
    def test_each_is_kept_by_what_is_held_of_it_and_by_nothing_else(
        self, ceremony: Ceremony, events: tuple[object, ...]
    ) -> None:
        story = told(on("2024-02-20", *events)).on("2024-02-20")  # type: ignore[arg-type]
        for each in Ceremony:
            drafted = dt.date(2024, 1, 1) if each is Ceremony.ANNUAL_PLAN else None
            assert kept(story, each).last == (dt.date(2024, 2, 20) if each is ceremony else drafted)

    @pytest.mark.requirement("S-F2")
    def test_a_cycle_that_was_opened_is_no_plan(self) -> None:
        opened = told(on("2024-02-20", CycleOpened("2024", dt.date(2025, 1, 1)))).on("2024-02-20")
        assert kept(opened, Ceremony.ANNUAL_PLAN).last == dt.date(2024, 1, 1)

    def test_as_often_as_policy_says_or_the_account(self) -> None:
        often = evolve(TERMS, discipline=DisciplineTerms(cadence=CadenceTerms(business_review_days=30)))
        story = told().on("2024-03-31")
        assert [len(kept(story, Ceremony.BUSINESS_REVIEW, t).missed) for t in (TERMS, often)] == [0, 3]
        own = kept(told(on("2024-01-01", CadenceSet(Ceremony.BUSINESS_REVIEW, 10))), Ceremony.BUSINESS_REVIEW)
        assert (own.days, own.fact) == (10, "acme@5")
        assert len(own.missed) == 12

    def test_the_weekly_meeting_is_judged_by_the_same_weeks_as_elsewhere(self) -> None:
        story = told(on("2024-01-03", WEEKLY), on("2024-02-01", CadenceSet(Ceremony.TEAM_MEETING, 14)))
        found = kept(story, Ceremony.TEAM_MEETING)
        assert found.periods == tuple(weeks_that_count(story.account, TERMS, day_of))
        assert (found.days, found.kept) == (14, 1)
        assert [(w.end - w.start).days for w in found.periods[:6]] == [7, 7, 7, 7, 14, 14]

    def test_unknown_where_nothing_was_due(self) -> None:
        assert kept(given(), Ceremony.BUSINESS_REVIEW).share is None


@pytest.mark.requirement("S-W7")
class TestTQ7AProcess:
    def test_needs_an_owner_a_cadence_and_meetings(self) -> None:
        found = process(told().on("2024-01-08").account, TERMS, day_of)
        assert found is not None
        assert found.lacking == (
            "nobody owns facilitation and governance",
            "the team has set no cadence of its own",
            "no meeting was kept",
            "meetings missed: 1",
        )

    def test_lacks_nothing_once_it_has_them(self) -> None:
        story = told(
            on("2024-01-01", MemberSeated("s1", Seat.GOVERNANCE_OWNER)),
            on("2024-01-01", CadenceSet(Ceremony.TEAM_MEETING, 14)),
            on("2024-01-09", WEEKLY),
        ).on("2024-01-20")
        found = process(story.account, TERMS, day_of)
        assert found is not None
        assert (found.lacking, found.owners) == ((), ("s1",))

    def test_has_one_owner(self) -> None:
        both = on(
            "2024-01-02",
            StaffIdentified("s2", "Vic"),
            MemberSeated("s1", Seat.GOVERNANCE_OWNER),
            MemberSeated("s2", Seat.GOVERNANCE_OWNER),
        )
        found = process(told(both).account, TERMS, day_of)
        assert found is not None
        assert "several own facilitation and governance" in found.lacking

    def test_of_no_team_is_none(self) -> None:
        assert process(given().account, TERMS, day_of) is None

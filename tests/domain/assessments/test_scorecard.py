"""The three heads of the scorecard: what each part says, and that the whole is the sum of its accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.criteria import CRITERIA, Verdict
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.governance import MeetingHeld, MeetingKind, RecordAttested
from majoracct.domain.account.messages import (
    MessageApproved,
    MessageDeviationNoted,
    MessageDeviationSettled,
    MessageUsed,
)
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted, QualificationOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.scorecard import Head, Part, Tally, scorecard, tally
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.programme_tables import ProgrammeTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
STAFF = on("2024-01-01", StaffIdentified("s1", "Una"))
ANA = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana"))  # acme@1
TEAM = on("2024-01-01", TeamFormed())  # acme@2
BASE = given(STAFF, ANA, TEAM)
OPENED = on("2024-01-10", CycleOpened("2024", dt.date(2024, 12, 31)))  # acme@3
CLOSED = on("2024-04-30", CycleClosed("acme@3"))
JOINT = ActivityLogged(SellingProcess.PLANNING, "a workshop", ("p1",))


def day_of(instant: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(microseconds=instant)


def part(story: Given, name: str, terms: Terms = TERMS) -> Part:
    return next(each for each in scorecard(story.account, terms, day_of) if each.name == name)


@pytest.mark.requirement("S-K1", "S-K2", "S-K3")
class TestPG14ThreeHeads:
    def test_of_an_account_in_the_programme_only(self) -> None:
        assert scorecard(given().account, TERMS, day_of) == []
        heads = [each.head for each in scorecard(BASE.account, TERMS, day_of)]
        assert list(dict.fromkeys(heads)) == [Head.DISCIPLINE, Head.CUSTOMER, Head.PROCESS]
        assert [head.row for head in Head] == ["S-K1", "S-K2", "S-K3"]

    @pytest.mark.requirement("S-K1")
    def test_discipline_looks_at_activity_and_governance(self) -> None:
        assert part(BASE, "activity").holds is None
        story = BASE.then_given(JOINT)
        assert (part(story, "activity").holds, part(story, "activity").facts) == (True, ("acme@3",))
        attested = BASE.then_given(
            on("2024-01-01", MemberSeated("s1", Seat.INTERNAL_SPONSOR)),
            on("2024-04-30", RecordAttested("s1")),
        )
        assert [part(s, "record").holds for s in (BASE, attested, attested.on("2025-01-01"))] == [
            False,
            True,
            False,
        ]
        assert part(attested, "record").says == "Una answered for the record on 2024-04-30"

    @pytest.mark.requirement("S-K1")
    def test_activity_is_of_who_did_it_not_of_who_recorded_it(self) -> None:
        others = [on("2024-01-01", StaffIdentified(who, who)) for who in ("s2", "s3")]
        done = [on("2024-04-20", evolve(JOINT, members=who)) for who in (("s1", "s2"), ("s2", "s3"), ())]
        story = BASE.then_given(*others, *done)
        says = "3 logged since 2023-05-01, by 3 of ours; nobody says who did 1"
        assert part(story, "activity").says == says

    @pytest.mark.requirement("S-K1")
    def test_reps_are_engaged_or_not_or_nobody_knows(self) -> None:
        vic = StaffIdentified("s2", "Vic")
        reps = [on("2024-01-01", MemberSeated(who, Seat.PORTFOLIO_REP)) for who in ("s1", "s2")]
        story = BASE.then_given(on("2024-01-01", vic), *reps)
        visits = [on("2024-04-20", evolve(JOINT, members=(who,))) for who in ("s1", "s2")]
        assert part(BASE, "reps engaged").holds is None
        assert part(story, "reps engaged").holds is None
        assert part(story.then_given(visits[0]), "reps engaged").holds is False
        both = part(story.then_given(*visits), "reps engaged")
        assert (both.holds, both.says) == (True, "2 of 2 engaged, 0 unknown")

    @pytest.mark.requirement("S-K1")
    def test_messages_hold_while_nobody_strayed(self) -> None:
        story = BASE.then_given(MessageApproved("Why us", "Fewer failures", "s1"))
        assert part(story, "messages").holds is None
        used = story.then_given(MessageUsed("acme@3", "s1", "in a proposal"))
        assert (part(used, "messages").holds, part(used, "messages").facts) == (True, ("acme@4",))
        strayed = used.then_given(MessageDeviationNoted("acme@3", "s1", "Cheaper", "on the phone"))
        assert part(strayed, "messages").holds is False
        settled = strayed.then_given(MessageDeviationSettled("acme@5"))
        assert part(settled, "messages").holds is True

    @pytest.mark.requirement("S-K1")
    def test_meetings_hold_while_none_was_missed(self) -> None:
        seated = BASE.then_given(on("2024-04-17", MemberSeated("s1", Seat.INTERNAL_SPONSOR)))
        assert part(BASE, "meetings").holds is None
        assert part(seated, "meetings").holds is False
        met: list[Any] = [
            on(day, MeetingHeld(MeetingKind.TEAM_WEEKLY, "s1")) for day in ("2024-04-17", "2024-04-24")
        ]
        kept = part(seated.then_given(*met), "meetings")
        assert (kept.holds, kept.says) == (True, "2 of 2 held since 2023-05-01")
        assert part(seated.then_given(*met[:1]), "meetings").holds is False

    @pytest.mark.requirement("S-K3")
    def test_the_process_takes_a_team_a_plan_goals_and_a_cadence(self) -> None:
        names = ("team", "plan", "goals", "cadence")
        assert [part(BASE, name).holds for name in names] == [False] * 4
        goal = GoalSet(GoalKind.REFERENCE, "they speak for us", dt.date(2024, 6, 1))
        story = BASE.then_given(OPENED, MemberSeated("s1", Seat.ACCOUNT_MANAGER), PlanDrafted("grow"), goal)
        assert [part(story, name).holds for name in names] == [True] * 4
        assert part(story.on("2024-06-02"), "goals").holds is False
        assert part(story.then_given(GoalDropped("acme@6")), "goals").holds is False
        assert part(story.on("2025-01-01"), "cadence").holds is False
        assert part(story.then_given(CLOSED), "cadence").holds is False

    @pytest.mark.requirement("S-K3", "R-U1")
    def test_the_plan_is_one_of_the_cycle_that_runs(self) -> None:
        drafted = on("2024-01-05", PlanDrafted("grow"))
        old = BASE.then_given(drafted, OPENED)
        found = part(old, "plan")
        assert (found.holds, found.says) == (False, "“grow” was drafted before the cycle that runs")
        assert part(BASE.then_given(drafted), "plan").holds is False
        assert part(old.then_given(PlanDrafted("grow on")), "plan").holds is True
        assert part(BASE, "plan").says == "no plan was drafted"

    @pytest.mark.requirement("S-K3", "B-D4")
    def test_major_status_came_of_the_process(self) -> None:
        assert part(BASE, "decisions").holds is None
        opened = on("2024-04-01", QualificationOpened(), role="sales executive")
        met = tuple(Verdict(c.id, True) for c in CRITERIA)
        granted = QualificationGranted(policy="programme@1", verdicts=met)
        earned = part(BASE.then_given(opened, granted), "decisions")
        assert (earned.holds, earned.says) == (True, "1 of 1 on major status came of the process")
        favour = BASE.because("an old customer").when(QualificationGranted(override=True)).then()
        found = part(favour, "decisions")
        assert (found.holds, found.facts) == (False, ("acme@3",))


@pytest.mark.requirement("S-K1")
class TestPG15WhatNobodyRecordedIsUnknown:
    def test_and_what_is_older_than_policys_months_is_not_looked_at(self) -> None:
        story = BASE.then_given(on("2024-01-05", JOINT))
        assert part(story.on("2025-01-05"), "activity").holds is True
        assert part(story.on("2025-01-06"), "activity").holds is None
        shorter = evolve(TERMS, programme=ProgrammeTerms(scorecard_months=1))
        assert part(story, "activity", shorter).holds is None


@pytest.mark.requirement("S-K2")
class TestPG16InEachCycle:
    def test_unknown_without_a_cycle_and_while_one_runs(self) -> None:
        for story in (BASE, BASE.then_given(OPENED)):
            assert [part(story, name).holds for name in ("each cycle", "routine")] == [None, None]

    def test_not_when_it_was_closed_or_is_over_without_them(self) -> None:
        found = part(BASE.then_given(OPENED, CLOSED), "each cycle")
        assert (found.holds, found.says, found.facts) == (
            False,
            "took part in 0 of 1; not in 2024",
            ("acme@3",),
        )
        assert part(BASE.then_given(OPENED).on("2025-01-01"), "each cycle").holds is False

    def test_by_planning_with_us_while_it_ran(self) -> None:
        days = ("2024-01-09", "2024-01-10", "2024-04-30", "2024-05-01")
        stories = [BASE.then_given(OPENED, CLOSED, on(day, JOINT)) for day in days]
        assert [part(story, "each cycle").holds for story in stories] == [False, True, True, False]

    def test_in_each_of_several(self) -> None:
        first = BASE.then_given(OPENED, CLOSED, on("2024-02-01", JOINT))
        story = first.then_given(on("2024-05-01", CycleOpened("next", dt.date(2025, 4, 30))))
        assert part(story, "each cycle").says == "took part in 1 of 2"
        assert part(story, "each cycle").holds is True
        over = story.then_given(on("2024-06-01", CycleClosed("acme@6"))).on("2024-06-01")
        assert part(over, "each cycle").holds is False

    def test_as_a_routine_while_each_is_kept_going(self) -> None:
        once = part(BASE.then_given(OPENED, CLOSED, on("2024-02-01", JOINT)), "routine")
        assert (once.holds, once.says, once.facts) == (False, "0 of 1 cycles kept going", ("acme@3",))
        kept = evolve(TERMS, engagement=EngagementTerms(engagements=1, commitments=0))
        again = part(BASE.then_given(OPENED, CLOSED, on("2024-02-01", JOINT)), "routine", kept)
        assert (again.holds, again.says) == (True, "1 of 1 cycles kept going")


@pytest.mark.requirement("S-W6", "S-K3")
class TestPG17TheSumOfItsAccounts:
    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(verdicts=st.lists(st.sampled_from([True, False, None])), cut=st.integers(0, 9))
    def test_however_they_are_put_together(self, verdicts: list[bool | None], cut: int) -> None:
        parts = [Part(Head.PROCESS, "plan", holds, "") for holds in verdicts]
        key = (Head.PROCESS, "plan")
        one, other = (tally(some).get(key, Tally()) for some in (parts[:cut], parts[cut:]))
        whole = tally(parts).get(key, Tally())
        assert whole == Tally(one.holds + other.holds, one.lacks + other.lacks, one.unknown + other.unknown)
        assert (whole.holds, whole.lacks, whole.unknown) == tuple(map(verdicts.count, (True, False, None)))

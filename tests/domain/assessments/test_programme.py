"""How the programme stands, part by part."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.analyses import AnalysisFiled
from majoracct.domain.account.challenges import ChallengesLookedFor
from majoracct.domain.account.class_labels import ClassLabelGiven
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.programme import ProgrammePart, parts, unfunded
from majoracct.domain.programme.aptitude import Skill, SkillGraded
from majoracct.domain.programme.coaching import CoachingHeld
from majoracct.domain.programme.funding import (
    FundedFor,
    ProgrammeFundingCommitted,
    ProgrammeFundingWithdrawn,
)
from majoracct.domain.programme.portfolio import (
    PortfolioOrgEnrolled,
    RulesAccepted,
    RulesOfEngagementPublished,
)
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, money, on

TERMS = Terms.shipped("GBP")
STAFF = on("2024-01-01", StaffIdentified("s1", "Una"), StaffIdentified("s2", "Ben"))  # programme@2, @3
TEAM = on("2024-02-01", TeamFormed(), MemberSeated("s1", Seat.ACCOUNT_MANAGER))
FUNDED = on("2024-01-01", ProgrammeFundingCommitted("s2", dt.date(2027, 1, 1)))
PEOPLE, PROCESS = FundedFor.PEOPLE, FundedFor.PROCESS
SHORT = on("2024-01-01", ProgrammeFundingCommitted("s2", dt.date(2025, 1, 1)))


def named(story: Given, name: str, *others: str) -> list[ProgrammePart]:
    accounts = [story.account, *(story.account.other(key) for key in others)]
    return [each for each in parts(story.programme, accounts, TERMS) if each.name == name]


def verdicts(story: Given, name: str) -> list[bool | None]:
    return [each.holds for each in named(story, name)]


class TestPG18EachPart:
    @pytest.mark.requirement("S-Y1")
    def test_funding(self) -> None:
        assert verdicts(given(), "funding") == [False]
        (found,) = named(given(STAFF, FUNDED), "funding")
        assert (found.holds, found.facts, found.people) == (True, ("programme@4",), ("s2",))
        parts_of_it = [
            on("2024-01-01", ProgrammeFundingCommitted("s2", dt.date(year, 12, 31), covers))
            for year, covers in ((2026, (PEOPLE,)), (2030, (PEOPLE,)), (2027, (PEOPLE, PROCESS)))
        ]
        (several,) = named(given(STAFF, *parts_of_it), "funding")
        assert (several.says, several.people) == ("runs until 2027-12-31 at least", ("s2",))
        amounts = [
            on("2024-01-01", ProgrammeFundingCommitted("s2", dt.date(2027, 1, 1), amount=amount))
            for amount in (money("5"), money("7"), None)
        ]
        (sums,) = named(given(STAFF, *amounts), "funding")
        assert sums.says.endswith("; 12.00 GBP committed, and an amount not said, 1 of 3")
        gone = on("2024-02-01", ProgrammeFundingWithdrawn("programme@4"))
        (taken,) = named(given(STAFF, FUNDED, gone).on("2024-03-01"), "funding")
        assert (taken.holds, taken.facts) == (False, ("programme@5",))
        assert "; withdrawn on 2024-02-01, before its last day, " in taken.says
        (short,) = named(given(STAFF, SHORT), "funding")
        assert short.says == (
            "none for 2 years or more runs for people and process; what runs was committed for less"
        )

    @pytest.mark.requirement("S-Y2")
    def test_age(self) -> None:
        assert verdicts(given(), "old enough to judge") == [None]
        story = given(STAFF, FUNDED)
        assert [verdicts(story.on(day), "old enough to judge") for day in ("2025-12-31", "2026-01-01")] == [
            [False],
            [True],
        ]
        (found,) = named(story, "old enough to judge")
        assert found.says == "year 1, begun 2024-01-01; results are judged from year 2 on"

    @pytest.mark.requirement("X-13")
    def test_two_orders_the_programmes_and_the_accounts(self) -> None:
        assert verdicts(given(), "funding first") == verdicts(given(), "plan first") == []
        assert verdicts(given(STAFF, FUNDED, TEAM), "funding first") == [True]
        assert verdicts(given(STAFF, TEAM), "funding first") == [False]
        assert verdicts(given(TEAM), "plan first") == [False]
        assert verdicts(given(on("2024-01-01", PlanDrafted("grow")), TEAM), "plan first") == [True]

    @pytest.mark.requirement("S-W4")
    def test_organisations_and_the_rules_they_accept(self) -> None:
        assert verdicts(given(), "organisations") == verdicts(given(), "rules of engagement") == [None]
        story = given(STAFF, on("2024-01-01", PortfolioOrgEnrolled("Networks", "s1")))
        assert verdicts(story, "organisations") == [None]
        ruled = story.then_given(on("2024-02-01", RulesOfEngagementPublished("1", "one voice")))
        assert (verdicts(ruled, "organisations"), verdicts(ruled, "rules of engagement")) == ([False], [True])
        (found,) = named(ruled.when(RulesAccepted("s1")).then(), "organisations")
        assert (found.holds, found.facts, found.about) == (
            True,
            ("programme@4", "programme@6"),
            "programme@4",
        )

    @pytest.mark.requirement("S-W4")
    def test_organisations_whose_manager_left(self) -> None:
        rules = on("2024-02-01", RulesOfEngagementPublished("1", "one voice"), RulesAccepted("s1"))
        story = given(STAFF, on("2024-01-01", PortfolioOrgEnrolled("Networks", "s1")), rules)
        (found,) = named(story.then_given(on("2024-03-15", StaffLeft("s1"))), "organisations")
        assert (found.holds, found.says) == (False, "Networks: its manager has left us")

    @pytest.mark.requirement("S-W1")
    def test_coaching(self) -> None:
        story = given(STAFF, TEAM)
        assert verdicts(story, "coaching") == [False]
        graded = [SkillGraded("s1", skill, Grade.FAIR) for skill in Skill if skill.leads]
        held = story.then_given(on("2024-04-01", CoachingHeld("s1", "s2", "reviews")))
        assert verdicts(held, "coaching") == [False]
        assert verdicts(held.then_given(*graded), "coaching") == [True]
        assert verdicts(held.then_given(*graded).on("2024-07-02"), "coaching") == [False]


@pytest.mark.requirement("S-Y1", "X-13")
class TestPG19RunningUnfunded:
    def test_once_an_account_is_in_it_and_no_lasting_funding_runs(self) -> None:
        for story, lacks in (
            (given(STAFF), False),
            (given(STAFF, TEAM), True),
            (given(STAFF, TEAM, FUNDED), False),
            (given(STAFF, TEAM, SHORT), True),
            (given(STAFF, TEAM, FUNDED).on("2027-01-02"), True),
        ):
            found = unfunded(story.programme, [story.account], TERMS)
            assert (found is not None) is lacks

    def test_for_people_and_for_process(self) -> None:
        only = ProgrammeFundingCommitted("s2", dt.date(2027, 1, 1), (FundedFor.PROCESS,))
        story = given(STAFF, TEAM, on("2024-01-01", only))
        found = unfunded(story.programme, [story.account], TERMS)
        assert found is not None
        assert found.lacking == (FundedFor.PEOPLE,)


class TestPG20AskedOfEveryAccount:
    @pytest.mark.requirement("S-W3", "S-W6")
    def test_analyses(self) -> None:
        filed = [AnalysisFiled(kind, "2024", "theirs") for kind in TERMS.programme.analyses]
        story = given(TEAM, *filed, on("2024-02-01", TeamFormed(), to="bolt"))
        (found,) = named(story, "analyses", "bolt")
        assert (found.holds, found.says) == (False, "1 of 2 accounts have all kinds, fresh")
        assert verdicts(story, "analyses") == [True]

    @pytest.mark.requirement("S-W5", "S-W6")
    def test_challenges(self) -> None:
        story = given(TEAM).on("2024-09-01")
        assert verdicts(story, "challenges") == [False]
        assert verdicts(story.then_given(on("2024-08-01", ChallengesLookedFor())), "challenges") == [True]

    @pytest.mark.requirement("J-D1")
    def test_labels(self) -> None:
        assert verdicts(given(STAFF, TEAM), "labels") == []
        assert verdicts(given(STAFF, TEAM, ClassLabelGiven("global")), "labels") == [True]
        assert verdicts(given(ClassLabelGiven("global")), "labels") == [False]

"""How the team works: who leads and reports to whom, who said and promised what, and who went alone."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majoracct.cli.demo.governed import HAL
from majoracct.cli.demo.storyteller import HERO, IDA, SUE, Chapter, Storyteller
from majoracct.domain.account import (
    activities,
    cadences,
    commitments,
    directives,
    governance,
    messages,
    overlaps,
    support,
    team,
)
from majoracct.domain.account.activities import Focus, SellingProcess
from majoracct.domain.programme import aptitude, compensation, reporting_lines
from majoracct.domain.programme.discipline_tables import Ceremony, PayMeasure
from majoracct.domain.programme.reporting_lines import LineKind
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Capacity, Seat

__all__ = ["DISCIPLINED"]

_SOLID: Final = (
    ("kim", "hal"),
    ("sue", "hal"),
    ("rosa", "hal"),
    ("vera", "hal"),
    ("ben", "sue"),
    ("pete", "vera"),
)


def _lines(s: Storyteller) -> Chapter:
    yield "2022-09-19"
    for who, to in _SOLID:
        s.adopt(reporting_lines.ReportsToSet(s.things[who], s.things[to], LineKind.SOLID))
    s.adopt(reporting_lines.ReportsToSet(s.things["vera"], s.things["kim"], LineKind.DOTTED))
    yield "2023-01-10"
    s.hire("Jonas Reed", "Analytics Specialist", "jonas")
    s.adopt(reporting_lines.ReportsToSet(s.things["jonas"], s.things["sue"], LineKind.SOLID))
    s.adopt(reporting_lines.ReportsToSet(s.things["jonas"], s.things["kim"], LineKind.DOTTED))


def _paid(s: Storyteller) -> Chapter:
    yield "2023-01-11"
    s.adopt(
        compensation.CompensationModelDefined(
            "Specialists",
            compensation.ModelKind.PORTFOLIO_REP,
            "a quota each quarter and each year",
            "analytics sold with the account teams",
            "two thirds salary, one third on quota",
            (PayMeasure.QUARTERLY_QUOTA, PayMeasure.ANNUAL_QUOTA),
        ),
        "pay round of 2023",
        called="specialists",
    )
    s.adopt(compensation.CompensationAssigned(s.things["jonas"], s.things["specialists"]))
    yield "2024-01-09"
    s.adopt(
        compensation.CompensationModelDefined(
            "Strategic accounts",
            compensation.ModelKind.STRATEGIC_ACCOUNT_MANAGER,
            "what the account pays over three years, against plan",
            "our share of what they spend, and how satisfied they are",
            "salary, and a bonus every third year",
            (PayMeasure.REVENUE_ATTAINMENT, PayMeasure.SHARE_OF_WALLET, PayMeasure.CUSTOMER_SATISFACTION),
            3,
        ),
        "pay round of 2024",
        called="strategic accounts",
    )
    s.adopt(compensation.CompensationAssigned(s.things["kim"], s.things["strategic accounts"]))
    for who in ("ida", "noor", "nadia"):
        s.adopt(compensation.CompensationAssigned(s.things[who], s.things["keeping"]))


def _harrow_is_led(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    yield "2023-01-12"
    s.record(a, team.MemberSeated(who["jonas"], Seat.PORTFOLIO_REP, Capacity.PART_TIME), who=IDA)
    yield "2024-01-09"
    seat = Seat.STRATEGIC_ACCOUNT_MANAGER
    s.record(a, team.MemberSeated(who["kim"], seat, Capacity.PART_TIME), who=IDA)
    s.record(a, team.MemberSeated(who["ida"], Seat.PROGRAMME_MANAGER), who=IDA)
    s.record(a, team.MemberSeated(who["noor"], Seat.GOVERNANCE_OWNER), who=IDA)
    for skill in (aptitude.Skill.TEAM_MANAGEMENT, aptitude.Skill.PROCESS_MANAGEMENT):
        s.adopt(aptitude.SkillGraded(who["kim"], skill, Grade.FAIR), shown="reviews-2023.pdf")
    yield "2024-07-01"
    s.record(a, team.MemberCapacitySet(who["kim"], seat, Capacity.DEDICATED), who=IDA)


def _others_are_led(s: Storyteller) -> Chapter:
    yield "2024-01-10"
    s.record("northmoor", team.MemberSeated(s.things["ida"], Seat.PROGRAMME_MANAGER), who=IDA)
    yield "2024-02-12"
    s.record("lindqvist", team.MemberSeated(s.things["jonas"], Seat.PORTFOLIO_REP), who=IDA)


def _harrow_keeps_time(s: Storyteller) -> Chapter:
    yield "2024-01-09"
    for account in (HERO, "lindqvist", "northmoor"):
        s.record(account, cadences.CadenceSet(Ceremony.STATUS_CALL, 100), who=IDA)


def _calls(s: Storyteller) -> Chapter:
    """Tell of the calls before October."""
    for day, month, northmoor in (("2024-04-10", "April", "GREEN"), ("2024-07-10", "July", "AMBER")):
        yield day
        s.adopt(StatusCallHeld(month), called=month)
        for account, how, text in (
            (HERO, "GREEN", "They plan the timetable with us."),
            ("lindqvist", "GREEN", "The first line wastes less than was promised."),
            ("northmoor", northmoor, "Nothing new was won this year."),
        ):
            told = governance.StatusReported(s.things[month], governance.Rag[how], text, s.things["hal"])
            s.record(account, told, who=HAL)


# What each of ours did, for whom: the day, who, how, and what it was about.
_DONE: Final = (
    (
        "2024-05-14",
        HERO,
        "nadia",
        SellingProcess.SELLING,
        "Timetable workshop, south",
        "lena",
        Focus.OPPORTUNITY,
    ),
    (
        "2024-07-09",
        HERO,
        "vera",
        SellingProcess.SERVICING,
        "A night in the depots",
        "ines",
        Focus.RELATIONSHIP,
    ),
    (
        "2024-08-13",
        HERO,
        "kim",
        SellingProcess.PLANNING,
        "The plan, half a year on",
        "marta",
        Focus.RELATIONSHIP,
    ),
    (
        "2024-09-03",
        "lindqvist",
        "jonas",
        SellingProcess.SELLING,
        "Forecasts for the north",
        "sven",
        Focus.OPPORTUNITY,
    ),
    ("2024-09-17", HERO, "kim", SellingProcess.SELLING, "What the crews gain", "tom", Focus.OPPORTUNITY),
    (
        "2024-10-29",
        "northmoor",
        "rosa",
        SellingProcess.SATISFYING,
        "A year of appeals",
        "dev",
        Focus.RELATIONSHIP,
    ),
    (
        "2024-11-19",
        HERO,
        "kim",
        SellingProcess.PLANNING,
        "Plan of 2025, first draft",
        "marta",
        Focus.RELATIONSHIP,
    ),
    (
        "2024-12-02",
        HERO,
        "jonas",
        SellingProcess.SERVICING,
        "Figures of a night in November",
        "ines",
        Focus.RELATIONSHIP,
    ),
    ("2024-12-03", "lindqvist", "ben", SellingProcess.PLANNING, "Lines of 2025", "elin", Focus.OPPORTUNITY),
)


def _they_work(s: Storyteller) -> Chapter:
    for day, account, ours, process, what, theirs, focus in _DONE:
        yield day
        s.record(
            account,
            activities.ActivityLogged(process, what, (s.things[theirs],), (s.things[ours],), focus=focus),
            called=what,
        )


def _they_say(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    yield "2024-05-07"
    s.record(
        a,
        messages.MessageApproved(
            "One plan", "Trains and crews are one plan, made in one night.", who["mira"]
        ),
        called="one message",
    )
    yield "2024-05-14"
    s.record(
        a,
        messages.MessageUsed(who["one message"], who["nadia"], "timetable workshop", who["timetable"]),
    )
    yield "2024-09-25"
    s.record(a, messages.MessageUsed(who["one message"], who["kim"], "rail fair", who["timetable"]))
    yield "2024-10-01"
    s.record(
        a,
        messages.MessageDeviationNoted(
            who["one message"], who["jonas"], "analytics first, crews later", "a call with finance"
        ),
        called="analytics first",
    )
    yield "2024-10-08"
    s.record(a, messages.MessageDeviationSettled(who["analytics first"]))


def _they_promise(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    yield "2024-05-02"
    s.record(
        a,
        commitments.MemberCommitted(
            who["vera"], "two engineers from July on", dt.date(2024, 7, 1), who["kim"], who["timetable"]
        ),
        called="engineers",
    )
    s.record(
        a,
        support.SupportRequested(
            who["kim"], support.SupportKind.ACCESS, "a word with their chair", who["timetable"]
        ),
        called="a word",
    )
    yield "2024-05-16"
    s.record(a, support.SupportGiven(who["a word"], who["hal"]))
    yield "2024-07-01"
    s.record(a, commitments.MemberCommitmentKept(who["engineers"]))
    yield "2024-09-02"
    s.record(
        a,
        overlaps.OverlapFlagged(who["timetable"], who["control"], "crews planned anew when trains run late"),
        called="twice",
    )
    yield "2024-09-16"
    s.record(a, overlaps.OverlapSettled(who["twice"]), reason="what is left of it is in the timetable")


def _lindqvist_pulls_apart(s: Storyteller) -> Chapter:
    """Tell of a specialist with a quota of their own: told otherwise, they went alone."""
    a, who = "lindqvist", s.things
    yield "2024-06-10"
    s.record(
        a,
        commitments.MemberCommitted(
            who["jonas"], "figures of the first line, for the owner", dt.date(2024, 9, 16), who["ben"]
        ),
        called="figures",
    )
    yield "2024-09-02"
    s.record(
        a,
        directives.ConflictingDirectiveReported(
            who["jonas"], who["sue"], "sell the forecast before the quarter ends", who["figures"]
        ),
        called="before the quarter ends",
    )
    yield "2024-09-10"
    s.record(
        a,
        directives.RogueActionFlagged(
            who["jonas"],
            "offered the forecast alone, at half the price",
            who["north"],
            who["Forecasts for the north"],
        ),
    )
    yield "2024-09-17"
    s.record(
        a, commitments.MemberCommitmentMissed(who["figures"], instead=who["Forecasts for the north"]), who=SUE
    )
    s.record(
        a,
        support.SupportRequested(
            who["ben"], support.SupportKind.ORGANISATION, "one voice for the customer", who["north"]
        ),
    )


DISCIPLINED: Final = (
    _lines,
    _paid,
    _harrow_is_led,
    _others_are_led,
    _harrow_keeps_time,
    _calls,
    _they_work,
    _they_say,
    _they_promise,
    _lindqvist_pulls_apart,
)

"""With the customer: sessions, seats in our planning, what changes there, and what we missed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majoracct.cli.demo.storyteller import HERO, Chapter, Storyteller, gbp
from majoracct.domain.account import challenges, change, cocreation, misalignment, participation, validation

__all__ = ["WITH_THEM"]

_WHY: Final = change.ChangeQuestion.WHY_CHANGE
_NOW: Final = change.ChangeQuestion.WHY_NOW
_HOW: Final = change.ChangeQuestion.HOW


def _harrow_sits_with_us(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    action, investment = participation.CommitmentTo.ACTION, participation.CommitmentTo.INVESTMENT
    yield "2023-01-30"
    s.record(a, participation.CustomerParticipantJoined(who["ines"]))
    yield "2023-02-27"
    s.record(
        a,
        participation.CycleCommitmentMade(action, "name a planner in each depot", who["ines"], who["kim"]),
    )
    yield "2024-01-30"
    for each in ("marta", "tom", "ines"):
        s.record(a, participation.CustomerParticipantJoined(who[each]))
    yield "2024-03-19"
    s.record(
        a,
        participation.CycleCommitmentMade(
            action, "open the figures of missed connections", who["marta"], who["kim"]
        ),
    )
    s.record(
        a,
        participation.CycleCommitmentMade(
            investment, "a planner and a data engineer for a year", who["tom"], amount=gbp(120)
        ),
    )
    s.record(
        a, participation.CycleCommitmentMade(action, "an expert in their office", colleague=who["nadia"])
    )


def _harrow_sessions(s: Storyteller) -> Chapter:
    a, who, depth, venue = HERO, s.things, cocreation.Depth, cocreation.Venue
    for day, called, title, how_deep, theirs, ours, where, outputs in (
        (
            "2023-06-19",
            "first session",
            "Why a depot runs late",
            depth.EXPLORING_WHY,
            ("ines",),
            ("kim", "owen"),
            venue.CUSTOMER_SITE,
            ("where the night is lost",),
        ),
        (
            "2024-01-31",
            "second session",
            "A year of connections missed",
            depth.EXPLORING_WHY,
            ("marta", "tom"),
            ("kim", "nadia"),
            venue.CUSTOMER_BOARDROOM,
            ("what a missed connection costs",),
        ),
        (
            "2024-03-18",
            "third session",
            "Crews and trains in one plan",
            depth.SHAPING_HOW,
            ("marta", "ines"),
            ("nadia", "vera"),
            venue.CUSTOMER_BOARDROOM,
            ("one plan of trains and crews",),
        ),
        (
            "2024-10-15",
            "fourth session",
            "A planning room of their own",
            depth.BUILDING_CAPABILITY,
            ("ines", "lena"),
            ("nadia", "kim"),
            venue.CUSTOMER_SITE,
            ("a planning room, from 2025 on", "who sits in it"),
        ),
    ):
        yield day
        s.record(
            a,
            cocreation.CoCreationSessionHeld(
                title,
                how_deep,
                tuple(who[each] for each in theirs),
                tuple(who[each] for each in ours),
                where,
                who[ours[0]],
                outputs,
            ),
            called=called,
        )


def _harrow_changes(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-02-13"
    s.record(
        a,
        change.InitiativeOpened("Crews planned anew in minutes", s.things["desk"], s.things["desk project"]),
        called="anew",
    )
    for question, answer, who in (
        (_WHY, "a late train costs the next three crews their shift", "marta"),
        (_NOW, "the regulator counts cancelled trains from April", "marta"),
        (_HOW, "one desk, for all regions", "ines"),
    ):
        s.record(a, change.ChangeQuestionAnswered(s.things["anew"], question, answer, s.things[who]))
    s.record(
        a,
        change.ChangeGoalSet(
            s.things["anew"], "a crew for every train within ten minutes", dt.date(2024, 1, 31)
        ),
    )
    s.record(
        a,
        change.BehaviourExpectationSet(s.things["anew"], "controllers", "they ask the desk before they ring"),
        called="ask the desk",
    )
    yield "2023-07-10"
    s.record(a, _seen(s, "anew", "ask the desk", change.Adoption.PARTLY))
    yield "2024-01-29"
    s.record(a, _seen(s, "anew", "ask the desk", change.Adoption.ADOPTED))
    s.record(a, change.InitiativeEnded(s.things["anew"], change.InitiativeEnd.SUCCEEDED))


def _seen(
    s: Storyteller, initiative: str, behaviour: str, how_far: change.Adoption
) -> change.BehaviourObserved:
    return change.BehaviourObserved(s.things[initiative], s.things[behaviour], how_far)


def _harrow_builds(s: Storyteller) -> Chapter:
    a = HERO
    yield "2024-04-03"
    s.record(
        a,
        change.InitiativeOpened("Trains and crews in one plan", s.things["timetable"]),
        called="one plan",
    )
    for question, answer, session in (
        (_WHY, "a connection missed is a passenger lost", "second session"),
        (_NOW, "the timetable of 2026 is drawn from May on", "third session"),
        (_HOW, "line by line, beginning in the south", "third session"),
    ):
        s.record(
            a,
            change.ChangeQuestionAnswered(
                s.things["one plan"], question, answer, s.things["marta"], s.things[session]
            ),
        )
    s.record(
        a,
        change.ChangeGoalSet(s.things["one plan"], "a third fewer connections missed", dt.date(2026, 6, 30)),
    )
    s.record(
        a,
        change.BehaviourExpectationSet(
            s.things["one plan"], "timetable planners", "they ask for the crews first"
        ),
        called="crews first",
    )
    yield "2024-10-16"
    s.record(a, _seen(s, "one plan", "crews first", change.Adoption.PARTLY))
    yield "2024-10-22"
    s.record(a, validation.OpportunityValidated(s.things["timetable"], s.things["lena"]))
    s.record(a, validation.OpportunityValidated(s.things["control"], s.things["marta"]))


def _others_change(s: Storyteller) -> Chapter:
    yield "2022-07-12"
    s.record(
        "castellan",
        change.InitiativeOpened("Travel claims read at once", s.things["Travel claims"]),
        called="at once",
    )
    yield "2023-11-20"
    s.record(
        "lindqvist",
        change.InitiativeOpened("Bake what the shops will sell", s.things["north"]),
        called="bake",
    )
    s.record(
        "lindqvist",
        change.ChangeQuestionAnswered(
            s.things["bake"], _WHY, "bread is thrown away on every line", s.things["elin"]
        ),
    )
    yield "2024-01-10"
    s.record("castellan", change.InitiativeEnded(s.things["at once"], change.InitiativeEnd.FAILED))
    yield "2024-11-12"
    s.record("lindqvist", validation.OpportunityValidated(s.things["north"], s.things["elin"]))


def _missed(s: Storyteller) -> Chapter:
    """Tell of two customers who cared for something else: one offer was changed, one was not."""
    yield "2024-01-16"
    s.record(
        "meridian",
        misalignment.MisalignmentRecorded(
            "ships in and out", "berths sold by the hour", s.things["berths"], s.things["amal"]
        ),
        called="in and out",
    )
    s.record(
        "meridian",
        misalignment.MisalignmentResolved(s.things["in and out"], misalignment.Settlement.OFFER_CHANGED),
    )
    yield "2024-06-18"
    s.record(
        "northmoor",
        misalignment.MisalignmentRecorded(
            "one council, one bill", "a system for housing", s.things["housing"], s.things["dev"]
        ),
    )


def _what_they_face(s: Storyteller) -> Chapter:
    kind, by = challenges.Facing, challenges.BroughtUp
    yield "2022-09-13"
    s.record(
        "northmoor",
        challenges.CustomerChallengeIdentified(
            kind.CHALLENGE, "appeals take half a year", by.CUSTOMER, s.things["joan"]
        ),
        called="half a year",
    )
    yield "2022-10-05"
    s.record(
        "northmoor",
        challenges.ChallengeAddressed(
            s.things["half a year"], "appeals are ours to run", s.things["appeals"]
        ),
    )
    yield "2024-02-01"
    s.record(
        HERO,
        challenges.CustomerChallengeIdentified(
            kind.CHALLENGE, "connections missed at the border", by.CUSTOMER, s.things["tom"]
        ),
        called="missed at the border",
    )
    s.record(
        HERO,
        challenges.CustomerChallengeIdentified(kind.OPPORTUNITY, "freight by night", by.US),
        called="night",
    )
    yield "2024-04-04"
    s.record(
        HERO,
        challenges.ChallengeAddressed(
            s.things["missed at the border"], "the timetable is drawn with the crews", s.things["timetable"]
        ),
    )
    yield "2024-10-15"
    s.record(HERO, challenges.ChallengesLookedFor((s.things["ines"], s.things["lena"])))


WITH_THEM: Final = (
    _harrow_sits_with_us,
    _harrow_sessions,
    _harrow_changes,
    _harrow_builds,
    _others_change,
    _missed,
    _what_they_face,
)

"""How accounts are governed, what was signed, whose word weighs what, and a first project that went ill."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majoracct.cli.demo.storyteller import BEN, HERO, IDA, Chapter, Storyteller, gbp
from majoracct.domain.account import contracts, delivery, governance, ownership, power, sponsorship, team
from majoracct.domain.account import opportunities as deals
from majoracct.domain.account import qualification as status
from majoracct.domain.account import relationships as people
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.domain.programme.terms import Level, Seat

HAL: Final = ("hal", "internal sponsor")

# What was signed, when, for what was won: by the name the story gives it.
SIGNED: Final = (
    ("2021-04-27", HERO, "rostering", "Rostering, all stations"),
    ("2021-11-29", "northmoor", "libraries", "Libraries online"),
    ("2022-01-10", "saltmarsh", "hub", "Spares hub, four sites"),
    ("2022-10-18", "northmoor", "appeals", "Benefits appeals"),
    ("2023-02-01", HERO, "desk", "Disruption desk"),
    ("2023-04-24", HERO, "depots", "Depot planning"),
)

# Whose word weighs what.
POWER: Final = (
    ("2021-05-11", "northmoor", "joan", power.Power.HIGH),
    ("2021-05-11", "northmoor", "dev", power.Power.MEDIUM),
    ("2022-02-21", HERO, "marta", power.Power.HIGH),
    ("2022-05-16", HERO, "tom", power.Power.HIGH),
    ("2022-07-11", "castellan", "paul", power.Power.HIGH),
)


def _signatures(s: Storyteller) -> Chapter:
    for day, account, won, title in SIGNED:
        yield day
        s.record(account, contracts.ContractSigned(s.things[won], title))


def _powers(s: Storyteller) -> Chapter:
    for day, account, who, weight in POWER:
        yield day
        s.record(account, power.PowerAssessed(s.things[who], weight))


def _standing_of_some(s: Storyteller) -> Chapter:
    yield "2021-09-20"
    s.record("northmoor", people.RelationshipAssessed(s.things["dev"], people.Strength.RAPPORT))
    yield "2022-07-18"
    s.record("castellan", people.RelationshipAssessed(s.things["paul"], people.Strength.COLD), who=BEN)
    yield "2022-09-12"
    s.record("northmoor", people.RelationshipAssessed(s.things["joan"], people.Strength.GOOD))


def _meridian_begins_ill(s: Storyteller) -> Chapter:
    a = "meridian"
    yield "2022-05-09"
    s.meet(
        a,
        "Piet Sandoval",
        "Terminal Manager",
        people.BuyingFunction.OPERATIONS,
        Level.MIDDLE_MANAGER,
        "piet",
    )
    yield "2022-05-16"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Crane rosters",
            gbp(70),
            dt.date(2022, 7, 31),
            deals.LearnedAt.REQUIREMENTS_DEFINED,
            origin=Origin.REACTION,
            trigger="tender MP 22/9",
            entry=s.things["piet"],
        ),
        called="cranes",
    )
    s.record(a, power.PowerAssessed(s.things["piet"], power.Power.MEDIUM))
    s.record(a, people.RelationshipAssessed(s.things["piet"], people.Strength.RAPPORT))
    yield "2022-06-20"
    s.record(a, deals.OpportunityWon(s.things["cranes"], deals.WinBasis.PRICE))
    yield "2022-06-27"
    s.record(a, sponsorship.SponsorNamed(s.things["piet"], "Terminal Manager", "one terminal"))
    yield "2022-07-04"
    s.record(a, contracts.ContractSigned(s.things["cranes"], "Crane rosters, Felstow"))
    yield "2022-07-11"
    s.record(a, delivery.DeliveryStarted("Crane rosters", s.things["cranes"]), called="cranes project")
    yield "2022-10-03"
    s.record(
        a,
        delivery.MilestoneSlipped(
            s.things["cranes project"], "Night shifts", dt.date(2022, 9, 30), dt.date(2022, 12, 16)
        ),
    )
    yield "2023-01-16"
    s.record(a, delivery.DeliveryCompleted(False, s.things["cranes project"]))
    yield "2023-01-23"
    s.record(
        a, delivery.DeliveryQualityRated(s.things["cranes project"], s.things["piet"], delivery.Quality.POOR)
    )
    yield "2023-02-06"
    s.record(a, people.RelationshipAssessed(s.things["piet"], people.Strength.COLD))


def _northmoor_reviewed(s: Storyteller) -> Chapter:
    a = "northmoor"
    yield "2023-11-06"
    s.record(
        a,
        status.QualificationReviewed(),
        who=IDA,
        reason="yearly review; the papers of 2021 are to be renewed",
    )
    yield "2024-05-06"
    s.record(a, governance.RecordAttested(s.things["hal"]), who=HAL)


# The Mondays of a quarter on which the team was to meet: one was missed, and of one the record came late.
MONDAYS: Final = tuple(dt.date(2024, 10, 7) + dt.timedelta(weeks=week) for week in range(12))
MISSED: Final = MONDAYS[4]
LATE: Final = MONDAYS[7]


def _harrow_owns(s: Storyteller) -> Chapter:
    yield "2024-04-15"
    for who in ("hal", "kim", "nadia"):
        s.record(HERO, ownership.PlanOwnershipAccepted(s.things[who]))


def _meet(s: Storyteller, minutes: str, ago: int = 0) -> None:
    kind = governance.MeetingKind.TEAM_WEEKLY
    s.record(HERO, governance.MeetingHeld(kind, s.things["hal"], minutes), who=HAL, ago=ago)


def _harrow_meets(s: Storyteller) -> Chapter:
    for number, day in enumerate(MONDAYS, start=1):
        if day not in (MISSED, LATE):
            yield str(day)
            _meet(s, f"week {number} of {len(MONDAYS)}")


def _harrow_minutes_found(s: Storyteller) -> Chapter:
    yield str(LATE + dt.timedelta(days=30))
    _meet(s, "written up from notes", ago=30)


def _calls(s: Storyteller) -> Chapter:
    rag = governance.Rag
    yield "2024-10-08"
    s.adopt(StatusCallHeld("October"), "", called="october")
    for account, how, text in (
        (HERO, rag.GREEN, "The timetable of 2026 is on course."),
        ("lindqvist", rag.AMBER, "Somebody else was asked for a second opinion."),
        ("northmoor", rag.AMBER, "Nothing new was identified since the appeals."),
    ):
        s.record(account, governance.StatusReported(s.things["october"], how, text, s.things["hal"]), who=HAL)
    yield "2024-11-04"
    s.record(
        "lindqvist",
        team.MemberReleased(s.things["hal"], Seat.INTERNAL_SPONSOR),
        who=IDA,
        reason="three accounts are one too many",
    )
    yield "2024-11-25"
    s.record(HERO, governance.RecordAttested(s.things["hal"]), who=HAL)
    yield "2024-12-10"
    s.adopt(StatusCallHeld("December"), "", called="december")
    for account, how, text in (
        (HERO, rag.GREEN, "Requirements are drafted, most of them ours."),
        ("northmoor", rag.RED, "One contact has left, and nobody has seen the other since."),
    ):
        s.record(
            account, governance.StatusReported(s.things["december"], how, text, s.things["hal"]), who=HAL
        )


GOVERNED: Final = (
    _signatures,
    _powers,
    _standing_of_some,
    _meridian_begins_ill,
    _northmoor_reviewed,
    _harrow_owns,
    _harrow_meets,
    _harrow_minutes_found,
    _calls,
)

"""How far inside we are: an insider who dominates, one half-way, inertia claimed, customers who went away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.storyteller import HERO, IDA, Chapter, Storyteller, gbp
from majoracct.domain.account import (
    competition,
    contracts,
    delivery,
    insider,
    loyalty,
    opportunities,
    promises,
    services,
    team,
)
from majoracct.domain.account import planning_cycle as planning
from majoracct.domain.account import relationships as people
from majoracct.domain.account.expectations import Direction
from majoracct.domain.programme.staff import StaffLeft
from majoracct.domain.programme.terms import Seat

REDGATE: Final = "Redgate Systems"


def _win(s: Storyteller, account: str, title: str, work: opportunities.WorkKind, thousands: int) -> None:
    """Identify an opportunity that we created, and win it the same day, called by its TITLE."""
    s.record(
        account,
        opportunities.OpportunityIdentified(
            title, gbp(thousands), learned=opportunities.LearnedAt.PRE_NEED, work=work
        ),
        called=title,
    )
    s.record(account, opportunities.OpportunityWon(s.things[title]))


def _harrow_team(s: Storyteller) -> Chapter:
    a, experts = HERO, ("nadia", "owen")
    yield "2022-07-04"
    s.hire("Nadia Brook", "Timetabling expert", "nadia")
    s.hire("Owen Pike", "Depot expert", "owen")
    for expert in experts:
        s.record(a, team.MemberSeated(s.things[expert], Seat.SUBJECT_EXPERT), who=IDA)
    yield "2022-07-18"
    s.record(a, delivery.DeliveryQualityRated(s.things["rostering project"], s.things["ines"], _EXCELLENT))
    s.record(a, delivery.DeliveryQualityRated(s.things["rostering project"], s.things["tom"], _GOOD))
    yield "2024-09-02"
    s.record(
        a,
        team.MemberReleased(s.things["owen"], Seat.SUBJECT_EXPERT),
        who=IDA,
        reason="moved to another account",
    )


_EXCELLENT: Final = delivery.Quality.EXCELLENT
_GOOD: Final = delivery.Quality.GOOD


def _harrow_ladders(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-02-21"
    s.record(a, people.RelationshipAssessed(s.things["marta"], people.Strength.RAPPORT))
    s.record(a, services.ValuePropositionRated(services.Rung.COMPARABLE), shown="tender-scores-2021.pdf")
    yield "2023-05-22"
    s.record(a, services.ValuePropositionRated(services.Rung.DIFFERENTIATED), shown="tender-scores-2023.pdf")
    yield "2023-07-04"
    s.record(a, people.RelationshipAssessed(s.things["marta"], people.Strength.GOOD))
    yield "2023-09-04"
    s.record(
        a,
        services.ServiceAgreed("Selling spare train paths", services.ServiceLevel.PROFITABILITY),
        called="spare paths",
    )
    yield "2024-03-07"
    s.record(a, people.RelationshipAssessed(s.things["marta"], people.Strength.TRUSTED))
    yield "2024-05-13"
    s.record(a, services.ServiceDelivered(s.things["spare paths"]))
    yield "2024-10-07"
    s.record(
        a,
        services.ValuePropositionRated(services.Rung.STRATEGICALLY_DIFFERENTIATED),
        shown="board-strategy-2024.pdf",
    )


def _harrow_insider(s: Storyteller) -> Chapter:
    a, kind = HERO, insider.InsiderKind
    yield "2022-09-15"
    s.record(
        a,
        insider.InsiderEvidenceRecorded(kind.INDUSTRY_EXPERTISE, "We wrote the operators' rostering guide"),
        shown="rostering-guide.pdf",
    )
    yield "2023-02-01"
    s.record(
        a,
        insider.InsiderEvidenceRecorded(kind.EXECUTIVE_ALIGNMENT, "The board took up our depot paper"),
        shown="board-paper-2023-01.pdf",
    )
    yield "2023-06-12"
    _win(s, a, "Advice on the depots", opportunities.WorkKind.CONSULTING, 60)
    s.record(
        a,
        contracts.ContractSigned(
            s.things["Advice on the depots"], "Advice on the depots", dt.date(2024, 6, 30)
        ),
        called="advice",
    )
    yield "2024-03-11"
    s.record(
        a,
        insider.InsideKnowledgeRecorded(insider.Inside.COMPANY, "Two depots will be one by 2026"),
    )
    yield "2024-05-14"
    s.record(
        a,
        insider.InsiderEvidenceRecorded(kind.INDUSTRY_EXPERTISE, "The guide's second edition is ours, too"),
        shown="rostering-guide-2.pdf",
    )
    yield "2024-06-10"
    s.record(
        a,
        insider.InsideKnowledgeRecorded(insider.Inside.WAYS, "The works council is asked before the board"),
    )
    s.record(a, contracts.ContractRenewed(s.things["advice"], dt.date(2026, 6, 30)))


def _harrow_inertia(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-03-20"
    s.record(a, planning.CustomerYearSet(4))
    yield "2023-05-15"
    s.record(a, planning.PlanningInclusionRecorded(2023, (s.things["ines"],)))
    s.record(a, planning.CriticalSuccessFactorRecorded(2023, "No train without a crew"))
    yield "2024-02-19"
    s.record(a, planning.PlanningInclusionRecorded(2024, (s.things["marta"], s.things["tom"])))
    s.record(
        a,
        loyalty.LoyaltyAssessed(s.things["tom"], s.things["nadia"], loyalty.LoyaltyLevel.STRONG),
        reason="he asks for her by name",
    )
    s.record(a, loyalty.LoyaltyAssessed(s.things["ines"], s.things["owen"], loyalty.LoyaltyLevel.STRONG))
    yield "2024-03-04"
    s.record(a, planning.CriticalSuccessFactorRecorded(2024, "Depots that pay for themselves"))
    s.record(a, planning.CustomerProjectInventoried(2024, "One depot out of two", "£3m"))


def _harrow_dominance(s: Storyteller) -> Chapter:
    a, due = HERO, dt.date(2023, 9, 30)
    lower, higher = Direction.LOWER, Direction.HIGHER
    agreed = (
        ("Shifts unfilled", Decimal(2), lower, "%", Decimal("1.4")),
        ("Cancellations for want of crew", Decimal(30), lower, "a month", Decimal(22)),
        ("Rosters out four weeks ahead", Decimal(95), higher, "%", Decimal(99)),
    )
    yield "2023-01-16"
    for metric, target, better, unit, _ in agreed:
        s.record(
            a,
            promises.BenchmarkAgreed(
                metric,
                target,
                due,
                s.things["ines"],
                unit,
                better,
                project=s.things["rostering project"],
            ),
            called=metric,
        )
    yield "2023-10-02"
    for metric, *_, measured in agreed:
        s.record(a, promises.ResultMeasured(s.things[metric], measured))
    yield "2024-11-18"
    s.record(a, competition.CompetitionChecked("Asked in finance; no tender was published"))


def _northmoor_claims_inertia(s: Storyteller) -> Chapter:
    a = "northmoor"
    yield "2023-10-09"
    s.record(a, planning.PlanningInclusionRecorded(2024, (s.things["dev"],)))
    s.record(a, planning.CriticalSuccessFactorRecorded(2024, "One council, one bill"))
    s.record(a, planning.CustomerProjectInventoried(2024, "Benefits online"))


def _lindqvist_halfway(s: Storyteller) -> Chapter:
    a = "lindqvist"
    yield "2023-03-06"
    s.hire("Priya Shah", "Baking expert", "priya")
    s.record(a, team.TeamFocused("food"), who=IDA)
    s.record(a, team.MemberSeated(s.things["priya"], Seat.SUBJECT_EXPERT), who=IDA)
    yield "2023-11-13"
    s.record(
        a,
        insider.InsiderEvidenceRecorded(
            insider.InsiderKind.EXECUTIVE_ALIGNMENT, "The owners' day opened with our waste map"
        ),
        shown="owners-day.pdf",
    )
    s.record(a, loyalty.LoyaltyAssessed(s.things["elin"], s.things["priya"], loyalty.LoyaltyLevel.STRONG))
    yield "2024-06-24"
    s.record(a, competition.CompetitorEngaged("Plansmith"), reason="asked for a second opinion on the lines")
    yield "2024-10-14"
    s.adopt(StaffLeft(s.things["priya"]), "left for a bakery")


def _castellan_lost(s: Storyteller) -> Chapter:
    a, title = "castellan", "Travel claims"
    yield "2022-07-11"
    _win(s, a, title, opportunities.WorkKind.MANAGED_SERVICES, 90)
    s.record(a, contracts.ContractSigned(s.things[title], title, dt.date(2023, 12, 31)), called="travel")
    yield "2024-01-08"
    s.record(a, contracts.ContractEnded(s.things["travel"], REDGATE), ago=8)


def _pinewood_lost(s: Storyteller) -> Chapter:
    a, title = "pinewood", "Ward rosters"
    yield "2024-03-18"
    s.record(
        a,
        opportunities.OpportunityIdentified(title, gbp(25), learned=opportunities.LearnedAt.RFP),
        called=title,
    )
    yield "2024-05-27"
    s.record(a, opportunities.OpportunityLost(s.things[title], REDGATE))


INSIDERS: Final = (
    _harrow_team,
    _harrow_ladders,
    _harrow_insider,
    _harrow_inertia,
    _harrow_dominance,
    _northmoor_claims_inertia,
    _lindqvist_halfway,
    _castellan_lost,
    _pinewood_lost,
)

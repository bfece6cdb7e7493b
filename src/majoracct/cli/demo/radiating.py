"""How two customers went on from a first win, and how two did not: access, issues, introductions, slips."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.storyteller import BEN, HERO, KIM, SUE, Chapter, Storyteller, gbp
from majoracct.domain.account import access, activities, buying, delivery, sponsorship
from majoracct.domain.account import opportunities as deals
from majoracct.domain.account import relationships as people
from majoracct.domain.account.activities import SellingProcess
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.programme import staff
from majoracct.domain.programme.terms import Level, Seat


def _harrow_creates_demand(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-07-12"
    s.record(
        a,
        activities.ActivityLogged(
            SellingProcess.SELLING, "Breakfast on a year of cancelled trains", (s.things["marta"],)
        ),
        who=SUE,
        called="breakfast",
    )
    s.record(a, access.ExecutiveAccessGained(s.things["marta"], "the rostering figures"), who=SUE)
    yield "2022-08-02"
    s.record(
        a,
        access.IssueRecorded(
            s.things["marta"],
            access.IssueKind.POLITICAL,
            "The board holds every cancelled train against her.",
        ),
        called="cancelled trains",
    )
    yield "2022-09-06"
    s.record(a, access.IssueAnswered(s.things["cancelled trains"], "a desk that plans crews anew in minutes"))
    yield "2022-09-20"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Disruption desk",
            gbp(310),
            dt.date(2023, 2, 28),
            deals.LearnedAt.PRE_NEED,
            origin=Origin.CREATION,
            issue=s.things["cancelled trains"],
            lead=s.things["breakfast"],
            sprung_from=s.things["rostering"],
            entry=s.things["marta"],
            work=deals.WorkKind.STRATEGIC_ISSUES,
        ),
        called="desk",
    )
    yield "2023-01-24"
    s.record(a, deals.OpportunityWon(s.things["desk"], deals.WinBasis.UTILITY))
    yield "2023-02-07"
    s.record(a, delivery.DeliveryStarted("Disruption desk", s.things["desk"]), called="desk project")
    s.record(
        a,
        activities.ActivityLogged(SellingProcess.IMPLEMENTING, "Desk set up in the control room"),
    )


def _harrow_is_passed_on(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-03-06"
    s.record(a, SatisfactionAssessed(s.things["marta"], Satisfaction.SATISFIED))
    yield "2023-03-14"
    s.record(
        a,
        sponsorship.SponsorNamed(
            s.things["tom"], "Director of Finance", "the investment budget", introduced_by=s.things["marta"]
        ),
        reason="budget round of March",
    )
    s.record(a, access.ExecutiveAccessGained(s.things["tom"], "Marta Lindgren"))
    yield "2023-05-16"
    s.record(
        a, buying.BuyingBehaviourAssessed(buying.BuyingMode.NEGOTIATED), shown="framework-and-awards.pdf"
    )
    yield "2023-06-05"
    s.record(
        a,
        delivery.MilestoneSlipped(
            s.things["desk project"], "Go-live in all regions", dt.date(2023, 6, 30), dt.date(2023, 9, 29)
        ),
        reason="the southern region changed its radios",
    )
    yield "2023-07-04"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Energy of standing trains",
            gbp(180),
            dt.date(2024, 6, 28),
            deals.LearnedAt.PRE_NEED,
            origin=Origin.CREATION,
            sprung_from=s.things["desk"],
            entry=s.things["tom"],
            work=deals.WorkKind.CONSULTING,
        ),
        called="energy",
    )
    yield "2023-09-26"
    s.record(a, delivery.DeliveryCompleted(True, s.things["desk project"]))
    s.record(a, activities.ActivityLogged(SellingProcess.SERVICING, "Hotline for the first winter"))
    yield "2023-11-14"
    s.record(a, SatisfactionAssessed(s.things["tom"], Satisfaction.FULLY))
    yield "2024-02-20"
    s.meet(
        a,
        "Lena Farrow",
        "Director of Strategy",
        people.BuyingFunction.CORPORATE,
        Level.EXECUTIVE,
        "lena",
    )
    s.record(
        a,
        sponsorship.SponsorNamed(
            s.things["lena"], "Director of Strategy", "the plan to 2030", introduced_by=s.things["tom"]
        ),
    )
    yield "2024-05-14"
    s.record(a, deals.OpportunityWon(s.things["energy"], deals.WinBasis.CUSTOMER_PROFIT))
    yield "2024-09-10"
    s.record(
        a,
        buying.RequirementsAuthored(s.things["timetable"], Decimal("0.7")),
        shown="requirements-draft-3.docx",
    )
    yield "2024-10-08"
    s.record(
        a,
        activities.ActivityLogged(
            SellingProcess.SELLING, "What the plan to 2030 asks of the depots", (s.things["lena"],)
        ),
        who=SUE,
    )
    s.record(
        a,
        activities.ActivityLogged(SellingProcess.PLANNING, "Plan of 2025, gone through", (s.things["lena"],)),
    )
    s.record(
        a,
        activities.ActivityLogged(SellingProcess.SATISFYING, "Yearly survey, answered", (s.things["ines"],)),
    )


def _northmoor_radiates(s: Storyteller) -> Chapter:
    a = "northmoor"
    yield "2021-06-21"
    s.adopt(
        staff.ExperienceStated(s.things["rosa"], Seat.ACCOUNT_MANAGER, dt.date(2014, 9, 1)),
        "list of our people",
    )
    yield "2021-09-06"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Libraries online",
            gbp(150),
            dt.date(2021, 11, 30),
            deals.LearnedAt.RFP,
            origin=Origin.REACTION,
            trigger="tender NCC 2021/44",
            entry=s.things["dev"],
        ),
        who=BEN,
        called="libraries",
    )
    s.record(a, buying.RfpIssued(s.things["libraries"], "NCC 2021/44"), who=BEN)
    yield "2021-11-15"
    s.record(a, deals.OpportunityWon(s.things["libraries"], deals.WinBasis.PRICE), who=BEN)
    yield "2022-02-08"
    s.record(a, SatisfactionAssessed(s.things["joan"], Satisfaction.FULLY))
    yield "2022-02-22"
    s.record(
        a,
        sponsorship.SponsorNamed(
            s.things["dev"], "Director of Resources", "money and people", introduced_by=s.things["joan"]
        ),
    )
    s.record(
        a,
        activities.ActivityLogged(
            SellingProcess.SELLING,
            "An hour on appeals nobody can answer",
            (s.things["joan"], s.things["dev"]),
        ),
        called="appeals hour",
    )
    yield "2022-04-26"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Benefits appeals",
            gbp(240),
            dt.date(2022, 10, 31),
            deals.LearnedAt.FORMING,
            origin=Origin.CREATION,
            lead=s.things["appeals hour"],
            sprung_from=s.things["libraries"],
            entry=s.things["joan"],
            work=deals.WorkKind.MANAGED_SERVICES,
        ),
        called="appeals",
    )
    yield "2022-10-04"
    s.record(a, deals.OpportunityWon(s.things["appeals"], deals.WinBasis.UTILITY))


def _castellan_outside(s: Storyteller) -> Chapter:
    a = "castellan"
    yield "2021-03-15"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Claims intake",
            gbp(160),
            dt.date(2021, 5, 31),
            deals.LearnedAt.RFP,
            origin=Origin.REACTION,
            trigger="RFP CI 7",
        ),
        who=BEN,
        called="intake",
    )
    yield "2021-05-24"
    s.record(a, deals.OpportunityWon(s.things["intake"], deals.WinBasis.PRICE), who=BEN)
    yield "2022-07-11"
    s.record(a, buying.BuyingBehaviourAssessed(buying.BuyingMode.RFP), who=BEN, shown="purchasing-rules.pdf")
    s.record(a, access.ExecutiveAccessRefused(s.things["paul"]))
    yield "2022-11-07"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Complaints portal",
            gbp(90),
            dt.date(2023, 1, 31),
            deals.LearnedAt.RFP,
            origin=Origin.REACTION,
            trigger="RFP CI 19",
        ),
        who=BEN,
        called="portal",
    )
    yield "2023-01-30"
    s.record(a, deals.OpportunityLost(s.things["portal"], "Hadley Systems"), who=BEN)


def _saltmarsh_stalls(s: Storyteller) -> Chapter:
    a = "saltmarsh"
    yield "2021-09-13"
    s.record(
        a,
        deals.OpportunityIdentified(
            "Turbine spares hub",
            gbp(1350),
            dt.date(2021, 12, 31),
            deals.LearnedAt.REQUIREMENTS_DEFINED,
            origin=Origin.REACTION,
            trigger="call of the turbine makers",
        ),
        who=KIM,
        called="hub",
    )
    yield "2021-12-06"
    s.record(a, deals.OpportunityWon(s.things["hub"]))
    yield "2022-01-17"
    s.record(a, delivery.DeliveryStarted("Turbine spares hub", s.things["hub"]), called="hub project")
    yield "2024-06-11"
    s.record(
        a,
        delivery.MilestoneSlipped(
            s.things["hub project"], "Fourth site", dt.date(2024, 7, 31), dt.date(2025, 3, 31)
        ),
    )


RADIATING: Final = (
    _harrow_creates_demand,
    _harrow_is_passed_on,
    _northmoor_radiates,
    _castellan_outside,
    _saltmarsh_stalls,
)

"""Harrow & Vale Railways: from no purchase to strategic; refused first, and granted later."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majoracct.cli.demo.storyteller import (
    HERO,
    IDA,
    SUE,
    Chapter,
    Storyteller,
    document_results,
    file_profile,
    gbp,
    plan_actions,
)
from majoracct.domain.account import (
    delivery,
    opportunities,
    plan,
    presence,
    segmentation,
    sponsorship,
)
from majoracct.domain.account import qualification as status
from majoracct.domain.account import relationships as people
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.programme.terms import Level, Tier


def _harrow_first(s: Storyteller) -> Chapter:
    a = HERO
    yield "2021-02-15"
    s.meet(
        a,
        "Ines Okafor",
        "Head of Stations",
        people.BuyingFunction.OPERATIONS,
        Level.DEPARTMENT_HEAD,
        "ines",
    )
    yield "2021-03-01"
    s.record(a, segmentation.TierMoved(Tier.GREENFIELD), who=IDA)
    yield "2021-03-10"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Station rostering",
            gbp(45),
            dt.date(2021, 5, 1),
            opportunities.LearnedAt.REQUIREMENTS_DEFINED,
            origin=Origin.REACTION,
            trigger="tender HV 21/4",
            entry=s.things["ines"],
        ),
        called="rostering",
    )
    yield "2021-04-20"
    s.record(
        a,
        opportunities.OpportunityWon(s.things["rostering"], opportunities.WinBasis.PERFORMANCE),
        reason="letter of award",
    )
    yield "2021-05-03"
    s.record(
        a,
        delivery.DeliveryStarted("Station rostering", s.things["rostering"]),
        called="rostering project",
    )
    s.record(a, presence.PresenceRecorded(presence.Dimension.PROCESS, "rostering"))


def _harrow_beachhead(s: Storyteller) -> Chapter:
    a = HERO
    yield "2021-07-05"
    s.record(a, segmentation.TierMoved(Tier.BEACHHEAD), who=IDA)
    yield "2021-11-30"
    s.record(
        a,
        delivery.DeliveryCompleted(True, s.things["rostering project"]),
        ago=9,
        called="rostering done",
    )
    yield "2022-01-20"
    document_results(
        s,
        a,
        "rostering project",
        ("shifts unfilled", "from 6.1% to 1.9%"),
        ("trains cancelled for want of staff", "41% fewer"),
        ("return on the first year", "2.3 times its cost"),
    )
    yield "2022-02-01"
    s.meet(
        a,
        "Marta Lindgren",
        "Chief Operating Officer",
        people.BuyingFunction.CORPORATE,
        Level.C_LEVEL,
        "marta",
    )
    s.meet(
        a,
        "Tom Achterberg",
        "Director of Finance",
        people.BuyingFunction.FINANCE,
        Level.EXECUTIVE,
        "tom",
    )
    yield "2022-02-14"
    s.record(
        a,
        sponsorship.SponsorNamed(
            s.things["marta"], "Chief Operating Officer", "operations and their budget", Level.C_LEVEL
        ),
        reason="steering board, 14 February",
    )


def _harrow_refused(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-03-01"
    file_profile(s, a, "passenger services", "stations", "freight paths")
    yield "2022-03-15"
    s.record(a, status.QualificationOpened(), who=SUE)
    yield "2022-03-29"
    s.record(
        a,
        status.QualificationRefused(),
        who=IDA,
        reason="one sponsor, on good terms with nobody we know; no plan",
    )


def _harrow_granted(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-05-10"
    s.record(
        a,
        people.InfluenceLinked(s.things["marta"], s.things["tom"], people.LinkKind.PEER),
        reason="introduced at the budget round",
    )
    yield "2022-05-20"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Depot planning",
            gbp(640),
            dt.date(2023, 4, 30),
            opportunities.LearnedAt.FORMING,
            origin=Origin.CREATION,
            sprung_from=s.things["rostering"],
            entry=s.things["marta"],
        ),
        called="depots",
    )
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Control-room decision support", gbp(420), dt.date(2023, 9, 30), opportunities.LearnedAt.PRE_NEED
        ),
        called="control",
    )
    yield "2022-06-01"
    s.record(a, plan.PlanDrafted("Beyond the stations", (s.things["depots"],)), called="harrow plan")
    s.record(a, plan.OpportunityPlanned(s.things["control"]))
    yield "2022-06-02"
    plan_actions(
        s,
        a,
        "Show the rostering figures to the board",
        "Have them speak at the operators' forum",
        "Put depot data into the nightly run",
        "Meet finance every month about the budget",
    )
    yield "2022-06-15"
    s.record(a, status.QualificationOpened(), who=SUE)
    yield "2022-06-30"
    s.record(
        a,
        status.QualificationGranted(),
        who=IDA,
        reason="programme board, June",
        called="grant",
    )


def _harrow_core(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-09-01"
    s.record(a, presence.PresenceRecorded(presence.Dimension.PROCESS, "depot planning"))
    yield "2023-02-20"
    s.record(a, people.RelationshipAssessed(s.things["ines"], people.Strength.GOOD))
    yield "2023-03-02"
    s.record(a, people.RelationshipAssessed(s.things["tom"], people.Strength.TRUSTED))
    yield "2023-04-18"
    s.record(a, opportunities.OpportunityWon(s.things["depots"], opportunities.WinBasis.CUSTOMER_PROFIT))
    yield "2023-07-03"
    s.record(a, people.PerceptionAssessed(s.things["marta"], people.Perception.PREFERRED))


def _harrow_moved_to_core(s: Storyteller) -> Chapter:
    yield "2024-01-08"
    s.record(HERO, segmentation.TierMoved(Tier.CORE), who=IDA)


def _harrow_strategic(s: Storyteller) -> Chapter:
    a = HERO
    yield "2024-02-12"
    s.record(
        a,
        presence.StandardisationRecorded("crew and depot planning, in all regions"),
        shown="framework-agreement.pdf",
    )
    yield "2024-03-05"
    s.record(a, people.PerceptionAssessed(s.things["marta"], people.Perception.GO_TO))
    yield "2024-03-06"
    file_profile(s, a, "passenger services", "stations", "freight paths", "depots")
    yield "2024-04-02"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Timetable of 2026",
            gbp(1400),
            dt.date(2025, 6, 30),
            opportunities.LearnedAt.PRE_NEED,
            origin=Origin.CREATION,
            sprung_from=s.things["depots"],
            entry=s.things["tom"],
            session=s.things.get("third session"),  # where that chapter is told, too
        ),
        called="timetable",
    )
    s.record(a, plan.PlanDrafted("The timetable of 2026", (s.things["timetable"],)))
    yield "2024-06-30"
    s.record(a, status.QualificationReviewed(), who=IDA, reason="yearly review")


def _harrow_moved_to_strategic(s: Storyteller) -> Chapter:
    yield "2024-12-30"
    s.record(HERO, segmentation.TierMoved(Tier.STRATEGIC), who=IDA)


HARROW_VALE: Final = (
    _harrow_first,
    _harrow_beachhead,
    _harrow_refused,
    _harrow_granted,
    _harrow_core,
    _harrow_moved_to_core,
    _harrow_strategic,
    _harrow_moved_to_strategic,
)

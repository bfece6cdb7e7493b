"""What three customers were promised, what was measured, and what it was worth to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.storyteller import HERO, Chapter, Storyteller, gbp
from majoracct.domain.account import advocacy, claims, delivery, outcomes, plan, promises, services, value
from majoracct.domain.account.expectations import Direction
from majoracct.domain.programme.terms import Aim


def _northmoor_is_asked_to_speak(s: Storyteller) -> Chapter:
    a, joan, dev, billing = "northmoor", "joan", "dev", "billing"
    yield "2021-11-15"
    s.record(
        a,
        value.IntangibleValueDocumented(
            "Standing among councils",
            "the treasurers asked Northmoor to show its billing",
            s.things[joan],
            s.things[billing],
        ),
        called="standing among councils",
    )
    yield "2021-12-06"
    s.record(a, claims.BenefitClaimed(s.things["standing among councils"], s.things[joan]))
    yield "2021-12-13"
    s.record(a, claims.BenefitConfirmed(s.things["standing among councils"], s.things[joan]))
    s.record(
        a,
        advocacy.SponsorOutcomeRecorded(
            s.things[joan], advocacy.Credit.GAINED, "the leader thanked her in council", s.things[billing]
        ),
    )
    yield "2022-02-14"
    s.record(
        a,
        value.ValueDocumented(
            value.Measure.METRIC, "postage for bills", "112,000 letters fewer", gbp(68), s.things[billing]
        ),
        shown="postage-2021.pdf",
        called="postage",
    )
    s.record(
        a,
        value.ValueDocumented(
            value.Measure.KPI, "arrears older than a year", "down by a fifth", gbp(240), s.things[billing]
        ),
        shown="arrears-2021.pdf",
        called="arrears",
    )
    yield "2022-02-21"
    for called in ("postage", "arrears"):
        s.record(a, claims.BenefitClaimed(s.things[called], s.things[dev]))
    yield "2022-03-07"
    s.record(a, claims.BenefitConfirmed(s.things["postage"], s.things[dev], gbp(61)))
    s.record(
        a,
        claims.BenefitDisputed(s.things["arrears"], s.things[dev], "the court's new rules did half of it"),
    )
    yield "2022-05-09"
    s.record(
        a,
        services.ServiceAgreed("Bills in six languages", services.ServiceLevel.UTILITY, s.things["billing"]),
        called="six languages",
    )
    yield "2022-09-12"
    s.record(a, services.ServiceDelivered(s.things["six languages"]))


def _castellan_is_let_down(s: Storyteller) -> Chapter:
    a = "castellan"
    yield "2021-10-12"
    s.record(
        a,
        promises.PromiseMade(
            "Every claim screened before it is paid", dt.date(2022, 3, 31), s.things["fraud"]
        ),
        called="screening",
    )
    s.record(
        a,
        promises.BenchmarkAgreed(
            "claims screened",
            Decimal(95),
            dt.date(2022, 3, 31),
            s.things["paul"],
            "%",
            baseline=Decimal(20),
            promise=s.things["screening"],
        ),
        called="claims screened",
    )
    yield "2022-04-04"
    s.record(a, promises.ResultMeasured(s.things["claims screened"], Decimal(58)))
    yield "2022-04-11"
    s.record(
        a,
        promises.PromiseBroken(s.things["screening"], "travel claims came in formats we could not read"),
    )
    yield "2022-05-30"
    s.record(a, promises.AgreementReneged(s.things["screening"], s.things["ruth"]))
    s.record(
        a,
        advocacy.SponsorOutcomeRecorded(
            s.things["ruth"], advocacy.Credit.LOST, "her board asked why", s.things["claims"]
        ),
    )


def _lindqvist_is_promised_more(s: Storyteller) -> Chapter:
    a = "lindqvist"
    yield "2023-02-13"
    s.record(
        a,
        services.ServiceAgreed("Shelf prices from the forecast", services.ServiceLevel.PROFITABILITY),
    )
    s.record(
        a,
        outcomes.OutcomeTargeted(outcomes.OutcomeKind.REVENUE, "Bread sold on the day it is baked"),
        called="bread",
    )
    yield "2023-03-06"
    s.record(a, outcomes.BenefitQuantified(s.things["bread"], gbp(320)))


def _harrow_promised(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-04-25"
    s.record(
        a,
        promises.PromiseMade("Every depot planned within a night", dt.date(2023, 12, 31), s.things["depots"]),
        called="within a night",
    )
    s.record(
        a,
        promises.BenchmarkAgreed(
            "hours to plan all depots",
            Decimal(8),
            dt.date(2023, 12, 31),
            s.things["ines"],
            "hours",
            Direction.LOWER,
            Decimal(30),
            s.things["within a night"],
        ),
        called="hours",
    )
    s.record(
        a,
        promises.PromiseMade(
            "No depot waits for its plan in the morning", dt.date(2024, 1, 31), s.things["depots"]
        ),
        called="by six",
    )
    s.record(
        a,
        promises.BenchmarkAgreed(
            "plans ready by six",
            Decimal(98),
            dt.date(2024, 1, 31),
            s.things["ines"],
            "% of days",
            baseline=Decimal(81),
            promise=s.things["by six"],
        ),
        called="ready",
    )
    yield "2023-05-02"
    s.record(a, delivery.DeliveryStarted("Depot planning", s.things["depots"]), called="depot project")


def _harrow_wants(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-05-09"
    s.record(
        a,
        outcomes.OutcomeTargeted(outcomes.OutcomeKind.COST, "Overtime in the depots"),
        called="overtime aim",
    )
    s.record(
        a,
        outcomes.OutcomeTargeted(
            outcomes.OutcomeKind.PRODUCTIVITY, "Trains turned round a shift", outcomes.OutcomeKind.REVENUE
        ),
        called="turned round",
    )
    yield "2023-05-16"
    s.record(a, outcomes.BenefitQuantified(s.things["overtime aim"], gbp(180)))
    s.record(a, outcomes.BenefitQuantified(s.things["turned round"], gbp(90)))
    yield "2023-05-23"
    s.record(a, outcomes.QuantificationConfirmed(s.things["overtime aim"], s.things["tom"]))
    s.record(a, outcomes.QuantificationConfirmed(s.things["turned round"], s.things["ines"]))
    s.record(
        a,
        plan.ActionAdded(
            "Plan every depot shift overnight",
            Aim.DEPENDENCE,
            owner="kim",
            outcome=s.things["overtime aim"],
            customer_owner=s.things["ines"],
        ),
        called="Plan every depot shift overnight",
    )
    yield "2023-06-12"
    s.record(
        a,
        services.ServiceAgreed(
            "Planners on call at weekends", services.ServiceLevel.UTILITY, s.things["depot project"]
        ),
        called="on call",
    )
    yield "2023-07-24"
    s.record(a, services.ServiceDelivered(s.things["on call"]))
    yield "2023-10-09"
    s.record(
        a,
        services.ServiceAgreed("Shop rents by footfall", services.ServiceLevel.PROFITABILITY),
        called="footfall",
    )


def _harrow_measured(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-12-12"
    s.record(a, promises.ResultMeasured(s.things["hours"], Decimal("6.5")))
    yield "2024-02-01"
    s.record(a, promises.ResultMeasured(s.things["ready"], Decimal(93)))
    yield "2024-02-06"
    s.record(
        a,
        promises.CorrectiveChangeMade(s.things["by six"], "A second planner is on every night"),
        reason="three depots waited in January",
    )
    yield "2024-02-13"
    s.record(a, delivery.DeliveryCompleted(True, s.things["depot project"]))
    yield "2024-02-19"
    s.record(
        a,
        value.ValueDocumented(
            value.Measure.METRIC, "overtime in the depots", "31% less", gbp(186), s.things["depot project"]
        ),
        shown="overtime-2023.pdf",
        called="overtime",
    )
    s.record(
        a,
        value.ValueDocumented(
            value.Measure.KPI, "trains late out of the depot", "29% fewer", project=s.things["depot project"]
        ),
        shown="punctuality-2023.pdf",
        called="late trains",
    )


def _harrow_claimed(s: Storyteller) -> Chapter:
    a = HERO
    yield "2024-03-04"
    s.record(a, claims.BenefitClaimed(s.things["overtime"], s.things["tom"]))
    s.record(a, claims.BenefitClaimed(s.things["late trains"], s.things["ines"]))
    yield "2024-03-11"
    s.record(
        a,
        advocacy.AmmunitionProvided(
            s.things["marta"], "Two pages on overtime for the board", (s.things["overtime"],)
        ),
    )
    s.record(
        a,
        plan.ActionAdded(
            "Rehearse the budget round",
            Aim.ADVOCACY,
            owner="kim",
            supports=s.things["marta"],
        ),
        called="rehearsal",
    )
    yield "2024-04-15"
    s.record(a, claims.BenefitConfirmed(s.things["overtime"], s.things["tom"], gbp(172)))
    yield "2024-04-22"
    s.record(a, plan.ActionCompleted(s.things["rehearsal"]))
    s.record(
        a,
        promises.PromiseMade("A timetable the passengers trust", opportunity=s.things["timetable"]),
    )
    yield "2024-05-06"
    s.record(
        a,
        advocacy.SponsorOutcomeRecorded(
            s.things["marta"],
            advocacy.Credit.GAINED,
            "freight is to copy her depots",
            s.things["depot project"],
        ),
    )
    yield "2024-05-20"
    s.record(
        a,
        advocacy.AnecdotePublished(
            "The depots that plan by night", (s.things["overtime"],), s.things["marta"]
        ),
        shown="consent-to-tell.pdf",
    )
    s.record(a, services.ServiceDelivered(s.things["footfall"]))
    yield "2024-06-10"
    s.record(
        a,
        services.ValuePropositionRated(services.Rung.STRATEGICALLY_DIFFERENTIATED),
        shown="supplier-review-2024.pdf",
    )
    yield "2024-11-18"
    s.record(
        a,
        value.ValueDocumented(
            value.Measure.ROI,
            "return on the first year of depot planning",
            "3.1 times its cost",
            project=s.things["depot project"],
        ),
        shown="return-2024.pdf",
    )


PROMISED: Final = (
    _northmoor_is_asked_to_speak,
    _castellan_is_let_down,
    _lindqvist_is_promised_more,
    _harrow_promised,
    _harrow_wants,
    _harrow_measured,
    _harrow_claimed,
)

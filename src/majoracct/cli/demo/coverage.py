"""Who has which customer, how it is sold to, what it is expected to bring, and a partner who sells for us."""

from __future__ import annotations

from typing import Final

from majoracct.cli.demo.storyteller import IDA, Chapter, Storyteller, gbp
from majoracct.domain.account import coverage, opportunities, plan, profile, sites
from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.programme.company import CompanyRevenueStated
from majoracct.domain.programme.terms import Aim, PlanningFunction

PARTNER: Final = "tidewater"
ASHA: Final = "asha"
LIAM: Final = "liam"

# What our company took in, all customers told, in thousands.
OUR_REVENUE: Final = {2021: 8900, 2022: 9600, 2023: 10300, 2024: 11400}

OWNERS: Final = {
    "harrow-vale": ASHA,
    "northmoor": LIAM,
    "lindqvist": ASHA,
    "saltmarsh": LIAM,
}
CHANNELS: Final = {
    "harrow-vale": coverage.Channel.DIRECT,
    "northmoor": coverage.Channel.DIRECT,
    "lindqvist": coverage.Channel.DIRECT,
    "saltmarsh": coverage.Channel.DIRECT,
    "castellan": coverage.Channel.PARTNER,
    "meridian": coverage.Channel.INSIDE,
    "pinewood": coverage.Channel.INSIDE,
}


def _our_revenue(s: Storyteller) -> Chapter:
    for year, thousands in OUR_REVENUE.items():
        yield f"{year}-12-30"
        s.adopt(CompanyRevenueStated(year, gbp(thousands)), f"draft accounts of {year}")


def _partner(s: Storyteller) -> Chapter:
    yield "2023-02-06"
    s.record(PARTNER, profile.AccountOpened("Tidewater Systems"), reason="distribution agreement")
    s.record(PARTNER, coverage.RelationStated(coverage.Relation.DISTRIBUTION), shown="agreement.pdf")
    for day, thousands in (("2023-07-31", 240), ("2024-01-31", 480), ("2024-07-31", 620)):
        yield day
        s.record(PARTNER, RevenueRecorded(gbp(thousands)), reason="licences they sold on")


def _handled(s: Storyteller) -> Chapter:
    yield "2022-07-04"
    s.hire("Asha Mbeki", "Field sales, industry", ASHA)
    s.hire("Liam Farrow", "Field sales, public sector and energy", LIAM)
    for account, who in OWNERS.items():
        s.record(account, coverage.OwnerAssigned(s.things[who]), who=IDA)
    yield "2022-07-05"
    for account, channel in CHANNELS.items():
        s.record(account, coverage.ChannelSet(channel), who=IDA)


def _places(s: Storyteller) -> Chapter:
    yield "2023-05-15"
    for account, places in (
        ("harrow-vale", (("Head office, York", True), ("Control centre, Derby", True), ("Depots", False))),
        ("northmoor", (("City Hall", True),)),
        ("saltmarsh", (("Felmere", False), ("Oxley", False), ("Port Sallow", False), ("Tarn", True))),
        ("pinewood", (("Pinewood House", True),)),
    ):
        for number, (name, buys) in enumerate(places):
            s.record(account, sites.SiteAdded(name, "GB", buys), called=f"{account} {number}")
    yield "2024-05-20"
    s.record("northmoor", sites.HeadcountRecorded(104, s.things["northmoor 0"]))
    s.record("harrow-vale", sites.HeadcountRecorded(31, s.things["harrow-vale 1"]))


def _how_satisfied(s: Storyteller) -> Chapter:
    for day, account, person, satisfaction in (
        ("2021-11-15", "castellan", "ruth", Satisfaction.SATISFIED),
        ("2022-05-30", "castellan", "ruth", Satisfaction.DISSATISFIED),
        ("2022-11-14", "northmoor", "joan", Satisfaction.SATISFIED),
        ("2023-11-13", "harrow-vale", "marta", Satisfaction.FULLY),
        ("2023-11-14", "lindqvist", "elin", Satisfaction.PARTLY),
        ("2024-11-12", "lindqvist", "elin", Satisfaction.FULLY),
    ):
        yield day
        s.record(account, SatisfactionAssessed(s.things[person], satisfaction), reason="yearly interview")


def _functions(s: Storyteller) -> Chapter:
    yield "2024-04-15"
    for account, task, aim, function in (
        (
            "harrow-vale",
            "Show the timetable at the rail fair",
            Aim.ADVOCACY,
            PlanningFunction.MARKETING,
        ),
        ("harrow-vale", "Keep a help desk in the control room", Aim.DEPENDENCE, PlanningFunction.SERVICE),
        ("northmoor", "See every housing case moved without a gap", Aim.CONFIDENCE, PlanningFunction.SERVICE),
        ("lindqvist", "Walk every line with the owner once a quarter", Aim.TRUST, PlanningFunction.SALES),
    ):
        s.record(account, plan.ActionAdded(task, aim, owner="kim", function=function), called=task)


def _vital(s: Storyteller) -> Chapter:
    yield "2024-06-03"
    s.record(
        "lindqvist",
        coverage.SignificanceDeclared("every food maker we meet asks to see their lines"),
        who=IDA,
        shown="board-paper-2024-06.pdf",
    )


def _one_sale(s: Storyteller) -> Chapter:
    yield "2024-02-05"
    s.record(
        "saltmarsh",
        opportunities.OpportunityIdentified(
            "Forecasts for the whole grid", gbp(2400), sale=opportunities.SaleKind.ONE_TIME
        ),
    )


def _expected(s: Storyteller) -> Chapter:
    yield "2024-11-18"
    for account, thousands, basis in (
        ("harrow-vale", 2600, "the timetable, and what they buy every year"),
        ("northmoor", 1200, "the contract as it stands"),
        ("lindqvist", 1050, "four more lines, agreed in principle"),
        ("saltmarsh", 2200, "the first half of the grid"),
    ):
        s.record(account, RevenueExpected(2025, gbp(thousands), basis), reason="budget round")


COVERAGE: Final = (
    _our_revenue,
    _partner,
    _handled,
    _places,
    _how_satisfied,
    _functions,
    _vital,
    _one_sale,
    _expected,
)

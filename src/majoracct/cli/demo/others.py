"""The other customers: granted at once, by a wider play, revoked after a correction, grown cold, merged."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majoracct.cli.demo.storyteller import (
    BEN,
    IDA,
    NAMES,
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
    plays,
    presence,
    profile,
    segmentation,
    sponsorship,
)
from majoracct.domain.account import qualification as status
from majoracct.domain.account import relationships as people
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import Level, Tier

# What each paid, in thousands, quarter by quarter from the first of 2021; 0 is no payment.
PAID: Final = {
    "harrow-vale": (0, 40, 85, 120, 210, 260, 290, 340, 380, 410, 440, 460, 470, 480, 510, 540),
    "northmoor": (180, 190, 170, 200, 210, 220, 205, 230, 240, 250, 260, 255, 270, 280, 290, 310),
    "lindqvist": (0, 0, 25, 30, 0, 45, 50, 60, 70, 90, 110, 130, 150, 170, 180, 210),
    "castellan": (90, 110, 130, 140, 150, 160, 150, 140, 130, 120, 90, 60, 40, 30, 0, 20),
    "ostermark": (35, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "pinewood": (0, 0, 0, 8, 0, 6, 0, 9, 0, 0, 12, 0, 7, 0, 0, 11),
    "meridian": (60, 70, 75, 80, 90, 85, 95, 100, 110, 105, 120, 115, 125, 130, 140, 150),
    "saltmarsh": (0, 0, 0, 0, 300, 320, 0, 0, 350, 0, 0, 380, 0, 0, 400, 0),
    "brightwell": (10, 12, 15, 14, 16, 18, 17, 19, 20, 0, 0, 0, 0, 0, 0, 0),
}


# The chapters: each yields the day, and then records what became known on it


def _payments(s: Storyteller) -> Chapter:
    ends = ("03-31", "06-30", "09-30", "12-31")
    for number in range(16):
        yield f"{2021 + number // 4}-{ends[number % 4]}"
        s.pay({account: paid[number] for account, paid in PAID.items()})


def _begin(s: Storyteller) -> Chapter:
    yield "2021-01-04"
    s.adopt(NamedAccountTargetSet(3, dt.date(2024, 12, 31)), "board paper 12")
    for account, name in NAMES.items():
        s.record(account, profile.AccountOpened(name), reason="customer list of 2021")


def _northmoor(s: Storyteller) -> Chapter:
    a = "northmoor"
    yield "2021-04-05"
    s.record(a, segmentation.TierMoved(Tier.BEACHHEAD), who=IDA)
    yield "2021-04-06"
    s.record(
        a,
        delivery.DeliveryCompleted(True, title="Council tax billing"),
        called="billing",
        reason="signed off by the council",
    )
    yield "2021-04-20"
    document_results(
        s,
        a,
        "billing",
        ("bills sent right first time", "99.2%"),
        ("calls about bills", "38% fewer"),
        ("return over two years", "1.7 times its cost"),
    )
    yield "2021-05-03"
    file_profile(s, a, "council tax", "housing", "libraries")
    yield "2021-05-04"
    s.meet(
        a,
        "Joan Pryce",
        "Chief Executive",
        people.BuyingFunction.CORPORATE,
        Level.C_LEVEL,
        "joan",
    )
    s.meet(
        a,
        "Dev Raman",
        "Director of Resources",
        people.BuyingFunction.FINANCE,
        Level.EXECUTIVE,
        "dev",
    )
    yield "2021-05-10"
    s.record(a, sponsorship.SponsorNamed(s.things["joan"], "Chief Executive", "the whole council"))
    s.record(a, people.InfluenceLinked(s.things["dev"], s.things["joan"], people.LinkKind.REPORTS_TO))
    yield "2021-05-17"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Housing and benefits", gbp(1100), dt.date(2022, 3, 31), opportunities.LearnedAt.FORMING
        ),
        called="housing",
    )
    yield "2021-05-18"
    s.record(a, plan.PlanDrafted("One view of the citizen", (s.things["housing"],)))
    plan_actions(
        s,
        a,
        "Publish the billing figures",
        "Have the council tell the county treasurers",
        "Join the council's data to ours",
        "Quarterly look at every promise",
    )
    yield "2021-05-31"
    s.record(a, status.QualificationOpened(), who=BEN)
    yield "2021-06-14"
    s.record(a, status.QualificationGranted(), who=IDA, reason="programme board, June")


def _brightwell(s: Storyteller) -> Chapter:
    yield "2023-04-01"
    s.merge("brightwell", "northmoor", "one council since April 2023")


def _lindqvist(s: Storyteller) -> Chapter:
    a = "lindqvist"
    yield "2022-09-05"
    file_profile(s, a, "frozen food", "own-label bakery")
    yield "2022-09-06"
    s.meet(a, "Elin Lindqvist", "Owner", people.BuyingFunction.CORPORATE, Level.C_LEVEL, "elin")
    s.meet(
        a,
        "Sven Moe",
        "Technical Director",
        people.BuyingFunction.TECHNOLOGY,
        Level.EXECUTIVE,
        "sven",
    )
    yield "2022-09-20"
    s.record(a, sponsorship.SponsorNamed(s.things["elin"], "Owner", "every investment"))
    s.record(
        a,
        people.InfluenceLinked(s.things["elin"], s.things["sven"], people.LinkKind.INFLUENCES),
    )
    yield "2022-10-10"
    s.record(
        a,
        plays.WiderPlayDescribed(
            "Waste below one per cent", "Plan every line by what the shops will sell, and throw nothing away."
        ),
        called="waste",
    )
    yield "2022-11-21"
    s.record(
        a,
        plays.TractionEvidenced(s.things["waste"], "Our waste map went before the board"),
        shown="board-minutes-2022-11.pdf",
        ago=4,
    )
    yield "2022-12-05"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Line planning, north", gbp(1050), dt.date(2023, 11, 30), opportunities.LearnedAt.PRE_NEED
        ),
        called="north",
    )
    yield "2022-12-06"
    s.record(a, plan.PlanDrafted("From one line to all", (s.things["north"],)))
    plan_actions(
        s,
        a,
        "Prove the forecast on one line",
        "Have it shown to the bakers from inside",
        "Run the orders through our forecast",
        "Open our figures to the owner",
    )
    yield "2023-01-09"
    s.record(a, status.QualificationOpened(), who=SUE)
    yield "2023-01-30"
    s.record(a, status.QualificationGranted(), who=IDA, reason="programme board, January")


def _castellan(s: Storyteller) -> Chapter:
    a = "castellan"
    yield "2021-09-01"
    file_profile(s, a, "motor", "home", "travel")
    yield "2021-09-02"
    s.meet(
        a,
        "Ruth Adeyemi",
        "Chief Claims Officer",
        people.BuyingFunction.OPERATIONS,
        Level.C_LEVEL,
        "ruth",
    )
    s.meet(
        a,
        "Paul Novak",
        "Director of Technology",
        people.BuyingFunction.TECHNOLOGY,
        Level.EXECUTIVE,
        "paul",
    )
    yield "2021-09-06"
    s.record(a, sponsorship.SponsorNamed(s.things["ruth"], "Chief Claims Officer", "claims"))
    s.record(a, people.InfluenceLinked(s.things["ruth"], s.things["paul"], people.LinkKind.PEER))
    yield "2021-09-13"
    s.record(a, delivery.DeliveryCompleted(True, title="Claims intake"), called="claims")
    yield "2021-09-27"
    document_results(
        s,
        a,
        "claims",
        ("claims read without a person", "62%"),
        ("days from claim to payment", "from 19 to 8"),
        ("return in the first year", "1.4 times its cost"),
    )
    yield "2021-10-04"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Fraud screening", gbp(1250), dt.date(2022, 10, 31), opportunities.LearnedAt.FORMING
        ),
        called="fraud",
    )
    yield "2021-10-05"
    s.record(a, plan.PlanDrafted("Claims without queues", (s.things["fraud"],)))
    plan_actions(
        s,
        a,
        "Answer every complaint in a day",
        "Have claims brief the regulator",
        "Host their claims rules",
        "Share the error log",
    )
    yield "2021-10-18"
    s.record(a, status.QualificationOpened(), who=BEN)
    yield "2021-11-01"
    s.record(a, status.QualificationGranted(), who=IDA, reason="programme board, October")


def _castellan_corrected(s: Storyteller) -> Chapter:
    yield "2022-05-16"
    s.correct(
        "fraud",
        who=("noor", "sales operations"),
        reason="typed 1,250,000 for 125,000",
        value=gbp(125),
    )
    yield "2022-06-20"
    s.record(
        "castellan",
        status.QualificationRevoked(),
        who=IDA,
        reason="the plan never reached the threshold: see the correction of May",
    )


def _pinewood(s: Storyteller) -> Chapter:
    yield "2022-01-10"
    s.record("pinewood", segmentation.TierMoved(Tier.BEACHHEAD), who=IDA)
    yield "2023-05-08"
    s.record("pinewood", status.QualificationOpened(), who=BEN)
    yield "2023-05-22"
    s.record(
        "pinewood",
        status.QualificationRefused(),
        who=IDA,
        reason="nothing on file but invoices",
    )


def _meridian(s: Storyteller) -> Chapter:
    a = "meridian"
    yield "2023-10-02"
    s.meet(
        a,
        "Amal Haddad",
        "Head of Yards",
        people.BuyingFunction.OPERATIONS,
        Level.DEPARTMENT_HEAD,
        "amal",
    )
    yield "2023-10-03"
    s.record(a, people.RelationshipAssessed(s.things["amal"], people.Strength.GOOD))
    for where in ("Felstow", "Grimsay", "Port Anselm"):
        yield "2023-10-04"
        s.record(a, presence.PresenceRecorded(presence.Dimension.GEOGRAPHY, where))
    yield "2024-01-15"
    s.record(a, segmentation.TierMoved(Tier.CORE), who=IDA)


def _saltmarsh(s: Storyteller) -> Chapter:
    yield "2023-12-04"
    s.record(
        "saltmarsh",
        segmentation.TierMoved(Tier.CORE, override=True),
        who=IDA,
        reason="a new owner with four sites; we mean to be in all of them by 2025",
    )


def _ostermark(s: Storyteller) -> Chapter:
    yield "2021-07-12"
    s.record("ostermark", segmentation.TierMoved(Tier.BEACHHEAD), who=IDA)


OTHERS: Final = (
    _payments,
    _begin,
    _northmoor,
    _brightwell,
    _lindqvist,
    _castellan,
    _castellan_corrected,
    _pinewood,
    _meridian,
    _saltmarsh,
    _ostermark,
)

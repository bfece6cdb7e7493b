"""What stands behind an account: money, people and rules, what is known of it, and who else is there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.coverage import PARTNER
from majoracct.cli.demo.storyteller import HERO, IDA, Chapter, Storyteller, gbp
from majoracct.domain.account import (
    analyses,
    class_labels,
    commercial_commitments,
    competitor_loyalty,
    escalations,
    investment,
    partners,
    power,
    proactive,
    resources,
    wallet,
    whitespace,
)
from majoracct.domain.account import relationships as people
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.money import Money
from majoracct.domain.programme import coaching, funding, playbooks, portfolio, rates
from majoracct.domain.programme.programme_tables import AnalysisKind
from majoracct.domain.programme.tier_tables import Maturity

__all__ = ["BACKED"]


def _programme_is_funded(s: Storyteller) -> Chapter:
    who = s.things
    yield "2022-07-11"
    s.adopt(
        funding.ProgrammeFundingCommitted(
            who["hal"],
            dt.date(2025, 12, 31),
            (funding.FundedFor.PEOPLE, funding.FundedFor.PROCESS),
            gbp(900),
        ),
        "board paper 31",
    )
    yield "2023-01-16"
    s.adopt(
        portfolio.RulesOfEngagementPublished(
            "1", "Nobody calls on a customer the account manager does not know of."
        )
    )
    s.adopt(portfolio.PortfolioOrgEnrolled("Delivery", who["vera"]))
    s.adopt(portfolio.PortfolioOrgEnrolled("Analytics", who["sue"]))
    s.adopt(portfolio.RulesAccepted(who["vera"]))
    yield "2024-03-12"
    s.adopt(
        portfolio.RulesOfEngagementPublished("2", "A specialist's offer goes out with the account's own.")
    )
    s.adopt(portfolio.RulesAccepted(who["vera"]))


def _managers_are_coached(s: Storyteller) -> Chapter:
    for day, ours, coach, what in (
        ("2022-09-26", "kim", "ida", "leading people who report to others"),
        ("2023-05-08", "ben", "ida", "from closing to keeping"),
        ("2024-02-05", "rosa", "ida", "saying no to a customer"),
        ("2024-11-11", "kim", "hal", "a plan the whole team owns"),
    ):
        yield day
        s.adopt(coaching.CoachingHeld(s.things[ours], s.things[coach], what))


def _playbook(s: Storyteller) -> Chapter:
    yield "2023-03-13"
    s.adopt(
        playbooks.PlaybookDefined(
            "a day a year with those who plan",
            "what was promised and measured, each quarter",
            "negotiated, on what the customer gains",
            "a named team, and a desk that answers",
            maturity=Maturity.ESTABLISHED,
        )
    )


def _harrow_gets_more(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    yield "2024-05-06"
    for called, granted in (
        (
            "expert",
            resources.ResourceGranted(
                resources.ResourceKind.TECHNICAL,
                "an expert in their office",
                who["nadia"],
                dt.date(2025, 6, 30),
            ),
        ),
        (
            "line to the top",
            resources.ResourceGranted(resources.ResourceKind.CONCIERGE, "a number that is answered at night"),
        ),
    ):
        s.record(a, granted, who=IDA, called=called)
    s.record(
        a,
        resources.InvestmentCommitted("a copy of their timetable to plan on", gbp(60), dt.date(2025, 6, 30)),
        who=IDA,
        called="copy",
    )
    yield "2024-12-17"
    s.record(
        a, investment.InvestmentMade(investment.Purpose.RESOURCES, gbp(22), pays_for=who["copy"]), who=IDA
    )
    s.record(
        a, investment.InvestmentMade(investment.Purpose.RESOURCES, gbp(48), pays_for=who["expert"]), who=IDA
    )


def _labels(s: Storyteller) -> Chapter:
    yield "2024-01-11"
    s.record(HERO, class_labels.ClassLabelGiven("strategic"), who=IDA)
    s.record("saltmarsh", class_labels.ClassLabelGiven("named"), who=IDA)


def _issues_go_up(s: Storyteller) -> Chapter:
    yield "2024-08-20"
    s.record(
        HERO,
        escalations.IssueEscalated("the desk did not answer on a Sunday", s.things["ines"]),
        called="Sunday",
    )
    yield "2024-08-21"
    s.record(HERO, escalations.EscalationTakenUp(s.things["Sunday"], s.things["hal"]))
    yield "2024-08-28"
    s.record(HERO, escalations.IssueResolved(s.things["Sunday"], "two people are on the desk at weekends"))
    yield "2024-12-09"
    s.record(
        "northmoor", escalations.IssueEscalated("nobody tells us who answers for appeals", s.things["dev"])
    )


def _settled_on_us(s: Storyteller) -> Chapter:
    made, kind = commercial_commitments.CommercialCommitmentMade, commercial_commitments.CommitmentKind
    yield "2023-05-02"
    s.record("castellan", made(kind.RELATIONSHIP, "one point of contact", dt.date(2024, 4, 30)))
    yield "2024-02-13"
    s.record(
        HERO,
        made(kind.PLATFORM, "crews and depots are planned on ours", dt.date(2029, 2, 12), s.things["marta"]),
    )


_AREAS: Final = (
    ("passenger services", "rostering", whitespace.Provider.US, None, 900),
    ("depots", "depot planning", whitespace.Provider.US, None, 760),
    ("freight", "rostering", whitespace.Provider.COMPETITOR, "Redgate Systems", 310),
    ("freight", "depot planning", whitespace.Provider.IN_HOUSE, None, 140),
    ("stations", "disruption desk", whitespace.Provider.NONE, None, None),
)


def _what_is_not_ours(s: Storyteller) -> Chapter:
    yield "2024-05-21"
    for unit, offering, provider, rival, spend in _AREAS:
        s.record(
            HERO, whitespace.WhitespaceCellSet(unit, offering, provider, rival, gbp(spend) if spend else None)
        )
    s.record(
        "lindqvist",
        whitespace.WhitespaceCellSet(
            "own-label bakery", "line planning", whitespace.Provider.COMPETITOR, "Plansmith"
        ),
    )


def _wallets(s: Storyteller) -> Chapter:
    for day, account, year, thousands in (
        ("2024-02-19", HERO, 2023, 3100),
        ("2024-02-20", "lindqvist", 2023, 820),
        ("2024-02-21", "northmoor", 2023, 1500),
        ("2024-12-30", HERO, 2024, 3300),
        ("2024-12-30", "lindqvist", 2024, 1150),
        ("2024-12-30", "northmoor", 2024, 1900),
    ):
        yield day
        s.record(
            account, wallet.WalletEstimated(year, gbp(thousands), "their accounts, and what their buyers say")
        )


def _found_out(s: Storyteller) -> Chapter:
    kind = AnalysisKind
    yield "2022-07-18"
    s.record("northmoor", analyses.AnalysisFiled(kind.FINANCIALS, "2021", "published accounts"))
    yield "2024-10-28"
    for each, source in (
        (kind.FINANCIALS, "half-year report"),
        (kind.INDUSTRY_TRENDS, "operators' forum"),
        (kind.STAKEHOLDER_PROFILES, "talks of the autumn"),
        (kind.INSTALLED_BASE, "service records"),
        (kind.SHARE_OF_WALLET, "their buyers"),
    ):
        s.record(HERO, analyses.AnalysisFiled(each, "2024Q3", source))


def _harrow_is_mapped(s: Storyteller) -> Chapter:
    a, who, strength, weight = HERO, s.things, people.Strength, power.Power
    yield "2024-11-05"
    for called, how, how_much in (
        ("marta", strength.TRUSTED, weight.HIGH),
        ("tom", strength.TRUSTED, weight.HIGH),
        ("ines", strength.GOOD, weight.MEDIUM),
        ("lena", strength.RAPPORT, weight.HIGH),
    ):
        s.record(a, people.StakeholderVerified(who[called], target_buyer=True))
        s.record(a, people.RelationshipAssessed(who[called], how))
        s.record(a, power.PowerAssessed(who[called], how_much))
    for one, other, link in (
        ("ines", "marta", people.LinkKind.REPORTS_TO),
        ("lena", "marta", people.LinkKind.ADVISES),
        ("marta", "tom", people.LinkKind.PEER),
    ):
        s.record(a, people.InfluenceLinked(who[one], who[other], link))


def _others_are_there(s: Storyteller) -> Chapter:
    yield "2023-02-07"
    s.record(HERO, partners.PartnerJoined(PARTNER, "runs the servers at night"), who=IDA)
    yield "2024-04-10"
    s.record(HERO, proactive.ProactiveProgrammeAssigned("Evenings for those who plan railways"), who=IDA)
    yield "2024-06-25"
    s.record("lindqvist", competitor_loyalty.CompetitorLoyaltyRecorded("Plansmith", s.things["sven"]))
    s.record(
        "northmoor", competitor_loyalty.CompetitorLoyaltyRecorded("Redgate Systems", department="Housing")
    )


def _paid_in_dollars(s: Storyteller) -> Chapter:
    yield "2024-10-01"
    s.adopt(rates.ExchangeRateRecorded("USD", "GBP", Decimal("0.75"), "our bank"))
    yield "2024-10-31"
    s.record(PARTNER, RevenueRecorded(Money(Decimal(24_000), "USD")), reason="licences they sold on overseas")


BACKED: Final = (
    _programme_is_funded,
    _managers_are_coached,
    _playbook,
    _harrow_gets_more,
    _labels,
    _issues_go_up,
    _settled_on_us,
    _what_is_not_ours,
    _wallets,
    _found_out,
    _harrow_is_mapped,
    _others_are_there,
    _paid_in_dollars,
)

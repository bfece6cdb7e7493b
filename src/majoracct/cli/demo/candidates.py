"""Five customers as candidates: what was judged of them, what was put into them, and what came back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.storyteller import IDA, SUE, Chapter, Storyteller, gbp
from majoracct.domain.account import (
    access,
    buying,
    collaboration,
    expectations,
    forecast,
    investment,
    opportunities,
    profile,
    promises,
    satisfaction,
)
from majoracct.domain.account import relationships as people
from majoracct.domain.account.candidacy import CandidateAssessed, CandidateRow
from majoracct.domain.programme.terms import Level

_PROSPECT: Final = "kestrel"
_BEHIND_US: Final = (CandidateRow.REPUTATION, CandidateRow.MUTUAL_GAIN, CandidateRow.COMMITMENT)


def _state(s: Storyteller, account: str, year: int, turnover: int, profit: int) -> None:
    """File the yearly accounts of a customer, in thousands."""
    kind = profile.StatementKind.AUDITED_ACCOUNTS
    filed = profile.FinancialStatementFiled(kind, dt.date(year, 12, 31), gbp(turnover), gbp(profit))
    s.record(account, filed, shown=f"accounts-{year}.pdf")


def _judge(s: Storyteller, account: str, shown: str, *rows: CandidateRow, strong: bool) -> None:
    for row in rows:
        s.record(account, CandidateAssessed(row, strong), who=SUE, shown=shown)


def _invest(
    s: Storyteller,
    account: str,
    purpose: investment.Purpose,
    thousands: int,
    opportunity: str | None = None,
) -> None:
    s.record(account, investment.InvestmentMade(purpose, gbp(thousands), opportunity), who=IDA)


def _cost(s: Storyteller, account: str, thousands: int) -> None:
    s.record(account, investment.CostOfSalesRecorded(gbp(thousands)), who=("accounts", "finance"))


def _lindqvist_trusts(s: Storyteller) -> Chapter:
    a, team = "lindqvist", investment.Purpose.TEAM
    yield "2023-02-06"
    s.record(a, access.ExecutiveAccessGained(s.things["elin"], "the board's waste evening"))
    s.record(a, access.ExecutiveAccessGained(s.things["sven"]))
    yield "2023-02-20"
    s.record(a, people.RelationshipAssessed(s.things["elin"], people.Strength.RAPPORT))
    s.record(
        a,
        promises.PromiseMade("Less than one loaf in a hundred thrown away", dt.date(2024, 2, 29)),
        called="loaves",
    )
    s.record(
        a,
        promises.BenchmarkAgreed(
            "bread thrown away on the first line",
            Decimal(1),
            dt.date(2024, 2, 29),
            s.things["elin"],
            "%",
            expectations.Direction.LOWER,
            Decimal("3.4"),
            s.things["loaves"],
        ),
        called="bread thrown away",
    )
    yield "2023-06-12"
    _state(s, a, 2022, 84_000, 5_900)
    yield "2023-12-18"
    _invest(s, a, team, 95)
    _cost(s, a, 205)
    yield "2024-03-04"
    s.record(a, promises.ResultMeasured(s.things["bread thrown away"], Decimal("0.8")))
    yield "2024-05-06"
    _state(s, a, 2023, 91_500, 7_200)
    yield "2024-05-13"
    _judge(s, a, "reference-visit-2024.pdf", *_BEHIND_US, strong=True)
    _judge(s, a, "board-minutes-2024-04.pdf", CandidateRow.VALUE_ORIENTATION, strong=True)
    s.record(a, buying.BuyingBehaviourAssessed(buying.BuyingMode.NEGOTIATED), shown="frame-contract.pdf")
    yield "2024-05-27"
    s.record(a, satisfaction.SatisfactionAssessed(s.things["elin"], satisfaction.Satisfaction.FULLY))
    s.record(a, people.RelationshipAssessed(s.things["elin"], people.Strength.TRUSTED))
    yield "2024-11-04"
    s.record(a, forecast.RevenueExpected(2025, gbp(1_150), "every line but one is ordered"))
    yield "2024-12-16"
    _invest(s, a, team, 120)
    _cost(s, a, 390)


def _castellan_closes(s: Storyteller) -> Chapter:
    a, team = "castellan", investment.Purpose.TEAM
    yield "2021-10-11"
    _invest(s, a, investment.Purpose.LANDING, 48, s.things["fraud"])
    yield "2021-10-25"
    s.record(a, people.RelationshipAssessed(s.things["ruth"], people.Strength.GOOD))
    yield "2022-12-12"
    _invest(s, a, team, 90)
    _cost(s, a, 470)
    yield "2023-05-15"
    _state(s, a, 2022, 310_000, 4_100)
    yield "2023-12-11"
    _invest(s, a, team, 60)
    _cost(s, a, 350)
    yield "2024-05-20"
    _state(s, a, 2023, 288_000, -9_600)
    yield "2024-06-03"
    s.record(a, access.ExecutiveAccessRefused(s.things["ruth"]))
    s.record(a, people.RelationshipAssessed(s.things["ruth"], people.Strength.COLD))
    s.record(a, satisfaction.SatisfactionAssessed(s.things["ruth"], satisfaction.Satisfaction.DISSATISFIED))
    s.record(a, buying.BuyingBehaviourAssessed(buying.BuyingMode.RFP), shown="tender-calendar.pdf")
    _judge(s, a, "tender-calendar.pdf", CandidateRow.VALUE_ORIENTATION, CandidateRow.COMMITMENT, strong=False)


def _meridian_outran(s: Storyteller) -> Chapter:
    a = "meridian"
    yield "2023-10-09"
    s.record(
        a,
        opportunities.OpportunityIdentified(
            "Berths by the hour", gbp(160), dt.date(2024, 2, 29), opportunities.LearnedAt.FORMING
        ),
        called="berths",
    )
    yield "2023-11-13"
    _invest(s, a, investment.Purpose.LANDING, 35, s.things["berths"])
    yield "2023-12-12"
    _cost(s, a, 390)
    yield "2024-01-22"
    s.record(
        a,
        promises.PromiseMade(
            "No ship waits longer than two hours for its berth", dt.date(2024, 9, 30), s.things["berths"]
        ),
        called="two hours",
    )
    s.record(
        a,
        promises.BenchmarkAgreed(
            "hours from roads to berth",
            Decimal(2),
            dt.date(2024, 9, 30),
            s.things["amal"],
            "hours",
            expectations.Direction.LOWER,
            Decimal("6.5"),
            s.things["two hours"],
        ),
        called="hours to berth",
    )
    yield "2024-02-26"
    s.record(a, opportunities.OpportunityWon(s.things["berths"], opportunities.WinBasis.PERFORMANCE))
    yield "2024-06-10"
    _state(s, a, 2022, 150_000, 11_000)
    _state(s, a, 2023, 153_000, 12_500)
    yield "2024-06-17"
    _judge(s, a, "shipping-review.pdf", CandidateRow.REPUTATION, strong=True)
    _judge(s, a, "minutes-yards-2024-06.pdf", CandidateRow.OPENNESS, strong=True)
    _judge(s, a, "contract-penalties.pdf", CandidateRow.MUTUAL_GAIN, strong=False)
    s.record(
        a,
        collaboration.CollaborationAssessed(collaboration.CollaborationMode.COOPERATIVE),
        shown="minutes-yards-2024-06.pdf",
    )
    yield "2024-10-07"
    s.record(a, promises.ResultMeasured(s.things["hours to berth"], Decimal("3.1")))
    yield "2024-12-09"
    _invest(s, a, investment.Purpose.RESOURCES, 40)
    _cost(s, a, 470)


def _pinewood_costs(s: Storyteller) -> Chapter:
    a = "pinewood"
    yield "2024-09-09"
    _judge(s, a, "purchase-orders.pdf", CandidateRow.VALUE_ORIENTATION, strong=False)
    yield "2024-12-10"
    _invest(s, a, investment.Purpose.TEAM, 15)
    _cost(s, a, 12)


def _prospect(s: Storyteller) -> Chapter:
    a = _PROSPECT
    yield "2024-03-11"
    s.record(a, profile.AccountOpened("Kestrel Air"), who=SUE, reason="met at the operators' forum")
    yield "2024-04-15"
    s.meet(a, "Noa Ferris", "Chief Executive", people.BuyingFunction.CORPORATE, Level.C_LEVEL, "noa")
    s.record(a, access.ExecutiveAccessGained(s.things["noa"], "the operators' forum"))
    yield "2024-07-08"
    _state(s, a, 2022, 61_000, -2_400)
    _state(s, a, 2023, 79_000, 1_800)
    _judge(s, a, "awards-2024.pdf", CandidateRow.REPUTATION, strong=True)
    yield "2024-09-16"
    _invest(s, a, investment.Purpose.RESOURCES, 8)
    s.record(a, forecast.RevenueExpected(2026, gbp(95), "rosters for the pilots, to begin with"))


CANDIDATES: Final = (_lindqvist_trusts, _castellan_closes, _meridian_outran, _pinewood_costs, _prospect)

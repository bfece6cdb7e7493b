"""The rules of tenure and of fitting pay, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.quotas import QuotaSet
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamDisbanded, TeamFormed
from majoracct.domain.account.wallet import WalletEstimated
from majoracct.domain.assessments.tenure import churn, measured, stays, unfit_pay
from majoracct.domain.programme.compensation import (
    CompensationAssigned,
    CompensationModelDefined,
    ModelKind,
    model_of,
)
from majoracct.domain.programme.discipline_tables import DisciplineTerms, PayMeasure
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft, StaffReturned
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Given, given, money, on

TERMS = Terms.shipped("GBP")
REP = Seat.PORTFOLIO_REP
PEOPLE = tuple(StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim"), 1))
TEAM = on("2020-01-01", *PEOPLE, QualificationGranted(), TeamFormed())


def told(*events: object) -> Given:
    return given(TEAM, *events)  # type: ignore[arg-type]


def spans(story: Given, *seats: Seat) -> list[tuple[str, str, str | None, int]]:
    found = stays(story.account, TERMS, *seats)
    return [
        (s.person, s.since.isoformat(), s.until.isoformat() if s.until else None, s.months) for s in found
    ]


@pytest.mark.requirement("S-M5")
class TestRP1AStay:
    def test_runs_to_the_release_or_to_the_day(self) -> None:
        story = told(
            on("2020-02-01", MemberSeated("s1", REP)),
            on("2021-02-01", MemberReleased("s1", REP), MemberSeated("s2", REP)),
        )
        assert spans(story.on("2021-06-15"), REP) == [
            ("s1", "2020-02-01", "2021-02-01", 12),
            ("s2", "2021-02-01", None, 4),
        ]

    def test_runs_to_the_leaving_of_who_left_us(self) -> None:
        story = told(on("2020-02-01", MemberSeated("s1", REP)), on("2020-05-01", StaffLeft("s1")))
        assert spans(story) == [("s1", "2020-02-01", "2020-05-01", 3)]
        (stay,) = stays(story.account, TERMS)
        assert stay.facts == ("programme@5",)
        gone = story.then_given(on("2020-06-01", TeamDisbanded(teams=("acme@2",))))
        assert spans(gone) == [("s1", "2020-02-01", "2020-05-01", 3)]

    @pytest.mark.parametrize("seat", [REP, Seat.ACCOUNT_MANAGER])
    def test_stands_once_who_left_us_is_back_and_seated_again(self, seat: Seat) -> None:
        story = told(on("2020-02-01", MemberSeated("s1", seat)), on("2020-05-01", StaffLeft("s1")))
        back = story.then_given(on("2021-01-01", StaffReturned("s1"), MemberSeated("s1", seat)))
        assert spans(back.on("2021-03-01")) == [
            ("s1", "2020-02-01", "2020-05-01", 3),
            ("s1", "2021-01-01", None, 2),
        ]

    @pytest.mark.parametrize("seat", [REP, Seat.ACCOUNT_MANAGER])
    def test_is_not_over_when_another_fact_seats_them_where_they_sit(self, seat: Seat) -> None:
        story = told(on("2021-02-01", MemberSeated("s1", seat)))
        late = story.on("2020-02-01").when(MemberSeated("s1", seat)).then()
        assert [s[2] for s in spans(late.on("2021-06-01"))] == [None]

    def test_of_the_seats_that_are_asked_for(self) -> None:
        story = told(MemberSeated("s1", REP), MemberSeated("s2", Seat.ACCOUNT_MANAGER))
        assert [s[0] for s in spans(story, REP)] == ["s1"]
        assert len(spans(story)) == 2

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.lists(st.tuples(st.sampled_from(["s1", "s2"]), st.integers(1, 12)), max_size=8))
    def test_each_seating_is_one_stay(self, wanted: list[tuple[str, int]]) -> None:
        story, seatings = told(), 0
        for person, month in sorted(wanted, key=lambda w: w[1]):
            story = story.on(f"2021-{month:02}-01")
            seat = story.when(MemberSeated(person, REP))
            if seat.refusal is None:
                story, seatings = seat.then(), seatings + 1
            else:
                story = story.when(MemberReleased(person, REP)).then()
        found = stays(story.account, TERMS)
        assert len(found) == seatings
        assert all(s.until is None or s.since <= s.until for s in found)


@pytest.mark.requirement("S-M5")
class TestRP2ReassignedWithinTheYear:
    @pytest.mark.parametrize(("until", "short"), [("2021-02-01", True), ("2021-02-02", False)])
    def test_when_it_ended_by_then(self, until: str, *, short: bool) -> None:
        story = told(on("2020-02-01", MemberSeated("s1", REP)), on(until, MemberReleased("s1", REP)))
        assert [s.short for s in stays(story.account, TERMS)] == [short]

    def test_as_policy_has_it(self) -> None:
        story = told(on("2020-02-01", MemberSeated("s1", REP)), on("2021-02-02", MemberReleased("s1", REP)))
        two = evolve(TERMS, discipline=DisciplineTerms(tenure_months=24))
        assert [s.short for s in stays(story.account, two)] == [True]

    def test_who_is_reassigned_each_year_is(self) -> None:
        story = told(
            on("2022-01-01", MemberSeated("s1", REP)),
            on("2023-01-01", MemberReleased("s1", REP), MemberSeated("s2", REP)),
            on("2024-01-01", MemberReleased("s2", REP), MemberSeated("s3", REP)),
        )
        found = churn(stays(story.account, TERMS, REP))
        assert (found.ended, found.short) == (2, 2)


@pytest.mark.requirement("S-M5")
class TestRP3Churn:
    def test_is_of_the_stays_that_ended(self) -> None:
        story = told(
            on("2020-02-01", MemberSeated("s1", REP), MemberSeated("s2", REP), MemberSeated("s3", REP)),
            on("2020-06-01", MemberReleased("s1", REP)),
            on("2022-06-01", MemberReleased("s2", REP)),
        )
        found = churn(stays(story.account, TERMS, REP))
        assert (found.stays, found.ended, found.short, found.share) == (3, 2, 1, Decimal("0.5"))

    def test_is_unknown_where_none_did(self) -> None:
        assert churn(stays(told(MemberSeated("s1", REP)).account, TERMS)).share is None


SAM_MODEL = CompensationModelDefined(
    "Grow",
    ModelKind.STRATEGIC_ACCOUNT_MANAGER,
    "revenue of two years",
    "share of wallet",
    "a long bonus",
    (PayMeasure.REVENUE_ATTAINMENT, PayMeasure.SHARE_OF_WALLET, PayMeasure.CUSTOMER_SATISFACTION),
    2,
)
PILLAR = CompensationModelDefined(
    "Pillar",
    ModelKind.PORTFOLIO_REP,
    "orders",
    "pillar share",
    "commission",
    (PayMeasure.QUARTERLY_QUOTA, PayMeasure.ANNUAL_QUOTA),
)


@pytest.mark.requirement("S-M3", "S-M4", "S-W2")
class TestRP4PaidByAModelForOthers:
    MODELS = on("2020-01-01", SAM_MODEL, PILLAR)  # programme@5 and programme@6

    def _paid(self, seat: Seat, model: str) -> list[str]:
        paid = CompensationAssigned("s1", model)
        return [
            m.title for m in unfit_pay(told(self.MODELS, paid, MemberSeated("s1", seat)).account).values()
        ]

    def test_is_told_of_the_two_seats_with_models_of_their_own(self) -> None:
        assert self._paid(Seat.STRATEGIC_ACCOUNT_MANAGER, "programme@6") == ["Pillar"]
        assert self._paid(Seat.STRATEGIC_ACCOUNT_MANAGER, "programme@5") == []
        assert self._paid(REP, "programme@5") == ["Grow"]
        assert self._paid(REP, "programme@6") == []

    def test_not_of_others_or_who_is_paid_by_none(self) -> None:
        assert self._paid(Seat.ACCOUNT_MANAGER, "programme@6") == []
        assert unfit_pay(told(self.MODELS, MemberSeated("s1", REP)).account) == {}


@pytest.mark.requirement("S-M3")
class TestRP5WhatTheRecordSays:
    def _said(self, *events: object) -> dict[str, str | None]:
        story = told(SAM_MODEL, CompensationAssigned("s1", "programme@5"), *events)
        model = model_of(story.programme, "s1")
        assert model is not None
        return {m.measure.value: m.said for m in measured(story.account, model)}

    def test_of_the_models_years_and_of_satisfaction(self) -> None:
        paid = [
            on(dt.date(year, 6, 1), RevenueRecorded(money(str(amount))))
            for year, amount in ((2021, 1), (2022, 200), (2023, 300), (2024, 4))
        ]
        ana = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        found = self._said(*paid, ana, SatisfactionAssessed("p1", Satisfaction.FULLY))
        assert found == {
            "revenue-attainment": "revenue of 2022: 200.00, 2023: 300.00",
            "share-of-wallet": None,
            "customer-satisfaction": "1 of 1 people asked are satisfied",
        }

    @pytest.mark.requirement("R-U4", "S-M3")
    def test_against_the_quota_of_a_year_that_has_one(self) -> None:
        paid = [on(f"{year}-06-01", RevenueRecorded(money("90"))) for year in (2022, 2023)]
        quotas = [
            on("2023-01-01", QuotaSet(word, money(amount)))
            for word, amount in (("2023", "150"), ("2023Q2", "10"))
        ]
        assert self._said(*paid, *quotas)["revenue-attainment"] == (
            "revenue of 2022: 90.00, 2023: 90.00; quota of 2023: 60.0% attained"
        )

    @pytest.mark.requirement("X-11")
    def test_unknown_of_a_year_in_which_no_rate_tells_a_payment(self) -> None:
        paid = (
            on("2022-06-01", RevenueRecorded(money("9"))),
            on("2023-06-01", RevenueRecorded(money("9", "USD"))),
        )
        assert self._said(*paid)["revenue-attainment"] == "revenue of 2022: 9.00, 2023: unknown"

    def test_of_each_year_zero_once_something_was_paid_and_unknown_before(self) -> None:
        for paid, said in (
            ("2021-06-01", "revenue of 2022: 0.00, 2023: 0.00"),
            ("2022-06-01", "revenue of 2022: 9.00, 2023: 0.00"),
            ("2023-06-01", "revenue of 2022: unknown, 2023: 9.00"),
            ("2024-03-01", None),
        ):
            assert self._said(on(paid, RevenueRecorded(money("9"))))["revenue-attainment"] == said

    @pytest.mark.parametrize(
        ("day", "said"), [("2021-12-31", None), ("2022-01-01", "1 of 1 people asked are satisfied")]
    )
    def test_of_satisfaction_as_it_was_told_since_those_years_began(self, day: str, said: str | None) -> None:
        ana = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        found = self._said(on("2020-06-01", ana), on(day, SatisfactionAssessed("p1", Satisfaction.FULLY)))
        assert found["customer-satisfaction"] == said

    def test_of_the_share_of_wallet_at_both_ends(self) -> None:
        paid = [on(dt.date(y, 6, 1), RevenueRecorded(money(a))) for y, a in ((2021, "100"), (2023, "300"))]
        first, last = (WalletEstimated(y, money("1000"), "a survey") for y in (2021, 2023))
        assert self._said(*paid, first, last)["share-of-wallet"] == "10.0% in 2021, 30.0% in 2023"
        assert self._said(*paid, last)["share-of-wallet"] is None

    def test_is_unknown_where_it_says_nothing(self) -> None:
        assert set(self._said().values()) == {None}

"""Hindsight: what was learned after a decision, and whether it would still stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.criteria import Verdict
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded
from majoracct.domain.account.profile import OrgChartFiled, PrecisFiled
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.hindsight import Hindsight, Way, hindsight, upheld
from majoracct.domain.kernel import Event, FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, AimsRule, QualificationTerms, Terms
from majoracct.testing.given import Given, Told, corrected, given, money, on

MET = tuple(Verdict(f"Q{n}", holds=True) for n in range(1, 6))
UNMET = (Verdict("Q1", holds=False, missing=("a chart",)), *MET[1:])


def decided(event: Event[Any], *before: Event[Any] | Told) -> Given:
    """Return a story in which EVENT was decided on 1 May, acme@2 or later the chart it rested on."""
    return given(
        on("2024-04-01", QualificationOpened(), role="sales executive"),
        on("2024-04-01", OrgChartFiled()),
        *before,
        on("2024-05-01", event),
    ).on("2024-06-01")


def granted(**more: object) -> Given:
    pinned = {"policy": "programme@1", "known_at": 4, "inputs": ("acme@2",), "verdicts": MET}
    return decided(QualificationGranted(**{**pinned, **more}))  # type: ignore[arg-type]  # its pinned fields


def found(story: Given) -> Hindsight:
    seen = hindsight(story.account)
    assert seen is not None
    return seen


def told(story: Given) -> list[tuple[str, Way, bool]]:
    return [(each.fact.reference, each.way, each.input) for each in found(story).learned]


@pytest.mark.requirement("B-D4")
class TestHI1LearnedLater:
    @pytest.mark.requirement("X-11")
    def test_a_rate_recorded_or_corrected_later_where_something_was_stated_in_that_currency(self) -> None:
        dollars, euros = (ExchangeRateRecorded(c, "GBP", Decimal("0.8")) for c in ("USD", "EUR"))
        found = on("2024-04-02", OpportunityIdentified("a", money("10", "USD")))
        rated = on("2024-04-02", dollars, euros)
        story = decided(granted().last.event, rated, found)
        later = story.then_given(
            corrected("programme@2", evolve(dollars, rate=Decimal("0.7"))),
            corrected("programme@3", evolve(euros, rate=Decimal("0.7"))),
        )
        assert [(r, way) for r, way, _ in told(later) if r.startswith("programme")] == [
            ("programme@2", Way.LATE),
            ("programme@4", Way.WITHDRAWN),
            ("programme@5", Way.CORRECTED),
        ]

    def test_late_facts_withdrawals_and_corrections_of_what_the_criteria_read(self) -> None:
        story = granted().then_given(
            on("2024-04-15", ActionAdded("late", Aim.TRUST)),
            corrected("acme@2", OrgChartFiled()),
            FactWithdrawn("acme@4"),
        )
        assert told(story) == [
            ("acme@4", Way.LATE, False),
            ("acme@5", Way.WITHDRAWN, True),
            ("acme@6", Way.CORRECTED, True),
            ("acme@7", Way.WITHDRAWN, False),
        ]

    def test_not_what_is_dated_later_nor_what_no_criterion_reads_nor_what_was_known(self) -> None:
        story = granted().then_given(
            on("2024-05-02", OrgChartFiled()), on("2024-04-02", RevenueRecorded(money("5")))
        )
        assert told(story) == []

    def test_an_account_that_had_merged_into_it_and_what_that_one_filed(self) -> None:
        story = granted().then_given(
            on("2024-04-10", OrgChartFiled(), to="bolt"),
            on("2024-04-15", AccountMerged("acme"), to="bolt"),
            on("2024-04-15", AccountAbsorbed("bolt")),
        )
        assert {("bolt@1", Way.LATE, False), ("acme@4", Way.LATE, False)} <= set(told(story))

    def test_what_was_corrected_to_a_later_day_is_missed_on_the_day_it_had(self) -> None:
        story = granted().then_given(corrected("acme@2", OrgChartFiled(), on="2024-05-20"))
        assert told(story) == [("acme@4", Way.WITHDRAWN, True), ("acme@5", Way.CORRECTED, True)]

    def test_a_later_link_of_what_it_rested_on_is_named_as_such(self) -> None:
        story = granted().then_given(
            corrected("acme@2", OrgChartFiled()), corrected("acme@5", OrgChartFiled())
        )
        assert [seen for *_, seen in told(story)] == [True, True, True, True]

    def test_what_an_account_tells_of_that_merged_only_afterwards_does_not_bear_on_it(self) -> None:
        story = granted().then_given(
            on("2024-04-10", OrgChartFiled(), to="globex"), on("2024-05-20", AccountAbsorbed("globex"))
        )
        assert "globex" in story.account.streams
        assert told(story) == []
        merged_before = granted().then_given(
            on("2024-04-10", OrgChartFiled(), to="globex"), on("2024-04-20", AccountAbsorbed("globex"))
        )
        assert [reference for reference, *_ in told(merged_before)] == ["globex@1", "acme@4"]

    def test_the_course_of_the_status_after_it_does_not(self) -> None:
        later = QualificationReviewed(policy="programme@1", known_at=5, verdicts=MET)
        assert told(granted().then_given(on("2024-05-01", later))) == []

    def test_policies_adopted_later_for_a_day_that_had_passed_and_no_news_of_our_people(self) -> None:
        story = granted().then_given(
            on("2024-04-20", PolicyAdopted(Terms(money("5")))),
            on("2024-05-20", PolicyAdopted(Terms(money("6")))),
            on("2024-04-20", StaffIdentified("s1", "Sue")),
        )
        assert told(story) == [("programme@2", Way.POLICY, False)]


@pytest.mark.requirement("B-D4")
class TestHI2JudgedAgain:
    def test_what_followed_it_on_its_day_was_not_learned_of_it_and_speaks_for_nothing(self) -> None:
        lax = PolicyAdopted(Terms(money("5"), QualificationTerms(aims=AimsRule.ANY)))
        for day, learned, policies in (("2024-05-01", 0, 1), ("2024-04-30", 2, 2)):
            story = granted().then_given(on(day, ActionAdded("act", Aim.TRUST)), on(day, lax))
            assert (len(told(story)), len(found(story).under)) == (learned, policies)

    def test_under_the_policy_pinned_and_the_one_now_known_to_have_been_in_force(self) -> None:
        lax = Terms(money("5"), QualificationTerms(aims=AimsRule.ANY))
        learned = on("2024-04-20", PolicyAdopted(lax)), on("2024-04-20", ActionAdded("act", Aim.TRUST))
        story = granted().then_given(*learned)
        under = found(story).under
        assert [each.policy for each in under] == ["programme@1", "programme@2"]
        assert [[v.holds for v in each.verdicts][4] for each in under] == [False, True]

    def test_on_its_own_day(self) -> None:
        story = granted().then_given(on("2024-05-02", PrecisFiled(("water",), "Late.")))
        [under] = found(story).under
        assert under.verdicts[0].missing == (
            "précis at most 24 months old",
            "financial statement at most 24 months old",
        )
        assert found(story).then == MET

    def test_without_a_decision_there_is_nothing_to_look_back_on(self) -> None:
        assert hindsight(given(QualificationOpened()).account) is None
        assert hindsight(given().account) is None
        assert hindsight(given(QualificationGranted(override=True)).account) is None


@pytest.mark.requirement("B-Q6")
class TestHI3WhetherItStands:
    def test_a_grant_falls_with_the_criteria(self) -> None:
        assert found(granted()).stands is False

    def test_a_grant_by_override_rests_on_its_reason(self) -> None:
        for verdicts in (UNMET, MET):
            pinned: dict[str, Any] = {"policy": "programme@1", "known_at": 3, "verdicts": verdicts}
            grant = QualificationGranted(override=True, **pinned)
            story = given(QualificationOpened(), on("2024-05-01", grant, reason="the board asked for it"))
            assert found(story).stands is None

    def test_a_refusal_stands_while_not_all_hold(self) -> None:
        refused = QualificationRefused(policy="programme@1", known_at=4, verdicts=UNMET)
        assert found(decided(refused)).stands is True

    def test_a_status_taken_back_although_all_held_rests_on_its_reason(self) -> None:
        revoked = QualificationRevoked(policy="programme@1", known_at=5, verdicts=MET)
        assert found(granted().then_given(on("2024-05-20", revoked))).stands is None


@pytest.mark.requirement("B-Q6")
class TestHI4WhatTheRulesWouldNotLetThrough:
    def test_a_grant_whose_opening_was_withdrawn_does_not_stand(self) -> None:
        story = granted().then_given(FactWithdrawn("acme@1"))
        assert told(story) == [("acme@4", Way.WITHDRAWN, False)]
        assert (found(story).stands, found(story).obstacle) == (
            False,
            "No qualification of acme is open on 2024-05-01",
        )

    def test_neither_does_what_rests_on_its_reason(self) -> None:
        story = granted(verdicts=UNMET).then_given(FactWithdrawn("acme@1"))
        assert [each.stands for each in found(story).under] == [False]

    def test_criteria_that_fail_are_no_obstacle_beside_them(self) -> None:
        assert found(granted()).obstacle is None

    def test_a_corrected_decision_did_not_learn_of_itself(self) -> None:
        again = QualificationGranted(policy="programme@1", known_at=4, verdicts=MET)
        story = granted().then_given(corrected("acme@3", again, on="2024-05-05"))
        assert found(story).decision.reference == "acme@5"
        assert told(story) == []


@pytest.mark.requirement("C-T6")
class TestHI5TheReview:
    def test_is_looked_back_on_beside_the_grant(self) -> None:
        review = QualificationReviewed(policy="programme@1", known_at=6, inputs=("acme@4",), verdicts=MET)
        story = granted().then_given(on("2024-05-10", OrgChartFiled()), on("2024-05-20", review))
        assert upheld(granted().account) is None
        seen = upheld(story.then_given(FactWithdrawn("acme@4")).account)
        assert seen is not None
        assert (seen.decision.reference, seen.stands) == ("acme@5", False)
        assert [(each.fact.reference, each.input) for each in seen.learned] == [("acme@6", True)]

    def test_is_of_no_account_once_the_status_was_revoked(self) -> None:
        review = QualificationReviewed(policy="programme@1", known_at=5, verdicts=MET)
        revoked = QualificationRevoked(policy="programme@1", known_at=6, verdicts=MET)
        assert upheld(granted().then_given(on("2024-05-20", review, revoked)).account) is None

"""Which decisions came of the defined process, and which did not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.criteria import CRITERIA, Verdict
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.conformance import Judged, conformance, share_inside
from majoracct.domain.assessments.decisions import decided
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import QualificationTerms, Terms, Tier
from majoracct.testing.given import Given, corrected, given, on

MET = tuple(Verdict(c.id, True) for c in CRITERIA)
UNMET = (*MET[:2], Verdict("Q3", False, missing=("a sponsor",)), *MET[3:])
PUT_FORWARD = on("2024-04-01", QualificationOpened(), role="sales executive")
PINNED: dict[str, Any] = {"policy": "programme@1", "verdicts": MET}
GRANTED = QualificationGranted(**PINNED)


def judged(story: Given) -> list[Judged]:
    return conformance(story.account, decided(story.facts, lambda _: dt.date(2024, 5, 11)))


def outside(story: Given) -> tuple[str, ...]:
    """Return what lies outside the process in the decision taken last."""
    return judged(story)[-1].outside


@pytest.mark.requirement("B-D4")
class TestInside:
    def test_is_a_grant_that_was_opened_and_earned(self) -> None:
        (found,) = judged(given(PUT_FORWARD, GRANTED))
        assert (found.inside, found.outside, found.policy_since) == (True, (), None)

    def test_is_a_refusal_of_what_was_opened_whatever_the_criteria_said(self) -> None:
        assert outside(given(PUT_FORWARD, QualificationRefused(policy="programme@1", verdicts=UNMET))) == ()

    def test_is_a_review_that_rests_on_the_criteria_and_a_revocation_under_a_policy(self) -> None:
        story = given(PUT_FORWARD, GRANTED, QualificationReviewed(**PINNED))
        assert outside(story) == ()
        assert outside(story.then_given(QualificationRevoked(policy="programme@1", verdicts=UNMET))) == ()

    def test_is_what_the_ledger_admitted_by_the_book(self) -> None:
        story = given(PUT_FORWARD).because("no sponsor").when(QualificationRefused()).then()
        assert outside(story) == ()


@pytest.mark.requirement("B-D4")
class TestOutside:
    def test_is_an_override_and_what_it_overrode(self) -> None:
        story = given().because("an old customer").when(QualificationGranted(override=True)).then()
        assert outside(story) == (
            "it was an override",
            "no qualification was open",
            "Q1, Q2, Q3, Q4, Q5 did not hold",
        )

    def test_is_what_nobody_opened(self) -> None:
        assert outside(given(GRANTED)) == ("no qualification was open",)
        assert outside(given(QualificationRefused(**PINNED))) == ("no qualification was open",)
        later = on("2024-05-02", QualificationOpened(), role="sales executive")
        assert outside(given(later, GRANTED)) == ("no qualification was open",)
        assert outside(given(GRANTED, PUT_FORWARD)) == ("no qualification was open",)  # told afterwards

    def test_is_what_the_wrong_person_opened(self) -> None:
        by_mail = on("2024-04-01", QualificationOpened(), role="post room")
        assert outside(given(by_mail, GRANTED)) == ("it was opened as post room, who may not",)
        terms = QualificationTerms(opening_roles=("post room",))
        allowed = given(by_mail, GRANTED).under(evolve(Terms.shipped("GBP"), qualification=terms))
        assert outside(allowed) == ()

    def test_is_a_grant_or_a_review_that_a_criterion_forbade(self) -> None:
        unmet: dict[str, Any] = {**PINNED, "verdicts": UNMET}
        story = given(PUT_FORWARD, QualificationGranted(**unmet), QualificationReviewed(**unmet))
        assert [j.outside for j in judged(story)] == [("Q3 did not hold",)] * 2

    def test_is_what_names_no_policy_or_another(self) -> None:
        assert outside(given(PUT_FORWARD, evolve(GRANTED, policy=None))) == ("it names no policy",)
        newer = on("2024-04-15", PolicyAdopted(Terms.shipped("GBP")))
        assert outside(given(PUT_FORWARD, newer, GRANTED)) == (
            "it was taken under programme@1, and programme@2 was in force",
        )

    def test_is_not_what_a_policy_learned_of_later_would_have_ruled(self) -> None:
        story = given(PUT_FORWARD, GRANTED, on("2024-04-15", PolicyAdopted(Terms.shipped("GBP"))))
        (found,) = judged(story)
        assert (found.outside, found.policy_since) == ((), "programme@2")

    def test_nor_what_was_decided_after_it_that_day_when_it_is_corrected(self) -> None:
        story = given(PUT_FORWARD, GRANTED, QualificationRevoked(policy="programme@1"))
        mended = judged(story.then_given(corrected("acme@2", GRANTED)))
        assert [(j.decision.decision, j.outside) for j in mended] == [("revoke", ()), ("grant", ())]

    def test_nor_what_was_withdrawn_later(self) -> None:
        assert outside(given(PUT_FORWARD, GRANTED, FactWithdrawn("acme@1"))) == ()


@pytest.mark.requirement("B-D4")
class TestTheDecisionsJudged:
    def test_are_those_on_status_that_stand_by_the_day(self) -> None:
        story = given(
            PUT_FORWARD,
            GRANTED,
            on("2024-05-03", QualificationReviewed(**PINNED)),
            on("2024-05-01", QualificationRevoked(**PINNED), TierMoved(Tier.CORE, override=True)),
            FactWithdrawn("acme@4"),
            on("2024-05-01", GRANTED, to="bolt"),
        )
        assert [j.decision.decision for j in judged(story)] == ["grant"]
        assert [j.decision.decision for j in judged(story.on("2024-05-03"))] == ["grant", "review"]

    @any_of(st.lists(st.booleans(), min_size=1, max_size=6))
    def test_of_a_portfolio_are_those_of_its_accounts(self, kept_to: list[bool]) -> None:
        told = [
            each
            for n, ok in enumerate(kept_to)
            for each in (
                on("2024-04-01", QualificationOpened(), role="sales executive", to=f"a{n}"),
                on("2024-05-01", GRANTED if ok else evolve(GRANTED, override=True), to=f"a{n}"),
            )
        ]
        story = given(*told)
        found = [j for n in range(len(kept_to)) for j in judged(story.about(f"a{n}"))]
        assert [j.inside for j in found] == kept_to
        assert share_inside(found) == Decimal(sum(kept_to)) / len(kept_to)

    def test_have_no_share_where_there_are_none(self) -> None:
        assert share_inside([]) is None

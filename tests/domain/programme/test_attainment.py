"""The rules of our people's attainment of quota, one class a rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from majoracct.domain.programme.attainment import (
    AttainmentImpossible,
    NoPeriodOfAttainment,
    QuotaAttainmentRecorded,
    attainment,
)
from majoracct.domain.programme.staff import NotOnStaff, StaffIdentified
from majoracct.testing.given import given, on

KIM = on("2024-01-01", StaffIdentified("kim", "Kim"))


def told(share: str = "0.5", period: str = "2024", person: str = "kim") -> QuotaAttainmentRecorded:
    return QuotaAttainmentRecorded(person, period, Decimal(share))


@pytest.mark.requirement("R-U4")
class TestQT5OfWhomAndWhen:
    def test_somebody_of_ours(self) -> None:
        given().on("2024-06-30").when(told()).then_refused(NotOnStaff)

    @pytest.mark.parametrize("word", ["2024Q5", "", "soon"])
    def test_a_period(self, word: str) -> None:
        given(KIM).on("2024-06-30").when(told(period=word)).then_refused(NoPeriodOfAttainment)

    def test_that_has_begun(self) -> None:
        given(KIM).on("2024-06-30").when(told(period="2024H2")).then_refused(NoPeriodOfAttainment)
        given(KIM).on("2024-07-01").when(told(period="2024H2")).then()


@pytest.mark.requirement("R-U4")
class TestQT6AShare:
    @pytest.mark.parametrize("share", ["-0.1", "NaN", "Infinity"])
    def test_not_below_nothing(self, share: str) -> None:
        given(KIM).on("2024-06-30").when(told(share)).then_refused(AttainmentImpossible)

    @pytest.mark.parametrize("share", ["0", "1.4"])
    def test_nothing_or_more_than_asked(self, share: str) -> None:
        given(KIM).on("2024-06-30").when(told(share)).then()


@pytest.mark.requirement("R-U4")
class TestQT7TheLast:
    def test_stands_of_each_period_and_person(self) -> None:
        story = given(
            KIM,
            on("2024-01-01", StaffIdentified("mo", "Mo")),
            on("2024-03-31", told("0.2")),
            on("2024-06-30", told("0.5"), told("0.9", "2024Q2"), told("0.1", person="mo")),
        )
        found = attainment(story.on("2024-07-01").programme, "kim")
        assert [(p.word, r.share) for p, r in found] == [("2024", Decimal("0.5")), ("2024Q2", Decimal("0.9"))]
        (before,) = attainment(story.on("2024-06-29").programme, "kim")
        assert before[1].share == Decimal("0.2")

"""The rules of candidacy, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.candidacy import (
    AnsweredByTheRecord,
    CandidateAssessed,
    CandidateRow,
    NothingShown,
    assessed,
)
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import given, on

JUDGED = [row for row in CandidateRow if not row.derived]
GROWS = CandidateAssessed(CandidateRow.GROWTH, strong=True)
SHRINKS = CandidateAssessed(CandidateRow.GROWTH, strong=False)


@pytest.mark.requirement("B-I3", "C-K0")
class TestCA1SomethingIsShown:
    @pytest.mark.parametrize("row", JUDGED)
    @pytest.mark.parametrize("strong", [True, False])
    def test_words_alone_judge_nothing(self, row: CandidateRow, strong: bool) -> None:
        event = CandidateAssessed(row, strong)
        given().because("I know them well").when(event).then_refused(NothingShown, "Nothing was shown")

    def test_what_was_shown_judges(self) -> None:
        after = given().showing("report.pdf").when(SHRINKS).then()
        found = assessed(after.account)[CandidateRow.GROWTH]
        assert (found.strong, found.fact) == (False, "acme@2")


@pytest.mark.requirement("C-K2", "C-K3", "C-K4", "C-K5", "C-K7", "C-K8", "C-K9")
class TestCA2RowsThatSomebodyJudges:
    @pytest.mark.parametrize("row", JUDGED)
    def test_are_judged_each_on_its_own(self, row: CandidateRow) -> None:
        after = given().showing("report.pdf").when(CandidateAssessed(row, strong=True)).then()
        assert [(r, a.strong) for r, a in assessed(after.account).items()] == [(row, True)]

    @pytest.mark.requirement("C-K1", "C-K6")
    @pytest.mark.parametrize("row", [CandidateRow.CURRENT_CUSTOMER, CandidateRow.PAYOFF])
    def test_not_what_the_record_answers(self, row: CandidateRow) -> None:
        given().showing("report.pdf").when(CandidateAssessed(row, strong=True)).then_refused(
            AnsweredByTheRecord, "The record itself says"
        )

    def test_are_the_other_seven_of_nine(self) -> None:
        assert [row.row_id for row in JUDGED] == ["C-K2", "C-K3", "C-K4", "C-K5", "C-K7", "C-K8", "C-K9"]
        words = [w for row in CandidateRow for w in (row.strong_words, row.weak_words)]
        assert len(set(words)) == 18

    def test_are_told_in_the_words_of_their_side(self) -> None:
        tellings = [tell(given(event).last, Names({}, {})) for event in (GROWS, SHRINKS)]
        assert tellings == [
            "Judged as a candidate on growth: grows, or is changing",
            "Judged as a candidate on growth: stands still, or shrinks",
        ]


@pytest.mark.requirement("C-K0")
class TestTheLatestJudgementStands:
    def test_of_the_day_not_of_the_recording(self) -> None:
        story = given(on("2024-04-01", SHRINKS), on("2024-03-01", GROWS))
        assert not assessed(story.account)[CandidateRow.GROWTH].strong
        assert assessed(story.on("2024-03-31").account)[CandidateRow.GROWTH].strong
        assert assessed(story.on("2024-02-29").account) == {}

    def test_and_the_one_before_once_it_was_withdrawn(self) -> None:
        story = given(on("2024-03-01", GROWS), on("2024-04-01", SHRINKS), FactWithdrawn("acme@2"))
        assert assessed(story.account)[CandidateRow.GROWTH].fact == "acme@1"

    @any_of(st.permutations([(row, strong) for row in JUDGED[:4] for strong in (True, False)]))
    def test_row_by_row_in_whatever_order_the_rows_come(self, told: list[tuple[CandidateRow, bool]]) -> None:
        first = dt.date(2024, 1, 1)
        events = [
            on(first + dt.timedelta(days=n), CandidateAssessed(r, strong))
            for n, (r, strong) in enumerate(told)
        ]
        found = assessed(given(*events).account)
        assert {row: a.strong for row, a in found.items()} == dict(told)
        assert list(found) == JUDGED[:4]

"""The rules of insider status."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.insider import (
    Inside,
    InsideKnowledgeRecorded,
    InsiderEvidenceRecorded,
    InsiderKind,
    InsiderUnproven,
    InsiderUnstated,
    KnowledgeUnstated,
    edge,
    insider,
)
from majoracct.testing.given import DAY, given, on

SINCE = dt.date(2023, 5, 1)
EXPERT = InsiderEvidenceRecorded(InsiderKind.INDUSTRY_EXPERTISE, "we wrote the sector's safety guide")
ALIGNED = InsiderEvidenceRecorded(InsiderKind.EXECUTIVE_ALIGNMENT, "the board took up our paper")
COMPANY = InsideKnowledgeRecorded(Inside.COMPANY, "plants close one by one")
WAYS = InsideKnowledgeRecorded(Inside.WAYS, "the works council is asked first")


@pytest.mark.requirement("B-S1")
class TestIS1ShownAndStated:
    def test_it_comes_with_evidence(self) -> None:
        given().when(EXPERT).then_refused(InsiderUnproven, "safety guide")
        given().showing("guide.pdf").when(EXPERT).then()

    @pytest.mark.parametrize("blank", ["", "  "])
    def test_it_says_what(self, blank: str) -> None:
        nothing = InsiderEvidenceRecorded(InsiderKind.EXECUTIVE_ALIGNMENT, blank)
        given().showing("paper.pdf").when(nothing).then_refused(InsiderUnstated, "executive alignment")


@pytest.mark.requirement("B-S4")
class TestIS2KnowledgeSaysWhat:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_it_does(self, blank: str) -> None:
        given().when(InsideKnowledgeRecorded(Inside.WAYS, blank)).then_refused(KnowledgeUnstated)
        given().when(WAYS).then()


@pytest.mark.requirement("B-S1")
class TestIS3AnInsiderByBothKinds:
    def test_is_one(self) -> None:
        found = insider(given(ALIGNED, EXPERT).account, SINCE)
        assert (found.holds, found.facts, found.missing) == (True, ("acme@2", "acme@1"), ())

    @pytest.mark.parametrize(
        ("one", "missing"), [(EXPERT, ("executive-alignment",)), (ALIGNED, ("industry-expertise",))]
    )
    def test_one_kind_makes_none(self, one: InsiderEvidenceRecorded, missing: tuple[str, ...]) -> None:
        found = insider(given(one, one).account, SINCE)
        assert (found.holds, found.missing) == (False, missing)

    def test_out_of_date_it_does_not_count(self) -> None:
        story = given(on("2023-04-30", EXPERT), ALIGNED)
        assert insider(story.account, SINCE).missing == ("industry-expertise",)
        assert insider(given(on(SINCE, EXPERT), ALIGNED).account, SINCE).holds

    def test_the_latest_of_a_kind_is_cited(self) -> None:
        found = insider(given(EXPERT, on("2024-04-01", EXPERT), ALIGNED).account, SINCE)
        assert found.latest["industry-expertise"].fact == "acme@1"


@pytest.mark.requirement("B-S4")
class TestIS4AnEdge:
    def test_takes_both_fresh(self) -> None:
        found = edge(given(COMPANY, WAYS).account, SINCE)
        assert (found.holds, found.facts) == (True, ("acme@1", "acme@2"))
        assert edge(given(COMPANY).account, SINCE).missing == ("ways",)
        assert edge(given(WAYS, on("2023-04-30", COMPANY)).account, SINCE).missing == ("company",)

    def test_is_not_what_shows_insider_status(self) -> None:
        assert edge(given(EXPERT, ALIGNED).account, SINCE).facts == ()
        assert insider(given(COMPANY, WAYS).account, SINCE).facts == ()

    @drawn(st.lists(st.tuples(st.sampled_from(list(Inside)), st.integers(0, 800)), max_size=6))
    def test_never_grows_as_the_window_shrinks(self, known: list[tuple[Inside, int]]) -> None:
        happened = [
            on(DAY - dt.timedelta(days=age), InsideKnowledgeRecorded(about, "what we know"))
            for about, age in known
        ]
        account = given(*happened).account
        missing = [len(edge(account, DAY - dt.timedelta(days=age)).missing) for age in (0, 100, 400, 800)]
        assert all(near >= far for near, far in itertools.pairwise(missing))
        assert edge(account, DAY - dt.timedelta(days=800)).holds == ({a for a, _ in known} == set(Inside))

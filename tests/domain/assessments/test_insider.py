"""How far inside a customer we are: the rules of the assessment, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.insider import (
    Inside,
    InsideKnowledgeRecorded,
    InsiderEvidenceRecorded,
    InsiderKind,
)
from majoracct.domain.account.opportunities import OpportunityIdentified, WorkKind
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.team import TeamFocused, TeamFormed
from majoracct.domain.assessments.insider import Focus, Rate, Work, inside, rates, work
from majoracct.domain.programme.tables import InsiderTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

EXPERT = InsiderEvidenceRecorded(InsiderKind.INDUSTRY_EXPERTISE, "we wrote the guide")
ALIGNED = InsiderEvidenceRecorded(InsiderKind.EXECUTIVE_ALIGNMENT, "the board took up our paper")
COMPANY = InsideKnowledgeRecorded(Inside.COMPANY, "plants close one by one")
WAYS = InsideKnowledgeRecorded(Inside.WAYS, "the works council is asked first")
TERMS = Terms.shipped("GBP")
SHORT = evolve(TERMS, insider=InsiderTerms(evidence_months=1, knowledge_months=1))
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.requirement("B-S1")
class TestINS1AnInsiderWhileBothKindsAreInDate:
    STORY = given(on("2022-05-10", EXPERT), on("2023-02-01", ALIGNED))

    def test_since_the_day_the_second_came(self) -> None:
        found = inside(self.STORY.account, TERMS)
        assert (found.insider, found.since) == (True, day("2023-02-01"))
        assert found.evidence.facts == ("acme@1", "acme@2")

    def test_until_the_months_of_policy_are_over(self) -> None:
        assert inside(self.STORY.on("2024-05-10").account, TERMS).insider
        after = inside(self.STORY.on("2024-05-11").account, TERMS)
        assert (after.insider, after.since) == (False, None)
        assert after.evidence.missing == ("industry-expertise",)
        longer = evolve(TERMS, insider=InsiderTerms(evidence_months=25))
        assert inside(self.STORY.on("2024-05-11").account, longer).insider

    def test_and_not_a_day_longer_at_the_end_of_a_month(self) -> None:
        story = given(on("2022-02-28", EXPERT, ALIGNED))
        assert inside(story.on("2024-02-28").account, TERMS).insider
        assert not inside(story.on("2024-02-29").account, TERMS).insider

    def test_anew_after_a_gap(self) -> None:
        renewed = self.STORY.then_given(on("2024-06-01", EXPERT)).on("2024-07-01")
        assert inside(renewed.account, TERMS).since == day("2024-06-01")

    def test_without_a_break_when_renewed_in_time(self) -> None:
        renewed = self.STORY.then_given(on("2024-05-11", EXPERT)).on("2024-07-01")
        assert inside(renewed.account, TERMS).since == day("2023-02-01")

    def test_with_one_kind_not_at_all(self) -> None:
        found = inside(given(ALIGNED).account, TERMS)
        assert (found.insider, found.since) == (False, None)

    @fast
    @for_all(
        st.lists(
            st.tuples(st.sampled_from([EXPERT, ALIGNED]), st.dates(day("2024-01-01"), day("2024-04-01"))),
            max_size=6,
        ),
        st.dates(day("2024-01-01"), day("2024-05-01")),
    )
    def test_since_is_the_first_day_of_the_run_that_a_walk_back_finds(
        self, shown: list[tuple[InsiderEvidenceRecorded, dt.date]], asked: dt.date
    ) -> None:
        story = given(*(on(when, what) for what, when in shown)).on(asked)
        at, walked = asked, None
        while inside(story.on(at).account, SHORT).insider:
            walked, at = at, at - dt.timedelta(days=1)
        assert inside(story.account, SHORT).since == walked


@pytest.mark.requirement("B-S4")
class TestINS2AnEdgeWhileBothKindsAreFresh:
    STORY = given(on("2023-05-01", COMPANY), on("2024-04-01", WAYS))

    def test_for_the_months_of_policy(self) -> None:
        assert inside(self.STORY.account, TERMS).edge
        stale = inside(self.STORY.on("2024-05-02").account, TERMS)
        assert (stale.edge, stale.knowledge.missing) == (False, ("company",))
        longer = evolve(TERMS, insider=InsiderTerms(knowledge_months=13))
        assert inside(self.STORY.on("2024-05-02").account, longer).edge

    def test_is_something_else_than_being_an_insider(self) -> None:
        found = inside(self.STORY.account, TERMS)
        assert (found.insider, found.edge) == (False, True)


def opportunity(kind: WorkKind | None) -> OpportunityIdentified:
    return OpportunityIdentified("something", work=kind)


@pytest.mark.requirement("B-S2")
class TestINS3InsidersWorkAsAShareOfAll:
    def test_counts_the_four_kinds_among_all(self) -> None:
        found = work(given(*(opportunity(kind) for kind in (*WorkKind, None))).account)
        assert found.kinds == dict.fromkeys(WorkKind, 1)
        assert (found.insiders, found.opportunities, found.share) == (4, 5, Decimal("0.8"))

    def test_of_none_there_is_no_share(self) -> None:
        assert work(given().account).share is None
        assert work(given(opportunity(None)).account).share == 0

    @fast
    @for_all(st.lists(st.tuples(st.sampled_from(["acme", "bolt"]), st.sampled_from([None, *WorkKind]))))
    def test_of_several_accounts_is_the_sum_of_each(self, told: list[tuple[str, WorkKind | None]]) -> None:
        story = given(*(on("2024-01-01", opportunity(kind), to=account) for account, kind in told))
        both = work(story.account).plus(work(story.account.other("bolt")))
        kinds = [kind for _, kind in told if kind is not None]
        assert both == Work({kind: kinds.count(kind) for kind in WorkKind}, len(told))


@pytest.mark.requirement("B-S5")
class TestINS4TheRateByWhatTeamsAreFocusedOn:
    def story(self) -> Given:
        return given(
            on("2024-01-01", TeamFormed("rail"), EXPERT, ALIGNED, to="acme"),
            on("2024-01-01", TeamFormed("rail"), EXPERT, to="bolt"),
            on("2024-01-01", TeamFormed(), EXPERT, ALIGNED, to="civic"),
            on("2024-01-01", AccountOpened("Delta"), to="delta"),
        )

    def rates(self, story: Given) -> list[Rate]:
        return rates(inside(story.account.other(k), TERMS) for k in ("acme", "bolt", "civic", "delta"))

    def test_tells_focused_teams_from_unfocused_and_from_none(self) -> None:
        found = self.rates(self.story())
        assert found == [Rate(True, "rail", 2, 1), Rate(True, None, 1, 1), Rate(False, None, 1, 0)]
        assert [rate.share for rate in found] == [Decimal("0.5"), 1, 0]

    def test_follows_the_focus_of_the_day(self) -> None:
        later = self.story().then_given(on("2024-03-01", TeamFocused("mines"), to="civic"))
        assert inside(later.account.other("civic"), TERMS).focus == Focus(True, "mines", "civic@4")
        assert Rate(True, "mines", 1, 1) in self.rates(later)
        assert Rate(True, None, 1, 1) in self.rates(later.on("2024-02-01"))

    def test_counts_every_account_once(self) -> None:
        found = self.rates(self.story())
        assert (sum(r.accounts for r in found), sum(r.insiders for r in found)) == (4, 2)

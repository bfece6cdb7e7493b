"""The rules of the candidate table, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.access import ExecutiveAccessGained, ExecutiveAccessRefused
from majoracct.domain.account.buying import BuyingBehaviourAssessed, BuyingMode
from majoracct.domain.account.candidacy import CandidateAssessed, CandidateRow
from majoracct.domain.account.collaboration import CollaborationAssessed, CollaborationMode
from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.profile import AccountOpened, FinancialStatementFiled, StatementKind
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.candidate_rows import Answer, RowAnswer, answers
from majoracct.domain.kernel import Evidence
from majoracct.domain.money import Money
from majoracct.domain.programme.tables import CandidateTerms
from majoracct.domain.programme.terms import Level, QualificationTerms, Terms
from majoracct.testing.given import Given, Told, given, money, on
from majoracct.testing.histories import days
from majoracct.testing.histories import event as any_event

TERMS = Terms.shipped("GBP")
OPEN = on("2020-01-01", AccountOpened("Acme"))
SHOWN = (Evidence("report.pdf"),)
KINDS = (
    AccountOpened,
    BuyingBehaviourAssessed,
    CandidateAssessed,
    CollaborationAssessed,
    ExecutiveAccessGained,
    ExecutiveAccessRefused,
    FinancialStatementFiled,
    OpportunityIdentified,
    PlanDrafted,
    RevenueExpected,
    RevenueRecorded,
    StakeholderIdentified,
)
HAPPENED = st.lists(
    st.builds(
        lambda day, event, shown: on(day, event, evidence=SHOWN if shown else ()),
        days(),
        st.sampled_from(KINDS).flatmap(any_event),
        st.booleans(),
    ),
    max_size=12,
)


def asked(story: Given, row: CandidateRow, terms: Terms = TERMS) -> RowAnswer:
    return next(found for found in answers(story.account, terms) if found.row is row)


def paid(day: str, amount: str = "100") -> Told:
    return on(day, RevenueRecorded(money(amount)))


def judged(row: CandidateRow, *, strong: bool, day: str = "2024-04-01") -> Told:
    return on(day, CandidateAssessed(row, strong), evidence=SHOWN)


def stated(end: str, turnover: str | None = None, profit: str | None = None, currency: str = "GBP") -> Told:
    """Return a statement to the day END, filed two months later."""
    last = dt.date.fromisoformat(end)
    figures = [None if f is None else Money(Decimal(f), currency) for f in (turnover, profit)]
    filed = FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS, last, *figures)
    return on(last + dt.timedelta(days=60), filed)


@pytest.mark.requirement("B-I3", "C-K0")
class TestRW1OnlyByWhatIsShown:
    @pytest.mark.parametrize("row", [r for r in CandidateRow if not r.derived])
    @pytest.mark.parametrize("strong", [True, False])
    def test_a_judgement_counts_with_what_was_shown(self, row: CandidateRow, strong: bool) -> None:
        found = asked(given(judged(row, strong=strong)), row)
        assert found.answer is (Answer.STRONG if strong else Answer.WEAK)
        assert (found.facts, found.shown, found.derived) == (("acme@1",), ("report.pdf",), False)

    def test_and_without_is_none(self) -> None:
        words = given(on("2024-04-01", CandidateAssessed(CandidateRow.REPUTATION, strong=True)))
        found = asked(words, CandidateRow.REPUTATION)
        assert (found.answer, found.because) == (Answer.UNASSESSED, "judged on 2024-04-01 with nothing shown")

    def test_what_nobody_judged_is_unassessed_and_not_weak(self) -> None:
        found = answers(given().account, TERMS)
        assert [each.row for each in found] == list(CandidateRow)
        assert {each.answer for each in found[1:]} == {Answer.UNASSESSED}

    @settings(max_examples=80, deadline=None)
    @any_of(HAPPENED)
    def test_whatever_happened_nothing_is_strong_or_weak_without_facts(self, happened: list[Told]) -> None:
        for found in answers(given(*happened, opened=False).account, TERMS):
            if found.answer is not Answer.UNASSESSED:
                assert found.facts
                assert found.derived or found.shown


@pytest.mark.requirement("C-K1")
class TestRW2ACustomerOfSomeTime:
    ROW = CandidateRow.CURRENT_CUSTOMER

    def test_is_strong_from_the_tenure_of_policy_on(self) -> None:
        story = given(OPEN, paid("2023-05-02"), paid("2024-04-30"))
        assert asked(story.on("2024-05-01"), self.ROW).answer is Answer.WEAK
        found = asked(story.on("2024-05-02"), self.ROW)
        assert (found.answer, found.facts) == (Answer.STRONG, ("acme@2", "acme@3"))
        short = evolve(TERMS, candidates=CandidateTerms(tenure_months=11))
        assert asked(story.on("2024-05-01"), self.ROW, short).answer is Answer.STRONG

    def test_is_weak_where_nothing_was_bought(self) -> None:
        for story in (given(OPEN), given(OPEN, paid("2022-01-01", "-5"))):
            found = asked(story, self.ROW)
            assert (found.answer, found.because) == (Answer.WEAK, "bought nothing so far")
            assert found.facts == ("acme@1",)

    def test_is_weak_once_the_last_purchase_left_the_window(self) -> None:
        story = given(OPEN, paid("2019-01-01"), paid("2021-05-01"))
        assert asked(story.on("2024-04-30"), self.ROW).answer is Answer.STRONG
        found = asked(story.on("2024-05-01"), self.ROW)
        assert (found.answer, found.facts) == (Answer.WEAK, ("acme@3",))

    def test_is_not_judged_of_what_was_not_open_yet(self) -> None:
        assert asked(given(OPEN).on("2019-12-31"), self.ROW).answer is Answer.UNASSESSED


@pytest.mark.requirement("C-K2")
class TestRW3Growth:
    ROW = CandidateRow.GROWTH
    BEFORE = stated("2022-12-31", "1000")

    @pytest.mark.parametrize(
        ("later", "answer"), [("1050", Answer.STRONG), ("1049", Answer.WEAK), ("900", Answer.WEAK)]
    )
    def test_by_as_much_as_policy_asks(self, later: str, answer: Answer) -> None:
        found = asked(given(self.BEFORE, stated("2023-12-31", later)), self.ROW)
        assert (found.answer, found.facts, found.derived) == (answer, ("acme@1", "acme@2"), True)

    def test_from_one_statement_to_the_next_whenever_they_were_filed(self) -> None:
        story = given(stated("2023-12-31", "1050"), self.BEFORE, stated("2021-12-31", "2000"))
        assert asked(story, self.ROW).answer is Answer.STRONG

    def test_by_the_last_filed_of_one_period(self) -> None:
        mended = on("2024-04-20", stated("2023-12-31", "999").events[0])
        story = given(self.BEFORE, stated("2023-12-31", "1050"), mended)
        assert asked(story, self.ROW).answer is Answer.WEAK

    @pytest.mark.parametrize("strong", [True, False])
    def test_else_it_is_as_somebody_judged(self, strong: bool) -> None:
        answer = Answer.STRONG if strong else Answer.WEAK
        foreign = stated("2023-12-31", "5000", currency="USD")
        for others in ((), (self.BEFORE,), (self.BEFORE, foreign), (self.BEFORE, stated("2023-12-31"))):
            found = asked(given(*others, judged(self.ROW, strong=strong)), self.ROW)
            assert (found.answer, found.derived) == (answer, False)

    def test_not_by_statements_out_of_date_or_not_shown_where_policy_asks(self) -> None:
        story = given(stated("2021-04-30", "1000"), stated("2022-04-30", "2000"))
        assert asked(story.on("2024-04-30"), self.ROW).answer is Answer.STRONG
        assert asked(story.on("2024-05-01"), self.ROW).answer is Answer.UNASSESSED
        strict = evolve(TERMS, qualification=QualificationTerms(evidenced=True))
        assert asked(story.on("2024-04-30"), self.ROW, strict).answer is Answer.UNASSESSED

    def test_a_change_that_somebody_saw_since_counts_where_turnover_stands_still(self) -> None:
        still = (self.BEFORE, stated("2023-12-31", "1000"))  # filed on 2024-02-29
        since = asked(given(*still, judged(self.ROW, strong=True, day="2024-03-01")), self.ROW)
        assert (since.answer, since.derived) == (Answer.STRONG, False)
        before = asked(given(*still, judged(self.ROW, strong=True, day="2024-02-28")), self.ROW)
        assert (before.answer, before.derived) == (Answer.WEAK, True)


@pytest.mark.requirement("C-K3", "C-K4", "C-K5", "C-K8")
class TestRW4AsSomebodyJudged:
    ROWS = (
        CandidateRow.REPUTATION,
        CandidateRow.MUTUAL_GAIN,
        CandidateRow.COMMITMENT,
        CandidateRow.VALUE_ORIENTATION,
    )

    @pytest.mark.parametrize("row", ROWS)
    def test_the_last_judgement_stands(self, row: CandidateRow) -> None:
        story = given(judged(row, strong=True), judged(row, strong=False, day="2024-04-02"))
        assert asked(story, row).answer is Answer.WEAK
        assert asked(story.on("2024-04-01"), row).answer is Answer.STRONG

    def test_an_unknown_reputation_is_weak_once_judged_so(self) -> None:
        found = asked(given(judged(CandidateRow.REPUTATION, strong=False)), CandidateRow.REPUTATION)
        assert (found.answer, "is not known" in found.because) == (Answer.WEAK, True)

    @pytest.mark.requirement("B-I4")
    def test_how_they_buy_stands_beside_value_and_judges_nothing(self) -> None:
        row, tenders = CandidateRow.VALUE_ORIENTATION, BuyingBehaviourAssessed(BuyingMode.RFP)
        found = asked(given(tenders), row)
        assert (found.answer, found.because) == (
            Answer.UNASSESSED,
            "nobody judged it; they buy by RFP (acme@1)",
        )
        both = asked(given(judged(row, strong=True), tenders), row)
        assert (both.answer, both.facts) == (Answer.STRONG, ("acme@1",))
        assert both.because.endswith("; they buy by RFP (acme@2)")


@pytest.mark.requirement("C-K6")
class TestRW5ThePayoff:
    ROW = CandidateRow.PAYOFF

    def test_is_the_most_a_year_brought_may_bring_or_is_expected_to(self) -> None:
        planned = OpportunityIdentified("depots", money("1,000,000"), dt.date(2025, 6, 1))
        told = (
            (paid("2022-07-01", "1000000"),),
            (on("2024-04-01", planned), on("2024-04-02", PlanDrafted("Next", ("acme@1",)))),
            (on("2024-04-01", RevenueExpected(2026, money("1,000,000"), "orders")),),
        )
        for happened in told:
            found = asked(given(*happened), self.ROW)
            assert (found.answer, found.derived) == (Answer.STRONG, True)
            assert "acme@1" in found.facts

    def test_is_weak_below_the_threshold_or_what_policy_asks(self) -> None:
        story = given(paid("2024-01-01", "999999.99"))
        found = asked(story, self.ROW)
        assert found.because == "999,999.99 GBP paid in 2024, against 1,000,000.00 GBP"
        assert found.answer is Answer.WEAK
        lower = evolve(TERMS, candidates=CandidateTerms(payoff=999_999))
        assert asked(story, self.ROW, lower).answer is Answer.STRONG

    def test_counts_what_is_expected_of_the_year_that_runs(self) -> None:
        runs = on("2024-04-01", RevenueExpected(2024, money("1,000,000"), "orders"))
        assert asked(given(runs), self.ROW).answer is Answer.STRONG
        assert asked(given(runs).on("2025-01-01"), self.ROW).answer is Answer.UNASSESSED

    def test_years_are_not_added_up(self) -> None:
        story = given(paid("2023-12-31", "600000"), paid("2024-01-01", "600000"))
        assert asked(story, self.ROW).answer is Answer.WEAK

    def test_is_not_known_where_nothing_was_bought_lately_nor_is_ahead(self) -> None:
        over = on("2023-04-01", RevenueExpected(2023, money("5,000,000"), "hope"))
        for happened in ((), (paid("2020-12-31", "5000000"),), (paid("2024-01-01", "-5"),), (over,)):
            assert asked(given(*happened), self.ROW).answer is Answer.UNASSESSED


@pytest.mark.requirement("C-K7")
class TestRW6Openness:
    ROW = CandidateRow.OPENNESS
    ANN = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.EXECUTIVE)
    BO = StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.C_LEVEL)
    SEEN = (ANN, BO, ExecutiveAccessGained("p1"), ExecutiveAccessGained("p2"))

    def test_is_as_many_executives_in_reach_as_policy_asks(self) -> None:
        found = asked(given(*self.SEEN), self.ROW)
        assert (found.answer, found.facts) == (Answer.STRONG, ("acme@3", "acme@4"))
        assert asked(given(*self.SEEN[:3]), self.ROW).answer is Answer.WEAK
        one = evolve(TERMS, candidates=CandidateTerms(open_executives=1))
        assert asked(given(*self.SEEN[:3]), self.ROW, one).answer is Answer.STRONG

    def test_not_one_who_left(self) -> None:
        assert asked(given(*self.SEEN, StakeholderLeft("p2")), self.ROW).answer is Answer.WEAK

    def test_none_of_whom_refuses(self) -> None:
        cy = evolve(self.BO, person="p3")
        found = asked(given(*self.SEEN, cy, ExecutiveAccessRefused("p3")), self.ROW)
        assert (found.answer, found.facts) == (Answer.WEAK, ("acme@6",))

    def test_nor_with_teams_that_are_adversaries(self) -> None:
        for mode in CollaborationMode:
            found = asked(given(*self.SEEN, CollaborationAssessed(mode)), self.ROW)
            against = mode is CollaborationMode.ADVERSARIAL
            assert found.answer is (Answer.WEAK if against else Answer.STRONG)

    def test_else_it_is_as_somebody_judged(self) -> None:
        assert asked(given(judged(self.ROW, strong=True)), self.ROW).answer is Answer.STRONG


@pytest.mark.requirement("C-K9")
class TestRW7TheStateOfTheirBusiness:
    ROW = CandidateRow.BUSINESS_STATUS
    BEFORE = stated("2022-12-31", "1000", "50")

    def test_a_profit_on_turnover_that_did_not_fall_is_strong(self) -> None:
        found = asked(given(self.BEFORE, stated("2023-12-31", "1000", "1")), self.ROW)
        assert (found.answer, found.facts) == (Answer.STRONG, ("acme@2", "acme@1"))

    def test_a_loss_is_weak_whatever_turnover_does(self) -> None:
        for story in (
            given(self.BEFORE, stated("2023-12-31", "9000", "-1")),
            given(stated("2023-12-31", None, "-1")),
        ):
            assert asked(story, self.ROW).answer is Answer.WEAK

    @pytest.mark.parametrize("strong", [True, False])
    def test_else_it_is_as_somebody_judged(self, strong: bool) -> None:
        told = (
            (self.BEFORE, stated("2023-12-31", "999", "70")),  # fell
            (self.BEFORE, stated("2023-12-31", "1200", "0")),  # neither
            (stated("2023-12-31", "1200", "70"),),  # nothing to compare
            (stated("2021-12-31", "1", "-70"),),  # out of date
        )
        for happened in told:
            found = asked(given(*happened, judged(self.ROW, strong=strong)), self.ROW)
            assert (found.answer, found.derived) == (Answer.STRONG if strong else Answer.WEAK, False)


@pytest.mark.requirement("C-K0")
class TestRW8TheRecordFirst:
    def test_a_judgement_does_not_overrule_it(self) -> None:
        row = CandidateRow.GROWTH
        story = given(stated("2022-12-31", "1000"), stated("2023-12-31", "2000"), judged(row, strong=False))
        assert asked(story, row).answer is Answer.STRONG
        loss = given(stated("2023-12-31", None, "-5"), judged(CandidateRow.BUSINESS_STATUS, strong=True))
        assert asked(loss, CandidateRow.BUSINESS_STATUS).answer is Answer.WEAK

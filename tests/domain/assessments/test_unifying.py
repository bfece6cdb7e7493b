"""What makes a transaction major whoever speaks, and how the weightiest are led: one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.account.coverage import (
    Channel,
    ChannelSet,
    OwnerAssigned,
    SignificanceDeclared,
    SignificanceEnded,
)
from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.unifying import Part, Test, biggest, size_or_significance, unifying_test
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
VITAL = SignificanceDeclared("the only maker of our castings")
GRANT, REVIEW = QualificationGranted(override=True), QualificationReviewed()


def paid(amount: str, day: str = "2023-03-01", to: str | None = None) -> Told:
    return on(day, RevenueRecorded(money(amount)), to=to)


def parts(story: Given, *others: str) -> dict[Test, Part]:
    seen = [story.account, *(story.account.other(key) for key in others)]
    largest = biggest(seen, TERMS, story.day)
    return {part.test: part for part in unifying_test(story.account, TERMS, largest)}


@pytest.mark.requirement("C-D2")
class TestUN1SizeOrSignificance:
    def test_neither(self) -> None:
        assert not size_or_significance(given(paid("999,999")).account, TERMS).holds

    def test_size(self) -> None:
        found = size_or_significance(given(paid("1,000,000")).account, TERMS)
        assert (found.holds, found.facts) == (True, ("acme@1",))
        hoped = given(RevenueExpected(2025, money("1,000,000"), "hope"))
        assert size_or_significance(hoped.account, TERMS).because == "1,000,000.00 GBP expected in 2025"

    def test_significance_whatever_it_brings(self) -> None:
        found = size_or_significance(given(VITAL).account, TERMS)
        assert (found.holds, found.facts, "castings" in found.because) == (True, ("acme@1",), True)
        assert not size_or_significance(given(VITAL, SignificanceEnded()).account, TERMS).holds

    def test_both(self) -> None:
        assert size_or_significance(given(paid("1,000,000"), VITAL).account, TERMS).facts == (
            "acme@1",
            "acme@2",
        )


@pytest.mark.requirement("C-T6")
class TestUN2TheWeightiest:
    def test_the_biggest_of_all(self) -> None:
        story = given(paid("10"), paid("90", to="bolt"))
        assert not parts(story, "bolt")[Test.WEIGHTIEST].holds
        assert parts(story.about("bolt"), "acme")[Test.WEIGHTIEST].because == "in the Pareto set of 2023"

    @pytest.mark.parametrize(("day", "holds"), [("2022-12-31", False), ("2024-02-01", True)])
    def test_of_the_last_whole_year_or_the_running_one(self, day: str, holds: bool) -> None:
        story = given(paid("90", day), paid("90", to="bolt"))
        assert parts(story, "bolt")[Test.WEIGHTIEST].holds is holds

    def test_not_by_being_the_first_to_pay_in_a_year(self) -> None:
        story = given(paid("89.99", "2024-01-02"), paid("90", to="bolt"), paid("910", to="cog"))
        assert not parts(story.on("2024-01-02"), "bolt", "cog")[Test.WEIGHTIEST].holds

    def test_of_the_running_one_where_none_was_before(self) -> None:
        found = parts(given(paid("10", "2024-02-01")))[Test.WEIGHTIEST]
        assert found.because == "in the Pareto set of 2024 so far"

    def test_a_year_is_whole_on_its_last_day(self) -> None:
        story = given(paid("90"), paid("10", "2024-02-01", to="bolt"))
        assert parts(story.on("2024-12-30"))[Test.WEIGHTIEST].because == "in the Pareto set of 2023"
        assert not parts(story.on("2024-12-31"), "bolt")[Test.WEIGHTIEST].holds

    def test_of_both_the_whole_one_is_named(self) -> None:
        found = parts(given(paid("90"), paid("95", "2024-02-01")))[Test.WEIGHTIEST]
        assert found.because == "in the Pareto set of 2023"

    def test_or_declared_significant(self) -> None:
        found = parts(given(VITAL, paid("90", to="bolt")), "bolt")[Test.WEIGHTIEST]
        assert (found.holds, found.facts) == (True, ("acme@1",))


@pytest.mark.requirement("C-T6")
class TestUN3Directly:
    def test_by_the_channel_stated(self) -> None:
        assert parts(given(ChannelSet(Channel.PARTNER)))[Test.DIRECT].word == "no"
        found = parts(given(ChannelSet(Channel.DIRECT)))[Test.DIRECT]
        assert (found.word, found.facts) == ("yes", ("acme@1",))

    def test_nobody_knows_where_none_is_stated(self) -> None:
        found = parts(given())[Test.DIRECT]
        assert (found.holds, found.word, found.because) == (None, "unknown", "no channel is stated")


@pytest.mark.requirement("C-T6")
class TestUN4PlannedSoldAndManaged:
    STORY = given(StaffIdentified("s1", "Una"), PlanDrafted("Rollout"), OwnerAssigned("s1"), GRANT, REVIEW)

    def managed(self, story: Given) -> Part:
        return parts(story)[Test.MANAGED]

    def test_by_a_plan_an_owner_and_a_review(self) -> None:
        found = self.managed(self.STORY)
        assert (found.holds, found.facts) == (True, ("acme@1", "acme@2", "acme@4"))

    def test_each_of_the_three_is_missed(self) -> None:
        assert self.managed(given()).because == (
            "missing: a plan, an owner, a review of its status within 12 months"
        )
        assert self.managed(given(PlanDrafted("Rollout"), GRANT, REVIEW)).because == "missing: an owner"
        una, mine = StaffIdentified("s1", "Una"), OwnerAssigned("s1")
        assert self.managed(given(una, mine, GRANT, REVIEW)).because == "missing: a plan"
        assert "review" in self.managed(given(una, mine, PlanDrafted("Rollout"), GRANT)).because

    def test_an_owner_who_left_is_none(self) -> None:
        assert not self.managed(self.STORY.then_given(StaffLeft("s1"))).holds

    def test_a_review_is_current_for_policy_s_months(self) -> None:
        assert self.managed(self.STORY.on("2025-05-01")).holds
        assert not self.managed(self.STORY.on("2025-05-02")).holds

    def test_a_review_of_a_status_since_revoked_says_nothing(self) -> None:
        assert not self.managed(self.STORY.then_given(QualificationRevoked())).holds

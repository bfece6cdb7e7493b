"""Who received which edition when, made again on any later day, and what was heard since."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.action_plan import ActionRescheduled
from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.competitor_loyalty import CompetitorLoyaltyRecorded
from majoracct.domain.account.editions import (
    CustomerEditionIssued,
    PlanItemReleased,
    PlanItemWithheld,
    edition,
)
from majoracct.domain.account.feedback import CustomerFeedbackReceived, FeedbackKind, confirmed
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, PlanDrafted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.assessments.editions import confirmed_share, shown_before
from majoracct.domain.assessments.editions import given as editions_given
from majoracct.domain.kernel import Erased, FactWithdrawn
from majoracct.domain.programme.edition_tables import EditionTerms, Sensitivity
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Aim, Terms
from majoracct.testing.given import DAY, Corrected, Given, Told, corrected, given, on

DUE = dt.date(2025, 12, 31)
GOAL = GoalSet(GoalKind.ADVISER, "asked before needs form", DUE)
ACTION = ActionAdded("a day in the depot", Aim.TRUST, owner="kim", goal="acme@3", due=DUE)
# acme@1 is a person, acme@2 the plan, acme@3 a goal, acme@4 an action, acme@5 and acme@6 words for them
# acme@1 is a person, acme@2 the plan, acme@3 a goal, acme@4 an action, acme@5 and acme@6 words for them
PLANNED = on(
    "2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("a"), GOAL, ACTION
)
RELEASED = (PlanItemReleased("acme@3", "grow together"), PlanItemReleased("acme@4"))
LAX = EditionTerms(may_leave=(Sensitivity.SHAREABLE, Sensitivity.INTERNAL))
WHAT_MAY_COME: tuple[Told | Corrected, ...] = (
    on("2024-04-01", PlanItemWithheld("acme@3")),
    on("2024-04-01", GoalDropped("acme@3")),
    on("2024-04-01", ActionRescheduled("acme@4", dt.date(2026, 5, 1))),
    on("2024-04-01", ActionCompleted("acme@4")),
    on("2024-04-01", CompetitorEngaged("Together")),
    on("2024-04-01", PlanItemReleased("acme@2", "two years")),
    on("2024-04-01", PolicyAdopted(evolve(Terms.shipped("GBP"), edition=LAX))),
    corrected("acme@3", evolve(GOAL, what="sell more")),
    corrected("acme@4", evolve(ACTION, task="two days")),
    on("2024-02-01", FactWithdrawn("acme@5")),
)


def released() -> Given:
    """Return the story of a plan whose goal and action were released for the customer."""
    story = given(PLANNED).on("2024-02-01")
    for each in RELEASED:
        story = story.when(each).then()
    return story.on(DAY)


def issued() -> Given:
    """Return the story in which an edition was given, acme@7, on the day of the story."""
    return released().when(CustomerEditionIssued(("p1",))).then()


@pytest.mark.requirement("J-C1")
class TestED13MadeAgain:
    def test_it_is_what_was_given(self) -> None:
        before = edition(released().account)
        (one,) = editions_given(issued().on("2030-01-01").account)
        assert (one.shown, one.same, one.current) == (before, True, True)
        assert [each.says for each in one.shown.items] == ["grow together", "a day in the depot"]

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.lists(st.sampled_from(WHAT_MAY_COME), unique_by=id, max_size=6))
    def test_whatever_was_learned_since(self, since: list[Told | Corrected]) -> None:
        story = issued()
        (before,) = editions_given(story.account)
        for each in since:
            if isinstance(each, Corrected) and story.past.withdrawals("acme").get(each.reference):
                continue
            story = story.then_given(each)
        for day in ("2024-05-01", "2031-01-01"):
            (after,) = editions_given(story.on(day).account)
            assert (after.shown.text, after.same) == (before.shown.text, True)

    def test_what_was_known_already_of_a_later_day_is_no_part_of_it(self) -> None:
        known = released().then_given(on("2024-06-01", ActionCompleted("acme@4")))
        (one,) = editions_given(known.when(CustomerEditionIssued(("p1",))).then().on("2024-07-01").account)
        assert [each.completed for each in one.shown.items] == [None, None]
        assert one.same

    def test_what_was_erased_since_brings_nothing_back(self) -> None:
        lax = evolve(Terms.shipped("GBP"), edition=LAX)
        loyal = on("2024-02-01", CompetitorLoyaltyRecorded("Depot", "p1"))  # acme@7
        story = released().then_given(loyal).under(lax).when(CustomerEditionIssued(("p1",))).then()
        (before,) = editions_given(story.account)
        assert [each.says for each in before.shown.items] == ["a", "grow together"]
        assert before.issued.held == ("acme@4 wording", "acme@4 task")
        erased = tuple(
            evolve(fact, event=evolve(fact.event, competitor=Erased.here))
            if isinstance(fact.event, CompetitorLoyaltyRecorded)
            else fact
            for fact in story.facts
        )
        (after,) = editions_given(evolve(story, facts=erased).account)
        assert (after.shown, after.same, after.current) == (before.shown, True, False)

    def test_what_another_would_say_now_is_told(self) -> None:
        story = issued().then_given(on("2024-06-01", ActionCompleted("acme@4")))
        assert [each.current for each in editions_given(story.on("2024-06-01").account)] == [False]

    def test_another_digest_is_told(self) -> None:
        forged = CustomerEditionIssued(("p1",), digest="0" * 64, known_at=99, policy="programme@1")
        (one,) = editions_given(released().then_given(forged).account)
        assert not one.same

    def test_those_of_a_predecessor_stay_on_the_register(self) -> None:
        merged = issued().then_given(
            on("2024-06-01", AccountMerged("bolt")),
            on("2024-01-01", AccountOpened("Bolt"), to="bolt"),
            on("2024-06-01", AccountAbsorbed("acme"), to="bolt"),
        )
        (one,) = editions_given(merged.about("bolt").on("2024-07-01").account)
        assert (one.issued.account, one.issued.fact, one.same) == ("acme", "acme@7", True)


@pytest.mark.requirement("J-C3")
class TestED14HeardSince:
    def heard(self, *said: Told) -> list[str]:
        again = issued().then_given(*said)
        (one,) = editions_given(again.on("2024-12-31").account)
        return [each.fact for each in one.heard]

    def of(self, day: str, item: str = "acme@4") -> Told:
        return on(day, CustomerFeedbackReceived(item, FeedbackKind.FEEDBACK, "p1", "so"))

    def test_from_that_day_on(self) -> None:
        assert self.heard(self.of("2024-04-30"), self.of("2024-05-01"), self.of("2024-07-01")) == [
            "acme@9",
            "acme@10",
        ]

    def test_of_what_was_in_it(self) -> None:
        assert self.heard(self.of("2024-05-02", "acme@2")) == []

    def test_how_long_it_took(self) -> None:
        story = issued()
        (one,) = editions_given(story.account)
        assert one.days_to_answer is None
        (one,) = editions_given(story.then_given(self.of("2024-05-11")).on("2024-06-01").account)
        assert one.days_to_answer == 10


@pytest.mark.requirement("S-C1")
def test_the_share_of_items_that_the_customer_confirmed() -> None:
    story = given(PLANNED)
    assert confirmed_share(confirmed(given().account).values()) is None
    assert confirmed_share(confirmed(story.account).values()) == 0
    said = CustomerFeedbackReceived("acme@4", FeedbackKind.CONFIRMATION, "p1")
    share = confirmed_share(confirmed(story.when(said).then().account).values())
    assert share == Decimal(1) / Decimal(3)


@pytest.mark.requirement("S-C1", "J-C3")
class TestED16ByWordOfMouth:
    def test_what_was_in_an_edition_given_by_then_was_read_before(self) -> None:
        sure = [
            on("2024-05-02", CustomerFeedbackReceived(item, FeedbackKind.CONFIRMATION, "p1"))
            for item in ("acme@2", "acme@4")
        ]
        assert shown_before(issued().then_given(*sure).on("2024-05-02").account) == {"acme@4": "acme@7"}

    def test_what_was_given_later_was_not(self) -> None:
        sure = on("2024-04-30", CustomerFeedbackReceived("acme@4", FeedbackKind.CONFIRMATION, "p1"))
        assert shown_before(issued().then_given(sure).account) == {}
        assert shown_before(issued().account) == {}

"""The rules of editions, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.access import ExecutiveAccessGained, IssueKind, IssueRecorded
from majoracct.domain.account.action_plan import ResourcesAllocated
from majoracct.domain.account.alignment import OfferingAligned
from majoracct.domain.account.approval import PlanApproved
from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.competitor_loyalty import CompetitorLoyaltyRecorded
from majoracct.domain.account.contracts import ContractEnded
from majoracct.domain.account.editions import (
    AlreadyReleased,
    CustomerEditionIssued,
    Editions,
    MayNotShare,
    NamedTwice,
    NobodyReceives,
    NoSuchBusinessReview,
    NothingToShare,
    NotInPlan,
    NotReleased,
    PlanItemReleased,
    PlanItemWithheld,
    SharedOutsideReview,
    SharedUnapproved,
    WordsGiveAway,
    WordsMissing,
    edition,
    held_here,
    lapsed,
)
from majoracct.domain.account.functional_plans import FunctionalPlanAttached
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.insider import Inside, InsideKnowledgeRecorded
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, OpportunityPlanned, PlanDrafted
from majoracct.domain.account.plan_document import digest_of, plan_document
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.redaction import own_words
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderNotYetIdentified,
    StakeholderUnknown,
)
from majoracct.domain.account.whitespace import Provider, WhitespaceCellSet
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.aptitude import Lean, Trait, TraitAssessed
from majoracct.domain.programme.edition_tables import EditionTerms, Sensitivity, Strictness
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, PlanningFunction, Terms
from majoracct.testing.given import Given, Told, corrected, given, on

SHIPPED = Terms.shipped("GBP")
DUE = dt.date(2025, 12, 31)
PEOPLE = (
    StakeholderIdentified("p1", BuyingFunction.FINANCE),
    StakeholderIdentified("p2", BuyingFunction.FINANCE),
)
GOAL = GoalSet(GoalKind.ADVISER, "asked before needs form", DUE)
ACTION = ActionAdded("press the buyers", Aim.DEPENDENCE, owner="kim", goal="acme@4", due=DUE)
# acme@1 and acme@2 are people, acme@3 the plan, acme@4 a goal, acme@5 an action for it
PLANNED = on("2024-01-01", *PEOPLE, PlanDrafted("two years"), GOAL, ACTION)
UNA = on("2024-01-01", StaffIdentified("s1", "Una"))
RELEASED = PlanItemReleased("acme@4", "grow together")
ISSUE = IssueRecorded("p1", IssueKind.EMOTIONAL, "fear the board")
ISSUED = CustomerEditionIssued(("p1",))
REVIEW = MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s1", attendees=("p1",))


def planned(*more: Told) -> Given:
    return given(UNA, PLANNED, *more)


def shared(story: Given) -> list[str]:
    return [each.says for each in edition(story.account).items]


def releasing(story: Given, event: PlanItemReleased = RELEASED) -> Given:
    return story.when(event).then()


def under(story: Given, **terms: object) -> Given:
    return story.under(evolve(SHIPPED, edition=EditionTerms(**terms)))  # type: ignore[arg-type]


@pytest.mark.requirement("J-C1")
class TestED5ReleasedInWords:
    def test_an_item_of_the_plan(self) -> None:
        planned().when(PlanItemReleased("acme@1", "us")).then_refused(NotInPlan)
        planned().on("2023-12-31").when(RELEASED).then_refused(NotInPlan)
        gone = planned(on("2024-02-01", GoalDropped("acme@4")))
        gone.when(RELEASED).then_refused(NotInPlan)

    def test_that_say_something(self) -> None:
        planned().when(PlanItemReleased("acme@4", " ")).then_refused(WordsMissing)

    def test_the_items_own_where_none_are_given(self) -> None:
        assert shared(planned()) == []
        assert shared(releasing(planned(), PlanItemReleased("acme@4"))) == ["asked before needs form"]
        assert shared(releasing(planned())) == ["grow together"]

    def test_said_last_counts(self) -> None:
        again = releasing(releasing(planned()), PlanItemReleased("acme@4", "grow side by side"))
        assert shared(again) == ["grow side by side"]

    def test_of_a_predecessor_are_not_for_the_successors_people(self) -> None:
        other = releasing(planned())
        merged = other.then_given(
            on("2024-06-01", AccountMerged("bolt")),
            on("2024-01-01", AccountOpened("Bolt"), to="bolt"),
            on("2024-06-01", AccountAbsorbed("acme"), to="bolt"),
        )
        successor = merged.about("bolt").on("2024-07-01")
        assert "acme@4" in {item.id for item in plan_document(successor.account)}
        assert shared(successor) == []


@pytest.mark.requirement("J-C2")
class TestED6WhoMayShare:
    @pytest.mark.parametrize("event", [RELEASED, ISSUED])
    def test_in_a_capacity_that_policy_lets(self, event: PlanItemReleased | CustomerEditionIssued) -> None:
        story = releasing(planned(), PlanItemReleased("acme@5", "meet"))
        story.by("kim", "clerk").when(event).then_refused(MayNotShare, "account manager")
        story.by("kim").when(event).then_refused(MayNotShare, "nobody in particular")
        story.by("kim", "Strategic-Account Manager").when(event).then()
        under(story, sharing_roles=("clerk",)).by("kim", "clerk").when(event).then()


@pytest.mark.requirement("J-C1", "X-9")
class TestED7WordsGiveNothingAway:
    RIVAL = on("2024-02-01", CompetitorEngaged("Castor"))
    KNOWN = on("2024-02-01", InsideKnowledgeRecorded(Inside.WAYS, "budgets close in May"))

    @pytest.mark.parametrize("said", ["Beat Castor", "do what CASTOR, too, does"])
    def test_no_competitor_is_named(self, said: str) -> None:
        refused = planned(self.RIVAL).when(PlanItemReleased("acme@4", said))
        no = refused.then_refused(WordsGiveAway, "name a competitor: acme@6")
        assert "Castor" not in str(no)

    def test_a_name_within_a_word_is_none(self) -> None:
        planned(self.RIVAL).when(PlanItemReleased("acme@4", "broadcastors")).then()
        planned(self.RIVAL).on("2024-01-31").when(PlanItemReleased("acme@4", "Beat Castor")).then()

    def test_nothing_we_know_from_inside_is_repeated(self) -> None:
        said = PlanItemReleased("acme@4", "Meet  before Budgets close in may, then")
        planned(self.KNOWN).when(said).then_refused(WordsGiveAway, "know from inside: acme@6")

    def test_nor_any_other_thing_that_is_kept_inside(self) -> None:
        loyal = on("2024-02-01", CompetitorLoyaltyRecorded("Castor", "p1"))
        planned(loyal).when(PlanItemReleased("acme@4", "Keep Castor out")).then_refused(
            WordsGiveAway, "name a competitor: acme@6"
        )
        issue = on("2024-02-01", ExecutiveAccessGained("p1"), ISSUE)
        planned(issue).when(PlanItemReleased("acme@4", "You FEAR the board")).then_refused(
            WordsGiveAway, "an executive's issue: acme@7"
        )
        seen = on("2024-02-01", TraitAssessed("s1", next(iter(Trait)), Lean.LEFT, "loud"))
        planned(seen).when(PlanItemReleased("acme@4", "Not so loud")).then_refused(
            WordsGiveAway, "what was seen of one of ours: programme@3"
        )

    def test_nor_in_the_items_own_words(self) -> None:
        rival = on("2024-02-01", CompetitorEngaged("buyers"))
        planned(rival).when(PlanItemReleased("acme@5")).then_refused(WordsGiveAway)
        planned(rival).when(PlanItemReleased("acme@5", "meet")).then()


@pytest.mark.requirement("J-C1")
class TestED8WhileItSaysThat:
    def test_words_lapse_when_the_item_says_something_else(self) -> None:
        changed = releasing(planned()).then_given(corrected("acme@4", evolve(GOAL, what="sell more")))
        assert shared(changed) == []
        assert {key: each.fact for key, each in lapsed(changed.account).items()} == {"acme@4": "acme@6"}
        assert shared(changed.when(RELEASED).then()) == ["grow together"]

    def test_not_when_only_the_rest_of_it_changes(self) -> None:
        later = evolve(GOAL, due=dt.date(2026, 1, 31))
        changed = releasing(planned()).then_given(corrected("acme@4", later))
        assert shared(changed) == ["grow together"]
        assert lapsed(changed.account) == {}

    def test_words_that_give_something_away_by_now_stay_here(self) -> None:
        story = releasing(planned()).then_given(on("2024-05-02", CompetitorEngaged("Together")))
        assert shared(story) == ["grow together"]
        assert shared(story.on("2024-05-02")) == []
        assert set(lapsed(story.on("2024-05-02").account)) == {"acme@4"}

    def test_withheld_once(self) -> None:
        story = releasing(planned()).when(PlanItemWithheld("acme@4")).then()
        assert shared(story) == []
        story.when(PlanItemWithheld("acme@4")).then_refused(NotReleased)

    def test_anew_only_in_other_words(self) -> None:
        story = releasing(planned())
        story.when(RELEASED).then_refused(AlreadyReleased, "acme@6")
        story.when(PlanItemReleased("acme@4")).then()


@pytest.mark.requirement("J-C1")
class TestED9AnEditionSaysSomething:
    def test_of_nothing_released_there_is_none(self) -> None:
        planned().when(ISSUED).then_refused(NothingToShare)
        given(UNA, on("2024-01-01", *PEOPLE)).when(ISSUED).then_refused(NothingToShare)

    def test_it_pins_what_it_was_made_of(self) -> None:
        story = releasing(planned())
        before = story.account
        (issued,) = [each for _, each in story.when(ISSUED).then()[Editions].in_order]
        assert (issued.digest, issued.document) == (
            edition(before).digest,
            digest_of(plan_document(before)),
        )
        assert (issued.plan, issued.policy, issued.known_at) == ("acme@3", "programme@1", before.known_at)
        assert (issued.by, issued.recipients, issued.fact) == ("kim", ("p1",), "acme@7")

    def test_judged_again_it_is_about_what_was_given_then(self) -> None:
        story = releasing(planned()).when(ISSUED).then()
        gone = story.then_given(FactWithdrawn("acme@6"))
        assert shared(gone) == []
        assert SecondJudgement(gone.past).refusal(story.last) is None


@pytest.mark.requirement("J-C1")
class TestED10ToSomebodyOfTheirs:
    def test_whom_we_know_by_the_day(self) -> None:
        story = releasing(planned())
        story.when(CustomerEditionIssued(("p9",))).then_refused(StakeholderUnknown)
        story.when(CustomerEditionIssued(("s1",))).then_refused(StakeholderUnknown)
        later = story.then_given(on("2024-06-01", StakeholderIdentified("p3", BuyingFunction.FINANCE)))
        later.when(CustomerEditionIssued(("p3",))).then_refused(StakeholderNotYetIdentified)

    def test_each_once_and_at_least_one(self) -> None:
        story = releasing(planned())
        story.when(CustomerEditionIssued(())).then_refused(NobodyReceives)
        story.when(CustomerEditionIssued(("p1", "p2", "p1"))).then_refused(NamedTwice, "p1")
        story.when(CustomerEditionIssued(("p1", "p2"))).then()


@pytest.mark.requirement("J-C2")
class TestED11InABusinessReview:
    IN_IT = CustomerEditionIssued(("p1",), "acme@6")

    def test_held_by_the_day(self) -> None:
        held = releasing(planned(on("2024-05-01", REVIEW)))
        held.when(self.IN_IT).then()
        later = releasing(planned(on("2024-05-02", REVIEW)))
        later.when(self.IN_IT).then_refused(NoSuchBusinessReview)

    def test_not_in_a_meeting_of_our_own(self) -> None:
        ours = on("2024-05-01", MeetingHeld(MeetingKind.ACCOUNT_REVIEW, "s1"))
        releasing(planned(ours)).when(self.IN_IT).then_refused(NoSuchBusinessReview)


class TestED12WhatPolicyMayAskFor:
    IN_IT = CustomerEditionIssued(("p1",), "acme@6")

    @pytest.mark.requirement("J-C1")
    def test_that_it_was_approved_as_it_stands(self) -> None:
        story = releasing(planned())
        story.when(ISSUED).then()
        strict = under(story, unapproved=Strictness.REFUSE)
        strict.when(ISSUED).then_refused(SharedUnapproved)
        digest = digest_of(plan_document(story.account))
        said = PlanApproved(
            person="s1", capacity="sales executive", digest=digest, required=("sales executive",)
        )
        approved = strict.then_given(said)
        approved.when(ISSUED).then()
        drifted = approved.then_given(corrected("acme@4", evolve(GOAL, due=dt.date(2026, 1, 31))))
        drifted.when(ISSUED).then_refused(SharedUnapproved)

    @pytest.mark.requirement("J-C2")
    def test_that_it_is_given_in_a_review(self) -> None:
        story = releasing(planned(on("2024-05-01", REVIEW)))
        story.when(ISSUED).then()
        strict = under(story, outside_review=Strictness.REFUSE)
        strict.when(ISSUED).then_refused(SharedOutsideReview, "no review is named")
        strict.when(self.IN_IT).then()

    @pytest.mark.requirement("J-C2")
    def test_or_within_so_many_days_of_it(self) -> None:
        story = under(releasing(planned(on("2024-05-01", REVIEW))), outside_review=Strictness.REFUSE)
        story.on("2024-05-08").when(self.IN_IT).then()
        story.on("2024-05-09").when(self.IN_IT).then_refused(SharedOutsideReview, "8 days after 2024-05-01")

    @pytest.mark.requirement("J-C2")
    def test_that_all_who_receive_it_were_at(self) -> None:
        story = under(releasing(planned(on("2024-05-01", REVIEW))), outside_review=Strictness.REFUSE)
        both = CustomerEditionIssued(("p1", "p2"), "acme@6")
        story.when(both).then_refused(SharedOutsideReview, "p2 not at the one of 2024-05-01")


LAXEST = (Sensitivity.SHAREABLE, Sensitivity.INTERNAL)
# What is on record, and never leaves: each is one word that stands nowhere else.
KEPT_INSIDE = on(
    "2024-01-02",
    CompetitorEngaged("rivalone"),
    CompetitorLoyaltyRecorded("rivaltwo", "p1"),
    WhitespaceCellSet("Bremen", "planner", Provider.COMPETITOR, "rivalthree"),
    ContractEnded("acme@9", "rivalfour"),
    ExecutiveAccessGained("p1"),
    IssueRecorded("p1", IssueKind.POLITICAL, "theissue"),
    InsideKnowledgeRecorded(Inside.COMPANY, "theknowledge"),
    TraitAssessed("s1", next(iter(Trait)), Lean.LEFT, "thetrait"),
)
SECRETS = ("rivalone", "rivaltwo", "rivalthree", "rivalfour", "theissue", "theknowledge", "thetrait")


@st.composite
def plans(draw: st.DrawFn) -> Given:
    """Return a plan, partly released, whose every free text may have what never leaves."""

    def text() -> str:
        said = draw(st.lists(st.sampled_from(["meet", "soon", *SECRETS]), min_size=1, max_size=3))
        return draw(st.sampled_from([str.upper, str.title, str.lower]))(
            draw(st.sampled_from(" -,")).join(said)
        )

    story = given(
        UNA,
        on(
            "2024-01-01",
            *PEOPLE,
            PlanDrafted(text()),
            GoalSet(GoalKind.BREADTH, text(), DUE, count=2, areas=(text(), text())),
            OpportunityIdentified(text()),
            OpportunityPlanned("acme@5"),
            OfferingAligned("acme@5", text(), text()),
            ActionAdded(text(), Aim.TRUST, goal="acme@4"),
            ResourcesAllocated("acme@8", means=text()),
            FunctionalPlanAttached(
                PlanningFunction.MARKETING, text(), (text(),), (text(),), (text(),), (text(),)
            ),
        ),
    )
    for item in ("acme@3", "acme@4", "acme@5", "acme@8", "acme@10"):
        if draw(st.booleans()):
            story = story.when(PlanItemReleased(item, text())).then()
    return story.then_given(KEPT_INSIDE)


@pytest.mark.requirement("J-C1", "X-9")
class TestNothingInternalIsInIt:
    @settings(deadline=None, derandomize=True, database=None, max_examples=80)
    @for_all(plans())
    def test_of_any_plan_even_under_the_laxest_policy(self, story: Given) -> None:
        lax = under(story, may_leave=LAXEST)
        for each in (story, lax):
            said = edition(each.account).text.casefold()
            assert [secret for secret in SECRETS if secret in said] == []
        every = {item.id: item for item in plan_document(lax.account)}
        clean = {
            key
            for key, item in every.items()
            if not any(secret in own_words(item).casefold() for secret in SECRETS)
        }
        assert clean <= {each.id for each in edition(lax.account).items}

    def test_what_is_held_back_is_told_with_what_it_gives_away(self) -> None:
        story = under(planned(on("2024-02-01", CompetitorEngaged("buyers"))), may_leave=LAXEST)
        (held,) = held_here(story.account)
        assert (held.place, held.secret.told, held.secret.fact) == (
            "acme@5 task",
            "name a competitor",
            "acme@6",
        )
        assert shared(story) == ["two years", "asked before needs form"]
        assert held_here(planned(on("2024-02-01", CompetitorEngaged("buyers"))).account) == ()

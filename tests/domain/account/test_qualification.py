"""The rules of the decisions on major status, one class a rule. The criteria have files of their own."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.coverage import Relation, RelationStated
from majoracct.domain.account.criteria import judged
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
)
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import (
    AlreadyMajor,
    AlreadyOpened,
    CriteriaUnmet,
    NotMajor,
    NotOpen,
    OpenerNotEntitled,
    OverrideUnexplained,
    Qualification,
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
    SideNotCounted,
    Status,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import AccountEvent, Event, FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import Side
from majoracct.domain.programme.terms import Aim, Level, QualificationTerms, Terms
from majoracct.testing.given import DAY, Given, given, money, on

SHIPPED = Terms.shipped("GBP")
SALES = "sales executive"
PROOF: tuple[Event[Any], ...] = (
    OrgChartFiled(),
    PrecisFiled(("building",), "They build."),
    FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS),
    WiderPlayDescribed("a play", "What we could become."),
    TractionEvidenced("acme@4", "they asked for a paper"),
    StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL),
    StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE),
    InfluenceLinked("p1", "p2", LinkKind.PEER),
    SponsorNamed("p1", "CFO", "all capital spend"),
    OpportunityIdentified("a deal", money("1000000"), DAY),
    PlanDrafted("to a million", ("acme@10",)),
    *(ActionAdded("visit", aim) for aim in Aim),
)
OPENED = on(DAY, QualificationOpened(), role=SALES)
PROVEN = given(*PROOF)  # acme@1 to acme@15
READY = PROVEN.then_given(OPENED)  # acme@16
MAJOR = READY.when(QualificationGranted()).then()
REFUSED = given(OPENED, QualificationRefused())
REVOKED = MAJOR.then_given(QualificationRevoked())


def status(story: Given) -> Status:
    return story[Qualification].status


@pytest.mark.requirement("B-Q0")
class TestQ0OpenedByAnExecutive:
    @pytest.mark.parametrize("role", ["", "account manager", "sales", "executive sponsor"])
    def test_not_by_anybody_else(self, role: str) -> None:
        given().by("kim", role).when(QualificationOpened()).then_refused(OpenerNotEntitled, "kim records as")

    @pytest.mark.parametrize("role", [SALES, "business-development executive", " Sales Executive "])
    def test_by_a_sales_or_business_development_executive(self, role: str) -> None:
        after = given().by("kim", role).when(QualificationOpened()).then()
        assert after[Qualification] == Qualification(Status.OPEN, "acme@2", role)

    def test_or_whom_policy_names_on_the_day(self) -> None:
        others = PolicyAdopted(evolve(SHIPPED, qualification=QualificationTerms(opening_roles=("Partner",))))
        story = given(on("2024-06-01", others))
        story.by("kim", "partner").when(QualificationOpened()).then_refused(OpenerNotEntitled)
        story.by("kim", "partner").on("2024-06-01").when(QualificationOpened()).then()

    def test_not_while_one_is_open_or_the_account_is_major(self) -> None:
        READY.by("kim", SALES).when(QualificationOpened()).then_refused(AlreadyOpened)
        MAJOR.by("kim", SALES).when(QualificationOpened()).then_refused(AlreadyMajor)

    @pytest.mark.requirement("X-10")
    def test_again_once_it_was_refused_or_revoked(self) -> None:
        for story in (REFUSED, REVOKED):
            assert status(story.by("kim", SALES).when(QualificationOpened()).then()) is Status.OPEN


@pytest.mark.requirement("B-Q6")
class TestQ6GrantedWhenAllFiveHold:
    def test_when_they_do(self) -> None:
        assert all(v.holds for v in judged(READY.account, SHIPPED))
        assert status(MAJOR) is Status.MAJOR

    @pytest.mark.parametrize(
        ("gone", "unmet"),
        [("acme@1", "Q1"), ("acme@5", "Q2"), ("acme@9", "Q3"), ("acme@11", "Q4"), ("acme@12", "Q5")],
    )
    def test_not_when_one_does_not(self, gone: str, unmet: str) -> None:
        # The deal does not spring from the play, so only one criterion rests on each of these.
        short = READY.then_given(FactWithdrawn(gone))
        no = short.when(QualificationGranted()).then_refused(
            CriteriaUnmet, rf"acme does not meet {unmet} \(missing"
        )
        assert no.obstacle.count("missing") == 1

    def test_not_before_they_do(self) -> None:
        early = READY.then_given(on("2024-04-30", QualificationOpened(), role=SALES)).on("2024-04-30")
        no = early.when(QualificationGranted()).then_refused(CriteriaUnmet)
        assert no.obstacle.count("missing") == 5

    def test_not_once_the_evidence_is_out_of_date(self) -> None:
        late = READY.on("2026-05-02")
        assert "Q1" in late.when(QualificationGranted()).then_refused(CriteriaUnmet).obstacle

    def test_not_when_it_was_opened_by_somebody_not_entitled(self) -> None:
        story = PROVEN.then_given(on(DAY, QualificationOpened(), role="account manager"))
        story.when(QualificationGranted()).then_refused(OpenerNotEntitled, "opened as account manager")

    def test_not_when_it_was_not_opened(self) -> None:
        PROVEN.when(QualificationGranted()).then_refused(NotOpen, "No qualification of acme is open")

    def test_under_the_policy_of_its_day(self) -> None:
        story = READY.then_given(on("2024-04-01", PolicyAdopted(Terms(money("1000000.01")))))
        story.when(QualificationGranted()).then_refused(CriteriaUnmet, r"Q4 .*worth 0\.01 GBP more")

    def test_and_pins_what_it_rests_on(self) -> None:
        event = MAJOR.last.event
        assert isinstance(event, QualificationGranted)
        assert (event.policy, event.known_at) == ("programme@1", 18)
        assert event.verdicts == judged(READY.account, SHIPPED)
        assert event.inputs[:4] == ("acme@1", "acme@2", "acme@3", "acme@4")
        assert set(event.inputs) == {f for v in event.verdicts for f in v.facts}
        assert not event.override

    def test_whatever_was_said_to_be_pinned(self) -> None:
        event = READY.when(QualificationGranted(policy="programme@9", known_at=1)).then().last.event
        assert event == MAJOR.last.event

    def test_and_what_is_recorded_later_does_not_undo_it(self) -> None:
        after = MAJOR.then_given(
            FactWithdrawn("acme@1"), on("2000-01-01", PolicyAdopted(Terms(money("9000000"))))
        )
        assert status(after) is Status.MAJOR
        assert after.past.fact("acme@17") == MAJOR.last
        assert not all(v.holds for v in judged(after.account, SHIPPED))


@pytest.mark.requirement("B-Q6")
class TestQ7AnOverrideSaysWhy:
    OVERRIDE = QualificationGranted(override=True)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_not_without_a_reason(self, reason: str) -> None:
        given(OPENED).because(reason).when(self.OVERRIDE).then_refused(OverrideUnexplained)

    @pytest.mark.parametrize("story", [given(), given(OPENED), PROVEN, REFUSED])
    def test_with_one_whatever_stands_in_the_way(self, story: Given) -> None:
        after = story.because("the board wants it").when(self.OVERRIDE).then()
        assert status(after) is Status.MAJOR
        event = after.last.event
        assert isinstance(event, QualificationGranted)
        assert event.override
        assert event.telling().endswith("by override")

    def test_and_is_none_when_nothing_did(self) -> None:
        event = READY.when(self.OVERRIDE).then().last.event
        assert isinstance(event, QualificationGranted)
        assert not event.override
        assert event.telling().endswith("all five criteria holding")

    def test_nor_does_it_make_major_twice(self) -> None:
        MAJOR.because("again").when(self.OVERRIDE).then_refused(AlreadyMajor)


@pytest.mark.requirement("X-10")
class TestQ8DecidedOnWhatStands:
    @pytest.mark.parametrize("story", [given(), REFUSED, REVOKED, MAJOR])
    def test_only_what_is_open_is_refused(self, story: Given) -> None:
        story.when(QualificationRefused()).then_refused(NotOpen)

    def test_what_is_open_is_refused_with_what_was_missing(self) -> None:
        after = given(OPENED).when(QualificationRefused()).then()
        event = after.last.event
        assert status(after) is Status.REFUSED
        assert isinstance(event, QualificationRefused)
        assert [v.holds for v in event.verdicts] == [False] * 5
        assert event.policy == "programme@1"

    @pytest.mark.parametrize("story", [given(), READY, REFUSED, REVOKED])
    @pytest.mark.parametrize("event", [QualificationReviewed(), QualificationRevoked()])
    def test_only_major_status_is_reviewed_or_revoked(self, story: Given, event: AccountEvent[Any]) -> None:
        story.when(event).then_refused(NotMajor, "acme is not major on 2024-05-01")

    def test_major_status_is(self) -> None:
        assert status(MAJOR.when(QualificationReviewed()).then()) is Status.MAJOR
        assert status(MAJOR.when(QualificationRevoked()).then()) is Status.REVOKED

    def test_from_its_day(self) -> None:
        MAJOR.on("2024-04-30").when(QualificationRevoked()).then_refused(NotMajor)
        MAJOR.when(QualificationGranted()).then_refused(AlreadyMajor)
        assert status(MAJOR.on("2024-04-30")) is Status.NONE

    def test_a_withdrawn_decision_never_was(self) -> None:
        assert status(MAJOR.then_given(FactWithdrawn("acme@17"))) is Status.OPEN
        assert status(REVOKED.then_given(FactWithdrawn("acme@18"))) is Status.MAJOR

    def test_status_is_not_inherited_by_a_merger(self) -> None:
        story = MAJOR.then_given(
            on("2024-01-01", AccountOpened("Bolt"), to="bolt"),
            AccountMerged("bolt"),
            on(DAY, AccountAbsorbed("acme"), to="bolt"),
        )
        assert status(story.about("bolt")) is Status.NONE
        assert all(v.holds for v in judged(story.about("bolt").account, SHIPPED))

    def test_replay_bears_a_decision_on_what_was_never_opened(self) -> None:
        assert status(given(QualificationRevoked())) is Status.REVOKED


@pytest.mark.requirement("C-D1")
class TestQ10OnASideThatPolicyCounts:
    PARTNER = RelationStated(Relation.JOINT_VENTURE)

    def test_a_partner_is_not_put_forward(self) -> None:
        no = given(self.PARTNER).by("una", SALES).when(QualificationOpened())
        said = no.then_refused(SideNotCounted, "as joint venture, on the supply side").to_dict()
        assert said["rule"] == "Q10"

    def test_a_customer_is(self) -> None:
        given(RelationStated(Relation.END_USER)).by("una", SALES).when(QualificationOpened()).then()

    def test_nor_granted_what_was_opened_before(self) -> None:
        story = given(*PROOF, on(DAY, QualificationOpened(), role=SALES), self.PARTNER)
        story.when(QualificationGranted()).then_refused(SideNotCounted)

    def test_but_by_override(self) -> None:
        after = (
            given(self.PARTNER).because("the board insists").when(QualificationGranted(override=True)).then()
        )
        assert after[Qualification].status is Status.MAJOR
        assert isinstance(after.last.event, QualificationGranted)
        assert after.last.event.override

    def test_policy_may_count_that_side(self) -> None:
        terms = evolve(SHIPPED, qualification=QualificationTerms(sides=tuple(Side)))
        given(self.PARTNER).under(terms).by("una", SALES).when(QualificationOpened()).then()


@pytest.mark.requirement("C-T6")
class TestQ11WhatWasReviewed:
    GRANT = QualificationGranted(override=True)

    def test_is_told_with_its_day(self) -> None:
        found = given(self.GRANT, on("2024-06-01", QualificationReviewed())).on("2024-07-01")[Qualification]
        assert (str(found.reviewed), found.review, found.fact) == ("2024-06-01", "acme@2", "acme@1")

    def test_does_not_hold_for_a_status_granted_afterwards(self) -> None:
        story = given(self.GRANT, QualificationReviewed(), QualificationRevoked(), self.GRANT)
        assert (story[Qualification].reviewed, story[Qualification].review) == (None, "")

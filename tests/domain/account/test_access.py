"""The rules of access to executives, one class a rule; and the chain by which demand is created."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.access import (
    Access,
    CapabilityUnstated,
    Chain,
    ExecutiveAccessGained,
    ExecutiveAccessRefused,
    IssueAnswered,
    IssueKind,
    IssueRecorded,
    IssueUnknown,
    IssueUnstated,
    LevelUnknown,
    NoAccess,
    NoExecutive,
    creation_chain,
    is_executive,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderNotYetIdentified,
    StakeholderUnknown,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.kernel import AccountEvent, Erased, FactWithdrawn
from majoracct.domain.programme.terms import Level, QualificationTerms, Terms
from majoracct.testing.given import DAY, corrected, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.MIDDLE_MANAGER)
CY = StakeholderIdentified("p3", BuyingFunction.OPERATIONS)
SEEN, UNSEEN = ExecutiveAccessGained("p1", "a dinner"), ExecutiveAccessRefused("p1")
ISSUE = IssueRecorded("p1", IssueKind.POLITICAL, "The board doubts her.")
ANSWER = IssueAnswered("acme@3", "a forecast she can show")


@pytest.mark.requirement("B-P3")
class TestAC1ToAnExecutive:
    @pytest.mark.parametrize("kind", [ExecutiveAccessGained, ExecutiveAccessRefused])
    def test_whose_level_is_one_of_policys(
        self, kind: type[ExecutiveAccessGained | ExecutiveAccessRefused]
    ) -> None:
        given(ANA).when(kind("p1")).then()
        given(BO).when(kind("p2")).then_refused(NoExecutive, "p2, middle-manager, is no executive")

    def test_by_the_policy_of_the_day(self) -> None:
        wide = QualificationTerms(executive_levels=(Level.MIDDLE_MANAGER,))
        story = given(ANA, BO).under(evolve(Terms.shipped("GBP"), qualification=wide))
        story.when(ExecutiveAccessGained("p2")).then()
        story.when(ExecutiveAccessGained("p1")).then_refused(NoExecutive)

    def test_or_who_sponsors_us_at_whatever_level(self) -> None:
        story = given(BO, CY, SponsorNamed("p2", "head", "plants"), SponsorNamed("p3", "owner", "all"))
        story.when(ExecutiveAccessGained("p2")).then()
        story.when(ExecutiveAccessGained("p3")).then()
        ended = story.then_given(SponsorshipEnded("p2"))
        ended.when(ExecutiveAccessGained("p2")).then_refused(NoExecutive)

    def test_whose_level_is_known(self) -> None:
        given(CY).when(ExecutiveAccessGained("p3")).then_refused(
            LevelUnknown, "where p3 stands .* Correct acme@1 to state their level"
        )

    def test_by_the_day(self) -> None:
        given(ANA).on("2024-04-30").when(SEEN).then_refused(
            StakeholderNotYetIdentified, "Correct the day of acme@1 first"
        )

    def test_whom_we_know_and_who_is_still_there(self) -> None:
        given().when(SEEN).then_refused(StakeholderUnknown)
        given(ANA, StakeholderLeft("p1")).when(SEEN).then_refused(StakeholderGone)
        assert not is_executive("p1", given(ANA, StakeholderLeft("p1")).account)

    def test_the_latest_word_stands(self) -> None:
        story = given(ANA, SEEN, on("2024-06-01", UNSEEN), on("2024-07-01", SEEN))
        found = [story.on(day)[Access].executives["p1"].granted for day in (DAY, "2024-06-15", "2024-07-01")]
        assert found == [True, False, True]


@pytest.mark.requirement("B-P3")
class TestAC2OfAnExecutiveWhoSeesUs:
    def test_not_of_one_who_never_did(self) -> None:
        given(ANA).when(ISSUE).then_refused(NoAccess, "p1 does not see us on 2024-05-01")

    def test_not_of_one_who_does_later(self) -> None:
        story = given(on("2024-01-01", ANA), SEEN)
        story.on("2024-04-30").when(ISSUE).then_refused(NoAccess)

    def test_not_of_one_who_no_longer_does(self) -> None:
        given(ANA, SEEN, UNSEEN).when(ISSUE).then_refused(NoAccess)

    def test_not_of_one_who_left(self) -> None:
        given(ANA, SEEN, StakeholderLeft("p1")).when(ISSUE).then_refused(StakeholderGone)

    def test_of_one_who_does(self) -> None:
        after = given(ANA, SEEN).when(ISSUE).then()
        assert after[Access].issues["acme@3"].access == "acme@2"


@pytest.mark.requirement("B-P3")
class TestAC3SaysSomething:
    def test_an_issue(self) -> None:
        given(ANA, SEEN).when(evolve(ISSUE, text=" ")).then_refused(IssueUnstated)

    def test_even_once_it_is_erased(self) -> None:
        given(ANA, SEEN).when(evolve(ISSUE, text=Erased.here)).then()

    def test_what_answers_it(self) -> None:
        given(ANA, SEEN, ISSUE).when(IssueAnswered("acme@3", " ")).then_refused(CapabilityUnstated)


@pytest.mark.requirement("B-P3")
class TestAC4OnlyAnIssueOnRecord:
    def test_not_one_that_is_unknown_or_still_to_come(self) -> None:
        given(ANA, SEEN).when(ANSWER).then_refused(IssueUnknown, "acme has no issue acme@3")
        given(ANA, SEEN, ISSUE).on("2024-04-30").when(ANSWER).then_refused(IssueUnknown, "on 2024-04-30")

    def test_one_on_record_whichever_link_of_its_corrections_is_named(self) -> None:
        better = evolve(ISSUE, kind=IssueKind.EMOTIONAL)
        story = given(ANA, SEEN, ISSUE, corrected("acme@3", better))
        found = story.when(IssueAnswered("acme@5", "a forecast")).then()[Access].issues["acme@3"]
        assert (found.kind, [a.capability for a in found.answers]) == (IssueKind.EMOTIONAL, ["a forecast"])

    def test_replay_bears_one_that_is_missing(self) -> None:
        assert len(given(ANSWER)[Access].issues) == 0


@pytest.mark.requirement("B-P3")
class TestTheChain:
    STEPS = (ANA, SEEN, ISSUE, ANSWER)

    @pytest.mark.parametrize(
        ("steps", "chain"),
        [
            (1, Chain()),
            (2, Chain("acme@2")),
            (3, Chain("acme@2", "acme@3")),
            (4, Chain("acme@2", "acme@3", "acme@4")),
        ],
    )
    def test_grows_step_by_step(self, steps: int, chain: Chain) -> None:
        found = creation_chain(given(*self.STEPS[:steps]).account, "p1")
        assert found == chain
        assert found.complete is (steps == 4)

    def test_is_each_executives_own(self) -> None:
        assert creation_chain(given(*self.STEPS).account, "p2") == Chain()

    def test_is_back_at_the_start_when_they_see_us_no_longer(self) -> None:
        assert creation_chain(given(*self.STEPS[:3], UNSEEN).account, "p1") == Chain()

    def test_stays_complete_when_they_see_us_no_longer(self) -> None:
        assert creation_chain(given(*self.STEPS, UNSEEN).account, "p1").complete

    def test_takes_the_issue_answered_first(self) -> None:
        story = given(ANA, SEEN, ISSUE, ISSUE, IssueAnswered("acme@4", "b"), ANSWER)
        assert creation_chain(story.account, "p1") == Chain("acme@2", "acme@4", "acme@5")

    def test_has_no_step_without_the_one_before_once_that_is_withdrawn(self) -> None:
        story = given(*self.STEPS)
        assert creation_chain(story.then_given(FactWithdrawn("acme@2")).account, "p1") == Chain()
        assert creation_chain(story.then_given(FactWithdrawn("acme@3")).account, "p1") == Chain("acme@2")
        assert creation_chain(story.then_given(FactWithdrawn("acme@4")).account, "p1") == Chain(
            "acme@2", "acme@3"
        )

    @settings(max_examples=80, deadline=None)
    @for_all(
        st.lists(
            st.tuples(
                st.integers(0, 6),
                st.one_of(
                    st.sampled_from([SEEN, UNSEEN, ISSUE]),
                    st.builds(IssueAnswered, st.builds("acme@{}".format, st.integers(2, 9)), st.just("ours")),
                ),
            ),
            max_size=10,
        )
    )
    def test_its_steps_are_in_order_whatever_happened(
        self, happened: list[tuple[int, AccountEvent[Access]]]
    ) -> None:
        told = [on(DAY + dt.timedelta(days=day), event) for day, event in happened]
        story = given(on("2024-01-01", ANA), *told).on("2024-06-01")
        chain = creation_chain(story.account, "p1")
        facts = {f.reference: f for f in story.facts}
        steps = [chain.access, chain.issue, chain.answer]
        taken = [facts[step] for step in steps if step is not None]
        assert steps == [f.reference for f in taken] + [None] * (3 - len(taken))
        assert taken == sorted(taken, key=lambda f: (f.on, f.place))
        kinds = (ExecutiveAccessGained, IssueRecorded, IssueAnswered)
        assert all(isinstance(f.event, kind) for f, kind in zip(taken, kinds, strict=False))

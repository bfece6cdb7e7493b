"""The rules of challenges, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.challenges import (
    AddressedByNothing,
    AnswerUnstated,
    BroughtUp,
    BroughtUpByNobody,
    ChallengeAddressed,
    ChallengeNotOpen,
    Challenges,
    ChallengesLookedFor,
    ChallengeUnstated,
    CustomerChallengeIdentified,
    Facing,
    last_looked,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderUnknown
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana")
SEEN = CustomerChallengeIdentified(Facing.CHALLENGE, "staff retire", BroughtUp.US)
TOLD = CustomerChallengeIdentified(Facing.OPPORTUNITY, "freight at night", BroughtUp.CUSTOMER, "p1")


@pytest.mark.requirement("S-W5")
class TestCQ1SaysWhatItIs:
    def test_not_nothing(self) -> None:
        given().when(CustomerChallengeIdentified(Facing.CHALLENGE, " ", BroughtUp.US)).then_refused(
            ChallengeUnstated
        )

    def test_both_challenges_and_opportunities_earliest_first(self) -> None:
        story = given(ANA, TOLD, on("2024-04-01", SEEN))
        kinds = [each.kind for _, each in story[Challenges].in_order]
        assert kinds == [Facing.CHALLENGE, Facing.OPPORTUNITY]

    def test_is_told_of_the_account_it_merged_into(self) -> None:
        story = given(
            AccountOpened("Acme"),
            on("2024-04-01", AccountOpened("Bolt"), SEEN, to="bolt"),
            on("2024-04-02", AccountMerged("acme"), to="bolt"),
            on("2024-04-02", AccountAbsorbed("bolt")),
        )
        assert list(story[Challenges].items) == ["bolt@2"]
        assert not story.on("2024-04-01")[Challenges].items


@pytest.mark.requirement("S-W5")
class TestCQ2WhoBroughtItUp:
    def test_the_customer_is_somebody_of_theirs(self) -> None:
        nobody = CustomerChallengeIdentified(Facing.CHALLENGE, "staff", BroughtUp.CUSTOMER)
        given().when(nobody).then_refused(BroughtUpByNobody)
        given().when(TOLD).then_refused(StakeholderUnknown)
        given(ANA).when(TOLD).then()

    def test_and_we_are_nobody_of_theirs(self) -> None:
        ours = CustomerChallengeIdentified(Facing.CHALLENGE, "staff", BroughtUp.US, "p1")
        given(ANA).when(ours).then_refused(BroughtUpByNobody)


@pytest.mark.requirement("S-W5")
class TestCQ3OnlyWhatIsOpenIsAddressed:
    def test_once_and_by_its_fact(self) -> None:
        story = given(SEEN).when(ChallengeAddressed("acme@1", "training")).then()
        found = story[Challenges].items["acme@1"]
        assert (found.addressed, found.answer) == (story.day, "acme@2")
        story.when(ChallengeAddressed("acme@1", "more")).then_refused(ChallengeNotOpen, "was addressed on")

    def test_not_what_is_unknown_and_not_by_nothing(self) -> None:
        given().when(ChallengeAddressed("acme@1", "training")).then_refused(ChallengeNotOpen)
        given(SEEN).when(ChallengeAddressed("acme@1", " ")).then_refused(AnswerUnstated)


@pytest.mark.requirement("S-W5")
class TestCQ4ByAnOpportunityOnRecord:
    def test_or_by_none(self) -> None:
        addressed = ChallengeAddressed("acme@1", "a tender", "acme@2")
        given(SEEN).when(addressed).then_refused(AddressedByNothing)
        story = given(SEEN, OpportunityIdentified("freight")).when(addressed).then()
        assert story[Challenges].items["acme@1"].opportunity == "acme@2"


@pytest.mark.requirement("S-W5")
class TestCQ5FindingIsLooking:
    def test_and_looking_is_though_nothing_was_found(self) -> None:
        assert last_looked(given().account) is None
        looked = on("2024-03-01", ChallengesLookedFor(("p1",)))
        story = given(on("2024-02-01", ANA, SEEN), looked)
        assert last_looked(story.account) == (dt.date(2024, 3, 1), "acme@3")
        later = given(on("2024-02-01", ANA), looked, on("2024-04-01", SEEN))
        assert last_looked(later.account) == (dt.date(2024, 4, 1), "acme@3")

    def test_with_people_we_know(self) -> None:
        given().when(ChallengesLookedFor(("p1",))).then_refused(StakeholderUnknown)
        given(ANA).when(ChallengesLookedFor(("p1",))).then()

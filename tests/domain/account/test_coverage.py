"""The rules of coverage, one class a rule."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.coverage import (
    AlreadySignificant,
    Channel,
    ChannelSet,
    Coverage,
    NotSignificant,
    OwnerAssigned,
    Relation,
    RelationStated,
    SignificanceDeclared,
    SignificanceEnded,
    SignificanceUnexplained,
    SignificanceUnproven,
    counted,
    handled_directly,
    owner,
    relation,
    side,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import Side
from majoracct.domain.programme.terms import QualificationTerms, Terms
from majoracct.testing.given import given, on

UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
VITAL = SignificanceDeclared("the only maker of our castings")


@pytest.mark.requirement("C-T6")
class TestCV1OneOfOurOwnPeople:
    def test_not_a_stranger_or_one_of_theirs(self) -> None:
        given().when(OwnerAssigned("s1")).then_refused(NotOnStaff)
        theirs = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        given(theirs).when(OwnerAssigned("p1")).then_refused(NotOnStaff)

    def test_not_one_who_left_us(self) -> None:
        given(UNA, StaffLeft("s1")).when(OwnerAssigned("s1")).then_refused(LeftUs)

    def test_one_who_is_with_us(self) -> None:
        found = owner(given(UNA).when(OwnerAssigned("s1")).then().account)
        assert found is not None
        assert (found.value, found.fact) == ("s1", "acme@2")

    def test_until_they_leave(self) -> None:
        story = given(UNA, OwnerAssigned("s1"), on("2024-06-01", StaffLeft("s1")))
        assert owner(story.on("2024-05-31").account) is not None
        assert owner(story.on("2024-06-01").account) is None


@pytest.mark.requirement("C-D2")
class TestCV2WhyAndEvidence:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_it_says_why(self, blank: str) -> None:
        given().showing("memo.pdf").when(SignificanceDeclared(blank)).then_refused(SignificanceUnexplained)

    def test_it_is_shown(self) -> None:
        given().when(VITAL).then_refused(SignificanceUnproven, "castings")
        found = given().showing("memo.pdf").when(VITAL).then()[Coverage].significance
        assert found is not None
        assert (found.value, found.fact) == ("the only maker of our castings", "acme@2")


@pytest.mark.requirement("C-D2")
class TestCV3OnceUntilItEnds:
    def test_not_twice_at_once(self) -> None:
        story = given(VITAL).showing("memo.pdf")
        story.when(VITAL).then_refused(AlreadySignificant, "on 2024-05-01")
        story.on("2024-04-30").when(VITAL).then_refused(AlreadySignificant, "on 2024-05-01")

    def test_again_once_it_ended(self) -> None:
        given(VITAL, SignificanceEnded()).showing("memo.pdf").when(VITAL).then()

    def test_what_does_not_stand_does_not_end(self) -> None:
        given().when(SignificanceEnded()).then_refused(NotSignificant)
        given(VITAL).on("2024-04-30").when(SignificanceEnded()).then_refused(NotSignificant)

    def test_it_ends(self) -> None:
        after = given(VITAL).on("2024-06-01").when(SignificanceEnded()).then()
        assert after[Coverage].significance is None
        assert after.on("2024-05-31")[Coverage].significance is not None


@pytest.mark.requirement("C-D1")
class TestCV4TheSide:
    def test_is_demand_where_nothing_is_stated(self) -> None:
        assert (relation(given().account), side(given().account)) == (Relation.CUSTOMER, Side.DEMAND)

    @pytest.mark.parametrize("stated", list(Relation))
    def test_follows_from_the_relation(self, stated: Relation) -> None:
        account = given().when(RelationStated(stated)).then().account
        demand = stated in (Relation.CUSTOMER, Relation.END_USER)
        assert (relation(account), side(account)) == (stated, Side.DEMAND if demand else Side.SUPPLY)


@pytest.mark.requirement("C-T6", "C-D1")
class TestCV5TheLastStands:
    def test_of_owners(self) -> None:
        story = given(UNA, VIC, OwnerAssigned("s1"), on("2024-06-01", OwnerAssigned("s2")))
        owners = [owner(story.on(day).account) for day in ("2024-04-30", "2024-05-01", "2024-06-01")]
        assert [found.value if found else None for found in owners] == [None, "s1", "s2"]

    def test_we_sell_directly_once_that_is_stated(self) -> None:
        story = given()
        assert not handled_directly(story.account)
        for channel in Channel:
            story = story.when(ChannelSet(channel)).then()
            assert handled_directly(story.account) == (channel is Channel.DIRECT)

    def test_of_the_account_itself_not_of_one_that_merged_into_it(self) -> None:
        theirs = (OwnerAssigned("s2"), ChannelSet(Channel.PARTNER), RelationStated(Relation.ALLIANCE), VITAL)
        story = given(
            UNA,
            VIC,
            AccountOpened("Acme"),
            OwnerAssigned("s1"),
            ChannelSet(Channel.DIRECT),
            on("2024-05-02", AccountOpened("Bolt"), *theirs, to="bolt"),
            on("2024-06-01", AccountAbsorbed("bolt")),
            on("2024-06-01", AccountMerged("acme"), to="bolt"),
        )
        merged = story.on("2024-07-01").account
        found = owner(merged)
        assert found is not None
        assert (found.value, handled_directly(merged), side(merged)) == ("s1", True, Side.DEMAND)
        assert merged[Coverage].significance is None

    @drawn(st.lists(st.one_of(st.sampled_from(Channel), st.sampled_from(Relation)), max_size=8))
    def test_of_each_whatever_was_stated_before_and_of_the_other(
        self, told: list[Channel | Relation]
    ) -> None:
        events = [ChannelSet(word) if isinstance(word, Channel) else RelationStated(word) for word in told]
        found = given(*events)[Coverage]
        for kind, stated in ((Channel, found.channel), (Relation, found.relation)):
            words = [word for word in told if isinstance(word, kind)]
            assert (stated and stated.value) == (words[-1] if words else None)


@pytest.mark.requirement("C-D1")
class TestCV6WhoCountsAsACustomer:
    @pytest.mark.parametrize("word", Relation)
    @pytest.mark.parametrize("sides", [(Side.DEMAND,), (Side.SUPPLY,), tuple(Side)])
    def test_stands_on_a_side_that_policy_counts(self, word: Relation, sides: tuple[Side, ...]) -> None:
        terms = evolve(Terms.shipped("GBP"), qualification=QualificationTerms(sides=sides))
        assert counted(given(RelationStated(word)).account, terms) == (word.side in sides)

    def test_of_which_nothing_is_stated_is_one(self) -> None:
        assert counted(given().account, Terms.shipped("GBP"))

"""The rules of the customer's contact data, one class a rule."""

from __future__ import annotations

from majoracct.domain.account.contact_data import ContactData, StakeholderContactRecorded
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.contact_data import ContactKind, ContactMalformed, Reached
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
MAIL = StakeholderContactRecorded("p1", ContactKind.MAIL, "ana@example.com")


class TestHR1OfSomebodyWeKnow:
    def test_not_of_a_stranger_or_one_who_left(self) -> None:
        given().when(MAIL).then_refused(StakeholderUnknown)
        given(ANA, StakeholderLeft("p1")).when(MAIL).then_refused(StakeholderGone)

    def test_the_latest_word_on_each_way_stands(self) -> None:
        again = StakeholderContactRecorded("p1", ContactKind.MAIL, "ana.roth@example.com")
        story = given(on("2024-01-01", ANA, MAIL)).when(again).then()
        assert dict(story[ContactData].people["p1"]) == {"mail": Reached("ana.roth@example.com", "acme@3")}
        before = story.on("2024-04-30")[ContactData].people["p1"]
        assert before["mail"] == Reached("ana@example.com", "acme@2")


class TestHR2LooksLikeWhatItIs:
    def test_or_is_refused(self) -> None:
        for kind, value in ((ContactKind.MAIL, "ana"), (ContactKind.PHONE, "-"), (ContactKind.ADDRESS, "")):
            given(ANA).when(StakeholderContactRecorded("p1", kind, value)).then_refused(ContactMalformed)

    def test_of_what_was_erased_nobody_can_tell(self) -> None:
        given(ANA).when(StakeholderContactRecorded("p1", ContactKind.MAIL, Erased.here)).then()

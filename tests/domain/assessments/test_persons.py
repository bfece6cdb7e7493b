"""What people are called where their id is known."""

from __future__ import annotations

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.persons import listed, our_name, their_name
from majoracct.domain.kernel import Erased, FactWithdrawn
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import corrected, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana")
KIM = StaffIdentified("s1", "Kim")


class TestTheirName:
    def test_is_the_one_given_last_even_before_that_day(self) -> None:
        renamed = corrected("acme@1", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Anna"))
        story = given(ANA, renamed)
        assert their_name("p1", story.account) == "Anna"
        assert their_name("p1", story.on("2020-01-01").account) == "Anna"
        assert their_name("p1", story.known_at(3).account) == "Ana"

    def test_is_the_one_a_timeline_tells_them_by(self) -> None:
        back = on("2024-03-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana Roe"))
        mended = corrected("acme@1", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Anna"))
        story = given(on("2024-01-01", ANA), on("2024-02-01", StakeholderLeft("p1")), back, mended)
        for told in (story, story.then_given(FactWithdrawn("acme@3"))):
            account = told.account
            assert their_name("p1", account) == names_of(account.past, account.streams).people["p1"] == "Anna"

    def test_is_the_id_where_none_was_given(self) -> None:
        assert their_name("p1", given(StakeholderIdentified("p1", BuyingFunction.FINANCE)).account) == "p1"
        assert their_name("p9", given(ANA).account) == "p9"

    def test_is_marked_where_it_was_erased(self) -> None:
        erased = StakeholderIdentified("p1", BuyingFunction.FINANCE, name=Erased.here)
        assert their_name("p1", given(erased).account) == "[erased]"

    def test_is_known_of_those_who_came_by_a_merger(self) -> None:
        theirs = on("2024-01-01", ANA, AccountMerged("acme"), to="bolt")
        assert their_name("p1", given(theirs, on("2024-01-01", AccountAbsorbed("bolt"))).account) == "Ana"


class TestOurName:
    def test_is_the_one_they_were_identified_by(self) -> None:
        assert our_name("s1", given(KIM).account) == "Kim"
        assert our_name("s1", given(KIM).on("2020-01-01").account) == "Kim"

    def test_is_the_id_of_somebody_nobody_identified(self) -> None:
        assert our_name("s9", given(KIM).account) == "s9"


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert [listed(names) for names in ((), ("Ana",), ("Ana", "Bo"), ("Ana", "Bo", "Cy"))] == [
        "",
        "Ana",
        "Ana and Bo",
        "Ana, Bo and Cy",
    ]

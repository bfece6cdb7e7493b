"""The rules of partners on an account."""

from __future__ import annotations

import pytest

from majoracct.domain.account.coverage import Relation, RelationStated
from majoracct.domain.account.partners import (
    NotAPartner,
    PartnerAlreadyThere,
    PartnerIdle,
    PartnerJoined,
    PartnerLeft,
    PartnerNotThere,
    Partners,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.testing.given import given, on

BOLT = on("2024-01-01", AccountOpened("Bolt"), RelationStated(Relation.ALLIANCE), to="bolt")
JOINED = PartnerJoined("bolt", "integrates what we deliver")


@pytest.mark.requirement("S-F6")
class TestMP1APartner:
    def test_is_another_account_on_the_side_of_the_industry(self) -> None:
        assert given(BOLT).when(JOINED).then()[Partners].of["bolt"].fact == "acme@2"
        given().when(JOINED).then_refused(NotAPartner, "knows no other account bolt")
        given(BOLT).when(PartnerJoined("acme", "itself")).then_refused(NotAPartner)

    def test_not_a_customer(self) -> None:
        told = on("2024-01-01", AccountOpened("Bolt"), to="bolt")
        given(told).when(JOINED).then_refused(NotAPartner, "bolt is a customer to us")
        end = on("2024-01-01", RelationStated(Relation.END_USER), to="bolt")
        given(told, end).when(JOINED).then_refused(NotAPartner, "end-user")


@pytest.mark.requirement("S-F6")
class TestMP2Joins:
    def test_once_until_they_leave(self) -> None:
        story = given(BOLT, JOINED)
        story.when(JOINED).then_refused(PartnerAlreadyThere)
        left = story.when(PartnerLeft("bolt")).then()
        assert dict(left[Partners].of) == {}
        left.when(JOINED).then()

    def test_and_does_something_there(self) -> None:
        given(BOLT).when(PartnerJoined("bolt", " ")).then_refused(PartnerIdle)

    def test_only_who_joined_leaves(self) -> None:
        given(BOLT).when(PartnerLeft("bolt")).then_refused(PartnerNotThere)

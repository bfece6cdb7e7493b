"""The rules of keys and erasures, one class a rule."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.book.persons import (
    KeyCommittedAlready,
    KeysStay,
    KeyStoreAttached,
    KeyStoreAttachedAlready,
    NotEntitledToErase,
    NothingToErase,
    PersonErased,
    PersonKeyCommitted,
    Persons,
    PersonWasErased,
    not_erased,
)
from majoracct.domain.kernel import Event
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

KEY, OTHER = "a" * 64, "b" * 64
ATTACHED = KeyStoreAttached("store-1")
COMMITTED = PersonKeyCommitted("p1", KEY)
ERASED = PersonErased("p1", KEY)
ROLES = Terms.shipped("GBP").recording.erase_roles


def entitled(*happened: Event[Any]) -> Given:
    return given(*happened).by("dee", ROLES[0]).because("asked to be")


class TestPE1OneKeyStoreForGood:
    def test_the_first_one_is_attached(self) -> None:
        after = given().when(ATTACHED).then()
        assert after.book[Persons] == Persons("store-1", "ledger@2")

    @pytest.mark.parametrize("second", [ATTACHED, KeyStoreAttached("store-2")])
    def test_no_second_one(self, second: KeyStoreAttached) -> None:
        given(ATTACHED).when(second).then_refused(KeyStoreAttachedAlready, "has the key store store-1")

    def test_not_even_for_an_earlier_day(self) -> None:
        story = given(on("2024-05-02", ATTACHED)).on("2024-05-01")
        story.when(KeyStoreAttached("store-2")).then_refused(KeyStoreAttachedAlready)


class TestPE2CommittedToOnce:
    def test_a_key_is_committed_to(self) -> None:
        after = given(ATTACHED).when(COMMITTED).then()
        assert dict(after.book[Persons].commitments.items()) == {"p1": KEY}

    @pytest.mark.parametrize("key", [KEY, OTHER])
    def test_not_twice(self, key: str) -> None:
        given(ATTACHED, COMMITTED).when(PersonKeyCommitted("p1", key)).then_refused(KeyCommittedAlready)

    def test_not_even_for_an_earlier_day(self) -> None:
        story = given(ATTACHED, on("2024-05-02", COMMITTED)).on("2024-05-01")
        story.when(PersonKeyCommitted("p1", OTHER)).then_refused(KeyCommittedAlready)

    def test_of_each_their_own(self) -> None:
        after = given(ATTACHED, COMMITTED).when(PersonKeyCommitted("p2", OTHER)).then()
        assert sorted(after.book[Persons].commitments.items()) == [("p1", KEY), ("p2", OTHER)]


class TestPE3ErasedByWhomPolicyNames:
    def test_by_whom_it_names_who_says_why(self) -> None:
        after = entitled(ATTACHED, COMMITTED).when(ERASED).then()
        assert dict(after.book[Persons].erased.items()) == {"p1": "ledger@4"}

    @pytest.mark.parametrize("role", ["", "account manager", ROLES[0][:-1]])
    def test_by_nobody_else(self, role: str) -> None:
        story = entitled(ATTACHED, COMMITTED).by("kim", role)
        story.when(ERASED).then_refused(NotEntitledToErase, ROLES[0])

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_saying_why(self, reason: str) -> None:
        entitled(ATTACHED, COMMITTED).because(reason).when(ERASED).then_refused(NotEntitledToErase, "why")

    def test_the_policy_of_the_day_it_is_recorded_decides(self) -> None:
        shipped = Terms.shipped("GBP")
        terms = evolve(shipped, recording=evolve(shipped.recording, erase_roles=("data officer",)))
        story = entitled(ATTACHED, COMMITTED).then_given(on("2024-06-01", PolicyAdopted(terms)))
        story.recorded_on("2024-05-31").when(ERASED).then()
        story.recorded_on("2024-06-01").when(ERASED).then_refused(NotEntitledToErase, "data officer")
        story.recorded_on("2024-06-01").by("dee", "Data Officer").when(ERASED).then()


class TestPE4ErasedOnceAndKnownUnderAKey:
    def test_not_twice(self) -> None:
        after = entitled(ATTACHED, COMMITTED).when(ERASED).then()
        after.when(ERASED).then_refused(NothingToErase, "erased by ledger@4")

    def test_not_somebody_without_a_key(self) -> None:
        entitled(ATTACHED).when(ERASED).then_refused(NothingToErase, "no such key of p1")

    def test_not_by_another_key(self) -> None:
        entitled(ATTACHED, COMMITTED).when(PersonErased("p1", OTHER)).then_refused(NothingToErase)


class TestPE5NothingOfItIsWithdrawn:
    @pytest.mark.parametrize("reference", ["ledger@2", "ledger@3", "ledger@4"])
    def test_neither_store_nor_key_nor_erasure(self, reference: str) -> None:
        story = entitled(ATTACHED, COMMITTED).when(ERASED).then()
        story.when_withdrawing(reference).then_refused(KeysStay, reference)


class TestPE6NothingPersonalOfWhomWasErased:
    def test_of_whom_was_erased(self) -> None:
        story = entitled(ATTACHED, COMMITTED, PersonKeyCommitted("p2", OTHER)).when(ERASED).then()
        with pytest.raises(PersonWasErased, match=r"p1 was erased by ledger@5.*\(PE6\)"):
            not_erased("p1", story.book)
        not_erased("p2", story.book)

    def test_whatever_the_day(self) -> None:
        story = given(ATTACHED, COMMITTED, on("2024-05-02", ERASED)).on("2024-05-01")
        with pytest.raises(PersonWasErased):
            not_erased("p1", story.book)

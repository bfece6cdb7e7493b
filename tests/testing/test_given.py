"""The shipped kit fails when it should: a test that cannot go red proves nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import find, settings

from majoracct.domain import index
from majoracct.domain.account.profile import AccountOpened, AccountRenamed, AlreadyOpen, NameMissing, Profile
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.kernel import AccountEvent, Event, FactWithdrawn
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import DAY, EARLY, KIM, corrected, given, money, on
from majoracct.testing.histories import event

OPENED, RENAMED = AccountOpened("Acme"), AccountRenamed("Apex")


class TestThen:
    def test_fails_when_it_was_refused_and_says_by_what(self) -> None:
        with pytest.raises(AssertionError, match=r"it was refused: acme is open already \(P1\)"):
            given().when(OPENED).then()

    def test_fails_when_something_else_was_recorded(self) -> None:
        with pytest.raises(AssertionError, match="expected"):
            given().when(RENAMED).then(AccountRenamed("Zenith"))

    def test_goes_on(self) -> None:
        after = given().when(RENAMED).then(RENAMED).when(AccountRenamed("Zenith")).then()
        assert after[Profile].former_names == ("Acme", "Apex")
        assert (after.last.reference, after.last.on, after.last.by) == ("acme@3", DAY, "kim")


class TestThenRefused:
    def test_fails_when_it_was_admitted(self) -> None:
        with pytest.raises(AssertionError, match="admitted, where NameMissing was expected"):
            given().when(RENAMED).then_refused(NameMissing)

    def test_fails_when_another_rule_refused_it(self) -> None:
        with pytest.raises(AssertionError, match="expected NameMissing, got AlreadyOpen: acme is open"):
            given().when(OPENED).then_refused(NameMissing)

    def test_fails_when_it_says_something_else(self) -> None:
        with pytest.raises(AssertionError, match="does not match 'bolt'"):
            given().when(OPENED).then_refused(AlreadyOpen, "bolt")

    def test_returns_the_refusal(self) -> None:
        assert given().when(OPENED).then_refused(AlreadyOpen, "acme").rule == "P1"


class TestGiven:
    def test_an_account_of_which_nothing_is_given_was_opened(self) -> None:
        assert [(f.reference, f.on) for f in given().account.facts] == [("acme@1", EARLY)]
        assert given(opened=False).account.head == 0

    def test_what_is_given_and_nothing_else_happened(self) -> None:
        story = given(RENAMED, on("2024-01-02", RENAMED, by="ana", role="controller", reason="why"))
        first, second = story.account.facts[::-1]
        assert (first.reference, first.on, first.by, first.role) == ("acme@1", DAY, KIM.id, KIM.role)
        assert (second.reference, second.on) == ("acme@2", dt.date(2024, 1, 2))
        assert (second.by, second.role, second.reason) == ("ana", "controller", "why")

    def test_facts_are_withdrawn_and_corrected_by_name(self) -> None:
        story = given(
            RENAMED, RENAMED, FactWithdrawn("acme@1"), corrected("acme@2", AccountRenamed("Zenith"))
        )
        assert [f.reference for f in story.account.facts] == ["acme@5"]
        assert story.last.origin == "acme@2"
        assert story.last.place == 4
        with pytest.raises(LookupError, match="nothing that was given is called acme@9"):
            given(FactWithdrawn("acme@9"))
        with pytest.raises(LookupError):
            given().when_withdrawing("acme@9")

    def test_who_why_when_and_what_was_shown_reach_the_rule(self) -> None:
        seen = given().by("ana", "controller").because("why").on("2024-01-02").showing("a.pdf").account
        assert (seen.actor.id, seen.actor.role, seen.reason, seen.on) == (
            "ana",
            "controller",
            "why",
            dt.date(2024, 1, 2),
        )
        assert [evidence.name for evidence in seen.evidence] == ["a.pdf"]
        fact = (
            given(RevenueRecorded(money("1")))
            .because("why")
            .when(TierMoved(Tier.CORE, override=True))
            .then()
            .last
        )
        assert fact.reason == "why"

    def test_to_another_account(self) -> None:
        story = given(on(DAY, TierMoved(Tier.CORE), to="bolt"))
        assert story[Segmentation].tier is None
        assert story.about("bolt")[Segmentation].tier is Tier.CORE


class TestRandomEvents:
    @pytest.mark.parametrize(
        "entry", [e for e in index.events() if e.kind == "account"], ids=lambda e: e.type
    )
    def test_are_made_of_every_kind(self, entry: index.Entry) -> None:
        kind: type[Event[Any]] = index.event_class(entry.type)
        assert issubclass(kind, AccountEvent)
        made = find(event(kind), lambda _: True, settings=settings(database=None, derandomize=True))
        assert type(made) is kind

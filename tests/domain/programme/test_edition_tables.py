"""What of a plan may be shown to the customer, class by class."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import attrs
import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.account.functional_plans import FunctionalPlan
from majoracct.domain.account.goals import Goal
from majoracct.domain.account.plan import Action
from majoracct.domain.account.plan_document import plan_document
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.edition_tables import (
    FIELDS,
    OWN_WORDS,
    REFERENCES,
    EditionTerms,
    FieldUnknown,
    NeverLeaves,
    Sensitivity,
    class_of,
    leaving,
)
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import EVER, Account
from majoracct.testing.given import given
from majoracct.testing.histories import facts

SHIPPED = Terms.shipped("GBP")
APART = {"on", "place", "fact", "id"}  # of the fact behind an item, not of what it says
STATED = {
    "goal": {a.name for a in attrs.fields(Goal)} | {"owner"},
    "action": {a.name for a in attrs.fields(Action)}
    | {"by", "funds", "means", "none_needed", "after", "rank"},
    "functional-plan": {a.name for a in attrs.fields(FunctionalPlan)} | {"owner"},
}


def adopted(**terms: object) -> PolicyAdopted:
    return PolicyAdopted(evolve(SHIPPED, edition=EditionTerms(**terms)))  # type: ignore[arg-type]


@pytest.mark.requirement("X-9")
class TestSY1EachFieldHasAClass:
    @pytest.mark.parametrize("kind", STATED)
    def test_whatever_an_item_of_a_kind_can_state(self, kind: str) -> None:
        assert {name for name in FIELDS if name.startswith(f"{kind}.")} == {
            f"{kind}.{name}" for name in STATED[kind] - APART
        }

    def test_that_it_keeps_as_editions_are_made_again_by_it(self) -> None:
        """A field classed otherwise would change editions given before: only lines are added to the file."""
        lines = Path(__file__).parents[2].joinpath("golden", "edition_fields.txt").read_text(encoding="utf-8")
        assert dict(line.split() for line in lines.splitlines()) == {k: v.value for k, v in FIELDS.items()}

    @settings(deadline=None, derandomize=True, database=None, max_examples=60)
    @for_all(facts(max_size=40))
    def test_whatever_a_plan_says_in_any_history(self, made: list[Fact]) -> None:
        past = Facts(made)
        for key in {f.stream for f in made} - {LEDGER, PROGRAMME}:
            for item in plan_document(Account(key, EVER, past)):
                assert item.kind in OWN_WORDS
                assert all(class_of(f"{item.kind}.{name}") for name, _ in item.fields)

    def test_what_has_none_is_ours_alone(self) -> None:
        assert class_of("goal.secret") is None
        assert "goal.secret" not in leaving(EditionTerms(may_leave=tuple(Sensitivity)))

    def test_what_says_an_item_or_names_another_has_one(self) -> None:
        own = (f"{kind}.{name}" for kind, name in OWN_WORDS.items())
        assert all(name in FIELDS for name in chain(own, REFERENCES))

    @pytest.mark.parametrize(
        "name",
        [
            "goal.person",
            "goal.colleague",
            "goal.partner",
            "action.supports",
            "action.customer_owner",
            "action.aim",
            "action.owner",
            "opportunity.owner",
        ],
    )
    def test_who_it_is_about_and_what_we_are_after_is_never_theirs(self, name: str) -> None:
        assert name not in leaving(EditionTerms(may_leave=tuple(Sensitivity)))


@pytest.mark.requirement("X-9", "J-C1")
class TestSY2WhatNeverLeaves:
    @pytest.mark.parametrize("each", [Sensitivity.CONFIDENTIAL, Sensitivity.PERSONAL])
    def test_no_policy_lets_it(self, each: Sensitivity) -> None:
        lax = adopted(may_leave=(Sensitivity.SHAREABLE, each))
        given().when(lax).then_refused(NeverLeaves, f"may_leave names {each.value}")

    def test_a_policy_lets_what_is_internal(self) -> None:
        given().when(adopted(may_leave=(Sensitivity.SHAREABLE, Sensitivity.INTERNAL))).then()

    def test_it_stays_whatever_a_policy_that_nobody_judged_says(self) -> None:
        allowed = leaving(EditionTerms(may_leave=tuple(Sensitivity)))
        assert {FIELDS[name] for name in allowed} == {Sensitivity.SHAREABLE, Sensitivity.INTERNAL}

    def test_by_default_only_what_is_shareable_leaves(self) -> None:
        assert {FIELDS[name] for name in leaving(EditionTerms())} == {Sensitivity.SHAREABLE}


@pytest.mark.requirement("X-9")
class TestSY3Withheld:
    def test_only_what_a_plan_has(self) -> None:
        given().when(adopted(withheld=("action.duee",))).then_refused(FieldUnknown, "action.duee")
        given().when(adopted(withheld=("action.due",))).then()

    def test_it_does_not_leave(self) -> None:
        without = leaving(EditionTerms(withheld=("action.due",)))
        assert leaving(EditionTerms()) - without == {"action.due"}

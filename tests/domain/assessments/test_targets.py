"""How the programme stands against its target."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.coverage import Relation, RelationStated
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationRevoked,
)
from majoracct.domain.assessments.targets import progress
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import Side
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import QualificationTerms, Terms
from majoracct.testing.given import given, on

MAJOR = QualificationGranted(override=True)


@pytest.mark.requirement("B-D2")
class TestGap:
    def test_is_what_lacks_to_the_target_of_policy(self) -> None:
        story = given(MAJOR)
        found = progress(story.programme, [story.account])
        assert (found.target.count, found.target.by) == (12, dt.date(2024, 12, 31))
        assert (found.set_by, found.major, found.gap) == ("programme@1", ("acme",), 11)

    def test_is_never_below_nothing(self) -> None:
        story = given(
            NamedAccountTargetSet(1, dt.date(2024, 12, 31)), MAJOR, on("2024-05-01", MAJOR, to="globex")
        )
        found = progress(story.programme, [story.account, story.account.other("globex")])
        assert (found.target.count, found.major, found.gap) == (1, ("acme", "globex"), 0)
        assert found.set_by == "programme@2"


@pytest.mark.requirement("B-D2")
class TestTA2MajorOnTheDay:
    def test_not_before_it_is_granted(self) -> None:
        story = given(on("2024-06-01", MAJOR))
        assert progress(story.on("2024-05-31").programme, [story.on("2024-05-31").account]).major == ()

    @pytest.mark.parametrize("decision", [QualificationRefused(), QualificationOpened()])
    def test_not_while_it_is_open_or_was_refused(self, decision: AccountEvent[Any]) -> None:
        story = given(QualificationOpened(), decision)
        assert progress(story.programme, [story.account]).major == ()

    def test_not_once_it_was_revoked_and_again_once_granted(self) -> None:
        revoked = given(MAJOR, QualificationRevoked())
        assert progress(revoked.programme, [revoked.account]).gap == 12
        again = revoked.then_given(MAJOR)
        assert progress(again.programme, [again.account]).gap == 11


@pytest.mark.requirement("B-D2", "C-D1")
class TestTA1OnlyCustomersAreCounted:
    def test_a_partner_that_is_major_is_told_apart(self) -> None:
        story = given(MAJOR, RelationStated(Relation.DISTRIBUTION), on("2024-05-01", MAJOR, to="bolt"))
        found = progress(story.programme, [story.account, story.account.other("bolt")])
        assert (found.major, found.uncounted, found.gap) == (("bolt",), ("acme",), 11)

    def test_unless_policy_counts_its_side(self) -> None:
        terms = evolve(Terms.shipped("GBP"), qualification=QualificationTerms(sides=tuple(Side)))
        story = given(MAJOR, RelationStated(Relation.DISTRIBUTION), PolicyAdopted(terms))
        assert progress(story.programme, [story.account]).major == ("acme",)

    @drawn(
        st.dictionaries(st.sampled_from("abcd"), st.sampled_from([*Relation])),
        st.sets(st.sampled_from("abcd")),
    )
    def test_the_whole_is_what_each_account_says(
        self, relations: dict[str, Relation], major: set[str]
    ) -> None:
        story = given(
            *(on("2024-05-01", RelationStated(r), to=key) for key, r in sorted(relations.items())),
            *(on("2024-05-01", MAJOR, to=key) for key in sorted(major)),
        )
        seen = [story.account.other(key) for key in "abcd"]
        each = [progress(story.programme, [account]) for account in seen]
        whole = progress(story.programme, seen)
        assert whole.major == tuple(key for found in each for key in found.major)
        assert set(whole.major) | set(whole.uncounted) == major

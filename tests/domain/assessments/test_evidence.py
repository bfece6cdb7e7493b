"""Evidence: what was shown, and what became of it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.evidence import (
    Found,
    Shown,
    State,
    checked,
    counts,
    shown,
    strangers,
)
from majoracct.domain.kernel import Evidence, Fact, FactWithdrawn
from majoracct.testing.given import corrected, given, money, on
from majoracct.testing.histories import facts

PAID = RevenueRecorded(money("5"))
ONE, TWO = "11" * 32, "22" * 32
MINUTES = Evidence("minutes.pdf", 5, ONE)
CAFE = Evidence("café.pdf", 5, TWO)
ADDRESS = Evidence("https://example.org/minutes.pdf")

fast = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def wanted(*evidence: Evidence) -> list[Shown]:
    return shown(given(on("2024-05-01", PAID, evidence=evidence)).facts)


def state(evidence: Evidence, *files: Found) -> tuple[State, tuple[str, ...]]:
    (found,) = checked(wanted(evidence), files)
    return found.state, found.paths


@pytest.mark.requirement("B-D4")
class TestWhatBecameOfIt:
    @pytest.mark.parametrize("name", ["minutes.pdf", "renamed.bin"])
    def test_intact_under_whatever_name(self, name: str) -> None:
        assert state(MINUTES, Found(f"a/{name}", name, ONE)) == (State.INTACT, (f"a/{name}",))

    def test_intact_though_another_of_its_name_is_not(self) -> None:
        files = (Found("minutes.pdf", "minutes.pdf", TWO), Found("z/kept", "kept", ONE))
        assert state(MINUTES, *files) == (State.INTACT, ("z/kept",))

    def test_altered_when_only_its_name_is_left(self) -> None:
        assert state(MINUTES, Found("minutes.pdf", "minutes.pdf", TWO)) == (State.ALTERED, ("minutes.pdf",))

    def test_missing_when_nothing_is(self) -> None:
        assert state(MINUTES, Found("other.pdf", "other.pdf", TWO)) == (State.MISSING, ())

    def test_unreadable_when_it_may_be_there(self) -> None:
        unread = Found("minutes.pdf", "minutes.pdf", None)
        assert state(MINUTES, unread) == (State.UNREADABLE, ("minutes.pdf",))
        assert state(MINUTES, unread, Found("b/minutes.pdf", "minutes.pdf", TWO))[0] is State.ALTERED

    def test_an_address_was_never_fetched(self) -> None:
        assert state(ADDRESS, Found("minutes.pdf", "minutes.pdf", ONE)) == (State.NOT_FETCHED, ())

    def test_a_name_alone_proves_nothing(self) -> None:
        found = state(Evidence("minutes.pdf"), Found("minutes.pdf", "minutes.pdf", ONE))
        assert found == (State.NO_DIGEST, ("minutes.pdf",))

    def test_accents_are_the_same_however_composed(self) -> None:
        assert state(CAFE, Found("cafe\u0301.pdf", "cafe\u0301.pdf", ONE))[0] is State.ALTERED


class TestWhatWasShown:
    def test_of_the_withdrawn_and_the_withdrawals_too(self) -> None:
        story = given(
            on("2024-05-01", PAID, evidence=[MINUTES]),
            on("2024-05-01", FactWithdrawn("acme@1"), evidence=[CAFE]),
        )
        found = shown(story.facts)
        assert [(s.fact.reference, s.evidence, s.withdrawn_by) for s in found] == [
            ("acme@1", MINUTES, "acme@2"),
            ("acme@2", CAFE, None),
        ]

    def test_of_each_link_of_a_chain_of_corrections(self) -> None:
        story = given(on("2024-05-01", PAID, evidence=[MINUTES]), corrected("acme@1", PAID))
        assert [s.fact.reference for s in shown(story.facts)] == ["acme@1", "acme@3"]

    def test_files_of_which_no_fact_names_any(self) -> None:
        files = [Found("a", "minutes.pdf", TWO), Found("b", "b", ONE), Found("c", "c", TWO)]
        assert [f.path for f in strangers(wanted(MINUTES, ADDRESS), files)] == ["c"]

    def test_what_is_intact_is_no_such_file_though_it_was_fetched_from_an_address(self) -> None:
        fetched, file = Evidence("https://example.org/a.pdf", 5, ONE), Found("b", "b", ONE)
        assert state(fetched, file) == (State.INTACT, ("b",))
        assert strangers(wanted(fetched), [file]) == []


@fast
@for_all(facts(max_size=30), st.lists(st.sampled_from(["a", "b", "c"]), max_size=4))
def test_each_is_told_once_and_intact_only_by_its_bytes(known: list[Fact], contents: list[str]) -> None:
    """Whatever is kept under whatever names: what is called intact has a file with its very bytes."""

    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    texts = ["a", "b", "c", "d"]
    told = [
        Shown(f, Evidence(f"{texts[n % 4]}.pdf", 1, digest(texts[n % 3 + 1]))) for n, f in enumerate(known)
    ]
    files = [Found(f"{n}/{c}.pdf", f"{c}.pdf", digest(c)) for n, c in enumerate(contents)]
    found = checked(told, files)
    assert [each.shown for each in found] == told
    assert sum(counts(found).values()) == len(told)
    for each in found:
        kept = [f.path for f in files if f.sha256 == each.shown.evidence.sha256]
        assert (each.state is State.INTACT) == bool(kept)
        if kept:
            assert each.paths == tuple(sorted(kept))

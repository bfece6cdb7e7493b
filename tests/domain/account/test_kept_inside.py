"""What no customer reads, one class a rule."""

from __future__ import annotations

import unicodedata

import pytest
from attrs import evolve, fields
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain import index
from majoracct.domain.account.access import ExecutiveAccessGained, IssueKind, IssueRecorded
from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.competitor_loyalty import CompetitorLoyaltyEnded, CompetitorLoyaltyRecorded
from majoracct.domain.account.contracts import ContractEnded
from majoracct.domain.account.insider import Inside, InsideKnowledgeRecorded
from majoracct.domain.account.kept_inside import TOLD_BY, Secret, given_away, kept_inside
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.whitespace import Provider, WhitespaceCellSet
from majoracct.domain.kernel import Erased, FactWithdrawn
from majoracct.domain.programme.aptitude import Lean, Trait, TraitAssessed
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import Given, Told, given, on

CELL = WhitespaceCellSet("Bremen", "planner", Provider.COMPETITOR, "Castor")
ISSUE = IssueRecorded("p1", IssueKind.POLITICAL, "afraid of the board")
SEEN = TraitAssessed("s1", next(iter(Trait)), Lean.LEFT, "talks too much")


def told(*happened: Told) -> list[tuple[str, str]]:
    return [(each.text, each.fact) for each in kept_inside(given(*happened).account)]


@pytest.mark.requirement("J-C1", "X-9")
class TestKI1WhatNoCustomerReads:
    @pytest.mark.parametrize(
        "event",
        [
            CompetitorEngaged("Castor"),
            CompetitorLoyaltyRecorded("Castor", department="procurement"),
            CompetitorLoyaltyRecorded("Castor", "p1"),
            CELL,
            ContractEnded("acme@9", "Castor"),
        ],
    )
    def test_any_competitor_on_record(self, event: CompetitorEngaged) -> None:
        assert told(on("2024-05-01", event)) == [("castor", "acme@1")]
        assert told(on("2024-05-02", event)) == []

    def test_issues_what_we_know_from_inside_and_what_was_seen_of_ours(self) -> None:
        p1 = StakeholderIdentified("p1", BuyingFunction.FINANCE)
        known = InsideKnowledgeRecorded(Inside.WAYS, "Budgets close in May")
        happened = on(
            "2024-01-01", StaffIdentified("s1", "Una"), p1, ExecutiveAccessGained("p1"), ISSUE, known
        )
        assert told(happened, on("2024-01-02", SEEN)) == [
            ("afraid of the board", "acme@3"),
            ("budgets close in may", "acme@4"),
            ("talks too much", "programme@3"),
        ]

    def test_though_it_holds_no_longer(self) -> None:
        loyal = on("2024-01-01", CompetitorLoyaltyRecorded("Castor", department="procurement"))
        ended = on("2024-02-01", CompetitorLoyaltyEnded("acme@1"))
        ours = WhitespaceCellSet("Bremen", "planner", Provider.US)
        assert told(loyal, ended) == [("castor", "acme@1")]
        assert told(on("2024-01-01", CELL), on("2024-02-01", ours)) == [("castor", "acme@1")]

    def test_not_what_was_withdrawn_erased_or_names_nothing(self) -> None:
        assert (
            told(on("2024-01-01", CompetitorEngaged("Castor")), on("2024-02-01", FactWithdrawn("acme@1")))
            == []
        )
        assert told(on("2024-01-01", evolve(ISSUE, text=Erased.here), evolve(SEEN, note=None))) == []
        assert (
            told(
                on(
                    "2024-01-01",
                    WhitespaceCellSet("Bremen", "planner", Provider.NONE),
                    CompetitorEngaged("?"),
                )
            )
            == []
        )

    def test_also_what_was_on_record_of_an_account_that_merged_into_it(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme"), CompetitorEngaged("Castor")),
            on("2024-02-01", AccountMerged("bolt")),
            on("2024-01-01", AccountOpened("Bolt"), to="bolt"),
            on("2024-02-01", AccountAbsorbed("acme"), to="bolt"),
        ).about("bolt")
        assert [each.text for each in kept_inside(story.account)] == ["castor"]
        assert kept_inside(story.on("2024-01-31").account) == ()

    def test_once_each(self) -> None:
        assert told(on("2024-01-01", CompetitorEngaged("Castor"), CompetitorEngaged("CASTOR"))) == [
            ("castor", "acme@1")
        ]

    def test_no_event_that_names_a_competitor_is_forgotten(self) -> None:
        known = {(kind, name) for kind, (name, _) in TOLD_BY.items()}
        for each in index.events():
            kind = index.event_class(each.type)
            named = {f.name for f in fields(kind) if "competitor" in f.name}
            named |= {f.name for f in fields(kind) if f.name == "to" and str(f.type) == "str | None"}
            assert {(kind, name) for name in named} <= known


def gives(words: object, kept: str = "Castor") -> bool:
    story: Given = given(on("2024-01-01", CompetitorEngaged(kept)))
    return given_away(words, kept_inside(story.account)) is not None


@pytest.mark.requirement("J-C1")
class TestKI2HoweverItIsWritten:
    @pytest.mark.parametrize("name", ["Castor Systems", "Castor Ltd", "Castor Holdings plc", "Castor"])
    def test_without_what_names_of_companies_end_in(self, name: str) -> None:
        assert gives("before Castor takes it", name)
        assert gives(f"before {name} takes it", name)
        assert not gives("before the systems are old", name)

    def test_but_not_where_nothing_else_is_left(self) -> None:
        assert gives("ask Systems", "Systems")
        assert not gives("ask the group", "Group Holding")

    @pytest.mark.parametrize(
        ("secret", "words"),
        [
            ("Castor", "beat CASTOR, soon"),
            ("Castor", "the Castors of this world"),
            ("Castor", "Castor's price"),
            ("Castor", "Castor\u2019s price"),
            ("Castor", "Cas\u200btor"),
            ("Castor", "_Castor_"),
            ("Castor", "\uff23\uff41\uff53\uff54\uff4f\uff52"),
            ("Nestl\u00e9", "beat Nestle\u0301"),
            ("Nestl\u00e9", "beat the Nestles"),
            ("Castor Pollux", "Castor-Pollux"),
            ("Weiss", "Wei\u00df"),
            ("\u83ef\u70ba", "\u6253\u6557\u83ef\u70ba\u5427"),
        ],
    )
    def test_it_is_the_same(self, secret: str, words: str) -> None:
        assert gives(words, secret)

    @pytest.mark.parametrize("words", ["broadcastor", "castorama", "cast or throw", "Pollux", "", None, 5])
    def test_another_word_is_another(self, words: object) -> None:
        assert not gives(words)

    def test_in_any_of_several_texts(self) -> None:
        assert gives(("a", ("b", "Castor")))
        assert not gives(("Cas", "tor"))

    def test_the_first_of_several_is_told(self) -> None:
        two = (Secret("a b", "x", "acme@1"), Secret("c", "y", "acme@2"))
        assert given_away("c, a-b", two) == two[0]

    @settings(deadline=None, derandomize=True, database=None, max_examples=100)
    @for_all(st.text(min_size=1), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    def test_every_name_in_every_form(self, name: str, form: str) -> None:
        found = [each.text for each in kept_inside(given(on("2024-01-01", CompetitorEngaged(name))).account)]
        assert not found or gives(unicodedata.normalize(form, f"beat {name} now"), name)  # type: ignore[arg-type]

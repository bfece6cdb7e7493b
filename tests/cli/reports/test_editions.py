"""What the customer reads, who received it and what they said: as the reports say it, in every form."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.cli import root
from majoracct.cli.reports.edition import SAID
from majoracct.domain.account.access import (
    ExecutiveAccessGained,
    IssueAnswered,
    IssueKind,
    IssueRecorded,
)
from majoracct.domain.account.action_plan import ResourcesAllocated
from majoracct.domain.account.alignment import OfferingAligned
from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.feedback import CustomerFeedbackReceived, FeedbackKind
from majoracct.domain.account.functional_plans import FunctionalPlanAttached
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.insider import Inside, InsideKnowledgeRecorded
from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.profile import AccountOpened, AccountRenamed
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.aptitude import Lean, Trait, TraitAssessed
from majoracct.domain.programme.edition_tables import OWN_WORDS, EditionTerms, Sensitivity, leaving
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, Level, PlanningFunction, Terms
from majoracct.ledger import Ledger
from majoracct.testing.given import money

DAY: Final = dt.date(2024, 2, 1)
DUE: Final = dt.date(2025, 12, 31)
ANA, UNA = "person-of-theirs", "person-of-ours"
NEVER: Final = (  # planted in what no policy lets leave
    "Ana Quill",
    "Chief of Everything",
    "wants the chair",
    "Uncle Vernon",
    "they sack the board in May",
    "Castor Ltd",
    "impatient with clerks",
    "dependence",
    "other-account",
    ANA,
    UNA,
)
INTERNAL: Final = (  # planted in what leaves only where policy lets it
    "Crush them",
    "sell until they squeal",
    "9,000,001",
    "9000001",
    "corner the depots",
    "7000003",
    "planner at list price",
    "they cannot plan",
    "wear them down",
    "5000009",
    "a van and a bribe",
    "marketing's scheme",
    "the gullible",
    "trust us",
)
STORY: Final[tuple[AccountEvent[Any], ...]] = (
    AccountOpened("Acme"),  # acme@1
    StakeholderIdentified(
        ANA, BuyingFunction.FINANCE, level=Level.C_LEVEL, name="Ana Quill", title="Chief of Everything"
    ),
    ExecutiveAccessGained(ANA, "Uncle Vernon"),
    IssueRecorded(ANA, IssueKind.POLITICAL, "wants the chair"),
    IssueAnswered("acme@4", "planner"),
    LoyaltyAssessed(ANA, UNA, LoyaltyLevel.STRONG),
    InsideKnowledgeRecorded(Inside.COMPANY, "they sack the board in May"),
    CompetitorEngaged("Castor Ltd"),
    OpportunityIdentified("corner the depots: Ana wants the chair", money("7000003")),  # acme@9
    OfferingAligned("acme@9", "planner at list price", "they cannot plan"),
    PlanDrafted("Crush them", ("acme@9",)),  # acme@11
    GoalSet(
        GoalKind.REVENUE, "sell until they squeal", DUE, money("9000001"), person=ANA, partner="other-account"
    ),
    ActionAdded(
        "wear them down", Aim.DEPENDENCE, owner=UNA, due=DUE, customer_owner=ANA, goal="acme@12"
    ),  # acme@13
    ResourcesAllocated("acme@13", money("5000009"), "a van and a bribe, as CASTOR Ltd"),
    FunctionalPlanAttached(
        PlanningFunction.MARKETING,
        "marketing's scheme",
        ("the gullible",),
        ("they sack the board in May",),
        ("trust us",),
    ),  # acme@15
)
ITEMS: Final = ("acme@9", "acme@11", "acme@12", "acme@13", "acme@15")
SHIPPED: Final = EditionTerms()
FORMS: Final = ((), ("--json",), ("--nl",))


def tell(path: Path, released: Collection[str], terms: EditionTerms = SHIPPED) -> None:
    """Write a ledger in which the items RELEASED of a plan are the customer's to read, under TERMS."""
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim", role="account manager").on(DAY)
        desk.adopt(PolicyAdopted(evolve(Terms.shipped("GBP"), edition=terms)))
        desk.adopt(StaffIdentified(UNA, "Una Bell"))
        desk.adopt(TraitAssessed(UNA, Trait.IMPATIENT_OR_PATIENT, Lean.LEFT, "impatient with clerks"))
        desk.record("other-account", AccountOpened("Other"))
        for event in STORY:
            desk.record("acme", event)
        for item in ITEMS:
            if item in released:
                desk.record("acme", PlanItemReleased(item, f"words for {ITEMS.index(item)}"))
        desk.record("acme", MeetingHeld(MeetingKind.BUSINESS_REVIEW, UNA, attendees=(ANA,)))


def ask(path: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(root, ["--ledger", str(path), "report", *words], prog_name="majoracct")
    assert done.exit_code == code, done.output
    return done.stdout


def answer(path: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(path, *words, "--json"))
    return found


def issue(path: Path, day: dt.date, meeting: str | None = None) -> None:
    with Ledger.open(path) as ledger:
        desk = ledger.desk(by="kim", role="account manager").on(day)
        desk.record("acme", CustomerEditionIssued((ANA,), meeting))


@pytest.mark.requirement("J-C1", "X-9")
class TestWhatTheCustomerReads:
    @settings(deadline=None, derandomize=True, database=None, max_examples=12)
    @given(st.sets(st.sampled_from(ITEMS), min_size=1), st.booleans())
    def test_holds_nothing_that_is_not_theirs_in_any_form(
        self, tmp_path_factory: pytest.TempPathFactory, released: set[str], lax: bool
    ) -> None:
        path = tmp_path_factory.mktemp("told") / "b.db"
        may = (Sensitivity.SHAREABLE, *((Sensitivity.INTERNAL,) if lax else ()))
        tell(path, released, EditionTerms(may_leave=may))
        issue(path, DAY)
        for form in FORMS:
            for which in ((), ("--issued", "latest")):
                said = ask(path, "edition", "acme", *which, "--as-of", "2024-02-01", *form)
                gone = (*NEVER, *(() if lax else INTERNAL))
                assert [secret for secret in gone if secret.casefold() in said.casefold()] == []
                for item in released:
                    assert f"words for {ITEMS.index(item)}" in said

    @pytest.fixture
    def book(self, tmp_path: Path) -> Path:
        path = tmp_path / "b.db"
        tell(path, ["acme@12", "acme@13"])
        return path

    def test_is_text_that_can_be_handed_out(self, book: Path, tmp_path: Path) -> None:
        said = ask(book, "edition", "acme", "--as-of", "2024-02-01")
        digest = answer(book, "edition", "acme", "--as-of", "2024-02-01")["data"]["digest"]
        assert said == (
            "Acme and us: our plan together\n"
            "\n"
            "What we want to reach\n"
            "  1. words for 2 (by 2025-12-31)\n"
            "\n"
            "What is to be done\n"
            "  2. words for 3 (both of us; by 2025-12-31; for 1)\n"
            "\n"
            f"As of 2024-02-01. Edition {digest[:16]}.\n"
        )
        handed = tmp_path / "plan.txt"
        ask(book, "edition", "acme", "--as-of", "2024-02-01", "-o", str(handed))
        assert handed.read_text(encoding="utf-8") == said

    def test_reads_well_under_a_policy_that_lets_more_leave(self, tmp_path: Path) -> None:
        path = tmp_path / "b.db"
        tell(
            path,
            ["acme@12", "acme@13"],
            EditionTerms(may_leave=(Sensitivity.SHAREABLE, Sensitivity.INTERNAL)),
        )
        with Ledger.open(path) as ledger:
            desk = ledger.desk(by="kim", role="account manager").on(DAY)
            desk.record("acme", ResourcesAllocated("acme@13", none_needed=True))
        said = ask(path, "edition", "acme", "--as-of", "2024-02-01")
        assert "  2. words for 2 (by 2025-12-31; about revenue; to reach 9,000,001.00 GBP)" in said
        assert "words for 3 (both of us; by 2025-12-31; for 2; takes nothing more)\n" in said
        assert "marketing's scheme (marketing; for the gullible; message: trust us)\n" in said

    def test_every_field_that_may_leave_is_said_in_words(self) -> None:
        beside = {
            name
            for kind, name in (
                each.split(".") for each in leaving(EditionTerms(may_leave=tuple(Sensitivity)))
            )
            if name != OWN_WORDS[kind]
        }
        assert {"about" if name == "kind" else name for name in beside} == set(SAID)

    def test_only_what_stands_under_edition_is_theirs(self, book: Path) -> None:
        data = answer(book, "edition", "acme", "--as-of", "2024-02-01")["data"]
        assert "acme@" not in json.dumps(data["edition"])
        assert data["items"] == {"1": "acme@12", "2": "acme@13"}

    def test_says_nothing_when_nothing_may_be_shown(self, book: Path) -> None:
        said = ask(book, "edition", "other-account", "--as-of", "2024-02-01")
        assert "Nothing of the plan of Other may be shown to the customer on 2024-02-01" in said
        assert "known at" in said

    def test_given_once_is_the_same_on_any_later_day(self, book: Path) -> None:
        issue(book, DAY)
        now = ask(book, "edition", "acme", "--issued", "latest", "--as-of", "2024-02-01")
        with Ledger.open(book) as ledger:
            desk = ledger.desk(by="kim", role="account manager").on(dt.date(2024, 3, 1))
            desk.record("acme", PlanItemReleased("acme@12", "other words"))
            desk.record("acme", AccountRenamed("Acme Holding"))
        assert ask(book, "edition", "acme", "--issued", "acme@19", "--as-of", "2031") == now
        assert "other words" in ask(book, "edition", "acme", "--as-of", "2031")
        ask(book, "edition", "acme", "--issued", "acme@2", code=3)


@pytest.mark.requirement("J-C1", "J-C2", "J-C3")
class TestTheRegister:
    def test_says_who_received_which_digest_when_and_what_was_heard(self, tmp_path: Path) -> None:
        path = tmp_path / "b.db"
        tell(path, ["acme@12"])
        issue(path, DAY, "acme@17")
        issue(path, dt.date(2024, 3, 1))
        with Ledger.open(path) as ledger:
            desk = ledger.desk(by="kim", role="account manager").on(dt.date(2024, 2, 11))
            said = CustomerFeedbackReceived("acme@12", FeedbackKind.CONFIRMATION, ANA)
            desk.record("acme", said)
        rows = answer(path, "editions", "--as-of", "2024-12-31")["rows"]
        keys = ("recipients", "recipient_names", "by", "review", "outside", "items", "same", "confirmations")
        assert [[row[key] for key in (*keys, "days_to_answer", "fact")] for row in rows] == [
            [[ANA], ["Ana Quill"], "kim", "acme@17", None, 1, True, 1, 10, "acme@18"],
            [[ANA], ["Ana Quill"], "kim", None, "no review is named", 1, True, 0, None, "acme@19"],
        ]
        shown = answer(path, "edition", "acme", "--issued", "acme@18", "--as-of", "2024-12-31")["data"]
        assert rows[0]["digest"] == shown["digest"]
        text = ask(path, "editions", "acme", "--as-of", "2024-12-31")
        assert "2 editions given, 1 outside a business review; heard of: 1\n" in text


@pytest.mark.requirement("S-C1", "J-C3")
class TestHypotheses:
    def test_each_item_is_one_until_the_customer_confirms_it(self, tmp_path: Path) -> None:
        path = tmp_path / "b.db"
        tell(path, ["acme@12"])
        with Ledger.open(path) as ledger:
            desk = ledger.desk(by="kim", role="account manager").on(dt.date(2024, 2, 11))
            desk.record("acme", CustomerFeedbackReceived("acme@12", FeedbackKind.CONFIRMATION, ANA))
            desk.record("acme", CustomerFeedbackReceived("acme@13", FeedbackKind.FEEDBACK, ANA, "why?"))
        document = answer(path, "hypotheses", "acme", "--as-of", "2024-12-31")
        keys = ("item", "status", "confirmed_by_name", "feedback", "released")
        assert [[row[key] for key in keys] for row in document["rows"]] == [
            ["acme@11", "hypothesis", None, 0, "no"],
            ["acme@12", "customer-confirmed", "Ana Quill", 0, "released"],
            ["acme@9", "hypothesis", None, 0, "no"],
            ["acme@13", "hypothesis", None, 1, "no"],
            ["acme@15", "hypothesis", None, 0, "no"],
        ]
        assert {row["shown_before"] for row in document["rows"]} == {None}
        assert (document["confirmed"], document["items"], document["confirmed_share"]) == (1, 5, "0.200000")
        assert "1 of 5 items confirmed by the customer, 20.0%" in ask(
            path, "hypotheses", "--as-of", "2024-12-31"
        )
        (plan,) = answer(path, "plan", "acme", "--as-of", "2024-12-31")["rows"]
        assert plan["confirmed_share"] == "0.200000"
        text = ask(path, "plan", "acme", "--as-of", "2024-12-31")
        assert "confirmed by the customer: 20.0% of its items" in text

    def test_whether_they_read_what_they_confirmed(self, tmp_path: Path) -> None:
        path = tmp_path / "b.db"
        tell(path, ["acme@12"])
        issue(path, DAY)
        with Ledger.open(path) as ledger:
            desk = ledger.desk(by="kim", role="account manager").on(dt.date(2024, 2, 11))
            for item in ("acme@12", "acme@13"):
                desk.record("acme", CustomerFeedbackReceived(item, FeedbackKind.CONFIRMATION, ANA))
        rows = answer(path, "hypotheses", "acme", "--as-of", "2024-12-31")["rows"]
        assert {row["item"]: row["shown_before"] for row in rows if row["confirmation"]} == {
            "acme@12": "acme@18",
            "acme@13": None,
        }
        columns = ask(path, "hypotheses", "acme", "--as-of", "2024-12-31", "--columns", "item,read_word")
        assert "acme@12  in an edition" in columns
        assert "acme@13  nowhere" in columns

    def test_what_is_held_back_is_told_to_us(self, tmp_path: Path) -> None:
        path = tmp_path / "b.db"
        tell(path, ["acme@12"], EditionTerms(may_leave=(Sensitivity.SHAREABLE, Sensitivity.INTERNAL)))
        document = answer(path, "hypotheses", "acme", "--as-of", "2024-12-31")
        held = {row["item"]: (row["held_back"], row["held_back_for"]) for row in document["rows"]}
        assert {item: each for item, each in held.items() if each[0]} == {
            "acme@9": (["title"], ["acme@4"]),
            "acme@13": (["means"], ["acme@8"]),
            "acme@15": (["needs"], ["acme@7"]),
        }
        assert document["held_back"] == 3
        text = ask(path, "hypotheses", "acme", "--as-of", "2024-12-31")
        assert "0 of 5 items confirmed by the customer, 0.0%; 3 texts held back\n" in text

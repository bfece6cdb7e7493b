"""Who does what for an account, what pulls its team apart, how its ceremonies are kept, as reports say it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from attrs import frozen
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.cadences import CadenceSet
from majoracct.domain.account.commitments import (
    MemberCommitmentKept,
    MemberCommitmentMissed,
    MemberCommitted,
)
from majoracct.domain.account.crews import BidTeamAssigned
from majoracct.domain.account.directives import ConflictingDirectiveReported, RogueActionFlagged
from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.messages import MessageApproved, MessageDeviationNoted, MessageUsed
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.overlaps import OverlapFlagged
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.support import SupportKind, SupportRequested
from majoracct.domain.account.team import MemberCapacitySet, MemberReleased, MemberSeated, TeamFormed
from majoracct.domain.programme.compensation import CompensationAssigned, CompensationModelDefined, ModelKind
from majoracct.domain.programme.discipline_tables import Ceremony, PayMeasure
from majoracct.domain.programme.reporting_lines import LineKind, ReportsToSet
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Capacity, Seat
from majoracct.ledger import Ledger
from majoracct.testing.given import money

SAM = CompensationModelDefined(
    "Grow",
    ModelKind.STRATEGIC_ACCOUNT_MANAGER,
    "revenue of three years",
    "share of wallet",
    "a long bonus",
    (PayMeasure.REVENUE_ATTAINMENT, PayMeasure.SHARE_OF_WALLET, PayMeasure.CUSTOMER_SATISFACTION),
    3,
)
OURS: list[tuple[str, Any]] = [
    *(("2023-01-01", StaffIdentified(f"s{n}", who)) for n, who in enumerate(("Una", "Vic", "Wim", "Mo"), 1)),
    ("2023-01-02", ReportsToSet("s1", "s3", LineKind.SOLID)),
    ("2023-01-02", ReportsToSet("s1", "s4", LineKind.DOTTED)),
    ("2023-01-02", SAM),  # programme@8
    ("2023-01-02", CompensationAssigned("s4", "programme@8")),
]
TOLD: list[tuple[str, Any]] = [
    ("2023-01-01", AccountOpened("Acme")),
    ("2023-01-02", QualificationGranted(override=True)),
    ("2023-01-02", TeamFormed()),
    ("2023-01-02", MemberSeated("s4", Seat.STRATEGIC_ACCOUNT_MANAGER)),
    ("2023-01-02", MemberSeated("s4", Seat.INTERNAL_SPONSOR)),
    ("2023-01-02", MemberSeated("s1", Seat.PORTFOLIO_REP)),
    ("2023-01-02", MemberSeated("s2", Seat.SALES_CONSULTANT)),
    ("2023-02-01", MemberSeated("s1", Seat.PROGRAMME_MANAGER, Capacity.PART_TIME)),
    ("2023-03-01", OpportunityIdentified("The plant", money("4000000"))),  # acme@9
    ("2023-03-01", OpportunityIdentified("Licences")),  # acme@10
    ("2023-04-01", MessageApproved("Why us", "Fewer failures", "s4")),
    ("2023-06-01", MemberCapacitySet("s1", Seat.PROGRAMME_MANAGER, Capacity.DEDICATED)),
    ("2023-07-01", MemberCommitted("s1", "a demonstration", dt.date(2023, 9, 1), serves="acme@9")),  # @13
    ("2023-07-01", MemberCommitted("s1", "a workshop", dt.date(2023, 12, 1))),
    ("2023-08-01", ConflictingDirectiveReported("s1", "s3", "Sell licences", "acme@13", "acme@10")),
    ("2023-08-10", ActivityLogged(SellingProcess.SELLING, "Offered", members=("s1", "s2"), serves="acme@10")),
    ("2023-08-11", RogueActionFlagged("s1", "a discount", "acme@9", "acme@16")),
    ("2023-08-12", OverlapFlagged("acme@9", "acme@10", "trains held")),
    ("2023-08-12", BidTeamAssigned("acme@9", ("s4",))),
    ("2023-08-13", MessageUsed("acme@11", "s2", "in a proposal", serves="acme@10")),
    ("2023-08-13", MessageDeviationNoted("acme@11", "s1", "The cheapest", "on the phone")),
    ("2023-08-20", SupportRequested("s2", SupportKind.ACCESS, "a word")),
    ("2023-09-05", MemberCommitmentMissed("acme@13", "acme@10")),
    ("2023-09-06", MemberReleased("s2", Seat.SALES_CONSULTANT)),
    ("2023-11-01", MemberCommitmentKept("acme@14")),
    ("2023-11-01", PlanDrafted("2024")),
    ("2023-11-02", StakeholderIdentified("p1", BuyingFunction.FINANCE)),
    ("2023-11-02", MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s4", attendees=("p1",))),
    ("2023-12-01", CadenceSet(Ceremony.TEAM_MEETING, 14)),
    ("2023-12-05", MeetingHeld(MeetingKind.TEAM_WEEKLY, "s4")),
    ("2023-12-10", MessageApproved("Why us", "None at all", "s4")),
    ("2023-12-12", MessageUsed("acme@11", "s2", "on a call")),
]


@frozen
class Book:
    """A ledger, and what it answers on the last day of 2023."""

    path: str

    def text(self, *words: str, day: str = "2023-12-31", code: int = 0) -> str:
        done = CliRunner().invoke(
            root, ["--ledger", self.path, "report", *words, "--as-of", day], prog_name="majoracct"
        )
        assert done.exit_code == code, done.output
        return done.stdout

    def json(self, *words: str, day: str = "2023-12-31") -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text(*words, "--json", day=day))
        return found

    def rows(self, *words: str, day: str = "2023-12-31") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json(*words, day=day)["rows"]
        return found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("team") / "book.db"
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim")
        for day, event in OURS:
            desk.on(dt.date.fromisoformat(day)).adopt(event)
        for day, event in TOLD:
            desk.on(dt.date.fromisoformat(day), reason="as it was").record("acme", event)
        desk.on(dt.date(2023, 1, 1)).record("bolt", AccountOpened("Bolt"))
    return Book(str(path))


class TestEngagement:
    @pytest.mark.requirement("S-V1")
    def test_shows_what_each_rep_and_their_consultants_did(self, book: Book) -> None:
        rows = {row["name"]: row for row in book.rows("engagement", "acme", day="2023-08-31")}
        assert (rows["Una"]["activities"], rows["Una"]["consultants"]) == (1, ["s2"])
        assert (rows["Vic"]["seats"], rows["Vic"]["last_fact"]) == (["sales-consultant"], "acme@16")
        assert rows["Una"]["opportunity"] == 1
        assert rows["Una"]["activity_facts"] == ["acme@16"]
        assert "  2023-08-10 Una, Vic: Offered, for Licences (acme@16)\n" in book.text(
            "engagement", "acme", day="2023-08-31"
        )

    @pytest.mark.requirement("S-V3")
    def test_says_who_is_engaged_on_any_day(self, book: Book) -> None:
        said = [
            {r["name"]: r["engaged"] for r in book.rows("engagement", "acme", day=day)}["Una"]
            for day in ("2023-08-09", "2023-09-08", "2023-09-09")
        ]
        assert said == [None, True, False]

    @pytest.mark.requirement("S-M5")
    def test_tells_who_was_reassigned_within_the_year(self, book: Book) -> None:
        document = book.json("engagement", "acme")
        assert document["churn"]["acme"] == {"stays": 2, "ended": 1, "short": 1, "share": "1.000000"}
        (gone,) = [stay for stay in document["stays"]["acme"] if stay["until"]]
        assert (gone["person"], gone["months"], gone["short"]) == ("s2", 8, True)
        assert "Vic, sales consultant, from 2023-01-02 to 2023-09-06: 8 months, reassigned" in book.text(
            "engagement", "acme"
        )

    @pytest.mark.requirement("S-M6")
    def test_tells_to_whom_they_reported(self, book: Book) -> None:
        (una,) = [r for r in book.rows("engagement", "acme") if r["name"] == "Una"]
        assert (una["manager"]["to"], [line["to"] for line in una["dotted"]]) == ("s3", ["s4"])
        assert "Wim, Mo (dotted)" in book.text("engagement")
        (before,) = [r for r in book.rows("engagement", "acme", day="2023-01-02") if r["name"] == "Una"]
        assert before["manager"]["fact"] == "programme@6"

    @pytest.mark.requirement("S-G5")
    def test_tells_part_time_from_dedicated(self, book: Book) -> None:
        assert "programme manager (part time), portfolio rep" in book.text("engagement", day="2023-05-31")
        assert "programme manager (dedicated), portfolio rep" in book.text("engagement", day="2023-06-01")

    @pytest.mark.requirement("X-7")
    @pytest.mark.parametrize(
        "word",
        ["SAM", "strategic-account-manager", "Strategic Account Manager", "AM", "sales account owner", "rep"],
    )
    def test_finds_a_seat_by_any_word_for_it(self, book: Book, word: str) -> None:
        assert [row["name"] for row in book.rows("engagement", "--seat", word)] == ["Mo"]
        assert book.rows("engagement", "--seat", "AE") == []
        assert "Nobody is AE." in book.text("engagement", "--seat", "AE")
        book.text("engagement", "--seat", "boss", code=2)

    @pytest.mark.requirement("X-7", "S-M3")
    def test_names_who_answers_for_the_account_and_what_pays_them(self, book: Book) -> None:
        text = book.text("engagement", "acme")
        assert "Mo, strategic account manager, answers for the account (acme@4)" in text
        assert "Mo is paid by Grow, measured over 3 years by\n  revenue attainment: unknown\n" in text
        assert "nobody answers for the account" not in text

    @pytest.mark.requirement("X-12")
    def test_one_who_holds_two_duties_is_one_row(self, book: Book) -> None:
        (mo,) = [row for row in book.rows("engagement", "acme") if row["name"] == "Mo"]
        assert mo["seats"] == ["internal-sponsor", "strategic-account-manager"]


class TestDiscipline:
    @pytest.mark.requirement("S-G2", "S-V6")
    def test_tells_what_was_told_by_whom_and_what_was_followed(self, book: Book) -> None:
        assert (
            "directive: Una was told by direct manager Wim on 2023-08-01: “Sell licences”; followed that "
            "(acme@15, acme@16, acme@23)\n"
        ) in book.text("discipline", "acme")
        assert "what was followed is unknown" in book.text("discipline", "acme", day="2023-08-09")

    @pytest.mark.requirement("S-G3")
    def test_tells_what_a_rogue_action_harmed(self, book: Book) -> None:
        assert (
            "rogue: Una, 2023-08-11: “a discount”, harming “The plant”, open, worth 4,000,000.00 GBP "
            "(acme@17)\n"
        ) in book.text("discipline", "acme")

    @pytest.mark.requirement("S-V2")
    def test_tells_the_message_in_force_and_who_deviated(self, book: Book) -> None:
        text = book.text("discipline", "acme")
        assert (
            "message before: Why us, version 1: “Fewer failures” (acme@11)\n"
            "  approved by Mo on 2023-04-01\n"
            "  said by Vic, in a proposal, 2023-08-13, for Licences (acme@20)\n"
            "  said by Vic, on a call, 2023-12-12, out of date by then (acme@32)\n"
            "message in force: Why us, version 2: “None at all” (acme@31)\n"
            "  approved by Mo on 2023-12-10\n"
        ) in text
        earlier = book.text("discipline", "acme", day="2023-12-09")
        assert "message in force: Why us, version 1: “Fewer failures” (acme@11)\n" in earlier
        assert "deviation: Una, on the phone, 2023-08-13: “The cheapest” (acme@21)\n" in text

    @pytest.mark.requirement("S-V5")
    def test_tells_how_many_internal_promises_were_kept(self, book: Book) -> None:
        (row,) = book.rows("discipline")
        assert (row["account"], row["kept"], row["missed"], row["kept_share"]) == ("acme", 1, 1, "0.500000")
        (early,) = book.rows("discipline", day="2023-09-02")
        assert (early["overdue"], early["kept_share"]) == (1, None)
        assert "promises kept: 1 of 2, overdue: 0\n" in book.text("discipline")

    @pytest.mark.requirement("S-M7")
    def test_tells_who_competes_for_the_same_problem(self, book: Book) -> None:
        assert (
            "overlap: “The plant” (Mo) and “Licences” (Una, Vic): trains held; they compete (acme@18)\n"
        ) in book.text("discipline", "acme")

    @pytest.mark.requirement("S-V4")
    def test_tells_where_support_is_waited_for(self, book: Book) -> None:
        assert "support asked for: Vic, 2023-08-20, late: “a word” (acme@22)\n" in book.text(
            "discipline", "acme"
        )
        (row,) = book.rows("discipline", day="2023-08-25")
        assert (row["support_open"], row["support_late"]) == (1, 0)

    @pytest.mark.requirement("S-G2")
    def test_rests_on_facts_and_adds_up(self, book: Book) -> None:
        document = book.json("discipline", "acme")
        (row,) = document["rows"]
        assert row["facts"] == [
            "acme@15",
            "acme@17",
            "acme@21",
            "acme@20",
            "acme@32",
            "acme@14",
            "acme@13",
            "acme@18",
            "acme@22",
        ]
        assert document["tally"]["directives"] == row["directives"] == 1
        (followed,) = document["directive_list"]
        assert (followed["followed"], followed["direct_manager"]) == ("directive", True)


class TestGovernedByAProcess:
    @pytest.mark.requirement("X-5")
    def test_each_ceremony_by_one_rule(self, book: Book) -> None:
        (row,) = book.rows("governance", "acme")
        found = {each["ceremony"]: each for each in row["ceremonies"]}
        assert list(found) == [c.value for c in Ceremony]
        review = found["business-review"]
        assert (review["days"], review["kept"], review["set_by"]) == (92, 1, None)
        assert review["missed"] == ["2023-01-02", "2023-04-04", "2023-07-05"]
        assert (found["team-meeting"]["days"], found["team-meeting"]["set_by"]) == (14, "acme@29")
        assert found["annual-plan"]["last"] == "2023-11-01"

    @pytest.mark.requirement("X-5")
    def test_and_the_weekly_meeting_is_told_alike_everywhere(self, book: Book) -> None:
        (row,) = book.rows("governance", "acme")
        (weekly,) = [each for each in row["ceremonies"] if each["ceremony"] == "team-meeting"]
        assert weekly["kept"] == row["kept"] + row["late"]
        assert weekly["missed"] == row["missed_weeks"]

    @pytest.mark.requirement("S-W7")
    def test_says_what_a_process_lacks(self, book: Book) -> None:
        (row,) = book.rows("governance", "acme")
        assert (row["governance_owners"], row["process_lacks"][0]) == (
            [],
            "nobody owns facilitation and governance",
        )
        assert "governance is owned by nobody; lacking: nobody owns" in book.text("governance", "acme")

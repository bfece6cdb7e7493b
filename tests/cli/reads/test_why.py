"""`why`: which criteria hold, since when, by which facts, and what is missing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationRevoked,
)
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.kernel import Assurance, Evidence
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import money

Book = Any


class TestData:
    @pytest.mark.requirement("B-Q6")
    def test_the_answer_names_the_criteria_their_facts_and_what_is_missing(self, book: Book) -> None:
        document = book.json("why", "acme", "--as-of", "2017", code=1)
        data = document["data"]
        assert list(data) == [
            "account",
            "name",
            "definition",
            "status",
            "status_since",
            "status_fact",
            "standing",
            "since",
            "completed_by",
            "policy",
            "threshold",
            "criteria",
            "decisions",
            "attempts",
            "predecessors",
            "hindsight",
            "review_hindsight",
        ]
        assert (data["status"], data["standing"], data["since"]) == ("none", "unmet", None)
        assert data["policy"] == document["policy"] == "programme@2"
        assert [c["id"] for c in data["criteria"]] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
        keys = (
            "id title asks holds path since facts missing fails_without margins proof needed_as_well".split()
        )
        assert all(list(c) == keys for c in data["criteria"])
        assert data["completed_by"] is data["hindsight"] is None
        assert all(c["missing"] and not c["holds"] and c["since"] is None for c in data["criteria"])

    @pytest.mark.requirement("B-Q6")
    def test_once_all_is_recorded_and_granted_it_names_the_facts(self, major: Book) -> None:
        data = major.json("why", "acme")["data"]
        assert (data["status"], data["standing"], data["since"]) == ("major", "met", "2024-04-02")
        assert (data["status_since"], data["status_fact"]) == ("2024-04-03", "acme@23")
        facts = {c["id"]: c["facts"] for c in data["criteria"]}
        assert facts["Q1"] == ["acme@7", "acme@8", "acme@9"]
        assert facts["Q3"] == ["acme@14", "acme@15"]
        assert [c["path"] for c in data["criteria"]] == [None, "project", None, None, None]
        assert [c["since"] for c in data["criteria"]][:2] == ["2024-03-02", "2024-03-04"]
        assert [d["decision"] for d in data["decisions"]] == ["grant", "tier"]

    @pytest.mark.requirement("B-Q6", "B-D4")
    def test_each_fact_comes_with_whose_word_it_is_and_the_digests_of_what_was_shown(
        self, major: Book
    ) -> None:
        shown = Evidence("chart.pdf", 3, "ab" * 32)
        desk = major.ledger.desk(by="lee", role="account manager", assurance=Assurance.HOST_APPLICATION)
        desk.on(dt.date(2024, 3, 1), evidence=[shown]).record("acme", OrgChartFiled())
        [chart, *_] = major.json("why", "acme")["data"]["criteria"][0]["proof"]
        assert (chart["by"], chart["role"], chart["assurance"]) == (
            "lee",
            "account manager",
            "host-application",
        )
        assert chart["evidence"] == [{"name": "chart.pdf", "size": 3, "sha256": "ab" * 32}]
        told = major.text("why", "acme")
        assert "lee (account manager), host-application; evidence: chart.pdf" in told

    @pytest.mark.requirement("B-Q6")
    def test_it_says_what_each_would_fail_without_and_how_much_there_is_to_spare(self, major: Book) -> None:
        data = major.json("why", "acme")["data"]
        criteria = {c["id"]: c for c in data["criteria"]}
        assert criteria["Q1"]["fails_without"] == ["acme@7", "acme@8", "acme@9"]
        assert criteria["Q3"]["fails_without"] == ["acme@5", "acme@6", "acme@14", "acme@15"]
        assert criteria["Q4"]["margins"] == [
            {"of": "open opportunities besides", "amount": 0, "unit": "further"},
            {
                "of": "the plan for 2025 above the threshold",
                "amount": {"amount": "50000.00", "currency": "GBP"},
                "unit": "",
            },
        ]
        assert data["completed_by"] == "acme@21"

    def test_what_is_needed_beside_the_facts_it_names_comes_with_whose_word_it_is_too(
        self, major: Book
    ) -> None:
        told = {c["id"]: c["needed_as_well"] for c in major.json("why", "acme")["data"]["criteria"]}
        assert [(f["fact"], f["by"], f["summary"]) for f in told["Q3"]] == [
            ("acme@5", "kim", "Ann Lee identified, CFO, finance"),
            ("acme@6", "kim", "Bob Ray identified, Finance Director, finance"),
        ]
        assert told["Q1"] == []

    @pytest.mark.requirement("B-D4", "X-10")
    def test_attempts_say_what_each_rested_on(self, book: Book) -> None:
        book.record("acme", QualificationOpened(), "2024-02-01", by="dana", role="sales executive")
        book.record("acme", QualificationRefused(), "2024-02-02", by="dana", reason="too early")
        data = book.json("why", "acme", code=1)["data"]
        assert [(a["what"], a["policy"]) for a in data["attempts"]] == [
            ("open", None),
            ("refuse", "programme@2"),
        ]
        assert [v["id"] for v in data["attempts"][1]["unmet"]] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
        assert data["hindsight"]["stands"] is True
        told = book.text("why", "acme", code=1)
        assert "did not hold: Q1 (missing: organisation chart" in told
        assert "2024-02-01  acme@5  Qualification opened, dana (sales executive)" in told

    def test_the_policy_in_force_before_another_is_its_own(self, book: Book) -> None:
        book.record("acme", QualificationGranted(override=True), "2016-05-05", reason="a test")
        assert book.json("why", "acme", "--as-of", "2016")["policy"] == "programme@1"


class TestExit:
    def test_it_follows_the_status_whatever_the_standing(self, major: Book) -> None:
        assert major.run("why", "acme").exit_code == 0
        assert major.json("why", "acme", "--as-of", "2026-03-03")["data"]["standing"] == "unmet"
        assert major.json("why", "acme", "--as-of", "2024-04-02", code=1)["data"]["standing"] == "met"
        major.record("acme", QualificationRevoked(), "2025-01-01", reason="left us")
        assert major.json("why", "acme", code=1)["data"]["status"] == "revoked"

    def test_text_and_json_end_alike(self, book: Book) -> None:
        assert book.run("why", "acme").exit_code == book.run("why", "acme", "--json").exit_code == 1


class TestText:
    def test_it_reads_as_sentences_with_who_recorded_what(self, major: Book) -> None:
        told = major.text("why", "acme")
        assert told.startswith(
            "Acme Water (acme) is a major account since 2024-04-03: acme@23, dana (head of sales)"
        )
        assert "[x] Q3 An executive sponsor, since 2024-03-06" in told
        assert (
            "    ├── acme@15  2024-03-06  Bob Ray reports to Ann Lee\n"
            "    │     kim (account manager), asserted\n" in told
        )
        assert (
            "asks for a sponsor with a title and a remit, tied to another executive (c-level or executive)\n"
            in told
        )
        assert "    ├── needed as well: acme@5  2024-03-01  Ann Lee identified, CFO, finance\n" in told

    def test_what_there_is_to_spare_is_told_and_that_there_is_nothing(self, major: Book) -> None:
        told = major.text("why", "acme")
        assert "└── to spare: the plan for 2025 above the threshold: 50,000.00 GBP\n" in told
        assert told.count("└── nothing to spare\n") == 3

    def test_it_fits_a_hundred_columns(self, major: Book) -> None:
        assert max(map(len, major.text("why", "acme").splitlines())) <= 100

    def test_a_criterion_that_several_facts_bear_out_needs_no_single_one(self, major: Book) -> None:
        for _ in range(2):
            major.record("acme", OrgChartFiled(), "2024-03-10")
            major.record("acme", PrecisFiled(("water",), "Runs the water works."), "2024-03-10")
            major.record("acme", FinancialStatementFiled(StatementKind.BALANCE_SHEET), "2024-03-10")
        assert (
            "no single fact of the account is needed: without any one of them, others would do"
            in major.text("why", "acme")
        )

    @pytest.mark.requirement("B-D4")
    def test_what_was_learned_since_is_told_and_whether_the_decision_would_stand(self, major: Book) -> None:
        assert "nothing that the criteria read\n    It would still stand" in major.text("why", "acme")
        major.withdraw("acme@14", "she never said so")
        told = major.text("why", "acme", "--as-of", "2024-05-01")
        assert "acme@25  withdrawn, one it rested on: of 2024-03-05, Withdrew acme@14" in told
        assert (
            "It would not stand under programme@2, which it names: on its day these do not hold: Q3" in told
        )
        data = major.json("why", "acme", "--as-of", "2024-05-01")["data"]["hindsight"]
        assert (data["decision"], data["stands"], [e["way"] for e in data["learned"]]) == (
            "acme@23",
            False,
            ["withdrawn"],
        )

    def test_of_much_that_was_learned_since_the_first_is_told(self, major: Book) -> None:
        for _ in range(15):
            major.record("acme", OrgChartFiled(), "2024-03-10")
        assert "    and 3 more: see --json\n" in major.text("why", "acme")

    def test_what_is_missing_is_said(self, book: Book) -> None:
        told = book.text("why", "acme", code=1)
        assert "[ ] Q5 Tactical actions for the aims" in told
        assert "missing: an action for trust" in told
        assert "nobody has opened its qualification" in told

    def test_who_corrected_the_record_of_a_grant_did_not_grant_it(self, major: Book) -> None:
        major.correct("acme@23", "wrong day", on=dt.date(2024, 4, 4))
        head = " ".join(major.text("why", "acme").splitlines()[:2])
        assert "since 2024-04-04: acme@26, sam (controller)" in head
        assert head.endswith("; corrects acme@23, dana (head of sales).")
        assert "(corrects acme@23), sam" in major.text("why", "acme")

    def test_a_status_that_the_criteria_do_not_bear_out_is_said(self, major: Book) -> None:
        assert "The recorded status says otherwise" in major.text("why", "acme", "--as-of", "2026-03-03")
        assert "The recorded status says otherwise" not in major.text("why", "acme")


class TestMergers:
    def test_decisions_on_predecessors_are_not_its_own(self, major: Book) -> None:
        major.merge("acme", "globex", "2025-01-01")
        result = major.run("why", "acme")
        assert result.exit_code == 1
        assert "this is globex" in result.stderr
        data = major.json("why", "globex", code=1)["data"]
        assert (data["account"], data["status"], data["decisions"]) == ("globex", "none", [])
        assert data["criteria"][0]["facts"] == ["acme@7", "acme@8", "acme@9"]

    def test_they_are_told_beside_its_own(self, major: Book) -> None:
        before = major.json("why", "acme")["data"]
        major.merge("acme", "globex", "2025-01-01")
        [told] = major.json("why", "globex", code=1)["data"]["predecessors"]
        assert told == {k: before[k] for k in ("account", "decisions", "attempts")}
        text = major.text("why", "globex", code=1)
        assert "Decisions on acme, which merged into it; they give it no status\n" in text
        assert "acme@23  Granted major status" in text


class TestOneStory:
    """What other reads say of the same decisions, `why` says too."""

    def test_a_grant_whose_opening_was_withdrawn_would_not_stand(self, major: Book) -> None:
        major.withdraw("acme@22", "opened by mistake")
        told = " ".join(major.text("why", "acme").split())
        assert "It would not stand, as now known: No qualification of acme is open on 2024-04-03." in told
        assert "acme@25 withdrawn: of 2024-04-03, Withdrew acme@22 (Qualification opened)" in told
        found = major.json("check", "acme", "--only", "contradiction", code=1)["rows"]
        assert [row["facts"] for row in found] == [["acme@23"]]

    def test_who_withdrew_a_step_is_told_and_why(self, major: Book) -> None:
        major.withdraw("acme@22", "opened by mistake")
        told = " ".join(major.text("why", "acme").split())
        assert "~~Qualification opened~~, dana (sales executive)" in told
        assert "withdrawn by acme@25, sam (controller): opened by mistake" in told

    def test_what_was_late_by_override_is_so_here_as_in_the_list_of_decisions(self, major: Book) -> None:
        terms = Terms(money("1000"), recording=RecordingTerms(late_days=30))
        major.adopt(terms, "2024-06-01")
        moved = TierMoved(Tier.STRATEGIC, override=True)
        who = {"by": "dana", "role": "controller", "reason": "told late"}
        major.record("acme", moved, "2024-07-01", late=60, **who)
        listed = major.json("decisions", "--where", "account=acme")["rows"]
        assert major.json("why", "acme")["data"]["decisions"] == listed
        assert "recorded 60 days later, too late but for an override" in major.text("why", "acme")

    def test_what_was_withdrawn_was_opened_once(self, major: Book) -> None:
        major.withdraw("acme@23", "granted by mistake")
        major.withdraw("acme@22", "opened by mistake")
        head = " ".join(major.text("why", "acme", code=1).split())
        assert "2025-06-30: what was recorded of its qualification was withdrawn." in head

    def test_a_policy_that_is_only_supposed_is_not_known_to_have_been_in_force(
        self, major: Book, tmp_path: Path
    ) -> None:
        (tmp_path / "strict.toml").write_text('threshold = "9000000.00"\n', encoding="utf-8")
        told = major.text("why", "acme", "--policy", str(tmp_path / "strict.toml"))
        assert "under strict.toml, as supposed:" in told
        assert "now known to have been in force" not in told


class TestWhom:
    @pytest.mark.parametrize("own", ["programme", "ledger"])
    def test_the_ledgers_own_streams_are_no_accounts(self, book: Book, own: str) -> None:
        result = book.run("why", own)
        assert result.exit_code == 3
        assert "is no account" in result.stderr
        assert "did you mean" not in result.stderr

    def test_they_are_no_candidates_either(self, book: Book) -> None:
        assert "did you mean" not in book.run("why", "programm").stderr

    @pytest.mark.parametrize("named", ["zürich-bau-ag", "ZURICH_BAU_AG", "Zürich Bau, AG"])
    def test_accents_case_and_punctuation_do_not_matter_in_the_end(self, book: Book, named: str) -> None:
        book.record("zurich-bau-ag", AccountOpened("ZBAG"), "2017-01-05")
        result = book.run("why", named)
        assert result.exit_code == 1
        assert f"{named} is zurich-bau-ag" in result.stderr

    def test_unless_several_answer(self, book: Book) -> None:
        book.record("zurich-bau", AccountOpened("One"), "2017-01-05")
        book.record("zurich.bau", AccountOpened("Two"), "2017-01-05")
        result = book.run("why", "zürich bau")
        assert result.exit_code == 3
        assert "zurich-bau, zurich.bau" in result.stderr

    @pytest.mark.parametrize("command", ["why", "show"])
    def test_a_document_is_offered_in_no_form_that_fails(self, book: Book, command: str) -> None:
        told = book.text(command, "--help")
        assert "--csv" not in told
        assert "--tsv" not in told
        assert json.loads(book.run(command, "acme", "--nl").stdout)["account"] == "acme"

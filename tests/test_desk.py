"""The desk: commands are whole, repeatable, and judged on what is known."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from attrs import evolve

from majoracct import Ledger
from majoracct.desk import Desk
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged, merge
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified, OpportunityWon
from majoracct.domain.account.profile import (
    AccountOpened,
    AlreadyOpen,
    FinancialStatementFiled,
    NameMissing,
    OrgChartFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import (
    OpenerNotEntitled,
    QualificationGranted,
    QualificationOpened,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Relationships,
    StakeholderIdentified,
    StakeholderLeft,
    identify,
)
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.kernel import PROGRAMME, Evidence
from majoracct.domain.programme.policy import NoPolicy, Policy, PolicyAdopted
from majoracct.domain.programme.targets import NamedAccountTargetSet, TargetEmpty
from majoracct.domain.programme.terms import AimsRule, QualificationTerms, Terms
from majoracct.domain.seen import AccountUnknown, OneOfSeveral, OthersRestOnIt
from majoracct.ports import Command, CommandReusedError, ConflictError, NotFoundError, Receipt
from majoracct.requests import Request
from majoracct.testing.given import money
from majoracct.testing.histories import ticking

DAY = dt.date(2024, 5, 1)
PAID = RevenueRecorded(money("5"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", clock=ticking()) as ledger:
        ledger.desk(by="kim").on(DAY).record("acme", AccountOpened("Acme"))
        yield ledger


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    return ledger.desk(by="kim").on(DAY)


class TestRepeatingACommand:
    def test_returns_its_first_result(self, ledger: Ledger, desk: Desk) -> None:
        once = desk.on(command_id="c-1").record("acme", PAID)
        again = desk.on(command_id="c-1").record("acme", PAID)
        assert again == once
        assert once.command_id == "c-1"
        assert by_year(ledger.account("acme"))[2024].payments == 1

    def test_even_when_it_would_be_refused_now(self, desk: Desk) -> None:
        opening = desk.on(command_id="c-1")
        assert opening.record("bolt", AccountOpened("Bolt")) == opening.record("bolt", AccountOpened("Bolt"))

    @pytest.mark.parametrize("changed", ["event", "account", "day", "reason", "actor", "evidence", "act"])
    def test_for_another_request_is_a_conflict(self, ledger: Ledger, desk: Desk, changed: str) -> None:
        desk.on(command_id="c-1").record("acme", PAID)
        desk.record("bolt", AccountOpened("Bolt"))
        other = {
            "day": desk.on(dt.date(2024, 5, 2)),
            "reason": desk.on(reason="a reason"),
            "actor": ledger.desk(by="ana").on(DAY),
            "evidence": desk.on(evidence=[Evidence("a.pdf")]),
        }.get(changed, desk)
        other = other.on(command_id="c-1")
        event = RevenueRecorded(money("6")) if changed == "event" else PAID

        def act() -> object:
            if changed == "act":
                return other.on(reason="an error").withdraw("acme@2")
            return other.record("bolt" if changed == "account" else "acme", event)

        with pytest.raises(CommandReusedError, match="'c-1' recorded acme@2 for another request"):
            act()
        assert ledger.account("acme").head == 2

    def test_of_every_kind(self, ledger: Ledger, desk: Desk) -> None:
        desk.record("bolt", AccountOpened("Bolt"))
        fact = desk.record("acme", PAID)
        known = desk.on(reason="a reason")
        corrected = known.on(command_id="correct").correct(fact.reference, amount=money("6"))
        assert known.on(command_id="correct").correct(fact.reference, amount=money("6")) == corrected
        gone = known.on(command_id="withdraw").withdraw(corrected[1].reference)
        assert known.on(command_id="withdraw").withdraw(corrected[1].reference) == gone
        merged = desk.on(command_id="merge").carry_out("acme", merge, into="bolt")
        assert desk.on(command_id="merge").carry_out("acme", merge, into="bolt") == merged
        with pytest.raises(CommandReusedError):
            desk.on(command_id="merge").carry_out("acme", merge, into="civic")


class TestExpecting:
    def test_a_version_that_does_not_stand_is_a_conflict(self, ledger: Ledger, desk: Desk) -> None:
        for other in (0, 2):
            with pytest.raises(ConflictError, match=f"acme stands at version 1, not {other}"):
                desk.on(expect=other).record("acme", PAID)
        assert desk.on(expect=1).record("acme", PAID).version == 2
        assert desk.on(expect=0).record("bolt", AccountOpened("Bolt")).version == 1


class TestRehearsing:
    def test_judges_and_appends_nothing(self, ledger: Ledger, desk: Desk) -> None:
        rehearsal = desk.on(rehearsal=True)
        assert rehearsal.record("acme", PAID).reference == "acme@2"
        assert rehearsal.adopt(NamedAccountTargetSet(9, DAY)).reference == "programme@2"
        assert [f.reference for f in rehearsal.on(reason="x").withdraw("acme@1")] == ["acme@2"]
        assert [f.reference for f in rehearsal.record_all([Request("acme", PAID, DAY)])] == ["acme@2"]
        with pytest.raises(AlreadyOpen):
            rehearsal.record("acme", AccountOpened("Acme"))
        assert ledger.position() == 3


class TestK6HalfOfWhatHappened:
    def test_half_a_merger_is_not_recorded_alone(self, ledger: Ledger, desk: Desk) -> None:
        desk.record("bolt", AccountOpened("Bolt"))
        with pytest.raises(OneOfSeveral):
            desk.record("acme", AccountAbsorbed("bolt"))
        with pytest.raises(OneOfSeveral):
            desk.record_all([Request("bolt", AccountMerged("acme"), DAY)])
        assert [a.key for a in ledger.accounts(as_of=DAY)] == ["acme", "bolt"]


class TestK7WhatOthersSpeakOf:
    def test_is_not_moved_to_a_day_after_them(self, ledger: Ledger, desk: Desk) -> None:
        deal = desk.record("acme", OpportunityIdentified("Deal"))
        later = DAY + dt.timedelta(days=10)
        won = desk.on(later).record("acme", OpportunityWon(deal.reference))
        mended = desk.on(reason="typed wrongly")
        with pytest.raises(OthersRestOnIt, match=won.reference):
            mended.correct(deal.reference, on=later + dt.timedelta(days=1))
        with pytest.raises(OthersRestOnIt):
            mended.correct(deal.reference, on=later)  # it would come after what happened that day
        moved = mended.correct(deal.reference, on=later - dt.timedelta(days=1))[-1]
        found = ledger.account("acme", as_of=later)[Opportunities].items[deal.id]
        assert (moved.on, found.won) == (later - dt.timedelta(days=1), later)

    def test_nor_is_somebody_who_left(self, desk: Desk) -> None:
        ann = desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE))
        desk.on(DAY + dt.timedelta(days=5)).record("acme", StakeholderLeft("p1"))
        with pytest.raises(OthersRestOnIt):
            desk.on(reason="typed wrongly").correct(ann.reference, on=DAY + dt.timedelta(days=6))


class TestK1AnAccountThatWasNeverOpened:
    def test_is_unknown_once_its_opening_is_withdrawn(self, ledger: Ledger, desk: Desk) -> None:
        opening = desk.record("bolt", AccountOpened("Bolt"))
        desk.on(reason="no such customer").withdraw(opening.reference)
        with pytest.raises(AccountUnknown):
            desk.record("bolt", PAID)
        with pytest.raises(NotFoundError):
            ledger.account("bolt", as_of=DAY)
        assert desk.record("bolt", AccountOpened("Bolt & Co")).reference == "bolt@3"


class TestWhatADecisionPins:
    def test_is_what_was_known_even_when_somebody_records_meanwhile(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk = ledger.desk(by="ida", role="sales executive").on(DAY, reason="the board wants it")
        append = ledger.store.append

        def overtaken(
            commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
        ) -> Receipt:
            monkeypatch.setattr(ledger.store, "append", append)
            ledger.desk(by="kim").on(DAY).record("bolt", AccountOpened("Bolt"))
            return append(commands, heads, now, head)

        monkeypatch.setattr(ledger.store, "append", overtaken)
        opened, granted = desk.record_all(
            [
                Request("acme", QualificationOpened(), DAY),
                Request("acme", QualificationGranted(override=True), DAY),
            ]
        )
        assert isinstance(granted.event, QualificationGranted)
        assert granted.event.known_at == opened.position == granted.position - 1


class TestRequestsTogether:
    def test_two_of_one_id_are_a_conflict_and_nothing_is_recorded(self, ledger: Ledger, desk: Desk) -> None:
        twice = [Request("acme", PAID, DAY, command_id="row-1") for _ in range(2)]
        with pytest.raises(CommandReusedError, match="row-1"):
            desk.record_all(twice)
        assert ledger.position() == 3

    def test_a_version_is_not_expected_of_several(self, desk: Desk) -> None:
        for said in (desk.on(expect=1), desk.on(command_id="c-1")):
            with pytest.raises(ValueError, match="expect"):
                said.record_all([Request("acme", PAID, DAY)])

    def test_an_id_the_caller_chose_is_of_one_request(self, ledger: Ledger, desk: Desk) -> None:
        asked = [Request("acme", PAID, DAY, command_id="c-1", asked="pay 5")]
        assert len(desk.record_all(asked)) == 1
        assert desk.record_all(asked) == []
        with pytest.raises(CommandReusedError):
            desk.record_all([Request("acme", PAID, DAY, command_id="c-1", asked="pay 6")])
        assert ledger.position() == 4


class TestCorrectingThePolicy:
    def test_the_first_may_be_corrected_since_one_stays_in_force(self, ledger: Ledger, desk: Desk) -> None:
        terms = Terms.shipped("GBP")
        tighter = evolve(terms, qualification=QualificationTerms(aims=AimsRule.ANY))
        desk.on(reason="the board meant any").correct("programme@1", terms=tighter)
        assert ledger.programme(as_of=DAY)[Policy].terms == tighter
        with pytest.raises(NoPolicy):
            desk.on(reason="a later day").correct("programme@3", on=DAY)


class TestRecordingSeveral:
    def test_each_is_judged_with_those_before_it_recorded(self, ledger: Ledger, desk: Desk) -> None:
        facts = desk.record_all(
            [
                Request("bolt", AccountOpened("Bolt"), DAY),
                Request("bolt", PAID, DAY, reason="an invoice", time="09:00:00", source={"row": "2"}),
                Request(PROGRAMME, NamedAccountTargetSet(9, DAY), DAY),
            ]
        )
        assert [f.reference for f in facts] == ["bolt@1", "bolt@2", "programme@2"]
        assert [f.position for f in facts] == [4, 5, 6]
        assert len({f.command_id for f in facts}) == 3
        assert list(ledger.store.facts())[3:] == facts
        assert (facts[1].reason, facts[1].time, facts[1].source) == ("an invoice", "09:00:00", {"row": "2"})

    def test_whole_or_nothing_and_the_refusal_says_which(self, ledger: Ledger, desk: Desk) -> None:
        requests = [
            Request("bolt", AccountOpened("Bolt"), DAY),
            Request("bolt", AccountOpened(" "), DAY),
            Request(PROGRAMME, NamedAccountTargetSet(0, DAY), DAY),
        ]
        with pytest.raises(AlreadyOpen) as refused:
            desk.record_all(requests)
        assert refused.value.at == 1
        with pytest.raises(TargetEmpty) as empty:
            desk.record_all([requests[0], requests[2]])
        assert empty.value.at == 1
        assert ledger.position() == 3

    def test_what_is_on_record_by_its_id_is_passed_over(self, desk: Desk) -> None:
        rows = [Request("acme", PAID, DAY, command_id=f"row-{n}") for n in range(3)]
        assert [f.command_id for f in desk.record_all(rows[:2])] == ["row-0", "row-1"]
        assert [f.command_id for f in desk.record_all(rows)] == ["row-2"]
        assert desk.record_all(rows) == []

    def test_a_withdrawn_row_stays_withdrawn(self, ledger: Ledger, desk: Desk) -> None:
        row = Request("acme", PAID, DAY, command_id="row-1")
        (fact,) = desk.record_all([row])
        desk.on(reason="not theirs").withdraw(fact.reference)
        (chunk,) = desk.record_chunks([[row]])
        assert chunk.facts() == []
        assert chunk.known == {"row-1": ("acme", 2)}
        assert by_year(ledger.account("acme")) == {}

    def test_by_chunks_passing_over_what_is_refused(self, ledger: Ledger, desk: Desk) -> None:
        chunks = [
            [Request("acme", PAID, DAY), Request("nobody", PAID, DAY)],
            [Request("acme", AccountOpened("x"), DAY)],
            [Request("acme", PAID, DAY)],
        ]
        done = list(desk.record_chunks(chunks, pass_over=True))
        assert [[f.reference for f in chunk.facts()] for chunk in done] == [["acme@2"], [], ["acme@3"]]
        refusals = [[(at, type(no)) for at, no in chunk.refusals] for chunk in done]
        assert refusals == [[(1, AccountUnknown)], [(0, AlreadyOpen)], []]
        assert ledger.account("acme").head == 3

    def test_a_procedure_refused_half_way_leaves_nothing_behind(self, ledger: Ledger, desk: Desk) -> None:
        """Its first event would be admitted: acme merges, but there is nobody to merge into."""
        chunk = [
            Request("acme", lambda account: merge(account, into="nobody"), DAY),
            Request("acme", PAID, DAY),
        ]
        (done,) = desk.record_chunks([chunk], pass_over=True)
        assert [(at, type(no)) for at, no in done.refusals] == [(0, AccountUnknown)]
        assert [(f.reference, f.position) for f in done.facts()] == [("acme@2", 4)]
        assert ledger.account("acme").merged_into is None

    def test_a_decision_pins_the_position_at_which_its_inputs_are_known(self, ledger: Ledger) -> None:
        """In one append with what it rests on, that is not the position before the append."""
        sales = ledger.desk(by="kim", role="sales executive").on(DAY, reason="the board wants it")
        *_, granted = sales.record_all(
            [
                Request("acme", OrgChartFiled(), DAY),
                Request("acme", FinancialStatementFiled(StatementKind.OTHER), DAY),
                Request("acme", QualificationOpened(), DAY),
                Request("acme", QualificationGranted(override=True), DAY),
            ]
        )
        event = granted.event
        assert isinstance(event, QualificationGranted)
        assert event.inputs == ("acme@2", "acme@3")
        assert event.known_at == granted.position - 1

    def test_by_chunks_between_which_others_record(self, ledger: Ledger, desk: Desk) -> None:
        chunks = desk.record_chunks([[Request("acme", PAID, DAY)]] * 3)
        assert [fact.reference for fact in next(chunks).facts()] == ["acme@2"]
        ledger.desk(by="ana").on(DAY).record("acme", PAID)
        assert [fact.reference for fact in next(chunks).facts()] == ["acme@4"]
        assert [fact.reference for fact in next(chunks).facts()] == ["acme@5"]
        assert [fact.position for fact in ledger.store.facts()] == list(range(1, 8))

    def test_by_chunks_judged_by_what_others_decided_between_them(self, ledger: Ledger) -> None:
        ledger.desk(by="kim").on(DAY).record("bolt", AccountOpened("Bolt"))
        sales = ledger.desk(by="kim", role="sales executive").on(DAY)
        chunks = sales.record_chunks([[Request(key, QualificationOpened(), DAY)] for key in ("acme", "bolt")])
        assert len(next(chunks).facts()) == 1
        partners = QualificationTerms(opening_roles=("partner",))
        sales.adopt(PolicyAdopted(evolve(Terms.shipped("GBP"), qualification=partners)))
        with pytest.raises(OpenerNotEntitled):
            next(chunks)

    @pytest.mark.parametrize("likely_new", [False, True])
    def test_by_chunks_some_of_whose_rows_are_on_record(self, desk: Desk, likely_new: bool) -> None:
        rows = [Request("acme", PAID, DAY, command_id=f"row-{n}") for n in range(6)]
        list(desk.record_chunks([rows[1:3]]))
        done = list(desk.record_chunks([rows[:3], rows[3:]], likely_new=likely_new))
        recorded = [[fact.command_id for fact in chunk.facts()] for chunk in done]
        assert recorded == [["row-0"], ["row-3", "row-4", "row-5"]]
        assert sorted(done[0].known) == ["row-1", "row-2"]


class TestProcedures:
    def test_are_recorded_whole_in_one_command(self, ledger: Ledger, desk: Desk) -> None:
        desk.record("bolt", AccountOpened("Bolt"))
        one, two = desk.carry_out("acme", merge, into="bolt")
        assert (one.event, two.event) == (AccountMerged("bolt"), AccountAbsorbed("acme"))
        assert (one.command_id, one.ordinal, two.ordinal) == (two.command_id, 0, 1)

    def test_or_not_at_all(self, ledger: Ledger, desk: Desk) -> None:
        with pytest.raises(AccountUnknown):
            desk.carry_out("acme", merge, into="nobody")
        assert ledger.position() == 3

    def test_get_a_fresh_id_from_outside(self, ledger: Ledger, desk: Desk) -> None:
        for _ in range(2):
            desk.carry_out("acme", identify, name="Ana", function=BuyingFunction.FINANCE)
        assert len(ledger.account("acme")[Relationships].people) == 2


class TestWhatIsPossible:
    def test_is_judged_without_fields(self, ledger: Ledger, desk: Desk) -> None:
        found = {p.type: p.refusal for p in desk.possible("acme")}
        assert found["RevenueRecorded"] is None
        assert type(found["AccountOpened"]) is AlreadyOpen
        assert {p.verb for p in desk.possible("acme")} >= {"revenue record", "qualify open"}
        nobody = {p.type: p.refusal for p in desk.possible("nobody")}
        assert type(nobody["RevenueRecorded"]) is AccountUnknown
        assert nobody["AccountOpened"] is None
        assert ledger.position() == 3


class TestMistakes:
    def test_a_fact_that_is_not_there(self, desk: Desk) -> None:
        for reference in ("acme@9", "nobody@1", "acme", "@3"):
            with pytest.raises(NotFoundError, match="there is no fact"):
                desk.on(reason="x").withdraw(reference)

    def test_a_field_that_the_event_does_not_have(self, desk: Desk) -> None:
        with pytest.raises(TypeError):
            desk.on(reason="x").correct("acme@1", amount=money("1"))

    def test_a_refusal_leaves_the_ledger_as_it_was(self, ledger: Ledger, desk: Desk) -> None:
        with pytest.raises(NameMissing):
            desk.record("bolt", AccountOpened(" "))
        assert ledger.position() == 3


class TestThreadsOfOneLedger:
    def test_lose_and_double_nothing(self, ledger: Ledger) -> None:
        threads, each = 6, 8
        recorded: list[str] = []
        wrong: list[BaseException] = []

        def work(name: int) -> None:
            try:
                desk = ledger.desk(by=f"t{name}").on(DAY)
                for number in range(each):
                    fact = desk.on(command_id=f"{name}-{number}").record("acme", PAID)
                    recorded.append(fact.reference)
            except BaseException as why:  # noqa: BLE001 - shown by the assertion below
                wrong.append(why)

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert wrong == []
        assert sorted(recorded) == sorted(f"acme@{n}" for n in range(2, threads * each + 2))
        assert by_year(ledger.account("acme"))[2024].payments == threads * each

    def test_that_race_for_one_thing_are_refused_but_one(self, ledger: Ledger) -> None:
        outcomes: list[str] = []

        def work() -> None:
            try:
                outcomes.append(ledger.desk(by="kim").record("bolt", AccountOpened("Bolt")).reference)
            except AlreadyOpen:
                outcomes.append("refused")

        workers = [threading.Thread(target=work) for _ in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sorted(outcomes) == ["bolt@1"] + ["refused"] * 5

    def test_that_repeat_one_request_get_one_result(self, ledger: Ledger) -> None:
        outcomes: list[str] = []
        desk = ledger.desk(by="kim").on(DAY, command_id="c-1")
        workers = [
            threading.Thread(target=lambda: outcomes.append(desk.record("acme", PAID).reference))
            for _ in range(6)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert outcomes == ["acme@2"] * 6

"""Rows that become several events: what grows, what changed, what was withdrawn, and what names what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as every
from hypothesis import strategies as st

from majoracct.adapters.exchange import importing
from majoracct.adapters.exchange.earlier import ReadOtherwiseError
from majoracct.adapters.exchange.importing import Rehearsal, import_sheet
from majoracct.adapters.exchange.mapping import read_map
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.reading import UnusableFileError, check
from majoracct.adapters.exchange.rows import RowMapper
from majoracct.desk import Desk
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified
from majoracct.domain.account.profile import AccountOpened, Profile
from majoracct.domain.account.revenue import by_year
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.money import Money
from majoracct.ledger import Ledger

MAP = Path(__file__).with_name("crm.toml")
ACCOUNTS = "name,industry,millions\n"
DEALS = "id,customer,product,stage,begun,closed,value\n"
BROOK = "d1,Brook,Pump,{},{},{},{}"
NEW = BROOK.format("new", "", "", "")
OPEN = BROOK.format("open", "2024-02-01", "", "")
WON = BROOK.format("won", "2024-02-01", "2024-03-01", "500")
EXPORT = dt.date(2024, 1, 31)

Deals = Callable[..., Outcome]


def told(ledger: Ledger, key: str = "brook") -> list[str]:
    """Return what is on record of an account beside its opening and description, in order."""
    return [type(fact.event).__name__ for fact in ledger.store.facts(key)][2:]


def state(ledger: Ledger) -> tuple[object, ...]:
    """Return what the opportunities of Brook have come to, whatever their references."""
    seen = ledger.account("brook", as_of=dt.date(2030, 1, 1))
    items = [(o.title, o.on, o.won, o.value) for _, o in seen[Opportunities].in_order()]
    return sorted(items, key=str), {year: taken.net for year, taken in by_year(seen).items()}


class TestARow:
    def test_becomes_each_event_whose_condition_holds(self, deals: Deals, ledger: Ledger) -> None:
        outcome = deals(WON)
        assert (outcome.recorded, outcome.rejected, outcome.grown) == (1, 0, 0)
        assert told(ledger) == ["OpportunityIdentified", "OpportunityWon", "RevenueRecorded"]
        found, won, paid = list(ledger.store.facts("brook"))[2:]
        assert found.event == OpportunityIdentified("Pump d1")
        assert won.event.opportunity == found.reference  # type: ignore[attr-defined]
        assert [fact.on.isoformat() for fact in (found, won, paid)] == [
            "2024-02-01",
            "2024-03-01",
            "2024-03-01",
        ]
        assert found.source == {"id": "d1", "stage": "won"}
        assert [f.command_id for f in (found, won, paid)] == [
            f"t-deal:d1:{n}" for n in ("found", "won", "paid")
        ]

    def test_takes_the_day_given_where_no_column_says_one(self, deals: Deals, ledger: Ledger) -> None:
        deals(NEW)
        assert list(ledger.store.facts("brook"))[2].on == EXPORT

    def test_reads_aliases_of_every_column(self, deals: Deals, ledger: Ledger) -> None:
        deals(WON.replace("Pump", "Pmup").replace("won", "WON"))
        assert len(told(ledger)) == 3
        assert list(ledger.store.facts("brook"))[2].event == OpportunityIdentified("Pump d1")

    @pytest.mark.parametrize(
        ("row", "column", "says"),
        [
            (WON.replace("won", "lost"), "stage", "'lost' makes no event: the map knows new, open, won"),
            (WON.replace("Brook", ""), "customer", "it names no customer"),
            (WON.replace("Brook", "Stranger"), "customer", "the ledger knows no account stranger"),
            (WON.replace("500", ""), "value", "it says no amount"),
            (WON.replace("2024-03-01", ""), "closed", "it says no day"),
            (WON.replace("Pump", ""), "product", "it says nothing"),
            (WON.replace("Pump", "#REF!"), "product", "a spreadsheet's error"),
            (WON.replace("d1", ""), "id", "it says nothing"),
            (WON.replace("d1", "d" * 201), "id", "is too long"),
            (
                WON.replace("2024-03-01", "2024-01-01"),
                "closed",
                "2024-01-01 is before 2024-02-01, which is said by begun: one of the two is wrong",
            ),
        ],
    )
    def test_is_rejected_whole(self, deals: Deals, ledger: Ledger, row: str, column: str, says: str) -> None:
        outcome = deals(row)
        [reject] = outcome.rejects
        assert (reject.column, outcome.recorded) == (column, 0)
        assert says in reject.reason
        assert told(ledger) == []

    def test_of_an_id_that_the_file_has_already_is_rejected(self, deals: Deals, ledger: Ledger) -> None:
        outcome = deals(OPEN, WON)
        assert [(r.row, r.column, r.reason) for r in outcome.rejects] == [
            (3, "id", "'d1' identifies row 2 already")
        ]
        assert told(ledger) == ["OpportunityIdentified"]

    def test_needs_the_day_its_map_takes_from_outside(self, deals: Deals, ledger: Ledger) -> None:
        with pytest.raises(UnusableFileError, match="takes the day of some deals from --on"):
            deals(WON, on=None)
        assert told(ledger) == []


class TestAGrowingRow:
    def test_brings_only_what_is_new(self, deals: Deals, ledger: Ledger) -> None:
        deals(OPEN)
        outcome = deals(WON)
        assert (outcome.recorded, outcome.grown, outcome.known, outcome.changed) == (1, 1, 0, 0)
        assert told(ledger) == ["OpportunityIdentified", "OpportunityWon", "RevenueRecorded"]
        assert list(ledger.store.facts("brook"))[3].event.opportunity == "brook@3"  # type: ignore[attr-defined]

    def test_that_had_no_day_of_its_own_keeps_the_day_it_was_given(
        self, deals: Deals, ledger: Ledger
    ) -> None:
        deals(NEW)
        outcome = deals(OPEN, on=dt.date(2024, 2, 29))
        assert (outcome.recorded, outcome.known, outcome.changed) == (0, 1, 0)
        assert list(ledger.store.facts("brook"))[2].on == EXPORT

    def test_again_is_free(self, deals: Deals, ledger: Ledger) -> None:
        for row in (OPEN, WON):
            deals(row)
        before = ledger.position()
        for row, changed in (
            (NEW, 1),
            (OPEN, 1),
            (WON, 0),
        ):  # a file of last month says less, and adds nothing
            outcome = deals(row)
            assert (outcome.recorded, outcome.known, outcome.rejected) == (0, 1, 0)
            assert outcome.changed == changed
        assert ledger.position() == before

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @every(st.lists(st.lists(st.integers(0, 5), unique=True, min_size=1), min_size=1, max_size=4), st.data())
    def test_ends_in_the_same_answers_however_the_exports_overlap(
        self, tmp_path_factory: pytest.TempPathFactory, exports: list[list[int]], data: st.DataObject
    ) -> None:
        """Each export holds some deals, as they stand then; the last holds all of them, as they ended."""
        folder = tmp_path_factory.mktemp("grown")
        ended = [f"d{n},Brook,Pump,won,2024-02-0{n + 1},2024-03-0{n + 1},{n + 1}00.50" for n in range(6)]
        begun = [f"d{n},Brook,Pump,open,2024-02-0{n + 1},," for n in range(6)]
        won: set[int] = set()

        def bring(ledger: Ledger, header: str, rows: list[str]) -> None:
            path = folder / "rows.csv"
            path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
            sheet = check(path)
            mapper = RowMapper(read_map(str(MAP)), sheet, "GBP", EXPORT)
            import_sheet(ledger.desk(by="kim"), mapper, sheet)

        with (
            Ledger.create(folder / "a.db", currency="GBP", by="kim") as grown,
            Ledger.create(folder / "b.db", currency="GBP", by="kim") as whole,
        ):
            for ledger in (grown, whole):
                bring(ledger, ACCOUNTS, ["Brook,retail,1.5"])
            for export in exports:
                won |= set(data.draw(st.lists(st.sampled_from(export), unique=True)))
                bring(grown, DEALS, [ended[n] if n in won else begun[n] for n in export])
            for ledger in (grown, whole):
                bring(ledger, DEALS, ended)
            assert state(grown) == state(whole)


class TestTheSameFileUnderAnotherIdentity:
    @pytest.mark.parametrize(
        "edit", [('name = "t-deal"', 'name = "other"'), ('column = "id", name', 'column = "begun", name')]
    )
    def test_is_refused(
        self, deals: Deals, desk: Desk, write: Callable[..., Path], tmp_path: Path, edit: tuple[str, str]
    ) -> None:
        text = MAP.read_text(encoding="utf-8")
        assert edit[0] in text
        (tmp_path / "edited.toml").write_text(text.replace(*edit), encoding="utf-8")
        sheet = check(write(WON, header=DEALS))
        import_sheet(desk, RowMapper(read_map(str(MAP)), sheet, "GBP", EXPORT), sheet)
        with pytest.raises(ReadOtherwiseError, match="imported this very file"):
            import_sheet(
                desk, RowMapper(read_map(str(tmp_path / "edited.toml")), sheet, "GBP", EXPORT), sheet
            )

    def test_is_no_matter_of_what_is_recorded_when_changed(
        self, desk: Desk, ledger: Ledger, write: Callable[..., Path], tmp_path: Path
    ) -> None:
        """An alias that is mended makes other values: they are told anew, and nothing counts twice."""
        text = MAP.read_text(encoding="utf-8").replace('retial = "retail"', 'retail = "shops"')
        (tmp_path / "edited.toml").write_text(text, encoding="utf-8")
        sheet = check(write("Brook,retail,1.5", header=ACCOUNTS))
        for map_ in (MAP, tmp_path / "edited.toml"):
            mapper = RowMapper(read_map(str(map_)), sheet, "GBP", EXPORT)
            assert import_sheet(desk, mapper, sheet).recorded == 1
        assert ledger.account("brook").ever[Profile].firmographics.sector == "shops"


class TestARowThatWasWithdrawn:
    def test_stays_withdrawn_whatever_it_says_later(self, deals: Deals, desk: Desk, ledger: Ledger) -> None:
        deals(OPEN)
        desk.on(reason="a test entry").withdraw("brook@3")
        before = ledger.position()
        outcome = deals(WON)
        assert (outcome.recorded, outcome.known, outcome.withdrawn, outcome.rejected) == (
            0,
            1,
            ("brook@3",),
            0,
        )
        assert ledger.position() == before

    def test_in_part_keeps_that_part_withdrawn(self, deals: Deals, desk: Desk, ledger: Ledger) -> None:
        deals(WON)
        desk.on(reason="not paid").withdraw("brook@5")
        outcome = deals(WON)
        assert (outcome.known, outcome.withdrawn, outcome.withdrawn_count) == (1, ("brook@5",), 1)
        assert sum(not isinstance(f.event, FactWithdrawn) for f in ledger.store.facts("brook")) == 5

    def test_and_corrected_is_named_by_its_origin(self, deals: Deals, desk: Desk, ledger: Ledger) -> None:
        deals(OPEN)
        desk.on(reason="its name").correct("brook@3", title="Pumps")
        outcome = deals(WON)
        assert (outcome.recorded, outcome.changed) == (1, 0)
        assert [o.title for _, o in ledger.account("brook").ever[Opportunities].in_order()] == ["Pumps"]


class TestARowThatChanged:
    def test_is_reported_and_what_is_on_record_left(self, deals: Deals, ledger: Ledger) -> None:
        deals(WON)
        before = ledger.position()
        outcome = deals(WON.replace("500", "510").replace("2024-03-01", "2024-03-02"))
        assert (outcome.recorded, outcome.known, outcome.changed) == (0, 1, 1)
        assert [(c.row, c.fact, c.what) for c in outcome.changes] == [
            (2, "brook@4", "day was 2024-03-01, is 2024-03-02"),
            (2, "brook@5", "day was 2024-03-01, is 2024-03-02; amount was 500.00 GBP, is 510.00 GBP"),
        ]
        assert ledger.position() == before

    def test_to_say_less_is_reported(self, deals: Deals, desk: Desk, ledger: Ledger) -> None:
        deals(WON)
        outcome = deals(OPEN)
        assert (outcome.recorded, outcome.known, outcome.changed) == (0, 1, 1)
        assert [c.fact for c in outcome.changes] == ["brook@4", "brook@5"]
        assert outcome.changes[0].what == "it is on record, and the row does not say so any more"
        for fact in ("brook@5", "brook@4"):
            desk.on(reason="it was not won after all").withdraw(fact)
        assert deals(OPEN).changed == 0
        assert [o.open for _, o in ledger.account("brook").ever[Opportunities].in_order()] == [True]

    def test_while_it_grows_is_reported_too(self, deals: Deals) -> None:
        deals(OPEN)
        outcome = deals(WON.replace("2024-02-01", "2024-02-02"))
        assert (outcome.recorded, outcome.changed) == (1, 1)
        assert outcome.changes[0].what == "day was 2024-02-01, is 2024-02-02"

    def test_and_was_corrected_is_left_as_corrected(self, deals: Deals, desk: Desk) -> None:
        deals(WON)
        right = Money(Decimal(505), "GBP")
        desk.on(reason="typing error").correct("brook@5", amount=right)
        outcome = deals(WON.replace("500", "510"))
        assert (outcome.changed, outcome.corrected) == (0, 1)

    def test_a_resaved_value_is_no_change(self, deals: Deals) -> None:
        deals(WON)
        assert deals(WON.replace("500", "500.00")).changed == 0

    def test_that_moved_to_another_account_is_reported_or_rejected(
        self, deals: Deals, ledger: Ledger
    ) -> None:
        deals("Apex,retail,", header=ACCOUNTS)
        deals(OPEN)
        moved = deals(OPEN.replace("Brook", "Apex"))
        assert [c.what for c in moved.changes] == ["account was brook, is apex"]
        rejected = deals(WON.replace("Brook", "Apex"))
        assert (
            rejected.rejects[0].reason == "it was recorded for brook, as brook@3, and the row now names apex"
        )
        assert told(ledger, "apex") == []


class TestWhatIsRecordedWhenChanged:
    def test_is_known_while_it_stays_whatever_the_day(self, table: Deals, ledger: Ledger) -> None:
        table("Brook,retail,1.5", header=ACCOUNTS)
        assert table("Brook,retial,1.50", header=ACCOUNTS, on=dt.date(2024, 2, 29)).known == 1
        assert ledger.account("brook").ever[Profile].firmographics.sector == "retail"

    def test_is_recorded_once_when_it_changes(self, table: Deals, ledger: Ledger) -> None:
        table("Brook,retail,1.5", header=ACCOUNTS)
        for _ in range(2):
            table("Brook,finance,1.5", header=ACCOUNTS, on=dt.date(2024, 2, 29))
        assert len(list(ledger.store.facts("brook"))) == 3
        assert ledger.account("brook", as_of=EXPORT)[Profile].firmographics.sector == "retail"
        assert ledger.account("brook").ever[Profile].firmographics.sector == "finance"

    def test_describes_an_account_that_was_open_before(self, table: Deals, desk: Desk) -> None:
        desk.on(EXPORT).record("brook", AccountOpened("Brook & Co"))
        outcome = table("Brook,retail,1.5", header=ACCOUNTS)
        assert (outcome.opened, outcome.recorded) == ((), 1)

    def test_scales_exactly(self, table: Deals, ledger: Ledger) -> None:
        table("Brook,retail,1100.04", header=ACCOUNTS)
        turnover = ledger.account("brook").ever[Profile].firmographics.turnover
        assert str(turnover) == "1,100,040,000.00 USD"
        table("Calder,retail,1.00000001", header=ACCOUNTS)
        turnover = ledger.account("calder").ever[Profile].firmographics.turnover
        assert str(turnover) == "1,000,000.01 USD"
        outcome = table("Apex,retail,1.000000001", header=ACCOUNTS)
        assert (outcome.rejects[0].column, outcome.recorded) == ("millions", 0)
        assert outcome.rejects[0].reason == (
            "'1.000000001', times 1,000,000: 1000000.001000000 is finer than USD allows (2 decimals)"
        )

    @pytest.mark.parametrize("wrong", ["1e3", "NaN", "1,5", "(2)", "9" * 16])
    def test_scales_nothing_but_plain_numbers(self, table: Deals, wrong: str) -> None:
        [reject] = table(f'Brook,retail,"{wrong}"', header=ACCOUNTS).rejects
        assert reject.column == "millions"


class TestARehearsal:
    def test_of_files_that_rest_on_each_other_promises_what_comes(
        self, desk: Desk, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 2)
        other = OPEN.replace("d1", "d2")
        files = [
            write("Brook,retail,1", "Apex,retail,2", header=ACCOUNTS),
            write(NEW, other, header=DEALS),
            write(WON, other, WON.replace("d1", "d3"), header=DEALS),
            write(WON, header=DEALS),
        ]

        def run(at: Desk, rehearsal: Rehearsal | None) -> list[Outcome]:
            found = []
            for path in files:
                sheet = check(path)
                mapper = RowMapper(read_map(str(MAP)), sheet, "GBP", EXPORT)
                found.append(import_sheet(at, mapper, sheet, rehearsal=rehearsal))
            return found

        before = desk.ledger.position()
        would = run(desk.on(rehearsal=True), Rehearsal())
        assert desk.ledger.position() == before
        assert [(o.recorded, o.grown, o.known) for o in would] == [(2, 0, 0), (2, 0, 0), (2, 1, 1), (0, 0, 1)]
        assert run(desk, None) == would


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", range(3))
def test_an_import_that_is_killed_goes_on_where_it_stopped(
    deals: Deals, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    rows = [WON.replace("d1", f"d{n}") for n in range(6)]
    append, calls = ledger.store.append, iter(range(100))

    def killed(*given: object) -> object:
        if next(calls) == at:
            raise _Killed
        return append(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(ledger.store, "append", killed)
        with pytest.raises(_Killed):
            deals(*rows)
    deals(*rows)
    assert len(told(ledger)) == 18
    assert deals(*rows).recorded == 0

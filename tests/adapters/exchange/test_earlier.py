"""The very same file, read another way: its payments do not count twice unawares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from majoracct.adapters.exchange import earlier, importing
from majoracct.adapters.exchange.earlier import ReadOtherwiseError
from majoracct.adapters.exchange.importing import import_sheet
from majoracct.adapters.exchange.mapping import read_map
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.reading import check
from majoracct.adapters.exchange.rows import RowMapper
from majoracct.desk import Desk
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import FactWithdrawn
from majoracct.ledger import Ledger
from majoracct.ports import Command, LedgerFaultError, Receipt

By = Callable[..., Outcome]
Write = Callable[..., Path]
SHIPPED = Path(earlier.__file__).parent / "maps/uk-spend.toml"
SOURCE = '["source_file", "supplier", "organisational_unit"]'
# What may be changed in a map so that it makes other rows of the same cells.
EDITS = {
    "a source column more": (SOURCE, '["source_file", "supplier", "organisational_unit", "amount"]'),
    "a source column fewer": (SOURCE, '["source_file"]'),
    "an alias": ("[account.aliases]", '[account.aliases]\n"Eastmere" = "Eastmere District"'),
    "another name": ('name = "uk-spend"', 'name = "ours"'),
}


@pytest.fixture
def by(desk: Desk, tmp_path: Path) -> By:
    """Return a function that imports a file by `uk-spend`, edited."""

    def brought(
        path: Path, *edits: tuple[str, str], at: Desk = desk, encoding: str = "utf-8", again: bool = False
    ) -> Outcome:
        text = SHIPPED.read_text(encoding="utf-8")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "edited.toml").write_text(text, encoding="utf-8")
        sheet = check(path, encoding)
        mapper = RowMapper(read_map(str(tmp_path / "edited.toml")), sheet, "GBP")
        return import_sheet(at, mapper, sheet, again=again)

    return brought


def _payments(ledger: Ledger) -> int:
    facts = list(ledger.store.facts())
    gone = {f.event.target for f in facts if isinstance(f.event, FactWithdrawn)}
    return sum(isinstance(f.event, RevenueRecorded) and f.reference not in gone for f in facts)


class TestIsRefused:
    @pytest.mark.parametrize("rehearsal", [False, True])
    @pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
    def test_after_an_edit_that_makes_other_rows(
        self, by: By, payments: Path, ledger: Ledger, desk: Desk, edit: tuple[str, str], rehearsal: bool
    ) -> None:
        by(payments)
        before = ledger.position()
        with pytest.raises(ReadOtherwiseError) as no:
            by(payments, edit, at=desk.on(rehearsal=rehearsal))
        assert "ledger@2 imported this very file, by" in str(no.value)
        assert "give --again" in str(no.value)
        assert ledger.position() == before

    def test_read_in_another_encoding(self, by: By, write: Write, ledger: Ledger) -> None:
        path = write("Eastmere,f,2016-01-01,5.00,u,caf\u00e9")
        by(path)
        with pytest.raises(ReadOtherwiseError):
            by(path, encoding="cp1252")

    def test_when_the_rows_were_known_from_another_file(self, by: By, write: Write) -> None:
        """The note of the very same file counts the rows that it found on record."""
        row = "Eastmere,f,2016-0{}-01,5.00,u,s"
        by(write(*[row.format(n) for n in (1, 2, 3)]))
        path = write(*[row.format(n) for n in (1, 2, 3, 4)])
        assert by(path).known == 3
        with pytest.raises(ReadOtherwiseError, match="4 of its rows"):
            by(path, EDITS["an alias"])


class TestIsImported:
    def test_when_asked_to(self, by: By, payments: Path, ledger: Ledger) -> None:
        by(payments)
        assert by(payments, EDITS["an alias"], again=True).recorded == 2
        assert _payments(ledger) == 10
        before = ledger.position()
        for edits in ([], [EDITS["an alias"]]):  # each is known now
            assert by(payments, *edits).recorded == 0
        assert ledger.position() == before

    def test_when_the_map_reads_more_of_it(self, by: By, payments: Path) -> None:
        """A reject is no row on record, so a map that reads it doubles nothing."""
        by(payments)
        again = by(payments, ('"YYYY-MM-DD", ', '"YYYY-MM-DD", "YYYYMMDD", '))
        assert (again.recorded, again.known) == (0, 8)

    def test_when_a_reject_becomes_a_row(self, by: By, write: Write) -> None:
        path = write("Eastmere,f,2016-01-01,5.00,u,s", "#REF!,f,2016-01-01,6.00,u,s")
        assert by(path).rejected == 1
        again = by(path, ("[account.aliases]", '[account.aliases]\n"#REF!" = "Brook"'))
        assert (again.recorded, again.known) == (1, 1)

    def test_when_that_import_was_withdrawn(self, by: By, write: Write, desk: Desk, ledger: Ledger) -> None:
        path = write("Eastmere,f,2016-01-01,5.00,u,s")
        by(path)
        for reference in ("eastmere@2", "ledger@2"):
            desk.on(reason="read by the wrong map").withdraw(reference)
        assert by(path, EDITS["a source column fewer"]).recorded == 1
        assert _payments(ledger) == 1

    def test_when_it_is_another_file(self, by: By, write: Write) -> None:
        row = "Eastmere,f,2016-01-01,5.00,u,s"
        by(write(row))
        assert by(write(row, row), EDITS["an alias"]).recorded == 2


def test_a_file_whose_import_failed_goes_on(
    by: By, payments: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No note is left by an import that did not end; the one that ends it counts all rows."""
    monkeypatch.setattr(importing, "CHUNK", 2)
    append, calls = ledger.store.append, iter(range(100))

    def full(
        commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
    ) -> Receipt:
        if next(calls) == 2:
            raise LedgerFaultError("the disk is full")
        return append(commands, heads, now, head)

    with monkeypatch.context() as patched:
        patched.setattr(ledger.store, "append", full)
        with pytest.raises(LedgerFaultError):
            by(payments)
    assert by(payments).recorded == 4
    assert by(payments).known == 8
    with pytest.raises(ReadOtherwiseError, match="8 of its rows"):
        by(payments, EDITS["another name"])


def test_a_file_that_is_known_is_not_read_twice(
    by: By, payments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(payments)
    monkeypatch.delattr(importing, "require_read_alike")  # would be missed, were it asked
    assert by(payments).known == 8

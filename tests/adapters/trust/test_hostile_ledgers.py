"""A ledger's file made to stop whoever verifies it: whatever stands in it, there is a verdict: no."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from majoracct.adapters.storage import sqlite_file
from majoracct.adapters.storage.leaf import leaf
from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.note import Checkpoint, Signer, sign
from majoracct.adapters.trust.seal import root_at
from majoracct.adapters.trust.verify import Verification, verify
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.domain.programme.terms import Level
from majoracct.ports import LedgerFaultError, Row, UnreadableFactError
from majoracct.testing.forging import Means, forge, untyped
from majoracct.testing.store_contract import NOW, paid, record

DEEP = 100_000


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the path of a ledger of 10 facts, the last of which is about a person, and was sealed at @9."""
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        for number in range(8):
            record(store, f"account-{number % 2}", paid(), now=NOW + number)
        heads = store.heads(store.streams(8), 8)
        record(store, "ledger", ManifestRecorded(len(heads), manifest_root(heads).hex()), now=NOW + 8)
        text = Checkpoint("majoracct/ledger-1", 9, root_at(store, 9)).text()
        store.keep_checkpoint(9, sign(text, Signer("signer.example", bytes(32))))
        told = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, name="Ann Lee")
        record(store, "account-1", told, now=NOW + 9)
    return path


def verified(path: Path) -> Verification:
    with closing(open_ledger(path)) as store:
        return verify(store, now=NOW + 9)


def with_last(path: Path, change: Callable[[Row], Row]) -> Verification:
    """Return what verifying PATH finds once its last row was changed, and everything made to fit."""
    forge(path, lambda rows: [*rows[:-1], change(rows[-1])], Means.TREE)
    return verified(path)


class TestNestedWithoutEnd:
    @pytest.mark.parametrize(
        "body",
        [
            b"[" * DEEP + b"]" * DEEP,
            b'{"on":"2024-05-01","by":"kim","event":{"sealed":' + b"[" * DEEP + b"]" * DEEP + b"}}",
        ],
    )
    def test_a_body_is_named(self, book: Path, body: bytes) -> None:
        (problem,) = with_last(book, lambda row: row._replace(body=body)).problems
        assert (problem.position, "its body cannot be read" in problem.what) == (10, True)

    def test_an_erasure_is_named_and_the_rest_is_read(self, book: Path) -> None:
        body = b'{"x":' + b"[" * DEEP + b"]" * DEEP + b',"event":{"person":"p1"}}'
        found = with_last(
            book, lambda row: row._replace(stream="ledger", version=2, type="PersonErased", body=body)
        )
        assert found.problems[0].position == 10
        with closing(open_ledger(book)) as store:
            assert len(list(store.facts("account-0"))) == 4
            with pytest.raises(UnreadableFactError, match="@10"):
                list(store.facts("ledger"))


class TestInstants:
    @pytest.mark.parametrize("instant", [2**63 - 1, 253_402_300_800_000_000])
    def test_one_in_no_calendar_is_named(self, book: Path, instant: int) -> None:
        found = with_last(book, lambda row: row._replace(recorded_at=instant))
        assert [(each.position, "no calendar" in each.what) for each in found.problems] == [(10, True)]
        assert found.last_recorded_at == NOW + 8  # which can be told

    def test_before_any_calendar_too(self, book: Path) -> None:
        def early(rows: list[Row]) -> list[Row]:
            return [row._replace(recorded_at=-(2**63)) for row in rows]

        forge(book, early, Means.TREE)
        found = verified(book)
        assert found.problems[0].position == 1
        assert found.last_recorded_at == 0


class TestCheckpointsKept:
    @pytest.mark.parametrize("change", ["note = 'text'", "note = NULL", "note = 5", "size = 'nine'"])
    def test_of_another_type_are_damage(self, book: Path, change: str) -> None:
        untyped(book, "checkpoints", f"UPDATE checkpoints SET {change}")
        found = verified(book)
        assert any("the checkpoints kept here cannot be read" in each.what for each in found.problems)
        with closing(open_ledger(book)) as store, pytest.raises(LedgerFaultError, match="not of its types"):
            store.checkpoints()


class TestDressedAsAnOlderFormat:
    def dressed(self, path: Path, *statements: str) -> Verification:
        """Return what verifying PATH finds when it says it is of format 1."""
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            ((ledger_id, created_at),) = connection.execute("SELECT id, created_at FROM ledger")
            for name in sqlite_file.GUARDS:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            digest = sqlite_file.header_digest(ledger_id, 1, created_at)
            connection.execute("UPDATE ledger SET format = 1, digest = ?", (digest,))
            for guard in sqlite_file.parts(1)[1].values():
                connection.execute(guard)
        return verified(path)

    def test_the_manifest_in_it_gives_it_away(self, book: Path) -> None:
        found = self.dressed(book, "DROP TABLE tree", "DROP TABLE checkpoints")
        assert [each.what[:59] for each in found.problems] == [
            "it is of a format that keeps no tree, and has a manifest, @"
        ]

    def test_tables_that_the_format_has_not_give_it_away(self, book: Path) -> None:
        found = [each.what for each in self.dressed(book).problems]
        assert "the table tree is none of a ledger of this format" in found
        assert "the table checkpoints is none of a ledger of this format" in found


class TestSealedOfNobodyCommittedTo:
    @pytest.mark.parametrize("name", ['"sealed":', '"sealed" :', '"se\\u0061led":'])
    def test_is_found_however_it_is_spelt(self, book: Path, name: str) -> None:
        def sealed(row: Row) -> Row:
            body = json.loads(row.body)
            body["event"]["name"] = {"person": "p1", "sealed": "QUJD"}
            return row._replace(body=json.dumps(body).replace('"sealed":', name).encode())

        (problem,) = with_last(book, sealed).problems
        assert (problem.position, "no key of p1 is committed to" in problem.what) == (10, True)


class TestTextThatIsNone:
    @pytest.mark.parametrize("column", ["stream", "type", "command_id"])
    def test_is_named_though_its_leaf_fits(self, book: Path, column: str) -> None:
        """Every other command would say that it cannot read the file."""
        with closing(open_ledger(book)) as store:
            (*_, last) = store.rows()
        changed: dict[str, Any] = {column: "z\udcff", **({"version": 1} if column == "stream" else {})}
        last = last._replace(**changed)
        with closing(sqlite3.connect(book, isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER events_update")
            connection.execute(
                f"UPDATE events SET {column} = CAST(? AS TEXT), version = ?, leaf = ? WHERE position = 10",
                (b"z\xff", last.version, leaf("ledger-1", *last[:9])),
            )
            connection.execute(sqlite_file.GUARDS["events_update"])
        found = [each.what for each in verified(book).problems if each.position == 10]
        assert found == ["its columns hold bytes that are no UTF-8: no other command can read it"]

    def test_text_beyond_ascii_is_text(self, book: Path) -> None:
        assert with_last(book, lambda row: row._replace(stream="zoë \U0001f600", version=1)).sound


def test_a_type_that_is_not_known_is_placed_once(book: Path) -> None:
    forge(book, lambda rows: [*rows[:-1], rows[-1]._replace(type="Newer")], Means.TREE)
    (note,) = verified(book).notes
    assert str(note).startswith("@10 is a 'Newer'")

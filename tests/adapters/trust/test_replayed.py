"""A file of views beside a ledger is held against the views made anew: every table, and where it differs."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.adapters.trust import vault
from majoracct.adapters.trust.replayed import Compared, hold_views
from majoracct.adapters.trust.verify import verify_ledger
from majoracct.adapters.views.refreshing import refresh
from majoracct.adapters.views.tables import TABLES
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.book.persons import PersonErased, Persons
from majoracct.domain.kernel import LEDGER
from majoracct.domain.seen import EVER, Book
from majoracct.ports import Vault
from majoracct.requests import Request
from majoracct.stored import StoredFacts
from majoracct.testing.forging import Means, edit_payload, forge
from majoracct.testing.given import money
from majoracct.testing.histories import ticking

DAY = dt.date(2024, 6, 1)
WRAPPING = bytes(range(32))
Sealed = Callable[[], Ledger]


def record_all(ledger: Ledger) -> None:
    desk = ledger.desk(by="kim", role="sales executive").on(dt.date(2022, 1, 1), reason="a start")
    for key in ("acme", "bolt"):
        desk.record(key, AccountOpened(key.title()))
        desk.record(key, RevenueRecorded(money("100.10")))
    desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", clock=ticking()) as ledger:
        record_all(ledger)
        yield ledger


def views_of(ledger: Ledger, path: Path) -> Path:
    refresh(ledger, ledger.past(), DAY, path)
    return path


@pytest.fixture
def views(ledger: Ledger, tmp_path: Path) -> Path:
    return views_of(ledger, tmp_path / "book.views.db")


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_views_that_say_what_replay_says_are_sound(ledger: Ledger, views: Path) -> None:
    before = hashlib.sha256(views.read_bytes()).digest()
    found = verify_ledger(ledger, views=views)
    assert (found.sound, found.views, found.notes) == (True, 7, ())
    assert hashlib.sha256(views.read_bytes()).digest() == before


def test_views_that_stand_behind_are_held_against_what_was_known_then(ledger: Ledger, views: Path) -> None:
    ledger.desk(by="kim").on(dt.date(2022, 1, 2)).record("bolt", RevenueRecorded(money("7.00")))
    assert hold_views(ledger, views) == Compared(stood=7)


def test_no_views_are_no_difference(ledger: Ledger, tmp_path: Path) -> None:
    assert hold_views(ledger, tmp_path / "none.db") == Compared()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE revenue SET amount_minor = 1 WHERE fact = 'acme@2'", "revenue, amount_minor of "),
        ("UPDATE facts SET body = replace(body, '100.1', '900.1') WHERE fact = 'bolt@2'", "facts, body of "),
        ("UPDATE accounts SET name = 'Zeta' WHERE account = 'bolt'", "accounts, name of bolt"),
        ("UPDATE meta SET mark = 'x'", "meta, mark of "),
        ("DELETE FROM revenue WHERE fact = 'acme@2'", "revenue, "),
        ("DELETE FROM revenue", "revenue, "),
        ("INSERT INTO external_ids VALUES ('acme', 'crm', '7')", "external_ids, "),
        (
            "INSERT INTO accounts SELECT 'aaaa', name, '', NULL, NULL, told_by, NULL FROM accounts LIMIT 1",
            "accounts, aaaa stands where acme belongs",
        ),
    ],
)
def test_what_was_changed_in_them_is_named(ledger: Ledger, views: Path, statement: str, what: str) -> None:
    change(views, statement)
    (problem,) = hold_views(ledger, views).problems
    assert problem.startswith(f"the views in {views} are not what replay says: {what}")
    found = verify_ledger(ledger, views=views)
    assert (found.sound, found.count) == (False, 1)


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_is_held(ledger: Ledger, views: Path, table: str) -> None:
    with closing(sqlite3.connect(views)) as connection:
        rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        types = {name: type_ for _, name, type_, *_ in connection.execute(f"PRAGMA table_info({table})")}
    if rows:
        change(views, f"DELETE FROM {table}")
    else:
        values = ", ".join("'x'" if type_ == "TEXT" else "7" for type_ in types.values())
        change(views, f"INSERT INTO {table} VALUES ({values})")
    found = hold_views(ledger, views)
    said = [*found.problems, *found.notes]
    assert any(table in each or table == "meta" for each in said), said


def test_views_past_the_end_show_that_the_ledger_was_cut(ledger: Ledger, views: Path) -> None:
    forge(ledger.store.path, lambda rows: rows[:-1], Means.TREE)  # type: ignore[attr-defined]
    found = verify_ledger(ledger, views=views)
    assert [problem.what for problem in found.problems] == [
        (
            f"the views in {views} stand at @7, and the ledger ends at @6: facts were cut off, or an older "
            "state was restored"
        )
    ]


def test_views_are_not_asked_about_a_record_that_is_not_sound(ledger: Ledger, views: Path) -> None:
    change(views, "DELETE FROM revenue")
    forge(ledger.store.path, edit_payload, Means.ROWS)  # type: ignore[attr-defined]
    found = verify_ledger(ledger, views=views)
    assert not found.sound
    assert not any("views" in problem.what for problem in found.problems)


@pytest.mark.parametrize(
    ("statement", "note"),
    [
        ("UPDATE meta SET program = '0.0'", "were not compared: version 0.0 of this program made them"),
        ("UPDATE meta SET ledger = 'other'", "are of another ledger, other"),
        ("PRAGMA user_version = 99", "were not compared: another version of this program made them"),
    ],
)
def test_views_of_others_are_noted_and_speak_against_nobody(
    ledger: Ledger, views: Path, statement: str, note: str
) -> None:
    change(views, statement)
    found = verify_ledger(ledger, views=views)
    assert found.sound
    assert [each.what for each in found.notes] == [f"the views in {views} {note}"]


def test_something_else_in_their_place_is_noted(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("my notes", encoding="utf-8")
    (note,) = hold_views(ledger, tmp_path / "notes.db").notes
    assert "holds something else" in note


def test_views_that_are_damaged_are_reported_and_not_raised(ledger: Ledger, views: Path) -> None:
    whole = views.read_bytes()
    views.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "damaged" in hold_views(ledger, views).problems[0]


class TestPeople:
    """Views tell of people by name; without the key store, the rest of them is compared."""

    @pytest.fixture
    def keys(self, tmp_path: Path) -> Iterator[Vault]:
        with closing(vault.create(tmp_path / "keys.db", "ledger-1", WRAPPING)) as keys:
            yield keys

    @pytest.fixture
    def sealed(self, tmp_path: Path, keys: Vault) -> Path:
        path = tmp_path / "sealed.db"
        with Ledger.create(path, currency="GBP", by="kim", vault=keys, clock=ticking()) as ledger:
            record_all(ledger)
            views_of(ledger, tmp_path / "sealed.views.db")
        return path

    @pytest.fixture
    def views(self, sealed: Path) -> Path:
        return sealed.with_name("sealed.views.db")

    def test_with_the_key_store_all_is_compared(self, sealed: Path, views: Path, keys: Vault) -> None:
        with Ledger.open(sealed, vault=keys) as ledger:
            found = hold_views(ledger, views)
        assert (found.problems, found.notes, found.sealed) == ([], [], 0)

    def test_views_made_by_keys_there_never_were_are_named(
        self, sealed: Path, views: Path, keys: Vault
    ) -> None:
        change(views, "UPDATE meta SET keys = 'another'")
        with Ledger.open(sealed, vault=keys) as ledger:
            (problem,) = hold_views(ledger, views).problems
        assert "meta, keys of " in problem

    def test_without_it_names_are_not_compared_and_that_is_noted(self, sealed: Path, views: Path) -> None:
        with Ledger.open(sealed) as ledger:
            found = verify_ledger(ledger, views=views)
        assert found.sound, found.problems
        (note,) = found.notes
        assert "were not compared, for they tell of people: the key store is not at hand" in note.what

    @pytest.mark.parametrize(
        ("statement", "what"),
        [
            ("UPDATE revenue SET amount_minor = 1 WHERE fact = 'acme@2'", "revenue, amount_minor of "),
            (
                "UPDATE facts SET body = replace(body, 'finance', 'design') WHERE fact = 'acme@3'",
                "facts, body of ",
            ),
            ("UPDATE facts SET body = replace(body, 'p1\",\"clear', 'p2\",\"clear')", "facts, body of "),
            ("UPDATE facts SET reason = 'eve' WHERE fact = 'acme@3'", "facts, reason of "),
            ("UPDATE facts SET reason = 'eve [sealed]' WHERE fact = 'acme@1'", "facts, reason of "),
            ("UPDATE facts SET reason = '[erased]' WHERE fact = 'acme@1'", "facts, reason of "),
            ("UPDATE facts SET summary = 'Ann Lee left' WHERE fact = 'acme@3'", "facts, summary of "),
        ],
    )
    def test_without_it_all_else_is(self, sealed: Path, views: Path, statement: str, what: str) -> None:
        change(views, statement)
        with Ledger.open(sealed) as ledger:
            (problem,) = hold_views(ledger, views).problems
        assert what in problem

    def test_what_is_older_than_an_erasure_is_noted(self, sealed: Path, views: Path, keys: Vault) -> None:
        with Ledger.open(sealed, vault=keys) as ledger:
            past = StoredFacts(ledger.store, ledger.store.head())
            commitment = Book(LEDGER, EVER, past)[Persons].commitments["p1"]
            desk = ledger.desk(by="kim", role="data protection officer").on(DAY, reason="asked for")
            desk.record_all([Request(LEDGER, PersonErased("p1", commitment), DAY)])
            found = hold_views(ledger, views)
        assert found.problems == []
        assert found.erased
        assert any("tell of people who were erased" in note for note in found.notes)

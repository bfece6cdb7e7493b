"""The views when somebody is erased, or when there are keys at one time and none at another."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from majoracct import Ledger
from majoracct.adapters.trust import vault
from majoracct.adapters.trust.erasing import erase
from majoracct.adapters.views import refreshing
from majoracct.adapters.views.file import made_from
from majoracct.adapters.views.refreshing import Refreshed, in_memory
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.testing.histories import ticking

DAY = dt.date(2024, 5, 1)
KEY = bytes(32)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with (
        closing(vault.create(tmp_path / "keys.db", "book-1", KEY)) as keys,
        Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", clock=ticking(), vault=keys) as ledger,
    ):
        desk = ledger.desk(by="kim").on(DAY)
        for key, name in (("acme", "Ann Lee"), ("bolt", "Bob Roe")):
            desk.record(key, AccountOpened(key.title()))
            desk.record(key, StakeholderIdentified(f"p-{key}", BuyingFunction.FINANCE, name=name))
            desk.record(key, SponsorNamed(f"p-{key}", "CEO", "spend"))
        yield ledger


@pytest.fixture
def without_keys(ledger: Ledger, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.db", clock=ticking()) as found:
        yield found


def refresh(ledger: Ledger, path: Path) -> Refreshed:
    return refreshing.refresh(ledger, ledger.past(), DAY, path)


def gone(ledger: Ledger, person: str = "p-acme") -> None:
    desk = ledger.desk(by="dora", role="data protection officer").on(reason="asked for")
    erase(ledger, desk, person)


def sponsors(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT person, name FROM sponsors ORDER BY person").fetchall()


def sponsors_in(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return sponsors(connection)


class TestVW7MadeAnewWhenSomebodyWasErasedOrOtherKeysAreAtHand:
    def test_one_elsewhere_of_accounts_that_nobody_touched_since(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        path = tmp_path / "elsewhere" / "v.db"
        refresh(ledger, path)
        gone(ledger)
        found = refresh(ledger, path)
        assert found.how == "made"
        assert found.why.startswith("somebody was erased since, by ledger@")
        assert b"Ann Lee" not in path.read_bytes()
        assert sponsors_in(path) == [("p-acme", "[erased]"), ("p-bolt", "Bob Roe")]
        assert refresh(ledger, path).how == "current"
        ledger.desk(by="kim").on(DAY).record("cora", AccountOpened("Cora"))
        assert refresh(ledger, path).how == "refreshed"  # an erasure before it is no reason any more

    def test_one_that_was_made_while_somebody_was_erased(
        self, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write, times = refreshing._Writer.write_all, []

        def overtaken(self: Any, connection: Any) -> None:
            write(self, connection)
            times.append(self.past.known_at)
            if len(times) == 1:
                with (
                    closing(vault.open_key_store(tmp_path / "keys.db", KEY)) as keys,
                    Ledger.open(tmp_path / "book.db", vault=keys, clock=ticking()) as other,
                ):
                    gone(other)

        monkeypatch.setattr(refreshing._Writer, "write_all", overtaken)
        path = tmp_path / "v.db"
        refresh(ledger, path)
        assert len(times) == 2
        assert b"Ann Lee" not in path.read_bytes()
        assert sponsors_in(path) == [("p-acme", "[erased]"), ("p-bolt", "Bob Roe")]

    def test_one_that_was_refreshed_while_somebody_was_erased(
        self, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "elsewhere.db"
        refresh(ledger, path)
        ledger.desk(by="kim").on(DAY).record("cora", AccountOpened("Cora"))
        catch_up, times = refreshing._Writer._catch_up, []

        def overtaken(self: Any, connection: Any, before: Any) -> int:
            times.append(before.position)
            found = catch_up(self, connection, before)
            with (
                closing(vault.open_key_store(tmp_path / "keys.db", KEY)) as keys,
                Ledger.open(tmp_path / "book.db", vault=keys, clock=ticking()) as other,
            ):
                desk = other.desk(by="dora", role="data protection officer").on(reason="asked for")
                from majoracct.adapters.trust import erasing

                erasing.STEPS[0](erasing.begun(other, desk, "p-acme"))
            return found

        monkeypatch.setattr(refreshing._Writer, "_catch_up", overtaken)
        assert refresh(ledger, path).how == "made"
        assert times
        assert b"Ann Lee" not in path.read_bytes()

    def test_without_keys_they_are_made_too_and_say_sealed(
        self, ledger: Ledger, without_keys: Ledger, tmp_path: Path
    ) -> None:
        path = tmp_path / "v.db"
        assert refresh(without_keys, path).how == "made"
        assert sponsors_in(path) == [("p-acme", "[sealed]"), ("p-bolt", "[sealed]")]
        found = refresh(ledger, path)
        assert (found.how, found.why) == ("made", "it was made with other keys at hand, or without")
        assert sponsors_in(path) == [("p-acme", "Ann Lee"), ("p-bolt", "Bob Roe")]
        refresh(without_keys, path)
        assert b"Ann Lee" not in path.read_bytes()
        with contextlib.closing(in_memory(without_keys, without_keys.past(), DAY)) as connection:
            assert sponsors(connection) == sponsors_in(path)


def test_of_which_ledger_it_tells_is_said_without_its_shape(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    assert made_from(path) is None
    refresh(ledger, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    assert made_from(path) == ("book-1", ledger.position())
    path.write_bytes(path.read_bytes()[:200])
    assert made_from(path) is None

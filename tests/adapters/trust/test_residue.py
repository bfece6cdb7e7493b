"""Looking for what was readable: in every way of writing it, wherever it stands in a file."""

from __future__ import annotations

import base64
import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct import Ledger
from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.trust import residue, vault
from majoracct.adapters.trust.erasing import erase
from majoracct.adapters.trust.holding import Kept, Value, values
from majoracct.adapters.trust.residue import Left, found_in, found_in_rows, needles
from majoracct.adapters.views.refreshing import refresh
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.testing.appends import record
from majoracct.testing.histories import ticking

DAY = dt.date(2024, 5, 1)
KEY = bytes(32)

NAME = "Änn “Queenie” Lee"


def said(text: object, field: str = "name") -> Value:
    return Value("p1", "acme@2", 5, "StakeholderIdentified", field, Kept.SEALED, text)


def ways(text: str) -> list[bytes]:
    """Return how TEXT may stand in a file, written here without the help of what is tested."""
    written = (json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode() for ascii_only in (True, False))
    coded = (base64.b64encode(b"x" * n + text.encode() + b"y") for n in range(3))
    return [text.encode(), *written, *coded]


class TestFoundIn:
    def test_every_way_of_writing_it_over_the_edge_of_what_is_read_at_once(self, tmp_path: Path) -> None:
        path, wanted = tmp_path / "file", needles([said(NAME)])
        for way in ways(NAME):
            for before in (0, residue._CHUNK - 3, residue._CHUNK):
                path.write_bytes(b"." * before + way + b"." * 99)
                assert found_in(path, wanted) == {"name"}, way
        path.write_bytes(b"Ann Lee" * 99)
        assert found_in(path, wanted) == set()

    def test_by_field_and_in_no_file_that_is_not_there(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b"a clerk of the works")
        wanted = needles(
            [said(NAME), said("Bob"), said("of the works", "title"), said(None, "note"), said(7)]
        )
        assert found_in(path, wanted) == {"title"}
        assert found_in(tmp_path / "none", wanted) == set()
        assert found_in(path, {}) == set()

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(
        # Long ones, too: of short ones base64 is not asked.
        (st.text(min_size=4) | st.text(min_size=12)).filter(lambda t: t.isprintable()),
        st.binary(max_size=40),
        st.integers(0, 5),
    )
    def test_any_text_anywhere(self, text: str, before: bytes, way: int) -> None:
        wanted = needles([said(text)])["name"]
        there = before + ways(text)[way]
        if way < 3 or len(text.encode()) >= 12:  # short pieces of base64 stand anywhere by chance
            assert any(needle in there for needle in wanted)

    def test_what_is_too_short_is_not_looked_for(self) -> None:
        assert needles([said("CFO")]) == {}


class TestFoundInRows:
    def test_what_is_in_the_clear_is_told_once_and_the_same_words_elsewhere_besides(self) -> None:
        store = MemoryStore("book-1")
        record(store, "acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=NAME))
        record(store, "bolt", StakeholderIdentified("p2", BuyingFunction.FINANCE, name=NAME))
        held = list(values(store, "p1"))
        left, met = found_in_rows(store, held, needles(held))
        assert left == [
            Left("acme@1", "it was recorded in the clear", "name"),
            Left("bolt@1", "the same words stand in what is not sealed", "name"),
        ]
        assert met == {"name"}


def files_with(folder: Path, text: str) -> set[str]:
    """Return the files in FOLDER in which TEXT stands, in any way of writing it."""
    found = ways(text)[:3] + [way[4:-4] for way in ways(text)[3:]]
    return {path.name for path in folder.iterdir() if any(way in path.read_bytes() for way in found)}


class TestNothingIsLeft:
    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    @for_all(
        name=st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")),
            min_size=4,
            max_size=80,
        ).filter(lambda text: len(text.strip()) >= 4)
    )
    def test_whatever_a_name_is_written_in(self, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
        folder = tmp_path_factory.mktemp("anybody")
        name = f"{name.strip()} of {folder.name}"  # so that no other text holds it
        with closing(vault.create(folder / "keys.db", "book-1", KEY)) as keys:
            path = folder / "book.db"
            with Ledger.create(path, currency="GBP", by="kim", clock=ticking(), vault=keys) as ledger:
                desk = ledger.desk(by="kim").on(DAY)
                desk.record("acme", AccountOpened("Acme"))
                desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=name))
                assert files_with(folder, name) == set()
                refresh(ledger, ledger.past(), DAY, folder / "book.views.db")
                assert files_with(folder, name) == {"book.views.db"}
                officer = ledger.desk(by="dora", role="data protection officer").on(reason="asked for")
                assert erase(ledger, officer, "p1").left == []
                assert files_with(folder, name) == set()  # the log is there now, and is looked through
            with Ledger.create(folder / "clear.db", currency="GBP", by="kim", clock=ticking()) as ledger:
                desk = ledger.desk(by="kim").on(DAY)
                desk.record("acme", AccountOpened("Acme"))
                desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=name))
                assert files_with(folder, name)  # in the clear it is found: looking works

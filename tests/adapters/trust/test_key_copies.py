"""Copies of somebody's key are known by what is in them, and told by whoever erases or examines."""

from __future__ import annotations

import base64
import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.adapters.trust import erasing, vault
from majoracct.adapters.trust.erasing import ReasonTellsError, erase
from majoracct.adapters.trust.key_copies import BUNDLE, KEY_STORE, keys_in
from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.histories import ticking

KEY = bytes(32)
DAY = dt.date(2024, 5, 1)
NAME = "Zyx Quandary"
HANDED = base64.b64encode(bytes(32))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Yield a ledger of p1, Zyx, who is loyal to p9, one of ours."""
    with (
        closing(vault.create(tmp_path / "keys.db", "book-1", KEY)) as keys,
        Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", clock=ticking(), vault=keys) as made,
    ):
        desk = made.desk(by="kim").on(DAY)
        desk.record("acme", AccountOpened("Acme"))
        desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=NAME))
        desk.adopt(StaffIdentified("p9", "Hilda Huntress"))
        yield made


def erased(ledger: Ledger) -> erasing.Erasing:
    return erase(ledger, ledger.desk(by="dora", role="data protection officer").on(reason="asked"), "p1")


def bundle(path: Path, *people: str) -> None:
    """Write at PATH what an evidence bundle is known by, with the keys of PEOPLE in it."""
    lines = [b"majoracct evidence bundle 1, worded by majoracct 1.0", b'{"position":1}', b'{"person":3}']
    lines += [b'{"person":"%s","key":"%s"}' % (person.encode(), HANDED) for person in people]
    path.write_bytes(b"\n".join(lines) + b"\n")


class TestKeysIn:
    def test_a_key_store_by_any_name_and_of_its_own_ledger_alone(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        shutil.copy(tmp_path / "keys.db", tmp_path / "holiday.jpg")
        assert keys_in(tmp_path / "holiday.jpg", ledger.id) == (KEY_STORE, frozenset({"p1", "p9"}))
        assert keys_in(tmp_path / "holiday.jpg", "another") == (KEY_STORE, frozenset())

    def test_a_bundle_whose_keys_were_handed_on(self, tmp_path: Path) -> None:
        bundle(tmp_path / "b", "p1", "p2")
        assert keys_in(tmp_path / "b", "book-1") == (BUNDLE, frozenset({"p1", "p2"}))
        bundle(tmp_path / "b")
        assert keys_in(tmp_path / "b", "book-1") == (BUNDLE, frozenset())

    @pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + b"x" * 999, b"x"])
    def test_nothing_else_holds_any(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "file").write_bytes(content)
        assert keys_in(tmp_path / "file", "book-1")[1] == frozenset()
        assert keys_in(tmp_path / "none", "book-1")[1] == frozenset()
        assert keys_in(tmp_path, "book-1")[1] == frozenset()

    def test_the_ledger_and_its_views_hold_none(self, ledger: Ledger, tmp_path: Path) -> None:
        assert keys_in(tmp_path / "book.db", ledger.id)[1] == frozenset()


class TestErasing:
    def test_tells_of_each_copy_of_the_key_in_our_folders(self, ledger: Ledger, tmp_path: Path) -> None:
        shutil.copy(tmp_path / "keys.db", tmp_path / "keys.bak")
        bundle(tmp_path / "with.bundle", "p1")
        bundle(tmp_path / "without.bundle", "p9")
        for _ in range(2):  # told again as long as it is there
            done = erased(ledger)
            told = {Path(each.where).name: each.what for each in done.left}
            assert set(told) == {"keys.bak", "with.bundle"}
            assert told["keys.bak"].startswith("a copy of the key store")
        assert keys_in(tmp_path / "keys.bak", ledger.id)[1] == {"p1", "p9"}  # it stays as it is

    def test_tells_in_which_files_of_others_the_words_are_found(
        self, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "contacts.csv").write_text(f"Id,Name\n1,{NAME}\n")
        (tmp_path / "large.csv").write_text(f"{NAME}\n" * 20)
        monkeypatch.setattr(erasing, "_LARGEST", 100)
        done = erased(ledger)
        assert [(Path(each.where).name, each.field) for each in done.beside] == [("contacts.csv", "name")]
        assert done.left == []

    def test_tells_of_a_file_of_ours_that_it_cannot_look_through(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def found_in(path: Path, wanted: object) -> set[str]:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(erasing, "found_in", found_in)
        told = {Path(each.where).name: each.what for each in erased(ledger).left}
        assert told["book.db"] == "it cannot be looked through: Permission denied"

    def test_is_refused_for_a_reason_that_says_whom(self, ledger: Ledger) -> None:
        before = ledger.store.head()
        desk = ledger.desk(by="dora", role="data protection officer").on(reason="ZYX QUANDARY asked for it")
        with pytest.raises(ReasonTellsError, match="the reason holds the name"):
            erase(ledger, desk, "p1")
        assert ledger.store.head() == before

    def test_calls_a_word_of_a_scale_nobodys(self, ledger: Ledger) -> None:
        # "strong" is a word of the policy's own, in every ledger, in the clear.
        desk = ledger.desk(by="kim").on(DAY, reason="strong words")
        desk.record("acme", LoyaltyAssessed("p1", "p9", LoyaltyLevel.STRONG))
        assert erased(ledger).left == []

"""Erasing a person: what is recorded, destroyed, removed and found; and again, when it was interrupted."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from majoracct import Ledger
from majoracct.adapters.trust import erasing, vault
from majoracct.adapters.trust.erasing import STEPS, Erasing, InTheClearError, begun, erase, unfinished
from majoracct.adapters.trust.holding import Kept, values
from majoracct.adapters.trust.verify import verify
from majoracct.adapters.views.refreshing import refresh
from majoracct.desk import Desk
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, Relationships, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.book.bundles import BundleIssued
from majoracct.domain.book.persons import (
    KeyStoreAttached,
    NotEntitledToErase,
    NothingToErase,
    PersonErased,
    PersonWasErased,
)
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.ports import KeyStoreError
from majoracct.testing.histories import ticking

KEY = bytes(range(32))
DAY = dt.date(2024, 5, 1)
NAME, TITLE, REMIT = "Änn “Queenie” Lee", "Chief Financial Officer", "Capital spend above 5m"
BOB = "Bob Roe-Marsh"
Opened = Callable[[], Ledger]


def officer(ledger: Ledger, reason: str = "asked for") -> Desk:
    return ledger.desk(by="dora", role="data protection officer").on(reason=reason)


def tell(ledger: Ledger) -> None:
    """Record p1, Änn, as a stakeholder and a sponsor of acme and one of ours, and p2, Bob."""
    desk = ledger.desk(by="kim").on(DAY)
    desk.record("acme", AccountOpened("Acme"))
    desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=NAME, title=TITLE))
    desk.record("acme", StakeholderIdentified("p2", BuyingFunction.FINANCE, name=BOB))
    desk.record("acme", SponsorNamed("p1", TITLE, REMIT))
    desk.adopt(StaffIdentified("p1", NAME))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Yield what opens the ledger again, in a folder of its own; its key store is in another."""
    (tmp_path / "book").mkdir()
    (tmp_path / "keys").mkdir()
    keys, path = tmp_path / "keys" / "keys.db", tmp_path / "book" / "book.db"
    with closing(vault.create(keys, "book-1", KEY)) as made:
        Ledger.create(path, currency="GBP", by="kim", clock=ticking(), vault=made).close()
    held: list[Ledger] = []
    vaults: list[Any] = []

    def again() -> Ledger:
        vaults.append(vault.open_key_store(keys, KEY))
        held.append(Ledger.open(path, vault=vaults[-1], clock=ticking()))
        return held[-1]

    yield again
    for each in held:
        each.close()
    for each in vaults:
        each.close()


@pytest.fixture
def ledger(opened: Opened) -> Ledger:
    ledger = opened()
    tell(ledger)
    return ledger


def ways(text: str) -> list[bytes]:
    """Return how TEXT may stand in a file, written here without the help of what is tested."""
    plain = text.encode()
    coded = [base64.b64encode(b"x" * n + plain)[4:-4] for n in range(3)]
    return [
        plain,
        json.dumps(text)[1:-1].encode(),
        json.dumps(text, ensure_ascii=False)[1:-1].encode(),
        *coded,
    ]


def found_in_files(folder: Path, *texts: str) -> set[tuple[str, str]]:
    """Return in which files below FOLDER which of TEXTS stands, in any way of writing it."""
    return {
        (path.name, text)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for text in texts
        if any(way in path.read_bytes() for way in ways(text))
    }


def name_of(ledger: Ledger, person: str = "p1") -> object:
    found = ledger.store.facts("acme", types=("StakeholderIdentified",))
    return next(f.event.name for f in found if f.event.person == person)  # type: ignore[attr-defined]


def views(ledger: Ledger, path: Path) -> Path:
    refresh(ledger, ledger.past(), DAY, path)
    return path


class TestER1OnRecordBeforeAnythingIsDestroyed:
    def test_it_is_recorded_shown_everywhere_and_cannot_be_read_by_any_key(
        self, ledger: Ledger, opened: Opened, tmp_path: Path
    ) -> None:
        before = ledger.store.head()
        assert name_of(ledger) == NAME
        done = erase(ledger, officer(ledger), "p1")
        assert done.anew
        assert done.fact is not None
        assert isinstance(done.fact.event, PersonErased)
        assert (done.fact.position, done.fact.reason, done.fact.by) == (before + 1, "asked for", "dora")
        assert done.left == []
        assert len(done.held) == 5  # name, title; title, remit; name
        again = opened()
        for each in (ledger, again):  # the one that was open, too, and at every position
            assert name_of(each) is Erased.here
            assert name_of(each, "p2") == BOB
            then = each.account("acme", as_of=DAY, known_at=before)
            assert then[Relationships].people["p1"] is not None
        assert [v.text for v in values(again.store, "p1")] == [None] * 5
        assert all(v.kept is Kept.SEALED for v in values(again.store, "p1"))

    def test_the_record_is_as_sound_as_before_and_no_row_changed(self, ledger: Ledger) -> None:
        rows = list(ledger.store.rows())
        tree = list(ledger.store.tree())
        erase(ledger, officer(ledger), "p1")
        assert list(ledger.store.rows())[: len(rows)] == rows
        assert set(tree) <= set(ledger.store.tree())
        assert verify(ledger.store).sound

    def test_the_same_id_gets_nothing_personal_again(self, ledger: Ledger, opened: Opened) -> None:
        erase(ledger, officer(ledger), "p1")
        again = opened()
        desk = again.desk(by="kim").on(DAY)
        desk.record("bolt", AccountOpened("Bolt"))
        with pytest.raises(PersonWasErased):
            desk.record("bolt", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=NAME))

    def test_erasing_twice_records_once_and_is_done(self, ledger: Ledger, opened: Opened) -> None:
        first = erase(ledger, officer(ledger), "p1")
        head = ledger.store.head()
        for desk in (officer(ledger), ledger.desk(by="kim")):  # finishing what was decided takes no role
            second = erase(ledger, desk, "p1")
            assert (second.anew, second.fact, second.left) == (False, first.fact, [])
        assert ledger.store.head() == head

    def test_somebody_else_s_erasure_at_the_same_time_is_the_same_one(
        self, ledger: Ledger, opened: Opened, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = opened()
        admit = Erasing.admit

        def overtaken(self: Erasing) -> None:
            admit(self)
            if self.ledger is ledger:
                erase(other, officer(other), "p1")

        monkeypatch.setattr(Erasing, "admit", overtaken)
        done = erase(ledger, officer(ledger), "p1")
        assert not done.anew
        assert done.fact is not None
        assert sum(1 for f in ledger.store.facts() if isinstance(f.event, PersonErased)) == 1


class TestWhoMayAndWhom:
    def test_only_whom_policy_names_saying_why(self, ledger: Ledger) -> None:
        head = ledger.store.head()
        for desk in (ledger.desk(by="kim").on(reason="asked for"), officer(ledger, "")):
            with pytest.raises(NotEntitledToErase):
                erase(ledger, desk, "p1")
        assert ledger.store.head() == head
        assert name_of(ledger) == NAME

    def test_nobody_without_a_key_store_or_with_another_at_hand(self, tmp_path: Path) -> None:
        path = tmp_path / "clear.db"
        with Ledger.create(path, currency="GBP", by="kim", ledger_id="book-1", clock=ticking()) as ledger:
            tell(ledger)
            with pytest.raises(NothingToErase, match="no key store"):
                erase(ledger, officer(ledger), "p1")
            ledger.desk(by="kim").note(KeyStoreAttached("another"))
            with pytest.raises(KeyStoreError, match="name it"):
                erase(ledger, officer(ledger), "p1")
        with (
            closing(vault.create(tmp_path / "wrong.db", "book-1", KEY)) as wrong,
            Ledger.open(path, vault=wrong, clock=ticking()) as ledger,
        ):
            head = ledger.store.head()
            with pytest.raises(KeyStoreError, match="another"):
                erase(ledger, officer(ledger), "p1", although_clear=True)
            assert ledger.store.head() == head


class TestER4InTheClear:
    @pytest.fixture
    def mixed(self, tmp_path: Path) -> Iterator[Ledger]:
        """Yield a ledger that told of p1 and p2 before it had a key store."""
        path = tmp_path / "book.db"
        with Ledger.create(path, currency="GBP", by="kim", ledger_id="book-1", clock=ticking()) as ledger:
            tell(ledger)
        with (
            closing(vault.create(tmp_path / "keys.db", "book-1", KEY)) as keys,
            Ledger.open(path, vault=keys, clock=ticking()) as ledger,
        ):
            ledger.desk(by="kim").note(KeyStoreAttached(keys.id))
            yield ledger

    def test_it_is_refused_before_anything_is_recorded(self, mixed: Ledger) -> None:
        head = mixed.store.head()
        with pytest.raises(InTheClearError, match=r"5 of the 5 personal values of p1 .* see acme@2, acme@4"):
            erase(mixed, officer(mixed), "p1")
        assert mixed.store.head() == head
        assert mixed.store.vault is not None
        assert mixed.store.vault.digest("p1", b"") is None  # no key is made to be thrown away
        with pytest.raises(NotEntitledToErase):  # and whoever may not learns no more than that
            erase(mixed, mixed.desk(by="kim").on(reason="so"), "p1")

    def test_although_clear_it_is_erased_wherever_we_show_it_and_says_what_stays(self, mixed: Ledger) -> None:
        mixed.desk(by="kim").on(DAY).record("acme", SponsorNamed("p2", "Clerk", REMIT))
        done = erase(mixed, officer(mixed), "p1", although_clear=True)
        assert done.anew
        assert name_of(mixed) is Erased.here
        told = {(each.where, each.field, each.what) for each in done.left}
        assert ("acme@2", "name", "it was recorded in the clear") in told
        assert {where for where, _, _ in told} <= {"acme@2", "acme@4", "programme@2"}
        assert verify(mixed.store).sound
        again = erase(mixed, officer(mixed), "p1")
        assert {each.where for each in again.left} >= {"acme@2", "acme@4", "programme@2"}

    def test_who_is_partly_sealed_keeps_what_is_in_the_clear_only(self, mixed: Ledger) -> None:
        mixed.desk(by="kim").on(DAY).record("acme", SponsorNamed("p2", "Head Clerk", REMIT))
        kept = {(v.fact, v.field): v.kept for v in values(mixed.store, "p2")}
        assert kept == {
            ("acme@3", "name"): Kept.CLEAR,
            ("acme@5", "title"): Kept.SEALED,
            ("acme@5", "remit"): Kept.SEALED,
        }
        done = erase(mixed, officer(mixed), "p2", although_clear=True)
        assert [(each.where, each.field) for each in done.left if "clear" in each.what] == [
            ("acme@3", "name")
        ]


class TestER3WhatWeMade:
    def test_views_made_before_are_removed_whatever_they_are_called(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        book, elsewhere = tmp_path / "book", tmp_path / "elsewhere"
        elsewhere.mkdir()
        places = [
            book / "book.views.db",
            book / "of my own",
            tmp_path / "keys" / "v.db",
            elsewhere / "named.db",
        ]
        made = [views(ledger, place) for place in places]
        forgotten = views(ledger, elsewhere / "forgotten.db")
        Path(f"{made[0]}-journal").write_text(NAME)
        strange = book / "notes.txt"
        strange.write_text("nobody's")
        assert found_in_files(tmp_path, NAME) >= {(path.name, NAME) for path in made}
        done = erase(ledger, officer(ledger), "p1", views=[made[3]])
        assert sorted(done.purged) == sorted(made)  # the journal went when they were looked at
        assert strange.exists()
        still = {("forgotten.db", text) for text in (NAME, TITLE, REMIT)}
        assert found_in_files(tmp_path, NAME, TITLE, REMIT) == still
        views(ledger, forgotten)  # made anew, as soon as it is used again
        assert found_in_files(tmp_path, NAME, TITLE, REMIT) == set()
        assert found_in_files(tmp_path, BOB) == {("forgotten.db", BOB)}

    def test_views_of_another_ledger_and_those_made_since_stay(self, ledger: Ledger, tmp_path: Path) -> None:
        with Ledger.create(tmp_path / "book" / "other.db", currency="GBP", by="kim") as other:
            others = views(other, tmp_path / "book" / "other.views.db")
        erase(ledger, officer(ledger), "p1")
        own = views(ledger, tmp_path / "book" / "book.views.db")
        done = erase(ledger, officer(ledger), "p1")
        assert done.purged == []
        assert others.exists()
        assert own.exists()

    def test_drafts_of_processes_that_are_gone_are_removed_and_a_living_one_s_is_told(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        book = tmp_path / "book"
        dead = [book / f".book.views.db.{gone.pid}.draft", book / f".out.csv.{os.getpid()}.draft"]
        living = book / ".out.csv.1.draft"
        for path in (*dead, living):
            path.write_text(NAME)
        done = erase(ledger, officer(ledger), "p1")
        assert sorted(done.purged) == sorted(dead)
        assert [each.where for each in done.left] == [str(living)]

    @pytest.mark.parametrize("name", [".rejects.csv.0123456789abcdef.new", ".majoracct-0123456789abcdef.new"])
    def test_drafts_nobody_knows_the_writer_of_are_looked_into(
        self, ledger: Ledger, tmp_path: Path, name: str
    ) -> None:
        draft = tmp_path / "book" / name
        draft.write_text(NAME)
        done = erase(ledger, officer(ledger), "p1")
        assert [(each.where, each.field) for each in done.left] == [(str(draft), "name")]

    def test_what_is_found_in_our_files_is_told_and_what_others_wrote_into_public_text(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        ledger.desk(by="kim").on(DAY, reason=f"met {NAME} there").record("acme", SponsorNamed("p2", "X", "Y"))
        (tmp_path / "book" / "book.db-journal").write_bytes(
            b"\0" * 99 + base64.b64encode(b"a" + REMIT.encode())
        )
        done = erase(ledger, officer(ledger), "p1")
        told = {(Path(each.where).name, each.field) for each in done.left}
        assert told == {("acme@5", "name"), ("book.db-journal", "remit")}

    def test_the_same_words_in_many_facts_are_told_once_and_a_role_called_so_is_none(
        self, ledger: Ledger
    ) -> None:
        desk = ledger.desk(by="kim", role=TITLE).on(DAY)
        for name in ("bolt", "cora", "dell"):
            desk.record(name, AccountOpened(f"{name} of {NAME}"))
        done = erase(ledger, officer(ledger), "p1")
        assert [(each.where, each.field) for each in done.left] == [("bolt@1", "name")]
        assert "and in 2 more" in done.left[0].what


class TestER2FinishedByTheNextRun:
    def test_the_key_is_destroyed_only_once_it_is_on_record(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert ledger.store.vault is not None
        seen = []
        forget = ledger.store.vault.forget

        def looking(person: str) -> None:
            seen.append(name_of(ledger))
            forget(person)

        monkeypatch.setattr(ledger.store.vault, "forget", looking)
        erase(ledger, officer(ledger), "p1")
        assert seen == [Erased.here]

    @pytest.mark.parametrize("step", range(len(STEPS)))
    @pytest.mark.parametrize("after", [False, True])
    def test_at_any_step_the_next_run_finishes_it(
        self,
        ledger: Ledger,
        opened: Opened,
        step: int,
        after: bool,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        views(ledger, tmp_path / "book" / "book.views.db")
        interrupted = begun(ledger, officer(ledger), "p1")
        for each in STEPS[: step + after]:
            each(interrupted)
        again = opened()
        recorded = step + after > 0
        assert (name_of(again) is Erased.here) == recorded
        assert unfinished(again) == (["p1"] if step + after == 1 else [])
        done = erase(again, officer(again), "p1")
        assert done.anew == (not recorded)
        assert done.left == []
        assert unfinished(again) == []
        assert found_in_files(tmp_path, NAME, TITLE, REMIT) == set()
        assert verify(again.store).sound

    def test_who_comes_later_finishes_for_those_before(self, ledger: Ledger, opened: Opened) -> None:
        interrupted = begun(ledger, officer(ledger), "p2")
        STEPS[0](interrupted)
        again = opened()
        done = erase(again, officer(again), "p1")
        assert done.others == ["p2"]
        assert unfinished(again) == []

    def test_what_was_readable_is_still_looked_for_after_it_was_recorded(
        self, ledger: Ledger, opened: Opened, tmp_path: Path
    ) -> None:
        STEPS[0](begun(ledger, officer(ledger), "p1"))
        again = opened()
        assert name_of(again) is Erased.here
        (tmp_path / "keys" / "keys.db-shm").write_bytes(f"left behind: {NAME}".encode())
        assert [each.field for each in erase(again, officer(again), "p1").left] == ["name"]


class TestHandedOut:
    def test_the_bundles_of_their_accounts_are_told(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(DAY)
        desk.record("bolt", AccountOpened("Bolt"))
        for accounts in (("acme",), ("bolt",), ("bolt", "acme")):
            desk.note(BundleIssued(accounts, DAY, 5, "0" * 64, recipient="Auditors"))
        done = erase(ledger, officer(ledger), "p2")
        told = [fact.event.accounts for fact in erasing.bundles_of(done)]  # type: ignore[attr-defined]
        assert told == [("acme",), ("bolt", "acme")]
        ours = erase(ledger, officer(ledger), "p1")  # our people are called by name in every bundle
        assert len(erasing.bundles_of(ours)) == 3


def test_a_copy_of_the_folder_with_its_old_keys_is_out_of_reach_and_another_key_opens_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.store.close()
    shutil.copytree(tmp_path / "keys", tmp_path / "before")
    with (
        closing(vault.open_key_store(tmp_path / "keys" / "keys.db", KEY)) as keys,
        Ledger.open(tmp_path / "book" / "book.db", vault=keys, clock=ticking()) as again,
    ):
        erase(again, officer(again), "p1")
    # With the old key store beside it, our program still shows nothing: the erasure is on record.
    with (
        closing(vault.open_key_store(tmp_path / "before" / "keys.db", KEY)) as keys,
        Ledger.open(tmp_path / "book" / "book.db", vault=keys, clock=ticking()) as restored,
    ):
        assert name_of(restored) is Erased.here
        assert unfinished(restored) == ["p1"]
        assert erase(restored, officer(restored), "p1").left == []
        assert unfinished(restored) == []

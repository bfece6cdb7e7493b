"""A backup is verified and held against what others vouch for; an erasure survives the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.backup import (
    Copied,
    FactsLostError,
    NotVouchedError,
    Reapplied,
    copy,
    destroy_again,
)
from majoracct.adapters.trust.merkle import root
from majoracct.adapters.trust.note import Checkpoint, Signer, sign
from majoracct.adapters.trust.vouching import Vouching, read
from majoracct.domain.book.persons import PersonErased, PersonKeyCommitted
from majoracct.domain.kernel import LEDGER
from majoracct.testing.store_contract import NOW, paid, record

SIGNER = Signer.generate("ours")
FACTS = 11


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        for _ in range(FACTS):
            record(store, "acme", paid())
    return path


def head(book: Path, size: int, origin: str = "majoracct/ledger-1") -> bytes:
    """Return the signed note of the head of the first SIZE facts of BOOK."""
    with closing(open_ledger(book)) as store:
        leaves = [row.leaf for row in store.rows()][:size]
    return sign(Checkpoint(origin, size, root(leaves)).text(), SIGNER)


def kept(book: Path, size: int, **more: str) -> Vouching:
    return read(head(book, size, **more), f"of-{size}")


KEYS = [SIGNER.verifier]


class TestACopy:
    def test_says_what_is_in_it_and_what_nobody_vouches_for(self, book: Path, tmp_path: Path) -> None:
        checkpoints = [kept(book, 4), kept(book, 9), kept(book, 2)]
        found = copy(book, tmp_path / "copy.db", checkpoints, keys=KEYS)
        assert (found.ledger_id, found.facts, found.vouched, found.lost) == ("ledger-1", FACTS, 9, 0)
        assert found.signed_by == ("ours",)
        assert copy(book, tmp_path / "other.db").vouched == 0
        unchecked = copy(book, tmp_path / "third.db", checkpoints)
        assert (unchecked.vouched, unchecked.signed_by) == (9, ())
        assert unchecked.claimed == (f"ours+{SIGNER.verifier.hash.hex()}",)

    @pytest.mark.parametrize("size", [9, FACTS + 1])
    def test_is_held_against_nothing_that_others_signed(self, book: Path, tmp_path: Path, size: int) -> None:
        theirs = [Signer.generate("theirs").verifier]
        with pytest.raises(NotVouchedError, match="not signed by the key given"):
            copy(book, tmp_path / "copy.db", [kept(book, size)], keys=theirs, may_lose=True)
        forged = read(head(book, size).replace(b"\n%d\n" % size, b"\n%d\n" % (size - 1)), "forged")
        with pytest.raises(NotVouchedError, match=r"forged or damaged|not what the checkpoint forged"):
            copy(book, tmp_path / "copy.db", [forged], keys=KEYS, may_lose=True)
        assert not (tmp_path / "copy.db").exists()

    def test_that_was_rewritten_before_a_checkpoint_is_not_made(self, book: Path, tmp_path: Path) -> None:
        anchor = kept(book, 9)
        other = tmp_path / "other.db"
        with closing(create(other, "ledger-1", NOW)) as store:
            for number in range(FACTS):
                record(store, "acme", paid(), id_=f"other{number}")
        with pytest.raises(
            NotVouchedError, match="what stands from @1 to @9 is not what the checkpoint of-9"
        ):
            copy(other, tmp_path / "copy.db", [anchor])
        assert not (tmp_path / "copy.db").exists()

    def test_of_a_damaged_ledger_is_not_made(self, book: Path, tmp_path: Path) -> None:
        with closing(sqlite3.connect(book)) as raw:
            (guard,) = raw.execute("SELECT sql FROM sqlite_schema WHERE name = 'events_update'").fetchone()
            raw.execute("DROP TRIGGER events_update")
            raw.execute("UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE position = 5")
            raw.execute(guard)
            raw.commit()
        with pytest.raises(NotVouchedError, match="does not verify: @5"):
            copy(book, tmp_path / "copy.db")
        assert not (tmp_path / "copy.db").exists()

    @pytest.mark.parametrize("size", [4, FACTS + 1])
    def test_is_held_against_checkpoints_of_its_own_ledger(
        self, book: Path, tmp_path: Path, size: int
    ) -> None:
        with pytest.raises(NotVouchedError, match="is of majoracct/ledger-2"):
            copy(book, tmp_path / "copy.db", [kept(book, size, origin="majoracct/ledger-2")], may_lose=True)

    def test_that_lacks_facts_somebody_vouches_for_is_made_only_when_it_may(
        self, book: Path, tmp_path: Path
    ) -> None:
        old = tmp_path / "old.db"
        copy(book, old)
        with closing(open_ledger(book)) as store:
            for _ in range(3):
                record(store, "acme", paid())
        anchors = [kept(book, 9), kept(book, FACTS + 2)]
        with pytest.raises(FactsLostError, match=r"ends at @11, .* @13: 2 facts would be lost"):
            copy(old, tmp_path / "new.db", anchors)
        assert not (tmp_path / "new.db").exists()
        found = copy(old, tmp_path / "new.db", anchors, may_lose=True)
        assert (found.lost, found.vouched, found.facts) == (2, 9, FACTS)

    def test_what_is_to_be_done_before_is_done_once_it_is_vouched_for(
        self, book: Path, tmp_path: Path
    ) -> None:
        done: list[tuple[int, bool]] = []

        def then(_: object, found: Copied) -> None:
            done.append((found.vouched, (tmp_path / "copy.db").exists()))

        copy(book, tmp_path / "copy.db", [kept(book, 4)], then=then)
        assert done == [(4, False)]

    @settings(deadline=None, derandomize=True, database=None, max_examples=15)
    @given(sizes=st.lists(st.integers(1, FACTS), max_size=4))
    def test_agrees_with_every_checkpoint_of_it(
        self, sizes: list[int], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("some")
        with closing(create(folder / "book.db", "ledger-1", NOW)) as store:
            record(store, "acme", *[paid()] * FACTS)
        anchors = [kept(folder / "book.db", size) for size in sizes]
        assert copy(folder / "book.db", folder / "copy.db", anchors).vouched == max(sizes, default=0)


@define
class Keys:
    """Whose keys are kept."""

    kept: list[str] = field(factory=list)

    def people(self) -> list[str]:
        return sorted(self.kept)

    def forget(self, person: str) -> None:
        self.kept.remove(person)


class TestErasures:
    @pytest.fixture
    def told(self, tmp_path: Path) -> Callable[[Keys, int], Reapplied]:
        path = tmp_path / "people.db"
        digest = "ab" * 32
        with closing(create(path, "ledger-1", NOW)) as store:
            for person in ("p1", "p2", "p3", "p4"):
                record(store, LEDGER, PersonKeyCommitted(person, digest))
            record(store, LEDGER, PersonErased("p1", digest))  # @5
            record(store, LEDGER, PersonErased("p2", digest))  # @6

        def tell(keys: Keys, vouched: int) -> Reapplied:
            with closing(open_ledger(path)) as store:
                return destroy_again(store, keys, vouched)

        return tell

    def test_are_made_again_in_a_key_store_that_came_back(
        self, told: Callable[[Keys, int], Reapplied]
    ) -> None:
        keys = Keys(["p1", "p2", "p3", "p4"])
        assert told(keys, 6) == Reapplied(("p1", "p2"), (), ())
        assert keys.kept == ["p3", "p4"]
        assert told(keys, 6) == Reapplied((), (), ())

    def test_that_nobody_vouches_for_destroy_nothing(self, told: Callable[[Keys, int], Reapplied]) -> None:
        keys = Keys(["p1", "p2", "p3", "p4"])
        assert told(keys, 5) == Reapplied(("p1",), ("p2",), ())
        assert keys.kept == ["p2", "p3", "p4"]

    def test_that_came_after_the_backup_show_as_keys_that_are_missing(
        self, told: Callable[[Keys, int], Reapplied]
    ) -> None:
        assert told(Keys(["p4"]), 6) == Reapplied((), (), ("p3",))

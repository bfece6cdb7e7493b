"""The seal: what is stated before it, what is signed, and what never is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve, frozen

from majoracct import Ledger
from majoracct.adapters.storage.leaf import leaf
from majoracct.adapters.storage.sqlite import SQLiteStore
from majoracct.adapters.storage.sqlite_file import GUARDS
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.note import Checkpoint, Signer, Verifier, open_note, sign
from majoracct.adapters.trust.seal import (
    Sealed,
    checkpoint,
    checkpoint_in,
    consistency,
    root_at,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.book.checkpoints import Manifest, ManifestRecorded, ManifestStays
from majoracct.domain.kernel import LEDGER
from majoracct.domain.seen import EVER, Book
from majoracct.ports import LedgerFaultError
from majoracct.testing.appends import paid, record
from majoracct.testing.given import money

ALTER = "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '{}', '{}') AS BLOB) WHERE position = 3"
OURS, THEIRS = Signer("ours", b"o" * 32), Signer("theirs", b"t" * 32)


@pytest.fixture(params=["memory", "file"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """Yield a ledger of five facts, on three streams."""
    place = "memory:" if request.param == "memory" else tmp_path / "book.db"
    with Ledger.create(place, currency="GBP", by="kim") as made:
        opened(made, "acme")
        opened(made, "bolt")
        pay(made, "acme")
        yield made


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Ledger]:
    """Yield a ledger in a file, of three facts."""
    with Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", ledger_id="of-kim") as made:
        opened(made, "acme")
        yield made


def opened(ledger: Ledger, account: str) -> None:
    ledger.desk(by="kim").record(account, AccountOpened(account.title()))


def pay(ledger: Ledger, account: str, amount: str = "1.01") -> None:
    ledger.desk(by="kim").record(account, RevenueRecorded(money(amount)))


def seal(ledger: Ledger, signer: Signer = OURS, *held: Checkpoint) -> Sealed:
    return checkpoint(ledger, ledger.desk(by="kim"), signer, held=held)


def manifests(ledger: Ledger) -> list[int]:
    """Return the positions of the manifests."""
    return [fact.position for fact in ledger.store.facts(LEDGER, types=["ManifestRecorded"])]


def root_of(ledger: Ledger, size: int) -> bytes:
    """Return the root over the first SIZE facts, from their leaves."""
    return merkle.root(row.leaf for row in ledger.store.rows(at=size))


@frozen
class Dying:
    """A signer under whom the process dies."""

    name: str = OURS.name

    @property
    def verifier(self) -> Verifier:
        return OURS.verifier

    def sign(self, text: str) -> bytes:
        raise KeyboardInterrupt


class TestACheckpoint:
    def test_states_the_heads_before_it_and_signs_the_head_with_it(self, ledger: Ledger) -> None:
        before = ledger.store.head()
        heads = ledger.store.heads(ledger.store.streams(before), before)
        assert heads == {"acme": 2, "bolt": 1, "ledger": 1, "programme": 1}
        sealed = seal(ledger)
        assert manifests(ledger) == [before + 1] == [sealed.size]
        manifest = Book(LEDGER, EVER, ledger.past())[Manifest]
        assert (manifest.fact, manifest.streams) == (sealed.manifest, len(heads))
        assert manifest.root == manifest_root(heads).hex()
        assert sealed.root == root_of(ledger, before + 1) == root_at(ledger.store, before + 1)
        text = open_note(sealed.note, [OURS.verifier]).text
        assert Checkpoint.parse(text) == Checkpoint(f"majoracct/{ledger.id}", before + 1, sealed.root)
        assert ledger.store.checkpoints() == [(before + 1, sealed.note)]
        assert evolve(sealed, root=b"", note=b"") == Sealed(
            before + 1, b"", b"", "ledger@2", before=0, later=0, new=True
        )

    def test_of_nothing_new_is_the_one_before_and_records_nothing(self, ledger: Ledger) -> None:
        first = seal(ledger)
        again = seal(ledger)
        assert again == evolve(first, new=False)
        assert ledger.store.head() == first.size
        assert ledger.store.checkpoints() == [(first.size, first.note)]

    def test_of_something_new_has_a_manifest_of_its_own(self, ledger: Ledger) -> None:
        first = seal(ledger)
        pay(ledger, "bolt")
        second = seal(ledger)
        assert (second.size, second.before, second.new) == (first.size + 2, first.size, True)
        assert manifests(ledger) == [first.size, second.size]
        proof = consistency(ledger.store, first.size, second.size)
        merkle.verify_consistency(first.size, second.size, proof, first.root, second.root)

    def test_by_another_key_signs_over_the_same_manifest_while_nothing_was_recorded(
        self, ledger: Ledger
    ) -> None:
        ours, theirs = seal(ledger), seal(ledger, THEIRS)
        assert (theirs.size, theirs.root, theirs.new) == (ours.size, ours.root, True)
        assert manifests(ledger) == [ours.size]
        assert [note for _, note in ledger.store.checkpoints()] == [ours.note, theirs.note]
        assert seal(ledger) == evolve(ours, new=False)
        pay(ledger, "acme")
        assert seal(ledger, THEIRS).size == ours.size + 2

    def test_keeps_its_manifest_for_good(self, ledger: Ledger) -> None:
        manifest = seal(ledger).manifest
        desk = ledger.desk(by="kim").on(reason="a mistake")
        with pytest.raises(ManifestStays):
            desk.withdraw(manifest)
        with pytest.raises(ManifestStays):
            desk.correct(manifest, streams=9)

    def test_is_of_the_day_it_is_made(self, ledger: Ledger) -> None:
        seal(ledger)
        fact = ledger.store.fact(LEDGER, 2)
        assert fact is not None
        assert fact.on == ledger.day_of(fact.recorded_at)

    def test_cannot_be_rehearsed(self, ledger: Ledger) -> None:
        with pytest.raises(ValueError, match="cannot be rehearsed"):
            checkpoint(ledger, ledger.desk(by="kim").on(rehearsal=True), OURS)


class TestAProcessThatDiesBetweenManifestAndSignature:
    @pytest.mark.parametrize("since", [0, 3])
    def test_leaves_a_manifest_that_the_next_one_signs_over(self, ledger: Ledger, since: int) -> None:
        seal(ledger)
        pay(ledger, "acme")
        with pytest.raises(KeyboardInterrupt):
            checkpoint(ledger, ledger.desk(by="kim"), Dying())
        *_, unsigned = manifests(ledger)
        assert unsigned == ledger.store.head()
        assert len(ledger.store.checkpoints()) == 1
        for _ in range(since):
            pay(ledger, "bolt")
        sealed = seal(ledger)
        assert (sealed.size, sealed.new, sealed.later) == (unsigned, True, since)
        assert sealed.root == root_of(ledger, unsigned)
        assert len(manifests(ledger)) == 2

    def test_once_it_is_covered_it_is_not_signed_again(self, ledger: Ledger) -> None:
        with pytest.raises(KeyboardInterrupt):
            checkpoint(ledger, ledger.desk(by="kim"), Dying())
        unsigned = ledger.store.head()
        elsewhere = seal(ledger)
        assert elsewhere.size == unsigned
        pay(ledger, "acme")
        assert seal(ledger).size == unsigned + 2

    def test_one_that_is_covered_by_a_checkpoint_held_elsewhere_is_not_either(self, ledger: Ledger) -> None:
        with pytest.raises(KeyboardInterrupt):
            checkpoint(ledger, ledger.desk(by="kim"), Dying())
        pay(ledger, "acme")
        size = ledger.store.head()
        held = Checkpoint(f"majoracct/{ledger.id}", size, root_of(ledger, size))
        assert seal(ledger, OURS, held).size == size + 1


class TestWhoeverElseRecords:
    def test_between_heads_and_manifest_is_in_the_manifest(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store, streams = ledger.store, ledger.store.streams
        others = iter(["cog", "acme"])

        def meanwhile(at: int) -> list[str]:
            found = streams(at)
            if (other := next(others, None)) is not None:
                record(store, other, paid())
            return found

        before = store.head()
        monkeypatch.setattr(store, "streams", meanwhile)
        sealed = seal(ledger)
        assert (sealed.size, manifests(ledger)) == (before + 3, [before + 3])
        heads = store.heads(streams(before + 2), before + 2)
        assert heads == {"acme": 3, "bolt": 1, "cog": 1, "ledger": 1, "programme": 1}
        manifest = Book(LEDGER, EVER, ledger.past())[Manifest]
        assert (manifest.streams, manifest.root) == (5, manifest_root(heads).hex())

    def test_a_manifest_meanwhile_has_it_signed_over_and_no_second_one_recorded(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heads, first = ledger.store.heads, iter([True])

        def meanwhile(streams: Collection[str], at: int) -> dict[str, int]:
            found = heads(streams, at)
            if "bolt" in streams and next(first, False):
                seal(ledger, THEIRS)
            return found

        monkeypatch.setattr(ledger.store, "heads", meanwhile)
        sealed = seal(ledger)
        assert manifests(ledger) == [sealed.size]
        assert [size for size, _ in ledger.store.checkpoints()] == [sealed.size] * 2

    def test_processes_at_once_get_one_note(self, filed: Ledger, tmp_path: Path) -> None:
        def work() -> bytes:
            with Ledger.open(tmp_path / "book.db") as own:
                return seal(own).note

        notes = in_processes(4, work)
        assert len(set(notes)) == 1
        assert len(manifests(filed)) == 1
        assert filed.store.checkpoints() == [(manifests(filed)[0], notes[0])]


def in_processes(count: int, work: Callable[[], bytes]) -> list[bytes]:
    """Return what WORK returns in each of COUNT processes at once."""
    told = []
    for _ in range(count):
        read, write = os.pipe()
        if not (child := os.fork()):
            try:
                os.write(write, work())
            finally:
                os._exit(0)
        os.close(write)
        told.append((child, read))
    found = []
    for child, read in told:
        with os.fdopen(read, "rb") as pipe:
            found.append(pipe.read())
        os.waitpid(child, 0)
    return found


def doctored(ledger: Ledger, *statements: str) -> None:
    """Change the file of LEDGER behind its back, guards or no."""
    assert isinstance(ledger.store, SQLiteStore)
    with closing(sqlite3.connect(ledger.store.path)) as connection:
        for guard in GUARDS:
            connection.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            connection.execute(statement)
        for made in GUARDS.values():
            connection.execute(made)
        connection.commit()


def with_leaves(ledger: Ledger) -> list[str]:
    """Return what makes every leaf of LEDGER, and its tree, anew from its rows."""
    tree = merkle.Tree()
    statements = []
    for row in ledger.store.rows():
        made = leaf(ledger.id, *row[:-1])
        statements.append(f"UPDATE events SET leaf = x'{made.hex()}' WHERE position = {row.position}")
        statements += [
            f"UPDATE tree SET hash = x'{hash_.hex()}' WHERE level = {level} AND number = {number}"
            for level, number, hash_ in tree.add(made)
        ]
    return statements


class TestNothingIsSignedThat:
    def refused(self, ledger: Ledger, *held: Checkpoint) -> str:
        """Return why no checkpoint is made of LEDGER, and hold that none was."""
        before = ledger.store.checkpoints()
        with pytest.raises(LedgerFaultError) as why:
            seal(ledger, OURS, *held)
        assert ledger.store.checkpoints() == before
        assert str(why.value).endswith("Nothing was signed: run `majoracct verify`.")
        return str(why.value)

    def test_is_not_what_its_leaf_was_made_of(self, filed: Ledger) -> None:
        doctored(filed, ALTER.format("Acme", "Acne"))
        assert "what is recorded at @3 is not" in self.refused(filed)
        assert len(manifests(filed)) == 1  # stated, and left to the next one
        doctored(filed, ALTER.format("Acne", "Acme"))
        assert seal(filed).size == 4

    def test_is_under_another_tree(self, filed: Ledger) -> None:
        doctored(filed, "UPDATE tree SET hash = zeroblob(32) WHERE level = 1 AND number = 0")
        assert "the tree that is kept is not over the facts up to @4" in self.refused(filed)

    def test_is_not_there(self, filed: Ledger) -> None:
        pay(filed, "acme")
        seal(filed)
        pay(filed, "acme")
        pay(filed, "acme")
        with pytest.raises(KeyboardInterrupt):
            checkpoint(filed, filed.desk(by="kim"), Dying())
        doctored(filed, "DELETE FROM events WHERE position = 7")
        assert "there is no @7" in self.refused(filed)

    def test_was_rewritten_since_it_was_signed(self, filed: Ledger) -> None:
        sealed = seal(filed)
        doctored(filed, ALTER.format("Acme", "Acne"))
        doctored(filed, *with_leaves(filed))
        assert "up to @4: it was altered" in self.refused(filed)
        pay(filed, "acme")
        assert "up to @4: it was altered" in self.refused(filed)
        assert manifests(filed) == [sealed.size]  # it was seen before another one was stated

    def test_was_rewritten_with_the_checkpoints_since_gone(self, filed: Ledger) -> None:
        """Who takes them away, too, is found out by one that is held elsewhere, and by no other."""
        sealed = seal(filed)
        doctored(
            filed,
            ALTER.format("Acme", "Acne"),
            "DELETE FROM checkpoints",
        )
        doctored(filed, *with_leaves(filed))
        assert "it was altered" in self.refused(filed, checkpoint_in(sealed.note))
        assert seal(filed).root != sealed.root

    def test_was_cut_short(self, filed: Ledger) -> None:
        pay(filed, "acme")
        sealed = seal(filed)
        cut = f"DELETE FROM events WHERE position = {sealed.size}"
        doctored(filed, cut, f"DELETE FROM tree WHERE (number + 1) << level >= {sealed.size}")
        assert "vouches for @5, and the ledger ends at @4: it was cut short" in self.refused(filed)
        doctored(filed, "DELETE FROM checkpoints")
        assert "it was cut short" in self.refused(filed, checkpoint_in(sealed.note))

    def test_has_another_root_signed_for_it_by_whoever(self, filed: Ledger) -> None:
        seal(filed)
        pay(filed, "acme")
        with pytest.raises(KeyboardInterrupt):
            checkpoint(filed, filed.desk(by="kim"), Dying())
        size = filed.store.head()
        other = sign(Checkpoint(f"majoracct/{filed.id}", size, b"x" * 32).text(), THEIRS)
        filed.store.keep_checkpoint(size, other)
        assert "it was altered" in self.refused(filed)
        # Not even below the largest, which agrees.
        good = sign(Checkpoint(f"majoracct/{filed.id}", size, root_of(filed, size)).text(), THEIRS)
        filed.store.keep_checkpoint(size, good)
        assert "another root was signed over the first 6 facts" in self.refused(filed)

    def test_a_manifest_misstates(self, ledger: Ledger) -> None:
        ledger.desk(by="kim").note(ManifestRecorded(4, "ab" * 32))
        assert "the manifest ledger@2 does not state" in self.refused(ledger)

    @pytest.mark.parametrize(
        ("note", "why"),
        [
            (b"no note", "kept of @6 cannot be read: the note has no signature"),
            (
                sign(Checkpoint("majoracct/x", 6, b"r" * 32).text(), THEIRS),
                "of another ledger, 'majoracct/x'",
            ),
            (sign(Checkpoint("majoracct/x", 2, b"r" * 32).text(), THEIRS), "kept of @6 is one of @2"),
        ],
    )
    def test_is_beside_a_checkpoint_that_is_none(self, ledger: Ledger, note: bytes, why: str) -> None:
        seal(ledger)
        ledger.store.keep_checkpoint(6, note)
        pay(ledger, "acme")
        assert why in self.refused(ledger)

    def test_is_beside_a_signature_of_ours_that_is_none(self, ledger: Ledger) -> None:
        sealed = seal(ledger)
        forged = evolve(THEIRS, name=OURS.name)
        note = sign(checkpoint_in(sealed.note).text(), _Forging(OURS, forged))
        ledger.store.keep_checkpoint(sealed.size, note)
        pay(ledger, "acme")
        assert "the checkpoint kept of @6 is not as it was signed" in self.refused(ledger)


@frozen
class _Forging:
    """A signer who says that it is another one."""

    whose: Signer
    by: Signer

    @property
    def name(self) -> str:
        return self.whose.name

    @property
    def verifier(self) -> Verifier:
        return self.whose.verifier

    def sign(self, text: str) -> bytes:
        return self.whose.verifier.hash + self.by.sign(text)[4:]


class TestAKeyThatIsNew:
    def test_signs_what_was_read_from_the_first_fact_on(self, filed: Ledger) -> None:
        """What another key vouches for is held against the tree, and not taken from it."""
        seal(filed)
        doctored(filed, ALTER.format("Acme", "Acne"))
        assert seal(filed).new is False  # nothing was recorded since, and nothing is signed
        with pytest.raises(LedgerFaultError, match="what is recorded at @3 is not"):
            seal(filed, THEIRS)

    def test_its_next_one_reads_only_what_was_recorded_since(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, rows, read = seal(ledger), ledger.store.rows, []

        def counted(after: int = 0, at: int | None = None) -> Iterator[object]:
            for row in rows(after, at):
                read.append(row.position)
                yield row

        pay(ledger, "acme")
        monkeypatch.setattr(ledger.store, "rows", counted)
        seal(ledger)
        assert read == [first.size + 1, first.size + 2]

    def test_its_last_one_is_where_it_goes_on_from_whatever_others_signed_since(self, filed: Ledger) -> None:
        seal(filed)
        doctored(filed, ALTER.format("Acme", "Acne"))
        doctored(filed, *with_leaves(filed))
        pay(filed, "acme")
        size = filed.store.head()
        later = sign(Checkpoint(f"majoracct/{filed.id}", size, root_of(filed, size)).text(), THEIRS)
        filed.store.keep_checkpoint(size, later)
        with pytest.raises(LedgerFaultError, match="up to @4: it was altered"):
            seal(filed)

"""Checkpoints, kept in the ledger and elsewhere, held against what it holds now; manifests; and keys."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from majoracct.adapters.storage import sqlite_file
from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.note import Checkpoint, Signer, Verifier, sign
from majoracct.adapters.trust.seal import root_at
from majoracct.adapters.trust.verify import Problem, Verification, verify
from majoracct.adapters.trust.vouching import Vouching, read
from majoracct.domain.account.mergers import AccountSplit
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.domain.book.persons import PersonKeyCommitted
from majoracct.ports import Row
from majoracct.testing.forging import Means, forge
from majoracct.testing.store_contract import NOW, paid, record

SIGNER = Signer("signer.example", bytes(range(32)))
OTHER = Signer("other.example", bytes(range(1, 33)))
ROOT = bytes(32)


def note(size: int, root: bytes, *, origin: str = "majoracct/ledger-1", signer: Signer = SIGNER) -> bytes:
    return sign(Checkpoint(origin, size, root).text(), signer)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the path of a ledger of 40 facts, in which a checkpoint is kept for @20 and one for @30."""
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        for number in range(40):
            record(store, f"account-{number % 4}", paid(f"{number}.01"), now=NOW + number)
            if store.head() in (20, 30):
                store.keep_checkpoint(store.head(), note(store.head(), root_at(store, store.head())))
    return path


def outside(path: Path, size: int, place: str = "head.txt", signer: Signer = SIGNER) -> Vouching:
    """Return a checkpoint of the first SIZE facts of the ledger at PATH, as somebody else keeps it."""
    with closing(open_ledger(path)) as store:
        return read(note(size, root_at(store, size), signer=signer), place)


def verified(
    path: Path, *checkpoints: Vouching, keys: Sequence[Verifier] = (), now: int | None = None
) -> Verification:
    with closing(open_ledger(path)) as store:
        return verify(store, checkpoints=checkpoints, keys=keys, now=now)


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for name in sqlite_file.GUARDS:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for guard in sqlite_file.GUARDS.values():
            connection.execute(guard)
        connection.commit()


def edit(path: Path, position: int, means: Means, signer: Signer | None = None) -> None:
    """Change the payment at POSITION."""

    def edited(rows: list[Row]) -> list[Row]:
        body = rows[position - 1].body.replace(b".01", b".99")
        rows[position - 1] = rows[position - 1]._replace(body=body)
        return rows

    forge(path, edited, means, signer)


class TestACheckpointFromOutside:
    def test_vouches_for_what_it_is_over(self, book: Path) -> None:
        found = verified(book, outside(book, 25), keys=[SIGNER.verifier])
        assert found.sound
        assert (found.vouched_to, found.facts) == (25, 40)
        assert found.checkpoints[-1].verified == ("signer.example",)

    def test_vouches_without_a_key_by_the_names_it_claims(self, book: Path) -> None:
        found = verified(book, outside(book, 25))
        assert (found.sound, found.vouched_to) == (True, 25)
        assert found.checkpoints[-1].verified == ()
        assert found.checkpoints[-1].signers == (f"signer.example+{SIGNER.verifier.hash.hex()}",)

    def test_the_largest_of_several_says_up_to_where(self, book: Path) -> None:
        found = verified(book, outside(book, 39), outside(book, 5))
        assert (found.sound, found.vouched_to) == (True, 39)

    def test_that_is_larger_than_the_ledger_says_it_was_cut_short(self, book: Path) -> None:
        anchor = outside(book, 40)
        forge(book, lambda rows: rows[:35], Means.CHECKPOINTS)
        found = verified(book, anchor)
        assert found.problems == (
            Problem(36, "cut short: the checkpoint head.txt vouches for @40, the ledger ends at @35"),
        )
        assert found.vouched_to == 0

    def test_of_another_ledger_vouches_for_nothing(self, book: Path) -> None:
        anchor = outside(book, 25)
        other = evolve(anchor, checkpoint=evolve(anchor.checkpoint, origin="majoracct/ledger-2"))
        found = verified(book, other)
        assert [problem.what for problem in found.problems] == [
            "the checkpoint head.txt is of majoracct/ledger-2, and this ledger is majoracct/ledger-1"
        ]

    def test_that_somebody_else_signed_is_no_good_with_a_key(self, book: Path) -> None:
        found = verified(book, outside(book, 25, signer=OTHER), keys=[SIGNER.verifier])
        assert (
            "is not signed by the key given: it says it is signed by other.example+" in found.problems[0].what
        )

    def test_with_a_forged_signature_is_found_by_who_has_the_key(self, book: Path) -> None:
        anchor = outside(book, 25)
        forged = read(sign(Checkpoint("majoracct/ledger-1", 24, ROOT).text(), SIGNER), "head.txt")
        mixed = evolve(
            anchor, note=anchor.note.rpartition(b"\n\n")[0] + b"\n\n" + forged.note.rpartition(b"\n\n")[2]
        )
        assert verified(book, mixed).sound
        problem = verified(book, mixed, keys=[SIGNER.verifier]).problems[0]
        assert (
            "the checkpoint head.txt is forged or damaged: the signature of signer.example+" in problem.what
        )

    def test_names_where_it_differs_as_narrowly_as_others_bound_it(self, book: Path) -> None:
        anchors = [outside(book, size, f"{size}.txt") for size in (10, 26, 38)]
        edit(book, 22, Means.CHECKPOINTS)
        found = verified(book, *anchors)
        assert found.problems == (
            Problem(11, "what stands from @11 to @26 is not what the checkpoint 26.txt vouches for"),
            Problem(0, "what stands from @11 to @38 is not what the checkpoint 38.txt vouches for"),
        )

    def test_those_kept_here_bound_it_if_they_are_genuine(self, book: Path) -> None:
        anchor = outside(book, 38)
        edit(book, 33, Means.TREE)
        assert verified(book, anchor).problems == (
            Problem(
                1,
                "what stands from @1 to @38 is not what the checkpoint head.txt vouches for; if the one kept "
                "here for @30 is genuine, it differs after that",
            ),
        )

    def test_those_signed_again_by_who_holds_the_key_bound_nothing_for_sure(self, book: Path) -> None:
        anchor = outside(book, 38)
        edit(book, 3, Means.KEY, SIGNER)
        found = verified(book, anchor, keys=[SIGNER.verifier])
        assert (found.problems[0].position, len(found.problems)) == (1, 1)

    def test_is_read_from_a_note_and_from_nothing_else(self) -> None:
        anchor = read(note(7, ROOT), "head.txt")
        assert (anchor.size, anchor.called, anchor.outside) == (7, "the checkpoint head.txt", True)


class TestACheckpointKeptHere:
    @pytest.mark.parametrize(
        ("statement", "what"),
        [
            (
                "UPDATE checkpoints SET note = x'00' WHERE size = 20",
                "the checkpoint kept here for @20 cannot be read: the note has no signature",
            ),
            (
                "UPDATE checkpoints SET size = 21 WHERE size = 20",
                "a checkpoint kept here for @21 states @20",
            ),
            (
                "DELETE FROM checkpoints WHERE size = 20",
                "1 checkpoints are kept, numbered from 2 to 2: some were removed or renumbered",
            ),
            (
                "UPDATE checkpoints SET number = 7 WHERE size = 30",
                "2 checkpoints are kept, numbered from 1 to 7: some were removed or renumbered",
            ),
        ],
    )
    def test_is_found_when_it_was_altered(self, book: Path, statement: str, what: str) -> None:
        tamper(book, statement)
        assert any(problem.what.startswith(what) for problem in verified(book).problems)

    @pytest.mark.parametrize(
        ("kept", "what"),
        [
            (note(40, ROOT, origin="majoracct/ledger-2"), "is of majoracct/ledger-2, and this ledger is"),
            (note(40, ROOT), "what stands from @1 to @40 is not what the checkpoint kept here for @40"),
            (
                note(41, ROOT),
                "cut short: the checkpoint kept here for @41 vouches for @41, the ledger ends at @40",
            ),
        ],
    )
    def test_is_held_against_the_facts(self, book: Path, kept: bytes, what: str) -> None:
        with closing(open_ledger(book)) as store:
            store.keep_checkpoint(read(kept).size, kept)
        assert what in verified(book).problems[0].what

    def test_signed_by_the_key_given_is_no_vouching_from_outside(self, book: Path) -> None:
        found = verified(book, keys=[SIGNER.verifier])
        assert (found.sound, found.signed_to, found.vouched_to) == (True, 30, 0)

    def test_signed_by_another_key_speaks_against_nobody(self, book: Path) -> None:
        found = verified(book, keys=[OTHER.verifier, OTHER.verifier])
        assert (found.sound, found.signed_to) == (True, 0)

    def test_whose_signature_was_altered_is_found_by_who_has_the_key(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            kept = dict(store.checkpoints())[20]
        forged = kept.replace(kept[-20:-10], kept[-21:-11])
        tamper(book, f"UPDATE checkpoints SET note = x'{forged.hex()}' WHERE size = 20")
        assert verified(book).sound
        found = verified(book, keys=[SIGNER.verifier])
        assert "the checkpoint kept here for @20 is forged or damaged" in found.problems[0].what
        assert found.signed_to == 30

    def test_survives_no_tail_that_is_cut_off(self, book: Path) -> None:
        forge(book, lambda rows: rows[:25], Means.TREE)
        assert "cut short" in verified(book).problems[0].what


class TestAManifest:
    @pytest.fixture
    def stated(self, book: Path) -> Path:
        with closing(open_ledger(book)) as store:
            heads = store.heads(store.streams(40), 40)
            record(store, "ledger", ManifestRecorded(4, manifest_root(heads).hex()), now=NOW + 40)
        return book

    def test_that_states_the_heads_before_it_is_sound(self, stated: Path) -> None:
        assert verified(stated).sound

    @pytest.mark.parametrize(("field", "value"), [("root", "0" * 64), ("streams", 5)])
    def test_that_states_something_else_is_named(self, book: Path, field: str, value: object) -> None:
        with closing(open_ledger(book)) as store:
            stated = {"streams": 4, "root": manifest_root(store.heads(store.streams(40), 40)).hex()}
            record(store, "ledger", ManifestRecorded(**{**stated, field: value}), now=NOW + 40)  # type: ignore[arg-type]
        assert verified(book).problems == (
            Problem(41, "its manifest does not state the heads of the streams before it"),
        )

    def test_shows_a_fact_that_was_dropped_though_all_else_fits(self, stated: Path) -> None:
        """As by somebody who rewrites rows, leaves and tree, and does not know of manifests."""

        def without_one(rows: list[Row]) -> list[Row]:
            del rows[39]
            return rows

        with closing(sqlite3.connect(stated)) as connection:
            (manifest,) = connection.execute("SELECT body FROM events WHERE position = 41").fetchone()
        forge(stated, without_one, Means.CHECKPOINTS)
        tamper(stated, f"UPDATE events SET body = x'{manifest.hex()}' WHERE position = 40")
        assert (
            Problem(40, "its manifest does not state the heads of the streams before it")
            in verified(stated).problems
        )


class TestWhatIsSealed:
    def sealed(self, path: Path, *, committed: int | None, person: str = "p7") -> Verification:
        """Return what is found when @6 tells of PERSON, sealed; committed: where their key is."""

        def seal(rows: list[Row]) -> list[Row]:
            body = json.loads(rows[5].body)
            body["event"]["name"] = {"person": person, "sealed": "AAAA"}
            rows[5] = rows[5]._replace(body=json.dumps(body, separators=(",", ":")).encode())
            if committed is not None:
                told = {"person": "p7", "commitment": "00"}
                key = {"on": "2024-05-01", "by": "kim", "event": told}
                rows.insert(
                    committed,
                    rows[0]._replace(
                        stream="ledger",
                        version=1,
                        type=PersonKeyCommitted.__name__,
                        body=json.dumps(key).encode(),
                        command_id=rows[5].command_id if committed == 6 else "key",
                        ordinal=1 if committed == 6 else 0,
                        recorded_at=rows[committed - 1].recorded_at,
                    ),
                )
            return rows

        forge(path, seal, Means.CHECKPOINTS)
        return verified(path)

    @pytest.mark.parametrize("committed", [5, 6])
    def test_with_a_key_that_is_committed_to_before_or_beside_it_is_sound(
        self, book: Path, committed: int
    ) -> None:
        assert self.sealed(book, committed=committed).sound

    @pytest.mark.parametrize("committed", [None, 7])
    def test_with_a_key_that_nobody_committed_to_by_then_is_a_problem(
        self, book: Path, committed: int | None
    ) -> None:
        assert self.sealed(book, committed=committed).problems == (
            Problem(6, "it holds what is sealed about p7, and no key of p7 is committed to"),
        )

    def test_is_a_problem_in_the_last_fact_of_all(self, book: Path) -> None:
        forge(book, lambda rows: rows[:6], Means.CHECKPOINTS)
        assert self.sealed(book, committed=None).problems[0].position == 6

    def test_a_second_key_of_somebody_is_a_problem(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            record(
                store, "ledger", PersonKeyCommitted("p7", "00"), PersonKeyCommitted("p8", "01"), now=NOW + 50
            )
            assert verify(store).sound
            record(store, "ledger", PersonKeyCommitted("p7", "01"), now=NOW + 50)
        assert verified(book).problems == (Problem(43, "it commits to another key of p7"),)


class TestWhatIsNoted:
    def test_a_fact_from_the_future_speaks_against_a_clock(self, book: Path) -> None:
        a_day = 86_400_000_000
        assert verified(book, now=NOW + 39 - a_day).notes == ()
        (note_,) = verified(book, now=NOW + 37 - a_day).notes
        assert str(note_) == "@39: it and 1 more are recorded more than a day from now: whose clock is wrong?"
        (note_,) = verified(book, now=NOW + 38 - a_day).notes
        assert str(note_) == "@40: it is recorded more than a day from now: whose clock is wrong?"

    def test_many_facts_of_one_kind_are_noted_once(self, book: Path) -> None:
        forge(
            book,
            lambda rows: [row._replace(type=f"other.{row.position % 2}") for row in rows],
            Means.CHECKPOINTS,
        )
        found = verified(book)
        assert found.sound
        assert [note_.position for note_ in found.notes] == [1, 2]
        assert all(note_.what.endswith("(the first of 20)") for note_ in found.notes)

    def test_many_problems_are_counted_and_the_first_thousand_listed(self, tmp_path: Path) -> None:
        path = tmp_path / "book.db"
        with closing(create(path, "ledger-1", NOW)) as store:
            record(store, "acme", *(AccountSplit(f"part-{number}") for number in range(1200)))
        tamper(path, "UPDATE events SET leaf = zeroblob(32)")
        found = verified(path)
        assert (found.count, len(found.problems)) == (1200, 1000)
        assert found.problems[0].position == 1


class TestTwoThatContradictEachOther:
    """A ledger told in two versions: whoever holds both notes sees it, and is told no place."""

    def test_from_outside(self, book: Path) -> None:
        (problem,) = verified(book, outside(book, 30), read(note(30, ROOT), "other.txt")).problems
        assert problem.position == 0
        assert problem.what == (
            "the checkpoint other.txt and the checkpoint head.txt contradict each other, and the ledger "
            "agrees with the latter: one of the two is false"
        )

    def test_of_an_earlier_size(self, book: Path) -> None:
        (problem,) = verified(book, outside(book, 30), read(note(10, ROOT), "other.txt")).problems
        assert "other.txt and the checkpoint head.txt contradict" in problem.what

    def test_kept_here(self, book: Path) -> None:
        tamper(book, f"INSERT INTO checkpoints VALUES (3, 30, x'{note(30, ROOT).hex()}')")
        (problem,) = verified(book).problems
        assert "the checkpoint kept here for @30 and the checkpoint kept here for @30" in problem.what

    def test_what_is_kept_here_speaks_against_none_from_outside(self, book: Path) -> None:
        """Whoever rewrote the ledger, and holds the key, signed that again."""
        (problem,) = verified(book, read(note(20, ROOT), "other.txt")).problems
        assert "is not what the checkpoint other.txt vouches for" in problem.what

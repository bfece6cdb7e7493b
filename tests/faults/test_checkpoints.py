"""Killed anywhere in a checkpoint: nothing is signed in two ways, and the next one takes up what is there.

A note that was handed out is kept. A manifest that was not signed yet is signed by the next one, which
records none.
"""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.killing import Killed, Say, Work, in_flight_share, killed_after, killed_at, steps
from tests.faults.ledgers import refuse_unsound

import majoracct.adapters.storage.engine  # noqa: F401 - children need not load it anew
from majoracct.adapters.storage.sqlite import open_ledger
from majoracct.adapters.trust.note import Signer
from majoracct.adapters.trust.seal import checkpoint, checkpoint_in
from majoracct.adapters.trust.verify import verify
from majoracct.adapters.trust.vouching import read
from majoracct.cli.targets import write_whole
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.domain.kernel import LEDGER
from majoracct.ledger import Ledger

pytest.importorskip("resource", reason="processes are forked here")

SIGNER = Signer.generate("ours")
KILLS = 50  # of each of four


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        ledger.desk(by="kim").on(ledger.today()).record("acme", AccountOpened("Acme"))
    return path


def seal(book: Path, out: Path) -> int:
    """Have BOOK's head signed and the note written to OUT, as the command does; return its size."""
    with Ledger.open(book) as ledger:
        sealed = checkpoint(ledger, ledger.desk(by="kim"), SIGNER)
        write_whole(out, sealed.note)
        return sealed.size


def sealing(book: Path, name: str, most: int = 1000) -> Work:
    """Return work that records a fact and has the head signed, again and again."""

    def work(say: Say) -> None:
        with Ledger.open(book) as ledger:
            desk = ledger.desk(by="kim").on(ledger.today())
            for number in range(most):
                key = f"{name}-{number}"
                desk.record(key, AccountOpened(key))
                say.begins(key)
                seal(book, book.parent / f"{key}.note")
                say.done(key)

    return work


def manifests(book: Path) -> list[int]:
    """Return the positions of the manifests."""
    with closing(open_ledger(book)) as store:
        return [f.position for f in store.facts(LEDGER) if isinstance(f.event, ManifestRecorded)]


def refuse_doubt(book: Path, handed_out: list[Path]) -> None:
    """Assert that each note handed out is kept and holds, and that the next one leaves no manifest behind."""
    refuse_unsound(book)
    notes = [path.read_bytes() for path in handed_out]
    with closing(open_ledger(book)) as store:
        kept = store.checkpoints()
        assert {(checkpoint_in(note).size, note) for note in notes} <= set(kept)
        assert len({size for size, _ in kept}) == len(kept)
        given = [read(note, "outside") for note in notes]
        assert verify(store, checkpoints=given, keys=[SIGNER.verifier]).problems == ()
    unsigned = set(manifests(book)) - {size for size, _ in kept}
    assert len(unsigned) <= 1
    before = manifests(book)
    size = seal(book, book.with_name("after.note"))
    assert size in before or not unsigned, "a manifest was left unsigned, and another one recorded"
    assert unsigned <= {size}
    book.with_name("after.note").unlink()


@pytest.mark.parametrize("seed", range(4))
def test_at_any_instant(book: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same kills every time
    killed: list[Killed] = []
    for kill in range(KILLS):
        killed.append(killed_after(sealing(book, f"k{kill}"), chance.random() * 0.03))
        if kill % 10 == 0:
            refuse_doubt(book, sorted(book.parent.glob("*.note")))
    assert in_flight_share(killed) > 0.3
    done = [book.parent / f"{key}.note" for each in killed for key in each.done]
    assert all(path.exists() for path in done)
    refuse_doubt(book, sorted(book.parent.glob("*.note")))


@pytest.mark.parametrize("part", range(3))
def test_at_every_step(book: Path, tmp_path: Path, part: int) -> None:
    def fresh(name: str) -> Path:
        (tmp_path / name).mkdir()
        return Path(shutil.copy(book, tmp_path / name / "book.db"))

    last = steps(sealing(fresh("whole"), "a", 1))
    seen = set()
    for step in range(1 + part, last + 1, 3):
        path = fresh(str(step))
        killed_at(sealing(path, "a", 1), step)
        with closing(open_ledger(path)) as store:
            seen.add((len(manifests(path)), len(store.checkpoints()), (path.parent / "a-0.note").exists()))
        refuse_doubt(path, sorted(path.parent.glob("*.note")))
        assert len(manifests(path)) == 1
    # Nothing; a manifest; signed and kept; handed out: never one without those before.
    assert seen <= {(0, 0, False), (1, 0, False), (1, 1, False), (1, 1, True)}
    assert {(0, 0, False), (1, 0, False), (1, 1, False)} <= seen

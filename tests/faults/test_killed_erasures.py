"""A process killed while it erases somebody: the record is sound, and the next run finishes.

The command itself runs in the child, with a real key store; it is killed before each of its steps
outwards, between the steps of erasing, and at random instants.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from attrs import frozen
from tests.faults.killing import Killed, Say, in_flight_share, killed_after, killed_at, steps, took

from majoracct import Ledger
from majoracct.adapters.trust import erasing, keys, vault
from majoracct.adapters.trust.erasing import unfinished
from majoracct.adapters.trust.verify import verify
from majoracct.adapters.views.refreshing import refresh
from majoracct.cli import root
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.book.persons import PersonErased
from majoracct.domain.kernel import Erased

pytest.importorskip("resource", reason="processes are forked here")

DAY = dt.date(2024, 5, 1)
NAME, TITLE, REMIT = "Änn “Queenie” Lee", "Chief Financial Officer", "Capital spend above 5m"
BOB = "Bob Roe-Marsh"
SHARES = 4  # of the kills, so that they can be shared out
KILLS = 50  # at random instants, in each share
COMMAND = ["person", "erase", "p1", "--reason", "asked for", "--role", "data protection officer"]


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ledger that tells of p1 and p2, its key store and its views."""
    folder = tmp_path_factory.mktemp("pattern")
    keys.make_wrapping_key(folder / "wrapping.key")
    wrapping = keys.wrapping_key_from(folder / "wrapping.key")
    with (
        closing(vault.create(folder / "keys.db", "book-1", wrapping)) as store,
        Ledger.create(folder / "book.db", currency="GBP", by="kim", vault=store) as ledger,
    ):
        desk = ledger.desk(by="kim").on(DAY)
        desk.record("acme", AccountOpened("Acme"))
        desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name=NAME, title=TITLE))
        desk.record("acme", StakeholderIdentified("p2", BuyingFunction.FINANCE, name=BOB))
        desk.record("acme", SponsorNamed("p1", TITLE, REMIT))
        refresh(ledger, ledger.past(), DAY, folder / "book.views.db")
    return folder


@frozen
class Scene:
    """A folder in which somebody is erased, again and again: each time it is as the pattern is."""

    pattern: Path
    folder: Path

    def reset(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.pattern, self.folder)

    def erase(self, say: Say) -> None:
        """Run the command, as a shell would."""
        self.environment()
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the child ends with it
        say.begins("erase")
        with pytest.raises(SystemExit) as end:
            root.main([*COMMAND], prog_name="majoracct")
        assert end.value.code in {0, None}, end.value.code
        say.done("erase")

    def environment(self) -> None:
        os.environ["MAJORACCT_LEDGER"] = str(self.folder / "book.db")
        os.environ["MAJORACCT_KEY_STORE"] = str(self.folder / "keys.db")
        os.environ["MAJORACCT_WRAPPING_KEY_FILE"] = str(self.folder / "wrapping.key")

    def opened(self) -> tuple[vault.KeyStore, Ledger]:
        store = vault.open_key_store(
            self.folder / "keys.db", keys.wrapping_key_from(self.folder / "wrapping.key")
        )
        return store, Ledger.open(self.folder / "book.db", vault=store)

    def after(self, killed: Killed) -> str:
        """Check what a kill left, finish it, check again; return how far it had come."""
        store, ledger = self.opened()
        with closing(store), ledger:
            came = self._state(ledger)
            assert verify(ledger.store).sound
            names = _names(ledger)
            assert names == {"p1": NAME if came == "nothing" else Erased.here, "p2": BOB}
            if killed.done:
                assert came == "done"
                assert self.found() == set()
            # Again, by whoever comes next.
            desk = ledger.desk(by="dora", role="data protection officer").on(reason="asked for")
            finished = erasing.erase(ledger, desk, "p1")
            assert finished.left == []
            assert finished.anew == (came == "nothing")
            assert self._state(ledger) == "done"
            assert _names(ledger) == {"p1": Erased.here, "p2": BOB}
            assert verify(ledger.store).sound
        assert self.found() == set()
        return came

    def _state(self, ledger: Ledger) -> str:
        recorded = [f for f in ledger.store.facts("ledger") if isinstance(f.event, PersonErased)]
        assert len(recorded) <= 1
        if not recorded:
            return "nothing"
        return "recorded" if unfinished(ledger) else "done"

    def found(self) -> set[tuple[str, str]]:
        """Return in which files which of what was theirs can be read."""
        return {
            (path.name, text)
            for path in sorted(self.folder.iterdir())
            for text in (NAME, TITLE, REMIT)
            if text.encode() in path.read_bytes()
        }


def _names(ledger: Ledger) -> dict[str, object]:
    found = ledger.store.facts("acme", types=("StakeholderIdentified",))
    return {f.event.person: f.event.name for f in found}  # type: ignore[attr-defined]


@pytest.fixture
def scene(pattern: Path, tmp_path: Path) -> Scene:
    return Scene(pattern, tmp_path / "scene")


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Import what the command imports, so that the children need not, each anew."""
    import majoracct.domain.index as events

    for entry in events.events():
        events.event_class(entry.type)


def test_before_it_the_views_show_them_and_after_it_nothing_does(scene: Scene) -> None:
    scene.reset()
    assert {name for name, _ in scene.found()} == {"book.views.db"}
    took(scene.erase)
    assert scene.found() == set()
    assert not (scene.folder / "book.views.db").exists()


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_before_any_of_its_steps_outwards(scene: Scene, share: int) -> None:
    scene.reset()
    last = steps(scene.erase)
    assert last > 50
    came = []
    for step in range(1 + share, last + 2, SHARES):
        scene.reset()
        killed = killed_at(scene.erase, step)
        assert killed.in_flight or killed.alive
        came.append(scene.after(killed))
    assert set(came) == {"nothing", "recorded", "done"}


@pytest.mark.parametrize("number", range(len(erasing.STEPS) + 1))
def test_killed_between_the_steps_of_erasing(
    scene: Scene, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(found: erasing.Erasing) -> None:
        os.kill(os.getpid(), 9)

    stopping: list[Callable[[erasing.Erasing], None]] = list(erasing.STEPS)
    stopping.insert(number, dies)
    scene.reset()
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "STEPS", tuple(stopping))
        killed = killed_at(scene.erase, 0)
    assert killed.in_flight
    assert scene.after(killed) == ("nothing", "recorded", "done", "done", "done")[number]


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_at_any_instant(scene: Scene, share: int) -> None:
    scene.reset()
    whole = took(scene.erase)
    chance = random.Random(share)  # noqa: S311 - instants, no secrets
    came, everybody = [], []
    for _ in range(KILLS):
        scene.reset()
        killed = killed_after(scene.erase, chance.uniform(0, whole * 1.1))
        everybody.append(killed)
        came.append(scene.after(killed))
    assert in_flight_share(everybody) > 0.3
    assert {"nothing", "done"} <= set(came)

"""Killing a process at work: at every step it takes outwards, or at any instant.

The work runs in a forked child, which says through a pipe what it begins and what it has done. A step is
a call that reaches beyond the process: a statement or commit of SQLite, a file made, written, synced,
renamed or removed. A child can be killed (SIGKILL: nothing is tidied up) before each of its steps and after
the last, or some seconds after it began; the latter hits between the steps, too, inside a commit.

    def work(say: Say) -> None:
        with Ledger.open(path) as ledger:      # opened by the child itself
            say.begins("erase p1")
            erase(ledger, "p1")
            say.done("erase p1")

    for step in range(1, steps(work) + 1):
        killed = killed_at(work, step)
        ...reopen, verify, resume
"""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from attrs import define, frozen

__all__ = ["Killed", "Say", "Work", "in_flight_share", "killed_after", "killed_at", "steps", "took"]

# Calls that change what is outside, by name; of SQLite, its connections' and cursors' methods, all of them.
_SYSTEM: Final = frozenset(
    "open close write fsync fdatasync ftruncate truncate unlink remove rename replace chmod mkdir".split()
)
_SQLITE: Final = frozenset("execute executemany executescript commit rollback close backup".split())
_FILE: Final = frozenset("write truncate flush close".split())
_WAIT_SECONDS: Final = 60.0
_ENDED_WELL, _FAILED = 0, 1


class Say:
    """What the child says to its parent."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def begins(self, what: str) -> None:
        """Say that WHAT is about to be done: from here on a kill is in flight."""
        self._line("begins", what)

    def done(self, what: str) -> None:
        """Acknowledge that WHAT is done, for good."""
        self._line("done", what)

    def _line(self, word: str, what: str) -> None:
        os.write(self._pipe, f"{word}\t{what}\n".encode())


Work: TypeAlias = Callable[[Say], None]


@frozen
class Killed:
    """What became of a child.

    begun, done: what it said, in order.
    alive: it ended by itself before it could be killed.
    """

    begun: tuple[str, ...]
    done: tuple[str, ...]
    alive: bool

    @property
    def in_flight(self) -> bool:
        """Whether it was killed while doing something."""
        return not self.alive and len(self.begun) > len(self.done)


def in_flight_share(all_killed: Iterable[Killed]) -> float:
    """Return which part of them was killed while doing something: aimed badly, a kill shows nothing."""
    found = [killed.in_flight for killed in all_killed]
    return sum(found) / len(found)


def steps(work: Work) -> int:
    """Return how many steps WORK takes, in a child that is not killed."""
    child = _Child(work, _Steps(0))
    said = child.wait()
    assert child.status == _ENDED_WELL, f"the work failed: {said}"
    return int(said[-1].split("\t")[1])


def took(work: Work) -> float:
    """Return how many seconds WORK takes from what it begins first, in a child that is not killed."""
    child = _Child(work, None)
    child.first()
    begun = time.monotonic()
    child.wait()
    assert child.status == _ENDED_WELL
    return time.monotonic() - begun


def killed_at(work: Work, step: int) -> Killed:
    """Let a child do WORK and kill it just before STEP, counted from 1."""
    child = _Child(work, _Steps(step))
    return child.killed(child.wait())


def killed_after(work: Work, seconds: float) -> Killed:
    """Let a child do WORK and kill it SECONDS after it said what it begins first."""
    child = _Child(work, None)
    child.first()
    time.sleep(seconds)
    os.kill(child.pid, signal.SIGKILL)
    return child.killed(child.wait())


@define
class _Steps:
    """Counts the steps from the first thing begun, and dies before one of them.

    fatal: which; 0 for none.
    """

    fatal: int
    count: int = 0

    def __call__(self, frame: Any, event: str, called: Any) -> None:
        if event == "c_call" and _reaches_out(called):
            self.count += 1
            if self.count == self.fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    def start(self) -> None:
        sys.setprofile(self)

    def stop(self) -> None:
        sys.setprofile(None)


def _reaches_out(called: Any) -> bool:
    name, of = called.__name__, getattr(called, "__self__", None)
    if isinstance(of, sqlite3.Connection | sqlite3.Cursor):
        return name in _SQLITE
    if isinstance(of, io.IOBase):
        return name in _FILE
    return name in _SYSTEM and getattr(called, "__module__", "") in {"posix", "nt", "io", "_io"}


class _Child:
    """A process of its own doing WORK."""

    def __init__(self, work: Work, stepping: _Steps | None) -> None:
        self._reader, writer = os.pipe()
        self._heard = b""
        sys.stderr.flush()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: none is ours
            self.pid = os.fork()
        if self.pid:
            os.close(writer)
            return
        os.close(self._reader)
        status = _FAILED
        try:
            say = Say(writer) if stepping is None else _Stepping(writer, stepping)
            work(say)
            if stepping is not None:
                stepping.stop()
                os.write(writer, f"steps\t{stepping.count}\n".encode())
            status = _ENDED_WELL
        except BaseException:  # noqa: BLE001 - nothing of the test may run on in the child
            sys.setprofile(None)
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def first(self) -> None:
        """Wait until the child says what it begins."""
        while b"\n" not in self._heard:
            more = os.read(self._reader, 4096)
            assert more, "the child ended before it began anything"
            self._heard += more

    def wait(self) -> list[str]:
        """Wait for the child's end and return the lines it said."""
        with os.fdopen(self._reader, "rb") as pipe:
            self._heard += pipe.read()
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._heard.decode().splitlines()

    def killed(self, said: list[str]) -> Killed:
        """Return what became of it. A child that failed by itself is a defect, and no kill."""
        assert self.status in {_ENDED_WELL, -signal.SIGKILL}, f"the work failed: {said}"
        words = [line.partition("\t") for line in said]
        begun, done = (tuple(what for word, _, what in words if word == by) for by in ("begins", "done"))
        return Killed(begun, done, alive=self.status == _ENDED_WELL)


class _Stepping(Say):
    """Starts to count steps with what is begun first; what is said is no step."""

    def __init__(self, pipe: int, stepping: _Steps) -> None:
        super().__init__(pipe)
        self._steps = stepping

    def _line(self, word: str, what: str) -> None:
        self._steps.stop()
        super()._line(word, what)
        self._steps.start()

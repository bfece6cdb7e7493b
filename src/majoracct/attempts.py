"""Trying a command again: when, and how patiently."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Final

from majoracct.ports import BusyError, CommandReusedError, ConflictError

__all__ = ["Attempts"]

_MOST: Final = 200  # of them; every conflict is another's success, so contenders thin out


class Attempts:
    """The attempts at one command: iterate over them, and tell what came of each that met a conflict."""

    def __init__(self) -> None:
        self._last: ConflictError | None = None

    def __iter__(self) -> Iterator[int]:
        for attempt in range(_MOST):
            if attempt:
                # Somebody else succeeded; a short, uneven pause keeps the contenders from meeting again.
                time.sleep(random.uniform(0, min(0.002 * attempt, 0.05)))  # noqa: S311 - not a secret
            yield attempt
        raise ConflictError(f"gave up after {_MOST} attempts: {self._last}")

    def met(self, conflict: ConflictError) -> None:
        """Take note of a CONFLICT; raise it when trying again at once would not help."""
        if isinstance(conflict, BusyError | CommandReusedError):
            raise conflict
        self._last = conflict

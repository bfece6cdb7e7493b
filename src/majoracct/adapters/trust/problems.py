"""What speaks against a record: where, and what; as much of it as anybody reads."""

from __future__ import annotations

from typing import Final

from attrs import frozen

__all__ = ["MOST", "Found", "Problem"]

MOST: Final = 1000  # a ledger that was rewritten can have a problem in every row


@frozen
class Problem:
    """Something wrong: where (0 is the ledger as a whole), and what."""

    position: int
    what: str

    def __str__(self) -> str:
        place = f"@{self.position}"
        return f"{place}: {self.what}" if self.position and not self.what.startswith(place) else self.what


class Found:
    """The first problems met, and how many there were in all."""

    def __init__(self) -> None:
        self.listed: list[Problem] = []
        self.count = 0

    def add(self, position: int, what: str) -> None:
        """Take note of one more."""
        self.count += 1
        if self.count <= MOST:
            self.listed.append(Problem(position, what))

    @property
    def first(self) -> int | None:
        """The first position that something is wrong at; None when no position is named."""
        return min((each.position for each in self.listed if each.position), default=None)

    def within(self, end: int) -> bool:
        """Return whether something is wrong at a position up to END: what follows from it is no news."""
        return self.first is not None and self.first <= end

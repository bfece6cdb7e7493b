"""Baseline files: findings that are known and accepted, each by its id and for a reason, as TOML.

    [[accepted]]
    id = "granted-outside-process:acme:acme@12"
    reason = "an old customer; the board's minutes of 12 March are attached"
    until = 2027-03-31

Everything wrong with a file is said at once, with its line.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from majoracct.adapters.exchange.policy_file import Fault
from majoracct.domain.calendar import PeriodError, read_day
from majoracct.domain.checks.finding import Accepted

__all__ = ["BaselineError", "read_baseline"]

_KEYS: Final = ("id", "reason", "until")
_HEADER: Final = re.compile(r"\s*\[\[\s*[\"']?accepted[\"']?\s*\]\]")
_KEY: Final = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")


class BaselineError(Exception):
    """A baseline file cannot be used; `faults` holds everything that is wrong with it, by line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("; ".join(map(str, self.faults)))


def read_baseline(text: str, checks: Collection[str]) -> tuple[Accepted, ...]:
    """Return what TEXT accepts, in its order. checks: the ids of the checks there are.

    Raises BaselineError with every fault.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r" \(at line ([0-9]+), column ([0-9]+)\)", str(error))
        what = str(error).replace(found[0], "") if found else str(error)
        line = int(found[1]) if found else text.count("\n") + 1
        raise BaselineError([Fault(line, f"it is not TOML: {what}")]) from None
    except ValueError:  # Python reads no number of thousands of digits
        raise BaselineError([Fault(0, "a number in it is too long to read")]) from None
    reader = _Reader(text, checks)
    accepted = reader.read(document)
    if reader.faults:
        raise BaselineError(reader.faults)
    return accepted


class _Reader:
    """Reads one document, and keeps what is wrong with it."""

    def __init__(self, text: str, checks: Collection[str]) -> None:
        self.places = list(_places(text.splitlines()))
        self.checks = checks
        self.faults: list[Fault] = []

    def read(self, document: Mapping[str, Any]) -> tuple[Accepted, ...]:
        """Return the entries of DOCUMENT that nothing is wrong with."""
        for key in document:
            if key != "accepted":
                self.faults.append(Fault(0, f"unknown key {key}: a baseline holds [[accepted]] tables"))
        entries = document.get("accepted", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.faults.append(Fault(0, "accepted is a list of tables: write [[accepted]] above each"))
            return ()
        found: dict[str, Accepted] = {}
        for number, entry in enumerate(entries):
            before = len(self.faults)
            accepted = self.entry(number, entry)
            if accepted.id in found:
                self.fault(number, "id", f"{accepted.id} is accepted twice")
            if len(self.faults) == before:
                found[accepted.id] = accepted
        return tuple(found.values())

    def entry(self, number: int, entry: Mapping[str, Any]) -> Accepted:
        """Return what the ENTRY of this NUMBER, counted from 0, accepts."""
        for key in entry:
            if key not in _KEYS:
                near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.0)[0]
                self.fault(number, key, f"unknown key {key}: the nearest is {near}, of {', '.join(_KEYS)}")
        id_ = self.text(number, entry, "id", "which finding is meant: `check --columns id` tells")
        reason = self.text(number, entry, "reason", "why it is accepted")
        if id_:
            self.known(number, id_)
        return Accepted(id_, reason, self.until(number, entry.get("until")))

    def text(self, number: int, entry: Mapping[str, Any], key: str, what: str) -> str:
        value = entry.get(key)
        if isinstance(value, str) and value.strip():
            return value
        said = (
            "is missing" if value is None else "is empty" if isinstance(value, str) else "is text, in quotes"
        )
        self.fault(number, key, f"{key} {said}: say {what}")
        return ""

    def known(self, number: int, id_: str) -> None:
        """Keep a fault when ID_ names no check, or no account."""
        check, _, account = id_.partition(":")
        if check not in self.checks:
            near = difflib.get_close_matches(check, sorted(self.checks), n=1, cutoff=0.0)
            self.fault(number, "id", f"there is no check {check!r}: the nearest is {near[0]!r}")
        elif not account:
            self.fault(number, "id", f"{id_} names no account: an id is check:account, or check:account:what")

    def until(self, number: int, value: Any) -> dt.date | None:
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        try:
            return read_day(str(value))
        except PeriodError as error:
            self.fault(number, "until", f"until: {error}")
            return None

    def fault(self, number: int, key: str, what: str) -> None:
        places = self.places[number] if number < len(self.places) else {}
        self.faults.append(Fault(places.get(key, places.get("", 0)), what))


def _places(lines: list[str]) -> Iterator[dict[str, int]]:
    """Yield, for each entry, the line of its heading, under "", and of each of its keys.

    The parser does not tell.
    """
    places: dict[str, int] | None = None
    for number, line in enumerate(lines, start=1):
        if _HEADER.match(line):
            if places is not None:
                yield places
            places = {"": number}
        elif places is not None and (found := _KEY.match(line)):
            places.setdefault(found[1], number)
    if places is not None:
        yield places

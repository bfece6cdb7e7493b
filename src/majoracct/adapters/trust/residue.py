"""Residue: what was readable of a person, looked for in the bytes of files and in the rows of a ledger.

What was sealed is not found this way, whatever it says. What is shorter than four bytes is not looked for: it
stands in any file by chance. Neither are words of a scale, such as how loyal somebody is: they are the
program's own, and stand in any ledger.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.adapters.trust.holding import Kept, Value
from majoracct.ports import EventStore

__all__ = ["Left", "Wanted", "found_in", "found_in_rows", "needles", "stands_in"]

# By field, or by person: the bytes by which what is said there would be found.
Wanted: TypeAlias = Mapping[str, frozenset[bytes]]

_CAPACITY: Final = ("role", "channel", "assurance")  # of whoever recorded a fact, as its body names them
_CHUNK: Final = 1 << 20
_SHORTEST: Final = 4  # bytes


@frozen
class Left:
    """Something that is, or may be, still to be read: where, and what.

    field: the field whose value is found there; "" where a whole file is meant.
    """

    where: str
    what: str
    field: str = ""


def needles(held: Iterable[Value], by: Callable[[Value], str] = lambda value: value.field) -> Wanted:
    """Return the bytes by which the values HELD would be found: as text, in JSON, and in base64.

    by: what they are told apart by; their fields, unless it says something else.
    """
    found: dict[str, frozenset[bytes]] = {}
    for each in held:
        if _is_looked_for(each):
            found[by(each)] = found.get(by(each), frozenset()) | _ways_to_write(each.text)
    return found


def stands_in(value: Value, text: str) -> bool:
    """Return whether what VALUE says stands in TEXT, in capitals or not."""
    return _is_looked_for(value) and value.text.casefold() in text.casefold()


def _is_looked_for(value: Value) -> bool:
    text = value.text
    return isinstance(text, str) and len(text.encode()) >= _SHORTEST and not value.of_scale


def _ways_to_write(text: str) -> frozenset[bytes]:
    plain = text.encode()
    written = {plain, json.dumps(text)[1:-1].encode(), json.dumps(text, ensure_ascii=False)[1:-1].encode()}
    for shift in range(3):  # wherever it begins in what was encoded
        coded = base64.b64encode(b"\0" * shift + plain)
        whole = coded[4 if shift else 0 : len(coded) // 4 * 4 - (4 if coded.endswith(b"=") else 0)]
        if len(whole) >= 2 * _SHORTEST:
            written.add(whole)
    return frozenset(written)


def found_in(path: Path, wanted: Wanted) -> set[str]:
    """Return by what WANTED tells them apart, of values that stand in the bytes of the file at PATH.

    None does where there is no such file; raises OSError when it cannot be read.
    """
    longest = max((len(needle) for needles in wanted.values() for needle in needles), default=0)
    found: set[str] = set()
    if not longest:
        return found
    try:
        with path.open("rb") as file:
            before = b""
            while chunk := file.read(_CHUNK):
                window = before + chunk
                found |= {name for name, needles in wanted.items() if any(n in window for n in needles)}
                before = window[-longest:]
    except FileNotFoundError:
        return found
    return found


def found_in_rows(store: EventStore, held: Iterable[Value], wanted: Wanted) -> tuple[list[Left], set[str]]:
    """Return what can be read in rows, and the fields whose values stand in any, whatever they mean there.

    It was recorded in the clear, or others used the same words: told once for a field, for they may be
    about somebody else. That a role is called as their title is says nothing of them.
    """
    clear = {(each.fact, each.field) for each in held if each.kept is Kept.CLEAR}
    found = [Left(fact, "it was recorded in the clear", name) for fact, name in sorted(clear)]
    met = {name for _, name in clear}
    elsewhere: dict[str, list[str]] = {}
    for row in store.rows():
        fact = f"{row.stream}@{row.version}"
        for name, needles in sorted(wanted.items()):
            if (fact, name) in clear or not any(needle in row.body for needle in needles):
                continue
            met.add(name)
            if any(needle in _texts(row.body) for needle in needles):
                elsewhere.setdefault(name, []).append(fact)
    for name, facts in sorted(elsewhere.items()):
        more = f", and in {len(facts) - 1} more" if len(facts) > 1 else ""
        found.append(Left(facts[0], f"the same words stand in what is not sealed{more}", name))
    return found, met


def _texts(body: bytes) -> bytes:
    """Return BODY but for what somebody's capacity is called."""
    try:
        read = {key: value for key, value in json.loads(body).items() if key not in _CAPACITY}
    except (ValueError, AttributeError, RecursionError):
        return body
    return json.dumps(read, ensure_ascii=False).encode("utf-8", "surrogatepass")

"""Lines of events: JSON from a file, each what is to be recorded, read strictly and wholly or not at all.

A line is ``{"account": KEY, "event": "SponsorNamed", "data": {…}}``; `event` is a stored name or
a verb such as ``sponsor name``, `account` is ``programme`` for the programme's own events. A line
may say `on`, `reason`, `evidence` and `command_id`.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from majoracct.cli import strict
from majoracct.cli.fields import read_object
from majoracct.cli.recording import OPENS, Recordable, recordable, verb_of
from majoracct.cli.session import BadInput, digest_evidence
from majoracct.cli.strict import StrictError
from majoracct.domain.calendar import read_day
from majoracct.domain.kernel import PROGRAMME, Evidence, Refused

if TYPE_CHECKING:
    from majoracct.requests import Request
    from majoracct.stored import StoredFacts

__all__ = ["Line", "content_of", "read_lines", "refused_in", "requests_of"]

_KEYS: Final = ("account", "event", "data", "on", "reason", "evidence", "command_id")


@frozen
class Line:
    """One line of the file, checked as far as it can be without the ledger."""

    number: int
    account: str
    what: Recordable
    data: dict[str, Any]
    on: dt.date | None
    reason: str
    evidence: tuple[Evidence, ...]
    command_id: str
    asked: str  # the event and its data, written the same way whatever the order of keys


def content_of(path: str) -> tuple[str, bytes]:
    """Return what the file at PATH is called in messages, and what it holds; - is standard input."""
    name = "standard input" if path == "-" else path
    try:
        return name, sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise BadInput(f"{name}: {error.strerror}") from None


def read_lines(content: bytes, name: str) -> list[Line]:
    """Return the lines in CONTENT, of the file called NAME; at least one.

    Raises BadInput naming the line that is wrong.
    """
    found: list[Line] = []
    ids: dict[str, int] = {}
    for number, text in _texts(content):
        try:
            line = _line(number, strict.decoded(text))
        except ValueError as error:
            raise BadInput(f"{name} line {number}: {error}") from None
        if line is None:
            continue
        if line.command_id:
            if line.command_id in ids:
                first = ids[line.command_id]
                raise BadInput(
                    f"{name} line {number}: command_id {line.command_id!r} is that of line {first}"
                )
            ids[line.command_id] = number
        found.append(line)
    if not found:
        raise BadInput(f"{name} holds no line: give one JSON object a line")
    return found


def refused_in(name: str, lines: list[Line], no: Refused) -> None:
    """Make the refusal NO of one of LINES say which line of the file called NAME it is."""
    if no.at is not None:
        no.obstacle = f"{name} line {lines[no.at].number}: {no.obstacle}"


def _texts(content: bytes) -> Iterator[tuple[int, bytes]]:
    for number, text in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if text.strip():
            yield number, text


def _line(number: int, text: str) -> Line | None:
    if not text.strip():
        return None
    found = strict.document(text)
    if not isinstance(found, dict):
        raise StrictError("it is not a JSON object")
    for key in found:
        if key not in _KEYS:
            raise StrictError(f"there is no key {key!r}: there are {', '.join(_KEYS)}")
    account, event = _said(found, "account", required=True), _said(found, "event", required=True)
    data = found.get("data", {})
    if not isinstance(data, dict):
        raise StrictError("data is not a JSON object")
    evidence = found.get("evidence", [])
    if not isinstance(evidence, list) or not all(isinstance(e, str) and e for e in evidence):
        raise StrictError("evidence is not a list of files and addresses")
    what = _what(event)
    if what.about_account == (account == PROGRAMME):
        of = "an account" if what.about_account else f'the programme: write "account": "{PROGRAMME}"'
        raise StrictError(f"{event} is recorded about {of}")
    on = _said(found, "on")
    return Line(
        number,
        account,
        what,
        data,
        read_day(on) if on else None,
        _said(found, "reason"),
        _shown(evidence),
        _said(found, "command_id"),
        json.dumps([what.verb, data, on], sort_keys=True),
    )


def _shown(evidence: list[str]) -> tuple[Evidence, ...]:
    try:
        return digest_evidence(tuple(evidence))
    except BadInput as error:
        raise StrictError(error.message) from None


def _said(found: dict[str, Any], key: str, *, required: bool = False) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise StrictError(f"{key} is not text")
    if key in found and not value.strip():
        raise StrictError(f"{key} is empty")
    if required and key not in found:
        raise StrictError(f"{key} is missing")
    return value


_found: dict[str, Recordable] = {}


def _what(event: str) -> Recordable:
    if event not in _found:
        verb = verb_of(event)
        if verb is None:
            raise StrictError(f"there is no event {event!r} to record: write a verb such as 'sponsor name'")
        _found[event] = recordable(verb)
    return _found[event]


# As requests


def requests_of(
    name: str, lines: list[Line], past: StoredFacts, currency: str, default: dt.date
) -> Iterator[Request]:
    """Yield what LINES of the file called NAME ask to record, by people and things known in PAST.

    currency: of money that names none. default: the day of a line that says none.
    Raises NotFoundError and BadInput naming the line; those of its data once it is judged.
    """
    from majoracct.requests import Request

    opened = {line.account for line in lines if line.what.verb == OPENS}
    for line in lines:
        stream = _stream(name, line, past, opened)
        yield Request(
            stream,
            _proposal(name, line, stream, currency),
            line.on or default,
            command_id=line.command_id,
            reason=line.reason,
            evidence=line.evidence,
            asked=line.asked if line.command_id else "",
        )


def _stream(name: str, line: Line, past: StoredFacts, opened: set[str]) -> str:
    if line.account == PROGRAMME or line.account in opened:
        return line.account
    from majoracct.cli.clocks import resolve_account
    from majoracct.ports import NotFoundError

    try:
        return resolve_account(past, line.account)
    except NotFoundError as error:
        raise NotFoundError(f"{name} line {line.number}: {error}", error.candidates) from None


def _proposal(name: str, line: Line, stream: str, currency: str) -> Callable[[Any], Any]:
    """Return what records LINE. Names are looked up when it is judged: the lines before it are known then."""
    what = line.what
    parts = {field.name: field for field in what.fields}

    def propose(seen: Any) -> Any:
        from majoracct.cli.naming import Here
        from majoracct.ports import NotFoundError

        try:
            values = read_object(line.data, parts, Here(currency, seen.past, stream))
        except NotFoundError as error:
            raise NotFoundError(f"{name} line {line.number}: {error}", error.candidates) from None
        except ValueError as error:
            raise BadInput(f"{name} line {line.number}: data.{error}") from None
        return what.make(seen, **values) if what.procedure else ((stream, what.make(**values)),)

    return propose

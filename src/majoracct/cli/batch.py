"""`record FILE`: many events at once, from JSON lines. All of them are recorded, or none.

A line is ``{"account": KEY, "event": "SponsorNamed", "data": {…}}``; `event` is a stored name or
a verb such as ``sponsor name``, `account` is ``programme`` for the programme's own events. A line
may say `on`, `reason`, `evidence` and `command_id`; a line whose command id is on record records
nothing new, so that a file can be given again; an id of another request is a conflict.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from majoracct.cli import strict
from majoracct.cli.fields import read_object
from majoracct.cli.options import SectionedCommand, recording_options
from majoracct.cli.output import message
from majoracct.cli.receipts import receipt
from majoracct.cli.recording import OPENS, Recordable, desk_for, recordable, verb_of
from majoracct.cli.session import BadInput, digest_evidence, session_of
from majoracct.cli.strict import StrictError
from majoracct.domain.calendar import read_day
from majoracct.domain.kernel import PROGRAMME, Evidence, Refused

if TYPE_CHECKING:
    from majoracct.ledger import Ledger, StoredFacts
    from majoracct.requests import Request

__all__ = ["record"]

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


@click.pass_context
def _record(ctx: click.Context, /, **params: Any) -> None:
    session = session_of(ctx)
    session.load_plugins()
    path = params["file"]
    name = "standard input" if path == "-" else path
    lines = _lines(path, name)
    if not lines:
        raise BadInput(f"{name} holds no line: give one JSON object a line")
    with session.open() as ledger:
        desk = desk_for(session, ledger, params)
        requests = [*_requests(name, lines, ledger, desk.day or ledger.today())]
        known = ledger.store.known([line.command_id for line in lines if line.command_id])
        with receipt(ledger, params) as recorded:
            try:
                recorded.extend(desk.record_all(requests))
                for id_ in known:  # as they were first recorded
                    recorded.extend(ledger.store.of_command(id_))
            except Refused as no:
                if no.at is not None:
                    no.obstacle = f"{name} line {lines[no.at].number}: {no.obstacle}"
                    no.remedy += " Nothing of the file was recorded."
                raise
        if known:
            message(f"{len(known)} of {len(lines)} lines were on record before: nothing new came of them.")


record = SectionedCommand(
    "record",
    callback=_record,
    params=[click.Argument(["file"], metavar="FILE.jsonl"), *recording_options(single=False)],
    help="""Record the events of FILE, one JSON object a line, in one append: all of them or none.

\b
{"account": "acme", "event": "sponsor name", "on": "2024-05-01",
 "data": {"person": "Ann Lee", "title": "CFO", "remit": "capital spend"}}

(on one line.) `event` is a verb, or a stored name such as SponsorNamed; `account` is "programme"
for the programme's own. Also: reason, evidence (a list) and command_id, which makes a line safe
to repeat. Money is text, "1.01" or "1.01 USD". --on, --reason and --evidence hold for lines that
say none. FILE is - for standard input.""",
)


def _lines(path: str, name: str) -> list[Line]:
    """Return the lines of the file at PATH, called NAME. Raises BadInput naming the line that is wrong."""
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise BadInput(f"{name}: {error.strerror}") from None
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
    return found


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


def _requests(name: str, lines: list[Line], ledger: Ledger, default: dt.date) -> Iterator[Request]:
    from majoracct.domain.seen import Programme
    from majoracct.requests import Request

    past = ledger.past()
    currency = ledger.settings.currency
    opened = {line.account for line in lines if line.what.verb == OPENS}
    for line in lines:
        stream = _stream(name, line, past, opened)
        propose = _proposal(name, line, stream, currency)
        programme = Programme(PROGRAMME, line.on or default, past)
        yield Request(
            stream,
            # The programme's events name nobody, so that nothing of the lines before is needed to read them.
            propose if line.what.about_account else propose(programme)[0][1],
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

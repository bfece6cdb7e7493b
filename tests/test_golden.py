"""Stored names and shapes are for ever: a line of every shape ever written can still be read.

`tests/golden/facts.jsonl` is append-only. When an event is new, or its schema number grew, the first
test here fails and prints the line to append; nothing else writes that file.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from majoracct.adapters.storage.codec import Codec
from majoracct.domain import index
from majoracct.domain.kernel import Assurance, Erased, Event, Evidence, Fact, Mark
from majoracct.domain.money import Money

GOLDEN = Path(__file__).parent / "golden" / "facts.jsonl"


class Line(msgspec.Struct):
    """One line of the file. The body is taken as it is written, byte by byte."""

    type: str
    schema: int
    body: msgspec.Raw


def lines() -> list[Line]:
    decode = msgspec.json.Decoder(Line).decode
    return [decode(line) for line in GOLDEN.read_bytes().splitlines()] if GOLDEN.exists() else []


def read(line: Line) -> Fact:
    return Codec().decode(("", "acme", 1, line.type, line.schema, bytes(line.body), 0, "c", 0))


LINES = lines()
MARKED = {"person": "p1", "fact": "acme@1", "personal": "Zoë Bligh"}
PLAIN: dict[Any, Any] = {
    str: "some “text”",
    int: 7,
    bool: True,
    dt.date: dt.date(2024, 2, 29),
    Decimal: Decimal("0.50"),
    Money: Money(Decimal("264451.75"), "GBP"),
}


def sample(hint: Any) -> Any:
    """Return a value for a field annotated with HINT; of an optional one, not None."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        marks = [mark.of for mark in hint.__metadata__ if isinstance(mark, Mark)]
        told = hint.__metadata__[-1] if "personal" in marks else parts[0]
        return MARKED[marks[0]] if marks and told is str else sample(told)
    if origin in (typing.Union, types.UnionType):
        return sample(next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return (sample(parts[0]), sample(parts[0]))
    if hint in PLAIN:
        return PLAIN[hint]
    if issubclass(hint, enum.Enum):
        return list(hint)[-1]
    hints = typing.get_type_hints(hint, include_extras=True)
    return hint(**{a.name: sample(hints[a.name]) for a in attrs.fields(hint)})


def line_for(kind: type[Event[Any]]) -> str:
    """Return the line to append for today's shape of KIND, with everything a fact can say."""
    fact = Fact(
        "acme",
        1,
        1,
        sample(kind),
        dt.date(2024, 5, 1),
        "kim",
        "account manager",
        Assurance.OS_USER,
        "cli",
        "a reason",
        (Evidence("minutes.pdf", 1024, "ab" * 32), Evidence("https://example.com/7")),
        time="09:30:00",
        inherited_place=3,
        corrects="acme@2",
        origin="acme@1",
        source={"row": "7", "supplier": "Acme"},
        source_known=dt.date(2024, 4, 30),
        fingerprint="0f" * 16,
    )
    name, schema, body = Codec().encode(fact)
    return msgspec.json.encode(Line(name, schema, msgspec.Raw(body))).decode()


class TestEveryEvent:
    def test_has_a_line_of_each_of_its_shapes(self) -> None:
        known = {(line.type, line.schema) for line in LINES}
        new = [
            line_for(kind)
            for kind in (index.event_class(entry.type) for entry in index.events())
            if (kind.__name__, kind.schema) not in known
        ]
        appended = "\n".join(new)
        assert not new, f"append to {GOLDEN}:\n{appended}"
        for name, schema in known:
            assert {(name, older) for older in range(1, schema)} <= known

    def test_no_stored_name_is_gone(self) -> None:
        assert {line.type for line in LINES} <= {entry.type for entry in index.events()}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.type}-{line.schema}")
class TestEveryLine:
    def test_is_read_and_written_again_as_the_same_bytes(self, line: Line) -> None:
        fact = read(line)
        name, schema, body = Codec().encode(fact)
        assert (fact.schema, name) == (line.schema, line.type)
        if schema == line.schema:
            assert body == bytes(line.body)

    def test_says_what_it_said(self, line: Line) -> None:
        event = read(line).event
        stored = msgspec.json.decode(line.body)["event"]
        if type(event).schema == line.schema:
            assert stored.keys() <= {a.name for a in attrs.fields(type(event))}
        for name in stored.keys() & {a.name for a in attrs.fields(type(event))}:
            value = getattr(event, name)
            if stored[name] is not None:
                assert value not in (None, (), "")


class TestPersonalFields:
    def test_are_stored_tagged_with_whom_they_are_about(self) -> None:
        tagged = [line for line in LINES if '"clear"' in bytes(line.body).decode()]
        assert {line.type for line in tagged} >= {"SponsorNamed", "StakeholderIdentified"}
        for line in tagged:
            assert b'{"person":"p1","clear":"' in bytes(line.body)

    def test_read_as_erased_once_they_are(self) -> None:
        (line,) = (line for line in LINES if line.type == "SponsorNamed")
        body = bytes(line.body).replace(',"clear":"Zoë Bligh"'.encode(), b"")
        event: Any = read(Line(line.type, line.schema, msgspec.Raw(body))).event
        assert (event.title, event.remit) == (Erased.here, Erased.here)

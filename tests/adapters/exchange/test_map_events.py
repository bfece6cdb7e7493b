"""No row of a file says anything of a person: a row is known by a digest, and that could be guessed at."""

from __future__ import annotations

import datetime as dt
import enum
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from majoracct.adapters.exchange.mapping import MappingFileError, read_map
from majoracct.domain import index
from majoracct.domain.kernel import marked
from majoracct.domain.money import Money

TYPES = {str: "text", Money: "money", int: "integer", Decimal: "decimal", dt.date: "day", bool: "boolean"}


def of_people() -> list[str]:
    """Return the events of an account that name somebody, or tell of them."""
    found = []
    for entry in index.events():
        hints = typing.get_type_hints(index.event_class(entry.type), include_extras=True).values()
        if entry.kind == "account" and any(marked(h, "person") or marked(h, "personal") for h in hints):
            found.append(entry.type)
    return found


def declared(name: str, hint: Any) -> str:
    """Return what a map says of a field, so that nothing but whom it is about stands in its way."""
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    plain = inner[0] if inner and not marked(hint, "person") and not marked(hint, "personal") else hint
    if marked(hint, "fact"):
        return f'fields.{name} = {{ fact = "before" }}'
    if isinstance(plain, type) and issubclass(plain, enum.Enum):
        return f'fields.{name} = {{ column = "{name}", type = "enum" }}'
    formats = ', formats = ["YYYY-MM-DD"]' if plain is dt.date else ""
    return f'fields.{name} = {{ column = "{name}", type = "{TYPES.get(plain, "text")}"{formats} }}'


@pytest.mark.parametrize("event", of_people())
def test_a_map_that_would_is_refused(event: str, tmp_path: Path) -> None:
    kind = index.event_class(event)
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = [declared(a.name, hints[a.name]) for a in attrs.fields(kind) if not a.metadata.get("pinned")]
    path = tmp_path / "ours.toml"
    said = [f'event = "{event}"', 'account = { column = "who", key = "slug" }', 'day = "on"', *fields]
    path.write_text("\n".join([*said, 'identity = { from = "row", name = "ours" }']), encoding="utf-8")
    with pytest.raises(
        MappingFileError, match=r"names somebody|tells of a person|is 'StakeholderIdentified'"
    ):
        read_map(str(path))

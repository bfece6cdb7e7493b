"""What one policy changes against another, term by term (B-D4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import fields, has

from majoracct.domain.assessments.changes import Change
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms

__all__ = ["differences"]


def differences(before: Terms, after: Terms) -> list[Change]:
    """Return the terms in which two policies differ, by the name they have in a policy file."""
    first, second = dict(_flat(before, "")), dict(_flat(after, ""))
    return [Change(name, first[name], second[name]) for name in first if first[name] != second[name]]


def _flat(table: Any, path: str) -> Iterator[tuple[str, Any]]:
    for attribute in fields(type(table)):
        name, value = f"{path}{attribute.name}", getattr(table, attribute.name)
        if has(type(value)) and not isinstance(value, Money):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value

"""Policy files: the programme's policy as TOML that a person writes.

A file states only what differs from the policy that is shipped; its tables and keys are the fields
of `Terms`. Everything wrong with a file is said at once, with its line. Money is text, 250000.00 or
"250000 GBP", or a whole number; a binary fraction is no amount of money.
"""

from __future__ import annotations

import difflib
import enum
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from attrs import evolve, fields, frozen, has

from majoracct.domain.money import Money, MoneyError
from majoracct.domain.programme.terms import TargetTerms, Terms

__all__ = ["Fault", "PolicyFileError", "read_policy", "write_policy"]

_SHARES: Final = (Decimal(0), Decimal(1))
_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # that every year has
_LARGE: Final = 10**18
_TABLE: Final = re.compile(r"\s*\[\s*([A-Za-z0-9_.\s\"'-]+?)\s*\]\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_.\s\"'-]+?)\s*=")


@frozen
class Fault:
    """One thing wrong with a policy file: its line, counted from 1 (0: unknown), and what it is."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}" if self.line else self.what


class PolicyFileError(Exception):
    """A policy file cannot be used; `faults` holds everything that is wrong with it, by line."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name = name
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        told = "; ".join(map(str, self.faults))
        super().__init__(f"{name}: {told}" if name else told)


# Reading


def read_policy(text: str, currency: str, name: str = "") -> Terms:
    """Return the terms in TEXT; what it does not state is as shipped.

    currency: of money that names none. name: of the file, for the error.
    Raises PolicyFileError with every fault.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, InvalidOperation, RecursionError) as error:
        found = re.search(r" \(at line ([0-9]+), column ([0-9]+)\)", str(error))
        what = str(error).replace(found[0], "") if found else str(error)
        line = int(found[1]) if found else text.count("\n") + 1
        raise PolicyFileError(name, [Fault(line, f"it is not TOML: {what}")]) from None
    except ValueError:  # Python reads no number of thousands of digits
        raise PolicyFileError(name, [Fault(0, "a number in it is too long to read")]) from None
    reader = _Reader(text, currency)
    terms: Terms = reader.read(Terms.shipped(currency), document, "")
    if not reader.faults:
        reader.check(terms.targets)
    if reader.faults:
        raise PolicyFileError(name, reader.faults)
    return terms


class _Wrong(Exception):  # noqa: N818 - becomes a fault
    """A value is not what its field takes; `part` is the text to look for, where only that is wrong."""

    def __init__(self, what: str, part: str = "") -> None:
        super().__init__(what)
        self.part = part


class _Reader:
    """Reads one document, and keeps what is wrong with it."""

    def __init__(self, text: str, currency: str) -> None:
        self.lines = text.splitlines()
        self.places = dict(_places(self.lines))
        self.currency = currency
        self.faults: list[Fault] = []

    def read(self, default: Any, table: Mapping[str, Any], path: str) -> Any:
        """Return DEFAULT, terms of some kind, with what TABLE states."""
        hints = get_type_hints(type(default))
        changes = {}
        for key, value in table.items():
            where = f"{path}{key}"
            if key not in hints:
                near = difflib.get_close_matches(key, hints, n=1, cutoff=0.0)[0]
                self.fault(where, f"unknown key {where}: the nearest is {path}{near}, of {', '.join(hints)}")
            elif has(hints[key]) and hints[key] is not Money:
                if isinstance(value, dict):
                    changes[key] = self.read(getattr(default, key), value, f"{where}.")
                else:
                    self.fault(where, f"{where} is a table: write [{where}]")
            else:
                try:
                    changes[key] = self.value(hints[key], value)
                except _Wrong as wrong:
                    self.fault(where, f"{where} {wrong}", wrong.part)
        return evolve(default, **changes)

    def value(self, hint: Any, value: Any) -> Any:
        """Return VALUE as the type HINT says. Raises _Wrong."""
        if isinstance(hint, UnionType):  # Money | None: what is not stated is None
            hint = get_args(hint)[0]
        if get_origin(hint) is tuple:
            if not isinstance(value, list):
                raise _Wrong(f"is a list, in brackets, and not {_said(value)}")
            return tuple(self.value(get_args(hint)[0], item) for item in value)
        if hint is Money:
            return self.money(value)
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return _member(hint, value)
        if hint in _PLAIN:
            return _PLAIN[hint](value)
        if not isinstance(value, str) or not value.strip():
            raise _Wrong(f"is text, in quotes, and not {_said(value)}", _part(value))
        return value

    def money(self, value: Any) -> Money:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(_count(value))
        if not isinstance(value, str):
            raise _Wrong(f'is money, such as "250000.00" in quotes, and not {_said(value)}')
        try:
            return Money.read(value, self.currency)
        except MoneyError as error:
            raise _Wrong(f"is no money: {error}") from None

    def check(self, targets: TargetTerms) -> None:
        """Keep a fault when the targets' day is none that every year has."""
        if not 1 <= targets.month <= 12:
            self.fault("targets.month", f"targets.month is 1 to 12, and not {targets.month}")
        elif not 1 <= targets.day <= _DAYS[targets.month]:
            what = f"no year is sure to have a day {targets.day} of month {targets.month}"
            self.fault("targets.day", f"targets.day: {what}")

    def fault(self, path: str, what: str, part: str = "") -> None:
        line = self.places.get(path, 0)
        parent = path
        while not line and "." in parent:  # in an inline table, say
            parent = parent.rpartition(".")[0]
            line = self.places.get(parent, 0)
        if part and line:
            line = next((n for n in range(line, len(self.lines) + 1) if part in self.lines[n - 1]), line)
        self.faults.append(Fault(line, what))


def _places(lines: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the dotted path of each table and key, and its line. The parser does not tell."""
    table = ""
    for number, line in enumerate(lines, start=1):
        if found := _TABLE.match(line):
            table = f"{_plain(found[1])}."
            yield table[:-1], number
        elif found := _KEY.match(line):
            yield table + _plain(found[1]), number


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _said(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value}, a fraction"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _part(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else ""


def _member(kind: type[enum.Enum], value: Any) -> enum.Enum:
    words = [str(member.value) for member in kind]
    if value not in words:
        near = difflib.get_close_matches(str(value), words, n=1, cutoff=0.0)[0]
        raise _Wrong(
            f"takes {', '.join(words)}, and not {_said(value)}: the nearest is {near!r}", _part(value)
        )
    return kind(value)


def _share(value: Any) -> Decimal:
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            raise _Wrong(f"is a share, such as 0.5, and not {_said(value)}") from None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Wrong(f"is a share, such as 0.5, and not {_said(value)}")
    share = Decimal(value)
    if not share.is_finite() or not _SHARES[0] <= share <= _SHARES[1]:
        raise _Wrong(f"is a share from 0 to 1, and not {value}")
    return share


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"is true or false, and not {_said(value)}")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong(f"is a whole number, and not {_said(value)}")
    if abs(value) >= _LARGE:
        raise _Wrong("is a number that nothing reaches")
    return value


_PLAIN: Final[dict[Any, Callable[[Any], Any]]] = {bool: _flag, int: _count, Decimal: _share}


# Writing


def write_policy(terms: Terms, currency: str) -> str:
    """Return TERMS whole, as the text of a policy file; read back, they are the same terms.

    currency: the ledger's, which amounts of money need not name.
    """
    return "\n".join(_tables("", terms, currency))


def _tables(path: str, table: Any, currency: str) -> Iterator[str]:
    """Yield the text of TABLE, then that of each table in it."""
    lines, inner = "", []
    for attribute in fields(type(table)):
        value = getattr(table, attribute.name)
        if has(type(value)) and not isinstance(value, Money):
            inner.append((f"{path}.{attribute.name}" if path else attribute.name, value))
        else:
            lines += _line(attribute.name, value, currency)
    if lines:
        yield f"[{path}]\n{lines}" if path else lines
    for name, value in inner:
        yield from _tables(name, value, currency)


def _line(key: str, value: Any, currency: str) -> str:
    if value is None:
        return f"# {key}: not stated\n"
    return f"{key} = {_toml(value, currency)}\n"


def _toml(value: Any, currency: str) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item, currency) for item in value)}]"
    if isinstance(value, Money):
        return _quoted(value.exact if value.currency == currency else f"{value.exact} {value.currency}")
    if isinstance(value, enum.Enum):
        return _quoted(str(value.value))
    if isinstance(value, int):  # a flag, too
        return str(value).lower()
    if isinstance(value, Decimal):
        return _quoted(format(value, "f"))
    return _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON writes a text as TOML reads it, but for the one control character JSON lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

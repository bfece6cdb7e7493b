"""JSON from outside, read strictly: what two readers could take for two things is refused.

Refused: a key given twice, a number with a fraction or an exponent (money is text), NaN and
infinities, half a surrogate pair, NUL, and nesting nobody writes.
"""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Any, Final, NoReturn

__all__ = ["StrictError", "decoded", "document", "document_of"]


class StrictError(ValueError):
    """Something from outside is not what it should be; the message says what."""


_DEPTH: Final = 16
_LONGEST: Final = 4_000_000  # characters of one document
_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")


def document(text: str) -> Any:
    """Return the JSON value in TEXT. Raises ValueError with what is wrong, and where."""
    if len(text) > _LONGEST:
        raise StrictError(f"it is longer than {_LONGEST:,} characters")
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise StrictError(f"it is not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise StrictError(f"it is nested deeper than {_DEPTH} levels") from None
    _check(found, 1)
    return found


def document_of(text: str) -> Any:
    """Return the JSON value in TEXT, or in the file it names as @FILE. Raises ValueError."""
    if not text.startswith("@"):
        return document(text)
    path = Path(text[1:])
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StrictError(f"{path}: {error.strerror}") from None
    try:
        return document(decoded(content.removeprefix(codecs.BOM_UTF8)))
    except ValueError as error:
        raise StrictError(f"{path}: {error}") from None


def decoded(content: bytes) -> str:
    """Return CONTENT as text. Raises ValueError unless it is UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise StrictError(f"it is not UTF-8: byte 0x{byte:02x} at {error.start + 1}") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise StrictError(f"the key {key!r} is given twice")
        found[key] = value
    return found


def _fraction(text: str) -> NoReturn:
    raise StrictError(f"{text} is a number with a fraction, which is not exact: put it in quotes")


def _constant(text: str) -> NoReturn:
    raise StrictError(f"{text} is no number")


def _whole(text: str) -> int:
    if len(text) > 20:
        raise StrictError(f"{text[:20]}… is too large a number")
    return int(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_fraction, parse_constant=_constant, parse_int=_whole
)


def _check(value: Any, depth: int) -> None:
    if depth > _DEPTH:
        raise StrictError(f"it is nested deeper than {_DEPTH} levels")
    if isinstance(value, str):
        if found := _NO_TEXT.search(value):
            raise StrictError(f"a text holds a character that is no text (U+{ord(found[0]):04X})")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
